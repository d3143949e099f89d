//! Runs the whole: options as written → checked; files opened, scored and reported as a machine that is stepped, so that a
//! browser can show progress and stop, and the native command line drives the same code.

mod absent;
pub mod ancestry;
pub mod assess;
mod build_fit;
mod chains;
pub mod cohort;
mod cohort_opened;
mod cohort_run;
mod cohort_task;
mod cohort_witness;
mod common_sites;
pub mod compare;
pub mod comparison;
mod error_place;
mod eye_colour;
mod family_history;
pub mod genotype_task;
mod join_samples;
pub mod kinship;
pub mod large_file;
mod linkage;
mod merge_files;
mod merge_partials;
pub mod options;
mod partial;
pub mod person;
pub mod published_sums;
pub mod results;
pub mod run;
pub mod score_calibration;
mod score_run;
pub mod score_task;
mod scores;
mod seen;
mod set_stream;
pub mod sites;
mod sort_files;
mod stretches;

pub use chains::ChainFile;
pub use cohort::{Opening, group_by_samples};
pub use large_file::LargeFiles;
pub use merge_partials::merge_partials;
pub use options::{OptionsChecked, OptionsWritten};
pub use run::{Progress, Session};
pub use sort_files::{SortedFiles, sort_files};
