//! Says where a person's score stands among people of similar genetic background, with an interval, or why it does not say so.
//!
//! The percentile is that of the variants used, among people of the same expected frequencies at just these variants: uniform
//! among such people, whatever a chip lacks. The interval is about the percentile of the whole score. Given the part's z, the
//! whole score's is normal with mean r·z and variance 1 − r², r being the correlation of part and whole; the errors of the
//! reference and of the shares of similarity are added, and as the spread is one that so many people gave, the ends are those of
//! Student's t. What no reading of the file can mend, that weights are estimates, is in
//! the wider interval of the genetic value.

use super::expected::{Expected, GroupShare, GroupVariant, ONE_GROUP, expect};
use super::linked::Links;
use super::normalise::Adjustment;
use super::stated::Stated;
use super::uncertainty::{Interval, estimated_z_interval, percentile_interval};
use super::withheld::Withheld;
use crate::stats::normal::cumulative;

/// How often an interval is to hold what it is about.
pub const LEVEL: f64 = 0.9;

/// Share of a score's variance below which no percentile is told.
pub const COVERED_MIN: f64 = 0.7;

/// Where shares mix, correlations between variants of different ancestry are not known; the interval is that much wider.
const MIXED_WIDER: f64 = 1.1;

/// Standard errors by which the largest share must be lower: once in 20 times it is by chance.
const MIXED_ERRORS: f64 = 1.645;

/// What a percentile rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// How mean and spread were found.
    pub method: Method,
    /// The group that the person is most like.
    pub group: String,
    /// That group's share of the similarity.
    pub share: f64,
    /// Share of the score's variance that the file holds.
    pub covered: f64,
    /// Correlation of what the file holds with the whole score.
    pub correlation: f64,
}

/// How the mean and spread of people of this background were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// From the groups' frequencies at the variants used, weighted by similarity.
    Frequencies,
    /// Z_norm2: fitted along the principal components of a reference, and moved to the variants used.
    Components,
}

/// A percentile from 0 to 100, and what else is known with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The percentile.
    pub percentile: Stated<Basis>,
    /// Standardised score of the variants used.
    z: f64,
    /// Where the whole score's z lies.
    z_interval: Interval,
    /// Percentiles between which the true genetic value lies, where heritability and accuracy are known.
    pub genetic: Option<Interval>,
}

impl Standing {
    /// A percentile, of which the z score and its interval are known.
    pub(super) fn new(z: f64, z_interval: Interval, genetic: Option<Interval>, basis: Basis) -> Result<Self, Withheld> {
        let percentile = Stated::new(100.0 * cumulative(z), z_interval.in_percentiles(), LEVEL, (0.0, 100.0), basis);
        Ok(Self { percentile: percentile.ok_or(Withheld::NotANumber)?, z, z_interval, genetic })
    }

    /// Standardised score of the variants used.
    pub fn z(&self) -> f64 {
        self.z
    }

    /// Where the standardised whole score lies, at the percentile's level.
    pub fn z_interval(&self) -> Interval {
        self.z_interval
    }
}

/// Who a person is like.
#[derive(Clone, Copy, Debug)]
pub enum Background<'a> {
    /// Like these groups, in these shares.
    Known(&'a [GroupShare]),
    /// Too far from every group.
    Outside,
    /// Too few sites to tell.
    Unknown,
}

/// How much of the trait's variance the whole score and all genes explain, among people like this one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// R² of the whole score.
    pub r2: f64,
    /// Heritability.
    pub h2: f64,
}

/// The coefficients of a reference, and the person's place there.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// Fitted to the whole score.
    pub adjustment: &'a Adjustment,
    /// The person's principal components.
    pub components: &'a [f64],
}

/// What is known of one person and one score.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Sum over the variants used.
    pub sum: f64,
    /// All variants of the score that have frequencies. Where there are none, there is no basis.
    pub variants: &'a [GroupVariant<'a>],
    /// Those of them that go together, by their places in the list.
    pub links: Links<'a>,
    /// Who the person is like.
    pub background: Background<'a>,
    /// Coefficients, where the reference has them for this score.
    pub placed: Option<Placed<'a>>,
    /// Accuracy, where it was measured.
    pub accuracy: Option<Accuracy>,
    /// Share of the score's variance that must be there; [`COVERED_MIN`] but for measuring what lies below.
    pub covered_min: f64,
}

