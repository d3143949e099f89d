//! Makes people who do not exist: seeded genomes, and the scores, reference people and answer keys that go with them.

mod array_layout;
mod backgrounds;
mod cohort;
mod cohort_design;
mod decimal;
mod figured_scores;
mod founders;
mod made_up_score;
mod meiosis;
mod mosaic;
mod reference_set;
mod sample_family;
mod sample_person;
mod sample_row;
mod sample_scores;
mod sample_shelf;
mod score_designs;
mod trained_trait;
mod training_set;
mod trait_design;

pub use backgrounds::Backgrounds;
pub use cohort::{Cohort, CohortPerson, CohortVariant, NO_CALL};
pub use cohort_design::CohortDesign;
pub use made_up_score::{Design, TwoBases, made_up_score};
pub use meiosis::Gamete;
pub use reference_set::{BED_START, ReferenceSet, reference_set};
pub use sample_person::{SamplePerson, SampleSite};
pub use sample_row::{Fate, RowModel, SampleRow};
pub use sample_scores::{Answer, SampleScore};
pub use sample_shelf::{DEFAULT_SEED, SampleFile, sample_files};
pub use trained_trait::{DISEASE as TRAINED_DISEASE, QUANTITY as TRAINED_QUANTITY, TrainedTrait};
pub use trait_design::{CausalVariant, EffectShape, TraitDesign, TraitDraw, TraitValues};
