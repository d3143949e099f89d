//! Scores files of records as parts: gives what they add to the scores, to be added up with the parts of other files.

use super::cohort::Cohort;
use super::run::{Session, Task};
use super::score_run::is_same;
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, PartialKind, Result, Role};
use crate::formats::records::RecordSet;
use crate::report::partial::{CohortHeader, FileUsed, Header, PartialWriter, RunHeader, ScoresUsed, VERSION};
use std::io::Write;

impl Session {
    /// Begins to score every opened file of records as a part.
    ///
    /// Errors: `partial-of-person`, `partial-needs-build`; `out-of-order` while another task runs or nothing is open.
    pub fn begin_partial(&mut self) -> Result<()> {
        if let Some(person) = self.people.first() {
            return Err(Error::from(PartialKind::OfPerson).in_input(Role::Genotypes, &person.file.name));
        }
        if self.cohorts.is_empty() || self.task.is_some() {
            return Err(ErrorKind::OutOfOrder.into());
        }
        if let Some(cohort) = self.cohorts.iter().find(|cohort| cohort.file.build.is_none()) {
            return Err(Error::from(PartialKind::NeedsBuild).in_input(Role::Genotypes, &cohort.file.name));
        }
        for cohort in &mut self.cohorts {
            cohort.results.iter_mut().for_each(|results| *results = None);
            cohort.parts.clear();
            cohort.forget_calls();
        }
        self.keeps_parts = true;
        self.task = Some(Task::Score { next: 0 });
        Ok(())
    }

    /// Writes what was scored as a part, with the scoring files themselves where `embeds`.
    ///
    /// Errors: `unwritable`; `out-of-order` before [`Self::begin_partial`] has come to its end.
    pub fn write_partial(&self, out: impl Write, embeds: bool) -> Result<()> {
        let is_done = |cohort: &Cohort| cohort.results.iter().all(Option::is_some);
        if !self.keeps_parts || !self.cohorts.iter().all(is_done) {
            return Err(ErrorKind::OutOfOrder.into());
        }
        let not_written = |error| Error::new(ErrorKind::Internal { what: "a part can be written" }).with_source(error);
        let sources = self.score_files();
        let mut scores = Vec::new();
        for (source, sha256) in &sources {
            let sha256 = sha256.ok_or(ErrorKind::OutOfOrder)?.to_owned();
            scores.push(ScoresUsed { name: source.name().to_owned(), bytes: source.len(), sha256, embedded: embeds });
        }
        let header = Header {
            tallele_partial: VERSION,
            tallele: env!("CARGO_PKG_VERSION").to_owned(),
            options: serde_json::to_value(self.options.used()).map_err(not_written)?,
            scores,
            chains: self
                .chains
                .iter()
                .map(|chain| FileUsed { name: chain.input.clone(), bytes: chain.bytes, sha256: chain.sha256.clone() })
                .collect(),
            cohorts: self.cohorts.iter().map(describe).collect::<Result<_>>()?,
        };
        let mut writer = PartialWriter::new(out, &header)?;
        let scores = sources.iter().filter(|_| embeds).map(|(source, _)| source);
        for source in self.chains.iter().map(|chain| &chain.source).chain(scores) {
            embed(&mut writer, source)?;
        }
        for state in self.cohorts.iter().flat_map(|cohort| &cohort.parts).flat_map(|part| &part.states) {
            writer.state(state)?;
        }
        writer.finish()
    }

    /// The scoring files in order, each once, and their hashes.
    fn score_files(&self) -> Vec<(SharedSource, Option<&str>)> {
        let mut files: Vec<(SharedSource, Option<&str>)> = Vec::new();
        for score in &self.scores {
            if !files.last().is_some_and(|(last, _)| is_same(last, &score.source)) {
                files.push((score.source.clone(), score.sha256.as_deref()));
            }
        }
        files
    }
}

fn describe(cohort: &Cohort) -> Result<CohortHeader> {
    let mut hashes = cohort.sha256.iter();
    let mut used = |source: &SharedSource| -> Result<FileUsed> {
        let sha256 = hashes.next().and_then(Option::clone).ok_or(ErrorKind::OutOfOrder)?;
        Ok(FileUsed { name: source.name().to_owned(), bytes: source.len(), sha256 })
    };
    let mut sets = Vec::new();
    for RecordSet { main, variants, people, .. } in &cohort.sets {
        let main = used(main)?;
        let variants = variants.as_ref().map(&mut used).transpose()?;
        let people = people.as_ref().map(&mut used).transpose()?;
        sets.push([Some(main), variants, people]);
    }
    let opened = &cohort.opened;
    let depends_on_sex = cohort.parts.iter().flat_map(|part| &part.states).any(|state| state.depends_on_sex());
    let sexes = || cohort.samples.iter().map(|sample| sample.sex.unwrap_or_default()).collect();
    Ok(CohortHeader {
        format: cohort.file.format.to_owned(),
        sets,
        samples: opened.samples.iter().map(Into::into).collect(),
        selected: opened.selected.clone(),
        build: cohort.build(),
        header_build: opened.header_build,
        sexes: depends_on_sex.then(sexes),
        evidence: serde_json::to_value(&opened.seen)
            .map_err(|error| Error::new(ErrorKind::Internal { what: "a part can be written" }).with_source(error))?,
        findings: opened.findings.iter().chain(&cohort.of_calls).map(Into::into).collect(),
        runs: cohort
            .parts
            .iter()
            .map(|part| RunHeader {
                scores: part.scores.clone(),
                positions: part.positions.iter().map(|positions| positions.name().to_owned()).collect(),
                compared: part.counts.compared,
                conflicts: part.counts.conflicts,
                haploid_heterozygous: part.counts.haploid_heterozygous,
            })
            .collect(),
    })
}

/// Adds a stored file.
fn embed<W: Write>(writer: &mut PartialWriter<W>, source: &SharedSource) -> Result<()> {
    let mut piece = vec![0; source.piece_bytes()];
    let mut offset = 0;
    while offset < source.len() {
        let count = source.read_at(offset, &mut piece)?;
        if count == 0 {
            return Err(Error::new(ErrorKind::Unreadable).in_input(Role::Scores, source.name()));
        }
        writer.embed(piece.get(..count).unwrap_or_default())?;
        offset += count as u64;
    }
    Ok(())
}
