//! Chooses which of a score's position columns to join by: those on the genotype file's build, or rsIDs where none is.

use crate::error::{Error, ErrorKind, Result};
use crate::genome::liftover::ways_between;
use crate::genome::{Build, Genome, Liftover, Site};
use crate::weights::ScoreTable;
use serde::{Serialize, Serializer};

/// Which columns a score is joined by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Positions {
    /// `chr_name` and `chr_position`.
    Author,
    /// `hm_chr` and `hm_pos`, and the author's where these are empty and of the same build.
    Harmonised,
    /// One of these columns, carried to this build by a chain file.
    Lifted(Build),
    /// rsIDs: no column is on the file's build.
    RsId,
}

impl Serialize for Positions {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The choice, and what it rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// The columns.
    pub positions: Positions,
    /// The build they are on was not stated, and was found by how the positions fit the file.
    pub by_fit: bool,
}

/// With at least this share of shared rsIDs at the same place, positions of unstated build fit the file.
const FIT_MIN: f64 = 0.9;
/// Merged and renamed rsIDs differ now and then; so few differences prove nothing.
const CONTRADICTIONS_MIN: u32 = 5;
/// Rows looked at to judge the fit.
const FIT_ROWS: usize = 2000;

impl Positions {
    /// The columns as the report names them.
    pub fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Harmonised => "harmonised",
            Self::Lifted(_) => "lifted",
            Self::RsId => "rsid",
        }
    }

    /// The columns that the score itself states on `build`; [`Self::RsId`] where it has none.
    pub fn stated_on(table: &ScoreTable, build: Build) -> Self {
        let header = &table.header;
        if header.harmonised_build == Some(build) && (0..table.len()).any(|row| table.harmonised_site(row).is_some()) {
            return Self::Harmonised;
        }
        if header.genome_build == Some(build) && has_author_sites(table) { Self::Author } else { Self::RsId }
    }

    /// Where a row lies, as these columns have it.
    #[inline]
    pub fn site(self, table: &ScoreTable, row: usize) -> Site {
        match self {
            Self::Author => table.author_site(row),
            Self::Harmonised => {
                let site = table.harmonised_site(row);
                if !site.is_some() && table.header.genome_build == table.header.harmonised_build {
                    return table.author_site(row);
                }
                site
            }
            Self::Lifted(build) => table.lifted_site(row, build),
            Self::RsId => Site::NONE,
        }
    }
}

fn has_author_sites(table: &ScoreTable) -> bool {
    (0..table.len()).any(|row| table.author_site(row).is_some())
}

/// Carries the score's places to `build` where one of the `ways` leads there from a build that it states.
fn lift(table: &ScoreTable, build: Build, ways: &[Liftover]) -> Option<Choice> {
    let header = &table.header;
    let from = [header.harmonised_build, header.genome_build].into_iter().flatten();
    let along = from.map(|from| ways_between(ways, from, build)).find(|ways| !ways.is_empty())?;
    let is_carried = table.lift(&along)?.sites.iter().any(|site| site.is_some());
    is_carried.then_some(Choice { positions: Positions::Lifted(build), by_fit: false })
}

fn mismatch(table: &ScoreTable, build: Build) -> Error {
    let builds: Vec<&str> =
        [table.header.genome_build, table.header.harmonised_build].into_iter().flatten().map(Build::name).collect();
    ErrorKind::BuildMismatch { genotypes: build.name(), scores: builds.join(" and ") }.into()
}

/// Chooses the columns for files of records on `build`: those that the score states on it; the author's, where nothing says what
/// they are on; those that a chain file carries there; else rsIDs.
///
/// Errors: `build-mismatch` when there is none of these.
pub fn choose_for_records(table: &ScoreTable, build: Build, ways: &[Liftover]) -> Result<Choice> {
    let choice = |positions, by_fit| Ok(Choice { positions, by_fit });
    let stated = Positions::stated_on(table, build);
    if stated != Positions::RsId {
        return choice(stated, false);
    }
    if table.header.genome_build.is_none() && has_author_sites(table) {
        return choice(Positions::Author, true);
    }
    if let Some(lifted) = lift(table, build, ways) {
        return Ok(lifted);
    }
    if (0..table.len()).any(|row| table.id(row).is_some()) || !has_author_sites(table) {
        return choice(Positions::RsId, false);
    }
    Err(mismatch(table, build))
}

/// Chooses the columns for a genotype file on `build`.
///
/// Errors: `build-mismatch` when no column is on that build, no chain file leads there, and the score has no rsIDs to fall
/// back on.
pub fn choose_positions(table: &ScoreTable, genome: &Genome, build: Build, ways: &[Liftover]) -> Result<Choice> {
    let stated = Positions::stated_on(table, build);
    let is_contradicted = contradicts(table, genome, stated);
    if stated != Positions::RsId && !is_contradicted {
        return Ok(Choice { positions: stated, by_fit: false });
    }
    let has_ids = (0..table.len()).any(|row| table.id(row).is_some());
    let can_use_ids = has_ids && (0..genome.len()).any(|entry| genome.id(entry).is_some());
    let is_unstated = has_author_sites(table) && table.header.genome_build.is_none();
    if is_unstated && (!can_use_ids || fits(table, genome)) {
        return Ok(Choice { positions: Positions::Author, by_fit: true });
    }
    if let Some(lifted) = lift(table, build, ways).filter(|_| !is_contradicted) {
        return Ok(lifted);
    }
    let has_supported = (0..table.len()).any(|row| table.unsupported(row).is_none());
    if has_ids || !has_supported {
        return Ok(Choice { positions: Positions::RsId, by_fit: false });
    }
    Err(mismatch(table, build))
}

/// Whether the markers at the rows' places are mostly other rsIDs: then the header's build is wrong.
fn contradicts(table: &ScoreTable, genome: &Genome, stated: Positions) -> bool {
    if stated == Positions::RsId {
        return false;
    }
    let (mut other, mut same) = (0_u32, 0_u32);
    let step = (table.len() / FIT_ROWS).max(1);
    for row in (0..table.len()).step_by(step) {
        let id = table.id(row);
        if !id.is_some() {
            continue;
        }
        for entry in genome.at(stated.site(table, row)).filter(|&entry| genome.id(entry).is_some()) {
            if genome.id(entry) == id { same += 1 } else { other += 1 }
        }
    }
    other >= CONTRADICTIONS_MIN && other > same
}

/// Whether rows whose rsID the file knows stand at the same place in both.
fn fits(table: &ScoreTable, genome: &Genome) -> bool {
    let (mut known, mut agreeing) = (0_u32, 0_u32);
    let step = (table.len() / FIT_ROWS).max(1);
    for row in (0..table.len()).step_by(step) {
        let site = table.author_site(row);
        let entries = genome.with_id(table.id(row));
        if site.is_some() && !entries.is_empty() {
            known += 1;
            agreeing += u32::from(entries.iter().any(|&entry| genome.site(entry as usize) == site));
        }
    }
    known > 0 && f64::from(agreeing) >= FIT_MIN * f64::from(known)
}
