//! Scores every person with every score, one pair a step, then hashes the files that went in.

use super::build_fit::BuildFit;
use super::cohort::Cohort;
use super::cohort_run::CohortRun;
use super::run::{Progress, Session, Task};
use super::score_task::{match_person, read_again, score_person};
use crate::bytes::{Digest, SharedSource};
use crate::error::{Error, ErrorKind, PartialKind, Result};
use crate::finding::Finding;
use crate::report::ScoreResult;
use crate::weights::ScoreTable;
use std::rc::Rc;
use std::sync::Arc;

/// Rows of scores that one reading of a cohort's files works on.
const ROWS_AT_ONCE: usize = 2_500_000;

/// Sums of a sample and a score that one reading of a cohort's files adds to: about 1 kB each, 150 MB in all.
const PAIRS_AT_ONCE: usize = 150_000;

impl Session {
    pub(super) fn step_score(&mut self, next: usize) -> Result<Progress> {
        let total = self.people.len() * self.scores.len();
        if next < total {
            let (score, person) = (next / self.people.len(), next % self.people.len());
            self.score_pair(score, person)?;
            self.task = Some(Task::Score { next: next + 1 });
            return Ok(Progress {
                phase: "scoring",
                done: next as u64 + 1,
                total: total as u64,
                unit: "scores",
                finished: false,
            });
        }
        if let Some(fit) = self.next_build_fit()? {
            self.task = Some(Task::FitBuild(Box::new(fit)));
            return Ok(Progress {
                phase: "scoring",
                done: 0,
                total: total.max(1) as u64,
                unit: "scores",
                finished: false,
            });
        }
        if let Some(mut run) = self.next_cohort_run()? {
            let parts = self.cohorts.get_mut(run.cohort).map(|cohort| &mut cohort.parts);
            if let Some(parts) = parts.filter(|parts| !self.keeps_parts && !parts.is_empty()) {
                let place = parts.iter().position(|part| part.scores == run.scores);
                let place = place.ok_or(PartialKind::Disagree { what: "the scores of one reading" })?;
                run.resume(parts.remove(place))?;
            }
            let (done, total) = self.cohort_progress(Some(&run));
            self.task = Some(Task::ScoreCohort(Box::new(run)));
            return Ok(Progress { phase: "scoring", done, total, unit: "bytes", finished: false });
        }
        if let Some(error) = self.nothing_fits()? {
            return Err(error);
        }
        match self.next_unhashed() {
            Some(source) => {
                self.task = Some(Task::Hash { digest: Box::new(Digest::new(source.clone())), source });
                Ok(Progress {
                    phase: "scoring",
                    done: total as u64,
                    total: total as u64,
                    unit: "scores",
                    finished: false,
                })
            }
            None => Ok(Progress {
                phase: "scoring",
                done: total as u64,
                total: total as u64,
                unit: "scores",
                finished: true,
            }),
        }
    }

    /// Scores one person with one score, unless that is done. Rows that are not kept are read for everyone and for every
    /// score of the file at once.
    fn score_pair(&mut self, score: usize, person: usize) -> Result<()> {
        let Session { people, scores, options, ways, .. } = self;
        let (Some(pair), Some(one)) = (scores.get_mut(score), people.get(person)) else { return Ok(()) };
        let Some(result @ None) = pair.results.get_mut(person) else { return Ok(()) };
        if let Some(table) = &pair.table {
            *result = Some(score_person(table, &pair.findings, one, options, ways));
            return Ok(());
        }
        let source = pair.source.clone();
        let files = read_again(&source)?;
        for score in scores.iter_mut().filter(|score| is_same(&score.source, &source)) {
            let Some(file) = files.get(score.part) else { return Err(read_differs()) };
            for (person, result) in people.iter().zip(&mut score.results) {
                if result.is_none() {
                    *result = Some(score_person(&file.table, &score.findings, person, options, ways));
                }
            }
        }
        Ok(())
    }

    /// A cohort whose build nothing has told yet, to be asked with as many scores as memory holds the rows of.
    pub(super) fn next_build_fit(&self) -> Result<Option<BuildFit>> {
        let is_open = |(_, cohort): &(usize, &Cohort)| cohort.file.build.is_none() && cohort.fit.is_none();
        let Some((number, cohort)) = self.cohorts.iter().enumerate().find(is_open) else { return Ok(None) };
        let mut tables = Vec::new();
        let mut rows = 0;
        for score in &self.scores {
            let table = kept_or_read(score.table.as_ref(), &score.source, score.part)?;
            rows += table.len();
            tables.push(table);
            if rows >= ROWS_AT_ONCE {
                break;
            }
        }
        Ok(Some(BuildFit::new(number, cohort, tables, self.options.rules)))
    }

