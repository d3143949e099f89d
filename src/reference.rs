//! Holds what is known of reference people: where they stand, how often they carry each allele, and where that comes from.

pub mod build;
pub mod genetic_map;
pub mod linkage;
pub mod panel;
pub mod score_calibration;
pub mod validation;

pub use build::{ListedPerson, ListedSite, Parts, build_panel};
pub use genetic_map::{GeneticMap, Knot};
pub use linkage::Linkage;
pub use panel::{About, Panel, PanelSite, Population, SourceFile};
pub use score_calibration::{
    CalibratedGroup, CalibrationAbout, ComponentsFit, PublishedSums, ScoreCalibration, StoredFrequency,
};
pub use validation::{CanRisk, GroupAccuracy, Measured, MeasuredEffect, PublishedValidation, RatesByAge, TestedAuc};
