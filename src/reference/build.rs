//! Builds an ancestry panel from a published analysis: its sites with loadings on two builds, and its people with coordinates.
//!
//! Group frequencies follow from the coordinates: the mean of a group's standardised genotypes at a site is the group's mean
//! coordinates times the site's loadings, as far as the components reach, so its frequency of ALT is
//! p_g = p + ½ √(2p(1−p)) Σ_k loading_k · mean_gk.
//! Source: Hao, Song and Storey 2016, Bioinformatics 32:713, for frequencies from components.

use super::panel::{About, Panel, PanelSite, Population};
use crate::error::{Error, ErrorKind, Result};
use crate::genome::{RsId, Site, allele::complement};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A site as a published list gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedSite {
    /// Chromosome and position.
    pub site: Site,
    /// The rsID.
    pub id: RsId,
    /// REF.
    pub reference: Vec<u8>,
    /// ALT.
    pub alternate: Vec<u8>,
    /// Frequency of ALT.
    pub frequency: f64,
    /// One for each component.
    pub loadings: Vec<f64>,
}

/// A person of a published analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedPerson {
    /// The person's name in the analysis.
    pub id: String,
    /// One for each component.
    pub coordinates: Vec<f64>,
}

/// What a panel is built from.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The sites on GRCh37.
    pub sites37: Vec<ListedSite>,
    /// The same sites on GRCh38.
    pub sites38: Vec<ListedSite>,
    /// The people.
    pub people: Vec<ListedPerson>,
    /// By a person's name: population and group.
    pub labels: HashMap<String, (String, String)>,
    /// Components to keep.
    pub components: usize,
}

/// Builds the panel; `about` is completed with what was left out.
///
/// Errors: `panel-corrupt` where the parts do not fit each other.
pub fn build_panel(parts: &Parts, about: About) -> Result<Panel> {
    let given = parts.people.first().map_or(0, |person| person.coordinates.len());
    let same_width = parts.people.iter().all(|person| person.coordinates.len() == given)
        && parts.sites37.iter().chain(&parts.sites38).all(|site| site.loadings.len() == given);
    if !same_width || given == 0 {
        return Err(broken("sites and people with different numbers of components"));
    }
    if parts.components == 0 || parts.components > given {
        return Err(broken("fewer components in the sources than were asked for"));
    }
    let (kept, left_out) = join_builds(parts);
    if kept.is_empty() {
        return Err(broken("no site that both builds have"));
    }
    let (groups, populations, people) = label(parts)?;
    let means = group_means(parts, &groups, &populations, &people, given);
    let width = parts.components;
    let mut panel = Panel {
        about: About { left_out, ..about },
        sites: kept.iter().map(|(site, _)| *site).collect(),
        frequencies: kept.iter().map(|(_, listed)| listed.frequency).collect(),
        group_frequencies: Vec::with_capacity(groups.len() * kept.len()),
        components: width,
        loadings: kept.iter().flat_map(|(_, listed)| listed.loadings.iter().take(width).copied()).collect(),
        singular_values: Vec::new(),
        coordinates: parts.people.iter().flat_map(|person| person.coordinates.iter().take(width).copied()).collect(),
        groups,
        populations,
        people,
    };
    for mean in &means {
        panel.group_frequencies.extend(kept.iter().map(|(_, listed)| frequency_at(listed, mean)));
    }
    panel.singular_values = (0..width)
        .map(|component| {
            let squares = (0..panel.people.len()).filter_map(|person| panel.coordinates_of(person).get(component));
            squares.map(|value| value * value).sum::<f64>().sqrt()
        })
        .collect();
    Ok(panel)
}

/// The frequency of ALT at a site among people with this mean of coordinates; all components that the sources have count.
pub fn frequency_at(listed: &ListedSite, mean: &[f64]) -> f64 {
    let p = listed.frequency;
    let shift: f64 = listed.loadings.iter().zip(mean).map(|(loading, mean)| loading * mean).sum();
    (p + 0.5 * (2.0 * p * (1.0 - p)).sqrt() * shift).clamp(0.0, 1.0)
}

fn broken(what: &'static str) -> Error {
    ErrorKind::PanelCorrupt { what }.into()
}

