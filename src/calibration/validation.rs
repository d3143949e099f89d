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
    /// What a risk is reckoned from; none of a quantity, and none where the effect is an AUC.
    ///
    /// Errors: `calibration-out-of-range` where a rate cannot be.
    pub fn of(published: &PublishedValidation) -> Result<Option<Self>> {
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
            (MeasuredEffect::TraitR2(_) | MeasuredEffect::Auc(_), _) => return Ok(None),
        };
        let of = |r2| Self { citation: published.citation.clone(), r2, heritability: published.heritability, effect };
        Ok(published.r2.map(of))
    }
}

/// Accuracy that scores from people of Europe keep in other groups: R² there ÷ R² at home, over many traits.
///
/// Source: A. R. Martin et al., Nat. Genet. 51, 2019, figure 3 (SAS, EAS and AFR: 1 ÷ 1.6, ÷ 2.0 and ÷ 4.5); AMR, of which it
/// has 1 ÷ 1.6 as well, rounded down.
const TYPICAL: [(&str, f64); 5] = [("EUR", 1.0), ("SAS", 0.63), ("EAS", 0.5), ("AFR", 0.22), ("AMR", 0.6)];

/// The group that those were at home in.
const HOME: &str = "EUR";

/// How much of a score's accuracy is kept in people like somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// R² in such people ÷ R² where the score was validated, from 0 to 1.
    pub share: f64,
    /// Whether it was measured for this score in every group that the person is like; otherwise some of it is what is typical
    /// of scores from people of Europe.
    pub is_measured: bool,
}

/// Accuracy kept in a background of these shares: the groups' own, weighted. Where that of a group was not measured, what is
/// typical stands in, if the score was validated in people of Europe; `None` otherwise.
pub fn kept(published: &PublishedValidation, groups: &[GroupShare]) -> Option<Kept> {
    let is_typical = published.accuracy.get(HOME).is_some_and(|home| home.kept == 1.0);
    let (mut share, mut told, mut is_measured) = (0.0, 0.0, true);
    for of in groups.iter().filter(|of| of.share >= SHARE_MIN) {
        let typical = || TYPICAL.iter().find(|(group, _)| is_typical && *group == of.group).map(|(_, kept)| *kept);
        let measured = published.accuracy.get(&of.group).map(|accuracy| accuracy.kept);
        is_measured &= measured.is_some();
        share += of.share * measured.or_else(typical)?;
        told += of.share;
    }
    (told > 0.0).then(|| Kept { share: share / told, is_measured })
}

/// The same from what was measured alone, as a risk needs it.
pub fn kept_in(published: &PublishedValidation, groups: &[GroupShare]) -> Option<f64> {
    kept(published, groups).filter(|kept| kept.is_measured).map(|kept| kept.share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Sex;
    use crate::reference::GroupAccuracy;
    use std::collections::BTreeMap;

    #[test]
    fn a_mixed_background_keeps_a_mixture() {
        let of = |kept| GroupAccuracy { kept, citation: "measured".to_owned(), r2: None };
        let published = PublishedValidation {
            disease: "a disease".to_owned(),
            citation: "A. Author".to_owned(),
            test_set: "people".to_owned(),
            r2: Some(0.1),
            heritability: None,
            sex: Sex::Female,
            effect: MeasuredEffect::LiabilityR2 {
                r2: Measured { value: 0.1, low: 0.09, high: 0.11 },
                prevalence: 0.1,
                source: "a register".to_owned(),
            },
            accuracy: BTreeMap::from([("EUR".to_owned(), of(1.0)), ("AFR".to_owned(), of(0.2))]),
            auc_by_group: BTreeMap::new(),
            rates: None,
            canrisk: None,
            auc: None,
            reporting: BTreeMap::new(),
            sources: Vec::new(),
        };
        assert_eq!(published.fault(), None);
        let share = |group: &str, share| GroupShare {
            group: group.to_owned(),
            share,
            share_errors: vec![0.0; 2],
            ld_factor: 1.0,
            people: 100.0,
        };
        assert_eq!(kept_in(&published, &[share("EUR", 1.0), share("EAS", 0.01)]), Some(1.0));
        let mixed = kept_in(&published, &[share("EUR", 0.5), share("AFR", 0.5)]).expect("both measured");
        assert!((mixed - 0.6).abs() < 1e-12, "{mixed}");
        assert_eq!(kept_in(&published, &[share("EUR", 0.5), share("EAS", 0.5)]), None, "never measured in EAS");
        assert_eq!(kept(&published, &[share("EUR", 1.0)]), Some(Kept { share: 1.0, is_measured: true }));
        let typical = kept(&published, &[share("EUR", 0.5), share("EAS", 0.5)]);
        assert_eq!(typical, Some(Kept { share: 0.75, is_measured: false }), "what is typical of EAS");
        assert_eq!(kept(&published, &[share("a group of its own", 1.0)]), None, "nothing is known of it");
        let elsewhere = BTreeMap::from([("EAS".to_owned(), of(1.0))]);
        let published = PublishedValidation { accuracy: elsewhere, ..published };
        assert_eq!(kept(&published, &[share("EUR", 1.0)]), None, "typical of scores from Europe alone");
        let risk = Validation::of(&published).expect("sound").expect("of a disease");
        assert!(matches!(risk.effect, Effect::Lifetime { .. }));
        let effect = MeasuredEffect::TraitR2(Measured { value: 0.1, low: 0.09, high: 0.11 });
        assert_eq!(Validation::of(&PublishedValidation { effect, ..published }).expect("sound"), None);
    }
}
