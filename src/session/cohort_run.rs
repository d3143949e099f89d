//! Scores the samples of files of records: the files are read once for as many scores as memory holds the rows of.

use super::cohort::Cohort;
use super::options::OptionsChecked;
use super::score_task::findings_of_options;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::formats::records::RecordSet;
use crate::genome::{Build, Calls, Reading, Record, RecordStream, Sex};
use crate::matching::positions::Choice;
use crate::matching::{Positions, RowMatch};
use crate::report::{ScoreResult, describe_score};
use crate::scoring::{Absent, Bearer, CohortCounts, CohortScore, CohortScorer};
use crate::weights::ScoreTable;
use std::rc::Rc;

/// Records read in one step at most, as a source may not count its bytes evenly.
const RECORDS_PER_STEP: u64 = 50_000;

/// With at least this many rows met, and this share of them with other alleles, the score is on another build.
const MET_ENOUGH: u64 = 20;
const DIFFERING_MAX: f64 = 0.5;

/// Some scores of a cohort on their way.
pub struct CohortRun {
    /// Which cohort.
    pub cohort: usize,
    /// Which scores.
    pub scores: Vec<usize>,
    tables: Vec<Rc<ScoreTable>>,
    choices: Vec<(Choice, Option<Error>)>,
    sets: Vec<RecordSet>,
    next_set: usize,
    stream: Option<Box<dyn RecordStream>>,
    reading: Reading,
    pass_only: bool,
    selected: Option<Vec<usize>>,
    scorer: CohortScorer,
    record: Record,
    calls: Calls,
    done: u64,
    total: u64,
}

impl CohortRun {
    /// Before the first record.
    ///
    /// Errors: those of opening the files again.
    pub fn new(
        number: usize,
        cohort: &Cohort,
        scores: Vec<(usize, Rc<ScoreTable>)>,
        options: &OptionsChecked,
    ) -> Result<Self> {
        let build = cohort.build();
        let (numbers, tables): (Vec<usize>, Vec<Rc<ScoreTable>>) = scores.into_iter().unzip();
        let choices: Vec<(Choice, Option<Error>)> = tables.iter().map(|table| choose_columns(table, build)).collect();
        let bearers = cohort.samples.iter().map(|sample| Bearer {
            sex: sample.sex.unwrap_or(Sex::Unknown),
            build,
            male_x: options.rules.male_x,
        });
        let joined = tables.iter().cloned().zip(choices.iter().map(|(choice, _)| choice.positions)).collect();
        let absent = match (options.absent, cohort.file.variants_only) {
            (Some(absent), Some(true)) => absent,
            _ => Absent::Missing,
        };
        Ok(Self {
            cohort: number,
            scores: numbers,
            choices,
            sets: cohort.sets.clone(),
            next_set: 0,
            stream: None,
            reading: options.reading,
            pass_only: options.pass_only,
            selected: cohort.selected.clone(),
            scorer: CohortScorer::new(joined, bearers.collect(), options.rules, absent),
            tables,
            record: Record::default(),
            calls: Calls::default(),
            done: 0,
            total: cohort.sets.iter().map(|set| set.main.len()).sum(),
        })
    }

    /// Bytes of the stored files used so far, and in all.
    pub fn progress(&self) -> (u64, u64) {
        let of_stream = self.stream.as_ref().map_or(0, |stream| stream.bytes_done());
        ((self.done + of_stream).min(self.total), self.total)
    }

    /// Reads on for about `budget_bytes`; `true` at the end.
    ///
    /// Errors: what is wrong with the files, with its place.
    pub fn step(&mut self, budget_bytes: u64) -> Result<bool> {
        let until = self.progress().0.saturating_add(budget_bytes.max(1));
        let mut records = 0;
        loop {
            let Some(stream) = &mut self.stream else {
                let Some(set) = self.sets.get(self.next_set) else { return Ok(true) };
                self.stream = Some(set.open(self.reading)?.0);
                self.next_set += 1;
                continue;
            };
            let name = || self.sets.get(self.next_set.saturating_sub(1)).map_or("", |set| set.main.name());
            if !stream.next_record(&mut self.record).map_err(|error| error.in_input(Role::Genotypes, name()))? {
                self.done += self.sets.get(self.next_set.saturating_sub(1)).map_or(0, |set| set.main.len());
                self.stream = None;
                continue;
            }
            if self.scorer.wants(&self.record) {
                stream.read_calls(&mut self.calls).map_err(|error| error.in_input(Role::Genotypes, name()))?;
                if let Some(selected) = &self.selected {
                    self.calls.select(selected, self.record.alleles().saturating_sub(1));
                }
                if self.pass_only && !self.record.passes {
                    self.calls.alleles.fill(Calls::MISSING);
                    self.calls.dosages.clear();
                }
                self.scorer.take(&self.record, &self.calls);
            }
            records += 1;
            if records >= RECORDS_PER_STEP || (records % 256 == 0 && self.progress().0 >= until) {
                return Ok(false);
            }
        }
    }

