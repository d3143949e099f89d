//! Draws a synthetic person: the places, alleles, frequencies and calls of a consumer array, and the file they make.
//!
//! Places are independent of each other (no linkage), and the frequencies are of no real population but at the sites of an
//! ancestry panel (`backgrounds`): the file is for trying the program, and says so in its first lines.

use super::array_layout::{build_marker_at, chromosomes};
use crate::genome::{Build, Call, Chromosome, Ploidy, RsId, SeenAllele, Sex, Site};
use crate::stats::Random;

/// One marker of the synthetic person: what is true, and whether the file tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleSite {
    /// Place on GRCh37.
    pub site: Site,
    /// The marker's synthetic rsID, or none where it has an internal id.
    pub id: RsId,
    /// Number behind `i`, where there is no rsID.
    pub internal: u32,
    /// The allele called reference.
    pub reference: SeenAllele,
    /// The other allele.
    pub alternate: SeenAllele,
    /// Frequency of the alternate allele in ten-thousandths: the one the calls were drawn with, or at an ancestry panel's
    /// sites the one among all its people.
    pub frequency: u16,
    /// Copies of this place in the person: 1 or 2.
    pub copies: u8,
    /// Copies of the alternate allele.
    pub alternates: u8,
    /// Whether the file has a call here.
    pub called: bool,
}

impl SampleSite {
    /// Whether both alleles are single bases.
    pub fn is_base(&self) -> bool {
        self.reference.is_base()
    }

    /// Whether the two alleles read the same on both strands.
    pub fn is_palindromic(&self) -> bool {
        self.is_base() && self.reference.complement() == self.alternate
    }

    /// Whether the id is a real one: of a marker that tells the build, or of an ancestry panel's site.
    pub fn is_known(&self) -> bool {
        self.id.is_some() && self.id.number() < FIRST_ID
    }

    /// The call as the file writes it.
    pub fn call(&self) -> Call {
        let allele = |nth: u8| if nth < self.alternates { self.alternate } else { self.reference };
        match (self.called, self.copies) {
            (false, _) => Call::NONE,
            (true, 1) => Call::haploid(allele(0)),
            (true, _) => Call::diploid(allele(0), allele(1)),
        }
    }
}

/// A synthetic person: all markers, in the file's order.
pub struct SamplePerson {
    /// The markers, sorted by place.
    pub sites: Vec<SampleSite>,
    /// The person's sex.
    pub sex: Sex,
}

/// The person is male, so that X, Y and MT with one copy occur.
const SEX: Sex = Sex::Male;
/// Share of markers without a call, as in a good run of an array.
pub(super) const NO_CALLS: f64 = 0.006;
/// Share of markers with an internal id.
const INTERNAL_IDS: f64 = 0.025;
/// Share of insertions and deletions.
const INDELS: f64 = 0.004;
/// Shares among single bases: A/G and C/T; A/T and C/G, which arrays avoid; the rest are A/C and G/T.
const TRANSITIONS: f64 = 0.80;
const PALINDROMIC: f64 = 0.015;
/// Synthetic rsIDs start here, above those that dbSNP has given, so that no score finds one by name.
const FIRST_ID: u32 = 4_000_000_000;
const FIRST_INTERNAL: u32 = 90_000_000;

const HEADER: &str = "\
# SYNTHETIC DATA made by Tallele. This is no real person's DNA; every genotype was drawn by a random number generator.
# {who}
#
# Seed: {seed}. The same seed gives the same file, byte for byte. Dedicated to the public domain (CC0 1.0).
# Made for trying out and testing programs; it must not be read as anybody's health or ancestry.
#
# Layout: as in raw data downloads of consumer DNA tests (23andMe, version 5 arrays). Fields are separated by tabs.
# Positions: human reference assembly build 37 (GRCh37), from 1. Alleles: forward (+) strand of that assembly.
# Ids: invented (rs4000000000 and above, i90000000 and above), but for seven real ones that tell the build and those of the
# sites of an ancestry panel. There the alleles were drawn with the frequencies that the panel implies for a made-up person.
# No call: --. D and I: the shorter and the longer allele of an insertion or deletion. One letter: one copy.
#
# rsid\tchromosome\tposition\tgenotype
";

