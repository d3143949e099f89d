//! Scores files with tallele and with PLINK 2, and compares the sums of every sample.

use super::drive;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes variants known by what they are.
pub const NAMES: &str = "--set-all-var-ids @:#:$r:$a --new-id-max-allele-len 900";

/// Runs plink2; blanks separate the arguments.
pub fn plink2(arguments: &str, out: &Path) {
    let run = Command::new("plink2").args(arguments.split(' ')).arg("--out").arg(out).output().expect("plink2 starts");
    assert!(run.status.success(), "plink2 {arguments}: {}", String::from_utf8_lossy(&run.stderr));
}

/// The same rows three times: with small whole weights for us and for PLINK, whose six digits are exact then, and with fractions
/// whose sums differ by every bit that could.
pub struct Score {
    whole: PathBuf,
    fractions: PathBuf,
    plink: PathBuf,
}

/// A row for each ALT of each variant of a list.
pub fn made_up_score(folder: &Path, pvar: &Path, build: &str, only: fn(&str) -> bool) -> Score {
    let mut dice = drive::Dice::new(77);
    let header =
        format!("#genome_build=GRCh{build}\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n");
    let (mut whole, mut fractions, mut plink) = (header.clone(), header, String::from("ID\tA1\tW\n"));
    let list = drive::read_text(pvar);
    let rows: Vec<Vec<&str>> =
        list.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    for (index, row) in rows.iter().enumerate() {
        let [chromosome, position, id, reference, alts, ..] = row.as_slice() else { panic!("{row:?}") };
        // Several records of one site are merged, which PLINK does not do.
        let is_there = |other: Option<&Vec<&str>>| other.is_some_and(|other| other[..2] == row[..2]);
        if is_there(rows.get(index + 1)) || is_there(rows.get(index.wrapping_sub(1))) || !only(chromosome) {
            continue;
        }
        for alt in alts.split(',') {
            let is_plain = [*reference, alt].concat().bytes().all(|base| b"ACGT".contains(&base));
            let (effect, other) =
                if dice.below(3) == 0 && *alts == alt { (*reference, alt) } else { (alt, *reference) };
            let weight = dice.below(9) as i64 - 4;
            if is_plain && weight != 0 {
                let place =
                    format!("{}\t{position}\t{effect}\t{other}", chromosome.replace("PAR1", "X").replace("PAR2", "X"));
                writeln!(whole, "{place}\t{weight}").unwrap();
                writeln!(fractions, "{place}\t{}", weight as f64 / 7.0).unwrap();
                writeln!(plink, "{id}\t{effect}\t{weight}").unwrap();
            }
        }
    }
    Score {
        whole: drive::write(folder, "whole.txt", whole),
        fractions: drive::write(folder, "fractions.txt", fractions),
        plink: drive::write(folder, "plink.txt", plink),
    }
}

/// Every sample's id and both sums.
pub fn our_sums(files: &[PathBuf], score: &Score, build: &str) -> Vec<(String, f64, f64)> {
    let options = ["--palindromes", "keep", "--build", build, "--male-x", "2"];
    let outcome = drive::score(files, &[&score.whole, &score.fractions], &options);
    let samples = outcome.json["samples"].as_array().unwrap_or_else(|| panic!("{files:?}: {}", outcome.json));
    let first = &samples[0]["scores"][0];
    let (rows, unmatched) = (first["rows"].as_u64().expect("a count"), first["unmatched"].as_u64().expect("a count"));
    assert!(rows > 20 && unmatched * 50 <= rows, "{files:?}: {unmatched} of {rows} rows unmatched");
    let sum =
        |sample: &serde_json::Value, score: usize| sample["scores"][score]["observed_sum"].as_f64().expect("a sum");
    let id = |sample: &serde_json::Value| sample["id"].as_str().expect("an id").to_owned();
    samples.iter().map(|sample| (id(sample), sum(sample, 0), sum(sample, 1))).collect()
}

/// Every sample's id and sum as PLINK 2 has them.
pub fn plink_sums(from: &str, score: &Score, out: &Path) -> Vec<(String, f64)> {
    let sums = "1 2 3 header no-mean-imputation cols=maybefid,scoresums ignore-dup-ids";
    plink2(&format!("{from} {NAMES} --score {} {sums}", score.plink.display()), out);
    let table = drive::read_text(&out.with_extension("sscore"));
    let mut lines = table.lines().map(|line| line.trim_start_matches('#').split('\t').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let column = |name: &str| header.iter().position(|column| *column == name).expect("the column");
    let (id, sum) = (column("IID"), column("SCORE1_SUM"));
    lines.map(|fields| (fields[id].to_owned(), fields[sum].parse().expect("a number"))).collect()
}

pub fn assert_sums(name: &str, ours: &[(String, f64, f64)], theirs: &[(String, f64)]) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for ((id, sum, _), theirs) in ours.iter().zip(theirs) {
        assert_eq!((id, *sum), (&theirs.0, theirs.1), "{name}");
    }
}

pub fn assert_same_bits(name: &str, ours: &[(String, f64, f64)], others: &[(String, f64, f64)]) {
    let bits = |sums: &[(String, f64, f64)]| -> Vec<(u64, u64)> {
        sums.iter().map(|(_, whole, fractions)| (whole.to_bits(), fractions.to_bits())).collect()
    };
    assert!(bits(ours) == bits(others), "{name}: not the same bits");
}

pub fn with_list(bgen: &Path) -> Vec<PathBuf> {
    vec![bgen.to_owned(), bgen.with_extension("sample")]
}
