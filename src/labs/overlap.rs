//! Measures what predictors share: loci in common beside chance, genetic covariance, and how many independent traits there are.

use serde::Serialize;

/// Loci that two predictors have in common, of `blocks` that the genome is cut into.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Overlap {
    /// Blocks that both have a variant in.
    pub shared: usize,
    /// Share of all blocks of either: shared / (first + second − shared).
    pub jaccard: f64,
    /// Blocks that would be shared by chance: first·second / blocks.
    pub expected: f64,
    /// Probability of sharing as many or more by chance (hypergeometric).
    pub p: f64,
}

/// Compares how many blocks two predictors use and share. None where the counts cannot be (more shared than either has, more
/// than there are) or both use none.
pub fn overlap(first: usize, second: usize, shared: usize, blocks: usize) -> Option<Overlap> {
    let either = (first + second).checked_sub(shared)?;
    if shared > first.min(second) || first.max(second) > blocks || either > blocks || either == 0 {
        return None;
    }
    let log_choose = |n: usize, k: usize| {
        let ln = |of: usize| libm::lgamma(of as f64 + 1.0);
        ln(n) - ln(k) - ln(n - k)
    };
    let all = log_choose(blocks, second);
    // Fewer than first + second − blocks cannot be shared.
    let least = (first + second).saturating_sub(blocks).max(shared);
    let term = |of: usize| libm::exp(log_choose(first, of) + log_choose(blocks - first, second - of) - all);
    let p: f64 = (least..=first.min(second)).map(term).sum();
    Some(Overlap {
        shared,
        jaccard: shared as f64 / either as f64,
        expected: first as f64 * second as f64 / blocks as f64,
        p: p.min(1.0),
    })
}

/// Share of variance that lies in the same blocks: Σ min of both predictors' shares of each block.
///
/// `first` and `second` are variances by block, as many in both; none where one has none.
pub fn variance_overlap(first: &[f64], second: &[f64]) -> Option<f64> {
    let (one, other) = (first.iter().sum::<f64>(), second.iter().sum::<f64>());
    let is_sound = first.len() == second.len() && one > 0.0 && other > 0.0;
    is_sound.then(|| first.iter().zip(second).map(|(a, b)| (a / one).min(b / other)).sum())
}

/// A variant that two predictors share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedVariant {
    /// Frequency of the counted allele.
    pub frequency: f64,
    /// Weight of a copy in either predictor.
    pub weights: [f64; 2],
}

/// Genetic covariance of two predictors, Σ 2p(1 − p)·β₁β₂: linkage between variants does not count.
pub fn genetic_covariance(shared: &[SharedVariant]) -> f64 {
    let term = |of: &SharedVariant| 2.0 * of.frequency * (1.0 - of.frequency) * of.weights[0] * of.weights[1];
    shared.iter().map(term).sum()
}

/// Independent traits that traits of this correlation matrix (row by row) are worth: (Σλ)² / Σλ² of its eigenvalues.
///
/// That is trace² / Σ of squares of all entries. None where the matrix is not square or empty.
pub fn independent_traits(correlation: &[f64], traits: usize) -> Option<f64> {
    if traits == 0 || traits.checked_mul(traits) != Some(correlation.len()) {
        return None;
    }
    let trace: f64 = correlation.iter().step_by(traits + 1).sum();
    let squares: f64 = correlation.iter().map(|entry| entry * entry).sum();
    (squares > 0.0).then(|| trace * trace / squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1,703 blocks: 50 and 80 used share 2.349 by chance, 300 and 500 share 88.08.
    #[test]
    fn chance_shares_what_it_should() {
        for (first, second, expected) in [(50, 80, 2.349), (300, 500, 88.08)] {
            let found = overlap(first, second, 0, 1_703).expect("possible");
            assert!((found.expected - expected).abs() < 0.005, "{}", found.expected);
            assert!((found.p - 1.0).abs() < 1e-9, "at least none is certain");
        }
    }

    /// 5 of 10 blocks each: P(5 shared) = 1/252, P(4 or more) = 26/252.
    #[test]
    fn probabilities_are_those_of_draws_without_return() {
        let p = |shared| overlap(5, 5, shared, 10).expect("possible").p;
        assert!((p(5) - 1.0 / 252.0).abs() < 1e-12);
        assert!((p(4) - 26.0 / 252.0).abs() < 1e-12);
        assert!((overlap(5, 5, 3, 10).expect("possible").jaccard - 3.0 / 7.0).abs() < 1e-12);
        // 8 and 9 of 10 must share 7.
        assert!((overlap(8, 9, 7, 10).expect("possible").p - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_is_none() {
        assert!(overlap(5, 5, 6, 10).is_none() && overlap(11, 5, 1, 10).is_none() && overlap(8, 9, 6, 10).is_none());
        assert!(overlap(0, 0, 0, 10).is_none());
        assert!(variance_overlap(&[1.0], &[1.0, 2.0]).is_none() && variance_overlap(&[0.0], &[1.0]).is_none());
        assert!(independent_traits(&[1.0, 0.0], 2).is_none() && independent_traits(&[], 0).is_none());
    }

    /// Twenty traits, all correlated .1: 16.807 independent ones.
    #[test]
    fn correlated_traits_count_for_less() {
        let matrix: Vec<f64> = (0..400).map(|at: usize| if at.is_multiple_of(21) { 1.0 } else { 0.1 }).collect();
        assert!((independent_traits(&matrix, 20).expect("square") - 16.807).abs() < 5e-4);
    }

    #[test]
    fn covariance_is_that_of_shared_variants() {
        let shared = [
            SharedVariant { frequency: 0.5, weights: [0.2, -0.1] },
            SharedVariant { frequency: 0.1, weights: [0.3, 0.4] },
        ];
        assert!((genetic_covariance(&shared) - (-0.01 + 0.18 * 0.12)).abs() < 1e-12);
        assert!((variance_overlap(&[1.0, 1.0, 2.0], &[0.0, 3.0, 1.0]).expect("variance") - 0.5).abs() < 1e-12);
    }
}
