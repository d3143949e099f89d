//! Keeps what a file of one sample was read to, so that scoring it needs no second reading and no second inflating.
//!
//! A record takes some ten bytes: four million variants of a genome some 40 MB. Larger ones are read again.

use crate::error::{ErrorKind, Result};
use crate::finding::Finding;
use crate::genome::{Build, Calls, Chromosome, Reading, Record, RecordStream, RsId, Sample, Site};
use std::rc::Rc;

/// Most bytes to keep of all open files: twice a genome's variants. A gVCF, with tens of millions of records, is read again.
pub const KEPT_BYTES_MAX: usize = 96 << 20;
/// Records are kept in pieces of this size, as one growing piece would be copied again and again.
const PIECE_BYTES: usize = 1 << 20;
/// A record that takes more, as its alleles are long, ends the keeping.
const RECORD_BYTES_MAX: usize = 64 << 10;

const PASSES: u8 = 1;
const IS_BLOCK: u8 = 1 << 1;
/// The position is that of the record before and a step on.
const IS_STEP: u8 = 1 << 2;
const HAS_ID: u8 = 1 << 3;
/// The record ends elsewhere than with REF.
const HAS_END: u8 = 1 << 4;
const HAS_DOSAGES: u8 = 1 << 5;
/// REF and one ALT of one base each.
const IS_SUBSTITUTION: u8 = 1 << 6;
/// Two alleles, each REF, the first ALT, missing or absent.
const IS_PLAIN_CALL: u8 = 1 << 7;

const BASES: [u8; 4] = [b'A', b'C', b'G', b'T'];
const ALLELES: [u8; 4] = [0, 1, Calls::MISSING, Calls::ABSENT];

/// Records of one sample and what they were called, as one reading of the file gave them.
pub struct KeptRecords {
    reading: Reading,
    build: Option<Build>,
    samples: Vec<Sample>,
    file_bytes: u64,
    pieces: Vec<Vec<u8>>,
    bytes: usize,
}

/// Records on their way in.
pub struct Keeping {
    records: KeptRecords,
    /// Most bytes to keep.
    most: usize,
    last: Site,
    one: Vec<u8>,
}

impl Keeping {
    /// Before the first record of a file of `file_bytes`; `most` bytes at most, and never more than the limit.
    pub fn new(samples: &[Sample], reading: Reading, build: Option<Build>, file_bytes: u64, most: usize) -> Self {
        let records =
            KeptRecords { reading, build, samples: samples.to_vec(), file_bytes, pieces: Vec::new(), bytes: 0 };
        Self { records, most: most.min(KEPT_BYTES_MAX), last: Site::NONE, one: Vec::new() }
    }

    /// Adds a record; `false` where there is no room for it, and the records kept are no whole file.
    pub fn push(&mut self, record: &Record, calls: &Calls) -> bool {
        self.one.clear();
        write(record, calls, self.last, &mut self.one);
        self.last = record.site;
        let KeptRecords { pieces, bytes, .. } = &mut self.records;
        *bytes += self.one.len();
        if *bytes > self.most || self.one.len() > RECORD_BYTES_MAX {
            return false;
        }
        match pieces.last_mut().filter(|piece| piece.len() + self.one.len() <= PIECE_BYTES) {
            Some(piece) => piece.extend_from_slice(&self.one),
            None => {
                let mut piece = Vec::with_capacity(PIECE_BYTES);
                piece.extend_from_slice(&self.one);
                pieces.push(piece);
            }
        }
        true
    }

    /// All of them.
    pub fn finish(self) -> KeptRecords {
        self.records
    }
}

impl KeptRecords {
    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        self.pieces.len() * PIECE_BYTES
    }

    /// The records from the first on; none where another reading is asked for.
    pub(super) fn open(self: &Rc<Self>, reading: Reading) -> Option<(Box<dyn RecordStream>, Option<Build>)> {
        let build = self.build;
        let stream = KeptStream { kept: self.clone(), piece: 0, at: 0, before: 0, last: Site::NONE, calls: None };
        (reading == self.reading).then_some((Box::new(stream), build))
    }
}

