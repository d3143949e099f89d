//! Adds up one score for one person, with everything that was matched, excluded and missing counted.

use crate::genome::{Build, Chromosome, Genome, Ploidy, Sex, Site};
use crate::matching::{Excluded, Joined, MatchKind, Outcome, Positions, RowMatch, Rules, Unmatched};
use crate::stats::{ExactSum, Largest};
use crate::weights::{EffectModel, ScoreTable, Unsupported};
use std::collections::BTreeMap;

/// Missing effects and contributions that a report lists.
pub const LISTED: usize = 20;

/// One chromosome's share of a score. Index 0 of [`Tally::chromosomes`] is for rows without a place.
#[derive(Clone, Default)]
pub struct ChromosomeTally {
    /// Rows of the score there.
    pub rows: u64,
    /// Those matched.
    pub matched: u64,
    /// Their exact sum.
    pub sum: ExactSum,
}

/// A score added up.
#[derive(Clone)]
pub struct Tally {
    /// Rows, every one of them.
    pub rows: u64,
    /// Rows that count.
    pub matched: u64,
    /// Rows with nothing to compare with.
    pub unmatched: u64,
    /// Those of them that lie where nothing but REF was seen, without it being known which of their alleles REF is.
    pub reference_unknown: u64,
    /// Rows whose marker was not called.
    pub no_call: u64,
    /// Rows left out, by reason.
    pub excluded: BTreeMap<Excluded, u64>,
    /// Matched rows by kind.
    pub kinds: BTreeMap<MatchKind, u64>,
    /// Matched rows that were joined by rsID.
    pub joined_by_id: u64,
    /// Σ of the contributions of matched rows, rounded once.
    pub observed_sum: f64,
    /// The same plus the expected contribution of missing rows; `None` without frequencies.
    pub filled_sum: Option<f64>,
    /// Rows that were filled.
    pub filled_rows: u64,
    /// Share of the score's variance that was matched; `None` without frequencies.
    pub variance_coverage: Option<f64>,
    /// Share of Σ|w| that was matched.
    pub weight_coverage: f64,
    /// Rows that cannot be scored and their share of Σ|w|.
    pub unsupported: BTreeMap<Unsupported, (u64, f64)>,
    /// Rows with the largest missing effects, their shares and what became of them, largest first.
    pub missing: Vec<(usize, f64, Outcome)>,
    /// Rows with the largest contributions, where they were found and how many copies count, largest first.
    pub largest: Vec<(usize, Site, f64)>,
    /// By chromosome index.
    pub chromosomes: Vec<ChromosomeTally>,
}

/// The contribution of a matched row.
#[inline]
pub fn contribution(table: &ScoreTable, row: usize, found: &RowMatch) -> f64 {
    let alleles = table.row(row);
    alleles.model.contribution(alleles.weight, found.dosage)
}

/// How much a row can move the score: |w|, or half the span of its weights by dosage.
#[inline]
fn magnitude(weight: f64, model: EffectModel) -> f64 {
    match model {
        EffectModel::ByDosage(weights) => {
            let span =
                weights.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), w| (low.min(*w), high.max(*w)));
            (span.1 - span.0) / 2.0
        }
        _ => weight.abs(),
    }
}

/// The expected contribution of a row that was not seen, for this person's copies of the place. `None` where the person
/// has no such place.
fn expected(site: Site, weight: f64, model: EffectModel, frequency: f64, bearer: Bearer) -> Option<f64> {
    let Bearer { sex, build, male_x } = bearer;
    if site.chromosome() == Some(Chromosome::Y) && sex == Sex::Female {
        return None;
    }
    Some(match (site.chromosome(), Ploidy::of(site, sex, build)) {
        (_, Ploidy::Diploid) => model.moments(weight, frequency).0,
        (Some(Chromosome::X), Ploidy::Haploid) => model.haploid_mean(weight, frequency, male_x),
        (_, Ploidy::Haploid) => model.haploid_mean(weight, frequency, 1),
    })
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
        let weight = table.weight(row);
        let model = if self.has_models { table.row(row).model } else { EffectModel::Additive };
        let size = if self.has_models { magnitude(weight, model) } else { weight.abs() };
        let frequency = if self.has_frequencies { table.frequency(row) } else { None };
        let variance = frequency.map(|frequency| model.moments(weight, frequency).1);
        let of = &mut self.chromosomes[site.chromosome().map_or(0, |chromosome| usize::from(chromosome.index()))];
        self.rows += 1;
        of.rows += 1;
        match found.outcome {
            Outcome::Matched(kind) => {
                let value =
                    if self.has_models { model.contribution(weight, found.dosage) } else { weight * found.dosage };
                of.matched += 1;
                if value != 0.0 {
                    of.sum.add(value);
                    self.largest.offer(value.abs(), row, (site, found.dosage));
                }
                self.matched += 1;
                self.kinds[kind as usize] += 1;
                self.joined_by_id += u64::from(found.joined == Joined::RsId);
                self.matched_weight.add(size);
                if let Some(variance) = variance {
                    self.matched_variance.add(variance);
                }
                return;
            }
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
        let filled_sum = has_frequencies.then(|| {
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

/// Adds up `table` for the person, given what became of each row.
pub fn tally_score(
    table: &ScoreTable,
    genome: &Genome,
    positions: Positions,
    build: Build,
    rules: &Rules,
    matches: &[RowMatch],
) -> Tally {
    let bearer = Bearer { sex: genome.sex, build, male_x: rules.male_x };
    let mut adding = Adding::new(table);
    for (row, found) in matches.iter().enumerate() {
        let site = match found.outcome {
            Outcome::Matched(_) => genome.site(found.entry as usize),
            _ => shown_site(table, row, positions),
        };
        adding.add(table, row, site, found, bearer);
    }
    adding.finish(table)
}

/// A score of which nothing was compared, as its positions are on another build.
pub fn tally_refused(table: &ScoreTable, positions: Positions, bearer: Bearer) -> Tally {
    let mut adding = Adding::new(table);
    for row in 0..table.len() {
        let outcome = match table.unsupported(row) {
            Some(reason) => Outcome::Excluded(Excluded::Unsupported(reason)),
            None => Outcome::Unmatched(Unmatched::OtherBuild),
        };
        let found = RowMatch { entry: 0, joined: Joined::Not, outcome, dosage: 0.0 };
        adding.add(table, row, shown_site(table, row, positions), &found, bearer);
    }
    adding.finish(table)
}

/// Where to show a row that was not matched: the chosen columns, or whichever has a place.
#[inline]
pub fn shown_site(table: &ScoreTable, row: usize, positions: Positions) -> Site {
    let chosen = positions.site(table, row);
    if chosen.is_some() {
        return chosen;
    }
    let harmonised = table.harmonised_site(row);
    if harmonised.is_some() { harmonised } else { table.author_site(row) }
}

/// `part / whole`, 0 where there is nothing to share.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
