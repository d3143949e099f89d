//! From a published score, its published validation and published rates to a woman's risk, by the commands alone.
//!
//! The women are made up: each variant by the frequency that the score's authors give, the ancestry panel's sites by those of its
//! group EUR.

use super::command::{json, tallele, text};
use super::measured::{Plink, core};
use super::{drive, hold_the_rule};
use serde_json::{Value, json};
use std::path::Path;
use tallele::calibration::conversions::r2_from_auc;
use tallele::calibration::percentile::COVERED_MIN;
use tallele::stats::Random;

const REFERENCE: usize = 120;
const ASKED: usize = 24;

/// Rows of the score: chromosome, position, effect allele, other allele, frequency of the effect allele.
fn rows(score: &str) -> Vec<(String, u32, String, String, f64)> {
    let lines = score.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let frequency = cells[5].parse().expect("a frequency");
        (cells[0].to_owned(), cells[1].parse().expect("a position"), cells[2].into(), cells[3].into(), frequency)
    };
    lines.map(row).collect()
}

/// Women with the score's variants and one in 14 of the ancestry panel's sites.
fn women(score: &str, count: usize, seed: u64) -> Plink {
    let panel = core(COVERED_MIN).panel;
    let group = panel.groups.iter().position(|group| group == "EUR").expect("the group");
    let mut random = Random::new(seed);
    let mut sites: Vec<(String, String, u32, String, String, f64)> = rows(score)
        .into_iter()
        .map(|(chromosome, position, effect, other, p)| {
            (chromosome.clone(), format!("{chromosome}:{position}"), position, effect, other, p)
        })
        .collect();
    for site in (0..panel.sites.len()).step_by(14) {
        let at = &panel.sites[site];
        let chromosome = at.site37.chromosome().expect("an autosome").name().to_owned();
        let letters = [at.alternate, at.reference].map(|base| char::from(base).to_string());
        let p = panel.group_frequencies[group * panel.sites.len() + site];
        let [first, second] = letters;
        sites.push((chromosome, at.id.to_string(), at.site37.position(), first, second, p));
    }
    let order = |chromosome: &str| chromosome.parse::<u8>().unwrap_or(23);
    sites.sort_by_key(|site| (order(&site.0), site.2));
    sites.dedup_by(|a, b| (&a.0, a.2) == (&b.0, b.2));
    let (mut variants, mut calls) = (Vec::new(), Vec::new());
    for (chromosome, id, position, first, second, p) in sites {
        variants.push(format!("{chromosome}\t{id}\t0\t{position}\t{first}\t{second}"));
        let mut bytes = vec![0_u8; count.div_ceil(4)];
        for person in 0..count {
            let copies = usize::from(random.chance(p)) + usize::from(random.chance(p));
            // Two copies of the first allele are 0, one is 2, none is 3.
            bytes[person / 4] |= [3, 2, 0][copies] << (2 * (person % 4));
        }
        calls.push(bytes);
    }
    let people = (0..count).map(|at| format!("f\tw{at}\t0\t0\t{}\t-9", if at == 0 { 1 } else { 2 })).collect();
    Plink { variants, people, calls }
}

/// The odds ratio of one standard deviation and R² on the liability scale (from an AUC of 0.630 at a lifetime prevalence of
/// 0.11): N. Mavaddat et al., Am. J. Hum. Genet. 104, 21, 2019. Accuracy elsewhere as A. Martin et al., Nat. Genet. 51, 584,
/// 2019 have it. Heritability: L. A. Mucci et al., JAMA 315, 68, 2016.
fn validation() -> Value {
    let elsewhere = |kept: f64| json!({ "kept": kept, "citation": "Martin 2019, Nat. Genet. 51, 584" });
    json!({
        "disease": "breast cancer",
        "citation": "Mavaddat 2019, Am. J. Hum. Genet. 104, 21",
        "test_set": "11,428 cases and 18,323 controls of 10 prospective studies, European ancestry",
        "r2": r2_from_auc(0.63, 0.11).expect("an R²"),
        "heritability": 0.31,
        "sex": "female",
        "effect": { "hazard-ratio-per-sd": { "value": 1.61, "low": 1.57, "high": 1.65 } },
        "accuracy": { "EUR": { "kept": 1.0, "citation": "the same" }, "EAS": elsewhere(0.5), "AFR": elsewhere(0.22) }
    })
}

