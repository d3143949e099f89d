//! Makes reference people: as many in each group of an ancestry panel, as PLINK files and a table of their groups.

use super::backgrounds::Backgrounds;
use super::sample_shelf::SampleFile;
use crate::genome::Chromosome;
use crate::stats::Random;
use std::fmt::Write as _;

/// Streams of the seed that reference people are drawn from, one for each group and one for their genotypes.
const STREAM: u64 = 3_000;
/// PLINK 1's first bytes: magic, and variant by variant.
pub const BED_START: [u8; 3] = [0x6C, 0x1B, 0x01];

/// Made-up people with genotypes at sites of a panel.
pub struct ReferenceSet {
    /// Group of each person, by its place among the panel's.
    pub groups: Vec<usize>,
    bed: Vec<u8>,
    bim: String,
    fam: String,
    labels: String,
}

impl ReferenceSet {
    /// The PLINK files and the table of IID and group, in this folder.
    pub fn files(self, folder: &str) -> [SampleFile; 4] {
        let file = |name: &str, bytes| SampleFile { name: format!("{folder}{name}"), bytes };
        [
            file("people.bed", self.bed),
            file("people.bim", self.bim.into_bytes()),
            file("people.fam", self.fam.into_bytes()),
            file("labels.tsv", self.labels.into_bytes()),
        ]
    }
}

/// PLINK 1's bytes of one variant: two copies of the first allele are 0, one is 2, none is 3.
pub fn bed_column(copies: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let bits = |copies: &u8| match copies {
        2 => 0,
        1 => 2,
        _ => 3_u8,
    };
    copies.chunks(4).map(move |four| four.iter().map(bits).enumerate().map(|(nth, bits)| bits << (2 * nth)).sum())
}

/// Draws this many people near the middle of each group, at these of the panel's sites, which are in order.
pub fn reference_set(backgrounds: &Backgrounds<'_>, sites: &[usize], seed: u64, of_each: usize) -> ReferenceSet {
    let panel = backgrounds.panel();
    let (mut groups, mut points) = (Vec::new(), Vec::new());
    let (mut fam, mut labels) = (String::new(), "IID\tgroup\n".to_owned());
    for (group, name) in panel.groups.iter().enumerate() {
        let mut random = Random::stream(seed, STREAM + 1 + group as u64);
        for nth in 1..=of_each {
            groups.push(group);
            points.push(backgrounds.point_near(group, &mut random));
            // Writing to a string cannot fail.
            let _ = writeln!(fam, "{name}\t{name}-{nth:03}\t0\t0\t0\t-9");
            let _ = writeln!(labels, "{name}-{nth:03}\t{name}");
        }
    }
    let mut random = Random::stream(seed, STREAM);
    let (mut bed, mut bim) = (BED_START.to_vec(), String::new());
    for &at in sites {
        let Some(site) = panel.sites.get(at) else { continue };
        let (place, chromosome) = (site.site37.position(), site.site37.chromosome().map_or("0", Chromosome::name));
        let (first, second) = (char::from(site.alternate), char::from(site.reference));
        let _ = writeln!(bim, "{chromosome}\t{}\t0\t{place}\t{first}\t{second}", site.id);
        let mut copies = |point: &Vec<f64>| {
            let chance = backgrounds.chance(at, point);
            u8::from(random.chance(chance)) + u8::from(random.chance(chance))
        };
        bed.extend(bed_column(&points.iter().map(&mut copies).collect::<Vec<u8>>()));
    }
    ReferenceSet { groups, bed, bim, fam, labels }
}
