//! Plans edits of a drawn person for the lab: what they would do, how little of it is sure, and what stops it.
//!
//! Hypothetical throughout: an additive model of made-up loci. No such edits can be made in people.

use super::edit_plan::{Candidates, Limits, choose_edits, sort_largest_first};
use super::fine_mapping::{Study, cause_among};
use super::flips::{Effects, draw_person, shifted_risk};
use crate::error::{CalibrationKind, Result};
use crate::stats::Random;
use serde::{Deserialize, Serialize};

/// Streams of the seed: the person of the flips, and what loci do to other traits.
const STREAM: u64 = 12_100;
const STREAM_OTHERS: u64 = 12_200;
/// Variants that stand beside each cause, and their r² with it. A choice for the lab: many causes have dozens of neighbours at
/// 0.8 and more, some have none.
pub const NEIGHBOURS: usize = 9;
/// See [`NEIGHBOURS`].
pub const NEIGHBOURS_R2: f64 = 0.8;
/// The risk of a disease whose liability the trait could be: a round number, of a common disease.
pub const RISK: f64 = 0.1;
/// Points of a curve.
const POINTS: usize = 40;
/// Fewest and most loci.
const LOCI: std::ops::RangeInclusive<f64> = 10.0..=100_000.0;
/// Most edits and most other traits.
const EDITS_MAX: f64 = 1_000.0;
const TRAITS_MAX: f64 = 8.0;

/// What is asked, by the names that the lab's address has.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct EditSettings {
    /// Loci with an effect, N.
    pub n: f64,
    /// Share of the trait's variance that they explain.
    pub h2: f64,
    /// How their effects are spread.
    pub effects: Effects,
    /// The same seed draws the same person.
    pub seed: u64,
    /// Most edits, a locus each.
    pub edits: f64,
    /// Chance that an edit changes the genome elsewhere too, ε.
    pub off: f64,
    /// Least chance that nothing is changed elsewhere.
    pub clean: f64,
    /// Share of cells that have an edit.
    pub cells: f64,
    /// People by whom effects are known.
    pub people: f64,
    /// Other traits that the same loci move.
    pub traits: f64,
    /// Correlation of effects on each of them with those on the target.
    pub rg: f64,
    /// How far each of them may move, in its standard deviations.
    pub tolerance: f64,
}

/// One point of a plan, its edits in the order of what they are expected to gain.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EditPoint {
    /// Edits.
    pub edits: usize,
    /// What they gain if all are causes, in standard deviations of the trait.
    pub intended: f64,
    /// What they gain on average, causes being unsure.
    pub expected: f64,
    /// What as many gain where causes are known and nothing else may not move.
    pub free: f64,
}

/// The answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EditCurves {
    /// Most edits with the asked chance that nothing else is changed: ln(clean)/ln(1 − ε); none where any number has it.
    pub edits_clean: Option<f64>,
    /// Edits of the plan.
    pub edits: usize,
    /// Chance that the plan changes nothing elsewhere: (1 − ε)^E.
    pub clean: f64,
    /// Chance that a cell has all of the plan's edits.
    pub cells_with_all: f64,
    /// Chance that all of the plan's edits are causes.
    pub all_causal: f64,
    /// Edits that are causes, on average.
    pub causal: f64,
    /// What the plan gains on average, in standard deviations of the trait, in as many cells as have it.
    pub expected: f64,
    /// Standard deviation of that, as it is not known which of the edits are causes.
    pub deviation: f64,
    /// What it gains if all are causes.
    pub intended: f64,
    /// What the best plan gains on average at most.
    pub bound: f64,
    /// Whether this plan is proven to be the best.
    pub is_best: bool,
    /// What as many edits gain where causes are known, all cells have them, and every other trait may move.
    pub free: f64,
    /// How far each other trait moves with the plan on average, in its standard deviations.
    pub moved: Vec<f64>,
    /// The same of edits that are chosen for the target alone.
    pub moved_free: Vec<f64>,
    /// [`RISK`], before anything is edited.
    pub risk_before: f64,
    /// The same after the expected gain, were the trait the liability and moved down.
    pub risk: Option<f64>,
    /// [`NEIGHBOURS`] of each cause.
    pub neighbours: usize,
    /// [`NEIGHBOURS_R2`] of each with it.
    pub neighbours_r2: f64,
    /// The plan by its edits.
    pub points: Vec<EditPoint>,
}

