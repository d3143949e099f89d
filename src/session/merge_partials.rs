//! Adds partials up: gives a session that has scored what all their files hold, as one process over the files in the
//! partials' order has it.

use super::cohort_opened::Opened;
use super::cohort_run::CohortPart;
use super::join_samples::join_samples;
use super::options::OptionsWritten;
use super::run::{Kind, Session};
use super::seen::Seen;
use crate::bytes::digest::sha256_hex;
use crate::bytes::open::open_unpacked;
use crate::bytes::{SharedSource, Source};
use crate::error::{Error, ErrorKind, PartialKind, Result, Role};
use crate::formats::records::{Member, RecordSet};
use crate::genome::{Build, Sample, Sex};
use crate::matching::Positions;
use crate::report::partial::{CohortHeader, FileUsed, FindingSaved, Header, PartialReader, RunHeader};
use crate::scoring::{CohortCounts, ScoreState};
use serde_json::Value;
use std::collections::HashSet;
use std::rc::Rc;

/// Bytes that a step of the session works on.
const BUDGET_BYTES: u64 = 8 << 20;

/// A stored file of which a partial knows the name, length and hash, and no more unless it embeds it.
struct KnownSource {
    file: FileUsed,
    bytes: Vec<u8>,
}

impl Source for KnownSource {
    fn name(&self) -> &str {
        &self.file.name
    }

    fn len(&self) -> u64 {
        self.file.bytes
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.bytes.get(offset..)).unwrap_or(b"");
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        Ok(count)
    }

    fn sha256(&self) -> Option<String> {
        Some(self.file.sha256.clone())
    }
}

/// The parts of one cohort, as far as they are added up.
pub(super) struct Merging {
    pub(super) opened: Opened,
    format: String,
    pub(super) sets: Vec<RecordSet>,
    pub(super) hashes: HashSet<String>,
    pub(super) runs: Vec<RunHeader>,
    pub(super) states: Vec<Vec<ScoreState>>,
    /// What each partial took for granted, with its name.
    pub(super) assumed: Vec<(String, Build, Option<Vec<Sex>>)>,
}

/// Adds partials up and scores. `scores` are scoring files that the partials do not embed; others are passed over.
///
/// Errors: `partials-disagree` names what differs and the partial in which it does; `partials-overlap`;
/// `partial-needs-scores`; `not-a-partial`; those of reading damaged partials and scoring files.
pub fn merge_partials(partials: &[SharedSource], scores: &[SharedSource]) -> Result<Session> {
    let Some(first) = partials.first() else { return Err(ErrorKind::OutOfOrder.into()) };
    let mut reader = open_partial(first)?;
    let expected = reader.header().clone();
    let mut session = Session::new();
    restore_options(&mut session, &expected.options).map_err(|error| error.in_input(Role::Partials, first.name()))?;
    for file in &expected.chains {
        session.add_chain(embedded(&mut reader, file)?)?;
    }
    for source in score_sources(&mut reader, &expected, scores)? {
        session.begin_add_score(source)?;
        while !session.step(BUDGET_BYTES)?.finished {}
    }
    let mut merging = Vec::new();
    take_partial(&mut session, &mut merging, reader)?;
    for source in partials.get(1..).unwrap_or_default() {
        let mut reader = open_partial(source)?;
        let name = source.name();
        compare(&expected, reader.header()).map_err(|error| error.in_input(Role::Partials, name))?;
        let passed_over = reader.header().chains.iter().map(|file| file.bytes);
        let scores = reader.header().scores.iter().filter(|file| file.embedded).map(|file| file.bytes);
        for bytes in passed_over.chain(scores).collect::<Vec<_>>() {
            reader.embedded(bytes, false)?;
        }
        take_partial(&mut session, &mut merging, reader)?;
    }
    for cohort in join_samples(merging, &session)? {
        add_cohort(&mut session, cohort)?;
    }
    session.begin_score()?;
    while !session.step(BUDGET_BYTES)?.finished {}
    Ok(session)
}

fn open_partial(source: &SharedSource) -> Result<PartialReader> {
    let mut magic = [0; 2];
    // Without the checksum of its gzip a partial is none.
    if source.read_at(0, &mut magic)? != 2 || magic != *b"\x1f\x8b" {
        return Err(Error::from(PartialKind::NotOne).in_input(Role::Partials, source.name()));
    }
    let mut stream = open_unpacked(source.clone())?;
    PartialReader::new(source.name(), Box::new(move |out| stream.read(out)))
}

pub(super) fn disagree(what: &'static str) -> Error {
    PartialKind::Disagree { what }.into()
}

