//! Scores the samples of files of records: the files are read once for as many scores as memory holds the rows of.

use super::cohort::{Cohort, OF_CALLS};
use super::options::OptionsChecked;
use super::score_task::findings_of_options;
use super::scored_calls::ScoredCalls;
use crate::error::{Error, ErrorKind, PartialKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::formats::records::{OpenedRecords, RecordSet, Wanted};
use crate::genome::{Build, Liftover, Reading, Record, RecordStream, Sample, Sex, Site};
use crate::matching::{Choice, Excluded, Joined, Outcome, Positions, RowMatch, Unmatched, choose_for_records};
use crate::report::{ScoreResult, describe_score};
use crate::scoring::{Bearer, CohortCounts, CohortScore, CohortScorer, ScoreState, each, tally_refused};
use crate::stats::sort_by_number;
use crate::weights::ScoreTable;
use std::sync::Arc;

/// Records read in one step at most, as a source may not count its bytes evenly.
const RECORDS_PER_STEP: u64 = 50_000;

/// With at least this many rows met, and more than this share of them with other alleles, the score is on another build.
///
/// Rows and records that meet by chance agree in half of all cases, as two thirds of variants are transitions and both strands
/// are read: of 20 such rows, five or fewer differ once in fifty times, of 40 once in a million. On the right build one in
/// twenty differs at most, where a site has more alleles than one of the two lists.
pub(super) const MET_ENOUGH: u64 = 20;
const DIFFERING_MAX: f64 = 0.25;

/// Some scores of a cohort on their way.
pub struct CohortRun {
    /// Which cohort.
    pub cohort: usize,
    /// Which scores.
    pub scores: Vec<usize>,
    tables: Vec<Arc<ScoreTable>>,
    pub(super) choices: Vec<(Choice, Option<Error>)>,
    build: Build,
    /// What the files' build rests on, in words.
    evidence: String,
    bearers: Vec<Bearer>,
    sets: Vec<RecordSet>,
    next_set: usize,
    stream: Option<Box<dyn RecordStream>>,
    reading: Reading,
    pub(super) scorer: CohortScorer,
    /// Places outside of which no record is wanted; none where any may be.
    wanted: Option<Vec<Site>>,
    /// Bytes that the file at hand takes, of those in `total`.
    bytes_at_hand: u64,
    /// What reading the calls found.
    of_calls: Vec<Finding>,
    record: Record,
    calls: ScoredCalls,
    done: u64,
    total: u64,
}

/// What one reading of some of a cohort's files adds to some scores.
pub struct CohortPart {
    /// Which scores.
    pub scores: Vec<usize>,
    /// The columns that each was joined by.
    pub positions: Vec<Positions>,
    /// What was found of each.
    pub states: Vec<ScoreState>,
    /// What was counted.
    pub counts: CohortCounts,
}

impl CohortRun {
    /// What reading the calls found, by file.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.of_calls)
    }

    /// What the files add to the scores, when they are at their end.
    pub fn into_part(self) -> CohortPart {
        let positions = self.choices.iter().map(|(choice, _)| choice.positions).collect();
        let (states, counts) = self.scorer.into_states();
        CohortPart { scores: self.scores, positions, states, counts }
    }

    /// Takes what the files add from a part, instead of reading them; comes to its end with the next step.
    ///
    /// Errors: `partials-disagree` where the part is of other columns, rows or samples.
    pub fn resume(&mut self, part: CohortPart) -> Result<()> {
        let disagree = |what| Error::from(PartialKind::Disagree { what });
        if !self.choices.iter().map(|(choice, _)| &choice.positions).eq(&part.positions) {
            return Err(disagree("the columns that scores are joined by"));
        }
        self.scorer
            .absorb(part.states, part.counts)
            .map_err(|_| disagree("the rows of a score or the number of samples"))?;
        self.next_set = self.sets.len();
        Ok(())
    }

    /// Before the first record.
    ///
    /// Errors: those of opening the files again.
    pub fn new(
        number: usize,
        cohort: &Cohort,
        scores: Vec<(usize, Arc<ScoreTable>)>,
        options: &OptionsChecked,
        ways: &[Liftover],
    ) -> Result<Self> {
        let build = cohort.build();
        let (numbers, tables): (Vec<usize>, Vec<Arc<ScoreTable>>) = scores.into_iter().unzip();
        let choices: Vec<(Choice, Option<Error>)> =
            tables.iter().map(|table| choose_columns(table, build, ways)).collect();
        let bearer =
            |sample: &Sample| Bearer { sex: sample.sex.unwrap_or(Sex::Unknown), build, male_x: options.rules.male_x };
        let bearers: Vec<Bearer> = cohort.samples.iter().map(bearer).collect();
        let scored = bearers.clone();
        let joined = tables.iter().cloned().zip(choices.iter().map(|(choice, _)| choice.positions)).collect();
        let scorer = CohortScorer::new(joined, scored, options.rules, cohort.file.absent.unwrap_or_default());
        let can_skip = cohort.sets.iter().any(|set| set.index.is_some() || set.kept.is_some());
        Ok(Self {
            cohort: number,
            scores: numbers,
            choices,
            build,
            evidence: cohort.build_evidence(),
            bearers,
            sets: cohort.sets.clone(),
            next_set: 0,
            stream: None,
            reading: options.reading,
            wanted: if can_skip { scorer.wanted_sites() } else { None },
            bytes_at_hand: 0,
            of_calls: Vec::new(),
            scorer,
            tables,
            record: Record::default(),
            calls: ScoredCalls::new(options.pass_only, cohort.selected.clone()),
            done: 0,
            total: cohort.sets.iter().map(|set| set.main.len()).sum(),
        })
    }

    /// Bytes of the stored files used so far, and in all.
    pub fn progress(&self) -> (u64, u64) {
        let of_stream = self.stream.as_ref().map_or(0, |stream| stream.bytes_done());
        ((self.done + of_stream.min(self.bytes_at_hand)).min(self.total), self.total)
    }

    /// Opens the next file, or the parts of it that rows lie on; `false` where there is none.
    fn open_next(&mut self) -> Result<bool> {
        let Some(set) = self.sets.get(self.next_set) else { return Ok(false) };
        if let ([RecordSet { kept: Some(kept), .. }], Some(places)) = (self.sets.as_slice(), &self.wanted)
            && self.calls.hand_on_side_by_side(kept, self.reading, places, &mut self.scorer)?
        {
            self.done = self.total;
            self.next_set += 1;
            return Ok(false);
        }
        let opened = match &self.wanted {
            Some(sites) => set.open_parts(self.reading, &Wanted::Places(sites))?,
            None => {
                OpenedRecords { stream: set.open(self.reading)?.0, build: None, bytes: set.main.len(), partly: None }
            }
        };
        self.total = self.total.saturating_sub(set.main.len()).saturating_add(opened.bytes);
        self.bytes_at_hand = opened.bytes;
        self.stream = Some(opened.stream);
        self.next_set += 1;
        Ok(true)
    }

    /// Reads on for about `budget_bytes`; `true` at the end.
    ///
    /// Errors: what is wrong with the files, with its place.
    pub fn step(&mut self, budget_bytes: u64) -> Result<bool> {
        let until = self.progress().0.saturating_add(budget_bytes.max(1));
        let mut records = 0;
        loop {
            let Some(stream) = &mut self.stream else {
                match self.open_next()? {
                    true => continue,
                    false => return Ok(true),
                }
            };
            let name = || self.sets.get(self.next_set.saturating_sub(1)).map_or("", |set| set.main.name());
            if !stream.next_record(&mut self.record).map_err(|error| error.in_input(Role::Genotypes, name()))? {
                let found = stream.findings().into_iter().filter(|finding| OF_CALLS.contains(&finding.code));
                self.of_calls.extend(found.map(|finding| finding.of_input(name())));
                self.done += self.bytes_at_hand;
                self.stream = None;
                continue;
            }
            let handed_on = self.calls.hand_on(&self.record, &mut **stream, &mut self.scorer);
            handed_on.map_err(|error| error.in_input(Role::Genotypes, name()))?;
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
        table: Arc<ScoreTable>,
        options: &OptionsChecked,
        ways: &[Liftover],
    ) -> Result<(Positions, Vec<RowMatch>)> {
        let place = cohort.selected.as_ref().map_or(Some(sample), |selected| selected.get(sample).copied());
        let (Some(place), Some(one)) = (place, cohort.samples.get(sample)) else {
            return Err(ErrorKind::OutOfOrder.into());
        };
        let alone = cohort.with_samples(vec![one.clone()], vec![place]);
        let mut run = Self::new(0, &alone, vec![(0, table)], options, ways)?;
        run.scorer.trace();
        while !run.step(u64::MAX)? {}
        let positions = run.choices.first().map_or(Positions::RsId, |(choice, _)| choice.positions);
        let (scores, _) = run.scorer.finish();
        let Some(mut score) = scores.into_iter().next() else { return Ok((positions, Vec::new())) };
        let mut traced = score.traced.take().unwrap_or_default();
        if is_elsewhere(&score, positions) {
            let refused = RowMatch {
                entry: 0,
                joined: Joined::Not,
                outcome: Outcome::Unmatched(Unmatched::OtherBuild),
                dosage: 0.0,
            };
            let compared = traced.iter_mut();
            compared.filter(|found| !is_unsupported(found)).for_each(|found| *found = refused);
        }
        Ok((positions, traced))
    }

    /// Each score's results, one for each sample, when the files are at their end, and why the first score that was not summed
    /// was not.
    pub fn finish(
        self,
        findings: &[&[Finding]],
        options: &OptionsChecked,
    ) -> (Vec<(usize, Vec<ScoreResult>)>, Option<Error>) {
        let Self { scores, tables, choices, scorer, build, evidence, bearers, .. } = self;
        let (scored, counts) = scorer.finish();
        let mut first_mismatch = None;
        let described = scored.into_iter().zip(choices).zip(tables.iter().zip(findings));
        let results = described.map(|((mut score, (choice, mismatch)), (table, findings))| {
            let mismatch = mismatch.or_else(|| refute(&score, choice, table, build, &evidence));
            if mismatch.is_some() {
                score.tallies = bearers.iter().map(|bearer| tally_refused(table, choice.positions, *bearer)).collect();
            }
            let told = tell(&score, mismatch.as_ref(), table, counts);
            first_mismatch = first_mismatch.take().or(mismatch);
            let table: &ScoreTable = table;
            let describe = |tally: &_| {
                let mut result = describe_score(table, choice, tally, findings);
                let of_options = findings_of_options(table, &result, options);
                result
                    .findings
                    .extend(told.iter().cloned().chain(of_options).map(|one| one.of_input(&table.header.id)));
                // What stops a score's use comes first.
                sort_by_number(&mut result.findings, |finding| u64::from(finding.code != "build-mismatch"));
                result
            };
            each(score.tallies.iter().collect(), describe)
        });
        let results = scores.into_iter().zip(results).collect();
        (results, first_mismatch)
    }
}

/// The columns to join by, and why no row can be found where there are none.
fn choose_columns(table: &ScoreTable, build: Build, ways: &[Liftover]) -> (Choice, Option<Error>) {
    match choose_for_records(table, build, ways) {
        Ok(choice) => (choice, None),
        Err(error) => {
            let choice = Choice { positions: Positions::RsId, by_fit: false };
            (choice, Some(error.in_input(Role::Scores, &table.header.id)))
        }
    }
}

/// Whether the alleles of the rows that met a record show that they stand there by chance.
pub(super) fn is_elsewhere(score: &CohortScore, positions: Positions) -> bool {
    let met = score.agreeing + score.differing;
    positions != Positions::RsId && met >= MET_ENOUGH && score.differing as f64 > DIFFERING_MAX * met as f64
}

/// Why a score is not summed though its positions are said to be on the files' build.
fn refute(score: &CohortScore, choice: Choice, table: &ScoreTable, build: Build, evidence: &str) -> Option<Error> {
    is_elsewhere(score, choice.positions).then(|| {
        let kind = ErrorKind::AllelesOnOtherBuild {
            genotypes: build.name(),
            evidence: evidence.to_owned(),
            met: score.agreeing + score.differing,
            differing: score.differing,
        };
        Error::new(kind).in_input(Role::Scores, &table.header.id)
    })
}

fn is_unsupported(found: &RowMatch) -> bool {
    matches!(found.outcome, Outcome::Excluded(Excluded::Unsupported(_)))
}

fn tell(score: &CohortScore, mismatch: Option<&Error>, table: &ScoreTable, counts: CohortCounts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |code, severity, count: u64, text: String| {
        if count > 0 {
            findings.push(Finding::new(code, severity, count, text));
        }
    };
    if let Some(error) = mismatch {
        say(error.code(), Severity::Fix, (table.len() as u64).max(1), error.to_string());
    }
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
