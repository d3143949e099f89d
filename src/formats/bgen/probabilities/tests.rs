//! Blocks of every kind, whole and broken.

use super::*;

const MISSING: u8 = Calls::MISSING;
const ABSENT: u8 = Calls::ABSENT;

/// A block of samples with these copies, and these probabilities in `bits` bits each.
fn block(alleles: u16, copies: &[u8], is_phased: bool, bits: u8, values: &[u32]) -> Vec<u8> {
    let counted = || copies.iter().map(|byte| byte & COPIES);
    let (least, most) = (counted().min().unwrap_or(0), counted().max().unwrap_or(0));
    let mut bytes = (copies.len() as u32).to_le_bytes().to_vec();
    bytes.extend(alleles.to_le_bytes());
    bytes.extend([least, most]);
    bytes.extend(copies);
    bytes.extend([u8::from(is_phased), bits]);
    let mut packed = vec![0u8; (values.len() * usize::from(bits)).div_ceil(8)];
    for (index, value) in values.iter().enumerate() {
        for bit in 0..usize::from(bits) {
            let at = index * usize::from(bits) + bit;
            packed[at / 8] |= ((value >> bit & 1) as u8) << (at % 8);
        }
    }
    bytes.extend(packed);
    bytes
}

fn read(bytes: &[u8], samples: usize, alleles: usize) -> Result<(Calls, Counts), Wrong> {
    let (mut calls, mut counts) = (Calls::default(), Counts::default());
    read_calls(bytes, samples, alleles, &mut calls, &mut counts).map(|()| (calls, counts))
}

#[test]
fn certain_calls_have_no_dosages() {
    for bits in 1..=32u8 {
        let one = ((1u64 << bits) - 1) as u32;
        let rows: [(&str, u16, &[u8], bool, &[u32], &[u8]); 7] = [
            (
                "two copies",
                2,
                &[2, 2, 2, 0x82],
                false,
                &[one, 0, 0, one, 0, 0, 0, 0],
                &[0, 0, 0, 1, 1, 1, MISSING, MISSING],
            ),
            ("phased", 2, &[2, 2, 0x82], true, &[0, one, one, 0, 0, 0], &[1, 0, 0, 1, MISSING, MISSING]),
            ("one copy and two", 2, &[1, 2, 1], false, &[one, 0, one, 0], &[0, ABSENT, 0, 1, 1, ABSENT]),
            ("no copy", 2, &[0, 2], false, &[one, 0], &[MISSING, MISSING, 0, 0]),
            (
                "three alleles",
                3,
                &[2, 2, 2],
                false,
                &[0, 0, one, 0, 0, 0, 0, 0, 0, one, 0, 0, 0, 0, 0],
                &[1, 1, 1, 2, 2, 2],
            ),
            ("three alleles, phased", 3, &[2, 1], true, &[0, one, 0, 0, one, 0], &[1, 2, 0, ABSENT]),
            ("one allele", 1, &[2, 1], false, &[], &[0, 0, 0, ABSENT]),
        ];
        for (name, alleles, copies, is_phased, values, expected) in rows {
            let bytes = block(alleles, copies, is_phased, bits, values);
            let (calls, counts) = read(&bytes, copies.len(), usize::from(alleles)).unwrap();
            assert_eq!(calls.alleles, expected, "{name}, {bits} bits");
            assert!(calls.dosages.is_empty() && counts == Counts::default(), "{name}, {bits} bits");
        }
    }
}

