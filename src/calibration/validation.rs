//! Reads a published validation as what a risk is reckoned from, and says how much of its accuracy is kept in a background.

use super::absolute_risk::{Effect, Validation};
use super::expected::GroupShare;
use super::survival::Rates;
use super::uncertainty::Interval;
use crate::error::Result;
use crate::reference::{Measured, MeasuredEffect, PublishedValidation};

/// Shares of similarity smaller than this are not told from none.
const SHARE_MIN: f64 = 0.02;

impl Validation {
    /// What a risk is reckoned from.
    ///
    /// Errors: `calibration-out-of-range` where a rate cannot be.
    pub fn of(published: &PublishedValidation) -> Result<Self> {
        let interval = |of: &Measured| Interval { low: of.low, high: of.high };
        let effect = match (&published.effect, &published.rates) {
            (MeasuredEffect::HazardRatioPerSd(ratio), rates) => {
                let rates = rates.clone().unwrap_or_default();
                Effect::Hazard {
                    ratio: ratio.value,
                    interval: interval(ratio),
                    incidence: Rates::new(rates.first_age, rates.incidence)?,
                    mortality: Rates::new(rates.first_age, rates.mortality)?,
                    sex: published.sex,
                }
            }
            (MeasuredEffect::LiabilityR2 { r2, prevalence, .. }, _) => {
                Effect::Lifetime { prevalence: *prevalence, r2_interval: interval(r2), sex: published.sex }
            }
        };
        Ok(Self {
            citation: published.citation.clone(),
            r2: published.r2,
            heritability: published.heritability,
            effect,
        })
    }
}

/// Accuracy kept in a background of these shares: the groups' own, weighted; `None` where that of a group was not measured.
pub fn kept_in(published: &PublishedValidation, groups: &[GroupShare]) -> Option<f64> {
    let (mut kept, mut told) = (0.0, 0.0);
    for of in groups.iter().filter(|of| of.share >= SHARE_MIN) {
        kept += of.share * published.accuracy.get(&of.group)?.kept;
        told += of.share;
    }
    (told > 0.0).then(|| kept / told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Sex;
    use crate::reference::GroupAccuracy;
    use std::collections::BTreeMap;

    #[test]
    fn a_mixed_background_keeps_a_mixture() {
        let of = |kept| GroupAccuracy { kept, citation: "measured".to_owned() };
        let published = PublishedValidation {
            disease: "a disease".to_owned(),
            citation: "A. Author".to_owned(),
            test_set: "people".to_owned(),
            r2: 0.1,
            heritability: None,
            sex: Sex::Female,
            effect: MeasuredEffect::LiabilityR2 {
                r2: Measured { value: 0.1, low: 0.09, high: 0.11 },
                prevalence: 0.1,
                source: "a register".to_owned(),
            },
            accuracy: BTreeMap::from([("EUR".to_owned(), of(1.0)), ("AFR".to_owned(), of(0.2))]),
            rates: None,
            auc: None,
            reporting: BTreeMap::new(),
            canrisk: None,
            sources: Vec::new(),
        };
        assert_eq!(published.fault(), None);
        let share = |group: &str, share| GroupShare {
            group: group.to_owned(),
            share,
            share_error: 0.0,
            ld_factor: 1.0,
            people: 100.0,
        };
        assert_eq!(kept_in(&published, &[share("EUR", 1.0), share("EAS", 0.01)]), Some(1.0));
        let mixed = kept_in(&published, &[share("EUR", 0.5), share("AFR", 0.5)]).expect("both measured");
        assert!((mixed - 0.6).abs() < 1e-12, "{mixed}");
        assert_eq!(kept_in(&published, &[share("EUR", 0.5), share("EAS", 0.5)]), None, "never measured in EAS");
        assert!(matches!(Validation::of(&published).expect("sound").effect, Effect::Lifetime { .. }));
    }
}
