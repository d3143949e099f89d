//! Scores rows that files have no record of, and tells what reading calls finds, against figures worked by hand.
#![cfg(feature = "cli")]

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};

/// A VCF of these samples with a record at each of `rows` places, all REF A and ALT G.
fn vcf(folder: &Path, name: &str, samples: &[&str], rows: &[&[&str]]) -> PathBuf {
    let mut text = format!(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{}\n",
        samples.join("\t")
    );
    for (row, calls) in rows.iter().enumerate() {
        text.push_str(&format!("1\t{}\t.\tA\tG\t.\t.\t.\tGT\t{}\n", 1000 + row, calls.join("\t")));
    }
    drive::write(folder, name, text)
}

/// `rows` rows of weight 1 whose effect allele is REF.
fn score(folder: &Path, rows: u32) -> PathBuf {
    let rows: String = (0..rows).map(|row| format!("1\t{}\tA\tG\t1\n", 1000 + row)).collect();
    let header = "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n";
    drive::write(folder, "score.txt", format!("{header}{rows}"))
}

fn counts(json: &Value, code: &str) -> Option<u64> {
    let findings = json["findings"].as_array()?;
    findings.iter().find(|finding| finding["code"] == code)?["count"].as_u64()
}

fn sums(json: &Value) -> Vec<f64> {
    let samples = json["samples"].as_array().unwrap_or_else(|| panic!("{json}"));
    samples.iter().map(|sample| sample["scores"][0]["observed_sum"].as_f64().expect("a sum")).collect()
}

#[test]
fn several_samples_take_ref_where_that_is_chosen() {
    let folder = drive::scratch("records-absent");
    let rows: Vec<&[&str]> = std::iter::repeat_n(&["0/1", "0/0"][..], 25).collect();
    let vcf = vcf(&folder, "two.vcf", &["one", "two"], &rows);
    let score = score(&folder, 30);
    let plain = drive::score(&[&vcf], &[&score], &[]);
    assert_eq!((sums(&plain.json), counts(&plain.json, "absent-hom-ref")), (vec![25.0, 50.0], None));
    assert_eq!(plain.json["samples"][0]["absent"], Value::Null);
    let chosen = drive::score(&[&vcf], &[&score], &["--absent", "hom-ref"]);
    assert_eq!((sums(&chosen.json), counts(&chosen.json, "absent-hom-ref")), (vec![35.0, 60.0], Some(1)));
    assert_eq!(chosen.json["samples"][1]["absent"], "hom-ref");
    let missing = drive::score(&[&vcf], &[&score], &["--absent", "missing"]);
    assert_eq!(sums(&missing.json), [25.0, 50.0]);
}

/// Chips, gVCFs and PLINK's sets hold what they tested, whatever was chosen.
#[test]
fn other_files_take_nothing_for_ref() {
    let folder = drive::scratch("records-absent-others");
    let score = score(&folder, 30);
    let rows: String = (0..25).map(|row| format!("rs{row}\t1\t{}\tAG\n", 1000 + row)).collect();
    let chip = drive::write(&folder, "chip.txt", format!("# rsid\tchromosome\tposition\tgenotype\n{rows}"));
    let mut bed = vec![0x6c, 0x1b, 1];
    bed.extend([2; 25]);
    let bed = drive::write(&folder, "set.bed", bed);
    let rows: String = (0..25).map(|row| format!("1\tr{row}\t0\t{}\tG\tA\n", 1000 + row)).collect();
    let bim = drive::write(&folder, "set.bim", rows);
    let fam = drive::write(&folder, "set.fam", "f one 0 0 1 -9\n");
    let block = "1\t1000\t.\tA\t<NON_REF>\t.\t.\tEND=1024\tGT\t0/0\n1\t5000\t.\tA\tG\t.\t.\t.\tGT\t0/1\n";
    let header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tone\n";
    let blocks = drive::write(&folder, "blocks.g.vcf", format!("{header}{block}"));
    for files in [&[chip][..], &[bed, bim, fam], &[blocks]] {
        let plain = drive::score(files, &[&score], &["--build", "37"]);
        let chosen = drive::score(files, &[&score], &["--build", "37", "--absent", "hom-ref"]);
        assert_eq!(sums(&plain.json), sums(&chosen.json), "{}", files[0].display());
        assert_eq!(counts(&plain.json, "absent-not-applied"), None, "{}", files[0].display());
        assert_eq!(counts(&chosen.json, "absent-not-applied"), Some(1), "{}", files[0].display());
        assert_eq!(chosen.json["samples"][0]["absent"], Value::Null);
    }
}

