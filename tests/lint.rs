//! Looks through made-up scoring files, and through the real ones, and compares what authors are told with the truth.

mod drive;

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `tallele inspect --scores FILE --json`: whether it ended well, and what it printed.
fn inspect(path: &Path) -> (bool, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_tallele"))
        .args(["inspect", "--json", "--scores"])
        .arg(path)
        .output()
        .expect("the command line runs");
    let json = serde_json::from_slice(&output.stdout).expect("JSON");
    (output.status.success(), json)
}

/// What is said of one score, as the cases write it.
fn found(score: &Value) -> Vec<String> {
    let said = |lint: &Value| {
        let lines: Vec<String> = lint["lines"].as_array().expect("lines").iter().map(Value::to_string).collect();
        for text in ["text", "next"] {
            let text = lint[text].as_str().expect("text");
            assert!(!text.contains('{') && text.ends_with('.'), "{text}");
        }
        let word = |key: &str| lint[key].as_str().expect("a word").to_owned();
        format!("{} {} {} {}", word("severity"), word("code"), lint["count"], lines.join(",")).trim_end().to_owned()
    };
    score["lint"].as_array().expect("lint").iter().map(said).collect()
}

struct Case {
    name: String,
    file: PathBuf,
    error: Option<String>,
    found: Vec<String>,
}

fn cases() -> Vec<Case> {
    let root = drive::project().join("tests/lint");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).expect("tests/lint").map(|entry| entry.expect("lists").path()).collect();
    folders.retain(|folder| folder.join("case.toml").is_file());
    folders.sort();
    let read = |folder: &PathBuf| {
        let text = std::fs::read_to_string(folder.join("case.toml")).expect("case.toml");
        let table: toml::Table = text.parse().expect("TOML");
        let list = table["found"].as_array().expect("found");
        Case {
            name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
            file: folder.join(table["file"].as_str().expect("file")),
            error: table.get("error").and_then(toml::Value::as_str).map(str::to_owned),
            found: list.iter().map(|entry| entry.as_str().expect("text").to_owned()).collect(),
        }
    };
    folders.iter().map(read).collect()
}

