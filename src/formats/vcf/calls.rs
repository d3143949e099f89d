//! Reads every sample's call of one record.

use super::COPIES_MAX;
use super::column::until_tab;
use super::counts::Counts;
use super::dosage::read_dosages;
use super::fixed::corrupt;
use super::format::{Format, Key, Parts, part};
use crate::error::Result;
use crate::formats::score_file::number::finite;
use crate::genome::{Calls, PackedCalls, Reading};

/// What is to be read of one record.
pub(super) struct Wanted<'a> {
    /// The samples' columns.
    pub columns: &'a [u8],
    pub samples: usize,
    /// ALTs that the record lists.
    pub alts: usize,
    pub format: &'a Format,
    pub reading: &'a Reading,
}

/// Why a call was not read.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// It is not made of allele indices, `.`, `/` and `|`.
    Malformed,
    /// It names an allele that the record does not list.
    Beyond,
    /// It has more copies than there is room for.
    Wide,
}

impl Wanted<'_> {
    /// Reads all samples into `calls`.
    ///
    /// Errors: `record-corrupt`, without a line.
    pub fn read(&self, calls: &mut Calls, counts: &mut Counts) -> Result<()> {
        if self.samples == 1 && self.is_quick(2) && self.read_only(calls, counts) {
            return Ok(());
        }
        let before = counts.clone();
        calls.begin(self.samples, 2);
        if !self.read_columns(calls, counts)? {
            // Some call has more than two copies; begin again with room for the most.
            *counts = before;
            calls.begin(self.samples, self.most_copies()?);
            if !self.read_columns(calls, counts)? {
                return Err(corrupt("the GT of a sample"));
            }
        }
        let has_source = !self.format.sources.is_empty() && self.alts > 0;
        counts.without_hard_calls += u64::from(!self.format.has_hard && has_source);
        counts.without_calls += u64::from(!self.format.has_hard && !has_source && self.samples > 0);
        Ok(())
    }

    /// Whether GT is all that is wanted, in calls of this many copies.
    #[inline]
    fn is_quick(&self, width: usize) -> bool {
        self.format.is_hard_first && width == 2 && !self.has_floor()
    }

    /// Reads the call of an only sample; `false` where it is no plain pair.
    #[inline]
    fn read_only(&self, calls: &mut Calls, counts: &mut Counts) -> bool {
        let Some((pair, after)) = two_digits(self.columns, self.alts) else { return false };
        if until_tab(after).1.is_some() {
            return false;
        }
        calls.begin(0, 2);
        calls.alleles.extend_from_slice(&pair);
        counts.half_calls += is_half(pair);
        true
    }

    /// Reads all samples where each has two copies of REF and an ALT, called both or neither, and nothing else is wanted; `false`
    /// where [`Self::read`] says more, or what is wrong.
    pub fn read_packed(&self, packed: &mut PackedCalls) -> bool {
        if self.alts != 1 || !self.is_quick(2) {
            return false;
        }
        let mut rest = (self.samples > 0).then_some(self.columns);
        let codes = (0..self.samples).map_while(|_| {
            let (pair, after) = two_digits(rest?, 1)?;
            rest = match after {
                [] => None,
                [b'\t', after @ ..] => Some(after),
                _ => until_tab(after).1,
            };
            match pair {
                [Calls::MISSING, Calls::MISSING] => Some(PackedCalls::MISSING),
                [one @ 0..=1, other @ 0..=1] => Some(one + other),
                _ => None,
            }
        });
        packed.set_codes(codes);
        packed.samples() == self.samples && rest.is_none()
    }

    /// `false` where a call has more copies than `calls` has room for.
    fn read_columns(&self, calls: &mut Calls, counts: &mut Counts) -> Result<bool> {
        let Calls { width, alleles, dosages, .. } = calls;
        let is_quick = self.is_quick(*width);
        if !self.format.sources.is_empty() {
            dosages.resize(self.samples * self.alts, f64::NAN);
        }
        let mut values = Vec::new();
        let mut rest = (self.samples > 0).then_some(self.columns);
        for (sample, call) in alleles.chunks_exact_mut((*width).max(1)).enumerate() {
            let text = rest.ok_or_else(|| corrupt("the number of columns"))?;
            if is_quick && let Some((pair, after)) = two_digits(text, self.alts) {
                call.copy_from_slice(&pair);
                counts.half_calls += is_half(pair);
                rest = match after {
                    [] => None,
                    [b'\t', after @ ..] => Some(after),
                    _ => until_tab(after).1,
                };
                continue;
            }
            let (column, after) = until_tab(text);
            rest = after;
            let dosages = dosages.get_mut(sample * self.alts..(sample + 1) * self.alts).unwrap_or_default();
            if !self.read_sample(&self.format.cut(column), call, dosages, counts, &mut values)? {
                return Ok(false);
            }
        }
        match rest {
            None => Ok(true),
            Some(_) => Err(corrupt("the number of columns")),
        }
    }

    fn read_sample(
        &self,
        parts: &Parts<'_>,
        call: &mut [u8],
        dosages: &mut [f64],
        counts: &mut Counts,
        values: &mut Vec<Option<f64>>,
    ) -> Result<bool> {
        let mut copies = None;
        if let Some(text) = part(parts, Key::Hard) {
            match read_call(text, self.alts, call) {
                Ok(read) => {
                    counts.half_calls += u64::from(read.missing > 0 && read.missing < read.copies);
                    // A lone `.` does not say how many copies are missing.
                    copies = (text != b".").then_some(read.copies);
                    if copies.is_none() {
                        call.iter_mut().take(2).for_each(|slot| *slot = Calls::MISSING);
                    }
                }
                Err(Fault::Wide) => return Ok(false),
                Err(Fault::Malformed) => return Err(corrupt("the GT of a sample")),
                Err(Fault::Beyond) => return Err(corrupt("an allele in the GT of a sample")),
            }
        }
        if !dosages.is_empty() {
            let of = read_dosages(&self.format.sources, parts, copies, dosages, &mut counts.dosages, values)?;
            if copies.is_none() && of == Some(1) {
                // No hard call says so: the dosage is one haplotype's.
                call.iter_mut().skip(1).for_each(|slot| *slot = Calls::ABSENT);
            }
        }
        if self.has_floor() && self.is_below_floor(parts, call, dosages, counts)? {
            call.iter_mut().filter(|copy| **copy != Calls::ABSENT).for_each(|copy| *copy = Calls::MISSING);
            dosages.fill(f64::NAN);
        }
        Ok(true)
    }

    fn has_floor(&self) -> bool {
        self.reading.least_quality.is_some() || self.reading.least_depth.is_some()
    }

    /// Whether a call has too little quality or depth; what has none of them is kept, as PLINK 2 does.
    fn is_below_floor(&self, parts: &Parts<'_>, call: &[u8], dosages: &[f64], counts: &mut Counts) -> Result<bool> {
        if call.contains(&Calls::MISSING) && dosages.first().is_none_or(|dosage| dosage.is_nan()) {
            return Ok(false);
        }
        let read = |key, what| match part(parts, key) {
            Some(text) => finite(text).map(Some).ok_or_else(|| corrupt(what)),
            None => Ok(None),
        };
        if let Some(least) = self.reading.least_quality {
            match read(Key::Quality, "the genotype quality of a sample")? {
                Some(quality) if quality < f64::from(least) => {
                    counts.low_quality += 1;
                    return Ok(true);
                }
                Some(_) => {}
                None => counts.no_quality += 1,
            }
        }
        if let Some(least) = self.reading.least_depth {
            match read(Key::Depth, "the depth of a sample")? {
                Some(depth) if depth < f64::from(least) => {
                    counts.low_depth += 1;
                    return Ok(true);
                }
                Some(_) => {}
                None => counts.no_depth += 1,
            }
        }
        Ok(false)
    }

    /// Copies of the call that has most.
    fn most_copies(&self) -> Result<usize> {
        let mut most = 2;
        for column in self.columns.split(|byte| *byte == b'\t') {
            let call = part(&self.format.cut(column), Key::Hard).unwrap_or_default();
            let call = call.strip_prefix(b"/").or(call.strip_prefix(b"|")).unwrap_or(call);
            most = most.max(1 + memchr::memchr2_iter(b'/', b'|', call).count());
        }
        if most > COPIES_MAX { Err(corrupt("the number of copies in a sample")) } else { Ok(most) }
    }
}

