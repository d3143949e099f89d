//! Draws a cohort of people who do not exist, variant by variant: unrelated people, groups of them, and families.
//!
//! Memory grows with people, founders and the sites of one chromosome, not with people × sites. Everything is drawn from the
//! seed; families do not move the genotypes of the others.

use super::cohort_design::CohortDesign;
use super::founders::{EFFECTIVE_SIZE, Founders, share_with};
use super::meiosis::Gamete;
use super::mosaic::{Copying, Shares};
use crate::genome::contig_lengths::lengths_of;
use crate::genome::{Chromosome, Sex, Site};
use crate::reference::GeneticMap;
use crate::stats::Random;

/// Streams of the seed, each with room for every chromosome.
const STREAM: u64 = 10_000;
/// Length of the stretches on which a group favours the same founders.
const STRETCH_CM: f64 = 5.0;
/// Alleles of variants: pairs that a strand flip cannot confuse.
const ALLELES: [(char, char); 8] =
    [('A', 'C'), ('A', 'G'), ('C', 'A'), ('C', 'T'), ('G', 'A'), ('G', 'T'), ('T', 'C'), ('T', 'G')];

/// Stands for no call among counts of copies.
pub const NO_CALL: u8 = 3;

/// Somebody of a cohort.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CohortPerson {
    /// The family, from 0.
    pub family: Option<usize>,
    /// Father and mother, by their places in the cohort.
    pub parents: Option<[usize; 2]>,
    /// Sex.
    pub sex: Sex,
    /// The group, from 0.
    pub group: usize,
}

/// A variant of a cohort.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CohortVariant {
    /// Its place in GRCh37.
    pub site: Site,
    /// Centimorgans of the map.
    pub cm: f64,
    /// The reference allele.
    pub reference: char,
    /// The allele that is counted.
    pub alternate: char,
    /// Share of the founders that have the alternate allele.
    pub frequency: f64,
}

/// A cohort, drawn from one variant to the next.
pub struct Cohort {
    design: CohortDesign,
    map: GeneticMap,
    people: Vec<CohortPerson>,
    chromosome: u8,
    strip: Option<Strip>,
}

/// The chromosome that is being drawn.
struct Strip {
    chromosome: Chromosome,
    founders: Founders,
    /// Position, centimorgans and row among the founders.
    sites: Vec<(u32, f64, usize)>,
    next: usize,
    stretch: i64,
    shares: Vec<Shares>,
    shares_random: Random,
    site_random: Random,
    haplotypes: Vec<Copying>,
    /// For unrelated people and for parents of families.
    haplotype_randoms: [Random; 2],
    gametes: Vec<[Gamete; 2]>,
    gamete_random: Random,
    missing_random: Random,
    /// Alternate alleles of both haplotypes of everybody who has no parents here, at the site.
    alleles: Vec<[bool; 2]>,
}

impl Cohort {
    /// Everybody of this design, before the first variant. Errors: those of [`CohortDesign::checked`].
    pub fn new(design: CohortDesign, map: GeneticMap) -> crate::error::Result<Self> {
        let design = design.checked()?;
        let people = list_people(&design);
        Ok(Self { design, map, people, chromosome: 0, strip: None })
    }

    /// Everybody, in the order in which copies are given: unrelated people, then each family's father, mother and children.
    pub fn people(&self) -> &[CohortPerson] {
        &self.people
    }

    /// The next variant, with everybody's true copies of its alternate allele; `None` after the last.
    pub fn next_variant(&mut self, copies: &mut Vec<u8>) -> Option<CohortVariant> {
        loop {
            if let Some(strip) = &mut self.strip
                && let Some(variant) = strip.next_variant(&self.design, &self.people, copies)
            {
                return Some(variant);
            }
            if self.chromosome >= self.design.chromosomes {
                return None;
            }
            self.chromosome += 1;
            self.strip = Strip::start(self.chromosome, &self.design, &self.map, &self.people);
        }
    }

