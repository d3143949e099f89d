//! Factors a symmetric positive definite matrix once, and again in fewer steps when a row and its column are taken out.
//!
//! Source: Golub and Van Loan, Matrix Computations, 4th edition, §4.2 and §6.5.4.

use super::covariates::dot;

/// A pivot below this share of its diagonal is that of a column which those before it determine.
const DEPENDENT: f64 = 1e-11;

/// L of A = LLᵀ, by rows.
pub(super) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

impl Cholesky {
    /// Factors a matrix of which `entry` gives the lower triangle; `None` where a row depends on those before it.
    pub(super) fn new(size: usize, entry: impl Fn(usize, usize) -> f64) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
        for at in 0..size {
            let mut row = Vec::with_capacity(at + 1);
            for (column, before) in rows.iter().enumerate() {
                let value = (entry(at, column) - dot(&row, &before[..column])) / before[column];
                row.push(value);
            }
            let diagonal = entry(at, at);
            let pivot = diagonal - dot(&row, &row);
            if pivot.is_nan() || pivot <= DEPENDENT * diagonal {
                return None;
            }
            row.push(pivot.sqrt());
            rows.push(row);
        }
        Some(Self { rows })
    }

    /// x with Ax = b.
    pub(super) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for (at, row) in self.rows.iter().enumerate() {
            x[at] = (x[at] - dot(&row[..at], &x[..at])) / row[at];
        }
        for (at, row) in self.rows.iter().enumerate().rev() {
            x[at] /= row[at];
            let value = x[at];
            x[..at].iter_mut().zip(row).for_each(|(x, entry)| *x -= entry * value);
        }
        x
    }

    /// Takes out a row and its column.
    pub(super) fn remove(&mut self, at: usize) {
        self.rows.remove(at);
        for pivot in at..self.rows.len() {
            // Turns the entry behind the diagonal to 0.
            let (a, b) = (self.rows[pivot][pivot], self.rows[pivot][pivot + 1]);
            let length = a.hypot(b);
            let (cosine, sine) = (a / length, b / length);
            for row in &mut self.rows[pivot..] {
                let (x, y) = (row[pivot], row[pivot + 1]);
                (row[pivot], row[pivot + 1]) = (cosine * x + sine * y, cosine * y - sine * x);
            }
            self.rows[pivot].truncate(pivot + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    #[test]
    fn systems_are_solved_before_and_after_rows_are_taken_out() {
        let mut random = Random::new(7);
        let rows: Vec<Vec<f64>> = (0..12).map(|_| (0..20).map(|_| random.normal()).collect()).collect();
        let entry = |one: usize, other: usize| dot(&rows[one], &rows[other]);
        let mut kept: Vec<usize> = (0..12).collect();
        let mut factor = Cholesky::new(12, entry).expect("independent");
        for taken in [4, 0, 9, 3] {
            let b: Vec<f64> = kept.iter().map(|at| *at as f64 - 3.0).collect();
            let x = factor.solve(&b);
            for (row, b) in kept.iter().zip(b) {
                let product: f64 = kept.iter().zip(&x).map(|(at, x)| entry(*row, *at) * x).sum();
                assert!((product - b).abs() < 1e-10);
            }
            factor.remove(taken);
            kept.remove(taken);
        }
        let dependent = |one: usize, other: usize| entry(one % 11, other % 11);
        assert!(Cholesky::new(12, dependent).is_none());
    }
}
