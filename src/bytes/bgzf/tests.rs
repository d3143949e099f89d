//! Cuts, flips and seeks in BGZF files of several blocks, and reads them back.
use super::*;
use crate::bytes::lines::LineReader;
use crate::bytes::stream::PlainStream;
use crate::bytes::stream::tests::{drain, stored};
use flate2::{Compression, Crc, write::DeflateEncoder};
use std::io::Write;

use block::END_MARK;

/// One block with these subfields before `BC`.
fn block_with(text: &[u8], before: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    let data = encoder.finish().unwrap();
    let mut crc = Crc::new();
    crc.update(text);
    let extra = before.len() + 6;
    let bytes = 12 + extra + data.len() + 8;
    let mut block = vec![0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, extra as u8, 0];
    block.extend_from_slice(before);
    block.extend_from_slice(b"BC\x02\0");
    block.extend_from_slice(&(bytes as u16 - 1).to_le_bytes());
    block.extend_from_slice(&data);
    block.extend_from_slice(&crc.sum().to_le_bytes());
    block.extend_from_slice(&(text.len() as u32).to_le_bytes());
    block
}

fn block(text: &[u8]) -> Vec<u8> {
    block_with(text, b"")
}

/// Text that deflates little, so that blocks differ.
fn text_of(bytes: usize) -> Vec<u8> {
    let mut state = 7u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b"ACGT\t019"[(state >> 24) as usize % 8]
    };
    (0..bytes).map(|_| next()).collect()
}

/// A file of blocks of `size` and its text; `starts` are the blocks' offsets.
pub(crate) fn file(text: &[u8], size: usize) -> (Vec<u8>, Vec<u64>) {
    let (mut bytes, mut starts) = (Vec::new(), Vec::new());
    for part in text.chunks(size) {
        starts.push(bytes.len() as u64);
        bytes.extend(block(part));
    }
    starts.push(bytes.len() as u64);
    bytes.extend(END_MARK);
    (bytes, starts)
}

