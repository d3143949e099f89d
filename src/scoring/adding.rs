//! Adds up one score for one person row by row, in any order and in parts.

use super::no_calls::NoCalls;
use super::row_size::{RowSize, expected, magnitude};
use super::tally::{ChromosomeTally, Tally, share};
use crate::genome::{Build, Chromosome, Sex, Site};
use crate::matching::{Excluded, Joined, MatchKind, Outcome, RowMatch, Unmatched};
use crate::stats::{ExactSum, Largest};
use crate::weights::{ScoreTable, Unsupported};
use std::collections::BTreeMap;

/// Missing effects and contributions that a report lists.
pub const LISTED: usize = 20;

/// The place in [`Tally::chromosomes`] of a site.
#[inline]
pub(super) fn chromosome_index(site: Site) -> usize {
    site.chromosome().map_or(0, |chromosome| usize::from(chromosome.index()))
}

/// Whose copies are counted: what decides how many there are where nothing was called.
#[derive(Clone, Copy, Debug)]
pub struct Bearer {
    /// The sex.
    pub sex: Sex,
    /// The genome's build, or the one assumed for it.
    pub build: Build,
    /// Copies that a male's one X allele counts as.
    pub male_x: u8,
}

/// A score on its way: rows are added in any order, and parts of it merged; the sums are exact, so they come out the same.
#[derive(Clone)]
pub struct Adding {
    has_frequencies: bool,
    has_models: bool,
    /// Whether rows without a call are filled from the file's own frequencies where the score brings none.
    pub(super) fills_from_file: bool,
    rows: u64,
    matched: u64,
    unmatched: u64,
    reference_unknown: u64,
    no_call: u64,
    joined_by_id: u64,
    filled_rows: u64,
    excluded: BTreeMap<Excluded, u64>,
    kinds: [u64; MatchKind::ALL.len()],
    // The whole is the sum of its parts, and each row is added to one of them.
    matched_weight: ExactSum,
    other_weight: ExactSum,
    matched_variance: ExactSum,
    other_variance: ExactSum,
    fill: ExactSum,
    unsupported: BTreeMap<Unsupported, (u64, ExactSum)>,
    missing: Largest<Outcome>,
    largest: Largest<(Site, f64)>,
    chromosomes: Vec<ChromosomeTally>,
}

impl Adding {
    /// Before the first row of `table`.
    pub fn new(table: &ScoreTable) -> Self {
        Self {
            has_frequencies: table.has_frequencies(),
            has_models: table.has_models(),
            fills_from_file: false,
            rows: 0,
            matched: 0,
            unmatched: 0,
            reference_unknown: 0,
            no_call: 0,
            joined_by_id: 0,
            filled_rows: 0,
            excluded: BTreeMap::new(),
            kinds: [0; MatchKind::ALL.len()],
            matched_weight: ExactSum::default(),
            other_weight: ExactSum::default(),
            matched_variance: ExactSum::default(),
            other_variance: ExactSum::default(),
            fill: ExactSum::default(),
            unsupported: BTreeMap::new(),
            missing: Largest::new(LISTED),
            largest: Largest::new(LISTED),
            chromosomes: vec![ChromosomeTally::default(); Chromosome::COUNT],
        }
    }

    /// Adds what became of one row. `site` is where it was found, or where the score has it.
    #[inline]
    pub fn add(&mut self, table: &ScoreTable, row: usize, site: Site, found: &RowMatch, bearer: Bearer) {
        let RowSize { weight, model, size, frequency, variance } = RowSize::of(table, row);
        if let Outcome::Matched(kind) = found.outcome {
            self.meet(table, row, site, kind, found.joined);
            let value = if self.has_models { model.contribution(weight, found.dosage) } else { weight * found.dosage };
            if value != 0.0 {
                self.chromosomes[chromosome_index(site)].sum.add(value);
                self.largest.offer(value.abs(), row, (site, found.dosage));
            }
            return;
        }
        self.rows += 1;
        self.chromosomes[chromosome_index(site)].rows += 1;
        match found.outcome {
            Outcome::Matched(_) => {}
            Outcome::NoCall => self.no_call += 1,
            Outcome::Unmatched(why) => {
                self.unmatched += 1;
                self.reference_unknown += u64::from(why == Unmatched::ReferenceUnknown);
            }
            Outcome::Excluded(reason) => {
                *self.excluded.entry(reason).or_default() += 1;
                if let Excluded::Unsupported(reason) = reason {
                    let (rows, sum) = self.unsupported.entry(reason).or_default();
                    *rows += 1;
                    sum.add(size);
                }
            }
        }
        self.other_weight.add(size);
        // Rows that cannot be scored are part of the score too.
        if let Some(variance) = variance {
            self.other_variance.add(variance);
        }
        let scorable = !matches!(found.outcome, Outcome::Excluded(Excluded::Unsupported(_) | Excluded::DosageWeights));
        if found.outcome == Outcome::Excluded(Excluded::Duplicate) {
            return;
        }
        self.missing.offer(if self.has_frequencies { variance.unwrap_or(0.0) } else { size }, row, found.outcome);
        if let (Some(frequency), true) = (frequency, scorable)
            && let Some(value) = expected(site, weight, model, frequency, bearer)
        {
            self.fill.add(value);
            self.filled_rows += 1;
        }
    }

