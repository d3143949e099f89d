//! The session: people and scores that were opened, the task that is running, and the report they give.

use super::build_fit::BuildFit;
use super::chains::ChainFile;
use super::cohort::{Cohort, Opening, group_by_samples, let_go_of_kept};
use super::cohort_run::CohortRun;
use super::cohort_task::CohortTask;
use super::comparison::{Comparison, ComparisonRun};
use super::genotype_task::GenotypeTask;
use super::large_file::LargeFiles;
use super::options::{OptionsChecked, OptionsWritten};
use super::person::Person;
use super::score_task::ScoreTask;
use super::scores::Score;
use crate::bytes::{Digest, SharedSource};
use crate::error::{ErrorKind, Result};
use crate::formats::records::{Chosen, RecordSet, group};
use crate::genome::Liftover;
use crate::report::model::{GenotypeFile, ReferenceUsed, ScoreFileInfo};
use serde::Serialize;

/// How far the running task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// What it does: `reading`, `hashing` or `scoring`; of a comparison `reading`, `placing` or `comparing`.
    pub phase: &'static str,
    /// Bytes, people, scores, or pairs of person and score, done.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// What is counted: `bytes` of the stored file, `people`, or `scores`, of each person where they are added up.
    pub unit: &'static str,
    /// Whether the task is at its end.
    pub finished: bool,
}

pub(super) enum Task {
    Open(Box<GenotypeTask>),
    OpenCohort(Box<CohortTask>),
    AddScore(Box<ScoreTask>),
    Score { next: usize },
    FitBuild(Box<BuildFit>),
    ScoreCohort(Box<CohortRun>),
    Hash { digest: Box<Digest>, source: SharedSource },
    Compare(Box<ComparisonRun>),
}

/// Which list an opened file stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Person,
    Cohort,
}

/// People and scores, scored together.
#[derive(Default)]
pub struct Session {
    pub(super) options: OptionsChecked,
    pub(super) people: Vec<Person>,
    pub(super) cohorts: Vec<Cohort>,
    /// Which samples of files of records are scored; all where it is `None`.
    samples: Option<Vec<String>>,
    large: LargeFiles,
    pub(super) scores: Vec<Score>,
    /// Chain files, and the ways between builds that they give: there and back.
    pub(super) chains: Vec<ChainFile>,
    pub(super) ways: Vec<Liftover>,
    pub(super) task: Option<Task>,
    /// What was opened, in order: which list it stands in, next.
    pub(super) order: Vec<Kind>,
    pub(super) added: Vec<ScoreFileInfo>,
    /// Files of records are scored in parts: what they add is kept, to be written, and not added up.
    pub(super) keeps_parts: bool,
    /// The ancestry panel that people were compared by last.
    pub(super) compared_by: Option<ReferenceUsed>,
    /// What the last comparison found, until it is taken.
    pub(super) comparison: Option<Comparison>,
}

impl Session {
    /// A session with nothing open and the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the options; scores are scored anew under them. A stated build holds for files opened from now on.
    ///
    /// Errors: `bad-option`; the options before stay.
    pub fn set_options(&mut self, written: &OptionsWritten) -> Result<OptionsChecked> {
        let checked = written.check()?;
        if checked != self.options {
            self.options = checked;
            self.cohorts.iter_mut().for_each(|cohort| {
                cohort.settle_absent(checked.absent);
            });
            self.forget_results();
        }
        Ok(checked)
    }

    /// Begins to open a genotype file.
    ///
    /// Errors: `out-of-order` while another task runs, and what the file's beginning shows.
    pub fn begin_open(&mut self, source: SharedSource) -> Result<()> {
        let chosen = group(vec![source.clone()])?;
        if let Some(Chosen::Records(set)) = chosen.into_iter().next() {
            return self.begin_open_records(vec![set]);
        }
        self.begin(|session| Ok(Task::Open(Box::new(GenotypeTask::new(source, session.options.build)?))))
    }

    /// Begins to open a file with those that belong to it, in any order.
    ///
    /// Errors: `set-disagrees` where they are not of one set, and those of [`Self::begin_open_records`].
    pub fn begin_open_set(&mut self, sources: Vec<SharedSource>) -> Result<()> {
        let files = sources.len() as u64;
        let mut openings = group_by_samples(group(sources)?)?;
        match (openings.pop(), openings.is_empty()) {
            (Some(Opening::Records(sets)), true) => self.begin_open_records(sets),
            (Some(Opening::Person(source)), true) => self.begin_open(source),
            _ => Err(ErrorKind::SetDisagrees { what: "files", expected: 1, found: files }.into()),
        }
    }

    /// Names the samples to score of files of records that are opened from now on; all where it is `None`.
    pub fn set_samples(&mut self, samples: Option<Vec<String>>) {
        self.samples = samples;
    }

    /// Says which files are looked into by their index when they are opened, and not read whole.
    pub fn set_large_files(&mut self, large: LargeFiles) {
        self.large = large;
    }

    /// Begins to open files of records that hold the same samples: one set, or one for some chromosomes each.
    ///
    /// Errors: `out-of-order` while another task runs, and what the files' beginnings show.
    pub fn begin_open_records(&mut self, sets: Vec<RecordSet>) -> Result<()> {
        self.begin(|session| {
            let task = CohortTask::new(sets, session.samples.as_deref(), &session.options, session.large)?;
            Ok(Task::OpenCohort(Box::new(task)))
        })
    }

