//! Says of everybody who is open where they stand among a panel's reference people.

use super::run::Session;
use super::sites::{CallsOf, CallsRun};
use crate::calibration::{Ancestry, Place, Surroundings};
use crate::error::Result;
use crate::genome::Site;
use crate::reference::Panel;
use crate::variants::at_sites::{SoughtSite, SoughtSites};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

/// What is said of one person or sample.
#[derive(Clone, Debug, Serialize)]
pub struct SampleAncestry {
    /// The sample's name.
    pub id: String,
    /// The file's.
    pub input: String,
    /// Sites of the panel with a genotype.
    pub sites: usize,
    /// Share of the panel's sites that these are.
    pub coverage: f64,
    /// Of them, sites without a record that count as two copies of REF, in a file of a whole genome's variants alone.
    pub taken_as_reference: u64,
    /// Coordinates; none where they are withheld.
    pub pcs: Option<Vec<f64>>,
    /// Their standard errors.
    pub pcs_se: Option<Vec<f64>>,
    /// Similarity to each group by its code.
    pub similarity: Option<BTreeMap<String, SimilarityShown>>,
    /// Covariances of the errors of those shares, in their order. Shape: groups × groups.
    #[serde(skip)]
    pub share_covariance: Option<Vec<f64>>,
    /// The group whose people lie densest around the person.
    pub nearest: Option<String>,
    /// The population whose people do.
    pub nearest_population: Option<String>,
    /// Mean distance to the closest reference people, in units of the coordinates.
    pub distance: Option<f64>,
    /// Mean square of what the best mixture of groups leaves of the genotypes: about 1 for somebody the reference covers.
    pub misfit: Option<f64>,
    /// Whether the person lies outside of all reference people and of mixtures of them.
    pub outside: Option<bool>,
    /// Why nothing is said, and what would help.
    pub withheld: Option<WithheldShown>,
}

impl SampleAncestry {
    /// Covariance of the errors of two groups' shares: 0 where one is not among the groups, and `None` where errors are not
    /// known.
    pub(super) fn covariance(&self, first: &str, second: &str) -> Option<f64> {
        let (similarity, values) = (self.similarity.as_ref()?, self.share_covariance.as_ref()?);
        let place = |group: &str| similarity.keys().position(|name| name == group);
        let value = || values.get(place(first)? * similarity.len() + place(second)?).copied();
        Some(value().unwrap_or(0.0))
    }

    /// Of whom nothing is said.
    pub(super) fn unplaced(id: &str, input: &str) -> Self {
        Self {
            id: id.to_owned(),
            input: input.to_owned(),
            sites: 0,
            coverage: 0.0,
            taken_as_reference: 0,
            pcs: None,
            pcs_se: None,
            similarity: None,
            share_covariance: None,
            nearest: None,
            nearest_population: None,
            distance: None,
            misfit: None,
            outside: None,
            withheld: None,
        }
    }
}

/// Covariances between groups, from the panel's order to that of their names.
fn by_name(groups: &[String], values: &[f64]) -> Vec<f64> {
    let named: BTreeMap<&String, usize> = groups.iter().zip(0..).collect();
    let value = |first: usize, second: usize| values.get(first * groups.len() + second).copied().unwrap_or(0.0);
    named.values().flat_map(|first| named.values().map(move |second| value(*first, *second))).collect()
}

/// Similarity to one group.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SimilarityShown {
    /// Share of the genome, from 0 to 1.
    pub q: f64,
    /// Its standard error; none where the sites do not tell the groups apart.
    pub se: Option<f64>,
}

/// Why nothing is said.
#[derive(Clone, Debug, Serialize)]
pub struct WithheldShown {
    /// The stable code.
    pub code: &'static str,
    /// In words.
    pub text: String,
}

/// A panel's sites, to look for in files.
pub(super) fn sought_list(panel: &Panel) -> Vec<SoughtSite> {
    let sought = panel.sites.iter().map(|site| SoughtSite {
        sites: [Site::NONE, site.site37, site.site38],
        id: site.id,
        reference: site.reference,
        alternate: site.alternate,
        is_reference_known: true,
    });
    sought.collect()
}

impl Session {
    /// Places everybody who is open, in the order of opening.
    ///
    /// Errors: those of reading the files.
    pub fn ancestry(&self, panel: &Panel) -> Result<Vec<SampleAncestry>> {
        let mut run = CallsRun::new(Rc::new(SoughtSites::new(sought_list(panel))));
        let around = Surroundings::new(panel);
        let mut all = Vec::new();
        while let Some(people) = run.step(self, u64::MAX)? {
            all.extend(place_all(&around, &people));
        }
        Ok(all)
    }
}

/// Places people by the panel's sites, which are the first of those that were sought: each by itself, so that threads change
/// nothing.
pub(super) fn place_all<P>(around: &Surroundings<P>, people: &[CallsOf]) -> Vec<SampleAncestry>
where
    P: Deref<Target = Panel> + Sync,
{
    let panel = around.panel();
    let place = |of: &CallsOf| {
        let called = of.called(panel.sites.len());
        let observed: Vec<(usize, f64)> = called.map(|(site, copies)| (site, f64::from(copies))).collect();
        show(panel, of, around.place(&observed))
    };
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        people.par_iter().map(place).collect()
    }
    #[cfg(not(feature = "parallel"))]
    people.iter().map(place).collect()
}

fn show(panel: &Panel, of: &CallsOf, found: Ancestry) -> SampleAncestry {
    let Ancestry { sites, place } = found;
    let mut shown = SampleAncestry {
        sites,
        coverage: sites as f64 / panel.sites.len().max(1) as f64,
        taken_as_reference: of.met.taken_as_reference,
        ..SampleAncestry::unplaced(&of.id, &of.input)
    };
    match place {
        Err(withheld) => shown.withheld = Some(WithheldShown { code: withheld.code(), text: withheld.text(sites) }),
        Ok(Place {
            projection,
            similarity,
            share_covariance,
            nearest,
            nearest_population,
            distance,
            misfit,
            outside,
        }) => {
            let told = similarity.iter().map(|told| SimilarityShown { q: told.share, se: told.standard_error });
            shown.similarity = Some(panel.groups.iter().cloned().zip(told).collect());
            shown.share_covariance = share_covariance.map(|values| by_name(&panel.groups, &values));
            shown.pcs = Some(projection.coordinates);
            shown.pcs_se = Some(projection.standard_errors);
            shown.nearest = panel.groups.get(nearest).cloned();
            shown.nearest_population = panel.populations.get(nearest_population).map(|of| of.code.clone());
            shown.distance = Some(distance);
            shown.misfit = Some(misfit);
            shown.outside = Some(outside);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covariances_are_found_by_name() {
        let groups = ["SAS", "AFR"].map(str::to_owned);
        let similarity =
            groups.iter().map(|group| (group.clone(), SimilarityShown { q: 0.5, se: Some(0.1) })).collect();
        let found = SampleAncestry {
            share_covariance: Some(by_name(&groups, &[4.0, 2.0, 3.0, 1.0])),
            similarity: Some(similarity),
            ..SampleAncestry::unplaced("p", "f")
        };
        let of = |first, second| found.covariance(first, second).expect("known");
        assert_eq!([of("SAS", "SAS"), of("SAS", "AFR"), of("AFR", "SAS"), of("AFR", "AFR")], [4.0, 2.0, 3.0, 1.0]);
        assert_eq!(of("SAS", "none"), 0.0);
        assert_eq!(SampleAncestry::unplaced("p", "f").covariance("SAS", "SAS"), None);
    }
}
