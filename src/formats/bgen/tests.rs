//! Small files, whole and broken, opened by the reader.

use super::*;
use crate::bytes::MemorySource;
use std::rc::Rc;

/// Two samples and two variants, with nothing packed: bytes 24 to 37 are the identifiers, the variants begin at 38 and 86.
fn file(has_ids: bool) -> Vec<u8> {
    let mut ids = Vec::new();
    if has_ids {
        ids.extend(14u32.to_le_bytes());
        ids.extend(2u32.to_le_bytes());
        ids.extend(b"\x01\0a\x01\0b");
    }
    let mut bytes = (20 + ids.len() as u32).to_le_bytes().to_vec();
    bytes.extend(20u32.to_le_bytes());
    bytes.extend(2u32.to_le_bytes());
    bytes.extend(2u32.to_le_bytes());
    bytes.extend(b"bgen");
    bytes.extend((8u32 | if has_ids { 1 << 31 } else { 0 }).to_le_bytes());
    bytes.extend(ids);
    for (chromosome, position) in [("01", 100u32), ("X", 3_000_000)] {
        bytes.extend(b"\0\0\x03\0rs7");
        bytes.extend((chromosome.len() as u16).to_le_bytes());
        bytes.extend(chromosome.as_bytes());
        bytes.extend(position.to_le_bytes());
        bytes.extend(b"\x02\0\x01\0\0\0A\x02\0\0\0CT");
        bytes.extend(16u32.to_le_bytes());
        bytes.extend(b"\x02\0\0\0\x02\0\x02\x02\x02\x82\0\x08\0\xff\0\0");
    }
    bytes
}

fn open(bytes: &[u8], people: Option<Vec<Sample>>) -> Result<BgenReader> {
    BgenReader::new(Rc::new(MemorySource::new("a.bgen", bytes)), people, Reading::default())
}

fn read_all(mut reader: BgenReader) -> Result<Vec<String>> {
    let (mut record, mut calls, mut all) = (Record::default(), Calls::default(), Vec::new());
    while reader.next_record(&mut record)? {
        reader.read_calls(&mut calls)?;
        let allele = |at| String::from_utf8_lossy(record.allele(at)).into_owned();
        all.push(format!("{} {} {}/{} {:?}", record.site, record.id, allele(0), allele(1), calls.alleles));
    }
    Ok(all)
}

fn ids(reader: &BgenReader) -> Vec<&str> {
    reader.samples().iter().map(|sample| sample.id.as_str()).collect()
}

fn people(ids: &[&str]) -> Option<Vec<Sample>> {
    Some(ids.iter().map(|id| Sample { id: (*id).to_owned(), ..Sample::default() }).collect())
}

#[test]
fn a_small_file() {
    let reader = open(&file(true), None).unwrap();
    assert_eq!(ids(&reader), ["a", "b"]);
    let rows = read_all(reader).unwrap();
    assert_eq!(rows, ["1:100 rs7 A/CT [0, 1, 255, 255]", "X:3000000 rs7 A/CT [0, 1, 255, 255]"]);
}

#[test]
fn names_of_the_samples() {
    let codes = |reader: &BgenReader| reader.findings().iter().map(|one| one.code).collect::<Vec<_>>();
    let reader = open(&file(false), None).unwrap();
    assert_eq!((ids(&reader), codes(&reader)), (vec!["sample_1", "sample_2"], vec!["sample-names-made-up"]));
    let reader = open(&file(false), people(&["x", "y"])).unwrap();
    assert_eq!((ids(&reader), codes(&reader)), (vec!["x", "y"], vec![]));
    let reader = open(&file(true), people(&["b", "a"])).unwrap();
    assert_eq!((ids(&reader), codes(&reader)), (vec!["b", "a"], vec!["sample-names-differ"]));
    let error = open(&file(true), people(&["a"])).err().unwrap();
    assert_eq!((error.code(), error.place().input.as_deref()), ("set-disagrees", Some("a.bgen")));
}

