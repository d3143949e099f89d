//! Makes a person's genome of the markers a reader found: order, duplicates, build, sex and ploidy.

pub mod assemble;
pub mod at_sites;
pub mod build_check;
pub mod duplicates;
pub mod merge_people;
pub mod sex;

pub use assemble::{Assembled, Summary, assemble_genome};
