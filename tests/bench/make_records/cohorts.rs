//! Writes made-up cohorts: as VCF, and as PLINK 1 files where a VCF would be too large.

use crate::bgzf::Packed;
use crate::dice::Dice;
use crate::sites::{CHROMOSOMES, Place, lay};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Calls of a thousand that are missing.
const MISSING: u64 = 2;

/// Writes a VCF of these many people and answers with its places.
pub fn write_vcf(path: &Path, people: usize, sites: u64) -> Vec<Place> {
    let mut dice = Dice::new(people as u64);
    let places = lay(sites, 30, 0, 1, &mut dice);
    let mut packed = Packed::create(path);
    let text = packed.text();
    text.extend_from_slice(b"##fileformat=VCFv4.2\n");
    for (name, length) in CHROMOSOMES {
        writeln!(text, "##contig=<ID={name},length={length},assembly=GRCh38>").expect("memory");
    }
    text.extend_from_slice(b"##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n");
    text.extend_from_slice(b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
    for person in 0..people {
        write!(text, "\tP{person:04}").expect("memory");
    }
    text.push(b'\n');
    for place in &places {
        let text = packed.text();
        let Place { position, id, reference, alternative, .. } = place;
        let (name, _) = CHROMOSOMES[usize::from(place.chromosome)];
        write!(text, "{name}\t{position}\trs{id}\t{reference}\t{alternative}\t.\tPASS\t.\tGT").expect("memory");
        let frequency = frequency(people, &mut dice);
        for _ in 0..people {
            text.extend_from_slice(match copies(frequency, &mut dice) {
                Some(0) => b"\t0/0",
                Some(1) => b"\t0/1",
                Some(_) => b"\t1/1",
                None => b"\t./.",
            });
        }
        text.push(b'\n');
    }
    packed.finish();
    places
}

/// Writes `.bed`, `.bim` and `.fam` of these many people and answers with the places.
pub fn write_bed(stem: &Path, people: usize, sites: u64) -> Vec<Place> {
    let mut dice = Dice::new(people as u64);
    let places = lay(sites, 30, 0, 1, &mut dice);
    let create = |ending| BufWriter::new(File::create(stem.with_extension(ending)).expect("a file"));
    let (mut bed, mut bim, mut fam) = (create("bed"), create("bim"), create("fam"));
    for person in 0..people {
        writeln!(fam, "0\tP{person:04}\t0\t0\t2\t-9").expect("room");
    }
    bed.write_all(&[0x6c, 0x1b, 1]).expect("room");
    let mut row = vec![0_u8; people.div_ceil(4)];
    for place in &places {
        let Place { position, id, reference, alternative, .. } = place;
        let (name, _) = CHROMOSOMES[usize::from(place.chromosome)];
        writeln!(bim, "{name}\trs{id}\t0\t{position}\t{alternative}\t{reference}").expect("room");
        let frequency = frequency(people, &mut dice);
        row.fill(0);
        for person in 0..people {
            let code = match copies(frequency, &mut dice) {
                Some(0) => 3,
                Some(1) => 2,
                Some(_) => 0,
                None => 1,
            };
            row[person / 4] |= code << (2 * (person % 4));
        }
        bed.write_all(&row).expect("room");
    }
    [bed, bim, fam].iter_mut().for_each(|file| file.flush().expect("room"));
    places
}

/// Rare ones are many: density 1/x from one copy among the people up to a half.
fn frequency(people: usize, dice: &mut Dice) -> f64 {
    let least = 1.0 / (2.0 * people as f64);
    least * (0.5 / least).powf(dice.share())
}

/// Copies of ALT that one person has, by Hardy and Weinberg; none where nothing was called.
fn copies(frequency: f64, dice: &mut Dice) -> Option<u8> {
    if dice.below(1000) < MISSING {
        return None;
    }
    Some(u8::from(dice.share() < frequency) + u8::from(dice.share() < frequency))
}
