//! Reads a difflist: an increasing list of samples, with or without a 2-bit value for each (PGEN 2.3.1).

use super::cursor::{Cursor, check_padding, corrupt, little_endian};
use crate::error::Result;

/// Samples whose first is stored in full and the others as differences.
const GROUP: usize = 64;

/// Reads the samples into `ids`, and gives the packed values where `has_values`.
///
/// Errors: `record-corrupt`, unless the list is increasing, below `samples` and of the length that it says.
pub(super) fn read_difflist<'a>(
    cursor: &mut Cursor<'a>,
    samples: usize,
    has_values: bool,
    ids: &mut Vec<u32>,
) -> Result<&'a [u8]> {
    ids.clear();
    let count = cursor.varint()? as usize;
    if count == 0 {
        return Ok(b"");
    }
    if count > samples {
        return Err(corrupt("a list of more samples than there are"));
    }
    let groups = count.div_ceil(GROUP);
    let id_bytes = id_bytes(samples);
    let firsts = cursor.bytes(groups * id_bytes)?;
    // One group's own bytes less 63 each; the last group says none.
    let sizes = cursor.bytes(groups - 1)?;
    let values = cursor.bytes(if has_values { count.div_ceil(4) } else { 0 })?;
    check_padding(values, count, 2)?;
    ids.reserve(count);
    let mut before = None;
    for (group, first) in firsts.chunks_exact(id_bytes).enumerate() {
        let mut id = little_endian(first);
        let in_group = GROUP.min(count - group * GROUP);
        match sizes.get(group) {
            Some(size) => {
                let mut part = Cursor::new(cursor.bytes(usize::from(*size) + GROUP - 1)?);
                push_group(&mut part, &mut id, in_group, &mut before, samples, ids)?;
                if !part.is_empty() {
                    return Err(corrupt("the length of a group of samples"));
                }
            }
            None => push_group(cursor, &mut id, in_group, &mut before, samples, ids)?,
        }
    }
    Ok(values)
}

/// Bytes of a group's first sample. PLINK 2 takes as many as the number of samples itself needs, so that 256 take two, though
/// 255 is the last of them.
fn id_bytes(samples: usize) -> usize {
    match samples {
        ..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        _ => 4,
    }
}

fn push_group(
    cursor: &mut Cursor,
    id: &mut u32,
    count: usize,
    before: &mut Option<u32>,
    samples: usize,
    ids: &mut Vec<u32>,
) -> Result<()> {
    for index in 0..count {
        if index > 0 {
            *id = id.saturating_add(cursor.varint()?);
        }
        if before.is_some_and(|before| *id <= before) || *id as usize >= samples {
            return Err(corrupt("a list of samples that is not in order"));
        }
        *before = Some(*id);
        ids.push(*id);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification: 79 samples 5,000 apart, of 488,377, with values.
    fn example() -> Vec<u8> {
        let mut bytes = b"\x4f\x88\x13\x00\x88\xf5\x04\x3f".to_vec();
        bytes.extend_from_slice(&[0b1110_0100; 19]);
        bytes.push(0b10_0100);
        bytes.extend_from_slice(&b"\x88\x27".repeat(77));
        bytes
    }

    #[test]
    fn the_example_of_the_specification() {
        let bytes = example();
        let (mut cursor, mut ids) = (Cursor::new(&bytes), Vec::new());
        let values = read_difflist(&mut cursor, 488_377, true, &mut ids).unwrap();
        assert_eq!((ids.len(), values.len(), cursor.is_empty()), (79, 20, true));
        assert!(ids.iter().enumerate().all(|(at, id)| *id as usize == 5000 * (at + 1)));
    }

    #[test]
    fn the_width_of_a_sample() {
        let rows = [(1, 1), (255, 1), (256, 2), (257, 2), (65_535, 2), (65_536, 3), (0xff_ffff, 3), (0x100_0000, 4)];
        for (samples, bytes) in rows {
            assert_eq!(id_bytes(samples), bytes, "{samples}");
            let list = [&[1, 7][..], &[0, 0, 0][..bytes - 1]].concat();
            let (mut cursor, mut ids) = (Cursor::new(&list), Vec::new());
            let is_read = read_difflist(&mut cursor, samples.max(8), false, &mut ids).is_ok();
            assert!(is_read && cursor.is_empty() && ids == [7], "{samples}");
        }
    }

    #[test]
    fn damage() {
        let bytes = example();
        for length in 0..bytes.len() {
            assert!(
                read_difflist(&mut Cursor::new(&bytes[..length]), 488_377, true, &mut Vec::new()).is_err(),
                "{length}"
            );
        }
        let rows: [(&str, &[u8], usize); 5] = [
            ("more than there are", b"\x03\x00\x01\x01", 2),
            ("the same sample twice", b"\x02\x05\x00", 10),
            ("a sample beyond the last", b"\x02\x05\x05", 10),
            ("a first beyond the last", b"\x01\x0a", 10),
            ("a difference that overflows", b"\x02\x05\xff\xff\xff\xff\x07", 10),
        ];
        for (name, bytes, samples) in rows {
            assert!(read_difflist(&mut Cursor::new(bytes), samples, false, &mut Vec::new()).is_err(), "{name}");
        }
        assert!(read_difflist(&mut Cursor::new(b"\x00"), 10, true, &mut Vec::new()).unwrap().is_empty());
    }
}
