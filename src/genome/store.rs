//! Keeps one person's calls sorted by site and finds them in constant time, in any order.

use super::{Build, Call, Chromosome, RsId, Sex, Site};
use std::ops::Range;

/// Positions share a bucket of 2¹² bases: about as many buckets as a consumer file has markers.
const BUCKET_BITS: u32 = 12;

/// One person's calls, sorted by site, one entry for each distinct marker.
///
/// Shape: columns of equal length; 13 bytes a marker and 4 a bucket.
#[derive(Clone, Debug, Default)]
pub struct Genome {
    sites: Vec<Site>,
    ids: Vec<RsId>,
    calls: Vec<Call>,
    /// First entry of each bucket, chromosome after chromosome; one more at the end.
    buckets: Vec<u32>,
    /// Where each chromosome's buckets start in `buckets`.
    chromosome_buckets: [u32; Chromosome::COUNT + 1],
    /// Entries with an rsID in rsID order; built when first asked for.
    by_id: std::sync::OnceLock<Vec<u32>>,
    /// The build of the positions.
    pub build: Option<Build>,
    /// The sex that X and Y calls show.
    pub sex: Sex,
}

impl Genome {
    /// From columns of equal length sorted by site, with no more than 2³²−2 entries.
    pub fn from_sorted(sites: Vec<Site>, ids: Vec<RsId>, calls: Vec<Call>, build: Option<Build>, sex: Sex) -> Self {
        debug_assert!(sites.is_sorted() && sites.len() == ids.len() && sites.len() == calls.len());
        let mut last_position = [0_u32; Chromosome::COUNT];
        for site in &sites {
            let index = site.chromosome().map_or(0, |chromosome| usize::from(chromosome.index()));
            if let Some(last) = last_position.get_mut(index) {
                *last = site.position();
            }
        }
        let mut chromosome_buckets = [0_u32; Chromosome::COUNT + 1];
        for (index, last) in last_position.iter().enumerate() {
            let count = if *last == 0 { 0 } else { (last >> BUCKET_BITS) + 1 };
            chromosome_buckets[index + 1] = chromosome_buckets[index] + count;
        }
        let mut buckets = vec![0_u32; chromosome_buckets[Chromosome::COUNT] as usize + 1];
        for site in &sites {
            if let Some(chromosome) = site.chromosome() {
                let bucket = chromosome_buckets[usize::from(chromosome.index())] + (site.position() >> BUCKET_BITS);
                buckets[bucket as usize + 1] += 1;
            }
        }
        // Entries without a place sort first and belong to no bucket.
        buckets[0] = sites.partition_point(|site| !site.is_some()) as u32;
        for bucket in 1..buckets.len() {
            buckets[bucket] += buckets[bucket - 1];
        }
        Self { sites, ids, calls, buckets, chromosome_buckets, by_id: std::sync::OnceLock::new(), build, sex }
    }

    /// Markers held.
    pub fn len(&self) -> usize {
        self.sites.len()
    }

    /// Whether no marker is held.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// The entries at a site: none, one, or several where different kinds of variant share it.
    #[inline]
    pub fn at(&self, site: Site) -> Range<usize> {
        let Some(chromosome) = site.chromosome() else { return 0..0 };
        let index = usize::from(chromosome.index());
        let bucket = self.chromosome_buckets[index] + (site.position() >> BUCKET_BITS);
        if bucket >= self.chromosome_buckets[index + 1] {
            return 0..0;
        }
        let first = self.buckets[bucket as usize] as usize;
        let end = self.buckets[bucket as usize + 1] as usize;
        let entries = &self.sites[first..end];
        let from = if entries.len() <= 16 {
            entries.iter().position(|entry| *entry >= site).unwrap_or(entries.len())
        } else {
            entries.partition_point(|entry| *entry < site)
        };
        let count = entries[from..].iter().take_while(|entry| **entry == site).count();
        first + from..first + from + count
    }

