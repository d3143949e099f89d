//! Says how good percentiles and their intervals are, measured on people who were not fitted to: the model of the page "How good
//! is this?" and of its file.

use crate::calibration::percentile::{COVERED_MIN, LEVEL};
use crate::reference::SourceFile;
use crate::stats::kolmogorov::uniform_p_among;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the file says it is.
pub const KIND: &str = "tallele-how-good";
/// Version of the file's form; a reader refuses later ones.
pub const VERSION: u32 = 1;

/// The intervals are to hold in this share of people.
pub const HELD: [f64; 2] = [0.88, 0.92];
/// Chance that any of all tests of uniformity fails though percentiles are uniform; each is held to its part (Bonferroni).
pub const ALPHA: f64 = 0.01;

/// The file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HowGood {
    /// [`KIND`].
    pub kind: String,
    /// [`VERSION`].
    pub version: u32,
    /// Where the figures come from.
    pub provenance: Provenance,
    /// What they are held to.
    pub rule: Rule,
    /// Each data set.
    pub sets: Vec<SetShown>,
    /// How well people are placed from few sites.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placing: Vec<PlacingShown>,
}

/// Where figures come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The program version that measured them.
    pub tallele: String,
    /// The command that measures them again.
    pub command: String,
    /// Seed of all that is drawn.
    pub seed: u64,
    /// The ancestry panel.
    pub reference: ReferenceShown,
    /// The files measured on, and the plan.
    pub sources: Vec<SourceFile>,
    /// Whose genotypes these are.
    pub origin: String,
    /// Under what terms.
    pub licence: String,
}

/// An ancestry panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReferenceShown {
    /// Its name.
    pub name: String,
    /// Of the pack.
    pub sha256: String,
}

/// What figures are held to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// How often an interval says that it holds.
    pub level: f64,
    /// Least share of people in whom it is to.
    pub held_min: f64,
    /// Largest.
    pub held_max: f64,
    /// Of all tests of uniformity together.
    pub alpha: f64,
    /// How many there are.
    pub tests: u64,
    /// Share of a score's variance below which reports tell no percentile.
    pub covered_min: f64,
}

/// A data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetShown {
    /// In words.
    pub name: String,
    /// Real people; otherwise made up.
    pub is_real: bool,
    /// `placed`: who people are like was found from their genotypes; `label`: it was taken from the set's labels.
    pub background: String,
    /// People of the set with a label.
    pub people: u64,
    /// Those who calibrated.
    pub fitted: u64,
    /// Those who were compared.
    pub compared: u64,
    /// Variants that scores could be of.
    pub variants: u64,
    /// The scores.
    pub scores: Vec<ScoreShown>,
    /// Each kind of file.
    pub files: Vec<FileShown>,
}

/// A score that was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreShown {
    /// Its id.
    pub id: String,
    /// Its rows.
    pub rows: u64,
    /// Made up for this.
    pub is_made_up: bool,
}

/// A kind of file: which variants it lacks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileShown {
    /// In words.
    pub label: String,
    /// `none`, `random`, `stretches`, `spaced` or `array`.
    pub removal: String,
    /// Mean share of the scores' variants that it has.
    pub kept: f64,
    /// Mean share of the scores' variance that it has.
    pub covered: f64,
    /// Whether reports tell percentiles of such files; otherwise they were measured with the gate open.
    pub is_told: bool,
    /// Share of all percentiles whose interval holds that of all variants.
    pub held: f64,
    /// The least of one score in one group.
    pub held_least: f64,
    /// The largest.
    pub held_most: f64,
    /// Median width of the interval, in percentiles.
    pub width: f64,
    /// People of whom nothing was told, by reason, times scores.
    pub withheld: BTreeMap<String, u64>,
    /// By group.
    pub groups: Vec<GroupShown>,
}

/// What was told of a group's people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupShown {
    /// The group, by the labels.
    pub group: String,
    /// People.
    pub people: u64,
    /// Percentiles: people times scores.
    pub percentiles: u64,
    /// Share whose interval holds.
    pub held: f64,
    /// Median width of the interval.
    pub width: f64,
    /// Tests of uniformity: one a score.
    pub tests: u64,
    /// People of the group who calibrated: their chance is in the tests too.
    pub fitted: u64,
    /// Their least p (Kolmogorov and Smirnov).
    pub least_p: f64,
    /// Whether that is above alpha ÷ all tests.
    pub is_uniform: bool,
    /// Percentiles from 0 to 10, … 90 to 100.
    pub deciles: Vec<u64>,
}

/// How well people are placed from so many sites.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacingShown {
    /// Sites of the ancestry panel.
    pub sites: u64,
    /// People.
    pub people: u64,
    /// Share whose nearest group is their own.
    pub nearest_right: f64,
    /// Median standard error of the largest share of similarity.
    pub median_se: f64,
}

/// One percentile that was told, and what all variants say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// From 0 to 100.
    pub value: f64,
    /// Its interval.
    pub low: f64,
    /// Its interval.
    pub high: f64,
    /// Share of the score's variance that the file has.
    pub covered: f64,
    /// The percentile of all variants.
    pub full: f64,
}

/// What was found of one kind of file: for each score and group its percentiles.
#[derive(Clone, Debug, Default)]
pub struct FileFound {
    by_group: BTreeMap<String, BTreeMap<usize, Vec<Found>>>,
    withheld: BTreeMap<String, u64>,
    /// Share of each score's variants that such a file has.
    kept: Vec<f64>,
}

impl FileFound {
    /// Adds a score of which such a file has this share of the variants.
    pub fn keep(&mut self, share: f64) {
        self.kept.push(share);
    }

