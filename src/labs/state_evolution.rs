//! Predicts how well L1-penalised regression does with so many people, by state evolution: the theory curves of the phase
//! transition.
//!
//! In the limit of many variants of which a share is causal, LASSO sees each coefficient as if it were b + τZ with Z standard
//! normal, shrunk by ατ. With n people, p variants, s of them causal and of equal size, and h² explained,
//!
//! `τ² = (1 − h²)/n + (p/n)·E(η(b + τZ; ατ) − b)²`, where b is ±√(h²/s) with probability s/p, else 0
//!
//! and α stands for λ: it is the one that leaves the least error, as the lab's λ is chosen.
//!
//! Sources: D. Donoho, A. Maleki and A. Montanari, IEEE Transactions on Information Theory 57:6920, 2011; proved by M. Bayati and
//! A. Montanari, the same 58:1997, 2012. The moments of a soft threshold: D. Donoho and I. Johnstone, Biometrika 81:425, 1994.

use crate::stats::normal;
use serde::Serialize;

/// What is expected of LASSO with its best λ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Expected {
    /// Share of the causal variants that are not 0.
    pub recall: f64,
    /// Squared correlation of prediction and trait in other people.
    pub r2: f64,
}

/// Steps of the recursion, at most: near the transition it slows down.
const ROUNDS_MAX: usize = 2_000;
/// A step that changes τ² by a smaller share is the last.
const SETTLED: f64 = 1e-9;
/// Thresholds that are looked at, in units of τ: from that of one variant in two to that of one in a million, and beyond.
const ALPHAS: std::ops::RangeInclusive<u32> = 2..=60;
const ALPHA_STEP: f64 = 0.1;

/// What LASSO is expected to find with `people` among `variants`, of which `causal` explain h² in equal parts. None unless
/// 0 < h² ≤ 1, there are people, and 0 < causal ≤ variants.
pub fn expected(heritability: f64, variants: f64, causal: f64, people: f64) -> Option<Expected> {
    let is_sound = heritability > 0.0 && heritability <= 1.0 && people > 0.0 && causal > 0.0 && causal <= variants;
    if !is_sound {
        return None;
    }
    let size = (heritability / causal).sqrt();
    let noise = (1.0 - heritability) / people;
    let share = causal / variants;
    let settle = |alpha: f64| -> f64 {
        let mut square = 1.0 / people;
        for _ in 0..ROUNDS_MAX {
            let tau = square.sqrt();
            let error = share * risk(size / tau, alpha) + (1.0 - share) * risk(0.0, alpha);
            let next = noise + variants / people * square * error;
            let change = (next - square).abs();
            square = next;
            // Above 1/n nothing is known of any coefficient; below 10⁻¹² of it everything is.
            if change <= SETTLED * square || square * people > 1e3 || square * people < 1e-12 {
                break;
            }
        }
        square
    };
    let at = |nth: u32| settle(f64::from(nth) * ALPHA_STEP);
    let best = ALPHAS.map(|nth| (nth, at(nth))).min_by(|one, other| one.1.total_cmp(&other.1))?.0;
    let alpha = lowest(settle, [best - 1, best + 1].map(|nth| f64::from(nth) * ALPHA_STEP));
    let square = settle(alpha);
    let signal = size / square.sqrt();
    let recall = normal::cumulative(signal - alpha) + normal::cumulative(-signal - alpha);
    // In units of τ: E[bη] and E[η²] over all coefficients, times p.
    let along = causal * signal * mean(signal, alpha);
    let length = causal * square_mean(signal, alpha) + (variants - causal) * square_mean(0.0, alpha);
    let r2 = if length > 0.0 { square * along * along / length } else { 0.0 };
    Some(Expected { recall, r2: r2.min(heritability) })
}

/// Where between two places a function that falls and then rises is lowest, by golden sections.
fn lowest(of: impl Fn(f64) -> f64, [mut low, mut high]: [f64; 2]) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..12 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if of(left) < of(right) { high = right } else { low = left }
    }
    (low + high) / 2.0
}

