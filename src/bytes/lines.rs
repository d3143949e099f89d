//! Cuts a text into blocks of whole lines, the same lines for any size of the pieces it comes in.

use super::limits::LINE_BYTES_MAX;
use super::prepare::{Prepared, SharedPrepare, Traded};
use super::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result};
use memchr::{memchr, memchr_iter, memrchr};

/// Text aimed at for one block: within a core's cache, and large enough that what is done per block costs nothing.
const BLOCK_BYTES: usize = 256 << 10;

/// Text looked at to learn how lines end, and skipped over for a byte order mark.
const PROBE_BYTES: usize = 64 << 10;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Some whole lines of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// The lines, each ended by `\n` (a `\r` before it is kept), except perhaps the very last of the text.
    pub bytes: &'a [u8],
    /// Number of the first line, from 1.
    pub first_line: u64,
    /// Offset in the unpacked text of the first byte, from 0; a byte order mark counts.
    pub text_offset: u64,
    /// Whether the text ends with this block.
    pub is_last: bool,
    /// Whether the text ends in the middle of a line, as a download cut short does.
    pub ends_without_newline: bool,
}

/// Reads a text block by block.
///
/// A byte order mark is skipped. Where the first 64 KiB hold `\r` and no `\n`, as old Macintosh programs wrote, each `\r` ends a line.
pub struct LineReader {
    stream: Box<dyn ByteStream>,
    /// Text that was read ahead to learn how lines end, and how much of it is used.
    probe: Vec<u8>,
    probe_used: usize,
    /// What went wrong behind the probe, kept until the probe is used.
    probe_error: Option<Error>,
    carriage_return_ends: bool,
    chunk: usize,
    /// Longest line allowed, in bytes.
    longest: usize,
    /// `buffer[begin..filled]` is text; `buffer[begin..given]` of it was the last block.
    buffer: Vec<u8>,
    begin: usize,
    filled: usize,
    given: usize,
    /// No line ends in `buffer[given..searched]`.
    searched: usize,
    line: u64,
    text_offset: u64,
    /// What was made of the text at hand from this place in `buffer` on.
    prepared: Option<(usize, Prepared)>,
    end: End,
}

/// How the text ends, once that is known.
enum End {
    Unknown {
        started: bool,
    },
    /// Nothing follows the text at hand.
    Text,
    /// Reading on failed; the whole lines before come first.
    Failed(Error),
    /// A limit or a NUL byte in this line; the whole lines before come first.
    Refused(ErrorKind, u64),
    /// Everything was given, or the error was.
    Over {
        failed: bool,
    },
}

impl LineReader {
    /// Over a text from its start.
    pub fn new(stream: Box<dyn ByteStream>) -> Self {
        Self::with_chunk(stream, BLOCK_BYTES)
    }

    /// The same with blocks of about `chunk_bytes`, from 1 on.
    pub fn with_chunk(stream: Box<dyn ByteStream>, chunk_bytes: usize) -> Self {
        Self {
            stream,
            probe: Vec::new(),
            probe_used: 0,
            probe_error: None,
            carriage_return_ends: false,
            // No larger than a line may be, so that only a block's first line can be too long.
            chunk: chunk_bytes.clamp(1, LINE_BYTES_MAX),
            longest: LINE_BYTES_MAX,
            buffer: Vec::new(),
            begin: 0,
            filled: 0,
            given: 0,
            searched: 0,
            line: 1,
            text_offset: 0,
            prepared: None,
            end: End::Unknown { started: false },
        }
    }

    /// The same with lines of up to `longest_bytes`, for formats whose lines hold a field for every sample.
    pub fn with_longest_line(mut self, longest_bytes: usize) -> Self {
        self.longest = longest_bytes.max(self.chunk);
        self
    }

    /// The text of the block given last, once more; empty before the first.
    pub fn last_text(&self) -> &[u8] {
        self.buffer.get(self.begin..self.given).unwrap_or_default()
    }

    /// Asks that text be prepared where it is unpacked, for [`Self::take_prepared`].
    pub fn prepare_by(&mut self, prepare: &SharedPrepare) {
        self.stream.prepare_by(prepare);
    }