impl SamplePerson {
    /// Draws the person of this seed.
    pub fn simulate(seed: u64) -> Self {
        let mut sites = Vec::new();
        let (mut next_id, mut next_internal) = (FIRST_ID, FIRST_INTERNAL);
        for layout in chromosomes() {
            let mut random = Random::stream(seed, u64::from(layout.chromosome.index()));
            for site in layout.places(layout.markers, &mut random, |_| false) {
                let mut marker = draw_marker(site, &mut random);
                if !marker.id.is_some() && marker.internal == 0 {
                    next_id += 1 + random.below(300);
                    marker.id = RsId::from_number(next_id);
                } else if !marker.id.is_some() {
                    next_internal += marker.internal;
                    marker.internal = next_internal;
                }
                sites.push(marker);
            }
        }
        Self { sites, sex: SEX }
    }

    /// The same person with these markers too, where the file has none yet.
    pub fn with(mut self, markers: impl IntoIterator<Item = SampleSite>) -> Self {
        let mut added: Vec<SampleSite> = markers.into_iter().filter(|marker| !self.has(marker.site)).collect();
        self.sites.append(&mut added);
        self.sites.sort_by_key(|marker| marker.site);
        self
    }

    /// Markers without a call.
    pub fn no_calls(&self) -> usize {
        self.sites.iter().filter(|marker| !marker.called).count()
    }

    /// Markers with two different alleles written.
    pub fn heterozygous(&self) -> usize {
        self.sites.iter().filter(|marker| marker.call().is_heterozygous()).count()
    }

    /// Whether the person's file has this place.
    pub fn has(&self, site: Site) -> bool {
        self.sites.binary_search_by_key(&site, |marker| marker.site).is_ok()
    }

    /// The file's text; `who` says in its first lines who is made up here.
    pub fn text(&self, who: &str, seed: u64) -> Vec<u8> {
        let mut text = HEADER.replace("{who}", who).replace("{seed}", &seed.to_string());
        text.reserve(self.sites.len() * 32);
        for marker in &self.sites {
            let (chromosome, position) =
                (marker.site.chromosome().map_or("0", Chromosome::name), marker.site.position());
            let id = if marker.id.is_some() { marker.id.to_string() } else { format!("i{}", marker.internal) };
            text.push_str(&format!("{id}\t{chromosome}\t{position}\t{:?}\n", marker.call()));
        }
        text.into_bytes()
    }
}

/// Draws everything about a marker but the numbers of its id: `internal` is then the step from the one before.
fn draw_marker(site: Site, random: &mut Random) -> SampleSite {
    let marker = build_marker_at(site);
    let indel = marker.is_none() && random.chance(INDELS);
    let (reference, alternate) = if indel { draw_indel(random) } else { draw_bases(random, marker.is_some()) };
    let internal = marker.is_none() && random.chance(if indel { 0.9 } else { INTERNAL_IDS });
    let frequency = draw_frequency(random);
    let copies = Ploidy::of(site, SEX, Build::Grch37).copies();
    let alternates = (0..copies).filter(|_| random.chance(f64::from(frequency) / 1e4)).count() as u8;
    SampleSite {
        site,
        id: marker.map_or(RsId::NONE, RsId::from_number),
        internal: if internal { 1 + random.below(40) } else { 0 },
        reference,
        alternate,
        frequency,
        copies,
        alternates,
        called: marker.is_some() || !random.chance(NO_CALLS),
    }
}

fn draw_indel(random: &mut Random) -> (SeenAllele, SeenAllele) {
    use SeenAllele::{Deletion, Insertion};
    if random.chance(0.5) { (Insertion, Deletion) } else { (Deletion, Insertion) }
}

pub(super) fn draw_bases(random: &mut Random, plain: bool) -> (SeenAllele, SeenAllele) {
    use SeenAllele::{A, C, G, T};
    let kind = if plain { 0.0 } else { random.uniform() };
    let (first, second) = match (kind, random.chance(0.5)) {
        (kind, true) if kind < TRANSITIONS => (A, G),
        (kind, false) if kind < TRANSITIONS => (C, T),
        (kind, true) if kind < TRANSITIONS + PALINDROMIC => (A, T),
        (kind, false) if kind < TRANSITIONS + PALINDROMIC => (C, G),
        (_, true) => (A, C),
        (_, false) => (G, T),
    };
    if random.chance(0.5) { (first, second) } else { (second, first) }
}

