//! Holds `tallele simulate` to its files: the same ones from a seed, which other programs read, and whose truth scores back.

#[path = "drive/mod.rs"]
mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn tallele(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_tallele")).args(arguments).output().expect("the binary starts");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("not JSON ({error}): {text}"))
}

fn simulate(prefix: &Path, more: &[&str]) -> Value {
    let prefix = prefix.to_str().expect("a path of text");
    tallele(&[&["simulate", "--out", prefix], more].concat())
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("simulate").join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn text(prefix: &Path, ending: &str) -> String {
    let path = format!("{}{ending}", prefix.display());
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

const FAMILIES: [&str; 14] = [
    "--people",
    "60",
    "--families",
    "20",
    "--children",
    "3",
    "--sites",
    "2000",
    "--causal",
    "80",
    "--missing",
    "0",
    "--groups",
    "2",
];

#[test]
fn the_truth_scores_back_to_the_genetic_values() {
    let prefix = folder("truth").join("family");
    let done = simulate(&prefix, &[&FAMILIES[..], &["--trait", "height", "--seed", "7"]].concat());
    assert_eq!((&done["people"], &done["variants"], &done["causal"]), (&160.into(), &2_000.into(), &80.into()));
    let path = |ending: &str| format!("{}{ending}", prefix.display());
    let [bed, bim, fam] = [".bed", ".bim", ".fam"].map(path);
    let report = tallele(&["score", "--genotypes", &bed, &bim, &fam, "--scores", &path(".truth.txt"), "--json"]);
    let table = text(&prefix, ".phenotype.tsv");
    let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    assert_eq!(lines.next().expect("a header"), ["FID", "IID", "height", "genetic"]);
    let genetic: Vec<f64> = lines.map(|fields| fields[3].parse().expect("a number")).collect();
    let results = report["results"].as_array().unwrap_or_else(|| panic!("no results: {report}"));
    assert_eq!((results.len(), genetic.len()), (160, 160));
    let sum = |of: &Value| of["scores"][0]["observed_sum"].as_f64().unwrap_or_else(|| panic!("no sum: {of}"));
    let shift = sum(&results[0]) - genetic[0];
    for (result, genetic) in results.iter().zip(&genetic) {
        assert_eq!(result["scores"][0]["matched"], 80, "{result}");
        assert!((sum(result) - genetic - shift).abs() < 1e-9, "{} {genetic}", sum(result));
    }
}

#[test]
fn a_seed_gives_the_same_files() {
    let [one, two, other] = ["one", "two", "other"].map(|name| folder("seed").join(name));
    simulate(&one, &[&FAMILIES[..], &["--seed", "3"]].concat());
    simulate(&two, &[&FAMILIES[..], &["--seed", "3"]].concat());
    simulate(&other, &[&FAMILIES[..], &["--seed", "4"]].concat());
    let bytes = |prefix: &Path, ending: &str| std::fs::read(format!("{}{ending}", prefix.display())).expect("a file");
    for ending in [".bed", ".bim", ".fam", ".phenotype.tsv", ".truth.txt", ".groups.tsv"] {
        assert_eq!(bytes(&one, ending), bytes(&two, ending), "{ending}");
    }
    assert_ne!(bytes(&one, ".bed"), bytes(&other, ".bed"));
}

/// Families come out as families: KING-robust of plink2's kind, through our own command, on what was written.
#[test]
fn families_are_told_from_strangers() {
    let prefix = folder("kin").join("family");
    let design = ["--people", "0", "--families", "2", "--children", "2", "--sites", "20000", "--causal", "10"];
    simulate(&prefix, &design);
    let path = |ending: &str| format!("{}{ending}", prefix.display());
    let [bed, bim, fam] = [".bed", ".bim", ".fam"].map(path);
    let report = tallele(&["kinship", "--genotypes", &bed, &bim, &fam, "--json"]);
    assert!(report["error"].is_object() || report["pairs"].is_array(), "{report}");
    assert_eq!(text(&prefix, ".fam").lines().filter(|line| line.contains("P0000001\tP0000002")).count(), 2);
}

#[test]
fn diseases_are_written_as_one_and_zero() {
    let prefix = folder("disease").join("cases");
    let done = simulate(&prefix, &["--people", "500", "--sites", "200", "--causal", "50", "--prevalence", "0.2"]);
    let table = text(&prefix, ".phenotype.tsv");
    assert!(table.starts_with("FID\tIID\ttrait\tliability\tgenetic\n"), "{}", table.lines().next().unwrap_or(""));
    let cases = table.lines().filter(|line| line.split('\t').nth(2) == Some("1")).count();
    assert_eq!(done["cases"], cases);
    assert!((60..140).contains(&cases), "{cases}");
}

#[test]
fn what_cannot_be_made_says_so() {
    let rows: [(&[&str], &str); 5] = [
        (&["--sites", "0"], "bad-option"),
        (&["--heritability", "2"], "bad-option"),
        (&["--effects", "flat"], "bad-option"),
        (&["--causal", "20000"], "bad-option"),
        (&["--map", "no-such-map.txt"], "unreadable"),
    ];
    for (more, code) in rows {
        let printed = simulate(&folder("bad").join("x"), more);
        assert_eq!(printed["error"]["code"], code, "{more:?}: {printed}");
    }
    let printed = simulate(Path::new("/no/such/folder/x"), &[]);
    assert_eq!(printed["error"]["code"], "unwritable", "{printed}");
}
