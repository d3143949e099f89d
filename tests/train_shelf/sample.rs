//! Trains the sample score that is shown on the shelf, by the documented commands: the same bits every time, sums that can be
//! counted by hand, and an accuracy that theory allows, measured on families whom nothing was fitted to.

use super::{drive, tallele};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::bytes::digest::sha256_hex;
use tallele::formats::pack::read_pack;
use tallele::formats::panel::read_panel_bytes;
use tallele::labs::state_evolution::expected;
use tallele::reference::MeasuredEffect;
use tallele::simulation::{DEFAULT_SEED, TRAINED_QUANTITY, TrainedTrait, sample_files};

/// Of the scoring file that the default seed's people give: on any machine, with any number of threads.
const SCORE: &str = "3bdd7597df7c19388b9e2a6614f615f3e1380ecd1d3c3192adf4bc94f55d2055";

/// A trained sample score.
pub struct Sample {
    pub of: &'static TrainedTrait,
    pub id: &'static str,
    pub phenotype: &'static str,
    pub family: &'static str,
}

const QUANTITY: Sample =
    Sample { of: &TRAINED_QUANTITY, id: "SAMPLE08", phenotype: "phenotype.tsv", family: "gaussian" };

/// Writes what `tallele sample` writes, the training set and the person.
pub fn made(name: &str) -> PathBuf {
    let pack = std::fs::read(drive::project().join("www/packs/ancestry-core.tallele-panel")).expect("there");
    let panel = read_panel_bytes(&pack).expect("sound");
    let folder = drive::scratch(name);
    std::fs::create_dir_all(folder.join("training")).expect("a folder");
    for file in sample_files(DEFAULT_SEED, false, &panel).expect("made in memory") {
        if file.name.starts_with("training/") || file.name == "sample-person.txt" {
            drive::write(&folder, &file.name, file.bytes);
        }
    }
    folder
}

/// The README's command; where it is not `is_whole`, without what only the pack and the card need.
pub fn train(folder: &Path, sample: &Sample, out: &str, threads: &str, is_whole: bool) -> Value {
    let path = |name: &str| folder.join("training").join(name).display().to_string();
    let files = [
        ("--genotypes", "people.bed"),
        ("--phenotype", sample.phenotype),
        ("--keep-train", "train.txt"),
        ("--keep-validation", "validation.txt"),
        ("--keep-test", "test.txt"),
        ("--labels", "labels.tsv"),
        ("--families", "siblings.tsv"),
    ];
    let out = folder.join(out).display().to_string();
    let words = "--standardize --no-baselines --lambdas 40 --build 37 --licence CC0-1.0";
    let mut arguments: Vec<&str> = std::iter::once("train").chain(words.split(' ')).collect();
    arguments.extend(["--id", sample.id, "--trait", sample.of.name, "--family", sample.family]);
    arguments.extend(["--threads", threads, "--out", &out]);
    let paths = files.map(|(option, name)| (option, path(name)));
    for (option, path) in &paths[..if is_whole { 7 } else { 5 }] {
        arguments.extend([option, path.as_str()]);
    }
    let (success, json) = tallele(&arguments);
    assert!(success, "{json}");
    json
}

/// Rows by rsID.
pub fn rows_of(text: &str) -> HashMap<String, (String, f64)> {
    let row = |row: &std::collections::BTreeMap<String, String>| {
        let weight = row["effect_weight"].parse().expect("a number");
        (row["rsID"].clone(), (row["effect_allele"].clone(), weight))
    };
    drive::score_rows(text).iter().map(row).collect()
}

/// Everybody's sum, by a score.
pub fn sums(genotypes: &[PathBuf], score: &Path) -> HashMap<String, f64> {
    let scored = drive::score(genotypes, &[score.to_path_buf()], &["--build", "37"]);
    assert!(scored.success, "{}", scored.json);
    let of = |sample: &Value| {
        let entry = &sample["scores"][0];
        assert_eq!(entry["matched"], entry["rows"], "{entry}");
        (sample["id"].as_str().expect("an id").to_owned(), entry["observed_sum"].as_f64().expect("a sum"))
    };
    scored.json["samples"].as_array().expect("samples").iter().map(of).collect()
}

/// The person's sum by counting letters, on the forward strand of both files, is the engine's. Gives the score's rows.
pub fn hold_person_s_sum(folder: &Path, out: &str) -> HashMap<String, (String, f64)> {
    let rows = rows_of(&drive::read_text(&folder.join(out).join("score.txt")));
    let person = drive::read_text(&folder.join("sample-person.txt"));
    let (mut sum, mut met) = (0.0, 0);
    for line in person.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some((effect, weight)) = rows.get(cells[0]) else { continue };
        sum += weight * cells[3].matches(effect.as_str()).count() as f64;
        met += 1;
    }
    assert_eq!(met, rows.len(), "the person has every variant with a call");
    let of_person = sums(&[folder.join("sample-person.txt")], &folder.join(out).join("score.tpack"));
    let found = of_person.values().next().expect("one person");
    assert!((found - sum).abs() < 1e-12, "{found} for {sum}");
    rows
}

