//! Keeps the scores of a session: what is known of each, its rows while they are kept, and everybody's results.

use super::run::Session;
use super::score_run::kept_or_read;
use super::score_task::score_person;
use crate::bytes::SharedSource;
use crate::error::{ErrorKind, Result};
use crate::finding::Finding;
use crate::formats::score_file::ScoreFile;
use crate::reference::{PublishedValidation, ScoreCalibration};
use crate::report::ScoreResult;
use crate::report::model::ScoreFileInfo;
use crate::weights::ScoreTable;
use std::rc::Rc;
use std::sync::Arc;

/// Parsed rows that are kept for scoring again; scores beyond are read anew when they are needed. About 130 MB.
const ROWS_KEPT_MAX: usize = 2_500_000;

/// One score of an added scoring file.
pub(super) struct Score {
    pub(super) info: ScoreFileInfo,
    pub(super) findings: Vec<Finding>,
    /// The parsed rows, while they are kept.
    pub(super) table: Option<Arc<ScoreTable>>,
    pub(super) source: SharedSource,
    /// The file's hash, once computed; a file of several scores is hashed once.
    pub(super) sha256: Option<Rc<str>>,
    /// Which of the file's scores this is.
    pub(super) part: usize,
    /// What the score looks like among reference people, where its file says so.
    pub(super) calibration: Option<Rc<ScoreCalibration>>,
    /// What was published of its accuracy, where its pack says so.
    pub(super) validation: Option<Rc<PublishedValidation>>,
    /// One for each person, in their order; `None` until scored under the present options.
    pub(super) results: Vec<Option<ScoreResult>>,
}

impl Session {
    /// Takes the scores of a file.
    pub(super) fn add(&mut self, files: Vec<ScoreFile>, source: SharedSource) {
        self.added.clear();
        for (part, file) in files.into_iter().enumerate() {
            let header = &file.table.header;
            let calibrated = file.calibration.as_ref();
            let calibrated =
                calibrated.map(|of| of.groups.iter().map(|group| group.group.clone()).collect::<Vec<String>>());
            let validation = file.validation.map(Rc::new);
            let info = ScoreFileInfo {
                index: self.scores.len(),
                input: source.name().to_owned(),
                bytes: source.len(),
                format: file.format,
                id: header.id.clone(),
                name: header.name.clone(),
                trait_reported: header.trait_reported.clone(),
                rows: file.table.len() as u64,
                genome_build: header.genome_build,
                harmonised_build: header.harmonised_build,
                citation: header.citation.clone(),
                license: header.license.clone(),
                weight_type: header.weight_type,
                keys: header.keys.clone(),
                calibrated: calibrated.unwrap_or_default(),
                validation: validation.clone(),
                findings: file.findings.clone(),
            };
            self.added.push(info.clone());
            self.scores.push(Score {
                info,
                findings: file.findings,
                table: Some(Arc::new(file.table)),
                source: source.clone(),
                sha256: None,
                part,
                calibration: file.calibration.map(Rc::new),
                validation,
                results: self.people.iter().map(|_| None).collect(),
            });
            self.cohorts.iter_mut().for_each(|cohort| cohort.results.push(None));
        }
        self.drop_tables_beyond_limit();
    }

    /// Lets go of parsed rows, oldest first, once more than the limit are kept.
    ///
    /// A score that was not yet scored is scored first where that is possible, so that its rows need not be read twice.
    fn drop_tables_beyond_limit(&mut self) {
        let mut kept: usize =
            self.scores.iter().filter_map(|score| score.table.as_ref()).map(|table| table.len()).sum();
        let last = self.scores.len().saturating_sub(1);
        for score in self.scores.iter_mut().take(last) {
            if kept <= ROWS_KEPT_MAX {
                return;
            }
            let Some(table) = score.table.take() else { continue };
            kept -= table.len();
            for (person, result) in self.people.iter().zip(&mut score.results) {
                if result.is_none() {
                    *result = Some(score_person(&table, &score.findings, person, &self.options, &self.ways));
                }
            }
        }
    }

    /// The rows of a score.
    ///
    /// Errors: `out-of-order` where there is no such score; those of reading its file again.
    pub(super) fn table(&self, score: usize) -> Result<Arc<ScoreTable>> {
        let score = self.scores.get(score).ok_or(ErrorKind::OutOfOrder)?;
        kept_or_read(score.table.as_ref(), &score.source, score.part)
    }

    /// The scores of the file added last.
    pub fn added(&self) -> &[ScoreFileInfo] {
        &self.added
    }

    /// Removes a score; later ones move up.
    ///
    /// Errors: `out-of-order` where there is no such score.
    pub fn remove_score(&mut self, score: usize) -> Result<()> {
        if score >= self.scores.len() {
            return Err(ErrorKind::OutOfOrder.into());
        }
        self.scores.remove(score);
        for cohort in &mut self.cohorts {
            cohort.results.remove(score);
        }
        self.score_anew();
        Ok(())
    }
}
