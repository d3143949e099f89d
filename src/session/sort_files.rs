//! Sorts files that were chosen together, as on the page: which are opened as one, and which are chain files.

use super::cohort::{Opening, group_by_samples};
use crate::bytes::SharedSource;
use crate::formats::chain::holds_chains;
use crate::formats::records::{Chosen, RecordSet, group, recognise, stem};
use crate::genome::{Chromosome, Reading, Record};
use crate::stats::sort_by_number;
use serde::Serialize;
use std::rc::Rc;

/// Files that belong together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SortedFiles {
    /// `genotypes` or `chain`.
    pub kind: &'static str,
    /// Places of the files among those chosen; that of the genotypes first. A list of samples may serve several sets.
    pub files: Vec<usize>,
}

/// Sorts chosen files by what they hold and, where that does not tell, by their names: sets of files of records, files of the
/// same samples that begin on different chromosomes as one, each consumer file and each chain file by itself. A file with
/// something wrong in it stands by itself too, so that opening it says what is wrong and the others are opened.
pub fn sort_files(sources: &[SharedSource]) -> Vec<SortedFiles> {
    let mut sorted: Vec<SortedFiles> = Vec::new();
    let mut genotypes = Vec::new();
    for (place, source) in sources.iter().enumerate() {
        if holds_chains(source) {
            sorted.push(SortedFiles { kind: "chain", files: vec![place] });
        } else {
            genotypes.push(source.clone());
        }
    }
    for files in openings(genotypes) {
        let mut places: Vec<usize> = files.iter().filter_map(|file| place_of(file, sources)).collect();
        let mut seen = std::collections::HashSet::new();
        places.retain(|place| seen.insert(*place));
        sorted.push(SortedFiles { kind: "genotypes", files: places });
    }
    attach_others(&mut sorted, sources);
    sort_by_number(&mut sorted, |one| one.files.iter().min().map_or(0, |first| *first as u64));
    sorted
}

/// The files of each opening.
fn openings(mut sources: Vec<SharedSource>) -> Vec<Vec<SharedSource>> {
    let mut alone = Vec::new();
    let mut set_aside = |source: SharedSource| alone.push(vec![source]);
    // What cannot be read is told when it is opened.
    let (readable, unreadable): (Vec<_>, Vec<_>) = sources.drain(..).partition(|source| recognise(source).is_ok());
    unreadable.into_iter().for_each(&mut set_aside);
    sources = readable;
    let chosen = loop {
        match group(sources.clone()) {
            Ok(chosen) => break chosen,
            // A list whose genotypes are not here.
            Err(error) => {
                let name = error.place().input.clone().unwrap_or_default();
                let place = sources.iter().position(|source| source.name() == name).unwrap_or_default();
                if sources.is_empty() {
                    break Vec::new();
                }
                set_aside(sources.remove(place));
            }
        }
    };
    // A set that stands alone is opened once, by its opening.
    if let [Chosen::Records(set)] = chosen.as_slice() {
        alone.push(files_of(set).cloned().collect());
        return alone;
    }
    let mut sound = Vec::new();
    for one in chosen {
        match &one {
            Chosen::Records(set) if set.open(Reading::default()).is_err() => {
                alone.push(files_of(set).cloned().collect());
            }
            _ => sound.push(one),
        }
    }
    // Each of them was opened a moment ago.
    for opening in group_by_samples(sound).unwrap_or_default() {
        match opening {
            Opening::Person(source) => alone.push(vec![source]),
            Opening::Records(sets) => {
                alone.extend(apart(sets).iter().map(|sets| sets.iter().flat_map(files_of).cloned().collect()));
            }
        }
    }
    alone
}

/// Takes files apart that begin on the same chromosome. Many laboratories call every sample the same, so that two people's files
/// have the same samples; those that hold a chromosome each are of one set.
fn apart(sets: Vec<RecordSet>) -> Vec<Vec<RecordSet>> {
    let mut taken: Vec<(Vec<Chromosome>, Vec<RecordSet>)> = Vec::new();
    for set in sets {
        let of = first_chromosome(&set);
        let fitting = taken.iter_mut().find(|(held, _)| of.is_none_or(|of| !held.contains(&of)));
        match fitting {
            Some((held, sets)) => {
                held.extend(of);
                sets.push(set);
            }
            None => taken.push((of.into_iter().collect(), vec![set])),
        }
    }
    taken.into_iter().map(|(_, sets)| sets).collect()
}

/// The chromosome of the first record that is on one; what is wrong with the file is told when it is opened.
fn first_chromosome(set: &RecordSet) -> Option<Chromosome> {
    let mut stream = set.open(Reading::default()).ok()?.0;
    let mut record = Record::default();
    while stream.next_record(&mut record).ok()? {
        if let Some(chromosome) = record.site.chromosome() {
            return Some(chromosome);
        }
    }
    None
}

fn files_of(set: &RecordSet) -> impl Iterator<Item = &SharedSource> {
    set.sources().chain(&set.index)
}

fn place_of(source: &SharedSource, among: &[SharedSource]) -> Option<usize> {
    among.iter().position(|other| std::ptr::addr_eq(Rc::as_ptr(source), Rc::as_ptr(other)))
}