    /// Takes calls away, by the design's share of missing ones, after each [`Self::next_variant`].
    pub fn drop_calls(&mut self, copies: &mut [u8]) {
        let missing = self.design.missing;
        let Some(strip) = &mut self.strip else { return };
        if missing > 0.0 {
            for count in copies {
                if strip.missing_random.chance(missing) {
                    *count = NO_CALL;
                }
            }
        }
    }
}

/// Lists everybody; groups are stretches of the unrelated people, and of the families.
fn list_people(design: &CohortDesign) -> Vec<CohortPerson> {
    let group = |nth: usize, of: usize| nth * design.groups / of.max(1);
    let sex = |nth: usize| if nth.is_multiple_of(2) { Sex::Male } else { Sex::Female };
    let alone = |nth| CohortPerson { family: None, parents: None, sex: sex(nth), group: group(nth, design.people) };
    let mut people: Vec<CohortPerson> = (0..design.people).map(alone).collect();
    for family in 0..design.families {
        let group = group(family, design.families);
        let first = people.len();
        let of = |parents, sex| CohortPerson { family: Some(family), parents, sex, group };
        people.extend([of(None, Sex::Male), of(None, Sex::Female)]);
        people.extend((0..design.children).map(|nth| of(Some([first, first + 1]), sex(family + nth))));
    }
    people
}

impl Strip {
    /// Draws the sites and founders of a chromosome; `None` where none of the sites falls on it.
    fn start(number: u8, design: &CohortDesign, map: &GeneticMap, people: &[CohortPerson]) -> Option<Self> {
        let chromosome = Chromosome::autosome(number)?;
        let wanted = sites_of(number, design);
        if wanted == 0 {
            return None;
        }
        let random = |part: u64| Random::stream(design.seed, STREAM + 100 * part + u64::from(number));
        let mut site_random = random(0);
        let (founders, sites) = draw_sites(chromosome, wanted, design, map, &mut site_random);
        let mut strip = Self {
            chromosome,
            founders,
            sites,
            next: 0,
            stretch: i64::MIN,
            shares: vec![Shares::even(design.founders); design.groups],
            shares_random: random(1),
            site_random,
            haplotypes: Vec::new(),
            haplotype_randoms: [random(2), random(5)],
            gametes: Vec::new(),
            gamete_random: random(3),
            missing_random: random(4),
            alleles: vec![[false; 2]; people.len()],
        };
        let children = people.iter().filter(|person| person.parents.is_some());
        let mut start = || Gamete::start(&mut strip.gamete_random);
        strip.gametes = children.map(|_| [start(), start()]).collect();
        Some(strip)
    }

    fn next_variant(
        &mut self,
        design: &CohortDesign,
        people: &[CohortPerson],
        copies: &mut Vec<u8>,
    ) -> Option<CohortVariant> {
        let (position, cm, row) = *self.sites.get(self.next)?;
        let morgans = (cm - self.sites.first()?.1) / 100.0;
        self.next += 1;
        self.enter_stretch(cm, design, people);
        let per_cm = 4.0 * EFFECTIVE_SIZE / 100.0 / design.founders as f64;
        let at_site = self.founders.at(row);
        let mut haplotypes = self.haplotypes.iter_mut();
        let mut gametes = self.gametes.iter_mut();
        copies.clear();
        for (at, person) in people.iter().enumerate() {
            let alleles = match person.parents {
                None => {
                    let [alone, parents] = &mut self.haplotype_randoms;
                    let random = if person.family.is_none() { alone } else { parents };
                    let mut allele = || {
                        let (copying, shares) = (haplotypes.next()?, self.shares.get(person.group)?);
                        at_site.get(copying.founder_at(cm, per_cm, shares, random)).copied()
                    };
                    [allele().unwrap_or(false), allele().unwrap_or(false)]
                }
                Some(parents) => {
                    let mut handed = [false; 2];
                    if let Some(both) = gametes.next() {
                        for ((slot, gamete), parent) in handed.iter_mut().zip(both).zip(parents) {
                            let is_second = gamete.is_second_at(morgans, &mut self.gamete_random);
                            let [first, second] = self.alleles.get(parent).copied().unwrap_or_default();
                            *slot = if is_second { second } else { first };
                        }
                    }
                    handed
                }
            };
            if let Some(slot) = self.alleles.get_mut(at) {
                *slot = alleles;
            }
            copies.push(alleles.into_iter().map(u8::from).sum());
        }
        let kind = self.site_random.below(ALLELES.len() as u32) as usize;
        let (reference, alternate) = ALLELES.get(kind).copied().unwrap_or(('A', 'G'));
        let alternates = at_site.iter().filter(|allele| **allele).count();
        let frequency = alternates as f64 / self.founders.haplotypes() as f64;
        Some(CohortVariant { site: Site::new(self.chromosome, position), cm, reference, alternate, frequency })
    }