    pub(super) fn step_fit(&mut self, mut fit: Box<BuildFit>, budget: u64) -> Result<Progress> {
        let finished = fit.step(budget)?;
        let (done, total) = fit.progress();
        self.task = if finished {
            if let Some(cohort) = self.cohorts.get_mut(fit.cohort) {
                cohort.settle_build(fit.finish());
            }
            Some(Task::Score { next: self.people.len() * self.scores.len() })
        } else {
            Some(Task::FitBuild(fit))
        };
        Ok(Progress { phase: "scoring", done, total, unit: "bytes", finished: false })
    }

    /// Some scores that a cohort was not scored with yet: as many as memory holds the rows and the sums of.
    fn next_cohort_run(&self) -> Result<Option<CohortRun>> {
        let is_open = |(_, cohort): &(usize, &Cohort)| cohort.results.iter().any(Option::is_none);
        let Some((number, cohort)) = self.cohorts.iter().enumerate().find(is_open) else { return Ok(None) };
        let mut tables = Vec::new();
        let mut rows = 0;
        for (place, score) in self.scores.iter().enumerate() {
            if cohort.results.get(place).is_none_or(Option::is_some) {
                continue;
            }
            let table = kept_or_read(score.table.as_ref(), &score.source, score.part)?;
            rows += table.len();
            tables.push((place, table));
            if rows >= ROWS_AT_ONCE || (tables.len() + 1) * cohort.samples.len() > PAIRS_AT_ONCE {
                break;
            }
        }
        CohortRun::new(number, cohort, tables, &self.options, &self.ways).map(Some)
    }

    /// Bytes of all cohorts' files, and how many of them are read: where memory asks for several readings of a file, each counts
    /// for its share of the scores.
    fn cohort_progress(&self, run: Option<&CohortRun>) -> (u64, u64) {
        let scores = self.scores.len().max(1) as f64;
        let (mut read, mut total) = (0.0, 0);
        for (number, cohort) in self.cohorts.iter().enumerate() {
            let bytes: u64 = cohort.sets.iter().map(|set| set.main.len()).sum();
            let mut scored = cohort.results.iter().flatten().count() as f64;
            if let Some(run) = run.filter(|run| run.cohort == number) {
                let (done, of) = run.progress();
                scored += run.scores.len() as f64 * (done as f64 / of.max(1) as f64);
            }
            read += bytes as f64 * (scored / scores).min(1.0);
            total += bytes;
        }
        ((read as u64).min(total), total)
    }

    pub(super) fn step_cohort(&mut self, mut run: Box<CohortRun>, budget: u64) -> Result<Progress> {
        let finished = run.step(budget)?;
        let (done, total) = self.cohort_progress(Some(&run));
        if let Some(cohort) = self.cohorts.get_mut(run.cohort).filter(|_| finished) {
            cohort.note_calls(run.take_findings());
        }
        if finished && self.keeps_parts {
            let number = run.cohort;
            let part = run.into_part();
            if let Some(cohort) = self.cohorts.get_mut(number) {
                for &score in &part.scores {
                    if let Some(slot) = cohort.results.get_mut(score) {
                        *slot = Some(Vec::new());
                    }
                }
                cohort.parts.push(part);
            }
            self.task = Some(Task::Score { next: self.people.len() * self.scores.len() });
        } else if finished {
            let findings: Vec<&[Finding]> = run
                .scores
                .iter()
                .map(|&score| self.scores.get(score).map_or(&[][..], |score| score.findings.as_slice()))
                .collect();
            let number = run.cohort;
            let (results, mismatch) = run.finish(&findings, &self.options);
            if let Some(cohort) = self.cohorts.get_mut(number) {
                cohort.mismatch = mismatch.map(Rc::new).or(cohort.mismatch.take());
                for (score, of_samples) in results {
                    if let Some(slot) = cohort.results.get_mut(score) {
                        *slot = Some(of_samples);
                    }
                }
            }
            self.task = Some(Task::Score { next: self.people.len() * self.scores.len() });
        } else {
            self.task = Some(Task::ScoreCohort(run));
        }
        Ok(Progress { phase: "scoring", done, total, unit: "bytes", finished: false })
    }

