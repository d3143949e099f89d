//! Fits how a score's mean and variance run along the principal components of a reference, and standardises people by it.
//!
//! *Z_norm1* takes the mean that the components predict off a sum and divides by the spread of what is left: A. V. Khera et al.,
//! Circulation 139, 2019. *Z_norm2* also lets the variance run along the components, v = exp(δ₀ + δ·PC), mean and variance
//! fitted jointly by least −log likelihood, Σ ½ ln v + (x − m)²/2v: A. Khan et al., Nat. Med. 28, 2022. Both are what
//! pgscatalog-ancestry-adjust 0.3 gives under these names.

use super::joint_fit::{JointFit, fit_jointly};
use crate::error::{CalibrationKind, Error, Result};
use crate::reference::ComponentsFit;
use crate::stats::linear::Cholesky;

/// Fewest reference people for an adjustment; what pgscatalog-ancestry-adjust asks for.
pub const REFERENCE_MIN: usize = 100;

/// How a score runs along the principal components of a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// Mean and standard deviation (÷ n) of each component among reference people.
    components: Vec<(f64, f64)>,
    /// Mean and spread by which sums are made comparable: the reference's mean, and the spread left over by Z_norm1.
    offset: f64,
    residual_sd: f64,
    /// γ of Z_norm1, the constant first, in residual spreads.
    mean_alone: Vec<f64>,
    /// γ and δ of Z_norm2, the constant first, in the same unit.
    joint: JointFit,
}

impl Adjustment {
    /// Fits a score to the reference people that train. Shape: one slice of components for each person, one sum for each.
    ///
    /// `None` where the score is the same for all of them, so that nobody can be placed.
    ///
    /// Errors: `calibration-few-reference` below [`REFERENCE_MIN`] people, `calibration-component-constant`,
    /// `calibration-components-dependent`, `calibration-not-a-number`, `calibration-no-fit`.
    pub fn fit(components: &[&[f64]], sums: &[f64]) -> Result<Option<Self>> {
        let width = components.first().map_or(0, |row| row.len());
        let needed = REFERENCE_MIN.max(4 * (width + 1));
        if components.len() < needed || sums.len() != components.len() {
            return Err(CalibrationKind::FewReference { found: components.len().min(sums.len()), needed }.into());
        }
        let is_number = |row: &&[f64]| row.len() == width && row.iter().all(|value| value.is_finite());
        if !components.iter().all(is_number) || !sums.iter().all(|sum| sum.is_finite()) {
            return Err(CalibrationKind::NotANumber.into());
        }
        let scales = (0..width).map(|at| scale_of(components, at)).collect::<Result<Vec<_>>>()?;
        let design: Vec<Vec<f64>> = components.iter().map(|row| design_row(row, &scales)).collect();
        let offset = mean(sums);
        let centred: Vec<f64> = sums.iter().map(|sum| sum - offset).collect();
        let gram = Gram::new(&design)?;
        let gamma = gram.regress(&design, &centred)?;
        let residuals: Vec<f64> = design.iter().zip(&centred).map(|(row, x)| x - dot(row, &gamma)).collect();
        let residual_mean = mean(&residuals);
        let residual_sd =
            libm::sqrt(residuals.iter().map(|r| (r - residual_mean).powi(2)).sum::<f64>() / residuals.len() as f64);
        // A score that does not vary leaves rounding behind, and one that the components predict to the last digit does too.
        let largest = sums.iter().fold(0.0_f64, |largest, sum| largest.max(sum.abs()));
        if residual_sd <= 1e-12 * largest || residual_sd == 0.0 {
            return Ok(None);
        }
        let scaled: Vec<f64> = centred.iter().map(|x| x / residual_sd).collect();
        let mean_alone: Vec<f64> = gamma.iter().map(|g| g / residual_sd).collect();
        let joint = fit_jointly(&design, &scaled, &mean_alone, &gram.factor)?;
        Ok(Some(Self { components: scales, offset, residual_sd, mean_alone, joint }))
    }