    /// What was made of the block given last, or of its end: where in it that begins, and what it is. It may say something of what
    /// is behind the block. None where the text came as it is.
    pub fn take_prepared(&mut self) -> Option<(usize, Prepared)> {
        let (from, prepared) = self.prepared.take()?;
        Some((from.checked_sub(self.begin)?, prepared))
    }

    /// Bytes of the stored file used so far, for progress.
    pub fn bytes_done(&self) -> u64 {
        self.stream.bytes_done()
    }

    /// Whether the text has ended and more may have followed.
    pub fn may_be_cut(&self) -> bool {
        self.stream.may_be_cut()
    }

    /// The next block; none at the end of the text. Lines before an error are given before it.
    ///
    /// Errors: `line-too-long`, `nul-byte`, and those of the stream.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>> {
        self.next_block_behind(count_lines(self.last_text()))
    }

    /// The same for who counted the lines of the block given last.
    ///
    /// Errors: those of [`Self::next_block`].
    pub fn next_block_behind(&mut self, lines: u64) -> Result<Option<Block<'_>>> {
        self.line += lines;
        self.drop_given();
        let cut = loop {
            if let Some(cut) = self.cut() {
                break cut;
            }
            match std::mem::replace(&mut self.end, End::Over { failed: true }) {
                End::Unknown { started: false } => self.start(),
                End::Unknown { started: true } => self.read_chunk(),
                End::Text => {
                    self.end = End::Over { failed: false };
                    if self.filled == self.begin {
                        return Ok(None);
                    }
                    break self.filled;
                }
                End::Failed(error) => return Err(error),
                End::Refused(kind, line) => return Err(Error::new(kind).at_line(line)),
                End::Over { failed: false } => {
                    self.end = End::Over { failed: false };
                    return Ok(None);
                }
                End::Over { failed: true } => {
                    return Err(ErrorKind::Internal { what: "a text is not read on after its error" }.into());
                }
            }
        };
        self.given = cut;
        let bytes = self.buffer.get(self.begin..cut).unwrap_or_default();
        let is_last = matches!(self.end, End::Over { failed: false });
        Ok(Some(Block {
            bytes,
            first_line: self.line,
            text_offset: self.text_offset,
            is_last,
            ends_without_newline: is_last && bytes.last() != Some(&b'\n'),
        }))
    }

    /// Forgets the last block.
    fn drop_given(&mut self) {
        if self.given > self.begin {
            self.text_offset += (self.given - self.begin) as u64;
            self.begin = self.given;
            self.searched = self.searched.max(self.begin);
        }
    }

    /// Where the whole lines at hand end.
    ///
    /// While more may follow, the last byte stays behind, so that the block that ends the text is known to.
    fn cut(&mut self) -> Option<usize> {
        let until = match self.end {
            End::Unknown { .. } => self.filled.saturating_sub(1),
            End::Failed(_) | End::Refused(..) => self.filled,
            // What ends the text is given whole.
            End::Text | End::Over { .. } => return None,
        };
        let cut = memrchr(b'\n', self.buffer.get(self.searched..until)?).map(|at| self.searched + at + 1);
        self.searched = until;
        cut
    }

    /// Learns how lines end and skips a byte order mark.
    fn start(&mut self) {
        self.end = End::Unknown { started: true };
        let mut filled = 0;
        self.probe.resize(PROBE_BYTES, 0);
        while filled < self.probe.len() {
            match self.stream.read(self.probe.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) => {
                    self.probe_error = Some(error);
                    break;
                }
            }
        }
        self.probe.truncate(filled);
        self.carriage_return_ends = memchr(b'\r', &self.probe).is_some() && memchr(b'\n', &self.probe).is_none();
        if self.probe.starts_with(BYTE_ORDER_MARK) {
            self.probe_used = BYTE_ORDER_MARK.len();
            self.text_offset = BYTE_ORDER_MARK.len() as u64;
        }
    }

    /// Reads one chunk more and refuses what no line may hold.
    fn read_chunk(&mut self) {
        self.end = End::Unknown { started: true };
        let (from, is_without_nul) = match self.trade() {
            Ok(Some(traded)) => traded,
            Ok(None) => (self.fill(), false),
            Err(error) => {
                self.end = End::Failed(error);
                return;
            }
        };
        if self.carriage_return_ends {
            for byte in self.buffer.get_mut(from..self.filled).unwrap_or_default() {
                if *byte == b'\r' {
                    *byte = b'\n';
                }
            }
        }
        self.check(from, is_without_nul);
    }

    /// Takes the stream's own buffer, with what is left of the one at hand in front. Answers with where the new text begins and
    /// whether it is known to have no NUL; with nothing where it has to be copied.
    fn trade(&mut self) -> Result<Option<(usize, bool)>> {
        self.prepared = None;
        // Small chunks are asked for as such, and the probe comes first.
        if self.chunk < BLOCK_BYTES || self.probe_used < self.probe.len() || self.probe_error.is_some() {
            return Ok(None);
        }
        let kept = self.filled - self.begin;
        let traded = self.stream.trade(&mut self.buffer, self.begin..self.filled)?;
        let Some(Traded { range, is_without_nul, prepared }) = traded else { return Ok(None) };
        self.searched = range.start + (self.searched - self.begin);
        (self.begin, self.given, self.filled) = (range.start, range.start, range.end);
        let from = range.start + kept;
        // Of other line ends nobody knew.
        self.prepared = prepared.filter(|_| !self.carriage_return_ends).map(|prepared| (from, prepared));
        Ok(Some((from, is_without_nul)))
    }

    /// Copies text behind what is left of the text at hand, which moves to the front. Answers with where it begins.
    fn fill(&mut self) -> usize {
        self.buffer.copy_within(self.begin..self.filled, 0);
        self.searched -= self.begin;
        self.filled -= self.begin;
        (self.begin, self.given) = (0, 0);
        let from = self.filled;
        let until = from + self.chunk;
        if self.buffer.len() < until {
            self.buffer.resize(until, 0);
        }
        while self.filled < until {
            match self.pull(until) {
                Ok(0) => {
                    self.end = End::Text;
                    break;
                }
                Ok(count) => self.filled += count,
                Err(error) => {
                    self.end = End::Failed(error);
                    break;
                }
            }
        }
        from
    }

    /// Reads behind `buffer[..filled]`, from the probe while it lasts.
    fn pull(&mut self, until: usize) -> Result<usize> {
        let out = self.buffer.get_mut(self.filled..until).unwrap_or_default();
        let rest = self.probe.get(self.probe_used..).unwrap_or_default();
        if rest.is_empty() {
            self.probe = Vec::new();
            return match self.probe_error.take() {
                Some(error) => Err(error),
                None => self.stream.read(out),
            };
        }
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.probe_used += count;
        Ok(count)
    }

    /// Looks for a line too long and for NUL in the text from `from` on; whichever comes first in the text is said.
    fn check(&mut self, from: usize, is_without_nul: bool) {
        let text = self.buffer.get(..self.filled).unwrap_or_default();
        let new_line = memchr(b'\n', text.get(self.searched..).unwrap_or_default()).map(|at| self.searched + at);
        let is_long = new_line.unwrap_or(self.filled) - self.begin > self.longest;
        let find_nul = || memchr(0, text.get(from..).unwrap_or_default()).map(|at| from + at);
        let nul = if is_without_nul { None } else { find_nul() };
        let (kind, line_start) = match nul {
            Some(nul) if !is_long || nul - self.begin < self.longest => {
                let before = text.get(self.begin..nul).unwrap_or_default();
                (ErrorKind::NulByte, memrchr(b'\n', before).map_or(self.begin, |at| self.begin + at + 1))
            }
            _ if is_long => (ErrorKind::LineTooLong { limit_bytes: self.longest }, self.begin),
            _ => return,
        };
        let line = self.line + count_lines(text.get(self.begin..line_start).unwrap_or_default());
        self.filled = line_start;
        self.end = End::Refused(kind, line);
    }
}

fn count_lines(text: &[u8]) -> u64 {
    memchr_iter(b'\n', text).count() as u64
}

/// A line without its end mark and without blanks and tabs before it.
pub fn trim_line(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let [rest @ .., b'\n' | b'\r' | b' ' | b'\t'] = line {
        line = rest;
    }
    line
}

#[cfg(test)]
mod tests;
