//! Chooses which of a score's position columns to join by: those on the genotype file's build, or rsIDs where none is.

use crate::error::{ErrorKind, Result};
use crate::genome::{Build, Genome, Site};
use crate::weights::ScoreTable;
use serde::Serialize;

/// Which columns a score is joined by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Positions {
    /// `chr_name` and `chr_position`.
    Author,
    /// `hm_chr` and `hm_pos`, and the author's where these are empty and of the same build.
    Harmonised,
    /// rsIDs: no column is on the file's build.
    #[serde(rename = "rsid")]
    RsId,
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
            Self::RsId => Site::NONE,
        }
    }
}

/// Chooses the columns for a genotype file on `build`.
///
/// Errors: `build-mismatch` when no column is on that build and the score has no rsIDs to fall back on.
pub fn choose_positions(table: &ScoreTable, genome: &Genome, build: Build) -> Result<Choice> {
    let header = &table.header;
    let has_harmonised = || (0..table.len()).any(|row| table.harmonised_site(row).is_some());
    if header.harmonised_build == Some(build) && has_harmonised() {
        return Ok(Choice { positions: Positions::Harmonised, by_fit: false });
    }
    let has_author = (0..table.len()).any(|row| table.author_site(row).is_some());
    let has_ids = (0..table.len()).any(|row| table.id(row).is_some());
    if has_author && header.genome_build == Some(build) && !contradicts(table, genome) {
        return Ok(Choice { positions: Positions::Author, by_fit: false });
    }
    let can_use_ids = has_ids && (0..genome.len()).any(|entry| genome.id(entry).is_some());
    if has_author && header.genome_build.is_none() && (!can_use_ids || fits(table, genome)) {
        return Ok(Choice { positions: Positions::Author, by_fit: true });
    }
    let has_supported = (0..table.len()).any(|row| table.unsupported(row).is_none());
    if has_ids || !has_supported {
        return Ok(Choice { positions: Positions::RsId, by_fit: false });
    }
    let builds: Vec<&str> =
        [header.genome_build, header.harmonised_build].into_iter().flatten().map(Build::name).collect();
    Err(ErrorKind::BuildMismatch { genotypes: build.name(), scores: builds.join(" and ") }.into())
}

/// Whether the markers at the rows' places are mostly other rsIDs: then the header's build is wrong.
fn contradicts(table: &ScoreTable, genome: &Genome) -> bool {
    let (mut other, mut same) = (0_u32, 0_u32);
    let step = (table.len() / FIT_ROWS).max(1);
    for row in (0..table.len()).step_by(step) {
        let id = table.id(row);
        if !id.is_some() {
            continue;
        }
        for entry in genome.at(table.author_site(row)).filter(|&entry| genome.id(entry).is_some()) {
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