    /// The coefficients, to be kept.
    pub fn coefficients(&self) -> ComponentsFit {
        ComponentsFit {
            components: self.components.clone(),
            offset: self.offset,
            residual_sd: self.residual_sd,
            mean_alone: self.mean_alone.clone(),
            mean: self.joint.mean.clone(),
            log_variance: self.joint.log_variance.clone(),
            ..ComponentsFit::default()
        }
    }

    /// The fit that was kept. `fit` is one of a sound [`ScoreCalibration`](crate::reference::ScoreCalibration).
    pub fn from_coefficients(fit: &ComponentsFit) -> Self {
        Self {
            components: fit.components.clone(),
            offset: fit.offset,
            residual_sd: fit.residual_sd,
            mean_alone: fit.mean_alone.clone(),
            joint: JointFit { mean: fit.mean.clone(), log_variance: fit.log_variance.clone() },
        }
    }

    /// Components that a person needs.
    pub fn width(&self) -> usize {
        self.components.len()
    }

    /// Standardised by the mean alone; `None` where components are missing or something is not a number.
    pub fn z_norm1(&self, components: &[f64], sum: f64) -> Option<f64> {
        let row = self.row(components)?;
        finite((sum - self.offset) / self.residual_sd - dot(&row, &self.mean_alone))
    }

    /// Standardised by mean and variance; `None` where components are missing or something is not a number.
    pub fn z_norm2(&self, components: &[f64], sum: f64) -> Option<f64> {
        let (mean, sd) = self.expected(components)?;
        finite((sum - mean) / sd)
    }

    /// Mean and standard deviation of the score, in the unit of its sums, that Z_norm2 expects of people with these components.
    pub fn expected(&self, components: &[f64]) -> Option<(f64, f64)> {
        let row = self.row(components)?;
        let mean = self.offset + self.residual_sd * dot(&row, &self.joint.mean);
        let sd = self.residual_sd * libm::exp(0.5 * dot(&row, &self.joint.log_variance));
        Some((finite(mean)?, finite(sd).filter(|sd| *sd > 0.0)?))
    }

    /// Squared distance from the reference's middle, each component in its standard deviation there.
    pub(super) fn squared_distance(&self, components: &[f64]) -> Option<f64> {
        let row = self.row(components)?;
        Some(row.iter().skip(1).map(|value| value * value).sum())
    }

    fn row(&self, components: &[f64]) -> Option<Vec<f64>> {
        (components.len() == self.width()).then(|| design_row(components, &self.components))
    }
}

/// 1 and the standardised components.
fn design_row(components: &[f64], scales: &[(f64, f64)]) -> Vec<f64> {
    let standardised = components.iter().zip(scales).map(|(value, (mean, sd))| (value - mean) / sd);
    std::iter::once(1.0).chain(standardised).collect()
}

/// Mean and standard deviation (÷ n) of a component.
fn scale_of(components: &[&[f64]], at: usize) -> Result<(f64, f64)> {
    let values: Vec<f64> = components.iter().filter_map(|row| row.get(at).copied()).collect();
    let mean = mean(&values);
    let sd = libm::sqrt(values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64);
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if sd > 1e-12 * largest {
        return Ok((mean, sd));
    }
    Err(Error::from(CalibrationKind::ConstantComponent).at_field(&format!("PC{}", at + 1)))
}

/// XᵀX ÷ n of a design, factored.
struct Gram {
    factor: Cholesky,
}

impl Gram {
    fn new(design: &[Vec<f64>]) -> Result<Self> {
        let dependent = || Error::from(CalibrationKind::DependentComponents);
        let width = design.first().map_or(0, Vec::len);
        let matrix = weighted_gram(design, width, |_| 1.0);
        // Standardised columns: eigenvalues sum to the number of columns, and rounding stays far below this.
        let (values, _) = crate::stats::linear::symmetric_eigen(&matrix, width).ok_or_else(dependent)?;
        if values.last().is_none_or(|smallest| *smallest < 1e-9) {
            return Err(dependent());
        }
        Ok(Self { factor: Cholesky::new(&matrix, width).ok_or_else(dependent)? })
    }

