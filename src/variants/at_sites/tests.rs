//! Genotypes at sites: strands, builds, blocks, repeated records and what stands for what is absent.

use super::*;
use crate::genome::{Chromosome, SeenAllele, Sex};

fn place(position: u32) -> Site {
    Site::new(Chromosome::autosome(1).expect("known"), position)
}

/// A/G at 100 (200 on GRCh38), C/A at 150, T/C at 160.
fn sought() -> SoughtSites {
    let site = |position: u32, id, reference, alternate| SoughtSite {
        sites: [Site::NONE, place(position), place(position + 100)],
        id: RsId::from_number(id),
        reference,
        alternate,
        is_reference_known: true,
    };
    SoughtSites::new(vec![site(100, 1, b'A', b'G'), site(150, 2, b'C', b'A'), site(160, 3, b'T', b'C')])
}

fn record(position: u32, id: u32, alleles: &[&str]) -> Record {
    let mut record = Record::default();
    record.begin(place(position), RsId::from_number(id));
    alleles.iter().for_each(|allele| record.push_allele(allele.as_bytes()));
    record
}

fn calls(alleles: &[[u8; 2]]) -> Calls {
    Calls { width: 2, alleles: alleles.concat(), dosages: Vec::new(), of_all: Vec::new() }
}

/// Three samples: both REF, one of each, both the first ALT.
fn three() -> Calls {
    calls(&[[0, 0], [0, 1], [1, 1]])
}

fn read(build: Option<Build>, records: &[(Record, Calls)]) -> (Vec<Vec<u8>>, MetCounts) {
    let mut at = CallsAt::new(Rc::new(sought()), build, 3);
    for (record, calls) in records {
        if at.wants(record) {
            at.take(record, calls);
        }
    }
    ((0..3).map(|sample| at.of(sample)).collect(), at.counts())
}

fn first_site(samples: &[Vec<u8>]) -> Vec<u8> {
    samples.iter().map(|sample| sample[0]).collect()
}

#[test]
fn alleles_on_either_strand_and_either_way_round() {
    let rows: [(&[&str], [u8; 3], u64); 8] = [
        (&["A", "G"], [0, 1, 2], 0),
        (&["G", "A"], [2, 1, 0], 0),
        (&["T", "C"], [0, 1, 2], 1),
        (&["C", "T"], [2, 1, 0], 1),
        (&["A", "T"], [MISSING; 3], 0),
        (&["AC", "G"], [MISSING; 3], 0),
        (&["A", "T", "G"], [0, MISSING, MISSING], 0),
        (&["A"], [0, MISSING, MISSING], 0),
    ];
    for (alleles, expected, turned) in rows {
        let (samples, counts) = read(Some(Build::Grch37), &[(record(100, 0, alleles), three())]);
        assert_eq!((first_site(&samples), counts.other_strand), (expected.to_vec(), turned), "{alleles:?}");
    }
}

#[test]
fn sites_are_found_by_place_on_their_build_else_by_rsid() {
    let rows = [
        (Some(Build::Grch37), 100, 0, true),
        (Some(Build::Grch37), 200, 0, false),
        (Some(Build::Grch38), 200, 0, true),
        (Some(Build::Grch36), 77, 1, true),
        (Some(Build::Grch36), 100, 0, false),
        (None, 100, 0, false),
        (None, 5, 1, true),
    ];
    for (build, position, id, is_found) in rows {
        let (samples, counts) = read(build, &[(record(position, id, &["A", "G"]), three())]);
        assert_eq!((samples[1][0] == 1, counts.met), (is_found, u64::from(is_found)), "{build:?} {position} {id}");
    }
}

#[test]
fn reference_blocks_count_as_reference() {
    let mut block = record(90, 0, &["G"]);
    block.is_reference_block = true;
    block.end = 155;
    let uncalled = Calls::MISSING;
    let of_block = calls(&[[0, 0], [0, 0], [uncalled, uncalled]]);
    let (samples, _) = read(Some(Build::Grch37), &[(block, of_block)]);
    assert_eq!(samples, [vec![0, 0, MISSING], vec![0, 0, MISSING], vec![MISSING; 3]]);
}

#[test]
fn repeated_records_give_the_same_in_any_order() {
    let both = (record(100, 0, &["A", "G"]), three());
    let weak = (record(100, 0, &["A", "T"]), calls(&[[0, 0], [0, 0], [0, 1]]));
    let other = (record(100, 0, &["A", "G"]), calls(&[[0, 0], [1, 1], [Calls::MISSING; 2]]));
    let rows: [(&[&(Record, Calls)], [u8; 3]); 3] =
        [(&[&both, &weak], [0, 1, 2]), (&[&both, &other], [0, MISSING, 2]), (&[&both, &other, &weak], [0, MISSING, 2])];
    for (records, expected) in rows {
        let mut records: Vec<(Record, Calls)> = records.iter().map(|row| (*row).clone()).collect();
        for _ in 0..records.len() {
            records.rotate_left(1);
            assert_eq!(first_site(&read(Some(Build::Grch37), &records).0), expected);
        }
    }
}

