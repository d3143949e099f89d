//! Holds what every sample has of its own of one score: its sum on each chromosome, its largest rows, its no-calls.

use super::packed_rows::{WaitingRow, copies_of_code};
use super::sample_tile::{PackedRow, SampleTile};
use crate::genome::{Chromosome, Site};
use crate::matching::{Joined, MatchKind};
use crate::scoring::adding::{Adding, Bearer, LISTED, chromosome_index};
use crate::scoring::each;
use crate::scoring::no_calls::{NoCall, NoCallUnits, NoCalls, NoCallsInUnits, keep_largest};
use crate::scoring::row_size::{RowSize, expected, rank_of};
use crate::stats::exact_sums::Term;
use crate::stats::packed_sums::tile_of;
use crate::stats::{ExactSums, PackedRows, PackedTerms, sort_by_number};
use crate::weights::ScoreTable;

/// Every sample's part of a score. Takes some 400 to 900 bytes a sample, of which 16 are for each chromosome met.
#[derive(Clone, Default)]
pub struct SampleSums {
    /// By chromosome index; empty where no row has added anything.
    pub chromosomes: Vec<ExactSums>,
    /// Each sample's rows of the largest contributions and their dosages, largest first.
    pub largest: Vec<Vec<(u32, f64)>>,
    /// Each sample's rows without a call; none where all are called.
    pub no_calls: Vec<Option<Box<NoCalls>>>,
    /// The least that a row must add to come into a sample's list.
    least: Vec<f64>,
    /// The least of each [`TOGETHER`] samples.
    least_of_all: Vec<f64>,
    /// The least that a row without a call must be to come into a sample's list of those.
    least_missed: Vec<f64>,
    /// What no-calls of packed rows are counted in.
    units: NoCallUnits,
    /// Each sample's no-calls of packed rows that are not in `no_calls` yet; empty where there is none.
    in_units: Vec<NoCallsInUnits>,
    /// Rows that any of these may have counted.
    rows_in_units: usize,
}

/// Samples that are passed over together where a row adds too little for any of their lists.
pub(super) const TOGETHER: usize = 64;

/// A row made ready to be added to any sample.
pub(super) struct ReadyRow {
    row: u32,
    site: Site,
    kind: MatchKind,
    joined: Joined,
    size: RowSize,
    /// What 0, 1 and 2 copies add.
    copies: [(f64, Term); 3],
    /// The file's own frequency of the effect allele, where the score brings none and it was asked for.
    of_file: Option<f64>,
}

impl ReadyRow {
    /// The row's number.
    pub(super) fn row(&self) -> u32 {
        self.row
    }

    /// What 0, 1 or 2 copies add.
    pub(super) fn value_of_copies(&self, copies: f64) -> f64 {
        self.copies.get(copies as usize).map_or(0.0, |(value, _)| *value)
    }

    /// What the codes of packed calls add where they count this allele, and nothing where there is no call; `None` where the
    /// sums do not let them be added packed.
    pub(super) fn packed_terms(&self, allele: u8) -> Option<PackedTerms> {
        let [none, one, both] = self.copies.map(|(_, term)| term);
        let missing = Term::Near(0);
        PackedTerms::new(if allele == 0 { [both, one, none, missing] } else { [none, one, both, missing] })
    }

    /// Asks for the file's own frequency, unless the score brings one.
    pub(super) fn fill_from(&mut self, frequency: impl Fn() -> Option<f64>) {
        self.of_file = if self.size.frequency.is_none() { frequency() } else { None };
    }

    /// What a sample of a place that all have two copies of has less without a call.
    pub(super) fn no_call(&self, units: &mut NoCallUnits, bearer: Bearer) -> Option<NoCall> {
        let is_single = matches!(self.site.chromosome(), Some(Chromosome::X | Chromosome::Y | Chromosome::MT));
        let fills = || expected_of(self, bearer);
        if is_single { None } else { units.ready(self.kind, self.joined, &self.size, fills()) }
    }

    /// What it is ranked by where it has no call.
    pub(super) fn rank(&self, table: &ScoreTable) -> f64 {
        self.size.rank(table)
    }
}