/// Opening a file of several samples reads no calls; what is wrong with those that scores ask for is told all the same.
#[test]
fn bent_calls_of_several_samples_are_told() {
    let folder = drive::scratch("records-bent");
    let rows: [&[&str]; 4] = [&["0/.", "0/0"], &["./1", "0/1"], &["0/1", "0/1"], &["0/.", "1/1"]];
    let vcf = vcf(&folder, "bent.vcf", &["one", "two"], &rows);
    let three = drive::score(&[&vcf], &[&score(&folder, 3)], &[]);
    assert_eq!(counts(&three.json, "half-calls"), Some(2));
    assert_eq!(sums(&three.json), [1.0, 4.0]);
    let four = drive::score(&[&vcf], &[&score(&folder, 4)], &[]);
    assert_eq!(counts(&four.json, "half-calls"), Some(3));
}

/// Calls of an ALT that the list of variants does not name count as missing; of several people nothing was said of it.
#[test]
fn calls_of_an_allele_without_a_name_are_told() {
    let folder = drive::scratch("records-unnamed");
    let bed = drive::write(&folder, "set.bed", [0x6c, 0x1b, 1, 0b10_00]);
    let bim = drive::write(&folder, "set.bim", "1\tr1\t0\t1000\t0\tA\n");
    let fam = drive::write(&folder, "set.fam", "f one 0 0 1 -9\nf two 0 0 2 -9\n");
    let told = drive::score(&[bed, bim, fam], &[&score(&folder, 1)], &["--build", "37"]);
    assert_eq!(counts(&told.json, "unnamed-alleles"), Some(2));
}

/// The first folder's lists were taken for both, and half of the people were lost.
#[test]
fn sets_of_two_folders_with_the_same_names() {
    let folder = drive::scratch("records-folders");
    let mut files = Vec::new();
    for (name, genotypes) in [("a", 0b00), ("b", 0b11)] {
        let inner = folder.join(name);
        std::fs::create_dir_all(&inner).expect("the folder can be made");
        files.push(drive::write(&inner, "set.bed", [0x6c, 0x1b, 1, genotypes]));
        files.push(drive::write(&inner, "set.bim", "1\tr1\t0\t1000\tG\tA\n"));
        files.push(drive::write(&inner, "set.fam", format!("f {name} 0 0 1 -9\n")));
    }
    let told = drive::score(&files, &[score(&folder, 1)], &["--build", "37"]);
    assert_eq!(sums(&told.json), [0.0, 2.0]);
}

/// Two people's genomes whose laboratories call every sample the same, and one person's chromosomes.
#[test]
fn one_name_for_two_people_is_told() {
    let folder = drive::scratch("records-one-name");
    let rows: Vec<&[&str]> = std::iter::repeat_n(&["0/1"][..], 25).collect();
    let (one, other) =
        (vcf(&folder, "one.vcf", &["SAMPLE"], &rows), vcf(&folder, "other.vcf", &["SAMPLE"], &rows[5..]));
    let score = score(&folder, 25);
    let both = drive::score(&[&one, &other], &[&score], &[]);
    assert_eq!(counts(&both.json, "files-overlap"), Some(1));
    let text = drive::read_text(&other).replace("\n1\t", "\n2\t");
    let chromosome = drive::write(&folder, "chr2.vcf", text);
    let apart = drive::score(&[&chromosome, &one], &[&score], &[]);
    assert_eq!((counts(&apart.json, "files-overlap"), sums(&apart.json)), (None, vec![25.0]));
}
