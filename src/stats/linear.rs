//! Solves small dense systems: symmetric ones by Cholesky, eigenvalues of symmetric matrices, singular values of square ones.
//!
//! Matrices are given as rows joined in one slice. They are small (tens of rows), so nothing here is blocked or parallel, and
//! the same numbers come out natively and in wasm.

use nalgebra::{DMatrix, SymmetricEigen};

/// A symmetric positive definite matrix, factored once and asked many times.
pub struct Cholesky {
    factor: nalgebra::Cholesky<f64, nalgebra::Dyn>,
    rows: usize,
}

impl Cholesky {
    /// Factors a symmetric matrix. Shape: `rows` × `rows`. `None` where it is not positive definite, not finite or of another
    /// shape.
    pub fn new(matrix: &[f64], rows: usize) -> Option<Self> {
        if matrix.len() != rows * rows || rows == 0 || matrix.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let factor = nalgebra::Cholesky::new(DMatrix::from_row_slice(rows, rows, matrix))?;
        Some(Self { factor, rows })
    }

    /// The solution x of A·x = b; `None` where b is of another length.
    pub fn solve(&self, right: &[f64]) -> Option<Vec<f64>> {
        (right.len() == self.rows)
            .then(|| self.factor.solve(&nalgebra::DVector::from_column_slice(right)).as_slice().to_vec())
    }

    /// The inverse. Shape: that of the matrix.
    pub fn inverse(&self) -> Vec<f64> {
        // Symmetric: rows and columns read the same.
        self.factor.inverse().as_slice().to_vec()
    }
}

/// Eigenvalues of a symmetric matrix, largest first, and their vectors of length 1. The sign of a vector is arbitrary.
///
/// Shape: `rows` values; vectors × `rows`. `None` where the matrix is not finite or of another shape.
pub fn symmetric_eigen(matrix: &[f64], rows: usize) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
    if matrix.len() != rows * rows || rows == 0 || matrix.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let eigen = SymmetricEigen::new(DMatrix::from_row_slice(rows, rows, matrix));
    let mut order: Vec<usize> = (0..rows).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let values = order.iter().map(|&at| eigen.eigenvalues[at]).collect();
    let vectors = order.iter().map(|&at| eigen.eigenvectors.column(at).iter().copied().collect()).collect();
    Some((values, vectors))
}

/// What [`singular_value_decomposition`] gives: A = U·diag(s)·Vᵀ.
pub struct SingularValues {
    /// Left vectors. Shape: `rows` × `rows`, rows joined.
    pub left: Vec<f64>,
    /// Singular values, largest first.
    pub values: Vec<f64>,
    /// Right vectors, transposed. Shape: `rows` × `rows`, rows joined.
    pub right_transposed: Vec<f64>,
}

/// The singular values of a square matrix; `None` where it is not finite or of another shape.
pub fn singular_value_decomposition(matrix: &[f64], rows: usize) -> Option<SingularValues> {
    if matrix.len() != rows * rows || rows == 0 || matrix.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let found = DMatrix::from_row_slice(rows, rows, matrix).svd(true, true);
    let joined = |matrix: &DMatrix<f64>| matrix.transpose().as_slice().to_vec();
    Some(SingularValues {
        left: joined(&found.u?),
        values: found.singular_values.as_slice().to_vec(),
        right_transposed: joined(&found.v_t?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_with_a_known_solution() {
        let cholesky = Cholesky::new(&[4.0, 2.0, 2.0, 3.0], 2).expect("positive definite");
        let solved = cholesky.solve(&[10.0, 8.0]).expect("two");
        assert!((solved[0] - 1.75).abs() < 1e-12 && (solved[1] - 1.5).abs() < 1e-12, "{solved:?}");
        let expected = [0.375, -0.25, -0.25, 0.5];
        assert!(cholesky.inverse().iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12));
        assert!(Cholesky::new(&[1.0, 2.0, 2.0, 1.0], 2).is_none(), "not positive definite");
        assert!(Cholesky::new(&[f64::NAN], 1).is_none() && Cholesky::new(&[1.0], 2).is_none());
    }

    #[test]
    fn eigenvalues_come_largest_first() {
        let (values, vectors) = symmetric_eigen(&[2.0, 1.0, 1.0, 2.0], 2).expect("finite");
        assert!((values[0] - 3.0).abs() < 1e-12 && (values[1] - 1.0).abs() < 1e-12);
        assert!((vectors[0][0] - vectors[0][1]).abs() < 1e-12);
    }

    #[test]
    fn singular_values_give_the_matrix_back() {
        let matrix = [1.0, 2.0, 3.0, 4.0];
        let SingularValues { left, values, right_transposed } =
            singular_value_decomposition(&matrix, 2).expect("finite");
        assert!(values[0] >= values[1]);
        for (at, expected) in matrix.iter().enumerate() {
            let (row, column) = (at / 2, at % 2);
            let found: f64 = (0..2).map(|k| left[row * 2 + k] * values[k] * right_transposed[k * 2 + column]).sum();
            assert!((found - expected).abs() < 1e-12);
        }
    }
}