fn write_set(folder: &Path, plink: &Plink) {
    std::fs::create_dir_all(folder).expect("a folder");
    for (name, bytes) in plink.files() {
        drive::write(folder, name, bytes);
    }
}

fn samples_of(report: &Value) -> &Vec<Value> {
    report["samples"].as_array().expect("samples")
}

#[test]
fn a_published_score_gives_a_risk_beside_the_average() {
    let name = "compared::breast_cancer::a_published_score_gives_a_risk_beside_the_average";
    let Some(data) = drive::data() else {
        drive::skip(name, "no ../shared/data (or TALLELE_DATA)");
        return;
    };
    let folder = drive::scratch("compared-breast-cancer");
    let score = data.join("scores/lorenasandoval88_diseasome/PGS000004.txt");
    let tables = data.join("models/jeyabbalas_py-icare");
    let written = drive::read_text(&score);
    let (reference, asked) = (folder.join("reference"), folder.join("asked"));
    write_set(&reference, &women(&written, REFERENCE, 1));
    write_set(&asked, &women(&written, ASKED, 2));
    let labels: String = (0..REFERENCE).map(|at| format!("w{at}\tEUR\n")).collect();
    let labels = drive::write(&folder, "labels.tsv", format!("IID\tgroup\n{labels}"));
    let published = drive::write(&folder, "validation.json", validation().to_string());
    let (bed, pack) = (reference.join("people.bed"), folder.join("PGS000004.tpack"));
    let incidence = tables.join("age_specific_breast_cancer_incidence_rates.csv");
    let mortality = tables.join("age_specific_all_cause_mortality_rates.csv");
    let mut packing = vec!["pack", "--scores", text(&score), "--panel", text(&bed), "--labels", text(&labels)];
    packing.extend(["--build", "37", "--validation", text(&published), "--incidence", text(&incidence)]);
    packing.extend(["--mortality", text(&mortality), "--rates-source", "US, 2008 to 2012", "--out", text(&pack)]);
    let output = tallele(&packing);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));

    let set = ["bed", "bim", "fam"].map(|ending| asked.join("people").with_extension(ending));
    let ask = |more: &[&str]| {
        let mut arguments = vec!["score", "--build", "37", "--json", "--reference", "--scores", text(&pack)];
        arguments.push("--genotypes");
        arguments.extend(set.iter().map(|path| text(path)));
        arguments.extend(more);
        tallele(&arguments)
    };
    let report = |age: &str, more: &[&str]| {
        let output = ask(&[&["--age", age], more].concat());
        let report = json(&output);
        let (told, withheld) = hold_the_rule(&report);
        assert!(told + withheld == ASKED && told >= ASKED - 2, "{told} told, {withheld} withheld");
        (report, output.stdout)
    };
    let (now, saved) = report("50", &[]);
    let mut seen: Vec<(f64, f64)> = Vec::new();
    for sample in samples_of(&now) {
        let (percentile, risk) = (&sample["scores"][0]["percentile"], &sample["scores"][0]["absolute_risk"]);
        if percentile["value"].is_null() {
            continue;
        }
        assert_eq!(percentile["group"], "EUR", "{percentile}");
        // The score knows a fifth of what genes decide: their interval is far wider than the file's own.
        let accuracy = &percentile["accuracy"];
        let of = |from: &Value, name: &str| from[name].as_f64().unwrap_or_else(|| panic!("no {name}: {from}"));
        // A risk is of what was measured alone.
        assert_eq!(
            accuracy["is_measured"] == false,
            risk["withheld"]["code"] == "accuracy-unknown",
            "{accuracy} {risk}"
        );
        assert!(
            (0.8..=1.0).contains(&of(accuracy, "kept")) && (0.04..0.07).contains(&of(accuracy, "r2")),
            "{accuracy}"
        );
        let genetic = of(accuracy, "genetic_high") - of(accuracy, "genetic_low");
        let of_file = of(percentile, "high") - of(percentile, "low");
        assert!(genetic > 60.0 && genetic > 2.0 * of_file && genetic < 100.0, "{percentile}");
        if sample["sex"] == "male" {
            assert_eq!(risk["withheld"]["code"], "other-sex");
            continue;
        }
        let number = |name: &str| risk[name].as_f64().unwrap_or_else(|| panic!("no {name}: {risk}"));
        // One woman in ten or so of those who are 50, by 80.
        assert!((0.06..0.12).contains(&number("average")), "{risk}");
        assert!(number("value") > 0.3 * number("average") && number("value") < 4.0 * number("average"), "{risk}");
        assert_eq!((&risk["from_years"], &risk["to_years"]), (&50.into(), &80.into()));
        let curve = risk["curve"].as_array().expect("a curve");
        let ages: Vec<u64> = curve.iter().filter_map(|at| at["age_years"].as_u64()).collect();
        assert_eq!(ages, [55, 60, 65, 70, 75, 80]);
        let values: Vec<f64> = curve.iter().filter_map(|at| at["value"].as_f64()).collect();
        assert!(values.is_sorted() && values.last() == Some(&number("value")), "{risk}");
        seen.push((percentile["value"].as_f64().expect("told"), number("value")));
    }
    seen.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(seen.is_sorted_by(|a, b| a.1 <= b.1 + 1e-3) && seen.len() > 20, "{seen:?}");
    let (lowest, highest) = (seen[0].1, seen[seen.len() - 1].1);
    assert!(highest > 2.0 * lowest, "{seen:?}");

    // A stated relative is in the risk, and the risk without it stands beside: what it was before.
    let statements = ["--family-history", "PGS000004=affected", "PGS000004:w3=unaffected"];
    let (stated, saved_stated) = report("50", &statements);
    assert_eq!(stated["reference"]["family_history"].as_array().map(Vec::len), Some(ASKED));
    let mut moved = [0, 0];
    for (sample, before) in samples_of(&stated).iter().zip(samples_of(&now)) {
        let (risk, before) = (&sample["scores"][0]["absolute_risk"], &before["scores"][0]["absolute_risk"]);
        let Some(value) = risk["value"].as_f64() else { continue };
        let history = &risk["family_history"];
        let without = history["without"]["value"].as_f64().expect("told");
        assert_eq!((&history["without"]["value"], &history["without"]["low"]), (&before["value"], &before["low"]));
        assert_eq!((history["heritability"].as_f64(), &risk["average"]), (Some(0.31), &before["average"]));
        let is_affected = history["relative"] == "affected";
        assert_eq!(is_affected, sample["id"] != "w3", "{sample}");
        assert!(if is_affected { (1.15..2.5).contains(&(value / without)) } else { value < without }, "{risk}");
        moved[usize::from(is_affected)] += 1;
    }
    assert!(moved[0] == 1 && moved[1] > 15, "{moved:?}");
    for wrong in ["PGS000004=perhaps", "PGS000004", "PGS9=affected", "PGS000004:nobody=affected"] {
        let refused = json(&ask(&["--family-history", wrong]));
        let (code, field) = (&refused["error"]["code"], &refused["error"]["place"]["field"]);
        assert_eq!((code, field), (&"bad-option".into(), &"family-history".into()), "{wrong}");
    }

    // A report says what was asked, and is found again.
    for (name, saved) in [("report.json", saved), ("stated.json", saved_stated)] {
        let saved = drive::write(&folder, name, saved);
        let mut arguments = vec!["verify", "--report", text(&saved), "--scores", text(&pack), "--genotypes"];
        arguments.extend(set.iter().map(|path| text(path)));
        let verified = tallele(&arguments);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
    // Beyond the rates nothing is told, and percentiles stay.
    let (late, _) = report("80", &[]);
    let samples = samples_of(&late);
    let is_told = |score: &Value| !score["percentile"]["value"].is_null();
    let mut told =
        samples.iter().filter(|of| of["sex"] == "female").map(|of| &of["scores"][0]).filter(|of| is_told(of));
    assert!(told.all(|score| score["absolute_risk"]["withheld"]["code"] == "ages-not-covered"), "{late}");

    // What cannot be is refused.
    let mut wrong = validation();
    wrong["effect"]["hazard-ratio-per-sd"]["low"] = json!(1.7);
    drive::write(&folder, "validation.json", wrong.to_string());
    let refused = json(&tallele(&packing));
    assert_eq!(
        (&refused["error"]["code"], &refused["error"]["place"]["field"]),
        (&"bad-option".into(), &"validation".into())
    );
}
