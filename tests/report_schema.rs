//! Holds that the reports of real runs are what the published schema says, with no field that it does not name.

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAME: &str = "report_schema::reports_are_what_the_schema_says";

/// A golden case's files and arguments; none for those that need other data, or files that their test makes first.
fn case(folder: &Path) -> Option<[Vec<String>; 3]> {
    let case: toml::Table = std::fs::read_to_string(folder.join("case.toml")).ok()?.parse().expect("TOML");
    let run = case["run"].as_table().expect("[run]");
    let list = |key: &str| -> Vec<String> {
        let items = run.get(key).and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().map(|item| item.as_str().expect("text").to_owned()).collect()
    };
    let [genotypes, scores] = ["genotypes", "scores"].map(list);
    let is_here = |file: &String| folder.join(file).is_file();
    let is_whole = list("dress").is_empty() && genotypes.iter().chain(&scores).all(is_here);
    let path = |file: String| folder.join(file).display().to_string();
    is_whole
        .then(|| [genotypes.into_iter().map(path).collect(), scores.into_iter().map(path).collect(), list("arguments")])
}

/// A man's and a woman's calls, and somebody of whom there are none.
const COHORT: &str = "##fileformat=VCFv4.2\n##contig=<ID=1,assembly=GRCh37>\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tAda\tBen\tnobody\n\
    1\t1000\trs1\tA\tG\t.\tPASS\t.\tGT\t0/1\t1/1\t./.\n1\t2000\trs2\tC\tT\t.\tPASS\t.\tGT\t0/0\t0/1\t./.\n";
const SCORE: &str = "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n\
    rs1\t1\t1000\tG\tA\t0.5\nrs2\t1\t2000\tT\tC\t-0.25\nrs3\t1\t3000\tT\tA\t0.125\n";

fn save(folder: &Path, name: &str, report: &Value) -> PathBuf {
    drive::write(folder, &format!("{name}.json"), report.to_string())
}

#[test]
fn reports_are_what_the_schema_says() {
    let modules = drive::project().join("node_modules/ajv");
    if Command::new("node").arg("--version").output().is_err() || !modules.is_dir() {
        return drive::skip(NAME, "Node.js or its packages are absent (npm ci)");
    }
    let folder = drive::scratch("report-schema");
    let golden = std::fs::read_dir(drive::project().join("tests/golden")).expect("tests/golden is there");
    let mut saved = Vec::new();
    for entry in golden.flatten() {
        let Some([genotypes, scores, arguments]) = case(&entry.path()) else { continue };
        let name = entry.file_name().to_string_lossy().into_owned();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        // Every fourth is compared with the reference people too, who have no figures of these scores.
        let is_compared = saved.len().is_multiple_of(4);
        let asked: &[&str] = if is_compared { &["--reference", "--age", "40"] } else { &[] };
        let outcome = drive::score(&genotypes, &scores, &[arguments.as_slice(), asked].concat());
        assert!(outcome.success, "{name}: {}", outcome.json);
        let withheld = &outcome.json["samples"][0]["scores"][0]["percentile"]["withheld"]["code"];
        assert_eq!(withheld == "no-basis", is_compared, "{name}: {withheld}");
        saved.push(save(&folder, &name, &outcome.json));
    }
    assert!(saved.len() > 45, "only {} golden cases", saved.len());

    let cohort = drive::write(&folder, "cohort.vcf", COHORT);
    let score = drive::write(&folder, "score.txt", SCORE);
    let several = drive::score(&[&cohort], &[&score], &["--build", "37", "--absent", "hom-ref", "--min-gq", "3"]);
    assert_eq!(several.json["samples"].as_array().map(Vec::len), Some(3), "{}", several.json);
    saved.push(save(&folder, "cohort", &several.json));
    // Told percentiles and risks: reports that the page has to read, kept as they were saved.
    for entry in std::fs::read_dir(drive::project().join("tests/reports")).expect("tests/reports is there").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "json") {
            saved.push(entry.path());
        }
    }
    let output = Command::new("node")
        .arg(drive::project().join("tests/report_schema/validate.mjs"))
        .args(&saved)
        .output()
        .expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(&format!("{} of {} are valid", saved.len(), saved.len())), "{said}");
}
