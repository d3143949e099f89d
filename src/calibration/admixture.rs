//! Tells how much of a person's genome is similar to each reference group: supervised admixture by expectation–maximisation.
//!
//! q_k ← (1/2M) Σ_j [ g_j q_k p_jk / Σ_l q_l p_jl + (2 − g_j) q_k (1 − p_jk) / Σ_l q_l (1 − p_jl) ], over the M called sites,
//! with g the copies of ALT and p its frequency in a group, kept within [0.001, 0.999].
//! Source: Tang et al. 2005, Genet Epidemiol 28:289 (frappe); Alexander et al. 2009, Genome Res 19:1655, for its likelihood.

use super::Observed;
use crate::stats::linear::Cholesky;

/// Frequencies are kept this far from 0 and 1, as a group's sample may have missed a rare allele.
pub const FREQUENCY_MARGIN: f64 = 1e-3;

/// Shares move less than this at the end. An iteration then adds less than 1e-7 to the log-likelihood.
const MOVES_LESS: f64 = 1e-8;
/// Most iterations.
const ITERATIONS_MAX: usize = 2000;

/// Similarity to each group.
#[derive(Clone, Debug, PartialEq)]
pub struct Admixture {
    /// Share of each group; they add up to 1.
    pub shares: Vec<f64>,
    /// Covariances of the shares' errors, from the observed information; `None` where the sites do not tell the groups apart.
    /// Each row adds up to 0, as the shares add up to 1. Shape: groups × groups.
    pub covariance: Option<Vec<f64>>,
    /// Iterations that it took.
    pub iterations: usize,
}

/// Similarity of a person to groups whose frequencies of ALT are given. Shape: groups × sites. `None` without groups or sites.
pub fn admix(frequencies: &[&[f64]], observed: Observed<'_>) -> Option<Admixture> {
    let groups = frequencies.len();
    if groups == 0 || observed.is_empty() {
        return None;
    }
    // Sites × groups, clamped, so that each site's row lies together.
    let mut rows = Vec::with_capacity(observed.len() * groups);
    for &(site, _) in observed {
        for of in frequencies {
            rows.push(of.get(site)?.clamp(FREQUENCY_MARGIN, 1.0 - FREQUENCY_MARGIN));
        }
    }
    let mut shares = vec![1.0 / groups as f64; groups];
    let mut iterations = 0;
    while iterations < ITERATIONS_MAX {
        let first = step(&rows, observed, &shares);
        let moved = first.iter().zip(&shares).map(|(next, share)| (next - share).abs()).fold(0.0, f64::max);
        iterations += 1;
        if moved < MOVES_LESS {
            shares = first;
            break;
        }
        let second = step(&rows, observed, &first);
        let further = step(&rows, observed, &leap(&shares, &first, &second));
        iterations += 2;
        let is_better = log_likelihood(&rows, observed, &further) > log_likelihood(&rows, observed, &second);
        shares = if is_better { further } else { second };
    }
    let covariance = covariance(&rows, observed, &shares);
    Some(Admixture { shares, covariance, iterations })
}

impl Admixture {
    /// Standard errors of the shares.
    pub fn standard_errors(&self) -> Option<Vec<f64>> {
        let diagonal = self.covariance.as_ref()?.iter().step_by(self.shares.len() + 1);
        Some(diagonal.map(|variance| variance.max(0.0).sqrt()).collect())
    }
}

/// One iteration. `rows` has the groups' frequencies of each observed site together.
fn step(rows: &[f64], observed: Observed<'_>, shares: &[f64]) -> Vec<f64> {
    let mut next = vec![0.0; shares.len()];
    for (row, &(_, copies)) in rows.chunks_exact(shares.len()).zip(observed) {
        let mean: f64 = row.iter().zip(shares).map(|(frequency, share)| frequency * share).sum();
        let (of_alt, of_ref) = (copies / mean, (2.0 - copies) / (1.0 - mean));
        for (next, (frequency, share)) in next.iter_mut().zip(row.iter().zip(shares)) {
            *next += share * (of_alt * frequency + of_ref * (1.0 - frequency));
        }
    }
    let total: f64 = next.iter().sum();
    next.iter_mut().for_each(|next| *next /= total);
    next
}

/// Where two iterations in a row point to; every share stays above 0.
///
/// Source: Varadhan and Roland 2008, Scand J Stat 35:335 (SQUAREM, scheme S3).
fn leap(from: &[f64], first: &[f64], second: &[f64]) -> Vec<f64> {
    /// A share falls to this part of itself at most: from 0 there is no way back.
    const FALLS_TO: f64 = 0.01;
    let speed: Vec<f64> = first.iter().zip(from).map(|(first, from)| first - from).collect();
    let change: Vec<f64> =
        second.iter().zip(first).zip(&speed).map(|((second, first), speed)| second - first - speed).collect();
    let length = |of: &[f64]| of.iter().map(|value| value * value).sum::<f64>().sqrt();
    let change_length = length(&change);
    let stride = if change_length > 0.0 { (length(&speed) / change_length).max(1.0) } else { 1.0 };
    let mut there: Vec<f64> = (0..from.len())
        .map(|at| (from[at] + 2.0 * stride * speed[at] + stride * stride * change[at]).max(FALLS_TO * second[at]))
        .collect();
    let total: f64 = there.iter().sum();
    there.iter_mut().for_each(|share| *share /= total);
    there
}