/// Puts files that no set asked for, as indexes are, beside the one of the same name, or beside the only one there is.
fn attach_others(sorted: &mut Vec<SortedFiles>, sources: &[SharedSource]) {
    for (place, source) in sources.iter().enumerate() {
        if sorted.iter().any(|one| one.files.contains(&place)) {
            continue;
        }
        let is_beside = |one: &SortedFiles| {
            one.kind == "genotypes"
                && one
                    .files
                    .iter()
                    .filter_map(|file| sources.get(*file))
                    .any(|file| stem(file.name()) == stem(source.name()))
        };
        let genotypes = sorted.iter().filter(|one| one.kind == "genotypes").count();
        let beside = sorted
            .iter()
            .position(is_beside)
            .or_else(|| sorted.iter().position(|one| one.kind == "genotypes").filter(|_| genotypes == 1));
        match beside.and_then(|at| sorted.get_mut(at)) {
            Some(one) => one.files.push(place),
            None => sorted.push(SortedFiles { kind: "genotypes", files: vec![place] }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::MemorySource;

    const VCF: &str = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t";
    const CHAIN: &str = "#made by hand\nchain 9 chr1 249250621 + 0 10 chr1 248956422 + 5 15 1\n10\n\n";
    const ROWS: &str = "rs1\t1\t1000\tAA\n";
    const INDEX: &[u8] = b"TBI\x01\0\0\0\0";
    const BED: &[u8] = &[b'l', 0x1b, 1, 0];

    fn row(chromosome: u8, samples: &str) -> Vec<u8> {
        let mut text = vcf(samples);
        text.extend(format!("{chromosome}\t1000\t.\tA\tC\t.\t.\t.\tGT\t0/1\n").into_bytes());
        text
    }

    fn vcf(samples: &str) -> Vec<u8> {
        format!("{VCF}{samples}\n").into_bytes()
    }

    fn sorted(files: &[(&'static str, Vec<u8>)]) -> Vec<(&'static str, Vec<&'static str>)> {
        let sources: Vec<SharedSource> =
            files.iter().map(|(name, bytes)| Rc::new(MemorySource::new(name, bytes.clone())) as SharedSource).collect();
        let name = |place: &usize| files[*place].0;
        sort_files(&sources).iter().map(|one| (one.kind, one.files.iter().map(name).collect())).collect()
    }

    #[test]
    fn what_belongs_together() {
        let text = |text: &str| text.as_bytes().to_vec();
        let cases: [(&str, &[(&'static str, Vec<u8>)], &[(&str, &[&str])]); 7] = [
            (
                "chromosomes of the same people, whatever the names, with their indexes",
                &[
                    ("part.vcf", vcf("a\tb")),
                    ("part.vcf.tbi", INDEX.to_vec()),
                    ("mine.txt", text(ROWS)),
                    ("other.vcf", vcf("a\tb")),
                    ("c.vcf", vcf("b\ta")),
                    ("other.vcf.csi", b"CSI\x01\0".to_vec()),
                ],
                &[
                    ("genotypes", &["part.vcf", "part.vcf.tbi", "other.vcf", "other.vcf.csi"]),
                    ("genotypes", &["mine.txt"]),
                    ("genotypes", &["c.vcf"]),
                ],
            ),
            (
                "a chain file by its content",
                &[("there.gz", text(CHAIN)), ("mine.txt", text(ROWS))],
                &[("chain", &["there.gz"]), ("genotypes", &["mine.txt"])],
            ),
            (
                "a set in any order",
                &[("x.fam", text("f p 0 0 1 -9\n")), ("x.bed", BED.to_vec()), ("x.bim", text("1 rs1 0 1000 A C\n"))],
                &[("genotypes", &["x.bed", "x.bim", "x.fam"])],
            ),
            (
                "a list without its genotypes does not hold up the others",
                &[("x.fam", text("f p 0 0 1 -9\n")), ("mine.txt", text(ROWS))],
                &[("genotypes", &["x.fam"]), ("genotypes", &["mine.txt"])],
            ),
            (
                "nor does a header that cannot be read",
                &[("bad.vcf", text("##fileformat=VCFv4.2\nnothing\n")), ("good.vcf", vcf("a"))],
                &[("genotypes", &["bad.vcf"]), ("genotypes", &["good.vcf"])],
            ),
            (
                "two people whose samples have one name, a chromosome a file",
                &[
                    ("1.a.vcf", row(1, "S")),
                    ("1.b.vcf", row(1, "S")),
                    ("2.a.vcf", row(2, "S")),
                    ("2.b.vcf", row(2, "S")),
                ],
                &[("genotypes", &["1.a.vcf", "2.a.vcf"]), ("genotypes", &["1.b.vcf", "2.b.vcf"])],
            ),
            ("an index alone", &[("x.tbi", INDEX.to_vec())], &[("genotypes", &["x.tbi"])]),
        ];
        for (name, files, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(kind, names)| (*kind, names.to_vec())).collect();
            assert_eq!(sorted(files), expected, "{name}");
        }
    }
}
