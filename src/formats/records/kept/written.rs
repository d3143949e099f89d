//! Says how a kept record is written: shortly where it is a plain call of a substitution, as nearly every record of a genome is.

use crate::genome::{Calls, PlainRecord, Record, RsId, Site};

pub(super) const PASSES: u8 = 1;
pub(super) const IS_BLOCK: u8 = 1 << 1;
/// REF and one ALT of one base each, near the record before, and two alleles, each REF, ALT, missing or absent: [`Short`].
pub(super) const IS_SHORT: u8 = 1 << 2;
pub(super) const HAS_ID: u8 = 1 << 3;
/// The record ends elsewhere than with REF.
pub(super) const HAS_END: u8 = 1 << 4;
pub(super) const HAS_DOSAGES: u8 = 1 << 5;

/// By their codes in two bits.
pub(super) const BASES: [u8; 4] = [b'A', b'C', b'G', b'T'];
pub(super) const ALLELES: [u8; 4] = [0, 1, Calls::MISSING, Calls::ABSENT];

/// Bases to the record before, in 24 bits.
const STEP_MAX: u64 = (1 << 24) - 1;

/// Longest record, as its length is written.
pub(super) const LONG_BYTES_MAX: usize = u16::MAX as usize;
/// Bytes of the length of a record that is not short, behind the flags.
const LENGTH_BYTES: usize = 2;
/// Where its place stands and how many bytes it takes: one for the chromosome, four for the position.
pub(super) const KEY_AT: usize = 1 + LENGTH_BYTES;
pub(super) const KEY_BYTES: usize = 5;
/// Bytes of a short record without its rsID, and of an rsID.
pub(super) const SHORT_BYTES: usize = 5;
pub(super) const ID_BYTES: usize = 4;

/// A short record: flags, bases and call in two bits each, the step in three bytes, and the rsID in four where there is one.
pub(super) struct Short {
    bytes: [u8; Self::BYTES_MAX],
    length: usize,
}

/// What is written of a record in front of its alleles.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub site: Site,
    pub id: RsId,
    pub passes: bool,
    pub is_block: bool,
    /// Where the record ends, if not with REF.
    pub end: Option<u32>,
}

impl Head {
    pub fn of(record: &Record) -> Self {
        let reference_bytes = u32::try_from(record.allele(0).len()).unwrap_or(u32::MAX);
        let end = record.site.position().saturating_add(reference_bytes.saturating_sub(1));
        Self {
            site: record.site,
            id: record.id,
            passes: record.passes,
            is_block: record.is_reference_block,
            end: Some(record.end).filter(|known| *known != end),
        }
    }

    pub fn of_plain(plain: &PlainRecord) -> Self {
        Self { site: plain.site, id: plain.id, passes: plain.passes, is_block: false, end: None }
    }

    #[inline]
    fn flags(&self) -> u8 {
        flag(self.passes, PASSES) | flag(self.is_block, IS_BLOCK) | flag(self.id.is_some(), HAS_ID)
    }
}

impl Short {
    /// The record, where it can be written so; `last` is where the record before it stands.
    #[inline]
    pub fn of(record: &Record, calls: &Calls, last: Site) -> Option<Self> {
        let ([reference], [alt], 2) = (record.allele(0), record.allele(1), record.alleles()) else { return None };
        let ([one, other], 2) = (calls.alleles.as_slice(), calls.width) else { return None };
        if !calls.dosages.is_empty() {
            return None;
        }
        Self::of_bases(&Head::of(record), [*reference, *alt], [*one, *other], last)
    }

    /// The same of alleles of one base each and a call of two copies.
    #[inline]
    pub fn of_bases(head: &Head, [reference, alt]: [u8; 2], [one, other]: [u8; 2], last: Site) -> Option<Self> {
        let bases = [base_code(reference), base_code(alt)];
        let calls = [call_code(one), call_code(other)];
        if (bases[0] | bases[1] | calls[0] | calls[1]) & NO_CODE != 0 {
            return None;
        }
        let packed = bases[0] | bases[1] << 2 | calls[0] << 4 | calls[1] << 6;
        // The key's upper half is the chromosome: a step from one to another is longer.
        let step = head.site.key().checked_sub(last.key()).filter(|step| *step <= STEP_MAX)?;
        if head.end.is_some() || !last.is_some() {
            return None;
        }
        let [near, middle, far, ..] = step.to_le_bytes();
        let [a, b, c, d] = head.id.number().to_le_bytes();
        let length = if head.id.is_some() { SHORT_BYTES + ID_BYTES } else { SHORT_BYTES };
        Some(Self { bytes: [head.flags() | IS_SHORT, packed, near, middle, far, a, b, c, d], length })
    }

