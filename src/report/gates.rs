//! Puts into words why a percentile, a risk or a colour is withheld, and what would help.

use crate::calibration::withheld::Withheld;
use serde::Serialize;

/// Why a number is withheld, as reports carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WithheldText {
    /// The stable code.
    pub code: &'static str,
    /// Why, in a sentence or two.
    pub why: String,
    /// What would help.
    pub help: &'static str,
}

impl From<Withheld> for WithheldText {
    fn from(withheld: Withheld) -> Self {
        let (why, help) = sentences(withheld);
        Self { code: withheld.code(), why, help }
    }
}

/// Per cent in whole numbers, never up to what it is compared with.
fn per_cent(share: f64) -> u32 {
    (100.0 * share).clamp(0.0, 100.0).floor() as u32
}

fn sentences(withheld: Withheld) -> (String, &'static str) {
    match withheld {
        Withheld::NoBasis => (
            "For this score there are no figures of other people to compare you with.".to_owned(),
            "A reference pack with this score's frequencies would help.",
        ),
        Withheld::LowCoverage { covered, needed } => (
            format!(
                "Your file holds {} % of what makes this score differ between people. Below {} % a comparison would mislead.",
                per_cent(covered),
                per_cent(needed)
            ),
            "A whole-genome file, or an imputed one, of the same person would help.",
        ),
        Withheld::OutsideReference => (
            "Your genetic background is not close to any group of the reference, so there is nobody to compare you with."
                .to_owned(),
            "A reference that includes people of your background would help.",
        ),
        Withheld::BackgroundUnknown => (
            "Your file has too few of the sites that tell whom you are genetically similar to.".to_owned(),
            "A file with more sites, as a full array or a whole genome has them, would help.",
        ),
        Withheld::NoVariance => (
            "People of your background all have the same score, so there is no order to stand in.".to_owned(),
            "Another score for the same trait would help.",
        ),
        Withheld::NotANumber => (
            "The figures that this comparison needs are damaged or do not fit each other.".to_owned(),
            "Get the reference pack and the score's pack anew.",
        ),
        Withheld::NoPercentile => (
            "A risk rests on the comparison with other people, which is withheld here.".to_owned(),
            "What helps the comparison helps the risk.",
        ),
        Withheld::AccuracyUnknown => (
            "Nobody has measured how well this score works in people of your background.".to_owned(),
            "A score that was tested in people of your background would help.",
        ),
        Withheld::AccuracyTooLow { r2 } => (
            format!(
                "In people of your background, and with what your file holds, this score explains about {:.1} % of the differences in risk. That is too little to name a risk.",
                100.0 * r2
            ),
            "A score that was made for people of your background would help.",
        ),
        Withheld::NoValidation => (
            "For this score there is no published test from which a risk could be worked out.".to_owned(),
            "A score with a published test and rates by age would help.",
        ),
        Withheld::NoBaseline => (
            "This score's test says how well it tells people with the disease from others, and not how common the disease is. Without that no risk can be worked out."
                .to_owned(),
            "A pack of this score with the disease's rates by age, or its lifetime prevalence, would help.",
        ),
        Withheld::NotADisease => (
            "This score is for something that one has more or less of, and its test says how much of the differences it explains. A risk is told of diseases alone."
                .to_owned(),
            "A score for a disease would help, if it has a published test and rates by age.",
        ),
        Withheld::OtherSex => (
            "The rates of this disease are for the other sex, or your sex is not known.".to_owned(),
            "State the sex if the file does not tell it. Some diseases have rates for one sex only.",
        ),
        Withheld::KeySiteMissing => (
            "Your file has no readable call at rs12913832, the site that decides most of eye colour.".to_owned(),
            "A file from another company, or a whole genome, may have it.",
        ),
        Withheld::AgesNotCovered => (
            "The rates of this disease do not cover the ages asked for.".to_owned(),
            "Ask for other ages.",
        ),
        Withheld::NoHeritability => (
            "How much of this disease runs in families was not published with this score, so what you said of a relative is not in the risk."
                .to_owned(),
            "A score's pack with a published heritability would help.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_why_and_what_helps() {
        let reasons = [
            Withheld::NoBasis,
            Withheld::LowCoverage { covered: 0.69999, needed: 0.7 },
            Withheld::OutsideReference,
            Withheld::BackgroundUnknown,
            Withheld::NoVariance,
            Withheld::NotANumber,
            Withheld::NoPercentile,
            Withheld::AccuracyUnknown,
            Withheld::AccuracyTooLow { r2: 0.004 },
            Withheld::NoValidation,
            Withheld::NoHeritability,
            Withheld::OtherSex,
            Withheld::AgesNotCovered,
            Withheld::KeySiteMissing,
            Withheld::NotADisease,
            Withheld::NoBaseline,
        ];
        let mut codes = std::collections::BTreeSet::new();
        for reason in reasons {
            let text = WithheldText::from(reason);
            assert!(text.why.ends_with('.') && text.help.ends_with('.'), "{text:?}");
            assert!(codes.insert(text.code), "{} twice", text.code);
        }
        let text = WithheldText::from(reasons[1]);
        assert!(text.why.starts_with("Your file holds 69 %") && text.why.contains("Below 70 %"), "{}", text.why);
        assert!(WithheldText::from(reasons[8]).why.contains("0.4 %"));
    }
}
