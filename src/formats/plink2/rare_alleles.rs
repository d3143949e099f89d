//! Reads the track that says which genotypes have a second or further ALT (PGEN 2.3.3).

use super::cursor::{Cursor, bit, check_padding, corrupt, ones};
use super::difflist::read_difflist;
use super::packed;
use crate::error::Result;
use crate::genome::Calls;

/// Applies the track to calls that have been expanded from `genotypes`; `alts` is the number of ALTs.
///
/// Errors: `record-corrupt`.
pub(super) fn read_rare_alleles(
    cursor: &mut Cursor,
    genotypes: &[u8],
    alts: usize,
    ids: &mut Vec<u32>,
    calls: &mut Calls,
) -> Result<()> {
    if alts < 2 {
        return Err(corrupt("further alleles where the list of variants has one ALT"));
    }
    let formats = cursor.byte()?;
    let samples = calls.alleles.len() / 2;
    read_patched(cursor, formats & 15, genotypes, 1, samples, ids)?;
    let width = match alts {
        2 => 0,
        3 => 1,
        4..=5 => 2,
        6..=17 => 4,
        _ => 8,
    };
    let values = cursor.bytes((ids.len() * width).div_ceil(8))?;
    check_padding(values, ids.len(), width)?;
    for (at, id) in ids.iter().enumerate() {
        patch(calls, *id, 0, number(values, at, width) + 2, alts)?;
    }
    read_patched(cursor, formats >> 4, genotypes, 2, samples, ids)?;
    if alts == 2 {
        let values = cursor.bytes(ids.len().div_ceil(8))?;
        check_padding(values, ids.len(), 1)?;
        for (at, id) in ids.iter().enumerate() {
            patch(calls, *id, if bit(values, at) { 2 } else { 1 }, 2, alts)?;
        }
        return Ok(());
    }
    let width = match alts {
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    };
    let values = cursor.bytes((ids.len() * 2 * width).div_ceil(8))?;
    check_padding(values, ids.len(), 2 * width)?;
    for (at, id) in ids.iter().enumerate() {
        let (first, second) = (number(values, 2 * at, width) + 1, number(values, 2 * at + 1, width) + 1);
        patch(calls, *id, first, second, alts)?;
    }
    Ok(())
}

/// The samples of one category whose genotype the track changes.
fn read_patched(
    cursor: &mut Cursor,
    format: u8,
    genotypes: &[u8],
    category: u8,
    samples: usize,
    ids: &mut Vec<u32>,
) -> Result<()> {
    match format {
        0 => {
            let in_category = (0..samples).filter(|sample| packed::get(genotypes, *sample) == category);
            let count = in_category.clone().count();
            let bits = cursor.bytes(count.div_ceil(8))?;
            check_padding(bits, count, 1)?;
            ids.clear();
            ids.reserve(ones(bits));
            ids.extend(
                in_category
                    .enumerate()
                    .filter(|(at, _)| bit(bits, *at))
                    .filter_map(|(_, sample)| u32::try_from(sample).ok()),
            );
        }
        1 => {
            read_difflist(cursor, samples, false, ids)?;
            if ids.iter().any(|id| packed::get(genotypes, *id as usize) != category) {
                return Err(corrupt("a further allele in a genotype that has none"));
            }
        }
        15 => ids.clear(),
        _ => return Err(corrupt("the format of its further alleles")),
    }
    Ok(())
}

/// A number of 0, 1, 2, 4 or 8 bits in a packed array.
fn number(values: &[u8], at: usize, width: usize) -> usize {
    let byte = usize::from(values.get(at * width / 8).copied().unwrap_or_default());
    byte >> (at * width % 8) & ((1 << width) - 1)
}

fn patch(calls: &mut Calls, sample: u32, first: usize, second: usize, alts: usize) -> Result<()> {
    let pair = calls.alleles.get_mut(sample as usize * 2..sample as usize * 2 + 2);
    match (pair, u8::try_from(first), u8::try_from(second)) {
        (Some([one, other]), Ok(first), Ok(second)) if first <= second && usize::from(second) <= alts => {
            (*one, *other) = (first, second);
            Ok(())
        }
        _ => Err(corrupt("an allele that the list of variants does not have")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight samples: four with REF and ALT, then four with two ALTs.
    const GENOTYPES: [u8; 2] = [0x55, 0xaa];

    fn read(bytes: &[u8], alts: usize) -> Option<String> {
        let mut calls = Calls::default();
        calls.begin(8, 2);
        packed::expand(&GENOTYPES, &mut calls);
        let mut cursor = Cursor::new(bytes);
        read_rare_alleles(&mut cursor, &GENOTYPES, alts, &mut Vec::new(), &mut calls).ok()?;
        cursor.is_empty().then(|| calls.alleles.chunks(2).map(|pair| format!("{}{} ", pair[0], pair[1])).collect())
    }

    #[test]
    fn every_width() {
        let rows: [(&str, usize, &[u8], Option<&str>); 11] = [
            ("two ALTs", 2, &[0x00, 0b0101, 0b0011, 0b10], Some("02 01 02 01 12 22 11 11 ")),
            ("three", 3, &[0x00, 0b0011, 0b10, 0b0001, 0b1000], Some("02 03 01 01 13 11 11 11 ")),
            ("five", 5, &[0x00, 0b0011, 0b1001, 0b0001, 0x43], Some("03 04 01 01 45 11 11 11 ")),
            ("seventeen", 17, &[0x00, 0b0001, 0x0f, 0b0001, 0x00, 0x10], Some("017 01 01 01 117 11 11 11 ")),
            ("eighteen", 18, &[0x00, 0b0001, 0x10, 0b0001, 0x00, 0x11], Some("018 01 01 01 118 11 11 11 ")),
            ("lists", 2, &[0x11, 1, 3, 1, 7, 1], Some("01 01 01 02 11 11 11 22 ")),
            ("empty", 2, &[0xff], Some("01 01 01 01 11 11 11 11 ")),
            ("one ALT", 1, &[0xff], None),
            ("a list with another genotype", 2, &[0xf1, 1, 4], None),
            ("no such format", 2, &[0xf2], None),
            ("an allele too many", 4, &[0xf0, 0b0001, 0b11], None),
        ];
        for (name, alts, bytes, expected) in rows {
            assert_eq!(read(bytes, alts).as_deref(), expected, "{name}");
        }
    }
}
