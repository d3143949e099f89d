//! Gives kept records again.

use super::KeptRecords;
use super::written::{ALLELES, BASES, HAS_DOSAGES, HAS_END, HAS_ID, IS_BLOCK, IS_SHORT, PASSES};
use crate::error::{ErrorKind, Result};
use crate::finding::Finding;
use crate::genome::{Calls, Chromosome, Record, RecordStream, RsId, Sample, Site, SiteWalk};
use std::rc::Rc;

/// A walk over kept records.
pub(super) struct KeptStream {
    kept: Rc<KeptRecords>,
    piece: usize,
    at: usize,
    /// Bytes of the pieces before.
    before: usize,
    last: Site,
    /// Where short records are wanted; everywhere where it is `None`.
    places: Option<SiteWalk>,
    /// Where the calls of the record given last are.
    calls: Option<CallsAt>,
}

#[derive(Clone, Copy)]
enum CallsAt {
    /// They were read with the record.
    Short([u8; 2]),
    At {
        at: usize,
        has_dosages: bool,
    },
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

    #[inline]
    fn id(&mut self, flags: u8) -> Option<RsId> {
        if flags & HAS_ID == 0 {
            return Some(RsId::NONE);
        }
        Some(RsId::from_number(u32::from_le_bytes(*self.bytes(4)?.first_chunk::<4>()?)))
    }

    /// End and alleles of a record of any length.
    fn any(&mut self, flags: u8, record: &mut Record) -> Option<()> {
        let end = if flags & HAS_END != 0 { Some(u32::try_from(self.number()?).ok()?) } else { None };
        for _ in 0..self.length()? {
            let length = self.length()?;
            record.push_allele(self.bytes(length)?);
        }
        let last_of_reference = u32::try_from(record.allele(0).len()).unwrap_or(u32::MAX).saturating_sub(1);
        record.end = end.unwrap_or(record.site.position().saturating_add(last_of_reference));
        Some(())
    }

    /// Passes over the calls of a record of any length.
    fn calls(&mut self, flags: u8) -> Option<()> {
        self.number()?;
        let length = self.length()?;
        self.bytes(length)?;
        if flags & HAS_DOSAGES != 0 {
            let length = self.length()?.checked_mul(8)?;
            self.bytes(length)?;
        }
        Some(())
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
    pub fn new(kept: Rc<KeptRecords>, places: Option<SiteWalk>) -> Self {
        Self { kept, piece: 0, at: 0, before: 0, last: Site::NONE, places, calls: None }
    }

    /// The record at hand, or a step over one that is not wanted, with `false`; none where what was written is not what is read,
    /// which never is.
    #[inline]
    fn read(&mut self, record: &mut Record) -> Option<bool> {
        let Self { kept, piece, at, last, places, calls, .. } = self;
        let bytes = kept.pieces.get(*piece)?;
        let mut rest = Rest(bytes.get(*at..)?);
        let flags = rest.byte()?;
        let site = if flags & IS_SHORT != 0 {
            let &[packed, near, middle, far] = rest.bytes(4)?.first_chunk::<4>()?;
            let step = u64::from(u32::from_le_bytes([near, middle, far, 0]));
            let site = Site::from_key(last.key().checked_add(step)?);
            let id = rest.id(flags)?;
            if let Some(places) = places
                && !places.contains(site)
            {
                *last = site;
                *at = bytes.len() - rest.0.len();
                return Some(false);
            }
            record.begin(site, id);
            record.push_allele(&[member(BASES, packed)]);
            record.push_allele(&[member(BASES, packed >> 2)]);
            *calls = Some(CallsAt::Short([member(ALLELES, packed >> 4), member(ALLELES, packed >> 6)]));
            site
        } else {
            let site = site_of(rest.number()?)?;
            let id = rest.id(flags)?;
            record.begin(site, id);
            rest.any(flags, record)?;
            *calls = Some(CallsAt::At { at: bytes.len() - rest.0.len(), has_dosages: flags & HAS_DOSAGES != 0 });
            rest.calls(flags)?;
            site
        };
        record.passes = flags & PASSES != 0;
        record.is_reference_block = flags & IS_BLOCK != 0;
        *last = site;
        *at = bytes.len() - rest.0.len();
        Some(true)
    }

    fn read_calls_at(&self, of: CallsAt, calls: &mut Calls) -> Option<()> {
        calls.begin(0, 2);
        match of {
            CallsAt::Short(pair) => calls.alleles.extend_from_slice(&pair),
            CallsAt::At { at, has_dosages } => {
                let mut rest = Rest(self.kept.pieces.get(self.piece)?.get(at..)?);
                calls.width = rest.length()?;
                let length = rest.length()?;
                calls.alleles.extend_from_slice(rest.bytes(length)?);
                if has_dosages {
                    for _ in 0..rest.length()? {
                        calls.dosages.push(f64::from_bits(u64::from_le_bytes(rest.bytes(8)?.try_into().ok()?)));
                    }
                }
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
        loop {
            let Some(piece) = self.kept.pieces.get(self.piece) else { return Ok(false) };
            if self.at >= piece.len() {
                self.before += piece.len();
                self.piece += 1;
                self.at = 0;
                continue;
            }
            if self.read(record).ok_or(ErrorKind::Internal { what: "kept records are read as they were written" })? {
                return Ok(true);
            }
        }
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
