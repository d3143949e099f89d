//! Says what is stated of a relative, and how much it moves a person's risk by age.

use super::Liability;
use super::family_history::{FIRST_DEGREE, FamilyHistory};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// What is stated of a parent, full sibling or child of a person, about one disease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relative {
    /// One of them has or had the disease.
    Affected,
    /// One of them came through life without it.
    Unaffected,
}

/// A stated relative, and the disease's heritability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct History {
    /// What is stated.
    pub relative: Relative,
    /// Heritability of liability.
    pub h2: f64,
}

impl History {
    /// Lifetime risk of a person of this standardised score.
    ///
    /// Errors: `calibration-out-of-range` unless R² ≤ h² < 1.
    pub fn lifetime_risk(self, disease: Liability, z: f64) -> Result<f64> {
        let history = FamilyHistory::new(disease, self.h2, FIRST_DEGREE)?;
        Ok(history.risk_given_score(z, self.relative == Relative::Affected))
    }

    /// What the stated relative multiplies a person's rate of the disease by at every age: the ratio of the cumulative rates
    /// that the lifetime risks with and without the statement come to, −ln(1 − risk). People of one score, with and without
    /// an affected relative, then add up to about the rates that all people of this score have.
    ///
    /// Errors: those of [`Self::lifetime_risk`].
    pub fn rate_ratio(self, disease: Liability, z: f64) -> Result<f64> {
        let cumulative = |risk: f64| -libm::log1p(-risk);
        Ok(cumulative(self.lifetime_risk(disease, z)?) / cumulative(disease.risk(z)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(relative: Relative, h2: f64) -> History {
        History { relative, h2 }
    }

    #[test]
    fn an_affected_relative_raises_the_rate_and_a_healthy_one_lowers_it() {
        let disease = Liability::new(0.1, 0.1).expect("in range");
        for z in [-2.0, 0.0, 2.0] {
            let ratio = |relative| history(relative, 0.4).rate_ratio(disease, z).expect("in range");
            assert!(ratio(Relative::Affected) > 1.2 && ratio(Relative::Unaffected) < 1.0, "{z}");
            assert!(ratio(Relative::Unaffected) > 0.9, "one healthy relative says little: {z}");
        }
    }

    /// What the score has told already, a relative does not tell again.
    #[test]
    fn a_score_that_tells_all_leaves_the_rate_as_it_is() {
        let disease = Liability::new(0.1, 0.4).expect("in range");
        for relative in [Relative::Affected, Relative::Unaffected] {
            let ratio = history(relative, 0.4).rate_ratio(disease, 1.0).expect("in range");
            assert!((ratio - 1.0).abs() < 1e-9, "{ratio}");
        }
        let of_score = |r2| {
            let disease = Liability::new(0.1, r2).expect("in range");
            history(Relative::Affected, 0.4).rate_ratio(disease, 0.0).expect("in range")
        };
        assert!(of_score(0.01) > of_score(0.2) && of_score(0.2) > of_score(0.35));
    }

    #[test]
    fn a_heritability_below_what_the_score_explains_is_refused() {
        let disease = Liability::new(0.1, 0.3).expect("in range");
        for h2 in [0.2, 1.0, f64::NAN] {
            let error = history(Relative::Affected, h2).rate_ratio(disease, 0.0).expect_err("refused");
            assert_eq!(error.code(), "calibration-out-of-range");
        }
    }
}
