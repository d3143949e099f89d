//! Measures what a score looks like among people of whom only sums and principal components were published.

use super::score_calibration::{COMPONENTS, GROUP_MIN, Reference, measure};
use crate::calibration::Adjustment;
use crate::calibration::tables::{Components, SumRow};
use crate::error::{CalibrationKind, Error, Result};
use crate::finding::{Finding, Severity};
use crate::reference::{CalibratedGroup, CalibrationAbout, ComponentsFit, Panel, PublishedSums, ScoreCalibration};
use crate::scoring::is_compared;
use crate::weights::{EffectModel, ScoreTable};
use std::collections::{BTreeMap, HashMap};

/// Standard deviations of a group's coordinates in the panel by which a mean of the table may differ: populations of one group
/// lie within two of each other, and components of another panel lie many apart.
const APART_MAX: f64 = 3.0;

/// The tables that were published.
pub struct PublishedTables<'a> {
    /// Sums; those of [`Self::reference_set`] count.
    pub sums: &'a [SumRow],
    /// The reference's sampleset in the sums.
    pub reference_set: &'a str,
    /// Where the reference people lie along the panel's components.
    pub components: &'a Components,
    /// Their groups, as the panel calls them.
    pub labels: &'a HashMap<String, String>,
    /// Which rows of the score were summed.
    pub published: PublishedSums,
}

/// Measures a score, and says who was left out.
///
/// The score's id in the sums may have pgsc_calc's `_hmPOS_…` behind it.
///
/// Errors: `calibration-no-reference` where nobody has a sum of this score, components and a label;
/// `calibration-few-reference`; `calibration-rows-not-compared`; `calibration-other-components` where groups lie elsewhere than the panel's; those of
/// [`Adjustment::fit`].
pub fn calibrate_by_sums(
    tables: &PublishedTables<'_>,
    reference: &Reference,
    table: &ScoreTable,
    about: CalibrationAbout,
) -> Result<(ScoreCalibration, Vec<Finding>)> {
    check_rows(table)?;
    let score = table.header.id.as_str();
    let mut groups: BTreeMap<&str, Vec<(&[f64], f64)>> = BTreeMap::new();
    let mut left_out = 0;
    for row in tables.sums.iter().filter(|row| row.sampleset == tables.reference_set && is_of(&row.score, score)) {
        let place = tables.components.of(&row.id).and_then(|row| row.get(..COMPONENTS));
        match (place, tables.labels.get(&row.id)) {
            (Some(place), Some(label)) => groups.entry(label).or_default().push((place, row.sum)),
            _ => left_out += 1,
        }
    }
    if groups.is_empty() {
        return Err(Error::from(CalibrationKind::NoReference).at_field(score));
    }
    let mut findings = Vec::new();
    let mut say = |code, count: usize, text: &str| {
        if count > 0 {
            findings.push(Finding::new(code, Severity::Note, count as u64, text));
        }
    };
    say("sums-without-place", left_out, "People have sums and no components or no label; they are left out.");
    let largest = groups.values().map(Vec::len).max().unwrap_or(0);
    let all = groups.len();
    groups.retain(|_, people| people.len() >= GROUP_MIN);
    say("panel-group-small", all - groups.len(), "Groups of fewer than 20 people are left out.");
    if groups.is_empty() {
        return Err(CalibrationKind::FewReference { found: largest, needed: GROUP_MIN }.into());
    }
    check_places(&groups, &reference.panel)?;
    let (components, sums): (Vec<&[f64]>, Vec<f64>) = groups.values().flatten().copied().unzip();
    let Some(fit) = Adjustment::fit(&components, &sums)? else {
        // The same for everybody: nobody can be placed by it.
        return Err(CalibrationKind::OutOfRange { what: "The spread of the published sums", allowed: "above 0" }.into());
    };
    let of_group = |(group, people): (&str, Vec<(&[f64], f64)>)| {
        let mut of = CalibratedGroup { group: group.to_owned(), ..CalibratedGroup::default() };
        measure(&mut of, people.into_iter().map(|(_, sum)| sum).collect(), std::iter::empty());
        of
    };
    let fit = ComponentsFit { panel_sha256: reference.sha256.clone(), people: sums.len() as u64, ..fit.coefficients() };
    let calibration = ScoreCalibration {
        about,
        groups: groups.into_iter().map(of_group).collect(),
        held: 1.0,
        fit: Some(fit),
        published_sums: Some(tables.published),
        ..ScoreCalibration::default()
    };
    Ok((calibration, findings))
}

/// Whether people are compared by every row that can be scored, as far as the score says where it is.
///
/// Errors: `calibration-rows-not-compared`.
fn check_rows(table: &ScoreTable) -> Result<()> {
    let is_refused = |row: &usize| {
        let site = table.any_site(*row);
        let is_additive = table.row(*row).model == EffectModel::Additive;
        table.unsupported(*row).is_none() && !(is_additive && (!site.is_some() || is_compared(table, *row, site)))
    };
    match (0..table.len()).filter(is_refused).count() {
        0 => Ok(()),
        rows => Err(CalibrationKind::RowsNotCompared { rows }.into()),
    }
}

/// Whether a name in the sums is a score's.
fn is_of(name: &str, score: &str) -> bool {
    name.strip_prefix(score).is_some_and(|rest| rest.is_empty() || rest.starts_with("_hmPOS"))
}

/// Whether each group lies where the panel's people of that name lie, along every component.
///
/// Errors: `calibration-other-components` with the group, or with the component's where no group is the panel's.
fn check_places(groups: &BTreeMap<&str, Vec<(&[f64], f64)>>, panel: &Panel) -> Result<()> {
    let mut known = 0;
    for (group, people) in groups {
        let Some(number) = panel.groups.iter().position(|name| name == group) else { continue };
        known += 1;
        for component in 0..COMPONENTS.min(panel.components) {
            let of_panel = panel.people.iter().zip(panel.coordinates.chunks_exact(panel.components.max(1)));
            let of_panel: Vec<f64> = of_panel
                .filter(|(population, _)| panel.populations.get(**population).is_some_and(|of| of.group == number))
                .filter_map(|(_, place)| place.get(component).copied())
                .collect();
            let of_table: Vec<f64> = people.iter().filter_map(|(place, _)| place.get(component).copied()).collect();
            let (expected, sd) = mean_and_sd(&of_panel);
            // Written so that what is no number is refused.
            let is_near = (mean_and_sd(&of_table).0 - expected).abs() <= APART_MAX * sd;
            if !is_near {
                return Err(Error::from(CalibrationKind::OtherComponents).at_field(group));
            }
        }
    }
    if known == 0 {
        return Err(Error::from(CalibrationKind::OtherComponents).at_field("PC1"));
    }
    Ok(())
}

fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (mean, libm::sqrt(values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count))
}
