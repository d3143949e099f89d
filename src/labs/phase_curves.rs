//! Gives what theory expects of a run of the phase transition: curves to lay over its points.

use super::phase_design::PhaseDesign;
use super::state_evolution::{Expected, expected};
use super::threshold::most_effects_per_person;
use serde::Serialize;

/// Values of the curve between 0 and the last point.
const STEPS: u32 = 96;

/// Theory of one design.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhaseCurves {
    /// People for each causal variant at each point of the run.
    pub people_per_effect: Vec<f64>,
    /// Numbers of people per causal variant, rising, and what is expected there.
    pub expected: Vec<(f64, Expected)>,
    /// People for each causal variant from which all are found at h² = 1: n/s = 1/ρ(n/p), the weak threshold; none where more
    /// people than variants are needed.
    pub threshold: Option<f64>,
}

impl PhaseCurves {
    /// Of a design.
    pub fn of(design: &PhaseDesign) -> Self {
        let PhaseDesign { heritability, variants, causal, ref people_per_effect, .. } = *design;
        let (variants, causal) = (variants as f64, causal as f64);
        let last = people_per_effect.iter().copied().fold(0.0, f64::max);
        let at = |step: u32| {
            let ratio = last * f64::from(step) / f64::from(STEPS);
            Some((ratio, expected(heritability, variants, causal, ratio * causal)?))
        };
        Self {
            people_per_effect: people_per_effect.clone(),
            expected: (1..=STEPS).filter_map(at).collect(),
            threshold: threshold(variants, causal),
        }
    }
}

/// The fewest people per causal variant that find all without noise: where n·ρ(n/p) = s. ρ rises with n, so halving finds it.
fn threshold(variants: f64, causal: f64) -> Option<f64> {
    let found = |people: f64| most_effects_per_person(people / variants).map_or(0.0, |most| most * people);
    let (mut low, mut high) = (0.0, variants * (1.0 - 1e-9));
    if found(high) < causal {
        return None;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if found(middle) < causal { low = middle } else { high = middle }
    }
    Some(high / causal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 25 of 4,000 variants: 6.77 people for each, at n/p = .042; at n/p = .05 it would be 1/.15436 = 6.48.
    #[test]
    fn the_threshold_is_where_theory_has_it() {
        let found = threshold(4_000.0, 25.0).expect("fewer people than variants");
        assert!((found - 6.77).abs() < 0.005, "{found}");
        let people = found * 25.0;
        assert!((most_effects_per_person(people / 4_000.0).expect("inside") * people - 25.0).abs() < 1e-6);
    }

    #[test]
    fn curves_rise_with_people() {
        let curves = PhaseCurves::of(&PhaseDesign::curve(0.5, 4_000, 25, 1).expect("a design that can be run"));
        assert_eq!(curves.people_per_effect.len(), 8);
        assert!(curves.expected.is_sorted_by(|one, next| one.0 < next.0 && one.1.r2 <= next.1.r2 + 1e-6));
        let last = curves.expected.last().expect("some");
        assert!(last.0 == 40.0 && last.1.recall > 0.95, "{last:?}");
    }
}