#[test]
fn uncertain_calls_have_dosages_beside_certain_ones() {
    let bytes = block(2, &[2, 2, 0x82, 1], false, 8, &[51, 102, 0, 255, 0, 0, 51]);
    let (calls, _) = read(&bytes, 4, 2).unwrap();
    assert_eq!(calls.alleles, [MISSING, MISSING, 0, 1, MISSING, MISSING, MISSING, ABSENT]);
    let copies: Vec<_> = (0..4).map(|sample| calls.expected_copies(sample, 1, 1)).collect();
    assert_eq!(copies, [Some(1.2), Some(1.0), None, Some(0.8)]);
    assert_eq!(calls.expected_copies(3, 0, 1), Some(1.0 - 0.8), "one copy");
    let bytes = block(3, &[2], true, 2, &[1, 1, 0, 3]);
    let (calls, _) = read(&bytes, 1, 3).unwrap();
    assert_eq!(calls.dosages, [4.0 / 3.0, 1.0 / 3.0]);
}

/// Four copies of three alleles: fifteen genotypes in the order of the specification.
#[test]
fn genotypes_of_many_copies() {
    let order = [
        "0000", "0001", "0011", "0111", "1111", "0002", "0012", "0112", "1112", "0022", "0122", "1122", "0222", "1222",
        "2222",
    ];
    for (at, genotype) in order.iter().enumerate() {
        let values: Vec<u32> = (0..14).map(|index| if index == at { 255 } else { 0 }).collect();
        let (calls, _) = read(&block(3, &[4], false, 8, &values), 1, 3).unwrap();
        assert_eq!((calls.width, calls.alleles), (4, genotype.bytes().map(|digit| digit - b'0').collect()));
    }
    let (calls, counts) = read(&block(2, &[33, 2], false, 1, &[[0; 33].as_slice(), &[0, 1]].concat()), 2, 2).unwrap();
    assert_eq!((calls.of(0)[0], calls.hard_copies(1, 1), counts.many_copies), (MISSING, Some((1, 2)), 1));
}

#[test]
fn stored_values_of_each_shape() {
    let rows: [(u64, u64, bool, Option<u64>); 8] = [
        (2, 2, false, Some(2)),
        (2, 2, true, Some(2)),
        (1, 2, false, Some(1)),
        (0, 4, false, Some(0)),
        (2, 4, false, Some(9)),
        (3, 4, true, Some(9)),
        (63, 2, false, Some(63)),
        (63, 65_535, false, None),
    ];
    for (copies, alleles, is_phased, expected) in rows {
        assert_eq!(stored_values(copies, alleles, is_phased), expected, "{copies} {alleles} {is_phased}");
    }
}

#[test]
fn broken_blocks() {
    let whole = block(2, &[2, 2], false, 8, &[10, 20, 30, 40]);
    assert!(read(&whole, 2, 2).is_ok());
    let rows: [(&str, usize, u8, &str); 9] = [
        ("samples", 0, 3, "the number of samples"),
        ("alleles", 4, 3, "the number of alleles"),
        ("fewest copies", 6, 3, "the number of copies of a sample"),
        ("most copies", 7, 1, "the number of copies of a sample"),
        ("copies", 8, 3, "the number of copies of a sample"),
        ("a bit that nothing uses", 9, 66, "the number of copies of a sample"),
        ("phase", 10, 2, "the mark of phase"),
        ("bits", 11, 33, "the number of bits of a probability"),
        ("more bits than there are", 11, 9, "the length of its probabilities"),
    ];
    for (name, at, byte, wrong) in rows {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        assert_eq!(read(&bytes, 2, 2).unwrap_err(), wrong, "{name}");
    }
    for length in 0..whole.len() {
        assert!(read(&whole[..length], 2, 2).is_err(), "{length} bytes");
    }
    let too_much = block(2, &[2], false, 8, &[200, 56]);
    assert_eq!(read(&too_much, 1, 2).unwrap_err(), TOO_MUCH);
    let too_much = block(3, &[2], true, 8, &[200, 56, 0, 0]);
    assert_eq!(read(&too_much, 1, 3).unwrap_err(), TOO_MUCH);
    let too_much = block(2, &[3], false, 8, &[200, 50, 6]);
    assert_eq!(read(&too_much, 1, 2).unwrap_err(), TOO_MUCH);
}