#[test]
fn absent_sites_count_as_reference_where_that_is_meant() {
    let mut at = CallsAt::new(Rc::new(sought()), Some(Build::Grch37), 1);
    let missing = Calls { width: 2, alleles: vec![Calls::MISSING; 2], ..Calls::default() };
    at.take(&record(100, 0, &["A", "G"]), &missing);
    at.take_absent_as_reference(|site| site.position() < 155);
    assert_eq!((at.of(0), at.counts().taken_as_reference), (vec![MISSING, 0, MISSING], 1));
}

/// Letters of consumer files alone do not say which of them is REF: to leave such a site out, or to cover it by a block of
/// REF, tells nothing of it.
#[test]
fn absent_sites_tell_nothing_where_ref_is_not_known() {
    let all = sought();
    let list =
        all.list().iter().map(|site| SoughtSite { is_reference_known: site.id != RsId::from_number(2), ..*site });
    let sought = Rc::new(SoughtSites::new(list.collect()));
    let mut at = CallsAt::new(sought.clone(), Some(Build::Grch37), 1);
    at.take_absent_as_reference(|_| true);
    assert_eq!((at.of(0), at.counts().taken_as_reference), (vec![0, MISSING, 0], 2));
    let mut block = record(90, 0, &["G"]);
    (block.is_reference_block, block.end) = (true, 165);
    let mut at = CallsAt::new(sought, Some(Build::Grch37), 1);
    at.take(&block, &calls(&[[0, 0]]));
    assert_eq!(at.of(0), [0, MISSING, 0]);
}

#[test]
fn what_is_met_beyond_the_counted_sites_is_not_counted() {
    let mut at = CallsAt::new(Rc::new(sought().counting(1)), Some(Build::Grch37), 3);
    at.take(&record(100, 0, &["T", "C"]), &three());
    at.take(&record(150, 0, &["G", "T"]), &three());
    assert_eq!((at.counts().met, at.counts().other_strand), (1, 1));
    assert_eq!((at.of(1), at.of(2)), (vec![1, 1, MISSING], vec![2, 2, MISSING]));
    let find = |site: usize| sought().find(&SoughtSite { id: RsId::NONE, ..sought().list()[site] });
    assert_eq!([find(0), find(2)], [Some(0), Some(2)]);
}

#[test]
fn one_copy_is_no_genotype_and_certain_dosages_are() {
    let absent = Calls::ABSENT;
    let (samples, _) =
        read(Some(Build::Grch37), &[(record(100, 0, &["A", "G"]), calls(&[[0, absent], [1, absent], [1, 1]]))]);
    assert_eq!(first_site(&samples), [MISSING, MISSING, 2]);
    let dosages =
        Calls { width: 2, alleles: vec![Calls::MISSING; 6], dosages: vec![0.05, 1.5, 1.95], of_all: Vec::new() };
    let (samples, _) = read(Some(Build::Grch37), &[(record(100, 0, &["A", "G"]), dosages)]);
    assert_eq!(first_site(&samples), [0, MISSING, 2]);
}

#[test]
fn a_genome_is_read_like_records() {
    use SeenAllele::{A, C, G, T};
    let genome = |build, rows: &[(u32, u32, Call)]| {
        let sites = rows.iter().map(|(position, _, _)| place(*position)).collect();
        let ids = rows.iter().map(|(_, id, _)| RsId::from_number(*id)).collect();
        Genome::from_sorted(sites, ids, rows.iter().map(|(_, _, call)| *call).collect(), build, Sex::Unknown)
    };
    let rows = [(100, 0, Call::diploid(A, G)), (150, 9, Call::diploid(T, T)), (160, 3, Call::diploid(A, C))];
    let (copies, counts) = calls_of_genome(&genome(Some(Build::Grch37), &rows), &sought());
    assert_eq!((copies, counts.other_strand, counts.differing), (vec![1, 2, MISSING], 1, 2));
    let moved = [(5, 1, Call::diploid(C, C)), (6, 2, Call::NONE), (7, 3, Call::haploid(C))];
    let (copies, _) = calls_of_genome(&genome(Some(Build::Grch36), &moved), &sought());
    assert_eq!(copies, [2, MISSING, MISSING]);
}
