//! Sums what was matched, fills what can be filled, and says how much of the score that covers.

pub mod cohort;
pub mod tally;

pub use cohort::{Absent, CohortCounts, CohortScore, CohortScorer};
pub use tally::{Adding, Bearer, ChromosomeTally, Tally, tally_refused, tally_score};