/// A locus of the person that can be improved.
struct Locus {
    /// Two favourable alleles, in standard deviations of the trait.
    gain: f64,
    /// How likely the variant that would be edited is the cause.
    causal: f64,
    /// What the same does to each other trait, if it is the cause.
    others: Vec<f64>,
}

impl EditCurves {
    /// Answers. Errors: `calibration-out-of-range`.
    pub fn of(settings: EditSettings) -> Result<Self> {
        check(settings)?;
        let EditSettings { off, clean, cells, .. } = settings;
        let edits_clean = (off > 0.0).then(|| libm::floor(libm::log(clean) / libm::log1p(-off) + 1e-9));
        let edits_max = edits_clean.map_or(settings.edits, |most| most.min(settings.edits)) as usize;
        let loci = draw(settings);
        let traits = settings.traits as usize;
        let candidates = Candidates {
            gains: loci.iter().map(|locus| locus.gain * locus.causal * cells).collect(),
            others: loci.iter().flat_map(|locus| locus.others.iter().map(|by| by * locus.causal * cells)).collect(),
            traits,
        };
        let plan = choose_edits(&candidates, Limits { edits: edits_max, tolerance: settings.tolerance });
        let expected = |at: &usize| Some((*at, *candidates.gains.get(*at)?));
        let chosen = sorted(&loci, plan.chosen.iter().filter_map(expected).collect());
        let mut largest = sorted(&loci, loci.iter().map(|locus| locus.gain).enumerate().collect());
        largest.truncate(chosen.len());
        let sum = |of: &[&Locus], value: &dyn Fn(&Locus) -> f64| of.iter().map(|locus| value(locus)).sum::<f64>();
        let moved_free = (0..traits).map(|of| sum(&largest, &|locus| locus.others.get(of).copied().unwrap_or(0.0)));
        let variance = sum(&chosen, &|locus| (locus.gain * cells).powi(2) * locus.causal * (1.0 - locus.causal));
        let edits = chosen.len();
        Ok(Self {
            edits_clean,
            edits,
            clean: libm::pow(1.0 - off, edits as f64),
            cells_with_all: libm::pow(cells, edits as f64),
            all_causal: chosen.iter().map(|locus| locus.causal).product(),
            causal: sum(&chosen, &|locus| locus.causal),
            expected: plan.gain,
            deviation: variance.sqrt(),
            intended: cells * sum(&chosen, &|locus| locus.gain),
            bound: plan.bound,
            is_best: plan.is_best,
            free: sum(&largest, &|locus| locus.gain),
            moved: plan.moved,
            moved_free: moved_free.collect(),
            risk_before: RISK,
            risk: shifted_risk(RISK, -plan.gain),
            neighbours: NEIGHBOURS,
            neighbours_r2: NEIGHBOURS_R2,
            points: points(&chosen, &largest, cells),
        })
    }
}

/// The loci of these numbers, those of the largest values first.
fn sorted(loci: &[Locus], mut numbered: Vec<(usize, f64)>) -> Vec<&Locus> {
    sort_largest_first(&mut numbered);
    numbered.iter().filter_map(|(at, _)| loci.get(*at)).collect()
}

fn check(settings: EditSettings) -> Result<()> {
    let EditSettings { n, h2, edits, off, clean, cells, people, traits, rg, tolerance, .. } = settings;
    let refuse = |what, allowed| Err(CalibrationKind::OutOfRange { what, allowed }.into());
    if !LOCI.contains(&n) {
        return refuse("The number of loci", "10 to 100,000");
    }
    if !(h2 > 0.0 && h2 <= 1.0) {
        return refuse("A heritability", "above 0 and at most 1");
    }
    if !(0.0..=EDITS_MAX).contains(&edits) {
        return refuse("The number of edits", "0 to 1,000");
    }
    let is_share = |share: f64| share > 0.0 && share <= 1.0;
    let are_chances = (0.0..1.0).contains(&off) && is_share(clean) && is_share(cells);
    if !are_chances {
        return refuse("A chance", "from 0 to 1");
    }
    if !(1.0..=1e9).contains(&people) {
        return refuse("The number of people", "1 to 1,000,000,000");
    }
    if !(0.0..=TRAITS_MAX).contains(&traits) || !(-1.0..=1.0).contains(&rg) {
        return refuse("Other traits", "0 to 8, with correlations from -1 to 1");
    }
    if !(tolerance >= 0.0 && tolerance.is_finite()) {
        return refuse("How far other traits may move", "0 or above");
    }
    Ok(())
}

