//! Finds the reference group that a person's principal components are most like, by Mahalanobis distance.

use crate::error::{CalibrationKind, Error, Result};
use crate::stats::chi_square;
use crate::stats::linear::{Cholesky, symmetric_eigen};

/// Below this a person is hardly like even the nearest group; what pgscatalog-ancestry-adjust takes.
pub const LOW_CONFIDENCE: f64 = 1e-10;

/// The nearest reference group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Its number among the groups.
    pub group: usize,
    /// Mahalanobis distance from its middle, squared.
    pub distance_squared: f64,
    /// Probability of a distance this large or larger within the group, as pgscatalog-ancestry-adjust reckons it: chi-square
    /// with one degree of freedom less than there are components.
    pub p: f64,
}

impl Nearest {
    /// Whether the person is hardly like even this group.
    pub fn is_low_confidence(&self) -> bool {
        self.p < LOW_CONFIDENCE
    }
}

/// The groups of a reference as clouds of principal components.
pub struct Similarity {
    groups: Vec<Cloud>,
    width: usize,
}

struct Cloud {
    mean: Vec<f64>,
    covariance: Cholesky,
}

impl Similarity {
    /// From the components of the people of each group, one slice of `width` for each person.
    ///
    /// Errors: `calibration-few-reference` for a group of fewer than `width` + 2 people, `calibration-component-constant`,
    /// `calibration-components-dependent`.
    pub fn fit(groups: &[Vec<&[f64]>], width: usize) -> Result<Self> {
        let clouds = groups.iter().map(|people| Cloud::fit(people, width)).collect::<Result<_>>()?;
        Ok(Self { groups: clouds, width })
    }

    /// The nearest group; the first of equally near ones. `None` where there is no group.
    ///
    /// pgscatalog-ancestry-adjust takes the largest probability. That is the same group, except for people so far from all
    /// that every probability is 0, where it names the first group and this the nearest.
    pub fn nearest(&self, components: &[f64]) -> Option<Nearest> {
        let degrees = self.width.saturating_sub(1).max(1) as u32;
        let distances = self.groups.iter().map(|cloud| cloud.distance_squared(components));
        let (group, distance_squared) = distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(Nearest { group, distance_squared, p: chi_square::survival(distance_squared, degrees) })
    }
}

impl Cloud {
    fn fit(people: &[&[f64]], width: usize) -> Result<Self> {
        let needed = width + 2;
        if people.len() < needed {
            return Err(CalibrationKind::FewReference { found: people.len(), needed }.into());
        }
        let count = people.len() as f64;
        let mean: Vec<f64> =
            (0..width).map(|at| people.iter().filter_map(|row| row.get(at)).sum::<f64>() / count).collect();
        let mut covariance = vec![0.0; width * width];
        for row in people {
            for (cell, at) in covariance.iter_mut().zip(0..) {
                let (i, j) = (at / width, at % width);
                *cell += deviation(row, &mean, i) * deviation(row, &mean, j) / count;
            }
        }
        check_shape(&covariance, &mean, width)?;
        let covariance =
            Cholesky::new(&covariance, width).ok_or_else(|| Error::from(CalibrationKind::DependentComponents))?;
        Ok(Self { mean, covariance })
    }

    fn distance_squared(&self, components: &[f64]) -> f64 {
        let from_mean: Vec<f64> = (0..self.mean.len()).map(|at| deviation(components, &self.mean, at)).collect();
        let solved = self.covariance.solve(&from_mean).unwrap_or_default();
        from_mean.iter().zip(&solved).map(|(a, b)| a * b).sum()
    }
}

/// Every component varies, and none follows from the others.
fn check_shape(covariance: &[f64], mean: &[f64], width: usize) -> Result<()> {
    let sds: Vec<f64> = covariance.iter().step_by(width + 1).map(|variance| libm::sqrt(*variance)).collect();
    for ((sd, mean), at) in sds.iter().zip(mean).zip(1..) {
        if *sd <= 1e-12 * mean.abs() || *sd == 0.0 {
            return Err(Error::from(CalibrationKind::ConstantComponent).at_field(&format!("PC{at}")));
        }
    }
    let scale = |at: usize| sds.get(at / width).zip(sds.get(at % width)).map_or(1.0, |(a, b)| a * b);
    let correlation: Vec<f64> = covariance.iter().zip(0..).map(|(cell, at)| cell / scale(at)).collect();
    // Eigenvalues of a correlation matrix sum to the number of components; rounding stays far below this.
    match symmetric_eigen(&correlation, width) {
        Some((values, _)) if values.last().is_some_and(|smallest| *smallest >= 1e-9) => Ok(()),
        _ => Err(CalibrationKind::DependentComponents.into()),
    }
}

fn deviation(row: &[f64], mean: &[f64], at: usize) -> f64 {
    match (row.get(at), mean.get(at)) {
        (Some(value), Some(mean)) => value - mean,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    fn cloud(random: &mut Random, people: usize, middle: [f64; 2], spread: [f64; 2]) -> Vec<[f64; 2]> {
        (0..people).map(|_| std::array::from_fn(|at| middle[at] + spread[at] * random.normal())).collect()
    }

    #[test]
    fn people_are_near_their_own_group() {
        let mut random = Random::new(5);
        let (wide, narrow) =
            (cloud(&mut random, 400, [0.0, 0.0], [4.0, 1.0]), cloud(&mut random, 400, [6.0, 0.0], [0.5, 0.5]));
        let groups: Vec<Vec<&[f64]>> =
            [&wide, &narrow].iter().map(|people| people.iter().map(|row| row.as_slice()).collect()).collect();
        let similarity = Similarity::fit(&groups, 2).expect("groups");
        let nearest = |x, y| similarity.nearest(&[x, y]).expect("a group");
        assert_eq!(nearest(0.0, 0.0).group, 0);
        assert_eq!(nearest(6.0, 0.0).group, 1);
        // Nearer to the narrow group's middle, but three of its widths away.
        assert_eq!(nearest(4.0, 0.0).group, 0);
        assert!(!nearest(5.5, 0.5).is_low_confidence());
        let far = nearest(0.0, 500.0);
        assert!(far.is_low_confidence() && far.group == 0 && far.p == 0.0);
        // One in twenty of a group lies beyond the 95 % of its own distances (two components, one degree of freedom).
        let beyond = wide.iter().filter(|row| nearest(row[0], row[1]).distance_squared > 5.991).count();
        assert!((8..=34).contains(&beyond), "{beyond} of 400");
    }

    #[test]
    fn clouds_without_a_shape_are_refused() {
        let code = |rows: &[[f64; 2]]| {
            let people = rows.iter().map(|row| row.as_slice()).collect::<Vec<_>>();
            Similarity::fit(&[people], 2).err().expect("refused").code()
        };
        assert_eq!(code(&[[0.0, 1.0], [1.0, 0.0], [2.0, 5.0]]), "calibration-few-reference");
        let line: Vec<[f64; 2]> = (0..9).map(|n| [f64::from(n), 2.0 * f64::from(n)]).collect();
        assert_eq!(code(&line), "calibration-components-dependent");
        let flat: Vec<[f64; 2]> = (0..9).map(|n| [f64::from(n), 0.1]).collect();
        assert_eq!(code(&flat), "calibration-component-constant");
        assert!(Similarity::fit(&[], 2).expect("no groups").nearest(&[0.0, 0.0]).is_none());
    }
}
