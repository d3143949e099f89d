//! Says what one row can do to a score: its weight, its variance, and what it adds where nothing was called.

use super::adding::Bearer;
use crate::genome::{Chromosome, Ploidy, Sex, Site};
use crate::weights::{EffectModel, ScoreTable};

/// How much a row can move the score: |w|, or half the span of its weights by dosage.
#[inline]
pub(super) fn magnitude(weight: f64, model: EffectModel) -> f64 {
    match model {
        EffectModel::ByDosage(weights) => {
            let span =
                weights.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), w| (low.min(*w), high.max(*w)));
            (span.1 - span.0) / 2.0
        }
        _ => weight.abs(),
    }
}

/// What a row can do to a score.
#[derive(Clone, Copy)]
pub(super) struct RowSize {
    pub(super) weight: f64,
    pub(super) model: EffectModel,
    /// |w|, or half the span of the weights by dosage.
    pub(super) size: f64,
    pub(super) frequency: Option<f64>,
    /// 2p(1−p)β², where there is a frequency.
    pub(super) variance: Option<f64>,
}

impl RowSize {
    #[inline]
    pub(super) fn of(table: &ScoreTable, row: usize) -> Self {
        let weight = table.weight(row);
        let has_models = table.has_models();
        let model = if has_models { table.row(row).model } else { EffectModel::Additive };
        let size = if has_models { magnitude(weight, model) } else { weight.abs() };
        let frequency = if table.has_frequencies() { table.frequency(row) } else { None };
        let variance = frequency.map(|frequency| model.moments(weight, frequency).1);
        Self { weight, model, size, frequency, variance }
    }

    /// What rows that do not count are ranked by: variance where the score brings frequencies, else size.
    #[inline]
    pub(super) fn rank(&self, table: &ScoreTable) -> f64 {
        if table.has_frequencies() { self.variance.unwrap_or(0.0) } else { self.size }
    }
}

/// The same of a row of which nothing else is asked.
#[inline(always)]
pub(super) fn rank_of(table: &ScoreTable, row: u32) -> f64 {
    if table.has_frequencies() || table.has_models() {
        return RowSize::of(table, row as usize).rank(table);
    }
    table.weight(row as usize).abs()
}

/// The expected contribution of a row that was not seen, for this person's copies of the place. `None` where the person
/// has no such place.
pub(super) fn expected(site: Site, weight: f64, model: EffectModel, frequency: f64, bearer: Bearer) -> Option<f64> {
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
