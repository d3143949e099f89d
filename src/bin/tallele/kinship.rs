//! `tallele kinship`: says how closely people are related.

use crate::ancestry::{open, reference};
use crate::arguments::KinshipArgs;
use crate::printed::{json_line, unwritable};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use tallele::error::Result;
use tallele::finding::Finding;
use tallele::session::kinship::KinshipReport;

#[derive(Serialize)]
struct Printed<'a> {
    tallele: &'static str,
    #[serde(flatten)]
    report: &'a KinshipReport,
    findings: Vec<&'a Finding>,
}

/// Compares every two people and prints it.
pub fn run(args: &KinshipArgs) -> Result<ExitCode> {
    let session = open(&args.genotypes, &args.reading)?;
    let report = session.kinship(&*reference(None)?)?;
    let mut out = std::io::stdout().lock();
    let bytes = if args.json || !out.is_terminal() {
        let findings = session.files().flat_map(|file| &file.findings).collect();
        let printed = Printed { tallele: env!("CARGO_PKG_VERSION"), report: &report, findings };
        json_line(&printed)?
    } else {
        readable(&report).into_bytes()
    };
    out.write_all(&bytes).map_err(unwritable)?;
    Ok(ExitCode::SUCCESS)
}

fn readable(report: &KinshipReport) -> String {
    let mut text = format!("{} people, {} pairs compared", report.people, report.pairs_compared);
    text.push_str(if report.listed == "all" { "\n" } else { "; related ones are listed\n" });
    for pair in &report.pairs {
        let phi = pair.phi.map_or_else(|| "–".to_owned(), |phi| format!("{phi:.4}"));
        let said = pair.text.or(pair.withheld.as_ref().map(|withheld| withheld.text.as_str())).unwrap_or("");
        text.push_str(&format!(
            "{} ({}) and {} ({}): kinship {phi}, IBS0 {:.5}, {} sites. {said}\n",
            pair.a.id, pair.a.input, pair.b.id, pair.b.input, pair.ibs0, pair.sites
        ));
    }
    text
}
