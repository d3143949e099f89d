//! Percentiles and risks of made-up people: right as a whole, and never told without interval and basis.

#[path = "standing/population.rs"]
mod population;
#[path = "standing/relatives.rs"]
mod relatives;

use population::{BLOCK, Score, group, question};
use proptest::prelude::*;
use tallele::calibration::absolute_risk::{Effect, Person, Validation, absolute_risk};
use tallele::calibration::expected::{GroupShare, GroupVariant};
use tallele::calibration::linked::Links;
use tallele::calibration::percentile::{
    Accuracy, Background, COVERED_MIN, LEVEL, Method, Placed, Question, Standing, stand,
};
use tallele::calibration::survival::Rates;
use tallele::calibration::uncertainty::Interval;
use tallele::calibration::{Adjustment, Relative, Withheld};
use tallele::genome::Sex;
use tallele::report::gates::WithheldText;
use tallele::stats::Random;

/// Largest distance between what was found and a uniform distribution, times √n; above 1.95 by chance once in 1,000.
fn kolmogorov(mut percentiles: Vec<f64>) -> f64 {
    percentiles.sort_by(f64::total_cmp);
    let count = percentiles.len() as f64;
    let off = percentiles.iter().enumerate().map(|(at, percentile)| {
        let uniform = percentile / 100.0;
        (uniform - at as f64 / count).max((at as f64 + 1.0) / count - uniform)
    });
    off.fold(0.0, f64::max) * count.sqrt()
}

/// People of one background with part of the variants: their percentiles are uniform, and the interval holds the percentile
/// that all variants give in `LEVEL` of them.
fn calibrated(score: &Score, second: f64, kept: f64, seed: u64) -> (f64, f64) {
    const PEOPLE: usize = 3000;
    let mut random = Random::new(seed);
    let all = vec![true; score.weights.len()];
    let whole = score.variants(&all);
    let groups = score.shares(second);
    let (mut percentiles, mut held) = (Vec::new(), 0);
    for _ in 0..PEOPLE {
        let dosages = score.person(&mut random, second);
        let is_used: Vec<bool> = all.iter().map(|_| random.chance(kept)).collect();
        let variants = score.variants(&is_used);
        let mut asked = question(score.sum(&dosages, &is_used), &variants, &groups);
        asked.covered_min = 0.0;
        let found = stand(&asked).expect("told");
        let full = stand(&question(score.sum(&dosages, &all), &whole, &groups)).expect("told").percentile.value();
        let Interval { low, high } = found.percentile.interval();
        held += usize::from((low..=high).contains(&full));
        percentiles.push(found.percentile.value());
    }
    (kolmogorov(percentiles), held as f64 / PEOPLE as f64)
}

#[test]
fn percentiles_are_uniform_and_intervals_hold() {
    for is_linked in [false, true] {
        let score = Score::new(40, 400, is_linked);
        for (second, kept) in [(0.0, 1.0), (0.0, 0.7), (0.0, 0.4), (1.0, 0.7), (1.0, 0.4)] {
            let (off, held) = calibrated(&score, second, kept, 7);
            assert!(off < 1.95, "linked {is_linked}, {second}, {kept} kept: not uniform, {off}");
            if kept < 1.0 {
                assert!((0.88..=0.92).contains(&held), "linked {is_linked}, {second}, {kept} kept: {held} held");
            }
        }
    }
}

/// The same people with the variants that `is_used` names: how far percentiles are from uniform, and how often the interval
/// holds.
fn calibrated_in(score: &Score, is_used: &[bool], links: Links<'_>) -> (f64, f64) {
    const PEOPLE: usize = 3000;
    let mut random = Random::new(17);
    let all = vec![true; score.weights.len()];
    let (whole, part, groups) = (score.variants(&all), score.variants(is_used), score.shares(0.0));
    let (mut percentiles, mut held) = (Vec::new(), 0);
    for _ in 0..PEOPLE {
        let dosages = score.person(&mut random, 0.0);
        let ask = |sum, variants| Question { covered_min: 0.0, links, ..question(sum, variants, &groups) };
        let full = stand(&ask(score.sum(&dosages, &all), &whole)).expect("told").percentile.value();
        let found = stand(&ask(score.sum(&dosages, is_used), &part)).expect("told").percentile;
        held += usize::from((found.interval().low..=found.interval().high).contains(&full));
        percentiles.push(found.value());
    }
    (kolmogorov(percentiles), held as f64 / PEOPLE as f64)
}

