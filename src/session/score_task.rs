//! Reads a scoring file step by step, and scores one person with one score.

use super::error_place::at_byte_of_line;
use super::options::OptionsChecked;
use super::person::Person;
use crate::bytes::SharedSource;
use crate::error::{Error, Result, Role};
use crate::finding::{Finding, Severity};
use crate::formats::detect::{OpenedScores, open_scores};
use crate::formats::pack::{MAGIC, is_pack, read_pack};
use crate::formats::score_file::{ScoreFile, ScoreFileReader};
use crate::genome::Liftover;
use crate::matching::{Choice, Palindromes, Positions, RowMatch, RuleSet, choose_positions, match_rows};
use crate::report::{ScoreResult, describe_score};
use crate::scoring::tally_score;
use crate::weights::ScoreTable;

/// A scoring file on its way in.
pub struct ScoreTask {
    source: SharedSource,
    reading: Reading,
}

enum Reading {
    /// Text, line by line.
    Text { opened: Box<OpenedScores>, reader: Box<ScoreFileReader> },
    /// A pack, which is read at once when the first step comes.
    Pack(Option<Box<ScoreFile>>),
}

impl ScoreTask {
    /// Recognises the file.
    ///
    /// Errors: those of [`open_scores`].
    pub fn new(source: SharedSource) -> Result<Self> {
        let mut head = [0; MAGIC.len()];
        let count = source.read_at(0, &mut head).map_err(|error| error.in_input(Role::Scores, source.name()))?;
        let reading = match is_pack(head.get(..count).unwrap_or_default()) {
            true => Reading::Pack(None),
            false => {
                let reader = Box::new(ScoreFileReader::new(source.name()));
                Reading::Text { opened: Box::new(open_scores(&source)?), reader }
            }
        };
        Ok(Self { source, reading })
    }

    /// Bytes of the stored file used so far.
    pub fn bytes_done(&self) -> u64 {
        match &self.reading {
            Reading::Text { opened, .. } => opened.lines.bytes_done(),
            Reading::Pack(None) => 0,
            Reading::Pack(Some(_)) => self.bytes_total(),
        }
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
        let Self { reading, source } = self;
        let (opened, reader) = match reading {
            Reading::Text { opened, reader } => (opened, reader),
            Reading::Pack(read) => {
                let (file, _) = read_pack(source).map_err(|error| error.in_input(Role::Scores, source.name()))?;
                *read = Some(Box::new(file));
                return Ok(true);
            }
        };
        let mut read = || -> Result<bool> {
            loop {
                let Some(block) = opened.lines.next_block()? else { return Ok(true) };
                reader.push_block(block.bytes, block.first_line)?;
                if opened.lines.bytes_done() >= until {
                    return Ok(false);
                }
            }
        };
        read().map_err(|error| at_byte_of_line(error, source).in_input(Role::Scores, &opened.input))
    }

    /// The scores of the file, when it is at its end.
    ///
    /// Errors: those of [`ScoreFileReader::finish`].
    pub fn finish(self) -> Result<Vec<ScoreFile>> {
        let Self { reading, source } = self;
        match reading {
            Reading::Text { opened, reader } => {
                reader.finish().map_err(|error| at_byte_of_line(error, &source).in_input(Role::Scores, &opened.input))
            }
            Reading::Pack(read) => Ok(read.into_iter().map(|file| *file).collect()),
        }
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

/// How a score was joined with a person, and what became of each of its rows.
pub struct Matched {
    /// The columns joined by.
    pub choice: Choice,
    /// One for each row.
    pub matches: Vec<RowMatch>,
    /// Why no row can be found: the score's positions are on another build and it has no rsIDs.
    pub mismatch: Option<Error>,
}

/// What became of each row of a score for a person. Positions on another build are never compared with the person's.
pub fn match_person(table: &ScoreTable, person: &Person, options: &OptionsChecked, ways: &[Liftover]) -> Matched {
    let (choice, mismatch) = match choose_positions(table, &person.genome, person.build(), ways) {
        Ok(choice) => (choice, None),
        Err(error) => (Choice { positions: Positions::RsId, by_fit: false }, Some(error)),
    };
    let matches = match_rows(table, &person.genome, choice.positions, person.build(), &options.rules);
    Matched { choice, matches, mismatch: mismatch.map(|error| error.in_input(Role::Scores, &table.header.id)) }
}

/// Scores one person with one score. A score on another build matches nothing and says so in a finding with the error's
/// code, so that other scores go on.
pub fn score_person(
    table: &ScoreTable,
    file_findings: &[Finding],
    person: &Person,
    options: &OptionsChecked,
    ways: &[Liftover],
) -> ScoreResult {
    let Matched { choice, matches, mismatch } = match_person(table, person, options, ways);
    let tally = tally_score(table, &person.genome, choice.positions, person.build(), &options.rules, &matches);
    let mut result = describe_score(table, choice, &tally, file_findings);
    let of_options = findings_of_options(table, &result, options);
    result.findings.extend(of_options.into_iter().map(|finding| finding.of_input(&table.header.id)));
    if let Some(error) = mismatch {
        let finding = Finding::new(error.code(), Severity::Fix, tally.rows.max(1), error.to_string());
        result.findings.insert(0, finding.of_input(&table.header.id));
    }
    result
}

/// pgsc_calc leaves a score out when a smaller share of its rows is matched.
///
/// Source: pgscatalog-match 0.4, `--min_overlap`, and pgsc_calc 2, `min_overlap`; both default to this.
const PGSC_MIN_OVERLAP: f64 = 0.75;

/// What the chosen rules would have done with more, or would not have done at all.
pub(super) fn findings_of_options(table: &ScoreTable, result: &ScoreResult, options: &OptionsChecked) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |code, count: u64, text: &str| {
        if count > 0 {
            findings.push(Finding::new(code, Severity::Note, count, text));
        }
    };
    add(
        "below-min-overlap",
        u64::from(options.rules.set == RuleSet::PgscCalc2 && result.coverage.rows < PGSC_MIN_OVERLAP),
        "pgsc_calc leaves a score out when fewer than 75 of 100 rows are matched, as here; the sum is given all the same.",
    );
    let palindromic = result.excluded.get("palindromic").copied().unwrap_or(0);
    add(
        "palindromes-without-frequency",
        if options.rules.palindromes == Palindromes::Frequency { palindromic } else { 0 },
        "A/T and C/G rows are kept by frequency only where the score brings one, the genotype file has 50 samples or more to take one from, and both are far from a half on the same side.",
    );
    let kept = options.rules.palindromes == Palindromes::Keep && result.matched > 0 && !result.strand.proven;
    if kept && table.strandless().0 > 0 {
        let text = "A/T and C/G rows are kept as they are written, but the other rows do not prove that file and score are on the same strand. Leave them out unless you know it.";
        findings.push(Finding::new("palindromes-unproven", Severity::Fix, table.strandless().0, text));
    }
    findings
}