/// The person of the flips, and for each locus what is known of its cause and what else it does.
fn draw(settings: EditSettings) -> Vec<Locus> {
    let EditSettings { n, h2, effects, seed, people, traits, rg, .. } = settings;
    let loci = n as usize;
    let drawn = draw_person(loci, h2, effects, &mut Random::stream(seed, STREAM));
    let mut random = Random::stream(seed, STREAM_OTHERS);
    // β² is 2h²/N on average; the variance of an allele's effect at ½ is that of the trait, 1, over ½ for each of the people.
    let spread = libm::sqrt(2.0 * h2 / n);
    let study = Study { error_variance: 2.0 / people, prior_variance: spread * spread };
    let locus = |(gain, copies): (&f64, &u8)| {
        let (gain, copies) = (*gain, f64::from(*copies));
        let effect = gain / copies;
        let z = effect / libm::sqrt(study.error_variance);
        let mut other = || copies * (rg * effect + libm::sqrt(1.0 - rg * rg) * spread * random.normal());
        Locus {
            gain,
            causal: cause_among(study, z, NEIGHBOURS, NEIGHBOURS_R2),
            others: (0..traits as usize).map(|_| other()).collect(),
        }
    };
    drawn.gains.iter().zip(&drawn.copies).map(locus).collect()
}

