//! Measures what a score looks like among the people of a panel: frequencies, moments and quantiles by group, and how the score
//! runs along an ancestry panel's components.
//!
//! The files are read twice, once for frequencies and once for sums, once more for components and once for what goes together.

use super::ancestry::SampleAncestry;
use super::cohort_witness::{Way, note_rows, witness};
use super::run::Session;
use crate::bytes::SharedSource;
use crate::bytes::digest::sha256_hex;
use crate::calibration::Adjustment;
use crate::calibration::percentile::COVERED_MIN;
use crate::error::{CalibrationKind, ErrorKind, Result};
use crate::finding::{Finding, Severity};
use crate::formats::panel::read_panel;
use crate::reference::score_calibration::GROUPS_MAX;
use crate::reference::{CalibratedGroup, CalibrationAbout, ComponentsFit, Panel, ScoreCalibration, StoredFrequency};
use crate::report::model::StatedRelative;
use crate::scoring::RowWitness;
use crate::scoring::cohort::GroupCount;
use crate::stats::ExactSum;
use crate::weights::ScoreTable;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Groups of fewer people are left out: their spread is off by a sixth and more.
pub const GROUP_MIN: usize = 20;

/// Sites of an ancestry panel below which a person's components are too rough for a score to be laid along them: from 1,000
/// sites the standard error of the first four stays below a tenth of the distance between continents.
pub const PLACED_SITES_MIN: usize = 1000;

/// Components that a score is laid along, as pgsc_calc does.
pub const COMPONENTS: usize = 4;

/// An ancestry panel and which one it is.
#[derive(Clone)]
pub struct Reference {
    /// The panel.
    pub panel: Arc<Panel>,
    /// SHA-256 of it as it is stored.
    pub sha256: String,
    /// Share of a score's variance below which no percentile is told:
    /// [`COVERED_MIN`], but for measuring what lies below.
    pub covered_min: f64,
    /// Age in years from which risks count; people are taken to be free of the disease at it.
    pub age_years: usize,
    /// What is stated of relatives.
    pub relatives: Vec<StatedRelative>,
}

impl Reference {
    /// Reads a reference pack, and hashes it.
    ///
    /// Errors: `reference-corrupt` and its like, with the pack as the input; those of reading.
    pub fn read(source: &SharedSource) -> Result<Self> {
        let panel = Arc::new(read_panel(source)?);
        Ok(Self {
            panel,
            sha256: sha256_hex(source.clone())?,
            covered_min: COVERED_MIN,
            age_years: 0,
            relatives: Vec::new(),
        })
    }
}

/// A panel's people, placed beside an ancestry panel: the same for all scores.
pub struct PlacedPanel {
    pub(super) samples: Vec<SampleAncestry>,
    sha256: String,
}

impl PlacedPanel {
    /// Of people who stand beside no panel's components.
    pub(super) fn of(samples: Vec<SampleAncestry>) -> Self {
        Self { samples, sha256: String::new() }
    }

    /// Everybody, in the order of the files.
    pub fn samples(&self) -> &[SampleAncestry] {
        &self.samples
    }
}

/// A person of the panel who counts.
struct Member {
    group: usize,
    sum: f64,
}

impl Session {
    /// Places the samples that are open, for [`Self::calibrate`].
    ///
    /// Errors: those of reading the files.
    pub fn place_panel(&self, reference: &Reference) -> Result<PlacedPanel> {
        Ok(PlacedPanel { samples: self.ancestry(&reference.panel)?, sha256: reference.sha256.clone() })
    }

