//! Gives a text line by line, and a line's fields between runs of tabs and spaces, as PLINK separates them.

use crate::bytes::lines::{LineReader, trim_line};
use crate::bytes::marks::first_of_two;
use crate::bytes::stream::ByteStream;
use crate::error::Result;

/// The lines of a text that are not blank, one at a time.
pub(in crate::formats) struct TextLines {
    reader: LineReader,
    /// Length of the block of whole lines at hand, and how much of it is used.
    block_bytes: usize,
    used: usize,
    /// Number of the block's first line.
    first_line: u64,
    /// Number of the line given last.
    line: u64,
    /// Number of the line that begins at `used`.
    next_line: u64,
    is_unended: bool,
}

impl TextLines {
    pub fn new(stream: Box<dyn ByteStream>) -> Self {
        let reader = LineReader::new(stream);
        Self { reader, block_bytes: 0, used: 0, first_line: 1, line: 0, next_line: 1, is_unended: false }
    }

    /// Whether the text has ended in the middle of a line.
    pub fn is_unended(&self) -> bool {
        self.is_unended
    }

    /// Number of the line given last.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Finds the next line that is not blank: its range in the block, for [`Self::text`].
    ///
    /// Errors: those of the lines and of the stream.
    pub fn advance(&mut self) -> Result<Option<(usize, usize)>> {
        loop {
            while self.used < self.block_bytes {
                let start = self.used;
                let rest = self.reader.last_text().get(start..).unwrap_or_default();
                let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
                let trimmed = trim_line(rest.get(..length).unwrap_or_default()).len();
                self.used += length;
                self.line = self.next_line;
                self.next_line += 1;
                if trimmed > 0 {
                    return Ok(Some((start, start + trimmed)));
                }
            }
            (self.used, self.block_bytes) = (0, 0);
            let given = self.next_line - self.first_line;
            self.first_line = self.next_line;
            let Some(block) = self.reader.next_block_behind(given)? else { return Ok(None) };
            self.block_bytes = block.bytes.len();
            (self.first_line, self.next_line) = (block.first_line, block.first_line);
            self.is_unended |= block.ends_without_newline;
        }
    }

    /// The text of a range that [`Self::advance`] gave.
    pub fn text(&self, range: (usize, usize)) -> &[u8] {
        self.reader.last_text().get(range.0..range.1).unwrap_or_default()
    }
}

/// The fields of a line.
pub(in crate::formats) fn fields(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = line;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = first_of_two(rest, b'\t', b' ').unwrap_or(rest.len());
            let (field, behind) = rest.split_at_checked(end)?;
            rest = behind.get(1..).unwrap_or_default();
            if !field.is_empty() {
                return Some(field);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::{MemorySource, PlainStream};
    use std::rc::Rc;

    #[test]
    fn lines_with_their_numbers() {
        let rows: [(&str, &[(u64, &str)], bool); 4] = [
            ("", &[], false),
            ("a b\r\n\n \t\r\nc\n", &[(1, "a b"), (4, "c")], false),
            ("a\nb", &[(1, "a"), (2, "b")], true),
            ("\n\na\n", &[(3, "a")], false),
        ];
        for (text, expected, is_unended) in rows {
            let mut lines = TextLines::new(Box::new(PlainStream::new(Rc::new(MemorySource::new("list", text)))));
            let mut found = Vec::new();
            while let Some(range) = lines.advance().unwrap() {
                found.push((lines.line(), String::from_utf8(lines.text(range).to_vec()).unwrap()));
            }
            let expected: Vec<_> = expected.iter().map(|(line, text)| (*line, (*text).to_owned())).collect();
            assert_eq!((found, lines.is_unended()), (expected, is_unended), "{text:?}");
        }
    }

    #[test]
    fn fields_of_a_line() {
        let found: Vec<&[u8]> = fields(b" a\t \tb  c\t").collect();
        assert_eq!(found, [b"a", b"b", b"c"]);
    }
}
