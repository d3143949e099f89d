//! Reads a record's main track: the 2-bit genotype of every sample, however it is stored (PGEN 2.3.2).

use super::cursor::{Cursor, check_padding, corrupt};
use super::difflist::read_difflist;
use super::packed;
use crate::error::Result;

/// Not a type of PGEN: the genotypes of a PLINK 1 file.
pub(super) const PLINK1: u16 = 0x100;

/// Whether a record of this type says only what differs from an earlier one.
pub(super) fn needs_base(kind: u16) -> bool {
    matches!(kind & 7, 2 | 3)
}

/// Reads the genotypes into `genotypes`, in PGEN order and with clear padding. `base` is read where [`needs_base`].
///
/// Errors: `record-corrupt`.
pub(super) fn read_main(
    cursor: &mut Cursor,
    kind: u16,
    samples: usize,
    base: &[u8],
    ids: &mut Vec<u32>,
    genotypes: &mut Vec<u8>,
) -> Result<()> {
    let bytes = samples.div_ceil(4);
    genotypes.clear();
    if kind == PLINK1 {
        genotypes.extend_from_slice(cursor.bytes(bytes)?);
        packed::from_plink1(genotypes);
        packed::clear_padding(genotypes, samples);
        return Ok(());
    }
    match kind & 7 {
        0 => {
            genotypes.extend_from_slice(cursor.bytes(bytes)?);
            return check_padding(genotypes, samples, 2);
        }
        1 => {
            let pair = cursor.byte()?;
            if !matches!(pair, 1 | 2 | 3 | 5 | 6 | 9) {
                return Err(corrupt("the pair of genotypes that it is made of"));
            }
            let bits = cursor.bytes(samples.div_ceil(8))?;
            check_padding(bits, samples, 1)?;
            packed::from_bits(bits, pair >> 2, pair & 3, samples, genotypes);
        }
        2 | 3 => genotypes.extend_from_slice(base),
        // Two REF and nothing else; the others name what all samples have that are not listed.
        5 => {
            genotypes.resize(bytes, 0);
            return Ok(());
        }
        common => {
            let [common, _] = (common & 3).to_le_bytes();
            genotypes.resize(bytes, common * 0x55);
            packed::clear_padding(genotypes, samples);
        }
    }
    let values = read_difflist(cursor, samples, true, ids)?;
    for (at, id) in ids.iter().enumerate() {
        packed::set(genotypes, *id as usize, packed::get(values, at));
    }
    if kind & 7 == 3 {
        packed::invert(genotypes);
        packed::clear_padding(genotypes, samples);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: u16, bytes: &[u8], samples: usize, base: &[u8]) -> Option<String> {
        let (mut cursor, mut genotypes) = (Cursor::new(bytes), Vec::new());
        read_main(&mut cursor, kind, samples, base, &mut Vec::new(), &mut genotypes).ok()?;
        assert_eq!(genotypes.len(), samples.div_ceil(4));
        assert!(check_padding(&genotypes, samples, 2).is_ok(), "padding");
        cursor.is_empty().then(|| (0..samples).map(|sample| packed::get(&genotypes, sample).to_string()).collect())
    }

    #[test]
    fn every_way_of_storing() {
        let base = [0b1110_0100, 0b10];
        let rows: [(&str, u16, &[u8], Option<&str>); 14] = [
            ("plain", 0, &[0b1110_0100, 0b01], Some("01231")),
            ("plain, cut", 0, &[0b1110_0100], None),
            ("plain, bits behind the last", 0, &[0, 0b100], None),
            ("two common", 1, &[6, 0b10010, 1, 2, 0b10], Some("13213")),
            ("two common, no such pair", 1, &[4, 0, 0], None),
            ("as the base but one", 2, &[1, 0, 3], Some("31232")),
            ("as the base but one, inverted", 3, &[1, 0, 0], Some("21030")),
            ("the base, inverted", 3, &[0], Some("21030")),
            ("all REF but one", 4, &[1, 4, 1], Some("00001")),
            ("all REF", 5, &[], Some("00000")),
            ("all ALT but two", 6, &[2, 0, 0b0100, 4], Some("02221")),
            ("all missing but one", 7, &[1, 2, 0], Some("33033")),
            ("all missing", 7, &[0], Some("33333")),
            ("PLINK 1", PLINK1, &[0b1110_0100, 0b01], Some("23103")),
        ];
        for (name, kind, bytes, expected) in rows {
            assert_eq!(read(kind, bytes, 5, &base).as_deref(), expected, "{name}");
        }
    }
}
