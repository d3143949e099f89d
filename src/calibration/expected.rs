//! Gives what is expected of a person's score from the frequencies of the groups that they are like: over the variants that
//! were used, and over all.
//!
//! A person's expected frequency at a variant is p̄ = Σ qₖpₖ over the groups, q being the shares of similarity. Variants are
//! taken as independent; LD comes in through each group's factor c.

use super::moments::{Moments, Variant};
use super::within;
use crate::error::Result;
use crate::stats::ExactSum;

/// Sum of shares may miss 1 by this, being rounded.
const SHARES_OFF: f64 = 1e-3;

/// Above this share of one group no mixing of LD is to be allowed for.
pub const ONE_GROUP: f64 = 0.85;

/// A reference group, as far as one score is concerned, and how much of a person is like it.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupShare {
    /// Its name, as the reference calls it.
    pub group: String,
    /// Share of similarity q, from 0 to 1.
    pub share: f64,
    /// Standard error of the share.
    pub share_error: f64,
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
    /// The largest share of one group.
    pub largest_share: f64,
}

/// What the groups lead to expect. `None` where the score does not vary among such people.
///
/// The variance with LD of a part of the variants is not known from that of all. If a share C is kept, pairs of linked variants
/// are kept as C²: with c = 1 + ρ for all it is 1 + ρC for the part, and the part's squared correlation with all is
/// C(1 + ρ) ÷ (1 + ρC). Both are exact for variants that are missing at random, and C where there is no LD.
///
/// Errors: `calibration-out-of-range`.
pub fn expect<'a>(
    variants: impl IntoIterator<Item = GroupVariant<'a>>,
    groups: &[GroupShare],
) -> Result<Option<Expected>> {
    let shares = check(groups)?;
    let (mut mean, mut variance) =
        ([ExactSum::default(), ExactSum::default()], [ExactSum::default(), ExactSum::default()]);
    let mut group_means = vec![0.0; groups.len()];
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
    }
    let [all_mean, used_mean] = mean.map(|sum| sum.value());
    let [all, used] = variance.map(|sum| sum.value());
    // A variance so small that it is rounding, or so large that it is none, places nobody.
    if !(all.is_normal() && used.is_normal() && all_mean.is_finite() && used_mean.is_finite()) {
        return Ok(None);
    }
    let covered = (used / all).min(1.0);
    let excess = groups.iter().zip(&shares).map(|(group, share)| share * group.ld_factor).sum::<f64>() - 1.0;
    let used_ld = used * (1.0 + excess * covered);
    let reference = groups.iter().zip(&shares).map(|(group, share)| share * share / group.people).sum::<f64>();
    let from_shares = groups.iter().zip(&group_means).map(|(group, mean)| {
        let apart = (mean - used_mean) * group.share_error;
        apart * apart / used_ld
    });
    Ok(Some(Expected {
        used: Moments { mean: used_mean, variance: used_ld },
        all: Moments { mean: all_mean, variance: all * (1.0 + excess) },
        covered,
        r2_whole: (covered * (1.0 + excess) / (1.0 + excess * covered)).min(1.0),
        reference_error: [reference, 0.5 * reference],
        share_error: from_shares.sum(),
        largest_share: shares.iter().fold(0.0, |largest, share| largest.max(*share)),
    }))
}

/// The shares, made to sum to 1.
fn check(groups: &[GroupShare]) -> Result<Vec<f64>> {
    for group in groups {
        within(group.share, (0.0..=1.0).contains(&group.share), "A share of similarity", "from 0 to 1")?;
        within(group.share_error, group.share_error >= 0.0, "A standard error", "0 or above")?;
        within(group.ld_factor, group.ld_factor > 0.0, "An LD factor", "above 0")?;
        within(group.people, group.people >= 1.0, "The people of a group", "1 or more")?;
    }
    let sum: f64 = groups.iter().map(|group| group.share).sum();
    within(sum, (sum - 1.0).abs() <= SHARES_OFF, "The sum of the shares of similarity", "1")?;
    Ok(groups.iter().map(|group| group.share / sum).collect())
}
