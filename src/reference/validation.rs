//! Holds what was published of a score's accuracy, and a population's rates: the part of its pack that a risk rests on.

use super::SourceFile;
use crate::genome::Sex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Oldest age that a table of rates may reach.
pub const AGE_MAX: usize = 130;

/// How well a score does in people like those of one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupAccuracy {
    /// R² there ÷ R² where the score was validated, from 0 to 1.
    pub kept: f64,
    /// Where that was measured.
    pub citation: String,
    /// R² there, where it was measured by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r2: Option<Measured>,
}

/// A number with the ends of its 95 % confidence interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The number.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How often a score is higher in somebody with the disease than in somebody without it, both picked at random: the area under
/// the curve, with the ends of its 95 % confidence interval and who was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestedAuc {
    /// From 0 to 1; 0.5 is chance.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// People.
    pub people: u64,
    /// Those of them with the disease.
    pub cases: u64,
}

impl TestedAuc {
    fn is_sound(&self) -> bool {
        let is_ordered = self.low >= 0.0 && self.low <= self.value && self.value <= self.high && self.high <= 1.0;
        is_ordered && self.cases > 0 && self.cases < self.people
    }
}

/// Yearly rates of a population by age, a person and year each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatesByAge {
    /// Age in years of the first.
    pub first_age: usize,
    /// Rates of the disease among those free of it.
    pub incidence: Vec<f64>,
    /// Rates of death by other causes; from the same age, at least as many.
    pub mortality: Vec<f64>,
    /// Whose rates these are, and of which years.
    pub source: String,
}

/// What a risk is reckoned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MeasuredEffect {
    /// A hazard ratio, or the odds ratio of a rare disease, of one standard deviation of the score; it needs rates by age.
    HazardRatioPerSd(Measured),
    /// R² on the scale of liability with its interval, and the disease's lifetime prevalence.
    LiabilityR2 {
        /// R².
        r2: Measured,
        /// From 0 to 1.
        prevalence: f64,
        /// Where the prevalence was published.
        source: String,
    },
    /// R² of a quantity, which is no disease: the accuracy alone, from which no risk follows.
    TraitR2(Measured),
    /// How well cases are told from others: the accuracy alone. An R² of liability and a risk would need the prevalence.
    Auc(TestedAuc),
}

/// What a CanRisk pedigree file can be told of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanRisk {
    /// The header variable of the file that the score is meant for: `PRS_BC` or `PRS_OC`.
    pub variable: String,
    /// Square root of the share of the model's polygenic variance that the whole score explains, by group of the ancestry panel.
    ///
    /// Source: CanRisk Pedigree Data v3 File Format Specification, File Header.
    pub alpha: BTreeMap<String, f64>,
    /// Where alpha was published.
    pub citation: String,
}

impl CanRisk {
    fn fault(&self) -> Option<&'static str> {
        let is_share = |alpha: &f64| *alpha > 0.0 && *alpha <= 1.0;
        if !["PRS_BC", "PRS_OC"].contains(&self.variable.as_str()) {
            return Some("canrisk.variable is PRS_BC or PRS_OC");
        }
        let is_sound = !self.alpha.is_empty() && self.alpha.values().all(is_share) && !self.citation.trim().is_empty();
        (!is_sound).then_some("canrisk.alpha of each group is above 0 and at most 1, with where it was published")
    }
}
/// What else a published score should say of itself and of its test: who it was made from; people in the test, and those of
/// them with the disease; of which ancestry they were; how the disease was told; when the test was published, and under what
/// terms its figures may be used.
///
/// Source: H. Wand et al., PRS-RS, Nature 591, 211, 2021.
pub const REPORTING: [&str; 7] = ["training_set", "people", "cases", "ancestry", "phenotype", "date", "licence"];