    /// As [`Self::at`], quick where sites are asked for in order: `near` is the entry at which the search before ended.
    #[inline]
    pub fn at_near(&self, site: Site, near: &mut usize) -> Range<usize> {
        const STEPS: usize = 8;
        let is_behind = near.checked_sub(1).and_then(|before| self.sites.get(before)).is_some_and(|last| *last >= site);
        if !is_behind && site.is_some() {
            let ahead = self.sites.get(*near..).unwrap_or(&[]);
            if let Some(steps) = ahead.iter().take(STEPS).position(|entry| *entry >= site) {
                let from = *near + steps;
                let count = ahead[steps..].iter().take_while(|entry| **entry == site).count();
                *near = from;
                return from..from + count;
            }
        }
        let found = self.at(site);
        *near = found.start;
        found
    }

    /// Builds the rsID order now rather than at the first search.
    pub fn prepare_ids(&self) {
        self.by_id();
    }

    fn by_id(&self) -> &[u32] {
        self.by_id.get_or_init(|| self.in_id_order(self.ids.len()))
    }

    /// The entries with an rsID among the first so many, in rsID order.
    pub fn in_id_order(&self, entries: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..entries as u32).filter(|&entry| self.ids[entry as usize].is_some()).collect();
        order.sort_unstable_by_key(|&entry| (self.ids[entry as usize], entry));
        order
    }

    /// The entries with an rsID, by search in rsID order.
    pub fn with_id(&self, id: RsId) -> &[u32] {
        if !id.is_some() {
            return &[];
        }
        let by_id = self.by_id();
        let from = by_id.partition_point(|&entry| self.ids[entry as usize] < id);
        let count = by_id[from..].iter().take_while(|&&entry| self.ids[entry as usize] == id).count();
        &by_id[from..from + count]
    }

    /// Where an entry lies.
    pub fn site(&self, entry: usize) -> Site {
        self.sites[entry]
    }

    /// The rsID of an entry.
    pub fn id(&self, entry: usize) -> RsId {
        self.ids[entry]
    }

    /// The call of an entry.
    #[inline]
    pub fn call(&self, entry: usize) -> Call {
        self.calls[entry]
    }

    /// Replaces every call by what `change` makes of it; returns how many calls were lost.
    pub fn map_calls(&mut self, change: impl Fn(Site, Call) -> Call) -> u64 {
        let mut lost = 0;
        for (site, call) in self.sites.iter().zip(&mut self.calls) {
            let changed = change(*site, *call);
            lost += u64::from(changed.is_none() && !call.is_none());
            *call = changed;
        }
        lost
    }

    /// All sites in order.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// All calls in site order.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::SeenAllele;

    #[test]
    fn finds_every_entry_and_nothing_else() {
        let mut sites = vec![Site::NONE];
        for chromosome in [1_u8, 2, 22, 23, 25] {
            for step in 0..300_u32 {
                let chromosome = Chromosome::from_index(chromosome).expect("known");
                sites.push(Site::new(chromosome, 1 + step * step * 7));
            }
        }
        sites.push(*sites.last().expect("some"));
        let ids: Vec<RsId> = (0..sites.len() as u32).map(|n| RsId::from_number(n / 2)).collect();
        let calls = vec![Call::haploid(SeenAllele::A); sites.len()];
        let genome = Genome::from_sorted(sites.clone(), ids, calls, None, Sex::Unknown);
        for (entry, site) in sites.iter().enumerate().skip(1) {
            let found = genome.at(*site);
            for start in [0, entry.saturating_sub(9), entry, entry + 1, sites.len(), sites.len() + 5] {
                let mut near = start;
                assert_eq!(genome.at_near(*site, &mut near), found, "{site} from {start}");
            }
            assert!(found.contains(&entry), "{site}");
            assert!(found.clone().all(|other| sites[other] == *site));
        }
        let last = sites[sites.len() - 1];
        assert_eq!(genome.at(last).len(), 2);
        for absent in [Site::NONE, last.shifted(1), Site::new(Chromosome::Y, 5), Site::new(Chromosome::X, u32::MAX)] {
            assert!(genome.at(absent).is_empty(), "{absent}");
            assert!((0..=sites.len()).all(|mut near| genome.at_near(absent, &mut near).is_empty()), "{absent}");
        }
        assert_eq!(genome.with_id(RsId::from_number(4)), &[8, 9]);
        assert!(genome.with_id(RsId::NONE).is_empty());
    }
}