fn push_number(number: u64, out: &mut Vec<u8>) {
    let mut rest = number;
    while rest >= 0x80 {
        out.push((rest & 0x7F) as u8 | 0x80);
        rest >>= 7;
    }
    out.push((rest & 0x7F) as u8);
}

/// A base's or an allele's place in its list.
fn code_of(list: [u8; 4], wanted: u8) -> Option<u8> {
    list.iter().position(|known| *known == wanted).and_then(|place| u8::try_from(place).ok())
}

fn write(record: &Record, calls: &Calls, last: Site, out: &mut Vec<u8>) {
    let step = record.site.key().checked_sub(last.key()).filter(|_| record.site.chromosome() == last.chromosome());
    let substitution = match (record.alleles(), record.allele(0), record.allele(1)) {
        (2, [reference], [alt]) => code_of(BASES, *reference).zip(code_of(BASES, *alt)),
        _ => None,
    };
    let plain = match calls.alleles.as_slice() {
        [one, other] if calls.width == 2 => code_of(ALLELES, *one).zip(code_of(ALLELES, *other)),
        _ => None,
    };
    let end = record
        .site
        .position()
        .saturating_add(u32::try_from(record.allele(0).len()).unwrap_or(u32::MAX).saturating_sub(1));
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    out.push(
        flag(record.passes, PASSES)
            | flag(record.is_reference_block, IS_BLOCK)
            | flag(step.is_some(), IS_STEP)
            | flag(record.id.is_some(), HAS_ID)
            | flag(record.end != end, HAS_END)
            | flag(!calls.dosages.is_empty(), HAS_DOSAGES)
            | flag(substitution.is_some(), IS_SUBSTITUTION)
            | flag(plain.is_some(), IS_PLAIN_CALL),
    );
    push_number(step.unwrap_or(record.site.key()), out);
    if record.id.is_some() {
        out.extend_from_slice(&record.id.number().to_le_bytes());
    }
    if record.end != end {
        push_number(u64::from(record.end), out);
    }
    let (reference, alt) = substitution.unwrap_or_default();
    let (one, other) = plain.unwrap_or_default();
    if substitution.is_some() || plain.is_some() {
        out.push(reference | alt << 2 | one << 4 | other << 6);
    }
    if substitution.is_none() {
        push_number(record.alleles() as u64, out);
        for allele in 0..record.alleles() {
            push_number(record.allele(allele).len() as u64, out);
            out.extend_from_slice(record.allele(allele));
        }
    }
    if plain.is_none() {
        push_number(calls.width as u64, out);
        push_number(calls.alleles.len() as u64, out);
        out.extend_from_slice(&calls.alleles);
    }
    if !calls.dosages.is_empty() {
        push_number(calls.dosages.len() as u64, out);
        calls.dosages.iter().for_each(|dosage| out.extend_from_slice(&dosage.to_bits().to_le_bytes()));
    }
}

/// Gives kept records again.
struct KeptStream {
    kept: Rc<KeptRecords>,
    piece: usize,
    at: usize,
    /// Bytes of the pieces before.
    before: usize,
    last: Site,
    /// Where the calls of the record given last are.
    calls: Option<CallsAt>,
}

#[derive(Clone, Copy)]
struct CallsAt {
    at: usize,
    plain: Option<(u8, u8)>,
    has_dosages: bool,
}

/// What is left of a piece.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    #[inline]
    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }
}

fn site_of(key: u64) -> Option<Site> {
    if key == 0 {
        return Some(Site::NONE);
    }
    let chromosome = Chromosome::from_index(u8::try_from(key >> 32).ok()?)?;
    Some(Site::new(chromosome, u32::try_from(key & u64::from(u32::MAX)).ok()?))
}

fn member(list: [u8; 4], code: u8) -> u8 {
    list.get(usize::from(code & 3)).copied().unwrap_or_default()
}

