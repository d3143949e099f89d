//! Says what scoring a file of records takes for granted, and what it gives.

use super::row_witness::RowWitness;
use crate::matching::RowMatch;
use crate::scoring::tally::Tally;
use serde::Serialize;

/// What becomes of rows that a file has no record of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absent {
    /// They are missing.
    #[default]
    Missing,
    /// Everybody is taken to have two copies of REF there, as a file of a whole genome's variants alone means.
    HomRef,
}

/// What scoring a file showed of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CohortCounts {
    /// Records that rows were compared with.
    pub compared: u64,
    /// Calls of split or repeated records that contradict each other.
    pub conflicts: u64,
    /// Rows that met a second record at another place in the files, which came too late to count.
    pub repeated: u64,
    /// Calls of two different alleles where the sample has one copy.
    pub haploid_heterozygous: u64,
}

/// One score of every sample.
pub struct CohortScore {
    /// One for each sample.
    pub tallies: Vec<Tally>,
    /// What became of each row, where [`CohortScorer::trace`](super::CohortScorer::trace) asked for it.
    pub traced: Option<Vec<RowMatch>>,
    /// What was noted row by row, where [`CohortScorer::witness`](super::CohortScorer::witness) asked for it.
    pub witness: Option<RowWitness>,
    /// Rows that met a record with their alleles.
    pub agreeing: u64,
    /// Rows that met a record with other alleles: many are on another build.
    pub differing: u64,
}
