//! Holds the moments of cohorts to what their model says.

use super::*;
use crate::simulation::{EffectShape, TraitDesign, TraitDraw, TraitValues};

/// Everybody's copies, variant by variant.
fn draw(design: &CohortDesign) -> (Vec<CohortPerson>, Vec<(CohortVariant, Vec<u8>)>) {
    let mut cohort = Cohort::new(design.clone(), GeneticMap::default()).expect("a design that can be made");
    let (mut rows, mut copies) = (Vec::new(), Vec::new());
    while let Some(variant) = cohort.next_variant(&mut copies) {
        rows.push((variant, copies.clone()));
    }
    (cohort.people().to_vec(), rows)
}

fn frequency(copies: &[u8]) -> f64 {
    copies.iter().map(|count| f64::from(*count)).sum::<f64>() / (2 * copies.len()) as f64
}

#[test]
fn every_site_is_there_once_and_in_order() {
    let design = CohortDesign { people: 3, sites: 5_001, founders: 50, ..CohortDesign::default() };
    let (_, rows) = draw(&design);
    assert_eq!(rows.len(), 5_001);
    assert!(rows.is_sorted_by(|(a, _), (b, _)| a.site < b.site));
    let first = rows.iter().filter(|(variant, _)| variant.site.chromosome() == Chromosome::autosome(1)).count();
    // Chromosome 1 has 249,250,621 of 2,881,033,286 bases.
    assert_eq!(first, 5_001 * 249_250_621 / 2_881_033_286);
    assert!(rows.iter().all(|(variant, _)| (0.01..=0.99).contains(&variant.frequency)));
}

/// Frequencies of people are the founders', and genotypes are those of two independent haplotypes.
#[test]
fn people_are_drawn_from_the_founders() {
    let design = CohortDesign { people: 2_000, sites: 300, founders: 100, ..CohortDesign::default() };
    let (_, rows) = draw(&design);
    let (mut chi, mut hets, mut expected_hets) = (0.0, 0.0, 0.0);
    for (variant, copies) in &rows {
        let (p, people) = (variant.frequency, copies.len() as f64);
        chi += (frequency(copies) - p).powi(2) / (p * (1.0 - p) / (2.0 * people));
        hets += copies.iter().filter(|count| **count == 1).count() as f64;
        expected_hets += people * 2.0 * p * (1.0 - p);
    }
    // 300 sites, neighbours linked: their mean of 1 has a standard error below 0.2.
    assert!((chi / 300.0 - 1.0).abs() < 0.6, "{}", chi / 300.0);
    assert!((hets / expected_hets - 1.0).abs() < 0.02, "{}", hets / expected_hets);
}

/// Two groups that drifted apart from the founders by F differ by 2F·p·(1 − p) on average.
#[test]
fn groups_differ_by_their_divergence() {
    for divergence in [0.05, 0.2] {
        let design =
            CohortDesign { people: 2_000, sites: 4_000, groups: 2, divergence, founders: 100, ..Default::default() };
        let (people, rows) = draw(&design);
        assert_eq!(people.iter().filter(|person| person.group == 1).count(), 1_000);
        let (mut apart, mut spread) = (0.0, 0.0);
        for (variant, copies) in &rows {
            let (first, second) = copies.split_at(1_000);
            let (p, q) = (frequency(first), frequency(second));
            // What sampling of 2,000 alleles adds.
            let sampling = (p * (1.0 - p) + q * (1.0 - q)) / 2_000.0;
            apart += (p - q).powi(2) - sampling;
            spread += variant.frequency * (1.0 - variant.frequency);
        }
        let found = apart / spread / 2.0;
        assert!((found / divergence - 1.0).abs() < 0.1, "{divergence}: {found}");
    }
}

#[test]
fn children_have_one_allele_of_each_parent() {
    let design = CohortDesign { people: 2, families: 3, children: 3, sites: 3_000, ..CohortDesign::default() };
    let (people, rows) = draw(&design);
    assert_eq!(people.len(), 2 + 3 * 5);
    let mut differing = 0;
    for (at, person) in people.iter().enumerate() {
        let Some([father, mother]) = person.parents else { continue };
        assert_eq!((people[father].sex, people[mother].sex), (Sex::Male, Sex::Female));
        for (_, copies) in &rows {
            let can_give = |of: usize| match copies[of] {
                0 => 0..=0,
                1 => 0..=1,
                _ => 1..=1,
            };
            let fits = can_give(father).any(|one| can_give(mother).any(|other| one + other == copies[at]));
            assert!(fits, "a child with an allele that no parent has");
            differing += usize::from(copies[at] != copies[father]);
        }
    }
    assert!(differing > 1_000, "{differing}");
}

#[test]
fn the_seed_decides_and_families_move_nobody() {
    let plain = CohortDesign { people: 20, sites: 400, groups: 2, ..CohortDesign::default() };
    let (_, once) = draw(&plain);
    let (_, again) = draw(&plain);
    assert_eq!(once, again);
    let (_, other) = draw(&CohortDesign { seed: 2, ..plain.clone() });
    assert_ne!(once, other);
    let (_, with_families) = draw(&CohortDesign { families: 4, ..plain });
    let same = |((a, alone), (b, all)): (&(CohortVariant, Vec<u8>), &(CohortVariant, Vec<u8>))| {
        a == b && all[..20] == alone[..]
    };
    assert!(once.iter().zip(&with_families).all(same));
}

