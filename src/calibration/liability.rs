//! Turns a standardised score into a lifetime risk by the liability threshold model.
//!
//! Everybody has a liability, normal with mean 0 and variance 1; those above T = Φ⁻¹(1 − K) have the disease, K being its
//! lifetime prevalence. The score explains R² of the liability's variance.
//!
//! Source: D. S. Falconer, Ann. Hum. Genet. 29, 1965; N. R. Wray et al., PLoS Genet. 6, e1000864, 2010.

use super::{open_unit, within};
use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::stats::normal::{density, survival, upper_quantile};

/// Prevalences up to this lie where the model's tail is hardly ever checked.
const PREVALENCE_RARE: f64 = 1e-4;

/// R² above this no polygenic score of a disease has reached outside the data it was made from.
const R2_DOUBTFUL: f64 = 0.6;

/// A disease and a score for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Liability {
    prevalence: f64,
    r2: f64,
    threshold: f64,
}

impl Liability {
    /// Of a lifetime prevalence and R² on the scale of liability.
    ///
    /// Errors: `calibration-out-of-range` unless 0 < prevalence < 1 and 0 ≤ R² < 1.
    pub fn new(prevalence: f64, r2: f64) -> Result<Self> {
        let prevalence = open_unit(prevalence, "A prevalence")?;
        let r2 = within(r2, (0.0..1.0).contains(&r2), "R²", "from 0 to below 1")?;
        Ok(Self { prevalence, r2, threshold: upper_quantile(prevalence).unwrap_or(f64::INFINITY) })
    }

    /// Lifetime prevalence K.
    pub fn prevalence(&self) -> f64 {
        self.prevalence
    }

    /// R² on the scale of liability.
    pub fn r2(&self) -> f64 {
        self.r2
    }

    /// T, in standard deviations of liability.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Mean liability of those who have the disease: φ(T) ÷ K.
    pub fn mean_of_affected(&self) -> f64 {
        density(self.threshold) / self.prevalence
    }

    /// Lifetime risk at a standardised score: Φ((√R²·z − T) ÷ √(1 − R²)).
    pub fn risk(&self, z: f64) -> f64 {
        survival((self.threshold - libm::sqrt(self.r2) * z) / libm::sqrt(1.0 - self.r2))
    }

    /// What a reader must know of a model with these numbers.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.prevalence <= PREVALENCE_RARE {
            found.push(Finding::new(
                "prevalence-rare",
                Severity::Note,
                1,
                "At most one person in 10,000 gets this disease; the model's risks are not dependable there.",
            ));
        }
        if self.r2 > R2_DOUBTFUL {
            found.push(Finding::new(
                "r2-doubtful",
                Severity::Fix,
                1,
                "The score is said to explain over 60 % of the liability, more than any has; its risks are not dependable.",
            ));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal::quantile;
    use crate::stats::quadrature::normal_expectation;

    /// science §3.4, the first table.
    #[test]
    fn risk_by_percentile() {
        let percentiles = [0.01, 0.05, 0.20, 0.50, 0.80, 0.95, 0.99];
        let rows = [
            (0.01, 0.05, [0.00175, 0.00285, 0.00494, 0.00850, 0.01413, 0.02225, 0.03194]),
            (0.01, 0.10, [0.00062, 0.00135, 0.00314, 0.00710, 0.01494, 0.02846, 0.04680]),
            (0.05, 0.10, [0.00605, 0.01124, 0.02199, 0.04147, 0.07307, 0.11790, 0.16894]),
            (0.12, 0.10, [0.02201, 0.03698, 0.06437, 0.10776, 0.16903, 0.24502, 0.32165]),
            (0.12, 0.20, [0.00663, 0.01634, 0.04142, 0.09448, 0.18596, 0.31163, 0.44018]),
        ];
        for (prevalence, r2, risks) in rows {
            let model = Liability::new(prevalence, r2).expect("in range");
            for (percentile, expected) in percentiles.iter().zip(risks) {
                let found = model.risk(quantile(*percentile).expect("within"));
                assert!((found - expected).abs() <= 5.1e-6, "K {prevalence}, R² {r2}, {percentile}: {found}");
            }
        }
    }

    /// science §3.4: the mean over people is the prevalence.
    #[test]
    fn mean_risk_is_the_prevalence() {
        for (prevalence, r2) in [(0.01, 0.05), (0.12, 0.20), (0.3, 0.59), (1e-5, 0.1), (0.5, 0.0)] {
            let model = Liability::new(prevalence, r2).expect("in range");
            let mean = normal_expectation(|z| model.risk(z));
            assert!((mean - prevalence).abs() < 1e-9 * prevalence.max(1e-3), "{prevalence} {r2}: {mean}");
        }
    }

    #[test]
    fn doubtful_models_say_so() {
        let codes = |prevalence, r2| {
            let model = Liability::new(prevalence, r2).expect("in range");
            model.findings().iter().map(|finding| finding.code).collect::<Vec<_>>()
        };
        assert!(codes(0.01, 0.1).is_empty() && codes(1.1e-4, 0.6).is_empty());
        assert_eq!(codes(1e-4, 0.1), ["prevalence-rare"]);
        assert_eq!(codes(0.1, 0.61), ["r2-doubtful"]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (prevalence, r2) in [(0.0, 0.1), (1.0, 0.1), (0.1, -0.1), (0.1, 1.0), (f64::NAN, 0.1), (0.1, f64::NAN)] {
            let error = Liability::new(prevalence, r2).expect_err("out of range");
            assert_eq!(error.code(), "calibration-out-of-range", "{prevalence} {r2}");
        }
    }
}
