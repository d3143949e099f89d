//! Gives the chi-square distribution's upper tail.

use super::normal::cumulative;
use std::f64::consts::PI;

/// Probability that a chi-square value of these degrees of freedom exceeds `x`; 1 for `x` ≤ 0, and 0 for no degrees of freedom.
///
/// Source: Abramowitz and Stegun 1964, 26.4.4 and 26.4.5, the finite sums for odd and even degrees.
pub fn survival(x: f64, degrees: u32) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let half = 0.5 * x;
    let (mut tail, mut term, first) = if degrees % 2 == 1 {
        (2.0 * cumulative(-libm::sqrt(x)), libm::sqrt(2.0 * x / PI) * libm::exp(-half), 3)
    } else if degrees == 0 {
        return 0.0;
    } else {
        (libm::exp(-half), half * libm::exp(-half), 4)
    };
    for k in (first..=degrees).step_by(2) {
        tail += term;
        term *= x / f64::from(k);
    }
    tail.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: the regularised incomplete gamma function of mpmath 1.3, rounded.
    #[test]
    fn upper_tails() {
        let rows = [
            (1, 3.841_458_820_694_124, 0.05),
            (2, 5.991_464_547_107_98, 0.05),
            (3, 7.814_727_903_251_18, 0.05),
            (4, 9.487_729_036_781_154, 0.05),
            (5, 11.070_497_693_516_35, 0.05),
            (10, 18.307_038_053_275_14, 0.05),
            (4, 100.0, 9.836_624_224_615_98e-21),
            (3, 100.0, 1.554_159_431_389_605e-21),
            (4, 0.0, 1.0),
        ];
        for (degrees, x, expected) in rows {
            let found = survival(x, degrees);
            assert!((found / expected - 1.0).abs() < 1e-12, "{degrees} {x}: {found:e}");
        }
        assert_eq!(survival(1.0, 0), 0.0);
    }
}