#[test]
fn calls_go_missing_at_the_rate_asked_for() {
    let design = CohortDesign { people: 1_000, sites: 200, missing: 0.03, ..CohortDesign::default() };
    let mut cohort = Cohort::new(design, GeneticMap::default()).expect("a design that can be made");
    let (mut copies, mut missing) = (Vec::new(), 0.0);
    while cohort.next_variant(&mut copies).is_some() {
        cohort.drop_calls(&mut copies);
        missing += copies.iter().filter(|count| **count == NO_CALL).count() as f64;
    }
    assert!((missing / 200_000.0 - 0.03).abs() < 4.0 * (0.03 * 0.97 / 200_000.0_f64).sqrt(), "{missing}");
}

fn with_trait(design: &CohortDesign, wanted: TraitDesign) -> (Vec<CohortPerson>, TraitValues) {
    let (people, rows) = draw(design);
    let mut drawn = TraitDraw::new(wanted.checked(design.sites).expect("a trait"), design.sites, people.len());
    rows.iter().for_each(|(variant, copies)| drawn.take(variant, copies));
    let values = drawn.finish(&people);
    (people, values)
}

fn moments(pairs: &[(f64, f64)]) -> (f64, f64, f64) {
    let count = pairs.len() as f64;
    let (mx, my) =
        (pairs.iter().map(|(x, _)| x).sum::<f64>() / count, pairs.iter().map(|(_, y)| y).sum::<f64>() / count);
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(x, y)| of(x - mx, y - my)).sum::<f64>() / count;
    (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y))
}

/// h² of unrelated people; and a child's regression on a parent, which is h²/2.
#[test]
fn traits_have_their_heritability() {
    let design =
        CohortDesign { people: 0, families: 4_000, children: 1, sites: 400, founders: 200, ..Default::default() };
    for (effects, causal) in [(EffectShape::Normal, 200), (EffectShape::Equal, 50), (EffectShape::Laplace, 400)] {
        let wanted = TraitDesign { heritability: 0.6, causal, effects, prevalence: None, seed: 5 };
        let (people, values) = with_trait(&design, wanted);
        assert_eq!(values.causal.len(), causal);
        let unrelated: Vec<(f64, f64)> = people
            .iter()
            .zip(values.genetic.iter().zip(&values.values))
            .filter(|(person, _)| person.parents.is_none())
            .map(|(_, (genetic, value))| (*genetic, *value))
            .collect();
        let (genetic, whole, both) = moments(&unrelated);
        assert!((genetic - 0.6).abs() < 1e-9, "{genetic}");
        let error = (2.0 / unrelated.len() as f64).sqrt();
        assert!((whole - 1.0).abs() < 4.0 * error, "{whole}");
        assert!((both / (genetic * whole).sqrt() - 0.6_f64.sqrt()).abs() < 4.0 * error);
        let pairs: Vec<(f64, f64)> = people
            .iter()
            .zip(&values.values)
            .filter_map(|(person, value)| Some((values.values[person.parents?[0]], *value)))
            .collect();
        let (parents, _, shared) = moments(&pairs);
        assert!((shared / parents - 0.3).abs() < 4.0 / (pairs.len() as f64).sqrt(), "{effects:?} {}", shared / parents);
    }
}

#[test]
fn diseases_have_their_prevalence() {
    let design = CohortDesign { people: 20_000, sites: 100, founders: 100, ..CohortDesign::default() };
    let wanted =
        TraitDesign { heritability: 0.4, causal: 100, effects: EffectShape::Normal, prevalence: Some(0.08), seed: 6 };
    let (_, values) = with_trait(&design, wanted);
    let cases = values.cases.expect("a disease");
    let share = cases.iter().filter(|is_case| **is_case).count() as f64 / 20_000.0;
    assert!((share - 0.08).abs() < 4.0 * (0.08 * 0.92 / 20_000.0_f64).sqrt() + 0.002, "{share}");
    let least = values.values.iter().zip(&cases).filter(|(_, is_case)| **is_case).map(|(value, _)| *value);
    assert!((least.fold(f64::INFINITY, f64::min) - 1.405).abs() < 0.01, "the threshold of 8 %");
}

#[test]
fn traits_that_cannot_be_made_name_their_option() {
    let plain = TraitDesign { heritability: 0.5, causal: 10, effects: EffectShape::Normal, prevalence: None, seed: 1 };
    let rows = [
        ("--heritability", TraitDesign { heritability: 1.1, ..plain.clone() }),
        ("--causal", TraitDesign { causal: 101, ..plain.clone() }),
        ("--causal", TraitDesign { causal: 0, ..plain.clone() }),
        ("--prevalence", TraitDesign { prevalence: Some(1.0), ..plain.clone() }),
    ];
    for (named, design) in rows {
        let error = design.checked(100).expect_err(named);
        assert!(error.code() == "bad-option" && error.to_string().starts_with(named), "{error}");
    }
    assert_eq!(EffectShape::parse("uniform").expect_err("unknown").code(), "bad-option");
    assert!(TraitDesign { heritability: 0.0, causal: 0, ..plain }.checked(0).is_ok());
}
