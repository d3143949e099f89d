//! Lists why a percentile, a risk or a colour is not told. The sentences stand in `report::gates`.

/// Why a percentile, a risk or a colour is withheld.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Withheld {
    /// Neither frequencies nor coefficients of this score are there.
    NoBasis,
    /// The file lacks too much of the score.
    LowCoverage {
        /// Share of the score's variance that was matched.
        covered: f64,
        /// Share that is needed.
        needed: f64,
    },
    /// The person is like none of the reference groups.
    OutsideReference,
    /// Too few sites to tell which reference groups the person is like.
    BackgroundUnknown,
    /// The score is the same for everybody of this background.
    NoVariance,
    /// A frequency, weight, share or sum is no number, or cannot be.
    NotANumber,
    /// The percentile that a risk would rest on is withheld.
    NoPercentile,
    /// The score's accuracy was never measured in people like this one.
    AccuracyUnknown,
    /// The score's accuracy in people like this one is too low.
    AccuracyTooLow {
        /// R² in people like this one, with what this file holds.
        r2: f64,
    },
    /// No validation with a citation belongs to this score.
    NoValidation,
    /// The score's test tells how well cases are told from others, and nothing how common the disease is.
    NoBaseline,
    /// The score is of a quantity, and a risk is of a disease.
    NotADisease,
    /// The disease's rates are of the other sex, or the person's sex is not known.
    OtherSex,
    /// The file lacks rs12913832, which decides most of eye colour.
    KeySiteMissing,
    /// The rates by age do not cover the ages asked for.
    AgesNotCovered,
    /// What is stated of a relative cannot be taken in: no heritability belongs to this score.
    NoHeritability,
}

impl Withheld {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoBasis => "no-basis",
            Self::LowCoverage { .. } => "low-coverage",
            Self::OutsideReference => "outside-reference",
            Self::BackgroundUnknown => "background-unknown",
            Self::NoVariance => "no-variance",
            Self::NotANumber => "not-a-number",
            Self::NoPercentile => "no-percentile",
            Self::AccuracyUnknown => "accuracy-unknown",
            Self::AccuracyTooLow { .. } => "accuracy-too-low",
            Self::NoValidation => "no-validation",
            Self::NoBaseline => "no-baseline",
            Self::NotADisease => "not-a-disease",
            Self::OtherSex => "other-sex",
            Self::KeySiteMissing => "key-site-missing",
            Self::AgesNotCovered => "ages-not-covered",
            Self::NoHeritability => "no-heritability",
        }
    }
}
