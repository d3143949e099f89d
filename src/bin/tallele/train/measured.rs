//! Measures every λ of a path in each fold and says which is best and when to stop.

use super::folds::Folds;
use tallele::training::Family;
use tallele::training::metrics::{Metrics, Predicted};

/// What was measured at one λ.
#[derive(Clone, Debug)]
pub struct Measured {
    /// λ.
    pub lambda: f64,
    /// Variants whose coefficient is not 0.
    pub nonzero: usize,
    /// In the training fold.
    pub train: Option<Metrics>,
    /// In the validation fold.
    pub validation: Option<Metrics>,
    /// In the test fold.
    pub test: Option<Metrics>,
}

impl Measured {
    /// By the linear predictor of every sample.
    pub fn new(lambda: f64, nonzero: usize, family: Family, folds: &Folds, y: &[f64], eta: &[f64]) -> Self {
        let of = |samples: &[usize]| Predicted::of(samples, y, eta).metrics(family);
        Self { lambda, nonzero, train: of(&folds.train), validation: of(&folds.validation), test: of(&folds.test) }
    }

    /// What λ is chosen by: the accuracy in the validation fold, or what is lost where all of its phenotypes are the same.
    fn merit(&self) -> Option<f64> {
        self.validation.map(|metrics| metrics.accuracy.unwrap_or(-metrics.loss))
    }
}

/// The λ with the largest accuracy in the validation fold, the larger one of equals; `None` without such a fold.
pub fn best(path: &[Measured]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (index, merit) in path.iter().enumerate().filter_map(|(index, of)| of.merit().map(|merit| (index, merit))) {
        if best.is_none_or(|(_, most)| merit > most) {
            best = Some((index, merit));
        }
    }
    best.map(|(index, _)| index)
}

/// Whether so many λ have brought nothing. Before anything is chosen there is nothing to stop.
pub fn is_over(path: &[Measured], patience: usize) -> bool {
    let has_begun = path.iter().any(|of| of.nonzero > 0);
    patience > 0 && has_begun && best(path).is_some_and(|best| path.len() - 1 - best >= patience)
}
