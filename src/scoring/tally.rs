//! Adds up one score for one person, with everything that was matched, excluded and missing counted.

use crate::genome::{Build, Chromosome, Genome, Ploidy, Sex, Site};
use crate::matching::{Excluded, Joined, MatchKind, Outcome, Positions, RowMatch, Rules};
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
    /// Rows with the largest missing effects and their shares, largest first.
    pub missing: Vec<(usize, f64)>,
    /// Rows with the largest contributions, largest first.
    pub largest: Vec<usize>,
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
fn expected(
    site: Site,
    weight: f64,
    model: EffectModel,
    frequency: f64,
    sex: Sex,
    build: Build,
    rules: &Rules,
) -> Option<f64> {
    if site.chromosome() == Some(Chromosome::Y) && sex == Sex::Female {
        return None;
    }
    Some(match (site.chromosome(), Ploidy::of(site, sex, build)) {
        (_, Ploidy::Diploid) => model.moments(weight, frequency).0,
        (Some(Chromosome::X), Ploidy::Haploid) => model.haploid_mean(weight, frequency, rules.male_x),
        (_, Ploidy::Haploid) => model.haploid_mean(weight, frequency, 1),
    })
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
    let (has_frequencies, has_models) = (table.has_frequencies(), table.has_models());
    let mut tally = Tally {
        rows: table.len() as u64,
        matched: 0,
        unmatched: 0,
        no_call: 0,
        excluded: BTreeMap::new(),
        kinds: BTreeMap::new(),
        joined_by_id: 0,
        observed_sum: 0.0,
        filled_sum: None,
        filled_rows: 0,
        variance_coverage: None,
        weight_coverage: 0.0,
        unsupported: BTreeMap::new(),
        missing: Vec::new(),
        largest: Vec::new(),
        chromosomes: vec![ChromosomeTally::default(); Chromosome::COUNT],
    };
    // Sums are exact, so the whole is the sum of its parts, and each row is added to one of them.
    let (mut matched_weight, mut other_weight) = (ExactSum::default(), ExactSum::default());
    let (mut matched_variance, mut other_variance) = (ExactSum::default(), ExactSum::default());
    let mut fill = ExactSum::default();
    let mut unsupported_weight: BTreeMap<Unsupported, ExactSum> = BTreeMap::new();
    let (mut missing, mut largest) = (Largest::new(LISTED), Largest::new(LISTED));
    let mut kinds = [0_u64; MatchKind::ALL.len()];

    for (row, found) in matches.iter().enumerate() {
        let weight = table.weight(row);
        let model = if has_models { table.row(row).model } else { EffectModel::Additive };
        let size = if has_models { magnitude(weight, model) } else { weight.abs() };
        let frequency = if has_frequencies { table.frequency(row) } else { None };
        let variance = frequency.map(|frequency| model.moments(weight, frequency).1);
        let site = match (found.outcome, found.joined) {
            (Outcome::Matched(_), Joined::RsId) => genome.site(found.entry as usize),
            // A row joined by position has its marker's chromosome.
            _ => shown_site(table, row, positions),
        };
        let of = &mut tally.chromosomes[site.chromosome().map_or(0, |chromosome| usize::from(chromosome.index()))];
        of.rows += 1;
        match found.outcome {
            Outcome::Matched(kind) => {
                let value = if has_models { model.contribution(weight, found.dosage) } else { weight * found.dosage };
                of.matched += 1;
                if value != 0.0 {
                    of.sum.add(value);
                    largest.offer(value.abs(), row);
                }
                tally.matched += 1;
                kinds[kind as usize] += 1;
                tally.joined_by_id += u64::from(found.joined == Joined::RsId);
                matched_weight.add(size);
                if let Some(variance) = variance {
                    matched_variance.add(variance);
                }
                continue;
            }
            Outcome::NoCall => tally.no_call += 1,
            Outcome::Unmatched(_) => tally.unmatched += 1,
            Outcome::Excluded(reason) => {
                *tally.excluded.entry(reason).or_default() += 1;
                if let Excluded::Unsupported(reason) = reason {
                    unsupported_weight.entry(reason).or_default().add(size);
                    tally.unsupported.entry(reason).or_default().0 += 1;
                }
            }
        }
        other_weight.add(size);
        // Rows that cannot be scored are part of the score too.
        if let Some(variance) = variance {
            other_variance.add(variance);
        }
        let scorable = !matches!(found.outcome, Outcome::Excluded(Excluded::Unsupported(_) | Excluded::DosageWeights));
        if found.outcome == Outcome::Excluded(Excluded::Duplicate) {
            continue;
        }
        missing.offer(if has_frequencies { variance.unwrap_or(0.0) } else { size }, row);
        if let (Some(frequency), true) = (frequency, scorable)
            && let Some(value) = expected(site, weight, model, frequency, genome.sex, build, rules)
        {
            fill.add(value);
            tally.filled_rows += 1;
        }
    }

    let mut observed = ExactSum::default();
    tally.chromosomes.iter().for_each(|of| observed.merge(&of.sum));
    tally.observed_sum = observed.value();
    other_weight.merge(&matched_weight);
    other_variance.merge(&matched_variance);
    let (weight, variance) = (other_weight.value(), other_variance.value());
    tally.weight_coverage = share(matched_weight.value(), weight);
    if has_frequencies {
        fill.merge(&observed);
        tally.filled_sum = Some(fill.value());
        tally.variance_coverage = Some(share(matched_variance.value(), variance));
    }
    for (reason, sum) in unsupported_weight {
        if let Some((_, of_weight)) = tally.unsupported.get_mut(&reason) {
            *of_weight = share(sum.value(), weight);
        }
    }
    let share_of = |row: usize| {
        let crate::weights::Row { weight: row_weight, model, .. } = table.row(row);
        match (has_frequencies, table.frequency(row)) {
            (true, Some(frequency)) => share(model.moments(row_weight, frequency).1, variance),
            (true, None) => 0.0,
            (false, _) => share(magnitude(row_weight, model), weight),
        }
    };
    tally.missing = missing.into_items().map(|row| (row, share_of(row))).collect();
    tally.largest = largest.into_items().collect();
    tally.kinds = MatchKind::ALL.into_iter().zip(kinds).filter(|(_, count)| *count > 0).collect();
    tally
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
