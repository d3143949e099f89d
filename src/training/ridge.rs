//! Fits all variants at once with a quadratic penalty, for many λ in one go.
//!
//! b minimises (1/2n)‖y − Cγ − X̂b‖² + (λ/2)‖b‖², the objective of [`crate::training`] at α = 0. With P, which takes covariates
//! away, and K = X̂X̂ᵀ, it is b = X̂ᵀu/n where (PKP/n + λ)u = Py: a system in samples, whose matrix is never made, only multiplied
//! with. For all λ together the system is solved by conjugate gradients on shifted matrices, which take one product a step however
//! many λ there are.
//!
//! Source: Saunders and others 1998 (the dual); Jegerlehner 1996 (shifted systems).

use super::columns::Columns;
use super::covariates::{add_scaled, dot};
use super::fit::Model;
use super::path::{Ground, PathFit};
use super::products::{Scaling, gram_times};
use crate::error::Result;

/// Steps after which a system that has not settled is given up.
const STEPS_MAX: usize = 1000;
/// A system has settled where what is left of it is this share of what it began with.
const SETTLED: f64 = 1e-10;

/// What ridge regression predicts at one λ.
#[derive(Clone, Debug, PartialEq)]
pub struct RidgeFit {
    /// λ.
    pub lambda: f64,
    /// The linear predictor of every sample, covariates included, those that were not trained on too.
    pub eta: Vec<f64>,
}

/// The λ at which ridge regression is the best prediction where variants explain a share `h2` of what covariates leave, each with
/// an effect from the same normal distribution: λ = t(1 − h²)/(n h²), t being the sum of the columns' variances.
///
/// Source: Henderson 1975; Meuwissen, Hayes and Goddard 2001.
pub fn lambda_of<C: Columns>(fit: &PathFit<C>, h2: f64) -> f64 {
    let Ground { model, scalings, moments, .. } = fit.ground();
    let variance = |(scaling, moments): (&Scaling, &super::moments::Moments)| {
        if scaling.is_used() {
            (moments.deviation() / scaling.scale) * (moments.deviation() / scaling.scale)
        } else {
            0.0
        }
    };
    let total: f64 = scalings.iter().zip(moments).map(variance).sum();
    total * (1.0 - h2) / (model.mask.count() as f64 * h2)
}

/// Fits each λ, all positive, among the samples trained on; `None` for one whose system did not settle. A phenotype of 0 and 1 is
/// fitted as the quantity that it also is, as in REGENIE's first step.
///
/// Errors: those of [`Columns::read`].
pub fn fit_ridge<C: Columns>(fit: &PathFit<C>, lambdas: &[f64]) -> Result<Vec<Option<RidgeFit>>> {
    let Ground { columns, model, scalings, .. } = fit.ground();
    let mut right: Vec<f64> =
        model.response.iter().zip(&model.weights).map(|(y, w)| if *w > 0.0 { *y } else { 0.0 }).collect();
    take_covariates(model, &mut right);
    let n = model.mask.count() as f64;
    let multiply = |v: &[f64]| -> Result<Vec<f64>> {
        let mut image = gram_times(columns, scalings, &[v])?.remove(0);
        image.iter_mut().zip(&model.weights).for_each(|(image, weight)| *image *= weight);
        image.iter_mut().for_each(|image| *image *= n);
        take_covariates(model, &mut image);
        image.iter_mut().for_each(|image| *image /= n);
        Ok(image)
    };
    let solved = shifted_conjugate_gradients(multiply, &right, lambdas)?;
    let settled: Vec<(usize, Vec<f64>)> =
        solved.into_iter().enumerate().filter_map(|(at, u)| Some((at, u?.iter().map(|u| u / n).collect()))).collect();
    let vectors: Vec<&[f64]> = settled.iter().map(|(_, u)| u.as_slice()).collect();
    let predicted = gram_times(columns, scalings, &vectors)?;
    let mut fits = vec![None; lambdas.len()];
    for ((at, _), mut eta) in settled.iter().zip(predicted) {
        let rest: Vec<f64> = (model.response.iter().zip(&eta).zip(&model.weights))
            .map(|((y, eta), weight)| weight * (y - eta))
            .collect();
        let of_basis: Vec<f64> = model.basis.q.iter().map(|q| dot(q, &rest)).collect();
        model.basis.q.iter().zip(&of_basis).for_each(|(q, a)| add_scaled(&mut eta, *a, q));
        eta.truncate(columns.samples());
        fits[*at] = Some(RidgeFit { lambda: lambdas[*at], eta });
    }
    Ok(fits)
}

/// Takes away from a vector, which is 0 where samples do not count, what covariates explain.
fn take_covariates(model: &Model, v: &mut [f64]) {
    for q in &model.basis.q {
        let share: f64 = (q.iter().zip(&*v).zip(&model.weights)).map(|((q, v), weight)| weight * q * v).sum();
        add_scaled(v, -share, q);
    }
    v.iter_mut().zip(&model.weights).filter(|(_, weight)| **weight == 0.0).for_each(|(v, _)| *v = 0.0);
}

