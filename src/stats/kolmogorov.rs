//! Says how likely numbers are to be uniform.

/// Probability that so many uniform numbers from 0 to 1 lie as far from their distribution as these, by the largest distance
/// of its steps (Kolmogorov); 1 for none.
///
/// Source: the limit law with M. A. Stephens' factor for few numbers, J. R. Stat. Soc. B 32, 1970, right to 10⁻² of its value
/// from about ten on.
pub fn uniform_p(values: Vec<f64>) -> f64 {
    let n = values.len() as f64;
    p_of(values, n)
}

/// The same of numbers that are places among a sample of so many, whose own chance is in them too: the distance of two samples
/// of n and m is that of one of n·m ÷ (n + m) (Smirnov).
pub fn uniform_p_among(values: Vec<f64>, sample: f64) -> f64 {
    let n = values.len() as f64;
    p_of(values, n * sample / (n + sample))
}

/// `chance` is the number of values whose chance alone would be as large.
fn p_of(mut values: Vec<f64>, chance: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let far = |(at, value): (usize, &f64)| ((at as f64 + 1.0) / n - value).max(value - at as f64 / n);
    let d = values.iter().enumerate().map(far).fold(0.0, f64::max);
    let t = d * (libm::sqrt(chance) + 0.12 + 0.11 / libm::sqrt(chance));
    // The series needs more terms the smaller t is; below this it is 1 to nine digits.
    if values.is_empty() || t < 0.27 {
        return 1.0;
    }
    let term = |j: i32| {
        let sign = if j % 2 == 1 { 2.0 } else { -2.0 };
        sign * libm::exp(-2.0 * f64::from(j * j) * t * t)
    };
    (1..60).map(term).sum::<f64>().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    /// The limit law's table: t of 1.3581 is exceeded once in 20 times, 1.6276 once in 100.
    #[test]
    fn distances_are_as_rare_as_tables_say() {
        let n = 100_000_u32;
        for (t, expected) in [(1.3581, 0.05), (1.6276, 0.01), (0.8276, 0.5)] {
            // Steps of a distribution that is off by d everywhere.
            let d = t / f64::from(n).sqrt();
            let values = (0..n).map(|at| (f64::from(at) / f64::from(n) + d).min(1.0)).collect();
            let p = uniform_p(values);
            assert!((p - expected).abs() < 0.02 * expected, "{t}: {p}");
        }
    }

    #[test]
    fn uniform_numbers_pass_and_others_do_not() {
        let mut random = Random::new(5);
        let below = (0..2000).filter(|_| uniform_p((0..40).map(|_| random.uniform()).collect()) < 0.05).count();
        assert!((65..140).contains(&below), "one in 20: {below}");
        let squares = (0..200).map(|_| random.uniform().powi(2)).collect();
        assert!(uniform_p(squares) < 1e-6);
        assert_eq!(uniform_p(Vec::new()), 1.0);
    }

    /// Numbers placed by the mean and spread of a sample as large as theirs are not uniform in one draw; the sample's chance
    /// explains it.
    #[test]
    fn places_among_a_sample_have_its_chance() {
        let mut random = Random::new(6);
        let (mut alone, mut among) = (0, 0);
        for _ in 0..1000 {
            let sample: Vec<f64> = (0..60).map(|_| random.normal()).collect();
            let mean = sample.iter().sum::<f64>() / 60.0;
            let spread = (sample.iter().map(|of| (of - mean).powi(2)).sum::<f64>() / 59.0).sqrt();
            let place = |of: f64| crate::stats::normal::cumulative((of - mean) / spread);
            let values: Vec<f64> = (0..60).map(|_| place(random.normal())).collect();
            alone += u32::from(uniform_p(values.clone()) < 0.05);
            among += u32::from(uniform_p_among(values, 60.0) < 0.05);
        }
        assert!(alone > 120 && among < 60, "{alone} {among}");
    }
}
