//! Holds what is fitted beside the variants and never penalised: the intercept and covariates, made orthonormal under weights.

use crate::error::{Result, TrainingKind};

/// A covariate that is nearer than this to a combination of those before it is taken for one (share of its length).
const COLLINEAR: f64 = 1e-8;

/// Columns of numbers, the first of which is the intercept's.
#[derive(Clone, Debug)]
pub struct Covariates {
    /// Each covariate's name, without the intercept.
    pub names: Vec<String>,
    /// The intercept's ones and the centred and scaled covariates. Shape: columns × padded samples.
    columns: Vec<Vec<f64>>,
    /// Mean and deviation of each covariate among the samples trained on.
    scaling: Vec<(f64, f64)>,
}

/// Columns Q with QᵀWQ = 1 that span covariates C = QR.
pub(super) struct Basis {
    /// Shape: columns × padded samples.
    pub(super) q: Vec<Vec<f64>>,
    /// R by its columns: the upper triangle.
    r: Vec<Vec<f64>>,
}

impl Covariates {
    /// Covariates by their names, a value for each sample, and 0 for each that does not count; `weights` are positive for
    /// samples that are trained on and 0 for others.
    ///
    /// Errors: `training-covariate-constant`, `training-covariates-collinear` with the covariate's name as the field.
    pub fn new(names: Vec<String>, values: Vec<Vec<f64>>, weights: &[f64]) -> Result<Self> {
        let total: f64 = weights.iter().sum();
        let mut columns = vec![vec![1.0; weights.len()]];
        let mut scaling = Vec::new();
        for (name, mut column) in names.iter().zip(values) {
            column.resize(weights.len(), 0.0);
            let mean = dot(&column, weights) / total;
            let square: f64 = column.iter().zip(weights).map(|(x, w)| w * (x - mean) * (x - mean)).sum();
            let deviation = (square / total).sqrt();
            if deviation.is_nan() || deviation <= COLLINEAR * mean.abs() {
                return Err(crate::error::Error::from(TrainingKind::ConstantCovariate).at_field(name));
            }
            column.iter_mut().for_each(|value| *value = (*value - mean) / deviation);
            columns.push(column);
            scaling.push((mean, deviation));
        }
        let covariates = Self { names, columns, scaling };
        match covariates.orthonormal(weights) {
            Ok(_) => Ok(covariates),
            Err(at) => {
                let name = at.checked_sub(1).and_then(|at| covariates.names.get(at)).map_or("", String::as_str);
                Err(crate::error::Error::from(TrainingKind::CollinearCovariates).at_field(name))
            }
        }
    }

    /// Columns, the intercept's among them.
    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// An orthonormal basis under these weights; the number of the column that has none otherwise.
    pub(super) fn orthonormal(&self, weights: &[f64]) -> std::result::Result<Basis, usize> {
        let mut basis = Basis { q: Vec::new(), r: Vec::new() };
        for (at, column) in self.columns.iter().enumerate() {
            let mut rest = column.clone();
            let mut coefficients = vec![0.0; at];
            let before = weighted(&rest, &rest, weights);
            // Twice is enough (Kahan and Parlett).
            for _ in 0..2 {
                for (q, coefficient) in basis.q.iter().zip(&mut coefficients) {
                    let share = weighted(q, &rest, weights);
                    *coefficient += share;
                    add_scaled(&mut rest, -share, q);
                }
            }
            let length = weighted(&rest, &rest, weights);
            if length.is_nan() || length <= COLLINEAR * COLLINEAR * before || before <= 0.0 {
                return Err(at);
            }
            coefficients.push(length.sqrt());
            rest.iter_mut().for_each(|value| *value /= length.sqrt());
            basis.q.push(rest);
            basis.r.push(coefficients);
        }
        Ok(basis)
    }

    /// Adds Cγ to a value for each sample.
    pub(super) fn add_to(&self, gamma: &[f64], values: &mut [f64]) {
        for (column, gamma) in self.columns.iter().zip(gamma) {
            add_scaled(values, *gamma, column);
        }
    }

