//! Small PLINK sets and Zstandard files that use every way of storing, as seeds.

use super::TEXT;
use super::bodies::SEPARATOR;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

const FAM: &[u8] = b"f a 0 0 1 -9\r\nf b 0 0 2 -9\nf c 0 0 0 1\n0 d 0 0 0 1\n0 e 0 0 0 1\n";

const BIM: &[u8] = b"1 rs1 0 1 A C\nHLA x 0 2 A C\n0 rs3 0 -3 0 C\n23 rs4 0 9 G 0\n";

const PVAR: &[u8] =
    b"##contig=<ID=1,length=249250621>\n#CHROM POS ID REF ALT FILTER INFO\n1 1 rs1 A C . PR\n1 2 . A C,G PASS .\n\
    1 3 . A C q .\n1 4 . A C . .\n1 5 . A C,G,T . .\nX 6 . A . . .\nPAR1 7 . A <DEL> . .\nHLA 8 . A C . .\n";

/// Of each record: type and bytes, five samples.
const RECORDS: [(u8, &[u8]); 8] = [
    (0x00, &[0b1110_0100, 0b01]),
    (0x1a, &[1, 2, 1, 0x01, 1, 1, 0b0011, 0b1]),
    (0x23, &[1, 0, 3, 1, 4, 0x00, 0x60]),
    (0x01, &[1, 0b10011, 1, 2, 0b10]),
    (0x0c, &[1, 4, 1, 0xf0, 0b1, 0b1]),
    (0x05, &[]),
    (0xc6, &[1, 3, 0, 0, 0, 1, 0, 2, 0, 0xff, 0xff, 4, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0]),
    (0x67, &[0, 0b10001, 0, 1, 0, 2]),
];

fn joined(lists: [&[u8]; 2], genotypes: &[u8]) -> Vec<u8> {
    [lists[0], SEPARATOR, lists[1], SEPARATOR, genotypes].concat()
}

pub fn bed_seeds() -> Vec<Vec<u8>> {
    let variants = [0x6c, 0x1b, 1, 0x27, 3, 0xff, 3, 0xfe, 1, 0x55, 1];
    let samples = [0x6c, 0x1b, 0, 0x2f, 0x3d, 0x3e, 0x3c, 0x1f];
    vec![joined([BIM, FAM], &variants), joined([BIM, FAM], &samples)]
}

pub fn pgen_seeds() -> Vec<Vec<u8>> {
    let head = |mode: u8, control: u8| {
        [&[0x6c, 0x1b, mode][..], &(RECORDS.len() as u32).to_le_bytes(), &5u32.to_le_bytes(), &[control]].concat()
    };
    let mut variable = head(0x10, 0xc4);
    variable.extend_from_slice(&(12 + 8 + 2 * RECORDS.len() as u64 + 1).to_le_bytes());
    variable.extend(RECORDS.iter().map(|(kind, _)| *kind));
    variable.extend(RECORDS.iter().map(|(_, bytes)| bytes.len() as u8));
    variable.push(0b0101_0101);
    RECORDS.iter().for_each(|(_, bytes)| variable.extend_from_slice(bytes));
    let mut seeds = vec![joined([PVAR, b"#IID\tSEX\na\t1\nb\t2\nc\tNA\nd\t1\ne\t1\n"], &variable)];
    for (mode, length) in [(1, 2), (2, 2), (3, 12), (4, 22)] {
        let mut fixed = if mode == 1 { vec![0x6c, 0x1b, 1] } else { head(mode, 0x40) };
        fixed.extend((0..RECORDS.len() * length).map(|at| if at % length == 1 { 3 } else { (at * 7 % 80) as u8 }));
        seeds.push(joined([PVAR, FAM], &fixed));
    }
    seeds
}

pub fn zstd_seeds() -> Vec<Vec<u8>> {
    let packed = |text: &[u8], level| compress_to_vec(text, level);
    let skippable = [&b"\x5a\x2a\x4d\x18\x05\x00\x00\x00"[..], b"notes"].concat();
    let (fast, stored) = (CompressionLevel::Fastest, CompressionLevel::Uncompressed);
    let digits: Vec<u8> = (0..3000u32).flat_map(|number| (number * 7919 % 10_007).to_string().into_bytes()).collect();
    vec![
        packed(TEXT, fast),
        packed(TEXT, stored),
        [packed(&TEXT[..40], fast), skippable, packed(&TEXT[40..], fast)].concat(),
        packed(&digits, fast),
    ]
}

#[test]
fn the_seeds_are_whole_sets() {
    use super::bodies::records_of;
    let count =
        |seeds: Vec<Vec<u8>>, read: fn(&[u8]) -> Option<usize>| seeds.iter().map(|seed| read(seed)).collect::<Vec<_>>();
    assert_eq!(count(bed_seeds(), |seed| records_of(seed, false)), [Some(3), Some(3)]);
    assert_eq!(count(pgen_seeds(), |seed| records_of(seed, true)), [Some(7); 5]);
}
