//! Puts down what the test fold showed of a score, as its pack carries it to the page: R² of a quantity, AUC of 0 and 1.

use super::card::{Accuracy, Evidence};
use crate::printed::name_of;
use std::collections::BTreeMap;
use tallele::error::Result;
use tallele::finding::{Finding, Severity};
use tallele::genome::Sex;
use tallele::reference::{GroupAccuracy, Measured, MeasuredEffect, PublishedValidation, TestedAuc};
use tallele::training::Family;

/// A group of fewer people is not told: at 50 the interval of an R² of 0.3 is ± 0.2 already.
///
/// Source: Var(R²) ≈ 4ρ²(1 − ρ²)²/n, I. Olkin and J. D. Finn, Psychological Bulletin 118, 1995.
const PEOPLE_MIN: usize = 50;

/// An AUC of fewer cases, or of fewer controls, is not told: at 10 of 50 people the interval of 0.7 is ± 0.2.
///
/// Source: J. A. Hanley and B. J. McNeil, Radiology 143, 1982, the standard error of an area.
const CASES_MIN: usize = 10;

/// What is known of accuracy, before who was tested is said.
struct Found {
    r2: Option<f64>,
    effect: MeasuredEffect,
    accuracy: BTreeMap<String, GroupAccuracy>,
    auc_by_group: BTreeMap<String, TestedAuc>,
    /// Of those tested, where the phenotype is 0 and 1.
    cases: Option<u64>,
}

impl Evidence<'_> {
    /// Of a quantity R² of the genotypes in the test fold, beyond what covariates explain; of 0 and 1 the AUC of what genotypes
    /// add up to. Each with its bootstrap interval; where there are labels that of the largest group, with the others beside it.
    /// None, and why, where nothing was tested or nothing is told. An R² of liability would need the prevalence, which nobody
    /// stated.
    ///
    /// Errors: those of the table of labels.
    pub fn validation(&self, findings: &mut Vec<Finding>) -> Result<Option<PublishedValidation>> {
        let mut by_group: BTreeMap<String, Vec<usize>> = self.people_by(self.args.labels.as_deref(), "group")?;
        by_group.retain(|_, samples| samples.len() >= PEOPLE_MIN && self.is_countable(samples));
        // Of groups of one size the first by name.
        let home = by_group.iter().rev().max_by_key(|(_, samples)| samples.len()).map(|(group, _)| group.clone());
        let tested = home.as_ref().and_then(|group| by_group.get(group)).unwrap_or(&self.folds.test).clone();
        let genotypes = self.args.genotypes.iter().map(|path| name_of(path)).collect::<Vec<_>>().join(", ");
        let citation =
            format!("the test fold of {genotypes} (tallele {} train); not published", env!("CARGO_PKG_VERSION"));
        let found = match self.args.family.family() {
            _ if self.folds.test.is_empty() => Err("there is no test fold".to_owned()),
            Family::Gaussian => self.of_quantity(&tested, by_group, home.as_deref(), &citation),
            Family::Binomial => self.of_cases(&tested, by_group),
        };
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                let told = format!("The pack says nothing of the score's accuracy: {why}.");
                findings.push(Finding::new("training-pack-no-accuracy", Severity::Note, 1, told));
                return Ok(None);
            }
        };
        let fitted = self.folds.train.len() + if self.args.refit { self.folds.validation.len() } else { 0 };
        let reporting = [
            ("training_set", Some(format!("{fitted} people of {genotypes}"))),
            ("people", Some(tested.len().to_string())),
            ("cases", found.cases.map(|cases| cases.to_string())),
            ("ancestry", home),
        ];
        let stated = reporting.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)));
        Ok(Some(PublishedValidation {
            disease: self.args.trait_name.clone(),
            test_set: format!("people of {genotypes} whom the score was neither fitted to nor chosen by"),
            r2: found.r2,
            heritability: None,
            sex: Sex::Unknown,
            effect: found.effect,
            accuracy: found.accuracy,
            auc_by_group: found.auc_by_group,
            rates: None,
            canrisk: None,
            auc: None,
            reporting: stated.collect(),
            sources: Vec::new(),
            citation,
        }))
    }

    /// R² of these samples, and how much of it each group keeps.
    fn of_quantity(
        &self,
        tested: &[usize],
        by_group: BTreeMap<String, Vec<usize>>,
        home: Option<&str>,
        citation: &str,
    ) -> std::result::Result<Found, String> {
        let r2 = self.explained(tested).filter(|of| of.value > 0.0 && of.value < 1.0);
        let r2 = r2.ok_or("the score explains nothing in the test fold".to_owned())?;
        let kept = |(group, samples): (String, Vec<usize>)| {
            let there = self.explained(&samples)?;
            let kept = if Some(group.as_str()) == home { 1.0 } else { (there.value / r2.value).clamp(0.0, 1.0) };
            Some((group, GroupAccuracy { kept, citation: citation.to_owned(), r2: Some(there) }))
        };
        Ok(Found {
            r2: Some(r2.value),
            effect: MeasuredEffect::TraitR2(r2),
            accuracy: by_group.into_iter().filter_map(kept).collect(),
            auc_by_group: BTreeMap::new(),
            cases: None,
        })
    }

    /// AUC of these samples, and of each group.
    fn of_cases(&self, tested: &[usize], by_group: BTreeMap<String, Vec<usize>>) -> std::result::Result<Found, String> {
        if !self.is_countable(tested) {
            return Err(format!("the test fold has fewer than {CASES_MIN} cases, or than {CASES_MIN} others"));
        }
        let auc = self.discriminated(tested).filter(|of| of.value > 0.5);
        let auc = auc.ok_or("the score tells cases from others no better than chance in the test fold".to_owned())?;
        let of = |(group, samples): (String, Vec<usize>)| Some((group, self.discriminated(&samples)?));
        Ok(Found {
            r2: None,
            effect: MeasuredEffect::Auc(auc),
            accuracy: BTreeMap::new(),
            auc_by_group: by_group.into_iter().filter_map(of).collect(),
            cases: Some(auc.cases),
        })
    }

    /// Whether there are cases and controls enough for an AUC, where one is measured.
    fn is_countable(&self, samples: &[usize]) -> bool {
        let cases = self.cases(samples);
        match self.args.family.family() {
            Family::Gaussian => true,
            Family::Binomial => cases >= CASES_MIN && samples.len() - cases >= CASES_MIN,
        }
    }

    fn cases(&self, samples: &[usize]) -> usize {
        samples.iter().filter(|at| self.y.get(**at).is_some_and(|y| *y > 0.5)).count()
    }

    /// R² of the genotypes in these samples with its interval; below 0, where the mean predicts better, it is 0.
    fn explained(&self, samples: &[usize]) -> Option<Measured> {
        let [value, low, high] = within_interval(&self.increment(samples)?)?;
        Some(Measured { value, low, high })
    }

    /// AUC in these samples of what genotypes add up to, with its interval.
    fn discriminated(&self, samples: &[usize]) -> Option<TestedAuc> {
        let [value, low, high] = within_interval(&self.of_genotypes(samples)?)?;
        Some(TestedAuc { value, low, high, people: samples.len() as u64, cases: self.cases(samples) as u64 })
    }
}

/// The value, 0 at least, and its ends; the percentile bootstrap may leave the value itself out.
fn within_interval(of: &Accuracy) -> Option<[f64; 3]> {
    let (low, high) = of.low.zip(of.high)?;
    let value = of.value.max(0.0);
    Some([value, low.clamp(0.0, value), high.max(value)])
}
