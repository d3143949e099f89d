//! The likelihoods that are fitted: Gaussian and binomial, each by its mean and what it takes away from the objective.

use serde::{Deserialize, Serialize};

/// What kind of phenotype is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// A quantity: (1/2n)‖y − η‖².
    Gaussian,
    /// 0 or 1, by the logistic function: (1/n) Σ log(1 + e^η) − yη.
    Binomial,
}

impl Family {
    /// The name of the family.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "gaussian",
            Self::Binomial => "binomial",
        }
    }

    /// The expected phenotype where the linear predictor is η.
    pub fn mean(self, eta: f64) -> f64 {
        match self {
            Self::Gaussian => eta,
            // Either way e is at most 1.
            Self::Binomial if eta >= 0.0 => 1.0 / (1.0 + libm::exp(-eta)),
            Self::Binomial => {
                let e = libm::exp(eta);
                e / (1.0 + e)
            }
        }
    }

    /// How fast the mean changes with η.
    pub(super) fn slope(self, eta: f64) -> f64 {
        match self {
            Self::Gaussian => 1.0,
            Self::Binomial => {
                let e = libm::exp(-eta.abs());
                e / ((1.0 + e) * (1.0 + e))
            }
        }
    }

    /// What one sample adds to the objective, before division by the number of samples.
    pub fn loss(self, y: f64, eta: f64) -> f64 {
        match self {
            Self::Gaussian => (y - eta) * (y - eta) / 2.0,
            Self::Binomial => eta.max(0.0) - y * eta + libm::log1p(libm::exp(-eta.abs())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_mean_and_loss() {
        let step = 1e-6;
        for family in [Family::Gaussian, Family::Binomial] {
            for eta in [-3.0, -0.2, 0.4, 5.0] {
                let slope = (family.mean(eta + step) - family.mean(eta - step)) / (2.0 * step);
                assert!((slope - family.slope(eta)).abs() < 1e-8);
                for y in [0.0, 1.0] {
                    let slope = (family.loss(y, eta + step) - family.loss(y, eta - step)) / (2.0 * step);
                    assert!((slope - (family.mean(eta) - y)).abs() < 1e-8, "{family:?} {eta} {y}");
                }
            }
        }
        assert_eq!((Family::Binomial.mean(-800.0), Family::Binomial.mean(800.0)), (0.0, 1.0));
        assert!(Family::Binomial.loss(1.0, -800.0) == 800.0 && Family::Binomial.loss(0.0, -800.0) == 0.0);
    }
}
