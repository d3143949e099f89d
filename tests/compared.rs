//! Holds what is said of people beside a panel: packs with a calibration, and the standing of people who were not fitted to.

#[path = "compared/breast_cancer.rs"]
mod breast_cancer;
#[path = "compared/command.rs"]
mod command;
#[path = "drive/mod.rs"]
mod drive;
#[path = "compared/figures.rs"]
mod figures;
#[path = "compared/made_up.rs"]
mod made_up;
#[path = "compared/measured.rs"]
mod measured;
#[path = "compared/real.rs"]
mod real;
#[path = "compared/saved.rs"]
mod saved;
#[path = "compared/sums.rs"]
mod sums;

use serde_json::Value;

/// No percentile is ever told without its interval and basis, and none withheld without a reason: the rule of every report.
fn hold_the_rule(report: &Value) -> (usize, usize) {
    let (mut told, mut withheld) = (0, 0);
    for sample in report["samples"].as_array().expect("samples") {
        for score in sample["scores"].as_array().expect("scores") {
            let percentile = &score["percentile"];
            let number = |name: &str| percentile[name].as_f64();
            let fields = ["value", "low", "high", "level", "share", "covered"];
            if percentile["withheld"].is_null() {
                let [value, low, high] = ["value", "low", "high"].map(|name| number(name).expect("a number"));
                assert!(0.0 <= low && low <= value && value <= high && high <= 100.0, "{percentile}");
                assert!(fields.iter().all(|name| number(name).is_some()), "{percentile}");
                assert!(["frequencies", "components"].contains(&percentile["basis"].as_str().expect("a basis")));
                assert!(!percentile["group"].as_str().expect("a group").is_empty());
                assert_eq!(score["z_norm2"].is_number(), percentile["basis"] == "components", "{score}");
                let accuracy = &percentile["accuracy"];
                if !accuracy.is_null() {
                    let share = |name: &str| accuracy[name].as_f64().is_some_and(|of| (0.0..=1.0).contains(&of));
                    let is_cited = accuracy["citation"].as_str().is_some_and(|text| !text.is_empty());
                    assert!(
                        share("r2") && share("kept") && is_cited && accuracy["is_measured"].is_boolean(),
                        "{accuracy}"
                    );
                    let [h2, low, high] =
                        ["heritability", "genetic_low", "genetic_high"].map(|name| accuracy[name].as_f64());
                    assert!(low.is_some() == high.is_some() && (low.is_none() || h2.is_some()), "{accuracy}");
                }
                told += 1;
            } else {
                assert!(
                    fields.iter().chain(&["basis", "group", "accuracy"]).all(|name| percentile[*name].is_null()),
                    "{percentile}"
                );
                for name in ["code", "why", "help"] {
                    assert!(percentile["withheld"][name].as_str().is_some_and(|text| !text.is_empty()), "{percentile}");
                }
                assert!(score["z_norm2"].is_null(), "{score}");
                withheld += 1;
            }
            let risk = &score["absolute_risk"];
            let number = |name: &str| risk[name].as_f64();
            if risk["withheld"].is_null() {
                assert!(percentile["withheld"].is_null(), "no risk without a percentile: {score}");
                let [value, low, high] = ["value", "low", "high"].map(|name| number(name).expect("a number"));
                assert!(0.0 <= low && low <= value && value <= high && high <= 1.0, "{risk}");
                assert!(
                    ["level", "average", "r2", "accuracy_kept"].iter().all(|name| number(name).is_some()),
                    "{risk}"
                );
                assert!(risk["citation"].as_str().is_some_and(|text| !text.is_empty()), "{risk}");
                let history = &risk["family_history"];
                let without = ["value", "low", "high"].map(|name| history["without"][name].as_f64());
                if let [Some(value), Some(low), Some(high)] = without {
                    assert!(0.0 <= low && low <= value && value <= high && high <= 1.0, "{risk}");
                    assert!(history["heritability"].is_number() && history["withheld"].is_null(), "{risk}");
                } else if !history.is_null() {
                    assert!(history["without"].is_null() && history["withheld"]["why"].is_string(), "{risk}");
                }
            } else {
                assert!(risk["value"].is_null() && risk["withheld"]["code"].is_string(), "{risk}");
            }
        }
    }
    (told, withheld)
}
