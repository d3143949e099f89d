//! Says how a kept record is written: shortly where it is a plain call of a substitution, as nearly every record of a genome is.

use crate::genome::{Calls, Record, Site};

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

/// A short record: flags, bases and call in two bits each, the step in three bytes, and the rsID in four where there is one.
pub(super) struct Short {
    bytes: [u8; 9],
    length: usize,
}

impl Short {
    /// The record, where it can be written so; `last` is where the record before it stands.
    #[inline]
    pub fn of(record: &Record, calls: &Calls, last: Site) -> Option<Self> {
        let ([reference], [alt], 2) = (record.allele(0), record.allele(1), record.alleles()) else { return None };
        let ([one, other], 2) = (calls.alleles.as_slice(), calls.width) else { return None };
        let packed = base_code(*reference)? | base_code(*alt)? << 2 | call_code(*one)? << 4 | call_code(*other)? << 6;
        // The key's upper half is the chromosome: a step from one to another is longer.
        let step = record.site.key().checked_sub(last.key()).filter(|step| *step <= STEP_MAX)?;
        if record.end != record.site.position() || !calls.dosages.is_empty() || !last.is_some() {
            return None;
        }
        let [near, middle, far, ..] = step.to_le_bytes();
        let [a, b, c, d] = record.id.number().to_le_bytes();
        let flags = flags_of(record) | IS_SHORT;
        let length = if record.id.is_some() { 9 } else { 5 };
        Some(Self { bytes: [flags, packed, near, middle, far, a, b, c, d], length })
    }

    #[inline]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

#[inline]
fn flag(is_set: bool, flag: u8) -> u8 {
    if is_set { flag } else { 0 }
}

#[inline]
fn flags_of(record: &Record) -> u8 {
    flag(record.passes, PASSES) | flag(record.is_reference_block, IS_BLOCK) | flag(record.id.is_some(), HAS_ID)
}

#[inline]
fn base_code(base: u8) -> Option<u8> {
    match base {
        b'A' => Some(0),
        b'C' => Some(1),
        b'G' => Some(2),
        b'T' => Some(3),
        _ => None,
    }
}

#[inline]
fn call_code(allele: u8) -> Option<u8> {
    match allele {
        0 | 1 => Some(allele),
        Calls::MISSING => Some(2),
        Calls::ABSENT => Some(3),
        _ => None,
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

/// Adds any record, of any length.
#[cold]
pub(super) fn write(record: &Record, calls: &Calls, out: &mut Vec<u8>) {
    let reference_bytes = u32::try_from(record.allele(0).len()).unwrap_or(u32::MAX);
    let end = record.site.position().saturating_add(reference_bytes.saturating_sub(1));
    let has_end = flag(record.end != end, HAS_END);
    out.push(flags_of(record) | has_end | flag(!calls.dosages.is_empty(), HAS_DOSAGES));
    push_number(record.site.key(), out);
    if record.id.is_some() {
        out.extend_from_slice(&record.id.number().to_le_bytes());
    }
    if has_end != 0 {
        push_number(u64::from(record.end), out);
    }
    push_number(record.alleles() as u64, out);
    for allele in 0..record.alleles() {
        push_number(record.allele(allele).len() as u64, out);
        out.extend_from_slice(record.allele(allele));
    }
    push_number(calls.width as u64, out);
    push_number(calls.alleles.len() as u64, out);
    out.extend_from_slice(&calls.alleles);
    if !calls.dosages.is_empty() {
        push_number(calls.dosages.len() as u64, out);
        calls.dosages.iter().for_each(|dosage| out.extend_from_slice(&dosage.to_bits().to_le_bytes()));
    }
}
