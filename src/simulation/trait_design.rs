//! Draws a trait for a cohort: which variants cause it, how much of it they explain, and who is a case.

use super::cohort::{CohortPerson, CohortVariant};
use crate::error::{ErrorKind, Result};
use crate::stats::{Random, normal};

/// Streams of the seed: which variants, their effects, everybody's environment.
const STREAM: u64 = 11_000;

/// How effects are spread, for a standardised genotype.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectShape {
    /// Normally.
    Normal,
    /// All of one size, with either sign.
    Equal,
    /// Exponentially to both sides: few large ones.
    Laplace,
}

impl EffectShape {
    /// Reads it as written. Errors: `bad-option`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "normal" => Ok(Self::Normal),
            "equal" => Ok(Self::Equal),
            "laplace" => Ok(Self::Laplace),
            _ => {
                let option = "--effects".to_owned();
                Err(ErrorKind::BadOption { option, allowed: "normal, equal, laplace" }.into())
            }
        }
    }

    fn draw(self, random: &mut Random) -> f64 {
        match self {
            Self::Normal => random.normal(),
            Self::Equal => {
                if random.chance(0.5) {
                    1.0
                } else {
                    -1.0
                }
            }
            Self::Laplace => {
                let size = -libm::log(1.0 - random.uniform());
                if random.chance(0.5) { size } else { -size }
            }
        }
    }
}

/// What a trait is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct TraitDesign {
    /// Share of the variance that the causal variants explain among unrelated people.
    pub heritability: f64,
    /// Variants that cause it.
    pub causal: usize,
    /// How their effects are spread.
    pub effects: EffectShape,
    /// Share of people who are cases: those whose trait lies above the threshold that a normal trait has for it.
    pub prevalence: Option<f64>,
    /// The same seed gives the same trait.
    pub seed: u64,
}

impl TraitDesign {
    /// The design, if it can be made for this many sites. Errors: `bad-option` that names the command's option.
    pub fn checked(self, sites: usize) -> Result<Self> {
        let is_share = |share: f64| share > 0.0 && share < 1.0;
        let rows = [
            ((0.0..=1.0).contains(&self.heritability), "--heritability", "0 to 1"),
            (self.causal <= sites, "--causal", "0 to the number of sites"),
            (self.causal > 0 || self.heritability == 0.0, "--causal", "1 or more where there is heritability"),
            (self.prevalence.is_none_or(is_share), "--prevalence", "between 0 and 1"),
        ];
        for (holds, option, allowed) in rows {
            if !holds {
                return Err(ErrorKind::BadOption { option: option.to_owned(), allowed }.into());
            }
        }
        Ok(self)
    }
}

/// A variant that causes a trait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CausalVariant {
    /// Which one of the cohort, from 0.
    pub number: usize,
    /// The variant.
    pub variant: CohortVariant,
    /// Effect of each copy of the alternate allele, in standard deviations of the trait.
    pub effect: f64,
}

/// Adds up everybody's genetic values while a cohort is drawn.
pub struct TraitDraw {
    design: TraitDesign,
    /// Numbers of the causal variants, rising.
    numbers: Vec<u32>,
    effects_random: Random,
    causal: Vec<CausalVariant>,
    genetic: Vec<f64>,
    seen: usize,
}

/// A trait of everybody in a cohort, of mean 0 and variance 1 among the unrelated on average.
#[derive(Clone, Debug)]
pub struct TraitValues {
    /// What the causal variants make of it, by person.
    pub genetic: Vec<f64>,
    /// The trait itself, by person.
    pub values: Vec<f64>,
    /// Whether somebody is a case, where the design has a prevalence.
    pub cases: Option<Vec<bool>>,
    /// The variants that cause it, in the cohort's order.
    pub causal: Vec<CausalVariant>,
    /// What a score of these effects has to be less by to be the genetic value.
    pub mean: f64,
}

impl TraitDraw {
    /// Chooses the causal variants among `sites`, for `people`. The design must have been checked.
    pub fn new(design: TraitDesign, sites: usize, people: usize) -> Self {
        let random = |part| Random::stream(design.seed, STREAM + part);
        let numbers = random(0).choose(design.causal as u32, sites as u32);
        let effects_random = random(1);
        Self { design, numbers, effects_random, causal: Vec::new(), genetic: vec![0.0; people], seen: 0 }
    }

    /// Takes the next variant with everybody's copies.
    pub fn take(&mut self, variant: &CohortVariant, copies: &[u8]) {
        let number = self.seen;
        self.seen += 1;
        if self.numbers.get(self.causal.len()).is_none_or(|next| *next as usize != number) {
            return;
        }
        let p = variant.frequency;
        let effect = self.design.effects.draw(&mut self.effects_random) / (2.0 * p * (1.0 - p)).sqrt();
        self.causal.push(CausalVariant { number, variant: *variant, effect });
        for (value, count) in self.genetic.iter_mut().zip(copies) {
            *value += effect * f64::from(*count);
        }
    }

    /// Scales the effects to the heritability and adds everybody's environment.
    ///
    /// Variance is that among people without parents in the cohort. Where it is zero, nothing is genetic.
    pub fn finish(mut self, people: &[CohortPerson]) -> TraitValues {
        let unrelated = || self.genetic.iter().zip(people).filter(|(_, person)| person.parents.is_none());
        let count = unrelated().count().max(1) as f64;
        let mean = unrelated().map(|(value, _)| value).sum::<f64>() / count;
        let variance = unrelated().map(|(value, _)| (value - mean).powi(2)).sum::<f64>() / count;
        let scale = if variance > 0.0 { (self.design.heritability / variance).sqrt() } else { 0.0 };
        self.genetic.iter_mut().for_each(|value| *value = (*value - mean) * scale);
        self.causal.iter_mut().for_each(|causal| causal.effect *= scale);
        let mut random = Random::stream(self.design.seed, STREAM + 2);
        let spread = (1.0 - self.design.heritability).sqrt();
        let values: Vec<f64> = self.genetic.iter().map(|genetic| genetic + spread * random.normal()).collect();
        let threshold = self.design.prevalence.and_then(normal::upper_quantile);
        let cases = threshold.map(|threshold| values.iter().map(|value| *value > threshold).collect());
        TraitValues { genetic: self.genetic, values, cases, causal: self.causal, mean: mean * scale }
    }
}