/// A published validation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedValidation {
    /// The disease, or the quantity, as a sentence can name it: "breast cancer".
    pub disease: String,
    /// Where it was published.
    pub citation: String,
    /// Who was in the test: people, cases, where.
    pub test_set: String,
    /// R² in the test: on the scale of liability, or of the quantity itself; none where the effect is an AUC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r2: Option<f64>,
    /// Heritability on the same scale, where it was published.
    #[serde(default)]
    pub heritability: Option<f64>,
    /// Whose rates or prevalence these are; `unknown` for both sexes.
    #[serde(default)]
    pub sex: Sex,
    /// What was measured.
    pub effect: MeasuredEffect,
    /// Accuracy by group, as the ancestry panel names groups; that of the test's own people is 1.
    pub accuracy: BTreeMap<String, GroupAccuracy>,
    /// AUC by the same groups, where the effect is one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub auc_by_group: BTreeMap<String, TestedAuc>,
    /// Rates by age.
    #[serde(default)]
    pub rates: Option<RatesByAge>,
    /// What a CanRisk pedigree file can be told of the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canrisk: Option<CanRisk>,
    /// Area under the curve in the test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auc: Option<Measured>,
    /// What else is known of the score and its test, in words, by the names of [`REPORTING`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reporting: BTreeMap<String, String>,
    /// The files it was made of.
    #[serde(default)]
    pub sources: Vec<SourceFile>,
}

impl PublishedValidation {
    /// What is wrong with it, in words; `None` where everything is a number that can be.
    pub fn fault(&self) -> Option<&'static str> {
        let is_share = |value: f64| (0.0..=1.0).contains(&value);
        let is_ordered = |of: &Measured| of.low <= of.value && of.value <= of.high;
        let is_auc = matches!(self.effect, MeasuredEffect::Auc(_));
        if is_auc && (self.r2.is_some() || self.heritability.is_some() || !self.accuracy.is_empty()) {
            return Some("r2, heritability and accuracy do not go with an AUC: they need the prevalence");
        }
        if !is_auc && !self.r2.is_some_and(|r2| r2 > 0.0 && r2 < 1.0) {
            return Some("r2 is from 0 to 1");
        }
        if !self.heritability.is_none_or(|h2| self.r2.is_some_and(|r2| h2 >= r2) && h2 <= 1.0) {
            return Some("heritability is from r2 to 1");
        }
        if !(is_auc || self.auc_by_group.is_empty()) || !self.auc_by_group.values().all(TestedAuc::is_sound) {
            return Some("auc_by_group goes with an AUC, each from 0 to 1, within its interval, with people and cases");
        }
        if self.citation.trim().is_empty() || self.disease.trim().is_empty() || self.test_set.trim().is_empty() {
            return Some("disease, citation and test_set are stated");
        }
        if !self.accuracy.values().all(|of| is_share(of.kept) && !of.citation.trim().is_empty()) {
            return Some("accuracy of each group is from 0 to 1, with where it was measured");
        }
        let is_r2 = |of: &Measured| of.low >= 0.0 && is_ordered(of) && of.high <= 1.0;
        if !self.accuracy.values().filter_map(|of| of.r2.as_ref()).all(is_r2) {
            return Some("r2 of each group is from 0 to 1, within its interval");
        }
        if let Some(fault) = self.canrisk.as_ref().and_then(CanRisk::fault) {
            return Some(fault);
        }
        if !self.auc.as_ref().is_none_or(|auc| auc.low >= 0.0 && is_ordered(auc) && auc.high <= 1.0) {
            return Some("auc is from 0 to 1, within its interval");
        }
        if !self.reporting.iter().all(|(name, text)| REPORTING.contains(&name.as_str()) && !text.trim().is_empty()) {
            return Some(
                "reporting has training_set, people, cases, ancestry, phenotype, date or licence, each with a text",
            );
        }
        match &self.effect {
            MeasuredEffect::HazardRatioPerSd(of) if !(of.low > 0.0 && is_ordered(of) && of.high.is_finite()) => {
                Some("a hazard ratio is above 0, within its interval")
            }
            MeasuredEffect::HazardRatioPerSd(_) => match &self.rates {
                None => Some("a hazard ratio needs rates by age"),
                Some(rates) if !rates.is_sound() => {
                    Some("rates are 0 or above, up to age 130 at most, and mortality covers the ages of incidence")
                }
                Some(_) => None,
            },
            MeasuredEffect::LiabilityR2 { r2, prevalence, source } => {
                let is_sound =
                    is_ordered(r2) && r2.low >= 0.0 && r2.high < 1.0 && *prevalence > 0.0 && *prevalence < 1.0;
                (!is_sound || source.trim().is_empty()).then_some("r2 and prevalence are from 0 to 1, with a source")
            }
            MeasuredEffect::TraitR2(r2) => (!(is_r2(r2) && Some(r2.value) == self.r2))
                .then_some("trait-r2 is r2 itself, from 0 to 1, within its interval"),
            MeasuredEffect::Auc(auc) => (!auc.is_sound() || self.auc.is_some() || self.rates.is_some()).then_some(
                "the effect is the auc, from 0 to 1, within its interval, with people and cases, and no rates",
            ),
        }
    }
}

