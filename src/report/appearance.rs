//! Gives the prediction of eye colour the form that reports carry: each probability with its range and basis, or why there is none.

use super::gates::WithheldText;
use crate::calibration::Withheld;
use crate::calibration::eye_colour::{CALLED_MIN, CITATION, Colour, EyeColour, Range, SITES, TRAINED_IN};
use serde::Serialize;

/// What a person's entry of the report says of appearance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Appearance {
    /// The colour of the eyes.
    pub eye_colour: EyeColourTold,
}

/// A probability from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Probability {
    /// Mean over both sets of coefficients, and over what sites without a call may be.
    pub value: f64,
    /// The least that any of them gives.
    pub low: f64,
    /// The most.
    pub high: f64,
}

/// `eye_colour` of a person in the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum EyeColourTold {
    /// A prediction.
    Told {
        /// `blue`, `intermediate` or `brown` where the whole range of its probability reaches `called_min`; else `undefined`.
        call: &'static str,
        /// Probability of blue.
        blue: Probability,
        /// Of neither: green, hazel, mixed.
        intermediate: Probability,
        /// Of brown.
        brown: Probability,
        /// Probability below which no colour is named.
        called_min: f64,
        /// `irisplex`: six sites, two published copies of the coefficients, whose range is told.
        basis: &'static str,
        /// Where the model was published.
        citation: &'static str,
        /// Whose eyes it was fitted to. It is less sure in other people.
        trained_in: &'static str,
        /// Sites that count, of six.
        sites: usize,
        /// The others: without a call, or with one whose strand is not known.
        missing: Vec<&'static str>,
    },
    /// None, and why.
    Withheld {
        /// Why, and what would help.
        withheld: WithheldText,
    },
}

impl From<Range> for Probability {
    fn from(range: Range) -> Self {
        Self { value: range.value(), low: range.low(), high: range.high() }
    }
}

impl From<Result<EyeColour, Withheld>> for Appearance {
    fn from(found: Result<EyeColour, Withheld>) -> Self {
        let eye_colour = match found {
            Ok(found) => EyeColourTold::Told {
                call: match found.call() {
                    Some(Colour::Blue) => "blue",
                    Some(Colour::Intermediate) => "intermediate",
                    Some(Colour::Brown) => "brown",
                    None => "undefined",
                },
                blue: found.probability(Colour::Blue).into(),
                intermediate: found.probability(Colour::Intermediate).into(),
                brown: found.probability(Colour::Brown).into(),
                called_min: CALLED_MIN,
                basis: "irisplex",
                citation: CITATION,
                trained_in: TRAINED_IN,
                sites: SITES.len() - found.missing().len(),
                missing: found.missing().to_vec(),
            },
            Err(withheld) => EyeColourTold::Withheld { withheld: withheld.into() },
        };
        Self { eye_colour }
    }
}