#[test]
fn made_up_files() {
    let cases = cases();
    assert!(cases.len() > 30, "only {} cases found", cases.len());
    let mut failures = Vec::new();
    for case in &cases {
        let (success, json) = inspect(&case.file);
        let got = found(&json["scores"][0]);
        if got != case.found {
            failures.push(format!("{}\n  said     {got:?}\n  expected {:?}", case.name, case.found));
        }
        let error = json["error"]["code"].as_str().map(str::to_owned);
        if error != case.error || success != error.is_none() {
            failures.push(format!("{}: error {error:?}, expected {:?}", case.name, case.error));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// No rule without a case that breaks it.
#[test]
fn every_rule_has_a_case() {
    let rules = drive::read_text(&drive::project().join("src/formats/score_file/lint/rule.rs"));
    let table = rules.split("rules! {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("the table of rules");
    let code = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let codes: BTreeSet<String> = table
        .lines()
        .filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_uppercase()))
        .filter_map(code)
        .collect();
    assert!(codes.len() > 50, "only {} rules found", codes.len());
    let seen: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| &case.found)
        .map(|entry| entry.split(' ').nth(1).expect("a code").to_owned())
        .collect();
    assert_eq!(seen, codes);
}

/// What is known of the real files, besides what their headers leave out and their order.
const REAL: &[(&str, &[&str])] = &[
    ("PGScatalog_pgs-harmonizer/PGS000065.txt.gz", &["info palindromic 11"]),
    // Rows of chromosome 22 alone.
    ("PGScatalog_pgsc_calc/PGS001229_22.txt", &["fix variants-number-differs 50374", "info palindromic 47"]),
    ("PGScatalog_pgsc_calc/PGS001229_22_duplicate.txt", &[]),
    ("PGScatalog_pgsc_calc/customgrch37.txt", &[]),
    ("PGScatalog_pgsc_calc/customgrch38.txt", &[]),
    ("PGScatalog_pgsc_calc/multiscore.txt", &["fix genome-build-missing 1", "info palindromic 47"]),
    ("PGScatalog_pgsc_calc/scorefile.txt", &["info palindromic 47"]),
    ("PGScatalog_pgsc_calc/scorefile_dominant_and_recessive.txt", &["info palindromic 47"]),
    ("PGScatalog_pgsc_calc/test.scorefile", &["fix genome-build-missing 1", "info palindromic 47"]),
    ("PGScatalog_pygscatalog/OPGS017309.txt", &[]),
    ("PGScatalog_pygscatalog/OPGS017309_hmPOS_GRCh38.txt.gz", &[]),
    ("PGScatalog_pygscatalog/OPGS019828.txt", &[]),
    ("PGScatalog_pygscatalog/OPGS019828_hmPOS_GRCh38.txt.gz", &[]),
    ("PGScatalog_pygscatalog/PGS000001.txt.gz", &["note position-missing 77", "info palindromic 7"]),
    ("PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz", &["info palindromic 7"]),
    ("PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh38.txt.gz", &["info palindromic 7"]),
    ("PGScatalog_pygscatalog/PGS000002.txt.gz", &["note position-missing 77", "info palindromic 7"]),
    ("PGScatalog_pygscatalog/PGS000002_hmPOS_GRCh37.txt.gz", &["info palindromic 7"]),
    ("PGScatalog_pygscatalog/PGS000002_hmPOS_GRCh38.txt.gz", &["info palindromic 7"]),
    ("PGScatalog_pygscatalog/PGS000802_hmPOS_GRCh37.txt", &[]),
    ("PGScatalog_pygscatalog/PGS004255_hmPOS_GRCh38.txt.gz", &[]),
    (
        "PGScatalog_pygscatalog/complex_variants_PGS000021.txt",
        &["note other-allele-missing 25", "note rows-not-scorable 8", "note position-missing 25"],
    ),
    ("PGScatalog_pygscatalog/custom.txt", &[]),
    ("PGScatalog_pygscatalog/custom_no_oa.txt", &["note other-allele-missing 1"]),
    ("PGScatalog_pygscatalog/lift_to_grch37.txt", &["info palindromic 7"]),
    ("PGScatalog_pygscatalog/lift_to_grch38.txt", &["info palindromic 7"]),
    ("lorenasandoval88_diseasome/PGS000004.txt", &["info palindromic 31"]),
    ("lorenasandoval88_diseasome/PGS000004_hmPOS_GRCh37.txt", &["info palindromic 31"]),
    ("lorenasandoval88_diseasome/PGS000055_hmPOS_GRCh37.txt", &["info palindromic 8", "info weight-zero 2"]),
    ("lukfor_pgs-calc/PGS000001.txt.gz", &["note position-missing 77", "info palindromic 7"]),
    (
        "lukfor_pgs-calc/PGS000957.txt.gz",
        &["note rows-not-scorable 1", "note rows-on-mt 2", "info palindromic 676", "info rows-on-x 487"],
    ),
    // Made wrong on purpose by its authors: its second row's effect allele is on the other strand.
    ("lukfor_pgs-calc/chr20.scores.2.flips.csv", &["fix effect-allele-not-in-pair 1"]),
    ("lukfor_pgs-calc/chr20.scores.2.csv", &[]),
    ("lukfor_pgs-calc/chr20.scores.csv", &[]),
    ("lukfor_pgs-calc/chr20.scores.csv.gz", &[]),
    ("lukfor_pgs-calc/test.scores.csv", &[]),
    ("lukfor_pgs-calc/test.scores2.csv", &[]),
];

#[test]
fn real_files() {
    let Some(data) = drive::data() else {
        return drive::skip("lint::real_files", "no ../shared/data (or TALLELE_DATA)");
    };
    let of_headers = ["pgs-id-", "weight-type-missing", "trait-", "citation-", "license-missing", "unsorted"];
    for (file, expected) in REAL {
        let (success, json) = inspect(&data.join("scores").join(file));
        assert!(success, "{file}: {json}");
        let said: Vec<String> = found(&json["scores"][0])
            .iter()
            .filter(|entry| !of_headers.iter().any(|code| entry.contains(&format!(" {code}"))))
            .map(|entry| entry.split(' ').take(3).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(said, *expected, "{file}");
    }
}

/// A/T and C/G rows, counted from the file's own text.
#[test]
fn palindromes_are_those_of_the_text() {
    let Some(data) = drive::data() else {
        return drive::skip("lint::palindromes_are_those_of_the_text", "no ../shared/data (or TALLELE_DATA)");
    };
    for file in ["lorenasandoval88_diseasome/PGS000004.txt", "PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz"] {
        let path = data.join("scores").join(file);
        let pairs = ["AT", "TA", "CG", "GC"];
        let is_one = |row: &std::collections::BTreeMap<String, String>| {
            let other = row.get("other_allele").or(row.get("reference_allele")).expect("a column");
            pairs.contains(&format!("{}{other}", row["effect_allele"]).as_str())
        };
        let rows = drive::score_rows(&drive::read_text(&path));
        let single = rows.iter().filter(|row| is_one(row)).count();
        let (_, json) = inspect(&path);
        let said = found(&json["scores"][0]);
        assert!(said.iter().any(|entry| entry.starts_with(&format!("info palindromic {single} "))), "{file}: {said:?}");
    }
}

#[test]
fn each_score_of_a_file_has_its_own_weights_judged() {
    let folder = drive::scratch("lint-several");
    let rows: String = (1..=6).map(|row| format!("rs{row} A {} 0.1\n", 1.0 + f64::from(row) / 10.0)).collect();
    let path = drive::write(&folder, "several.txt", format!("#ID A1 ODDS BETAS\n{rows}"));
    let (_, json) = inspect(&path);
    let has = |score: usize| found(&json["scores"][score]).iter().any(|entry| entry.contains("ratios-as-weights 6"));
    assert_eq!((has(0), has(1)), (true, false));
}

/// Scoring never pays for the linter: its report has no such list.
#[test]
fn a_report_has_no_lint() {
    let folder = drive::project().join("tests/golden/score-plain-columns");
    let outcome = drive::score(&[folder.join("genotypes.txt")], &[folder.join("robin.txt")], &[]);
    assert!(outcome.scores()[0].get("lint").is_none());
}

/// Every column of weights is looked through, also where one of them stops the reader.
#[test]
fn weights_of_later_columns_are_told() {
    let folder = drive::scratch("lint-columns");
    let file = drive::write(&folder, "score.txt", "ID\tA1\tS1\tS2\nrs1\tA\t0.1\t0.2\nrs2\tC\t0.1\tabc\n");
    let (is_read, json) = inspect(&file);
    let lints = found(&json["scores"][0]);
    assert!(!is_read && lints.iter().any(|lint| lint.contains("weight-unreadable 1 3")), "{lints:?}");
}

/// A file that is no scoring file is named, with a next step that leads to one, and takes nothing from the others.
#[test]
fn one_file_that_is_no_score_leaves_the_others() {
    let folder = drive::scratch("lint-others");
    let score = drive::write(&folder, "score.txt", "ID\tA1\tBETA\nrs1\ta\t0.1\n");
    let vcf = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
    for (name, text) in [("a.pdf", "%PDF-1.7\n1 0 obj\n"), ("a.vcf", vcf)] {
        let other = drive::write(&folder, name, text);
        let output = Command::new(env!("CARGO_BIN_EXE_tallele"))
            .args(["inspect", "--json", "--scores"])
            .args([&score, &other])
            .output()
            .expect("the command line runs");
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(!found(&json["scores"][0]).is_empty() && !output.status.success());
        assert_eq!(json["scores"][1]["input"], name);
        let text = json["error"]["text"].as_str().expect("text");
        assert!(text.contains("not a scoring file") && text.contains("Choose a scoring file"), "{text}");
        assert_eq!(json["error"]["code"], "other-kind");
    }
}
