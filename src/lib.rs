//! Tallele scores a DNA file against polygenic predictors, in the browser and on the command line.
//!
//! This page is the architecture document; it is completed below as rooms are built.

pub mod bytes;
pub mod error;
pub mod finding;
pub mod formats;
pub mod genome;
pub mod matching;
pub mod report;
pub mod scoring;
pub mod session;
pub mod simulation;
pub mod stats;
pub mod variants;
pub mod weights;