impl SampleSums {
    /// Before the first row.
    pub(super) fn new(samples: usize) -> Self {
        Self {
            chromosomes: vec![ExactSums::default(); Chromosome::COUNT],
            largest: vec![Vec::new(); samples],
            no_calls: vec![None; samples],
            least: vec![0.0; samples],
            least_of_all: vec![0.0; samples.div_ceil(TOGETHER)],
            least_missed: vec![0.0; samples],
            units: NoCallUnits::default(),
            in_units: Vec::new(),
            rows_in_units: 0,
        }
    }

    /// Put together from what was written of them; `None` where the parts are not of the same samples.
    pub fn from_parts(
        chromosomes: Vec<ExactSums>,
        largest: Vec<Vec<(u32, f64)>>,
        no_calls: Vec<Option<Box<NoCalls>>>,
    ) -> Option<Self> {
        let samples = largest.len();
        let is_sound = chromosomes.len() == Chromosome::COUNT
            && no_calls.len() == samples
            && chromosomes.iter().all(|sums| sums.is_empty() || sums.len() == samples);
        is_sound.then(|| Self { chromosomes, largest, no_calls, ..Self::new(samples) })
    }

    /// How many samples there are.
    pub fn samples(&self) -> usize {
        self.largest.len()
    }

    /// Whether any row was filled that a sample was not called at.
    pub(super) fn has_filled(&self) -> bool {
        self.no_calls.iter().flatten().any(|missed| missed.filled_rows > 0)
    }

