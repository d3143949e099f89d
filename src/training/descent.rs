//! Minimises a penalised quadratic: cyclic coordinate descent finds which coefficients are not 0, and a system of equations
//! settles them.

use super::cholesky::Cholesky;
use super::covariates::dot;
use super::penalty::Penalty;
use crate::error::{Result, TrainingKind};

/// A quadratic in θ, by its gradient: that of ½θᵀGθ − cᵀθ, turned round.
pub(super) trait Quadratic {
    /// c − Gθ at one coefficient.
    fn gradient(&self, at: usize) -> f64;

    /// G's diagonal.
    fn curvature(&self, at: usize) -> f64;

    /// Moves one coefficient.
    fn step(&mut self, at: usize, delta: f64);

    /// Gd, where d is 0 but at `support`. Shape: that of `support`.
    fn times(&self, support: &[usize], d: &[f64]) -> Vec<f64>;

    /// An entry of G, where it is known without effort.
    fn product(&self, one: usize, other: usize) -> Option<f64> {
        let _ = (one, other);
        None
    }
}

/// Sweeps before the coefficients that are not 0 are solved for.
const SWEEPS: usize = 10;
/// Rounds of sweeps and solutions after which nothing more is hoped for.
const ROUNDS_MAX: usize = 2000;
/// Most columns that a system is solved for directly; above, conjugate gradients take less time.
const FACTORED_MAX: usize = 1500;
/// Penalties of two ways to the same fit that differ by less than this are the same.
const EVEN: f64 = 1e-9;
/// Farther than any coefficient goes before one is 0.
const FAR: f64 = 1e9;
/// Steps of conjugate gradients in a round, at most.
const STEPS_MAX: usize = 400;

/// Moves `theta`, and the quadratic with it, until no coefficient of `order` violates the conditions of a minimum by more than
/// `tolerance`. Others stay. Coefficients are visited in the order given.
///
/// Errors: `training-no-convergence`.
pub(super) fn descend(
    quadratic: &mut impl Quadratic,
    theta: &mut [f64],
    order: &[usize],
    penalty: Penalty,
    tolerance: f64,
) -> Result<()> {
    for _ in 0..ROUNDS_MAX {
        for _ in 0..SWEEPS {
            if sweep(quadratic, theta, order, penalty) <= tolerance {
                return Ok(());
            }
        }
        settle(quadratic, theta, order, penalty, tolerance);
    }
    Err(TrainingKind::NoConvergence.into())
}

/// Moves each coefficient to where it is best by itself; gives the largest violation met.
fn sweep(quadratic: &mut impl Quadratic, theta: &mut [f64], order: &[usize], penalty: Penalty) -> f64 {
    let mut worst = 0.0_f64;
    for &at in order {
        let (gradient, curvature) = (quadratic.gradient(at), quadratic.curvature(at));
        // A column that covariates explain whole has nothing to say.
        if curvature <= 0.0 {
            continue;
        }
        worst = worst.max(penalty.violation(theta[at], gradient));
        let best = penalty.shrink(gradient + curvature * theta[at], curvature);
        let delta = best - theta[at];
        if delta != 0.0 {
            theta[at] = best;
            quadratic.step(at, delta);
        }
    }
    worst
}

