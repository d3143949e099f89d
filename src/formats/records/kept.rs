//! Keeps what a file of one sample was read to, so that scoring it needs no second reading and no second inflating.
//!
//! A record takes five bytes or nine, an indel some more: four million variants of a genome some 30 MB. Larger ones are read again.

mod read;
mod written;

use crate::genome::{Build, Calls, PlainRecord, PlainRun, Reading, Record, RecordStream, Sample, Site, SiteWalk};
use read::KeptStream;
use std::ops::Range;
use std::sync::Arc;
use written::{Head, LONG_BYTES_MAX, Short, write, write_plain};

/// Most bytes to keep of all open files: twice a genome's variants. A gVCF, with tens of millions of records, is read again.
pub const KEPT_BYTES_MAX: usize = 96 << 20;
/// Records are kept in pieces of this size, as one growing piece would be copied again and again.
const PIECE_BYTES: usize = 1 << 20;

/// Records of one sample and what they were called, as one reading of the file gave them.
pub struct KeptRecords {
    reading: Reading,
    build: Option<Build>,
    samples: Vec<Sample>,
    file_bytes: u64,
    pieces: Vec<Vec<u8>>,
    /// Where the record in front of each piece stands.
    before: Vec<Site>,
    bytes: usize,
    /// Whether each record stands behind the one before or at its place.
    is_sorted: bool,
}

/// Records on their way in.
pub struct Keeping {
    records: KeptRecords,
    /// Most bytes to keep.
    most: usize,
    /// Bytes of a piece.
    piece_bytes: usize,
    last: Site,
    one: Vec<u8>,
}

impl Keeping {
    /// Before the first record of a file of `file_bytes`; `most` bytes at most, and never more than the limit.
    pub fn new(samples: &[Sample], reading: Reading, build: Option<Build>, file_bytes: u64, most: usize) -> Self {
        let samples = samples.to_vec();
        let (pieces, before) = (Vec::new(), Vec::new());
        let records = KeptRecords { reading, build, samples, file_bytes, pieces, before, bytes: 0, is_sorted: true };
        let most = most.min(KEPT_BYTES_MAX);
        Self { records, most, piece_bytes: PIECE_BYTES, last: Site::NONE, one: Vec::new() }
    }

    /// Adds a record; `false` where there is no room for it, and the records kept are no whole file.
    pub fn push(&mut self, record: &Record, calls: &Calls) -> bool {
        let short = Short::of(record, calls, self.last);
        if short.is_none() {
            self.one.clear();
            write(record, calls, &mut self.one);
        }
        self.add(record.site, short)
    }

    /// The same of a plain record of this run.
    #[inline]
    pub fn push_plain(&mut self, run: &PlainRun<'_>, plain: &PlainRecord) -> bool {
        let of_bases = |bases| Short::of_bases(&Head::of_plain(plain), bases, plain.call, self.last);
        let short = plain.single.get().and_then(of_bases);
        if short.is_none() {
            self.one.clear();
            write_plain(plain, run.alleles(plain), &mut self.one);
        }
        self.add(plain.site, short)
    }

    /// Adds a record in short, else what is written of it in `one`.
    #[inline]
    fn add(&mut self, site: Site, short: Option<Short>) -> bool {
        let one = short.as_ref().map_or(self.one.as_slice(), Short::bytes);
        let last = std::mem::replace(&mut self.last, site);
        let KeptRecords { pieces, before, bytes, is_sorted, .. } = &mut self.records;
        *is_sorted &= last <= site;
        *bytes += one.len();
        // A record of long alleles ends the keeping.
        if *bytes > self.most || one.len() > LONG_BYTES_MAX {
            return false;
        }
        match (pieces.last_mut().filter(|piece| piece.len() + one.len() <= self.piece_bytes), &short) {
            (Some(piece), Some(short)) if piece.len() + Short::BYTES_MAX <= self.piece_bytes => short.push(piece),
            (Some(piece), _) => piece.extend_from_slice(one),
            (None, _) => {
                let mut piece = Vec::with_capacity(self.piece_bytes);
                piece.extend_from_slice(one);
                pieces.push(piece);
                before.push(last);
            }
        }
        true
    }

    /// All of them.
    pub fn finish(self) -> KeptRecords {
        self.records
    }
}

impl KeptRecords {
    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        self.pieces.len() * PIECE_BYTES
    }

    /// The records from the first on, where there are `places` those over them and some others; none where another reading is
    /// asked for.
    pub(super) fn open(
        self: &Arc<Self>,
        reading: Reading,
        places: Option<&[Site]>,
    ) -> Option<(Box<dyn RecordStream>, Option<Build>)> {
        if reading != self.reading {
            return None;
        }
        // Where records do not stand in order, those that are not wanted say which stand together.
        let places = places.filter(|_| self.is_sorted).map(|places| SiteWalk::new(places.to_vec()));
        Some((Box::new(KeptStream::new(self.clone(), places)), self.build))
    }

    /// The same in `parts`, of which each has those over some of the places and others that stand between them: every record that
    /// is wanted is in one part, in their order. None where the records do not stand in order.
    pub fn open_parts(
        self: &Arc<Self>,
        reading: Reading,
        places: &[Site],
        parts: usize,
    ) -> Option<Vec<impl RecordStream + Send + use<>>> {
        if reading != self.reading || !self.is_sorted {
            return None;
        }
        let chunks: Vec<&[Site]> = places.chunks(places.len().div_ceil(parts.max(1)).max(1)).collect();
        let first_of = |part: usize| chunks.get(part).and_then(|places| places.first()).map(|first| first.key());
        let part = |(part, places): (usize, &&[Site])| {
            let from = if part == 0 { 0 } else { first_of(part).unwrap_or(0) };
            let until = first_of(part + 1).unwrap_or(u64::MAX);
            let walk = SiteWalk::new(places.to_vec());
            KeptStream::part(self.clone(), walk, from..until, self.pieces_of(from, until))
        };
        Some(chunks.iter().enumerate().map(part).collect())
    }

    /// The pieces that records from one place up to another are in, where records stand in order.
    fn pieces_of(&self, from: u64, until: u64) -> Range<usize> {
        // A record at the first place may be the last of a piece.
        let first = self.before.partition_point(|before| before.key() < from).saturating_sub(1);
        first..self.before.partition_point(|before| before.key() < until)
    }
}

#[cfg(test)]
mod tests;