/// Sets the options that a report states.
fn restore_options(session: &mut Session, used: &Value) -> Result<()> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(Value::String(text.clone())),
        Value::Number(number) => Some(Value::String(number.to_string())),
        Value::Bool(chosen) => Some(Value::String(chosen.to_string())),
        _ => None,
    };
    let written = used.as_object().ok_or(PartialKind::NotOne)?;
    let written = written.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect();
    let written: OptionsWritten = serde_json::from_value(Value::Object(written))
        .map_err(|error| Error::from(PartialKind::NotOne).with_source(error))?;
    let checked = session.set_options(&written)?;
    let again = serde_json::to_value(checked.used()).ok();
    if again.as_ref() == Some(used) { Ok(()) } else { Err(PartialKind::NotOne.into()) }
}

/// What must be the same in all parts of one run.
fn compare(expected: &Header, found: &Header) -> Result<()> {
    if expected.tallele != found.tallele {
        return Err(disagree("the program's version"));
    }
    if let (Some(options), Some(others)) = (expected.options.as_object(), found.options.as_object())
        && let Some(name) = options.keys().chain(others.keys()).find(|name| options.get(*name) != others.get(*name))
    {
        return Err(disagree("the options").at_field(name));
    }
    let files = |header: &Header| -> Vec<(u64, String)> {
        header.scores.iter().map(|file| (file.bytes, file.sha256.clone())).collect()
    };
    if expected.chains != found.chains {
        return Err(disagree("the chain files"));
    }
    if files(expected) != files(found) || expected.options != found.options {
        return Err(disagree("the scoring files"));
    }
    Ok(())
}

/// The scoring files: those embedded in the first partial, and those given.
fn score_sources(reader: &mut PartialReader, header: &Header, given: &[SharedSource]) -> Result<Vec<SharedSource>> {
    if header.tallele != env!("CARGO_PKG_VERSION") {
        return Err(disagree("the program's version").in_input(Role::Partials, reader.name()));
    }
    let mut sources: Vec<SharedSource> = Vec::new();
    for used in &header.scores {
        let file = FileUsed { name: used.name.clone(), bytes: used.bytes, sha256: used.sha256.clone() };
        if used.embedded {
            sources.push(embedded(reader, &file)?);
            continue;
        }
        let mut found = None;
        for source in given.iter().filter(|source| source.len() == used.bytes) {
            if sha256_hex(source.clone())? == used.sha256 {
                found = Some(source.clone());
            }
        }
        let missing = || Error::from(PartialKind::NeedsScores).in_input(Role::Scores, &used.name);
        sources.push(found.ok_or_else(missing)?);
    }
    Ok(sources)
}

/// The next file that the partial holds.
fn embedded(reader: &mut PartialReader, file: &FileUsed) -> Result<SharedSource> {
    let bytes = reader.embedded(file.bytes, true)?.unwrap_or_default();
    let source: SharedSource = Rc::new(KnownSource { file: file.clone(), bytes });
    if sha256_hex(source.clone())? != file.sha256 {
        let damaged = ErrorKind::RecordCorrupt { what: "an embedded file" };
        return Err(Error::new(damaged).in_input(Role::Partials, reader.name()));
    }
    Ok(source)
}

/// Adds one partial to those before it.
fn take_partial(session: &mut Session, merging: &mut Vec<Merging>, mut reader: PartialReader) -> Result<()> {
    let name = reader.name().to_owned();
    let cohorts = std::mem::take(&mut reader.header_mut().cohorts);
    for cohort in cohorts {
        take_cohort(session, merging, &mut reader, cohort).map_err(|error| error.in_input(Role::Partials, &name))?;
    }
    reader.finish()
}

