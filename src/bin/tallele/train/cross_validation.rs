//! Chooses λ by cross-validation: each part of the training fold is predicted from the others, all along one path.

use super::Told;
use super::genotypes::Opened;
use super::options::{Choice, TrainArgs};
use super::output::write_result;
use super::tables::read_words;
use super::{checkpoint, fingerprint, problem};
use crate::printed::name_of;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use tallele::error::{Error, ErrorKind, Result, Role, TrainingKind};
use tallele::stats::Random;
use tallele::training::PathFit;
use tallele::training::metrics::{Metrics, Predicted};
use tallele::training::path::Lambdas;

/// The stream of the seed that parts are drawn from.
const STREAM: u64 = 2;

/// What was measured at one λ in the parts that it was not fitted to.
pub struct Validated {
    lambda: f64,
    /// Mean of the parts' mean losses.
    loss: f64,
    /// Standard error of that mean over parts.
    error: f64,
    /// Mean of the parts' accuracies; `None` where one has none.
    accuracy: Option<f64>,
}

impl Validated {
    fn of(lambda: f64, parts: &[Metrics]) -> Self {
        let k = parts.len() as f64;
        let loss = parts.iter().map(|of| of.loss).sum::<f64>() / k;
        let variance = parts.iter().map(|of| (of.loss - loss) * (of.loss - loss)).sum::<f64>() / (k - 1.0);
        let accuracy: Option<Vec<f64>> = parts.iter().map(|of| of.accuracy).collect();
        let accuracy = accuracy.map(|of| of.iter().sum::<f64>() / k);
        Self { lambda, loss, error: (variance / k).sqrt(), accuracy }
    }
}

/// The λ with the least mean loss, the larger of equals.
fn least(path: &[Validated]) -> Option<usize> {
    let mut least: Option<usize> = None;
    for (at, of) in path.iter().enumerate() {
        if least.is_none_or(|least| of.loss < path[least].loss) {
            least = Some(at);
        }
    }
    least
}

/// The λ with the least mean loss, or the largest whose mean loss is within a standard error of it.
///
/// Source: Breiman and others 1984, the one standard error rule; glmnet, `lambda.min` and `lambda.1se`.
pub fn chosen(path: &[Validated], choice: Choice) -> Option<usize> {
    let at = least(path)?;
    match choice {
        Choice::Min => Some(at),
        Choice::OneSe => path.iter().position(|of| of.loss <= path[at].loss + path[at].error),
    }
}

/// Measures each λ in every part, until the loss has not fallen for `patience` of them, and writes `cv.tsv`. Each part has a
/// checkpoint of its own, so that a run that was stopped goes on here too.
///
/// Errors: `training-fold-empty` for fewer than two parts or one without people; those of the fits, of the checkpoints and of the
/// table of parts.
pub fn cross_validate(
    args: &TrainArgs,
    parts: usize,
    opened: &Opened,
    told: &Told,
    lambdas: &[f64],
    patience: usize,
) -> Result<Vec<Validated>> {
    let family = args.family.family();
    let parts = parts_of(args, parts, opened, &told.folds.train)?;
    let mut fits = Vec::new();
    for (number, part) in (1..).zip(&parts) {
        let held_out: BTreeSet<usize> = part.iter().copied().collect();
        let rest: Vec<usize> = told.folds.train.iter().copied().filter(|at| !held_out.contains(at)).collect();
        let mut fit = PathFit::new(problem(args, opened, told, &rest), Lambdas::Given(lambdas.to_vec()))?;
        let place = args.out.join(format!("checkpoint.part{number}"));
        let of = fingerprint(args, &fit, told, &rest);
        fit.resume(checkpoint::read(&place, &of)?);
        fits.push((fit, place, of));
    }
    let mut path: Vec<Validated> = Vec::new();
    for (index, &lambda) in lambdas.iter().enumerate() {
        let mut measured = Vec::new();
        for ((fit, place, of), part) in fits.iter_mut().zip(&parts) {
            while fit.solutions().len() <= index && fit.step()? {
                checkpoint::write(place, of, fit.solutions())?;
            }
            let eta = fit.predict(&fit.solutions()[index])?;
            measured.extend(Predicted::of(part, &told.y, &eta).metrics(family));
        }
        path.push(Validated::of(lambda, &measured));
        let has_begun = fits.iter().any(|(fit, ..)| !fit.solutions()[index].theta.is_empty());
        if patience > 0 && has_begun && least(&path).is_some_and(|least| index - least >= patience) {
            break;
        }
    }
    write_result(&args.out.join("cv.tsv"), table(&path, super::baselines::family_metrics(family)).as_bytes())?;
    Ok(path)
}

/// The training fold in parts: drawn by the seed, or as a table says.
fn parts_of(args: &TrainArgs, parts: usize, opened: &Opened, train: &[usize]) -> Result<Vec<Vec<usize>>> {
    let parts = match &args.folds_file {
        Some(path) => {
            let words = read_words(path, "fold")?;
            let mut by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for &at in train {
                let Some(word) = words.get(&opened.samples[at].id) else {
                    let kind = ErrorKind::BadOption {
                        option: "--folds-file".to_owned(),
                        allowed: "a table with a fold for everybody who is trained on",
                    };
                    return Err(Error::new(kind).in_input(Role::Options, &name_of(path)));
                };
                by.entry(word).or_default().push(at);
            }
            by.into_values().collect()
        }
        None => {
            let mut random = Random::stream(args.seed, STREAM);
            let mut order = train.to_vec();
            for last in (1..order.len()).rev() {
                order.swap(last, random.below(last as u32 + 1) as usize);
            }
            let mut drawn: Vec<Vec<usize>> = vec![Vec::new(); parts];
            order.into_iter().enumerate().for_each(|(at, sample)| drawn[at % parts].push(sample));
            drawn
        }
    };
    if parts.len() < 2 || parts.iter().any(Vec::is_empty) {
        return Err(TrainingKind::EmptyFold { fold: "cross-validation" }.into());
    }
    Ok(parts)
}

/// `cv.tsv`: a line for each λ, from the largest on.
fn table(path: &[Validated], [accuracy, loss]: [&str; 2]) -> String {
    let mut text = format!("lambda_index\tlambda\tcv_{loss}\tcv_{loss}_se\tcv_{accuracy}\tchosen\n");
    let [min, one_se] = [Choice::Min, Choice::OneSe].map(|choice| chosen(path, choice));
    for (index, of) in path.iter().enumerate() {
        let accuracy = of.accuracy.map_or_else(|| "NA".to_owned(), |accuracy| accuracy.to_string());
        let marks = [(min, "min"), (one_se, "1se")].into_iter().filter(|(at, _)| *at == Some(index));
        let marks: Vec<&str> = marks.map(|(_, mark)| mark).collect();
        let _ = writeln!(text, "{index}\t{}\t{}\t{}\t{accuracy}\t{}", of.lambda, of.loss, of.error, marks.join(","));
    }
    text
}
