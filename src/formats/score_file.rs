//! Reads scoring files: PGS Catalog text, tables with named columns, PLINK `--score` files.
//!
//! Lines come in, [`ScoreTable`]s come out; where the lines come from is the caller's affair. Every row of the file is a
//! row of the table: one that cannot be scored from a genotype file says why
//! ([`Unsupported`](crate::weights::Unsupported)), and only text that cannot be read stops the reader.

mod about_weights;
mod allele;
mod bare_layout;
mod boosted;
mod columns;
mod header_key;
mod layout;
mod lint;
mod looks;
mod notes;
pub(super) mod number;
mod opening;
mod plain_row;
mod reader;
mod row;
mod site_name;
mod split;
#[cfg(test)]
mod tests;
mod tool;
#[cfg(test)]
mod tool_tests;

pub use lint::{KnownPlace, Linter};
pub use looks::looks_like_scores;
pub use reader::ScoreFileReader;

use crate::finding::Finding;
use crate::reference::{PublishedValidation, ScoreCalibration};
use crate::weights::ScoreTable;

/// One score as read from a file; a file with several weight columns gives several.
#[derive(Debug)]
pub struct ScoreFile {
    /// Header and rows.
    pub table: ScoreTable,
    /// `pgs-catalog`, `plink-score`, the code of the program that wrote it (`ldpred2`, `prs-cs`, …), or `columns`.
    pub format: &'static str,
    /// What the person must know about the file.
    pub findings: Vec<Finding>,
    /// What the score looks like among reference people, where a pack says so.
    pub calibration: Option<ScoreCalibration>,
    /// What was published of its accuracy, which packs may bring.
    pub validation: Option<PublishedValidation>,
}

/// Rows of one file, counted once for each weight column: 2 GiB of columns, and three times the longest published score.
pub const MAX_ROWS: u64 = 40_000_000;

/// Columns of weights in one file, each a score: about twice the scores in the PGS Catalog.
pub const MAX_SCORES: usize = 10_000;

/// Bytes of header keys and values that the scores of one file may take together, as each has its own.
const MAX_HEADERS_BYTES: usize = 64 << 20;

/// Bytes of header keys and values that are kept; the longest in the PGS Catalog are under 10 kB.
pub const MAX_HEADER_BYTES: usize = 1 << 20;
