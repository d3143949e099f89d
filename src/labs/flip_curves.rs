//! Gives the lab "Polygenicity and flips" its curves and its answers.

use super::flips::{DrawnPerson, Effects, EqualEffects, LociNeeded, draw_person, loci_needed};
use super::polygenicity::{Spread, cumulative, spread};
use crate::error::{CalibrationKind, Result};
use crate::stats::Random;
use serde::{Deserialize, Serialize};

/// The stream of the seed that people are drawn from.
const STREAM: u64 = 12_100;
/// People over whom counts of loci are averaged.
const PEOPLE: usize = 20;
/// Points of a curve.
const POINTS: usize = 64;
/// Fewest and most loci.
const LOCI: std::ops::RangeInclusive<f64> = 10.0..=100_000.0;

/// What is asked, by the names that the lab's address has.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct FlipSettings {
    /// Loci with an effect, N.
    pub n: f64,
    /// Share of the trait's variance that they explain.
    pub h2: f64,
    /// How their effects are spread.
    pub effects: Effects,
    /// The same seed draws the same people.
    pub seed: u64,
}

/// One point of a person's way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FlipPoint {
    /// Loci changed.
    pub loci: usize,
    /// How far the trait has moved, in its standard deviations, changing those first that move it most.
    pub best_first: f64,
    /// The same in the order drawn.
    pub any_order: f64,
}

/// The answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FlipCurves {
    /// Flips of one allele for one standard deviation of the trait, all effects being equal: √(N/(2h²)).
    pub flips: f64,
    /// The same for one of the genetic value: √(N/2).
    pub flips_genetic: f64,
    /// How far all favourable alleles are from the mean, in standard deviations of the trait: √(2N·h²), of equal effects.
    pub reach: f64,
    /// The same in those of the genetic value: √(2N).
    pub reach_genetic: f64,
    /// Means over drawn people of the loci that have to be changed for one standard deviation; none where one of them cannot.
    pub needed: Option<(f64, f64)>,
    /// People of the mean.
    pub people: usize,
    /// The way of the first of them up to somewhat over one standard deviation in any order, or to the end.
    pub way: Vec<FlipPoint>,
    /// How far the first of them could go at most.
    pub limit: f64,
    /// How the variance is spread over the first's loci.
    pub spread: Option<Spread>,
    /// Share of variance that so many of the largest loci hold.
    pub spectrum: Vec<(usize, f64)>,
}

impl FlipCurves {
    /// Answers. Errors: `calibration-out-of-range`.
    pub fn of(settings: FlipSettings) -> Result<Self> {
        let FlipSettings { n, h2, effects, seed } = settings;
        let out = |what, allowed| Err(CalibrationKind::OutOfRange { what, allowed }.into());
        if !LOCI.contains(&n) {
            return out("The number of loci", "10 to 100,000");
        }
        if !(h2 > 0.0 && h2 <= 1.0) {
            return out("A heritability", "above 0 and at most 1");
        }
        let (equal, loci) = (EqualEffects { loci: n, heritability: h2 }, n as usize);
        let mut random = Random::stream(seed, STREAM);
        let drawn: Vec<DrawnPerson> = (0..PEOPLE).map(|_| draw_person(loci, h2, effects, &mut random)).collect();
        let needed: Option<Vec<LociNeeded>> = drawn.iter().map(|person| loci_needed(&person.gains)).collect();
        let mean =
            |all: &[LociNeeded], of: fn(&LociNeeded) -> usize| all.iter().map(of).sum::<usize>() as f64 / PEOPLE as f64;
        let first = drawn.first();
        Ok(Self {
            flips: equal.flips_for_deviation(),
            flips_genetic: equal.flips_for_genetic_deviation(),
            reach: equal.reach(),
            reach_genetic: equal.genetic_reach(),
            needed: needed.map(|all| (mean(&all, |one| one.best_first), mean(&all, |one| one.any_order))),
            people: PEOPLE,
            way: first.map(|person| way(&person.gains)).unwrap_or_default(),
            limit: first.map_or(0.0, |person| person.gains.iter().sum()),
            spread: first.and_then(|person| spread(&person.variances)),
            spectrum: first.map(|person| cumulative(&person.variances, POINTS)).unwrap_or_default(),
        })
    }
}

/// The way until loci in any order have moved the trait by somewhat over one standard deviation.
fn way(gains: &[f64]) -> Vec<FlipPoint> {
    const FAR: f64 = 1.25;
    let mut sorted = gains.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let sums = |gains: &[f64]| -> Vec<f64> {
        let mut sum = 0.0;
        let next = |gain: &f64| {
            sum += gain;
            sum
        };
        gains.iter().map(next).collect()
    };
    let (best, any) = (sums(&sorted), sums(gains));
    let end = any.iter().take_while(|sum| **sum < FAR).count().min(gains.len().saturating_sub(1));
    let mut counts: Vec<usize> = (0..=POINTS).map(|nth| (end + 1) * nth / POINTS).collect();
    counts.dedup();
    let at = |sums: &[f64], loci: usize| loci.checked_sub(1).and_then(|last| sums.get(last)).copied().unwrap_or(0.0);
    counts.into_iter().map(|loci| FlipPoint { loci, best_first: at(&best, loci), any_order: at(&any, loci) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(n: f64, h2: f64, effects: Effects) -> FlipCurves {
        FlipCurves::of(FlipSettings { n, h2, effects, seed: 1 }).expect("sound")
    }

    /// N = 10,000 and h² = ½: 100 flips, some 17 of the largest loci, some 94 in any order.
    #[test]
    fn a_hundred_flips_or_few_large_ones() {
        let found = of(10_000.0, 0.5, Effects::Normal);
        assert!((found.flips - 100.0).abs() < 1e-9 && (found.reach - 100.0).abs() < 1e-9);
        let (best, any) = found.needed.expect("enough loci");
        assert!((best - 17.0).abs() < 2.0 && (any - 94.0).abs() < 8.0, "{best} {any}");
        assert!(found.way.iter().all(|point| point.best_first >= point.any_order));
        assert!(found.way.last().is_some_and(|last| last.any_order >= 1.25 && last.any_order < 1.35));
    }

    /// Loci with equal effects gain β or 2β, β = √(2h²/N): 75 of 100 can be improved, by 4/3 β on average.
    #[test]
    fn equal_effects_are_spread_evenly() {
        let found = of(10_000.0, 0.5, Effects::Equal);
        let spread = found.spread.expect("variance");
        assert_eq!((spread.variants, spread.holding), (10_000, [5_000, 9_000, 9_900]));
        assert!((found.limit - 100.0).abs() < 3.0, "half of all alleles are favourable already: {}", found.limit);
        let (best, any) = found.needed.expect("enough loci");
        // Two alleles at a time: 50; 4/3 of an allele at a time: 75.
        assert!((best - 50.0).abs() < 1e-9 && (any - 75.0).abs() < 3.0, "{best} {any}");
    }

    #[test]
    fn a_finite_genome_has_an_end() {
        let found = of(10.0, 0.01, Effects::Normal);
        assert!(found.needed.is_none() && found.limit < 1.0);
        assert_eq!(found.way.last().map(|last| last.best_first.total_cmp(&last.any_order).is_eq()), Some(true));
        for (n, h2) in [(9.0, 0.5), (1e6, 0.5), (100.0, 0.0), (f64::NAN, 0.5), (100.0, 1.5)] {
            let settings = FlipSettings { n, h2, effects: Effects::Equal, seed: 1 };
            assert_eq!(FlipCurves::of(settings).expect_err("refused").code(), "calibration-out-of-range");
        }
    }
}