    /// Every row that a sample lists.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        let largest = self.largest.iter().flatten().map(|(row, _)| *row);
        let missed = self.no_calls.iter().flatten().flat_map(|missed| &missed.largest).map(|(row, ())| *row);
        largest.chain(missed)
    }

    /// Makes a row ready that was found at `site`.
    pub(super) fn ready(
        &mut self,
        table: &ScoreTable,
        row: usize,
        site: Site,
        kind: MatchKind,
        joined: Joined,
    ) -> ReadyRow {
        let size = RowSize::of(table, row);
        let samples = self.samples();
        let sums = &mut self.chromosomes[chromosome_index(site)];
        if sums.is_empty() {
            *sums = ExactSums::new(samples);
        }
        // The first value places the window: that of most copies is no smaller than the others.
        let mut copies = [2.0, 1.0, 0.0].map(|copies| {
            let value = size.model.contribution(size.weight, copies);
            (value, sums.term(value))
        });
        copies.reverse();
        ReadyRow { row: row as u32, site, kind, joined, size, copies, of_file: None }
    }

    /// Adds a row to one sample; `dosage` is `None` where it was not called.
    #[inline]
    pub(super) fn add(
        &mut self,
        table: &ScoreTable,
        ready: &ReadyRow,
        sample: usize,
        dosage: Option<f64>,
        bearer: Bearer,
    ) {
        let Some(dosage) = dosage else {
            if let (Some(missed), Some(least)) = (self.no_calls.get_mut(sample), self.least_missed.get_mut(sample)) {
                miss(table, ready, bearer, missed, least);
            }
            return;
        };
        let sums = &mut self.chromosomes[chromosome_index(ready.site)];
        let (value, term) = match ready.copies.get(dosage as usize) {
            Some(known) if (dosage as usize) as f64 == dosage => *known,
            _ => {
                let value = ready.size.model.contribution(ready.size.weight, dosage);
                (value, sums.term(value))
            }
        };
        if value == 0.0 {
            return;
        }
        sums.add(sample, term);
        if let (Some(own), Some(least)) = (self.largest.get_mut(sample), self.least.get_mut(sample)) {
            list(table, ready.row, dosage, value, own, least);
        }
    }

    /// Adds rows of packed calls, which lie on one chromosome, to every sample.
    pub(super) fn add_packed(
        &mut self,
        chromosome: usize,
        table: &ScoreTable,
        bearers: &[Bearer],
        waiting: &[WaitingRow],
        tiles: &[Vec<u64>],
    ) {
        let samples = self.samples();
        let made_ready = waiting.iter().map(|of| {
            let ready = self.ready(table, of.row, of.site, of.kind, of.joined);
            PackedRow::new(of, ready, samples)
        });
        let (mut rows, terms): (Vec<PackedRow>, Vec<PackedTerms>) = made_ready.unzip();
        self.add_alone(table, bearers, &rows, tiles);
        if self.rows_in_units + rows.len() > NoCallsInUnits::ROWS_MAX {
            self.settle_no_calls();
        }
        self.rows_in_units += rows.len();
        self.in_units.resize(samples, NoCallsInUnits::default());
        let Self { chromosomes, largest, no_calls, least, least_of_all, least_missed, units, in_units, .. } = self;
        let (Some(sums), Some(bearer)) = (chromosomes.get_mut(chromosome), bearers.first()) else { return };
        for (row, _) in rows.iter_mut().zip(waiting).filter(|(_, of)| of.counted.missing > 0) {
            row.ready_no_call(units, table, *bearer);
        }
        let mut by_size: Vec<usize> = (0..rows.len()).collect();
        // Numbers that are not negative stand in the order of their bits.
        sort_by_number(&mut by_size, |row| u64::MAX - rows[*row].largest.to_bits());
        let (rows, terms) = (rows.as_slice(), terms.as_slice());
        let tile = tile_of(sums.len());
        let lists = largest.chunks_mut(tile).zip(least.chunks_mut(tile)).zip(least_of_all.chunks_mut(tile / TOGETHER));
        let missed = no_calls.chunks_mut(tile).zip(in_units.chunks_mut(tile)).zip(least_missed.chunks_mut(tile));
        let packed = tiles.iter().map(|words| PackedRows { words, terms });
        let own = sums.tiles().zip(lists).zip(missed).zip(bearers.chunks(tile)).zip(packed);
        let of_tile =
            |((((sums, ((largest, least), least_of_all)), ((no_calls, in_units), least_missed)), bearers), packed)| {
                SampleTile {
                    chromosome,
                    sums,
                    largest,
                    least,
                    least_of_all,
                    no_calls,
                    in_units,
                    least_missed,
                    bearers,
                    packed,
                }
            };
        let full = each(own.map(of_tile).collect(), |mut tile: SampleTile<'_>| tile.add(table, rows, &by_size));
        for (at, full) in full.into_iter().enumerate() {
            sums.add_full(at * tile, full);
        }
    }

    /// Puts every no-call of packed rows among the others, as whoever reads them expects.
    pub(super) fn settle_no_calls(&mut self) {
        let Self { no_calls, in_units, units, rows_in_units, .. } = self;
        for (of_sample, missed) in in_units.drain(..).zip(no_calls) {
            of_sample.add_to(missed, units);
        }
        *rows_in_units = 0;
    }

    /// Adds rows whose terms cannot be added packed to one sample after the other.
    fn add_alone(&mut self, table: &ScoreTable, bearers: &[Bearer], rows: &[PackedRow], tiles: &[Vec<u64>]) {
        let tile_samples = tile_of(bearers.len());
        for (at, (ready, allele)) in rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.alone()?))) {
            for ((number, words), bearers) in tiles.iter().enumerate().zip(bearers.chunks(tile_samples.max(1))) {
                let width = bearers.len().div_ceil(32);
                let words = words.get(at * width..(at + 1) * width).unwrap_or_default();
                let codes =
                    words.iter().flat_map(|word| (0..64).step_by(2).map(move |shift| (word >> shift & 3) as u8));
                for ((sample, bearer), code) in (number * tile_samples..).zip(bearers).zip(codes) {
                    self.add(table, ready, sample, copies_of_code(allele, code), *bearer);
                }
            }
        }
    }

    /// Adds the rows of `other`, which is of the same samples and has none of these.
    pub(super) fn merge(&mut self, other: &Self, table: &ScoreTable) {
        for (sums, more) in self.chromosomes.iter_mut().zip(&other.chromosomes) {
            match (sums.is_empty(), more.is_empty()) {
                (_, true) => {}
                (true, false) => *sums = more.clone(),
                (false, false) => sums.merge(more),
            }
        }
        for (list, more) in self.largest.iter_mut().zip(&other.largest) {
            let rank_of = |row, dosage| value_of(table, row, dosage).abs();
            for &(row, dosage) in more {
                keep_largest(list, rank_of(row, dosage), row, dosage, rank_of);
            }
        }
        self.least.fill(0.0);
        self.least_of_all.fill(0.0);
        self.least_missed.fill(0.0);
        for (missed, more) in self.no_calls.iter_mut().zip(&other.no_calls) {
            if let Some(more) = more {
                missed.get_or_insert_default().merge(more, |row| rank_of(table, row));
            }
        }
    }

    /// The samples of several of these in a new order: each by the number of its list and its place there.
    pub(super) fn gather(lists: &[&Self], order: &[(usize, usize)]) -> Self {
        let chromosomes = (0..Chromosome::COUNT).map(|index| {
            let sums: Vec<&ExactSums> = lists.iter().filter_map(|list| list.chromosomes.get(index)).collect();
            let is_met = sums.iter().any(|sums| !sums.is_empty());
            if is_met { ExactSums::gather(&sums, order) } else { ExactSums::default() }
        });
        let largest = |&(list, from): &(usize, usize)| lists.get(list).and_then(|list| list.largest.get(from)).cloned();
        let missed = |&(list, from): &(usize, usize)| lists.get(list).and_then(|list| list.no_calls.get(from)).cloned();
        Self {
            chromosomes: chromosomes.collect(),
            largest: order.iter().map(|of| largest(of).unwrap_or_default()).collect(),
            no_calls: order.iter().map(|of| missed(of).flatten()).collect(),
            ..Self::new(order.len())
        }
    }

    /// One sample's score: `met` counts the rows that every sample meets, as if all were called.
    pub(super) fn add_up(
        &self,
        table: &ScoreTable,
        sample: usize,
        met: &Adding,
        site_of: impl Fn(usize) -> Site,
    ) -> Adding {
        let mut adding = met.clone();
        if let Some(Some(missed)) = self.no_calls.get(sample) {
            adding.miss(missed, |row| rank_of(table, row));
        }
        for (chromosome, sums) in self.chromosomes.iter().enumerate().filter(|(_, sums)| !sums.is_empty()) {
            adding.add_sum(chromosome, &sums.sum(sample));
        }
        for &(row, dosage) in self.largest.get(sample).map_or(&[][..], Vec::as_slice) {
            adding.offer_largest(row as usize, site_of(row as usize), dosage, value_of(table, row, dosage));
        }
        adding
    }
}

