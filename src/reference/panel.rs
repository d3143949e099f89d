//! Holds an ancestry panel: sites on two builds, allele frequencies by group, loadings, and the reference people's coordinates.
//!
//! A genotype is standardised as x̃ = (g − 2p) / √(2p(1−p)), with g the copies of ALT and p the frequency of ALT among all
//! reference people; coordinates are Σ x̃ · loading over all sites, neither divided by the number of sites nor by the singular
//! values.

use crate::genome::{Build, RsId, Site};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A site of a panel: one base or another, not palindromic, on an autosome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelSite {
    /// Where it is on GRCh37.
    pub site37: Site,
    /// Where it is on GRCh38.
    pub site38: Site,
    /// Its rsID.
    pub id: RsId,
    /// The base that stands there on both builds.
    pub reference: u8,
    /// The other base, whose copies are counted.
    pub alternate: u8,
}

impl PanelSite {
    /// Where it is on this build; `None` where the panel has no positions of it.
    pub fn on(&self, build: Build) -> Option<Site> {
        match build {
            Build::Grch36 => None,
            Build::Grch37 => Some(self.site37),
            Build::Grch38 => Some(self.site38),
        }
    }
}

/// A population that reference people are of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    /// Its code, as the source writes it.
    pub code: String,
    /// Place of its group in [`Panel::groups`].
    pub group: usize,
}

/// A file that a panel was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub what: String,
    /// SHA-256 of the stored file, in hexadecimal digits.
    pub sha256: String,
}

/// Where a panel comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its name.
    pub name: String,
    /// The version of the program that made it.
    pub program: String,
    /// The command that makes it again, with the files' names alone.
    pub command: String,
    /// Whose people and whose figures these are.
    pub origin: String,
    /// Under what terms.
    pub licence: String,
    /// The files it was made from.
    pub sources: Vec<SourceFile>,
    /// Sites of the sources that were left out, by reason.
    pub left_out: BTreeMap<String, u64>,
}

/// An ancestry panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Where it comes from.
    pub about: About,
    /// In the order of GRCh37.
    pub sites: Vec<PanelSite>,
    /// Frequency of ALT among all reference people. Shape: sites. Between 0 and 1, neither included.
    pub frequencies: Vec<f64>,
    /// Codes of the groups that similarity is told to.
    pub groups: Vec<String>,
    /// Frequency of ALT in each group. Shape: groups × sites.
    pub group_frequencies: Vec<f64>,
    /// Populations within the groups.
    pub populations: Vec<Population>,
    /// Principal components.
    pub components: usize,
    /// Shape: sites × components.
    pub loadings: Vec<f64>,
    /// Singular value of each component: the square root of its coordinates' sum of squares.
    pub singular_values: Vec<f64>,
    /// The population of each reference person.
    pub people: Vec<usize>,
    /// Shape: people × components.
    pub coordinates: Vec<f64>,
}

impl Panel {
    /// The loadings of a site; empty where there is no such site.
    pub fn loadings_of(&self, site: usize) -> &[f64] {
        slice_of(&self.loadings, site, self.components)
    }

    /// The coordinates of a reference person; empty where there is no such person.
    pub fn coordinates_of(&self, person: usize) -> &[f64] {
        slice_of(&self.coordinates, person, self.components)
    }

    /// A group's frequencies at all sites; empty where there is no such group.
    pub fn frequencies_in(&self, group: usize) -> &[f64] {
        slice_of(&self.group_frequencies, group, self.sites.len())
    }

    /// The group of a reference person.
    pub fn group_of(&self, person: usize) -> Option<usize> {
        self.people.get(person).and_then(|&population| self.populations.get(population)).map(|of| of.group)
    }

    /// The mean coordinates of each group's people. Shape: groups × components.
    pub fn centroids(&self) -> Vec<Vec<f64>> {
        let mut sums = vec![vec![0.0; self.components]; self.groups.len()];
        let mut counts = vec![0_u32; self.groups.len()];
        for person in 0..self.people.len() {
            let Some(group) = self.group_of(person) else { continue };
            if let (Some(sum), Some(count)) = (sums.get_mut(group), counts.get_mut(group)) {
                sum.iter_mut().zip(self.coordinates_of(person)).for_each(|(sum, value)| *sum += value);
                *count += 1;
            }
        }
        for (sum, count) in sums.iter_mut().zip(counts) {
            sum.iter_mut().for_each(|value| *value /= f64::from(count.max(1)));
        }
        sums
    }

    /// What the coordinate of somebody who was not among the reference people is shrunken to, by component: 1 − M/d², the
    /// limit of the correction in `calibration::projection` for somebody near the middle, whose standardised genotypes have
    /// the sum of squares M, the number of sites.
    pub fn shrinkage(&self) -> Vec<f64> {
        let sites = self.sites.len() as f64;
        self.singular_values.iter().map(|value| (1.0 - sites / (value * value)).max(0.0)).collect()
    }

    /// The copies of ALT as the components are computed from them; 0 for a frequency of 0 or 1, which no panel has.
    pub fn standardise(&self, site: usize, copies: f64) -> f64 {
        let frequency = self.frequencies.get(site).copied().unwrap_or(0.0);
        let variance = 2.0 * frequency * (1.0 - frequency);
        if variance > 0.0 { (copies - 2.0 * frequency) / variance.sqrt() } else { 0.0 }
    }
}

fn slice_of(values: &[f64], at: usize, width: usize) -> &[f64] {
    let from = at.saturating_mul(width);
    values.get(from..from.saturating_add(width)).unwrap_or_default()
}
