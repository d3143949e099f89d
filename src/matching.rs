//! Finds for every row of a score what the person carries, and which rule that rests on.

pub mod classify;
pub mod join;
pub mod outcome;
pub mod positions;
pub mod rules;

pub use join::match_rows;
pub use outcome::{Excluded, Joined, MatchKind, Outcome, RowMatch, Unmatched};
pub use positions::{Positions, choose_positions};
pub use rules::{Duplicates, MultiAllelic, Palindromes, RuleSet, Rules};
