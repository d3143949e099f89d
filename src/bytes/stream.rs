//! Reads text from front to back: the trait that every wrapping gives, and the one for a file stored as it is.

use super::prepare::{SharedPrepare, Traded};
use super::source::SharedSource;
use crate::error::{Error, ErrorKind, Result};
use std::ops::Range;

/// Bytes asked of a source at first: a file is looked into several times before it is read to its end.
pub(super) const FIRST_PIECE_BYTES: usize = 128 << 10;

/// A text that is read once from its start.
pub trait ByteStream {
    /// Fills some of `out` and says how much. 0 means that the text is complete and every checksum was right.
    ///
    /// Errors: those of the source and of each wrapping; after one the stream gives no more text.
    fn read(&mut self, out: &mut [u8]) -> Result<usize>;

    /// Trades `buffer` for one that holds the part `kept` of it and, behind that, text that would be read next; answers with
    /// where both stand together. So text that was unpacked into a buffer need not be copied out of it. Nothing where the stream
    /// has no such buffer, and `buffer` stays.
    ///
    /// Errors: those of [`Self::read`]; `buffer` stays.
    fn trade(&mut self, _buffer: &mut Vec<u8>, _kept: Range<usize>) -> Result<Option<Traded>> {
        Ok(None)
    }

    /// Asks that text which is unpacked from now on be prepared, for [`Self::trade`] to give with it. Streams that trade no
    /// buffers prepare nothing.
    fn prepare_by(&mut self, _prepare: &SharedPrepare) {}

    /// Bytes of the stored file used so far, for progress.
    fn bytes_done(&self) -> u64;

    /// Whether the text has ended and its file lacks the mark that should end it, so that more may have followed.
    fn may_be_cut(&self) -> bool {
        false
    }
}

/// A range of a source as it is, read in a small piece and then large ones.
pub struct PlainStream {
    source: SharedSource,
    piece: Vec<u8>,
    given: usize,
    filled: usize,
    /// Offset in the source of the first byte after `piece[..filled]`.
    offset: u64,
    end: u64,
}

impl PlainStream {
    /// The whole source.
    pub fn new(source: SharedSource) -> Self {
        let end = source.len();
        Self::range(source, 0, end)
    }

    /// Bytes `start..end` of the source.
    pub(super) fn range(source: SharedSource, start: u64, end: u64) -> Self {
        Self { source, piece: Vec::new(), given: 0, filled: 0, offset: start, end }
    }

    /// Bytes to ask for at once, now that what was asked for last were `last`: little at first.
    pub(super) fn next_piece_bytes(&self, last: usize) -> usize {
        if last == 0 { FIRST_PIECE_BYTES } else { self.source.piece_bytes().max(FIRST_PIECE_BYTES) }
    }

    /// Reads at the current offset, past the piece.
    fn pull(source: &SharedSource, offset: &mut u64, end: u64, out: &mut [u8]) -> Result<usize> {
        let rest = usize::try_from(end.saturating_sub(*offset)).unwrap_or(usize::MAX);
        let wanted = rest.min(out.len());
        if wanted == 0 {
            return Ok(0);
        }
        let count = source.read_at(*offset, out.get_mut(..wanted).unwrap_or_default())?;
        if count == 0 {
            // The file has become shorter since it was opened.
            return Err(Error::new(ErrorKind::Unreadable).at_byte(*offset));
        }
        *offset += count as u64;
        Ok(count)
    }
}

impl ByteStream for PlainStream {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if self.given == self.filled {
            let wanted = self.next_piece_bytes(self.piece.len());
            if out.len() >= wanted {
                return Self::pull(&self.source, &mut self.offset, self.end, out);
            }
            let rest = usize::try_from(self.end.saturating_sub(self.offset)).unwrap_or(usize::MAX);
            self.piece.resize(rest.min(wanted).max(1), 0);
            self.given = 0;
            self.filled = 0;
            self.filled = Self::pull(&self.source, &mut self.offset, self.end, &mut self.piece)?;
        }
        let rest = self.piece.get(self.given..self.filled).unwrap_or_default();
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }

    fn bytes_done(&self) -> u64 {
        self.offset - (self.filled - self.given) as u64
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::bytes::{MemorySource, Source};
    use std::rc::Rc;

    /// These bytes as a stored file.
    pub(in crate::bytes) fn stored(bytes: &[u8]) -> SharedSource {
        Rc::new(MemorySource::new("file", bytes))
    }

    /// The text read `step` bytes at a time, and how it ended.
    pub(in crate::bytes) fn drain(stream: &mut dyn ByteStream, step: usize) -> (Vec<u8>, Result<()>) {
        let (mut text, mut out) = (Vec::new(), vec![0; step]);
        loop {
            match stream.read(&mut out) {
                Ok(0) => return (text, Ok(())),
                Ok(count) => text.extend_from_slice(&out[..count]),
                Err(error) => return (text, Err(error)),
            }
        }
    }

    #[test]
    fn a_plain_file_is_given_whole_in_any_step() {
        let bytes: Vec<u8> = (0..3_000_000u32).map(|i| (i % 251) as u8).collect();
        for step in [1000, FIRST_PIECE_BYTES - 1, FIRST_PIECE_BYTES, FIRST_PIECE_BYTES * 32] {
            let mut stream = PlainStream::new(stored(&bytes));
            let (text, end) = drain(&mut stream, step);
            assert!(end.is_ok() && text == bytes, "step {step}");
            assert_eq!(stream.bytes_done(), 3_000_000, "step {step}");
        }
    }

    #[test]
    fn progress_counts_bytes_given_and_not_bytes_fetched() {
        let mut stream = PlainStream::range(stored(b"0123456789"), 2, 8);
        let mut out = [0; 4];
        assert_eq!(stream.read(&mut out).unwrap(), 4);
        assert_eq!((&out, stream.bytes_done()), (b"2345", 6));
        assert_eq!(stream.read(&mut out).unwrap(), 2);
        assert_eq!((stream.read(&mut out).unwrap(), stream.bytes_done()), (0, 8));
    }

    #[test]
    fn a_file_that_shrinks_while_it_is_read_is_unreadable() {
        struct Shrunk;
        impl Source for Shrunk {
            fn name(&self) -> &str {
                "shrunk"
            }
            fn len(&self) -> u64 {
                10
            }
            fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
                Ok(if offset < 4 { out.len().min(4) } else { 0 })
            }
        }
        let (text, end) = drain(&mut PlainStream::new(Rc::new(Shrunk)), 3);
        let error = end.unwrap_err();
        assert_eq!((text.len(), error.code(), error.place().byte), (4, "unreadable", Some(4)));
    }
}