    fn regress(&self, design: &[Vec<f64>], y: &[f64]) -> Result<Vec<f64>> {
        let width = design.first().map_or(0, Vec::len);
        let right = weighted_sum(design, width, y.iter().copied());
        self.factor.solve(&right).ok_or_else(|| CalibrationKind::DependentComponents.into())
    }
}

/// XᵀWX ÷ n, rows joined.
pub(super) fn weighted_gram(design: &[Vec<f64>], width: usize, weight: impl Fn(usize) -> f64) -> Vec<f64> {
    let count = design.len() as f64;
    let mut matrix = vec![0.0; width * width];
    for (person, row) in design.iter().enumerate() {
        let weight = weight(person) / count;
        for (cells, first) in matrix.chunks_exact_mut(width).zip(row) {
            for (cell, second) in cells.iter_mut().zip(row) {
                *cell += weight * first * second;
            }
        }
    }
    matrix
}

/// Xᵀy ÷ n.
pub(super) fn weighted_sum(design: &[Vec<f64>], width: usize, y: impl Iterator<Item = f64>) -> Vec<f64> {
    let count = design.len() as f64;
    let mut sums = vec![0.0; width];
    for (row, y) in design.iter().zip(y) {
        for (sum, x) in sums.iter_mut().zip(row) {
            *sum += x * y / count;
        }
    }
    sums
}

