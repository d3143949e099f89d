//! `tallele pack --panel` and `--sums`: opens what is known of reference people, measures each score among them, and says what
//! was measured.

use crate::ancestry::{hashed_reference, open};
use crate::arguments::ReadingOptions;
use crate::file_source::open_file;
use crate::pack_sums::{OpenSums, SumsOptions};
use crate::printed::print_json;
use crate::score::{finish, sample_names};
use clap::Args;
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tallele::bytes::SharedSource;
use tallele::bytes::digest::sha256_hex;
use tallele::calibration::tables::read_labels;
use tallele::error::{Result, Role};
use tallele::finding::Finding;
use tallele::reference::{CalibrationAbout, ScoreCalibration, SourceFile};
use tallele::session::Session;
use tallele::session::compare::{PlacedPanel, Reference};
use tallele::weights::ScoreTable;

/// The panel by whose people a score is calibrated.
#[derive(Args, Debug)]
pub struct PanelOptions {
    /// Genotypes of reference people, by which each pack can say where somebody stands: .bed or .pgen (with what lies beside
    /// it), VCF, BCF or BGEN; several where each holds some chromosomes of the same people, or other people
    #[arg(long, num_args = 1.., value_name = "FILE", group = "reference_people", requires = "labels")]
    pub panel: Vec<PathBuf>,
    /// The reference people's groups: a table with IID and group. Groups are called as in the ancestry panel; people
    /// without a label do not count
    #[arg(long, value_name = "FILE", requires = "reference_people")]
    pub labels: Option<PathBuf>,
    /// The ancestry panel along whose components the score is laid; the one that is built in where none is named
    #[arg(long, value_name = "PACK", requires = "reference_people")]
    pub reference: Option<PathBuf>,
    /// Build of the panel's files, if you know it: 36, 37 or 38
    #[arg(long, value_name = "BUILD", requires = "panel")]
    pub build: Option<String>,
    /// Only these samples of the panel: a file with one id a line
    #[arg(long, value_name = "FILE", requires = "panel")]
    pub samples: Option<PathBuf>,
    /// Who these people are, for the pack's provenance
    #[arg(long, value_name = "TEXT", default_value = "not stated", requires = "reference_people")]
    pub origin: String,
    /// Under what terms, for the pack's provenance
    #[arg(long, value_name = "TEXT", default_value = "not stated", requires = "reference_people")]
    pub licence: String,
    /// Published sums in place of genotypes.
    #[command(flatten)]
    pub sums: SumsOptions,
}

/// Reference people, ready for a score to be measured among them.
pub struct ReferencePeople {
    labels: HashMap<String, String>,
    about: CalibrationAbout,
    known: Known,
}

/// What is known of the people.
enum Known {
    /// Their genotypes, and where they lie beside the ancestry panel.
    Genotypes { session: Box<Session>, placed: PlacedPanel, next_score: usize },
    /// Their sums and places, and the panel whose places these are.
    Sums { sums: OpenSums, reference: Box<Reference> },
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
    /// Opens the panel or the published sums, where they are named.
    pub fn open(&self) -> Result<Option<ReferencePeople>> {
        let Some(labels) = &self.labels else { return Ok(None) };
        let mut about = CalibrationAbout {
            tallele: env!("CARGO_PKG_VERSION").to_owned(),
            command: "tallele pack".to_owned(),
            origin: self.origin.clone(),
            licence: self.licence.clone(),
            sources: Vec::new(),
        };
        let known = match self.sums.open(&mut about)? {
            Some(sums) => {
                let reference = Box::new(hashed_reference(self.reference.as_deref())?);
                Known::Sums { sums, reference }
            }
            None => self.open_genotypes(&mut about)?,
        };
        list(&mut about, "--labels", "groups of people", std::slice::from_ref(labels))?;
        if let Some(path) = &self.samples {
            sample_names(path)?;
            list(&mut about, "--samples", "people that count", std::slice::from_ref(path))?;
        }
        if let Some(path) = &self.reference {
            list(&mut about, "--reference", "ancestry panel", std::slice::from_ref(path))?;
        }
        if let Some(build) = &self.build {
            about.command.push_str(&format!(" --build {build}"));
        }
        let source = open_file(labels, Role::Options)?;
        let labels = read_labels(&source).map_err(|error| error.in_input(Role::Options, source.name()))?;
        Ok(Some(ReferencePeople { labels, about, known }))
    }

    fn open_genotypes(&self, about: &mut CalibrationAbout) -> Result<Known> {
        let paths: Vec<PathBuf> = self.panel.iter().flat_map(|path| with_set(path)).collect();
        list(about, "--panel", "genotypes", &paths)?;
        let (build, samples) = (self.build.clone(), self.samples.clone());
        let session = open(&paths, &ReadingOptions { build, samples, ..ReadingOptions::default() })?;
        let placed = session.place_panel(&hashed_reference(self.reference.as_deref())?)?;
        Ok(Known::Genotypes { session: Box::new(session), placed, next_score: 0 })
    }
}

/// Adds an option's files to the provenance.
pub fn list(about: &mut CalibrationAbout, option: &str, what: &str, paths: &[PathBuf]) -> Result<()> {
    about.command.push_str(&format!(" {option}"));
    for path in paths {
        let source = open_file(path, Role::Reference)?;
        about.command.push_str(&format!(" {}", source.name()));
        let (name, what) = (source.name().to_owned(), what.to_owned());
        about.sources.push(SourceFile { name, what, sha256: sha256_hex(source)? });
    }
    Ok(())
}

impl ReferencePeople {
    /// Adds a scoring file, whose scores [`Self::calibrate`] then takes one by one.
    pub fn add(&mut self, source: SharedSource) -> Result<()> {
        match &mut self.known {
            Known::Genotypes { session, .. } => {
                session.begin_add_score(source)?;
                finish(session)
            }
            Known::Sums { .. } => Ok(()),
        }
    }

    /// Measures the next score; gives what could not be measured beside.
    pub fn measure(&mut self, table: &ScoreTable) -> Result<(ScoreCalibration, Vec<Finding>)> {
        let about = self.about.clone();
        match &mut self.known {
            Known::Genotypes { session, placed, next_score } => {
                *next_score += 1;
                session.calibrate(*next_score - 1, &self.labels, placed, about)
            }
            Known::Sums { sums, reference } => sums.calibrate(table, &self.labels, reference, about),
        }
    }

    /// Measures the next score and prints what was found.
    pub fn calibrate(&mut self, table: &ScoreTable) -> Result<ScoreCalibration> {
        let (calibration, findings) = self.measure(table)?;
        let rows = table.len();
        let groups = calibration.groups.iter().map(|of| Group {
            group: &of.group,
            people: of.people,
            mean: of.mean,
            variance: of.variance,
            ld_factor: of.ld_factor,
        });
        print_json(&Done {
            score: &table.header.id,
            rows,
            rows_with_frequencies: (0..rows).filter(|row| calibration.of_row(*row, rows).is_some()).count(),
            held: calibration.held,
            groups: groups.collect(),
            fitted_people: calibration.fit.as_ref().map(|fit| fit.people),
            findings,
        })?;
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
