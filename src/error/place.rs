//! Says where in which input something was found.

use serde::Serialize;

/// What an input file is to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A person's genotype file.
    Genotypes,
    /// A scoring file.
    Scores,
    /// A chain file, which carries positions from one build to another.
    Chain,
    /// A reference pack, or a file that one is made from.
    Reference,
    /// The options of the run.
    Options,
    /// What part of the files add to their scores.
    Partials,
}

/// A place in an input. Bytes count from 0 in the file as stored, lines from 1 in its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// What the input is to the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The file's name, and the member's behind a colon when it is in a zip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Offset in bytes, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
    /// Line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column or header key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}
