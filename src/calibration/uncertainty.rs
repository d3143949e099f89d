//! Says how sure a standing is: variants that were not seen, effects that are estimates, and all that genes do not decide.

use super::within;
use crate::error::Result;
use crate::stats::normal::{cumulative, quantile, survival};
use crate::stats::student;

/// Variance a score lacks because dosages are missing or guessed: Σβ²·Var(dosage | data).
///
/// Shape: pairs of weight and the dosage's variance, which for a variant not seen at all is 2p(1 − p).
///
/// Errors: `calibration-out-of-range`.
pub fn missing_variance(dosages: impl IntoIterator<Item = (f64, f64)>) -> Result<f64> {
    dosages.into_iter().try_fold(0.0, |sum, (weight, variance)| {
        let variance = within(variance, variance >= 0.0, "A dosage's variance", "0 or above")?;
        Ok(sum + within(weight, true, "A weight", "a finite number")?.powi(2) * variance)
    })
}

/// Correlation of what was used of a score with the full score: √(variance used ÷ variance of all).
///
/// Errors: `calibration-out-of-range` unless 0 ≤ used ≤ all and all > 0.
pub fn coverage_correlation(used: f64, all: f64) -> Result<f64> {
    let all = within(all, all > 0.0, "The variance of the whole score", "above 0")?;
    // Two sums of the same terms in another grouping may differ in their last digits.
    let used = within(used, (0.0..=all * (1.0 + 1e-9)).contains(&used), "The variance used", "from 0 to that of all")?;
    Ok(libm::sqrt((used / all).min(1.0)))
}

/// R² of what was used of a score: R² of all of it × its correlation with all, squared.
pub fn effective_r2(r2: f64, coverage_correlation: f64) -> f64 {
    r2 * coverage_correlation * coverage_correlation
}

/// Two ends and how often what they are about lies between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// An interval of standardised scores as one of percentiles, from 0 to 100.
    pub fn in_percentiles(self) -> Self {
        Self { low: 100.0 * cumulative(self.low), high: 100.0 * cumulative(self.high) }
    }
}

/// Where the z score lies with probability `level`, around `z` with variance `variance` (of standardised scores).
///
/// Errors: `calibration-out-of-range`.
pub fn z_interval(z: f64, variance: f64, level: f64) -> Result<Interval> {
    let z = within(z, true, "A standardised score", "a finite number")?;
    let variance = within(variance, variance >= 0.0, "A variance", "0 or above")?;
    let level = super::open_unit(level, "A level")?;
    let reach = quantile(0.5 + 0.5 * level).unwrap_or(f64::INFINITY) * libm::sqrt(variance);
    Ok(Interval { low: z - reach, high: z + reach })
}

/// The same where the variance is in units of one that was itself estimated, with so many degrees of freedom: Student's t in
/// place of the normal distribution.
///
/// Errors: `calibration-out-of-range`.
pub fn estimated_z_interval(z: f64, variance: f64, degrees: f64, level: f64) -> Result<Interval> {
    let z = within(z, true, "A standardised score", "a finite number")?;
    let variance = within(variance, variance >= 0.0, "A variance", "0 or above")?;
    let level = super::open_unit(level, "A level")?;
    let degrees = if degrees > 0.0 { degrees } else { within(f64::NAN, false, "Degrees of freedom", "above 0")? };
    let reach = student::quantile(0.5 + 0.5 * level, degrees).unwrap_or(f64::INFINITY) * libm::sqrt(variance);
    Ok(Interval { low: z - reach, high: z + reach })
}

/// The same in percentiles, from 0 to 100.
///
/// Errors: `calibration-out-of-range`.
pub fn percentile_interval(z: f64, variance: f64, level: f64) -> Result<Interval> {
    z_interval(z, variance, level).map(Interval::in_percentiles)
}

/// Standard deviation of the genetic value among people of one score, √(h² − R²), in standard deviations of the trait.
///
/// Errors: `calibration-out-of-range` unless 0 ≤ R² ≤ h² ≤ 1.
pub fn genetic_sd(h2: f64, r2: f64) -> Result<f64> {
    check(h2, r2)?;
    Ok(libm::sqrt(h2 - r2))
}