fn points(chosen: &[&Locus], largest: &[&Locus], cells: f64) -> Vec<EditPoint> {
    let mut counts: Vec<usize> = (0..=POINTS).map(|nth| chosen.len() * nth / POINTS).collect();
    counts.dedup();
    let sum = |of: &[&Locus], edits: usize, value: fn(&Locus) -> f64| {
        of.iter().take(edits).map(|locus| value(locus)).sum::<f64>()
    };
    let point = |edits: usize| EditPoint {
        edits,
        intended: cells * sum(chosen, edits, |locus| locus.gain),
        expected: cells * sum(chosen, edits, |locus| locus.gain * locus.causal),
        free: sum(largest, edits, |locus| locus.gain),
    };
    counts.into_iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: EditSettings = EditSettings {
        n: 10_000.0,
        h2: 0.5,
        effects: Effects::Normal,
        seed: 1,
        edits: 50.0,
        off: 0.0,
        clean: 0.9,
        cells: 1.0,
        people: 1e9,
        traits: 0.0,
        rg: 0.0,
        tolerance: 0.5,
    };

    fn of(change: impl Fn(&mut EditSettings)) -> EditCurves {
        let mut settings = PLAIN;
        change(&mut settings);
        EditCurves::of(settings).expect("sound")
    }

    /// What the lab shows first; the page has the same numbers (tests/browser/labs.spec.mjs).
    #[test]
    fn the_lab_s_first_plan_has_known_numbers() {
        let found = of(|of| {
            (of.people, of.traits, of.rg, of.tolerance) = (2e5, 3.0, 0.2, 0.1);
            (of.off, of.clean, of.cells) = (0.001, 0.9, 0.9);
        });
        let numbers =
            (found.edits, found.edits_clean, found.expected, found.intended, found.free, found.all_causal, found.bound);
        let known = "(50, Some(105.0), 2.13500847820691, 2.24911387562493, 2.6783321393774044, 0.038147469005599524, 2.1460034726023443)";
        assert_eq!(format!("{numbers:?}"), known);
    }

    /// With every cause known and nothing else to mind it is the best-first count of the flips: some 17 loci for one deviation.
    #[test]
    fn known_causes_and_no_limits_are_the_flips() {
        let found = of(|_| ());
        assert!(found.is_best && found.edits == 50 && found.clean == 1.0 && found.cells_with_all == 1.0);
        assert!((found.expected - found.free).abs() < 1e-3 && found.all_causal > 0.999, "{}", found.all_causal);
        let one = found.points.iter().find(|point| point.free >= 1.0).expect("enough");
        assert!((14..=20).contains(&one.edits), "{one:?}");
        assert!(found.moved.is_empty());
        assert_eq!((found.risk_before, found.neighbours, found.neighbours_r2), (0.1, 9, 0.8));
        assert!((found.risk.expect("a risk") - shifted_risk(0.1, -found.expected).expect("a risk")).abs() < 1e-15);
    }

    /// What is expected is Σ copies·β·P(cause); that all of them are causes is the product.
    #[test]
    fn the_fewer_people_the_less_is_sure() {
        let mut last = f64::INFINITY;
        for people in [1e6, 2e5, 5e4] {
            let found = of(|of| of.people = people);
            assert!(found.expected < last && found.expected < found.intended, "{people}: {found:?}");
            assert!(found.causal <= 50.0 && found.deviation > 0.0);
            last = found.expected;
        }
        let few = of(|of| of.people = 5e4);
        assert!(few.all_causal < 1e-6 && few.causal > 5.0 && few.causal < 40.0, "{} {}", few.all_causal, few.causal);
    }

    /// (1 − ε)^E: at ε = 0.01 ten edits are clean in 0.9044 and no eleventh keeps nine tenths.
    #[test]
    fn off_targets_are_a_budget() {
        let found = of(|of| of.off = 0.01);
        assert_eq!((found.edits_clean, found.edits), (Some(10.0), 10));
        assert!((found.clean - 0.904_382_075).abs() < 1e-9, "{}", found.clean);
        let found = of(|of| (of.off, of.clean) = (0.01, 0.3));
        assert!(found.edits == 50 && (found.clean - 0.605_006_067).abs() < 1e-9, "{}", found.clean);
        assert_eq!(of(|of| (of.off, of.clean) = (0.01, 1.0)).edits, 0);
        // Half of the cells: half of the gain, and hardly a cell with everything.
        let (whole, mosaic) = (of(|_| ()), of(|of| of.cells = 0.5));
        assert!((mosaic.expected - whole.expected / 2.0).abs() < 1e-9);
        assert!((mosaic.cells_with_all - 0.5_f64.powi(50)).abs() < 1e-25);
    }

    /// Effects of a correlation of ½ drag another trait along by half of the gain, unless it may not move.
    #[test]
    fn other_traits_are_held_where_they_may_be() {
        let found = of(|of| (of.traits, of.rg, of.tolerance) = (3.0, 0.5, 0.1));
        assert_eq!((found.moved.len(), found.moved_free.len()), (3, 3));
        assert!(found.moved.iter().all(|by| by.abs() <= 0.1), "{:?}", found.moved);
        let dragged = found.moved_free.iter().sum::<f64>() / 3.0;
        assert!((dragged / found.free - 0.5).abs() < 0.15, "{dragged} of {}", found.free);
        assert!(found.expected < found.free && found.expected > 0.3 * found.free, "{} {}", found.expected, found.free);
        assert!(found.bound >= found.expected && found.expected > 0.95 * found.bound, "{found:?}");
        let many = of(|of| (of.n, of.traits, of.rg, of.tolerance) = (1e5, 3.0, 0.5, 0.1));
        assert!(many.bound >= many.expected && many.expected > 0.9 * many.bound, "{many:?}");
        // What does not differ in its effects cannot be held: nothing is left to do.
        let same = of(|of| (of.traits, of.rg, of.tolerance) = (1.0, 1.0, 0.1));
        assert!(same.expected <= 0.1 + 1e-12 && same.expected > 0.05, "{}", same.expected);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let wrong: [fn(&mut EditSettings); 9] = [
            |of| of.n = 9.0,
            |of| of.h2 = f64::NAN,
            |of| of.edits = 1001.0,
            |of| of.off = 1.0,
            |of| of.clean = 0.0,
            |of| of.cells = 1.1,
            |of| of.people = 0.0,
            |of| of.traits = 9.0,
            |of| of.tolerance = f64::INFINITY,
        ];
        for (at, change) in wrong.iter().enumerate() {
            let mut settings = PLAIN;
            change(&mut settings);
            assert_eq!(EditCurves::of(settings).expect_err("refused").code(), "calibration-out-of-range", "{at}");
        }
    }
}
