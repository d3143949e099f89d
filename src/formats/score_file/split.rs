//! Splits a line into fields: tabs, commas, semicolons or blanks, with quotes where a table has them.

use memchr::{memchr, memchr_iter};
use std::borrow::Cow;

/// What stands between two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// One byte, two of which have an empty field between them.
    Byte(u8),
    /// Any run of blanks and tabs.
    Blanks,
}

impl Delimiter {
    /// The delimiter of a header line: the first of tab, comma, semicolon that it has, blanks otherwise.
    pub fn of_header(line: &[u8]) -> Self {
        [b'\t', b',', b';'].into_iter().find(|byte| memchr(*byte, line).is_some()).map_or(Self::Blanks, Self::Byte)
    }

    /// The delimiter of a row without a header: PLINK takes any blanks, others commas.
    pub fn of_bare_row(line: &[u8]) -> Self {
        match [b',', b';'].into_iter().find(|byte| memchr(*byte, line).is_some()) {
            Some(byte) if memchr(b'\t', line).is_none() => Self::Byte(byte),
            _ => Self::Blanks,
        }
    }
}

/// The offset of every delimiter and line feed of a block, and of its end where no line feed is there.
///
/// Fields are a few bytes long, so eight bytes are looked at together: in `x` with the wanted byte made zero, the sum
/// carries into the top bit of every byte that is not zero (H. S. Warren, Hacker's Delight, 2nd ed., 6–1).
pub struct Ends<'a> {
    words: std::slice::Iter<'a, [u8; 8]>,
    last_word: Option<u64>,
    /// A set top bit in each byte of the present word where a field ends.
    ends: u64,
    offset: usize,
    open_end: Option<usize>,
    delimiters: u64,
}

const LOW_SEVEN: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const ONES: u64 = 0x0101_0101_0101_0101;

#[inline]
fn zero_bytes(x: u64) -> u64 {
    !(((x & LOW_SEVEN) + LOW_SEVEN) | x | LOW_SEVEN)
}

impl<'a> Ends<'a> {
    /// The ends in these lines.
    pub fn new(block: &'a [u8], delimiter: u8) -> Self {
        let (words, rest) = block.as_chunks::<8>();
        // The last bytes are filled up with one that ends nothing.
        let filler = if delimiter == 0xff { 0xfe } else { 0xff };
        let mut last = [filler; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        Self {
            words: words.iter(),
            last_word: Some(u64::from_le_bytes(last)),
            ends: 0,
            // The first word starts here after eight are added.
            offset: 0_usize.wrapping_sub(8),
            open_end: block.last().is_some_and(|last| *last != b'\n').then_some(block.len()),
            delimiters: ONES * u64::from(delimiter),
        }
    }
}

impl Iterator for Ends<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.ends == 0 {
            let word = match self.words.next() {
                Some(word) => u64::from_le_bytes(*word),
                None => match self.last_word.take() {
                    Some(word) => word,
                    None => return self.open_end.take(),
                },
            };
            self.offset = self.offset.wrapping_add(8);
            self.ends = zero_bytes(word ^ self.delimiters) | zero_bytes(word ^ (ONES * 0x0a));
        }
        let end = self.offset.wrapping_add((self.ends.trailing_zeros() / 8) as usize);
        self.ends &= self.ends - 1;
        Some(end)
    }
}

/// Fills `fields` with the fields of a line that has no quotes; at most `most`, and says how many there were.
pub fn plain<'a>(line: &'a [u8], delimiter: Delimiter, most: usize, fields: &mut Vec<&'a [u8]>) -> usize {
    fields.clear();
    let mut count = 0;
    let mut add = |field: &'a [u8]| {
        if count < most || !field.is_empty() {
            count += 1;
            if fields.len() < most {
                fields.push(field);
            }
        }
    };
    match delimiter {
        Delimiter::Byte(byte) => {
            let mut start = 0;
            for end in memchr_iter(byte, line).chain([line.len()]) {
                add(line.get(start..end).unwrap_or(b""));
                start = end + 1;
            }
        }
        Delimiter::Blanks => {
            line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|field| !field.is_empty()).for_each(add)
        }
    }
    count
}

