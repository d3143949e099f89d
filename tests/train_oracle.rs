//! Holds `tallele train` to scikit-learn along its path, on heterogeneous-stock mice, wheat and HapMap, for both families.

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Python with scikit-learn at its pinned version in `tests/.venv-train`; from PyPI when it is not there.
fn python(name: &str) -> Option<PathBuf> {
    let folder = drive::project().join("tests/.venv-train");
    let python = folder.join("bin/python");
    let run = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let is_ready = || run(Command::new(&python).args(["-c", "import rdata, sklearn"]));
    // The tests of this file begin together, and one of them makes the folder.
    static MADE: OnceLock<bool> = OnceLock::new();
    let made = *MADE.get_or_init(|| {
        is_ready()
            || (run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
                && run(Command::new(folder.join("bin/pip"))
                    .args(["install", "--quiet", "--requirement"])
                    .arg(drive::project().join("tests/oracle/requirements-train.txt")))
                && is_ready())
    });
    if !made {
        drive::skip(
            name,
            "scikit-learn could not be installed into tests/.venv-train (needs python3 with venv, and PyPI)",
        );
    }
    made.then_some(python)
}

fn run_python(python: &Path, script: &str, arguments: &[&str]) -> String {
    let output = Command::new(python)
        .arg(drive::project().join("tests/oracle").join(script))
        .args(arguments)
        .env("OMP_NUM_THREADS", "1")
        .output()
        .expect("python starts");
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Trains on four in five of the people and compares every λ: so many, down to a share of λ_max.
fn compare(
    python: &Path,
    prefix: &Path,
    phenotype: &str,
    covariates: Option<&str>,
    cases: &[(&str, &str, &str, bool, (usize, f64))],
) {
    let prefix = prefix.display().to_string();
    let folder = Path::new(phenotype).parent().expect("a folder");
    let fam = drive::read_text(Path::new(&format!("{prefix}.fam")));
    let ids: Vec<&str> = fam.lines().map(|line| line.split_whitespace().nth(1).expect("an id")).collect();
    let kept: Vec<&str> = ids.iter().enumerate().filter(|(at, _)| at % 5 != 4).map(|(_, id)| *id).collect();
    let kept = drive::write(folder, "train.txt", kept.join("\n")).display().to_string();
    for &(trait_name, family, alpha, standardize, (count, ratio)) in cases {
        let out = folder.join(format!("{trait_name}-{family}-{alpha}-{standardize}")).display().to_string();
        let train = |out: &str, more: [&str; 2]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
            command.args(["train", "--genotypes", &format!("{prefix}.bed"), "--phenotype", phenotype]);
            command.args(["--trait", trait_name, "--family", family, "--alpha", alpha, "--keep-train", &kept]);
            command.args(more).args(["--out", out]);
            command.args(covariates.map(|path| ["--covariates", path]).into_iter().flatten());
            command.args(standardize.then_some("--standardize"));
            let output = command.output().expect("the binary starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        };
        // λ_max is what a path of one λ is of.
        train(&format!("{out}-max"), ["--lambdas", "1"]);
        let path = drive::read_text(&Path::new(&format!("{out}-max")).join("path.tsv"));
        let most: f64 =
            path.lines().nth(1).and_then(|line| line.split('\t').nth(1)).expect("a line").parse().expect("λ_max");
        let lambdas = (0..count).map(|at| (most * ratio.powf(at as f64 / (count - 1) as f64)).to_string());
        let lambdas = drive::write(folder, "lambdas", lambdas.collect::<Vec<_>>().join("\n")).display().to_string();
        train(&out, ["--lambda-file", &lambdas]);
        let scaled = if standardize { "1" } else { "0" };
        let answer = run_python(
            python,
            "training_reference.py",
            &[&prefix, phenotype, trait_name, covariates.unwrap_or("-"), family, alpha, scaled, &kept, &out, "1"],
        );
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        let of = |name: &str| answer[name].as_f64().unwrap_or(f64::NAN);
        let what = format!("{trait_name} {family} {alpha} {standardize}: {answer}");
        assert!(of("fitted") <= 1e-6 && of("coefficients") <= 1e-6 && of("objective") <= 1e-9, "{what}");
        assert!(of("kkt") <= 1e-6 && of("covariates_gradient") <= 1e-8, "{what}");
        assert_eq!((answer["lambdas"].as_u64(), of("first_nonzero")), (Some(count as u64), 0.0), "{what}");
        assert!(of("nonzero") > 20.0, "{what}");
    }
}

fn made(name: &str, what: &str) -> Option<(PathBuf, PathBuf)> {
    let Some(data) = drive::data() else {
        drive::skip(name, "no ../shared/data (or TALLELE_DATA)");
        return None;
    };
    let python = python(name)?;
    // Tests run side by side: each has a folder of its own.
    let folder = drive::scratch(&format!("train-oracle-{what}-{}", name.replace("::", "-")));
    let source = data.join(format!("training/gdlc_BGLR-R/{what}.RData")).display().to_string();
    run_python(&python, "training_data.py", &[what, &source, &folder.display().to_string()]);
    Some((python, folder))
}

#[test]
fn wheat() {
    let Some((python, folder)) = made("train_oracle::wheat", "wheat") else { return };
    let phenotype = folder.join("phenotype.tsv").display().to_string();
    let cases = [
        ("yield1", "gaussian", "1", true, (40, 0.01)),
        ("yield2", "gaussian", "0.5", false, (25, 0.01)),
        ("high", "binomial", "1", false, (10, 0.05)),
    ];
    compare(&python, &folder.join("wheat"), &phenotype, None, &cases);
}

#[test]
fn mice() {
    let Some((python, folder)) = made("train_oracle::mice", "mice") else { return };
    let [phenotype, covariates] =
        ["phenotype.tsv", "covariates.tsv"].map(|name| folder.join(name).display().to_string());
    // The beginning of the path: to be sure of 1e-6, scikit-learn takes minutes for what lies further down.
    let cases = [("length", "gaussian", "1", true, (3, 0.4)), ("long", "binomial", "1", true, (2, 0.6))];
    compare(&python, &folder.join("mice"), &phenotype, Some(&covariates), &cases);
}

/// 957 people of eleven populations, some calls missing; a phenotype is made of twenty SNPs.
#[test]
fn hapmap() {
    let name = "train_oracle::hapmap";
    let Some(data) = drive::data() else { return drive::skip(name, "no ../shared/data (or TALLELE_DATA)") };
    let Some(python) = python(name) else { return };
    let folder = drive::scratch("train-oracle-hapmap");
    let prefix = data.join("genotypes/gabraham_flashpca/HM3_thinned_autosomal_overlap");
    let fam = drive::read_text(&prefix.with_extension("fam"));
    let bed = std::fs::read(prefix.with_extension("bed")).expect("readable");
    let width = fam.lines().count().div_ceil(4);
    let mut dice = drive::Dice::new(4);
    let mut table = "IID\theight\tcase\n".to_owned();
    for (person, line) in fam.lines().enumerate() {
        let copies = |column: usize| {
            let byte = bed[3 + column * width + person / 4];
            [2.0, 1.0, 1.0, 0.0][usize::from(byte >> (2 * (person % 4)) & 3)]
        };
        let noise = (0..12).map(|_| dice.below(1000) as f64 / 1000.0).sum::<f64>() - 6.0;
        let height = (0..20).map(|at| 0.4 * copies(200 + 690 * at)).sum::<f64>() + noise;
        let id = line.split_whitespace().nth(1).expect("an id");
        table.push_str(&format!("{id}\t{height}\t{}\n", f64::from(u8::from(height > 6.0))));
    }
    let phenotype = drive::write(&folder, "phenotype.tsv", table).display().to_string();
    let cases = [("height", "gaussian", "1", false, (10, 0.05)), ("case", "binomial", "0.7", true, (6, 0.2))];
    compare(&python, &prefix, &phenotype, None, &cases);
}

/// Baselines of four in five of the people, chosen and tested on a tenth each, beside numpy's and scikit-learn's of the same folds.
#[test]
fn baselines() {
    for (trait_name, family, clump_kb) in [("yield1", "gaussian", "3"), ("high", "binomial", "40")] {
        let what = "wheat";
        let Some((python, folder)) = made("train_oracle::baselines", what) else { return };
        let prefix = folder.join(what).display().to_string();
        let ids: Vec<String> = drive::read_text(Path::new(&format!("{prefix}.fam")))
            .lines()
            .map(|line| line.split_whitespace().nth(1).expect("an id").to_owned())
            .collect();
        let fold = |name: &str, of: &dyn Fn(usize) -> bool| {
            let listed: Vec<&str> =
                ids.iter().enumerate().filter(|(at, _)| of(*at)).map(|(_, id)| id.as_str()).collect();
            drive::write(&folder, name, listed.join("\n")).display().to_string()
        };
        let folds = [
            fold("folds-train", &|at| at % 10 < 8),
            fold("folds-validation", &|at| at % 10 == 8),
            fold("folds-test", &|at| at % 10 == 9),
        ];
        let phenotype = folder.join("phenotype.tsv").display().to_string();
        let out = folder.join(format!("baselines-{trait_name}")).display().to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
        command.args(["train", "--genotypes", &format!("{prefix}.bed"), "--phenotype", &phenotype]);
        command.args([
            "--trait",
            trait_name,
            "--family",
            family,
            "--lambdas",
            "10",
            "--early-stop",
            "1",
            "--clump-kb",
            clump_kb,
        ]);
        command.args(["--keep-train", &folds[0], "--keep-validation", &folds[1], "--keep-test", &folds[2]]);
        command.args(["--standardize", "--out", &out]);
        let output = command.output().expect("the binary starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let answer = run_python(
            &python,
            "training_baselines.py",
            &[&prefix, &phenotype, trait_name, "-", family, clump_kb, "0.1", &out]
                .into_iter()
                .chain(folds.iter().map(String::as_str))
                .collect::<Vec<_>>(),
        );
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!((answer["thresholds"].as_u64(), answer["ridge"].as_u64()), (Some(12), Some(13)), "{what}: {answer}");
        assert_eq!(answer["variants_differ"].as_u64(), Some(0), "{what}: {answer}");
        assert!(answer["accuracy"].as_f64().is_some_and(|apart| apart < 1e-6), "{what}: {answer}");
        assert!(answer["loss"].as_f64().is_some_and(|apart| apart < 1e-6), "{what}: {answer}");
        assert!(answer["most_variants"].as_u64().is_some_and(|most| most > 100), "{what}: {answer}");
        let card: Value = serde_json::from_str(&drive::read_text(&Path::new(&out).join("card.json"))).expect("JSON");
        let told = card["baselines"].as_array().expect("baselines");
        assert_eq!(told.len(), 2, "{card}");
        for of in told {
            let number = |value: &Value| value.as_f64().expect("a number");
            let above = number(&card["test"]["value"]) - number(&of["test"]["value"]);
            assert!((above - number(&of["score_above"]["value"])).abs() < 1e-12, "{of}");
            assert!(number(&of["score_above"]["low"]) < number(&of["score_above"]["high"]), "{of}");
        }
    }
}

/// Cross-validation in the same five parts and at the same λ as scikit-learn's LassoCV: the same losses, and so the same choice.
#[test]
fn cross_validation() {
    let Some((python, folder)) = made("train_oracle::cross_validation", "wheat") else { return };
    let prefix = folder.join("wheat").display().to_string();
    let fam = drive::read_text(Path::new(&format!("{prefix}.fam")));
    let ids: Vec<&str> = fam.lines().map(|line| line.split_whitespace().nth(1).expect("an id")).collect();
    let parts: String = ids.iter().enumerate().map(|(at, id)| format!("{id}\t{}\n", at * 7 % 5)).collect();
    let parts = drive::write(&folder, "parts.tsv", format!("IID\tfold\n{parts}")).display().to_string();
    let all = drive::write(&folder, "all.txt", ids.join("\n")).display().to_string();
    let phenotype = folder.join("phenotype.tsv").display().to_string();
    let out = folder.join("cv").display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
    command.args(["train", "--genotypes", &format!("{prefix}.bed"), "--phenotype", &phenotype, "--trait", "yield1"]);
    command.args(["--keep-train", &all, "--folds-file", &parts, "--lambdas", "40", "--out", &out]);
    let output = command.output().expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let answer = run_python(&python, "training_cv.py", &[&prefix, &phenotype, "yield1", "-", &parts, &out]);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    // Markers that are the same in four parts and differ in the fifth share a coefficient as each solver happens to.
    assert!(answer["loss"].as_f64().is_some_and(|apart| apart < 2e-4), "{answer}");
    assert!(answer["error"].as_f64().is_some_and(|apart| apart < 2e-3), "{answer}");
    assert!(answer["lambdas"].as_u64().is_some_and(|count| count > 10), "{answer}");
    assert_eq!((&json["chosen"], &answer["min"]), (&answer["chosen"], &answer["chosen"]), "{answer}");
    // No worse than what LassoCV chooses on the same parts.
    assert!(answer["r2"].as_f64() >= answer["r2_reference"].as_f64().map(|r2| r2 - 1e-6), "{answer}");
}
