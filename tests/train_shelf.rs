//! Trains a score on simulated people, packs it with a calibration, puts it on a shelf, and asks people whom neither saw.

#[path = "train_shelf/cases.rs"]
mod cases;
#[path = "train_shelf/compared.rs"]
mod compared;
mod drive;
#[path = "train_shelf/sample.rs"]
mod sample;
#[path = "train_shelf/sample_disease.rs"]
mod sample_disease;

use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::bytes::digest::sha256_hex;
use tallele::formats::pack::read_pack;
use tallele::reference::MeasuredEffect;
use tallele::stats::kolmogorov::uniform_p;
use tallele::stats::normal;

/// Chance that the test of uniform percentiles fails although they are; seeds are fixed, so it fails always or never.
const ALPHA: f64 = 0.01;

fn tallele(arguments: &[&str]) -> (bool, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_tallele")).args(arguments).output().expect("the binary starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let json = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("not JSON ({error}): {text}\n{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.success(), json)
}

/// 2,400 people: 1,200 to train on, 200 to validate, 200 to test, 400 who calibrate besides, and 400 whom nobody saw.
struct Made {
    folder: PathBuf,
    bed: PathBuf,
    unseen: HashSet<String>,
}

fn made() -> Made {
    let folder = drive::scratch("train-shelf");
    let prefix = folder.join("made");
    let text = |path: &Path| path.display().to_string();
    let (success, json) = tallele(&[
        "simulate",
        "--out",
        &text(&prefix),
        "--people",
        "2400",
        "--sites",
        "2000",
        "--chromosomes",
        "4",
        "--causal",
        "40",
        "--heritability",
        "0.6",
        "--trait",
        "height",
        "--seed",
        "5",
    ]);
    assert!(success, "{json}");
    let ids: Vec<String> = drive::read_text(&prefix.with_extension("fam"))
        .lines()
        .map(|line| line.split_whitespace().nth(1).expect("an id").to_owned())
        .collect();
    assert_eq!(ids.len(), 2400);
    let list = |name: &str, from: usize, to: usize| text(&drive::write(&folder, name, ids[from..to].join("\n")));
    let folds = [list("train", 0, 1200), list("validation", 1200, 1400), list("test", 1400, 1600)];
    let labelled = ids[..2000].iter().map(|id| format!("{id}\tEUR\n")).collect::<String>();
    let labels = text(&drive::write(&folder, "labels.tsv", format!("IID\tgroup\n{labelled}")));
    let bed = prefix.with_extension("bed");
    let phenotype = text(&folder.join("made.phenotype.tsv"));
    let (success, json) = tallele(&[
        "train",
        "--genotypes",
        &text(&bed),
        "--phenotype",
        &phenotype,
        "--trait",
        "height",
        "--lambdas",
        "20",
        "--keep-train",
        &folds[0],
        "--keep-validation",
        &folds[1],
        "--keep-test",
        &folds[2],
        "--labels",
        &labels,
        "--build",
        "37",
        "--licence",
        "CC0-1.0",
        "--no-baselines",
        "--out",
        &text(&folder.join("out")),
    ]);
    assert!(success, "{json}");
    assert!(json["test"].as_f64().expect("tested") > 0.3, "{json}");
    Made { folder, bed, unseen: ids[2000..].iter().cloned().collect() }
}

fn sums(made: &Made, score: &Path) -> HashMap<String, f64> {
    sums_of(&made.bed, score)
}

/// The sum of everybody in a PLINK set, by a score.
fn sums_of(bed: &Path, score: &Path) -> HashMap<String, f64> {
    let set = [bed.to_path_buf(), bed.with_extension("bim"), bed.with_extension("fam")];
    let scored = drive::score(&set, &[score.to_path_buf()], &["--build", "37", "--palindromes", "keep"]);
    assert!(scored.success, "{}", scored.json);
    let of = |sample: &Value| {
        let sum = sample["scores"][0]["observed_sum"].as_f64().expect("a sum");
        (sample["id"].as_str().expect("an id").to_owned(), sum)
    };
    scored.json["samples"].as_array().expect("samples").iter().map(of).collect()
}

#[test]
fn a_trained_score_is_calibrated_and_goes_on_the_shelf() {
    let made = made();
    let out = made.folder.join("out");
    let reference: Vec<String> = drive::read_text(&out.join("reference.txt")).lines().map(str::to_owned).collect();
    assert_eq!(reference.len(), 800, "labelled people who were not trained on");
    let pack = std::fs::read(out.join("score.tpack")).expect("readable");
    let (file, _) = read_pack(&(Rc::new(MemorySource::new("pack", pack.clone())) as _)).expect("a pack");
    let calibration = file.calibration.expect("calibrated");
    // What the test fold showed is in the pack, with the card's own figures.
    let card: Value = serde_json::from_str(&drive::read_text(&out.join("card.json"))).expect("JSON");
    let validation = file.validation.expect("tested");
    let MeasuredEffect::TraitR2(r2) = validation.effect else { panic!("{validation:?}") };
    let of_card = ["value", "low", "high"].map(|name| card["test_by_group"]["EUR"][name].as_f64());
    assert_eq!(of_card, [r2.value, r2.low, r2.high].map(Some));
    assert_eq!((validation.r2, validation.accuracy["EUR"].kept), (Some(r2.value), 1.0));
    // 40 causes of h² = 0.6 by 1,200 people, which is 30 for each: most of what genes explain, and no more.
    assert!(r2.value > 0.3 && r2.low < 0.6, "{r2:?}");
    let [group] = &calibration.groups[..] else { panic!("one group") };
    assert_eq!((group.group.as_str(), group.people, calibration.held), ("EUR", 800, 1.0));
    // Held-out people's percentiles spread evenly, by the group's own figures.
    let sums_now = sums(&made, &out.join("score.tpack"));
    let percentile = |sum: &f64| normal::cumulative((sum - group.mean) / group.variance.sqrt());
    let unseen: Vec<f64> =
        sums_now.iter().filter(|(id, _)| made.unseen.contains(*id)).map(|(_, sum)| percentile(sum)).collect();
    assert_eq!(unseen.len(), 400);
    let p = uniform_p(unseen.clone());
    assert!(p > ALPHA, "percentiles are not uniform: p = {p}");
    // The test has the power to tell: of half the spread it is sure.
    let narrow = unseen.iter().map(|of| 0.25 + 0.5 * of).collect();
    assert!(uniform_p(narrow) < 1e-6);

    // The same pack by `tallele pack` of the same people.
    let again = made.folder.join("again.tpack");
    let [bed, labels, list, score, again_text] =
        [&made.bed, &made.folder.join("labels.tsv"), &out.join("reference.txt"), &out.join("score.txt"), &again]
            .map(|path| path.display().to_string());
    let (success, json) = tallele(&[
        "pack",
        "--scores",
        &score,
        "--panel",
        &bed,
        "--labels",
        &labels,
        "--samples",
        &list,
        "--build",
        "37",
        "--out",
        &again_text,
    ]);
    assert!(success, "{json}");
    let repacked = Rc::new(MemorySource::new("pack", std::fs::read(&again).expect("readable")));
    let of_pack = read_pack(&(repacked as _)).expect("a pack").0.calibration.expect("calibrated");
    assert_eq!((&of_pack.groups, &of_pack.frequencies), (&calibration.groups, &calibration.frequencies));

    shelf(&made, &pack, &sums_now);
}

fn shelf(made: &Made, pack: &[u8], sums_now: &HashMap<String, f64>) {
    let folder = made.folder.join("samples");
    std::fs::create_dir_all(&folder).expect("a folder");
    let list = drive::write(&folder, "shelf.json", r#"{"schema": 1, "person": {"name": "kept"}, "scores": []}"#);
    let list_text = list.display().to_string();
    let score = made.folder.join("out/score.tpack").display().to_string();
    let add = |file: &str, more: &[&str]| tallele(&[&["shelf", "add", file, "--shelf", &list_text], more].concat());
    let (success, json) = add(&score, &["--title", "Height"]);
    assert!(success && json["done"] == "added", "{json}");
    let shelf: Value = serde_json::from_str(&drive::read_text(&list)).expect("JSON");
    let [entry] = &shelf["scores"].as_array().expect("scores")[..] else { panic!("one score: {shelf}") };
    assert_eq!(shelf["person"]["name"], "kept", "the rest of the list stays");
    let hash = sha256_hex(Rc::new(MemorySource::new("pack", pack.to_vec()))).expect("in memory");
    let of = |name: &str| entry[name].clone();
    assert_eq!((of("id"), of("title"), of("licence")), ("height".into(), "Height".into(), "CC0-1.0".into()));
    assert_eq!((of("sha256"), of("bytes"), of("has_figures")), (hash.into(), pack.len().into(), true.into()));
    let copy = folder.join(entry["file"].as_str().expect("a file"));
    assert!(std::fs::read(&copy).expect("there") == pack);
    // Again: nothing changes; and with the copy lost, it comes back.
    let before = drive::read_text(&list);
    std::fs::remove_file(&copy).expect("removable");
    assert_eq!(add(&score, &["--title", "Height"]).1["done"], "unchanged");
    assert!(drive::read_text(&list) == before && std::fs::read(&copy).expect("there") == pack);
    assert_eq!(add(&score, &["--title", "Tallness"]).1["done"], "replaced");
    assert_eq!(drive::read_text(&list).matches("\"id\"").count(), 1);
    // The copy on the shelf gives everybody the same bits.
    let from_shelf = sums(made, &copy);
    assert!(sums_now.iter().all(|(id, sum)| from_shelf[id].to_bits() == sum.to_bits()));

    // What is no score, has no terms, or no shelf to go on, and everything stays as it was.
    let before = drive::read_text(&list);
    let bare = drive::write(
        &made.folder,
        "bare.txt",
        "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\nrs1\t1\t10\tA\tG\t0.5\n",
    );
    let no_score = drive::write(&made.folder, "prose.txt", "This is no score.\n");
    let broken = made.folder.join("broken.tpack").display().to_string();
    std::fs::write(&broken, &pack[..pack.len() / 2]).expect("writable");
    let refused = |file: &str, list: &str| {
        let (success, json) = tallele(&["shelf", "add", file, "--shelf", list]);
        assert!(!success, "{json}");
        json["error"]["code"].as_str().expect("a code").to_owned()
    };
    assert_eq!(refused(&bare.display().to_string(), &list_text), "bad-option");
    assert_eq!(refused(&score, &made.folder.join("no-shelf.json").display().to_string()), "unreadable");
    assert_eq!(refused(&score, &no_score.display().to_string()), "bad-option");
    for file in [&no_score.display().to_string(), &broken] {
        let code = refused(file, &list_text);
        assert!(!["bad-option", "unreadable", "internal"].contains(&code.as_str()), "{code}");
    }
    assert_eq!(drive::read_text(&list), before);
    let left = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(left, 2, "the list and one pack");
}