/// Files that lack whole stretches, or have one variant for many as an array: the pairs that go together tell how much of the
/// score is seen, which taking variants for missing at random does not.
#[test]
fn which_variants_are_missing_counts() {
    let score = Score::new(43, 400, true);
    let (pairs, correlations) = score.links();
    let links = Links { pairs: &pairs, correlations: &correlations };
    let kept = |keep: fn(usize) -> bool| (0..score.weights.len()).map(keep).collect::<Vec<bool>>();
    let stretches = kept(|at| (at / BLOCK).is_multiple_of(2));
    let spaced = kept(|at| at.is_multiple_of(BLOCK));
    for (name, is_used) in [("stretches", &stretches), ("spaced", &spaced)] {
        let (off, held) = calibrated_in(&score, is_used, links);
        assert!(off < 1.95 && (0.88..=0.92).contains(&held), "{name}: {off} {held}");
    }
    let (_, held) = calibrated_in(&score, &stretches, Links::default());
    assert!(held < 0.87, "as if at random: {held}");
}

/// Two backgrounds in one person: uniform where variants are independent, the interval being wider by intent.
#[test]
fn mixed_people_are_placed_among_mixed_people() {
    let score = Score::new(41, 400, false);
    let (off, held) = calibrated(&score, 0.4, 0.7, 9);
    assert!(off < 1.95 && (0.90..=0.96).contains(&held), "{off} {held}");
    // Taken for one of its parts, the same people would not be placed at all.
    let mut random = Random::new(9);
    let all = vec![true; score.weights.len()];
    let (variants, groups) = (score.variants(&all), score.shares(0.0));
    let percentiles = (0..1000).map(|_| {
        let sum = score.sum(&score.person(&mut random, 0.4), &all);
        stand(&question(sum, &variants, &groups)).expect("told").percentile.value()
    });
    assert!(kolmogorov(percentiles.collect()) > 1.95);
}

/// Coefficients fitted to the whole score, moved to the variants that a file has.
#[test]
fn coefficients_serve_files_that_lack_variants() {
    let score = Score::new(42, 300, true);
    let mut random = Random::new(1);
    let all = vec![true; score.weights.len()];
    let mut place = |second: f64| [second + 0.02 * random.normal(), random.normal()];
    let mut draw = Random::new(2);
    let (mut components, mut sums) = (Vec::new(), Vec::new());
    for at in 0..8000 {
        let second = f64::from(at % 2);
        components.push(place(second));
        sums.push(score.sum(&score.person(&mut draw, second), &all));
    }
    let rows: Vec<&[f64]> = components.iter().map(|row| row.as_slice()).collect();
    let adjustment = Adjustment::fit(&rows, &sums).expect("fits").expect("varies");
    for second in [0.0, 1.0] {
        let groups = score.shares(second);
        let (mut percentiles, mut by_frequency) = (Vec::new(), Vec::new());
        for _ in 0..2000 {
            let dosages = score.person(&mut draw, second);
            let is_used: Vec<bool> = all.iter().map(|_| draw.chance(0.8)).collect();
            let variants = score.variants(&is_used);
            let components = place(second);
            let mut asked = question(score.sum(&dosages, &is_used), &variants, &groups);
            asked.covered_min = 0.0;
            by_frequency.push(stand(&asked).expect("told").percentile.value());
            asked.placed = Some(Placed { adjustment: &adjustment, components: &components });
            let found = stand(&asked).expect("told");
            assert_eq!(found.percentile.basis().method, Method::Components);
            percentiles.push(found.percentile.value());
        }
        // 4,000 people fitted to leave an error of their own.
        let (fitted, plain) = (kolmogorov(percentiles), kolmogorov(by_frequency));
        assert!(fitted < 2.5 && plain < 1.95, "{second}: {fitted} {plain}");
    }
}

