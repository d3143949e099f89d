//! `tallele inspect`: prints what the file doctor and the shelf show of files.

use crate::arguments::{InspectArgs, RunOptions};
use crate::file_source::open_file;
use crate::score::{finish, open_genotypes, unwritable};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::finding::Finding;
use tallele::report::{GenotypeFile, ScoreFileInfo};
use tallele::session::Session;

#[derive(Serialize)]
struct Inspection {
    tallele: &'static str,
    genotypes: Vec<GenotypeFile>,
    scores: Vec<ScoreFileInfo>,
}

/// Opens every file and prints what it holds.
pub fn run(args: &InspectArgs) -> Result<ExitCode> {
    let mut session = Session::new();
    session.set_options(&RunOptions { build: args.build.clone(), ..RunOptions::default() }.written())?;
    let mut inspection = Inspection { tallele: env!("CARGO_PKG_VERSION"), genotypes: Vec::new(), scores: Vec::new() };
    open_genotypes(&mut session, &args.genotypes, |session| inspection.genotypes.extend(session.opened().cloned()))?;
    for path in &args.scores {
        session.begin_add_score(open_file(path, Role::Scores)?)?;
        finish(&mut session)?;
        inspection.scores.extend(session.added().iter().cloned());
    }
    let mut out = std::io::stdout().lock();
    let bytes = if args.json || !out.is_terminal() {
        let mut json = serde_json::to_vec_pretty(&inspection).map_err(|error| {
            Error::new(ErrorKind::Internal { what: "an inspection can be written" }).with_source(error)
        })?;
        json.push(b'\n');
        json
    } else {
        readable(&inspection).into_bytes()
    };
    out.write_all(&bytes).map_err(unwritable)?;
    Ok(ExitCode::SUCCESS)
}

fn readable(inspection: &Inspection) -> String {
    let mut text = String::new();
    let build = |build: Option<tallele::genome::Build>| build.map_or("unknown", tallele::genome::Build::name);
    for file in &inspection.genotypes {
        text.push_str(&format!("{}: {} ({})\n", file.name, file.vendor, file.reasons.join("; ")));
        text.push_str(&format!("  build {}, sex {:?}, {} markers, ", build(file.build), file.sex, file.markers));
        text.push_str(&format!("{:.2} % called, {} D/I\n", 100.0 * file.call_rate, file.indels));
        text.push_str(&readable_findings(&file.findings));
    }
    for score in &inspection.scores {
        let about = score.trait_reported.as_deref().unwrap_or("");
        text.push_str(&format!("{}: {} {about}, {} rows, ", score.input, score.id, score.rows));
        text.push_str(&format!("author {}, harmonised {}\n", build(score.genome_build), build(score.harmonised_build)));
        text.push_str(&readable_findings(&score.findings));
    }
    text
}

fn readable_findings(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("  {:?}: {} ({}, {})\n", finding.severity, finding.text, finding.code, finding.count))
        .collect()
}
