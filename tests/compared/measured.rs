//! Opens PLINK files in memory, calibrates scores by some of their people and compares the others.

use super::{drive, hold_the_rule};
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::calibration::percentile::COVERED_MIN;
use tallele::formats::pack::{MadeOf, write_pack};
use tallele::formats::panel::read_panel_bytes;
use tallele::reference::{CalibrationAbout, ScoreCalibration};
use tallele::session::Session;
use tallele::session::compare::Reference;
use tallele::session::score_task::read_again;

/// A PLINK set in memory: variants with two bits a person.
#[derive(Clone)]
pub struct Plink {
    /// Lines of the .bim.
    pub variants: Vec<String>,
    /// Lines of the .fam.
    pub people: Vec<String>,
    /// For each variant its bytes.
    pub calls: Vec<Vec<u8>>,
}

impl Plink {
    /// The variants that `keep` keeps.
    pub fn part(&self, mut keep: impl FnMut(usize) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.variants.len()).filter(|at| keep(*at)).collect();
        Self {
            variants: kept.iter().map(|at| self.variants[*at].clone()).collect(),
            people: self.people.clone(),
            calls: kept.iter().map(|at| self.calls[*at].clone()).collect(),
        }
    }

    pub fn files(&self) -> [(&'static str, Vec<u8>); 3] {
        let lines = |lines: &[String]| (lines.join("\n") + "\n").into_bytes();
        let bed = [0x6C, 0x1B, 0x01].into_iter().chain(self.calls.iter().flatten().copied()).collect();
        [("people.bed", bed), ("people.bim", lines(&self.variants)), ("people.fam", lines(&self.people))]
    }

    /// Ids of the people.
    pub fn ids(&self) -> Vec<String> {
        self.people.iter().map(|line| line.split_ascii_whitespace().nth(1).expect("an id").to_owned()).collect()
    }

    /// A session with these people open.
    pub fn session(&self, people: Vec<String>, build: &str) -> Session {
        let mut session = Session::new();
        let written = tallele::session::OptionsWritten { build: Some(build.to_owned()), ..Default::default() };
        session.set_options(&written).expect("options");
        session.set_samples(Some(people));
        let sources = self.files().map(|(name, bytes)| source(name, bytes)).to_vec();
        session.begin_open_set(sources).expect("PLINK files");
        finish(&mut session);
        session
    }
}

pub fn source(name: &str, bytes: Vec<u8>) -> SharedSource {
    Rc::new(MemorySource::new(name, bytes))
}

pub fn finish(session: &mut Session) {
    while !session.step(1 << 22).expect("a step").finished {}
}

/// The built-in ancestry panel.
pub fn core(covered_min: f64) -> Reference {
    let bytes =
        std::fs::read(drive::project().join("www/packs/ancestry-core.tallele-panel")).expect("the pack is there");
    let panel = read_panel_bytes(&bytes).expect("sound").into();
    Reference { panel, sha256: "core".to_owned(), covered_min, age_years: 0, relatives: Vec::new() }
}

/// A score in text with seeded weights on every variant of these that `is_in` takes.
pub fn made_up_score(seed: u64, of: &Plink, build: &str) -> Vec<u8> {
    let mut random = tallele::stats::Random::new(seed);
    let mut text = format!(
        "#pgs_id=PGS{seed:06}\n#genome_build={build}\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n"
    );
    for line in &of.variants {
        let cells: Vec<&str> = line.split_ascii_whitespace().collect();
        let [chromosome, id, _, position, first, second] = cells[..] else { panic!("not a .bim: {line}") };
        let weight = random.normal();
        text.push_str(&format!("{id}\t{chromosome}\t{position}\t{first}\t{second}\t{weight:.5}\n"));
    }
    text.into_bytes()
}

/// Calibrates each score by the labelled people and gives its pack.
pub fn packs(
    plink: &Plink,
    build: &str,
    labels: &HashMap<String, String>,
    scores: &[Vec<u8>],
) -> Vec<(Vec<u8>, ScoreCalibration)> {
    let mut people: Vec<String> = plink.ids();
    people.retain(|id| labels.contains_key(id));
    let mut session = plink.session(people, build);
    let placed = session.place_panel(&core(COVERED_MIN)).expect("placed");
    let pack = |(at, text): (usize, &Vec<u8>)| {
        let source = source("score.txt", text.clone());
        session.begin_add_score(source.clone()).expect("a score");
        finish(&mut session);
        let about = CalibrationAbout::default();
        let (calibration, _) = session.calibrate(at, labels, &placed, about).expect("calibrated");
        let mut file = read_again(&source).expect("a score").remove(0);
        file.calibration = Some(calibration.clone());
        let made_of = MadeOf { name: "score.txt".into(), bytes: 1, sha256: "0".into(), format: "text".into() };
        let mut bytes = Vec::new();
        write_pack(&mut bytes, &file, made_of).expect("written");
        (bytes, calibration)
    };
    scores.iter().enumerate().map(pack).collect()
}

/// The report on people of a set who are compared by packs.
pub fn compared(plink: &Plink, build: &str, people: Vec<String>, packs: &[Vec<u8>], covered_min: f64) -> Value {
    let mut session = plink.session(people, build);
    for pack in packs {
        session.begin_add_score(source("score.tpack", pack.clone())).expect("a pack");
        finish(&mut session);
    }
    session.begin_score().expect("scores");
    finish(&mut session);
    session.compare(&core(covered_min)).expect("compared");
    let report = serde_json::from_slice(&session.report_json().expect("a report")).expect("JSON");
    hold_the_rule(&report);
    report
}

/// Every percentile of a report, by sample and score: value, low, high, share covered.
pub fn percentiles(report: &Value) -> HashMap<(String, usize), [f64; 4]> {
    let mut found = HashMap::new();
    for sample in report["samples"].as_array().expect("samples") {
        for (at, score) in sample["scores"].as_array().expect("scores").iter().enumerate() {
            let of = |name: &str| score["percentile"][name].as_f64();
            let numbers = (of("value"), of("low"), of("high"), of("covered"));
            if let (Some(value), Some(low), Some(high), Some(covered)) = numbers {
                let id = sample["id"].as_str().expect("an id").to_owned();
                found.insert((id, at), [value, low, high, covered]);
            }
        }
    }
    found
}
