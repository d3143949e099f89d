//! Says what holds between relatives.

pub mod kinship;

pub use kinship::{Kin, PairCounts, Relation, compare};
