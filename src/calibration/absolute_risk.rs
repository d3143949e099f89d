//! Says what a standing means in absolute terms, beside the average and with a band, or why it does not say so.
//!
//! A score is less accurate in people unlike those it was made in, and where a file lacks part of it: its effect is taken times
//! √m·r, m being the accuracy kept in this background (R² there ÷ R² at home) and r the correlation of part and whole. The band
//! spans the interval of the standing with the ends of the effect's own confidence interval.

use super::family_history::{FIRST_DEGREE, FamilyHistory};
use super::liability::Liability;
use super::percentile::Standing;
use super::stated::Stated;
use super::survival::{AgeModel, Rates};
use super::uncertainty::Interval;
use super::withheld::Withheld;
use crate::error::{CalibrationKind, Error, ErrorKind};
use crate::genome::Sex;
use serde::Serialize;

/// Share of the accuracy at home below which no risk is told.
pub const KEPT_MIN: f64 = 0.25;

/// R² in people like this one, with what the file holds, below which no risk is told.
pub const R2_MIN: f64 = 0.01;

/// A published validation of a score for a disease.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// Where it was published.
    pub citation: String,
    /// R² on the scale of liability, in the people it was validated in.
    pub r2: f64,
    /// What the risk is reckoned from.
    pub effect: Effect,
}

/// What a validation measured, and the population's own risk.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A hazard ratio of one standard deviation, with rates by age.
    Hazard {
        /// The ratio.
        ratio: f64,
        /// Its confidence interval.
        interval: Interval,
        /// Rates of the disease, free of it so far.
        incidence: Rates,
        /// Rates of death by other causes.
        mortality: Rates,
        /// Whose rates these are; `Unknown` for both sexes.
        sex: Sex,
    },
    /// A lifetime prevalence; the effect is R² itself.
    Lifetime {
        /// Lifetime prevalence.
        prevalence: f64,
        /// Confidence interval of R².
        r2_interval: Interval,
        /// Whose prevalence this is; `Unknown` for both sexes.
        sex: Sex,
        /// Heritability of liability, and whether a parent, sibling or child has the disease, where that was stated.
        relative: Option<(f64, bool)>,
    },
}

/// What is known of the person beside the standing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Sex.
    pub sex: Sex,
    /// Age in years at which the person is free of the disease.
    pub age_years: usize,
    /// Age in years to which the risk is reckoned.
    pub until_years: usize,
    /// R² in people like this one ÷ R² where the score was validated, where that was measured.
    pub kept: Option<f64>,
}

/// What a risk rests on. The average stands here, so that no risk is without it.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskBasis {
    /// Where the validation was published.
    pub citation: String,
    /// The same risk of the average person.
    pub average: f64,
    /// Ages between which the risk is; none for a lifetime.
    pub ages: Option<(usize, usize)>,
    /// R² in people like this one, with what the file holds.
    pub r2: f64,
    /// Accuracy kept in this background, from 0 to 1.
    pub kept: f64,
    /// The same risk to earlier ages, every five years and at the last; empty for a lifetime.
    pub curve: Vec<RiskTo>,
}

/// A risk to one age, within its band and beside the average.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RiskTo {
    /// Age in years to which it counts.
    pub age_years: usize,
    /// From 0 to 1.
    pub value: f64,
    /// Lower end of its band.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The average person's.
    pub average: f64,
}

/// Years between two points of a curve.
const CURVE_STEP: usize = 5;

