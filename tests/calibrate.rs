//! Adjusts sums to a reference with `tallele calibrate`: beside pgscatalog-ancestry-adjust on that program's own test data, and
//! on tables with something wrong.

mod drive;

use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A run's answer on standard output.
fn calibrate(arguments: &[(&str, &Path)], more: &[&str]) -> (bool, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
    command.arg("calibrate").args(more);
    for (option, path) in arguments {
        command.arg(option).arg(path);
    }
    let output = command.output().expect("the binary starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.success(), serde_json::from_str(&text).unwrap_or_else(|error| panic!("not JSON ({error}): {text}")))
}

/// pgscatalog-ancestry-adjust at its pinned version in `tests/.venv-adjust`, and the test data of its source archive; both come
/// from PyPI when they are not there.
fn peer(name: &str) -> Option<(PathBuf, PathBuf)> {
    let folder = drive::project().join("tests/.venv-adjust");
    let (program, data) =
        (folder.join("bin/pgscatalog-ancestry-adjust"), folder.join("pgscatalog_calc-0.3.1/tests/data"));
    let run = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let requirements = drive::project().join("tests/oracle/requirements-adjust.txt");
    let is_ready = || program.is_file() && data.join("ref.pcs").is_file();
    let made = is_ready()
        || (run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
            && run(Command::new(folder.join("bin/pip"))
                .args(["install", "--quiet", "--requirement"])
                .arg(requirements))
            && run(Command::new(folder.join("bin/pip"))
                .args(["download", "--quiet", "--no-deps", "--no-binary", ":all:", "pgscatalog.calc==0.3.1", "--dest"])
                .arg(&folder))
            && run(Command::new("tar")
                .arg("-xzf")
                .arg(folder.join("pgscatalog_calc-0.3.1.tar.gz"))
                .arg("-C")
                .arg(&folder))
            && is_ready());
    if made {
        return Some((program, data));
    }
    drive::skip(
        name,
        "pgscatalog.calc 0.3.1 could not be installed into tests/.venv-adjust (needs python3 with venv, and PyPI)",
    );
    None
}

/// Rows of a table by sampleset, id and score: their values by column.
fn rows(text: &str) -> HashMap<[String; 3], HashMap<String, String>> {
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let row = |line: &str| -> HashMap<String, String> {
        columns.iter().map(|name| (*name).to_owned()).zip(line.split('\t').map(str::to_owned)).collect()
    };
    lines.map(row).map(|row| (["sampleset", "IID", "PGS"].map(|key| row[key].clone()), row)).collect()
}

#[test]
fn as_pgscatalog_ancestry_adjust() {
    let name = "calibrate::as_pgscatalog_ancestry_adjust";
    let Some((program, data)) = peer(name) else { return };
    let folder = drive::scratch("calibrate-peer");
    for (pcs, compared) in [("4", "5"), ("2", "3"), ("9", "10")] {
        let run = Command::new(&program)
            .args(["--dataset", "hgdp", "--reference", "reference", "--ancestry_method", "Mahalanobis"])
            .args(["--n_normalization", pcs, "--n_popcomp", compared])
            .arg("--ref_pcs")
            .arg(data.join("ref.pcs"))
            .arg("--target_pcs")
            .arg(data.join("target.pcs"))
            .arg("--psam")
            .arg(data.join("ref.psam"))
            .arg("--reference_related")
            .arg(data.join("ref.king.cutoff.id"))
            .arg("--agg_scores")
            .arg(data.join("aggregated_scores.txt"))
            .arg("--outdir")
            .arg(&folder)
            .output()
            .expect("the program starts");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let theirs = rows(&drive::read_text(&folder.join("hgdp_pgs.txt.gz")));
        let out = folder.join("ours.tsv");
        let (success, json) = calibrate(
            &[
                ("--sums", &data.join("aggregated_scores.txt")),
                ("--reference-pcs", &data.join("ref.pcs")),
                ("--target-pcs", &data.join("target.pcs")),
                ("--labels", &data.join("ref.psam")),
                ("--related", &data.join("ref.king.cutoff.id")),
                ("--out", &out),
            ],
            &["--pcs", pcs, "--similarity-pcs", compared],
        );
        assert!(success, "{json}");
        let ours = rows(&drive::read_text(&out));
        assert_eq!((ours.len(), theirs.len()), (3504, 3504));
        for (key, row) in &theirs {
            for column in ["SUM", "Z_MostSimilarPop", "Z_norm1", "Z_norm2", "percentile_MostSimilarPop"] {
                let [ours, theirs] =
                    [&ours[key][column], &row[column]].map(|text| text.parse::<f64>().expect("a number"));
                assert!((ours - theirs).abs() <= 1e-4, "{pcs} components, {key:?}, {column}: {ours} {theirs}");
            }
        }
    }
}

/// A made-up reference of two groups with a target person in each, as four tables.
struct Made {
    folder: PathBuf,
    sums: String,
    reference: String,
    target: String,
    labels: String,
}

impl Made {
    fn new(name: &str) -> Self {
        let mut dice = drive::Dice::new(8);
        let mut number = |range: usize| dice.below(range) as f64 / range as f64 - 0.5;
        let mut made = Self {
            folder: drive::scratch(name),
            sums: "sampleset\tIID\tPGS\tSUM\n".to_owned(),
            reference: "IID\tPC1\tPC2\n".to_owned(),
            target: "IID\tPC1\tPC2\n".to_owned(),
            labels: "#IID\tSuperPop\n".to_owned(),
        };
        for at in 0..240 {
            let middle = if at % 2 == 0 { 5.0 } else { -5.0 };
            made.reference.push_str(&format!("r{at}\t{}\t{}\n", middle + number(1000), number(1000)));
            made.labels.push_str(&format!("r{at}\t{}\n", if at % 2 == 0 { "east" } else { "west" }));
            made.sums.push_str(&format!("reference\tr{at}\ts\t{}\n", middle / 10.0 + number(1000)));
        }
        for (id, x) in [("t0", 5.1), ("t1", -5.1), ("t2", 400.0)] {
            made.target.push_str(&format!("{id}\t{x}\t0.01\n"));
            made.sums.push_str(&format!("people\t{id}\ts\t0.1\n"));
        }
        made
    }

    fn run(&self, more: &[&str]) -> (bool, Value, String) {
        let write = |name: &str, text: &String| drive::write(&self.folder, name, text);
        let out = self.folder.join("out.tsv");
        let (success, json) = calibrate(
            &[
                ("--sums", &write("sums.tsv", &self.sums)),
                ("--reference-pcs", &write("reference.tsv", &self.reference)),
                ("--target-pcs", &write("target.tsv", &self.target)),
                ("--labels", &write("labels.tsv", &self.labels)),
                ("--out", &out),
            ],
            if more.is_empty() { &["--pcs", "2"] } else { more },
        );
        (success, json, std::fs::read_to_string(&out).unwrap_or_default())
    }
}

#[test]
fn people_are_compared_with_the_nearest_group() {
    let made = Made::new("calibrate-nearest");
    let (success, json, out) = made.run(&[]);
    assert!(success, "{json}");
    let rows = rows(&out);
    let of = |id: &str, column: &str| rows[&["people", id, "s"].map(str::to_owned)][column].clone();
    assert_eq!((of("t0", "MostSimilarPop").as_str(), of("t1", "MostSimilarPop").as_str()), ("east", "west"));
    assert_eq!(of("t0", "MostSimilarPop_LowConfidence"), "False");
    assert_eq!(of("t2", "MostSimilarPop_LowConfidence"), "True");
    assert_eq!(json["findings"][0]["code"], "unlike-every-group");
    assert_eq!(json["findings"][0]["count"], 1);
    // The same sum is low in the east, whose mean is 0.5, and high in the west, whose mean is -0.5.
    let percentile = |id: &str| of(id, "percentile_MostSimilarPop").parse::<f64>().expect("a number");
    assert!(percentile("t0") < 25.0 && percentile("t1") > 90.0, "{} {}", percentile("t0"), percentile("t1"));
}

#[test]
fn a_given_label_is_used() {
    let mut made = Made::new("calibrate-labelled");
    made.labels.push_str("t0\twest\n");
    let (success, json, out) = made.run(&[]);
    assert!(success, "{json}");
    assert_eq!(rows(&out)[&["people", "t0", "s"].map(str::to_owned)]["MostSimilarPop"], "west");
}

#[test]
fn a_score_that_does_not_vary_says_so() {
    let mut made = Made::new("calibrate-constant-score");
    for (set, ids) in [
        ("reference", (0..240).map(|at| format!("r{at}")).collect::<Vec<_>>()),
        ("people", vec!["t0".into(), "t1".into(), "t2".into()]),
    ] {
        for id in ids {
            made.sums.push_str(&format!("{set}\t{id}\tflat\t0.25\n"));
        }
    }
    let (success, json, out) = made.run(&[]);
    assert!(success, "{json}");
    let found = json["findings"].as_array().expect("a list");
    assert!(found.iter().any(|finding| finding["code"] == "score-does-not-vary" && finding["input"] == "flat"));
    let row = &rows(&out)[&["people", "t0", "flat"].map(str::to_owned)];
    for column in ["Z_MostSimilarPop", "Z_norm1", "Z_norm2", "percentile_MostSimilarPop"] {
        assert_eq!(row[column], "NA", "{column}");
    }
}

#[test]
fn broken_tables_are_refused_with_code_and_place() {
    type Break = fn(&mut Made);
    let rows: [(&str, Break, &str, Option<u64>); 17] = [
        (
            "a sum is missing",
            |made| made.sums = made.sums.replace("people\tt1\ts\t0.1\n", ""),
            "calibration-person-missing",
            None,
        ),
        (
            "a label is missing",
            |made| made.labels = made.labels.replace("r7\twest\n", ""),
            "calibration-person-missing",
            None,
        ),
        (
            "a sum is NaN",
            |made| made.sums = made.sums.replace("people\tt0\ts\t0.1", "people\tt0\ts\tNaN"),
            "calibration-not-a-number",
            Some(242),
        ),
        (
            "a sum is infinite",
            |made| made.sums = made.sums.replace("people\tt0\ts\t0.1", "people\tt0\ts\tinf"),
            "calibration-not-a-number",
            Some(242),
        ),
        (
            "a component is a word",
            |made| made.target = made.target.replace("t1\t-5.1", "t1\tNA"),
            "calibration-not-a-number",
            Some(3),
        ),
        (
            "a component is constant",
            |made| made.reference = with_second_component(&made.reference, |_| "1".to_owned()),
            "calibration-component-constant",
            None,
        ),
        (
            "components are the same",
            |made| made.reference = with_second_component(&made.reference, |first| first.to_owned()),
            "calibration-components-dependent",
            None,
        ),
        (
            "no reference sums",
            |made| made.sums = made.sums.replace("reference\t", "other\t"),
            "calibration-person-missing",
            None,
        ),
        ("no reference people", |made| made.reference = "IID\tPC1\tPC2\n".to_owned(), "calibration-no-reference", None),
        (
            "an id twice in the components",
            |made| made.target.push_str("t0\t1\t1\n"),
            "calibration-person-twice",
            Some(5),
        ),
        ("a sum twice", |made| made.sums.push_str("people\tt0\ts\t0.1\n"), "calibration-person-twice", Some(245)),
        ("a label twice", |made| made.labels.push_str("r0\teast\n"), "calibration-person-twice", Some(242)),
        ("no SUM", |made| made.sums = made.sums.replace("\tSUM", "\tAVG"), "calibration-column-missing", Some(1)),
        ("no PC2", |made| made.target = made.target.replace("\tPC2", "\tX"), "calibration-column-missing", Some(1)),
        ("a short row", |made| made.labels.push_str("t0\n"), "field-count", Some(242)),
        ("an empty table", |made| made.labels = String::new(), "empty", None),
        (
            "half a reference",
            |made| {
                made.reference = made.reference.lines().take(61).collect::<Vec<_>>().join("\n");
            },
            "calibration-few-reference",
            None,
        ),
    ];
    for (number, (what, damage, code, line)) in rows.into_iter().enumerate() {
        let mut made = Made::new(&format!("calibrate-broken-{number}"));
        damage(&mut made);
        let (success, json, out) = made.run(&[]);
        assert!(!success && out.is_empty(), "{what}: {json}");
        assert_eq!(json["error"]["code"], code, "{what}: {json}");
        assert_eq!(json["error"]["place"]["line"].as_u64(), line, "{what}: {json}");
    }
    let made = Made::new("calibrate-options");
    for (more, code) in [(["--pcs", "0"], "bad-option"), (["--similarity-pcs", "21"], "bad-option")] {
        let (success, json, _) = made.run(&more);
        assert!(!success);
        assert_eq!(json["error"]["code"], code, "{more:?}");
    }
}

/// The table with another second component, made from the first.
fn with_second_component(table: &str, second: fn(&str) -> String) -> String {
    let mut lines = table.lines();
    let header = lines.next().expect("a header").to_owned();
    let rows = lines.map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        format!("{}\t{}\t{}", fields[0], fields[1], second(fields[1]))
    });
    std::iter::once(header).chain(rows).map(|line| line + "\n").collect()
}