/// Frequency of the alternate allele in ten-thousandths, 10 to 9,990.
///
/// The spectrum of an array: a third of the markers follow the neutral spectrum, with density 1 ⁄ x from 0.001 to 0.5
/// (Watterson 1975); the rest, chosen for being common, are even between 0.05 and 0.5. One reference allele in five is the rarer.
pub(super) fn draw_frequency(random: &mut Random) -> u16 {
    let minor = if random.chance(1.0 / 3.0) {
        0.001 * libm::pow(500.0, random.uniform())
    } else {
        0.05 + 0.45 * random.uniform()
    };
    let minor = libm::round(minor * 1e4) as u16;
    if random.chance(0.8) { minor } else { 10_000 - minor }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::build::longest_end;

    #[test]
    fn the_person_is_like_a_real_file() {
        let person = SamplePerson::simulate(2);
        let total = person.sites.len() as f64;
        assert_eq!(person.sites.len(), 640_400);
        assert!(person.sites.is_sorted_by(|a, b| a.site < b.site));
        let within = |marker: &SampleSite| {
            marker.site.chromosome().is_some_and(|chromosome| marker.site.position() <= longest_end(chromosome))
        };
        assert!(person.sites.iter().all(within));
        let share = |holds: &dyn Fn(&SampleSite) -> bool| {
            person.sites.iter().filter(|marker| holds(marker)).count() as f64 / total
        };
        let rows: [(&str, f64, f64, f64); 5] = [
            ("no calls", share(&|marker| !marker.called), 0.0055, 0.0065),
            ("indels", share(&|marker| !marker.is_base()), 0.0035, 0.0045),
            ("palindromic", share(&SampleSite::is_palindromic), 0.013, 0.017),
            ("internal ids", share(&|marker| !marker.id.is_some()), 0.025, 0.032),
            ("heterozygous", share(&|marker| marker.call().is_heterozygous()), 0.20, 0.32),
        ];
        for (name, share, low, high) in rows {
            assert!(low < share && share < high, "{name}: {share}");
        }
    }

    #[test]
    fn calls_are_in_hardy_weinberg_proportions_and_one_letter_where_there_is_one_copy() {
        let person = SamplePerson::simulate(3);
        let (mut expected, mut variance, mut observed) = (0.0, 0.0, 0.0);
        for marker in &person.sites {
            let p = f64::from(marker.frequency) / 1e4;
            let copies = f64::from(marker.copies);
            (expected, variance) = (expected + copies * p, variance + copies * p * (1.0 - p));
            observed += f64::from(marker.alternates);
            let sex_specific = match marker.site.chromosome() {
                Some(Chromosome::X) => !Build::Grch37.is_pseudo_autosomal_x(marker.site.position()),
                Some(Chromosome::Y | Chromosome::MT) => true,
                _ => false,
            };
            assert_eq!(marker.copies == 1, sex_specific);
            assert_eq!(marker.called && marker.copies == 1, matches!(marker.call().alleles(), (Some(_), None)));
        }
        assert!((observed - expected).abs() < 4.0 * f64::sqrt(variance), "{observed} for {expected}");
    }

    #[test]
    fn ids_are_different_and_the_build_markers_are_at_their_places() {
        let person = SamplePerson::simulate(4);
        let mut ids: Vec<(RsId, u32)> = person.sites.iter().map(|marker| (marker.id, marker.internal)).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), person.sites.len());
        let real: Vec<String> = (person.sites.iter())
            .filter(|marker| marker.is_known())
            .map(|marker| format!("{} {}", marker.id, marker.site))
            .collect();
        let expected = [
            "rs3094315 1:752566",
            "rs2341354 1:918573",
            "rs2500347 1:144938320",
            "rs11928389 3:50927009",
            "rs3850290 14:23245301",
            "rs964481 X:27656823",
            "rs1329546 X:135474420",
        ];
        assert_eq!(real, expected);
    }

    #[test]
    fn the_text_is_one_line_for_each_marker() {
        let person =
            SamplePerson { sites: SamplePerson::simulate(5).sites.into_iter().take(50).collect(), sex: Sex::Male };
        let text = String::from_utf8(person.text("Nobody.", 5)).expect("ASCII");
        assert!(text.starts_with("# SYNTHETIC DATA made by Tallele."));
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(rows.len(), 50);
        assert!(rows.iter().all(|row| row.split('\t').count() == 4), "{rows:?}");
    }
}
