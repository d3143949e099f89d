//! Made-up people, drawn from the frequencies that the coordinates of the ancestry panel's people imply: enough sites to lay a
//! score along components.

use super::measured::{Plink, compared, core, made_up_score, packs, percentiles};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use tallele::calibration::percentile::COVERED_MIN;
use tallele::reference::Panel;
use tallele::session::score_calibration::COMPONENTS;
use tallele::stats::Random;
use tallele::stats::kolmogorov::uniform_p;

const BUILD: &str = "37";

/// Every second reference person, at every eighth site of the panel.
fn people_of(panel: &Panel) -> (Plink, HashMap<String, String>) {
    let mut random = Random::new(29);
    let people: Vec<usize> = (0..panel.people.len()).step_by(2).collect();
    let (mut variants, mut calls) = (Vec::new(), Vec::new());
    for site in (0..panel.sites.len()).step_by(8) {
        let at = &panel.sites[site];
        let chromosome = at.site37.chromosome().expect("an autosome").name();
        let (alternate, reference) = (char::from(at.alternate), char::from(at.reference));
        let position = at.site37.position();
        variants.push(format!("{chromosome}\t{}\t0\t{position}\t{alternate}\t{reference}", at.id));
        let p = panel.frequencies[site];
        let mut bytes = vec![0_u8; people.len().div_ceil(4)];
        for (place, &person) in people.iter().enumerate() {
            let shift: f64 = panel.loadings_of(site).iter().zip(panel.coordinates_of(person)).map(|(a, b)| a * b).sum();
            let chance = (p + 0.5 * (2.0 * p * (1.0 - p)).sqrt() * shift).clamp(0.002, 0.998);
            let copies = u8::from(random.chance(chance)) + u8::from(random.chance(chance));
            // Two copies of the first allele are 0, one is 2, none is 3.
            bytes[place / 4] |= [3, 2, 0][usize::from(copies)] << (2 * (place % 4));
        }
        calls.push(bytes);
    }
    let id = |place: usize| format!("p{place}");
    let group = |person: usize| panel.groups[panel.group_of(person).expect("a group")].clone();
    let labels = people.iter().enumerate().map(|(place, person)| (id(place), group(*person))).collect();
    let lines = (0..people.len()).map(|place| format!("f{place}\t{}\t0\t0\t0\t-9", id(place))).collect();
    (Plink { variants, people: lines, calls }, labels)
}

/// Three quarters of the people calibrate, so that the error of the fit is small beside what the test can see; the others are laid along components and uniform in every group. With 85 % of the variants
/// the interval holds the percentile of all in about nine of ten, and with 20 % nothing is told.
#[test]
fn people_laid_along_components() {
    let reference = core(COVERED_MIN);
    let (plink, groups) = people_of(&reference.panel);
    let ids = plink.ids();
    let is_fitted = |id: &&String| id[1..].parse::<usize>().is_ok_and(|place| place % 4 != 0);
    let fitted: HashMap<String, String> =
        ids.iter().filter(is_fitted).map(|id| (id.clone(), groups[id].clone())).collect();
    let others: Vec<String> = ids.iter().filter(|id| !is_fitted(id)).cloned().collect();
    let scores: Vec<Vec<u8>> = [3, 4].map(|seed| made_up_score(seed, &plink, "GRCh37")).to_vec();
    let packed = packs(&plink, BUILD, &fitted, &scores);
    assert_eq!(packed[..1], packs(&plink, BUILD, &fitted, &scores[..1]), "the same inputs give the same bytes");
    for (_, calibration) in &packed {
        let fit = calibration.fit.as_ref().expect("enough sites and people");
        assert_eq!((fit.people, fit.components.len()), (fitted.len() as u64, COMPONENTS));
        assert!(calibration.held > 0.999, "{}", calibration.held);
    }
    let mut packed: Vec<Vec<u8>> = packed.into_iter().map(|(pack, _)| pack).collect();
    // A score without a calibration is withheld beside them.
    packed.push(scores[0].clone());
    let report = compared(&plink, BUILD, others.clone(), &packed, COVERED_MIN);
    for sample in report["samples"].as_array().expect("samples") {
        assert_eq!(sample["scores"][2]["percentile"]["withheld"]["code"], "no-basis");
        assert_eq!(sample["scores"][0]["percentile"]["basis"], "components", "{sample}");
    }
    let whole = percentiles(&report);
    let mut by_group: BTreeMap<(&str, usize), Vec<f64>> = BTreeMap::new();
    for ((id, score), [value, ..]) in &whole {
        by_group.entry((&groups[id], *score)).or_default().push(value / 100.0);
    }
    // A hundredth over five groups and two scores.
    let (mut seen, mut is_uniform) = (String::new(), true);
    for (group, values) in by_group {
        let (people, mean) = (values.len(), values.iter().sum::<f64>() / values.len() as f64);
        let p = uniform_p(values);
        is_uniform &= p > 0.01 / 10.0;
        let _ = writeln!(seen, "{group:?}: {people} percentiles, mean {mean:.3}, p = {p:.5}");
    }
    assert!(is_uniform, "{seen}");
    let mut random = Random::new(85);
    let most = plink.part(|_| random.chance(0.85));
    let found = percentiles(&compared(&most, BUILD, others.clone(), &packed, COVERED_MIN));
    assert_eq!(found.len(), whole.len());
    let holds = |(key, [_, low, high, _]): (&(String, usize), &[f64; 4])| (*low..=*high).contains(&whole[key][0]);
    let held = found.iter().filter(|one| holds((one.0, one.1))).count() as f64 / found.len() as f64;
    assert!((0.85..=0.96).contains(&held), "{held}");
    let mut random = Random::new(20);
    let few = plink.part(|_| random.chance(0.2));
    assert!(percentiles(&compared(&few, BUILD, others, &packed, COVERED_MIN)).is_empty());
}
