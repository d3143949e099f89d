//! Tells the build of a file by where well-known markers stand in it; that outranks what its header says.

use crate::genome::{Build, Chromosome, Genome, RsId, Site};
use crate::stats::sort_by_number;
use serde::Serialize;

/// Position of a marker in each of [`Build::ALL`].
struct Marker {
    id: RsId,
    sites: [Site; 3],
}

/// The markers, from the table beside this file.
fn markers() -> impl Iterator<Item = Marker> {
    include_str!("build_markers.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        let id = RsId::parse(fields.next()?.as_bytes());
        let chromosome = Chromosome::parse(fields.next()?.as_bytes())?;
        let mut site = || Some(Site::new(chromosome, fields.next()?.parse().ok()?));
        Some(Marker { id, sites: [site()?, site()?, site()?] })
    })
}

/// Markers found at their place in each build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BuildEvidence {
    /// At their GRCh36 position.
    #[serde(rename = "GRCh36")]
    pub grch36: u64,
    /// At their GRCh37 position.
    #[serde(rename = "GRCh37")]
    pub grch37: u64,
    /// At their GRCh38 position.
    #[serde(rename = "GRCh38")]
    pub grch38: u64,
}

/// A marker without an rsID of its own stands there by chance now and then; so few are no evidence.
const UNNAMED_ENOUGH: u64 = 3;

/// The places of each `each`-th marker on any build, ascending: enough to judge a build by where every place has its cost.
pub fn some_marker_sites(each: usize) -> Vec<Site> {
    let mut sites: Vec<Site> = markers().step_by(each.max(1)).flat_map(|marker| marker.sites).collect();
    sort_by_number(&mut sites, |site| site.key());
    sites.dedup();
    sites
}

/// Every marker with its places in the builds of [`Build::ALL`].
pub fn known_places() -> impl Iterator<Item = (RsId, [Site; 3])> {
    markers().map(|marker| (marker.id, marker.sites))
}

impl BuildEvidence {
    /// Looks every marker up at its three places. A marker counts where the file has the same rsID there; files without
    /// rsIDs are judged by the places alone.
    pub fn count(genome: &Genome) -> Self {
        let (mut named, mut unnamed) = ([0_u64; 3], [0_u64; 3]);
        for marker in markers() {
            for (build, site) in marker.sites.into_iter().enumerate() {
                let entries = genome.at(site);
                if entries.clone().any(|entry| genome.id(entry) == marker.id) {
                    named[build] += 1;
                } else if entries.clone().any(|entry| !genome.id(entry).is_some()) {
                    unnamed[build] += 1;
                }
            }
        }
        let is_named = named.iter().any(|count| *count > 0);
        let [grch36, grch37, grch38] =
            if is_named { named } else { unnamed.map(|count| if count >= UNNAMED_ENOUGH { count } else { 0 }) };
        Self { grch36, grch37, grch38 }
    }

    /// The build that the markers prove: by far the most of them stand at its places.
    pub fn build(&self) -> Option<Build> {
        let counts = [(self.grch36, Build::Grch36), (self.grch37, Build::Grch37), (self.grch38, Build::Grch38)];
        let by_far = |(count, build)| counts.iter().all(|(other, of)| *of == build || count > 4 * other);
        counts.into_iter().find(|one| by_far(*one)).map(|(_, build)| build)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::{Call, Sex};

    #[test]
    fn the_table_is_sound() {
        let all: Vec<Marker> = markers().collect();
        assert!(all.len() > 300);
        for marker in &all {
            let [a, b, c] = marker.sites;
            assert!(marker.id.is_some() && a.is_some() && a != b && b != c && a != c, "{}", marker.id);
            assert_eq!((a.chromosome(), b.chromosome()), (b.chromosome(), c.chromosome()));
        }
    }

    fn genome_of(build: usize, with_ids: bool, keep: usize) -> Genome {
        let mut rows: Vec<(Site, RsId)> = markers()
            .take(keep)
            .map(|marker| (marker.sites[build], if with_ids { marker.id } else { RsId::NONE }))
            .collect();
        rows.sort();
        let calls = vec![Call::NONE; rows.len()];
        let (sites, ids) = rows.into_iter().unzip();
        Genome::from_sorted(sites, ids, calls, None, Sex::Unknown)
    }

    #[test]
    fn each_build_is_told_by_places_with_and_without_ids() {
        for (index, build) in Build::ALL.into_iter().enumerate() {
            for with_ids in [true, false] {
                assert_eq!(BuildEvidence::count(&genome_of(index, with_ids, 400)).build(), Some(build));
            }
            assert_eq!(BuildEvidence::count(&genome_of(index, true, 1)).build(), Some(build));
            assert_eq!(BuildEvidence::count(&genome_of(index, false, 2)).build(), None);
        }
    }
}
