//! Drives the native binary for the tests in this folder, and says by name which of them had to be skipped.
#![allow(dead_code, reason = "each test binary uses its part")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What one run of the command line gave.
pub struct Outcome {
    /// Whether it exited with zero.
    pub success: bool,
    /// The JSON on standard output: a report or `{"error": …}`.
    pub json: Value,
}

impl Outcome {
    /// The report's scores of the first sample, or a panic that shows the error instead.
    pub fn scores(&self) -> &Vec<Value> {
        assert!(self.success, "the run failed: {}", self.json);
        self.json["samples"][0]["scores"].as_array().expect("scores is a list")
    }

    /// The code of the error; empty where there is none.
    pub fn error_code(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or("")
    }
}

/// Runs `tallele score … --json`.
pub fn score(genotypes: &[impl AsRef<Path>], scores: &[impl AsRef<Path>], arguments: &[&str]) -> Outcome {
    score_with(genotypes, scores, arguments, &[])
}

/// Runs `tallele score … --json` under these environment variables.
pub fn score_with(
    genotypes: &[impl AsRef<Path>],
    scores: &[impl AsRef<Path>],
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
    command
        .arg("score")
        .arg("--genotypes")
        .args(genotypes.iter().map(AsRef::as_ref))
        .arg("--scores")
        .args(scores.iter().map(AsRef::as_ref))
        .args(arguments)
        .arg("--json");
    command.envs(environment.iter().copied());
    let output = command.output().expect("the binary starts");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    let json = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("not JSON ({error}): {text}\n{}", String::from_utf8_lossy(&output.stderr)));
    Outcome { success: output.status.success(), json }
}

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of real data that is not part of the project: `TALLELE_DATA`, or `../shared/data`.
pub fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("TALLELE_DATA").map_or_else(|| project().join("../shared/data"), PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Says that a test had to be skipped and why; with `CI=true` that is a failure.
pub fn skip(name: &str, why: &str) {
    let is_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(!is_ci, "{name} cannot be skipped with CI=true: {why}");
    use std::io::Write;
    // Not through the captured output: a skipped test must be seen.
    let _ = writeln!(std::io::stderr(), "SKIPPED {name}: {why}");
}

/// An empty folder of this name for files that a test writes.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the scratch folder can be made");
    folder
}

/// Writes a file and gives its path.
pub fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("the file can be written");
    path
}

/// One gzip member.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A zip of these files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        archive.write_all(bytes).expect("memory takes it");
    }
    archive.finish().expect("memory takes it").into_inner()
}

/// The text of a plain or gzip file.
pub fn read_text(path: &Path) -> String {
    use std::io::Read;
    let bytes = std::fs::read(path).expect("the file can be read");
    let mut text = String::new();
    if bytes.starts_with(&[0x1F, 0x8B]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("gzip text");
    } else {
        text = String::from_utf8(bytes).expect("UTF-8 text");
    }
    text
}

/// Rows of a scoring file as (column, cell) look-ups, comments left out.
pub fn score_rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let columns: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    lines
        .map(|line| columns.iter().map(|name| (*name).to_owned()).zip(line.split('\t').map(str::to_owned)).collect())
        .collect()
}

/// Numbers that look random and are the same every time (xorshift64*, Vigna 2016).
pub struct Dice(u64);

impl Dice {
    /// From any seed but 0.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }

    /// Puts a list in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
