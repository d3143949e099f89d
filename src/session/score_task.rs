//! Reads a scoring file step by step, and scores one person with one score.

use super::options::OptionsChecked;
use super::person::Person;
use crate::bytes::SharedSource;
use crate::error::{Result, Role};
use crate::finding::Finding;
use crate::formats::detect::{OpenedScores, open_scores};
use crate::formats::score_file::{ScoreFile, ScoreFileReader};
use crate::matching::positions::Choice;
use crate::matching::{RowMatch, choose_positions, match_rows};
use crate::report::{ScoreResult, describe_score};
use crate::scoring::tally_score;
use crate::weights::ScoreTable;

/// A scoring file on its way in.
pub struct ScoreTask {
    source: SharedSource,
    opened: OpenedScores,
    reader: ScoreFileReader,
}

impl ScoreTask {
    /// Recognises the file.
    ///
    /// Errors: those of [`open_scores`].
    pub fn new(source: SharedSource) -> Result<Self> {
        let opened = open_scores(&source)?;
        let reader = ScoreFileReader::new(source.name());
        Ok(Self { source, opened, reader })
    }

    /// Bytes of the stored file used so far.
    pub fn bytes_done(&self) -> u64 {
        self.opened.lines.bytes_done()
    }

    /// Length of the stored file.
    pub fn bytes_total(&self) -> u64 {
        self.source.len()
    }

    /// The stored file.
    pub fn source(&self) -> &SharedSource {
        &self.source
    }

    /// Reads on for about `budget_bytes`; `true` at the end of the file.
    ///
    /// Errors: what is wrong with the file, with its place.
    pub fn step(&mut self, budget_bytes: u64) -> Result<bool> {
        let until = self.bytes_done().saturating_add(budget_bytes.max(1));
        let Self { opened, reader, .. } = self;
        let mut read = || -> Result<bool> {
            loop {
                let Some(block) = opened.lines.next_block()? else { return Ok(true) };
                reader.push_block(block.bytes, block.first_line)?;
                if opened.lines.bytes_done() >= until {
                    return Ok(false);
                }
            }
        };
        read().map_err(|error| error.in_input(Role::Scores, &opened.input))
    }

    /// The scores of the file, when it is at its end.
    ///
    /// Errors: those of [`ScoreFileReader::finish`].
    pub fn finish(self) -> Result<Vec<ScoreFile>> {
        let name = self.opened.input;
        self.reader.finish().map_err(|error| error.in_input(Role::Scores, &name))
    }
}

/// Reads a whole scoring file again.
///
/// Errors: as the first time.
pub fn read_again(source: &SharedSource) -> Result<Vec<ScoreFile>> {
    let mut task = ScoreTask::new(source.clone())?;
    while !task.step(u64::MAX)? {}
    task.finish()
}

/// What became of each row of a score for a person.
///
/// Errors: `build-mismatch`.
pub fn match_person(table: &ScoreTable, person: &Person, options: &OptionsChecked) -> Result<(Choice, Vec<RowMatch>)> {
    let choice = choose_positions(table, &person.genome, person.build())
        .map_err(|error| error.in_input(Role::Scores, &table.header.id))?;
    let matches = match_rows(table, &person.genome, choice.positions, person.build(), &options.rules);
    Ok((choice, matches))
}

/// Scores one person with one score.
///
/// Errors: `build-mismatch`.
pub fn score_person(
    table: &ScoreTable,
    file_findings: &[Finding],
    person: &Person,
    options: &OptionsChecked,
) -> Result<ScoreResult> {
    let (choice, matches) = match_person(table, person, options)?;
    let tally = tally_score(table, &person.genome, choice.positions, person.build(), &options.rules, &matches);
    Ok(describe_score(table, &person.genome, choice, &matches, &tally, file_findings))
}