    /// Adds a percentile of a score, of somebody of a group.
    pub fn add(&mut self, group: &str, score: usize, found: Found) {
        self.by_group.entry(group.to_owned()).or_default().entry(score).or_default().push(found);
    }

    /// Adds so many of whom nothing was told, for this reason.
    pub fn withhold(&mut self, code: &str, count: u64) {
        *self.withheld.entry(code.to_owned()).or_default() += count;
    }

    /// Tests of uniformity: one for each score and group.
    pub fn tests(&self) -> u64 {
        self.by_group.values().map(|scores| scores.len() as u64).sum()
    }

    /// What is shown, with so many tests in all.
    /// `fitted` has the people of each group who calibrated.
    pub fn show(&self, label: &str, removal: &str, all_tests: u64, fitted: &BTreeMap<String, u64>) -> FileShown {
        let all: Vec<Found> = self.by_group.values().flat_map(BTreeMap::values).flatten().copied().collect();
        let cells: Vec<f64> = self.by_group.values().flat_map(BTreeMap::values).map(|of| held(of)).collect();
        let covered = all.iter().map(|found| found.covered).sum::<f64>() / all.len().max(1) as f64;
        FileShown {
            label: label.to_owned(),
            removal: removal.to_owned(),
            kept: self.kept.iter().sum::<f64>() / self.kept.len().max(1) as f64,
            covered,
            is_told: covered >= COVERED_MIN,
            held: held(&all),
            held_least: cells.iter().copied().fold(1.0, f64::min),
            held_most: cells.iter().copied().fold(0.0, f64::max),
            width: median_width(&all),
            withheld: self.withheld.clone(),
            groups: self
                .by_group
                .iter()
                .map(|(group, scores)| show_group(group, scores, all_tests, fitted.get(group).copied().unwrap_or(0)))
                .collect(),
        }
    }
}

impl Rule {
    /// The rule for so many tests.
    pub fn of(tests: u64) -> Self {
        let [held_min, held_max] = HELD;
        Self { level: LEVEL, held_min, held_max, alpha: ALPHA, tests, covered_min: COVERED_MIN }
    }
}

fn show_group(group: &str, scores: &BTreeMap<usize, Vec<Found>>, all_tests: u64, fitted: u64) -> GroupShown {
    let all: Vec<Found> = scores.values().flatten().copied().collect();
    let p =
        |of: &Vec<Found>| uniform_p_among(of.iter().map(|found| found.value / 100.0).collect(), fitted.max(1) as f64);
    let least_p = scores.values().map(p).fold(1.0, f64::min);
    let mut deciles = vec![0; 10];
    for found in &all {
        if let Some(count) = deciles.get_mut(((found.value / 10.0) as usize).min(9)) {
            *count += 1;
        }
    }
    GroupShown {
        group: group.to_owned(),
        people: scores.values().map(Vec::len).max().unwrap_or(0) as u64,
        percentiles: all.len() as u64,
        held: held(&all),
        width: median_width(&all),
        tests: scores.len() as u64,
        fitted,
        least_p,
        is_uniform: least_p > ALPHA / all_tests.max(1) as f64,
        deciles,
    }
}

/// Share whose interval holds the percentile of all variants.
fn held(all: &[Found]) -> f64 {
    let holds = |found: &&Found| (found.low..=found.high).contains(&found.full);
    all.iter().filter(holds).count() as f64 / all.len().max(1) as f64
}

fn median_width(all: &[Found]) -> f64 {
    let mut widths: Vec<f64> = all.iter().map(|found| found.high - found.low).collect();
    widths.sort_by(f64::total_cmp);
    widths.get(widths.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: f64, full: f64) -> Found {
        Found { value, low: value - 10.0, high: value + 10.0, covered: 0.5, full }
    }

    #[test]
    fn shares_and_deciles_are_counted() {
        let mut file = FileFound::default();
        for at in 0..100_usize {
            let value = at as f64 + 0.5;
            file.add("A", at % 2, found(value, value + if at < 25 { 20.0 } else { 5.0 }));
        }
        for _ in 0..50 {
            file.add("B", 0, found(97.0, 97.0));
        }
        file.withhold("low-coverage", 3);
        file.keep(0.4);
        file.keep(0.6);
        assert_eq!(file.tests(), 3);
        let shown = file.show(
            "half of the variants",
            "random",
            3,
            &BTreeMap::from([("A".to_owned(), 80), ("B".to_owned(), 80)]),
        );
        assert_eq!((shown.held, shown.covered, shown.is_told, shown.width), (125.0 / 150.0, 0.5, false, 20.0));
        assert_eq!((shown.held_most, shown.kept), (1.0, 0.5));
        assert!((shown.held_least - 0.74).abs() < 1e-12, "{}", shown.held_least);
        let [a, b] = &shown.groups[..] else { panic!("two groups") };
        assert_eq!((a.people, a.percentiles, a.tests, a.fitted, a.is_uniform), (50, 100, 2, 80, true));
        assert_eq!(a.deciles, vec![10; 10]);
        assert_eq!((a.held, b.held, b.is_uniform, b.deciles[9]), (0.75, 1.0, false, 50));
        assert_eq!(shown.withheld["low-coverage"], 3);
    }

    #[test]
    fn a_file_comes_back() {
        let good = HowGood {
            kind: KIND.to_owned(),
            version: VERSION,
            provenance: Provenance::default(),
            rule: Rule::of(45),
            sets: Vec::new(),
            placing: vec![PlacingShown { sites: 300, people: 9, nearest_right: 1.0, median_se: 0.1 }],
        };
        let text = serde_json::to_string(&good).expect("JSON");
        assert_eq!(serde_json::from_str::<HowGood>(&text).expect("the same"), good);
    }
}
