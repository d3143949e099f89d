//! Gives the records of chosen parts of a file as one text, each part checked to begin and end with a record.

use super::check::{Frame, begins_line, begins_record};
use super::{Index, Piece};
use crate::bytes::bgzf::{BLOCK_BYTES_MAX, BgzfStream, Virtual};
use crate::bytes::{ByteStream, SharedSource};
use crate::error::{Error, ErrorKind, Result};

/// Text read at the start of a part to check it.
const HEAD_BYTES: usize = 256;
/// Text read at once.
const TEXT_BYTES: usize = 64 << 10;

/// How the file's records are laid out.
#[derive(Clone, Debug)]
pub enum Layout {
    /// Lines that begin with a contig's name; the names by the index's numbers.
    Lines(Vec<Vec<u8>>),
    /// BCF's records.
    Records,
}

/// The text of some parts of a file.
pub struct Visit {
    stream: BgzfStream,
    layout: Layout,
    pieces: Vec<Piece>,
    next: usize,
    head: Vec<u8>,
    head_given: usize,
    last_byte: u8,
    frame: Frame,
    /// Stored bytes of the parts that are done.
    done: u64,
    /// Behind the file's last record.
    end: Virtual,
    /// Whether the file lacks the mark of its end.
    may_be_cut: bool,
}

impl Visit {
    /// Over parts in file order that do not overlap. That the index ends where the file does is checked here.
    ///
    /// Errors: `index-disagrees`, and those of the file.
    pub fn new(source: SharedSource, index: &Index, layout: Layout, pieces: Vec<Piece>) -> Result<Self> {
        let end = index.end().unwrap_or_default();
        let mut stream = BgzfStream::new(source);
        stream.seek(end);
        let mut behind = [0; HEAD_BYTES];
        let mut may_be_cut = false;
        if end > Virtual::START {
            loop {
                let count = stream.read(&mut behind)?;
                if count == 0 {
                    break;
                }
                if behind.iter().take(count).any(|byte| !byte.is_ascii_whitespace()) {
                    let what = "an end where the file has more records";
                    return Err(disagrees(what).at_byte(stream.block_start()));
                }
            }
            may_be_cut = stream.may_be_cut();
        }
        Ok(Self {
            stream,
            layout,
            pieces,
            next: 0,
            head: Vec::new(),
            head_given: 0,
            last_byte: b'\n',
            frame: Frame::default(),
            done: 0,
            end,
            may_be_cut,
        })
    }

    /// Goes to the next part and checks its beginning; `false` where there is none.
    fn begin(&mut self) -> Result<bool> {
        let Some(piece) = self.pieces.get(self.next) else { return Ok(false) };
        self.stream.visit(piece.from, piece.until);
        self.head.resize(HEAD_BYTES, 0);
        (self.head_given, self.last_byte, self.frame) = (0, b'\n', Frame::default());
        let mut filled = 0;
        while filled < HEAD_BYTES {
            match self.stream.read(self.head.get_mut(filled..).unwrap_or_default())? {
                0 => break,
                count => filled += count,
            }
        }
        self.head.truncate(filled);
        let fits = match &self.layout {
            Layout::Lines(names) => names.get(piece.contig).is_some_and(|name| begins_line(&self.head, name, piece)),
            Layout::Records => begins_record(&self.head, piece),
        };
        if !fits {
            return Err(disagrees("a place in the file where no record of it is").at_byte(piece.from.block()));
        }
        self.next += 1;
        Ok(true)
    }

    /// Checks that the part at hand ended with a record.
    fn finish(&mut self) -> Result<()> {
        let Some(piece) = self.next.checked_sub(1).and_then(|at| self.pieces.get(at)) else { return Ok(()) };
        let is_whole = match &self.layout {
            // The file's last line may lack its end, which the reader judges.
            Layout::Lines(_) => self.last_byte == b'\n' || piece.until >= self.end,
            Layout::Records => self.frame.is_whole(),
        };
        if !is_whole {
            return Err(disagrees("an end in the middle of a record").at_byte(piece.until.block()));
        }
        self.done += stored_bytes(std::slice::from_ref(piece));
        Ok(())
    }

    fn take(&mut self, text: &[u8]) {
        match &self.layout {
            Layout::Lines(_) => self.last_byte = text.last().copied().unwrap_or(self.last_byte),
            Layout::Records => self.frame.take(text),
        }
    }
}

impl ByteStream for Visit {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            let head = self.head.get(self.head_given..).unwrap_or_default();
            let count = if head.is_empty() {
                if self.next == 0 { 0 } else { self.stream.read(out)? }
            } else {
                let count = head.len().min(out.len());
                if let (Some(to), Some(from)) = (out.get_mut(..count), head.get(..count)) {
                    to.copy_from_slice(from);
                }
                self.head_given += count;
                count
            };
            if count > 0 {
                self.take(out.get(..count).unwrap_or_default());
                return Ok(count);
            }
            if !self.head.is_empty() {
                self.finish()?;
                self.head.clear();
            }
            if !self.begin()? {
                return Ok(0);
            }
        }
    }

    fn bytes_done(&self) -> u64 {
        match self.next.checked_sub(1).and_then(|at| self.pieces.get(at)) {
            Some(piece) if !self.head.is_empty() => {
                self.done + self.stream.bytes_done().saturating_sub(piece.from.block())
            }
            _ => self.done,
        }
    }

    fn may_be_cut(&self) -> bool {
        self.may_be_cut && self.head.is_empty() && self.next == self.pieces.len()
    }
}

fn disagrees(what: &'static str) -> Error {
    ErrorKind::IndexDisagrees { what }.into()
}

/// Stored bytes that reading these parts takes, about.
pub fn stored_bytes(pieces: &[Piece]) -> u64 {
    let of = |piece: &Piece| {
        let last = if piece.until.within() > 0 { BLOCK_BYTES_MAX as u64 } else { 0 };
        piece.until.block().saturating_sub(piece.from.block()).saturating_add(last)
    };
    pieces.iter().map(of).sum()
}

/// Offset in the stored file of the block where a line of the parts' text ends (from 1), or a byte of it is (from 0).
///
/// Errors: those of the file.
pub fn place_of(source: SharedSource, pieces: &[Piece], line: Option<u64>, byte: Option<u64>) -> Result<Option<u64>> {
    let mut stream = BgzfStream::new(source);
    let mut text = vec![0; TEXT_BYTES];
    let (mut lines, mut bytes) = (0, 0);
    let mut last = None;
    for piece in pieces {
        stream.visit(piece.from, piece.until);
        loop {
            let count = stream.read(&mut text)?;
            if count == 0 {
                break;
            }
            last = Some(stream.block_start());
            lines += memchr::memchr_iter(b'\n', text.get(..count).unwrap_or_default()).count() as u64;
            bytes += count as u64;
            if line.is_some_and(|line| line <= lines) || byte.is_some_and(|byte| byte < bytes) {
                return Ok(last);
            }
        }
    }
    Ok(last)
}