/// Components that know more than the shares of groups do: of the difference a part of the variants has its part. Here all
/// variants are alike, so that half of them have half of it.
#[test]
fn a_part_has_its_share_of_what_components_add() {
    let frequencies = [[0.2, 0.8]; 100];
    let weight = 0.1;
    let mut random = Random::new(8);
    // From people of the first group at −1 to those of the second at 1.
    let rows: Vec<[f64; 2]> = (0..2000).map(|at| [f64::from(at % 201 - 100) / 100.0, random.normal()]).collect();
    let sums: Vec<f64> = rows.iter().map(|row| 10.0 + 6.0 * row[0] + 0.6 * random.normal()).collect();
    let components: Vec<&[f64]> = rows.iter().map(|row| row.as_slice()).collect();
    let adjustment = Adjustment::fit(&components, &sums).expect("fits").expect("varies");
    let groups = [group(0, 0.5, 1.0), group(1, 0.5, 1.0)];
    let ask = |used: usize| {
        let variant = |(at, frequencies)| GroupVariant { weight, frequencies, is_used: at < used };
        let variants: Vec<GroupVariant<'_>> =
            frequencies.iter().enumerate().map(|(at, of)| variant((at, of.as_slice()))).collect();
        // As somebody of the second group has it.
        let sum = weight * 2.0 * 0.8 * used as f64;
        let placed = Some(Placed { adjustment: &adjustment, components: &[1.0, 0.0] });
        stand(&Question { placed, covered_min: 0.0, ..question(sum, &variants, &groups) }).expect("told").z()
    };
    assert!(ask(100).abs() < 0.1 && ask(50).abs() < 0.1, "{} {}", ask(100), ask(50));
}

/// A question with nothing wrong, for one change at a time.
fn plain() -> (Vec<[f64; 2]>, Vec<GroupShare>) {
    let frequencies = (1..40).map(|at| [f64::from(at) / 40.0, 1.0 - f64::from(at) / 50.0]).collect();
    (frequencies, vec![group(0, 0.9, 1.2), group(1, 0.1, 1.1)])
}

fn variants(frequencies: &[[f64; 2]], used: usize) -> Vec<GroupVariant<'_>> {
    let rows = frequencies.iter().enumerate();
    rows.map(|(at, frequencies)| GroupVariant { weight: 0.1, frequencies, is_used: at < used }).collect()
}

#[test]
fn gates_withhold_with_their_reason() {
    let (frequencies, groups) = plain();
    let whole = variants(&frequencies, 39);
    let ask = |question: Question<'_>| stand(&question).map_err(|withheld| withheld.code());
    let told = ask(question(4.0, &whole, &groups)).expect("told");
    assert_eq!(told.percentile.basis().group, "first");
    assert_eq!((told.percentile.level(), told.genetic), (LEVEL, None));
    let few = variants(&frequencies, 20);
    assert_eq!(ask(question(4.0, &few, &groups)), Err("low-coverage"));
    assert_eq!(ask(question(4.0, &variants(&frequencies, 0), &groups)), Err("low-coverage"));
    assert_eq!(ask(question(4.0, &[], &groups)), Err("no-basis"));
    assert_eq!(ask(question(4.0, &whole, &[])), Err("no-basis"));
    assert_eq!(ask(question(f64::NAN, &whole, &groups)), Err("not-a-number"));
    assert_eq!(
        ask(Question { background: Background::Outside, ..question(4.0, &whole, &groups) }),
        Err("outside-reference")
    );
    assert_eq!(
        ask(Question { background: Background::Unknown, ..question(4.0, &whole, &groups) }),
        Err("background-unknown")
    );
    let fixed = [[1.0, 1.0]; 5];
    assert_eq!(ask(question(1.0, &variants(&fixed, 5), &groups)), Err("no-variance"));
    let half = [group(0, 0.5, 1.0), group(1, 0.2, 1.0)];
    assert_eq!(ask(question(4.0, &whole, &half)), Err("not-a-number"), "shares that do not sum to 1");
    let accuracy = Some(Accuracy { r2: 0.1, h2: 0.5 });
    let genetic =
        stand(&Question { accuracy, ..question(4.0, &whole, &groups) }).expect("told").genetic.expect("known");
    let Interval { low, high } = told.percentile.interval();
    assert!(genetic.high - genetic.low > high - low, "genes decide more than the score knows");
}

