//! Holds what a score looks like among reference people: the part of its pack by which a person's sum is put into relation.

use super::{Linkage, SourceFile};
use serde::{Deserialize, Serialize};

/// Groups of a calibration at most.
pub const GROUPS_MAX: usize = 256;

/// Frequencies are kept as whole parts of this.
const FREQUENCY_PARTS: u16 = u16::MAX - 1;

/// Where a calibration comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CalibrationAbout {
    /// The program version that made it.
    pub tallele: String,
    /// The command that makes it again, with the files' names alone.
    pub command: String,
    /// Whose genotypes these are.
    pub origin: String,
    /// Under what terms.
    pub licence: String,
    /// The panel's files and the labels.
    pub sources: Vec<SourceFile>,
}

/// A score among the people of one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CalibratedGroup {
    /// The group, as the labels call it.
    pub group: String,
    /// People.
    pub people: u64,
    /// Mean of the sum over all rows that have frequencies.
    pub mean: f64,
    /// Its variance (÷ n − 1).
    pub variance: f64,
    /// That variance ÷ 2Σβ²p(1 − p): what linkage between the variants does to it. 1 where the score does not vary.
    pub ld_factor: f64,
    /// The sum at 0, 1, … 100 per cent of the people.
    pub quantiles: Vec<f64>,
}

/// How a score runs along a panel's principal components: the coefficients of Z_norm1 and Z_norm2.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComponentsFit {
    /// SHA-256 of the ancestry panel whose components these are, as it is stored.
    pub panel_sha256: String,
    /// People fitted to.
    pub people: u64,
    /// Mean and standard deviation (÷ n) of each component among them.
    pub components: Vec<(f64, f64)>,
    /// What is taken off a sum first.
    pub offset: f64,
    /// What it is then divided by.
    pub residual_sd: f64,
    /// γ of Z_norm1, the constant first.
    pub mean_alone: Vec<f64>,
    /// γ of Z_norm2, the constant first.
    pub mean: Vec<f64>,
    /// δ of Z_norm2, the constant first.
    pub log_variance: Vec<f64>,
}

/// Which rows published sums of reference people are over: all that can be scored, or all but the palindromic ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedSums {
    /// Whether palindromic rows (A/T, C/G) are in the sums; pgsc_calc leaves them out unless asked.
    pub palindromes: bool,
}

/// What a score looks like among reference people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreCalibration {
    /// Where it comes from.
    pub about: CalibrationAbout,
    /// Every group.
    pub groups: Vec<CalibratedGroup>,
    /// Share of Σβ² that rows with frequencies have, of all rows that can be scored.
    pub held: f64,
    /// Coefficients along components; none where too few of the panel's people could be placed.
    pub fit: Option<ComponentsFit>,
    /// Where sums were published and no genotypes were at hand: there are no frequencies then, so that only who has every
    /// row that was summed can be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_sums: Option<PublishedSums>,
    /// Frequency of each row's effect allele in each group. Shape: groups × rows; empty with `published_sums`.
    #[serde(skip)]
    pub frequencies: Vec<StoredFrequency>,
    /// How rows near each other go together; without pairs where nothing was measured.
    #[serde(skip)]
    pub linkage: Linkage,
}

/// A frequency in two bytes, to within 8·10⁻⁶, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredFrequency(u16);

impl StoredFrequency {
    /// No frequency.
    pub const NONE: Self = Self(u16::MAX);

    /// The nearest; [`Self::NONE`] for what is not from 0 to 1.
    pub fn new(frequency: f64) -> Self {
        if !(0.0..=1.0).contains(&frequency) {
            return Self::NONE;
        }
        Self((frequency * f64::from(FREQUENCY_PARTS)).round() as u16)
    }

    /// The frequency, where there is one.
    pub fn value(self) -> Option<f64> {
        (self != Self::NONE).then(|| f64::from(self.0) / f64::from(FREQUENCY_PARTS))
    }

    /// As it is stored.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Of what is stored.
    pub fn from_bits(bits: u16) -> Self {
        Self(bits)
    }
}

impl ScoreCalibration {
    /// The frequencies of a row in every group; `None` unless all groups have one.
    pub fn of_row(&self, row: usize, rows: usize) -> Option<Vec<f64>> {
        let of = |group: usize| self.frequencies.get(group * rows + row)?.value();
        if self.groups.is_empty() || row >= rows {
            return None;
        }
        (0..self.groups.len()).map(of).collect()
    }

    /// Whether everything is a number that can be, and fits a score of so many rows.
    pub fn is_sound(&self, rows: usize) -> bool {
        let of_group = |group: &CalibratedGroup| {
            let numbers = [group.mean, group.variance, group.ld_factor];
            numbers.iter().chain(&group.quantiles).all(|number| number.is_finite())
                && group.people > 0
                && group.variance >= 0.0
                && group.ld_factor > 0.0
        };
        let of_fit = |fit: &ComponentsFit| {
            let width = fit.components.len() + 1;
            let numbers = fit.components.iter().flat_map(|(mean, sd)| [mean, sd]);
            let numbers = numbers.chain(&fit.mean_alone).chain(&fit.mean).chain(&fit.log_variance);
            numbers.chain([&fit.offset, &fit.residual_sd]).all(|number| number.is_finite())
                && [&fit.mean_alone, &fit.mean, &fit.log_variance].iter().all(|of| of.len() == width)
                && fit.components.iter().all(|(_, sd)| *sd > 0.0)
                && fit.residual_sd > 0.0
        };
        (1..=GROUPS_MAX).contains(&self.groups.len())
            && self.frequencies.len() == if self.published_sums.is_some() { 0 } else { self.groups.len() * rows }
            && (self.published_sums.is_none() || self.fit.is_some())
            && self.linkage.fits(rows, self.groups.len())
            && (0.0..=1.0).contains(&self.held)
            && self.groups.iter().all(of_group)
            && self.fit.iter().all(of_fit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_come_back() {
        for frequency in [0.0, 1e-5, 0.123_456, 0.5, 0.999, 1.0] {
            let back = StoredFrequency::new(frequency).value().expect("stored");
            assert!((back - frequency).abs() < 8e-6, "{frequency} {back}");
        }
        for frequency in [f64::NAN, -0.1, 1.1] {
            assert_eq!(StoredFrequency::new(frequency).value(), None);
        }
    }

    #[test]
    fn a_row_needs_every_group() {
        let group =
            |name: &str| CalibratedGroup { group: name.to_owned(), people: 1, ld_factor: 1.0, ..Default::default() };
        let of = |values: &[f64]| values.iter().map(|value| StoredFrequency::new(*value)).collect();
        let calibration = ScoreCalibration {
            groups: vec![group("A"), group("B")],
            frequencies: of(&[0.0, 1.0, 1.0, f64::NAN]),
            ..Default::default()
        };
        assert_eq!(calibration.of_row(0, 2), Some(vec![0.0, 1.0]));
        assert_eq!((calibration.of_row(1, 2), calibration.of_row(2, 2)), (None, None));
        assert!(calibration.is_sound(2) && !calibration.is_sound(3));
    }
}
