//! Regresses the phenotype on each variant by itself, with intercept and covariates beside it.

use super::columns::{Columns, words_of};
use super::family::Family;
use super::fit::Model;
use super::moments::runs;
use super::path::PathFit;
use super::products::{Scaling, products, values_of};
use super::residual::{left_by_covariates, pairs_of, times};
use crate::error::Result;
use crate::stats::side_by_side::each;
use crate::stats::{normal, student};

/// What a variant says of the phenotype by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// For each copy of the effect allele.
    pub coefficient: f64,
    /// The coefficient's standard error.
    pub error: f64,
    /// Two-sided probability of a coefficient as far from 0 where there is none.
    pub p: f64,
}

impl Association {
    /// Coefficient ÷ standard error.
    pub fn statistic(&self) -> f64 {
        self.coefficient / self.error
    }
}

/// The association of every variant among the samples trained on; `None` for a variant that is the same for all of them or that
/// covariates explain.
///
/// Gaussian: least squares, with Student's t of n − covariates − 2 degrees of freedom. Binomial: the score test at the fit of
/// intercept and covariates alone and one step of Newton's from there, the normal distribution; for the weak effects that scores
/// are made of this is the maximum likelihood estimate to first order, and a pass over the genotypes is enough.
///
/// Source: Frisch and Waugh 1933; Rao 1948.
///
/// Errors: those of [`Columns::read`].
pub fn associations<C: Columns>(fit: &PathFit<C>) -> Result<Vec<Option<Association>>> {
    let null = fit.null();
    let ground = fit.ground();
    let model = ground.model;
    let mut eta = vec![0.0; model.response.len()];
    model.covariates.add_to(&null.gamma, &mut eta);
    let residual: Vec<f64> = (model.response.iter().zip(&eta).zip(&model.weights))
        .map(|((y, eta), weight)| weight * (y - model.family.mean(*eta)))
        .collect();
    let moved = match model.family {
        Family::Gaussian => by_least_squares(ground.columns, ground.scalings, ground.moments, model, &residual)?,
        Family::Binomial => by_score(ground.columns, ground.scalings, model, &residual, &eta)?,
    };
    let n = model.mask.count() as f64;
    let degrees = n - model.covariates.len() as f64 - 1.0;
    let square: f64 = residual.iter().zip(&model.response).zip(&eta).map(|((r, y), eta)| r * (y - eta)).sum();
    let of = |((gradient, curvature), scaling): ((f64, f64), &Scaling)| {
        if curvature <= 0.0 || !scaling.is_used() {
            return None;
        }
        let theta = gradient / curvature;
        let variance = match model.family {
            Family::Gaussian => (square - gradient * theta).max(0.0) / (degrees * curvature),
            Family::Binomial => 1.0 / (n * curvature),
        };
        let error = variance.sqrt();
        let p = match model.family {
            Family::Gaussian => student::two_sided(theta / error, degrees),
            Family::Binomial => (2.0 * normal::survival((theta / error).abs())).min(1.0),
        };
        Some(Association { coefficient: theta / scaling.scale, error: error / scaling.scale, p })
    };
    Ok(moved.into_iter().zip(ground.scalings).map(of).collect())
}

/// ⟨x̂ⱼ, r⟩/n and x̂ⱼᵀx̂ⱼ/n of every column, what covariates explain taken away.
fn by_least_squares<C: Columns>(
    columns: &C,
    scalings: &[Scaling],
    moments: &[super::moments::Moments],
    model: &Model,
    residual: &[f64],
) -> Result<Vec<(f64, f64)>> {
    // The intercept's column is the first; columns are centred, so that it takes nothing away.
    let weighted: Vec<Vec<f64>> =
        model.basis.q.iter().skip(1).map(|q| q.iter().zip(&model.weights).map(|(q, w)| q * w).collect()).collect();
    let vectors: Vec<&[f64]> = std::iter::once(residual).chain(weighted.iter().map(Vec::as_slice)).collect();
    let found = products(columns, scalings, &vectors)?;
    let of = |at: usize| {
        let deviation = if scalings[at].is_used() { moments[at].deviation() / scalings[at].scale } else { 0.0 };
        let z: Vec<f64> = found[1..].iter().map(|of_q| of_q[at]).collect();
        (found[0][at], left_by_covariates(deviation * deviation, &z))
    };
    Ok((0..columns.columns()).map(of).collect())
}

