//! `tallele score`: opens, scores and prints.

use crate::arguments::{Inputs, RunOptions, ScoreArgs};
use crate::file_source::open_file;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::report::Report;
use tallele::session::Session;

/// A session with everything opened and scored.
pub fn run_session(inputs: &Inputs, options: &RunOptions) -> Result<Session> {
    if let Some(threads) = options.threads {
        // Fails only when a pool is there already, which is then as good.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let mut session = Session::new();
    session.set_options(&options.written())?;
    for path in &inputs.genotypes {
        session.begin_open(open_file(path, Role::Genotypes)?)?;
        finish(&mut session)?;
    }
    for path in &inputs.scores {
        session.begin_add_score(open_file(path, Role::Scores)?)?;
        finish(&mut session)?;
    }
    session.begin_score()?;
    finish(&mut session)?;
    Ok(session)
}

/// Steps the running task to its end.
pub fn finish(session: &mut Session) -> Result<()> {
    const BUDGET_BYTES: u64 = 8 << 20;
    while !session.step(BUDGET_BYTES)?.finished {}
    Ok(())
}

/// Scores and prints the report: as JSON, or as a table to a terminal.
pub fn run(args: &ScoreArgs) -> Result<ExitCode> {
    let session = run_session(&args.inputs, &args.options)?;
    if let Some(path) = &args.audit {
        write_audits(&session, path)?;
    }
    let mut out = std::io::stdout().lock();
    let bytes = if args.json || !out.is_terminal() { session.report_json()? } else { readable(&session.report()?) };
    out.write_all(&bytes).map_err(unwritable)?;
    Ok(ExitCode::SUCCESS)
}

/// An error of writing a result.
pub fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Unwritable).with_source(error)
}

fn write_audits(session: &Session, path: &Path) -> Result<()> {
    let report = session.report()?;
    let is_single = report.samples.len() == 1 && report.samples.iter().all(|sample| sample.scores.len() == 1);
    for (person, sample) in report.samples.iter().enumerate() {
        for (index, score) in sample.scores.iter().enumerate() {
            let to = if is_single { path.to_owned() } else { beside(path, &sample.id, &score.id) };
            std::fs::write(to, session.audit(person, index)?).map_err(unwritable)?;
        }
    }
    Ok(())
}

/// `audit.csv` → `audit.SAMPLE.SCORE.csv`.
fn beside(path: &Path, sample: &str, score: &str) -> PathBuf {
    let plain =
        |text: &str| text.replace(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_', "_");
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let ending = path.extension().map_or_else(String::new, |ending| format!(".{}", ending.to_string_lossy()));
    path.with_file_name(format!("{stem}.{}.{}{ending}", plain(sample), plain(score)))
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
        text.push_str(&format!("{:?} {of}: {} ({}, {})\n", finding.weight, finding.text, finding.code, finding.count));
    }
    text.into_bytes()
}
