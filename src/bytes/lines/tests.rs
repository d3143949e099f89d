//! Cuts lines at every chunk size, with every line end.
use super::*;
use crate::bytes::stream::PlainStream;
use crate::bytes::stream::tests::stored;
use proptest::prelude::*;

const CHUNKS: [usize; 9] = [1, 2, 3, 5, 7, 16, 64 << 10, 256 << 10, 2 << 20];

/// A text that fails behind its bytes, as a damaged gzip file does.
struct Failing(PlainStream);

impl ByteStream for Failing {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        match self.0.read(out)? {
            0 => Err(Error::new(ErrorKind::GzipCorrupt).at_byte(77)),
            count => Ok(count),
        }
    }
    fn bytes_done(&self) -> u64 {
        self.0.bytes_done()
    }
}

/// All that a reader says, block boundaries left out: they alone may depend on the chunk.
#[derive(Debug, PartialEq, Clone, Default)]
struct Said {
    text: Vec<u8>,
    starts_at: u64,
    lines: u64,
    ends_without_newline: bool,
    /// Code, line and byte.
    error: Option<(&'static str, Option<u64>, Option<u64>)>,
}

fn say(mut reader: LineReader) -> Said {
    let mut said = Said::default();
    let mut ended = false;
    loop {
        match reader.next_block() {
            Ok(Some(block)) => {
                assert!(!ended, "a block after the last");
                assert!(!block.bytes.is_empty(), "an empty block");
                assert!(block.is_last || block.bytes.ends_with(b"\n"), "half a line");
                if said.text.is_empty() {
                    said.starts_at = block.text_offset;
                }
                assert_eq!(block.first_line, said.lines + 1);
                assert_eq!(block.text_offset, said.starts_at + said.text.len() as u64);
                said.text.extend_from_slice(block.bytes);
                said.lines += block.bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
                said.ends_without_newline = block.ends_without_newline;
                ended = block.is_last;
            }
            Ok(None) => {
                assert!(ended || said.text.is_empty(), "the last block did not say so");
                assert_eq!(reader.next_block().unwrap(), None);
                return said;
            }
            Err(error) => {
                said.error = Some((error.code(), error.place().line, error.place().byte));
                assert!(reader.next_block().is_err(), "an error is not an end");
                return said;
            }
        }
    }
}

fn read(text: &[u8], chunk: usize) -> Said {
    say(LineReader::with_chunk(Box::new(PlainStream::new(stored(text))), chunk))
}

fn read_failing(text: &[u8], chunk: usize) -> Said {
    say(LineReader::with_chunk(Box::new(Failing(PlainStream::new(stored(text)))), chunk))
}

#[test]
fn texts() {
    let rows: [(&str, &[u8], &[u8], u64, bool); 12] = [
        ("no text", b"", b"", 0, false),
        ("one empty line", b"\n", b"\n", 1, false),
        ("one line", b"a\n", b"a\n", 1, false),
        ("no end mark", b"a", b"a", 0, true),
        ("a truncated last line", b"a\tb\nc", b"a\tb\nc", 1, true),
        ("CRLF", b"a\r\nb\r\n", b"a\r\nb\r\n", 2, false),
        ("CRLF, cut between the two", b"a\r\nb\r", b"a\r\nb\r", 1, true),
        ("empty lines", b"a\n\n\nb\n", b"a\n\n\nb\n", 4, false),
        ("a byte order mark", b"\xef\xbb\xbfa\nb\n", b"a\nb\n", 2, false),
        ("nothing but a byte order mark", b"\xef\xbb\xbf", b"", 0, false),
        ("a byte order mark later is text", b"a\n\xef\xbb\xbfb\n", b"a\n\xef\xbb\xbfb\n", 2, false),
        ("old Macintosh", b"\xef\xbb\xbfa\rb\r", b"a\nb\n", 2, false),
    ];
    for (name, text, expected, lines, ends_without_newline) in rows {
        for chunk in CHUNKS {
            let said = read(text, chunk);
            let marked = text.starts_with(BYTE_ORDER_MARK) && !expected.is_empty();
            let starts_at = if marked { 3 } else { 0 };
            let expected = Said { text: expected.to_vec(), starts_at, lines, ends_without_newline, error: None };
            assert_eq!(said, expected, "{name}, chunk {chunk}");
        }
    }
}

#[test]
fn a_lone_carriage_return_in_a_text_with_newlines_stays() {
    assert_eq!(read(b"a\rb\nc\n", 4).text, b"a\rb\nc\n");
}

#[test]
fn lines_before_an_error_come_before_it() {
    let long = |length: usize, end: &[u8]| [b"a\nb\n", &vec![b'x'; length][..], end].concat();
    let with_nul = |at: usize| {
        let mut text = long(LINE_BYTES_MAX + 10, b"\n");
        text[4 + at] = 0;
        text
    };
    let rows: [(&str, Vec<u8>, &str, u64, usize); 9] = [
        ("NUL in the first line", b"a\0b\nc\n".to_vec(), "nul-byte", 1, 0),
        ("NUL in the third line", b"a\nb\nc\0\nd\n".to_vec(), "nul-byte", 3, 4),
        ("NUL at a line's start", b"a\nb\n\0c\nd\n".to_vec(), "nul-byte", 3, 4),
        ("NUL as the last byte", b"a\nb\n\0".to_vec(), "nul-byte", 3, 4),
        ("a line too long", long(LINE_BYTES_MAX + 1, b"\nc\n"), "line-too-long", 3, 4),
        ("a line too long without end", long(LINE_BYTES_MAX + 1, b""), "line-too-long", 3, 4),
        ("a line far too long", long(4 * LINE_BYTES_MAX, b""), "line-too-long", 3, 4),
        ("NUL before the line is too long", with_nul(LINE_BYTES_MAX - 1), "nul-byte", 3, 4),
        ("NUL after the line is too long", with_nul(LINE_BYTES_MAX), "line-too-long", 3, 4),
    ];
    for (name, text, code, line, given) in rows {
        for chunk in if text.len() < 100 { &CHUNKS[..] } else { &CHUNKS[6..] } {
            let said = read(&text, *chunk);
            assert_eq!(said.error, Some((code, Some(line), None)), "{name}, chunk {chunk}");
            assert_eq!(said.text, &text[..given], "{name}, chunk {chunk}");
        }
    }
}

#[test]
fn the_longest_line_allowed_is_read() {
    let text = [&vec![b'x'; LINE_BYTES_MAX][..], b"\ny\n"].concat();
    for chunk in [100_000, 256 << 10, 2 << 20] {
        assert_eq!(read(&text, chunk), Said { text: text.clone(), lines: 2, ..Said::default() }, "chunk {chunk}");
    }
}

#[test]
fn a_line_too_long_is_not_read_to_its_end() {
    let text = vec![b'x'; 100 << 20];
    let mut reader = LineReader::new(Box::new(PlainStream::new(stored(&text))));
    assert_eq!(reader.next_block().unwrap_err().code(), "line-too-long");
    assert!(reader.bytes_done() < 2 << 20, "{}", reader.bytes_done());
}

#[test]
fn the_whole_lines_before_damage_are_given() {
    for chunk in CHUNKS {
        let said = read_failing(b"a\nb\nc", chunk);
        assert_eq!(said.error, Some(("gzip-corrupt", None, Some(77))), "chunk {chunk}");
        assert_eq!((&said.text[..], said.lines), (&b"a\nb\n"[..], 2), "chunk {chunk}");
    }
}

#[test]
fn trimmed_lines() {
    let rows: [(&[u8], &[u8]); 7] = [
        (b"", b""),
        (b"a\tb", b"a\tb"),
        (b"a\tb\r\n", b"a\tb"),
        (b"a\tb \t \r", b"a\tb"),
        (b"  a", b"  a"),
        (b"\r\n", b""),
        (b"a\r\r\n", b"a"),
    ];
    for (line, trimmed) in rows {
        assert_eq!(trim_line(line), trimmed, "{line:?}");
    }
}

proptest! {
    #[test]
    fn lines_and_errors_are_the_same_for_every_chunk(
        text in proptest::collection::vec(proptest::sample::select(&b"ab\t\r\n\n\0\xef"[..]), 0..200),
        nul in any::<bool>(),
        fails in any::<bool>(),
        chunk in 1usize..50,
    ) {
        let text: Vec<u8> = text.into_iter().filter(|byte| nul || *byte != 0).collect();
        let read = if fails { read_failing } else { read };
        prop_assert_eq!(read(&text, chunk), read(&text, 1 << 20));
    }
}

#[test]
fn a_longer_line_where_it_is_allowed() {
    let line = vec![b'a'; LINE_BYTES_MAX + 2];
    let text = [&line[..], b"\nb\n"].concat();
    let reader = |longest| {
        LineReader::with_chunk(Box::new(PlainStream::new(stored(&text))), 64 << 10).with_longest_line(longest)
    };
    assert_eq!(say(reader(line.len() - 1)).error, Some(("line-too-long", Some(1), None)));
    let said = say(reader(line.len()));
    assert_eq!((said.error, said.text == text), (None, true));
    let mut reader = reader(line.len());
    assert!(reader.last_text().is_empty());
    let first = reader.next_block().unwrap().unwrap().bytes.to_vec();
    assert_eq!(reader.last_text(), first);
}
