//! Gives quantiles and tails of Student's t distribution: how far a number lies whose spread is itself an estimate.

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

/// Terms of the continued fraction, at most; it takes about √degrees of them.
const TERMS_MAX: u32 = 100_000;
/// Where a term of the continued fraction changes nothing any more.
const SETTLED: f64 = 1e-15;

/// The probability that a t with so many degrees of freedom, whole or not, lies farther from 0 than `t`; `NaN` where either is, and
/// 1 for no degrees of freedom. Right to 10⁻¹¹ of itself up to a million degrees.
///
/// Source: Abramowitz and Stegun 26.7.1 with 26.5.2; the continued fraction of the incomplete beta function, 26.5.8, evaluated from
/// the front as by Lentz 1976.
pub fn two_sided(t: f64, degrees: f64) -> f64 {
    if degrees.is_nan() || t.is_nan() {
        return f64::NAN;
    }
    if degrees <= 0.0 || t == 0.0 {
        return 1.0;
    }
    let (a, b, square) = (degrees / 2.0, 0.5, t * t);
    let x = degrees / (degrees + square);
    // 1 − x, without what a subtraction loses.
    let y = square / (degrees + square);
    let front =
        libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log1p(-y) + b * libm::log(y));
    match x < (a + 1.0) / (a + b + 2.0) {
        true => front * beta_fraction(a, b, x) / a,
        false => 1.0 - front * beta_fraction(b, a, y) / b,
    }
}

/// The continued fraction of the incomplete beta function, without what stands before it.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let kept = |value: f64| if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for term in (1..=TERMS_MAX).map(f64::from) {
        let even = term * (b - term) * x / ((a + 2.0 * term - 1.0) * (a + 2.0 * term));
        let odd = -(a + term) * (a + b + term) * x / ((a + 2.0 * term) * (a + 2.0 * term + 1.0));
        let mut factor = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / kept(1.0 + numerator * d);
            c = kept(1.0 + numerator / c);
            factor = c * d;
            fraction *= factor;
        }
        if (factor - 1.0).abs() < SETTLED {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal;

    /// Closed forms for 1 and 2 degrees, R 4.3's `2 * pt(-t, v)` for others, and the normal tail for very many.
    #[test]
    fn tails_are_those_of_closed_forms_and_tables() {
        let one = |t: f64| 1.0 - 2.0 / std::f64::consts::PI * t.atan();
        let two = |t: f64| 1.0 - t / (2.0 + t * t).sqrt();
        let rows = [
            (0.3, 1.0, one(0.3)),
            (4.0, 1.0, one(4.0)),
            (0.3, 2.0, two(0.3)),
            (5.0, 2.0, two(5.0)),
            (2.015_048_372_669_157, 5.0, 0.1),
            (2.749_995_653_567_231, 30.0, 0.01),
            (1.660_234_326_069_1, 100.0, 0.1),
        ];
        for (t, degrees, expected) in rows {
            let found = two_sided(t, degrees);
            assert!((found / expected - 1.0).abs() < 1e-9, "{t} {degrees}: {found} {expected}");
            assert_eq!(two_sided(-t, degrees).to_bits(), found.to_bits());
        }
        for t in [0.5, 2.0, 6.0] {
            let found = two_sided(t, 1e9);
            assert!((found / (2.0 * normal::survival(t)) - 1.0).abs() < 1e-6, "{t}: {found}");
        }
        assert_eq!((two_sided(0.0, 9.0), two_sided(3.0, 0.0)), (1.0, 1.0));
        assert!(two_sided(f64::NAN, 9.0).is_nan() && two_sided(30.0, 1000.0) > 0.0);
    }

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
