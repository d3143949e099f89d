//! Lays sites over the chromosomes of GRCh38, with the markers that tell the build among them.

use crate::dice::Dice;

/// Names and lengths (UCSC `chromInfo` of hg38).
pub const CHROMOSOMES: [(&str, u32); 23] = [
    ("1", 248_956_422),
    ("2", 242_193_529),
    ("3", 198_295_559),
    ("4", 190_214_555),
    ("5", 181_538_259),
    ("6", 170_805_979),
    ("7", 159_345_973),
    ("8", 145_138_636),
    ("9", 138_394_717),
    ("10", 133_797_422),
    ("11", 135_086_622),
    ("12", 133_275_309),
    ("13", 114_364_328),
    ("14", 107_043_718),
    ("15", 101_991_189),
    ("16", 90_338_345),
    ("17", 83_257_441),
    ("18", 80_373_285),
    ("19", 58_617_616),
    ("20", 64_444_167),
    ("21", 46_709_983),
    ("22", 50_818_468),
    ("X", 156_040_895),
];

/// A place where people differ.
#[derive(Clone, Copy)]
pub struct Place {
    /// In [`CHROMOSOMES`].
    pub chromosome: u8,
    pub position: u32,
    /// dbSNP's number; 0 for none.
    pub id: u32,
    pub reference: &'static str,
    pub alternative: &'static str,
}

/// Two thirds of substitutions are transitions.
const SUBSTITUTIONS: [(&str, &str); 18] = [
    ("A", "G"),
    ("G", "A"),
    ("C", "T"),
    ("T", "C"),
    ("A", "G"),
    ("G", "A"),
    ("C", "T"),
    ("T", "C"),
    ("A", "G"),
    ("G", "A"),
    ("C", "T"),
    ("T", "C"),
    ("A", "C"),
    ("C", "A"),
    ("G", "T"),
    ("T", "G"),
    ("C", "G"),
    ("A", "T"),
];

const INDELS: [(&str, &str); 6] = [("CA", "C"), ("A", "AT"), ("GTTT", "G"), ("T", "TAAAC"), ("AC", "A"), ("C", "CTG")];

/// About `count` places in genome order. `indels` of a thousand are no substitutions, `unnamed` of a thousand have no rsID;
/// of the markers every `each_marker`-th stands among them.
pub fn lay(count: u64, indels: u64, unnamed: u64, each_marker: usize, dice: &mut Dice) -> Vec<Place> {
    let whole: u64 = CHROMOSOMES.iter().map(|(_, length)| u64::from(*length)).sum();
    let step = whole / count;
    let markers = markers(each_marker);
    let mut places = Vec::with_capacity(count as usize);
    let mut number = 0;
    for (chromosome, (_, length)) in (0_u8..).zip(CHROMOSOMES) {
        let mut position = 10_000;
        loop {
            // Evenly from 1 up to nearly twice the step.
            position += 1 + dice.below(2 * step - 1) as u32;
            if position > length - 10_000 {
                break;
            }
            number += 1 + dice.below(700) as u32;
            let id = if dice.below(1000) < unnamed { 0 } else { 400_000_000 + number };
            let of = if dice.below(1000) < indels { INDELS.as_slice() } else { SUBSTITUTIONS.as_slice() };
            let (reference, alternative) = of[dice.below(of.len() as u64) as usize];
            places.push(Place { chromosome, position, id, reference, alternative });
        }
    }
    places.extend(markers);
    places.sort_by_key(|place| (place.chromosome, place.position, place.id));
    places.dedup_by_key(|place| (place.chromosome, place.position));
    places
}

fn markers(each: usize) -> Vec<Place> {
    let lines = include_str!("../../../src/variants/build_markers.tsv").lines().filter(|line| !line.starts_with('#'));
    let place = |line: &'static str| {
        let mut fields = line.split('\t');
        let id = fields.next()?.strip_prefix("rs")?.parse().ok()?;
        let name = fields.next()?;
        let chromosome = CHROMOSOMES.iter().position(|(known, _)| *known == name)? as u8;
        let position = fields.nth(2)?.parse().ok()?;
        Some(Place { chromosome, position, id, reference: "A", alternative: "G" })
    };
    lines.step_by(each).filter_map(place).collect()
}
