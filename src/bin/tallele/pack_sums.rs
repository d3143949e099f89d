//! `tallele pack --sums`: calibrates scores by sums and principal components that others published of reference people.

use crate::file_source::open_file;
use clap::Args;
use std::path::PathBuf;
use tallele::bytes::SharedSource;
use tallele::bytes::digest::sha256_hex;
use tallele::calibration::tables::{Components, SumRow, read_components, read_sums};
use tallele::error::{Result, Role};
use tallele::finding::Finding;
use tallele::reference::{CalibrationAbout, PublishedSums, ScoreCalibration, SourceFile};
use tallele::session::published_sums::{PublishedTables, calibrate_by_sums};
use tallele::session::score_calibration::{COMPONENTS, Reference};

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
    /// The files, for the pack's provenance.
    pub sources: Vec<SourceFile>,
    /// What of the command is said here.
    pub command: String,
}

impl SumsOptions {
    /// Reads the tables, where they are named.
    pub fn open(&self) -> Result<Option<OpenSums>> {
        let (Some(sums), Some(components)) = (&self.sums, &self.reference_pcs) else { return Ok(None) };
        let (mut sources, mut command) = (Vec::new(), String::new());
        let mut open = |path: &PathBuf, option: &str, what: &str| -> Result<SharedSource> {
            let source = open_file(path, Role::Reference)?;
            command.push_str(&format!(" {option} {}", source.name()));
            let (name, what) = (source.name().to_owned(), what.to_owned());
            sources.push(SourceFile { name, what, sha256: sha256_hex(source.clone())? });
            Ok(source)
        };
        let sums = open(sums, "--sums", "sums of people")?;
        let components = open(components, "--reference-pcs", "components of people")?;
        if self.reference_set != "reference" {
            command.push_str(&format!(" --reference-set {}", self.reference_set));
        }
        if self.sums_without_palindromes {
            command.push_str(" --sums-without-palindromes");
        }
        let named = |source: &SharedSource| source.name().to_owned();
        Ok(Some(OpenSums {
            sums: read_sums(&sums).map_err(|error| error.in_input(Role::Reference, &named(&sums)))?,
            components: read_components(&components, COMPONENTS)
                .map_err(|error| error.in_input(Role::Reference, &named(&components)))?,
            reference_set: self.reference_set.clone(),
            published: PublishedSums { palindromes: !self.sums_without_palindromes },
            sources,
            command,
        }))
    }
}

impl OpenSums {
    /// Measures one score.
    pub fn calibrate(
        &self,
        score: &str,
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
        calibrate_by_sums(&tables, reference, score, about)
    }
}
