//! Packs calibrated by published sums and components: people stand as they do by the genotypes that the sums came from, and
//! nobody does who lacks a variant.

use super::command::{json, tallele, text};
use super::measured::{core, percentiles};
use super::{drive, hold_the_rule};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tallele::calibration::percentile::COVERED_MIN;
use tallele::simulation::{Backgrounds, DEFAULT_SEED, SampleFile, reference_set, sample_files};
use tallele::stats::kolmogorov::uniform_p;

/// People of each group of the reference.
const REFERENCE: usize = 30;

/// People of each group who are not in it.
const HELD_OUT: usize = 12;

/// Sites besides the score's: enough for people to be placed among the panel's.
const OTHER_SITES: usize = 1000;

fn write(folder: &Path, files: impl IntoIterator<Item = SampleFile>) {
    for file in files {
        let path = folder.join(&file.name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, &file.bytes).expect("written");
    }
}

/// A folder with the sample files, reference people, and people drawn alike who are not of the reference.
fn samples() -> PathBuf {
    let folder = drive::scratch("compared-sums");
    let reference = core(COVERED_MIN);
    let panel = &reference.panel;
    write(&folder, sample_files(DEFAULT_SEED, false, panel).expect("made in memory"));
    let score = std::fs::File::open(folder.join("SAMPLE06.txt.gz")).expect("a score");
    let rows = std::io::read_to_string(flate2::read::GzDecoder::new(score)).expect("text");
    let of_score: HashSet<&str> = rows.lines().filter_map(|line| line.split('\t').next()).collect();
    let mut others = 0;
    let mut is_taken = |at: &usize| {
        let is_of_score = of_score.contains(panel.sites[*at].id.to_string().as_str());
        others += usize::from(!is_of_score && at.is_multiple_of(16));
        is_of_score || (at.is_multiple_of(16) && others <= OTHER_SITES)
    };
    let sites: Vec<usize> = (0..panel.sites.len()).filter(|at| is_taken(at)).collect();
    let backgrounds = Backgrounds::new(panel);
    write(&folder, reference_set(&backgrounds, &sites, DEFAULT_SEED + 2, REFERENCE).files("people/"));
    write(&folder, reference_set(&backgrounds, &sites, DEFAULT_SEED + 1, HELD_OUT).files("others/"));
    folder
}

/// An argument, a file's name being one of this folder.
fn in_folder(folder: &Path, argument: &str) -> String {
    if argument.contains('.') { text(&folder.join(argument)).to_owned() } else { argument.to_owned() }
}