/// The same under the weights of the logistic likelihood at η.
fn by_score<C: Columns>(
    columns: &C,
    scalings: &[Scaling],
    model: &Model,
    residual: &[f64],
    eta: &[f64],
) -> Result<Vec<(f64, f64)>> {
    let weights: Vec<f64> =
        eta.iter().zip(&model.weights).map(|(eta, weight)| weight * model.family.slope(*eta)).collect();
    let Ok(basis) = model.covariates.orthonormal(&weights) else {
        return Err(crate::error::TrainingKind::CollinearCovariates.into());
    };
    let weighted: Vec<Vec<f64>> =
        basis.q.iter().map(|q| q.iter().zip(&weights).map(|(q, w)| q * w).collect()).collect();
    let stride = words_of(columns.samples()).max(1);
    let parts = each(runs(columns.columns()), |run| -> Result<Vec<(f64, f64)>> {
        let mut buffer = Vec::new();
        let words = columns.read(run.start, run.len(), &mut buffer)?;
        let of = |(words, scaling): (&[u64], &Scaling)| {
            if !scaling.is_used() {
                return (0.0, 0.0);
            }
            let values = values_of(*scaling);
            let pairs = pairs_of(values);
            let z: Vec<f64> = weighted.iter().map(|q| times(words, &pairs, q)).collect();
            let square = times(words, &pairs_of(values.map(|value| value * value)), &weights);
            (times(words, &pairs, residual), left_by_covariates(square, &z))
        };
        Ok(words.chunks(stride).zip(&scalings[run]).map(of).collect())
    });
    parts.into_iter().collect::<Result<Vec<_>>>().map(|parts| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::linear::Cholesky;
    use crate::training::covariates::dot;
    use crate::training::path::{Lambdas, Problem, tests::made};

    /// A column's values with missing calls at the mean, the intercept and the covariate, of those trained on.
    fn design(problem: &Problem<crate::training::PackedColumns>, column: usize) -> Vec<[f64; 3]> {
        let words = problem.columns.column(column);
        let kept: Vec<usize> = problem.train.samples().collect();
        let code = |sample: usize| words[sample / 32] >> (2 * (sample % 32)) & 3;
        let called: Vec<f64> =
            kept.iter().map(|at| code(*at)).filter(|code| *code < 3).map(|code| code as f64).collect();
        let mean = called.iter().sum::<f64>() / called.len() as f64;
        let value = |at: usize| if code(at) == 3 { mean } else { code(at) as f64 };
        kept.iter().map(|at| [1.0, problem.covariates[0].1[*at], value(*at)]).collect()
    }

    /// (DᵀWD)⁻¹ and DᵀWDʹs solution of Dᵀv, from the definition.
    fn solved(design: &[[f64; 3]], weights: &[f64], v: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let entry = |one: usize, other: usize| -> f64 {
            design.iter().zip(weights).map(|(row, w)| w * row[one] * row[other]).sum()
        };
        let matrix: Vec<f64> = (0..9).map(|at| entry(at / 3, at % 3)).collect();
        let factor = Cholesky::new(&matrix, 3).expect("positive");
        let right: Vec<f64> = (0..3).map(|of| design.iter().zip(v).map(|(row, v)| row[of] * v).sum()).collect();
        (factor.solve(&right).expect("three"), factor.inverse())
    }

    #[test]
    fn quantities_are_regressed_as_by_normal_equations() {
        let again = made(300, 60, Family::Gaussian, 4);
        let fit = PathFit::new(made(300, 60, Family::Gaussian, 4), Lambdas::Count(2)).expect("sound");
        let found = associations(&fit).expect("in memory");
        let y: Vec<f64> = again.train.samples().map(|at| again.response[at]).collect();
        for (column, of) in found.iter().enumerate().take(60) {
            let design = design(&again, column);
            let (b, inverse) = solved(&design, &vec![1.0; y.len()], &y);
            let rest: f64 = design.iter().zip(&y).map(|(row, y)| (y - dot(row, &b)) * (y - dot(row, &b))).sum::<f64>();
            let degrees = y.len() as f64 - 3.0;
            let error = (rest / degrees * inverse[8]).sqrt();
            let of = of.expect("varies");
            assert!((of.coefficient - b[2]).abs() < 1e-9 && (of.error / error - 1.0).abs() < 1e-9, "{column} {of:?}");
            assert!((of.p - student::two_sided(b[2] / error, degrees)).abs() < 1e-9, "{column}");
        }
        // All missing, and two copies for all.
        assert_eq!((found[60], found[61]), (None, None));
    }

    #[test]
    fn cases_are_regressed_by_one_step_of_newtons() {
        let again = made(400, 40, Family::Binomial, 6);
        let fit = PathFit::new(made(400, 40, Family::Binomial, 6), Lambdas::Count(2)).expect("sound");
        let found = associations(&fit).expect("in memory");
        let kept: Vec<usize> = again.train.samples().collect();
        let y: Vec<f64> = kept.iter().map(|at| again.response[*at]).collect();
        let null = fit.coefficients(fit.null());
        let eta: Vec<f64> =
            kept.iter().map(|at| null.intercept + null.covariates[0] * again.covariates[0].1[*at]).collect();
        let mean: Vec<f64> = eta.iter().map(|eta| Family::Binomial.mean(*eta)).collect();
        let weights: Vec<f64> = mean.iter().map(|mean| mean * (1.0 - mean)).collect();
        let residual: Vec<f64> = y.iter().zip(&mean).map(|(y, mean)| y - mean).collect();
        for (column, of) in found.iter().enumerate().take(40) {
            let (b, inverse) = solved(&design(&again, column), &weights, &residual);
            let of = of.expect("varies");
            assert!((of.coefficient - b[2]).abs() < 1e-7, "{column}: {} {}", of.coefficient, b[2]);
            assert!((of.error / inverse[8].sqrt() - 1.0).abs() < 1e-9, "{column}");
        }
    }
}
