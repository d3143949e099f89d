//! Trains the sample score of a disease by the documented commands: the same bits every time, and an AUC that is what the known
//! truth says a score so near to it must have.

use super::sample::{Sample, correlation2, count_found, hold_person_s_sum, made, sums, train};
use super::{drive, tallele};
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::bytes::digest::sha256_hex;
use tallele::calibration::conversions::auc_from_r2;
use tallele::formats::pack::read_pack;
use tallele::reference::MeasuredEffect;
use tallele::simulation::TRAINED_DISEASE;

/// Of the scoring file that the default seed's people give: on any machine, with any number of threads.
const SCORE: &str = "e142559cbd4cc0ac75002142c2d9839a0ce62dff1f20791d208ee0a9e64cc9f1";

const DISEASE: Sample = Sample { of: &TRAINED_DISEASE, id: "SAMPLE09", phenotype: "disease.tsv", family: "binomial" };

/// Whether each has the disease, liability and genetic value, by id.
fn truth(table: &str) -> HashMap<&str, [f64; 3]> {
    table
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            (cells[0], [1, 2, 3].map(|at: usize| cells[at].parse().expect("a number")))
        })
        .collect()
}

#[test]
fn the_sample_disease_is_trained_to_the_same_bits_and_its_auc_is_what_the_truth_says() {
    let folder = made("train-sample-disease");
    train(&folder, &DISEASE, "one", "1", true);
    train(&folder, &DISEASE, "two", "2", false);
    let read = |name: &str| std::fs::read(folder.join(name)).expect("readable");
    for name in ["score.txt", "path.tsv", "coefficients.tsv"] {
        assert!(read(&format!("one/{name}")) == read(&format!("two/{name}")), "{name} depends on the threads");
    }
    let rows = hold_person_s_sum(&folder, "one");

    let (file, _) = read_pack(&(Rc::new(MemorySource::new("pack", read("one/score.tpack"))) as _)).expect("a pack");
    let validation = file.validation.expect("tested");
    let MeasuredEffect::Auc(tested) = validation.effect else { panic!("{validation:?}") };
    assert_eq!((validation.r2, tested.people, file.calibration.expect("calibrated").groups.len()), (None, 240, 5));
    assert_eq!(validation.auc_by_group["EUR"], tested);

    // Liability is known, so it is known how much of it the score explains, and what AUC that comes to.
    let table = drive::read_text(&folder.join("training/disease.tsv"));
    let truth = truth(&table);
    let set = ["bed", "bim", "fam"].map(|ending| folder.join("training/people").with_extension(ending));
    let scored = sums(&set, &folder.join("one/score.txt"));
    let list = drive::read_text(&folder.join("training/test.txt"));
    let people: Vec<&str> = list.lines().filter(|id| id.starts_with("family")).collect();
    assert_eq!(people.len(), 240);
    let cases = people.iter().filter(|id| truth[**id][0] == 1.0).count();
    assert_eq!(tested.cases, cases as u64);
    // 240 people of 60 families; a share of 0.2 has an error of 0.026 in people who are not related.
    assert!((cases as f64 / 240.0 - 0.2).abs() < 0.1, "{cases}");
    let pairs = |at: usize| people.iter().map(|id| (scored[*id], truth[*id][at])).collect::<Vec<_>>();
    let (of_liability, of_genes) = (correlation2(&pairs(1)), correlation2(&pairs(2)));
    assert!(of_genes > 0.5 && of_genes < 1.0, "{of_genes}");
    assert!(of_liability < TRAINED_DISEASE.heritability + 0.1, "{of_liability}");
    let expected = auc_from_r2(of_liability, 0.2).expect("in range");
    assert!((tested.value - expected).abs() < 0.05, "{tested:?} where liability gives {expected}");
    assert!(tested.low < expected && expected < tested.high, "{tested:?} {expected}");
    // Nobody can do better than the genetic value itself.
    let best = auc_from_r2(TRAINED_DISEASE.heritability, 0.2).expect("in range");
    assert!(tested.low < best && tested.value < best + 0.05, "{tested:?} {best}");

    let (causes, found) = count_found(&folder.join("training/disease-truth.txt"), 8, &rows);
    assert_eq!(causes, 15);
    assert!(found >= 7, "{found} of the 8 largest causes");
    let of_truth = sums(&set, &folder.join("training/disease-truth.txt"));
    let first = of_truth[people[0]] - truth[people[0]][2];
    assert!(truth.iter().all(|(id, [.., genetic])| (of_truth[*id] - genetic - first).abs() < 1e-9));

    // The sample person is told where they stand and how well the score tells cases from others, and no risk.
    let (person, pack) = (folder.join("sample-person.txt"), folder.join("one/score.tpack"));
    let [person, pack] = [person, pack].map(|path| path.display().to_string());
    let arguments = ["score", "--json", "--genotypes", &person, "--scores", &pack, "--reference", "--build", "37"];
    let (success, report) = tallele(&arguments);
    assert!(success, "{report}");
    let entry: &Value = &report["samples"][0]["scores"][0];
    let percentile = &entry["percentile"];
    let of = |name: &str| percentile[name].as_f64().expect("a number");
    assert!(of("low") < of("value") && of("value") < of("high"), "{percentile}");
    assert_eq!(
        (&percentile["group"], &percentile["basis"], &percentile["covered"]),
        (&"EUR".into(), &"components".into(), &1.0.into())
    );
    assert_eq!(percentile["discrimination"]["auc"].as_f64(), Some(tested.value));
    assert_eq!(percentile["discrimination"]["group"], "EUR");
    assert_eq!(entry["absolute_risk"]["withheld"]["code"], "no-baseline");

    let hash = sha256_hex(Rc::new(MemorySource::new("score", read("one/score.txt")))).expect("in memory");
    assert_eq!(hash, SCORE, "{tested:?} {expected} {of_genes} {found} {}", rows.len());
}