    /// Begins to read a scoring file.
    ///
    /// Errors: `out-of-order` while another task runs, and what the file's beginning shows.
    pub fn begin_add_score(&mut self, source: SharedSource) -> Result<()> {
        self.begin(|_| Ok(Task::AddScore(Box::new(ScoreTask::new(source)?))))
    }

    /// Begins to score every person with every score.
    ///
    /// Errors: `out-of-order` while another task runs or nothing is open.
    pub fn begin_score(&mut self) -> Result<()> {
        if self.people.is_empty() && self.cohorts.is_empty() {
            return Err(ErrorKind::OutOfOrder.into());
        }
        self.begin(|_| Ok(Task::Score { next: 0 }))
    }

    /// Which list an opened file stands in, and where.
    pub(super) fn place_of(&self, file: usize) -> Option<(Kind, usize)> {
        let kind = *self.order.get(file)?;
        Some((kind, self.order.iter().take(file).filter(|other| **other == kind).count()))
    }

    pub(super) fn begin(&mut self, task: impl FnOnce(&Self) -> Result<Task>) -> Result<()> {
        if self.task.is_some() {
            return Err(ErrorKind::OutOfOrder.into());
        }
        self.task = Some(task(self)?);
        Ok(())
    }

    /// Drops the running task; what was there before stays.
    pub fn cancel(&mut self) {
        self.task = None;
    }

    /// Works on for about `budget` bytes, or one person with one score.
    ///
    /// Errors: what stopped the task. It is dropped then, and what was there before stays.
    pub fn step(&mut self, budget: u64) -> Result<Progress> {
        match self.task.take() {
            None => Err(ErrorKind::OutOfOrder.into()),
            Some(Task::Open(mut task)) => {
                let finished = task.step(budget)?;
                let progress = Progress {
                    phase: "reading",
                    done: task.bytes_done(),
                    total: task.bytes_total(),
                    unit: "bytes",
                    finished,
                };
                if finished {
                    self.people.push(task.finish());
                    self.order.push(Kind::Person);
                    self.scores.iter_mut().for_each(|score| score.results.push(None));
                } else {
                    self.task = Some(Task::Open(task));
                }
                Ok(progress)
            }
            Some(Task::OpenCohort(mut task)) => {
                let finished = task.step(budget)?;
                let (done, total) = task.progress();
                if finished {
                    let mut cohort = task.finish();
                    let_go_of_kept(&mut self.cohorts, &cohort);
                    cohort.results = self.scores.iter().map(|_| None).collect();
                    self.cohorts.push(cohort);
                    self.order.push(Kind::Cohort);
                } else {
                    self.task = Some(Task::OpenCohort(task));
                }
                Ok(Progress { phase: "reading", done, total, unit: "bytes", finished })
            }
            Some(Task::AddScore(mut task)) => {
                let finished = task.step(budget)?;
                let progress = Progress {
                    phase: "reading",
                    done: task.bytes_done(),
                    total: task.bytes_total(),
                    unit: "bytes",
                    finished,
                };
                if finished {
                    let source = task.source().clone();
                    self.add(task.finish()?, source);
                } else {
                    self.task = Some(Task::AddScore(task));
                }
                Ok(progress)
            }
            Some(Task::Score { next }) => self.step_score(next),
            Some(Task::FitBuild(fit)) => self.step_fit(fit, budget),
            Some(Task::ScoreCohort(run)) => self.step_cohort(run, budget),
            Some(Task::Hash { digest, source }) => self.step_hash(digest, source, budget),
            Some(Task::Compare(run)) => self.step_comparison(run, budget),
        }
    }

    /// Begins anew a scoring that runs while what it scores changes, and drops a comparison.
    pub(super) fn score_anew(&mut self) {
        if matches!(self.task, Some(Task::Score { .. } | Task::FitBuild(_) | Task::ScoreCohort(_) | Task::Hash { .. }))
        {
            let nobody = self.people.is_empty() && self.cohorts.is_empty();
            self.task = if nobody { None } else { Some(Task::Score { next: 0 }) };
        } else if matches!(self.task, Some(Task::Compare(_))) {
            // Whom it has read is not who is there.
            self.task = None;
        }
    }

    /// What the file doctor shows of the person opened last.
    pub fn opened(&self) -> Option<&GenotypeFile> {
        match self.order.last()? {
            Kind::Cohort => self.cohorts.last().map(|cohort| &cohort.file),
            Kind::Person => self.people.last().map(|person| &person.file),
        }
    }

    /// What every opened file showed.
    pub fn files(&self) -> impl Iterator<Item = &GenotypeFile> {
        let (mut people, mut cohorts) = (self.people.iter(), self.cohorts.iter());
        self.order.iter().filter_map(move |kind| match kind {
            Kind::Person => people.next().map(|person| &person.file),
            Kind::Cohort => cohorts.next().map(|cohort| &cohort.file),
        })
    }

    /// Closes a genotype file; later ones move up.
    ///
    /// Errors: `out-of-order` where there is no such file.
    pub fn close(&mut self, file: usize) -> Result<()> {
        let (kind, place) = self.place_of(file).ok_or(ErrorKind::OutOfOrder)?;
        self.order.remove(file);
        match kind {
            Kind::Cohort => {
                self.cohorts.remove(place);
            }
            Kind::Person => {
                self.people.remove(place);
                for score in &mut self.scores {
                    score.results.remove(place);
                }
            }
        }
        self.score_anew();
        Ok(())
    }
}
