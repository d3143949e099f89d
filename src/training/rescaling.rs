//! Brings a score onto the phenotype's scale in people whom it was not fitted to.

use super::family::Family;

/// Steps of Newton's, at most.
const STEPS_MAX: usize = 50;
/// Halvings of a step, at most.
const HALVINGS_MAX: usize = 30;
/// A sum of losses that rises by less than this share has not risen.
const ROUNDING: f64 = 1e-14;
/// A step that is smaller, as a share of what is there, ends it.
const SETTLED: f64 = 1e-12;

/// Where a score stands on the scale of a linear predictor: offset + shift + slope × score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// What is added for everybody.
    pub shift: f64,
    /// What the score is multiplied by.
    pub slope: f64,
}

/// The scale at which offset and score fit best, by maximum likelihood without penalty; `offset` has what is known besides, as of
/// covariates. A score that is the same for all has a slope of 0. Where cases and controls are set apart whole, it is as steep as
/// the steps make it.
///
/// Marginal coefficients added up overshoot, as neighbours say the same and the strongest are lucky, so that neither R² nor
/// deviance can be told of their sum as it is.
pub fn rescale(family: Family, offset: &[f64], score: &[f64], y: &[f64]) -> Scale {
    let n = y.len() as f64;
    let mean = score.iter().sum::<f64>() / n;
    let spread = (score.iter().map(|score| (score - mean) * (score - mean)).sum::<f64>() / n).sqrt();
    let has_spread = spread > 1e-12 * mean.abs() && spread.is_finite();
    let size = if has_spread { spread } else { 1.0 };
    let scaled: Vec<f64> = score.iter().map(|score| if has_spread { (score - mean) / size } else { 0.0 }).collect();
    let eta = |[shift, slope]: [f64; 2], at: usize| offset[at] + shift + slope * scaled[at];
    let loss = |of: [f64; 2]| (0..y.len()).map(|at| family.loss(y[at], eta(of, at))).sum::<f64>();
    let mut at_now = [0.0; 2];
    for _ in 0..STEPS_MAX {
        let (mut gradient, mut bend) = ([0.0; 2], [0.0; 3]);
        for at in 0..y.len() {
            let (eta, x) = (eta(at_now, at), scaled[at]);
            let (rest, weight) = (y[at] - family.mean(eta), family.slope(eta));
            gradient[0] += rest;
            gradient[1] += rest * x;
            bend[0] += weight;
            bend[1] += weight * x;
            bend[2] += weight * x * x;
        }
        let determinant = bend[0] * bend[2] - bend[1] * bend[1];
        let step = match determinant > 0.0 && has_spread {
            true => [
                (bend[2] * gradient[0] - bend[1] * gradient[1]) / determinant,
                (bend[0] * gradient[1] - bend[1] * gradient[0]) / determinant,
            ],
            false if bend[0] > 0.0 => [gradient[0] / bend[0], 0.0],
            false => break,
        };
        let from = loss(at_now);
        let moved = |share: f64| [at_now[0] + share * step[0], at_now[1] + share * step[1]];
        let shares = std::iter::successors(Some(1.0), |share| Some(share / 2.0)).take(HALVINGS_MAX);
        let Some(share) = shares.into_iter().find(|share| loss(moved(*share)) <= from + ROUNDING * from.abs()) else {
            break;
        };
        let is_small = step.iter().zip(at_now).all(|(step, now)| step.abs() <= SETTLED * (1.0 + now.abs()));
        at_now = moved(share);
        if is_small {
            break;
        }
    }
    let [shift, slope] = at_now;
    Scale { shift: shift - slope * mean / size, slope: slope / size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    #[test]
    fn a_line_is_found_again() {
        let score = [3.0, 4.0, 7.0, 9.0];
        let offset = [1.0, -1.0, 0.5, 2.0];
        let y: Vec<f64> = score.iter().zip(offset).map(|(score, offset)| offset + 2.0 - 0.25 * score).collect();
        let found = rescale(Family::Gaussian, &offset, &score, &y);
        assert!((found.shift - 2.0).abs() < 1e-12 && (found.slope + 0.25).abs() < 1e-12, "{found:?}");
        let flat = rescale(Family::Gaussian, &[0.0; 4], &[5.0; 4], &y);
        assert!((flat.shift - y.iter().sum::<f64>() / 4.0).abs() < 1e-12 && flat.slope == 0.0);
    }

    #[test]
    fn a_logistic_scale_has_no_gradient_left() {
        let mut random = Random::new(12);
        let score: Vec<f64> = (0..500).map(|_| 1000.0 + 3.0 * random.normal()).collect();
        let offset: Vec<f64> = (0..500).map(|_| 0.3 * random.normal()).collect();
        let chance = |at: usize| Family::Binomial.mean(offset[at] - 1.0 + 0.5 * (score[at] - 1000.0));
        let y: Vec<f64> = (0..500).map(|at| f64::from(u8::from(random.chance(chance(at))))).collect();
        let found = rescale(Family::Binomial, &offset, &score, &y);
        assert!((found.slope - 0.5).abs() < 0.15, "{found:?}");
        let rest = |at: usize| y[at] - Family::Binomial.mean(offset[at] + found.shift + found.slope * score[at]);
        let sums = (0..500).fold([0.0; 2], |[one, x], at| [one + rest(at), x + rest(at) * (score[at] - 1000.0)]);
        assert!(sums.iter().all(|sum| sum.abs() < 1e-7), "{sums:?}");
        // Cases and controls apart: finite, and the right way round.
        let apart = rescale(Family::Binomial, &[0.0; 4], &[1.0, 2.0, 3.0, 4.0], &[0.0, 0.0, 1.0, 1.0]);
        assert!(apart.slope > 1.0 && apart.slope.is_finite() && apart.shift.is_finite());
    }
}
