//! Reads BGZF (SAM specification 4.1): gzip in blocks of at most 64 KiB that each say their length, so that one can begin at any.
//!
//! Blocks are inflated in batches; with threads, batches ahead of the reader are inflated while it works on the text before.

mod batch;
mod block;
mod inflater;
mod stored;

use super::prepare::{SharedPrepare, Traded};
use super::source::SharedSource;
use super::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::{Finding, Severity};
use crate::stats::job::Job;
use batch::Batch;
use std::collections::VecDeque;
use std::ops::Range;
use stored::Stored;

pub use block::{BLOCK_BYTES_MAX, is_bgzf};

/// A place in the text of a BGZF file: the stored offset of a block in the upper 48 bits, and the offset in its text in the lower 16.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Virtual(pub u64);

impl Virtual {
    /// The start of a file.
    pub const START: Self = Self(0);
    /// Behind every place.
    pub const END: Self = Self(u64::MAX);

    /// Offset in the stored file of the block's first byte.
    pub fn block(self) -> u64 {
        self.0 >> 16
    }

    /// Offset in the block's text.
    pub fn within(self) -> usize {
        (self.0 & 0xFFFF) as usize
    }
}

/// What to say of a file that ends at the border of a block, without the block that marks the end.
pub fn may_be_cut() -> Finding {
    Finding::new(
        "no-end-mark",
        Severity::Fix,
        1,
        "The file has no mark of its end, so it may be cut off; every record before is whole. Compare its size with the original's.",
    )
}

/// Most batches that are inflated ahead of the reader.
#[cfg(feature = "parallel")]
const BATCHES_AHEAD_MAX: usize = 8;

/// The text of a BGZF file, or of a range of it.
pub struct BgzfStream {
    stored: Stored,
    /// Batches behind the one at hand, in order.
    ahead: VecDeque<Job<Batch>>,
    /// Used batches, for their memory.
    spare: Vec<Batch>,
    at_hand: Option<Batch>,
    given: usize,
    block: u64,
    /// Offset in the stored file behind the batch that was given last.
    done: u64,
    /// Batches taken since the range began: reading ahead begins slowly, as many a file is only looked into.
    taken: usize,
    until: Virtual,
    /// Text to leave out at the start of the range.
    skip: usize,
    /// What stopped the reading of blocks; it stands behind the batches made before.
    failure: Option<Error>,
    prepare: Option<SharedPrepare>,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Reading,
    End,
    /// Damage in the block at this offset; it stays.
    Corrupt(u64),
    /// The file ends within the block at this offset; it stays.
    Truncated(u64),
    /// There is no block where an index says; it stays.
    Elsewhere(u64),
}

impl BgzfStream {
    /// The whole text.
    pub fn new(source: SharedSource) -> Self {
        Self {
            stored: Stored::new(source),
            ahead: VecDeque::new(),
            spare: Vec::new(),
            at_hand: None,
            given: 0,
            block: 0,
            done: 0,
            taken: 0,
            until: Virtual::END,
            skip: 0,
            failure: None,
            prepare: None,
            state: State::Reading,
        }
    }

    /// Goes on at `from`; the text ends with the file.
    ///
    /// Errors, while reading: `index-disagrees` where there is no such place.
    pub fn seek(&mut self, from: Virtual) {
        self.visit(from, Virtual::END);
    }

    /// Goes on at `from` and ends the text before `until`.
    ///
    /// Errors, while reading: `index-disagrees` where there are no such places.
    pub fn visit(&mut self, from: Virtual, until: Virtual) {
        self.spare.extend(self.at_hand.take());
        // Batches under way elsewhere belong to whoever inflates them.
        self.ahead.clear();
        self.stored.seek(from.block(), until);
        self.given = 0;
        self.block = from.block();
        self.done = from.block();
        self.taken = 0;
        self.until = until;
        self.skip = from.within();
        self.failure = None;
        self.state = State::Reading;
    }

    /// Offset in the stored file of the block whose text was given last: one reading gives text of one block.
    pub fn block_start(&self) -> u64 {
        self.block
    }

    /// How many batches to have under way.
    fn depth(&self) -> usize {
        #[cfg(feature = "parallel")]
        {
            let threads = rayon::current_num_threads();
            // Enough for every thread while the reader inflates a batch itself and works on its text.
            let most = if threads < 2 { 0 } else { (2 * threads + 2).min(BATCHES_AHEAD_MAX) };
            most.min(self.taken / 2)
        }
        #[cfg(not(feature = "parallel"))]
        0
    }

