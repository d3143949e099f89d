//! Gives mean and variance of a score among people, from the frequencies of its effect alleles.

use super::within;
use crate::error::{CalibrationKind, Result};
use crate::stats::ExactSum;

/// Fewest people whose correlations between variants are taken for a population's.
pub const LD_PEOPLE_MIN: usize = 100;

/// Mean and variance of a score among the people of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Mean, in the unit of the score's weights.
    pub mean: f64,
    /// Variance, in that unit squared.
    pub variance: f64,
}

/// One variant of a score as a group has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variant {
    /// Weight β of one copy of the effect allele.
    pub weight: f64,
    /// Frequency p of the effect allele, from 0 to 1.
    pub frequency: f64,
}

impl Variant {
    /// What it adds to the variance where the genotypes are in Hardy–Weinberg proportions: 2β²p(1 − p).
    pub fn variance(self) -> f64 {
        2.0 * self.weight * self.weight * self.frequency * (1.0 - self.frequency)
    }

    /// The variant itself, where both numbers are what they can be.
    ///
    /// Errors: `calibration-out-of-range`.
    pub fn checked(self) -> Result<Self> {
        within(self.weight, true, "A weight", "a finite number")?;
        let holds = (0.0..=1.0).contains(&self.frequency);
        within(self.frequency, holds, "An allele frequency", "from 0 to 1")?;
        Ok(self)
    }
}

impl Moments {
    /// μ = 2Σβp and σ² = 2Σβ²p(1 − p): variants in Hardy–Weinberg proportions and independent of each other. A variant that a
    /// group has one allele of adds to the mean alone.
    ///
    /// The sums are exact, so that the variants' order does not show.
    ///
    /// Errors: `calibration-out-of-range`.
    pub fn independent(variants: impl IntoIterator<Item = Variant>) -> Result<Self> {
        let (mut mean, mut variance) = (ExactSum::default(), ExactSum::default());
        for variant in variants {
            let variant = variant.checked()?;
            mean.add(2.0 * variant.weight * variant.frequency);
            variance.add(variant.variance());
        }
        Ok(Self { mean: mean.value(), variance: variance.value() })
    }

    /// The same with the variance taken times `factor`, a score's c = σ²(with LD) ÷ σ²(independent) in this group.
    ///
    /// Errors: `calibration-out-of-range`.
    pub fn with_ld_factor(self, factor: f64) -> Result<Self> {
        let factor = within(factor, factor > 0.0, "An LD factor", "above 0")?;
        Ok(Self { mean: self.mean, variance: self.variance * factor })
    }

    /// How many standard deviations above the mean a score lies; `None` where it does not vary.
    pub fn standardise(self, score: f64) -> Option<f64> {
        let z = (score - self.mean) / libm::sqrt(self.variance);
        (self.variance > 0.0 && z.is_finite()).then_some(z)
    }
}

/// σ² = ΣΣ βᵢβⱼ rᵢⱼ √(2pᵢqᵢ · 2pⱼqⱼ) of the variants of a window, from their correlations among `people` people.
///
/// Shape: `correlation(i, j)` for i < j, both below the number of variants.
///
/// Errors: `calibration-ld-from-few` below [`LD_PEOPLE_MIN`] people, `calibration-out-of-range`.
pub fn ld_variance(variants: &[Variant], people: usize, correlation: impl Fn(usize, usize) -> f64) -> Result<f64> {
    if people < LD_PEOPLE_MIN {
        return Err(CalibrationKind::LdFromFew { needed: LD_PEOPLE_MIN }.into());
    }
    let mut sum = ExactSum::default();
    let mut scaled = Vec::with_capacity(variants.len());
    for variant in variants {
        let variance = variant.checked()?.variance();
        sum.add(variance);
        scaled.push(libm::copysign(libm::sqrt(variance), variant.weight));
    }
    for (j, second) in scaled.iter().enumerate() {
        for (i, first) in scaled.iter().take(j).enumerate() {
            let r = correlation(i, j);
            sum.add(2.0 * first * second * within(r, r.abs() <= 1.0, "A correlation", "from -1 to 1")?);
        }
    }
    // A correlation matrix of rounded numbers may miss being positive by a little.
    Ok(sum.value().max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variants(rows: &[(f64, f64)]) -> Vec<Variant> {
        rows.iter().map(|&(weight, frequency)| Variant { weight, frequency }).collect()
    }

    /// science §3.2.
    #[test]
    fn mean_and_variance_of_three_variants() {
        let found = Moments::independent(variants(&[(0.1, 0.5), (-0.2, 0.2), (0.3, 0.9)])).expect("in range");
        assert!((found.mean - 0.56).abs() < 1e-12 && (found.variance - 0.034).abs() < 1e-12, "{found:?}");
    }

    /// science §3.2.
    #[test]
    fn variance_of_two_linked_variants() {
        let found = ld_variance(&variants(&[(0.1, 0.3), (0.2, 0.3)]), 500, |_, _| 0.5).expect("in range");
        assert!((found - 0.0294).abs() < 1e-12, "{found}");
        let opposed = ld_variance(&variants(&[(0.1, 0.3), (-0.2, 0.3)]), 500, |_, _| 0.5).expect("in range");
        assert!((opposed - 0.0126).abs() < 1e-12, "{opposed}");
    }

    #[test]
    fn fixed_variants_add_to_the_mean_alone() {
        let found = Moments::independent(variants(&[(0.5, 1.0), (0.7, 0.0)])).expect("in range");
        assert_eq!(found, Moments { mean: 1.0, variance: 0.0 });
        assert_eq!(found.standardise(1.0), None, "no percentile where nothing varies");
    }

    #[test]
    fn order_does_not_show() {
        let mut rows: Vec<(f64, f64)> =
            (1..400).map(|n| (1.0 / f64::from(n) - 0.01, f64::from(n % 97) / 97.0)).collect();
        let first = Moments::independent(variants(&rows)).expect("in range");
        rows.reverse();
        assert_eq!(first, Moments::independent(variants(&rows)).expect("in range"));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for row in [(0.1, -0.1), (0.1, 1.1), (0.1, f64::NAN), (f64::NAN, 0.5), (f64::INFINITY, 0.5)] {
            let error = Moments::independent(variants(&[row])).expect_err("out of range");
            assert_eq!(error.code(), "calibration-out-of-range", "{row:?}");
        }
        let pair = variants(&[(0.1, 0.3), (0.2, 0.3)]);
        assert_eq!(ld_variance(&pair, 99, |_, _| 0.5).expect_err("few").code(), "calibration-ld-from-few");
        assert_eq!(ld_variance(&pair, 100, |_, _| 1.5).expect_err("no r").code(), "calibration-out-of-range");
        assert!(ld_variance(&pair, 100, |_, _| f64::NAN).is_err());
        let moments = Moments { mean: 0.0, variance: 1.0 };
        assert!(moments.with_ld_factor(0.0).is_err() && moments.with_ld_factor(f64::NAN).is_err());
        assert_eq!(moments.with_ld_factor(1.5).expect("above 0").variance, 1.5);
        assert_eq!(moments.standardise(f64::NAN), None);
    }
}
