//! Compares people whom a trained score never saw as the page does: who they are like, by their own genotypes, decides the group.

use super::{drive, tallele};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::formats::pack::read_pack;
use tallele::formats::panel::read_panel_bytes;
use tallele::reference::{MeasuredEffect, PublishedValidation};
use tallele::simulation::{Backgrounds, reference_set};
use tallele::stats::Random;
use tallele::stats::kolmogorov::uniform_p_among;

/// Chance that the tests of uniform percentiles of one set of people, a group each, fail although they are; seeds are fixed.
const ALPHA: f64 = 0.01;

/// People of known groups with genotypes in PLINK files, and a phenotype whose causes are known.
pub struct Set {
    pub folder: PathBuf,
    pub bed: PathBuf,
    build: &'static str,
    /// Everybody in the files' order, with the group.
    pub people: Vec<(String, String)>,
    /// True genetic values.
    genetic: Vec<f64>,
}

/// What somebody is there for.
#[derive(Clone, Copy, PartialEq)]
pub enum Part {
    Train,
    Validation,
    Test,
    Calibrate,
    Unseen,
}

/// What the trait is like.
pub struct Design {
    /// Share of the variance that the causes explain.
    pub heritability: f64,
    /// Share of people who are cases, where it is 0 and 1 by a threshold on what it would be otherwise.
    pub prevalence: Option<f64>,
}

/// What was trained.
pub struct Trained {
    pub pack: PathBuf,
    pub validation: PublishedValidation,
    pub card: Value,
    /// People of each group who calibrate.
    calibrating: BTreeMap<String, u64>,
}

