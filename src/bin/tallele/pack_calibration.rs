//! `tallele pack --panel`: opens the panel, measures each score among its people, and says what was measured.

use crate::ancestry::{hashed_reference, open};
use crate::arguments::ReadingOptions;
use crate::file_source::open_file;
use crate::score::{finish, sample_names};
use clap::Args;
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tallele::bytes::SharedSource;
use tallele::bytes::digest::sha256_hex;
use tallele::calibration::tables::read_labels;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::finding::Finding;
use tallele::reference::{CalibrationAbout, ScoreCalibration, SourceFile};
use tallele::session::Session;
use tallele::session::compare::PlacedPanel;

/// The panel by whose people a score is calibrated.
#[derive(Args, Debug)]
pub struct PanelOptions {
    /// Genotypes of reference people, by which each pack can say where somebody stands: .bed or .pgen (with what lies beside
    /// it), VCF, BCF or BGEN; several where each holds some chromosomes of the same people, or other people
    #[arg(long, num_args = 1.., value_name = "FILE", requires = "labels")]
    panel: Vec<PathBuf>,
    /// The reference people's groups: a table with IID and group. Groups are called as in the ancestry panel; people
    /// without a label do not count
    #[arg(long, value_name = "FILE", requires = "panel")]
    labels: Option<PathBuf>,
    /// The ancestry panel along whose components the score is laid; the one that is built in where none is named
    #[arg(long, value_name = "PACK", requires = "panel")]
    reference: Option<PathBuf>,
    /// Build of the panel's files, if you know it: 36, 37 or 38
    #[arg(long, value_name = "BUILD", requires = "panel")]
    build: Option<String>,
    /// Only these samples of the panel: a file with one id a line
    #[arg(long, value_name = "FILE", requires = "panel")]
    samples: Option<PathBuf>,
    /// Whose genotypes these are, for the pack's provenance
    #[arg(long, value_name = "TEXT", default_value = "not stated", requires = "panel")]
    origin: String,
    /// Under what terms, for the pack's provenance
    #[arg(long, value_name = "TEXT", default_value = "not stated", requires = "panel")]
    licence: String,
}

/// A panel that is open.
pub struct OpenPanel {
    session: Session,
    labels: HashMap<String, String>,
    placed: PlacedPanel,
    about: CalibrationAbout,
    next_score: usize,
}

#[derive(Serialize)]
struct Done<'a> {
    score: &'a str,
    rows: usize,
    rows_with_frequencies: usize,
    held: f64,
    groups: Vec<Group<'a>>,
    fitted_people: Option<u64>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Group<'a> {
    group: &'a str,
    people: u64,
    mean: f64,
    variance: f64,
    ld_factor: f64,
}

impl PanelOptions {
    /// Opens the panel, where one is named.
    pub fn open(&self) -> Result<Option<OpenPanel>> {
        let Some(labels) = &self.labels else { return Ok(None) };
        let paths: Vec<PathBuf> = self.panel.iter().flat_map(|path| with_set(path)).collect();
        let (build, samples) = (self.build.clone(), self.samples.clone());
        let options = ReadingOptions { build, samples, ..ReadingOptions::default() };
        let mut command = "tallele pack".to_owned();
        let mut sources = Vec::new();
        let mut list = |option: &str, what: &str, paths: &[PathBuf]| -> Result<()> {
            command.push_str(&format!(" {option}"));
            for path in paths {
                let source = open_file(path, Role::Reference)?;
                command.push_str(&format!(" {}", source.name()));
                let (name, what) = (source.name().to_owned(), what.to_owned());
                sources.push(SourceFile { name, what, sha256: sha256_hex(source)? });
            }
            Ok(())
        };
        list("--panel", "genotypes", &paths)?;
        list("--labels", "groups of people", std::slice::from_ref(labels))?;
        if let Some(path) = &self.samples {
            sample_names(path)?;
            list("--samples", "people that count", std::slice::from_ref(path))?;
        }
        if let Some(path) = &self.reference {
            list("--reference", "ancestry panel", std::slice::from_ref(path))?;
        }
        if let Some(build) = &self.build {
            command.push_str(&format!(" --build {build}"));
        }
        let labels_source = open_file(labels, Role::Options)?;
        let read =
            |source: &SharedSource| read_labels(source).map_err(|error| error.in_input(Role::Options, source.name()));
        let session = open(&paths, &options)?;
        Ok(Some(OpenPanel {
            placed: session.place_panel(&hashed_reference(self.reference.as_deref())?)?,
            session,
            labels: read(&labels_source)?,
            about: CalibrationAbout {
                tallele: env!("CARGO_PKG_VERSION").to_owned(),
                command,
                origin: self.origin.clone(),
                licence: self.licence.clone(),
                sources,
            },
            next_score: 0,
        }))
    }
}

impl OpenPanel {
    /// Adds a scoring file, whose scores [`Self::calibrate`] then takes one by one.
    pub fn add(&mut self, source: SharedSource) -> Result<()> {
        self.session.begin_add_score(source)?;
        finish(&mut self.session)
    }

    /// Measures the next score and prints what was found.
    #[expect(clippy::print_stdout, reason = "the command line prints")]
    pub fn calibrate(&mut self, id: &str, rows: usize) -> Result<ScoreCalibration> {
        let score = self.next_score;
        self.next_score += 1;
        let (calibration, findings) = self.session.calibrate(score, &self.labels, &self.placed, self.about.clone())?;
        let groups = calibration.groups.iter().map(|of| Group {
            group: &of.group,
            people: of.people,
            mean: of.mean,
            variance: of.variance,
            ld_factor: of.ld_factor,
        });
        let done = Done {
            score: id,
            rows,
            rows_with_frequencies: (0..rows).filter(|row| calibration.of_row(*row, rows).is_some()).count(),
            held: calibration.held,
            groups: groups.collect(),
            fitted_people: calibration.fit.as_ref().map(|fit| fit.people),
            findings,
        };
        let json = serde_json::to_string_pretty(&done)
            .map_err(|error| Error::new(ErrorKind::Internal { what: "a summary can be written" }).with_source(error))?;
        println!("{json}");
        Ok(calibration)
    }
}

/// A file of genotypes and those of its set that lie beside it under the same name.
pub fn with_set(path: &Path) -> Vec<PathBuf> {
    let beside: &[&str] = match path.extension().and_then(|ending| ending.to_str()) {
        Some("bed") => &["bim", "fam"],
        Some("pgen") => &["pvar", "pvar.zst", "psam"],
        _ => &[],
    };
    let beside = beside.iter().map(|ending| path.with_extension(ending)).filter(|path| path.is_file());
    std::iter::once(path.to_path_buf()).chain(beside).collect()
}
