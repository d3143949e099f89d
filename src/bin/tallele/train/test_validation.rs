//! Puts down what the test fold showed of a quantity's score, as its pack carries it to the page.

use super::card::{Accuracy, Evidence};
use crate::printed::name_of;
use std::collections::BTreeMap;
use tallele::error::Result;
use tallele::finding::{Finding, Severity};
use tallele::genome::Sex;
use tallele::reference::{GroupAccuracy, Measured, MeasuredEffect, PublishedValidation};
use tallele::training::Family;

/// A group of fewer people is not told: at 50 the interval of an R² of 0.3 is ± 0.2 already.
///
/// Source: Var(R²) ≈ 4ρ²(1 − ρ²)²/n, I. Olkin and J. D. Finn, Psychological Bulletin 118, 1995.
const PEOPLE_MIN: usize = 50;

impl Evidence<'_> {
    /// R² of the genotypes in the test fold, beyond what covariates explain, with its bootstrap interval; where there are labels
    /// that of the largest group, and how much of it the others keep. None, and why, where nothing was tested, nothing is
    /// explained, or the phenotype is 0 and 1: an R² of liability would need the prevalence, which nobody stated.
    ///
    /// Errors: those of the table of labels.
    pub fn validation(&self, findings: &mut Vec<Finding>) -> Result<Option<PublishedValidation>> {
        let found = match self.args.family.family() {
            Family::Gaussian => self.measured()?.ok_or(match self.folds.test.is_empty() {
                true => "there is no test fold",
                false => "the score explains nothing in the test fold",
            }),
            Family::Binomial => Err("an R² of liability needs the prevalence, and AUC alone is in the card"),
        };
        let told = |why| format!("The pack says nothing of the score's accuracy: {why}.");
        findings.extend(
            found.as_ref().err().map(|why| Finding::new("training-pack-no-accuracy", Severity::Note, 1, told(why))),
        );
        Ok(found.ok())
    }

    fn measured(&self) -> Result<Option<PublishedValidation>> {
        let mut by_group: BTreeMap<String, Vec<usize>> = self.people_by(self.args.labels.as_deref(), "group")?;
        by_group.retain(|_, samples| samples.len() >= PEOPLE_MIN);
        // Of groups of one size the first by name.
        let home = by_group.iter().rev().max_by_key(|(_, samples)| samples.len());
        let (home, tested) = match home {
            Some((group, samples)) => (Some(group.clone()), samples.clone()),
            None => (None, self.folds.test.clone()),
        };
        let Some(r2) = self.explained(&tested).filter(|of| of.value > 0.0 && of.value < 1.0) else { return Ok(None) };
        let genotypes = self.args.genotypes.iter().map(|path| name_of(path)).collect::<Vec<_>>().join(", ");
        let citation =
            format!("the test fold of {genotypes} (tallele {} train); not published", env!("CARGO_PKG_VERSION"));
        let kept = |(group, samples): (String, Vec<usize>)| {
            let there = self.explained(&samples)?;
            let kept = if Some(&group) == home.as_ref() { 1.0 } else { (there.value / r2.value).clamp(0.0, 1.0) };
            Some((group, GroupAccuracy { kept, citation: citation.clone(), r2: Some(there) }))
        };
        let fitted = self.folds.train.len() + if self.args.refit { self.folds.validation.len() } else { 0 };
        let reporting =
            [("training_set", format!("{fitted} people of {genotypes}")), ("people", tested.len().to_string())];
        let ancestry = home.clone().map(|group| ("ancestry", group));
        Ok(Some(PublishedValidation {
            disease: self.args.trait_name.clone(),
            test_set: format!("people of {genotypes} whom the score was neither fitted to nor chosen by"),
            r2: r2.value,
            heritability: None,
            sex: Sex::Unknown,
            effect: MeasuredEffect::TraitR2(r2),
            accuracy: by_group.into_iter().filter_map(kept).collect(),
            rates: None,
            canrisk: None,
            auc: None,
            reporting: reporting.into_iter().chain(ancestry).map(|(name, text)| (name.to_owned(), text)).collect(),
            sources: Vec::new(),
            citation,
        }))
    }

    /// R² of the genotypes in these samples with its interval; below 0, where the mean predicts better, it is 0.
    fn explained(&self, samples: &[usize]) -> Option<Measured> {
        let Accuracy { value, low, high, .. } = self.increment(samples)?;
        let (low, high) = low.zip(high)?;
        let value = value.max(0.0);
        // The percentile bootstrap may leave the value itself out.
        Some(Measured { value, low: low.clamp(0.0, value), high: high.max(value) })
    }
}
