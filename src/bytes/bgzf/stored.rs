//! Cuts a stored BGZF file into its blocks and puts them into batches.

use super::Virtual;
use super::batch::Batch;
use super::block::{BLOCK_BYTES_MAX, Head, head};
use crate::bytes::source::SharedSource;
use crate::bytes::stream::FIRST_PIECE_BYTES;
use crate::error::{Error, ErrorKind, Result};

/// What an index's wrong place is called.
pub(super) const NO_BLOCK: &str = "a place in the file where no block of it is";

/// The stored blocks, from any of them on.
pub(super) struct Stored {
    source: SharedSource,
    piece: Vec<u8>,
    /// `piece[used..filled]` is not cut yet.
    used: usize,
    filled: usize,
    /// Offset in the source behind `piece[..filled]`.
    offset: u64,
    until: Virtual,
    is_over: bool,
    /// Whether the last block had no text, as the mark that ends a file has.
    last_is_empty: bool,
    /// Set until the first block behind a jump: what is wrong there is the index's fault.
    is_landing: bool,
}

impl Stored {
    pub fn new(source: SharedSource) -> Self {
        Self {
            source,
            piece: Vec::new(),
            used: 0,
            filled: 0,
            offset: 0,
            until: Virtual::END,
            is_over: false,
            last_is_empty: false,
            is_landing: false,
        }
    }

    /// Goes to the block at `start`; blocks behind the one of `until` are not read.
    pub fn seek(&mut self, start: u64, until: Virtual) {
        let at_hand = self.offset - (self.filled - self.used) as u64..self.offset;
        if at_hand.contains(&start) {
            self.used = self.filled - usize::try_from(self.offset - start).unwrap_or(0);
        } else {
            (self.used, self.filled, self.offset) = (0, 0, start);
            // Less at first, as a range may be short.
            self.piece.truncate(FIRST_PIECE_BYTES);
        }
        self.until = until;
        self.is_over = false;
        self.last_is_empty = false;
        self.is_landing = true;
    }

    /// Offset of the next block.
    pub fn offset(&self) -> u64 {
        self.offset - (self.filled - self.used) as u64
    }

    /// Whether every block was read.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Whether the file's last block is empty.
    pub fn ends_with_mark(&self) -> bool {
        self.last_is_empty
    }

    /// Adds up to `blocks` blocks to a batch.
    ///
    /// Errors: `gzip-corrupt` and `gzip-truncated` at the byte of the block, `index-disagrees` behind a jump, and `unreadable`.
    pub fn fill(&mut self, batch: &mut Batch, blocks: usize) -> Result<()> {
        for _ in 0..blocks {
            if self.is_over || !self.fill_one(batch)? {
                self.is_over = true;
                break;
            }
        }
        Ok(())
    }

    /// Adds one block; `false` at the end of the range.
    fn fill_one(&mut self, batch: &mut Batch) -> Result<bool> {
        let start = self.offset();
        if start == self.until.block() && self.until.within() == 0 {
            return Ok(false);
        }
        let wrong = |kind: ErrorKind| -> Error { Error::new(kind).at_byte(start) };
        let elsewhere = || wrong(ErrorKind::IndexDisagrees { what: NO_BLOCK });
        if start > self.until.block() {
            return Err(elsewhere());
        }
        let mut wanted = 1;
        let (bytes, data) = loop {
            if !self.have(wanted)? {
                let is_end = self.filled == self.used;
                return match (is_end, self.is_landing) {
                    // A jump to the very end finds nothing there; what an index says to be behind it is not.
                    (true, _) if self.until == Virtual::END && start == self.source.len() => Ok(false),
                    (_, true) => Err(elsewhere()),
                    (true, _) => Err(elsewhere()),
                    (false, _) => Err(wrong(ErrorKind::GzipTruncated)),
                };
            }
            match head(self.piece.get(self.used..self.filled).unwrap_or_default()) {
                Head::Block { bytes, data } if self.have(bytes)? => break (bytes, data),
                Head::Block { bytes, .. } => wanted = bytes,
                Head::Short => wanted = (self.filled - self.used + 1).max(18),
                Head::Not if self.is_landing => return Err(elsewhere()),
                Head::Not => return Err(wrong(ErrorKind::GzipCorrupt)),
            }
        };
        let block = self.piece.get(self.used..self.used + bytes).unwrap_or_default();
        self.last_is_empty = block.ends_with(&[0; 4]);
        batch.push(block, data, start);
        self.used += bytes;
        self.is_landing = false;
        if start == self.until.block() {
            self.is_over = true;
        }
        Ok(true)
    }

    /// Whether there are `wanted` bytes at hand, after reading on where there are not.
    fn have(&mut self, wanted: usize) -> Result<bool> {
        while self.filled - self.used < wanted {
            self.piece.copy_within(self.used..self.filled, 0);
            (self.used, self.filled) = (0, self.filled - self.used);
            let first = self.piece.len() < FIRST_PIECE_BYTES;
            let room = if first { FIRST_PIECE_BYTES } else { self.source.piece_bytes().max(FIRST_PIECE_BYTES) };
            // A range is not read far behind its last block.
            let last = self.until.block().saturating_add(BLOCK_BYTES_MAX as u64).min(self.source.len());
            let rest = usize::try_from(last.saturating_sub(self.offset)).unwrap_or(usize::MAX);
            let count = rest.min(room);
            if count == 0 {
                return Ok(false);
            }
            if self.piece.len() < self.filled + count {
                self.piece.resize(self.filled + count, 0);
            }
            let out = self.piece.get_mut(self.filled..self.filled + count).unwrap_or_default();
            let count = self.source.read_at(self.offset, out)?;
            if count == 0 {
                // The file has become shorter since it was opened.
                return Err(Error::new(ErrorKind::Unreadable).at_byte(self.offset));
            }
            self.filled += count;
            self.offset += count as u64;
        }
        Ok(true)
    }
}