pub(super) fn dot(row: &[f64], coefficients: &[f64]) -> f64 {
    row.iter().zip(coefficients).map(|(x, c)| x * c).sum()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    const GROUPS: [([f64; 4], f64, f64); 5] = [
        ([40.0, 0.0, 0.0, 0.0], -3.0, 0.5),
        ([-20.0, 30.0, 0.0, 0.0], 2.0, 1.5),
        ([-20.0, -30.0, 0.0, 0.0], 0.5, 1.0),
        ([0.0, 0.0, 25.0, 0.0], 4.0, 0.8),
        ([0.0, 0.0, -10.0, 15.0], -1.0, 2.0),
    ];

    /// People of five groups, each with its own mean and spread of the score: components, sums and groups.
    fn people(seed: u64, each: usize) -> (Vec<[f64; 4]>, Vec<f64>, Vec<usize>) {
        let mut random = Random::new(seed);
        let (mut components, mut sums, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for at in 0..each * GROUPS.len() {
            let group = at % GROUPS.len();
            let (middle, mean, sd) = GROUPS[group];
            components.push(middle.map(|value| value + 0.1 * random.normal()));
            sums.push(mean + sd * random.normal());
            groups.push(group);
        }
        (components, sums, groups)
    }

    fn fit(components: &[[f64; 4]], sums: &[f64]) -> Result<Option<Adjustment>> {
        Adjustment::fit(&components.iter().map(|row| row.as_slice()).collect::<Vec<_>>(), sums)
    }

    fn moments(values: &[f64]) -> (f64, f64) {
        let mean = mean(values);
        let square = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        (mean, (square / values.len() as f64).sqrt())
    }

    /// science §3.5: in every group of the reference, mean 0 ± 0.02 and spread 1 ± 0.02 for Z_norm2; Z_norm1 may miss the spread.
    #[test]
    fn every_group_of_the_reference_is_standard() {
        let (components, sums, groups) = people(17, 800);
        let adjustment = fit(&components, &sums).expect("fits").expect("varies");
        let mut norm1_misses = false;
        for group in 0..GROUPS.len() {
            let members: Vec<usize> = (0..sums.len()).filter(|at| groups[*at] == group).collect();
            let z = |at: &usize| adjustment.z_norm2(&components[*at], sums[*at]).expect("a number");
            let (mean, sd) = moments(&members.iter().map(z).collect::<Vec<_>>());
            assert!(mean.abs() <= 0.02 && (sd - 1.0).abs() <= 0.02, "group {group}: {mean} ± {sd}");
            let z = |at: &usize| adjustment.z_norm1(&components[*at], sums[*at]).expect("a number");
            let (mean, sd) = moments(&members.iter().map(z).collect::<Vec<_>>());
            assert!(mean.abs() <= 0.05, "group {group}: {mean}");
            norm1_misses |= (sd - 1.0).abs() > 0.2;
        }
        assert!(norm1_misses, "groups of other spreads");
    }

    #[test]
    fn people_that_were_not_fitted_to_are_standard_too() {
        let (components, sums, _) = people(17, 800);
        let adjustment = fit(&components, &sums).expect("fits").expect("varies");
        let (components, sums, groups) = people(18, 2000);
        for group in 0..GROUPS.len() {
            let members = (0..sums.len()).filter(|at| groups[*at] == group);
            let z: Vec<f64> = members.filter_map(|at| adjustment.z_norm2(&components[at], sums[at])).collect();
            let (mean, sd) = moments(&z);
            // Four standard errors of 800 people fitted to and 2,000 looked at.
            assert!(mean.abs() <= 0.17 && (sd - 1.0).abs() <= 0.12, "group {group}: {mean} ± {sd}");
        }
    }

    #[test]
    fn unit_and_zero_of_a_score_do_not_show() {
        let (components, sums, _) = people(3, 100);
        let plain = fit(&components, &sums).expect("fits").expect("varies");
        for (factor, shift) in [(1e-9, 0.0), (1e9, -7e9), (1.0, 1e6), (-1.0, 0.0)] {
            let moved: Vec<f64> = sums.iter().map(|sum| factor * sum + shift).collect();
            let adjustment = fit(&components, &moved).expect("fits").expect("varies");
            for at in 0..20 {
                let both = |of: &Adjustment, sum: f64| {
                    [of.z_norm1(&components[at], sum), of.z_norm2(&components[at], sum)].map(|z| z.expect("a number"))
                };
                for (first, second) in both(&plain, sums[at]).into_iter().zip(both(&adjustment, moved[at])) {
                    assert!((first - factor.signum() * second).abs() < 1e-6, "{factor} {shift}: {first} {second}");
                }
            }
        }
    }

    #[test]
    fn the_expectation_is_what_standardises() {
        let (components, sums, _) = people(4, 100);
        let adjustment = fit(&components, &sums).expect("fits").expect("varies");
        let (mean, sd) = adjustment.expected(&components[0]).expect("numbers");
        let z = adjustment.z_norm2(&components[0], mean + 1.5 * sd).expect("a number");
        assert!((z - 1.5).abs() < 1e-9 && adjustment.width() == 4);
        assert_eq!(adjustment.z_norm2(&components[0][..3], 0.0), None);
        assert_eq!(adjustment.z_norm1(&components[0], f64::NAN), None);
        // So far out that the variance leaves the range of numbers.
        assert_eq!(adjustment.expected(&[1e9; 4]), None);
    }

    #[test]
    fn references_that_cannot_be_fitted_are_refused() {
        let (components, sums, _) = people(5, 100);
        let code = |components: &[[f64; 4]], sums: &[f64]| fit(components, sums).expect_err("refused").code();
        assert_eq!(code(&components[..99], &sums[..99]), "calibration-few-reference");
        assert_eq!(code(&[], &[]), "calibration-few-reference");
        assert_eq!(code(&components, &sums[1..]), "calibration-few-reference");
        let constant: Vec<[f64; 4]> = components.iter().map(|row| [row[0], 3.7, row[2], row[3]]).collect();
        assert_eq!(code(&constant, &sums), "calibration-component-constant");
        assert_eq!(
            fit(&constant, &sums).expect_err("refused").place().field.as_deref(),
            Some("PC2"),
            "the component is named"
        );
        let twice: Vec<[f64; 4]> = components.iter().map(|row| [row[0], row[1], row[2], row[0] * 3.0]).collect();
        assert_eq!(code(&twice, &sums), "calibration-components-dependent");
        let mut broken = sums.clone();
        broken[7] = f64::NAN;
        assert_eq!(code(&components, &broken), "calibration-not-a-number");
    }

    #[test]
    fn a_score_that_does_not_vary_places_nobody() {
        let (components, _, _) = people(6, 100);
        assert_eq!(fit(&components, &vec![0.1; components.len()]).expect("no error"), None);
        assert_eq!(fit(&components, &vec![0.0; components.len()]).expect("no error"), None);
    }
}
