//! Runs pgscatalog-match on a made-up person and score, and reads what its log says of each row.

use super::{complement, drive};
use std::path::PathBuf;
use std::process::Command;

/// A made-up person whose every call is heterozygous, so that both alleles are known to us as to pgscatalog-match.
pub struct Made {
    /// In 23andMe layout.
    pub genotypes: String,
    /// The same as a pvar.
    pub target: String,
    /// The scoring file.
    pub score: String,
    /// The same as pgscatalog-combine writes it.
    pub normalised: String,
    /// Rows of the score.
    pub rows: usize,
}

impl Made {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        const BASES: [char; 4] = ['A', 'C', 'G', 'T'];
        let mut dice = drive::Dice::new(seed);
        let mut genotypes = String::from("# made up, build 37\n# rsid\tchromosome\tposition\tgenotype\n");
        let mut target = String::from("#CHROM\tPOS\tID\tREF\tALT\n");
        let mut rows = Vec::new();
        for number in 0..400_u64 {
            let (chromosome, position) = (number % 22 + 1, 5_000_000 + number * 1000);
            let first = dice.below(4);
            let second = (first + 1 + dice.below(3)) % 4;
            let (a, b) = (BASES[first], BASES[second]);
            if number % 10 != 9 {
                genotypes.push_str(&format!("rs{}\t{chromosome}\t{position}\t{a}{b}\n", 4_100_000_000 + number));
                target.push_str(&format!("{chromosome}\t{position}\tv{number}\t{a}\t{b}\n"));
            }
            let (mut effect, mut other) = if dice.below(2) == 0 { (a, b) } else { (b, a) };
            if dice.below(4) == 0 {
                (effect, other) = (complement(effect), complement(other));
            }
            if dice.below(8) == 0 {
                other = BASES[dice.below(4)];
            }
            let other = if dice.below(5) == 0 || other == effect { String::new() } else { other.to_string() };
            rows.push((chromosome, position, effect.to_string(), other.clone()));
            match dice.below(12) {
                0 => rows.push((chromosome, position, effect.to_string(), other)),
                1 if !other.is_empty() => rows.push((chromosome, position, other, effect.to_string())),
                2 if !other.is_empty() => {
                    let flip = |allele: &str| allele.chars().map(complement).collect::<String>();
                    rows.push((chromosome, position, flip(&effect.to_string()), flip(&other)));
                }
                _ => {}
            }
        }
        let mut score = String::from(
            "#pgs_id=made\n#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n",
        );
        let mut normalised = String::from(
            "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\teffect_type\tis_duplicated\taccession\trow_nr\n",
        );
        for (row, (chromosome, position, effect, other)) in rows.iter().enumerate() {
            let weight = (row + 1) as f64 / 1000.0;
            score.push_str(&format!("{chromosome}\t{position}\t{effect}\t{other}\t{weight}\n"));
            normalised.push_str(&format!(
                "{chromosome}\t{position}\t{effect}\t{other}\t{weight}\tadditive\tFalse\tmade\t{row}\n"
            ));
        }
        Self { genotypes, target, score, normalised, rows: rows.len() }
    }
}

/// What pgscatalog-match's log says of each row: "matched", "matched flip", "excluded" or "unmatched".
pub fn their_rows(log: &str, count: usize) -> Vec<String> {
    let mut lines = log.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let at = |name: &str| columns.iter().position(|column| *column == name).expect("the log has the column");
    let (row_at, status_at, kind_at) = (at("row_nr"), at("match_status"), at("match_type"));
    let mut rows = vec!["unmatched".to_owned(); count];
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let row: usize = fields[row_at].parse().expect("a row number");
        match fields[status_at] {
            "matched" => {
                rows[row] = if fields[kind_at].ends_with("_flip") { "matched flip" } else { "matched" }.to_owned()
            }
            "excluded" => rows[row] = "excluded".to_owned(),
            _ => {}
        }
    }
    rows
}

/// The same of our audit.
pub fn our_rows(audit: &str) -> Vec<String> {
    let mut lines = audit.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let at = |name: &str| columns.iter().position(|column| *column == name).expect("the audit has the column");
    let (state_at, kind_at) = (at("state"), at("match_kind"));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            match (fields[state_at], fields[kind_at].ends_with("_flip")) {
                ("matched", true) => "matched flip".to_owned(),
                (state, _) => state.to_owned(),
            }
        })
        .collect()
}

/// pgscatalog-match at the pinned versions in `tests/.venv`, installed from PyPI when it is not there.
pub fn pgscatalog_match(name: &str) -> Option<PathBuf> {
    static ONCE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one_at_a_time = ONCE.lock();
    let folder = drive::project().join("tests/.venv");
    let program = folder.join("bin/pgscatalog-match");
    if program.is_file() {
        return Some(program);
    }
    let run = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let requirements = drive::project().join("tests/oracle/requirements.txt");
    let made = run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
        && run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "--requirement"]).arg(requirements));
    if made && program.is_file() {
        return Some(program);
    }
    drive::skip(
        name,
        "pgscatalog.match 0.4.0 could not be installed into tests/.venv (needs python3 with venv, and PyPI)",
    );
    None
}
