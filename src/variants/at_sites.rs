//! Gathers people's genotypes at a list of sites: copies of one allele of each, from a person's genome or from records.
//!
//! A site is looked for where it lies on the file's build, and by its rsID where that build is not known or nothing stands
//! there. Alleles may be written on either strand, and the letters tell which it is. Of a site whose two alleles are each
//! other's complement they tell nothing: it is read as written on the forward strand, and the caller has to know better.

use crate::genome::{Build, Call, Calls, Genome, Record, RsId, Site, allele::complement};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A site that is sought: one base or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoughtSite {
    /// Where it is on each of [`Build::ALL`]; [`Site::NONE`] where that is not known.
    pub sites: [Site; 3],
    /// Its rsID, where it has one.
    pub id: RsId,
    /// The base whose copies are not counted.
    pub reference: u8,
    /// The base whose copies are counted.
    pub alternate: u8,
    /// Whether `reference` is the base of the reference genome: only then does a site that a file of variants alone leaves out
    /// have two copies of it.
    pub is_reference_known: bool,
}

/// Sites that are sought.
#[derive(Debug, Default)]
pub struct SoughtSites {
    list: Vec<SoughtSite>,
    /// The first of them, whose records [`MetCounts`] tells of.
    counted: usize,
    /// By build: places in order, with the site's place in `list`.
    ordered: [Vec<(Site, usize)>; 3],
    by_id: HashMap<RsId, usize>,
}

impl SoughtSites {
    /// From a list; what repeats a place or an rsID is found by the first alone.
    pub fn new(list: Vec<SoughtSite>) -> Self {
        let mut ordered: [Vec<(Site, usize)>; 3] = Default::default();
        let mut by_id = HashMap::new();
        for (at, sought) in list.iter().enumerate() {
            for (places, site) in ordered.iter_mut().zip(sought.sites) {
                if site.is_some() {
                    places.push((site, at));
                }
            }
            if sought.id.is_some() {
                by_id.entry(sought.id).or_insert(at);
            }
        }
        for places in &mut ordered {
            places.sort_unstable();
            places.dedup_by_key(|(site, _)| *site);
        }
        Self { counted: list.len(), list, ordered, by_id }
    }

    /// The same, with what is met at the first `sites` counted alone.
    pub fn counting(self, sites: usize) -> Self {
        Self { counted: sites, ..self }
    }

    /// Which of [`Self::list`] is found where this site lies, or by its rsID.
    pub fn find(&self, site: &SoughtSite) -> Option<usize> {
        let mut places = Build::ALL.into_iter().zip(site.sites).filter(|(_, place)| place.is_some());
        let by_place = places.find_map(|(build, place)| self.at(build, place));
        by_place.or_else(|| self.by_id.get(&site.id).copied().filter(|_| site.id.is_some()))
    }

    /// The sites, in the order that genotypes come in.
    pub fn list(&self) -> &[SoughtSite] {
        &self.list
    }

    /// The places on a build, ascending.
    pub fn places(&self, build: Build) -> Vec<Site> {
        self.ordered_on(build).iter().map(|(site, _)| *site).collect()
    }

    fn ordered_on(&self, build: Build) -> &[(Site, usize)] {
        let at = Build::ALL.iter().position(|of| *of == build);
        at.and_then(|at| self.ordered.get(at)).map_or(&[], Vec::as_slice)
    }

    fn within(&self, build: Build, first: Site, last: Site) -> &[(Site, usize)] {
        let places = self.ordered_on(build);
        let range: Range<usize> =
            places.partition_point(|(site, _)| *site < first)..places.partition_point(|(site, _)| *site <= last);
        places.get(range).unwrap_or_default()
    }

    fn at(&self, build: Build, site: Site) -> Option<usize> {
        let places = self.ordered_on(build);
        let found = places.binary_search_by_key(&site, |(site, _)| *site).ok()?;
        places.get(found).map(|(_, at)| *at)
    }
}

/// A genotype that is not known, among those of [`CallsAt`].
pub const MISSING: u8 = 3;

/// A record without the counted allele says less than one that lists both: it yields to it.
const WEAK: u8 = 4;
/// Records that contradict each other.
const CONFLICT: u8 = 8;
const UNSEEN: u8 = 16;

/// What was met at the sites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MetCounts {
    /// Records or markers on a sought site.
    pub met: u64,
    /// Those written on the other strand.
    pub other_strand: u64,
    /// Those with other alleles.
    pub differing: u64,
    /// Calls of records that contradict each other.
    pub conflicts: u64,
    /// Sites without a record that count as two copies of REF.
    pub taken_as_reference: u64,
}

/// Genotypes of samples at sought sites, on their way. Shape: sites × samples, a byte each.
pub struct CallsAt {
    sought: Rc<SoughtSites>,
    build: Option<Build>,
    samples: usize,
    calls: Vec<u8>,
    counts: MetCounts,
}