    /// Measures a score among the samples that are open and have a label, and says what could not be measured.
    ///
    /// Errors: `bad-option` where consumer files are open; `calibration-few-reference` where no group has [`GROUP_MIN`] people;
    /// `calibration-no-reference` where no row of the score has frequencies; those of reading the files.
    pub fn calibrate(
        &mut self,
        score: usize,
        labels: &HashMap<String, String>,
        placed: &PlacedPanel,
        about: CalibrationAbout,
    ) -> Result<(ScoreCalibration, Vec<Finding>)> {
        if self.cohorts.is_empty() || !self.people.is_empty() {
            let allowed = "files of many samples (PLINK, VCF, BCF, BGEN)";
            return Err(ErrorKind::BadOption { option: "--panel".to_owned(), allowed }.into());
        }
        while let Some(mut fit) = self.next_build_fit()? {
            while !fit.step(u64::MAX)? {}
            let number = fit.cohort;
            if let Some(cohort) = self.cohorts.get_mut(number) {
                cohort.settle_build(fit.finish());
            }
        }
        let table = self.table(score)?;
        let mut findings = Vec::new();
        let (names, groups) = self.groups_of(labels, &mut findings)?;
        let people = |group: usize| groups.iter().flatten().filter(|of| **of == Some(group as u16)).count();
        let sizes: Vec<usize> = (0..names.len()).map(people).collect();
        let mut calibration = ScoreCalibration { about, ..ScoreCalibration::default() };
        calibration.frequencies = self.frequencies(&table, &groups, &sizes)?;
        calibration.groups = names.into_iter().map(|group| CalibratedGroup { group, ..Default::default() }).collect();
        let rows: Vec<Option<Vec<f64>>> = (0..table.len()).map(|row| calibration.of_row(row, table.len())).collect();
        if rows.iter().all(Option::is_none) {
            return Err(CalibrationKind::NoReference.into());
        }
        calibration.held = held(&table, &rows);
        let members = self.sums(&table, &groups, &rows)?;
        for (at, group) in calibration.groups.iter_mut().enumerate() {
            let sums = members.iter().flatten().filter(|member| member.group == at).map(|member| member.sum).collect();
            let frequencies = rows.iter().enumerate();
            let frequencies = frequencies.filter_map(|(row, of)| Some((table.weight(row), *of.as_ref()?.get(at)?)));
            measure(group, sums, frequencies);
        }
        calibration.linkage = self.linkage(&table, &groups, &sizes, &rows)?;
        calibration.fit = along_components(placed, &members, &mut findings);
        Ok((calibration, findings))
    }

    /// Names of the groups that are large enough, in order, and the group of each sample of each cohort.
    fn groups_of(
        &self,
        labels: &HashMap<String, String>,
        findings: &mut Vec<Finding>,
    ) -> Result<(Vec<String>, Vec<Vec<Option<u16>>>)> {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut without = 0;
        for sample in self.cohorts.iter().flat_map(|cohort| &cohort.samples) {
            match labels.get(&sample.id) {
                Some(label) => *sizes.entry(label).or_default() += 1,
                None => without += 1,
            }
        }
        let largest = sizes.values().copied().max().unwrap_or(0);
        let small = sizes.iter().filter(|(_, size)| **size < GROUP_MIN).count() as u64;
        let names: Vec<&str> = sizes.into_iter().filter(|(_, size)| *size >= GROUP_MIN).map(|(name, _)| name).collect();
        if names.is_empty() || names.len() > GROUPS_MAX {
            return Err(CalibrationKind::FewReference { found: largest, needed: GROUP_MIN }.into());
        }
        let mut say = |code, count, text: &str| {
            if count > 0 {
                findings.push(Finding::new(code, Severity::Note, count, text));
            }
        };
        say("panel-without-label", without, "People of the panel have no label and are left out.");
        say("panel-group-small", small, "Groups of fewer than 20 people are left out.");
        let number = |label: &String| names.iter().position(|name| name == label).map(|at| at as u16);
        let of_sample = |sample: &crate::genome::Sample| labels.get(&sample.id).and_then(number);
        let groups = self.cohorts.iter().map(|cohort| cohort.samples.iter().map(of_sample).collect()).collect();
        Ok((names.into_iter().map(str::to_owned).collect(), groups))
    }

    /// The frequency of each row's effect allele in each group, where at least half of the group was called.
    fn frequencies(
        &self,
        table: &Arc<ScoreTable>,
        groups: &[Vec<Option<u16>>],
        sizes: &[usize],
    ) -> Result<Vec<StoredFrequency>> {
        let mut all = vec![GroupCount::default(); sizes.len() * table.len()];
        for (cohort, of_sample) in self.cohorts.iter().zip(groups) {
            let asked = RowWitness::of_groups(of_sample.clone(), sizes.len(), table.len());
            let found = witness(cohort, table, asked, &self.way())?;
            let Some(RowWitness::Groups { counts, .. }) = found else { continue };
            for (all, more) in all.iter_mut().zip(counts) {
                all.copies += more.copies;
                all.called += more.called;
            }
        }
        let of_group = |(counts, size): (&[GroupCount], &usize)| -> Vec<StoredFrequency> {
            let frequency = |count: &GroupCount| match 2 * count.called as usize >= *size && count.called > 0 {
                true => StoredFrequency::new(count.copies / (2.0 * f64::from(count.called))),
                false => StoredFrequency::NONE,
            };
            counts.iter().map(frequency).collect()
        };
        Ok(all.chunks(table.len().max(1)).zip(sizes).flat_map(of_group).collect())
    }