    /// Draws the groups' shares anew where a stretch begins, and lets everybody begin again by them.
    fn enter_stretch(&mut self, cm: f64, design: &CohortDesign, people: &[CohortPerson]) {
        let drifts = design.groups > 1 && design.divergence > 0.0;
        // Centimorgans of a chromosome are a few hundred.
        let stretch = if drifts { libm::floor(cm / STRETCH_CM) as i64 } else { 0 };
        if stretch == self.stretch {
            return;
        }
        self.stretch = stretch;
        if drifts {
            let drifted = || Shares::drifted(design.founders, design.divergence, &mut self.shares_random);
            self.shares = std::iter::repeat_with(drifted).take(design.groups).collect();
        }
        let per_cm = 4.0 * EFFECTIVE_SIZE / 100.0 / design.founders as f64;
        self.haplotypes.clear();
        for person in people.iter().filter(|person| person.parents.is_none()) {
            let Some(shares) = self.shares.get(person.group) else { continue };
            let [alone, parents] = &mut self.haplotype_randoms;
            let random = if person.family.is_none() { alone } else { parents };
            for _ in 0..2 {
                self.haplotypes.push(Copying::start(cm, per_cm, shares, random));
            }
        }
    }
}

/// Sites of a chromosome: by its share of the length, rounded so that all add up.
fn sites_of(number: u8, design: &CohortDesign) -> usize {
    let length = |number: u8| {
        let lengths = Chromosome::autosome(number).and_then(lengths_of);
        lengths.map_or(0, |[_, in37, _]| u64::from(in37))
    };
    let total: u64 = (1..=design.chromosomes).map(length).sum();
    let before = |number: u8| {
        let bases: u64 = (1..=number).map(length).sum();
        // At most 5 million sites × 3 · 10⁹ bases.
        (design.sites as u64 * bases / total.max(1)) as usize
    };
    before(number) - before(number - 1)
}

/// Draws more sites than wanted, and leaves out first the rare ones and then any.
fn draw_sites(
    chromosome: Chromosome,
    wanted: usize,
    design: &CohortDesign,
    map: &GeneticMap,
    random: &mut Random,
) -> (Founders, Vec<(u32, f64, usize)>) {
    let length = lengths_of(chromosome).map_or(0, |[_, in37, _]| in37);
    let least = design.least_copies();
    let mut tries = wanted as f64 / share_with(least, design.founders).max(0.01) + 16.0;
    loop {
        tries *= 1.1;
        // One in each of as many equal parts of the chromosome, so that no two are the same.
        let count = tries.min(f64::from(length) / 2.0) as u32;
        let part = f64::from(length) / f64::from(count);
        let place = |nth: u32| 1 + ((f64::from(nth) + random.uniform()) * part) as u32;
        let mut positions: Vec<u32> = (0..count).map(place).collect();
        positions.dedup();
        let cm: Vec<f64> = positions.iter().map(|position| map.cm_at(chromosome, *position)).collect();
        let founders = Founders::draw(&cm, design.founders, random);
        let common = founders.sites_with(least);
        if common.len() >= wanted {
            let chosen = random.choose(wanted as u32, common.len() as u32);
            let site = |nth: u32| {
                let row = *common.get(nth as usize)?;
                Some((*positions.get(row)?, *cm.get(row)?, row))
            };
            return (founders, chosen.into_iter().filter_map(site).collect());
        }
    }
}

#[cfg(test)]
mod tests;