/// The person's absolute risk from 0 to 1, or why it is withheld.
pub fn absolute_risk(
    standing: Result<&Standing, Withheld>,
    validation: Option<&Validation>,
    person: Person,
) -> Result<Stated<RiskBasis>, Withheld> {
    let standing = standing.map_err(|_| Withheld::NoPercentile)?;
    let validation = validation.ok_or(Withheld::NoValidation)?;
    let kept = person.kept.ok_or(Withheld::AccuracyUnknown)?;
    let correlation = standing.percentile.basis().correlation;
    let r2 = validation.r2 * kept * correlation * correlation;
    if !(validation.r2.is_finite() && (0.0..=1.0).contains(&kept) && (0.0..1.0).contains(&r2)) {
        return Err(Withheld::NotANumber);
    }
    if kept < KEPT_MIN || r2 < R2_MIN {
        return Err(Withheld::AccuracyTooLow { r2 });
    }
    let mut values = Vec::with_capacity(5);
    let mut curve = Vec::new();
    let (average, ages);
    match &validation.effect {
        Effect::Hazard { ratio, interval, incidence, mortality, sex } => {
            let (from, to) = (person.age_years, person.until_years);
            let model = |ratio: f64, share: f64| {
                let ratio = libm::exp(libm::log(ratio) * share);
                AgeModel::new(incidence.clone(), mortality.clone(), ratio, *sex).map_err(|error| reason(&error))
            };
            let own = model(*ratio, libm::sqrt(kept) * correlation)?;
            let ends = [model(interval.low, libm::sqrt(kept))?, model(interval.high, libm::sqrt(kept))?];
            let all_to = |to: usize| -> Result<Vec<f64>, Withheld> {
                let risk = |model: &AgeModel, z| model.risk(z, person.sex, from, to).map_err(|error| reason(&error));
                let mut values = vec![risk(&own, standing.z())?];
                for model in &ends {
                    for z in [standing.z_interval().low, standing.z_interval().high] {
                        values.push(risk(model, z)?);
                    }
                }
                Ok(values)
            };
            let average_to = |to| own.average(person.sex, from, to).map_err(|error| reason(&error));
            for age_years in (from + 1..=to).filter(|age| age.is_multiple_of(CURVE_STEP) || *age == to) {
                let (value, low, high) = spread(&all_to(age_years)?)?;
                curve.push(RiskTo { age_years, value, low, high, average: average_to(age_years)? });
            }
            average = average_to(to)?;
            ages = Some((from, to));
            values = all_to(to)?;
        }
        Effect::Lifetime { prevalence, r2_interval, sex, relative } => {
            if *sex != Sex::Unknown && *sex != person.sex {
                return Err(Withheld::OtherSex);
            }
            let risk = |r2: f64, z: f64| {
                let model = Liability::new(*prevalence, r2).map_err(|error| reason(&error))?;
                let Some((h2, is_affected)) = *relative else { return Ok(model.risk(z)) };
                let history = FamilyHistory::new(model, h2, FIRST_DEGREE).map_err(|error| reason(&error))?;
                Ok(history.risk_given_score(z, is_affected))
            };
            average = *prevalence;
            ages = None;
            values.push(risk(r2, standing.z())?);
            for end in [r2_interval.low, r2_interval.high] {
                for z in [standing.z_interval().low, standing.z_interval().high] {
                    values.push(risk(end * kept, z)?);
                }
            }
        }
    }
    let (value, low, high) = spread(&values)?;
    if !average.is_finite() {
        return Err(Withheld::NotANumber);
    }
    let basis = RiskBasis { citation: validation.citation.clone(), average, ages, r2, kept, curve };
    Stated::new(value, Interval { low, high }, standing.percentile.level(), (0.0, 1.0), basis)
        .ok_or(Withheld::NotANumber)
}

/// The first, the least and the largest.
fn spread(values: &[f64]) -> Result<(f64, f64, f64), Withheld> {
    let value = values.first().copied().ok_or(Withheld::NotANumber)?;
    // `min` and `max` pass over what is no number; that must not be.
    if values.iter().any(|value| value.is_nan()) {
        return Err(Withheld::NotANumber);
    }
    let (low, high) = (values.iter().copied().fold(value, f64::min), values.iter().copied().fold(value, f64::max));
    Ok((value, low, high))
}

fn reason(error: &Error) -> Withheld {
    match error.kind() {
        ErrorKind::Calibration(CalibrationKind::OtherSex) => Withheld::OtherSex,
        ErrorKind::Calibration(CalibrationKind::AgesNotCovered) => Withheld::AgesNotCovered,
        _ => Withheld::NotANumber,
    }
}
