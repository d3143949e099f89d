//! Makes people who do not exist: seeded genomes, and the scores and answer keys that go with them.

mod array_layout;
mod decimal;
mod sample_person;
mod sample_row;
mod sample_scores;
mod sample_shelf;
mod score_designs;

pub use sample_person::{SamplePerson, SampleSite};
pub use sample_row::{Fate, RowModel, SampleRow};
pub use sample_scores::{Answer, SampleScore};
pub use sample_shelf::{DEFAULT_SEED, SampleFile, sample_files};
