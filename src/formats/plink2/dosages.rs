//! Reads the tracks behind the hard calls of a variant with one ALT: phase, which is skipped, and dosages (PGEN 2.3.4 to 2.3.7).

use super::cursor::{Cursor, bit, check_padding, corrupt, ones};
use super::difflist::read_difflist;
use crate::error::Result;

/// A dosage of two copies (PGEN 2.3.5).
const TWO_COPIES: u16 = 1 << 15;

/// No dosage, where every sample has a place for one.
const NO_DOSAGE: u16 = u16::MAX;

/// How a record stores its dosages: bits 5 and 6 of its type.
fn form(kind: u16) -> u16 {
    kind >> 5 & 3
}

/// Whether a record of this type has dosages, phased ones included.
pub(super) fn has_dosages(kind: u16) -> bool {
    kind & 0xe0 != 0
}

/// Skips the phase of `mixed` heterozygous calls.
///
/// Errors: `record-corrupt`.
pub(super) fn skip_phase(cursor: &mut Cursor, mixed: usize) -> Result<()> {
    let first = cursor.bytes((1 + mixed).div_ceil(8))?;
    check_padding(first, 1 + mixed, 1)?;
    if bit(first, 0) {
        // The first bit is the flag itself.
        let phased = ones(first) - 1;
        check_padding(cursor.bytes(phased.div_ceil(8))?, phased, 1)?;
    }
    Ok(())
}

/// Reads the dosages of all samples, in copies of ALT; NaN where a sample has none.
///
/// Errors: `record-corrupt`.
pub(super) fn read_dosages(
    cursor: &mut Cursor,
    kind: u16,
    samples: usize,
    ids: &mut Vec<u32>,
    dosages: &mut Vec<f64>,
) -> Result<()> {
    dosages.clear();
    dosages.resize(samples, f64::NAN);
    let count = match form(kind) {
        1 => {
            read_difflist(cursor, samples, false, ids)?;
            let values = cursor.bytes(2 * ids.len())?.chunks_exact(2);
            for (id, value) in ids.iter().zip(values) {
                if let Some(dosage) = dosages.get_mut(*id as usize) {
                    *dosage = copies(value, false)?;
                }
            }
            ids.len()
        }
        2 => {
            for (dosage, value) in dosages.iter_mut().zip(cursor.bytes(2 * samples)?.chunks_exact(2)) {
                *dosage = copies(value, true)?;
            }
            samples
        }
        3 => {
            let bits = cursor.bytes(samples.div_ceil(8))?;
            check_padding(bits, samples, 1)?;
            let mut values = cursor.bytes(2 * ones(bits))?.chunks_exact(2);
            for (_, dosage) in dosages.iter_mut().enumerate().filter(|(sample, _)| bit(bits, *sample)) {
                *dosage = copies(values.next().unwrap_or_default(), false)?;
            }
            ones(bits)
        }
        _ => return Err(corrupt("phased dosages without dosages")),
    };
    skip_dosage_phase(cursor, kind, samples, count)
}

/// Skips the dosages of all samples, where only hard calls are wanted; what is left behind them shows a record misread.
///
/// Errors: `record-corrupt`.
pub(super) fn skip_dosages(cursor: &mut Cursor, kind: u16, samples: usize, ids: &mut Vec<u32>) -> Result<()> {
    let count = match form(kind) {
        1 => {
            read_difflist(cursor, samples, false, ids)?;
            ids.len()
        }
        2 => samples,
        3 => {
            let bits = cursor.bytes(samples.div_ceil(8))?;
            check_padding(bits, samples, 1)?;
            ones(bits)
        }
        _ => return Err(corrupt("phased dosages without dosages")),
    };
    cursor.bytes(2 * count)?;
    skip_dosage_phase(cursor, kind, samples, count)
}

/// Skips the phase of `count` dosages, where the record has it.
fn skip_dosage_phase(cursor: &mut Cursor, kind: u16, samples: usize, count: usize) -> Result<()> {
    if kind & 0x80 == 0 {
        return Ok(());
    }
    let phased = match form(kind) {
        2 => samples,
        _ => {
            let bits = cursor.bytes(count.div_ceil(8))?;
            check_padding(bits, count, 1)?;
            ones(bits)
        }
    };
    cursor.bytes(2 * phased)?;
    Ok(())
}

fn copies(value: &[u8], may_miss: bool) -> Result<f64> {
    let &[low, high] = value else { return Err(corrupt("its dosages")) };
    match u16::from_le_bytes([low, high]) {
        NO_DOSAGE if may_miss => Ok(f64::NAN),
        value if value <= TWO_COPIES => Ok(f64::from(value) / f64::from(TWO_COPIES / 2)),
        _ => Err(corrupt("a dosage above two copies")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: u16, bytes: &[u8]) -> Option<String> {
        let (mut cursor, mut dosages) = (Cursor::new(bytes), Vec::new());
        read_dosages(&mut cursor, kind, 3, &mut Vec::new(), &mut dosages).ok()?;
        cursor.is_empty().then(|| dosages.iter().map(|dosage| format!("{dosage} ")).collect())
    }

    #[test]
    fn every_form() {
        let rows: [(&str, u16, &[u8], Option<&str>); 10] = [
            ("a list", 0x20, &[2, 0, 2, 0x00, 0x60, 0x00, 0x80], Some("1.5 NaN 2 ")),
            ("all", 0x40, &[0, 0, 0xff, 0xff, 0x00, 0x10], Some("0 NaN 0.25 ")),
            ("bits", 0x60, &[0b110, 0x00, 0x40, 0x01, 0x00], Some("NaN 1 0.00006103515625 ")),
            ("bits, two too few", 0x60, &[0b110, 0x00, 0x40], None),
            ("bits behind the last", 0x60, &[0b1110, 0, 0, 0, 0, 0, 0], None),
            ("above two", 0x40, &[0, 0, 0x01, 0x80, 0, 0], None),
            ("missing in a list", 0x20, &[1, 0, 0xff, 0xff], None),
            ("all phased", 0xc0, &[0; 12], Some("0 0 0 ")),
            ("some phased", 0xa0, &[2, 0, 2, 0, 0, 0, 0, 0b10, 9, 9], Some("0 NaN 0 ")),
            ("phased without dosages", 0x80, &[0; 12], None),
        ];
        for (name, kind, bytes, expected) in rows {
            assert_eq!(read(kind, bytes).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn phase_is_skipped() {
        let rows: [(usize, &[u8], bool); 6] = [
            (0, &[0], true),
            (7, &[0b1111_1110], true),
            (8, &[0b1111_1110, 1], true),
            (7, &[0b0000_0111, 0b11], true),
            (7, &[0b0000_0111], false),
            (2, &[0b0000_1000], false),
        ];
        for (mixed, bytes, is_right) in rows {
            let mut cursor = Cursor::new(bytes);
            assert_eq!(skip_phase(&mut cursor, mixed).is_ok() && cursor.is_empty(), is_right, "{bytes:?}");
        }
    }
}