/// How many causes there are, and how many of the `largest` of them a score's rows name.
pub fn count_found(truth: &Path, largest: usize, rows: &HashMap<String, (String, f64)>) -> (usize, usize) {
    let of_truth = rows_of(&drive::read_text(truth)).into_iter();
    let mut causes: Vec<(String, f64)> = of_truth.map(|(id, (_, weight))| (id, weight.abs())).collect();
    causes.sort_by(|one, other| other.1.total_cmp(&one.1));
    (causes.len(), causes.iter().take(largest).filter(|(id, _)| rows.contains_key(id)).count())
}

pub fn correlation2(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (mx, my) = (pairs.iter().map(|of| of.0).sum::<f64>() / n, pairs.iter().map(|of| of.1).sum::<f64>() / n);
    let of = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(x, y)| f(x - mx, y - my)).sum::<f64>();
    of(&|x, y| x * y).powi(2) / (of(&|x, _| x * x) * of(&|_, y| y * y))
}

#[test]
fn the_sample_score_is_trained_to_the_same_bits_and_is_as_good_as_theory_says() {
    let folder = made("train-sample");
    let json = train(&folder, &QUANTITY, "one", "1", true);
    // Labels and siblings are for the pack and the card, and do not change the score.
    train(&folder, &QUANTITY, "two", "2", false);
    let read = |name: &str| std::fs::read(folder.join(name)).expect("readable");
    for name in ["score.txt", "path.tsv", "coefficients.tsv"] {
        assert!(read(&format!("one/{name}")) == read(&format!("two/{name}")), "{name} depends on the threads");
    }
    let text = drive::read_text(&folder.join("one/score.txt"));

    let rows = hold_person_s_sum(&folder, "one");

    // The accuracy that the pack states is that of families whom nothing was fitted to.
    let (file, _) = read_pack(&(Rc::new(MemorySource::new("pack", read("one/score.tpack"))) as _)).expect("a pack");
    let validation = file.validation.expect("tested");
    let MeasuredEffect::TraitR2(r2) = validation.effect else { panic!("{validation:?}") };
    let card: Value = serde_json::from_str(&drive::read_text(&folder.join("one/card.json"))).expect("JSON");
    assert_eq!(card["test_by_group"]["EUR"]["people"], 240);
    assert_eq!(card["test_by_group"]["EUR"]["value"].as_f64(), Some(r2.value));
    assert_eq!((validation.accuracy["EUR"].kept, validation.accuracy.len()), (1.0, 5));
    assert_eq!(file.calibration.expect("calibrated").groups.len(), 5);
    // Theory: LASSO on independent variants, 30 causes of equal size and 1,000 people. Here sizes differ and people are
    // relatives, which both cost some; and nothing is above h².
    let variants = drive::read_text(&folder.join("training/people.bim")).lines().count();
    let theory = expected(TRAINED_QUANTITY.heritability, variants as f64, 30.0, 1000.0).expect("sound").r2;
    let error = |r2: f64| (4.0 * r2 * (1.0 - r2).powi(2) / 240.0).sqrt();
    assert!(r2.value < TRAINED_QUANTITY.heritability + 2.0 * error(TRAINED_QUANTITY.heritability), "{r2:?}");
    assert!((r2.value - theory).abs() < 2.0 * error(theory) + 0.05, "{r2:?} where theory has {theory}");
    assert!(r2.low < theory && theory < r2.high, "{r2:?} {theory}");

    // Beside the known truth: most of what the causes explain is told, and nearly all large causes are found.
    let set = ["bed", "bim", "fam"].map(|ending| folder.join("training/people").with_extension(ending));
    let scored = sums(&set, &folder.join("one/score.txt"));
    let tested: Vec<String> = drive::read_text(&folder.join("training/test.txt")).lines().map(str::to_owned).collect();
    let phenotypes = drive::read_text(&folder.join("training/phenotype.tsv"));
    let genetic: HashMap<&str, f64> = phenotypes
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|cells| (cells[0], cells[2].parse().expect("a number")))
        .collect();
    let of_families = tested.iter().filter(|id| id.starts_with("family"));
    let pairs: Vec<(f64, f64)> = of_families.map(|id| (scored[id], genetic[id.as_str()])).collect();
    let with_truth = correlation2(&pairs);
    assert!(pairs.len() == 240 && with_truth > 0.6 && with_truth < 1.0, "{with_truth}");
    let (causes, found) = count_found(&folder.join("training/truth.txt"), 15, &rows);
    assert_eq!(causes, 30);
    assert!(found >= 14, "{found} of the 15 largest causes");
    let hash = sha256_hex(Rc::new(MemorySource::new("score", text.into_bytes()))).expect("in memory");
    assert_eq!(hash, SCORE, "{json}");
    // The truth itself is a score of the same people: its sums are the genetic values, but for a constant.
    let truth = sums(&set, &folder.join("training/truth.txt"));
    let first = truth[&tested[0]] - genetic[tested[0].as_str()];
    assert!(genetic.iter().all(|(id, value)| (truth[*id] - value - first).abs() < 1e-9));
}
