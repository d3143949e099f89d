//! Says what a run of the phase transition is made of, and whether it can be run.

use crate::error::{CalibrationKind, Result};

/// Most variants.
pub const VARIANTS_MAX: usize = 20_000;
/// Fewest people to train on.
pub const PEOPLE_MIN: usize = 10;
/// Most people to train on.
pub const PEOPLE_MAX: usize = 5_000;
/// Most points of a curve.
pub const POINTS_MAX: usize = 40;

/// What to run.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseDesign {
    /// Share of the trait's variance that the causal variants explain.
    pub heritability: f64,
    /// Variants looked through.
    pub variants: usize,
    /// Variants that cause the trait.
    pub causal: usize,
    /// People for each causal variant, at each point of the curve: n/s.
    pub people_per_effect: Vec<f64>,
    /// The same seed gives the same bits.
    pub seed: u64,
}

impl PhaseDesign {
    /// The curve that the lab draws: points from where nothing is found to where all is, as far as [`PEOPLE_MAX`] allows.
    ///
    /// At h² = 1 that is 2, 3, … 12 people for each causal variant, as the threshold lies between 1.5 and 12
    /// ([`super::threshold`]); else eight points up to 20/h², as many as 40 at h² = ½.
    ///
    /// Errors: those of [`Self::checked`].
    pub fn curve(heritability: f64, variants: usize, causal: usize, seed: u64) -> Result<Self> {
        let all: Vec<f64> = match heritability {
            h2 if h2 >= 1.0 => (2..=12).map(f64::from).collect(),
            h2 => (1..=8).map(|eighth| f64::from(eighth) * 2.5 / h2).collect(),
        };
        let mut design = Self { heritability, variants, causal, people_per_effect: all, seed };
        let fits = |at: &usize| (PEOPLE_MIN..=PEOPLE_MAX).contains(&design.people(*at));
        let fitting: Vec<usize> = (0..design.people_per_effect.len()).filter(fits).collect();
        design.people_per_effect =
            fitting.into_iter().filter_map(|at| design.people_per_effect.get(at).copied()).collect();
        design.checked()
    }

    /// The design, if it can be run. Errors: `calibration-out-of-range`.
    pub fn checked(self) -> Result<Self> {
        let fits = |ratio: &f64| (PEOPLE_MIN as f64..=PEOPLE_MAX as f64).contains(&(ratio * self.causal as f64));
        let rows = [
            (self.heritability > 0.0 && self.heritability <= 1.0, "A heritability", "above 0 and at most 1"),
            ((10..=VARIANTS_MAX).contains(&self.variants), "The number of variants", "10 to 20,000"),
            (self.causal >= 1 && self.causal <= self.variants / 2, "The number of causal variants", "1 to half of all"),
            ((1..=POINTS_MAX).contains(&self.people_per_effect.len()), "The number of points", "1 to 40"),
            (self.people_per_effect.iter().all(fits), "The number of people", "10 to 5,000"),
        ];
        for (holds, what, allowed) in rows {
            if !holds {
                return Err(CalibrationKind::OutOfRange { what, allowed }.into());
            }
        }
        Ok(self)
    }

    /// People to train on at a point of the curve.
    pub fn people(&self, point: usize) -> usize {
        let ratio = self.people_per_effect.get(point).copied().unwrap_or(0.0);
        // Checked to be at most 5,000.
        libm::round(ratio * self.causal as f64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_reach_from_nothing_to_all() {
        let ratios = |h2, variants, causal| {
            PhaseDesign::curve(h2, variants, causal, 1).expect("a design that can be run").people_per_effect
        };
        assert_eq!(ratios(0.5, 4_000, 25), [5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0]);
        assert_eq!(ratios(1.0, 4_000, 25), (2..=12).map(f64::from).collect::<Vec<_>>());
        // No more than 5,000 people, no fewer than 10.
        assert_eq!(ratios(0.2, 4_000, 60).len(), 6);
        assert_eq!(ratios(1.0, 100, 1), [10.0, 11.0, 12.0]);
        let error = PhaseDesign::curve(f64::NAN, 100, 10, 1).expect_err("refused");
        assert_eq!(error.code(), "calibration-out-of-range");
    }

    #[test]
    fn designs_that_cannot_be_run_are_refused() {
        let sound = PhaseDesign { heritability: 0.5, variants: 100, causal: 10, people_per_effect: vec![3.0], seed: 1 };
        assert!(sound.clone().checked().is_ok());
        let rows = [
            PhaseDesign { heritability: 0.0, ..sound.clone() },
            PhaseDesign { variants: 20_001, ..sound.clone() },
            PhaseDesign { causal: 51, ..sound.clone() },
            PhaseDesign { people_per_effect: Vec::new(), ..sound.clone() },
            PhaseDesign { people_per_effect: vec![0.5], ..sound.clone() },
            PhaseDesign { people_per_effect: vec![f64::NAN], ..sound.clone() },
        ];
        for design in rows {
            assert_eq!(design.checked().expect_err("refused").code(), "calibration-out-of-range");
        }
    }
}