/// The sites that are the same on both builds, in the order of GRCh37, and how many were left out and why.
fn join_builds(parts: &Parts) -> (Vec<(PanelSite, &ListedSite)>, BTreeMap<String, u64>) {
    let mut left_out: BTreeMap<String, u64> = BTreeMap::new();
    let on_38: HashMap<RsId, &ListedSite> = parts.sites38.iter().map(|site| (site.id, site)).collect();
    let mut kept: BTreeMap<Site, (PanelSite, &ListedSite)> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for listed in &parts.sites37 {
        match join_site(listed, on_38.get(&listed.id).copied()) {
            Ok(site) if ids.insert(site.id) && !kept.contains_key(&site.site37) => {
                kept.insert(site.site37, (site, listed));
            }
            Ok(_) => *left_out.entry("repeated".to_owned()).or_default() += 1,
            Err(reason) => *left_out.entry(reason.to_owned()).or_default() += 1,
        }
    }
    (kept.into_values().collect(), left_out)
}

fn join_site(listed: &ListedSite, on_38: Option<&ListedSite>) -> std::result::Result<PanelSite, &'static str> {
    let other = on_38.filter(|_| listed.id.is_some()).ok_or("not-on-both-builds")?;
    let ([reference], [alternate]) = (listed.reference.as_slice(), listed.alternate.as_slice()) else {
        return Err("not-one-base");
    };
    let Some(turned) = complement(*reference).filter(|_| complement(*alternate).is_some()) else {
        return Err("not-one-base");
    };
    if turned == *alternate || reference == alternate {
        return Err("palindromic");
    }
    if (&other.reference, &other.alternate) != (&listed.reference, &listed.alternate) {
        return Err("alleles-differ-between-builds");
    }
    if other.site.chromosome() != listed.site.chromosome() {
        return Err("chromosome-differs-between-builds");
    }
    let is_autosomal = listed.site.chromosome().is_some_and(|chromosome| chromosome.index() <= 22);
    let is_common = listed.frequency > 0.0 && listed.frequency < 1.0;
    if !is_autosomal || !is_common {
        return Err(if is_common { "not-autosomal" } else { "one-allele-alone" });
    }
    Ok(PanelSite {
        site37: listed.site,
        site38: other.site,
        id: listed.id,
        reference: *reference,
        alternate: *alternate,
    })
}

type Labelled = (Vec<String>, Vec<Population>, Vec<usize>);

/// Groups and populations in the order of their codes, and everybody's population.
fn label(parts: &Parts) -> Result<Labelled> {
    let label_of =
        |person: &ListedPerson| parts.labels.get(&person.id).ok_or_else(|| broken("a person without a label"));
    let mut groups = BTreeSet::new();
    let mut group_of: BTreeMap<&str, &str> = BTreeMap::new();
    for person in &parts.people {
        let (population, group) = label_of(person)?;
        groups.insert(group.clone());
        if *group_of.entry(population).or_insert(group) != group {
            return Err(broken("a population in two groups"));
        }
    }
    let groups: Vec<String> = groups.into_iter().collect();
    let place = |code: &str| groups.iter().position(|group| group == code).unwrap_or(0);
    let populations: Vec<Population> =
        group_of.iter().map(|(code, group)| Population { code: (*code).to_owned(), group: place(group) }).collect();
    let people = parts.people.iter().map(|person| {
        let (code, _) = label_of(person)?;
        Ok(populations.iter().position(|population| population.code == *code).unwrap_or(0))
    });
    let people = people.collect::<Result<_>>()?;
    Ok((groups, populations, people))
}