/// Text, code and byte of the error if any, and whether more may have followed.
fn unpack(bytes: &[u8], step: usize) -> (Vec<u8>, Option<(&'static str, Option<u64>)>, bool) {
    let mut stream = BgzfStream::new(stored(bytes));
    let (text, end) = drain(&mut stream, step);
    (text, end.err().map(|error| (error.code(), error.place().byte)), stream.may_be_cut())
}

#[test]
fn whole_files() {
    let text = text_of(5_000_000);
    for size in [700, 65_280] {
        let text = &text[..size * 70];
        let (bytes, starts) = file(text, size);
        for step in [1000, 65_280, 1 << 20] {
            let mut stream = BgzfStream::new(stored(&bytes));
            let (read, end) = drain(&mut stream, step);
            assert!(end.is_ok() && read == text, "{size} {step}");
            assert_eq!((stream.bytes_done(), stream.may_be_cut()), (bytes.len() as u64, false));
        }
        assert_eq!(starts.len(), 71);
    }
    let rows: [(&str, Vec<u8>, &[u8]); 4] = [
        ("empty", END_MARK.to_vec(), b""),
        (
            "two files after each other",
            [block(b"ab"), END_MARK.to_vec(), block(b"c"), END_MARK.to_vec()].concat(),
            b"abc",
        ),
        ("another subfield first", [block_with(b"abc", b"XY\x03\0abc"), END_MARK.to_vec()].concat(), b"abc"),
        ("a full block", [block(&[b'A'; 65_536]), END_MARK.to_vec()].concat(), &[b'A'; 65_536]),
    ];
    for (name, bytes, text) in rows {
        assert!(is_bgzf(&bytes, b""), "{name}");
        assert_eq!(unpack(&bytes, 7), (text.to_vec(), None, false), "{name}");
    }
}

#[test]
fn a_file_without_its_end_mark_may_be_cut() {
    let (bytes, starts) = file(&text_of(3000), 1000);
    for (at, start) in starts.iter().enumerate().skip(1) {
        let (text, error, may_be_cut) = unpack(&bytes[..*start as usize], 64);
        assert_eq!((text.len(), error, may_be_cut), (at * 1000, None, true));
    }
}

#[test]
fn a_file_cut_within_a_block_is_truncated_there() {
    let (bytes, starts) = file(&text_of(3000), 1000);
    for length in 1..bytes.len() {
        if starts.contains(&(length as u64)) {
            continue;
        }
        let within = starts.partition_point(|start| *start < length as u64) - 1;
        let (text, error, _) = unpack(&bytes[..length], 64);
        assert_eq!((text.len(), error), (within * 1000, Some(("gzip-truncated", Some(starts[within])))), "{length}");
    }
}

#[test]
fn broken_blocks() {
    let good = block(b"some text");
    let with = |index: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[index] = byte;
        bytes
    };
    let end = good.len();
    let (data, trailer) = good.split_at(end - 8);
    // Data, trailer and, behind them, something up to another trailer.
    let longer = |more: &[u8]| {
        let mut bytes = [data, trailer, more, trailer].concat();
        bytes[16] += more.len() as u8 + 8;
        bytes
    };
    let rows: [(&str, Vec<u8>); 12] = [
        ("two trailers", longer(b"")),
        ("something between two trailers", longer(b"0123")),
        ("the magic bytes", with(0, 0x1e)),
        ("another flag", with(3, 5)),
        ("no extra field", with(3, 0)),
        ("an extra field of other length", with(10, 7)),
        ("another subfield", with(12, b'X')),
        ("a length too small for a header", with(16, 3)),
        ("one byte longer", with(16, good[16] + 1)),
        ("data", with(20, good[20] ^ 8)),
        ("CRC-32", with(end - 8, good[end - 8] ^ 1)),
        ("length of the text", with(end - 2, 1)),
    ];
    for (name, bytes) in rows {
        let bytes = [block(b"first"), bytes, block(b"last"), END_MARK.to_vec()].concat();
        let place = block(b"first").len() as u64;
        for step in [1, 100] {
            let (text, error, _) = unpack(&bytes, step);
            assert_eq!((text.as_slice(), error), (&b"first"[..], Some(("gzip-corrupt", Some(place)))), "{name}");
        }
    }
    for (name, tail) in
        [("zeros", vec![0; 40]), ("junk", b"junk".to_vec()), ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\0".to_vec())]
    {
        let bytes = [block(b"first"), END_MARK.to_vec(), tail].concat();
        assert_eq!(unpack(&bytes, 9).1.map(|(code, _)| code), Some("gzip-corrupt"), "{name} behind the end");
    }
}

#[test]
fn a_damaged_first_block_is_still_bgzf() {
    let (mut bytes, _) = file(b"text", 4);
    bytes[12] = b'X';
    assert!(is_bgzf(&bytes, &bytes));
    assert!(!is_bgzf(&bytes[..40], &bytes[..20]));
}

#[test]
fn an_error_stays() {
    let (bytes, _) = file(&text_of(3000), 1000);
    let mut stream = BgzfStream::new(stored(&bytes[..100]));
    let mut out = [0; 4096];
    while stream.read(&mut out).is_ok() {}
    assert_eq!(stream.read(&mut out).unwrap_err().code(), "gzip-truncated");
}

#[test]
fn ranges() {
    let text = text_of(200_000);
    let size = 3000;
    let (bytes, starts) = file(&text, size);
    let place = |offset: usize| Virtual(starts[offset / size] << 16 | (offset % size) as u64);
    let mut stream = BgzfStream::new(stored(&bytes));
    for (from, until) in [(0, 10), (5, 5), (2999, 3001), (3000, 6000), (100_000, 199_999), (7, 150_000), (0, 200_000)] {
        for step in [11, 1 << 20] {
            stream.visit(place(from), place(until.min(199_999)));
            let (read, end) = drain(&mut stream, step);
            end.unwrap();
            assert_eq!(read, &text[from..until.min(199_999)], "{from}..{until}");
        }
    }
    for from in [0, 1, 2999, 3000, 123_456, 199_999] {
        stream.seek(place(from));
        let (read, end) = drain(&mut stream, 1 << 16);
        end.unwrap();
        assert_eq!(read, &text[from..], "{from}");
    }
    stream.seek(Virtual((bytes.len() as u64) << 16));
    assert_eq!(stream.read(&mut [0; 9]).unwrap(), 0, "behind the last block");
}

#[test]
fn ranges_that_are_none() {
    let (bytes, starts) = file(&text_of(9000), 3000);
    let len = bytes.len() as u64;
    let rows = [
        ("within a block", Virtual((starts[1] + 1) << 16), Virtual::END),
        ("behind the file", Virtual((len + 5) << 16), Virtual::END),
        ("behind the block's text", Virtual(starts[1] << 16 | 3001), Virtual::END),
        ("an end within a block", Virtual::START, Virtual((starts[2] - 1) << 16 | 4)),
        ("an end behind the block's text", Virtual::START, Virtual(starts[2] << 16 | 3001)),
        ("an end behind the file", Virtual::START, Virtual((len + 100) << 16)),
    ];
    for (name, from, until) in rows {
        let mut stream = BgzfStream::new(stored(&bytes));
        stream.visit(from, until);
        let (_, end) = drain(&mut stream, 100_000);
        assert_eq!(end.unwrap_err().code(), "index-disagrees", "{name}");
        stream.seek(Virtual::START);
        assert_eq!(drain(&mut stream, 4096).0.len(), 9000, "{name}, and again from the start");
    }
}

#[test]
fn a_flipped_bit_is_refused_or_unused() {
    let (bytes, starts) = file(&text_of(600), 300);
    let text = text_of(600);
    for bit in 0..bytes.len() * 8 {
        let at = bit / 8;
        let start = starts.iter().rev().find(|start| **start <= at as u64).copied().unwrap();
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (bit % 8);
        let (read, error, _) = unpack(&damaged, 100);
        let within = at as u64 - start;
        match error {
            Some(("gzip-corrupt" | "gzip-truncated", Some(byte))) => assert_eq!(byte, start, "bit {bit}"),
            None => {
                assert_eq!(read, text, "bit {bit}");
                // Time, extra flags, system; and what fills up the last byte of the data.
                let block = starts.iter().find(|next| **next > start).copied().unwrap_or(bytes.len() as u64) - start;
                assert!((4..10).contains(&within) || within == block - 9, "bit {bit} of byte {within}");
            }
            other => panic!("bit {bit}: {other:?}"),
        }
    }
}

/// Readers that each wait for the pool whose threads they are: what nobody else inflates, they inflate themselves.
#[cfg(feature = "parallel")]
#[test]
fn a_busy_pool_stops_nobody() {
    use rayon::prelude::*;
    let text = text_of(6_000_000);
    let (bytes, _) = file(&text, 60_000);
    for threads in [1, 2, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let read = pool.install(|| {
            let read_one = |_| drain(&mut BgzfStream::new(stored(&bytes)), 50_000).0 == text;
            (0..6).into_par_iter().map(read_one).collect::<Vec<bool>>()
        });
        assert_eq!(read, [true; 6], "{threads} threads");
    }
}

/// A stream that is let go, or sent elsewhere, while blocks ahead are being inflated.
#[test]
fn leaving_a_stream_leaves_no_trace() {
    let text = text_of(3_000_000);
    let (bytes, starts) = file(&text, 30_000);
    let mut stream = BgzfStream::new(stored(&bytes));
    let mut out = vec![0; 40_000];
    for round in 0..200 {
        for _ in 0..round % 40 {
            stream.read(&mut out).unwrap();
        }
        let block = round * 7 % 100;
        stream.seek(Virtual(starts[block] << 16 | 5));
        let count = stream.read(&mut out).unwrap();
        assert_eq!(out[..count], text[block * 30_000 + 5..][..count], "round {round}");
    }
}

/// Each line with its number, and how the text ended.
fn lines_of(stream: Box<dyn ByteStream>, chunk: usize) -> (Vec<(u64, Vec<u8>)>, Option<(&'static str, Option<u64>)>) {
    let mut reader = LineReader::with_chunk(stream, chunk);
    let mut lines = Vec::new();
    loop {
        match reader.next_block() {
            Ok(Some(block)) => {
                let numbered = (block.first_line..).zip(block.bytes.split_inclusive(|byte| *byte == b'\n'));
                lines.extend(numbered.map(|(number, line)| (number, line.to_vec())));
            }
            Ok(None) => return (lines, None),
            Err(error) => return (lines, Some((error.code(), error.place().line))),
        }
    }
}

#[test]
fn lines_are_those_of_the_text_wherever_blocks_end() {
    const LARGE: usize = 1 << 18;
    // Some longer than a block, than the room in front of a batch's text, and than a batch.
    let lengths = [0, 1, 90, 300, 70_000, 5, 400, 300_000, 2_000, 0, 65_279, 64, 900_000, 17];
    let lengths = lengths.iter().cycle().take(90).chain(&[33]);
    let mut text: Vec<u8> = lengths.flat_map(|length| [vec![b'A'; *length], vec![b'\n']].concat()).collect();
    let with = |at: usize, byte: u8| {
        let mut text = text.clone();
        text[at] = byte;
        text
    };
    let nul = with(text.len() * 2 / 3, 0);
    let two_nuls = with(200_000, 0);
    let long = text.iter().map(|byte| if *byte == b'\n' { b'C' } else { *byte });
    let long: Vec<u8> = text[..400_000].iter().copied().chain(long).collect();
    let open = text[..text.len() - 5].to_vec();
    text.truncate(3_000_000);
    let rows: [(&str, &[u8]); 5] = [
        ("whole lines", &text),
        ("an open end", &open),
        ("NUL", &nul),
        ("early NUL", &two_nuls),
        ("a long line", &long),
    ];
    for (name, text) in rows {
        let expected = lines_of(Box::new(PlainStream::new(stored(text))), 4096);
        for size in [3_000, 65_280] {
            let (bytes, _) = file(text, size);
            for chunk in [1000, LARGE] {
                let read = lines_of(Box::new(BgzfStream::new(stored(&bytes))), chunk);
                assert!(read == expected, "{name}, blocks of {size}, chunks of {chunk}");
            }
        }
    }
    // Whole lines before a damaged block come before the error.
    let (mut bytes, starts) = file(&text, 65_280);
    bytes[starts[20] as usize + 30] ^= 1;
    let (lines, error) = lines_of(Box::new(BgzfStream::new(stored(&bytes))), LARGE);
    let (expected, _) = lines_of(Box::new(PlainStream::new(stored(&text[..20 * 65_280]))), LARGE);
    let whole = expected.iter().filter(|(_, line)| line.ends_with(b"\n")).count();
    assert_eq!(error, Some(("gzip-corrupt", None)));
    assert!(lines == expected[..whole]);
}