/// Standard deviation of the trait among people of one score, √(1 − R²), in standard deviations of the trait.
///
/// Errors: `calibration-out-of-range` unless 0 ≤ R² ≤ 1.
pub fn phenotype_sd(r2: f64) -> Result<f64> {
    check(1.0, r2)?;
    Ok(libm::sqrt(1.0 - r2))
}

/// Probability that a person of standardised score `z` is among the `top` fraction by true genetic value.
///
/// Errors: `calibration-out-of-range` unless 0 ≤ R² < h² ≤ 1 and 0 < top < 1.
pub fn probability_of_top(z: f64, top: f64, h2: f64, r2: f64) -> Result<f64> {
    check(h2, r2)?;
    let z = within(z, true, "A standardised score", "a finite number")?;
    let spread = libm::sqrt(h2 - r2);
    within(spread, spread > 0.0, "h² − R²", "above 0")?;
    let cut = libm::sqrt(h2) * quantile(1.0 - super::open_unit(top, "A fraction")?).unwrap_or(0.0);
    Ok(survival((cut - libm::sqrt(r2) * z) / spread))
}

fn check(h2: f64, r2: f64) -> Result<()> {
    within(h2, (0.0..=1.0).contains(&h2), "A heritability", "from 0 to 1")?;
    within(r2, (0.0..=h2).contains(&r2), "R²", "from 0 to the heritability")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// science §3.3 (i).
    #[test]
    fn correlation_of_a_part_with_the_whole() {
        for (covered, expected) in
            [(0.50, std::f64::consts::FRAC_1_SQRT_2), (0.80, 0.8944), (0.90, 0.9487), (0.95, 0.9747), (1.0, 1.0)]
        {
            let found = coverage_correlation(covered * 3.0, 3.0).expect("in range");
            assert!((found - expected).abs() < 5e-5, "{covered}: {found}");
            assert!((effective_r2(0.2, found) - 0.2 * covered).abs() < 1e-12);
        }
    }

    /// science §3.3 (i): z = 1.5 and a fifth of the variance missing.
    #[test]
    fn percentile_interval_of_a_fifth_missing() {
        let found = percentile_interval(1.5, 0.2, 0.95).expect("in range");
        assert!((found.low - 73.4).abs() < 0.05 && (found.high - 99.1).abs() < 0.05, "{found:?}");
    }

    #[test]
    fn missing_variance_adds_up() {
        let found = missing_variance([(0.1, 0.5), (-0.2, 0.32)]).expect("in range");
        assert!((found - (0.005 + 0.0128)).abs() < 1e-15, "{found}");
        assert!(missing_variance([(0.1, -0.5)]).is_err() && missing_variance([(f64::NAN, 0.5)]).is_err());
    }

    /// science §3.3 (ii).
    #[test]
    fn spread_of_the_genetic_value() {
        for (h2, r2, expected) in [(0.5, 0.4, 0.3162), (0.25, 0.1, 0.3873)] {
            assert!((genetic_sd(h2, r2).expect("in range") - expected).abs() < 5e-5);
        }
    }

    /// science §3.3 (ii): at the 95th percentile of the score, in the top tenth by genetic value.
    #[test]
    fn probability_of_the_top_tenth() {
        let z = quantile(0.95).expect("within");
        let found = probability_of_top(z, 0.1, 0.5, 0.2).expect("in range");
        assert!((found - 0.3777).abs() < 5e-5, "{found}");
    }

    /// science §3.3 (iii).
    #[test]
    fn spread_of_the_trait() {
        assert!((phenotype_sd(0.4).expect("in range") - 0.7746).abs() < 1e-4);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(coverage_correlation(1.1, 1.0).is_err() && coverage_correlation(0.0, 0.0).is_err());
        assert!(genetic_sd(0.3, 0.4).is_err() && phenotype_sd(1.1).is_err() && phenotype_sd(f64::NAN).is_err());
        assert!(percentile_interval(f64::NAN, 0.1, 0.9).is_err() && z_interval(0.0, -0.1, 0.9).is_err());
        assert!(z_interval(0.0, 0.1, 1.0).is_err() && probability_of_top(0.0, 0.1, 0.3, 0.3).is_err());
    }
}