/// The mean of all given coordinates of each group.
fn group_means(
    parts: &Parts,
    groups: &[String],
    populations: &[Population],
    people: &[usize],
    given: usize,
) -> Vec<Vec<f64>> {
    let mut means = vec![vec![0.0; given]; groups.len()];
    let mut counts = vec![0_u32; groups.len()];
    for (person, population) in parts.people.iter().zip(people) {
        let Some(group) = populations.get(*population).map(|population| population.group) else { continue };
        if let (Some(mean), Some(count)) = (means.get_mut(group), counts.get_mut(group)) {
            mean.iter_mut().zip(&person.coordinates).for_each(|(mean, value)| *mean += value);
            *count += 1;
        }
    }
    for (mean, count) in means.iter_mut().zip(counts) {
        mean.iter_mut().for_each(|value| *value /= f64::from(count.max(1)));
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Chromosome;

    fn listed(position: u32, id: u32, alleles: [&[u8]; 2]) -> ListedSite {
        ListedSite {
            site: Site::new(Chromosome::autosome(1).expect("known"), position),
            id: RsId::from_number(id),
            reference: alleles[0].to_vec(),
            alternate: alleles[1].to_vec(),
            frequency: 0.5,
            loadings: vec![0.5, -0.25],
        }
    }

    fn parts() -> Parts {
        let person = |id: &str, a, b| ListedPerson { id: id.to_owned(), coordinates: vec![a, b] };
        let label =
            |id: &str, population: &str, group: &str| (id.to_owned(), (population.to_owned(), group.to_owned()));
        let sites: [(u32, u32, [&[u8]; 2]); 4] =
            [(9, 1, [b"A", b"G"]), (5, 2, [b"C", b"A"]), (20, 3, [b"A", b"T"]), (30, 4, [b"AC", b"A"])];
        let mut on_38: Vec<ListedSite> = sites.iter().map(|&(at, id, alleles)| listed(at + 100, id, alleles)).collect();
        let mut on_37: Vec<ListedSite> = sites.iter().map(|&(at, id, alleles)| listed(at, id, alleles)).collect();
        on_37.push(listed(40, 5, [b"A", b"C"]));
        on_37.push(listed(50, 6, [b"A", b"C"]));
        on_38.push(listed(150, 6, [b"T", b"C"]));
        Parts {
            sites37: on_37,
            sites38: on_38,
            people: vec![person("a", 1.0, 0.0), person("b", -1.0, 2.0), person("c", 1.0, 4.0)],
            labels: [label("a", "P1", "X"), label("b", "P2", "Y"), label("c", "P3", "Y")].into(),
            components: 2,
        }
    }

    #[test]
    fn sites_that_both_builds_have_are_kept_in_order() {
        let panel = build_panel(&parts(), About::default()).expect("builds");
        let positions: Vec<_> =
            panel.sites.iter().map(|site| (site.site37.position(), site.site38.position())).collect();
        assert_eq!(positions, [(5, 105), (9, 109)]);
        let reasons: Vec<_> = panel.about.left_out.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        let expected =
            [("alleles-differ-between-builds", 1), ("not-on-both-builds", 1), ("not-one-base", 1), ("palindromic", 1)];
        assert_eq!(reasons, expected);
        assert_eq!((panel.groups.len(), panel.populations.len(), &panel.people[..]), (2, 3, &[0, 1, 2][..]));
    }

    #[test]
    fn group_frequencies_follow_from_coordinates() {
        let panel = build_panel(&parts(), About::default()).expect("builds");
        // Group X: coordinates (1, 0); p = 0.5 + 0.5 · √0.5 · 0.5. Group Y: mean (0, 3).
        let half = 0.5 * 0.5_f64.sqrt();
        assert!((panel.frequencies_in(0)[0] - (0.5 + half * 0.5)).abs() < 1e-12);
        assert!((panel.frequencies_in(1)[0] - (0.5 - half * 0.75)).abs() < 1e-12);
        assert!((panel.singular_values[0] - 3.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(panel.centroids(), [[1.0, 0.0], [0.0, 3.0]]);
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let refused = |change: &dyn Fn(&mut Parts)| {
            let mut parts = parts();
            change(&mut parts);
            build_panel(&parts, About::default()).expect_err("refused").code()
        };
        assert_eq!(refused(&|parts| parts.labels.clear()), "panel-corrupt");
        assert_eq!(refused(&|parts| parts.components = 3), "panel-corrupt");
        assert_eq!(refused(&|parts| parts.sites37[0].loadings.clear()), "panel-corrupt");
        assert_eq!(refused(&|parts| parts.sites38.clear()), "panel-corrupt");
    }
}
