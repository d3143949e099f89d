//! Scores records that list REF alone, and several records of one site, against figures worked by hand.
#![cfg(feature = "cli")]

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};

/// A VCF of one sample: 25 heterozygous sites, and these records behind them as `POS ID REF ALT INFO GT`.
fn vcf(folder: &Path, name: &str, records: &[&str]) -> PathBuf {
    let mut text = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tone\n".to_owned();
    for row in 0..25 {
        text.push_str(&format!("1\t{}\t.\tA\tG\t.\t.\t.\tGT\t0/1\n", 1000 + row));
    }
    for record in records {
        let [position, id, reference, alt, info, call] = record.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{record} has six fields")
        };
        let (chromosome, position) = position.split_once(':').unwrap_or(("1", position));
        text.push_str(&format!("{chromosome}\t{position}\t{id}\t{reference}\t{alt}\t.\t.\t{info}\tGT\t{call}\n"));
    }
    drive::write(folder, name, text)
}

/// 25 rows of weight 1 that count ALT, or REF, and these as `POS EFFECT OTHER WEIGHT`.
fn score(folder: &Path, name: &str, alleles: &str, rows: &[&str]) -> PathBuf {
    let mut text =
        "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n".to_owned();
    for row in 0..25 {
        text.push_str(&format!("1\t{}\t{alleles}\t1\n", 1000 + row));
    }
    for row in rows {
        let (chromosome, row) = row.split_once(':').unwrap_or(("1", row));
        text.push_str(&format!("{chromosome}\t{}\n", row.replace(' ', "\t")));
    }
    drive::write(folder, name, text)
}

/// The sum and what was left out.
fn outcome(json: &Value) -> (f64, u64, Value) {
    let score = &json["samples"][0]["scores"][0];
    let sum = score["observed_sum"].as_f64().unwrap_or_else(|| panic!("{json}"));
    (sum, score["matched"].as_u64().expect("a count"), score["excluded"].clone())
}

#[test]
fn a_block_lists_one_base_of_a_deletion() {
    let folder = drive::scratch("reference-deletion");
    let row = ["5000 A AT 100"];
    let files = [
        vcf(&folder, "begins.vcf", &["5000 . A <NON_REF> END=5100 0/0"]),
        vcf(&folder, "goes-on.vcf", &["4999 . C <NON_REF> END=5100 0/0"]),
        vcf(&folder, "listed.vcf", &["5000 . AT A . 0/0"]),
        vcf(&folder, "both.vcf", &["5000 . A . . 0/0", "5000 . AT . . 0/0"]),
    ];
    let known = score(&folder, "known.txt", "G\tA", &row);
    for file in &files {
        assert_eq!(outcome(&drive::score(&[file], &[&known], &[]).json).0, 25.0, "{}", file.display());
    }
    // Rows that count REF throughout: A is REF then, and AT an insertion.
    let known = score(&folder, "reference.txt", "A\tG", &row);
    let sums = files.map(|file| outcome(&drive::score(&[file], &[&known], &[]).json).0);
    assert_eq!(sums, [225.0, 225.0, 25.0, 25.0]);
}

#[test]
fn rows_of_both_strands_and_repeated_rows_are_left_out_where_reference_alone_was_seen() {
    let folder = drive::scratch("reference-left-out");
    let palindromes = score(&folder, "palindromes.txt", "G\tA", &["5000 A T 100", "5050 C G 1000"]);
    let repeated = score(&folder, "repeated.txt", "A\tG", &["5000 A G 100", "5000 A G 100"]);
    let begins = vcf(&folder, "begins.vcf", &["5000 . A <NON_REF> END=5100 0/0"]);
    let goes_on = vcf(&folder, "goes-on.vcf", &["4999 . C <NON_REF> END=5100 0/0"]);
    let variants = vcf(&folder, "variants.vcf", &[]);
    for (file, more) in [(&begins, &[][..]), (&goes_on, &[]), (&variants, &["--absent", "hom-ref"])] {
        let (sum, matched, excluded) = outcome(&drive::score(&[file], &[&palindromes], more).json);
        assert_eq!((sum, matched, &excluded["palindromic"]), (25.0, 25, &Value::from(2)), "{}", file.display());
        for (rule, expected) in [("first", (225.0, 26)), ("exclude", (25.0, 25)), ("sum", (425.0, 27))] {
            let more = [more, &["--duplicates", rule]].concat();
            let (sum, matched, _) = outcome(&drive::score(&[file], &[&repeated], &more).json);
            assert_eq!((sum, matched), expected, "{} {rule}", file.display());
        }
    }
}

