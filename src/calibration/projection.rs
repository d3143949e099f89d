//! Projects a person on a panel's principal components from whatever of its sites are called.
//!
//! With few sites called the loadings are no longer orthogonal, so the coordinates are the least-squares solution
//! ℓ = (VᵀV)⁻¹ Vᵀx̃ over the called sites, with the standard errors of a regression. What was not among the reference people
//! lands too near the middle; OADP (online augmentation, decomposition, Procrustes) sets that right.
//! Source: Privé et al. 2020, Bioinformatics 36:4449 (bigsnpr, `bed_projectPCA`); Zhang, Dey and Lee 2020, Bioinformatics
//! 36:3439.

use super::Observed;
use crate::reference::Panel;
use crate::stats::linear::{Cholesky, SingularValues, singular_value_decomposition, symmetric_eigen};

/// Where a person lies on a panel's components.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Coordinates on the scale of the panel's own people, one for each component.
    pub coordinates: Vec<f64>,
    /// Their standard errors: what sampling the sites leaves open.
    pub standard_errors: Vec<f64>,
    /// Sites that went in.
    pub sites: usize,
}

/// Projects a person; `None` where the sites are too few to solve for every component.
pub fn project(panel: &Panel, observed: Observed<'_>) -> Option<Projection> {
    let width = panel.components;
    let (mut gram, mut right, mut norm) = (vec![0.0; width * width], vec![0.0; width], 0.0);
    for &(site, copies) in observed {
        let value = panel.standardise(site, copies);
        let loadings = panel.loadings_of(site);
        norm += value * value;
        for (row, loading) in loadings.iter().enumerate() {
            right[row] += loading * value;
            for (column, other) in loadings.iter().enumerate().take(row + 1) {
                gram[row * width + column] += loading * other;
            }
        }
    }
    for row in 0..width {
        for column in row + 1..width {
            gram[row * width + column] = gram[column * width + row];
        }
    }
    let freedom = observed.len().checked_sub(width).filter(|freedom| *freedom > 0)?;
    let cholesky = Cholesky::new(&gram, width)?;
    let simple = cholesky.solve(&right)?;
    let explained: f64 = simple.iter().zip(&right).map(|(coordinate, right)| coordinate * right).sum();
    let variance = (norm - explained).max(0.0) / freedom as f64;
    let inverse = cholesky.inverse();
    // What the whole of the panel's sites would have given.
    let whole_norm = norm * panel.sites.len() as f64 / observed.len() as f64;
    let coordinates = unshrink(&panel.singular_values, &simple, whole_norm)?;
    let shrinkage = panel.shrinkage();
    let standard_errors = (0..width).map(|at| {
        let error = (variance * inverse.get(at * width + at).copied().unwrap_or(0.0)).max(0.0).sqrt();
        match shrinkage.get(at).copied().filter(|shrunken| *shrunken > 0.0) {
            Some(shrunken) => error / shrunken,
            None => error,
        }
    });
    Some(Projection { standard_errors: standard_errors.collect(), coordinates, sites: observed.len() })
}

/// OADP: coordinates of somebody new on the scale of the reference people's, from the simple projection `simple`, the
/// reference's singular values and the sum of squares of the standardised genotypes. `None` where the lengths differ or
/// numbers are not finite.
pub fn unshrink(singular_values: &[f64], simple: &[f64], norm: f64) -> Option<Vec<f64>> {
    let width = singular_values.len();
    if simple.len() != width || width == 0 {
        return None;
    }
    // The Gram matrix of the reference with the person added, on the reference's own left vectors.
    let rows = width + 1;
    let mut matrix = vec![0.0; rows * rows];
    for (at, (value, coordinate)) in singular_values.iter().zip(simple).enumerate() {
        matrix[at * rows + at] = value * value;
        matrix[at * rows + width] = value * coordinate;
        matrix[width * rows + at] = value * coordinate;
    }
    let explained: f64 = simple.iter().map(|coordinate| coordinate * coordinate).sum();
    matrix[width * rows + width] = norm.max(explained);
    let (_, vectors) = symmetric_eigen(&matrix, rows)?;
    // Procrustes: turns the new vectors back on the old ones.
    let mut block = vec![0.0; width * width];
    for (column, vector) in vectors.iter().take(width).enumerate() {
        for (row, value) in vector.iter().take(width).enumerate() {
            block[row * width + column] = *value;
        }
    }
    let SingularValues { left, values, right_transposed } = singular_value_decomposition(&block, width)?;
    let squares: f64 = values.iter().map(|value| value * value).sum();
    let scale = values.iter().sum::<f64>() / squares;
    let last: Vec<f64> = vectors.iter().take(width).filter_map(|vector| vector.get(width).copied()).collect();
    let on_right: Vec<f64> = (0..width)
        .map(|row| (0..width).map(|column| last[column] * right_transposed[row * width + column]).sum())
        .collect();
    let turned = (0..width).map(|row| (0..width).map(|column| on_right[column] * left[row * width + column]).sum());
    let unshrunken: Vec<f64> =
        turned.zip(singular_values).map(|(place, value): (f64, &f64)| scale * place * value).collect();
    unshrunken.iter().all(|value| value.is_finite()).then_some(unshrunken)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Science §3.6.
    #[test]
    fn oadp_gives_the_published_values() {
        let rows: [(&[f64], &[f64], f64, &[f64]); 3] = [
            (&[10.0], &[3.0], 50.0, &[4.683749]),
            (&[10.0, 6.0], &[3.0, 1.0], 40.0, &[3.592152, 2.896931]),
            (&[30.0, 20.0, 10.0], &[2.0, -1.0, 0.5], 60.0, &[2.113557, -1.148493, 1.080735]),
        ];
        for (singular, simple, norm, expected) in rows {
            let found = unshrink(singular, simple, norm).expect("finite");
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
            }
        }
    }

    /// Science §3.6: the sign of a component is nobody's to choose.
    #[test]
    fn oadp_follows_a_turned_component() {
        let plain = unshrink(&[30.0, 20.0], &[2.0, -1.0], 60.0).expect("finite");
        let turned = unshrink(&[30.0, 20.0], &[-2.0, -1.0], 60.0).expect("finite");
        assert!((plain[0] + turned[0]).abs() < 1e-9 && (plain[1] - turned[1]).abs() < 1e-9);
    }

    #[test]
    fn numbers_that_do_not_fit_give_nothing() {
        assert!(unshrink(&[1.0], &[1.0, 2.0], 3.0).is_none());
        assert!(unshrink(&[], &[], 3.0).is_none());
        assert!(unshrink(&[f64::NAN], &[1.0], 3.0).is_none());
    }
}