#[test]
fn a_jump_to_a_variant() {
    let mut reader = open(&file(true), None).unwrap();
    let mut record = Record::default();
    for (offset, position) in [(86, 3_000_000), (38, 100), (86, 3_000_000)] {
        reader.seek_to(offset).unwrap();
        assert!(reader.next_record(&mut record).unwrap());
        assert_eq!(record.site.position(), position);
    }
    assert!(!reader.next_record(&mut record).unwrap());
    for offset in [0, 37, 200] {
        assert_eq!(reader.seek_to(offset).unwrap_err().code(), "header-corrupt", "{offset}");
    }
}

#[test]
fn broken_files_have_a_code_and_a_byte() {
    let rows: [(&str, usize, &[u8], &str, u64); 20] = [
        ("an offset behind the file", 0, &[0, 1, 0, 0], "file-truncated", 133),
        ("a header longer than the offset", 4, &[200], "header-corrupt", 4),
        ("a header too short", 4, &[19], "header-corrupt", 4),
        ("no variants", 8, &[0], "no-rows", 8),
        ("more variants than there are", 8, &[3], "file-truncated", 133),
        ("fewer variants than there are", 8, &[1], "header-corrupt", 8),
        ("no samples", 12, &[0], "header-corrupt", 12),
        ("a billion samples", 12, &[0, 0, 0, 64], "too-many-rows", 12),
        ("magic", 16, b"bgem", "header-corrupt", 16),
        ("compression 3", 20, &[11], "header-corrupt", 20),
        ("layout 3", 20, &[12], "storage-unsupported", 20),
        ("Zstandard in layout 1", 20, &[6], "header-corrupt", 20),
        ("a flag of the future", 21, &[1], "storage-unsupported", 20),
        ("another number of identifiers", 28, &[3], "header-corrupt", 28),
        ("identifiers longer than their block", 32, &[9], "header-corrupt", 24),
        ("a block behind the variants", 24, &[15], "header-corrupt", 24),
        ("a position above 2³¹", 52, &[128], "bad-position", 38),
        ("no alleles", 53, &[0], "record-corrupt", 38),
        ("an empty allele", 55, &[0], "record-corrupt", 38),
        ("a false length of the genotypes", 66, &[17], "record-corrupt", 38),
    ];
    for (name, at, patch, code, byte) in rows {
        let mut bytes = file(true);
        assert_eq!(bytes.len(), 133);
        bytes[at..at + patch.len()].copy_from_slice(patch);
        let error = open(&bytes, None).and_then(read_all).unwrap_err();
        assert_eq!((error.code(), error.place().byte), (code, Some(byte)), "{name}");
        assert_eq!(error.place().input.as_deref(), Some("a.bgen"), "{name}");
    }
    for length in 0..133 {
        let error = open(&file(true)[..length], None).and_then(read_all).unwrap_err();
        assert_eq!((error.code(), error.place().byte), ("file-truncated", Some(length as u64)), "{length} bytes");
    }
}

/// 33 kB that state 1 GB for five samples took the memory before they were found to be damaged.
#[test]
fn an_unpacked_length_that_no_samples_have() {
    // Two samples and two alleles: 10 + 2 bytes, and 63 numbers of 4 bytes for each sample.
    for (stated, says) in
        [(516u32, "packed genotypes"), (517, "the length of its genotypes"), (1 << 30, "the length of")]
    {
        let mut bytes = file(true);
        bytes[20] = 9;
        bytes[70..74].copy_from_slice(&stated.to_le_bytes());
        let error = open(&bytes, None).and_then(read_all).unwrap_err();
        assert!(error.code() == "record-corrupt" && error.to_string().contains(says), "{stated}: {error}");
    }
}

#[test]
fn records_that_are_left_out_are_counted() {
    let rows: [(&str, usize, &[u8], &str); 4] = [
        ("another contig", 47, b"HL", "other-contigs"),
        ("no contig", 47, b"NA", "unplaced-markers"),
        ("position 0", 49, &[0, 0, 0, 0], "unplaced-markers"),
        ("beyond the end", 49, &[0, 0, 0, 16], "beyond-chromosome"),
    ];
    for (name, at, patch, code) in rows {
        let mut bytes = file(true);
        bytes[at..at + patch.len()].copy_from_slice(patch);
        let mut reader = open(&bytes, None).unwrap();
        while reader.next_record(&mut Record::default()).unwrap() {}
        let found = reader.findings().into_iter().find(|one| one.code == code);
        assert_eq!(found.map(|one| one.count), Some(1), "{name}");
    }
}
