//! Trains on the same people in every format that holds them: the same bits. And fits again to all who helped to choose.

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// HapMap 3's people at the sites of three chromosomes, written by plink2 in every format, and a phenotype made of ten sites.
struct Written {
    folder: PathBuf,
    people: Vec<String>,
}

impl Written {
    /// `None`, and said so, where the data or plink2 are not there.
    fn new(test: &str) -> Option<Self> {
        let name = format!("train_inputs::{test}");
        let Some(data) = drive::data() else {
            drive::skip(&name, "no ../shared/data (or TALLELE_DATA)");
            return None;
        };
        if Command::new("plink2").arg("--version").output().is_err() {
            drive::skip(&name, "no plink2");
            return None;
        }
        let folder = drive::scratch(&format!("train-inputs-{test}"));
        let stem = data.join("genotypes/gabraham_flashpca/HM3_thinned_autosomal_overlap");
        let written = Self { folder, people: Vec::new() };
        written.plink2("--bfile", &stem, &["--chr", "20-22", "--make-bed"], "people");
        let here = written.folder.join("people");
        let export = |how: &[&str]| written.plink2("--bfile", &here, how, "people");
        export(&["--export", "vcf", "bgz", "id-paste=iid"]);
        export(&["--export", "bcf", "id-paste=iid"]);
        export(&["--export", "bgen-1.3", "ref-first", "bits=8", "id-paste=iid"]);
        export(&["--make-pgen"]);
        let fam = drive::read_text(&here.with_extension("fam"));
        let people: Vec<String> =
            fam.lines().map(|line| line.split_whitespace().nth(1).expect("an id").to_owned()).collect();
        let bytes = std::fs::read(here.with_extension("bed")).expect("readable");
        let width = people.len().div_ceil(4);
        let mut dice = drive::Dice::new(23);
        let mut table = "IID\theight\n".to_owned();
        for (person, id) in people.iter().enumerate() {
            let copies = |column: usize| {
                let byte = bytes[3 + column * width + person / 4];
                [2.0, 1.0, 1.0, 0.0][usize::from(byte >> (2 * (person % 4)) & 3)]
            };
            let noise: f64 = (0..12).map(|_| dice.below(1000) as f64 / 1000.0).sum();
            table.push_str(&format!("{id}\t{}\n", (0..10).map(|at| copies(20 + 40 * at)).sum::<f64>() + noise));
        }
        drive::write(&written.folder, "phenotype.tsv", table);
        Some(Self { people, ..written })
    }

    fn plink2(&self, from: &str, stem: &Path, how: &[&str], to: &str) {
        let mut command = Command::new("plink2");
        command.arg(from).arg(stem).args(how).arg("--out").arg(self.folder.join(to));
        let output = command.output().expect("plink2 starts");
        assert!(output.status.success(), "{how:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn train(&self, genotypes: &[&str], out: &str, more: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
        command.current_dir(&self.folder).args(["train", "--phenotype", "phenotype.tsv", "--trait", "height"]);
        command.arg("--genotypes").args(genotypes).args(["--no-baselines", "--out", out]).args(more);
        let output = command.output().expect("the binary starts");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{genotypes:?}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    fn read(&self, out: &str, name: &str) -> String {
        drive::read_text(&self.folder.join(out).join(name))
    }

    fn fold(&self, name: &str, of: &dyn Fn(usize) -> bool) {
        let listed: Vec<&str> =
            self.people.iter().enumerate().filter(|(at, _)| of(*at)).map(|(_, id)| id.as_str()).collect();
        drive::write(&self.folder, name, listed.join("\n"));
    }
}

#[test]
fn the_same_people_in_every_format_give_the_same_bits() {
    let Some(written) = Written::new("formats") else { return };
    let options = ["--lambdas", "12", "--seed", "5"];
    let said = written.train(&["people.bed"], "bed", &options);
    assert!(said["nonzero"].as_u64().expect("chosen") > 5, "{said}");
    let formats: [(&str, &[&str]); 4] = [
        ("vcf", &["people.vcf.gz"]),
        ("bcf", &["people.bcf"]),
        ("pgen", &["people.pgen"]),
        ("bgen", &["people.bgen", "people.sample"]),
    ];
    for (format, files) in formats {
        written.train(files, format, &options);
        for name in ["path.tsv", "coefficients.tsv"] {
            assert!(written.read(format, name) == written.read("bed", name), "{format}: {name}");
        }
    }
}

/// `--refit` is the path of training and validation people together, at the λ that validation chose.
#[test]
fn refitting_is_fitting_to_training_and_validation_together() {
    let Some(written) = Written::new("refit") else { return };
    written.fold("train", &|at| at % 10 < 6);
    written.fold("validation", &|at| (6..8).contains(&(at % 10)));
    written.fold("test", &|at| at % 10 >= 8);
    written.fold("both", &|at| at % 10 < 8);
    let folds = ["--keep-train", "train", "--keep-validation", "validation", "--keep-test", "test", "--lambdas", "15"];
    let said = written.train(&["people.bed"], "plain", &folds);
    let again = written.train(&["people.bed"], "refit", &[&folds[..], &["--refit"]].concat());
    assert_eq!(said["chosen"], again["chosen"], "{again}");
    let weights = |out: &str| -> Vec<String> {
        let text = written.read(out, "score.txt");
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    };
    assert!(weights("plain") != weights("refit"), "the people differ");
    // The same λ given, and fitted to both folds at once.
    let path = written.read("plain", "path.tsv");
    let chosen = said["chosen"].as_u64().expect("a place") as usize;
    let lambdas: Vec<&str> =
        path.lines().skip(1).take(chosen + 1).map(|line| line.split('\t').nth(1).expect("a lambda")).collect();
    drive::write(&written.folder, "lambdas.txt", lambdas.join("\n"));
    let together = ["--keep-train", "both", "--keep-validation", "test", "--lambda-file", "lambdas.txt"];
    written.train(&["people.bed"], "together", &together);
    let last = |out: &str| -> Vec<String> {
        let table = written.read(out, "coefficients.tsv");
        let of_last = |line: &&str| line.split('\t').next() == Some(&chosen.to_string());
        table.lines().filter(of_last).map(|line| line.split('\t').skip(1).collect::<Vec<_>>().join("\t")).collect()
    };
    let expected: std::collections::BTreeMap<String, f64> = last("together")
        .iter()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|fields| fields[0] != "(intercept)")
        .map(|fields| (fields[0].to_owned(), fields[2].parse().expect("a number")))
        .collect();
    let rows = weights("refit");
    let columns: Vec<&str> = rows[0].split('\t').collect();
    let place = |name: &str| columns.iter().position(|column| *column == name).unwrap_or_else(|| panic!("no {name}"));
    let (id, weight) = (place("rsID"), place("effect_weight"));
    assert_eq!(rows.len() - 1, expected.len());
    for row in &rows[1..] {
        let fields: Vec<&str> = row.split('\t').collect();
        let written: f64 = fields[weight].parse().expect("a number");
        let expected = expected[fields[id]];
        assert!((written - expected).abs() <= 1e-12 * expected.abs(), "{}: {written} {expected}", fields[id]);
    }
}
