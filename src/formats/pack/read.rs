//! Reads a pack as the score that it was made of.

use super::about::About;
use super::columns::{
    take_alleles, take_column, take_differences, take_inferred, take_models, take_names, take_unsupported,
};
use super::linkage::take_linkage;
use super::numbers::take_numbers;
use super::sections::Sections;
use super::varint::Varints;
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::FindingSaved;
use crate::formats::score_file::ScoreFile;
use crate::genome::{RsId, Site};
use crate::reference::{PublishedValidation, ScoreCalibration, StoredFrequency};
use crate::stats::side_by_side::both;
use crate::weights::{Columns, ScoreTable, Texts, Written};

/// Reads a pack: the score, and what the pack says of itself.
///
/// Errors: `other-kind`, `storage-unsupported`, `unpack-limit`, `file-truncated`, `header-corrupt`, `record-corrupt`.
pub fn read_pack(source: &SharedSource) -> Result<(ScoreFile, About)> {
    let sections = Sections::read(source)?;
    let corrupt = |what| Error::from(ErrorKind::HeaderCorrupt { what });
    let about: About = serde_json::from_slice(sections.needed("about")?)
        .map_err(|error| corrupt("what the pack says of itself").with_source(error))?;
    let alleles = sections.needed("alleles")?;
    // A byte for each row: what is made of so many rows stays within some times the pack's length.
    let rows = alleles.len();
    if usize::try_from(about.rows) != Ok(rows) {
        return Err(corrupt("the pack counts other rows than it holds"));
    }
    // The longest columns first and side by side: of a million rows they are most of the work.
    let (weights, places) = both(|| numbers(sections.needed("written")?, rows), || Places::read(&sections, rows));
    let ((values, written), places) = (weights?, places?);
    let (effects, others) = take_alleles(alleles, sections.get("alleles2").unwrap_or_default(), rows)?;
    let weights = match sections.get("weights") {
        Some(section) => {
            let mut section = Varints::new(section);
            let weights = (0..rows).map(|_| section.next_f64()).collect::<Result<_>>()?;
            section.end()?;
            weights
        }
        None if values.iter().all(|value| value.is_finite()) => values,
        None => return Err(corrupt("a weight is no number")),
    };
    let frequencies = sections.get("freqs").map(|section| numbers(section, rows)).transpose()?;
    let mut populations = Varints::new(sections.get("popfreqs").unwrap_or_default());
    let mut population_frequencies = Vec::new();
    for name in &about.populations {
        population_frequencies.push((name.clone(), take_numbers(&mut populations, rows)?.0));
    }
    populations.end()?;
    let columns = Columns {
        header: about.header.clone(),
        author_sites: places.author,
        harmonised_sites: places.harmonised,
        ids: places.ids,
        effects,
        others,
        weights,
        written,
        frequencies: frequencies.map(|(values, _)| values).unwrap_or_default(),
        population_frequencies,
        models: take_models(sections.get("models"), rows)?,
        inferred_others: take_inferred(sections.get("inferred"), rows)?,
        unsupported: take_unsupported(sections.get("unscored"), rows)?,
        names: sections.get("names").map_or(Ok(Texts::default()), |names| take_names(Some(names), rows))?,
        longer_alleles: about.alleles.iter().map(|allele| allele.as_bytes().into()).collect(),
    };
    let table = ScoreTable::from_columns(columns).ok_or_else(|| corrupt("the columns of the pack do not fit"))?;
    let findings: Option<Vec<_>> = about.findings.iter().cloned().map(FindingSaved::restore).collect();
    let findings = findings.ok_or_else(|| corrupt("the findings of the pack"))?;
    let calibration = calibration(&sections, rows)?;
    let validation = validation(&sections)?;
    Ok((ScoreFile { table, format: "pack", findings, calibration, validation }, about))
}

/// Where the rows are.
struct Places {
    author: Vec<Site>,
    harmonised: Vec<Site>,
    ids: Vec<RsId>,
}

impl Places {
    fn read(sections: &Sections, rows: usize) -> Result<Self> {
        let site = |key| Some(Site::from_key(key)).filter(|site| !site.is_some() || site.chromosome().is_some());
        let harmonised = sections.get("hm_sites").map(|section| take_differences(section, rows, site)).transpose()?;
        Ok(Self {
            author: take_differences(sections.needed("sites")?, rows, site)?,
            harmonised: harmonised.unwrap_or_default(),
            ids: take_column(sections.needed("rsids")?, rows, |id| u32::try_from(id).ok().map(RsId::from_number))?,
        })
    }
}

fn numbers(section: &[u8], rows: usize) -> Result<(Vec<f64>, Written)> {
    let mut section = Varints::new(section);
    let column = take_numbers(&mut section, rows)?;
    section.end()?;
    Ok(column)
}

/// What was published of the score's accuracy, where the pack says so.
fn validation(sections: &Sections) -> Result<Option<PublishedValidation>> {
    let Some(section) = sections.get("valid") else { return Ok(None) };
    let corrupt = || Error::from(ErrorKind::HeaderCorrupt { what: "what the pack says of the score's accuracy" });
    let validation: PublishedValidation =
        serde_json::from_slice(section).map_err(|error| corrupt().with_source(error))?;
    if validation.fault().is_some() { Err(corrupt()) } else { Ok(Some(validation)) }
}

/// What the score looks like among reference people, where the pack says so.
fn calibration(sections: &Sections, rows: usize) -> Result<Option<ScoreCalibration>> {
    let Some(about) = sections.get("calib") else { return Ok(None) };
    let corrupt = |what| Error::from(ErrorKind::HeaderCorrupt { what });
    let mut calibration: ScoreCalibration = serde_json::from_slice(about)
        .map_err(|error| corrupt("what the pack says of reference people").with_source(error))?;
    let stored = if calibration.published_sums.is_some() { &[][..] } else { sections.needed("calfreqs")? };
    let (stored, rest) = stored.as_chunks::<2>();
    calibration.frequencies =
        stored.iter().map(|bytes| StoredFrequency::from_bits(u16::from_le_bytes(*bytes))).collect();
    if let Some(section) = sections.get("callinks") {
        calibration.linkage = take_linkage(section, rows, calibration.groups.len())?;
    }
    if !rest.is_empty() || !calibration.is_sound(rows) {
        return Err(corrupt("the figures of reference people do not fit the pack"));
    }
    Ok(Some(calibration))
}
