//! Notes row by row who of the samples has a call and what it adds: what people are compared by.

use crate::genome::{Chromosome, Site};
use crate::stats::ExactSum;
use crate::weights::{EffectModel, ScoreTable};
use std::sync::Arc;

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
        rows: Arc<[bool]>,
        /// Whether it met a record.
        met: Vec<bool>,
        /// Each sample.
        samples: Vec<OfSample>,
    },
    /// Dosages themselves.
    Dosages(RowDosages),
}

/// Dosages of some rows in some samples, a byte each.
#[derive(Clone, Default)]
pub struct RowDosages {
    /// Each row's place among those that are noted; none of those that are not.
    of_row: Arc<[Option<u32>]>,
    /// Each sample's place among those that are noted.
    of_sample: Vec<Option<u32>>,
    people: usize,
    /// In hundredths of a copy, or none. Shape: rows × samples.
    dosages: Vec<u8>,
}

impl RowDosages {
    /// No call.
    const NONE: u8 = u8::MAX;
    const PARTS: f64 = 100.0;

    /// To note these rows and samples, each by its place, from 0 without gaps.
    pub fn new(of_row: Arc<[Option<u32>]>, of_sample: Vec<Option<u32>>) -> Self {
        let (rows, people) = (of_row.iter().flatten().count(), of_sample.iter().flatten().count());
        Self { of_row, of_sample, people, dosages: vec![Self::NONE; rows * people] }
    }

    /// Dosages of the row at this place, of each sample by its place.
    pub fn of(&self, place: usize) -> impl Iterator<Item = Option<f64>> + '_ {
        let from = place * self.people;
        let row = self.dosages.get(from..from + self.people).unwrap_or_default();
        row.iter().map(|stored| (*stored != Self::NONE).then_some(f64::from(*stored) / Self::PARTS))
    }

    /// The dosage of the row and the sample at these places.
    pub fn at(&self, row: usize, sample: usize) -> Option<f64> {
        let stored = *self.dosages.get(row * self.people + sample).filter(|_| sample < self.people)?;
        (stored != Self::NONE).then_some(f64::from(stored) / Self::PARTS)
    }

    fn note(&mut self, row: usize, sample: usize, dosage: Option<f64>) {
        let place = self.of_row.get(row).copied().flatten().zip(self.of_sample.get(sample).copied().flatten());
        let Some((row, sample)) = place else { return };
        let stored = dosage.map_or(Self::NONE, |dosage| (dosage * Self::PARTS).round().clamp(0.0, 200.0) as u8);
        if let Some(slot) = self.dosages.get_mut(row as usize * self.people + sample as usize) {
            *slot = stored;
        }
    }
}

impl RowWitness {
    /// To count copies by group.
    pub fn of_groups(of_sample: Vec<Option<u16>>, groups: usize, rows: usize) -> Self {
        Self::Groups { of_sample, counts: vec![GroupCount::default(); groups * rows] }
    }

    /// To note what each sample has of these rows.
    pub fn of_rows(rows: Arc<[bool]>, samples: usize) -> Self {
        Self::Chosen { met: vec![false; rows.len()], rows, samples: vec![OfSample::default(); samples] }
    }

    /// Whether a row that met a record at `site` is noted.
    pub(super) fn meets(&mut self, table: &ScoreTable, row: usize, site: Site) -> bool {
        match self {
            Self::Groups { .. } => is_compared(table, row, site),
            Self::Chosen { rows, met, .. } => {
                let is_chosen = rows.get(row).copied().unwrap_or(false) && is_compared(table, row, site);
                if let Some(met) = met.get_mut(row) {
                    *met |= is_chosen;
                }
                is_chosen
            }
            Self::Dosages(noted) => noted.of_row.get(row).is_some_and(Option::is_some),
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
            Self::Dosages(noted) => noted.note(row, sample, dosage),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dosages_come_back_by_their_places() {
        let mut noted = RowDosages::new([Some(1), Some(0), None].into(), vec![Some(1), None, Some(0)]);
        for (row, sample, dosage) in [
            (1, 2, Some(0.0)),
            (1, 1, Some(2.0)),
            (1, 0, None),
            (0, 2, Some(1.25)),
            (0, 0, Some(2.0)),
            (2, 0, Some(1.0)),
        ] {
            noted.note(row, sample, dosage);
        }
        assert_eq!(noted.of(0).collect::<Vec<_>>(), [Some(0.0), None]);
        assert_eq!(noted.of(1).collect::<Vec<_>>(), [Some(1.25), Some(2.0)]);
        assert_eq!(noted.of(2).count(), 0);
        assert_eq!(
            [noted.at(0, 0), noted.at(0, 1), noted.at(0, 2), noted.at(1, 1)],
            [Some(0.0), None, None, Some(2.0)]
        );
    }
}
