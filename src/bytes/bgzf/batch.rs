//! Holds some blocks as stored and then their text, and lets another thread inflate them.

use super::Virtual;
use super::inflater::Inflater;
use crate::bytes::prepare::{Prepared, SharedPrepare, Traded};
use crate::stats::job::Work;
use std::ops::Range;

/// Blocks in a batch that is inflated by another thread: 1 MiB of text, some milliseconds of work.
const BLOCKS_AHEAD: usize = 16;
/// Blocks in a batch that is inflated where it is read: their text stays in the cache.
const BLOCKS_AT_HAND: usize = 4;

/// Room in front of the text of a batch, for the part of a line that ends the one before.
const FRONT_BYTES: usize = 64 << 10;

/// Blocks worth reading at once for the batch of this number, from 1: one at first.
pub(super) fn blocks_of(number: usize, is_ahead: bool) -> usize {
    match (number, is_ahead) {
        (..=2, _) => 1,
        (_, true) => BLOCKS_AHEAD,
        (_, false) => BLOCKS_AT_HAND,
    }
}

/// Some blocks that follow each other.
#[derive(Default)]
pub(super) struct Batch {
    stored: Vec<u8>,
    blocks: Vec<Block>,
    inflater: Inflater,
    /// Behind the room in front, `filled` bytes are the text of the blocks.
    text: Vec<u8>,
    filled: usize,
    failed: Option<u64>,
    /// Who is to look at the text, and what came of it.
    prepare: Option<SharedPrepare>,
    prepared: Option<Prepared>,
    is_without_nul: bool,
}

struct Block {
    /// Where it ends in `stored`.
    end: usize,
    /// Bytes of its header.
    data: usize,
    /// Offset in the stored file.
    start: u64,
    /// Where its text begins.
    text: usize,
}

impl Batch {
    pub fn clear(&mut self) {
        self.stored.clear();
        self.blocks.clear();
        self.filled = 0;
        self.failed = None;
        self.prepared = None;
    }

    /// Has the text prepared when it is there.
    pub fn prepare_by(&mut self, prepare: Option<&SharedPrepare>) {
        self.prepare = prepare.cloned();
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Adds a stored block whose header has `data` bytes.
    pub fn push(&mut self, block: &[u8], data: usize, start: u64) {
        self.stored.extend_from_slice(block);
        self.blocks.push(Block { end: self.stored.len(), data, start, text: 0 });
    }

    /// Inflates every block up to the first that is damaged.
    pub fn inflate(&mut self) {
        let mut from = 0;
        for block in &mut self.blocks {
            block.text = self.filled;
            let stored = self.stored.get(from..block.end).unwrap_or_default();
            match self.inflater.inflate(stored, block.data, &mut self.text, FRONT_BYTES + self.filled) {
                Some(length) => self.filled += length,
                None => {
                    self.failed = Some(block.start);
                    break;
                }
            }
            from = block.end;
        }
        if let Some(failed) = self.failed {
            self.blocks.retain(|block| block.start < failed);
        }
        self.prepared = self.prepare.as_ref().map(|prepare| prepare.prepare(self.text()));
        let seen = self.prepared.as_ref().map_or(&[][..], |prepared| &prepared.without_nul);
        let from = std::iter::once(0).chain(seen.iter().map(|seen| seen.end));
        let until = seen.iter().map(|seen| seen.start).chain([self.filled]);
        let is_without = |(from, until): (usize, usize)| {
            self.text().get(from..until).is_some_and(|text| memchr::memchr(0, text).is_none())
        };
        self.is_without_nul = from.zip(until).all(is_without);
    }

    fn text(&self) -> &[u8] {
        self.text.get(FRONT_BYTES..FRONT_BYTES + self.filled).unwrap_or_default()
    }

    /// Bytes of the text of the blocks before any damage.
    pub fn length(&self) -> usize {
        self.filled
    }

    /// Trades `buffer` for the one that the text is in, with the part `kept` of `buffer` in front of what is not `given` yet.
    /// Nothing where that is too long. The batch has no text behind what it gave then.
    pub fn trade(&mut self, given: usize, buffer: &mut Vec<u8>, kept: Range<usize>) -> Option<Traded> {
        let from = (FRONT_BYTES + given).checked_sub(kept.len())?;
        self.text.get_mut(from..FRONT_BYTES + given)?.copy_from_slice(buffer.get(kept)?);
        std::mem::swap(&mut self.text, buffer);
        // What was made of the text is of all of it.
        let prepared = self.prepared.take().filter(|_| given == 0);
        Some(Traded { range: from..FRONT_BYTES + self.filled, is_without_nul: self.is_without_nul, prepared })
    }

    /// Offset in the stored file of the block that is damaged.
    pub fn failed_at(&self) -> Option<u64> {
        self.failed
    }

    /// Offset in the stored file of the block that the text at `given` is of.
    pub fn block_at(&self, given: usize) -> u64 {
        let behind = self.blocks.partition_point(|block| block.text <= given);
        self.blocks.get(behind.saturating_sub(1)).map_or(0, |block| block.start)
    }

    /// The block that the text at `given` is of, and its text from there on.
    pub fn rest_of_block(&self, given: usize) -> (u64, &[u8]) {
        let behind = self.blocks.partition_point(|block| block.text <= given);
        let end = self.blocks.get(behind).map_or(self.filled, |next| next.text.min(self.filled));
        let start = self.blocks.get(behind.saturating_sub(1)).map_or(0, |block| block.start);
        (start, self.text().get(given..end).unwrap_or_default())
    }

    /// Offset in the stored file behind the last block.
    pub fn end_byte(&self) -> u64 {
        self.blocks.first().map_or(0, |block| block.start + self.stored.len() as u64)
    }

    /// Whether the first block's text has a byte at `offset`, or ends there.
    pub fn has_within(&self, offset: usize) -> bool {
        offset <= self.blocks.get(1).map_or(self.filled, |second| second.text)
    }

    /// Ends the text of the last batch of a range before `until`; `false` where that is not a place in it.
    pub fn cut_at(&mut self, until: Virtual) -> bool {
        let Some(last) = self.blocks.last().filter(|last| last.start == until.block()) else { return true };
        let end = last.text + until.within();
        let is_within = end <= self.filled;
        self.filled = end.min(self.filled);
        self.prepared = None;
        is_within
    }
}

impl Work for Batch {
    fn run(&mut self) {
        self.inflate();
    }
}
