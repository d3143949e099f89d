//! What is stated of a relative: how it moves a risk, and that the risk without it stands beside.

use super::population::question;
use super::{breast_cancer_like, plain, variants, woman};
use tallele::calibration::absolute_risk::{Effect, Person, Validation, absolute_risk};
use tallele::calibration::percentile::{Standing, stand};
use tallele::calibration::uncertainty::Interval;
use tallele::calibration::{Relative, Withheld};
use tallele::genome::Sex;
use tallele::stats::normal::{quantile, survival};

/// Somebody above the middle.
fn standing() -> Standing {
    let (frequencies, groups) = plain();
    let whole = variants(&frequencies, 39);
    stand(&question(4.0, &whole, &groups)).expect("told")
}

fn lifetime() -> Validation {
    let r2_interval = Interval { low: 0.08, high: 0.12 };
    Validation { effect: Effect::Lifetime { prevalence: 0.05, r2_interval, sex: Sex::Unknown }, ..breast_cancer_like() }
}

#[test]
fn risks_take_a_stated_relative_in_and_tell_what_they_are_without() {
    let standing = standing();
    for (validation, ages) in [(lifetime(), None), (breast_cancer_like(), Some((40, 80)))] {
        let risk =
            |relative| absolute_risk(Ok(&standing), Some(&validation), Person { relative, ..woman() }).expect("told");
        let (alone, with, without) = (risk(None), risk(Some(Relative::Affected)), risk(Some(Relative::Unaffected)));
        assert!(without.value() < alone.value() && alone.value() < 0.7 * with.value(), "{ages:?}: {with:?}");
        assert_eq!((alone.basis().average, alone.basis().ages), (with.basis().average, ages));
        assert_eq!(alone.basis().history, None);
        for (told, relative) in [(&with, Relative::Affected), (&without, Relative::Unaffected)] {
            let history = told.basis().history.expect("stated");
            let taken = history.taken.expect("taken in");
            assert_eq!((history.relative, taken.heritability, taken.without), (relative, 0.4, alone.value()));
            assert_eq!((taken.band.low, taken.band.high), (alone.interval().low, alone.interval().high));
            assert!(told.basis().curve.last().is_none_or(|last| last.value == told.value()));
        }
    }
}

/// People of one score, as many of them with an affected relative as there are, have the risk that all of them have.
#[test]
fn a_relative_moves_people_apart_and_not_all_of_them_up() {
    let standing = standing();
    let z = standing.z();
    let risks = |validation: &Validation| {
        let risk = |relative| {
            let person = Person { relative, age_years: 0, ..woman() };
            absolute_risk(Ok(&standing), Some(validation), person).expect("told").value()
        };
        (risk(None), risk(Some(Relative::Affected)), risk(Some(Relative::Unaffected)))
    };
    let affected = |prevalence: f64| {
        let (cut, shared) = (quantile(1.0 - prevalence).expect("within"), 0.5 * 0.1_f64.sqrt());
        survival((cut - shared * z) / (1.0 - shared * shared).sqrt())
    };
    let (alone, with, without) = risks(&lifetime());
    let share = affected(0.05);
    let mixed = share * with + (1.0 - share) * without;
    assert!((mixed - alone).abs() < 1e-9, "{mixed} {alone}");
    // By age other causes of death take some of either part first.
    let (alone, with, without) = risks(&breast_cancer_like());
    let share = affected(1.0 - (-4e-5 * f64::from((1..=80).sum::<i32>())).exp());
    let mixed = share * with + (1.0 - share) * without;
    assert!((mixed / alone - 1.0).abs() < 0.01, "{mixed} {alone}");
}

#[test]
fn without_a_heritability_the_risk_is_told_without_the_relative() {
    let standing = standing();
    let risk = |heritability, relative| {
        let validation = Validation { heritability, ..breast_cancer_like() };
        absolute_risk(Ok(&standing), Some(&validation), Person { relative, ..woman() }).expect("told")
    };
    let alone = risk(Some(0.4), None);
    let rows =
        [(None, Withheld::NoHeritability), (Some(0.05), Withheld::NotANumber), (Some(f64::NAN), Withheld::NotANumber)];
    for (heritability, expected) in rows {
        let told = risk(heritability, Some(Relative::Affected));
        let history = told.basis().history.expect("stated");
        assert_eq!((told.value(), history.taken), (alone.value(), Err(expected)));
    }
}
