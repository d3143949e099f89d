//! Gives the spread of a part of a score's variants, and how it goes with the whole, where variants go together (LD).
//!
//! With sᵢ = βᵢ√(2pᵢ(1 − pᵢ)) the variance of a part U is Σ sᵢ² + Σ sᵢsⱼrᵢⱼ over its pairs, and its covariance with the whole
//! takes the pairs of U with all. Pairs whose correlation is known are counted as they are, so that it shows which variants are
//! missing: those beside others that are there, or whole stretches. The rest of the whole's measured variance, of pairs that are
//! not known, is shared out as if variants were missing at random: a share C of the variance has C² of the pairs within it.

use super::within;
use crate::error::Result;

/// Pairs that would leave a part less of its variants' own variance are wrong.
const LEFT_MIN: f64 = 0.1;
/// A part of all is the whole, but for the order that sums were added in.
const ROUNDING: f64 = 1e-9;

/// Pairs of variants that go together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Links<'a> {
    /// Places among the variants; each pair of two, once.
    pub pairs: &'a [[usize; 2]],
    /// Correlation of their dosages in each group. Shape: pairs × groups.
    pub correlations: &'a [f64],
}

/// A variant, as far as its spread goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term {
    /// sᵢ: the standard deviation of what it adds, with the sign of its weight.
    pub spread: f64,
    /// Whether it is in the part.
    pub is_used: bool,
}

/// Variances of a score of independent variants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Independent {
    /// Of the part.
    pub used: f64,
    /// Of all.
    pub all: f64,
}

/// Variances with LD.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    /// Of the part.
    pub used: f64,
    /// Of the whole.
    pub all: f64,
    /// Squared correlation of part and whole.
    pub r2: f64,
}

/// What the pairs add to variances, and to the covariance of part and whole.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    used: f64,
    all: f64,
    cross: f64,
}

impl Links<'_> {
    /// The spread of a part. `factor` is the whole's variance ÷ that of independent variants.
    ///
    /// Errors: `calibration-out-of-range` where a pair or a correlation cannot be.
    pub(super) fn spread(&self, terms: &[Term], of: Independent, factor: f64, shares: &[f64]) -> Result<Spread> {
        let all = of.all * factor;
        let covered = (of.used / of.all).min(1.0);
        let with = |pairs: Pairs| {
            let rest = all - of.all - pairs.all;
            let used = of.used + pairs.used + rest * covered * covered;
            let covariance = of.used + pairs.cross + rest * covered;
            Spread { used, all, r2: covariance * covariance / (used * all) }
        };
        // Correlations that were rounded, or measured in few, may leave a small part no variance: then pairs are as if unknown.
        let known = with(self.add_up(terms, shares)?);
        let is_sound = known.used > LEFT_MIN * of.used && known.r2 <= 1.0 + ROUNDING;
        let spread = if is_sound { known } else { with(Pairs::default()) };
        Ok(Spread { r2: spread.r2.min(1.0), ..spread })
    }

    fn add_up(&self, terms: &[Term], shares: &[f64]) -> Result<Pairs> {
        let mut sums = Pairs::default();
        let fits = self.pairs.len().checked_mul(shares.len()) == Some(self.correlations.len());
        within(0.0, fits, "The correlations of a pair", "as many as there are groups")?;
        for (pair, correlations) in self.pairs.iter().zip(self.correlations.chunks_exact(shares.len().max(1))) {
            let [Some(first), Some(second)] = pair.map(|place| terms.get(place)) else {
                within(f64::NAN, false, "The places of a pair", "variants of the score")?;
                continue;
            };
            let r: f64 = correlations.iter().zip(shares).map(|(r, share)| r * share).sum();
            let both = first.spread * second.spread * within(r, r.abs() <= 1.0, "A correlation", "from -1 to 1")?;
            sums.all += 2.0 * both;
            match (first.is_used, second.is_used) {
                (true, true) => {
                    sums.used += 2.0 * both;
                    sums.cross += 2.0 * both;
                }
                (false, false) => {}
                _ => sums.cross += both,
            }
        }
        Ok(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Variants of variance 1, with these in the part.
    fn terms(used: &[bool]) -> (Vec<Term>, Independent) {
        let terms = used.iter().map(|&is_used| Term { spread: 1.0, is_used }).collect();
        let count = used.iter().filter(|is_used| **is_used).count();
        (terms, Independent { used: count as f64, all: used.len() as f64 })
    }

    /// By hand, from the matrix of correlations: four variants, the first two going together by 0.8.
    #[test]
    fn a_part_is_as_the_matrix_says() {
        let links = Links { pairs: &[[0, 1]], correlations: &[0.8] };
        let whole = 4.0 + 2.0 * 0.8;
        // Part; its variance; its covariance with the whole.
        let rows: [(&[bool], f64, f64); 4] = [
            (&[true, true, false, false], 2.0 + 1.6, 2.0 + 1.6),
            (&[true, false, true, false], 2.0, 2.0 + 0.8),
            (&[false, false, true, true], 2.0, 2.0),
            (&[true, true, true, true], whole, whole),
        ];
        for (used, variance, covariance) in rows {
            let (terms, of) = terms(used);
            let found = links.spread(&terms, of, whole / 4.0, &[1.0]).expect("in range");
            let r2 = covariance * covariance / (variance * whole);
            assert!((found.used - variance).abs() < 1e-12 && (found.r2 - r2).abs() < 1e-12, "{used:?}: {found:?}");
            assert!((found.all - whole).abs() < 1e-12);
        }
    }

    /// Without known pairs a part of a share C has a variance of C(1 + ρC), and squared correlation C(1 + ρ) ÷ (1 + ρC).
    #[test]
    fn unknown_pairs_are_missing_at_random() {
        let (terms, of) = terms(&[true, false, false, false]);
        let found = Links::default().spread(&terms, of, 1.5, &[1.0]).expect("in range");
        assert!((found.used - (1.0 + 0.5 * 0.25)).abs() < 1e-12, "{found:?}");
        assert!((found.r2 - 0.25 * 1.5 / (1.0 + 0.5 * 0.25)).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn groups_are_mixed_by_their_shares() {
        let (terms, of) = terms(&[true, true]);
        let links = Links { pairs: &[[0, 1]], correlations: &[0.8, 0.2] };
        let found = links.spread(&terms, of, 1.5, &[0.5, 0.5]).expect("in range");
        assert!((found.used - 3.0).abs() < 1e-12 && (found.r2 - 1.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let (terms, of) = terms(&[true, true]);
        let code = |links: Links<'_>| links.spread(&terms, of, 1.0, &[1.0]).expect_err("refused").code();
        for links in [
            Links { pairs: &[[0, 2]], correlations: &[0.5] },
            Links { pairs: &[[0, 1]], correlations: &[] },
            Links { pairs: &[[0, 1]], correlations: &[1.5] },
            Links { pairs: &[[0, 1]], correlations: &[f64::NAN] },
        ] {
            assert_eq!(code(links), "calibration-out-of-range", "{links:?}");
        }
    }

    /// Pairs that would leave a part no variance are passed over.
    #[test]
    fn a_part_keeps_a_variance() {
        let (mut terms, of) = terms(&[true, true, false, false]);
        terms[1].spread = -1.0;
        let links = Links { pairs: &[[0, 1]], correlations: &[1.0] };
        let found = links.spread(&terms, of, 0.5, &[1.0]).expect("in range");
        // As if at random: 2 − 2 · ½², and (2 − 2 · ½)² ÷ (1.5 · 2).
        assert_eq!((found.used, found.r2), (1.5, 1.0 / 3.0));
    }
}
