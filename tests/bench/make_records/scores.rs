//! Writes scores that fit the made-up files, in the layout of PGS Catalog scoring files.

use crate::dice::Dice;
use crate::sites::{CHROMOSOMES, Place, lay};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Of rows of a usual score, how many of a thousand one genome differs at from the reference.
const VARIANT: u64 = 420;

/// About `rows` rows: some on records of a genome, the others where it is as the reference.
pub fn of_genome(records: &[Place], rows: u64) -> Vec<Place> {
    let mut dice = Dice::new(rows);
    let wanted = rows * VARIANT / 1000;
    let usual = |place: &&Place| place.id != 0 && place.reference.len() == 1 && place.alternative.len() == 1;
    let on_records = records.iter().filter(usual).count() as u64;
    let mut places: Vec<Place> =
        records.iter().filter(usual).filter(|_| dice.below(on_records) < wanted).copied().collect();
    let mut others = lay(rows - wanted, 0, 0, usize::MAX, &mut dice);
    // Names of their own, as these sites are no records.
    others.iter_mut().for_each(|place| place.id += 3_000_000_000);
    places.extend(others);
    places.sort_by_key(|place| (place.chromosome, place.position, place.id));
    places
}

/// Every so-many-th site of a cohort.
pub fn of_cohort(sites: &[Place], each: usize) -> Vec<Place> {
    sites.iter().step_by(each).copied().collect()
}

pub fn write_score(path: &Path, rows: Vec<Place>) {
    let mut dice = Dice::new(rows.len() as u64);
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let id = path.file_stem().expect("a name").to_string_lossy();
    writeln!(file, "#format_version=2.0\n#pgs_id={id}\n#genome_build=GRCh38\n#variants_number={}", rows.len())
        .expect("room");
    writeln!(file, "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight").expect("room");
    for place in rows {
        let Place { position, id, reference, alternative, .. } = place;
        let (name, _) = CHROMOSOMES[usize::from(place.chromosome)];
        let (effect, other) = if dice.below(2) == 0 { (reference, alternative) } else { (alternative, reference) };
        let weight = (dice.share() + dice.share() + dice.share() - 1.5) * 1e-4;
        writeln!(file, "rs{id}\t{name}\t{position}\t{effect}\t{other}\t{weight:.4e}").expect("room");
    }
    file.flush().expect("room");
}
