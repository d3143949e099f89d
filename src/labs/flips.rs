//! Counts flips: how many alleles would have to change to move a trait, and how far it could go.
//!
//! A count of what the additive model says. No such changes can be made in people; causes are not known one by one.

use crate::stats::{Random, normal};
use serde::{Deserialize, Serialize};

/// One trait of `loci` with equal effects at a frequency of ½.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EqualEffects {
    /// Loci that have an effect.
    pub loci: f64,
    /// Share of the trait's variance that they explain.
    pub heritability: f64,
}

impl EqualEffects {
    /// Flips of one allele each for one standard deviation of the trait: √(N/(2h²)); √N at h² = ½.
    pub fn flips_for_deviation(self) -> f64 {
        (self.loci / (2.0 * self.heritability)).sqrt()
    }

    /// Flips for one standard deviation of the genetic value: √(N/2).
    pub fn flips_for_genetic_deviation(self) -> f64 {
        (self.loci / 2.0).sqrt()
    }

    /// How far all favourable alleles together are from the mean, in standard deviations of the trait: √(2N·h²).
    pub fn reach(self) -> f64 {
        (2.0 * self.loci * self.heritability).sqrt()
    }

    /// The same in standard deviations of the genetic value: √(2N).
    pub fn genetic_reach(self) -> f64 {
        (2.0 * self.loci).sqrt()
    }
}

/// Loci that have to be changed for one standard deviation of the trait in a person drawn at random.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LociNeeded {
    /// Changing those first that move it most.
    pub best_first: usize,
    /// Changing those in any order that can be improved.
    pub any_order: usize,
}

/// How the effects of loci are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effects {
    /// All of one size.
    Equal,
    /// Normally distributed.
    Normal,
}

/// A person drawn at random, by what there is to gain.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnPerson {
    /// What two favourable alleles would gain at each locus that has not both, in standard deviations of the trait, in the
    /// order drawn.
    pub gains: Vec<f64>,
    /// Favourable alleles that each of them lacks, 1 or 2.
    pub copies: Vec<u8>,
    /// The variance of each locus in the population.
    pub variances: Vec<f64>,
}

/// Draws a person with `loci` at a frequency of ½ each.
pub fn draw_person(loci: usize, heritability: f64, effects: Effects, random: &mut Random) -> DrawnPerson {
    // Variance of a locus is 2·¼·β², so that β² is 2h²/N on average.
    let scale = (2.0 * heritability / loci as f64).sqrt();
    let mut drawn = DrawnPerson { gains: Vec::new(), copies: Vec::new(), variances: Vec::with_capacity(loci) };
    for _ in 0..loci {
        let effect = match effects {
            Effects::Equal => scale,
            Effects::Normal => (random.normal() * scale).abs(),
        };
        let unfavourable = u8::from(random.chance(0.5)) + u8::from(random.chance(0.5));
        drawn.variances.push(effect * effect / 2.0);
        if unfavourable > 0 && effect > 0.0 {
            drawn.gains.push(effect * f64::from(unfavourable));
            drawn.copies.push(unfavourable);
        }
    }
    drawn
}

/// Draws a person with `loci` of normally distributed effects at a frequency of ½, and changes loci to two favourable alleles
/// until the trait has moved by one standard deviation. None where all of them together are not enough.
pub fn loci_for_deviation(loci: usize, heritability: f64, seed: u64) -> Option<LociNeeded> {
    loci_needed(&draw_person(loci, heritability, Effects::Normal, &mut Random::new(seed)).gains)
}

/// The loci that a person has to change; none where all of them together are not enough.
pub fn loci_needed(gains: &[f64]) -> Option<LociNeeded> {
    let mut sorted = gains.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    Some(LociNeeded { best_first: count_to_one(&sorted)?, any_order: count_to_one(gains)? })
}

/// How many from the start sum to 1.
fn count_to_one(gains: &[f64]) -> Option<usize> {
    let mut sum = 0.0;
    let reached = gains.iter().position(|gain| {
        sum += gain;
        sum >= 1.0
    });
    reached.map(|at| at + 1)
}

/// Standard deviations of liability by which a risk of `from` becomes one of `to`; none unless both lie between 0 and 1.
pub fn liability_shift(from: f64, to: f64) -> Option<f64> {
    Some(normal::quantile(to)? - normal::quantile(from)?)
}

/// The risk that a shift of liability makes of a risk; none unless that lies between 0 and 1.
pub fn shifted_risk(risk: f64, shift_deviations: f64) -> Option<f64> {
    Some(normal::cumulative(normal::quantile(risk)? + shift_deviations))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// N = 10,000 and h² = ½.
    #[test]
    fn a_hundred_flips_are_one_deviation() {
        let of = EqualEffects { loci: 10_000.0, heritability: 0.5 };
        assert!((of.flips_for_deviation() - 100.0).abs() < 1e-9);
        assert!((of.flips_for_genetic_deviation() - 70.710_678).abs() < 1e-5);
        assert!((of.reach() - 100.0).abs() < 1e-9);
        assert!((of.genetic_reach() - 141.421_356).abs() < 1e-5);
    }

    /// Some 15 to 20 of the largest do what some hundred in any order do, by simulation.
    #[test]
    fn the_largest_first_are_few() {
        const PEOPLE: u64 = 40;
        let needed: Vec<LociNeeded> = (0..PEOPLE).filter_map(|seed| loci_for_deviation(10_000, 0.5, seed)).collect();
        assert_eq!(needed.len() as u64, PEOPLE);
        let mean = |of: fn(&LociNeeded) -> usize| needed.iter().map(of).sum::<usize>() as f64 / PEOPLE as f64;
        let (best, any) = (mean(|needed| needed.best_first), mean(|needed| needed.any_order));
        assert!((best - 17.0).abs() < 2.0, "{best}");
        // A locus that can be improved gains 4/3·E|β| = 4/3·√(2/π)·.01 on average: 94 of them are 1.
        assert!((any - 94.0).abs() < 6.0, "{any}");
        assert!(loci_for_deviation(10, 0.01, 1).is_none());
    }

    #[test]
    fn risks_move_with_liability() {
        for (from, to, expected) in [(0.1, 0.002, -1.59661), (0.05, 0.002, -1.23331), (0.01, 0.001, -0.76388)] {
            let shift = liability_shift(from, to).expect("risks");
            assert!((shift - expected).abs() < 5e-6, "{shift}");
            assert!((shifted_risk(from, shift).expect("a risk") - to).abs() < 1e-9);
        }
        assert!((shifted_risk(0.1, -1.0).expect("a risk") - 0.011_258).abs() < 5e-7);
        assert!(liability_shift(0.0, 0.5).is_none() && shifted_risk(1.0, 0.5).is_none());
    }
}