impl KeptStream {
    /// The record at hand; none where what was written is not what is read, which never is.
    fn read(&mut self, record: &mut Record) -> Option<()> {
        let Self { kept, piece, at, last, calls, .. } = self;
        let bytes = kept.pieces.get(*piece)?;
        let mut rest = Rest(bytes.get(*at..)?);
        let flags = rest.byte()?;
        let has = |flag: u8| flags & flag != 0;
        let number = rest.number()?;
        let key = if has(IS_STEP) { last.key().checked_add(number)? } else { number };
        let site = site_of(key)?;
        let id = match has(HAS_ID) {
            true => RsId::from_number(u32::from_le_bytes(rest.bytes(4)?.try_into().ok()?)),
            false => RsId::NONE,
        };
        record.begin(site, id);
        let end = if has(HAS_END) { Some(u32::try_from(rest.number()?).ok()?) } else { None };
        let packed = if has(IS_SUBSTITUTION) || has(IS_PLAIN_CALL) { rest.byte()? } else { 0 };
        if has(IS_SUBSTITUTION) {
            record.push_allele(&[member(BASES, packed)]);
            record.push_allele(&[member(BASES, packed >> 2)]);
        } else {
            for _ in 0..rest.length()? {
                let length = rest.length()?;
                record.push_allele(rest.bytes(length)?);
            }
        }
        let last_of_reference = u32::try_from(record.allele(0).len()).unwrap_or(u32::MAX).saturating_sub(1);
        record.end = end.unwrap_or(site.position().saturating_add(last_of_reference));
        record.passes = has(PASSES);
        record.is_reference_block = has(IS_BLOCK);
        let plain = has(IS_PLAIN_CALL).then_some((member(ALLELES, packed >> 4), member(ALLELES, packed >> 6)));
        *calls = Some(CallsAt { at: bytes.len() - rest.0.len(), plain, has_dosages: has(HAS_DOSAGES) });
        if !has(IS_PLAIN_CALL) {
            rest.number()?;
            let length = rest.length()?;
            rest.bytes(length)?;
        }
        if has(HAS_DOSAGES) {
            let length = rest.length()?.checked_mul(8)?;
            rest.bytes(length)?;
        }
        *last = site;
        *at = bytes.len() - rest.0.len();
        Some(())
    }

    fn read_calls_at(&self, of: CallsAt, calls: &mut Calls) -> Option<()> {
        let mut rest = Rest(self.kept.pieces.get(self.piece)?.get(of.at..)?);
        calls.dosages.clear();
        calls.of_all.clear();
        calls.alleles.clear();
        match of.plain {
            Some((one, other)) => {
                calls.width = 2;
                calls.alleles.extend_from_slice(&[one, other]);
            }
            None => {
                calls.width = rest.length()?;
                let length = rest.length()?;
                calls.alleles.extend_from_slice(rest.bytes(length)?);
            }
        }
        if of.has_dosages {
            for _ in 0..rest.length()? {
                calls.dosages.push(f64::from_bits(u64::from_le_bytes(rest.bytes(8)?.try_into().ok()?)));
            }
        }
        Some(())
    }
}

impl RecordStream for KeptStream {
    fn samples(&self) -> &[Sample] {
        &self.kept.samples
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.calls = None;
        let Some(piece) = self.kept.pieces.get(self.piece) else { return Ok(false) };
        if self.at >= piece.len() {
            self.before += piece.len();
            self.piece += 1;
            self.at = 0;
            if self.piece >= self.kept.pieces.len() {
                return Ok(false);
            }
        }
        self.read(record).ok_or(ErrorKind::Internal { what: "kept records are read as they were written" })?;
        Ok(true)
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        let what = "calls are asked for behind a record";
        let read = self.calls.and_then(|of| self.read_calls_at(of, calls));
        read.ok_or_else(|| ErrorKind::Internal { what }.into())
    }

    fn bytes_done(&self) -> u64 {
        let done = (self.before + self.at) as u128 * u128::from(self.kept.file_bytes);
        u64::try_from(done / self.kept.bytes.max(1) as u128).unwrap_or(u64::MAX)
    }

    /// They were told when the file was read.
    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
