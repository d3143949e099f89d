//! Says what a standing means in absolute terms, beside the average and with a band, or why it does not say so.
//!
//! A score is less accurate in people unlike those it was made in, and where a file lacks part of it: its effect is taken times
//! √m·r, m being the accuracy kept in this background (R² there ÷ R² at home) and r the correlation of part and whole. The band
//! spans the interval of the standing with the ends of the effect's own confidence interval.
//!
//! What is stated of a relative moves the risk by the heritability that the score leaves over ([`History`]); the risk without
//! it is told beside. The band does not span the heritability's own error.

use super::liability::Liability;
use super::percentile::Standing;
use super::relative::{History, Relative};
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
    /// Heritability of liability, where it was published.
    pub heritability: Option<f64>,
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
    /// What is stated of a relative.
    pub relative: Option<Relative>,
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
    /// What a stated relative did to it; none where nothing was stated.
    pub history: Option<HistoryBasis>,
}

/// What a stated relative did to a risk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoryBasis {
    /// What was stated.
    pub relative: Relative,
    /// How it was taken in; or why it was not, and the risk is that without it.
    pub taken: Result<HistoryTaken, Withheld>,
}

/// A stated relative that was taken in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoryTaken {
    /// Heritability of liability that it rests on.
    pub heritability: f64,
    /// The risk without it, from 0 to 1.
    pub without: f64,
    /// Its band.
    pub band: Interval,
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
    let model = Model::new(validation, &person, kept, r2)?;
    let without = model.reckon(standing, None)?;
    let history = person.relative.map(|relative| {
        let h2 = validation.heritability.ok_or(Withheld::NoHeritability);
        let with = h2.and_then(|h2| Ok((h2, model.reckon(standing, Some(History { relative, h2 }))?)));
        (relative, with)
    });
    let history_basis = history.as_ref().map(|(relative, with)| {
        let Reckoned { value, low, high, .. } = without;
        let taken = HistoryTaken { heritability: 0.0, without: value, band: Interval { low, high } };
        let taken = with.as_ref().map(|(heritability, _)| HistoryTaken { heritability: *heritability, ..taken });
        HistoryBasis { relative: *relative, taken: taken.map_err(|withheld| *withheld) }
    });
    let (average, ages) = (model.average()?, model.ages());
    let Reckoned { value, low, high, curve } = match history {
        Some((_, Ok((_, with)))) => with,
        _ => without,
    };
    if !average.is_finite() {
        return Err(Withheld::NotANumber);
    }
    let basis =
        RiskBasis { citation: validation.citation.clone(), average, ages, r2, kept, curve, history: history_basis };
    Stated::new(value, Interval { low, high }, standing.percentile.level(), (0.0, 1.0), basis)
        .ok_or(Withheld::NotANumber)
}

/// What a person's risk is reckoned by: the model at the effect itself, and at both ends of its interval.
enum Model {
    ByAge {
        own: AgeModel,
        ends: Box<[AgeModel; 2]>,
        /// Liability, for what a relative tells; `None` where the rates leave no lifetime risk.
        liability: [Option<Liability>; 2],
        sex: Sex,
        ages: (usize, usize),
    },
    Lifetime {
        own: Liability,
        ends: [Liability; 2],
        prevalence: f64,
    },
}

/// A risk within its band.
struct Reckoned {
    value: f64,
    low: f64,
    high: f64,
    curve: Vec<RiskTo>,
}

