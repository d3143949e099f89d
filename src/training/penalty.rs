//! States the penalty and its conditions for a minimum, and makes the path of λ.

/// λ(α‖θ‖₁ + (1 − α)/2 ‖θ‖²), taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Penalty {
    /// λα.
    pub l1: f64,
    /// λ(1 − α).
    pub l2: f64,
}

/// Where α is smaller, λ_max is that of this α, as no λ but an endless one makes all coefficients of a ridge 0.
///
/// Source: glmnet, which uses the same.
pub const ALPHA_FOR_MAX: f64 = 1e-3;

impl Penalty {
    /// Of λ and the share α of the first norm.
    pub fn new(lambda: f64, alpha: f64) -> Self {
        Self { l1: lambda * alpha, l2: lambda * (1.0 - alpha) }
    }

    /// The coefficient that is best by itself: S(z, λα) ÷ (v + λ(1 − α)), where `z` is the gradient with the coefficient at 0 and
    /// `curvature` is v.
    pub fn shrink(&self, z: f64, curvature: f64) -> f64 {
        soft_threshold(z, self.l1) / (curvature + self.l2)
    }

    /// How far a coefficient is from the conditions of a minimum; `gradient` is that of the likelihood, ⟨x̂, r⟩/n.
    pub fn violation(&self, theta: f64, gradient: f64) -> f64 {
        match theta {
            0.0 => (gradient.abs() - self.l1).max(0.0),
            _ => (gradient - self.l1.copysign(theta) - self.l2 * theta).abs(),
        }
    }

    /// What it adds to the objective.
    pub fn of(&self, theta: &[f64]) -> f64 {
        theta.iter().map(|theta| self.l1 * theta.abs() + self.l2 / 2.0 * theta * theta).sum()
    }
}

/// S(z, t): z moved towards 0 by t, and 0 where it is nearer.
pub fn soft_threshold(z: f64, t: f64) -> f64 {
    (z.abs() - t).max(0.0).copysign(z)
}

/// The path of λ as glmnet makes it: `count` values at equal ratios from `lambda_max` down to `ratio` of it.
pub fn lambda_path(lambda_max: f64, ratio: f64, count: usize) -> Vec<f64> {
    let step = |at: usize| if count < 2 { 0.0 } else { at as f64 / (count - 1) as f64 };
    (0..count).map(|at| lambda_max * libm::pow(ratio, step(at))).collect()
}

/// The share of λ_max that a path ends at: 0.01 where there are more columns than samples, 0.0001 otherwise.
///
/// Source: glmnet, `lambda.min.ratio`.
pub fn default_ratio(samples: usize, columns: usize) -> f64 {
    if samples < columns { 0.01 } else { 1e-4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_thresholds() {
        for (z, t, expected) in [(0.3, 0.1, 0.2), (-0.3, 0.1, -0.2), (0.05, 0.1, 0.0), (0.1, 0.1, 0.0)] {
            assert!((soft_threshold(z, t) - expected).abs() < 1e-15, "S({z}, {t})");
        }
    }

    #[test]
    fn a_single_coefficient_is_best_where_nothing_is_violated() {
        for alpha in [1.0, 0.5, 0.0] {
            let penalty = Penalty::new(0.1, alpha);
            for z in [0.3, -0.7, 0.01] {
                let theta = penalty.shrink(z, 0.8);
                assert!(penalty.violation(theta, z - 0.8 * theta) < 1e-15, "{alpha} {z}");
            }
        }
    }

    #[test]
    fn a_path_goes_down_by_equal_ratios() {
        let path = lambda_path(2.0, 0.01, 3);
        assert_eq!((path[0], path.len()), (2.0, 3));
        assert!((path[1] - 0.2).abs() < 1e-15 && (path[2] - 0.02).abs() < 1e-15);
        assert_eq!(lambda_path(2.0, 0.01, 1), [2.0]);
        assert_eq!((default_ratio(10, 11), default_ratio(10, 10)), (0.01, 1e-4));
    }
}
