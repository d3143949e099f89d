//! Gives what is expected of a person's score from the frequencies of the groups that they are like: over the variants that
//! were used, and over all.
//!
//! A person's expected frequency at a variant is p̄ = Σ qₖpₖ over the groups, q being the shares of similarity. LD comes in
//! through each group's factor c, and through the pairs of variants whose correlation is known.

use super::linked::{Independent, Links, Term};
use super::moments::{Moments, Variant};
use super::within;
use crate::error::Result;
use crate::stats::ExactSum;

/// Sum of shares may miss 1 by this, being rounded.
const SHARES_OFF: f64 = 1e-3;

/// Above this share of one group, as far as its error allows it, no mixing of LD is to be allowed for.
pub const ONE_GROUP: f64 = 0.85;

/// A reference group, as far as one score is concerned, and how much of a person is like it.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupShare {
    /// Its name, as the reference calls it.
    pub group: String,
    /// Share of similarity q, from 0 to 1.
    pub share: f64,
    /// Covariances of the share's error with that of every group's share, in the order of the groups.
    pub share_errors: Vec<f64>,
    /// The score's variance with LD ÷ that without, in this group.
    pub ld_factor: f64,
    /// People whose frequencies the group's are.
    pub people: f64,
}

/// One variant of a score with its frequency in every group, in the order of the groups.
#[derive(Clone, Copy, Debug)]
pub struct GroupVariant<'a> {
    /// Weight of one copy of the effect allele.
    pub weight: f64,
    /// Frequencies of the effect allele.
    pub frequencies: &'a [f64],
    /// Whether the person's file has it, so that it is in the sum.
    pub is_used: bool,
}

/// What is expected of a person's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Of the variants used, LD included.
    pub used: Moments,
    /// Of all variants, LD included.
    pub all: Moments,
    /// Share of the score's variance that was used, without LD: C.
    pub covered: f64,
    /// Squared correlation of what was used with the whole score, LD included.
    pub r2_whole: f64,
    /// Variance of the standardised score from the reference's own size, for a person in the middle, and for each z².
    pub reference_error: [f64; 2],
    /// Variance of the standardised score from the errors of the shares.
    pub share_error: f64,
    /// The largest share of one group, and its standard error.
    pub largest_share: [f64; 2],
    /// Degrees of freedom of the estimated variance.
    pub degrees: f64,
}

/// What the groups lead to expect. `None` where the score does not vary among such people.
///
/// The whole's variance is that of independent variants times the groups' mean factor c; that of a part, and how it goes with
/// the whole, is [`linked`](super::linked)'s. The variance of a mixture of groups has the degrees of freedom that
/// F. E. Satterthwaite (Biometrics Bull. 2, 1946) gives sums of estimated variances.
///
/// Errors: `calibration-out-of-range`.
pub fn expect<'a>(
    variants: impl IntoIterator<Item = GroupVariant<'a>>,
    links: Links<'_>,
    groups: &[GroupShare],
) -> Result<Option<Expected>> {
    let shares = check(groups)?;
    let (mut mean, mut variance) =
        ([ExactSum::default(), ExactSum::default()], [ExactSum::default(), ExactSum::default()]);
    let mut group_means = vec![0.0; groups.len()];
    let mut terms = Vec::new();
    for variant in variants {
        let holds = variant.frequencies.len() == groups.len();
        within(variant.weight, holds, "The frequencies of a variant", "as many as there are groups")?;
        let mut frequency = 0.0;
        for ((&p, share), group_mean) in variant.frequencies.iter().zip(&shares).zip(&mut group_means) {
            let p = Variant { weight: variant.weight, frequency: p }.checked()?.frequency;
            frequency += share * p;
            if variant.is_used {
                *group_mean += 2.0 * variant.weight * p;
            }
        }
        let mixed = Variant { weight: variant.weight, frequency: frequency.clamp(0.0, 1.0) };
        // Of all, and of those used.
        for (mean, variance) in mean.iter_mut().zip(&mut variance).take(1 + usize::from(variant.is_used)) {
            mean.add(2.0 * mixed.weight * mixed.frequency);
            variance.add(mixed.variance());
        }
        if !links.pairs.is_empty() {
            let spread = libm::copysign(libm::sqrt(mixed.variance()), mixed.weight);
            terms.push(Term { spread, is_used: variant.is_used });
        }
    }
    let [all_mean, used_mean] = mean.map(|sum| sum.value());
    let [all, used] = variance.map(|sum| sum.value());
    // A variance so small that it is rounding, or so large that it is none, places nobody.
    if !(all.is_normal() && used.is_normal() && all_mean.is_finite() && used_mean.is_finite()) {
        return Ok(None);
    }
    let covered = (used / all).min(1.0);
    let of_groups: Vec<f64> = groups.iter().zip(&shares).map(|(group, share)| share * group.ld_factor).collect();
    let factor = of_groups.iter().sum::<f64>();
    let spread = links.spread(&terms, Independent { used, all }, factor, &shares)?;
    let doubts = groups.iter().zip(&of_groups).map(|(group, of)| of * of / (group.people - 1.0).max(1.0));
    let reference = groups.iter().zip(&shares).map(|(group, share)| share * share / group.people).sum::<f64>();
    // The shares add up to 1, so that only what groups differ in is left open.
    let apart: Vec<f64> = group_means.iter().map(|mean| mean - used_mean).collect();
    let from_shares = groups.iter().zip(&apart).map(|(group, first)| {
        let others = group.share_errors.iter().zip(&apart);
        first * others.map(|(covariance, second)| covariance * second).sum::<f64>()
    });
    Ok(Some(Expected {
        used: Moments { mean: used_mean, variance: spread.used },
        all: Moments { mean: all_mean, variance: spread.all },
        covered,
        r2_whole: spread.r2,
        reference_error: [reference, 0.5 * reference],
        share_error: from_shares.sum::<f64>().max(0.0) / spread.used,
        largest_share: largest_share(groups, &shares),
        degrees: factor * factor / doubts.sum::<f64>(),
    }))
}

/// The largest share and its standard error.
fn largest_share(groups: &[GroupShare], shares: &[f64]) -> [f64; 2] {
    let largest = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap_or(0);
    let variance = groups.get(largest).and_then(|group| group.share_errors.get(largest)).copied().unwrap_or(0.0);
    [shares.get(largest).copied().unwrap_or(0.0), libm::sqrt(variance.max(0.0))]
}

/// The shares, made to sum to 1.
fn check(groups: &[GroupShare]) -> Result<Vec<f64>> {
    for group in groups {
        within(group.share, (0.0..=1.0).contains(&group.share), "A share of similarity", "from 0 to 1")?;
        let is_whole = group.share_errors.len() == groups.len() && group.share_errors.iter().all(|of| of.is_finite());
        within(0.0, is_whole, "The covariances of a share's error", "a number for each group")?;
        within(group.ld_factor, group.ld_factor > 0.0, "An LD factor", "above 0")?;
        within(group.people, group.people >= 1.0, "The people of a group", "1 or more")?;
    }
    let sum: f64 = groups.iter().map(|group| group.share).sum();
    within(sum, (sum - 1.0).abs() <= SHARES_OFF, "The sum of the shares of similarity", "1")?;
    Ok(groups.iter().map(|group| group.share / sum).collect())
}