/// Sites that list no ALT tell neither the strand nor another allele, so that they speak for no other build.
#[test]
fn sites_without_alternatives_refute_no_build() {
    let folder = drive::scratch("reference-all-sites");
    let sites: Vec<String> = (0..70).map(|at| format!("{} . A . . 0/0", 2000 + at)).collect();
    let file = vcf(&folder, "all.vcf", &sites.iter().map(String::as_str).collect::<Vec<_>>());
    for alleles in ["G ", "C T"] {
        let rows: Vec<String> = (0..70).map(|at| format!("{} {alleles} 1", 2000 + at)).collect();
        let score = score(&folder, "score.txt", "G\tA", &rows.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(outcome(&drive::score(&[&file], &[&score], &[]).json).0, 25.0, "{alleles}");
    }
}

#[test]
fn records_of_one_site() {
    let folder = drive::scratch("reference-one-site");
    let row = score(&folder, "row.txt", "A\tG", &["5000 A G 100"]);
    for (records, expected) in [
        (&["5000 . A . . 0/0"][..], (225.0, 26)),
        (&["5000 . A . . 0/0", "5000 . A . . 0/0"], (225.0, 26)),
        // One says that there is nothing but REF, the other that there is none of it.
        (&["5000 . A . . 0/0", "5000 . A G . 1/1"], (25.0, 25)),
        // As bcftools merge writes samples of different files: a record without a call says nothing.
        (&["5000 . A C . ./.", "5000 . A G . 0/1"], (125.0, 26)),
    ] {
        let file = vcf(&folder, "site.vcf", records);
        let (sum, matched, _) = outcome(&drive::score(&[&file], &[&row], &[]).json);
        assert_eq!((sum, matched), expected, "{records:?}");
    }
}

/// What is found does not hang on which other scores are asked for.
#[test]
fn a_score_beside_others_is_the_same() {
    let folder = drive::scratch("reference-beside");
    let header = "rsID\teffect_allele\tother_allele\teffect_weight\n";
    let by_id = drive::write(&folder, "rs5.txt", format!("{header}rs5\tG\tA\t100\n"));
    let other = drive::write(&folder, "rs7.txt", format!("{header}rs7\tC\tA\t1\n"));
    let split = vcf(&folder, "split.vcf", &["5000 rs7 A C . 0/1", "5000 rs5 A G . 0/1"]);
    let alone = outcome(&drive::score(&[&split], &[&by_id], &[]).json);
    let beside = outcome(&drive::score(&[&split], &[&by_id, &other], &[]).json);
    assert_eq!((alone.0, beside.0), (100.0, 100.0));
    // Two records of one rsID: the row is not its own duplicate.
    let twice = vcf(&folder, "twice.vcf", &["5000 rs5 A G . 0/1", "5000 rs5 AT A . 0/1"]);
    assert_eq!(outcome(&drive::score(&[&twice], &[&by_id], &["--duplicates", "exclude"]).json).0, 100.0);
    let unsorted = vcf(&folder, "unsorted.vcf", &["5000 . A G . 0/1", "6000 . A G . 0/1", "5000 . A G . 1/1"]);
    let one = score(&folder, "one.txt", "G\tA", &["5000 G A 100"]);
    let between = score(&folder, "between.txt", "G\tA", &["6000 G A 1"]);
    let alone = outcome(&drive::score(&[&unsorted], &[&one], &[]).json);
    let beside = outcome(&drive::score(&[&unsorted], &[&one, &between], &[]).json);
    assert_eq!(alone, beside);
}

#[test]
fn a_woman_has_no_y() {
    let folder = drive::scratch("reference-y");
    let of_x: Vec<String> =
        (0..40).map(|at| format!("X:{} . A G . {}", 5_000_000 + 1000 * at, ["1/1", "0/1"][at % 2])).collect();
    let file = vcf(&folder, "woman.vcf", &of_x.iter().map(String::as_str).collect::<Vec<_>>());
    let score = score(&folder, "y.txt", "A\tG", &["Y:8000000 A G 100"]);
    let (sum, matched, _) = outcome(&drive::score(&[&file], &[&score], &["--absent", "hom-ref"]).json);
    assert_eq!((sum, matched), (25.0, 25));
}

/// Two different alleles where the sample has one copy are no call, whichever the row asks for, and though others have dosages.
#[test]
fn two_alleles_where_there_is_one_copy() {
    let folder = drive::scratch("reference-one-copy");
    let row = score(&folder, "mt.txt", "G\tA", &["MT:100 G A 100"]);
    for (alleles, call) in [("A G,C", "0/2"), ("A G", "0/1"), ("A G,C", "1/2")] {
        let file = vcf(&folder, "mt.vcf", &[&format!("MT:100 . {alleles} . {call}")]);
        let (sum, matched, _) = outcome(&drive::score(&[&file], &[&row], &[]).json);
        assert_eq!((sum, matched), (25.0, 25), "{alleles} {call}");
        let text = drive::read_text(&file);
        let (before, last) = text.trim_end().rsplit_once('\n').expect("lines");
        let last = last.replace("\tGT\t", "\tGT:DS\t");
        let file = drive::write(&folder, "mt-ds.vcf", format!("{before}\n{last}:.\n"));
        let (sum, matched, _) = outcome(&drive::score(&[&file], &[&row], &["--dosage", "ds"]).json);
        assert_eq!((sum, matched), (25.0, 25), "{alleles} {call} without its dosage");
    }
}
