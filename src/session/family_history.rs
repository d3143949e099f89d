//! Checks what a person states of relatives: as written, then as places of the report.

use super::run::{Kind, Session};
use super::score_calibration::Reference;
use crate::calibration::Relative;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::report::model::StatedRelative;
use std::collections::BTreeMap;

impl Session {
    /// Reads statements as the command line takes them: `SCORE=affected` or `SCORE=unaffected` of everybody, and
    /// `SCORE:SAMPLE=affected` of one sample. A later one holds before an earlier one.
    ///
    /// Errors: `bad-option` where the words are others, or no score or sample of that name is open, or several samples are.
    pub fn read_relatives(&self, written: &[String]) -> Result<Vec<StatedRelative>> {
        let samples: Vec<&str> = self.sample_names().collect();
        let mut stated = BTreeMap::new();
        for one in written {
            let (whom, word) = one.rsplit_once('=').unwrap_or((one, ""));
            let relative = match word.trim() {
                "affected" => Relative::Affected,
                "unaffected" => Relative::Unaffected,
                _ => return Err(wrong("SCORE=affected, SCORE=unaffected, or the same with SCORE:SAMPLE")),
            };
            let find = |id: &str| self.scores.iter().position(|score| score.info.id == id);
            // A score's own name may have a colon.
            let (score, sample) = match (find(whom.trim()), whom.split_once(':')) {
                (Some(score), _) => (Some(score), None),
                (None, Some((score, sample))) => (find(score.trim()), Some(sample.trim())),
                (None, None) => (None, None),
            };
            let score = score.ok_or_else(|| wrong("the id of a score that is open"))?;
            let is_meant = |(_, id): &(usize, &&str)| sample.is_none_or(|sample| **id == sample);
            let meant: Vec<usize> = samples.iter().enumerate().filter(is_meant).map(|(place, _)| place).collect();
            if sample.is_some() && meant.len() != 1 {
                return Err(wrong("the name of one sample that is open"));
            }
            stated.extend(meant.into_iter().map(|sample| ((sample, score), relative)));
        }
        Ok(stated.into_iter().map(|((sample, score), relative)| StatedRelative { sample, score, relative }).collect())
    }

    /// Checks statements that are of places already.
    ///
    /// Errors: `bad-option` where there is no such sample or score, or where one is named twice.
    pub fn check_relatives(&self, stated: &[StatedRelative]) -> Result<()> {
        let samples = self.sample_names().count();
        let is_there = |of: &StatedRelative| of.sample < samples && of.score < self.scores.len();
        let mut places: Vec<(usize, usize)> = stated.iter().map(|of| (of.sample, of.score)).collect();
        places.sort_unstable();
        places.dedup();
        if places.len() == stated.len() && stated.iter().all(is_there) {
            Ok(())
        } else {
            Err(wrong("one statement for a sample and a score of the report"))
        }
    }

    /// The samples' names, in the order of the report.
    fn sample_names(&self) -> impl Iterator<Item = &str> {
        let (mut people, mut cohorts) = (self.people.iter(), self.cohorts.iter());
        self.order.iter().flat_map(move |kind| -> Vec<&str> {
            match kind {
                Kind::Person => people.next().map(|person| person.file.sample.as_str()).into_iter().collect(),
                Kind::Cohort => cohorts
                    .next()
                    .map_or(Vec::new(), |cohort| cohort.samples.iter().map(|sample| sample.id.as_str()).collect()),
            }
        })
    }
}

impl Reference {
    /// What is stated of each one's relatives about a score's disease, in the order of the report.
    pub(super) fn relatives_in(&self, score: usize, samples: usize) -> Vec<Option<Relative>> {
        let mut all = vec![None; samples];
        for of in self.relatives.iter().filter(|of| of.score == score) {
            if let Some(relative) = all.get_mut(of.sample) {
                *relative = Some(of.relative);
            }
        }
        all
    }
}

fn wrong(allowed: &'static str) -> Error {
    let kind = ErrorKind::BadOption { option: "family-history".to_owned(), allowed };
    Error::new(kind).in_input(Role::Options, "options").at_field("family-history")
}
