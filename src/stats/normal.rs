//! Gives the standard normal's density, probabilities and quantiles, accurate in both tails and the same on every target.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// 1 ÷ √(2π).
const PEAK: f64 = 0.398_942_280_401_432_7;

/// Below this the probability nears the smallest `f64`, and its logarithm is taken from the tail's expansion.
const FAR_TAIL: f64 = -30.0;

/// Density φ(x).
pub fn density(x: f64) -> f64 {
    PEAK * libm::exp(-0.5 * x * x)
}

/// Probability Φ(x) of a value up to `x`; its relative accuracy holds in the lower tail.
pub fn cumulative(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Probability 1 − Φ(x) of a value above `x`; its relative accuracy holds in the upper tail.
pub fn survival(x: f64) -> f64 {
    cumulative(-x)
}

/// ln Φ(x), finite where Φ(x) itself is too small for an `f64`.
///
/// Source: Abramowitz and Stegun 1964, 26.2.12, six terms of the tail's expansion below −30 (relative error under 1e-14).
pub fn log_cumulative(x: f64) -> f64 {
    if x > 0.0 {
        return libm::log1p(-survival(x));
    }
    if x > FAR_TAIL {
        return libm::log(cumulative(x));
    }
    let inverse = 1.0 / (x * x);
    // 1 − 1/x² + 3/x⁴ − 15/x⁶ + 105/x⁸ − 945/x¹⁰, by Horner's rule.
    let tail = [945.0, 105.0, 15.0, 3.0, 1.0].iter().fold(0.0, |sum, factor| inverse * (factor - sum));
    -0.5 * x * x - libm::log(-x) - 0.5 * libm::log(2.0 * PI) + libm::log1p(-tail)
}

/// The value below which this probability lies, Φ⁻¹(p); `None` unless 0 < p < 1.
///
/// Source: first guess by Abramowitz and Stegun 1964, 26.2.23 (error under 4.5e-4), then three steps of Halley's method, each
/// of which cubes the error.
pub fn quantile(probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    if probability > 0.5 {
        // Exact: 1 − p loses nothing from 0.5 up.
        return lower_quantile(1.0 - probability).map(|x| -x);
    }
    lower_quantile(probability)
}

/// The value above which this probability lies: accurate for the smallest of them, as for one in a thousand million.
pub fn upper_quantile(probability: f64) -> Option<f64> {
    quantile(probability).map(|x| -x)
}

/// For 0 < p ≤ 0.5.
fn lower_quantile(probability: f64) -> Option<f64> {
    let t = libm::sqrt(-2.0 * libm::log(probability));
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = above / below - t;
    for _ in 0..3 {
        // Φ(x) − p over φ(x), by logarithms so that the far tail neither underflows nor cancels.
        let log_ratio = libm::log(probability) - log_cumulative(x);
        let step = -libm::expm1(log_ratio) * libm::exp(log_cumulative(x) + 0.5 * x * x) / PEAK;
        x -= step / (1.0 + 0.5 * x * step);
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: f64, expected: f64, relative: f64) -> bool {
        (found - expected).abs() <= relative * expected.abs()
    }

    /// Expected values: 30 digits by mpmath 1.3, rounded.
    #[test]
    fn probabilities_are_accurate_in_the_tails() {
        let rows = [
            (0.0, 0.5),
            (-1.0, 0.158_655_253_931_457_05),
            (1.0, 0.841_344_746_068_542_9),
            (-5.0, 2.866_515_718_791_939e-7),
            (-10.0, 7.619_853_024_160_527e-24),
            (-20.0, 2.753_624_118_606_233_7e-89),
            (-37.0, 5.725_571_222_524_577e-300),
        ];
        for (x, expected) in rows {
            assert!(is_near(cumulative(x), expected, 2e-13), "Φ({x}) = {:e}", cumulative(x));
            assert!(is_near(survival(-x), expected, 2e-13));
            assert!(is_near(log_cumulative(x), expected.ln(), 1e-13), "ln Φ({x}) = {}", log_cumulative(x));
        }
        assert!(is_near(log_cumulative(-100.0), -5_005.524_208_694_205, 1e-13), "{}", log_cumulative(-100.0));
        assert!(is_near(log_cumulative(8.0), -6.220_960_574_271_787e-16, 1e-12));
        assert!(is_near(density(2.0), 0.053_990_966_513_188_06, 1e-14));
    }

    #[test]
    fn quantiles_turn_probabilities_back() {
        let rows = [0.5, 0.4, 0.1, 0.01, 1e-5, 1e-9, 1e-20, 1e-100, 1e-300, 0.6, 0.95, 0.999_999];
        for probability in rows {
            let x = quantile(probability).expect("within");
            assert!(is_near(cumulative(x), probability, 1e-12), "{probability}: {x}, {:e}", cumulative(x));
        }
        for outside in [0.0, 1.0, -0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert_eq!(quantile(outside), None, "{outside}");
        }
        assert!(is_near(quantile(0.975).expect("within"), 1.959_963_984_540_054, 1e-14));
    }

    /// science: "1-in-10⁹: z = 5.997807".
    #[test]
    fn one_in_a_thousand_million() {
        assert!((upper_quantile(1e-9).expect("within") - 5.997_807).abs() < 5e-7);
    }
}
