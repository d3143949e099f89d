//! Keeps what a file of one sample was read to, so that scoring it needs no second reading and no second inflating.
//!
//! A record takes five bytes or nine, an indel some more: four million variants of a genome some 30 MB. Larger ones are read again.

mod read;
mod written;

use crate::genome::{Build, Calls, PlainRecord, PlainRun, Reading, Record, RecordStream, Sample, Site, SiteWalk};
use read::KeptStream;
use std::rc::Rc;
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
    bytes: usize,
}

/// Records on their way in.
pub struct Keeping {
    records: KeptRecords,
    /// Most bytes to keep.
    most: usize,
    last: Site,
    one: Vec<u8>,
}

impl Keeping {
    /// Before the first record of a file of `file_bytes`; `most` bytes at most, and never more than the limit.
    pub fn new(samples: &[Sample], reading: Reading, build: Option<Build>, file_bytes: u64, most: usize) -> Self {
        let records =
            KeptRecords { reading, build, samples: samples.to_vec(), file_bytes, pieces: Vec::new(), bytes: 0 };
        Self { records, most: most.min(KEPT_BYTES_MAX), last: Site::NONE, one: Vec::new() }
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
        let alleles = run.alleles(plain);
        let short = match alleles {
            [&[reference], &[alt]] => Short::of_bases(&Head::of_plain(plain), [reference, alt], plain.call, self.last),
            _ => None,
        };
        if short.is_none() {
            self.one.clear();
            write_plain(plain, alleles, &mut self.one);
        }
        self.add(plain.site, short)
    }

    /// Adds a record in short, else what is written of it in `one`.
    #[inline]
    fn add(&mut self, site: Site, short: Option<Short>) -> bool {
        // A record that takes more, as its alleles are long, ends the keeping.
        let one = short.as_ref().map_or(self.one.as_slice(), Short::bytes);
        self.last = site;
        let KeptRecords { pieces, bytes, .. } = &mut self.records;
        *bytes += one.len();
        if *bytes > self.most || one.len() > LONG_BYTES_MAX {
            return false;
        }
        match pieces.last_mut().filter(|piece| piece.len() + one.len() <= PIECE_BYTES) {
            Some(piece) => piece.extend_from_slice(one),
            None => {
                let mut piece = Vec::with_capacity(PIECE_BYTES);
                piece.extend_from_slice(one);
                pieces.push(piece);
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
        self: &Rc<Self>,
        reading: Reading,
        places: Option<&[Site]>,
    ) -> Option<(Box<dyn RecordStream>, Option<Build>)> {
        if reading != self.reading {
            return None;
        }
        let places = places.map(|places| SiteWalk::new(places.to_vec()));
        Some((Box::new(KeptStream::new(self.clone(), places)), self.build))
    }
}

#[cfg(test)]
mod tests;