fn run(folder: &Path, arguments: &[&str]) -> Value {
    let named: Vec<String> = arguments.iter().map(|one| in_folder(folder, one)).collect();
    json(&tallele(&named.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// The tables that somebody with the reference's genotypes would publish.
fn publish(folder: &Path) {
    let people = ["people/people.bed", "people/people.bim", "people/people.fam"];
    let mut arguments = vec!["score", "--json", "--build", "37", "--scores", "SAMPLE06.txt.gz", "--genotypes"];
    arguments.extend(people);
    let report = run(folder, &arguments);
    let mut sums = String::from("sampleset\tIID\tPGS\tSUM\n");
    for sample in report["samples"].as_array().expect("samples") {
        let sum = &sample["scores"][0]["observed_sum"];
        let _ = writeln!(sums, "reference\t{}\tSAMPLE06_hmPOS_GRCh37\t{sum}", sample["id"].as_str().expect("an id"));
    }
    let mut arguments = vec!["ancestry", "--json", "--build", "37", "--genotypes"];
    arguments.extend(people);
    let placed = run(folder, &arguments);
    let tables = [("pcs.tsv", 1.0), ("mirrored.tsv", -1.0)];
    for (name, sign) in tables {
        let mut table = String::from("#IID\tPC1\tPC2\tPC3\tPC4\n");
        for sample in placed["samples"].as_array().expect("samples") {
            let _ = write!(table, "{}", sample["id"].as_str().expect("an id"));
            for (at, pc) in sample["pcs"].as_array().expect("components").iter().take(4).enumerate() {
                let pc = pc.as_f64().expect("a number");
                let _ = write!(table, "\t{}", if at == 0 { sign * pc } else { pc });
            }
            table.push('\n');
        }
        drive::write(folder, name, table);
    }
    drive::write(folder, "sums.tsv", sums.clone());
    drive::write(folder, "other.tsv", sums.replace("SAMPLE06", "SAMPLE061"));
}

#[test]
fn published_sums_stand_for_the_genotypes_they_came_from() {
    let folder = samples();
    publish(&folder);
    let pack = |out: &str, more: &[&str]| {
        let mut arguments = vec!["pack", "--scores", "SAMPLE06.txt.gz", "--labels", "people/labels.tsv", "--out", out];
        arguments.extend(more);
        run(&folder, &arguments)
    };
    let by_genotypes = pack("genotypes.tpack", &["--build", "37", "--panel", "people/people.bed"]);
    let by_sums = |sums: &str, places: &str, out: &str| {
        pack(out, &["--sums-without-palindromes", "--sums", sums, "--reference-pcs", places])
    };
    let said = by_sums("sums.tsv", "pcs.tsv", "sums.tpack");
    assert_eq!((&said["fitted_people"], &said["rows_with_frequencies"]), (&150.into(), &0.into()), "{said}");
    assert_eq!(said["findings"].as_array().map(Vec::len), Some(0), "{said}");
    for (one, other) in
        said["groups"].as_array().expect("groups").iter().zip(by_genotypes["groups"].as_array().expect("groups"))
    {
        assert_eq!((&one["group"], &one["people"]), (&other["group"], &other["people"]));
        for name in ["mean", "variance"] {
            let [one, other] = [one, other].map(|of| of[name].as_f64().expect("a number"));
            assert!((one - other).abs() < 1e-9 * other.abs().max(1.0), "{name}: {one} {other}");
        }
    }

    // Who has every variant stands where the genotypes put them.
    let scored = |genotypes: &[&str]| {
        let mut arguments = vec!["score", "--json", "--reference", "--build", "37", "--genotypes"];
        arguments.extend(genotypes);
        arguments.extend(["--scores", "sums.tpack", "genotypes.tpack"]);
        run(&folder, &arguments)
    };
    let others = ["others/people.bed", "others/people.bim", "others/people.fam"];
    let report = scored(&others);
    let people = report["samples"].as_array().expect("samples").len();
    assert_eq!(hold_the_rule(&report), (2 * people, 0));
    for sample in report["samples"].as_array().expect("samples") {
        let z = |score: usize| sample["scores"][score]["z_norm2"].as_f64().expect("a number");
        assert!((z(0) - z(1)).abs() < 1e-6, "{}: {} {}", sample["id"], z(0), z(1));
        let percentile = &sample["scores"][0]["percentile"];
        assert_eq!((&percentile["basis"], &percentile["covered"]), (&"components".into(), &1.0.into()));
        let [low, high] = ["low", "high"].map(|name| percentile[name].as_f64().expect("a number"));
        assert!(high - low < 45.0, "only the reference's size is left to be unsure of: {percentile}");
    }
    let of_sums = percentiles(&report).into_iter().filter(|((_, score), _)| *score == 0);
    let p = uniform_p(of_sums.map(|(_, [value, ..])| value / 100.0).collect());
    assert!(p > 0.001, "not uniform: p = {p}");
    drive::write(&folder, "report.json", serde_json::to_vec(&report).expect("JSON"));
    let mut arguments = vec!["verify", "--report", "report.json", "--genotypes"];
    arguments.extend(others);
    arguments.extend(["--scores", "sums.tpack", "genotypes.tpack"]);
    let arguments: Vec<String> = arguments.iter().map(|one| in_folder(&folder, one)).collect();
    assert!(tallele(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).status.success(), "verified");

    // An array lacks variants, of which nothing is known here.
    let report = scored(&["sample-person.txt.gz"]);
    let percentile = |score: usize| &report["samples"][0]["scores"][score]["percentile"];
    assert_eq!(percentile(0)["withheld"]["code"], "low-coverage");
    assert!(percentile(0)["withheld"]["why"].as_str().is_some_and(|why| why.contains("Below 100 %")));
    assert!(percentile(1)["value"].is_number());

    // Nor does anybody who has a row on X: there the sums of men and women count differently.
    let rows = std::io::read_to_string(flate2::read::GzDecoder::new(
        std::fs::File::open(folder.join("SAMPLE06.txt.gz")).expect("a score"),
    ))
    .expect("text");
    let by_name: String = rows.lines().fold(String::new(), |mut text, line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let kept =
            if fields.len() > 5 { format!("{}\t{}", fields[0], fields[3..].join("\t")) } else { line.to_owned() };
        let _ = writeln!(text, "{kept}");
        text
    });
    drive::write(&folder, "named.txt", by_name);
    let first = rows.lines().find(|line| line.starts_with("rs") && !line.starts_with("rsID")).expect("a row");
    let first = first.split('\t').next().expect("an id");
    let bim = std::fs::read_to_string(folder.join("others/people.bim")).expect("a .bim");
    let on_x = bim.lines().map(|line| match line.split('\t').nth(1) == Some(first) {
        true => format!("X\t{}\n", line.split_once('\t').expect("columns").1),
        false => format!("{line}\n"),
    });
    drive::write(&folder, "onx.bim", on_x.collect::<String>());
    for ending in ["bed", "fam"] {
        std::fs::copy(folder.join(format!("others/people.{ending}")), folder.join(format!("onx.{ending}")))
            .expect("copied");
    }
    let out = [
        "--scores",
        "named.txt",
        "--labels",
        "people/labels.tsv",
        "--out",
        "named.tpack",
        "--sums-without-palindromes",
    ];
    let said = run(&folder, &[&["pack"], &out[..], &["--sums", "sums.tsv", "--reference-pcs", "pcs.tsv"]].concat());
    assert_eq!(said["fitted_people"], 150, "{said}");
    let told = |stem: &str| {
        let set = ["bed", "bim", "fam"].map(|ending| format!("{stem}.{ending}"));
        let mut arguments =
            vec!["score", "--json", "--reference", "--build", "37", "--scores", "named.tpack", "--genotypes"];
        arguments.extend(set.iter().map(String::as_str));
        hold_the_rule(&run(&folder, &arguments)).0
    };
    assert_eq!((told("others/people"), told("onx")), (people, 0));
    // What is known to count in another way is refused when the pack is made.
    let dominant: String = rows
        .lines()
        .map(|line| match line {
            header if header.starts_with("rsID") => format!("{header}\tis_dominant\n"),
            row if row.starts_with("rs") => {
                format!("{row}\t{}\n", if row.starts_with(first) { "TRUE" } else { "FALSE" })
            }
            other => format!("{other}\n"),
        })
        .collect();
    drive::write(&folder, "dominant.txt", dominant);
    let out = [
        "--scores",
        "dominant.txt",
        "--labels",
        "people/labels.tsv",
        "--out",
        "no.tpack",
        "--sums-without-palindromes",
    ];
    let said = run(&folder, &[&["pack"], &out[..], &["--sums", "sums.tsv", "--reference-pcs", "pcs.tsv"]].concat());
    assert_eq!(said["error"]["code"], "calibration-rows-not-compared", "{said}");

    let code = |said: Value| said["error"]["code"].as_str().unwrap_or_default().to_owned();
    assert_eq!(code(by_sums("sums.tsv", "mirrored.tsv", "no.tpack")), "calibration-other-components");
    assert_eq!(code(by_sums("other.tsv", "pcs.tsv", "no.tpack")), "calibration-no-reference");
    assert_eq!(code(by_sums("pcs.tsv", "sums.tsv", "no.tpack")), "calibration-column-missing");
    assert!(!folder.join("no.tpack").exists());
}