    /// The error where not one score is on the build of any file: there is nothing to report then.
    fn nothing_fits(&self) -> Result<Option<Error>> {
        // Of a part that is decided when all are added up.
        if self.keeps_parts {
            return Ok(None);
        }
        let is_mismatch =
            |result: &ScoreResult| result.findings.first().is_some_and(|finding| finding.code == "build-mismatch");
        let of_people = self.scores.iter().flat_map(|score| &score.results).flatten();
        // Samples of one cohort fit or not together.
        let of_cohorts = self.cohorts.iter().flat_map(|cohort| &cohort.results).flatten().filter_map(|of| of.first());
        if self.scores.is_empty() || !of_people.chain(of_cohorts).all(is_mismatch) {
            return Ok(None);
        }
        let Some(score) = self.scores.first() else { return Ok(None) };
        let table = kept_or_read(score.table.as_ref(), &score.source, score.part)?;
        if let Some(person) = self.people.first() {
            return Ok(match_person(&table, person, &self.options, &self.ways).mismatch);
        }
        Ok(self.cohorts.iter().find_map(|cohort| cohort.mismatch.as_deref()).map(Error::again))
    }

    pub(super) fn step_hash(&mut self, mut digest: Box<Digest>, source: SharedSource, budget: u64) -> Result<Progress> {
        let mut finished = digest.step(budget)?;
        let (done, total) = (digest.bytes_done(), source.len());
        if finished {
            self.keep_hash(&source, digest.finish()?);
            if let Some(source) = self.next_unhashed() {
                finished = false;
                self.task = Some(Task::Hash { digest: Box::new(Digest::new(source.clone())), source });
            }
        } else {
            self.task = Some(Task::Hash { digest, source });
        }
        Ok(Progress { phase: "hashing", done, total, unit: "bytes", finished })
    }

    fn keep_hash(&mut self, source: &SharedSource, hash: String) {
        // A list of samples may serve files of other samples, too.
        let mut is_cohort = false;
        for cohort in &mut self.cohorts {
            let place = cohort.sources().position(|other| is_same(other, source));
            if let Some(slot) = place.and_then(|place| cohort.sha256.get_mut(place)) {
                *slot = Some(hash.clone());
                is_cohort = true;
            }
        }
        if is_cohort {
            return;
        }
        let mut stored = self.people.iter_mut().flat_map(|person| &mut person.stored);
        match stored.find(|stored| is_same(&stored.source, source)) {
            Some(stored) => stored.sha256 = Some(hash),
            None => {
                let hash: Rc<str> = hash.into();
                for score in self.scores.iter_mut().filter(|score| is_same(&score.source, source)) {
                    score.sha256 = Some(hash.clone());
                }
            }
        }
    }

    /// The next file to hash, after those whose giver knows the hash.
    fn next_unhashed(&mut self) -> Option<SharedSource> {
        loop {
            let mut stored = self.people.iter().flat_map(|person| &person.stored);
            let person = stored.find(|stored| stored.sha256.is_none()).map(|stored| &stored.source);
            let cohort = || {
                // What was not read whole is not read for its hash.
                let whole = self.cohorts.iter().filter(|cohort| cohort.file.partly.is_none());
                let files = whole.flat_map(|cohort| cohort.sources().zip(&cohort.sha256));
                files.into_iter().find(|(_, hash)| hash.is_none()).map(|(source, _)| source)
            };
            let score = || self.scores.iter().find(|score| score.sha256.is_none()).map(|score| &score.source);
            let source = person.or_else(cohort).or_else(score)?.clone();
            match source.sha256() {
                Some(hash) => self.keep_hash(&source, hash),
                None => return Some(source),
            }
        }
    }
}

pub(super) fn is_same(a: &SharedSource, b: &SharedSource) -> bool {
    std::ptr::addr_eq(Rc::as_ptr(a), Rc::as_ptr(b))
}

pub(super) fn kept_or_read(
    kept: Option<&Arc<ScoreTable>>,
    source: &SharedSource,
    part: usize,
) -> Result<Arc<ScoreTable>> {
    if let Some(table) = kept {
        return Ok(table.clone());
    }
    let files = read_again(source)?;
    files.into_iter().nth(part).map(|file| Arc::new(file.table)).ok_or_else(read_differs)
}

/// A file that was changed on the disk since it was added.
fn read_differs() -> Error {
    ErrorKind::Unreadable.into()
}