/// Solves for the coefficients that are not 0 with their signs as they are, and goes there, or as far as all signs hold.
fn settle(quadratic: &mut impl Quadratic, theta: &mut [f64], order: &[usize], penalty: Penalty, tolerance: f64) {
    let is_used = |at: &usize| theta[*at] != 0.0 && quadratic.curvature(*at) > 0.0;
    let mut support: Vec<usize> = order.iter().copied().filter(is_used).collect();
    let rest = |quadratic: &dyn Quadratic, theta: &[f64], support: &[usize]| -> Vec<f64> {
        let Penalty { l1, l2 } = penalty;
        support.iter().map(|&at| quadratic.gradient(at) - l1.copysign(theta[at]) - l2 * theta[at]).collect()
    };
    let is_known = support.first().is_some_and(|at| quadratic.product(*at, *at).is_some());
    if !is_known || support.len() > FACTORED_MAX {
        let rest = rest(quadratic, theta, &support);
        let step = conjugate_gradients(quadratic, &support, penalty.l2, rest, tolerance);
        advance(quadratic, theta, &support, &step);
        return;
    }
    let known = |quadratic: &dyn Quadratic, one: usize, other: usize| {
        quadratic.product(one, other).unwrap_or(0.0) + if one == other { penalty.l2 } else { 0.0 }
    };
    let (mut factor, taken, left) = Cholesky::new(support.len(), |row, at| known(quadratic, support[row], support[at]));
    let left: Vec<usize> = left.into_iter().map(|at| support[at]).collect();
    support = taken.into_iter().map(|at| support[at]).collect();
    let drop_zeros = |support: &mut Vec<usize>, factor: &mut Cholesky, theta: &[f64]| {
        for at in (0..support.len()).rev() {
            if theta[support[at]] == 0.0 {
                support.remove(at);
                factor.remove(at);
            }
        }
    };
    // A column that others determine can give way to them, or they to it, without a change of what is fitted: towards the side
    // where the penalty falls, until a coefficient is 0.
    for at in left {
        let products: Vec<f64> = support.iter().map(|other| known(quadratic, at, *other)).collect();
        if !factor.determines(&products, known(quadratic, at, at)) {
            continue;
        }
        let shares = factor.solve(&products);
        let of_others: f64 =
            support.iter().zip(&shares).map(|(other, share)| share * 1.0_f64.copysign(theta[*other])).sum();
        let slope = 1.0_f64.copysign(theta[at]) - of_others;
        if slope.abs() <= EVEN {
            continue;
        }
        // As far as any of them goes.
        let far = -slope.signum() * FAR;
        let step: Vec<f64> = shares.iter().map(|share| -far * share).chain([far]).collect();
        support.push(at);
        advance(quadratic, theta, &support, &step);
        support.pop();
        drop_zeros(&mut support, &mut factor, theta);
    }
    // Each round but the last takes a coefficient to 0.
    while !support.is_empty() {
        let step = factor.solve(&rest(quadratic, theta, &support));
        if !advance(quadratic, theta, &support, &step) {
            return;
        }
        drop_zeros(&mut support, &mut factor, theta);
    }
}

/// Moves by `step`, or by as much of it as leaves all signs; says whether a coefficient became 0.
fn advance(quadratic: &mut impl Quadratic, theta: &mut [f64], support: &[usize], step: &[f64]) -> bool {
    let crossing = |(&at, step): (&usize, &f64)| {
        let share = -theta[at] / step;
        if share > 0.0 { share } else { f64::INFINITY }
    };
    let shares: Vec<f64> = support.iter().zip(step).map(crossing).collect();
    let most = shares.iter().copied().fold(1.0, f64::min);
    for ((&at, step), share) in support.iter().zip(step).zip(&shares) {
        let delta = if *share <= most { -theta[at] } else { most * step };
        theta[at] = if *share <= most { 0.0 } else { theta[at] + delta };
        quadratic.step(at, delta);
    }
    shares.iter().any(|share| *share <= most)
}

