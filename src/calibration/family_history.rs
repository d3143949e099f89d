//! Gives a person's lifetime risk when a relative is known to have the disease or not, with and without a score.
//!
//! The liabilities of relatives are bivariate normal; parents, children and full siblings share half of h². Shared surroundings
//! are left out.
//!
//! Source: T. Reich, J. W. James and C. A. Morris, Ann. Hum. Genet. 36, 163, 1972.

use super::{Liability, within};
use crate::error::Result;
use crate::stats::normal::{density, survival};
use crate::stats::quadrature::interval;

/// Share of the genes that a parent, child or full sibling has in common with a person.
pub const FIRST_DEGREE: f64 = 0.5;

/// Beyond this many standard deviations past a threshold nobody is left to count.
const REACH: f64 = 12.0;

/// A disease, a score, and one relative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FamilyHistory {
    disease: Liability,
    h2: f64,
    shared: f64,
}

impl FamilyHistory {
    /// `h2` is the heritability of liability, `shared` the genes in common ([`FIRST_DEGREE`]).
    ///
    /// Errors: `calibration-out-of-range` unless R² ≤ h² < 1 and 0 < shared < 1.
    pub fn new(disease: Liability, h2: f64, shared: f64) -> Result<Self> {
        let h2 = within(h2, h2 >= disease.r2() && h2 < 1.0, "A heritability", "from the score's R² to below 1")?;
        Ok(Self { disease, h2, shared: super::open_unit(shared, "The share of genes in common")? })
    }

    /// Lifetime risk when the relative has the disease, or is known to stay free of it; nothing else being known.
    pub fn risk(&self, relative_affected: bool) -> f64 {
        let (k, t) = (self.disease.prevalence(), self.disease.threshold());
        let correlation = self.shared * self.h2;
        let both = both_above(t, t, correlation);
        if relative_affected { both / k } else { (k - both) / (1.0 - k) }
    }

    /// The same for a person of this standardised score. The relative's disease tells less where the score has already told
    /// part of what they share.
    pub fn risk_given_score(&self, z: f64, relative_affected: bool) -> f64 {
        let (t, r2) = (self.disease.threshold(), self.disease.r2());
        let own_sd = libm::sqrt(1.0 - r2);
        let relative_sd = libm::sqrt(1.0 - self.shared * self.shared * r2);
        let own_cut = (t - libm::sqrt(r2) * z) / own_sd;
        let relative_cut = (t - self.shared * libm::sqrt(r2) * z) / relative_sd;
        let correlation = self.shared * (self.h2 - r2) / (own_sd * relative_sd);
        let both = both_above(relative_cut, own_cut, correlation);
        if relative_affected {
            both / survival(relative_cut)
        } else {
            (survival(own_cut) - both) / survival(-relative_cut)
        }
    }

    /// The risk with an affected relative, as Reich et al. approximate it: the affected relative's liability by its mean and
    /// variance alone. Kept beside [`Self::risk`] for comparing with published figures.
    pub fn approximate_risk(&self) -> f64 {
        let (t, m) = (self.disease.threshold(), self.disease.mean_of_affected());
        let correlation = self.shared * self.h2;
        survival((t - correlation * m) / libm::sqrt(1.0 - correlation * correlation * m * (m - t)))
    }
}

/// P(X > first, Y > second) of standard normals with this correlation.
fn both_above(first: f64, second: f64, correlation: f64) -> f64 {
    let spread = libm::sqrt(1.0 - correlation * correlation);
    let low = first.max(-REACH);
    interval(low, low.max(0.0) + REACH, |x| density(x) * survival((second - correlation * x) / spread))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::quadrature::normal_expectation;

    fn history(prevalence: f64, r2: f64, h2: f64) -> FamilyHistory {
        FamilyHistory::new(Liability::new(prevalence, r2).expect("in range"), h2, FIRST_DEGREE).expect("in range")
    }

    /// science §3.4: K = 0.01, h² = 0.5, one affected parent or sibling.
    #[test]
    fn one_affected_parent() {
        let history = history(0.01, 0.0, 0.5);
        assert!((history.risk(true) - 0.043_751_5).abs() <= 1e-7, "{}", history.risk(true));
        assert!((history.approximate_risk() - 0.043_727_5).abs() <= 1e-7, "{}", history.approximate_risk());
    }

    #[test]
    fn both_answers_average_to_the_prevalence() {
        for (k, h2) in [(0.01, 0.5), (0.2, 0.8), (0.6, 0.3)] {
            let history = history(k, 0.1, h2);
            let mean = k * history.risk(true) + (1.0 - k) * history.risk(false);
            assert!((mean - k).abs() < 1e-14 && history.risk(true) > k && history.risk(false) < k);
        }
    }

    /// Averaged over the scores of those whose relative is affected, the score adds nothing.
    #[test]
    fn scores_average_to_the_risk_without_a_score() {
        let history = history(0.05, 0.15, 0.5);
        let (t, r2) = (history.disease.threshold(), 0.15_f64);
        let relative = |z: f64| survival((t - 0.5 * r2.sqrt() * z) / (1.0 - 0.25 * r2).sqrt());
        let mean = normal_expectation(|z| relative(z) * history.risk_given_score(z, true)) / 0.05;
        assert!((mean - history.risk(true)).abs() < 1e-12, "{mean} {}", history.risk(true));
        let mean = normal_expectation(|z| (1.0 - relative(z)) * history.risk_given_score(z, false)) / 0.95;
        assert!((mean - history.risk(false)).abs() < 1e-12, "{mean} {}", history.risk(false));
    }

    #[test]
    fn a_score_that_tells_all_leaves_nothing_to_a_relative() {
        let history = history(0.1, 0.4, 0.4);
        for z in [-2.0, 0.0, 2.0] {
            let expected = history.disease.risk(z);
            for affected in [true, false] {
                assert!((history.risk_given_score(z, affected) - expected).abs() < 1e-12, "{z}");
            }
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let disease = Liability::new(0.1, 0.2).expect("in range");
        for (h2, shared) in [(0.1, 0.5), (1.0, 0.5), (f64::NAN, 0.5), (0.5, 0.0), (0.5, 1.0)] {
            assert!(FamilyHistory::new(disease, h2, shared).is_err(), "{h2} {shared}");
        }
    }
}