fn breast_cancer_like() -> Validation {
    let rates = |rate: f64| Rates::new(0, (0..90).map(|age| rate * f64::from(age + 1)).collect()).expect("rates");
    Validation {
        citation: "made up".to_owned(),
        r2: 0.1,
        heritability: Some(0.4),
        effect: Effect::Hazard {
            ratio: 1.6,
            interval: Interval { low: 1.5, high: 1.7 },
            incidence: rates(4e-5),
            mortality: rates(2e-4),
            sex: Sex::Female,
        },
    }
}

fn woman() -> Person {
    Person { sex: Sex::Female, age_years: 40, until_years: 80, kept: Some(1.0), relative: None }
}

#[test]
fn risks_stand_beside_the_average_and_are_gated() {
    let (frequencies, groups) = plain();
    let whole = variants(&frequencies, 39);
    let at = |sum: f64| stand(&question(sum, &whole, &groups)).expect("told");
    let validation = breast_cancer_like();
    let risk = |standing: &Standing, person: Person| absolute_risk(Ok(standing), Some(&validation), person);
    let (low, high) = (at(3.2), at(5.0));
    assert!(low.percentile.value() < 25.0 && high.percentile.value() > 75.0);
    let (below, above) = (risk(&low, woman()).expect("told"), risk(&high, woman()).expect("told"));
    let average = above.basis().average;
    assert!(below.value() < average && average < above.value() && below.basis().average == average);
    assert_eq!(above.basis().ages, Some((40, 80)));
    // Where the score keeps less of its accuracy, the risk is nearer to the average.
    let weaker = risk(&high, Person { kept: Some(0.4), ..woman() }).expect("told");
    assert!(average < weaker.value() && weaker.value() < above.value());
    let code = |person: Person| risk(&high, person).expect_err("withheld").code();
    assert_eq!(code(Person { kept: Some(0.24), ..woman() }), "accuracy-too-low");
    assert_eq!(code(Person { kept: None, ..woman() }), "accuracy-unknown");
    assert_eq!(code(Person { sex: Sex::Male, ..woman() }), "other-sex");
    assert_eq!(code(Person { sex: Sex::Unknown, ..woman() }), "other-sex");
    assert_eq!(code(Person { until_years: 91, ..woman() }), "ages-not-covered");
    assert_eq!(code(Person { until_years: 40, ..woman() }), "ages-not-covered");
    assert_eq!(code(Person { kept: Some(f64::NAN), ..woman() }), "not-a-number");
    let withheld = |standing, validation| absolute_risk(standing, validation, woman()).expect_err("withheld").code();
    assert_eq!(withheld(Err(Withheld::OutsideReference), Some(&validation)), "no-percentile");
    assert_eq!(withheld(Ok(&high), None), "no-validation");
    let weak = Validation { r2: 0.009, ..breast_cancer_like() };
    assert_eq!(withheld(Ok(&high), Some(&weak)), "accuracy-too-low");
}

/// Any number, often a strange one.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => 0.0..1.0,
        2 => -10.0..10.0,
        1 => prop::num::f64::ANY,
        1 => prop::sample::select(vec![0.0, 1.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE, 1e300]),
    ]
}

