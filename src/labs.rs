//! Works out what the labs show: how much data a predictor needs, how many variants it takes, what traits share.
//!
//! Every number is a closed form, or a simulation of a stated seed. Nothing here is about a person's own result.

pub mod data_curves;
pub mod data_needs;
pub mod edit_plan;
pub mod edits;
pub mod fine_mapping;
pub mod flip_curves;
pub mod flips;
pub mod overlap;
pub mod phase_curves;
pub mod phase_design;
pub mod phase_transition;
pub mod pleiotropy;
pub mod polygenicity;
pub mod predictors;
pub mod selection;
pub mod sharing;
pub mod state_evolution;
pub mod threshold;