impl Set {
    /// Gives everybody a genetic value by `causal` variants of equal share, spread over the file.
    pub fn new(
        folder: PathBuf,
        bed: PathBuf,
        build: &'static str,
        people: Vec<(String, String)>,
        causal: usize,
    ) -> Self {
        let bytes = std::fs::read(&bed).expect("readable");
        let width = people.len().div_ceil(4);
        let variants = (bytes.len() - 3) / width;
        let mut genetic = vec![0.0; people.len()];
        for nth in 0..causal {
            let column = &bytes[3 + (nth * variants / causal) * width..][..width];
            // A missing call counts as one copy here: nobody's genotype is made up by it.
            let copies = |at: usize| [2.0, 1.0, 1.0, 0.0][usize::from(column[at / 4] >> (2 * (at % 4)) & 3)];
            let sign = if nth % 2 == 0 { 1.0 } else { -1.0 };
            let spread = variance(&(0..people.len()).map(copies).collect::<Vec<_>>()).sqrt().max(0.1);
            genetic.iter_mut().enumerate().for_each(|(at, value)| *value += sign * copies(at) / spread);
        }
        Self { folder, bed, build, people, genetic }
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    pub fn ids(&self, part: impl Fn(usize) -> bool) -> Vec<&str> {
        (0..self.people.len()).filter(|at| part(*at)).map(|at| self.people[at].0.as_str()).collect()
    }

    /// Trains on some, calibrates by the labelled others, and leaves the unseen out of everything: they have no label.
    pub fn train(&self, part: &dyn Fn(usize) -> Part, design: Design, more: &[&str]) -> Trained {
        let Design { heritability, prevalence } = design;
        let noise = (variance(&self.genetic) * (1.0 - heritability) / heritability).sqrt();
        let mut random = Random::new(31);
        let values: Vec<f64> = self.genetic.iter().map(|genetic| genetic + noise * random.normal()).collect();
        let mut ordered = values.clone();
        ordered.sort_by(f64::total_cmp);
        let threshold = prevalence.map(|prevalence| ordered[((1.0 - prevalence) * values.len() as f64) as usize]);
        let line = |((id, _), value): (&(String, String), &f64)| match threshold {
            Some(threshold) => format!("{id}\t{}\n", u8::from(*value >= threshold)),
            None => format!("{id}\t{value}\n"),
        };
        let phenotypes: String = self.people.iter().zip(&values).map(line).collect();
        drive::write(&self.folder, "phenotype.tsv", format!("IID\ttrait\n{phenotypes}"));
        for (name, which) in [("train", Part::Train), ("validation", Part::Validation), ("test", Part::Test)] {
            drive::write(&self.folder, name, self.ids(|at| part(at) == which).join("\n"));
        }
        let labelled = self.people.iter().enumerate().filter(|(at, _)| part(*at) != Part::Unseen);
        let labels: String = labelled.map(|(_, (id, group))| format!("{id}\t{group}\n")).collect();
        drive::write(&self.folder, "labels.tsv", format!("IID\tgroup\n{labels}"));
        let [bed, phenotype, train, validation, test, labels, out] =
            ["", "phenotype.tsv", "train", "validation", "test", "labels.tsv", "out"].map(|name| match name {
                "" => self.bed.display().to_string(),
                name => self.path(name),
            });
        let mut arguments = vec!["train", "--genotypes", &bed, "--phenotype", &phenotype, "--trait", "trait"];
        arguments.extend(["--keep-train", &train, "--keep-validation", &validation, "--keep-test", &test]);
        arguments.extend(["--labels", &labels, "--lambdas", "30", "--build", self.build, "--no-baselines"]);
        arguments.extend(["--standardize", "--licence", "CC0-1.0", "--out", &out]);
        arguments.extend(more);
        let (success, json) = tallele(&arguments);
        assert!(success, "{json}");
        assert_eq!(
            json["findings"].as_array().map(|found| found.iter().filter(|of| of["severity"] == "fix").count()),
            Some(0)
        );
        let pack = self.folder.join("out/score.tpack");
        let bytes = std::fs::read(&pack).expect("readable");
        let (file, _) = read_pack(&(Rc::new(MemorySource::new("pack", bytes)) as _)).expect("a pack");
        let groups = file.calibration.expect("calibrated").groups;
        Trained {
            pack,
            validation: file.validation.expect("tested"),
            card: serde_json::from_str(&drive::read_text(&self.folder.join("out/card.json"))).expect("JSON"),
            calibrating: groups.into_iter().map(|of| (of.group, of.people)).collect(),
        }
    }

    /// The scores' entries of everybody unseen, by id.
    pub fn compare(&self, part: &dyn Fn(usize) -> Part, pack: &Path) -> HashMap<String, Value> {
        let unseen = drive::write(&self.folder, "unseen", self.ids(|at| part(at) == Part::Unseen).join("\n"));
        let set = [self.bed.clone(), self.bed.with_extension("bim"), self.bed.with_extension("fam")];
        let unseen = unseen.display().to_string();
        let options = ["--build", self.build, "--palindromes", "keep", "--samples", &unseen, "--reference"];
        let scored = drive::score(&set, &[pack.to_path_buf()], &options);
        assert!(scored.success, "{}", scored.json);
        let entry = |sample: &Value| (sample["id"].as_str().expect("an id").to_owned(), sample["scores"][0].clone());
        scored.json["samples"].as_array().expect("samples").iter().map(entry).collect()
    }

    /// Percentiles of the unseen, from 0 to 1, by their own group. `least`: the share of them who must be told one, and like
    /// their own group: some people are mixed.
    fn percentiles(&self, entries: &HashMap<String, Value>, basis: &str, least: f64) -> BTreeMap<String, Vec<f64>> {
        let mut by_group: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        let mut told_their_own = 0;
        for (id, group) in &self.people {
            let Some(percentile) = entries.get(id).map(|entry| &entry["percentile"]) else { continue };
            let Some(value) = percentile["value"].as_f64() else { continue };
            assert_eq!(percentile["basis"], basis, "{percentile}");
            told_their_own += usize::from(percentile["group"].as_str() == Some(group));
            by_group.entry(group.clone()).or_default().push(value / 100.0);
        }
        let share = told_their_own as f64 / entries.len() as f64;
        assert!(share >= least, "{told_their_own} of {} are like their group", entries.len());
        by_group
    }
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64
}

/// Percentiles are uniform in each group, by what a group's own number of reference people leaves to chance; and the test tells
/// half the spread from it.
fn hold_uniform(by_group: &BTreeMap<String, Vec<f64>>, calibrating: &BTreeMap<String, u64>) {
    let told: Vec<(String, usize, f64)> = by_group
        .iter()
        .map(|(group, values)| {
            (group.clone(), values.len(), uniform_p_among(values.clone(), calibrating[group] as f64))
        })
        .collect();
    assert!(told.iter().all(|(_, _, p)| *p > ALPHA / told.len() as f64), "{told:?}");
    let all: Vec<f64> = by_group.values().flatten().map(|value| 0.25 + 0.5 * value).collect();
    assert!(uniform_p_among(all, calibrating.values().sum::<u64>() as f64) < 1e-6);
}

/// What the pack says of accuracy is what the card says, and what a person is told is that of the group.
fn hold_accuracy(set: &Set, trained: &Trained, entries: &HashMap<String, Value>) {
    let Trained { validation, card, .. } = trained;
    let MeasuredEffect::TraitR2(r2) = &validation.effect else { panic!("{validation:?}") };
    assert!(Some(r2.value) == validation.r2 && r2.low < r2.value && r2.value < r2.high, "{r2:?}");
    assert_eq!(validation.disease, "trait");
    for (group, of) in &validation.accuracy {
        let there = of.r2.expect("measured");
        let of_card = &card["test_by_group"][group];
        assert_eq!(Some(there.value), of_card["value"].as_f64().map(|value| value.max(0.0)), "{group}");
        // Reading a pack's JSON may change the last bit.
        assert!((of.kept - (there.value / r2.value).clamp(0.0, 1.0)).abs() < 1e-12, "{group}: {}", of.kept);
        assert!(there.low >= 0.0 && of_card["people"].as_u64().expect("people") >= 50);
    }
    for (id, group) in &set.people {
        let Some(entry) = entries.get(id) else { continue };
        assert_eq!(entry["absolute_risk"]["withheld"]["code"], "not-a-disease", "{entry}");
        let accuracy = &entry["percentile"]["accuracy"];
        let Some(of) = validation.accuracy.get(group) else { continue };
        let (told, expected) = (accuracy["r2"].as_f64().expect("told"), r2.value * of.kept);
        // People near a group are told a mixture of at most a tenth of others.
        assert!((told - expected).abs() < 0.1 * r2.value + 1e-9, "{group}: {told} and {expected}");
        assert_eq!(accuracy["citation"], validation.citation, "{accuracy}");
    }
}

/// Made-up people near the middle of five groups, at every so many of the ancestry panel's sites.
pub fn made_up(name: &str, of_each: usize, every: usize) -> Set {
    let bytes = std::fs::read(drive::project().join("www/packs/ancestry-core.tallele-panel")).expect("there");
    let panel = read_panel_bytes(&bytes).expect("sound");
    let sites: Vec<usize> = (0..panel.sites.len()).step_by(every).collect();
    let made = reference_set(&Backgrounds::new(&panel), &sites, 12, of_each);
    let groups: Vec<String> = made.groups.iter().map(|at| panel.groups[*at].clone()).collect();
    let folder = drive::scratch(name);
    for file in made.files("") {
        drive::write(&folder, &file.name, file.bytes);
    }
    let fam = drive::read_text(&folder.join("people.fam"));
    let ids = fam.lines().map(|line| line.split('\t').nth(1).expect("an id").to_owned());
    let bed = folder.join("people.bed");
    Set::new(folder, bed, "37", ids.zip(groups).collect(), 24)
}

/// At sites enough to lay the score along the ancestry panel's components.
#[test]
fn unseen_people_of_five_groups_stand_evenly() {
    let set = made_up("train-compared-made-up", 250, 16);
    // Of ten people of a group four are trained on, one validates, two test, and one calibrates besides.
    let part = |at: usize| match at % 10 {
        0..4 => Part::Train,
        4 => Part::Validation,
        5 | 6 => Part::Test,
        7 => Part::Calibrate,
        _ => Part::Unseen,
    };
    let trained = set.train(&part, Design { heritability: 0.7, prevalence: None }, &[]);
    assert_eq!(trained.calibrating.values().copied().collect::<Vec<_>>(), [100; 5]);
    assert_eq!(trained.validation.accuracy.len(), 5);
    assert!(trained.validation.r2 > Some(0.3), "{:?}", trained.validation.r2);
    let entries = set.compare(&part, &trained.pack);
    assert_eq!(entries.len(), 250);
    hold_accuracy(&set, &trained, &entries);
    hold_uniform(&set.percentiles(&entries, "components", 0.98), &trained.calibrating);
}

/// Real people of HapMap 3, with real linkage; their file has too few of the ancestry panel's sites for components, so that the
/// group's own figures tell.
#[test]
fn unseen_people_of_hapmap3_stand_evenly() {
    const STEM: &str = "genotypes/gabraham_flashpca/HM3_thinned_autosomal_overlap";
    const GROUPS: [(&str, &[&str]); 5] = [
        ("AFR", &["ASW", "LWK", "MKK", "YRI"]),
        ("AMR", &["MEX"]),
        ("EAS", &["CHB", "CHD", "JPT"]),
        ("EUR", &["CEU", "TSI"]),
        ("SAS", &["GIH"]),
    ];
    let bed = drive::data().map(|data| data.join(STEM).with_extension("bed")).filter(|bed| bed.is_file());
    let Some(bed) = bed else { return drive::skip("unseen_people_of_hapmap3_stand_evenly", "no shared data") };
    let table = drive::read_text(&bed.with_file_name("relationships_w_pops_121708.txt"));
    let population = |line: &str| {
        let cells: Vec<&str> = line.split_ascii_whitespace().collect();
        let (group, _) = GROUPS.iter().find(|(_, of)| of.contains(&cells[6]))?;
        Some((cells[1].to_owned(), (*group).to_owned()))
    };
    let groups: HashMap<String, String> = table.lines().filter_map(population).collect();
    let fam = drive::read_text(&bed.with_extension("fam"));
    let people = fam.lines().map(|line| {
        let id = line.split_ascii_whitespace().nth(1).expect("an id").to_owned();
        (id.clone(), groups[&id].clone())
    });
    let folder = drive::scratch("train-compared-hapmap3");
    let set = Set::new(folder, bed, "36", people.collect(), 12);
    let mut random = Random::new(8);
    let covariates: String = set.people.iter().map(|(id, _)| format!("{id}\t{}\n", random.normal())).collect();
    let covariates =
        drive::write(&set.folder, "covariates.tsv", format!("IID\tnoise\n{covariates}")).display().to_string();
    // By the place in one's group, so that of the smallest 20 calibrate.
    let places: Vec<usize> = (0..set.people.len())
        .map(|at| set.people[..at].iter().filter(|(_, group)| *group == set.people[at].1).count())
        .collect();
    let part = |at: usize| match places[at] % 20 {
        0..5 => Part::Train,
        5 | 6 => Part::Validation,
        7..11 => Part::Test,
        11..16 => Part::Calibrate,
        _ => Part::Unseen,
    };
    let trained = set.train(&part, Design { heritability: 0.8, prevalence: None }, &["--covariates", &covariates]);
    assert_eq!(trained.calibrating.len(), 5, "{:?}", trained.calibrating);
    // Where there are covariates the pack has what the genotypes add.
    let home = trained.validation.reporting["ancestry"].clone();
    assert_eq!(trained.validation.accuracy[&home].kept, 1.0);
    assert!(trained.validation.r2 > Some(0.1), "{:?}", trained.validation.r2);
    let entries = set.compare(&part, &trained.pack);
    assert_eq!(entries.len(), set.ids(|at| part(at) == Part::Unseen).len());
    hold_uniform(&set.percentiles(&entries, "frequencies", 0.95), &trained.calibrating);
}