    /// The sum of every sample over the rows that have frequencies; what a sample lacks counts as its group's mean.
    fn sums(
        &self,
        table: &Arc<ScoreTable>,
        groups: &[Vec<Option<u16>>],
        rows: &[Option<Vec<f64>>],
    ) -> Result<Vec<Option<Member>>> {
        let chosen: Arc<[bool]> = rows.iter().map(Option::is_some).collect();
        let mut members = Vec::new();
        for (cohort, of_sample) in self.cohorts.iter().zip(groups) {
            note_rows(cohort, table, &chosen, &self.way(), |range, noted| {
                let unmet: Vec<u32> = (0_u32..)
                    .zip(chosen.iter().zip(&noted.met))
                    .filter(|(_, (c, m))| **c && !**m)
                    .map(|(row, _)| row)
                    .collect();
                let of_range = of_sample.get(range).unwrap_or_default();
                for (group, mut of) in of_range.iter().zip(noted.samples) {
                    let Some(group) = group.map(usize::from) else {
                        members.push(None);
                        continue;
                    };
                    for row in of.missed.iter().chain(&unmet).map(|row| *row as usize) {
                        let frequency = rows.get(row).and_then(|of| of.as_ref()?.get(group));
                        of.sum.add(2.0 * table.weight(row) * frequency.copied().unwrap_or(0.0));
                    }
                    members.push(Some(Member { group, sum: of.sum.value() }));
                }
                Ok(())
            })?;
        }
        Ok(members)
    }

    pub(super) fn way(&self) -> Way<'_> {
        Way { options: &self.options, ways: &self.ways }
    }
}

/// Fits the score along the components of the people who can be placed.
fn along_components(
    placed: &PlacedPanel,
    members: &[Option<Member>],
    findings: &mut Vec<Finding>,
) -> Option<ComponentsFit> {
    let (mut components, mut sums) = (Vec::new(), Vec::new());
    for (place, member) in placed.samples.iter().zip(members) {
        let pcs = place.pcs.as_ref().filter(|_| place.sites >= PLACED_SITES_MIN);
        if let (Some(pcs), Some(member)) = (pcs.and_then(|pcs| pcs.get(..COMPONENTS)), member) {
            components.push(pcs);
            sums.push(member.sum);
        }
    }
    match Adjustment::fit(&components, &sums) {
        Ok(adjustment) => Some(ComponentsFit {
            panel_sha256: placed.sha256.clone(),
            people: sums.len() as u64,
            ..adjustment?.coefficients()
        }),
        Err(error) => {
            let text = "The score was not laid along components; people are compared by frequencies alone.";
            findings.push(Finding::new("panel-not-fitted", Severity::Note, 1, format!("{text} {error}")));
            None
        }
    }
}

/// Share of the score's variance on rows that have frequencies; a row without takes the score's own, else the rows' mean.
fn held(table: &ScoreTable, rows: &[Option<Vec<f64>>]) -> f64 {
    let spread = |p: f64| 2.0 * p * (1.0 - p);
    let of_row = |of: &[f64]| spread(of.iter().sum::<f64>() / of.len().max(1) as f64);
    let with: Vec<f64> = rows.iter().flatten().map(|of| of_row(of)).collect();
    let mean = with.iter().sum::<f64>() / with.len().max(1) as f64;
    let (mut here, mut all) = (ExactSum::default(), ExactSum::default());
    for (row, of) in rows.iter().enumerate() {
        let weight = table.weight(row);
        let own = || table.frequency(row).map_or(mean, spread);
        let size = weight * weight * of.as_deref().map_or_else(own, of_row);
        all.add(size);
        if of.is_some() {
            here.add(size);
        }
    }
    let share = here.value() / all.value();
    if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
}

pub(super) fn measure(group: &mut CalibratedGroup, mut sums: Vec<f64>, rows: impl Iterator<Item = (f64, f64)>) {
    sums.sort_by(f64::total_cmp);
    let count = sums.len() as f64;
    let exact = |values: &mut dyn Iterator<Item = f64>| {
        let mut sum = ExactSum::default();
        values.for_each(|value| sum.add(value));
        sum.value()
    };
    group.people = sums.len() as u64;
    group.mean = exact(&mut sums.iter().copied()) / count;
    group.variance = exact(&mut sums.iter().map(|sum| (sum - group.mean).powi(2))) / (count - 1.0);
    let independent = exact(&mut rows.map(|(weight, p)| 2.0 * weight * weight * p * (1.0 - p)));
    let factor = group.variance / independent;
    group.ld_factor = if factor.is_finite() && factor > 0.0 { factor } else { 1.0 };
    group.quantiles = (0..=100).map(|per_cent| quantile(&sums, f64::from(per_cent) / 100.0)).collect();
}

/// Between the two nearest of sorted values (type 7 of Hyndman and Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let value = |at: usize| sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0);
    let (below, above) = (value(place.floor() as usize), value(place.ceil() as usize));
    below + (above - below) * place.fract()
}
