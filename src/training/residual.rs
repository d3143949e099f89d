//! The quadratic of a likelihood under weights by its residuals: for logistic regression, and where columns are too many to keep
//! their products.

use super::covariates::{Basis, add_scaled, dot};
use super::descent::Quadratic;
use super::gram::EXPLAINED;
use super::products::{Scaling, values_of};
use crate::stats::side_by_side::each;

/// A column with what is known of it under the weights.
struct Weighted<'a> {
    words: &'a [u64],
    /// What its two bits stand for, of two samples at once.
    pairs: [[f64; 2]; 16],
    /// QᵀWx̂.
    z: Vec<f64>,
    /// x̂ᵀWx̂, what covariates explain taken away.
    curvature: f64,
}

/// ½(θ − θ₀)ᵀXᵀWX(θ − θ₀) − ρᵀX(θ − θ₀), covariates fitted along. W and ρ are divided by the number of samples.
pub(super) struct ResidualQuadratic<'a> {
    columns: Vec<Weighted<'a>>,
    weights: &'a [f64],
    /// ρ − WX(θ − θ₀), before covariates are taken away.
    residual: Vec<f64>,
    /// What is to be added for the covariates: the gradient of column j is ⟨x̂ⱼ, residual⟩ + ⟨zⱼ, taken⟩.
    taken: Vec<f64>,
}

impl<'a> ResidualQuadratic<'a> {
    /// Of columns with their scalings; `basis` is orthonormal under `weights`, and both are 0 for samples that do not count.
    pub(super) fn new(
        columns: Vec<(&'a [u64], Scaling)>,
        basis: &Basis,
        weights: &'a [f64],
        residual: Vec<f64>,
    ) -> Self {
        let weighted: Vec<Vec<f64>> =
            basis.q.iter().map(|q| q.iter().zip(weights).map(|(q, weight)| q * weight).collect()).collect();
        let columns = each(columns, |(words, scaling)| {
            let values = values_of(scaling);
            let pairs = pairs_of(values);
            let z: Vec<f64> = weighted.iter().map(|q| times(words, &pairs, q)).collect();
            let square = times(words, &pairs_of(values.map(|value| value * value)), weights);
            Weighted { words, pairs, curvature: left_by_covariates(square, &z), z }
        });
        let taken = basis.q.iter().map(|q| -dot(q, &residual)).collect();
        Self { columns, weights, residual, taken }
    }

    /// How the covariates' basis moves along: a in Qa.
    pub(super) fn moved_basis(&self) -> Vec<f64> {
        self.taken.iter().map(|taken| -taken).collect()
    }
}

/// What covariates leave of x̂ᵀWx̂ = `square`, where `z` is QᵀWx̂; what rounding leaves of a column that they explain is none.
pub(super) fn left_by_covariates(square: f64, z: &[f64]) -> f64 {
    let rest = square - dot(z, z);
    if rest > EXPLAINED * square { rest } else { 0.0 }
}

/// What four bits stand for, of two samples, by what two bits do.
pub(super) fn pairs_of(values: [f64; 4]) -> [[f64; 2]; 16] {
    std::array::from_fn(|bits| [values[bits & 3], values[bits >> 2]])
}

/// ⟨x̂, v⟩.
pub(super) fn times(words: &[u64], pairs: &[[f64; 2]; 16], vector: &[f64]) -> f64 {
    let mut sums = [[0.0; 2]; 2];
    for (word, values) in words.iter().zip(vector.as_chunks::<32>().0) {
        let mut word = *word;
        for fours in values.as_chunks::<4>().0 {
            for (at, two) in fours.as_chunks::<2>().0.iter().enumerate() {
                let x = pairs[(word & 15) as usize];
                sums[at][0] += x[0] * two[0];
                sums[at][1] += x[1] * two[1];
                word >>= 4;
            }
        }
    }
    (sums[0][0] + sums[0][1]) + (sums[1][0] + sums[1][1])
}

/// v ← v + a·W·x̂; without weights those are 1.
fn add_column(words: &[u64], pairs: &[[f64; 2]; 16], a: f64, weights: Option<&[f64]>, vector: &mut [f64]) {
    let pairs = pairs.map(|pair| pair.map(|value| a * value));
    match weights {
        Some(weights) => {
            let fields = vector.as_chunks_mut::<32>().0.iter_mut().zip(weights.as_chunks::<32>().0);
            for (word, (values, weights)) in words.iter().zip(fields) {
                let mut word = *word;
                for (two, weights) in values.as_chunks_mut::<2>().0.iter_mut().zip(weights.as_chunks::<2>().0) {
                    let x = pairs[(word & 15) as usize];
                    two[0] += weights[0] * x[0];
                    two[1] += weights[1] * x[1];
                    word >>= 4;
                }
            }
        }
        None => {
            for (word, values) in words.iter().zip(vector.as_chunks_mut::<32>().0) {
                let mut word = *word;
                for two in values.as_chunks_mut::<2>().0 {
                    let x = pairs[(word & 15) as usize];
                    two[0] += x[0];
                    two[1] += x[1];
                    word >>= 4;
                }
            }
        }
    }
}

impl Quadratic for ResidualQuadratic<'_> {
    fn gradient(&self, at: usize) -> f64 {
        let column = &self.columns[at];
        times(column.words, &column.pairs, &self.residual) + dot(&column.z, &self.taken)
    }

    fn curvature(&self, at: usize) -> f64 {
        self.columns[at].curvature
    }

    fn step(&mut self, at: usize, delta: f64) {
        let column = &self.columns[at];
        add_column(column.words, &column.pairs, -delta, Some(self.weights), &mut self.residual);
        add_scaled(&mut self.taken, delta, &column.z);
    }

    fn times(&self, support: &[usize], d: &[f64]) -> Vec<f64> {
        let mut moved = vec![0.0; self.residual.len()];
        let mut taken = vec![0.0; self.taken.len()];
        for (&at, &d) in support.iter().zip(d) {
            add_column(self.columns[at].words, &self.columns[at].pairs, d, None, &mut moved);
            add_scaled(&mut taken, d, &self.columns[at].z);
        }
        moved.iter_mut().zip(self.weights).for_each(|(moved, weight)| *moved *= weight);
        each(support.to_vec(), |at| {
            let column = &self.columns[at];
            times(column.words, &column.pairs, &moved) - dot(&column.z, &taken)
        })
    }
}
