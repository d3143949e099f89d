//! Puts a score into relation: to people of similar genetic background, and to a risk where a cited baseline is there.
//!
//! Every number a person is shown from here comes with an interval and the basis it rests on, or with the reason why it is
//! withheld; the types allow nothing else ([`Stated`]).

pub mod absolute_risk;
pub mod adjust;
pub mod admixture;
pub mod ancestry;
pub mod conversions;
pub mod expected;
pub mod eye_colour;
pub mod family_history;
mod joint_fit;
pub mod liability;
pub mod linked;
pub mod moments;
pub mod normalise;
pub mod percentile;
pub mod projection;
pub mod relative;
pub mod similarity;
pub mod stated;
pub mod survival;
pub mod tables;
pub mod uncertainty;
pub mod validation;
pub mod whole;
pub mod withheld;

pub use admixture::{Admixture, admix};
pub use ancestry::{Ancestry, Place, Surroundings};
pub use liability::Liability;
pub use moments::Moments;
pub use normalise::Adjustment;
pub use projection::{Projection, project};
pub use relative::Relative;
pub use stated::Stated;
pub use withheld::Withheld;

use crate::error::{CalibrationKind, Result};

/// One person's genotypes at a panel's sites: place of the site in the panel, and copies of its ALT from 0 to 2; ascending,
/// each site once. Sites without a call are left out.
pub type Observed<'a> = &'a [(usize, f64)];

/// The number, where it lies strictly between 0 and 1.
fn open_unit(value: f64, what: &'static str) -> Result<f64> {
    within(value, value > 0.0 && value < 1.0, what, "between 0 and 1, both left out")
}

/// The number, where the condition holds and it is finite.
fn within(value: f64, holds: bool, what: &'static str, allowed: &'static str) -> Result<f64> {
    if holds && value.is_finite() { Ok(value) } else { Err(CalibrationKind::OutOfRange { what, allowed }.into()) }
}
