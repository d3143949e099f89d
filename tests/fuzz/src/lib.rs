//! The body of each fuzz target: takes any bytes, and panics where a promise of the readers is broken.
//!
//! Shared by cargo-fuzz (`fuzz_targets/`) and the bounded run in `tests/fuzz_slice.rs`.

mod bgen;
mod blocks;
mod panels;
mod partials;
mod records;
mod sets;
mod whole;

pub use bgen::{INDEXED, bgen, bgen_records, bgi, bgi_variants};
pub use blocks::{bgzf, index, is_read_in_parts, parts};
pub use panels::panel;
pub use partials::partial;
pub use records::vcf;
pub use sets::{bed, pgen, records_of, zstd};
pub use whole::{SEPARATOR, genotypes, scores, session};

use std::rc::Rc;
use tallele::bytes::zip::{members, open_member};
use tallele::bytes::{ByteStream, GzipStream, LineReader, MemorySource, PlainStream, SharedSource, open_candidates};
use tallele::error::Error;

/// Text read before a body stops: enough for every state of a reader, little enough for thousands of runs.
const TEXT_BYTES_MAX: usize = 1 << 20;

fn stored(data: &[u8]) -> SharedSource {
    Rc::new(MemorySource::new("fuzz", data))
}

/// Code, byte and line: all that may be told of an error.
type Told = (&'static str, Option<u64>, Option<u64>);

fn tell(error: &Error) -> Told {
    assert!(!error.kind().what().is_empty() && !error.kind().next_step().is_empty());
    assert_ne!(error.code(), "internal");
    (error.code(), error.place().byte, error.place().line)
}

/// The text in steps of `step` bytes, and how it ended.
fn drain(stream: &mut dyn ByteStream, step: usize, stored_bytes: u64) -> (Vec<u8>, Option<Told>) {
    let (mut text, mut out) = (Vec::new(), vec![0; step]);
    while text.len() < TEXT_BYTES_MAX {
        match stream.read(&mut out) {
            Ok(0) => return (text, None),
            Ok(count) => text.extend_from_slice(&out[..count]),
            Err(error) => {
                let told = tell(&error);
                assert!(told.1.is_none_or(|byte| byte <= stored_bytes), "a place beyond the file");
                return (text, Some(told));
            }
        }
        assert!(stream.bytes_done() <= stored_bytes, "progress beyond the file");
    }
    text.truncate(TEXT_BYTES_MAX);
    (text, None)
}

/// Any bytes as a gzip file: the same text and error for every step.
pub fn gzip(data: &[u8]) {
    let bytes = data.len() as u64;
    let whole = drain(&mut GzipStream::new(stored(data)), 1 << 16, bytes);
    let small = drain(&mut GzipStream::new(stored(data)), 13, bytes);
    assert_eq!(whole, small);
}

/// Any bytes as a zip: every member gives the same text and error for every step.
pub fn zip(data: &[u8]) {
    let source = stored(data);
    let found = match members(&source) {
        Ok(found) => found,
        Err(error) => {
            tell(&error);
            return;
        }
    };
    for member in found.iter().take(8) {
        match (open_member(source.clone(), member), open_member(source.clone(), member)) {
            (Ok(mut whole), Ok(mut small)) => {
                let whole = drain(&mut *whole, 1 << 16, source.len());
                assert_eq!(whole, drain(&mut *small, 17, source.len()));
                if whole.1.is_none() && whole.0.len() < TEXT_BYTES_MAX {
                    assert_eq!(whole.0.len() as u64, member.bytes, "a text of another length than the directory says");
                }
            }
            (Err(one), Err(other)) => assert_eq!(tell(&one), tell(&other)),
            _ => panic!("a member opens once and not again"),
        }
    }
}

/// All lines with their numbers in one text, and how it ended.
fn read_lines(data: &[u8], chunk: usize) -> (Vec<u8>, u64, bool, Option<Told>) {
    let mut reader = LineReader::with_chunk(Box::new(PlainStream::new(stored(data))), chunk);
    let (mut text, mut lines, mut is_cut) = (Vec::new(), 0, false);
    loop {
        match reader.next_block() {
            Ok(Some(block)) => {
                assert_eq!(block.first_line, lines + 1);
                assert!(block.bytes.ends_with(b"\n") || block.is_last);
                assert_eq!(block.ends_without_newline, !block.bytes.ends_with(b"\n"));
                lines += block.bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
                text.extend_from_slice(block.bytes);
                is_cut = block.ends_without_newline;
            }
            Ok(None) => return (text, lines, is_cut, None),
            Err(error) => return (text, lines, is_cut, Some(tell(&error))),
        }
    }
}

/// Any bytes as a text: the same lines and error for every chunk, and no byte lost.
pub fn lines(data: &[u8]) {
    let whole = read_lines(data, 1 << 18);
    for chunk in [1, 3, 4093] {
        assert_eq!(read_lines(data, chunk), whole, "chunk {chunk}");
    }
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    assert!(whole.0.len() <= text.len());
    let same = |(a, b): (&u8, &u8)| a == b || (*a, *b) == (b'\n', b'\r');
    assert!(whole.0.iter().zip(text).all(same), "the lines are not those of the text");
    if whole.3.is_none() {
        assert_eq!(whole.0.len(), text.len(), "text was lost");
    }
}

/// Any bytes as a file that a person opens: every candidate opens again and begins as its prefix says.
pub fn open(data: &[u8]) {
    let found = match open_candidates(stored(data)) {
        Ok(found) => found,
        Err(error) => {
            tell(&error);
            return;
        }
    };
    assert!(!found.texts.is_empty() || !found.refused.is_empty());
    for text in &found.texts {
        let mut stream = text.open().unwrap_or_else(|error| panic!("a candidate does not open: {error}"));
        let (read, _) = drain(&mut *stream, 1 << 16, data.len() as u64);
        assert!(!text.prefix().is_empty() && read.starts_with(text.prefix()));
    }
    for refused in &found.refused {
        tell(&refused.error);
    }
}
