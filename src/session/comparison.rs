//! Puts together what a page shows of a comparison: where everybody stands among reference people, and who is related to whom.

use super::ancestry::SampleAncestry;
use super::compare::Reference;
use super::kinship::KinshipReport;
use super::run::Session;
use crate::error::Result;
use crate::reference::Panel;
use serde::Serialize;

/// People between whom relations are told unasked: those of a family or a class. For more there is a command.
const KIN_MAX: usize = 50;

/// Components that are drawn.
const COMPONENTS_SHOWN: usize = 4;

/// Everybody who is open, compared.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// By what.
    pub reference: ReferenceShown,
    /// Everybody, in the order of the report.
    pub people: Vec<SampleAncestry>,
    /// Every two of them; none where there is one person, or more than 50.
    pub kinship: Option<KinshipReport>,
}

/// A reference pack and its people.
#[derive(Clone, Debug, Serialize)]
pub struct ReferenceShown {
    /// Its name.
    pub name: String,
    /// Whose people these are.
    pub origin: String,
    /// Under what terms.
    pub licence: String,
    /// SHA-256 of the pack as it is stored.
    pub sha256: String,
    /// Sites.
    pub sites: usize,
    /// Codes of the groups.
    pub groups: Vec<String>,
    /// The group of each person, as its place in `groups`.
    pub group_of: Vec<usize>,
    /// The people's first components, as many as `width` says. Shape: people × width.
    pub coordinates: Vec<f64>,
    /// Components of each person.
    pub width: usize,
}

impl Session {
    /// Compares everybody, after scoring where there are scores; the report then says where they stand, if one of the scores
    /// brings figures of reference people.
    ///
    /// Errors: those of [`Session::compare`] and [`Session::kinship`].
    pub fn comparison(&mut self, reference: &Reference) -> Result<Comparison> {
        let people = self.ancestry(&reference.panel)?;
        // A family without such a score is compared for its relations alone; its report says nothing of percentiles then.
        if self.scores.iter().any(|score| score.calibration.is_some()) {
            self.compare_placed(reference, people.clone())?;
        }
        let kinship = match people.len() {
            2..=KIN_MAX => Some(self.kinship(&reference.panel)?),
            _ => None,
        };
        Ok(Comparison { reference: show(&reference.panel, &reference.sha256), people, kinship })
    }
}

fn show(panel: &Panel, sha256: &str) -> ReferenceShown {
    let group_of = |population: &usize| panel.populations.get(*population).map_or(0, |of| of.group);
    let width = panel.components.min(COMPONENTS_SHOWN);
    let coordinates =
        (0..panel.people.len()).flat_map(|person| panel.coordinates_of(person).iter().take(width).copied());
    ReferenceShown {
        name: panel.about.name.clone(),
        origin: panel.about.origin.clone(),
        licence: panel.about.licence.clone(),
        sha256: sha256.to_owned(),
        sites: panel.sites.len(),
        groups: panel.groups.clone(),
        group_of: panel.people.iter().map(group_of).collect(),
        coordinates: coordinates.collect(),
        width,
    }
}
