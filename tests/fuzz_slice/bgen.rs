//! Small BGEN files of every kind of variant and packing, as seeds.

use super::bodies::{SEPARATOR, bgen_records};

#[path = "../records_bgen/write.rs"]
mod write;

use write::{Packing, every_kind, file};

const LIST: &[u8] = b"ID_1 ID_2 missing sex\n0 0 0 D\n0 a 0 1\n0 b 0 2\n0 c 0 0\nf d 0 1\n0 e 0 2\n0 f 0 NA\n";

/// Two variants of layout 1 for three samples, without identifiers and packing.
fn layout_one() -> Vec<u8> {
    let mut bytes = [20u32, 20, 2, 3].map(u32::to_le_bytes).concat();
    bytes.extend(b"bgen\x04\0\0\0");
    for position in [7u32, 9] {
        bytes.extend(b"\x03\0\0\0\x01\0x\x03\0rs7\x02\x0023");
        bytes.extend(position.to_le_bytes());
        bytes.extend(b"\x01\0\0\0A\x02\0\0\0CT");
        bytes.extend([32768u16, 0, 0, 0, 16384, 16384, 0, 0, 0].map(u16::to_le_bytes).concat());
    }
    bytes
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![layout_one()];
    for (packing, bits, has_ids) in [(Packing::Plain, 8, true), (Packing::Zlib, 16, true), (Packing::Zstd, 3, false)] {
        seeds.push(file(&every_kind(bits), packing, has_ids));
    }
    seeds.push([LIST, SEPARATOR, &file(&every_kind(1), Packing::Plain, false)].concat());
    seeds
}

#[test]
fn the_seeds_are_whole_files() {
    let records: Vec<Option<usize>> = seeds().iter().take(4).map(|seed| bgen_records(seed)).collect();
    assert_eq!(records, [Some(2), Some(6), Some(6), Some(6)]);
}
