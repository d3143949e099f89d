//! Finds for every row of a score what the person carries, and which rule that rests on.

pub mod classify;
pub mod join;
pub mod merge_records;
pub mod outcome;
pub mod positions;
pub mod read_record;
pub mod row_index;
pub mod rules;

pub use join::match_rows;
pub use merge_records::merge_records;
pub use outcome::{Excluded, Joined, MatchKind, Outcome, RowMatch, Unmatched};
pub use positions::{Choice, Positions, choose_for_records, choose_positions};
pub use read_record::{RowReading, RowText, read_record};
pub use row_index::{RowIndex, RowOf};
pub use rules::{Duplicates, MultiAllelic, Palindromes, RuleSet, Rules};
