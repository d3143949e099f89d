//! Finds the build of files of records that nothing else tells: the one on which the scores' alleles are the records'.

use super::cohort::Cohort;
use super::cohort_run::MET_ENOUGH;
use crate::error::{Result, Role};
use crate::finding::{Finding, Severity};
use crate::formats::records::{RecordSet, Wanted};
use crate::genome::{Build, Reading, Record, RecordStream, Site};
use crate::matching::{Positions, RowIndex, RowReading, RowText, Rules, read_record};
use crate::stats::sort_by_number;
use crate::weights::ScoreTable;
use std::sync::Arc;

/// Records read in one step at most.
const RECORDS_PER_STEP: u64 = 50_000;
/// With this many rows agreeing on one build and none of the others near, the rest of the file need not be read.
const AGREEING_ENOUGH: u64 = 500;
/// Rows that meet a record by chance agree with it on the same strand in a quarter of all cases, and in nearly all where the
/// build is right.
const AGREEING_MIN: f64 = 0.7;

/// How the alleles of the scores fit on one build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The build that they fit on; `None` where they tell none.
    pub build: Option<Build>,
    /// Rows that met a record there with their alleles.
    pub agreeing: u64,
    /// Rows that met a record there.
    pub met: u64,
}

/// The scores' rows on one build.
struct Candidate {
    build: Build,
    index: RowIndex,
    agreeing: u64,
    met: u64,
}

/// The build being looked for.
pub struct BuildFit {
    /// Which cohort.
    pub cohort: usize,
    tables: Vec<Arc<ScoreTable>>,
    candidates: Vec<Candidate>,
    rules: Rules,
    sets: Vec<RecordSet>,
    next_set: usize,
    stream: Option<Box<dyn RecordStream>>,
    /// Every place that a row has on any of the builds.
    sites: Vec<Site>,
    bytes_at_hand: u64,
    record: Record,
    done: u64,
    total: u64,
}

impl BuildFit {
    /// Before the first record, with every build that one of the scores states positions on.
    pub fn new(number: usize, cohort: &Cohort, tables: Vec<Arc<ScoreTable>>, rules: Rules) -> Self {
        let candidates = Build::ALL.into_iter().filter_map(|build| {
            let placed: Vec<Positions> = tables.iter().map(|table| Positions::stated_on(table, build)).collect();
            let is_stated = placed.iter().any(|positions| *positions != Positions::RsId);
            let scores = tables.iter().map(|table| &**table).zip(placed.iter().copied());
            is_stated.then(|| Candidate { build, index: RowIndex::new(scores, false), agreeing: 0, met: 0 })
        });
        let candidates: Vec<Candidate> = candidates.collect();
        let mut sites: Vec<Site> =
            candidates.iter().flat_map(|candidate| candidate.index.sites().unwrap_or_default()).collect();
        sort_by_number(&mut sites, |site| site.key());
        sites.dedup();
        Self {
            cohort: number,
            candidates,
            sites,
            bytes_at_hand: 0,
            tables,
            rules,
            sets: cohort.sets.clone(),
            next_set: 0,
            stream: None,
            record: Record::default(),
            done: 0,
            total: cohort.sets.iter().map(|set| set.main.len()).sum(),
        }
    }

    /// Bytes of the stored files used so far, and in all.
    pub fn progress(&self) -> (u64, u64) {
        let of_stream = self.stream.as_ref().map_or(0, |stream| stream.bytes_done());
        ((self.done + of_stream.min(self.bytes_at_hand)).min(self.total), self.total)
    }

    /// Reads on for about `budget_bytes`; `true` at the end, or as soon as one build is sure.
    ///
    /// Errors: what is wrong with the files, with its place.
    pub fn step(&mut self, budget_bytes: u64) -> Result<bool> {
        let until = self.progress().0.saturating_add(budget_bytes.max(1));
        let mut records = 0;
        while !self.candidates.is_empty() {
            let Some(stream) = &mut self.stream else {
                let Some(set) = self.sets.get(self.next_set) else { return Ok(true) };
                let opened = set.open_parts(Reading::default(), &Wanted::Places(&self.sites))?;
                self.total = self.total.saturating_sub(set.main.len()).saturating_add(opened.bytes);
                self.bytes_at_hand = opened.bytes;
                self.stream = Some(opened.stream);
                self.next_set += 1;
                continue;
            };
            let name = || self.sets.get(self.next_set.saturating_sub(1)).map_or("", |set| set.main.name());
            if !stream.next_record(&mut self.record).map_err(|error| error.in_input(Role::Genotypes, name()))? {
                self.done += self.bytes_at_hand;
                self.stream = None;
                continue;
            }
            self.compare();
            records += 1;
            if records >= RECORDS_PER_STEP || (records % 256 == 0 && self.progress().0 >= until) {
                return Ok(self.best().is_some_and(|(best, _)| best.agreeing >= AGREEING_ENOUGH));
            }
        }
        Ok(true)
    }

    fn compare(&mut self) {
        let Self { candidates, record, tables, rules, .. } = self;
        for candidate in candidates {
            for entry in candidate.index.within(record.site, record.site) {
                let Some((_, (score, row))) = candidate.index.row(entry) else { continue };
                let Some(table) = tables.get(score as usize) else { continue };
                let reading = read_record(&RowText::of(table, row as usize, rules.set), record, rules);
                // What both strands read the same, or REF alone, says too little.
                match reading {
                    RowReading::Counts(kind, _) => {
                        candidate.met += 1;
                        candidate.agreeing += u64::from(!kind.is_flip());
                    }
                    RowReading::Differs => candidate.met += 1,
                    _ => {}
                }
            }
        }
    }

    /// The build with the most rows that agree, where these are many enough and far more than on any other.
    fn best(&self) -> Option<(&Candidate, u64)> {
        let best = self.candidates.iter().max_by_key(|candidate| candidate.agreeing)?;
        let others = self.candidates.iter().filter(|other| other.build != best.build);
        let second = others.map(|other| other.agreeing).max().unwrap_or(0);
        let fits = best.agreeing >= MET_ENOUGH && best.agreeing as f64 >= AGREEING_MIN * best.met as f64;
        (fits && best.agreeing > 4 * second).then_some((best, second))
    }

    /// What was found.
    pub fn finish(&self) -> Fit {
        match self.best() {
            Some((best, _)) => Fit { build: Some(best.build), agreeing: best.agreeing, met: best.met },
            None => Fit { build: None, agreeing: 0, met: self.candidates.iter().map(|candidate| candidate.met).sum() },
        }
    }
}

impl Cohort {
    /// Keeps what was found, and says so in the file's findings.
    pub fn settle_build(&mut self, fit: Fit) {
        self.fit = Some(fit);
        let Some(build) = fit.build else { return };
        self.file.build = Some(build);
        self.file.findings.retain(|finding| finding.code != "build-unknown");
        let text = format!(
            "Neither the markers nor the header tell the build. The scores' alleles do: of {} rows that meet a record where {build} has them, {} agree.",
            fit.met, fit.agreeing
        );
        let finding = Finding::new("build-by-fit", Severity::Note, 1, text);
        self.file.findings.push(finding.of_input(&self.file.name));
    }
}
