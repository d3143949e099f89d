//! Trains scores with `tallele train` on real genotypes: the same bits however it is run, a score that opens, and a code for
//! everything that can be wrong with the input.

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A run's answer on standard output.
fn train(arguments: &[&str]) -> (bool, Value) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_tallele")).arg("train").args(arguments).output().expect("the binary starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let json = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("not JSON ({error}): {text}\n{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.success(), json)
}

/// HapMap 3: 957 people, 14,079 SNPs, some calls missing; the phenotypes are made of twenty of these.
struct HapMap {
    folder: PathBuf,
    bed: String,
    phenotype: String,
    people: Vec<String>,
}

impl HapMap {
    fn new(test: &str) -> Option<Self> {
        let Some(data) = drive::data() else {
            drive::skip(&format!("train::{test}"), "no ../shared/data (or TALLELE_DATA)");
            return None;
        };
        let folder = drive::scratch(&format!("train-{test}"));
        let bed = data.join("genotypes/gabraham_flashpca/HM3_thinned_autosomal_overlap.bed");
        let fam = drive::read_text(&bed.with_extension("fam"));
        let people: Vec<String> =
            fam.lines().map(|line| line.split_whitespace().nth(1).expect("an id").to_owned()).collect();
        let bytes = std::fs::read(&bed).expect("readable");
        let width = people.len().div_ceil(4);
        let mut dice = drive::Dice::new(11);
        let mut noise = || (0..12).map(|_| dice.below(1000) as f64 / 1000.0).sum::<f64>() - 6.0;
        let copies = |column: usize, person: usize| {
            let byte = bytes[3 + column * width + person / 4];
            [2.0, 1.0, 1.0, 0.0][usize::from(byte >> (2 * (person % 4)) & 3)]
        };
        let mut table = "FID\tIID\theight\tcase\n".to_owned();
        let mut covariates = "IID\tage\tnoise\n".to_owned();
        for (person, line) in fam.lines().enumerate() {
            let family = line.split_whitespace().next().expect("a family");
            let effect: f64 = (0..20).map(|at| (0.3 + 0.02 * at as f64) * copies(300 + 650 * at, person)).sum();
            let (age, height) = (40.0 + 5.0 * noise(), effect + noise());
            let case = f64::from(u8::from(height > 8.0));
            table.push_str(&format!("{family}\t{}\t{}\t{case}\n", people[person], 160.0 + height + 0.1 * age));
            covariates.push_str(&format!("{}\t{age}\t{}\n", people[person], noise()));
        }
        let phenotype = drive::write(&folder, "phenotype.tsv", table).display().to_string();
        drive::write(&folder, "covariates.tsv", covariates);
        Some(Self { bed: bed.display().to_string(), phenotype, folder, people })
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn run(&self, out: &str, trait_name: &str, more: &[&str]) -> (bool, Value) {
        let out = self.path(out);
        let mut arguments = vec!["--genotypes", &self.bed, "--phenotype", &self.phenotype, "--trait", trait_name];
        arguments.extend(["--out", &out]);
        arguments.extend(more);
        train(&arguments)
    }

    /// Runs until there is a file of this name, and no longer.
    fn run_until(&self, name: &str, out: &str, trait_name: &str, more: &[&str]) {
        let folder = self.folder.join(out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
        command.args(["train", "--genotypes", &self.bed, "--phenotype", &self.phenotype, "--trait", trait_name]);
        command.arg("--out").arg(&folder).args(more);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        while !folder.join(name).is_file() && child.try_wait().expect("a child").is_none() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let _ = child.kill();
        let _ = child.wait();
        assert!(!folder.join("path.tsv").is_file(), "killed too late to test anything");
    }

    fn read(&self, out: &str, name: &str) -> String {
        drive::read_text(&self.folder.join(out).join(name))
    }
}

/// Columns of a table by name.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines();
    let place = lines.next().and_then(|header| header.split('\t').position(|column| column == name));
    let place = place.unwrap_or_else(|| panic!("no column {name}"));
    lines.map(|line| line.split('\t').nth(place).expect("a field").to_owned()).collect()
}

#[test]
fn the_same_bits_however_it_is_run() {
    let Some(hapmap) = HapMap::new("the_same_bits_however_it_is_run") else { return };
    let covariates = hapmap.path("covariates.tsv");
    for (trait_name, family) in [("height", "gaussian"), ("case", "binomial")] {
        let options = ["--family", family, "--covariates", &covariates, "--lambdas", "30", "--standardize"];
        let run = |out: &str, more: &[&str]| {
            let (success, json) = hapmap.run(out, trait_name, &[&options, more].concat());
            assert!(success, "{json}");
            json
        };
        let first = format!("{family}-1");
        let json = run(&first, &["--threads", "1"]);
        assert!(json["nonzero"].as_u64().expect("chosen") > 5, "{json}");
        // The made effects are told, to people that were not trained on.
        assert!(json["test"].as_f64().expect("tested") > if family == "gaussian" { 0.3 } else { 0.6 }, "{json}");
        let other = format!("{family}-2");
        run(&other, &["--threads", "2", "--memory", "0"]);
        // Killed as soon as there is a checkpoint, and begun again.
        let killed = format!("{family}-3");
        hapmap.run_until("checkpoint", &killed, trait_name, &options);
        run(&killed, &[]);
        for name in
            ["path.tsv", "coefficients.tsv", "baselines.tsv", "score.txt", "score.tpack", "card.json", "report.html"]
        {
            for again in [&other, &killed] {
                let [one, two] =
                    [&first, again].map(|out| std::fs::read(hapmap.folder.join(out).join(name)).expect(name));
                assert!(one == two, "{family} {again}: {name} differs");
            }
        }
    }
}

/// Each part of cross-validation has a checkpoint, and it is used.
#[test]
fn cross_validation_goes_on_where_it_was_stopped() {
    let Some(hapmap) = HapMap::new("cross_validation_goes_on") else { return };
    let options = ["--folds", "3", "--lambdas", "30", "--standardize"];
    let run = |out: &str, more: &[&str]| hapmap.run(out, "height", &[&options, more].concat());
    let (success, json) = run("whole", &["--threads", "1"]);
    assert!(success && json["nonzero"].as_u64().expect("chosen") > 5, "{json}");
    hapmap.run_until("checkpoint.part3", "killed", "height", &options);
    assert!(!hapmap.folder.join("killed/cv.tsv").is_file(), "killed too late to test anything");
    let (success, json) = run("killed", &[]);
    assert!(success, "{json}");
    for name in ["cv.tsv", "path.tsv", "coefficients.tsv", "score.txt", "score.tpack", "card.json"] {
        let [one, two] = ["whole", "killed"].map(|out| std::fs::read(hapmap.folder.join(out).join(name)).expect(name));
        assert!(one == two, "{name} differs");
    }
    let part = hapmap.folder.join("killed/checkpoint.part2");
    let mut bytes = std::fs::read(&part).expect("kept");
    bytes[200] ^= 1;
    std::fs::write(&part, &bytes).expect("writable");
    let (_, json) = run("killed", &[]);
    assert_eq!(json["error"]["code"].as_str(), Some("training-checkpoint-corrupt"), "{json}");
}

#[test]
fn files_say_what_they_promise_and_the_score_opens() {
    let Some(hapmap) = HapMap::new("files_say_what_they_promise") else { return };
    let labels: String =
        hapmap.people.iter().enumerate().map(|(at, id)| format!("{id}\t{}\n", ["a", "b"][at % 2])).collect();
    let labels = drive::write(&hapmap.folder, "labels.tsv", format!("IID\tgroup\n{labels}")).display().to_string();
    let pairs: String = hapmap.people.iter().enumerate().map(|(at, id)| format!("{id}\tf{}\n", at / 40)).collect();
    let pairs = drive::write(&hapmap.folder, "pairs.tsv", format!("IID\tfamily\n{pairs}")).display().to_string();
    let more = ["--lambdas", "20", "--early-stop", "0", "--build", "37", "--labels", &labels, "--families", &pairs];
    let (success, json) = hapmap.run("out", "height", &[&more[..], &["--licence", "CC0"]].concat());
    assert!(success, "{json}");
    let path = hapmap.read("out", "path.tsv");
    assert!(path.starts_with(
        "lambda_index\tlambda\tnonzero\ttrain_r2\ttrain_mse\tvalidation_r2\tvalidation_mse\ttest_r2\ttest_mse\n"
    ));
    let lambdas: Vec<f64> = column(&path, "lambda").iter().map(|text| text.parse().expect("a number")).collect();
    assert_eq!((lambdas.len(), column(&path, "nonzero")[0].as_str()), (20, "0"), "at λ_max nothing is chosen");
    assert!((lambdas[19] / lambdas[0] - 0.01).abs() < 1e-12 && lambdas.is_sorted_by(|one, next| one > next));
    let chosen = json["chosen"].as_u64().expect("chosen") as usize;
    let best = column(&path, "validation_r2")
        .iter()
        .map(|text| text.parse::<f64>().expect("a number"))
        .fold(f64::MIN, f64::max);
    assert_eq!(column(&path, "validation_r2")[chosen].parse(), Ok(best));
    let coefficients = hapmap.read("out", "coefficients.tsv");
    let of_chosen: Vec<&str> =
        coefficients.lines().filter(|line| line.split('\t').next() == Some(&chosen.to_string())).collect();
    assert_eq!(of_chosen.iter().filter(|line| line.contains("(intercept)")).count(), 1);
    let score = hapmap.read("out", "score.txt");
    let rows = drive::score_rows(&score);
    assert_eq!(rows.len() + 1, of_chosen.len());
    assert!(score.contains("#genome_build=GRCh37\n") && score.contains("#license=CC0\n"));
    let card: Value = serde_json::from_str(&hapmap.read("out", "card.json")).expect("JSON");
    assert_eq!(card["variants_in_score"].as_u64(), Some(rows.len() as u64));
    let (low, high) = (card["test"]["low"].as_f64().expect("low"), card["test"]["high"].as_f64().expect("high"));
    assert!(low < card["test"]["value"].as_f64().expect("a value") && high > low);
    assert_eq!(card["test_by_group"].as_object().map(|groups| groups.len()), Some(2));
    assert!(card["within_families"]["slope_within"].as_f64().expect("a slope") > 0.0, "{card}");
    let html = hapmap.read("out", "report.html");
    assert_eq!(html.matches("<svg").count(), 4);
    assert!(!html.contains("http") && !html.contains("<script") && !html.contains("NaN"));
    // Sums of score and pack are the same bits, and are what the coefficients make of the genotypes.
    let folder = hapmap.folder.join("out");
    let bed = Path::new(&hapmap.bed);
    let set = [bed.to_path_buf(), bed.with_extension("bim"), bed.with_extension("fam")];
    let sums = |name: &str| -> Vec<u64> {
        let scored = drive::score(&set, &[folder.join(name)], &["--build", "37", "--palindromes", "keep"]);
        assert!(scored.success, "{}", scored.json);
        let samples = scored.json["samples"].as_array().expect("samples");
        let sum = |sample: &Value| sample["scores"][0]["observed_sum"].as_f64().expect("a sum").to_bits();
        samples.iter().map(sum).collect()
    };
    let from_text = sums("score.txt");
    assert_eq!((from_text.len(), from_text == sums("score.tpack")), (957, true));
}

/// Bad input: files to write, options to change, and the code that answers.
#[test]
fn what_is_wrong_is_said_with_a_code() {
    let Some(hapmap) = HapMap::new("what_is_wrong_is_said_with_a_code") else { return };
    let table = std::fs::read_to_string(&hapmap.phenotype).expect("readable");
    let changed = |name: &str, change: &dyn Fn(usize, &str) -> String| -> String {
        let text: String = table.lines().enumerate().map(|(line, text)| change(line, text) + "\n").collect();
        drive::write(&hapmap.folder, name, text).display().to_string()
    };
    let constant = changed("constant.tsv", &|line, text| {
        if line == 0 {
            text.to_owned()
        } else {
            text.rsplit_once('\t').expect("fields").0.rsplit_once('\t').expect("fields").0.to_owned() + "\t1\t1"
        }
    });
    let nan = changed("nan.tsv", &|line, text| {
        if line == 7 { text.rsplit_once('\t').expect("fields").0.to_owned() + "\tnan" } else { text.to_owned() }
    });
    let strangers = changed("strangers.tsv", &|line, text| {
        if line == 0 { text.to_owned() } else { format!("x{text}").replacen('\t', "\tx", 1) }
    });
    let twice = changed("twice.tsv", &|line, text| if line == 3 { format!("{text}\n{text}") } else { text.to_owned() });
    let short = changed("short.tsv", &|line, text| if line == 3 { "a\tb".to_owned() } else { text.to_owned() });
    let ids =
        |name: &str, people: &[String]| drive::write(&hapmap.folder, name, people.join("\n")).display().to_string();
    let (some, others) = (ids("some", &hapmap.people[..500]), ids("others", &hapmap.people[400..]));
    let strange = ids("strange", &["nobody".to_owned()]);
    let columns: String =
        hapmap.people.iter().enumerate().map(|(at, id)| format!("{id}\t{at}\t{}\n", 2 * at + 1)).collect();
    let collinear =
        drive::write(&hapmap.folder, "collinear.tsv", format!("IID\ta\tb\n{columns}")).display().to_string();
    let flat: String = hapmap.people.iter().map(|id| format!("{id}\t3\n")).collect();
    let flat = drive::write(&hapmap.folder, "flat.tsv", format!("IID\ta\n{flat}")).display().to_string();
    let bad_lambda = drive::write(&hapmap.folder, "lambdas", "0.1\n-1\n").display().to_string();
    let no_one_complete: String = hapmap.people.iter().map(|id| format!("{id}\tNA\n")).collect();
    let no_one_complete =
        drive::write(&hapmap.folder, "na.tsv", format!("IID\ta\n{no_one_complete}")).display().to_string();
    let phenotype = hapmap.phenotype.clone();
    let rows: &[(&str, &str, &str, &[&str])] = &[
        ("training-nobody-matches", &strangers, "height", &[]),
        ("training-phenotype-constant", &constant, "height", &[]),
        ("training-not-a-number", &nan, "case", &[]),
        ("training-person-twice", &twice, "height", &[]),
        ("field-count", &short, "height", &[]),
        ("training-column-missing", &phenotype, "weight", &[]),
        ("training-phenotype-not-binary", &phenotype, "height", &["--family", "binomial"]),
        ("training-covariates-collinear", &phenotype, "height", &["--covariates", &collinear]),
        ("training-covariate-constant", &phenotype, "height", &["--covariates", &flat]),
        ("training-fold-empty", &phenotype, "height", &["--covariates", &no_one_complete]),
        ("training-nobody-matches", &phenotype, "height", &["--keep-train", &strange]),
        ("training-folds-overlap", &phenotype, "height", &["--keep-train", &some, "--keep-validation", &others]),
        ("training-bad-lambda", &phenotype, "height", &["--lambda-file", &bad_lambda]),
        ("bad-option", &phenotype, "height", &["--alpha", "1.5"]),
        ("bad-option", &phenotype, "height", &["--build", "39"]),
        ("unreadable", "no-such-file", "height", &[]),
    ];
    for (code, phenotype, trait_name, more) in rows {
        let out = hapmap.path("bad");
        let mut arguments =
            vec!["--genotypes", &hapmap.bed, "--phenotype", phenotype, "--trait", trait_name, "--out", &out];
        arguments.extend(*more);
        let (success, json) = train(&arguments);
        assert!(!success, "{code}: {json}");
        assert_eq!(json["error"]["code"].as_str(), Some(*code), "{json}");
    }
    let place = |json: &Value| (json["error"]["place"]["line"].as_u64(), json["error"]["place"]["input"].clone());
    let (_, json) =
        train(&["--genotypes", &hapmap.bed, "--phenotype", &nan, "--trait", "case", "--out", &hapmap.path("bad")]);
    assert_eq!(place(&json), (Some(8), Value::from("nan.tsv")));
}

#[test]
fn checkpoints_of_other_runs_and_full_devices() {
    let Some(hapmap) = HapMap::new("checkpoints_of_other_runs_and_full_devices") else { return };
    let options = ["--lambdas", "12", "--early-stop", "0"];
    let (success, json) = hapmap.run("out", "height", &options);
    assert!(success, "{json}");
    let (success, json) = hapmap.run("out", "height", &["--lambdas", "11", "--early-stop", "0"]);
    assert_eq!((success, json["error"]["code"].as_str()), (false, Some("training-other-checkpoint")));
    let checkpoint = hapmap.folder.join("out/checkpoint");
    let mut bytes = std::fs::read(&checkpoint).expect("kept");
    let whole = bytes.clone();
    bytes[200] ^= 1;
    std::fs::write(&checkpoint, &bytes).expect("writable");
    let (_, json) = hapmap.run("out", "height", &options);
    assert_eq!(json["error"]["code"].as_str(), Some("training-checkpoint-corrupt"));
    if cfg!(unix) {
        // Files of more than one block cannot be written: as on a device that is full.
        let text = format!(
            "trap '' XFSZ; ulimit -f 1; exec '{}' train --genotypes '{}' --phenotype '{}' --trait height --lambdas 12 --early-stop 0 --out '{}'",
            env!("CARGO_BIN_EXE_tallele"),
            hapmap.bed,
            hapmap.phenotype,
            hapmap.path("full")
        );
        let output = Command::new("sh").args(["-c", &text]).output().expect("sh starts");
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(json["error"]["code"].as_str(), Some("training-checkpoint-unwritable"), "{json}");
        let folder = hapmap.folder.join("full");
        let left: Vec<_> =
            std::fs::read_dir(&folder).expect("there").map(|entry| entry.expect("readable").file_name()).collect();
        assert!(left.iter().all(|name| name == "checkpoint"), "{left:?}");
        let (success, json) = hapmap.run("full", "height", &options);
        assert!(success, "{json}");
        assert!(
            std::fs::read(folder.join("checkpoint")).expect("whole") == whole,
            "nothing was lost, and the bits are the same"
        );
    }
}
