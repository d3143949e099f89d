//! Sums what was matched, fills what can be filled, and says how much of the score that covers.

pub mod adding;
pub mod cohort;
pub mod no_calls;
mod row_size;
pub mod tally;

pub(crate) use crate::stats::side_by_side::{each, threads};
pub use adding::{Adding, Bearer};
pub use cohort::{
    Absent, CohortCounts, CohortScore, CohortScorer, OfSample, RowDosages, RowState, RowWitness, SampleSums,
    ScoreState, is_compared,
};
pub use tally::{ChromosomeTally, Tally, tally_refused, tally_score};
