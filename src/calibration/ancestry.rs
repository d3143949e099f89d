//! Says what may be said of a person beside a panel: coordinates, similarity to groups, the nearest people, and whether the
//! person lies outside of all of them or shares too few sites to tell.

use super::admixture::{Admixture, admix};
use super::projection::Projection;
use super::{Observed, projection};
use crate::reference::Panel;
use std::ops::Deref;

/// With fewer sites nothing is said.
///
/// Measured: from 361 sites 651 of 657 people of the 1000 Genomes Project are nearest to their own group, with standard
/// errors of shares of 0.14 to 0.22 (`tests/ancestry.rs`). Below this the errors are wider than what they are of.
pub const SITES_MIN: usize = 300;

/// Components that distances are measured on: those behind them hold little but noise for somebody new.
const DISTANCE_COMPONENTS: usize = 6;
/// How far around a person those who are near count, in units of the coordinates, besides what sampling leaves open: about
/// as far as people of one population are apart.
const REACH: f64 = 3.0;
/// Genotypes are as far from what the mixture of groups expects, squared and in units of its variance, as 1 on average; for
/// people who drifted far from every group more. Inbreeding gives first cousins' children 1.06.
const MISFIT_MAX: f64 = 1.2;
/// A single copy of an allele that a group all but lacks must not make somebody a stranger to it.
const LEAST_FREQUENCY: f64 = 0.02;
/// A share counts as no less than this when the nearest group is told.
const LEAST_SHARE: f64 = 0.01;
/// Reference people whose mean distance says how far somebody is from all of them.
const CLOSEST: usize = 5;

/// Similarity to one group: a share of the genome, and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similarity {
    /// From 0 to 1; over all groups they add up to 1.
    pub share: f64,
    /// `None` where the sites do not tell the groups apart.
    pub standard_error: Option<f64>,
}

/// Why nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// Fewer sites are shared than [`SITES_MIN`].
    TooFewSites,
}

impl Withheld {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooFewSites => "too-few-sites",
        }
    }

    /// Why, and what would help.
    pub fn text(self, sites: usize) -> String {
        match self {
            Self::TooFewSites => format!(
                "Only {sites} of the reference's sites have a call in this file, and {SITES_MIN} are needed. A file of the whole array or genome would help."
            ),
        }
    }
}

/// Where somebody lies beside the reference people.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Coordinates and their standard errors.
    pub projection: Projection,
    /// One for each of the panel's groups.
    pub similarity: Vec<Similarity>,
    /// Covariances of the shares' errors. Shape: groups × groups; `None` where the sites do not tell the groups apart.
    pub share_covariance: Option<Vec<f64>>,
    /// The group whose people lie densest around the person, times its share.
    pub nearest: usize,
    /// The population of that group whose people do.
    pub nearest_population: usize,
    /// Mean distance to the closest reference people, in units of the coordinates.
    pub distance: f64,
    /// Mean square of what the best mixture of groups leaves of the genotypes, in units of its variance: about 1 for
    /// somebody whom the reference covers.
    pub misfit: f64,
    /// Whether that distance is farther than any reference person's from the others, beyond what sampling explains, and no
    /// mixture of the groups lies there either; or the misfit is too large for any mixture of the groups.
    pub outside: bool,
}

/// What was found of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Ancestry {
    /// Sites of the panel that the person has a call at.
    pub sites: usize,
    /// What is said, or why nothing is.
    pub place: Result<Place, Withheld>,
}

/// The reference people, ready to be asked who is near.
pub struct Surroundings<P> {
    panel: P,
    centroids: Vec<Vec<f64>>,
    components: usize,
    /// The farthest that a reference person is from the closest others.
    farthest: f64,
}

impl<P: Deref<Target = Panel>> Surroundings<P> {
    /// Measures how far the panel's own people are from each other.
    pub fn new(panel: P) -> Self {
        let components = DISTANCE_COMPONENTS.min(panel.components);
        let centroids = panel.centroids();
        let mut around = Self { panel, centroids, components, farthest: 0.0 };
        let far = |person| around.closest(around.panel.coordinates_of(person), CLOSEST, Some(person));
        around.farthest = (0..around.panel.people.len()).map(|person| mean(&far(person))).fold(0.0, f64::max);
        around
    }

    /// The panel.
    pub fn panel(&self) -> &Panel {
        &self.panel
    }

    /// Places one person.
    pub fn place(&self, observed: Observed<'_>) -> Ancestry {
        let sites = observed.len();
        let placed = || {
            let projection = projection::project(&self.panel, observed)?;
            let groups: Vec<&[f64]> =
                (0..self.panel.groups.len()).map(|group| self.panel.frequencies_in(group)).collect();
            let admixture = admix(&groups, observed)?;
            let misfit = misfit(&groups, observed, &admixture.shares);
            Some(self.beside(projection, admixture, misfit))
        };
        let place = if sites < SITES_MIN { None } else { placed() };
        Ancestry { sites, place: place.ok_or(Withheld::TooFewSites) }
    }

