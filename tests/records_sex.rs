//! Compares the sex told from the calls on X with PLINK 1.9's `--check-sex`, and what men's X then counts with PLINK 2.

mod drive;
#[allow(dead_code, reason = "only the programs are needed here")]
#[path = "oracle/plink.rs"]
mod plink;

use plink::Plink;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAME: &str = "records_sex";

fn chromosome_x() -> Option<PathBuf> {
    let Some(data) = drive::data() else {
        drive::skip(NAME, "no ../shared/data (or TALLELE_DATA)");
        return None;
    };
    Plink::find(NAME)?;
    Some(data.join("genotypes/imputationserver2/small.chrX.unphased.vcf.gz"))
}

fn run(program: &str, arguments: &[&str], out: &Path) {
    let run = Command::new(program).args(arguments).arg("--out").arg(out).output().expect("the program starts");
    assert!(run.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
}

/// By id, 1 for men and 2 for women, as PLINK 1.9 tells them from the X outside the pseudo-autosomal regions.
fn told_by_plink(vcf: &Path, folder: &Path) -> BTreeMap<String, String> {
    let (set, checked) = (folder.join("set"), folder.join("checked"));
    let (vcf, set_text) = (vcf.to_str().expect("UTF-8"), set.to_str().expect("UTF-8"));
    run("plink2", &["--vcf", vcf, "--split-par", "hg19", "--chr", "X", "--make-bed"], &set);
    run("plink1.9", &["--bfile", set_text, "--check-sex"], &checked);
    let table = drive::read_text(&checked.with_extension("sexcheck"));
    let rows = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.map(|fields| (fields[1].to_owned(), fields[3].to_owned())).collect()
}

#[test]
fn sexes_are_those_of_plink() {
    let Some(vcf) = chromosome_x() else { return };
    let folder = drive::scratch("records-sex");
    let theirs = told_by_plink(&vcf, &folder);
    let score = drive::write(
        &folder,
        "score.txt",
        "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\nX\t2700157\tA\tG\t1\n",
    );
    let outcome = drive::score(&[&vcf], &[&score], &[]);
    let samples = outcome.json["samples"].as_array().expect("samples");
    let ours: BTreeMap<String, String> = samples
        .iter()
        .map(|sample| {
            let sex = match sample["sex"].as_str() {
                Some("male") => "1",
                Some("female") => "2",
                _ => "0",
            };
            (sample["id"].as_str().expect("an id").to_owned(), sex.to_owned())
        })
        .collect();
    assert!(theirs.values().any(|sex| sex == "1") && theirs.values().any(|sex| sex == "2"));
    assert_eq!(ours, theirs);
}

/// Sums of X alone, where a man's one allele counts once or twice; PLINK is given the sexes that it told itself.
#[test]
fn male_x_counts_as_asked() {
    let Some(vcf) = chromosome_x() else { return };
    let folder = drive::scratch("records-male-x");
    let sexes = told_by_plink(&vcf, &folder);
    let listed: String = sexes.iter().map(|(id, sex)| format!("{id}\t{sex}\n")).collect();
    let listed = drive::write(&folder, "sexes.txt", format!("#IID\tSEX\n{listed}"));
    let (vcf_text, listed) = (vcf.to_str().expect("UTF-8"), listed.to_str().expect("UTF-8"));
    let read = ["--vcf", vcf_text, "--split-par", "hg19", "--chr", "X", "--update-sex", listed];
    let ids = ["--set-all-var-ids", "@:#:$r:$a", "--new-id-max-allele-len", "900"];
    run("plink2", &[&read[..], &ids[..], &["--make-just-pvar"]].concat(), &folder.join("list"));
    let mut ours =
        String::from("#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n");
    let mut theirs = String::from("ID\tA1\tW\n");
    let list = drive::read_text(&folder.join("list.pvar"));
    let mut last = "";
    for (row, line) in list.lines().filter(|line| !line.starts_with('#')).enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, position, id, reference, alt, ..] = fields.as_slice() else { panic!("{line}") };
        if row % 40 != 0 || *position == last || reference.len() != 1 || alt.len() != 1 {
            continue;
        }
        last = position;
        let weight = row % 7 + 1;
        ours.push_str(&format!("X\t{position}\t{alt}\t{reference}\t{weight}\n"));
        theirs.push_str(&format!("{id}\t{alt}\t{weight}\n"));
    }
    let ours = drive::write(&folder, "score.txt", ours);
    let theirs = drive::write(&folder, "plink.txt", theirs);
    let theirs = theirs.to_str().expect("UTF-8");
    for (male_x, model) in [("1", "1"), ("2", "2")] {
        let sums = ["--score", theirs, "1", "2", "3", "header", "no-mean-imputation", "cols=scoresums"];
        let model = ["--xchr-model", model];
        run("plink2", &[&read[..], &ids[..], &sums[..], &model[..]].concat(), &folder.join(male_x));
        let table = drive::read_text(&folder.join(male_x).with_extension("sscore"));
        let outcome = drive::score(&[&vcf], &[&ours], &["--palindromes", "keep", "--male-x", male_x]);
        let samples = outcome.json["samples"].as_array().expect("samples");
        for (sample, line) in samples.iter().zip(table.lines().skip(1)) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(sample["id"].as_str(), Some(fields[0]));
            let sum: f64 = fields[fields.len() - 1].parse().expect("a number");
            assert_eq!(sample["scores"][0]["observed_sum"].as_f64(), Some(sum), "{} under {male_x}", fields[0]);
            assert!(sum != 0.0);
        }
    }
}
