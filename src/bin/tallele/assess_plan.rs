//! The plan of `tallele assess`: which people, scores and files are measured.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::session::Session;
use tallele::session::assess::Lacking;

/// What is measured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Seed of all that is drawn.
    pub seed: u64,
    /// Whose genotypes these are.
    pub origin: String,
    /// Under what terms.
    pub licence: String,
    /// The data sets.
    pub sets: Vec<PlannedSet>,
}

/// A data set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedSet {
    /// In words.
    pub name: String,
    /// Real people.
    pub is_real: bool,
    /// `placed` or `label`.
    pub background: String,
    /// Files of genotypes, with what belongs to them.
    pub genotypes: Vec<String>,
    /// Their build, where nothing in them tells.
    pub build: Option<String>,
    /// A table of people and their groups.
    pub labels: String,
    /// The group that each label means; the label itself where there are none.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// Chromosomes that scores are made up on; all where none is named.
    #[serde(default)]
    pub chromosomes: Vec<String>,
    /// Share of each group that calibrates.
    pub fitted_share: f64,
    /// Scoring files.
    #[serde(default)]
    pub scores: Vec<String>,
    /// Scores that are made up.
    #[serde(default)]
    pub made_up: Vec<PlannedScores>,
    /// Which variants files lack.
    pub files: Vec<PlannedFile>,
}

/// Scores that are made up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedScores {
    /// How many.
    pub count: usize,
    /// Rows of each; all variants where it is not said.
    pub rows: Option<usize>,
    /// Weights point one way.
    #[serde(default)]
    pub one_way: bool,
}

/// A kind of file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedFile {
    /// In words.
    pub label: String,
    /// What it lacks.
    pub lacking: PlannedLack,
}

/// What a kind of file lacks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum PlannedLack {
    /// Nothing.
    None,
    /// Any variants, so that this share is kept.
    Random(f64),
    /// Whole stretches.
    Stretches {
        /// Share that is kept.
        kept: f64,
        /// Length of each.
        bases: u32,
    },
    /// Variants nearer than so many bases to one that is kept.
    Spaced(u32),
    /// Variants that this consumer file has no place for.
    Array(String),
}

impl PlannedLack {
    /// Its name in what is written.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Random(_) => "random",
            Self::Stretches { .. } => "stretches",
            Self::Spaced(_) => "spaced",
            Self::Array(_) => "array",
        }
    }

    /// The consumer file, where it is one.
    pub fn array(&self) -> Option<&String> {
        match self {
            Self::Array(name) => Some(name),
            _ => None,
        }
    }

    /// The same for a session; `array` is one with the consumer file open.
    pub fn of<'a>(&self, array: Option<&'a Session>) -> Lacking<'a> {
        match (self, array) {
            (Self::Random(kept), _) => Lacking::AtRandom(*kept),
            (Self::Stretches { kept, bases }, _) => Lacking::Stretches { kept: *kept, bases: *bases },
            (Self::Spaced(bases), _) => Lacking::Crowded(*bases),
            (Self::Array(_), Some(array)) => Lacking::NotOnArray(array),
            (Self::None | Self::Array(_), _) => Lacking::Nothing,
        }
    }
}

impl Plan {
    /// Reads and checks a plan.
    ///
    /// Errors: `unreadable`, `bad-option`.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let text = std::fs::read(path)
            .map_err(|error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Options, &name))?;
        let plan: Self = serde_json::from_slice(&text).map_err(|error| {
            let line = error.line() as u64;
            wrong("JSON with the keys that the documentation lists").with_source(error).at_line(line)
        })?;
        match plan.fault() {
            Some(fault) => Err(wrong(fault)),
            None => Ok(plan),
        }
    }

    fn fault(&self) -> Option<&'static str> {
        let is_share = |share: f64| share > 0.0 && share < 1.0;
        for set in &self.sets {
            if !is_share(set.fitted_share) {
                return Some("fitted_share is between 0 and 1");
            }
            if !["placed", "label"].contains(&set.background.as_str()) {
                return Some("background is placed or label");
            }
            if set.scores.is_empty() && set.made_up.iter().all(|of| of.count == 0) {
                return Some("each set has scores, or some made up");
            }
            let is_sound = |file: &PlannedFile| match file.lacking {
                PlannedLack::Random(kept) => is_share(kept),
                PlannedLack::Stretches { kept, bases } => is_share(kept) && bases > 0,
                PlannedLack::Spaced(bases) => bases > 0,
                PlannedLack::None | PlannedLack::Array(_) => true,
            };
            if !set.files.iter().all(is_sound) {
                return Some("what files lack is a share between 0 and 1, and lengths above 0");
            }
        }
        None
    }
}

/// What is wrong with a plan.
fn wrong(allowed: &'static str) -> Error {
    let kind = ErrorKind::BadOption { option: "--plan".to_owned(), allowed };
    Error::new(kind).in_input(Role::Options, "options").at_field("plan")
}
