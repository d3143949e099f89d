//! `tallele score`: opens, scores and prints.

use crate::ancestry::hashed_reference;
use crate::arguments::{Inputs, RunOptions, ScoreArgs};
use crate::file_source::open_file;
use crate::folder::open_paths;
use crate::merge;
use crate::printed::unwritable;
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use tallele::bytes::{HashingSource, SharedSource};
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::formats::records::group;
use tallele::report::Report;
use tallele::session::Session;
use tallele::session::compare::Reference;
use tallele::session::{LargeFiles, Opening, group_by_samples};

/// A session with everything opened and scored.
pub fn run_session(inputs: &Inputs, options: &RunOptions) -> Result<Session> {
    let mut session = open_session(inputs, options, LargeFiles::default())?;
    session.begin_score()?;
    finish(&mut session)?;
    Ok(session)
}

/// A session with everything opened.
pub fn open_session(inputs: &Inputs, options: &RunOptions, large: LargeFiles) -> Result<Session> {
    let mut session = Session::new();
    session.set_large_files(large);
    session.set_options(&options.written())?;
    if let Some(path) = &options.reading.samples {
        session.set_samples(Some(sample_names(path)?));
    }
    for path in &inputs.chain {
        session.add_chain(open_file(path, Role::Chain)?)?;
    }
    let genotypes = open_paths(&inputs.genotypes)?.into_iter().map(HashingSource::shared).collect();
    open_genotypes(&mut session, genotypes, |_| ())?;
    if options.reading.merge {
        session.merge_files(&session.consumer_files())?;
    }
    for path in &inputs.scores {
        session.begin_add_score(HashingSource::shared(open_file(path, Role::Scores)?))?;
        finish(&mut session)?;
    }
    Ok(session)
}

/// Opens consumer files one by one, and files of records with what belongs to them; those with the same samples as one.
pub fn open_genotypes(
    session: &mut Session,
    sources: Vec<SharedSource>,
    mut opened: impl FnMut(&Session),
) -> Result<()> {
    for one in group_by_samples(group(sources)?)? {
        match one {
            Opening::Person(source) => session.begin_open(source)?,
            Opening::Records(sets) => session.begin_open_records(sets)?,
        }
        finish(session)?;
        opened(session);
    }
    Ok(())
}

/// One id a line; of a table the first column, or the second where the first line names a family before it.
pub fn sample_names(path: &Path) -> Result<Vec<String>> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Options, &name))?;
    let column = usize::from(text.starts_with("#FID"));
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    Ok(lines.filter_map(|line| line.split('\t').nth(column)).map(|id| id.trim().to_owned()).collect())
}

/// Steps the running task to its end.
pub fn finish(session: &mut Session) -> Result<()> {
    const BUDGET_BYTES: u64 = 8 << 20;
    while !session.step(BUDGET_BYTES)?.finished {}
    Ok(())
}

/// Scores and prints the report: as JSON, or as a table to a terminal.
pub fn run(args: &ScoreArgs) -> Result<ExitCode> {
    if let Some(path) = &args.partial {
        return merge::write_partial(args, path);
    }
    let mut session = run_session(&args.inputs, &args.options)?;
    if let Some(reference) = &args.reference {
        let reference = hashed_reference(reference.as_deref())?;
        let relatives = session.read_relatives(&args.family_history)?;
        session.compare(&Reference { age_years: args.age, relatives, ..reference })?;
    }
    if let Some(path) = &args.audit {
        write_audits(&session, path)?;
    }
    print_report(&session, args.json)
}

/// Prints the report: as JSON, or as a table to a terminal.
pub fn print_report(session: &Session, as_json: bool) -> Result<ExitCode> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    if as_json || !std::io::stdout().is_terminal() {
        session.write_report_json(&mut out)?;
    } else {
        out.write_all(&readable(&session.report()?)).map_err(unwritable)?;
    }
    out.flush().map_err(unwritable)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the audits of all people and scores to one file, under one header.
fn write_audits(session: &Session, path: &Path) -> Result<()> {
    let report = session.report()?;
    let mut file = BufWriter::new(File::create(path).map_err(unwritable)?);
    let mut is_first = true;
    for (person, sample) in report.samples.iter().enumerate() {
        for index in 0..sample.scores.len() {
            let audit = session.audit(person, index)?;
            let header = audit.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            file.write_all(if is_first { &audit } else { &audit[header..] }).map_err(unwritable)?;
            is_first = false;
        }
    }
    file.flush().map_err(unwritable)
}

fn readable(report: &Report<'_>) -> Vec<u8> {
    let mut text = String::new();
    for sample in &report.samples {
        text.push_str(&format!("{} ({}, sex {:?})\n", sample.id, sample.input, sample.sex));
        text.push_str(&format!(
            "  {:<24} {:>9} {:>9} {:>9} {:>9} {:>8}  {:>14}  {:>14}\n",
            "score", "rows", "matched", "excluded", "unmatched", "no call", "observed sum", "filled sum"
        ));
        for score in &sample.scores {
            let filled = score.filled_sum.map_or_else(|| "–".to_owned(), |sum| format!("{sum:.6}"));
            text.push_str(&format!(
                "  {:<24} {:>9} {:>9} {:>9} {:>9} {:>8}  {:>14.6}  {:>14}\n",
                score.id,
                score.rows,
                score.matched,
                score.excluded.values().sum::<u64>(),
                score.unmatched,
                score.no_call,
                score.observed_sum,
                filled
            ));
        }
    }
    for finding in &report.findings {
        let of = finding.input.as_deref().unwrap_or("");
        text.push_str(&format!(
            "{:?} {of}: {} ({}, {})\n",
            finding.severity, finding.text, finding.code, finding.count
        ));
    }
    text.into_bytes()
}