/// The fields of a line that may have quotes, RFC 4180's way: a field that starts with a quote ends at the next single
/// one, two together stand for one. A quote that nothing closes is an ordinary character.
pub fn quoted(line: &[u8], delimiter: Delimiter) -> Vec<Cow<'_, [u8]>> {
    let mut fields = Vec::new();
    let mut rest = line;
    let is_delimiter = |byte: u8| match delimiter {
        Delimiter::Byte(delimiter) => byte == delimiter,
        Delimiter::Blanks => matches!(byte, b' ' | b'\t'),
    };
    loop {
        if delimiter == Delimiter::Blanks {
            rest = rest.trim_ascii_start();
            if rest.is_empty() {
                return fields;
            }
        }
        let (field, after) =
            match closed_quote(rest).filter(|(_, after)| after.first().is_none_or(|b| is_delimiter(*b))) {
                Some((field, after)) => (Cow::Owned(field), after),
                None => {
                    let end = rest.iter().position(|byte| is_delimiter(*byte)).unwrap_or(rest.len());
                    let (field, after) = rest.split_at_checked(end).unwrap_or((rest, b""));
                    (Cow::Borrowed(field), after)
                }
            };
        fields.push(field);
        match after.split_first() {
            Some((_, after)) => rest = after,
            None => return fields,
        }
    }
}

/// A quoted field at the start of `text`, unquoted, and what follows its closing quote.
fn closed_quote(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut field = Vec::new();
    loop {
        let (before, after) = rest.split_at_checked(memchr(b'"', rest)?)?;
        field.extend_from_slice(before);
        let after = after.get(1..)?;
        match after.strip_prefix(b"\"") {
            Some(next) => {
                field.push(b'"');
                rest = next;
            }
            None => return Some((field, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_without_quotes() {
        let mut fields = Vec::new();
        let rows: [(&str, Delimiter, usize, &[&str]); 5] = [
            ("a\t\tb\t", Delimiter::Byte(b'\t'), 4, &["a", "", "b", ""]),
            ("a\tb\t\t\t", Delimiter::Byte(b'\t'), 2, &["a", "b"]),
            ("a,b,c", Delimiter::Byte(b','), 3, &["a", "b", "c"]),
            ("  a \t b ", Delimiter::Blanks, 2, &["a", "b"]),
            ("", Delimiter::Byte(b','), 1, &[""]),
        ];
        for (line, delimiter, count, expected) in rows {
            assert_eq!(plain(line.as_bytes(), delimiter, expected.len(), &mut fields), count, "{line}");
            assert_eq!(fields, expected.iter().map(|field| field.as_bytes()).collect::<Vec<_>>(), "{line}");
        }
        assert_eq!(plain(b"a\tb\tc", Delimiter::Byte(b'\t'), 2, &mut fields), 3);
    }

    #[test]
    fn ends_wherever_they_lie() {
        let text = b"a\tbb\t\tccc\n\n\xff\x89\x8a\tdddddddddd\te\nf";
        for length in 0..=text.len() {
            for start in 0..length {
                let block = &text[start..length];
                let seen: Vec<usize> = Ends::new(block, b'\t').collect();
                let mut expected: Vec<usize> = (0..block.len()).filter(|at| b"\t\n".contains(&block[*at])).collect();
                if block.last() != Some(&b'\n') {
                    expected.push(block.len());
                }
                assert_eq!(seen, expected, "{start}..{length}");
            }
        }
    }

    #[test]
    fn lines_with_quotes() {
        let rows: [(&str, Delimiter, &[&str]); 7] = [
            ("rs1\t\"HLA-DRB1, HLA-DQA1\"\t1", Delimiter::Byte(b'\t'), &["rs1", "HLA-DRB1, HLA-DQA1", "1"]),
            ("\"a,b\",\"say \"\"x\"\"\",", Delimiter::Byte(b','), &["a,b", "say \"x\"", ""]),
            ("a,\"never closed,b", Delimiter::Byte(b','), &["a", "\"never closed", "b"]),
            ("5\",b", Delimiter::Byte(b','), &["5\"", "b"]),
            ("\"a\"x,b", Delimiter::Byte(b','), &["\"a\"x", "b"]),
            ("\"a b\"  c ", Delimiter::Blanks, &["a b", "c"]),
            ("\"\"", Delimiter::Byte(b','), &[""]),
        ];
        for (line, delimiter, expected) in rows {
            let fields = quoted(line.as_bytes(), delimiter);
            assert_eq!(fields, expected.iter().map(|field| field.as_bytes()).collect::<Vec<_>>(), "{line}");
        }
    }

    #[test]
    fn delimiters() {
        assert_eq!(Delimiter::of_header(b"a\tb,c"), Delimiter::Byte(b'\t'));
        assert_eq!(Delimiter::of_header(b"a b"), Delimiter::Blanks);
        assert_eq!(Delimiter::of_bare_row(b"rs1\tA\t0.5"), Delimiter::Blanks);
        assert_eq!(Delimiter::of_bare_row(b"rs1,A,0.5"), Delimiter::Byte(b','));
    }
}