/// The person's standing, or why it is withheld.
pub fn stand(question: &Question<'_>) -> Result<Standing, Withheld> {
    let groups = match question.background {
        Background::Known(groups) => groups,
        Background::Outside => return Err(Withheld::OutsideReference),
        Background::Unknown => return Err(Withheld::BackgroundUnknown),
    };
    if question.variants.is_empty() || groups.is_empty() {
        return Err(Withheld::NoBasis);
    }
    let expected =
        expect(question.variants.iter().copied(), question.links, groups).map_err(|_| Withheld::NotANumber)?;
    let expected = match expected {
        Some(expected) => expected,
        None if question.variants.iter().any(|variant| variant.is_used) => return Err(Withheld::NoVariance),
        None => return Err(Withheld::LowCoverage { covered: 0.0, needed: question.covered_min }),
    };
    // Written so that what is no number keeps the gate shut.
    let is_enough = expected.covered >= question.covered_min;
    if !is_enough {
        return Err(Withheld::LowCoverage { covered: expected.covered, needed: question.covered_min });
    }
    let (method, z) = standardise(question, &expected)?;
    let [constant, by_square] = expected.reference_error;
    let errors = constant + by_square * z * z + if method == Method::Frequencies { expected.share_error } else { 0.0 };
    let mut variance = (1.0 - expected.r2_whole).max(0.0) + expected.r2_whole * errors;
    // From few sites a share may be low by chance alone: who may be of one group is not taken for mixed.
    let [largest, error] = expected.largest_share;
    if largest + MIXED_ERRORS * error < ONE_GROUP {
        variance *= MIXED_WIDER * MIXED_WIDER;
    }
    let correlation = libm::sqrt(expected.r2_whole);
    let middle = correlation * z;
    let refused = |_| Withheld::NotANumber;
    let nearest = groups.iter().max_by(|a, b| a.share.total_cmp(&b.share)).ok_or(Withheld::NoBasis)?;
    let basis =
        Basis { method, group: nearest.group.clone(), share: nearest.share, covered: expected.covered, correlation };
    let z_interval = estimated_z_interval(middle, variance, expected.degrees, LEVEL).map_err(refused)?;
    let genetic = question.accuracy.and_then(|accuracy| genetic_interval(middle, variance, accuracy));
    Standing::new(z, z_interval, genetic, basis)
}

/// z of the variants used: by the reference's coefficients where they are there, by frequencies otherwise.
fn standardise(question: &Question<'_>, expected: &Expected) -> Result<(Method, f64), Withheld> {
    if let Some((mean, sd)) = question.placed.and_then(|placed| placed.adjustment.expected(placed.components)) {
        // The coefficients are the whole score's. Its mean along the components differs from that by shares of groups by what
        // all variants add; of that the part has its share, as far as is known, and so it has of the spread.
        let apart = mean - expected.all.mean;
        let part_mean = expected.used.mean + expected.covered * apart;
        let spread = sd * libm::sqrt(expected.used.variance / expected.all.variance);
        let z = (question.sum - part_mean) / spread;
        return if z.is_finite() { Ok((Method::Components, z)) } else { Err(Withheld::NotANumber) };
    }
    if !question.sum.is_finite() {
        return Err(Withheld::NotANumber);
    }
    expected.used.standardise(question.sum).map(|z| (Method::Frequencies, z)).ok_or(Withheld::NoVariance)
}

/// Where the genetic value lies: given the whole score's z it is normal with mean √(R²/h²)·z and variance 1 − R²/h².
pub(super) fn genetic_interval(middle: f64, variance: f64, accuracy: Accuracy) -> Option<Interval> {
    let share = accuracy.r2 / accuracy.h2;
    if !(share > 0.0 && share <= 1.0 && accuracy.h2 <= 1.0) {
        return None;
    }
    percentile_interval(libm::sqrt(share) * middle, 1.0 - share + share * variance, LEVEL).ok()
}
