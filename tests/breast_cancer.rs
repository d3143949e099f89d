//! Breast cancer from end to end: published rates by age and a published hazard ratio give the risks that are known.

mod drive;

use std::path::Path;
use tallele::calibration::absolute_risk::{Effect, Person, Validation, absolute_risk};
use tallele::calibration::expected::{GroupShare, GroupVariant};
use tallele::calibration::linked::Links;
use tallele::calibration::percentile::{Background, COVERED_MIN, Question, stand};
use tallele::calibration::survival::{AgeModel, Rates};
use tallele::calibration::uncertainty::Interval;
use tallele::genome::Sex;
use tallele::report::standing::{AbsoluteRisk, Percentile};
use tallele::stats::normal::quantile;
use tallele::stats::quadrature::normal_expectation;

/// Odds ratio of one standard deviation of PGS000004 (313 variants) and its 95 % interval.
///
/// Source: N. Mavaddat et al., Am. J. Hum. Genet. 104, 21, 2019.
const RATIO: f64 = 1.61;
const RATIO_INTERVAL: Interval = Interval { low: 1.57, high: 1.65 };

/// Rates of the first years of a table of age and rate; the oldest have none.
fn rates(path: &Path, years: usize) -> Rates {
    let text = drive::read_text(path);
    let rows = text.lines().skip(1).take(years).map(|line| {
        let (age, rate) = line.split_once(',').expect("two columns");
        (age.trim().parse::<usize>().expect("an age"), rate.trim().parse::<f64>().expect("a rate"))
    });
    let rows: Vec<(usize, f64)> = rows.collect();
    assert!(rows.iter().zip(0..).all(|(row, age)| row.0 == age), "ages from 0 without gaps");
    Rates::new(0, rows.into_iter().map(|row| row.1).collect()).expect("rates")
}

fn tables(name: &str) -> Option<(Rates, Rates)> {
    let Some(data) = drive::data() else {
        drive::skip(name, "no ../shared/data (or TALLELE_DATA)");
        return None;
    };
    let folder = data.join("models/jeyabbalas_py-icare");
    let (incidence, mortality) =
        ("age_specific_breast_cancer_incidence_rates.csv", "age_specific_all_cause_mortality_rates.csv");
    Some((rates(&folder.join(incidence), 85), rates(&folder.join(mortality), 85)))
}

#[test]
fn risks_by_percentile_are_those_that_are_known() {
    let Some((incidence, mortality)) = tables("breast_cancer::risks_by_percentile_are_those_that_are_known") else {
        return;
    };
    let model = AgeModel::new(incidence, mortality, RATIO, Sex::Female).expect("a model");
    let average = model.average(Sex::Female, 0, 80).expect("covered");
    // About one woman in nine or ten, by 80.
    assert!((0.08..0.13).contains(&average), "{average}");
    let risk =
        |percentile: f64| model.risk(quantile(percentile).expect("within"), Sex::Female, 0, 80).expect("covered");
    let mean = normal_expectation(|z| model.risk(z, Sex::Female, 0, 80).expect("covered"));
    assert!((mean / average - 1.0).abs() < 2e-3, "{mean} {average}");
    // Mavaddat et al. give 2 to 3 % and about 30 % for the lowest and highest hundredth of women.
    assert!((0.015..0.04).contains(&risk(0.005)), "{}", risk(0.005));
    assert!((0.25..0.36).contains(&risk(0.995)), "{}", risk(0.995));
    // At 50 the years lived through do not count, at 70 hardly any are left.
    let from = |age| model.average(Sex::Female, age, 80).expect("covered");
    assert!(
        from(0) < from(30) && from(50) < from(30) && from(70) < 0.5 * from(50),
        "{} {} {}",
        from(0),
        from(30),
        from(50)
    );
}

#[test]
fn a_woman_is_told_her_risk_beside_the_average() {
    let Some((incidence, mortality)) = tables("breast_cancer::a_woman_is_told_her_risk_beside_the_average") else {
        return;
    };
    let frequencies: Vec<[f64; 1]> = (0..300).map(|at| [0.05 + 0.003 * f64::from(at)]).collect();
    let variants: Vec<GroupVariant<'_>> = frequencies
        .iter()
        .enumerate()
        .map(|(at, frequencies)| GroupVariant { weight: 0.05, frequencies, is_used: at % 10 != 0 })
        .collect();
    let groups =
        [GroupShare { group: "EUR".to_owned(), share: 1.0, share_errors: vec![0.0], ld_factor: 1.0, people: 503.0 }];
    let sums: f64 = variants.iter().filter(|variant| variant.is_used).map(|variant| 0.1 * variant.frequencies[0]).sum();
    let standing = stand(&Question {
        sum: sums + 0.75,
        variants: &variants,
        links: Links::default(),
        background: Background::Known(&groups),
        placed: None,
        accuracy: None,
        covered_min: COVERED_MIN,
    })
    .expect("told");
    let effect = Effect::Hazard { ratio: RATIO, interval: RATIO_INTERVAL, incidence, mortality, sex: Sex::Female };
    let validation = Validation { citation: "Mavaddat 2019".to_owned(), r2: 0.1, heritability: None, effect };
    let person = Person { sex: Sex::Female, age_years: 40, until_years: 80, kept: Some(1.0), relative: None };
    let risk = absolute_risk(Ok(&standing), Some(&validation), person).expect("told");
    let json = |value: serde_json::Result<serde_json::Value>| value.expect("serialised");
    let percentile = json(serde_json::to_value(Percentile::from(Ok(&standing))));
    assert_eq!((percentile["basis"].as_str(), percentile["group"].as_str()), (Some("frequencies"), Some("EUR")));
    let number =
        |value: &serde_json::Value, key: &str| value[key].as_f64().unwrap_or_else(|| panic!("no {key}: {value}"));
    assert!(number(&percentile, "low") < number(&percentile, "value"));
    assert!(number(&percentile, "value") < number(&percentile, "high") && number(&percentile, "value") > 80.0);
    let told = json(serde_json::to_value(AbsoluteRisk::from(Ok(&risk))));
    assert!(number(&told, "average") < number(&told, "low"), "{told}");
    assert!(number(&told, "low") < number(&told, "value") && number(&told, "value") < number(&told, "high"));
    assert_eq!((told["from_years"].as_u64(), told["to_years"].as_u64()), (Some(40), Some(80)));
    // A man is not given a woman's risk, and the report says why.
    let man = absolute_risk(Ok(&standing), Some(&validation), Person { sex: Sex::Male, ..person });
    let told = json(serde_json::to_value(AbsoluteRisk::from(man.as_ref().map_err(|withheld| *withheld))));
    assert_eq!(told["withheld"]["code"], "other-sex");
    assert!(told.get("value").is_none() && told["withheld"]["help"].as_str().is_some_and(|help| !help.is_empty()));
}
