//! Goes through a text line by line and keeps the last line at hand.

use super::plain::{PlainLines, PlainReader};
use crate::bytes::limits::VCF_LINE_BYTES_MAX;
use crate::bytes::lines::LineReader;
use crate::bytes::{ByteStream, SharedPrepare};
use crate::error::Result;
use crate::genome::{PlainRun, Reading};
use memchr::{memchr, memrchr};
use std::ops::Range;
use std::sync::Arc;

/// One line of the block at hand.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Where it lies in [`Lines::text`], its end mark left out.
    pub range: Range<usize>,
    /// Its number, from 1.
    pub number: u64,
    /// Whether the text ends with it and it has no end mark.
    pub is_open: bool,
}

/// The lines of a text.
pub(super) struct Lines {
    reader: LineReader,
    /// Where the next line begins in the block at hand.
    next: usize,
    block_bytes: usize,
    number: u64,
    /// Lines given before the block at hand.
    before: u64,
    is_last: bool,
    /// Who reads plain lines, once they are asked for.
    plain: Option<PlainReader>,
    /// The plain lines of the block at hand; none where they were not looked for.
    ready: Option<Ready>,
}

/// Plain lines of a block, from some place in it on.
struct Ready {
    from: usize,
    lines: PlainLines,
    /// The next run.
    next: usize,
}

impl Lines {
    pub fn new(stream: Box<dyn ByteStream>) -> Self {
        Self::over(LineReader::new(stream))
    }

    #[cfg(test)]
    pub fn with_chunk(stream: Box<dyn ByteStream>, chunk_bytes: usize) -> Self {
        Self::over(LineReader::with_chunk(stream, chunk_bytes))
    }

    fn over(reader: LineReader) -> Self {
        let reader = reader.with_longest_line(VCF_LINE_BYTES_MAX);
        Self { reader, next: 0, block_bytes: 0, number: 0, before: 0, is_last: false, plain: None, ready: None }
    }

    /// The next line; none at the end of the text.
    ///
    /// Errors: those of [`LineReader::next_block`].
    #[inline]
    pub fn advance(&mut self) -> Result<Option<Line>> {
        if self.next >= self.block_bytes && !self.next_block()? {
            return Ok(None);
        }
        let text = self.reader.last_text();
        let rest = text.get(self.next..).unwrap_or_default();
        let length = memchr(b'\n', rest);
        let end = self.next + length.unwrap_or(rest.len());
        let has_return = length != Some(0) && end.checked_sub(1).and_then(|last| text.get(last)) == Some(&b'\r');
        let range = self.next..if has_return && end > self.next { end - 1 } else { end };
        self.next = end + 1;
        self.number += 1;
        Ok(Some(Line { range, number: self.number, is_open: length.is_none() && self.is_last }))
    }

    /// The plain lines that come next, which count as given; none where the next is not plain.
    ///
    /// Errors: those of [`LineReader::next_block`].
    pub fn next_plain(&mut self, reading: &Reading) -> Result<PlainRun<'_>> {
        if self.plain.is_none() {
            let plain: SharedPrepare = Arc::new(PlainReader { reading: *reading });
            self.reader.prepare_by(&plain);
            self.plain = Some(PlainReader { reading: *reading });
        }
        if self.next >= self.block_bytes && !self.next_block()? {
            return Ok(PlainRun::default());
        }
        if let (None, Some(plain)) = (&self.ready, &self.plain) {
            // The text came as it is.
            let text = self.reader.last_text();
            let end = memrchr(b'\n', text).map_or(0, |last| last + 1);
            let lines = plain.read(text, self.next..end.max(self.next));
            self.ready = Some(Ready { from: 0, lines, next: 0 });
        }
        let Some(ready) = &mut self.ready else { return Ok(PlainRun::default()) };
        let (from, next) = (ready.from, self.next);
        let runs = ready.lines.runs.get(ready.next..).unwrap_or_default();
        ready.next += runs.iter().take_while(|run| from + run.text.end <= next).count();
        let run = ready.lines.runs.get(ready.next);
        let Some(run) = run.filter(|run| from + run.text.start <= next && from + run.text.end <= self.block_bytes)
        else {
            return Ok(PlainRun::default());
        };
        self.next = from + run.text.end;
        let records = ready.lines.records.get(run.records.clone()).unwrap_or_default();
        // Its first lines may have been given one by one.
        let given = records.partition_point(|record| from + (record.alleles as usize) < next);
        let records = records.get(given..).unwrap_or_default();
        self.number += records.len() as u64;
        let text = self.reader.last_text().get(from..).unwrap_or_default();
        Ok(PlainRun { records, text })
    }

    /// The text of a line given since the last call of [`Self::advance`], or of a part of it.
    pub fn text(&self, range: Range<usize>) -> &[u8] {
        self.reader.last_text().get(range).unwrap_or_default()
    }

    pub fn bytes_done(&self) -> u64 {
        self.reader.bytes_done()
    }

    pub fn may_be_cut(&self) -> bool {
        self.reader.may_be_cut()
    }

    fn next_block(&mut self) -> Result<bool> {
        self.next = 0;
        self.block_bytes = 0;
        self.ready = None;
        let given = self.number - std::mem::replace(&mut self.before, self.number);
        let Some(block) = self.reader.next_block_behind(given)? else { return Ok(false) };
        self.block_bytes = block.bytes.len();
        self.is_last = block.is_last;
        let prepared = self.reader.take_prepared();
        self.ready = prepared.and_then(|(from, prepared)| {
            let lines = *prepared.made.downcast::<PlainLines>().ok()?;
            Some(Ready { from, lines, next: 0 })
        });
        Ok(true)
    }
}
