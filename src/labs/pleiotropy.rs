//! Says what else moves when one predictor's variants are changed: best-first, until it has moved by one standard deviation.
//!
//! A count of what two files of weights say of the same variants. It is not known which of them are causes, nor what they do
//! besides.

use super::predictors::{Predictors, Variant, join};
use serde::Serialize;

/// What changing the largest variants of one predictor does to the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pleiotropy {
    /// Number of the predictor that is moved.
    pub target: usize,
    /// Variants changed to two favourable alleles.
    pub changed: usize,
    /// How far it has moved, in its own standard deviations: 1, or as far as all of them go.
    pub moved: f64,
    /// What becomes of each other predictor.
    pub others: Vec<Moved>,
}

/// What becomes of one other predictor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Its number.
    pub predictor: usize,
    /// Changed variants that it has too.
    pub shared: usize,
    /// Its own standard deviations, up or down; none where it lacks frequencies.
    pub deviations: Option<f64>,
}

/// Moves one predictor. None where it lacks frequencies of any of its variants: then neither its spread nor how many copies
/// there are to gain is known.
///
/// A variant whose favourable allele has the frequency p gains 2(1 − p)|β| in people on average.
pub fn pleiotropy(predictors: &Predictors, target: usize) -> Option<Pleiotropy> {
    let build = predictors.build()?;
    let variants = predictors.all().get(target)?.on(build)?;
    let deviation = deviation(&variants)?;
    let mut gains = Vec::with_capacity(variants.len());
    for variant in &variants {
        let frequency = variant.frequency?;
        let copies = 2.0 * if variant.weight > 0.0 { 1.0 - frequency } else { -frequency };
        gains.push(copies * variant.weight);
    }
    let mut order: Vec<usize> = (0..variants.len()).collect();
    order.sort_by(|a, b| gains[*b].total_cmp(&gains[*a]).then(a.cmp(b)));
    let mut sum = 0.0;
    let mut is_changed = vec![false; variants.len()];
    let mut changed = 0;
    for at in order {
        if sum >= deviation || gains[at] <= 0.0 {
            break;
        }
        (sum, changed, is_changed[at]) = (sum + gains[at], changed + 1, true);
    }
    let other = |predictor: usize| -> Option<Moved> {
        let others = predictors.all().get(predictor)?.on(build)?;
        let (mut shared, mut moved) = (0, 0.0);
        join(&variants, &others, |at, of, direction| {
            if is_changed[at] {
                shared += 1;
                // Copies gained of the target's effect allele, which may be fewer than none.
                moved += gains[at] / variants[at].weight * direction * others[of].weight;
            }
        });
        let deviations = self::deviation(&others).map(|deviation| moved / deviation);
        Some(Moved { predictor, shared, deviations })
    };
    let others = (0..predictors.all().len()).filter(|at| *at != target).filter_map(other).collect();
    Some(Pleiotropy { target, changed, moved: sum / deviation, others })
}

/// The standard deviation of a predictor without linkage; none where a frequency is missing.
fn deviation(variants: &[Variant]) -> Option<f64> {
    let variance: f64 = variants.iter().map(Variant::variance).sum::<Option<f64>>()?;
    (variance > 0.0).then(|| variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::super::predictors::tests::table;
    use super::*;

    #[test]
    fn the_largest_gains_are_taken_first() {
        let mut predictors = Predictors::default();
        // Gains: .5·2·.2 = .2, .9·2·.1 = .18 for the rarer allele, and for the third, which lowers, .3·2·.05 = .03.
        let target = [(10, "A", "G", 0.2, Some(0.5)), (20, "A", "G", 0.1, Some(0.1)), (30, "A", "G", -0.05, Some(0.3))];
        let other = [(10, "G", "A", 1.0, Some(0.5)), (30, "A", "G", 1.0, Some(0.3))];
        predictors.add(&table("target", &target)).expect("fits");
        predictors.add(&table("other", &other)).expect("fits");
        predictors.add(&table("weights alone", &[(10, "A", "G", 1.0, None)])).expect("fits");
        let found = pleiotropy(&predictors, 0).expect("frequencies");
        let own = f64::sqrt(0.5 * 0.04 + 0.18 * 0.01 + 0.42 * 0.0025);
        assert_eq!((found.changed, found.others.len()), (1, 2));
        assert!((found.moved - 0.2 / own).abs() < 1e-12);
        // One copy more of A is one fewer of G.
        let spread = f64::sqrt(0.5 + 0.42);
        assert_eq!((found.others[0].shared, found.others[1].shared), (1, 1));
        assert!((found.others[0].deviations.expect("frequencies") + 1.0 / spread).abs() < 1e-12);
        assert!(found.others[1].deviations.is_none());
        assert!(pleiotropy(&predictors, 2).is_none() && pleiotropy(&predictors, 9).is_none());
    }
}
