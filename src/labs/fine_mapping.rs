//! Says how likely a variant is the cause, among neighbours that go together with it.
//!
//! Source: J. Wakefield, "Bayes factors for genome-wide association studies", Genetic Epidemiology 33, 2009.

/// What a study of an effect knows: the variance of its error, and that of effects before anything was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Study {
    /// V, the square of the standard error.
    pub error_variance: f64,
    /// W, the prior variance of effects.
    pub prior_variance: f64,
}

impl Study {
    /// Logarithm of Wakefield's approximate Bayes factor for an effect against none, of an effect z standard errors from 0:
    /// ½·ln(V/(V + W)) + z²W/(2(V + W)).
    pub fn ln_bayes_factor(self, z: f64) -> f64 {
        let (v, w) = (self.error_variance, self.prior_variance);
        0.5 * libm::log(v / (v + w)) + z * z * w / (2.0 * (v + w))
    }
}

/// How likely each of some variants is the cause, one of them being it and all as likely before. `ln_factors`: logarithms of
/// their Bayes factors, of several studies added up.
pub fn causal_probabilities(ln_factors: &[f64]) -> Vec<f64> {
    // The largest taken out, so that none overflows.
    let most = ln_factors.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = ln_factors.iter().map(|ln| libm::exp(ln - most)).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The same for a cause seen at z, beside `others` variants in linkage of r² with it, which are seen at r·z on average.
pub fn cause_among(study: Study, z: f64, others: usize, r2: f64) -> f64 {
    let below = study.ln_bayes_factor(z) - study.ln_bayes_factor(z * libm::sqrt(r2));
    1.0 / (1.0 + others as f64 * libm::exp(-below))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDY: Study = Study { error_variance: 1e-4, prior_variance: 0.04 };

    #[test]
    fn bayes_factors_of_wakefield() {
        for (z, expected) in [(5.0, 12_988.86), (3.0, 4.445_08)] {
            let found = STUDY.ln_bayes_factor(z).exp();
            assert!((found - expected).abs() < 1e-5 * expected, "{z}: {found}");
        }
    }

    /// Two variants alike in one population, of which the other tells them apart.
    #[test]
    fn a_second_population_names_the_cause() {
        let ln = |z: [f64; 2]| z.iter().map(|z| STUDY.ln_bayes_factor(*z)).sum::<f64>();
        let found = causal_probabilities(&[ln([6.0, 5.0]), ln([6.0, 1.0])]);
        assert!((found[0] - 0.999_993_7).abs() < 1e-7, "{}", found[0]);
        let alone = causal_probabilities(&[STUDY.ln_bayes_factor(6.0); 2]);
        assert!((alone[0] - 0.5).abs() < 1e-12);
        assert!((causal_probabilities(&[1e4, 1e4 - 1.0])[0] - 1.0 / (1.0 + (-1.0_f64).exp())).abs() < 1e-12);
    }

    #[test]
    fn a_cause_is_told_from_neighbours_by_its_z() {
        // z²W/(2(V + W))·(1 − r²) by hand: 25·0.04/0.0802·0.2 = 2.493765…
        let found = cause_among(STUDY, 5.0, 9, 0.8);
        assert!((found - 1.0 / (1.0 + 9.0 * (-2.493_765_586_f64).exp())).abs() < 1e-9, "{found}");
        let ln = |z: f64| STUDY.ln_bayes_factor(z);
        let listed: Vec<f64> = std::iter::once(ln(5.0)).chain([ln(5.0 * 0.8_f64.sqrt()); 9]).collect();
        assert!((causal_probabilities(&listed)[0] - found).abs() < 1e-12);
        assert_eq!(cause_among(STUDY, 0.0, 9, 0.8), 0.1);
        assert_eq!(cause_among(STUDY, 3.0, 0, 0.8), 1.0);
        assert!((cause_among(STUDY, 9.0, 9, 1.0) - 0.1).abs() < 1e-12, "perfect linkage never tells");
    }
}
