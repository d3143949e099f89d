//! Holds the figures of "How good is this?": that they are what they promise, of the files they name, and that the command that
//! measures them does.

#[path = "drive/mod.rs"]
mod drive;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::bytes::digest::sha256_hex;
use tallele::report::how_good::{HELD, HowGood, KIND, VERSION};
use tallele::stats::Random;

const PLAN: &str = "www/packs/how-good.plan.json";
const FIGURES: &str = "www/packs/how-good.json";

fn read(path: &Path) -> HowGood {
    serde_json::from_str(&drive::read_text(path)).expect("figures")
}

fn hash(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("readable");
    sha256_hex(Rc::new(MemorySource::new("a file", bytes))).expect("in memory")
}

/// The intervals hold in 88 to 92 of 100 people for every kind of file, and percentiles are uniform in every group.
#[test]
fn the_figures_keep_the_rule() {
    let good = read(&drive::project().join(FIGURES));
    assert_eq!((good.kind.as_str(), good.version), (KIND, VERSION));
    let tests: u64 = good.sets.iter().flat_map(|set| &set.files).flat_map(|file| &file.groups).map(|of| of.tests).sum();
    assert_eq!(good.rule.tests, tests);
    let mut removals = std::collections::BTreeSet::new();
    for set in &good.sets {
        assert!(set.is_real && set.fitted + set.compared == set.people, "{}", set.name);
        for file in &set.files {
            removals.insert(file.removal.clone());
            let what = format!("{}: {}", set.name, file.label);
            match file.removal.as_str() {
                "none" => assert!(file.held == 1.0 && file.is_told, "{what}"),
                _ => assert!((HELD[0]..=HELD[1]).contains(&file.held), "{what}: {}", file.held),
            }
            for of in &file.groups {
                let is_above = of.least_p > good.rule.alpha / tests as f64;
                assert!(of.is_uniform && is_above, "{what}, {}: {}", of.group, of.least_p);
                assert_eq!(of.deciles.iter().sum::<u64>(), of.percentiles, "{what}");
            }
        }
    }
    assert_eq!(removals.into_iter().collect::<Vec<_>>(), ["array", "none", "random", "spaced", "stretches"]);
}

/// The figures are of the plan and of the shared data as they are.
#[test]
fn the_figures_are_of_the_files_they_name() {
    let good = read(&drive::project().join(FIGURES));
    let [plan, files @ ..] = &good.provenance.sources[..] else { panic!("no sources") };
    assert_eq!(plan.sha256, hash(&drive::project().join(PLAN)), "the plan was changed: measure again");
    let core = drive::project().join("www/packs/ancestry-core.tallele-panel");
    assert_eq!(good.provenance.reference.sha256, hash(&core), "the ancestry panel was changed: measure again");
    let Some(data) = drive::data() else {
        drive::skip("the_figures_are_of_the_files_they_name", "no shared data");
        return;
    };
    assert!(files.len() > 5);
    for file in files {
        assert_eq!(file.sha256, hash(&data.join(&file.name)), "{}", file.name);
    }
}

fn assess(folder: &Path, plan: &str, out: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
    command.current_dir(folder).args(["assess", "--plan", plan, "--out", out]).output().expect("the binary starts")
}

/// 240 made-up people of two groups at 60 variants, every third of which copies the one before.
fn small(folder: &Path) {
    let mut random = Random::new(3);
    let mut text = String::from("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    let mut labels = String::from("IID\tpopulation\n");
    for person in 0..240 {
        let _ = write!(text, "\tp{person}");
        let _ = writeln!(labels, "p{person}\t{}", if person % 2 == 0 { "here" } else { "there" });
    }
    let mut before = String::new();
    for at in 0..60 {
        if at % 3 != 1 {
            before.clear();
            for _ in 0..240 {
                let alleles = [random.chance(0.3), random.chance(0.3)].map(u8::from);
                let _ = write!(before, "\t{}/{}", alleles[0], alleles[1]);
            }
        }
        let _ = write!(text, "\n{}\t{}\trs{}\tA\tG\t.\t.\t.\tGT{before}", 1 + at / 30, 1000 + 400 * at, 900 + at);
    }
    drive::write(folder, "people.vcf", text + "\n");
    drive::write(folder, "labels.tsv", labels);
}

const SMALL: &str = r#"{"seed": 5, "origin": "made up", "licence": "CC0", "sets": [{
    "name": "made up", "is_real": false, "background": "label", "genotypes": ["people.vcf"], "build": "37",
    "labels": "labels.tsv", "groups": {"here": "EUR", "there": "AFR"}, "fitted_share": 0.5,
    "made_up": [{"count": 2}, {"count": 1, "rows": 20, "one_way": true}],
    "files": [{"label": "all", "lacking": "none"}, {"label": "part", "lacking": {"random": 0.5}},
              {"label": "apart", "lacking": {"spaced": 1000}}]}]}"#;

#[test]
fn the_command_measures_and_repeats() {
    let folder = drive::scratch("how-good");
    small(&folder);
    drive::write(&folder, "plan.json", SMALL);
    for out in ["first.json", "second.json"] {
        let output = assess(&folder, "plan.json", out);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let [first, second] = ["first.json", "second.json"].map(|name| drive::read_text(&folder.join(name)));
    assert_eq!(first, second, "the same seed gives the same figures");
    let good = read(&folder.join("first.json"));
    let [set] = &good.sets[..] else { panic!("one set") };
    assert_eq!((set.people, set.fitted, set.compared, set.variants), (240, 120, 120, 60));
    assert_eq!(set.scores.iter().map(|score| score.rows).collect::<Vec<_>>(), [60, 60, 20]);
    assert_eq!(good.rule.tests, 3 * 3 * 2);
    let [all, part, apart] = &set.files[..] else { panic!("three files") };
    for file in [all, part, apart] {
        assert_eq!(file.groups.iter().map(|of| of.percentiles).collect::<Vec<_>>(), [180, 180], "{}", file.label);
        assert!(file.groups.iter().all(|of| of.is_uniform && of.fitted == 60), "{file:?}");
    }
    assert!(all.held == 1.0 && all.covered == 1.0 && all.is_told);
    assert!((0.3..0.7).contains(&part.covered) && !part.is_told, "{}", part.covered);
    // 360 people: three standard errors.
    assert!((0.85..0.95).contains(&part.held), "{}", part.held);
    assert!(apart.covered < 0.6 && apart.width > all.width, "{apart:?}");
}

#[test]
fn plans_that_cannot_be_are_refused() {
    let folder = drive::scratch("how-good-refused");
    small(&folder);
    for (at, (from, to)) in [
        ("\"fitted_share\": 0.5", "\"fitted_share\": 1.5"),
        ("\"label\", \"genotypes\"", "\"guess\", \"genotypes\""),
        ("{\"random\": 0.5}", "{\"random\": 0}"),
        ("\"seed\": 5", "\"sead\": 5"),
        ("{\"spaced\": 1000}", "{\"spaced\": 0}"),
    ]
    .into_iter()
    .enumerate()
    {
        let plan = SMALL.replace(from, to);
        assert_ne!(plan, SMALL);
        drive::write(&folder, "plan.json", plan);
        let output = assess(&folder, "plan.json", "out.json");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(!output.status.success() && text.contains("bad-option"), "{at}: {text}");
    }
}