    fn beside(&self, projection: Projection, admixture: Admixture, misfit: f64) -> Place {
        let distance = mean(&self.closest(&projection.coordinates, CLOSEST, None));
        let nearness = self.nearness(&projection);
        // Where coordinates leave two groups open, as they do from few sites, the shares know more.
        let of_group = |group: usize| admixture.shares.get(group).copied().unwrap_or(0.0).max(LEAST_SHARE);
        let nearest = densest(&nearness, self.panel.groups.len(), |person| self.panel.group_of(person), of_group);
        let population_of = |person: usize| self.panel.people.get(person).copied();
        let is_in_nearest = |population: usize| {
            f64::from(u8::from(self.panel.populations.get(population).is_some_and(|of| of.group == nearest)))
        };
        let nearest_population = densest(&nearness, self.panel.populations.len(), population_of, is_in_nearest);
        // Sampling moves somebody two standard errors at most, nearly always.
        let noise: f64 = projection.standard_errors.iter().take(self.components).map(|error| 4.0 * error * error).sum();
        let limit = (self.farthest * self.farthest + noise).sqrt();
        let is_far = distance > limit && self.distance_to_mixture(&projection, &admixture) > limit;
        // Five standard errors: the square of a standardised genotype has a variance of about 1.
        let is_unlike = misfit > MISFIT_MAX + 5.0 / (projection.sites as f64).sqrt();
        let outside = is_far || is_unlike;
        let errors = admixture.standard_errors();
        let similarity = admixture.shares.iter().enumerate().map(|(group, &share)| Similarity {
            share,
            standard_error: errors.as_ref().and_then(|errors| errors.get(group).copied()),
        });
        Place {
            similarity: similarity.collect(),
            share_covariance: admixture.covariance,
            projection,
            nearest,
            nearest_population,
            distance,
            misfit,
            outside,
        }
    }

    /// How far somebody is from where the mixture of the groups that fits best has its middle.
    fn distance_to_mixture(&self, projection: &Projection, admixture: &Admixture) -> f64 {
        let of_component = |at: usize| {
            let middle: f64 = admixture
                .shares
                .iter()
                .zip(&self.centroids)
                .map(|(share, centroid)| share * centroid.get(at).copied().unwrap_or(0.0))
                .sum();
            projection.coordinates.get(at).copied().unwrap_or(0.0) - middle
        };
        (0..self.components).map(of_component).map(|apart| apart * apart).sum::<f64>().sqrt()
    }

    /// How near each reference person is, from 0 to 1 for the nearest: a normal density whose width is what sampling leaves
    /// open and [`REACH`].
    fn nearness(&self, projection: &Projection) -> Vec<f64> {
        let widths: Vec<f64> = projection.standard_errors.iter().map(|error| error * error + REACH * REACH).collect();
        let far = |person: usize| -> f64 {
            let apart = projection.coordinates.iter().zip(self.panel.coordinates_of(person)).zip(&widths);
            apart.take(self.components).map(|((a, b), width)| (a - b) * (a - b) / width).sum()
        };
        let distances: Vec<f64> = (0..self.panel.people.len()).map(far).collect();
        let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
        distances.into_iter().map(|distance| libm::exp(-0.5 * (distance - least))).collect()
    }

    /// The reference people nearest to a place, with their distances, nearest first; those at the same distance in their order.
    fn closest(&self, place: &[f64], count: usize, without: Option<usize>) -> Vec<(f64, usize)> {
        let mut near: Vec<(f64, usize)> = Vec::with_capacity(count + 1);
        for person in (0..self.panel.people.len()).filter(|person| Some(*person) != without) {
            let apart = place.iter().zip(self.panel.coordinates_of(person)).take(self.components);
            let distance = apart.map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
            if near.len() == count && near.last().is_some_and(|(last, _)| distance >= *last) {
                continue;
            }
            let at = near.partition_point(|(other, _)| *other <= distance);
            near.insert(at, (distance, person));
            near.truncate(count);
        }
        near.iter_mut().for_each(|(distance, _)| *distance = distance.sqrt());
        near
    }
}

/// The mean square of what a mixture leaves of the genotypes, in units of its variance.
fn misfit(groups: &[&[f64]], observed: Observed<'_>, shares: &[f64]) -> f64 {
    let squares = observed.iter().map(|&(site, copies)| {
        let of = groups.iter().zip(shares).map(|(group, share)| share * group.get(site).copied().unwrap_or(0.0));
        let p = of.sum::<f64>().clamp(LEAST_FREQUENCY, 1.0 - LEAST_FREQUENCY);
        let apart = copies - 2.0 * p;
        apart * apart / (2.0 * p * (1.0 - p))
    });
    squares.sum::<f64>() / observed.len().max(1) as f64
}

fn mean(near: &[(f64, usize)]) -> f64 {
    near.iter().map(|(distance, _)| distance).sum::<f64>() / near.len().max(1) as f64
}

/// The class whose members are nearest on average, times the class's weight; of several the first.
fn densest(
    nearness: &[f64],
    classes: usize,
    class_of: impl Fn(usize) -> Option<usize>,
    weight: impl Fn(usize) -> f64,
) -> usize {
    let mut sums = vec![(0.0, 0_u32); classes];
    for (person, near) in nearness.iter().enumerate() {
        if let Some((sum, count)) = class_of(person).and_then(|class| sums.get_mut(class)) {
            *sum += near;
            *count += 1;
        }
    }
    let means = sums.into_iter().enumerate().map(|(class, (sum, count))| weight(class) * sum / f64::from(count.max(1)));
    means.enumerate().fold((0, f64::NEG_INFINITY), |best, of| if of.1 > best.1 { of } else { best }).0
}
