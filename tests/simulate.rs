//! Holds `tallele simulate` to its files: the same ones from a seed, which other programs read, and whose truth scores back.

#[path = "drive/mod.rs"]
mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn tallele(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_tallele")).args(arguments).output().expect("the binary starts");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("not JSON: {error}"))
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
    let results = report["samples"].as_array().unwrap_or_else(|| panic!("no samples: {}", report["error"]));
    assert_eq!((results.len(), genetic.len()), (160, 160));
    let sum = |of: &Value| of["scores"][0]["observed_sum"].as_f64().unwrap_or_else(|| panic!("no sum: {}", of["id"]));
    let shift = sum(&results[0]) - genetic[0];
    for (result, genetic) in results.iter().zip(&genetic) {
        assert_eq!(result["scores"][0]["matched"], 80, "{}", result["id"]);
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

/// Copies of A1 of everybody at each variant, 3 for no call.
fn read_bed(prefix: &Path, people: usize) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(format!("{}.bed", prefix.display())).expect("a file");
    let copies = |row: &[u8], at: usize| [2, 3, 1, 0][usize::from(row[at / 4] >> (2 * (at % 4)) & 3)];
    bytes[3..].chunks(people.div_ceil(4)).map(|row| (0..people).map(|at| copies(row, at)).collect()).collect()
}

/// Kinship between two people (KING-robust, between families) and the share of sites without a common allele.
fn kinship(rows: &[Vec<u8>], first: usize, second: usize) -> (f64, f64) {
    let count = |of: &dyn Fn(u8, u8) -> bool| rows.iter().filter(|row| of(row[first], row[second])).count() as f64;
    let (both, opposite) = (count(&|a, b| a == 1 && b == 1), count(&|a, b| a.abs_diff(b) == 2));
    let (one, other) = (count(&|a, _| a == 1), count(&|_, b| b == 1));
    let least = one.min(other);
    ((2.0 * both - 4.0 * opposite - one - other + 2.0 * least) / (4.0 * least), opposite / rows.len() as f64)
}

/// Father 0, mother 1, children 2 and 3; the next family from 4.
#[test]
fn families_are_related_as_families_are() {
    let prefix = folder("kin").join("family");
    let design = ["--people", "0", "--families", "2", "--children", "2", "--sites", "20000", "--causal", "10"];
    simulate(&prefix, &design);
    let rows = read_bed(&prefix, 8);
    assert_eq!(rows.len(), 20_000);
    for (first, second, expected) in [(0, 2, 0.25), (1, 3, 0.25), (2, 3, 0.25), (0, 1, 0.0), (0, 4, 0.0), (2, 6, 0.0)] {
        let (phi, opposite) = kinship(&rows, first, second);
        assert!((phi - expected).abs() < 0.06, "{first} and {second}: {phi}");
        if first < 2 && second > 1 && second < 4 {
            assert!(opposite == 0.0, "a parent and a child without a common allele");
        }
    }
    let table = text(&prefix, ".fam");
    assert_eq!(table.lines().filter(|line| line.contains("P0000001\tP0000002")).count(), 2);
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
