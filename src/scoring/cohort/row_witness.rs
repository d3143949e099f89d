//! Notes row by row who of the samples has a call and what it adds: what people are compared by.

use crate::genome::{Chromosome, Site};
use crate::stats::ExactSum;
use crate::weights::{EffectModel, ScoreTable};
use std::rc::Rc;

/// Copies of a row's effect allele in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GroupCount {
    /// Copies.
    pub copies: f64,
    /// Samples with a call.
    pub called: u32,
}

/// What one sample has of the chosen rows.
#[derive(Clone, Default)]
pub struct OfSample {
    /// What they add up to.
    pub sum: ExactSum,
    /// Rows that were met and that the sample has no call at, ascending after [`RowWitness::settle`].
    pub missed: Vec<u32>,
}

/// What is noted of every row that counts.
#[derive(Clone)]
pub enum RowWitness {
    /// Copies of the effect allele by group, of additive rows on autosomes.
    Groups {
        /// The group of each sample; none of those that do not count.
        of_sample: Vec<Option<u16>>,
        /// Shape: groups × rows.
        counts: Vec<GroupCount>,
    },
    /// What each sample has of some rows.
    Chosen {
        /// Whether a row is among them.
        rows: Rc<[bool]>,
        /// Whether it met a record.
        met: Vec<bool>,
        /// Each sample.
        samples: Vec<OfSample>,
    },
}

impl RowWitness {
    /// To count copies by group.
    pub fn of_groups(of_sample: Vec<Option<u16>>, groups: usize, rows: usize) -> Self {
        Self::Groups { of_sample, counts: vec![GroupCount::default(); groups * rows] }
    }

    /// To note what each sample has of these rows.
    pub fn of_rows(rows: Rc<[bool]>, samples: usize) -> Self {
        Self::Chosen { met: vec![false; rows.len()], rows, samples: vec![OfSample::default(); samples] }
    }

    /// Whether a row that met a record at `site` is noted.
    pub(super) fn meets(&mut self, table: &ScoreTable, row: usize, site: Site) -> bool {
        match self {
            Self::Groups { .. } => is_compared(table, row, site),
            Self::Chosen { rows, met, .. } => {
                let is_chosen = rows.get(row).copied().unwrap_or(false);
                if let Some(met) = met.get_mut(row) {
                    *met |= is_chosen;
                }
                is_chosen
            }
        }
    }

    /// Notes a sample's call at such a row.
    #[inline]
    pub(super) fn call(&mut self, table: &ScoreTable, row: usize, sample: usize, dosage: Option<f64>) {
        match self {
            Self::Groups { of_sample, counts } => {
                let (Some(Some(group)), Some(dosage)) = (of_sample.get(sample), dosage) else { return };
                if let Some(count) = counts.get_mut(usize::from(*group) * table.len() + row) {
                    count.copies += dosage;
                    count.called += 1;
                }
            }
            Self::Chosen { samples, .. } => {
                let Some(of) = samples.get_mut(sample) else { return };
                match dosage {
                    Some(dosage) => of.sum.add(table.weight(row) * dosage),
                    None => of.missed.extend(u32::try_from(row)),
                }
            }
        }
    }

    /// Puts missed rows in order.
    pub(super) fn settle(&mut self) {
        if let Self::Chosen { samples, .. } = self {
            samples.iter_mut().for_each(|of| of.missed.sort_unstable());
        }
    }
}

/// Whether a frequency says what to expect of a row: its effect is additive, and everybody has two copies of the site.
pub fn is_compared(table: &ScoreTable, row: usize, site: Site) -> bool {
    let is_autosome = |chromosome: Chromosome| (1..=22).contains(&chromosome.index());
    table.row(row).model == EffectModel::Additive && site.chromosome().is_some_and(is_autosome)
}