    /// What became of each row of one score for one sample: the files are read again for it.
    ///
    /// Errors: as of a run.
    pub fn trace(
        cohort: &Cohort,
        sample: usize,
        table: Rc<ScoreTable>,
        options: &OptionsChecked,
    ) -> Result<(Positions, Vec<RowMatch>)> {
        let place = cohort.selected.as_ref().map_or(Some(sample), |selected| selected.get(sample).copied());
        let (Some(place), Some(one)) = (place, cohort.samples.get(sample)) else {
            return Err(ErrorKind::OutOfOrder.into());
        };
        let alone = Cohort {
            file: cohort.file.clone(),
            sets: cohort.sets.clone(),
            samples: vec![one.clone()],
            selected: Some(vec![place]),
            sha256: Vec::new(),
            results: Vec::new(),
        };
        let mut run = Self::new(0, &alone, vec![(0, table)], options)?;
        run.scorer.trace();
        while !run.step(u64::MAX)? {}
        let positions = run.choices.first().map_or(Positions::RsId, |(choice, _)| choice.positions);
        let (scores, _) = run.scorer.finish();
        Ok((positions, scores.into_iter().next().and_then(|score| score.traced).unwrap_or_default()))
    }

    /// Each score's results, one for each sample, when the files are at their end.
    pub fn finish(self, findings: &[&[Finding]], options: &OptionsChecked) -> Vec<(usize, Vec<ScoreResult>)> {
        let Self { scores, tables, choices, scorer, .. } = self;
        let (scored, counts) = scorer.finish();
        let described = scored.into_iter().zip(choices).zip(tables.iter().zip(findings));
        let results = described.map(|((score, (choice, mismatch)), (table, findings))| {
            let told = tell(&score, mismatch, table, counts);
            let describe = |tally| {
                let mut result = describe_score(table, choice, tally, findings);
                let of_options = findings_of_options(&result, options);
                result
                    .findings
                    .extend(told.iter().cloned().chain(of_options).map(|one| one.of_input(&table.header.id)));
                // What stops a score's use comes first.
                result.findings.sort_by_key(|finding| finding.code != "build-mismatch");
                result
            };
            score.tallies.iter().map(describe).collect()
        });
        scores.into_iter().zip(results).collect()
    }
}

/// The columns to join by: those on the files' build; the author's, where nothing says what they are on; else rsIDs.
fn choose_columns(table: &ScoreTable, build: Build) -> (Choice, Option<Error>) {
    let header = &table.header;
    let choice = |positions, by_fit| (Choice { positions, by_fit }, None);
    let has_harmonised = || (0..table.len()).any(|row| table.harmonised_site(row).is_some());
    let has_author = || (0..table.len()).any(|row| table.author_site(row).is_some());
    if header.harmonised_build == Some(build) && has_harmonised() {
        return choice(Positions::Harmonised, false);
    }
    match header.genome_build {
        Some(author) if author == build && has_author() => return choice(Positions::Author, false),
        None if has_author() => return choice(Positions::Author, true),
        _ => {}
    }
    let positions = Positions::RsId;
    if (0..table.len()).any(|row| table.id(row).is_some()) || !has_author() {
        return choice(positions, false);
    }
    let builds: Vec<&str> =
        [header.genome_build, header.harmonised_build].into_iter().flatten().map(Build::name).collect();
    let kind = ErrorKind::BuildMismatch { genotypes: build.name(), scores: builds.join(" and ") };
    (Choice { positions, by_fit: false }, Some(Error::new(kind).in_input(Role::Scores, &header.id)))
}

fn tell(score: &CohortScore, mismatch: Option<Error>, table: &ScoreTable, counts: CohortCounts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |code, severity, count: u64, text: String| {
        if count > 0 {
            findings.push(Finding::new(code, severity, count, text));
        }
    };
    if let Some(error) = mismatch {
        say(error.code(), Severity::Fix, (table.len() as u64).max(1), error.to_string());
    }
    let met = score.agreeing + score.differing;
    let is_elsewhere = met >= MET_ENOUGH && score.differing as f64 > DIFFERING_MAX * met as f64;
    say(
        "build-mismatch",
        Severity::Fix,
        if is_elsewhere { score.differing } else { 0 },
        format!(
            "{} of {met} rows that meet a record have other alleles: the score's positions are on another build than the file's.",
            score.differing
        ),
    );
    say(
        "split-records-conflict",
        Severity::Note,
        counts.conflicts,
        "Calls of records at one site that contradict each other count as no-calls.".to_owned(),
    );
    say(
        "haploid-heterozygous",
        Severity::Note,
        counts.haploid_heterozygous,
        "Calls with two different alleles where the person has one copy (X of a male, Y, MT) count as no-calls."
            .to_owned(),
    );
    say(
        "records-repeated",
        Severity::Note,
        counts.repeated,
        "Rows met a second record at another place in the files; the first one counts.".to_owned(),
    );
    let unknown: u64 = score.tallies.iter().take(1).map(|tally| tally.reference_unknown).sum();
    say(
        "reference-unknown",
        Severity::Note,
        unknown,
        "Rows lie where the file says that nothing but REF was seen; which of their alleles REF is could not be told, so they count as missing.".to_owned(),
    );
    findings
}
