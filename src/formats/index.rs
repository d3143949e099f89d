//! Finds the parts of a BGZF file that hold the records over given places, by its `.tbi` or `.csi` index.
//!
//! Sources: The Tabix index file format, and Coordinate Sorted Index (CSI) format, version 1 (samtools/hts-specs).

mod check;
mod parse;
mod visit;

use crate::bytes::bgzf::{BLOCK_BYTES_MAX, Virtual};
use crate::stats::sort_by_number;
use std::ops::Range;

pub use parse::{INDEX_BYTES_MAX, read_index};
pub use visit::{Layout, Visit, place_of, stored_bytes};

/// Stored bytes between two parts that are read along rather than jumped over.
const GAP_BYTES_MAX: u64 = 2 * BLOCK_BYTES_MAX as u64;

/// An index of either kind.
#[derive(Debug)]
pub struct Index {
    /// Bits of a position within the smallest bins.
    min_shift: u32,
    /// Levels of bins below the one of the whole contig.
    depth: u32,
    /// Contig names of an index of VCF text; none where contigs go by their numbers in the file's header.
    pub names: Option<Vec<Vec<u8>>>,
    contigs: Vec<Contig>,
}

#[derive(Debug, Default)]
struct Contig {
    /// By number.
    bins: Vec<Bin>,
    chunks: Vec<(Virtual, Virtual)>,
    /// For each of the smallest windows, a place before which no record over it begins. Only `.tbi` has these.
    linear: Vec<Virtual>,
    /// Records, where the index counts them.
    records: Option<u64>,
}

#[derive(Debug)]
struct Bin {
    number: u32,
    /// A place before which no record over the bin's first window begins. Only `.csi` has these.
    least: Virtual,
    chunks: Range<usize>,
}

/// A part of a file, from the start of a record to the end of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first record.
    pub from: Virtual,
    /// Behind its last record.
    pub until: Virtual,
    /// The contig of its first record.
    pub contig: usize,
    /// Where the first record begins: positions from 0.
    pub first: Range<u64>,
}

impl Index {
    /// Contigs that the index has.
    pub fn contigs(&self) -> usize {
        self.contigs.len()
    }

    /// Records of all contigs, where the index counts them.
    pub fn records(&self) -> Option<u64> {
        self.contigs.iter().map(|contig| if contig.bins.is_empty() { Some(0) } else { contig.records }).sum()
    }

    /// Behind the last record of the file; none where the index has no record.
    pub fn end(&self) -> Option<Virtual> {
        self.contigs.iter().flat_map(|contig| &contig.chunks).map(|(_, until)| *until).max()
    }

    /// Positions that a bin is for, from 0.
    fn span(&self, number: u32) -> Range<u64> {
        let (mut level, mut first) = (0, 0);
        while level < self.depth && u64::from(number) >= first + (1 << (3 * level)) {
            first += 1 << (3 * level);
            level += 1;
        }
        let shift = self.min_shift + 3 * (self.depth - level);
        let start = (u64::from(number) - first) << shift;
        start..start + (1 << shift)
    }

    /// Parts of the file that together hold every record over any of `positions` of a contig, which count from 1 and ascend; in
    /// no order, and overlapping.
    pub fn pieces(&self, contig: usize, positions: impl Iterator<Item = u32>, found: &mut Vec<Piece>) {
        let Some(of) = self.contigs.get(contig) else { return };
        let mut seen = vec![false; of.bins.len()];
        let mut last = None;
        for position in positions {
            let window = u64::from(position.saturating_sub(1)) >> self.min_shift;
            if last.replace(window) == Some(window) {
                continue;
            }
            let mut least = usize::try_from(window).ok().and_then(|window| of.linear.get(window)).copied();
            let (mut level, mut bins) = (self.depth, Vec::new());
            loop {
                let first = ((1_u64 << (3 * level)) - 1) / 7;
                let number = first + (window >> (3 * (self.depth - level)));
                let at = of.bins.binary_search_by_key(&number, |bin| u64::from(bin.number));
                // The smallest bin there is knows best where its records begin.
                bins.extend(at.ok().and_then(|at| of.bins.get(at).map(|bin| (at, bin))));
                if level == 0 {
                    break;
                }
                level -= 1;
            }
            if let (None, true, Some((_, bin))) = (least, of.linear.is_empty(), bins.first()) {
                least = Some(bin.least);
            }
            let least = least.unwrap_or_default();
            for (at, bin) in bins {
                // No later window's records begin before this one's, so what is left out of a bin now is not needed later.
                let Some(seen) = seen.get_mut(at).filter(|seen| !**seen) else { continue };
                *seen = true;
                for &(from, until) in of.chunks.get(bin.chunks.clone()).unwrap_or_default() {
                    if until > least && until > from {
                        found.push(Piece { from, until, contig, first: self.span(bin.number) });
                    }
                }
            }
        }
    }

    /// Parts of about `bytes` stored bytes each, up to `count` of them spread evenly over a contig.
    pub fn samples(&self, contig: usize, count: u64, bytes: u64, found: &mut Vec<Piece>) {
        let Some(of) = self.contigs.get(contig) else { return };
        let mut starts: Vec<(Virtual, Range<u64>)> = Vec::with_capacity(of.chunks.len());
        for bin in &of.bins {
            let chunks = of.chunks.get(bin.chunks.clone()).unwrap_or_default();
            starts.extend(chunks.iter().map(|(from, _)| (*from, self.span(bin.number))));
        }
        sort_by_number(&mut starts, |(from, _)| from.0);
        let end = of.chunks.iter().map(|(_, until)| *until).max().unwrap_or_default();
        let step = starts.len().div_ceil(usize::try_from(count.max(1)).unwrap_or(usize::MAX)).max(1);
        for (from, first) in starts.iter().step_by(step) {
            let behind = starts.partition_point(|(start, _)| start.block() < from.block() + bytes);
            let until = starts.get(behind).map_or(end, |(start, _)| *start);
            if until > *from {
                found.push(Piece { from: *from, until, contig, first: first.clone() });
            }
        }
    }
}

/// Puts parts in file order and makes one of those that overlap or nearly touch.
pub fn merge(mut pieces: Vec<Piece>) -> Vec<Piece> {
    sort_by_number(&mut pieces, |piece| piece.from.0);
    let mut merged: Vec<Piece> = Vec::new();
    for piece in pieces {
        match merged.last_mut() {
            Some(last) if piece.from.block() <= last.until.block().saturating_add(GAP_BYTES_MAX) => {
                last.until = last.until.max(piece.until);
            }
            _ => merged.push(piece),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
