//! Holds what a pack says of itself, beside its columns.

use crate::finding::FindingSaved;
use crate::weights::Header;
use serde::{Deserialize, Serialize};

/// What a pack says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// The program version that made it.
    pub tallele: String,
    /// The scoring file that it was made of.
    pub made_of: MadeOf,
    /// Rows.
    pub rows: u64,
    /// The scoring file's header.
    pub header: Header,
    /// What its reader found.
    pub findings: Vec<FindingSaved>,
    /// Alleles of more than one base.
    pub alleles: Vec<String>,
    /// Columns of frequencies in populations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub populations: Vec<String>,
}

/// A scoring file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeOf {
    /// File name.
    pub name: String,
    /// Length of the stored file.
    pub bytes: u64,
    /// Its hash.
    pub sha256: String,
    /// Its format, by its stable code.
    pub format: String,
}
