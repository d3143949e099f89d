//! The sample scores with figures: a percentile for the sample person, none where coverage is low, and uniform percentiles for
//! people who were drawn like the reference but are not in it.

use super::measured::{core, percentiles};
use super::{drive, hold_the_rule};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tallele::calibration::percentile::COVERED_MIN;
use tallele::simulation::{Backgrounds, DEFAULT_SEED, reference_set, sample_files};
use tallele::stats::kolmogorov::uniform_p;

/// People of each group who are not in the reference.
const HELD_OUT: usize = 100;

fn tallele(folder: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_tallele")).current_dir(folder).args(arguments).output();
    let output = output.expect("the binary starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    // Packing prints one object for each score.
    let objects = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
    Value::Array(objects.collect::<Result<_, _>>().expect("JSON"))
}

fn write(folder: &Path, files: impl IntoIterator<Item = tallele::simulation::SampleFile>) -> PathBuf {
    for file in files {
        let path = folder.join(&file.name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, &file.bytes).expect("written");
    }
    folder.to_path_buf()
}

#[test]
fn the_samples_with_figures() {
    let reference = core(COVERED_MIN);
    let panel = &reference.panel;
    let files = sample_files(DEFAULT_SEED, false, panel).expect("made in memory");
    let folder = write(&drive::scratch("compared-figures"), files);
    // As `www/build/samples.mjs` packs them.
    let packed = tallele(
        &folder,
        &[
            "pack",
            "--scores",
            "SAMPLE06.txt.gz",
            "SAMPLE07.txt.gz",
            "--out",
            "packs",
            "--panel",
            "reference/people.bed",
            "--labels",
            "reference/labels.tsv",
            "--build",
            "37",
        ],
    );
    for score in packed.as_array().expect("two scores") {
        assert_eq!((&score["rows_with_frequencies"], &score["fitted_people"]), (&400.into(), &1000.into()), "{score}");
        assert!(score["findings"].as_array().is_some_and(Vec::is_empty), "{score}");
    }
    let scored = |genotypes: &[&str]| {
        let mut arguments = vec!["score", "--json", "--reference", "--build", "37", "--genotypes"];
        arguments.extend(genotypes);
        arguments.extend(["--scores", "packs/SAMPLE06.tpack", "packs/SAMPLE07.tpack"]);
        tallele(&folder, &arguments)[0].take()
    };

    let family = ["mother", "father", "daughter", "son"].map(|role| format!("sample-{role}.txt.gz"));
    let mut people = vec!["sample-person.txt.gz"];
    people.extend(family.iter().map(String::as_str));
    let report = scored(&people);
    assert_eq!(hold_the_rule(&report), (5, 5), "each has a percentile of the first score and none of the second");
    let sexes: Vec<&str> =
        report["samples"].as_array().expect("samples").iter().filter_map(|of| of["sex"].as_str()).collect();
    assert_eq!(sexes, ["male", "female", "male", "female", "male"]);
    let percentile = |person: usize, score: usize| &report["samples"][person]["scores"][score]["percentile"];
    for (person, group) in [(0, "EUR"), (1, "EAS"), (2, "EUR")] {
        assert_eq!(
            (&percentile(person, 0)["group"], &percentile(person, 0)["basis"]),
            (&group.into(), &"components".into())
        );
        assert!(percentile(person, 0)["share"].as_f64() > Some(0.95), "{}", percentile(person, 0));
    }
    // The children's nearest group has about half.
    for child in [3, 4] {
        let share = percentile(child, 0)["share"].as_f64().expect("a share");
        assert!((0.4..0.6).contains(&share), "{share}");
    }
    for person in 0..5 {
        let covered = percentile(person, 0)["covered"].as_f64().expect("a share");
        assert!((0.85..0.95).contains(&covered), "{covered}");
        assert_eq!(percentile(person, 1)["withheld"]["code"], "low-coverage");
    }

    let mut arguments = vec!["kinship", "--json", "--genotypes"];
    arguments.extend(&people);
    let kinship = tallele(&folder, &arguments)[0].take();
    let found: Vec<&str> =
        kinship["pairs"].as_array().expect("pairs").iter().filter_map(|pair| pair["relation"].as_str()).collect();
    // The person, then mother and father, have no relatives before them; then children and parents, and the children.
    let mut expected = vec!["unrelated"; 5];
    expected.extend(["parent-child"; 4]);
    expected.push("full-siblings");
    assert_eq!(found, expected, "{kinship}");

    // The reference's sites, and other people.
    let lines = std::fs::read_to_string(folder.join("reference/people.bim")).expect("a .bim");
    let ids: std::collections::HashSet<&str> = lines.lines().filter_map(|line| line.split('\t').nth(1)).collect();
    let sites: Vec<usize> =
        (0..panel.sites.len()).filter(|at| ids.contains(panel.sites[*at].id.to_string().as_str())).collect();
    assert!(sites.len() == lines.lines().count() && sites.len() > 2_500, "{}", sites.len());
    write(&folder, reference_set(&Backgrounds::new(panel), &sites, DEFAULT_SEED + 1, HELD_OUT).files("others/"));
    let report = scored(&["others/people.bed", "others/people.bim", "others/people.fam"]);
    hold_the_rule(&report);
    let mut by_group: BTreeMap<(String, usize), Vec<f64>> = BTreeMap::new();
    for ((id, score), [value, ..]) in percentiles(&report) {
        by_group.entry((id[..3].to_owned(), score)).or_default().push(value / 100.0);
    }
    assert_eq!(by_group.len(), 2 * panel.groups.len());
    let (mut seen, mut is_uniform) = (String::new(), true);
    for (group, values) in by_group {
        assert_eq!(values.len(), HELD_OUT, "{group:?}");
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let p = uniform_p(values);
        // A hundredth over five groups and two scores; what 200 reference people leave open of a group's mean is in it too.
        is_uniform &= p > 0.01 / 10.0;
        let _ = writeln!(seen, "{group:?}: mean {mean:.3}, p = {p:.4}");
    }
    assert!(is_uniform, "{seen}");
}
