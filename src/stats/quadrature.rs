//! Integrates smooth functions: over an interval, and over the standard normal distribution.

use super::normal::density;

/// Step of the trapezoidal rule on the whole line. For analytic functions its error falls as exp(−2π·w/h), w being how far the
/// function is analytic off the line; at 1/64 that is far below rounding for every function used here.
const STEP: f64 = 1.0 / 64.0;

/// Steps to either side of 0, out to 13 standard deviations: the normal's mass beyond is 6e-39.
const STEPS: i32 = 832;

/// E\[f(Z)\] for a standard normal Z and a smooth f that grows slower than the normal falls.
pub fn normal_expectation(mut f: impl FnMut(f64) -> f64) -> f64 {
    whole_line(|z| f(z) * density(z))
}

/// ∫ f over the whole line, for smooth functions that vanish beyond ±13.
pub fn whole_line(mut f: impl FnMut(f64) -> f64) -> f64 {
    (-STEPS..=STEPS).map(|at| f(f64::from(at) * STEP)).sum::<f64>() * STEP
}

/// ∫ f from `low` to `high`, by the tanh-sinh rule; f may be singular at the ends.
///
/// Source: H. Takahasi and M. Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9, 1974.
pub fn interval(low: f64, high: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    /// Past this the weights are below 1e-16 of the middle's.
    const REACH: i32 = 104;
    const NODE_STEP: f64 = 1.0 / 32.0;
    let half = 0.5 * (high - low);
    let mut sum = 0.0;
    for at in -REACH..=REACH {
        let t = f64::from(at) * NODE_STEP;
        let inner = std::f64::consts::FRAC_PI_2 * libm::sinh(t);
        let cosh = libm::cosh(inner);
        let weight = std::f64::consts::FRAC_PI_2 * libm::cosh(t) / (cosh * cosh);
        // 1 ± tanh, without cancelling near the ends.
        let from_end = libm::exp(-inner.abs()) / cosh;
        let x = if at < 0 { low + half * from_end } else { high - half * from_end };
        if x > low && x < high {
            sum += weight * f(x);
        }
    }
    sum * half * NODE_STEP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal::{cumulative, survival};

    #[test]
    fn moments_of_the_normal() {
        let rows = [(0, 1.0), (1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0), (6, 15.0), (8, 105.0)];
        for (power, expected) in rows {
            let found = normal_expectation(|z| z.powi(power));
            assert!((found - expected).abs() < 1e-12 * (1.0 + expected), "{power}: {found}");
        }
        let found = normal_expectation(|z| libm::exp(2.0 * z));
        assert!((found - libm::exp(2.0)).abs() < 1e-11, "{found}");
    }

    /// E Φ(a + bZ) = Φ(a ÷ √(1 + b²)), also where b makes a steep step of it.
    #[test]
    fn steep_steps_are_integrated() {
        for (a, b) in [(0.3, 0.5), (-2.0, 1.0), (1.0, 10.0)] {
            let found = normal_expectation(|z| cumulative(a + b * z));
            assert!((found - cumulative(a / libm::sqrt(1.0 + b * b))).abs() < 1e-12, "{a} {b}: {found}");
        }
    }

    #[test]
    fn intervals_with_and_without_singular_ends() {
        let rows: [(&str, f64, f64); 4] = [
            ("x²", interval(0.0, 3.0, |x| x * x), 9.0),
            ("1/√x", interval(0.0, 4.0, |x| 1.0 / x.sqrt()), 4.0),
            ("sin", interval(0.0, std::f64::consts::PI, libm::sin), 2.0),
            ("normal tail", interval(2.0, 15.0, density), survival(2.0)),
        ];
        for (name, found, expected) in rows {
            assert!((found - expected).abs() < 2e-7 * expected.abs(), "{name}: {found}");
        }
        assert!((interval(2.0, 15.0, density) / survival(2.0) - 1.0).abs() < 1e-12);
        assert_eq!(interval(1.0, 1.0, |_| 1.0), 0.0);
    }
}
