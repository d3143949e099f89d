//! Says what was found: the report model, its JSON and CSV, and the audit of every row.

pub mod appearance;
pub mod audit;
pub mod csv;
pub mod gates;
pub mod model;
pub mod overview;
pub mod partial;
pub mod results_csv;
mod score_findings;
pub mod score_result;
pub mod standing;

pub use appearance::Appearance;
pub use model::{GenotypeFile, Input, Report, Sample, ScoreFileInfo};
pub use score_result::{ScoreResult, describe_score};

/// Version of the report's JSON. It grows when a field changes its meaning or goes away.
pub const SCHEMA: u32 = 1;
