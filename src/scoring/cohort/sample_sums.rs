//! Holds what every sample has of its own of one score: its sum on each chromosome, its largest rows, its no-calls.

use super::packed_rows::PackedCopies;
use crate::genome::{Chromosome, Site};
use crate::matching::{Joined, MatchKind};
use crate::scoring::adding::{Adding, Bearer, LISTED, chromosome_index};
use crate::scoring::no_calls::{NoCalls, keep_largest};
use crate::scoring::row_size::{RowSize, expected};
use crate::stats::exact_sums::Term;
use crate::stats::{ExactSums, PackedTerms};
use crate::weights::ScoreTable;

/// Every sample's part of a score. Takes some 300 to 800 bytes a sample, of which 16 are for each chromosome met.
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
}

/// Samples that are passed over together where a row adds too little for any of their lists.
const TOGETHER: usize = 64;

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
    /// The index of the chromosome that the row was found on.
    pub(super) fn chromosome(&self) -> usize {
        chromosome_index(self.site)
    }

    /// What the codes of packed calls add where they count this allele, and nothing where there is no call.
    fn by_code(&self, allele: u8) -> [(f64, Term); 4] {
        let [none, one, both] = self.copies;
        let missing = (0.0, Term::Near(0));
        if allele == 0 { [both, one, none, missing] } else { [none, one, both, missing] }
    }

    /// The same to be added packed; `None` where the sums do not let it.
    pub(super) fn packed_terms(&self, allele: u8) -> Option<PackedTerms> {
        PackedTerms::new(self.by_code(allele).map(|(_, term)| term))
    }

    /// Asks for the file's own frequency, unless the score brings one.
    pub(super) fn fill_from(&mut self, frequency: impl Fn() -> Option<f64>) {
        self.of_file = if self.size.frequency.is_none() { frequency() } else { None };
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
        let Some(dosage) = dosage else { return self.miss(table, ready, sample, bearer) };
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
        self.list(table, ready.row, sample, dosage, value);
    }

    /// Puts a row into a sample's list of the largest, where it is large enough.
    #[inline]
    fn list(&mut self, table: &ScoreTable, row: u32, sample: usize, dosage: f64, value: f64) {
        let (Some(list), Some(least)) = (self.largest.get_mut(sample), self.least.get_mut(sample)) else { return };
        if value.abs() >= *least {
            let rank_of = |row, dosage| value_of(table, row, dosage).abs();
            keep_largest(list, value.abs(), row, dosage, rank_of);
            if let (LISTED, Some((row, dosage))) = (list.len(), list.last()) {
                *least = rank_of(*row, *dosage);
            }
        }
    }

    /// Does what [`Self::add`] does of a row of packed calls, in everything but adding to the sums.
    pub(super) fn list_packed(
        &mut self,
        table: &ScoreTable,
        ready: &ReadyRow,
        copies: PackedCopies<'_>,
        bearers: &[Bearer],
    ) {
        let packed = copies.counted;
        for sample in packed.missing() {
            if let Some(bearer) = bearers.get(sample) {
                self.miss(table, ready, sample, *bearer);
            }
        }
        let values = ready.by_code(copies.allele).map(|(value, _)| value);
        let largest = values.into_iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        if largest == 0.0 {
            return;
        }
        let groups = packed.bytes().chunks(TOGETHER / 4).enumerate();
        for (group, bytes) in groups {
            if self.least_of_all.get(group).is_none_or(|least| largest < *least) {
                continue;
            }
            let samples = group * TOGETHER..((group + 1) * TOGETHER).min(packed.samples());
            let codes = bytes.iter().flat_map(|byte| [0, 2, 4, 6].map(|shift| byte >> shift & 3));
            for (sample, code) in samples.clone().zip(codes) {
                let value = values[usize::from(code)];
                if let (true, Some(dosage)) = (value != 0.0, copies.of_code(code)) {
                    self.list(table, ready.row, sample, dosage, value);
                }
            }
            let least = self.least.get(samples).unwrap_or_default();
            self.least_of_all[group] = least.iter().copied().fold(f64::INFINITY, f64::min);
        }
    }

    fn miss(&mut self, table: &ScoreTable, ready: &ReadyRow, sample: usize, bearer: Bearer) {
        let (Some(missed), Some(least)) = (self.no_calls.get_mut(sample), self.least_missed.get_mut(sample)) else {
            return;
        };
        let missed = missed.get_or_insert_default();
        let size = &ready.size;
        let frequency = size.frequency.or(ready.of_file);
        let fills = frequency.and_then(|of| expected(ready.site, size.weight, size.model, of, bearer));
        missed.add(ready.site, ready.kind, ready.joined, size, fills);
        let rank = size.rank(table);
        if rank >= *least {
            let rank_of = |row: u32, ()| RowSize::of(table, row as usize).rank(table);
            keep_largest(&mut missed.largest, rank, ready.row, (), rank_of);
            if let (LISTED, Some((row, ()))) = (missed.largest.len(), missed.largest.last()) {
                *least = rank_of(*row, ());
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
                missed.get_or_insert_default().merge(more, |row| RowSize::of(table, row as usize).rank(table));
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
            adding.miss(missed, |row| RowSize::of(table, row as usize).rank(table));
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

/// What a row adds with this dosage.
fn value_of(table: &ScoreTable, row: u32, dosage: f64) -> f64 {
    let alleles = table.row(row as usize);
    alleles.model.contribution(alleles.weight, dosage)
}