impl Model {
    /// `r2` is that in people like this one, with what the file holds.
    fn new(validation: &Validation, person: &Person, kept: f64, r2: f64) -> Result<Self, Withheld> {
        let refused = |error: Error| reason(&error);
        match &validation.effect {
            Effect::Hazard { ratio, interval, incidence, mortality, sex } => {
                let model = |ratio: f64, share: f64| {
                    let ratio = libm::exp(libm::log(ratio) * share);
                    AgeModel::new(incidence.clone(), mortality.clone(), ratio, *sex).map_err(refused)
                };
                let ages = (person.age_years, person.until_years);
                // √m·r, from R² there and at home.
                let own = model(*ratio, libm::sqrt(r2 / validation.r2))?;
                let ends = Box::new([model(interval.low, libm::sqrt(kept))?, model(interval.high, libm::sqrt(kept))?]);
                let lifetime = own.net_risk(ages.1).map_err(refused)?;
                let liability = [r2, validation.r2 * kept].map(|r2| Liability::new(lifetime, r2).ok());
                Ok(Self::ByAge { own, ends, liability, sex: person.sex, ages })
            }
            Effect::Lifetime { prevalence, r2_interval, sex } => {
                if *sex != Sex::Unknown && *sex != person.sex {
                    return Err(Withheld::OtherSex);
                }
                let model = |r2: f64| Liability::new(*prevalence, r2).map_err(refused);
                let ends = [model(r2_interval.low * kept)?, model(r2_interval.high * kept)?];
                Ok(Self::Lifetime { own: model(r2)?, ends, prevalence: *prevalence })
            }
        }
    }

    fn ages(&self) -> Option<(usize, usize)> {
        match self {
            Self::ByAge { ages, .. } => Some(*ages),
            Self::Lifetime { .. } => None,
        }
    }

    /// The average person's.
    fn average(&self) -> Result<f64, Withheld> {
        match self {
            Self::ByAge { ages: (_, to), .. } => self.average_to(*to),
            Self::Lifetime { prevalence, .. } => Ok(*prevalence),
        }
    }

    fn average_to(&self, to: usize) -> Result<f64, Withheld> {
        match self {
            Self::ByAge { own, sex, ages: (from, _), .. } => {
                own.average(*sex, *from, to).map_err(|error| reason(&error))
            }
            Self::Lifetime { prevalence, .. } => Ok(*prevalence),
        }
    }

    fn reckon(&self, standing: &Standing, history: Option<History>) -> Result<Reckoned, Withheld> {
        let Interval { low, high } = standing.z_interval();
        let refused = |error: Error| reason(&error);
        let mut curve = Vec::new();
        let values = match self {
            Self::ByAge { own, ends, liability, sex, ages: (from, to) } => {
                let ratio = |of: usize, z: f64| match (history, liability.get(of).copied().flatten()) {
                    (None, _) => Ok(1.0),
                    (Some(history), Some(disease)) => history.rate_ratio(disease, z).map_err(refused),
                    (Some(_), None) => Err(Withheld::NotANumber),
                };
                // Each model with the z it is asked at, and what the relative multiplies its rates by.
                let mut asked = vec![(own, standing.z(), ratio(0, standing.z())?)];
                for model in ends.iter() {
                    for z in [low, high] {
                        asked.push((model, z, ratio(1, z)?));
                    }
                }
                let all_to = |to: usize| -> Result<Vec<f64>, Withheld> {
                    let risk =
                        |(model, z, ratio): &(&AgeModel, f64, f64)| model.risk_times(*z, *ratio, *sex, *from, to);
                    asked.iter().map(|one| risk(one).map_err(refused)).collect()
                };
                for age_years in (from + 1..=*to).filter(|age| age.is_multiple_of(CURVE_STEP) || age == to) {
                    let (value, low, high) = spread(&all_to(age_years)?)?;
                    curve.push(RiskTo { age_years, value, low, high, average: self.average_to(age_years)? });
                }
                all_to(*to)?
            }
            Self::Lifetime { own, ends, .. } => {
                let risk = |model: &Liability, z: f64| match history {
                    None => Ok(model.risk(z)),
                    Some(history) => history.lifetime_risk(*model, z).map_err(refused),
                };
                let mut values = vec![risk(own, standing.z())?];
                for model in ends {
                    for z in [low, high] {
                        values.push(risk(model, z)?);
                    }
                }
                values
            }
        };
        let (value, low, high) = spread(&values)?;
        Ok(Reckoned { value, low, high, curve })
    }
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