impl CallsAt {
    /// Before the first record of a file on this build.
    pub fn new(sought: Rc<SoughtSites>, build: Option<Build>, samples: usize) -> Self {
        let calls = vec![UNSEEN; sought.list.len() * samples];
        Self { sought, build, samples, calls, counts: MetCounts::default() }
    }

    /// Whether the record lies on a sought site; its calls are wanted then.
    pub fn wants(&self, record: &Record) -> bool {
        self.site_of(record).is_some() || !self.block_of(record).is_empty()
    }

    fn site_of(&self, record: &Record) -> Option<usize> {
        let by_place = self.build.and_then(|build| self.sought.at(build, record.site));
        by_place.or_else(|| self.sought.by_id.get(&record.id).copied().filter(|_| record.id.is_some()))
    }

    fn is_reference_known(&self, at: usize) -> bool {
        self.sought.list.get(at).is_some_and(|site| site.is_reference_known)
    }

    /// Sites that a reference block covers.
    fn block_of(&self, record: &Record) -> &[(Site, usize)] {
        let (Some(build), true, Some(chromosome)) = (self.build, record.is_reference_block, record.site.chromosome())
        else {
            return &[];
        };
        self.sought.within(build, record.site, Site::new(chromosome, record.end))
    }

    /// Takes a record that [`Self::wants`] and its calls. Shape of the calls: samples.
    pub fn take(&mut self, record: &Record, calls: &Calls) {
        let block: Vec<usize> = self.block_of(record).iter().map(|(_, at)| *at).collect();
        for &at in &block {
            let is_known = self.is_reference_known(at);
            for sample in 0..self.samples {
                let is_reference = is_known && calls.hard_copies(sample, 0) == Some((2, 2));
                self.put(at, sample, if is_reference { 0 } else { MISSING }, false);
            }
        }
        if block.is_empty()
            && let Some(at) = self.site_of(record)
        {
            self.take_at(at, record, calls);
        }
    }

    fn take_at(&mut self, at: usize, record: &Record, calls: &Calls) {
        let Some(sought) = self.sought.list.get(at).copied() else { return };
        let letters: Vec<Option<u8>> = (0..record.alleles()).map(|allele| one_base(record.allele(allele))).collect();
        let counts = u64::from(at < self.sought.counted);
        self.counts.met += counts;
        // Where REF is longer the record is of an indel, which says nothing of the base before it.
        let is_longer = record.is_sequence(0) && record.allele(0).len() > 1;
        let Some(is_turned) = strand_of(&letters, &sought).filter(|_| !is_longer) else {
            self.counts.differing += counts;
            return;
        };
        self.counts.other_strand += if is_turned { counts } else { 0 };
        let meaning: Vec<Option<bool>> =
            letters.iter().map(|letter| letter.and_then(|letter| is_alternate(letter, is_turned, &sought))).collect();
        let lists_both = meaning.contains(&Some(false)) && meaning.contains(&Some(true));
        let alts = record.alleles().saturating_sub(1);
        let counted = meaning.iter().position(|is_alternate| *is_alternate == Some(true));
        for sample in 0..self.samples {
            let hard = copies_of(calls.of(sample), &meaning);
            let by_dosage = || {
                let counted = u8::try_from(counted.filter(|_| alts == 1 && lists_both)?).ok()?;
                certain(calls.expected_copies(sample, counted, alts)?)
            };
            let copies = hard.or_else(|| by_dosage().filter(|_| calls.hard_copies(sample, 0).is_none()));
            self.put(at, sample, copies.unwrap_or(MISSING), lists_both);
        }
    }

    /// Keeps what a record says of a sample, whatever order records come in.
    fn put(&mut self, at: usize, sample: usize, copies: u8, is_strong: bool) {
        let Some(cell) = self.calls.get_mut(at * self.samples + sample) else { return };
        let said = if is_strong { copies } else { copies | WEAK };
        let was_strong = *cell & (UNSEEN | WEAK) == 0;
        if *cell == UNSEEN || (is_strong && !was_strong) {
            *cell = said;
        } else if was_strong == is_strong && *cell & CONFLICT == 0 && *cell != said {
            match (*cell & MISSING, copies) {
                (MISSING, _) => *cell = said,
                (_, MISSING) => {}
                _ => {
                    self.counts.conflicts += u64::from(at < self.sought.counted);
                    *cell = CONFLICT | MISSING | (said & WEAK);
                }
            }
        }
    }

    /// Gives every site of these chromosomes that no record was on two copies of REF, as a file of a whole genome's variants
    /// means it, where REF is known. Does nothing where the build is not.
    pub fn take_absent_as_reference(&mut self, is_covered: impl Fn(Site) -> bool) {
        let Some(build) = self.build else { return };
        for &(site, at) in self.sought.ordered_on(build) {
            let is_meant = self.is_reference_known(at) && is_covered(site);
            let cells = self.calls.get_mut(at * self.samples..(at + 1) * self.samples).unwrap_or_default();
            if is_meant && cells.iter().all(|cell| *cell == UNSEEN) {
                cells.fill(0);
                self.counts.taken_as_reference += u64::from(at < self.sought.counted);
            }
        }
    }

