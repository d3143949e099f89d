//! Fits mean and logarithm of the variance of a score along components at once, by maximum likelihood.
//!
//! Fisher scoring: the information of mean and variance does not mix, so that each step solves two small systems. It starts
//! from least squares for the mean and a gamma regression with logarithmic link for the squared residuals.

use super::normalise::{dot, weighted_gram, weighted_sum};
use crate::error::{CalibrationKind, Result};
use crate::stats::linear::Cholesky;

/// Steps after which a fit that has not settled is given up; honest ones take under 20.
const STEPS_MAX: usize = 200;

/// Halvings of a step that does not improve the likelihood.
const HALVINGS_MAX: usize = 40;

/// Largest gradient for each person at which the fit has settled. Scores are in units of their own spread.
const SETTLED: f64 = 1e-10;

/// Coefficients of a joint fit, the constant first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct JointFit {
    pub(super) mean: Vec<f64>,
    pub(super) log_variance: Vec<f64>,
}

/// Fits both. `mean` is the start, `gram` the factored XᵀX ÷ n of the design.
pub(super) fn fit_jointly(design: &[Vec<f64>], y: &[f64], mean: &[f64], gram: &Cholesky) -> Result<JointFit> {
    let log_variance = fit_gamma(design, y, mean, gram)?;
    let mut fit = JointFit { mean: mean.to_vec(), log_variance };
    let mut loss = fit.loss(design, y);
    for _ in 0..STEPS_MAX {
        let (step, gradient) = fit.step(design, y, gram)?;
        if gradient < SETTLED {
            return Ok(fit);
        }
        let halved = (0..HALVINGS_MAX).map(|halvings| fit.moved(&step, libm::ldexp(1.0, -(halvings as i32))));
        let better = halved.map(|next| (next.loss(design, y), next)).find(|(found, _)| *found < loss);
        match better {
            Some((found, next)) => (loss, fit) = (found, next),
            // No step improves the last digits any more.
            None if gradient < 1e-6 => return Ok(fit),
            None => break,
        }
    }
    Err(CalibrationKind::NoFit.into())
}

impl JointFit {
    /// Mean −log likelihood, without its constant.
    fn loss(&self, design: &[Vec<f64>], y: &[f64]) -> f64 {
        let terms = design.iter().zip(y).map(|(row, y)| {
            let log_variance = dot(row, &self.log_variance);
            0.5 * (log_variance + (y - dot(row, &self.mean)).powi(2) * libm::exp(-log_variance))
        });
        terms.sum::<f64>() / y.len() as f64
    }

    /// The scoring step, and the largest part of the gradient.
    fn step(&self, design: &[Vec<f64>], y: &[f64], gram: &Cholesky) -> Result<(Self, f64)> {
        let width = self.mean.len();
        let residual: Vec<f64> = design.iter().zip(y).map(|(row, y)| y - dot(row, &self.mean)).collect();
        let precision: Vec<f64> = design.iter().map(|row| libm::exp(-dot(row, &self.log_variance))).collect();
        let by_person = || residual.iter().zip(&precision);
        let mean_gradient = weighted_sum(design, width, by_person().map(|(r, p)| r * p));
        let variance_gradient = weighted_sum(design, width, by_person().map(|(r, p)| 0.5 * (r * r * p - 1.0)));
        let information = weighted_gram(design, width, |person| precision.get(person).copied().unwrap_or(0.0));
        let mean = Cholesky::new(&information, width).and_then(|factor| factor.solve(&mean_gradient));
        // The variance's information is XᵀX ÷ 2.
        let log_variance = gram.solve(&variance_gradient.iter().map(|g| 2.0 * g).collect::<Vec<_>>());
        let (Some(mean), Some(log_variance)) = (mean, log_variance) else {
            return Err(CalibrationKind::NoFit.into());
        };
        let largest = mean_gradient.iter().chain(&variance_gradient).fold(0.0_f64, |largest, g| largest.max(g.abs()));
        Ok((Self { mean, log_variance }, largest))
    }

    fn moved(&self, step: &Self, share: f64) -> Self {
        let add = |from: &[f64], by: &[f64]| from.iter().zip(by).map(|(a, b)| a + share * b).collect();
        Self { mean: add(&self.mean, &step.mean), log_variance: add(&self.log_variance, &step.log_variance) }
    }
}

/// Gamma regression with logarithmic link of the squared residuals, the mean being held: the start of the joint fit, so a
/// few steps are enough.
fn fit_gamma(design: &[Vec<f64>], y: &[f64], mean: &[f64], gram: &Cholesky) -> Result<Vec<f64>> {
    let squares: Vec<f64> = design.iter().zip(y).map(|(row, y)| (y - dot(row, mean)).powi(2)).collect();
    let width = mean.len();
    let average = squares.iter().sum::<f64>() / squares.len() as f64;
    let mut coefficients = vec![0.0; width];
    if let Some(constant) = coefficients.first_mut() {
        *constant = libm::log(average);
    }
    for _ in 0..8 {
        let errors =
            design.iter().zip(&squares).map(|(row, square)| square * libm::exp(-dot(row, &coefficients)) - 1.0);
        // A few people far out must not throw the start away.
        let gradient = weighted_sum(design, width, errors.map(|error| error.min(8.0)));
        let Some(step) = gram.solve(&gradient) else { return Err(CalibrationKind::NoFit.into()) };
        coefficients.iter_mut().zip(&step).for_each(|(coefficient, step)| *coefficient += 0.5 * step);
    }
    Ok(coefficients)
}
