//! `tallele verify`: scores again from the same files and compares with a saved report, bit for bit.

use crate::ancestry::hashed_reference;
use crate::arguments::{ReadingOptions, RunOptions, VerifyArgs};
use crate::printed::unwritable;
use crate::score::{finish, run_session};
use serde_json::Value;
use std::io::Write;
use std::process::ExitCode;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::report::model::StatedRelative;
use tallele::session::Session;
use tallele::session::compare::Reference;

/// Prints `verified`, or every place where the reports differ and exits with 1.
pub fn run(args: &VerifyArgs) -> Result<ExitCode> {
    let name = args.report.display().to_string();
    let saved = std::fs::read(&args.report)
        .map_err(|error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Options, &name))?;
    let not_a_report = |error| Error::new(ErrorKind::NotAReport).with_source(error).in_input(Role::Options, &name);
    let saved: Value = serde_json::from_slice(&saved).map_err(not_a_report)?;
    let written = |key: &str| match saved.pointer(&format!("/options/{key}")) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(Value::Bool(chosen)) => Some(chosen.to_string()),
        _ => None,
    };
    if written("rules").is_none() {
        return Err(Error::new(ErrorKind::NotAReport).in_input(Role::Options, &name));
    }
    let options = RunOptions {
        reading: ReadingOptions {
            build: written("build"),
            absent: written("absent"),
            min_gq: written("min_gq"),
            min_dp: written("min_dp"),
            pass_only: written("pass_only").is_some_and(|written| written == "true"),
            merge: written("merge").is_some_and(|written| written == "true"),
            ..ReadingOptions::default()
        },
        rules: written("rules"),
        palindromes: written("palindromes"),
        multiallelic: written("multiallelic"),
        duplicates: written("duplicates"),
        male_x: written("male_x"),
        dosage: written("dosage"),
    };
    let mut session = run_session(&args.inputs, &options)?;
    repeat_answers(&mut session, &saved)?;
    if let Some(used) = saved.get("reference") {
        let age_years = used.get("age_years").and_then(Value::as_u64).and_then(|age| usize::try_from(age).ok());
        let stated = used.get("family_history").cloned().unwrap_or(Value::Array(Vec::new()));
        let relatives: Vec<StatedRelative> = serde_json::from_value(stated).map_err(not_a_report)?;
        session.check_relatives(&relatives)?;
        let reference = hashed_reference(args.reference.as_deref())?;
        session.compare(&Reference { age_years: age_years.unwrap_or(0), relatives, ..reference })?;
    }
    let now: Value = serde_json::from_slice(&session.report_json()?).map_err(not_a_report)?;
    let mut differences = Vec::new();
    compare("", &saved, &now, &mut differences);
    let mut out = std::io::stdout().lock();
    if differences.is_empty() {
        writeln!(out, "verified: the files give the same report").map_err(unwritable)?;
        return Ok(ExitCode::SUCCESS);
    }
    for place in &differences {
        writeln!(out, "differs: {place}").map_err(unwritable)?;
    }
    Ok(ExitCode::FAILURE)
}

/// Says of each file of variants alone what was said of it on the page, where the saved report has one entry for it.
fn repeat_answers(session: &mut Session, saved: &Value) -> Result<()> {
    let mut sample = 0;
    let mut answers = Vec::new();
    for (file, of) in session.files().enumerate() {
        let said = saved.pointer(&format!("/samples/{sample}/absent")).and_then(Value::as_str);
        if of.variants_only == Some(true)
            && said.is_some()
            && serde_json::to_value(of.absent).ok().as_ref().and_then(Value::as_str) != said
        {
            answers.push((file, said.map(str::to_owned)));
        }
        sample += of.samples;
    }
    if answers.is_empty() {
        return Ok(());
    }
    for (file, said) in answers {
        session.set_absent(file, said.as_deref())?;
    }
    session.begin_score()?;
    finish(session)
}

/// Collects the paths at which two values differ; values themselves are not shown.
fn compare(path: &str, saved: &Value, now: &Value, differences: &mut Vec<String>) {
    match (saved, now) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let missing = Value::Null;
                compare(
                    &format!("{path}/{key}"),
                    a.get(key).unwrap_or(&missing),
                    b.get(key).unwrap_or(&missing),
                    differences,
                );
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{path}/{index}"), a, b, differences);
            }
        }
        _ if saved != now => differences.push(if path.is_empty() { "/".to_owned() } else { path.to_owned() }),
        _ => {}
    }
}
