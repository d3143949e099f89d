//! Reads every format into the shapes that all rooms share: markers of a person, rows of a score.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::cast_possible_truncation
    )
)]

pub mod bcf;
pub mod bgen;
pub mod chain;
pub mod detect;
mod dosage;
pub mod dtc;
pub mod genetic_map;
pub mod index;
pub mod pack;
pub mod panel;
pub mod panel_sources;
pub mod plink1;
pub mod plink2;
pub mod records;
pub mod score_file;
pub mod vcf;