    /// Reads stored blocks into a batch and begins to inflate it; `false` where there is nothing more to read.
    fn read_batch(&mut self, blocks: usize) -> Option<Batch> {
        if self.failure.is_some() || self.stored.is_over() {
            return None;
        }
        let mut batch = self.spare.pop().unwrap_or_default();
        batch.clear();
        batch.prepare_by(self.prepare.as_ref());
        if let Err(error) = self.stored.fill(&mut batch, blocks) {
            self.failure = Some(error);
        }
        if batch.is_empty() {
            self.spare.push(batch);
            return None;
        }
        Some(batch)
    }

    /// The next batch's text; `false` at the end of the range.
    fn next_batch(&mut self) -> Result<bool> {
        if let Some(used) = self.at_hand.take() {
            self.done = used.end_byte();
            self.spare.push(used);
        }
        self.given = 0;
        self.taken += 1;
        let depth = self.depth();
        let blocks = batch::blocks_of(self.taken, depth > 0);
        let mut batch = match self.ahead.pop_front() {
            Some(job) => {
                while self.ahead.len() < depth {
                    let Some(next) = self.read_batch(blocks) else { break };
                    self.ahead.push_back(Job::start(next));
                }
                job.take()
            }
            None => {
                let Some(mut batch) = self.read_batch(blocks) else { return self.end() };
                while self.ahead.len() < depth {
                    let Some(next) = self.read_batch(blocks) else { break };
                    self.ahead.push_back(Job::start(next));
                }
                batch.inflate();
                batch
            }
        };
        if let Some(byte) = batch.failed_at() {
            self.ahead.clear();
            self.failure = None;
            self.state = State::Corrupt(byte);
        } else {
            let is_last = self.ahead.is_empty() && self.stored.is_over() && self.failure.is_none();
            if is_last && !batch.cut_at(self.until) {
                self.state = State::Elsewhere(self.until.block());
            }
        }
        let skip = std::mem::take(&mut self.skip);
        if skip > 0 && !batch.has_within(skip) && self.state == State::Reading {
            self.state = State::Elsewhere(batch.block_at(0));
        }
        self.given = skip.min(batch.length());
        self.at_hand = Some(batch);
        Ok(true)
    }

    /// Whether the batch at hand has text to give, or the next; `false` at the end.
    fn has_more(&mut self) -> Result<bool> {
        loop {
            let has_text = self.at_hand.as_ref().is_some_and(|batch| self.given < batch.length());
            // What was right before a damaged block is given first; an end that is none gives nothing.
            if has_text && !matches!(self.state, State::Elsewhere(_)) {
                return Ok(true);
            }
            match self.state {
                State::Reading => drop(self.next_batch()?),
                State::End => return Ok(false),
                State::Corrupt(byte) => return Err(Error::new(ErrorKind::GzipCorrupt).at_byte(byte)),
                State::Truncated(byte) => return Err(Error::new(ErrorKind::GzipTruncated).at_byte(byte)),
                State::Elsewhere(byte) => {
                    return Err(Error::new(ErrorKind::IndexDisagrees { what: stored::NO_BLOCK }).at_byte(byte));
                }
            }
        }
    }

    /// Nothing more to inflate: the end, or what stopped the reading.
    fn end(&mut self) -> Result<bool> {
        match self.failure.take() {
            Some(error) => {
                let byte = error.place().byte.unwrap_or(self.stored.offset());
                self.state = match error.kind() {
                    ErrorKind::GzipCorrupt => State::Corrupt(byte),
                    ErrorKind::GzipTruncated => State::Truncated(byte),
                    ErrorKind::IndexDisagrees { .. } => State::Elsewhere(byte),
                    _ => return Err(error),
                };
            }
            None => self.state = State::End,
        }
        Ok(false)
    }
}

impl ByteStream for BgzfStream {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() || !self.has_more()? {
            return Ok(0);
        }
        let (block, rest) = self.at_hand.as_ref().map_or((0, &b""[..]), |batch| batch.rest_of_block(self.given));
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        self.block = block;
        Ok(count)
    }

    fn trade(&mut self, buffer: &mut Vec<u8>, kept: Range<usize>) -> Result<Option<Traded>> {
        if !self.has_more()? {
            return Ok(None);
        }
        let Some(batch) = &mut self.at_hand else { return Ok(None) };
        let traded = batch.trade(self.given, buffer, kept);
        if traded.is_some() {
            self.given = batch.length();
            self.block = batch.block_at(self.given);
        }
        Ok(traded)
    }

    fn prepare_by(&mut self, prepare: &SharedPrepare) {
        self.prepare = Some(prepare.clone());
    }

    fn bytes_done(&self) -> u64 {
        match &self.at_hand {
            Some(batch) if self.given < batch.length() => batch.block_at(self.given),
            Some(batch) => batch.end_byte(),
            None => self.done,
        }
    }

    fn may_be_cut(&self) -> bool {
        self.state == State::End && self.until == Virtual::END && !self.stored.ends_with_mark()
    }
}

#[cfg(test)]
pub(crate) mod tests;
