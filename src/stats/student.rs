//! Gives quantiles of Student's t distribution: how far a number lies whose spread is itself an estimate.

use super::normal;

/// With fewer degrees of freedom the expansion is too rough; it is taken for so many.
pub const DEGREES_MIN: f64 = 5.0;

/// The t that `probability` of a distribution with so many degrees of freedom, whole or not, lies below; `None` unless
/// 0 < `probability` < 1 and `degrees` is a number.
///
/// Right to 10⁻⁴ from [`DEGREES_MIN`] degrees on and to 10⁻⁷ from 20 on at probabilities from 0.05 to 0.95; to 4·10⁻³ and
/// 3·10⁻⁶ from 0.005 to 0.995. Degrees without end give the normal quantile.
///
/// Source: the expansion of R. A. Fisher and E. A. Cornish, Technometrics 2, 1960; Abramowitz and Stegun 26.7.5.
pub fn quantile(probability: f64, degrees: f64) -> Option<f64> {
    let x = normal::quantile(probability)?;
    if degrees.is_nan() {
        return None;
    }
    let v = degrees.max(DEGREES_MIN);
    let square = x * x;
    let first = (square + 1.0) * x / 4.0;
    let second = ((5.0 * square + 16.0) * square + 3.0) * x / 96.0;
    let third = (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) * x / 384.0;
    let fourth = ((((79.0 * square + 776.0) * square + 1482.0) * square - 1920.0) * square - 945.0) * x / 92160.0;
    Some(x + (first + (second + (third + fourth / v) / v) / v) / v)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.3, `qt`.
    #[test]
    fn quantiles_are_those_of_tables() {
        let rows = [
            (0.95, 5.0, 2.015_048_373, 1e-3),
            (0.95, 20.0, 1.724_718_243, 1e-6),
            (0.975, 23.0, 2.068_657_610, 1e-6),
            (0.995, 30.0, 2.749_995_654, 1e-6),
            (0.95, 100.0, 1.660_234_326, 1e-8),
            (0.05, 100.0, -1.660_234_326, 1e-8),
            (0.5, 9.0, 0.0, 1e-12),
            (0.95, f64::INFINITY, 1.644_853_627, 1e-8),
        ];
        for (probability, degrees, expected, within) in rows {
            let found = quantile(probability, degrees).expect("a probability");
            assert!((found - expected).abs() < within, "{probability} {degrees}: {found}");
        }
    }

    #[test]
    fn what_cannot_be_has_none() {
        assert_eq!((quantile(0.0, 9.0), quantile(1.0, 9.0), quantile(0.9, f64::NAN)), (None, None, None));
        assert_eq!(quantile(0.9, 0.1), quantile(0.9, DEGREES_MIN));
    }
}