/// Puts a row into a sample's list of the largest, where it is large enough; `least` is the least that is.
#[inline]
pub(super) fn list(table: &ScoreTable, row: u32, dosage: f64, value: f64, list: &mut Vec<(u32, f64)>, least: &mut f64) {
    if value.abs() >= *least {
        let rank_of = |row, dosage| value_of(table, row, dosage).abs();
        keep_largest(list, value.abs(), row, dosage, rank_of);
        if let (LISTED, Some((row, dosage))) = (list.len(), list.last()) {
            *least = rank_of(*row, *dosage);
        }
    }
}

/// Adds a row to a sample that has no call of it; `least` is the least that comes into its list of those.
pub(super) fn miss(
    table: &ScoreTable,
    ready: &ReadyRow,
    bearer: Bearer,
    missed: &mut Option<Box<NoCalls>>,
    least: &mut f64,
) {
    let missed = missed.get_or_insert_default();
    missed.add(ready.site, ready.kind, ready.joined, &ready.size, expected_of(ready, bearer));
    list_missed(table, ready.row, ready.rank(table), missed, least);
}

fn expected_of(ready: &ReadyRow, bearer: Bearer) -> Option<f64> {
    let size = &ready.size;
    let frequency = size.frequency.or(ready.of_file)?;
    expected(ready.site, size.weight, size.model, frequency, bearer)
}

/// Puts a row without a call into a sample's list of the largest, where it is large enough; `least` is the least that is.
#[inline]
pub(super) fn list_missed(table: &ScoreTable, row: u32, rank: f64, missed: &mut NoCalls, least: &mut f64) {
    if rank >= *least {
        keep_largest(&mut missed.largest, rank, row, (), |row, ()| rank_of(table, row));
        if let (LISTED, Some((row, ()))) = (missed.largest.len(), missed.largest.last()) {
            *least = rank_of(table, *row);
        }
    }
}

/// What a row adds with this dosage.
#[inline]
fn value_of(table: &ScoreTable, row: u32, dosage: f64) -> f64 {
    if !table.has_models() {
        return table.weight(row as usize) * dosage;
    }
    let alleles = table.row(row as usize);
    alleles.model.contribution(alleles.weight, dosage)
}