    /// Intercept and coefficients of the covariates as they were given.
    pub(super) fn as_given(&self, gamma: &[f64]) -> (f64, Vec<f64>) {
        let mut intercept = gamma.first().copied().unwrap_or(0.0);
        let slopes = gamma.iter().skip(1).zip(&self.scaling).map(|(gamma, (mean, deviation))| {
            intercept -= gamma * mean / deviation;
            gamma / deviation
        });
        let slopes = slopes.collect();
        (intercept, slopes)
    }
}

impl Basis {
    /// γ with Cγ = Qa.
    pub(super) fn solve(&self, a: &[f64]) -> Vec<f64> {
        let mut gamma = a.to_vec();
        for at in (0..gamma.len()).rev() {
            gamma[at] /= self.r[at][at];
            for before in 0..at {
                gamma[before] -= self.r[at][before] * gamma[at];
            }
        }
        gamma
    }
}

/// Σ xy, in one order: by the remainder of the index by 8.
pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    let length = x.len().min(y.len());
    let ((x, x_rest), (y, y_rest)) = (x[..length].as_chunks::<8>(), y[..length].as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (x, y) in x.iter().zip(y) {
        for at in 0..8 {
            sums[at] += x[at] * y[at];
        }
    }
    let rest: f64 = x_rest.iter().zip(y_rest).map(|(x, y)| x * y).sum();
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) + rest
}

fn weighted(x: &[f64], y: &[f64], weights: &[f64]) -> f64 {
    x.iter().zip(y).zip(weights).map(|((x, y), weight)| weight * x * y).sum()
}

/// y ← y + ax.
pub(super) fn add_scaled(y: &mut [f64], a: f64, x: &[f64]) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y += a * x);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    #[test]
    fn a_basis_spans_the_covariates_under_weights() {
        let mut random = Random::new(3);
        let weights: Vec<f64> = (0..64).map(|at| if at < 50 { 0.5 + random.uniform() } else { 0.0 }).collect();
        let values: Vec<Vec<f64>> = (0..3).map(|_| (0..64).map(|_| 40.0 + random.normal()).collect()).collect();
        let names = ["age", "PC1", "PC2"].map(str::to_owned).to_vec();
        let covariates = Covariates::new(names, values.clone(), &weights).expect("independent");
        let basis = covariates.orthonormal(&weights).unwrap_or_else(|_| panic!("independent"));
        for (a, one) in basis.q.iter().enumerate() {
            for (b, other) in basis.q.iter().enumerate() {
                let expected = if a == b { 1.0 } else { 0.0 };
                assert!((weighted(one, other, &weights) - expected).abs() < 1e-12, "{a} {b}");
            }
        }
        let a = [0.3, -1.0, 2.0, 0.25];
        let mut from_q = vec![0.0; 64];
        basis.q.iter().zip(a).for_each(|(q, a)| add_scaled(&mut from_q, a, q));
        let mut from_c = vec![0.0; 64];
        let gamma = basis.solve(&a);
        covariates.add_to(&gamma, &mut from_c);
        let (intercept, slopes) = covariates.as_given(&gamma);
        for at in 0..50 {
            assert!((from_q[at] - from_c[at]).abs() < 1e-10);
            let given = intercept + (0..3).map(|of| slopes[of] * values[of][at]).sum::<f64>();
            assert!((from_q[at] - given).abs() < 1e-9);
        }
    }

    #[test]
    fn covariates_that_say_the_same_are_refused() {
        let weights = [0.25; 4];
        let rows: [(&[&[f64]], &str, &str); 4] = [
            (&[&[1.0, 2.0, 3.0, 5.0]], "", ""),
            (&[&[7.0; 4]], "training-covariate-constant", "a"),
            (&[&[1.0, 2.0, 3.0, 5.0], &[3.0, 5.0, 7.0, 11.0]], "training-covariates-collinear", "b"),
            (&[&[f64::NAN; 4]], "training-covariate-constant", "a"),
        ];
        for (values, code, field) in rows {
            let names = ["a", "b"].map(str::to_owned)[..values.len()].to_vec();
            let made = Covariates::new(names, values.iter().map(|column| column.to_vec()).collect(), &weights);
            match made {
                Ok(_) => assert_eq!(code, ""),
                Err(error) => assert_eq!((error.code(), error.place().field.as_deref()), (code, Some(field))),
            }
        }
    }
}
