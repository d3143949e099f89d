//! Gives mean and variance of the largest, second largest … of n standard normal values.

use super::normal::{density, log_cumulative};
use super::quadrature::whole_line;

/// Mean and variance of one of n ordered values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderMoments {
    /// Mean, in standard deviations of one value.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
}

/// Moments of the largest of `count` standard normal values; `None` for none.
pub fn largest_of(count: u64) -> Option<OrderMoments> {
    ranked(count, 1)
}

/// Moments of the value of this `rank` among `count` standard normal ones, 1 being the largest; `None` where there is no such
/// rank.
///
/// Its density is φ Φⁿ⁻ʳ (1 − Φ)ʳ⁻¹ up to a factor, which is found by integrating rather than from factorials.
///
/// Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd edition, 2003, §2.1.
pub fn ranked(count: u64, rank: u64) -> Option<OrderMoments> {
    if rank == 0 || rank > count {
        return None;
    }
    let (below, above) = ((count - rank) as f64, (rank - 1) as f64);
    let log_weight = |x: f64| below * log_cumulative(x) + above * log_cumulative(-x);
    // Weights relative to the largest, so that none of any n underflows.
    let peak = (-832..=832)
        .map(|at| f64::from(at) / 64.0)
        .map(|x| log_weight(x) - 0.5 * x * x)
        .fold(f64::NEG_INFINITY, f64::max);
    let weight = |x: f64| libm::exp(log_weight(x) - peak) * density(x);
    let mass = whole_line(weight);
    let mean = whole_line(|x| x * weight(x)) / mass;
    let variance = whole_line(|x| (x - mean) * (x - mean) * weight(x)) / mass;
    Some(OrderMoments { mean, variance })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    /// science §3.8.
    #[test]
    fn mean_of_the_largest() {
        let rows = [
            (1, 0.0),
            (2, 0.564_190),
            (3, 0.846_284),
            (4, 1.029_375),
            (5, 1.162_964),
            (6, 1.267_206),
            (7, 1.352_178),
            (8, 1.423_600),
            (9, 1.485_013),
            (10, 1.538_753),
            (15, 1.735_913),
            (20, 1.867_475),
            (25, 1.965_315),
            (50, 2.249_074),
            (100, 2.507_594),
            (200, 2.746_042),
            (1_000, 3.241_436),
            (10_000, 3.851_616),
            (1_000_000, 4.862_897),
        ];
        for (count, expected) in rows {
            let found = largest_of(count).expect("some").mean;
            assert!((found - expected).abs() <= 1e-6, "n = {count}: {found}");
        }
    }

    /// science §3.8.
    #[test]
    fn variance_of_the_largest() {
        for (count, expected) in [(1, 1.0), (2, 0.681_690), (5, 0.447_534), (10, 0.344_344), (100, 0.184_405)] {
            let found = largest_of(count).expect("some").variance;
            assert!((found - expected).abs() <= 1e-6, "n = {count}: {found}");
        }
    }

    /// science §3.8.
    #[test]
    fn closed_forms_of_the_largest() {
        let rows = [
            (2, 1.0 / PI.sqrt()),
            (3, 1.5 / PI.sqrt()),
            (5, 5.0 / (4.0 * PI.sqrt()) * (1.0 + 6.0 / PI * libm::asin(1.0 / 3.0))),
        ];
        for (count, expected) in rows {
            assert!((largest_of(count).expect("some").mean - expected).abs() < 1e-12, "n = {count}");
        }
    }

    /// science §3.8.
    #[test]
    fn means_by_rank() {
        let rows: [(u64, &[f64]); 2] = [(10, &[1.5388, 1.0014, 0.6561, 0.3758, 0.1227]), (5, &[1.1630, 0.4950, 0.0])];
        for (count, means) in rows {
            for (rank, expected) in (1..).zip(means) {
                let (found, mirrored) =
                    (ranked(count, rank).expect("a rank"), ranked(count, count + 1 - rank).expect("a rank"));
                assert!((found.mean - expected).abs() <= 5.1e-5, "{rank} of {count}: {}", found.mean);
                assert!((found.mean + mirrored.mean).abs() < 1e-12);
                assert!((found.variance - mirrored.variance).abs() < 1e-12);
            }
        }
        assert_eq!((ranked(5, 0), ranked(5, 6), largest_of(0)), (None, None, None));
    }
}
