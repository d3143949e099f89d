//! The header of a reference pack, as its JSON has it.

use crate::reference::{About, Population};
use serde::{Deserialize, Serialize};

/// What stands before the columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Where the panel comes from.
    pub about: About,
    /// How many sites.
    pub sites: usize,
    /// How many reference people.
    pub people: usize,
    /// The groups' codes.
    pub groups: Vec<String>,
    /// The populations.
    pub populations: Vec<Population>,
    /// One for each component, in units of 2⁻¹⁰.
    pub singular_values: Vec<u64>,
    /// One for each component: loadings are in units of 2 to this power.
    pub loading_steps: Vec<i32>,
    /// The same of coordinates.
    pub coordinate_steps: Vec<i32>,
}

/// The unit of [`Header::singular_values`].
pub const SINGULAR_STEP: f64 = 1.0 / 1024.0;