    /// Most bytes that it takes.
    pub const BYTES_MAX: usize = SHORT_BYTES + ID_BYTES;

    #[inline]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Adds it to a piece with room for the most: the same number of bytes each time, of which some are then taken away.
    #[inline]
    pub fn push(&self, piece: &mut Vec<u8>) {
        piece.extend_from_slice(&self.bytes);
        piece.truncate(piece.len() - (Self::BYTES_MAX - self.length));
    }
}

#[inline]
fn flag(is_set: bool, flag: u8) -> u8 {
    if is_set { flag } else { 0 }
}

/// The code of each letter; [`NO_CODE`] where it has none. Bases follow each other without a pattern, so that a branch for each
/// would be guessed wrong.
#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // evaluated by the compiler
const BASE_CODES: [u8; 256] = {
    let mut codes = [NO_CODE; 256];
    let mut code = 0;
    while code < BASES.len() {
        codes[BASES[code] as usize] = code as u8;
        code += 1;
    }
    codes
};

const NO_CODE: u8 = 4;

#[inline]
fn base_code(base: u8) -> u8 {
    BASE_CODES.get(usize::from(base)).copied().unwrap_or(NO_CODE)
}

#[inline]
fn call_code(allele: u8) -> u8 {
    match allele {
        0 | 1 => allele,
        Calls::MISSING => 2,
        Calls::ABSENT => 3,
        _ => NO_CODE,
    }
}

fn push_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    push_number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

fn push_number(number: u64, out: &mut Vec<u8>) {
    let mut rest = number;
    while rest >= 0x80 {
        out.push((rest & 0x7F) as u8 | 0x80);
        rest >>= 7;
    }
    out.push((rest & 0x7F) as u8);
}

/// Adds any record, of up to [`LONG_BYTES_MAX`], to nothing: flags, its length, its place, and what it has.
#[cold]
pub(super) fn write(record: &Record, calls: &Calls, out: &mut Vec<u8>) {
    write_head(&Head::of(record), !calls.dosages.is_empty(), out);
    push_number(record.alleles() as u64, out);
    for allele in 0..record.alleles() {
        push_bytes(record.allele(allele), out);
    }
    push_number(calls.width as u64, out);
    push_bytes(&calls.alleles, out);
    if !calls.dosages.is_empty() {
        push_number(calls.dosages.len() as u64, out);
        calls.dosages.iter().for_each(|dosage| out.extend_from_slice(&dosage.to_bits().to_le_bytes()));
    }
    write_length(out);
}

/// The same of a plain record.
pub(super) fn write_plain(plain: &PlainRecord, alleles: [&[u8]; 2], out: &mut Vec<u8>) {
    write_head(&Head::of_plain(plain), false, out);
    push_number(alleles.len() as u64, out);
    for allele in alleles {
        push_bytes(allele, out);
    }
    push_number(plain.call.len() as u64, out);
    push_bytes(&plain.call, out);
    write_length(out);
}

fn write_head(head: &Head, has_dosages: bool, out: &mut Vec<u8>) {
    out.push(head.flags() | flag(head.end.is_some(), HAS_END) | flag(has_dosages, HAS_DOSAGES));
    // The length is known when all is written.
    out.extend_from_slice(&[0; LENGTH_BYTES]);
    out.extend_from_slice(head.site.key().to_le_bytes().first_chunk::<KEY_BYTES>().unwrap_or(&[0; KEY_BYTES]));
    if head.id.is_some() {
        out.extend_from_slice(&head.id.number().to_le_bytes());
    }
    if let Some(end) = head.end {
        push_number(u64::from(end), out);
    }
}

/// Writes the length of a whole record into it; one that is too long for it is not kept.
fn write_length(out: &mut [u8]) {
    let length = u16::try_from(out.len()).unwrap_or(u16::MAX);
    if let Some(of_it) = out.get_mut(1..=LENGTH_BYTES) {
        of_it.copy_from_slice(&length.to_le_bytes());
    }
}
