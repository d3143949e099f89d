//! Holds the reports of `tests/reports`: four made-up people with a percentile and a risk, one of each withheld, as JSON and CSV.
//!
//! The page's own tests read these files, so what it writes of a report that it reopened is held to what the engine writes.
//! `TALLELE_SAVE=1 cargo test --features cli --test compared saved` writes them anew after a change that is meant.

use super::measured::{Plink, core, finish, made_up_score, packs, source};
use super::{drive, hold_the_rule};
use std::collections::BTreeMap;
use tallele::calibration::percentile::COVERED_MIN;
use tallele::formats::pack::{MadeOf, write_pack};
use tallele::genome::Sex;
use tallele::reference::{CanRisk, GroupAccuracy, Measured, MeasuredEffect, PublishedValidation, RatesByAge};
use tallele::session::compare::Reference;
use tallele::session::score_task::read_again;
use tallele::stats::Random;

const REFERENCE: usize = 80;
const ASKED: usize = 4;
/// Variants of each score.
const ROWS: usize = 24;

/// People by the frequencies of the ancestry panel's group EUR, at one in twelve of its sites; the last ones are asked.
fn people() -> Plink {
    let panel = core(COVERED_MIN).panel;
    let group = panel.groups.iter().position(|group| group == "EUR").expect("the group");
    let mut random = Random::new(41);
    let (mut variants, mut calls) = (Vec::new(), Vec::new());
    for site in (0..panel.sites.len()).step_by(12) {
        let at = &panel.sites[site];
        let chromosome = at.site37.chromosome().expect("an autosome").name();
        let (alternate, reference) = (char::from(at.alternate), char::from(at.reference));
        variants.push(format!("{chromosome}\t{}\t0\t{}\t{alternate}\t{reference}", at.id, at.site37.position()));
        let p = panel.group_frequencies[group * panel.sites.len() + site];
        let mut bytes = vec![0_u8; (REFERENCE + ASKED).div_ceil(4)];
        for person in 0..REFERENCE + ASKED {
            let copies = usize::from(random.chance(p)) + usize::from(random.chance(p));
            // Two copies of the first allele are 0, one is 2, none is 3.
            bytes[person / 4] |= [3, 2, 0][copies] << (2 * (person % 4));
        }
        calls.push(bytes);
    }
    let sex = |person: usize| if person == REFERENCE + 1 { 1 } else { 2 };
    let line = |person| format!("f\tp{person}\t0\t0\t{}\t-9", sex(person));
    Plink { variants, people: (0..REFERENCE + ASKED).map(line).collect(), calls }
}

fn validation() -> PublishedValidation {
    let ages = 80;
    PublishedValidation {
        disease: "a made-up disease".to_owned(),
        citation: "Invented \"A\" et al., J. Fixtures 1, 2026".to_owned(),
        test_set: "nobody".to_owned(),
        r2: Some(0.08),
        heritability: None,
        sex: Sex::Female,
        effect: MeasuredEffect::HazardRatioPerSd(Measured { value: 1.6, low: 1.5, high: 1.7 }),
        accuracy: BTreeMap::from([(
            "EUR".to_owned(),
            GroupAccuracy { kept: 1.0, citation: "the same".to_owned(), r2: None },
        )]),
        auc_by_group: BTreeMap::new(),
        rates: Some(RatesByAge {
            first_age: 0,
            incidence: (0..ages).map(|age| 5e-5 * f64::from(age)).collect(),
            mortality: vec![0.004; 80],
            source: "made up".to_owned(),
        }),
        auc: None,
        reporting: BTreeMap::new(),
        canrisk: Some(CanRisk {
            variable: "PRS_BC".to_owned(),
            alpha: BTreeMap::from([("EUR".to_owned(), 0.45)]),
            citation: "made up".to_owned(),
        }),
        sources: Vec::new(),
    }
}

/// The first score has all of its variants in the file and a validation, the second has a third of them, the third no figures.
fn scores(plink: &Plink) -> Vec<Vec<u8>> {
    let every = plink.variants.len() / ROWS;
    let part = |first: usize| plink.part(|at| at % every == first && at / every < ROWS);
    let labels = (0..REFERENCE).map(|person| (format!("p{person}"), "EUR".to_owned())).collect();
    let texts: Vec<Vec<u8>> = [5_usize, 9, 13]
        .map(|first| {
            let head =
                format!("#pgs_name==MADE_{first}, \"with\" signs\n#trait_reported=made-up disease\n#license=CC0\n");
            [head.as_bytes(), &made_up_score(first as u64, &part(first), "GRCh37")].concat()
        })
        .to_vec();
    let mut packed: Vec<Vec<u8>> = packs(plink, "37", &labels, &texts[..2]).into_iter().map(|(pack, _)| pack).collect();
    let mut file = read_again(&source("score.tpack", packed.remove(0))).expect("a pack").remove(0);
    file.validation = Some(validation());
    let made_of = MadeOf { name: "score.txt".into(), bytes: 1, sha256: "0".into(), format: "text".into() };
    let mut first = Vec::new();
    write_pack(&mut first, &file, made_of).expect("written");
    vec![first, packed.remove(0), texts[2].clone()]
}

/// The files' variants without two thirds of the second score's.
fn asked(plink: &Plink) -> Plink {
    let every = plink.variants.len() / ROWS;
    plink.part(|at| at % every != 9 || (at / every).is_multiple_of(3))
}

#[test]
fn reports_are_as_they_were_saved() {
    let plink = people();
    let mut session =
        asked(&plink).session((REFERENCE..REFERENCE + ASKED).map(|person| format!("p{person}")).collect(), "37");
    for (at, score) in scores(&plink).into_iter().enumerate() {
        session.begin_add_score(source(&format!("score{at}.tpack"), score)).expect("a score");
        finish(&mut session);
    }
    session.begin_score().expect("scores");
    finish(&mut session);
    session.compare(&Reference { age_years: 40, ..core(COVERED_MIN) }).expect("compared");
    let json = session.report_json().expect("a report");
    let report = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(hold_the_rule(&report), (ASKED, 2 * ASKED), "the first is told, two are withheld");
    let risk = |person: usize| &report["samples"][person]["scores"][0]["absolute_risk"];
    assert!(risk(0)["value"].is_number() && risk(1)["withheld"]["code"] == "other-sex", "{}", risk(0));
    assert_eq!(report["samples"][0]["scores"][1]["percentile"]["withheld"]["code"], "low-coverage");
    assert_eq!(report["samples"][0]["scores"][0]["canrisk"]["alpha"]["EUR"], 0.45);

    let folder = drive::project().join("tests/reports");
    for (name, made) in [("family.json", json), ("family.csv", session.report_csv().expect("a table"))] {
        if std::env::var_os("TALLELE_SAVE").is_some() {
            drive::write(&folder, name, &made);
        }
        let kept = std::fs::read(folder.join(name)).unwrap_or_default();
        assert!(kept == made, "tests/reports/{name} is not what the engine writes; see the head of this file");
    }
}
