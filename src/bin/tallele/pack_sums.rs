//! `tallele pack --sums`: calibrates scores by sums and principal components that others published of reference people.

use crate::file_source::open_file;
use crate::pack_calibration::list;
use clap::Args;
use std::path::PathBuf;
use tallele::calibration::tables::{Components, SumRow, read_components, read_sums};
use tallele::error::{Result, Role};
use tallele::finding::Finding;
use tallele::reference::{CalibrationAbout, PublishedSums, ScoreCalibration};
use tallele::session::published_sums::{PublishedTables, calibrate_by_sums};
use tallele::session::score_calibration::{COMPONENTS, Reference};
use tallele::weights::ScoreTable;

/// Published sums by which a score is calibrated.
#[derive(Args, Debug, Default)]
pub struct SumsOptions {
    /// Sums of reference people whose genotypes are not at hand, as pgsc_calc writes them: a table with sampleset, IID, PGS and
    /// SUM. Only files that hold every variant of the sums are then compared
    #[arg(long, value_name = "FILE", group = "reference_people", requires_all = ["reference_pcs", "labels"])]
    sums: Option<PathBuf>,
    /// Where those people lie along the ancestry panel's components, as `tallele ancestry` tells: a table with IID, PC1 … PC4
    #[arg(long, value_name = "FILE", requires = "sums")]
    reference_pcs: Option<PathBuf>,
    /// The reference's sampleset in the sums
    #[arg(long, value_name = "NAME", default_value = "reference", requires = "sums")]
    reference_set: String,
    /// The sums leave out palindromic variants (A/T, C/G), as pgsc_calc's do unless asked otherwise
    #[arg(long, requires = "sums")]
    sums_without_palindromes: bool,
}

/// Published tables that are read.
pub struct OpenSums {
    sums: Vec<SumRow>,
    components: Components,
    reference_set: String,
    published: PublishedSums,
}

impl SumsOptions {
    /// Reads the tables, where they are named, and adds them to the provenance.
    pub fn open(&self, about: &mut CalibrationAbout) -> Result<Option<OpenSums>> {
        let (Some(sums), Some(components)) = (&self.sums, &self.reference_pcs) else { return Ok(None) };
        list(about, "--sums", "sums of people", std::slice::from_ref(sums))?;
        list(about, "--reference-pcs", "components of people", std::slice::from_ref(components))?;
        if self.reference_set != "reference" {
            about.command.push_str(&format!(" --reference-set {}", self.reference_set));
        }
        if self.sums_without_palindromes {
            about.command.push_str(" --sums-without-palindromes");
        }
        let (sums, components) = (open_file(sums, Role::Reference)?, open_file(components, Role::Reference)?);
        Ok(Some(OpenSums {
            sums: read_sums(&sums).map_err(|error| error.in_input(Role::Reference, sums.name()))?,
            components: read_components(&components, COMPONENTS)
                .map_err(|error| error.in_input(Role::Reference, components.name()))?,
            reference_set: self.reference_set.clone(),
            published: PublishedSums { palindromes: !self.sums_without_palindromes },
        }))
    }
}

impl OpenSums {
    /// Measures one score.
    pub fn calibrate(
        &self,
        table: &ScoreTable,
        labels: &std::collections::HashMap<String, String>,
        reference: &Reference,
        about: CalibrationAbout,
    ) -> Result<(ScoreCalibration, Vec<Finding>)> {
        let tables = PublishedTables {
            sums: &self.sums,
            reference_set: &self.reference_set,
            components: &self.components,
            labels,
            published: self.published,
        };
        calibrate_by_sums(&tables, reference, table, about)
    }
}