fn take_cohort(
    session: &Session,
    merging: &mut Vec<Merging>,
    reader: &mut PartialReader,
    cohort: CohortHeader,
) -> Result<()> {
    let CohortHeader { format, sets, samples, selected, build, header_build, sexes, evidence, findings, runs } = cohort;
    let samples: Vec<Sample> = samples.into_iter().map(Into::into).collect();
    let not_a_partial = || Error::from(PartialKind::NotOne);
    let seen: Seen =
        serde_json::from_value(evidence).map_err(|error| Error::from(PartialKind::NotOne).with_source(error))?;
    let findings: Option<Vec<_>> = findings.into_iter().map(FindingSaved::restore).collect();
    let findings = findings.ok_or_else(not_a_partial)?;
    let scored = selected.as_ref().map_or(samples.len(), Vec::len);
    if selected.iter().flatten().any(|place| *place >= samples.len()) || !seen.is_of(samples.len()) {
        return Err(not_a_partial());
    }
    let states = read_states(session, reader, &runs, scored)?;
    let sets: Vec<RecordSet> = sets.into_iter().map(|set| restore_set(&format, set)).collect::<Result<_>>()?;
    let hashes: Vec<String> = sets.iter().filter_map(|set| set.main.sha256()).collect();
    let assumed = (reader.name().to_owned(), build, sexes);
    let is_same = |other: &&mut Merging| {
        other.format == format && other.opened.samples == samples && other.opened.selected == selected
    };
    let Some(before) = merging.iter_mut().find(is_same) else {
        let opened = Opened { samples, selected, header_build, seen, findings, partly: None };
        let hashes = hashes.into_iter().collect();
        merging.push(Merging { opened, format, sets, hashes, runs, states, assumed: vec![assumed] });
        return Ok(());
    };
    for (hash, set) in hashes.into_iter().zip(&sets) {
        if !before.hashes.insert(hash) {
            let what = format!("the genotype file {}", set.main.name());
            return Err(PartialKind::Overlap { what }.into());
        }
    }
    let shape = |runs: &[RunHeader]| -> Vec<(Vec<usize>, Vec<String>)> {
        runs.iter().map(|run| (run.scores.clone(), run.positions.clone())).collect()
    };
    if shape(&before.runs) != shape(&runs) {
        return Err(disagree("the columns that scores are joined by"));
    }
    before.opened.seen.absorb(seen);
    before.opened.findings.extend(findings);
    before.sets.extend(sets);
    before.assumed.push(assumed);
    for ((run, more), (states, later)) in before.runs.iter_mut().zip(&runs).zip(before.states.iter_mut().zip(states)) {
        run.compared = run.compared.saturating_add(more.compared);
        run.conflicts = run.conflicts.saturating_add(more.conflicts);
        run.haploid_heterozygous = run.haploid_heterozygous.saturating_add(more.haploid_heterozygous);
        for ((state, later), score) in states.iter_mut().zip(later).zip(&run.scores) {
            let table = session.table(*score)?;
            state.absorb(later, &table).map_err(|rows| {
                let id = &table.header.id;
                PartialKind::Overlap { what: format!("records of the same {rows} rows of {id}") }
            })?;
        }
    }
    Ok(())
}

fn read_states(
    session: &Session,
    reader: &mut PartialReader,
    runs: &[RunHeader],
    samples: usize,
) -> Result<Vec<Vec<ScoreState>>> {
    let mut all = Vec::new();
    for run in runs {
        let mut states = Vec::new();
        for &score in &run.scores {
            let table = session.table(score).map_err(|_| PartialKind::NotOne)?;
            let state = reader.state(table.len(), samples)?;
            if !state.is_of(&table) {
                return Err(disagree("the rows of a score"));
            }
            states.push(state);
        }
        all.push(states);
    }
    Ok(all)
}

fn restore_set(format: &str, [main, variants, people]: [Option<FileUsed>; 3]) -> Result<RecordSet> {
    let format = Member::of_genotypes(format).ok_or(PartialKind::NotOne)?;
    let known = |file: FileUsed| -> SharedSource { Rc::new(KnownSource { file, bytes: Vec::new() }) };
    let main = known(main.ok_or(PartialKind::NotOne)?);
    Ok(RecordSet { format, main, variants: variants.map(known), people: people.map(known), index: None, kept: None })
}

/// Puts a cohort that is added up into the session.
fn add_cohort(session: &mut Session, merging: Merging) -> Result<()> {
    let Merging { opened, sets, runs, states, .. } = merging;
    let mut cohort = opened.into_cohort(sets, &session.options);
    let build = cohort.build();
    let positions_of = |name: &String| {
        let all = [Positions::Author, Positions::Harmonised, Positions::Lifted(build), Positions::RsId];
        all.into_iter().find(|positions| positions.name() == *name).ok_or(PartialKind::NotOne)
    };
    for (run, states) in runs.into_iter().zip(states) {
        let positions = run.positions.iter().map(positions_of).collect::<std::result::Result<_, _>>()?;
        let RunHeader { scores, compared, conflicts, haploid_heterozygous, .. } = run;
        let counts = CohortCounts { compared, conflicts, haploid_heterozygous, ..CohortCounts::default() };
        cohort.parts.push(CohortPart { scores, positions, states, counts });
    }
    cohort.results = session.scores.iter().map(|_| None).collect();
    session.cohorts.push(cohort);
    session.order.push(Kind::Cohort);
    Ok(())
}
