//! Files told by their content, and sets put together.

use super::*;
use crate::bytes::MemorySource;
use std::rc::Rc;

fn file(name: &str, bytes: &[u8]) -> SharedSource {
    Rc::new(MemorySource::new(name, bytes))
}

#[test]
fn kinds_are_told_by_content() {
    let rows: &[(&[u8], Option<Member>)] = &[
        (b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n", Some(Member::Vcf)),
        (b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n", Some(Member::Vcf)),
        (b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tAL", Some(Member::Vcf)),
        (b"#CHROM\tPOS\tID\tREF\tALT\n1\t5\t.\tA\tC\n", Some(Member::Pvar)),
        (b"##contig=<ID=1>\n#CHROM\tPOS\tID\tREF\tALT\n", Some(Member::Pvar)),
        (b"#FID\tIID\tSEX\n", Some(Member::Psam)),
        (b"#IID\tSEX\n", Some(Member::Psam)),
        (b"ID_1 ID_2 missing sex\n0 0 0 D\n", Some(Member::BgenSamples)),
        (b"ID\tmissing\tsex\n0\t0\tD\n", Some(Member::BgenSamples)),
        (b"\x14\0\0\0\x14\0\0\0\x01\0\0\0\x01\0\0\0bgen\x09\0\0\0", Some(Member::Bgen)),
        (b"1\trs1\t0\t752566\tG\tA\n1\trs2\t0.5\t800000\tC\tT\n", Some(Member::Bim)),
        (b"F1 I1 0 0 1 -9\nF2 I2 0 0 2 1.5\n", Some(Member::Fam)),
        (b"l\x1b\x01\x00", Some(Member::Bed)),
        (b"l\x1b\x10\x00", Some(Member::Pgen)),
        (b"BCF\x02\x02", Some(Member::Bcf)),
        (b"# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t5\tAG\n", None),
        (b"rsid,chromosome,position,allele1,allele2\n", None),
        (b"l\x1b\x30\x00", None),
        (b"", None),
    ];
    for (bytes, member) in rows {
        let known = recognise(&file("a", bytes)).expect("readable");
        assert_eq!(known, *member, "{}", String::from_utf8_lossy(bytes));
    }
}

/// The members of a broken set were said not to be there.
#[test]
fn what_is_broken_is_told_by_its_name() {
    let rows: &[(&str, &[u8], Option<Member>)] = &[
        ("small.bed", b"l\x1b\x30\x00", Some(Member::Bed)),
        ("small.bim", b"1 rs1 X 100.0 T C\n", Some(Member::Bim)),
        ("a.fam", b"0 iid_0 0 0 female 0\n", Some(Member::Fam)),
        ("sparse.fam", b"0 iid_0 0 0 0 0\n0 iid_1 0 0 0 0\n", Some(Member::Fam)),
        ("A.PGEN", b"l\x1b\x33", Some(Member::Pgen)),
        ("a.bgen", b"l\x1b\x30\x00", Some(Member::Bgen)),
        ("a.sample", b"ID_2 ID_1\n", Some(Member::BgenSamples)),
        ("notes.txt", b"l\x1b\x30\x00", None),
        ("a.pvar", b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n", Some(Member::Pvar)),
        ("a.pvar", b"##fileformat=VCFv4.2\n##a header longer than what is looked at\n", Some(Member::Pvar)),
        ("a.vcf", b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n", Some(Member::Vcf)),
        ("a.pvar", b"1\trs1\t0\t752566\tG\tA\n", Some(Member::Pvar)),
        ("a.psam", b"F1 I1 0 0 1 -9\n", Some(Member::Psam)),
        ("a.pvar.zst", b"\x28\xb5\x2f\xfd damaged", Some(Member::Pvar)),
        ("a.psam.zst", b"\x28\xb5\x2f\xfd damaged", Some(Member::Psam)),
        ("a.pvar.gz", b"\x1f\x8b damaged", Some(Member::Pvar)),
        ("a.bim.gz", b"\x1f\x8b damaged", Some(Member::Bim)),
        ("a.bed.gz", b"\x1f\x8b damaged", None),
    ];
    for (name, bytes, member) in rows {
        assert_eq!(recognise(&file(name, bytes)).expect("readable"), *member, "{name}");
    }
}

#[test]
fn sets_by_name_and_by_kind() {
    let bim: &[u8] = b"1 rs1 0 752566 G A\n";
    let fam: &[u8] = b"F I 0 0 1 -9\n";
    let bed: &[u8] = b"l\x1b\x01\x00";
    let two = [file("a.bed", bed), file("b.bed", bed), file("b.bim", bim), file("a.bim", bim), file("a.fam", fam)];
    let sets = group(two.to_vec()).expect("groups");
    let names: Vec<(&str, Option<&str>, bool)> = sets
        .iter()
        .filter_map(|chosen| match chosen {
            Chosen::Records(set) => {
                Some((set.main.name(), set.variants.as_ref().map(|list| list.name()), set.people.is_some()))
            }
            Chosen::Other(_) => None,
        })
        .collect();
    assert_eq!(names, [("a.bed", Some("a.bim"), true), ("b.bed", Some("b.bim"), false)]);
    let odd = [file("x.bed", bed), file("variants.txt", bim), file("people.txt", fam), file("me.txt", b"rsid")];
    let chosen = group(odd.to_vec()).expect("groups");
    assert!(matches!(
        &chosen[..],
        [Chosen::Records(RecordSet { variants: Some(_), people: Some(_), .. }), Chosen::Other(_)]
    ));
    let vcf: &[u8] = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n";
    let (of_a, of_b) = (file("a.g.vcf.gz.tbi", b"TBI\x01"), file("a.vcf.gz.csi", b"CSI\x01"));
    let indexed = [of_a, of_b, file("a.vcf.gz", vcf), file("a.g.vcf.gz", vcf), file("b.vcf.gz", vcf)];
    let sets = group(indexed.to_vec()).expect("groups");
    let indexes: Vec<Option<&str>> = sets
        .iter()
        .filter_map(|chosen| match chosen {
            Chosen::Records(set) => Some(set.index.as_ref().map(|index| index.name())),
            Chosen::Other(_) => None,
        })
        .collect();
    assert_eq!(indexes, [Some("a.vcf.gz.csi"), Some("a.g.vcf.gz.tbi"), None]);
    let error = group(vec![file("a.fam", fam)]).err().expect("lacks its bed");
    assert_eq!(error.code(), "set-member-missing");
}

#[test]
fn stems() {
    for name in ["x/chr1.vcf.gz", "chr1.bed", "chr1.pvar.zst", "chr1.g.vcf.gz.tbi"] {
        assert_eq!(stem(name), "chr1");
    }
}

/// One list of samples serves the BGEN files of all chromosomes, unless each has its own.
#[test]
fn bgen_sets() {
    let bgen: &[u8] = b"\x14\0\0\0\x14\0\0\0\x01\0\0\0\x01\0\0\0bgen\x09\0\0\0";
    let list: &[u8] = b"ID_1 ID_2 missing\n0 0 0\na a 0\n";
    let people = |files: &[SharedSource]| -> Vec<Option<String>> {
        let sets = group(files.to_vec()).expect("groups");
        let of = |chosen: &Chosen| match chosen {
            Chosen::Records(set) => set.people.as_ref().map(|list| list.name().to_owned()),
            Chosen::Other(_) => None,
        };
        sets.iter().map(of).collect()
    };
    let one = [file("chr1.bgen", bgen), file("all.sample", list), file("chr2.bgen", bgen)];
    assert_eq!(people(&one), [Some("all.sample".to_owned()), Some("all.sample".to_owned())]);
    let each = [&one[..], &[file("chr2.sample", list), file("chr1.bgen.bgi", b"SQLite format 3\0")]].concat();
    assert_eq!(people(&each), [None, Some("chr2.sample".to_owned())]);
    assert_eq!(group(vec![file("a.sample", list)]).err().expect("lacks its bgen").code(), "set-member-missing");
}

/// What opening the only set of these files says is wrong, and of which.
fn wrong(files: &[SharedSource]) -> (&'static str, Option<String>) {
    let chosen = group(files.to_vec()).expect("groups").into_iter().next();
    let Some(Chosen::Records(set)) = chosen else { return ("no set", None) };
    let error = set.open(Reading::default()).err().expect("is refused");
    (error.code(), error.place().input.clone())
}

/// Lists of places alone were taken for a part of a PLINK 2 set, and damaged lists were said not to be there.
#[test]
fn refusals_name_the_file_that_is_wrong() {
    let sites: &[u8] = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t5\t.\tA\tC\t.\t.\t.\n";
    assert_eq!(wrong(&[file("a.vcf", sites)]), ("header-corrupt", Some("a.vcf".to_owned())));
    let cut: &[u8] = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tAL";
    assert_eq!(wrong(&[file("a.vcf", cut)]), ("file-truncated", Some("a.vcf".to_owned())));
    let pgen = file("a.pgen", b"l\x1b\x02\x01\0\0\0\x01\0\0\0\x40\0");
    let (pvar, psam) = (file("a.pvar", b"#CHROM POS ID REF ALT\n1 1 . A C\n"), file("a.psam", b"#IID\nx\n"));
    let damaged: &[u8] = b"\x28\xb5\x2f\xfd damaged";
    let of_variants = [pgen.clone(), file("a.pvar.zst", damaged), psam];
    assert_eq!(wrong(&of_variants), ("zstd-corrupt", Some("a.pvar.zst".to_owned())));
    assert_eq!(wrong(&[pgen, pvar, file("a.psam.zst", damaged)]), ("zstd-corrupt", Some("a.psam.zst".to_owned())));
}