/// A number of this range, sometimes any.
fn mostly(range: std::ops::Range<f64>) -> impl Strategy<Value = f64> {
    prop_oneof![9 => range, 1 => number()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// No percentile and no risk appears without interval and basis, whatever comes in.
    #[test]
    fn nothing_is_told_without_interval_and_basis(
        sum in number(),
        rows in prop::collection::vec((number(), [0.0..=1.0, 0.0..=1.0], prop::bool::weighted(0.9)), 0..30),
        strange in number(),
        is_strange in prop::bool::weighted(0.2),
        share in prop_oneof![5 => 0.0..=1.0, 1 => number()],
        errors in prop_oneof![5 => 0.0..0.1, 1 => number()],
        factors in prop_oneof![5 => 0.5..2.0, 1 => number()],
        covered_min in prop_oneof![5 => Just(COVERED_MIN), 1 => number()],
        accuracy in prop::option::of((number(), number())),
        kept in prop::option::weighted(0.9, mostly(0.2..1.0)),
        effect in (mostly(1.0..2.0), mostly(0.8..1.5), mostly(1.5..3.0), mostly(0.0..0.01)),
        r2 in mostly(0.0..0.6),
        ages in (0_usize..60, 50_usize..95),
        sex in prop::sample::select(vec![Sex::Female, Sex::Female, Sex::Male, Sex::Unknown]),
        heritability in prop::option::weighted(0.8, mostly(0.3..1.0)),
        relative in prop::option::of(prop::sample::select(vec![Relative::Affected, Relative::Unaffected])),
    ) {
        let mut frequencies: Vec<[f64; 2]> = rows.iter().map(|row| row.1).collect();
        if let Some(row) = frequencies.first_mut().filter(|_| is_strange) {
            row[0] = strange;
        }
        let variants: Vec<GroupVariant<'_>> = rows
            .iter()
            .zip(&frequencies)
            .map(|(row, frequencies)| GroupVariant { weight: row.0, frequencies, is_used: row.2 })
            .collect();
        let groups = [share, 1.0 - share].map(|share| GroupShare {
            group: "a group".to_owned(), share, share_errors: vec![errors; 2], ld_factor: factors, people: 500.0,
        });
        let asked = Question {
            accuracy: accuracy.map(|(r2, h2)| Accuracy { r2, h2 }),
            covered_min,
            ..question(sum, &variants, &groups)
        };
        let standing = stand(&asked);
        match &standing {
            Ok(standing) => {
                let (percentile, Interval { low, high }) = (standing.percentile.value(), standing.percentile.interval());
                prop_assert!(low.is_finite() && high.is_finite());
                prop_assert!(0.0 <= low && low <= percentile && percentile <= high && high <= 100.0);
                prop_assert_eq!(standing.percentile.level(), LEVEL);
                let basis = standing.percentile.basis();
                prop_assert!(!basis.group.is_empty() && (0.0..=1.0).contains(&basis.covered));
                prop_assert!(basis.covered >= covered_min);
                if let Some(Interval { low, high }) = standing.genetic {
                    prop_assert!((0.0..=high).contains(&low) && high <= 100.0);
                }
            }
            Err(withheld) => prop_assert!(!WithheldText::from(*withheld).why.is_empty()),
        }
        let (ratio, low, high, rate) = effect;
        let rates = |rate: f64| Rates::new(0, vec![rate; 90]).ok();
        let effect = match (rates(rate), rates(0.01)) {
            (Some(incidence), Some(mortality)) => {
                Effect::Hazard { ratio, interval: Interval { low, high }, incidence, mortality, sex }
            }
            _ => Effect::Lifetime { prevalence: ratio, r2_interval: Interval { low, high }, sex },
        };
        let validation = Validation { citation: "made up".to_owned(), r2, heritability, effect };
        let person = Person { sex: Sex::Female, age_years: ages.0, until_years: ages.1, kept, relative };
        match absolute_risk(standing.as_ref().map_err(|withheld| *withheld), Some(&validation), person) {
            Ok(risk) => {
                let Interval { low, high } = risk.interval();
                prop_assert!(0.0 <= low && low <= risk.value() && risk.value() <= high && high <= 1.0);
                let basis = risk.basis();
                prop_assert!((0.0..=1.0).contains(&basis.average) && !basis.citation.is_empty());
                prop_assert!(basis.r2 >= 0.01 && basis.kept >= 0.25);
                prop_assert_eq!(basis.history.map(|history| history.relative), relative);
                if let Some(taken) = basis.history.and_then(|history| history.taken.ok()) {
                    let Interval { low, high } = taken.band;
                    prop_assert!(0.0 <= low && low <= taken.without && taken.without <= high && high <= 1.0);
                    prop_assert!(taken.heritability >= basis.r2 && taken.heritability < 1.0);
                }
            }
            Err(withheld) => prop_assert!(!WithheldText::from(withheld).help.is_empty()),
        }
    }
}
