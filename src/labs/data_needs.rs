//! Answers "How much data?": accuracy by sample size, heritability and effective number of loci.
//!
//! Sources: H. Daetwyler, B. Villanueva and J. Woolliams, PLoS ONE 3:e3395, 2008; N. Wray and others, Nature Reviews Genetics
//! 14:507, 2013.

use crate::error::{CalibrationKind, Result};

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumptions {
    /// Share of the trait's variance that all of the variants together could explain.
    pub heritability: f64,
    /// Loci that vary independently, as many as would give the same accuracy: some 30,000 to 70,000 in one population.
    pub loci: f64,
}

impl Assumptions {
    /// The assumptions, if they can hold. Errors: `calibration-out-of-range`.
    pub fn checked(self) -> Result<Self> {
        let out = |what, allowed| Err(CalibrationKind::OutOfRange { what, allowed }.into());
        if !(self.heritability > 0.0 && self.heritability <= 1.0) {
            return out("A heritability", "above 0 and at most 1");
        }
        if !(self.loci >= 1.0 && self.loci.is_finite()) {
            return out("A number of loci", "1 or more");
        }
        Ok(self)
    }

    /// Share of variance that a predictor from `people` explains: h²/(1 + M/(N·h²)).
    pub fn accuracy(self, people: f64) -> f64 {
        self.heritability / (1.0 + self.loci / (people * self.heritability))
    }

    /// The same where what is explained already no longer counts as noise: M(1 − R²) stands for M.
    pub fn self_consistent_accuracy(self, people: f64) -> f64 {
        let noise = self.loci / (people * self.heritability);
        let root = ((1.0 + noise).powi(2) - 4.0 * noise * self.heritability).sqrt();
        // The smaller root of noise·R² − (1 + noise)·R + h² = 0, in the form that does not cancel.
        2.0 * self.heritability / (1.0 + noise + root)
    }

    /// The same by [`Self::self_consistent_accuracy`]: M(1 − R²)R²/(h²(h² − R²)).
    pub fn people_for_self_consistent(self, accuracy: f64) -> Option<f64> {
        self.people_for(accuracy).map(|people| people * (1.0 - accuracy))
    }

    /// People needed for this accuracy; none where no number is enough.
    pub fn people_for(self, accuracy: f64) -> Option<f64> {
        let is_reachable = accuracy > 0.0 && accuracy < self.heritability;
        is_reachable.then(|| self.loci * accuracy / (self.heritability * (self.heritability - accuracy)))
    }
}

/// Standard deviation of what a predictor leaves open, of a trait with this one: σ·√(1 − R²).
pub fn residual_deviation(deviation: f64, accuracy: f64) -> f64 {
    deviation * (1.0 - accuracy).max(0.0).sqrt()
}

/// Accuracy at which a predictor leaves this standard deviation open; none where that is not smaller than the trait's.
pub fn accuracy_for_residual(deviation: f64, residual: f64) -> Option<f64> {
    let is_smaller = residual >= 0.0 && residual < deviation;
    is_smaller.then(|| 1.0 - (residual / deviation).powi(2))
}

/// People that L1-penalised regression needs to find nearly all of `variants` at a heritability of ½: thirty for each.
///
/// Source: S. Vattikuti, J. Lee, C. Chang, S. Hsu and C. Chow, GigaScience 3:10, 2014.
pub fn people_to_select(variants: f64) -> f64 {
    30.0 * variants
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assume(heritability: f64, loci: f64) -> Assumptions {
        Assumptions { heritability, loci }.checked().expect("they can hold")
    }

    /// h² = .5, M = 60,000, N = .1, .5, 1, 2 million.
    #[test]
    fn accuracy_grows_with_people() {
        let rows = [(0.1, 0.2273, 0.2658), (0.5, 0.4032, 0.4408), (1.0, 0.4464, 0.4701), (2.0, 0.4717, 0.4850)];
        for (millions, plain, consistent) in rows {
            let of = assume(0.5, 60_000.0);
            assert!((of.accuracy(millions * 1e6) - plain).abs() < 5e-5);
            assert!((of.self_consistent_accuracy(millions * 1e6) - consistent).abs() < 5e-5);
        }
    }

    #[test]
    fn people_for_an_accuracy_give_it_back() {
        let of = assume(0.6, 45_000.0);
        let people = of.people_for(0.31).expect("reachable");
        assert!((of.accuracy(people) - 0.31).abs() < 1e-12);
        let fewer = of.people_for_self_consistent(0.31).expect("reachable");
        assert!((of.self_consistent_accuracy(fewer) - 0.31).abs() < 1e-12);
        assert!(of.people_for(0.6).is_none() && of.people_for(0.0).is_none() && of.people_for(f64::NAN).is_none());
    }

    /// Ten points of an IQ with SD 15 need R² = 5/9, and 1.25 million people at h² = .6 and M = 60,000, half at half the loci;
    /// at the h² of common variants, .2 to .25, no number of people gets below 13.
    #[test]
    fn ten_points_need_more_than_common_variants_have() {
        let wanted = accuracy_for_residual(15.0, 10.0).expect("smaller");
        assert!((wanted - 5.0 / 9.0).abs() < 1e-12);
        assert!((residual_deviation(15.0, wanted) - 10.0).abs() < 1e-12);
        assert!((assume(0.6, 60_000.0).people_for(wanted).expect("reachable") - 1.25e6).abs() < 1.0);
        assert!((assume(0.6, 30_000.0).people_for(wanted).expect("reachable") - 0.625e6).abs() < 1.0);
        assert!(assume(0.25, 60_000.0).people_for(wanted).is_none());
        assert!((residual_deviation(15.0, 0.25) - 12.990).abs() < 1e-3);
        assert!((residual_deviation(15.0, 0.2) - 13.416).abs() < 1e-3);
        assert!(accuracy_for_residual(15.0, 15.0).is_none());
    }

    #[test]
    fn height_needs_a_few_hundred_thousand() {
        assert!((people_to_select(10_000.0) - 300_000.0).abs() < 1e-9);
    }

    #[test]
    fn assumptions_that_cannot_hold_are_refused() {
        for (heritability, loci) in [(0.0, 10.0), (1.1, 10.0), (f64::NAN, 10.0), (0.5, 0.0), (0.5, f64::INFINITY)] {
            let error = Assumptions { heritability, loci }.checked().expect_err("refused");
            assert_eq!(error.code(), "calibration-out-of-range", "{heritability} {loci}");
        }
    }
}