/// 1 where one of two alleles is missing.
#[inline]
pub(super) fn is_half([one, other]: [u8; 2]) -> u64 {
    u64::from((one == Calls::MISSING) != (other == Calls::MISSING))
}

/// A call of two one-digit alleles or `.` at the start of `text`, and what is behind it.
#[inline]
pub(super) fn two_digits(text: &[u8], alts: usize) -> Option<([u8; 2], &[u8])> {
    let [first, b'/' | b'|', second, rest @ ..] = text else { return None };
    if !matches!(rest, [] | [b'\t' | b':' | b'\n', ..]) {
        return None;
    }
    let index = |byte: u8| match byte.wrapping_sub(b'0') {
        digit @ 0..=9 if usize::from(digit) <= alts => Some(digit),
        _ if byte == b'.' => Some(Calls::MISSING),
        _ => None,
    };
    Some(([index(*first)?, index(*second)?], rest))
}

/// Copies that a call has, and those missing among them.
#[derive(Debug, PartialEq)]
pub(super) struct Read {
    pub copies: usize,
    pub missing: usize,
}

/// Reads a call of any number of copies into `out`; what is left of it is absent.
pub(super) fn read_call(text: &[u8], alts: usize, out: &mut [u8]) -> std::result::Result<Read, Fault> {
    // VCFv4.4, 1.6.2: the first allele's phase may be written, too.
    let text = match text {
        [b'/' | b'|', rest @ ..] => rest,
        _ => text,
    };
    let mut read = Read { copies: 0, missing: 0 };
    for copy in text.split(|byte| matches!(byte, b'/' | b'|')) {
        let slot = out.get_mut(read.copies).ok_or(Fault::Wide)?;
        read.copies += 1;
        if copy == b"." {
            *slot = Calls::MISSING;
            read.missing += 1;
            continue;
        }
        if copy.is_empty() || copy.len() > 9 || !copy.iter().all(u8::is_ascii_digit) {
            return Err(Fault::Malformed);
        }
        let index = copy.iter().fold(0_usize, |index, digit| index * 10 + usize::from(digit - b'0'));
        *slot = u8::try_from(index).ok().filter(|_| index <= alts).ok_or(Fault::Beyond)?;
    }
    out.iter_mut().skip(read.copies).for_each(|slot| *slot = Calls::ABSENT);
    Ok(read)
}
