//! Reads a cohort's files for what people are compared by: copies by group, and what each sample has of some rows.

use super::cohort::Cohort;
use super::cohort_run::{CohortRun, is_elsewhere};
use super::options::OptionsChecked;
use crate::error::Result;
use crate::genome::Liftover;
use crate::matching::Palindromes;
use crate::scoring::{OfSample, RowWitness};
use crate::weights::ScoreTable;
use std::ops::Range;
use std::sync::Arc;

/// Rows times samples that one reading notes at most: where every call is missing they take 1 GB.
const MISSED_AT_ONCE: usize = 250_000_000;

/// What samples of a cohort have of a score's chosen rows.
pub(super) struct Noted {
    /// Whether a row met a record.
    pub met: Vec<bool>,
    /// Each sample.
    pub samples: Vec<OfSample>,
}

/// How the reading goes.
pub(super) struct Way<'a> {
    /// The options.
    pub options: &'a OptionsChecked,
    /// The ways between builds.
    pub ways: &'a [Liftover],
}

/// Reads the files once; `None` where the score is on another build and no row can be found.
pub(super) fn witness(
    cohort: &Cohort,
    table: &Arc<ScoreTable>,
    witness: RowWitness,
    way: &Way<'_>,
) -> Result<Option<RowWitness>> {
    let mut run = CohortRun::new(0, cohort, vec![(0, table.clone())], way.options, way.ways)?;
    let Some((choice, None)) = run.choices.first() else { return Ok(None) };
    let positions = choice.positions;
    run.scorer.witness(0, witness);
    while !run.step(u64::MAX)? {}
    let (scores, _) = run.scorer.finish();
    let found = scores.into_iter().next().filter(|score| !is_elsewhere(score, positions));
    Ok(found.and_then(|score| score.witness))
}

/// Hands on what the samples have of these rows, some samples at a time.
pub(super) fn note_rows(
    cohort: &Cohort,
    table: &Arc<ScoreTable>,
    rows: &Arc<[bool]>,
    way: &Way<'_>,
    mut take: impl FnMut(Range<usize>, Noted) -> Result<()>,
) -> Result<()> {
    let all = cohort.samples.len();
    // A frequency that rows are kept by is that of all samples.
    let is_whole = way.options.rules.palindromes == Palindromes::Frequency;
    let at_once = if is_whole { all } else { MISSED_AT_ONCE / rows.len().max(1) }.max(1);
    for first in (0..all).step_by(at_once) {
        let range = first..all.min(first + at_once);
        let places: Vec<usize> = match &cohort.selected {
            Some(selected) => selected.get(range.clone()).unwrap_or_default().to_vec(),
            None => range.clone().collect(),
        };
        let samples = cohort.samples.get(range.clone()).unwrap_or_default().to_vec();
        let count = samples.len();
        let part = cohort.with_samples(samples, places);
        let found = witness(&part, table, RowWitness::of_rows(rows.clone(), count), way)?;
        let noted = match found {
            Some(RowWitness::Chosen { met, samples, .. }) => Noted { met, samples },
            _ => Noted { met: vec![false; rows.len()], samples: vec![OfSample::default(); count] },
        };
        take(range, noted)?;
    }
    Ok(())
}
