//! Splits, concatenates, cuts and flips gzip files, and reads them back.
use super::*;
use crate::bytes::stream::tests::{drain, stored};
use flate2::{Compression, GzBuilder, write::GzEncoder};
use proptest::prelude::*;
use std::io::Write;

const TEXT: &[u8] =
    b"# rsid\tchromosome\tposition\tgenotype\r\nrs1\t1\t100\tAA\r\nrs2\t1\t200\tAG\r\ni3\tMT\t300\tT\r\n";

/// The empty block that ends a BGZF file (SAM specification 4.1.2).
const BGZF_END: [u8; 28] =
    [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, b'B', b'C', 2, 0, 0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

fn gz(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn bgzf_block(text: &[u8]) -> Vec<u8> {
    let build = |size: u16| {
        let [low, high] = size.to_le_bytes();
        let mut encoder = GzBuilder::new().extra([b'B', b'C', 2, 0, low, high]).write(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    };
    let length = build(0).len();
    build(u16::try_from(length - 1).unwrap())
}

/// Text, and code and byte of the error if any.
fn unpack(bytes: &[u8], step: usize) -> (Vec<u8>, Option<(&'static str, Option<u64>)>) {
    let (text, end) = drain(&mut GzipStream::new(stored(bytes)), step);
    (text, end.err().map(|error| (error.code(), error.place().byte)))
}

#[test]
fn whole_files() {
    let (a, b) = TEXT.split_at(51);
    let named = {
        let mut encoder = GzBuilder::new()
            .filename("genome.txt")
            .comment("raw data")
            .extra("some")
            .mtime(1)
            .write(Vec::new(), Compression::fast());
        encoder.write_all(TEXT).unwrap();
        encoder.finish().unwrap()
    };
    let with_header_crc = {
        let mut bytes = gz(TEXT);
        bytes[3] |= 2;
        let mut crc = Crc::new();
        crc.update(&bytes[..10]);
        bytes.splice(10..10, [crc.sum().to_le_bytes()[0], crc.sum().to_le_bytes()[1]]);
        bytes
    };
    let rows: [(&str, Vec<u8>); 10] = [
        ("one member", gz(TEXT)),
        ("stored, not deflated", {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
            encoder.write_all(TEXT).unwrap();
            encoder.finish().unwrap()
        }),
        ("name, comment and extra field", named),
        ("header checksum", with_header_crc),
        ("two members, split within a line", [gz(a), gz(b)].concat()),
        ("empty members around", [gz(b""), gz(a), gz(b""), gz(b), gz(b"")].concat()),
        ("zero padding at the end", [gz(TEXT), vec![0; 1000]].concat()),
        ("zero padding between members", [gz(a), vec![0; 512], gz(b)].concat()),
        ("BGZF", [bgzf_block(a), bgzf_block(b), BGZF_END.to_vec()].concat()),
        ("BGZF, then a plain member", [bgzf_block(a), gz(b)].concat()),
    ];
    for (name, bytes) in rows {
        for step in [1, 2, 3, 7, 50, 51, 4096] {
            assert_eq!(unpack(&bytes, step), (TEXT.to_vec(), None), "{name}, step {step}");
        }
    }
}

#[test]
fn broken_files() {
    let good = gz(TEXT);
    let len = good.len() as u64;
    let with = |index: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[index] = byte;
        bytes
    };
    let crc_at = good.len() - 8;
    let block = bgzf_block(TEXT);
    let rows: [(&str, Vec<u8>, &str, u64); 12] = [
        ("no bytes", vec![], "gzip-truncated", 0),
        ("text", b"rsid".to_vec(), "gzip-corrupt", 0),
        ("half a magic number", vec![0x1f], "gzip-truncated", 1),
        ("method other than deflate", with(2, 7), "gzip-corrupt", 2),
        ("reserved flag", with(3, 0x80), "gzip-corrupt", 3),
        ("wrong CRC", with(crc_at, good[crc_at] ^ 1), "gzip-corrupt", len - 8),
        ("wrong length", with(crc_at + 4, good[crc_at + 4] ^ 1), "gzip-corrupt", len - 4),
        ("no trailer", good[..crc_at].to_vec(), "gzip-truncated", len - 8),
        ("junk behind", [&good[..], b"junk"].concat(), "gzip-corrupt", len),
        ("padding, then junk", [&good[..], b"\0\0junk"].concat(), "gzip-corrupt", len + 2),
        ("second member cut", [&good[..], &good[..20]].concat(), "gzip-truncated", len + 20),
        ("BGZF without its end block", block.clone(), "gzip-truncated", block.len() as u64),
    ];
    for (name, bytes, code, byte) in rows {
        for step in [1, 5, 4096] {
            assert_eq!(unpack(&bytes, step).1, Some((code, Some(byte))), "{name}, step {step}");
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_never_a_shorter_text() {
    let good = gz(TEXT);
    for length in 0..good.len() {
        let (text, error) = unpack(&good[..length], 16);
        assert_eq!(error, Some(("gzip-truncated", Some(length as u64))), "cut to {length} bytes");
        assert!(TEXT.starts_with(&text), "cut to {length} bytes");
    }
}

#[test]
fn a_flipped_bit_never_changes_the_text_in_silence() {
    let good = [gz(&TEXT[..40]), gz(&TEXT[40..])].concat();
    let mut refused = 0;
    for bit in 0..good.len() * 8 {
        let mut bytes = good.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        match unpack(&bytes, 16) {
            (text, None) => assert_eq!(text, TEXT, "bit {bit}"),
            (_, Some((code, byte))) => {
                refused += 1;
                assert!(matches!(code, "gzip-corrupt" | "gzip-truncated"), "bit {bit}: {code}");
                assert!(byte.is_some_and(|byte| byte <= good.len() as u64), "bit {bit}");
            }
        }
    }
    // Only time, text flag, extra flags and system of two headers, and the bits that fill up the data's last byte, may change.
    assert!(refused >= good.len() * 8 - 2 * (32 + 1 + 8 + 8 + 7), "{refused} of {}", good.len() * 8);
}

#[test]
fn an_error_stays() {
    let mut stream = GzipStream::new(stored(&gz(TEXT)[..30]));
    let mut out = [0; 4096];
    while stream.read(&mut out).is_ok() {}
    assert_eq!(stream.read(&mut out).unwrap_err().code(), "gzip-truncated");
}

#[test]
fn a_bomb_stops_at_the_ratio() {
    let zeros = vec![b'0'; 64 << 20];
    let bomb = gz(&zeros);
    let (text, error) = unpack(&bomb, 1 << 18);
    assert_eq!(error.unwrap().0, "unpack-limit");
    assert!(text.len() <= 17 << 20, "{}", text.len());
}

#[test]
fn gzip_in_gzip_names_the_byte_of_the_stored_file() {
    let inner = gz(TEXT);
    let outer = gz(&inner[..inner.len() - 3]);
    let mut stream = GzipStream::inside(Box::new(GzipStream::new(stored(&outer))));
    let (text, end) = drain(&mut stream, 100);
    let error = end.unwrap_err();
    assert_eq!((error.code(), error.place().byte), ("gzip-truncated", Some(outer.len() as u64)));
    assert!(TEXT.starts_with(&text));
}

proptest! {
    #[test]
    fn text_and_error_are_the_same_for_every_step(
        text in proptest::collection::vec(0u8..8, 0..3000),
        cut in 0usize..3000,
        step in 1usize..500,
        flip in proptest::option::of((0usize..3000, 0u8..8)),
    ) {
        let cut = cut.min(text.len());
        let mut bytes = [gz(&text[..cut]), gz(&text[cut..])].concat();
        if let Some((at, bit)) = flip {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        }
        let whole = unpack(&bytes, 1 << 16);
        if flip.is_none() {
            prop_assert_eq!(&whole, &(text.clone(), None));
        }
        prop_assert_eq!(unpack(&bytes, step), whole);
    }
}
