//! `tallele inspect`: prints what the file doctor and the shelf show of files.

use crate::arguments::{InspectArgs, ReadingOptions};
use crate::file_source::open_file;
use crate::folder::open_paths;
use crate::lint::{lint, readable as readable_lints};
use crate::printed::{json_line, unwritable};
use crate::score::{finish, open_genotypes};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use tallele::error::{Place, Result, Role};
use tallele::finding::{Finding, Lint};
use tallele::report::{GenotypeFile, ScoreFileInfo};
use tallele::session::Session;

#[derive(Serialize)]
struct Inspection {
    tallele: &'static str,
    genotypes: Vec<GenotypeFile>,
    scores: Vec<Scores>,
    /// Why the first scoring file that cannot be read cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Stopped>,
}

/// A score, or a scoring file that cannot be read, and what its author should know.
#[derive(Serialize)]
struct Scores {
    #[serde(flatten)]
    info: Info,
    lint: Vec<Lint>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Info {
    Read(Box<ScoreFileInfo>),
    Unreadable { input: String, bytes: u64 },
}

/// An error as the command line prints it.
#[derive(Serialize)]
struct Stopped {
    code: &'static str,
    place: Place,
    text: String,
}

/// Opens every file and prints what it holds.
pub fn run(args: &InspectArgs) -> Result<ExitCode> {
    let mut session = Session::new();
    session.set_options(&ReadingOptions { build: args.build.clone(), ..ReadingOptions::default() }.written())?;
    let mut inspection =
        Inspection { tallele: env!("CARGO_PKG_VERSION"), genotypes: Vec::new(), scores: Vec::new(), error: None };
    open_genotypes(&mut session, open_paths(&args.genotypes)?, |session| {
        inspection.genotypes.extend(session.opened().cloned())
    })?;
    for path in &args.scores {
        inspect_scores(&mut session, path, &mut inspection)?;
    }
    let mut out = std::io::stdout().lock();
    let bytes =
        if args.json || !out.is_terminal() { json_line(&inspection)? } else { readable(&inspection).into_bytes() };
    out.write_all(&bytes).map_err(unwritable)?;
    Ok(match &inspection.error {
        None => ExitCode::SUCCESS,
        Some(error) => {
            say(&error.text);
            ExitCode::FAILURE
        }
    })
}

#[expect(clippy::print_stderr, reason = "the command line prints")]
fn say(error: &str) {
    eprintln!("tallele: {error}");
}

/// Reads a scoring file and looks through it. Where a row stops the reader the rest is looked through all the same, so that
/// an author sees everything at once.
fn inspect_scores(session: &mut Session, path: &Path, inspection: &mut Inspection) -> Result<()> {
    let source = open_file(path, Role::Scores)?;
    let lints = lint(&source);
    let read = session.begin_add_score(source.clone()).and_then(|()| finish(session));
    match (read, lints) {
        (Ok(()), lints) => {
            let infos = session.added().iter().cloned().map(|info| Info::Read(Box::new(info)));
            inspection.scores.extend(infos.zip(lints?).map(|(info, lint)| Scores { info, lint }));
        }
        // Where the linter cannot read the file either, the error says why, and what was found of other files stands.
        (Err(error), lints) => {
            let info = Info::Unreadable { input: source.name().to_owned(), bytes: source.len() };
            inspection.scores.push(Scores { info, lint: of_all_scores(lints.unwrap_or_default()) });
            inspection.error.get_or_insert_with(|| Stopped {
                code: error.code(),
                place: error.place().clone(),
                text: error.to_string(),
            });
        }
    }
    Ok(())
}

/// What was found of any score of a file, once; what asks most first.
fn of_all_scores(scores: Vec<Vec<Lint>>) -> Vec<Lint> {
    let mut all: Vec<Lint> = Vec::new();
    for lint in scores.into_iter().flatten() {
        if !all.contains(&lint) {
            all.push(lint);
        }
    }
    all.sort_by_key(|lint| lint.severity);
    all
}

fn readable(inspection: &Inspection) -> String {
    let mut text = String::new();
    let build = |build: Option<tallele::genome::Build>| build.map_or("unknown", tallele::genome::Build::name);
    for file in &inspection.genotypes {
        text.push_str(&format!("{}: {} ({})\n", file.name, file.vendor, file.reasons.join("; ")));
        text.push_str(&format!("  build {}, sex {:?}, {} markers, ", build(file.build), file.sex, file.markers));
        if let Some(rate) = file.call_rate {
            text.push_str(&format!("{:.2} % called, ", 100.0 * rate));
        }
        text.push_str(&format!("{} D/I\n", file.indels));
        text.push_str(&readable_findings(&file.findings));
    }
    for Scores { info, lint } in &inspection.scores {
        match info {
            Info::Unreadable { input, .. } => text.push_str(&format!("{input}: cannot be read as it is\n")),
            Info::Read(score) => {
                let about = score.trait_reported.as_deref().unwrap_or("");
                let (author, harmonised) = (build(score.genome_build), build(score.harmonised_build));
                text.push_str(&format!(
                    "{}: {} {about}, {} rows, {}, ",
                    score.input, score.id, score.rows, score.format
                ));
                text.push_str(&format!("author {author}, harmonised {harmonised}\n"));
                text.push_str(&readable_findings(&score.findings));
            }
        }
        text.push_str(&readable_lints(lint));
    }
    text
}

fn readable_findings(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("  {:?}: {} ({}, {})\n", finding.severity, finding.text, finding.code, finding.count))
        .collect()
}