    /// What was met so far.
    pub fn counts(&self) -> MetCounts {
        self.counts
    }

    /// A sample's copies at every site, [`MISSING`] where they are not known.
    pub fn of(&self, sample: usize) -> Vec<u8> {
        let copies = |cell: &u8| if *cell & UNSEEN != 0 { MISSING } else { *cell & MISSING };
        self.calls.iter().skip(sample).step_by(self.samples.max(1)).map(copies).collect()
    }
}

/// A person's copies at every sought site, [`MISSING`] where they are not known, and what was met.
pub fn calls_of_genome(genome: &Genome, sought: &SoughtSites) -> (Vec<u8>, MetCounts) {
    let mut counts = MetCounts::default();
    let build = genome.build.unwrap_or(Build::Grch37);
    let at_build = Build::ALL.iter().position(|of| *of == build);
    let mut uncounted = MetCounts::default();
    let copies = sought.list.iter().enumerate().map(|(at, site)| {
        let counts = if at < sought.counted { &mut counts } else { &mut uncounted };
        let place = at_build.and_then(|at| site.sites.get(at)).copied().unwrap_or(Site::NONE);
        let by_place = genome.at(place).map(|entry| genome.call(entry));
        let mut found = None;
        for call in by_place.chain(genome.with_id(site.id).iter().map(|&entry| genome.call(entry as usize))) {
            let Some(copies) = copies_of_call(call, site, counts) else { continue };
            found = Some(copies);
            break;
        }
        found.unwrap_or(MISSING)
    });
    let copies = copies.collect();
    (copies, counts)
}

fn copies_of_call(call: Call, site: &SoughtSite, counts: &mut MetCounts) -> Option<u8> {
    let (Some(a), Some(b)) = call.alleles() else { return None };
    if !a.is_base() || !b.is_base() {
        return None;
    }
    counts.met += 1;
    let letters = [a, b].map(|allele| u8::try_from(allele.letter()).ok());
    let Some(is_turned) = strand_of(&letters, site) else {
        counts.differing += 1;
        return None;
    };
    counts.other_strand += u64::from(is_turned);
    let is_alternate = |letter: Option<u8>| letter.and_then(|letter| is_alternate(letter, is_turned, site));
    letters.into_iter().map(|letter| is_alternate(letter).map(u8::from)).sum()
}

fn one_base(allele: &[u8]) -> Option<u8> {
    match allele {
        [base] => complement(*base).map(|_| *base),
        _ => None,
    }
}

/// Whether letters are written on the other strand than the site's; `None` where they are other alleles. Where an allele
/// beyond the two is listed, REF, the first, tells.
fn strand_of(letters: &[Option<u8>], site: &SoughtSite) -> Option<bool> {
    let fits = |letter: &u8, is_turned: bool| is_alternate(*letter, is_turned, site).is_some();
    let listed = || letters.iter().flatten();
    let all = |is_turned: bool| listed().next().is_some() && listed().all(|letter| fits(letter, is_turned));
    match (all(false), all(true)) {
        (true, _) => return Some(false),
        (_, true) => return Some(true),
        _ => {}
    }
    let first = letters.first().copied().flatten().filter(|_| letters.len() > 2)?;
    [false, true].into_iter().find(|&is_turned| fits(&first, is_turned))
}

/// Whether a letter is the counted allele; `None` where it is neither.
fn is_alternate(letter: u8, is_turned: bool, site: &SoughtSite) -> Option<bool> {
    let letter = if is_turned { complement(letter)? } else { letter };
    match letter {
        _ if letter == site.alternate => Some(true),
        _ if letter == site.reference => Some(false),
        _ => None,
    }
}

/// Copies of the counted allele among two called ones; `None` for one copy, no-calls and alleles beyond the two.
fn copies_of(alleles: &[u8], meaning: &[Option<bool>]) -> Option<u8> {
    let mut called = alleles.iter().filter(|allele| **allele != Calls::ABSENT);
    let (Some(&a), Some(&b), None) = (called.next(), called.next(), called.next()) else { return None };
    let is_alternate = |allele: u8| meaning.get(usize::from(allele)).copied().flatten().map(u8::from);
    Some(is_alternate(a)? + is_alternate(b)?)
}

/// The whole number that a dosage is all but certain of.
fn certain(dosage: f64) -> Option<u8> {
    const LEAST: f64 = 0.1;
    [0_u8, 1, 2].into_iter().find(|copies| (dosage - f64::from(*copies)).abs() <= LEAST)
}

#[cfg(test)]
#[path = "at_sites/tests.rs"]
mod tests;