/// d with (G + l2)d = rest at `support`, by conjugate gradients scaled by the diagonal; less exact than `tolerance` where that
/// takes too long.
fn conjugate_gradients(
    quadratic: &impl Quadratic,
    support: &[usize],
    l2: f64,
    mut rest: Vec<f64>,
    tolerance: f64,
) -> Vec<f64> {
    let scale: Vec<f64> = support.iter().map(|&at| 1.0 / (quadratic.curvature(at) + l2)).collect();
    let scaled = |rest: &[f64]| -> Vec<f64> { rest.iter().zip(&scale).map(|(rest, scale)| rest * scale).collect() };
    let mut direction = scaled(&rest);
    let mut length = dot(&rest, &direction);
    let mut moved = vec![0.0; support.len()];
    for _ in 0..STEPS_MAX.min(2 * support.len()) {
        if rest.iter().all(|rest| rest.abs() <= 0.1 * tolerance) {
            break;
        }
        let mut image = quadratic.times(support, &direction);
        image.iter_mut().zip(&direction).for_each(|(image, direction)| *image += l2 * direction);
        let bend = dot(&direction, &image);
        // Along this direction the quadratic is flat: columns that say the same.
        if bend.is_nan() || bend <= 0.0 {
            break;
        }
        let step = length / bend;
        moved.iter_mut().zip(&direction).for_each(|(moved, direction)| *moved += step * direction);
        rest.iter_mut().zip(&image).for_each(|(rest, image)| *rest -= step * image);
        let next = scaled(&rest);
        let longer = dot(&rest, &next);
        let turn = longer / length;
        length = longer;
        direction.iter_mut().zip(next).for_each(|(direction, next)| *direction = next + turn * *direction);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    struct Dense {
        matrix: Vec<Vec<f64>>,
        gradient: Vec<f64>,
        is_known: bool,
    }

    impl Quadratic for Dense {
        fn gradient(&self, at: usize) -> f64 {
            self.gradient[at]
        }

        fn curvature(&self, at: usize) -> f64 {
            self.matrix[at][at]
        }

        fn step(&mut self, at: usize, delta: f64) {
            self.gradient.iter_mut().zip(&self.matrix[at]).for_each(|(gradient, row)| *gradient -= delta * row);
        }

        fn times(&self, support: &[usize], d: &[f64]) -> Vec<f64> {
            support.iter().map(|&row| support.iter().zip(d).map(|(&at, d)| self.matrix[row][at] * d).sum()).collect()
        }

        fn product(&self, one: usize, other: usize) -> Option<f64> {
            self.is_known.then(|| self.matrix[one][other])
        }
    }

    #[test]
    fn an_orthonormal_design_is_thresholded() {
        let matrix = (0..3).map(|row| (0..3).map(|at| f64::from(u8::from(row == at))).collect()).collect();
        let mut quadratic = Dense { matrix, gradient: vec![0.3, -0.05, -1.0], is_known: true };
        let mut theta = [0.0; 3];
        descend(&mut quadratic, &mut theta, &[0, 1, 2], Penalty::new(0.1, 1.0), 1e-15).expect("settles");
        for (found, expected) in theta.into_iter().zip([0.2, 0.0, -0.9]) {
            assert!((found - expected).abs() < 1e-15, "{found}");
        }
    }

    #[test]
    fn ill_conditioned_quadratics_settle_at_their_minimum() {
        let mut random = Random::new(1);
        // 60 columns of which neighbours are nearly the same, and two that are.
        let mut rows: Vec<Vec<f64>> = vec![(0..80).map(|_| random.normal()).collect()];
        for _ in 1..60 {
            let last = rows.last().expect("one");
            let next = last.iter().map(|value| value + 0.05 * random.normal()).collect();
            rows.push(next);
        }
        rows[30] = rows[29].clone();
        rows[41] = (0..80).map(|at| rows[40][at] - 0.5 * rows[20][at]).collect();
        let y: Vec<f64> = (0..80).map(|_| random.normal()).collect();
        for (alpha, is_known) in [(1.0, true), (1.0, false), (0.5, true), (0.5, false)] {
            let penalty = Penalty::new(1e-3, alpha);
            let matrix = rows.iter().map(|a| rows.iter().map(|b| dot(a, b) / 80.0).collect()).collect();
            let gradient = rows.iter().map(|row| dot(row, &y) / 80.0).collect();
            let mut quadratic = Dense { matrix, gradient, is_known };
            let mut theta = vec![0.0; 60];
            let order: Vec<usize> = (0..60).collect();
            descend(&mut quadratic, &mut theta, &order, penalty, 1e-13).expect("settles");
            // From the definition, not from what was kept up to date.
            for at in 0..60 {
                let fitted: Vec<f64> = (0..80).map(|row| (0..60).map(|at| theta[at] * rows[at][row]).sum()).collect();
                let gradient: f64 = (0..80).map(|row| rows[at][row] * (y[row] - fitted[row])).sum::<f64>() / 80.0;
                assert!(penalty.violation(theta[at], gradient) < 1e-11, "{alpha} {at}");
            }
        }
    }
}