/// E(η(μ + Z; α) − μ)².
fn risk(mu: f64, alpha: f64) -> f64 {
    let (above, below) = (normal::cumulative(mu - alpha), normal::cumulative(-mu - alpha));
    let middle = 1.0 - above - below;
    (1.0 + alpha * alpha) * (above + below) + mu * mu * middle
        - (alpha - mu) * normal::density(alpha + mu)
        - (alpha + mu) * normal::density(alpha - mu)
}

/// E η(μ + Z; α).
fn mean(mu: f64, alpha: f64) -> f64 {
    (mu - alpha) * normal::cumulative(mu - alpha)
        + normal::density(alpha - mu)
        + (mu + alpha) * normal::cumulative(-mu - alpha)
        - normal::density(alpha + mu)
}

/// E η(μ + Z; α)².
fn square_mean(mu: f64, alpha: f64) -> f64 {
    risk(mu, alpha) + 2.0 * mu * mean(mu, alpha) - mu * mu
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::threshold::most_effects_per_person;
    use crate::stats::Random;

    #[test]
    fn moments_are_those_of_a_soft_threshold() {
        let mut random = Random::new(4);
        let draws: Vec<f64> = (0..200_000).map(|_| random.normal()).collect();
        for (mu, alpha) in [(0.0, 0.5), (0.0, 1.5), (1.0, 1.0), (3.0, 1.5), (-2.0, 0.7)] {
            let average = |of: &dyn Fn(f64) -> f64| draws.iter().map(|z| of(*z)).sum::<f64>() / draws.len() as f64;
            let eta = |z: f64| (mu + z).signum() * ((mu + z).abs() - alpha).max(0.0);
            assert!((average(&|z| (eta(z) - mu).powi(2)) - risk(mu, alpha)).abs() < 0.02, "{mu} {alpha}");
            assert!((average(&eta) - mean(mu, alpha)).abs() < 0.01, "{mu} {alpha}");
            assert!((average(&|z| eta(z).powi(2)) - square_mean(mu, alpha)).abs() < 0.03, "{mu} {alpha}");
        }
    }

    /// Without noise all is found above the weak threshold, and not below.
    #[test]
    fn without_noise_the_curve_jumps_at_the_threshold() {
        let (variants, people) = (4_000.0, 400.0);
        let most = most_effects_per_person(people / variants).expect("inside") * people;
        let below = expected(1.0, variants, most * 0.9, people).expect("sound");
        assert!(below.r2 > 0.999 && below.recall > 0.999, "{below:?}");
        let above = expected(1.0, variants, most * 1.15, people).expect("sound");
        assert!(above.r2 < 0.8, "{above:?}");
    }

    /// The simulated values of recall and R²/h² at h² = ½ with 25 of 4,000 variants.
    #[test]
    fn theory_is_near_simulation() {
        let rows = [(5.0, 0.11, 0.02), (10.0, 0.44, 0.13), (20.0, 0.91, 0.57), (30.0, 1.0, 0.78), (40.0, 1.0, 0.89)];
        for (ratio, recall, accuracy) in rows {
            let found = expected(0.5, 4_000.0, 25.0, ratio * 25.0).expect("sound");
            let is_near = (found.recall - recall).abs() <= 0.25 && (found.r2 / 0.5 - accuracy).abs() <= 0.12;
            assert!(is_near, "{ratio}: {found:?}");
        }
    }

    #[test]
    fn what_cannot_be_is_none() {
        for (h2, variants, causal, people) in [
            (0.0, 10.0, 1.0, 5.0),
            (1.1, 10.0, 1.0, 5.0),
            (0.5, 10.0, 11.0, 5.0),
            (0.5, 10.0, 1.0, 0.0),
            (f64::NAN, 10.0, 1.0, 5.0),
        ] {
            assert!(expected(h2, variants, causal, people).is_none());
        }
    }
}