impl RatesByAge {
    fn is_sound(&self) -> bool {
        let rates = self.incidence.iter().chain(&self.mortality);
        rates.clone().all(|rate| rate.is_finite() && *rate >= 0.0)
            && !self.incidence.is_empty()
            && self.mortality.len() >= self.incidence.len()
            && self.first_age.saturating_add(self.mortality.len()) <= AGE_MAX
            && !self.source.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> PublishedValidation {
        PublishedValidation {
            disease: "a disease".to_owned(),
            citation: "A. Author, J. 1, 2020".to_owned(),
            test_set: "1,000 people".to_owned(),
            r2: Some(0.1),
            heritability: Some(0.5),
            sex: Sex::Unknown,
            effect: MeasuredEffect::HazardRatioPerSd(Measured { value: 1.6, low: 1.5, high: 1.7 }),
            accuracy: BTreeMap::from([(
                "EUR".to_owned(),
                GroupAccuracy { kept: 1.0, citation: "the same".to_owned(), r2: None },
            )]),
            auc_by_group: BTreeMap::new(),
            rates: Some(RatesByAge {
                first_age: 0,
                incidence: vec![0.001; 80],
                mortality: vec![0.01; 80],
                source: "a register".to_owned(),
            }),
            canrisk: Some(CanRisk {
                variable: "PRS_BC".to_owned(),
                alpha: BTreeMap::from([("EUR".to_owned(), 0.45)]),
                citation: "the same".to_owned(),
            }),
            auc: Some(Measured { value: 0.63, low: 0.62, high: 0.64 }),
            reporting: BTreeMap::from([("people".to_owned(), "1,000".to_owned())]),
            sources: Vec::new(),
        }
    }

    const AUC: TestedAuc = TestedAuc { value: 0.71, low: 0.64, high: 0.78, people: 240, cases: 48 };

    #[test]
    fn what_cannot_be_is_told() {
        assert_eq!(sound().fault(), None);
        let wrong: &[fn(&mut PublishedValidation)] = &[
            |of| of.r2 = Some(0.0),
            |of| of.r2 = Some(f64::NAN),
            |of| of.r2 = None,
            |of| (of.r2, of.heritability) = (None, None),
            |of| of.auc_by_group = BTreeMap::from([("EUR".to_owned(), AUC)]),
            |of| of.heritability = Some(0.05),
            |of| of.citation.clear(),
            |of| of.rates = None,
            |of| of.effect = MeasuredEffect::HazardRatioPerSd(Measured { value: 1.8, low: 1.5, high: 1.7 }),
            |of| of.accuracy.values_mut().for_each(|of| of.kept = 1.1),
            |of| of.accuracy.values_mut().for_each(|of| of.citation.clear()),
            |of| {
                let r2 = Measured { value: 0.1, low: -0.02, high: 0.2 };
                of.accuracy.values_mut().for_each(|of| of.r2 = Some(r2));
            },
            |of| of.effect = MeasuredEffect::TraitR2(Measured { value: 0.2, low: 0.1, high: 0.3 }),
            |of| of.effect = MeasuredEffect::TraitR2(Measured { value: 0.1, low: 0.2, high: 0.3 }),
            |of| of.rates.as_mut().expect("there").mortality.truncate(79),
            |of| of.rates.as_mut().expect("there").incidence[3] = -0.1,
            |of| of.rates.as_mut().expect("there").first_age = 60,
            |of| of.canrisk.as_mut().expect("there").variable = "PRS".to_owned(),
            |of| of.canrisk.as_mut().expect("there").alpha.clear(),
            |of| of.canrisk.as_mut().expect("there").alpha.values_mut().for_each(|alpha| *alpha = 0.0),
            |of| of.canrisk.as_mut().expect("there").alpha.values_mut().for_each(|alpha| *alpha = f64::NAN),
            |of| of.canrisk.as_mut().expect("there").citation.clear(),
            |of| of.auc = Some(Measured { value: 0.63, low: 0.62, high: 1.1 }),
            |of| of.auc = Some(Measured { value: f64::NAN, low: 0.6, high: 0.7 }),
            |of| of.reporting = BTreeMap::from([("date".to_owned(), " ".to_owned())]),
            |of| of.reporting = BTreeMap::from([("colour".to_owned(), "red".to_owned())]),
        ];
        for (at, change) in wrong.iter().enumerate() {
            let mut changed = sound();
            change(&mut changed);
            assert!(changed.fault().is_some(), "{at}");
        }
    }

    /// What `tallele train` writes of a quantity: neither rates nor a prevalence, and R² of each group.
    #[test]
    fn a_quantity_needs_no_rates() {
        let r2 = Measured { value: 0.1, low: 0.06, high: 0.15 };
        let mut of = PublishedValidation { effect: MeasuredEffect::TraitR2(r2), rates: None, ..sound() };
        of.accuracy.values_mut().for_each(|of| of.r2 = Some(r2));
        assert_eq!(of.fault(), None);
        let json = serde_json::to_value(&of).expect("JSON");
        assert_eq!(json["effect"]["trait-r2"]["low"], 0.06);
        assert_eq!(json["accuracy"]["EUR"]["r2"]["high"], 0.15);
        assert_eq!(serde_json::from_value::<PublishedValidation>(json).expect("the same"), of);
        // A file of before, without it, is read as ever.
        let before = r#"{ "kept": 0.5, "citation": "measured" }"#;
        assert_eq!(serde_json::from_str::<GroupAccuracy>(before).expect("read").r2, None);
    }

    /// What `tallele train` writes of a disease whose prevalence nobody stated: no R², no rates, and AUC of each group.
    #[test]
    fn an_auc_stands_alone() {
        let by_group = BTreeMap::from([("EUR".to_owned(), AUC)]);
        let of = || PublishedValidation {
            r2: None,
            heritability: None,
            effect: MeasuredEffect::Auc(AUC),
            accuracy: BTreeMap::new(),
            auc_by_group: by_group.clone(),
            rates: None,
            auc: None,
            ..sound()
        };
        assert_eq!(of().fault(), None);
        let json = serde_json::to_value(of()).expect("JSON");
        assert_eq!((&json["effect"]["auc"]["low"], json.get("r2")), (&0.64.into(), None));
        assert_eq!(serde_json::from_value::<PublishedValidation>(json).expect("the same"), of());
        let wrong: [fn(&mut PublishedValidation); 8] = [
            |of| of.r2 = Some(0.1),
            |of| of.heritability = Some(0.5),
            |of| of.accuracy = sound().accuracy,
            |of| of.rates = sound().rates,
            |of| of.auc = sound().auc,
            |of| of.effect = MeasuredEffect::Auc(TestedAuc { cases: 240, ..AUC }),
            |of| of.effect = MeasuredEffect::Auc(TestedAuc { low: f64::NAN, ..AUC }),
            |of| of.auc_by_group.values_mut().for_each(|of| of.cases = 0),
        ];
        for (at, change) in wrong.iter().enumerate() {
            let mut changed = of();
            change(&mut changed);
            assert!(changed.fault().is_some(), "{at}");
        }
    }
}
