//! Factors a symmetric positive definite matrix once, and again in fewer steps when a row and its column are taken out.
//!
//! Source: Golub and Van Loan, Matrix Computations, 4th edition, §4.2 and §6.5.4.

use super::covariates::dot;
use crate::stats::side_by_side::each;

/// A pivot below this share of its diagonal is that of a column which those before it determine.
const DEPENDENT: f64 = 1e-11;

/// Rows that are begun at once, by what was factored before them.
const ROWS_AT_ONCE: usize = 32;
/// Of these as many as go through the factor together, so that its rows are fetched once for all of them.
const ROWS_TOGETHER: usize = 4;

/// L of A = LLᵀ, by rows.
pub(super) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

impl Cholesky {
    /// Factors a matrix of which `entry` gives the lower triangle, without the rows that depend on those before them. Gives the
    /// numbers of the rows that were taken, and of those that were not.
    pub(super) fn new(size: usize, entry: impl Fn(usize, usize) -> f64) -> (Self, Vec<usize>, Vec<usize>) {
        let (mut factor, mut taken, mut left): (Self, Vec<usize>, Vec<usize>) =
            (Self { rows: Vec::new() }, Vec::new(), Vec::new());
        for first in (0..size).step_by(ROWS_AT_ONCE) {
            let block = first..size.min(first + ROWS_AT_ONCE);
            let known = taken.len();
            let products = block.clone().map(|at| {
                // No row becomes longer.
                let mut row = Vec::with_capacity(known + block.len());
                row.extend(taken.iter().map(|column| entry(at, *column)));
                row
            });
            let begun = factor.forward_all(products.collect());
            for (at, mut row) in block.zip(begun) {
                // What was taken of this block meanwhile.
                for (before, column) in taken.iter().enumerate().skip(known) {
                    let of_before = &factor.rows[before];
                    row.push((entry(at, *column) - dot(&of_before[..before], &row)) / of_before[before]);
                }
                let diagonal = entry(at, at);
                let pivot = diagonal - dot(&row, &row);
                if pivot.is_nan() || pivot <= DEPENDENT * diagonal {
                    left.push(at);
                    continue;
                }
                row.push(pivot.sqrt());
                factor.rows.push(row);
                taken.push(at);
            }
        }
        (factor, taken, left)
    }

    /// y with Ly = b.
    fn forward(&self, b: &[f64]) -> Vec<f64> {
        let mut y = [b.to_vec()];
        self.forward_in(&mut y);
        let [y] = y;
        y
    }

    /// y with Ly = b for each b: the same bits as one by one.
    fn forward_all(&self, sides: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let mut sides = sides.into_iter();
        let next = || Some(sides.by_ref().take(ROWS_TOGETHER).collect()).filter(|some: &Vec<_>| !some.is_empty());
        let together: Vec<Vec<Vec<f64>>> = std::iter::from_fn(next).collect();
        let solved = each(together, |mut some| {
            self.forward_in(&mut some);
            some
        });
        solved.into_iter().flatten().collect()
    }

    fn forward_in(&self, sides: &mut [Vec<f64>]) {
        for (at, row) in self.rows.iter().enumerate() {
            for y in &mut *sides {
                y[at] = (y[at] - dot(&row[..at], &y[..at])) / row[at];
            }
        }
    }

    /// Whether a column with these products with those of the matrix, and this square, is determined by them.
    pub(super) fn determines(&self, products: &[f64], square: f64) -> bool {
        let y = self.forward(products);
        square - dot(&y, &y) <= DEPENDENT * square
    }

    /// x with Ax = b.
    pub(super) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.forward(b);
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
        let (mut factor, taken, left) = Cholesky::new(12, entry);
        assert_eq!((taken, left), ((0..12).collect(), Vec::new()));
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
        // Longer than a block of rows.
        let rows: Vec<Vec<f64>> = (0..70).map(|_| (0..90).map(|_| random.normal()).collect()).collect();
        let entry = |one: usize, other: usize| dot(&rows[one], &rows[other]);
        let (factor, _, left) = Cholesky::new(70, entry);
        let b: Vec<f64> = (0..70).map(|at| at as f64).collect();
        let x = factor.solve(&b);
        for (at, b) in b.iter().enumerate() {
            let product: f64 = x.iter().enumerate().map(|(other, x)| entry(at, other) * x).sum();
            assert!(left.is_empty() && (product - b).abs() < 1e-9);
        }
        let rows: Vec<Vec<f64>> = (0..12).map(|_| (0..20).map(|_| random.normal()).collect()).collect();
        let entry = |one: usize, other: usize| dot(&rows[one], &rows[other]);
        // The sixth row is the second once more.
        let second = |at: usize| if at == 5 { 1 } else { at };
        let (factor, taken, left) = Cholesky::new(7, |one, other| entry(second(one), second(other)));
        assert_eq!((taken, left), (vec![0, 1, 2, 3, 4, 6], vec![5]));
        let products = |of: usize| -> Vec<f64> { [0, 1, 2, 3, 4, 6].iter().map(|at| entry(of, *at)).collect() };
        assert!(factor.determines(&products(1), entry(1, 1)) && !factor.determines(&products(9), entry(9, 9)));
    }
}
