//! Gives the phase transition of L1-penalised regression: how many nonzero effects can be found from how many people.
//!
//! Source: D. Donoho and J. Tanner, Proceedings of the National Academy of Sciences 102:9452, 2005, in the form of D. Donoho,
//! A. Maleki and A. Montanari, PNAS 106:18914, 2009; for genomes S. Vattikuti and others, GigaScience 3:10, 2014.

use crate::stats::normal;

/// Without noise (h² = 1), the most nonzero effects per person that are found when `people_per_variant` = n/p: the weak
/// threshold ρ(δ), the largest value of \[1 − (2/δ)·m(z)\] / \[1 + z² − 2m(z)\] with m(z) = (1 + z²)Φ(−z) − zφ(z).
///
/// None outside 0 < δ < 1.
pub fn most_effects_per_person(people_per_variant: f64) -> Option<f64> {
    let delta = people_per_variant;
    if !(delta > 0.0 && delta < 1.0) {
        return None;
    }
    let ratio = |z: f64| {
        let m = (1.0 + z * z) * normal::cumulative(-z) - z * normal::density(z);
        (1.0 - 2.0 / delta * m) / (1.0 + z * z - 2.0 * m)
    };
    Some(largest(ratio))
}

/// The largest value on 0 … 10 of a function that rises and then falls: a grid, then golden sections.
fn largest(f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 400;
    const STEP: f64 = 10.0 / STEPS as f64;
    let at = |nth: u32| f64::from(nth) * STEP;
    let best = (1..STEPS).max_by(|a, b| f(at(*a)).total_cmp(&f(at(*b)))).unwrap_or(1);
    let (mut low, mut high) = (at(best - 1), at(best + 1));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..60 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if f(left) < f(right) { low = left } else { high = right }
    }
    f((low + high) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_has_its_known_values() {
        let rows = [
            (0.01, 0.10688),
            (0.05, 0.15436),
            (0.1, 0.18943),
            (0.2, 0.24330),
            (0.25, 0.26738),
            (0.5, 0.38569),
            (0.75, 0.53371),
            (0.9, 0.67817),
        ];
        for (delta, expected) in rows {
            let found = most_effects_per_person(delta).expect("inside");
            assert!((found - expected).abs() < 6e-6, "{delta}: {found}");
        }
        // People for each effect: n/s = 1/ρ.
        assert!((1.0 / most_effects_per_person(0.1).expect("inside") - 5.28).abs() < 0.005);
    }

    #[test]
    fn there_is_no_threshold_outside() {
        assert!([0.0, 1.0, -1.0, f64::NAN].into_iter().all(|delta| most_effects_per_person(delta).is_none()));
    }
}
