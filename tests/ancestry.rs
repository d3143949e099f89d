//! Holds where people are placed among reference people: real files of every kind, and the panel they are placed by.

#[path = "drive/mod.rs"]
mod drive;
#[path = "ancestry/made_up.rs"]
mod made_up;
#[path = "ancestry/outsiders.rs"]
mod outsiders;
#[path = "ancestry/people.rs"]
mod people;
#[path = "ancestry/sources.rs"]
mod sources;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs `tallele ancestry … --json`.
fn ancestry(genotypes: &[PathBuf], arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
    command.arg("ancestry").arg("--genotypes").args(genotypes).args(arguments).arg("--json");
    let output = command.output().expect("the binary starts");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("not JSON ({error}): {text}"))
}

fn samples(report: &Value) -> &Vec<Value> {
    report["samples"].as_array().unwrap_or_else(|| panic!("no samples: {report}"))
}

/// The pack that is built in.
fn core_pack() -> PathBuf {
    drive::project().join("www/packs/ancestry-core.tallele-panel")
}

/// A file of the shared data, or nothing with a word on the test that is skipped.
fn shared(test: &str, path: &str) -> Option<PathBuf> {
    let found = drive::data().map(|data| data.join(path)).filter(|path| path.exists());
    if found.is_none() {
        drive::skip(test, &format!("no shared data {path}"));
    }
    found
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