    /// Counts a row that matched, in everything but what it adds to the sum.
    #[inline]
    pub(super) fn meet(&mut self, table: &ScoreTable, row: usize, site: Site, kind: MatchKind, joined: Joined) {
        let RowSize { size, variance, .. } = RowSize::of(table, row);
        let of = &mut self.chromosomes[chromosome_index(site)];
        of.rows += 1;
        of.matched += 1;
        self.rows += 1;
        self.matched += 1;
        self.kinds[kind as usize] += 1;
        self.joined_by_id += u64::from(joined == Joined::RsId);
        self.matched_weight.add(size);
        if let Some(variance) = variance {
            self.matched_variance.add(variance);
        }
    }

    /// Makes no-calls of rows that were met.
    pub(super) fn miss(&mut self, missed: &NoCalls, key_of: impl Fn(u32) -> f64) {
        let rows = u64::from(missed.rows);
        self.matched -= rows.min(self.matched);
        self.no_call += rows;
        self.joined_by_id -= u64::from(missed.by_id).min(self.joined_by_id);
        self.filled_rows += u64::from(missed.filled_rows);
        for (kind, fewer) in self.kinds.iter_mut().zip(missed.kinds) {
            *kind -= u64::from(fewer).min(*kind);
        }
        for (of, fewer) in self.chromosomes.iter_mut().zip(missed.chromosomes) {
            of.matched -= u64::from(fewer).min(of.matched);
        }
        self.matched_weight.subtract(&missed.weight);
        self.other_weight.merge(&missed.weight);
        self.matched_variance.subtract(&missed.variance);
        self.other_variance.merge(&missed.variance);
        self.fill.merge(&missed.fill);
        for &(row, ()) in &missed.largest {
            self.missing.offer(key_of(row), row as usize, Outcome::NoCall);
        }
    }

    /// Adds to the sum of one chromosome.
    pub(super) fn add_sum(&mut self, chromosome: usize, sum: &ExactSum) {
        if let Some(of) = self.chromosomes.get_mut(chromosome) {
            of.sum.merge(sum);
        }
    }

    /// Offers a row that counts to the list of the largest.
    pub(super) fn offer_largest(&mut self, row: usize, site: Site, dosage: f64, value: f64) {
        self.largest.offer(value.abs(), row, (site, dosage));
    }

    /// Adds all the rows of `other`, which is of the same score and has none of these.
    pub fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.matched += other.matched;
        self.unmatched += other.unmatched;
        self.reference_unknown += other.reference_unknown;
        self.no_call += other.no_call;
        self.joined_by_id += other.joined_by_id;
        self.filled_rows += other.filled_rows;
        for (reason, count) in &other.excluded {
            *self.excluded.entry(*reason).or_default() += count;
        }
        self.kinds.iter_mut().zip(other.kinds).for_each(|(kind, more)| *kind += more);
        self.matched_weight.merge(&other.matched_weight);
        self.other_weight.merge(&other.other_weight);
        self.matched_variance.merge(&other.matched_variance);
        self.other_variance.merge(&other.other_variance);
        self.fill.merge(&other.fill);
        for (reason, (more, of_weight)) in &other.unsupported {
            let (rows, sum) = self.unsupported.entry(*reason).or_default();
            *rows += more;
            sum.merge(of_weight);
        }
        self.missing.merge(&other.missing);
        self.largest.merge(&other.largest);
        for (of, more) in self.chromosomes.iter_mut().zip(&other.chromosomes) {
            of.rows += more.rows;
            of.matched += more.matched;
            of.sum.merge(&more.sum);
        }
    }

    /// The score added up.
    pub fn finish(mut self, table: &ScoreTable) -> Tally {
        let mut observed = ExactSum::default();
        self.chromosomes.iter().for_each(|of| observed.merge(&of.sum));
        self.other_weight.merge(&self.matched_weight);
        self.other_variance.merge(&self.matched_variance);
        let (weight, variance) = (self.other_weight.value(), self.other_variance.value());
        let has_frequencies = self.has_frequencies;
        let share_of = |row: usize| {
            let crate::weights::Row { weight: row_weight, model, .. } = table.row(row);
            match (has_frequencies, table.frequency(row)) {
                (true, Some(frequency)) => share(model.moments(row_weight, frequency).1, variance),
                (true, None) => 0.0,
                (false, _) => share(magnitude(row_weight, model), weight),
            }
        };
        let observed_sum = observed.value();
        let filled_sum = (has_frequencies || self.fills_from_file).then(|| {
            self.fill.merge(&observed);
            self.fill.value()
        });
        Tally {
            rows: self.rows,
            matched: self.matched,
            unmatched: self.unmatched,
            reference_unknown: self.reference_unknown,
            no_call: self.no_call,
            excluded: self.excluded,
            kinds: MatchKind::ALL.into_iter().zip(self.kinds).filter(|(_, count)| *count > 0).collect(),
            joined_by_id: self.joined_by_id,
            observed_sum,
            filled_sum,
            filled_rows: self.filled_rows,
            fills_from_file: self.fills_from_file,
            variance_coverage: has_frequencies.then(|| share(self.matched_variance.value(), variance)),
            weight_coverage: share(self.matched_weight.value(), weight),
            unsupported: self
                .unsupported
                .into_iter()
                .map(|(reason, (rows, sum))| (reason, (rows, share(sum.value(), weight))))
                .collect(),
            missing: self.missing.into_items().map(|(row, outcome)| (row, share_of(row), outcome)).collect(),
            largest: self.largest.into_items().map(|(row, (site, dosage))| (row, site, dosage)).collect(),
            chromosomes: self.chromosomes,
        }
    }
}