fn log_likelihood(rows: &[f64], observed: Observed<'_>, shares: &[f64]) -> f64 {
    let of_sites = rows.chunks_exact(shares.len()).zip(observed).map(|(row, &(_, copies))| {
        let mean: f64 = row.iter().zip(shares).map(|(frequency, share)| frequency * share).sum();
        copies * libm::log(mean) + (2.0 - copies) * libm::log(1.0 - mean)
    });
    of_sites.sum()
}

/// The observed information, −∂²logL/∂q∂q', over shares that add up to 1: the last group takes what the others leave.
fn covariance(rows: &[f64], observed: Observed<'_>, shares: &[f64]) -> Option<Vec<f64>> {
    let free = shares.len() - 1;
    if free == 0 {
        return Some(vec![0.0]);
    }
    let mut information = vec![0.0; free * free];
    for (row, &(_, copies)) in rows.chunks_exact(shares.len()).zip(observed) {
        let mean: f64 = row.iter().zip(shares).map(|(frequency, share)| frequency * share).sum();
        let curvature = copies / (mean * mean) + (2.0 - copies) / ((1.0 - mean) * (1.0 - mean));
        let last = row[free];
        for a in 0..free {
            for b in 0..=a {
                information[a * free + b] += curvature * (row[a] - last) * (row[b] - last);
            }
        }
    }
    for a in 0..free {
        for b in a + 1..free {
            information[a * free + b] = information[b * free + a];
        }
    }
    let of_free = Cholesky::new(&information, free)?.inverse();
    let mut covariance = Vec::with_capacity((free + 1) * (free + 1));
    let mut of_last = vec![0.0; free + 1];
    for row in of_free.chunks_exact(free) {
        let rest = -row.iter().sum::<f64>();
        covariance.extend(row.iter().copied().chain([rest]));
        of_last.iter_mut().zip(row.iter().copied().chain([rest])).for_each(|(last, of)| *last -= of);
    }
    covariance.extend(of_last);
    covariance.iter().all(|value| value.is_finite()).then_some(covariance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(frequencies: &[&[f64]], sites: usize) -> Vec<f64> {
        (0..sites).flat_map(|site| frequencies.iter().map(move |of| of[site])).collect()
    }

    fn observed(copies: &[f64]) -> Vec<(usize, f64)> {
        copies.iter().copied().enumerate().collect()
    }

    /// Science §3.7.
    #[test]
    fn iterations_and_limit_as_published() {
        let cases: [([&[f64]; 2], [f64; 4], [f64; 3]); 2] = [
            ([&[0.9, 0.6, 0.1, 0.4], &[0.1, 0.3, 0.7, 0.6]], [1.0, 1.0, 1.0, 1.0], [0.488163, 0.479811, 0.459587]),
            ([&[0.9, 0.8, 0.1, 0.3], &[0.1, 0.3, 0.7, 0.6]], [2.0, 1.0, 0.0, 1.0], [0.652399, 0.752480, 1.0]),
        ];
        for (groups, copies, [first, second, limit]) in cases {
            let observed = observed(&copies);
            let rows = rows_of(&groups, 4);
            let one = step(&rows, &observed, &[0.5, 0.5]);
            assert!((one[0] - first).abs() < 1e-6, "{}", one[0]);
            let two = step(&rows, &observed, &one);
            assert!((two[0] - second).abs() < 1e-6, "{}", two[0]);
            let found = admix(&groups, &observed).expect("sites");
            assert!((found.shares[0] - limit).abs() < 1e-6, "{}", found.shares[0]);
        }
    }

    /// With one parameter the information is that of a textbook.
    #[test]
    fn standard_error_of_two_groups() {
        let groups: [&[f64]; 2] = [&[0.9; 100], &[0.1; 100]];
        // 100 copies of 200: a half of each; p = 0.5, I = Σ (g/p² + (2−g)/(1−p)²)·0.8² = 200·4·0.64.
        let found = admix(&groups, &observed(&[1.0; 100])).expect("sites");
        assert!((found.shares[0] - 0.5).abs() < 1e-9);
        let errors = found.standard_errors().expect("told apart");
        let expected = 1.0 / (200.0_f64 * 4.0 * 0.64).sqrt();
        assert!((errors[0] - expected).abs() < 1e-9 && (errors[1] - expected).abs() < 1e-9);
    }

    #[test]
    fn groups_that_are_the_same_have_no_errors() {
        let groups: [&[f64]; 2] = [&[0.3; 10], &[0.3; 10]];
        assert_eq!(admix(&groups, &observed(&[1.0; 10])).expect("sites").covariance, None);
        assert_eq!(admix(&groups, &[]), None);
        assert_eq!(admix(&[], &observed(&[1.0])), None);
    }
}
