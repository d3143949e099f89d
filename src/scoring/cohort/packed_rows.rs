//! Readies packed calls for scoring: counts one copy where a sample has one, and gathers rows, so that several are added to every
//! sample at once.

use super::sample_sums::SampleSums;
use crate::genome::packed_calls::{Counted, words_of};
use crate::genome::{Chromosome, PackedCalls, Ploidy, Sex, Site};
use crate::matching::{Joined, MatchKind};
use crate::scoring::adding::{Bearer, chromosome_index};
use crate::stats::packed_sums::tile_of;
use crate::stats::widest::with_widest;
use crate::weights::ScoreTable;

/// With fewer samples a row's table costs more than its samples do one by one.
pub(super) const SAMPLES_MIN: usize = 16;
/// Bytes that are gathered of all scores together, where these are rows enough to pay for themselves; twice as many where one
/// gathering is added while the next is read.
const BYTES_MAX: usize = 8 << 20;
const ROWS_MIN: usize = 16;
/// The first gathering is so many times smaller than the largest, so that adding begins soon; each is twice as large as the last.
const ROWS_FIRST: usize = 4;
const ROWS_MAX: usize = 1 << 14;

/// Who has one X, and what their packed calls are there.
#[derive(Default)]
pub(super) struct SingleX {
    /// Both bits of each male; empty where there is none.
    males: Vec<u8>,
    /// One of them.
    male: Option<Bearer>,
    single: PackedCalls,
}

impl SingleX {
    pub(super) fn new(bearers: &[Bearer]) -> Self {
        let male = bearers.iter().find(|bearer| bearer.sex == Sex::Male).copied();
        let both = |bearer: &Bearer| if bearer.sex == Sex::Male { 3 } else { 0 };
        let four = |four: &[Bearer]| four.iter().rev().fold(0, |byte, bearer| byte << 2 | both(bearer));
        let males = if male.is_some() { bearers.chunks(4).map(four).collect() } else { Vec::new() };
        Self { males, male, single: PackedCalls::default() }
    }

    /// Whether packed calls can be counted at this place.
    pub(super) fn takes(&self, site: Site) -> bool {
        match site.chromosome() {
            None | Some(Chromosome::Y | Chromosome::MT) => false,
            Some(Chromosome::X) => self.male.is_none_or(|male| matches!(male.male_x, 1 | 2)),
            Some(_) => true,
        }
    }

    /// How `allele` of these calls counts at this place, and how many calls were made none for it: of two different alleles
    /// where the sample has one copy.
    pub(super) fn count<'a>(&'a mut self, site: Site, allele: u8, read: &'a PackedCalls) -> (PackedCopies<'a>, u64) {
        let Self { males, male, single } = self;
        let is_single = |male: &Bearer| Ploidy::of(site, male.sex, male.build) == Ploidy::Haploid;
        match male.filter(is_single) {
            Some(male) => {
                let mixed = read.make_single(males, allele, male.male_x == 2, single);
                (PackedCopies { allele, counted: single, read }, mixed)
            }
            None => (PackedCopies { allele, counted: read, read }, 0),
        }
    }
}

/// Packed calls of which one allele's copies are counted.
#[derive(Clone, Copy)]
pub(super) struct PackedCopies<'a> {
    /// REF or ALT.
    pub(super) allele: u8,
    /// Where each copy counts as it stands.
    pub(super) counted: &'a PackedCalls,
    /// As the file has them.
    read: &'a PackedCalls,
}

impl PackedCopies<'_> {
    /// The allele's share in what the file calls.
    pub(super) fn frequency(&self) -> Option<f64> {
        self.read.frequency(self.allele)
    }

    /// Whether each copy counts as it stands, whoever has it.
    pub(super) fn are_as_read(&self) -> bool {
        std::ptr::eq(self.counted, self.read)
    }
}

/// What the two bits of a sample come to where copies of `allele` are counted; none where it has no call.
pub(super) fn copies_of_code(allele: u8, code: u8) -> Option<f64> {
    let copies = if allele == 0 { 2_u8.wrapping_sub(code) } else { code };
    (code != PackedCalls::MISSING).then_some(f64::from(copies))
}

/// A row that waits to be added.
pub(super) struct WaitingRow {
    pub(super) row: usize,
    pub(super) site: Site,
    pub(super) kind: MatchKind,
    pub(super) joined: Joined,
    pub(super) allele: u8,
    /// What is counted of the calls that count.
    pub(super) counted: Counted,
    /// The allele's share in what the file calls; none where these are the calls that count.
    pub(super) read_as: Option<Option<f64>>,
}

/// Rows of one score on one chromosome.
#[derive(Default)]
pub(super) struct PackedBatch {
    samples: usize,
    /// Rows that are gathered now, and at most.
    rows_now: usize,
    rows_max: usize,
    chromosome: usize,
    /// The rows' calls, by tile of [`tile_of`] samples.
    tiles: Vec<Vec<u64>>,
    rows: Vec<WaitingRow>,
}

impl PackedBatch {
    /// For this many samples of this many scores.
    pub(super) fn new(samples: usize, scores: usize) -> Self {
        let row_bytes = 8 * samples.div_ceil(32);
        let rows_max = (BYTES_MAX / (row_bytes * scores).max(1)).clamp(ROWS_MIN, ROWS_MAX);
        let tiles = vec![Vec::new(); samples.div_ceil(tile_of(samples).max(1))];
        Self { samples, rows_now: (rows_max / ROWS_FIRST).max(ROWS_MIN), rows_max, tiles, ..Self::default() }
    }

    /// Goes on in another, perhaps a used one, and gives this one.
    pub(super) fn part(&mut self, spare: Option<Self>) -> Self {
        let other = || Self { tiles: vec![Vec::new(); self.tiles.len()], rows: Vec::new(), ..*self };
        let mut next = spare.unwrap_or_else(other);
        next.rows_now = (2 * self.rows_now).min(self.rows_max);
        std::mem::replace(self, next)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there is no room for a row at this site before [`Self::flush`].
    pub(super) fn is_full_for(&self, site: Site) -> bool {
        chromosome_index(site) != self.chromosome && !self.rows.is_empty() || self.rows.len() >= self.rows_now
    }

    /// Keeps a row that was found at `site` for [`Self::flush`].
    pub(super) fn push(
        &mut self,
        row: usize,
        site: Site,
        (kind, joined): (MatchKind, Joined),
        copies: PackedCopies<'_>,
    ) {
        self.chromosome = chromosome_index(site);
        // A tile is a multiple of 32 samples.
        let of_tiles = copies.counted.bytes().chunks(tile_of(self.samples) / 4);
        let tiles = self.tiles.iter_mut().zip(of_tiles);
        let counted = with_widest(
            #[inline(always)]
            || {
                let mut counted = Counted::default();
                for (tile, bytes) in tiles {
                    let from = tile.len();
                    tile.extend(words_of(bytes));
                    counted = counted + Counted::of(tile.get(from..).unwrap_or_default());
                }
                counted
            },
        );
        let read_as = if copies.are_as_read() { None } else { Some(copies.frequency()) };
        self.rows.push(WaitingRow { row, site, kind, joined, allele: copies.allele, counted, read_as });
    }

    /// Adds what was kept to every sample.
    pub(super) fn flush(&mut self, sums: &mut SampleSums, table: &ScoreTable, bearers: &[Bearer]) {
        let Self { tiles, rows, chromosome, .. } = self;
        if !rows.is_empty() {
            sums.add_packed(*chromosome, table, bearers, rows, tiles);
        }
        tiles.iter_mut().for_each(Vec::clear);
        rows.clear();
    }
}
