//! Puts samples into the folds that are trained on, chosen by, and tested on.

use super::options::TrainArgs;
use super::tables::People;
use std::path::Path;
use tallele::error::{Error, Result, TrainingKind};
use tallele::stats::Random;

/// The stream of the seed that folds are drawn from.
const STREAM: u64 = 1;

/// Numbers of the samples of each fold, rising.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    /// What coefficients are fitted to.
    pub train: Vec<usize>,
    /// What λ is chosen by.
    pub validation: Vec<usize>,
    /// What the score is tested on.
    pub test: Vec<usize>,
    /// Ids of the lists that the genotypes do not have.
    pub unknown: u64,
    /// Samples of the lists without a phenotype or a covariate.
    pub incomplete: u64,
}

impl Folds {
    /// The folds that lists name, or that a seed draws; `complete` says which samples have phenotype and covariates.
    ///
    /// Errors: `training-fold-empty`, `training-folds-overlap`, and those of the lists.
    pub fn new(args: &TrainArgs, people: &People, complete: &[bool]) -> Result<Self> {
        let mut folds = match &args.keep_train {
            Some(train) => Self::listed(people, complete, train, args)?,
            None => Self::drawn(complete, args.seed),
        };
        if args.parts().is_some() && args.keep_train.is_none() {
            folds.train.append(&mut folds.validation);
        }
        folds.check(args)?;
        folds.train.sort_unstable();
        folds.validation.sort_unstable();
        folds.test.sort_unstable();
        Ok(folds)
    }

    fn listed(people: &People, complete: &[bool], train: &Path, args: &TrainArgs) -> Result<Self> {
        let mut folds = Self::default();
        let mut read = |path: Option<&Path>| -> Result<Vec<usize>> {
            let Some(path) = path else { return Ok(Vec::new()) };
            let (listed, unknown) = people.read_list(path)?;
            let kept: Vec<usize> = listed.iter().copied().filter(|at| complete[*at]).collect();
            folds.unknown += unknown;
            folds.incomplete += (listed.len() - kept.len()) as u64;
            Ok(kept)
        };
        let train = read(Some(train))?;
        let validation = read(args.keep_validation.as_deref())?;
        let test = read(args.keep_test.as_deref())?;
        Ok(Self { train, validation, test, ..folds })
    }

    /// Eight in ten to train on, one to validate, one to test.
    fn drawn(complete: &[bool], seed: u64) -> Self {
        let mut random = Random::stream(seed, STREAM);
        let mut order: Vec<usize> = (0..complete.len()).filter(|at| complete[*at]).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last as u32 + 1) as usize);
        }
        let tenth = order.len() / 10;
        let train = order.split_off(2 * tenth);
        let test = order.split_off(tenth);
        Self { train, validation: order, test, ..Self::default() }
    }

    fn check(&self, args: &TrainArgs) -> Result<()> {
        let is_drawn = args.keep_train.is_none();
        let wanted = [
            ("train", &self.train, true),
            ("validation", &self.validation, (is_drawn && args.parts().is_none()) || args.keep_validation.is_some()),
            ("test", &self.test, is_drawn || args.keep_test.is_some()),
        ];
        for (fold, samples, is_wanted) in wanted {
            if is_wanted && samples.is_empty() {
                return Err(Error::from(TrainingKind::EmptyFold { fold }));
            }
        }
        let mut all: Vec<usize> = [&self.train, &self.validation, &self.test].into_iter().flatten().copied().collect();
        all.sort_unstable();
        if all.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(TrainingKind::FoldsOverlap.into());
        }
        Ok(())
    }
}
