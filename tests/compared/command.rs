//! The commands: `tallele pack --panel`, `tallele score --reference`, `tallele verify` of what it says.

use super::measured::{Plink, core, finish, made_up_score, source};
use super::{drive, hold_the_rule};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tallele::calibration::percentile::COVERED_MIN;
use tallele::stats::Random;

const PEOPLE: usize = 50;

/// Two groups of 25 people at 40 sites, none of which is of the ancestry panel.
fn small(folder: &Path) -> (Plink, PathBuf, PathBuf) {
    let mut random = Random::new(7);
    let variants = (0..40).map(|at| format!("{}\trs99{at}\t0\t{}\tA\tG", 1 + at / 2, 1000 + at)).collect();
    let people = (0..PEOPLE).map(|at| format!("f\tp{at}\t0\t0\t0\t-9")).collect();
    let calls = (0..40).map(|_| (0..PEOPLE.div_ceil(4)).map(|_| random.below(256) as u8).collect()).collect();
    let plink = Plink { variants, people, calls };
    for (name, bytes) in plink.files() {
        drive::write(folder, name, bytes);
    }
    let label = |at: usize| format!("p{at}\t{}\n", if at.is_multiple_of(2) { "AFR" } else { "EUR" });
    let labels =
        drive::write(folder, "labels.tsv", "IID\tgroup\n".to_owned() + &(0..PEOPLE).map(label).collect::<String>());
    (plink, folder.join("people.bed"), labels)
}

pub fn tallele(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tallele")).args(arguments).output().expect("the binary starts")
}

pub fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("not JSON ({error}): {text}"))
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn packs_are_made_used_and_verified() {
    let folder = drive::scratch("compared-command");
    let (plink, bed, labels) = small(&folder);
    let score = drive::write(&folder, "score.txt", made_up_score(5, &plink, "GRCh37"));
    let pack = |to: &str, labels: &Path| {
        let to = folder.join(to);
        let mut arguments = vec!["pack", "--scores", text(&score), "--panel", text(&bed), "--build", "37"];
        arguments.extend(["--labels", text(labels), "--origin", "made up", "--licence", "CC0", "--out", text(&to)]);
        (tallele(&arguments), to)
    };
    let (output, first) = pack("first.tpack", &labels);
    let said = json(&output);
    assert_eq!((said["rows"].as_u64(), said["rows_with_frequencies"].as_u64()), (Some(40), Some(40)), "{said}");
    assert_eq!((&said["groups"][0]["people"], &said["groups"][1]["group"]), (&25.into(), &"EUR".into()));
    assert!(said["fitted_people"].is_null() && said["findings"][0]["code"] == "panel-not-fitted", "{said}");
    let (_, second) = pack("second.tpack", &labels);
    let bytes = std::fs::read(&first).expect("a pack");
    assert!(bytes == std::fs::read(second).expect("a pack"), "the same inputs give the same bytes");
    // Packing the pack again keeps what it knows.
    let again = folder.join("again.tpack");
    tallele(&["pack", "--scores", text(&first), "--out", text(&again)]);
    assert!(std::fs::read(&again).expect("a pack").windows(8).any(|at| at == b"calfreqs"));

    // No site tells who these people are like, and the text knows nobody.
    let set = ["bed", "bim", "fam"].map(|ending| bed.with_extension(ending));
    let genotypes = set.each_ref().map(|path| text(path));
    let scored = |scores: &[&str], more: &[&str]| {
        let mut arguments = vec!["score", "--build", "37", "--genotypes"];
        arguments.extend(genotypes);
        arguments.push("--scores");
        arguments.extend(scores);
        arguments.extend(more);
        tallele(&arguments)
    };
    let output = scored(&[text(&first), text(&score)], &["--json", "--reference"]);
    let report = json(&output);
    assert_eq!(hold_the_rule(&report), (0, 2 * PEOPLE));
    let why = |score: usize| &report["samples"][0]["scores"][score]["percentile"]["withheld"]["code"];
    assert_eq!((why(0), why(1)), (&"background-unknown".into(), &"no-basis".into()));
    assert_eq!(report["reference"]["name"], "ancestry-core");
    let saved = drive::write(&folder, "report.json", &output.stdout);
    let mut arguments = vec!["verify", "--report", text(&saved), "--genotypes"];
    arguments.extend(genotypes);
    arguments.extend(["--scores", text(&first), text(&score)]);
    let verified = tallele(&arguments);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    // Without the option nothing is said; parts cannot be compared.
    let plain = json(&scored(&[text(&first)], &["--json"]));
    assert!(plain["samples"][0]["scores"][0].get("percentile").is_none() && plain.get("reference").is_none());
    assert!(!scored(&[text(&first)], &["--partial", text(&folder.join("part")), "--reference"]).status.success());

    // Groups that are too small, and a pack whose figures are damaged.
    let few = drive::write(&folder, "few.tsv", "IID\tgroup\np1\tEUR\np2\tAFR\n");
    assert_eq!(json(&pack("few.tpack", &few).0)["error"]["code"], "calibration-few-reference");
    let place = bytes.windows(8).position(|at| at == b"calfreqs").expect("the section");
    let mut damaged = bytes.clone();
    damaged[place + 24] ^= 1;
    let damaged = drive::write(&folder, "damaged.tpack", damaged);
    assert_eq!(json(&scored(&[text(&damaged)], &["--json", "--reference"]))["error"]["code"], "record-corrupt");
}

/// The page's way: a family is compared for its relations, and its report says of percentiles only what was asked.
#[test]
fn a_comparison_without_figures_leaves_the_report_as_it_is() {
    let (plink, ..) = small(&drive::scratch("compared-plain"));
    let score = made_up_score(5, &plink, "GRCh37");
    let mut session = plink.session(plink.ids(), "37");
    session.begin_add_score(source("score.txt", score)).expect("a score");
    finish(&mut session);
    session.begin_score().expect("scores");
    finish(&mut session);
    let before = session.report_json().expect("a report");
    let reference = core(COVERED_MIN);
    let found = session.comparison(&reference).expect("compared");
    assert!(session.report_json().expect("a report") == before);
    assert_eq!(found.people.len(), PEOPLE);
    let nobody_is_placed =
        found.people.iter().all(|of| of.withheld.is_some() && of.pcs.is_none() && of.nearest.is_none());
    assert!(nobody_is_placed, "no site is of the panel");
    let kinship = found.kinship.expect("fifty people are few enough");
    assert_eq!((kinship.pairs_compared, kinship.pairs.len()), (PEOPLE * (PEOPLE - 1) / 2, PEOPLE * (PEOPLE - 1) / 2));
    assert!(kinship.pairs.iter().all(|pair| pair.relation.is_none() && pair.withheld.is_some()));
    let shown = found.reference;
    assert_eq!((shown.sites, shown.group_of.len()), (reference.panel.sites.len(), reference.panel.people.len()));
    assert_eq!(shown.coordinates.len(), shown.group_of.len() * shown.width);
    assert!(shown.group_of.iter().all(|group| *group < shown.groups.len()));
}
