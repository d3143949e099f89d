//! Lists and unpacks zips, whole and damaged.
use super::*;
use crate::bytes::stream::tests::{drain, stored};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TEXT: &[u8] = b"rsid\tchromosome\tposition\tgenotype\nrs1\t1\t100\tAA\nrs2\t1\t200\tAG\n";

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
}

fn zipped(members: &[(&str, &[u8], SimpleFileOptions)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, options) in members {
        if name.ends_with('/') {
            writer.add_directory(*name, *options).unwrap();
        } else {
            writer.start_file(*name, *options).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn deflated(name: &str, bytes: &[u8]) -> Vec<u8> {
    zipped(&[(name, bytes, options(CompressionMethod::Deflated))])
}

/// The texts of all members read `step` bytes at a time, or the first error's code and byte.
fn unpack(bytes: &[u8], step: usize) -> std::result::Result<Vec<(String, Vec<u8>)>, (&'static str, Option<u64>)> {
    let place = |error: Error| (error.code(), error.place().byte);
    let source = stored(bytes);
    let mut texts = Vec::new();
    for member in members(&source).map_err(place)? {
        let mut stream = open_member(source.clone(), &member).map_err(place)?;
        let (text, end) = drain(&mut *stream, step);
        end.map_err(place)?;
        texts.push((member.name, text));
    }
    Ok(texts)
}

#[test]
fn whole_zips() {
    let deflate = options(CompressionMethod::Deflated);
    let text = |name: &str| (name.to_owned(), TEXT.to_vec());
    let rows = [
        ("no member", zipped(&[]), vec![]),
        ("deflated", deflated("genome.txt", TEXT), vec![text("genome.txt")]),
        ("stored", zipped(&[("a.txt", TEXT, options(CompressionMethod::Stored))]), vec![text("a.txt")]),
        ("zip64", zipped(&[("a.txt", TEXT, deflate.large_file(true))]), vec![text("a.txt")]),
        ("no text", deflated("a.txt", b""), vec![("a.txt".to_owned(), vec![])]),
        ("bytes in front", [b"#!program\n", &deflated("a.txt", TEXT)[..]].concat(), vec![text("a.txt")]),
        (
            "what no person put there",
            zipped(&[
                ("folder/", b"", deflate),
                ("__MACOSX/folder/._b.txt", b"x", deflate),
                ("folder/.DS_Store", b"x", deflate),
                ("folder/b.txt", TEXT, deflate),
                ("../../c.txt", TEXT, deflate),
            ]),
            vec![text("folder/b.txt"), text("../../c.txt")],
        ),
    ];
    for (name, bytes, expected) in rows {
        for step in [1, 7, 4096] {
            assert_eq!(unpack(&bytes, step), Ok(expected.clone()), "{name}, step {step}");
        }
    }
}

/// The first place of these bytes.
fn place_of(bytes: &[u8], part: &[u8]) -> usize {
    memchr::memmem::find(bytes, part).unwrap()
}

#[test]
fn broken_zips() {
    let good = deflated("genome.txt", TEXT);
    let directory = place_of(&good, b"PK\x01\x02");
    let with = |index: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[index] = byte;
        bytes
    };
    let rows: [(&str, Vec<u8>, &str, u64); 7] = [
        ("nothing but the magic", b"PK\x03\x04".to_vec(), "zip-corrupt", 4),
        ("cut short", good[..good.len() - 30].to_vec(), "zip-corrupt", good.len() as u64 - 30),
        ("encrypted", with(directory + 8, good[directory + 8] | 1), "zip-encrypted", 0),
        ("another compression", with(directory + 10, 14), "zip-method", 0),
        ("local header gone", with(0, b'X'), "zip-corrupt", 0),
        ("wrong CRC", with(directory + 16, good[directory + 16] ^ 1), "zip-corrupt", directory as u64),
        ("wrong length", with(directory + 24, good[directory + 24] ^ 1), "zip-corrupt", directory as u64),
    ];
    for (name, bytes, code, byte) in rows {
        for step in [1, 4096] {
            assert_eq!(unpack(&bytes, step), Err((code, Some(byte))), "{name}, step {step}");
        }
    }
}

#[test]
fn damage_never_changes_a_text_in_silence() {
    let good = deflated("genome.txt", TEXT);
    for length in 0..good.len() {
        assert_eq!(unpack(&good[..length], 16).unwrap_err().0, "zip-corrupt", "cut to {length} bytes");
    }
    for bit in 0..good.len() * 8 {
        let mut bytes = good.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(texts) = unpack(&bytes, 16) {
            // A name or a count in the directory may change; a text may not.
            assert!(texts.iter().all(|(_, text)| text == TEXT), "bit {bit}");
        }
    }
}

/// Every number of the entry and of the end in the fields of zip64, behind a comment and with bytes in front.
#[test]
fn large_numbers() {
    let small = deflated("a.txt", TEXT);
    let directory = place_of(&small, b"PK\x01\x02");
    let end = place_of(&small, b"PK\x05\x06");
    let mut entry = small[directory..end].to_vec();
    let extra: Vec<u8> =
        [TEXT.len() as u64, u64::from(entry[20]), 0].iter().flat_map(|number| number.to_le_bytes()).collect();
    entry[20..28].fill(0xff);
    entry[42..46].fill(0xff);
    entry[30] = 4 + 4 + 24;
    // Another field stands before the one that is meant.
    entry.extend([9, 9, 0, 0, 1, 0, 24, 0]);
    entry.extend(extra);
    let mut record = b"PK\x06\x06".to_vec();
    record.extend(44u64.to_le_bytes());
    record.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    [1, 1, entry.len() as u64, directory as u64].iter().for_each(|number: &u64| record.extend(number.to_le_bytes()));
    let mut locator = b"PK\x06\x07\0\0\0\0".to_vec();
    locator.extend(((directory + entry.len()) as u64).to_le_bytes());
    locator.extend(1u32.to_le_bytes());
    let mut last = small[end..].to_vec();
    last[8..20].fill(0xff);
    last[20] = 8;
    let whole = [&small[..directory], &entry, &record, &locator, &last, b"a PK note"].concat();
    let text = Ok(vec![("a.txt".to_owned(), TEXT.to_vec())]);
    // The last byte is behind the comment, and harms nobody.
    assert_eq!(unpack(&whole, 7), text);
    assert_eq!(unpack(&[b"#!program\n", whole.as_slice()].concat(), 7), text);
    let at = place_of(&whole, &[1, 0, 24, 0]);
    for (name, index, byte) in
        [("a number too few", at + 2, 16), ("no such field", at, 2), ("beyond the entry", at + 2, 32)]
    {
        let mut bytes = whole.clone();
        bytes[index] = byte;
        assert_eq!(unpack(&bytes, 7), Err(("zip-corrupt", Some(directory as u64))), "{name}");
    }
}

#[test]
fn bombs_stop() {
    let zeros = vec![b'0'; 64 << 20];
    assert_eq!(unpack(&deflated("bomb.txt", &zeros), 1 << 18).unwrap_err().0, "unpack-limit");

    // A zip64 end record that names 2³² members.
    let mut many = zipped(&[("a.txt", TEXT, options(CompressionMethod::Stored).large_file(true))]);
    let end = place_of(&many, b"PK\x05\x06");
    let mut record = b"PK\x06\x06".to_vec();
    record.extend(44u64.to_le_bytes());
    record.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [1u64 << 32, 1 << 32, 1 << 40, 0] {
        record.extend(number.to_le_bytes());
    }
    record.extend(b"PK\x06\x07\0\0\0\0");
    record.extend((end as u64).to_le_bytes());
    record.extend(1u32.to_le_bytes());
    many[end + 8..end + 20].fill(0xff);
    many.splice(end..end, record);
    assert_eq!(unpack(&many, 16), Err(("unpack-limit", Some(end as u64))));
}

proptest! {
    #[test]
    fn texts_and_errors_are_the_same_for_every_step(
        text in proptest::collection::vec(0u8..8, 0..2000),
        stored in any::<bool>(),
        flip in proptest::option::of((0usize..3000, 0u8..8)),
        step in 1usize..300,
    ) {
        let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let mut bytes = zipped(&[("a.txt", &text, options(method))]);
        if let Some((at, bit)) = flip {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        } else {
            prop_assert_eq!(unpack(&bytes, step), Ok(vec![("a.txt".to_owned(), text)]));
        }
        prop_assert_eq!(unpack(&bytes, step), unpack(&bytes, 1 << 16));
    }
}
