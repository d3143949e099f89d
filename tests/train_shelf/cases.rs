//! Trains on 0 and 1: the pack says how well cases are told from others, as counting pairs gives it, and no risk follows.

use super::compared::{Design, Part, Set, made_up};
use super::{drive, sums_of, tallele};
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::formats::pack::read_pack;
use tallele::reference::MeasuredEffect;

/// Of ten people of a group four are trained on, one validates, three test, one calibrates besides, and one nobody sees.
fn part(at: usize) -> Part {
    match at % 10 {
        0..4 => Part::Train,
        4 => Part::Validation,
        5..8 => Part::Test,
        8 => Part::Calibrate,
        _ => Part::Unseen,
    }
}

/// By the table, whether each is a case.
fn cases(set: &Set) -> HashMap<String, bool> {
    let table = drive::read_text(&set.folder.join("phenotype.tsv"));
    let rows = table.lines().skip(1).map(|line| line.split_once('\t').expect("two columns"));
    rows.map(|(id, value)| (id.to_owned(), value == "1")).collect()
}

/// Pairs of a case and another that the score puts right, of all; ties count half.
fn auc(people: &[(f64, bool)]) -> f64 {
    let of = |is_case: bool| people.iter().filter(move |of| of.1 == is_case).map(|of| of.0);
    let (mut won, mut all) = (0.0, 0.0);
    for case in of(true) {
        for other in of(false) {
            all += 1.0;
            won += if case > other { 1.0 } else { f64::from(case == other) / 2.0 };
        }
    }
    won / all
}

#[test]
fn a_score_of_cases_carries_its_auc_and_no_risk() {
    // 1,200 people, 60 of each group in the test; 550 sites, of which 300 place somebody.
    let set = made_up("train-cases", 240, 32);
    let design = || Design { heritability: 0.8, prevalence: Some(0.3) };
    let trained = set.train(&part, design(), &["--family", "binomial"]);
    let validation = &trained.validation;
    let MeasuredEffect::Auc(tested) = &validation.effect else { panic!("{validation:?}") };
    assert_eq!((validation.r2, validation.accuracy.len(), validation.fault()), (None, 0, None));

    let (cases, sums) = (cases(&set), sums_of(&set.bed, &set.folder.join("out/score.txt")));
    let mut told = 0;
    for group in ["AFR", "AMR", "EAS", "EUR", "SAS"] {
        let is_in = |at: &usize| part(*at) == Part::Test && set.people[*at].1 == group;
        let people: Vec<(f64, bool)> = (0..set.people.len())
            .filter(is_in)
            .map(|at| set.people[at].0.as_str())
            .map(|id| (sums[id], cases[id]))
            .collect();
        let count = people.iter().filter(|of| of.1).count();
        let Some(of) = validation.auc_by_group.get(group) else {
            assert!(count < 10 || people.len() - count < 10, "{group} has {count} cases");
            continue;
        };
        told += 1;
        assert_eq!((of.people, of.cases), (people.len() as u64, count as u64), "{group}");
        let by_hand = auc(&people);
        assert!((of.value - by_hand).abs() < 1e-12, "{group}: {} and {by_hand}", of.value);
        assert!(0.0 < of.low && of.low < of.value && of.value < of.high && of.high <= 1.0, "{of:?}");
        assert_eq!(trained.card["test_by_group"][group]["value"].as_f64(), Some(of.value), "{group}");
    }
    assert!(told >= 3, "{told} groups");
    let home = &validation.reporting["ancestry"];
    assert_eq!(&validation.auc_by_group[home], tested);
    assert_eq!(
        (&validation.reporting["people"], &validation.reporting["cases"]),
        (&"72".to_owned(), &tested.cases.to_string())
    );
    assert!(tested.value > 0.65 && tested.value < 0.97, "{tested:?}");

    // What people are told: the AUC of the group that they are most like, and of no group where it was not measured there.
    let entries = set.compare(&part, &trained.pack);
    assert_eq!(entries.len(), 120);
    let mut of_own = 0;
    for (id, entry) in &entries {
        let percentile = &entry["percentile"];
        assert!(percentile["value"].is_number() && percentile["accuracy"].is_null(), "{id}: {percentile}");
        let group = percentile["group"].as_str().expect("a group");
        let shown = &percentile["discrimination"];
        let own = validation.auc_by_group.get(group);
        of_own += usize::from(own.is_some());
        assert_eq!(shown["group"].as_str(), own.map(|_| group), "{id}");
        let expected = own.unwrap_or(tested);
        let numbers = ["auc", "low", "high"].map(|name| shown[name].as_f64());
        assert_eq!(numbers, [expected.value, expected.low, expected.high].map(Some), "{id}");
        assert_eq!((&shown["people"], &shown["cases"]), (&expected.people.into(), &expected.cases.into()), "{id}");
        assert_eq!(shown["citation"], validation.citation.as_str(), "{id}");
        assert_eq!(entry["absolute_risk"]["withheld"]["code"], "no-baseline", "{entry}");
    }
    assert!(of_own >= 24 * told, "{of_own} of {told} groups");

    // Of few cases nothing is said, and why.
    let again = set.path("few");
    let few = drive::write(&set.folder, "few-test", set.ids(|at| part(at) == Part::Test)[..12].join("\n"));
    let [bed, few] = [&set.bed, &few].map(|path| path.display().to_string());
    let [phenotype, train, validation] = ["phenotype.tsv", "train", "validation"].map(|name| set.path(name));
    let mut arguments = vec!["train", "--genotypes", &bed, "--phenotype", &phenotype, "--trait", "trait"];
    arguments.extend(["--keep-train", &train, "--keep-validation", &validation, "--keep-test", &few]);
    arguments.extend(["--family", "binomial", "--lambdas", "10", "--build", "37", "--no-baselines", "--out", &again]);
    let (success, json) = tallele(&arguments);
    assert!(success, "{json}");
    let why = |finding: &&Value| finding["code"] == "training-pack-no-accuracy";
    let found = json["findings"].as_array().expect("findings").iter().find(why).expect("said");
    assert!(found["text"].as_str().is_some_and(|text| text.contains("fewer than 10 cases")), "{found}");
    let pack = std::fs::read(set.folder.join("few/score.tpack")).expect("readable");
    assert_eq!(read_pack(&(Rc::new(MemorySource::new("pack", pack)) as _)).expect("a pack").0.validation, None);
}
