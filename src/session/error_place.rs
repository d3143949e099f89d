//! Gives an error that knows its line the byte where that line starts, in files stored as plain text.

use crate::bytes::sniff::{Kind, sniff};
use crate::bytes::{LineReader, PlainStream, SharedSource};
use crate::error::Error;

/// Bytes looked at to tell plain text from packed.
const START_BYTES: usize = 4 << 10;

/// The error with the offset of its line, where the stored file is the text itself. Reads the file again up to there: an
/// error is rare, and readers need not keep count for it.
pub fn at_byte_of_line(error: Error, source: &SharedSource) -> Error {
    match (error.place().line, error.place().byte) {
        (Some(line), None) => match line_start(line, source) {
            Some(offset_bytes) => error.at_byte(offset_bytes),
            None => error,
        },
        _ => error,
    }
}

fn line_start(line: u64, source: &SharedSource) -> Option<u64> {
    let mut start = vec![0; START_BYTES];
    let count = source.read_at(0, &mut start).ok()?;
    if sniff(start.get(..count)?) != Kind::Text {
        return None;
    }
    let mut lines = LineReader::new(Box::new(PlainStream::new(source.clone())));
    while let Ok(Some(block)) = lines.next_block() {
        let mut offset = block.text_offset;
        for (number, text) in (block.first_line..).zip(block.bytes.split_inclusive(|byte| *byte == b'\n')) {
            if number == line {
                return Some(offset);
            }
            offset += text.len() as u64;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::MemorySource;
    use crate::error::ErrorKind;
    use std::rc::Rc;

    #[test]
    fn the_byte_where_a_line_starts() {
        let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".as_slice();
        let rows: [(&str, &[u8], u64, Option<u64>); 7] = [
            ("first line", b"a\nbc\nd", 1, Some(0)),
            ("third line", b"a\nbc\nd", 3, Some(5)),
            ("Windows line ends", b"a\r\nbc\r\nd", 3, Some(7)),
            ("old Macintosh line ends", b"a\rbc\rd", 3, Some(5)),
            ("after a byte order mark", b"\xef\xbb\xbfa\nb\n", 2, Some(5)),
            ("beyond the end", b"a\nb\n", 9, None),
            ("packed", gzip, 1, None),
        ];
        for (name, bytes, line, expected) in rows {
            let source: SharedSource = Rc::new(MemorySource::new("file", bytes));
            let error = at_byte_of_line(Error::new(ErrorKind::BadGenotype).at_line(line), &source);
            assert_eq!(error.place().byte, expected, "{name}");
        }
        let source: SharedSource = Rc::new(MemorySource::new("file", b"a\nb\n".as_slice()));
        let known = Error::new(ErrorKind::NulByte).at_line(2).at_byte(3);
        assert_eq!(at_byte_of_line(known, &source).place().byte, Some(3));
        assert_eq!(at_byte_of_line(Error::new(ErrorKind::NoRows), &source).place().byte, None);
    }
}