/// A system (A + shift)x = right beside the one that leads.
struct Shifted {
    shift: f64,
    x: Vec<f64>,
    direction: Vec<f64>,
    /// What is left of this system as a share of what is left of the leading one: now, and a step before.
    share: [f64; 2],
    is_settled: bool,
}

/// x with (A + λ)x = right for each λ; the smallest leads, as it takes most steps.
fn shifted_conjugate_gradients(
    multiply: impl Fn(&[f64]) -> Result<Vec<f64>>,
    right: &[f64],
    lambdas: &[f64],
) -> Result<Vec<Option<Vec<f64>>>> {
    let least = lambdas.iter().copied().fold(f64::INFINITY, f64::min);
    let mut systems: Vec<Shifted> = lambdas
        .iter()
        .map(|lambda| Shifted {
            shift: lambda - least,
            x: vec![0.0; right.len()],
            direction: right.to_vec(),
            share: [1.0; 2],
            is_settled: false,
        })
        .collect();
    let (mut rest, mut direction) = (right.to_vec(), right.to_vec());
    let mut square = dot(&rest, &rest);
    let enough = SETTLED * square.sqrt();
    let (mut step_before, mut turn_before) = (1.0, 0.0);
    for _ in 0..STEPS_MAX {
        let mut image = multiply(&direction)?;
        add_scaled(&mut image, least, &direction);
        let bend = dot(&direction, &image);
        if bend.is_nan() || bend <= 0.0 {
            break;
        }
        let step = square / bend;
        add_scaled(&mut rest, -step, &image);
        let after = dot(&rest, &rest);
        let turn = after / square;
        for system in systems.iter_mut().filter(|system| !system.is_settled) {
            let [now, before] = system.share;
            let next = now * before * step_before
                / (step * turn_before * (before - now) + before * step_before * (1.0 + system.shift * step));
            add_scaled(&mut system.x, step * next / now, &system.direction);
            let turn = turn * (next / now) * (next / now);
            system.direction.iter_mut().zip(&rest).for_each(|(d, rest)| *d = next * rest + turn * *d);
            system.share = [next, now];
            system.is_settled = next * after.sqrt() <= enough;
        }
        if systems.iter().all(|system| system.is_settled) {
            break;
        }
        direction.iter_mut().zip(&rest).for_each(|(d, rest)| *d = rest + turn * *d);
        (square, step_before, turn_before) = (after, step, turn);
    }
    Ok(systems.into_iter().map(|system| system.is_settled.then_some(system.x)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::linear::Cholesky;
    use crate::training::Family;
    use crate::training::path::{Lambdas, tests::made};
    use crate::training::products::values_of;

    #[test]
    fn predictions_are_those_of_normal_equations() {
        let (samples, count) = (90, 130);
        for standardize in [false, true] {
            let problem = || crate::training::Problem { standardize, ..made(samples, count, Family::Gaussian, 3) };
            let again = problem();
            let fit = PathFit::new(problem(), Lambdas::Count(2)).expect("sound");
            let value = |column: usize, sample: usize| {
                let code = again.columns.column(column)[sample / 32] >> (2 * (sample % 32)) & 3;
                values_of(Scaling::of(&fit.moments()[column], standardize))[code as usize]
            };
            let row = |sample: usize| -> Vec<f64> {
                let variants = (0..count).map(|column| value(column, sample));
                [1.0, again.covariates[0].1[sample] / 10.0].into_iter().chain(variants).collect()
            };
            let rows: Vec<Vec<f64>> = (0..samples).map(row).collect();
            let kept: Vec<usize> = again.train.samples().collect();
            let n = kept.len() as f64;
            let lambdas = [0.02, 0.9].map(|h2| lambda_of(&fit, h2));
            assert!(lambdas[0] > 100.0 * lambdas[1]);
            for (found, lambda) in fit_ridge(&fit, &lambdas).expect("in memory").into_iter().zip(lambdas) {
                let found = found.expect("settles");
                // Penalised coefficients and free ones in one system.
                let size = count + 2;
                let entry = |one: usize, other: usize| {
                    let sum: f64 = kept.iter().map(|at| rows[*at][one] * rows[*at][other]).sum();
                    sum / n + if one == other && one > 1 { lambda } else { 0.0 }
                };
                let matrix: Vec<f64> = (0..size * size).map(|at| entry(at / size, at % size)).collect();
                let of_y = |at: usize| kept.iter().map(|of| rows[*of][at] * again.response[*of]).sum::<f64>() / n;
                let right: Vec<f64> = (0..size).map(of_y).collect();
                let b = Cholesky::new(&matrix, size).expect("positive").solve(&right).expect("so many");
                for (sample, row) in rows.iter().enumerate() {
                    let expected = dot(row, &b);
                    assert!((found.eta[sample] - expected).abs() < 1e-6, "{lambda} {sample}: {}", found.eta[sample]);
                }
            }
        }
    }

    #[test]
    fn what_does_not_settle_is_not_told() {
        // A matrix that is not positive: nothing is made up.
        let fits = shifted_conjugate_gradients(|v| Ok(v.iter().map(|v| -2.0 * v).collect()), &[1.0, 2.0], &[0.1, 1.0]);
        assert_eq!(fits.expect("no reading"), [None, None]);
    }
}
