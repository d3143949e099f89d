//! Turns a standardised score into the risk of a disease between two ages, while people also die of other causes.
//!
//! A person's rate of getting the disease at age a is λ₀(a)·e^(bz), b being the log hazard ratio of one standard deviation. The
//! baseline λ₀ is solved for each year so that the rates of all who are alive and free of the disease average to the
//! population's: λ₀(a) = I(a) ÷ E\[e^(bZ) | free at a\]. People of high scores leave first, so the baseline rises above what
//! dividing by the mean at birth would give.
//!
//! Source: P. Pal Choudhury et al., "iCARE: An R package to build, validate and apply absolute risk models", PLoS ONE 15, 2020.

use super::within;
use crate::error::{CalibrationKind, Result};
use crate::genome::Sex;
use crate::stats::normal::density;

/// Oldest age that a table may reach.
const AGE_MAX: usize = 130;

/// Grid of scores over which people are averaged: ±10 standard deviations in steps of 1/8. Sums over even steps of what falls
/// off like a normal curve are as good as exact: a grid 16 times as fine gives the same baseline to 3e-13, for hazard ratios up
/// to 8 and rates up to 0.2 a year.
const GRID_STEPS: i32 = 80;
const GRID_STEP: f64 = 1.0 / 8.0;

/// Yearly rates of a population by age.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    first_age: usize,
    per_year: Vec<f64>,
}

impl Rates {
    /// Rates for each person and year, the first from `first_age` to a year later, without gaps.
    ///
    /// Errors: `calibration-out-of-range` for a rate that is negative or no number, or an age beyond 130.
    pub fn new(first_age: usize, per_year: Vec<f64>) -> Result<Self> {
        for &rate in &per_year {
            within(rate, rate >= 0.0, "A yearly rate", "0 or above")?;
        }
        let end = first_age.saturating_add(per_year.len());
        within(
            end as f64,
            end <= AGE_MAX && !per_year.is_empty(),
            "The ages of a table",
            "from 0 to 130, at least one",
        )?;
        Ok(Self { first_age, per_year })
    }

    /// The rate between `age` and a year later.
    fn at(&self, age: usize) -> Option<f64> {
        self.per_year.get(age.checked_sub(self.first_age)?).copied()
    }

    fn end(&self) -> usize {
        self.first_age + self.per_year.len()
    }
}

/// A disease by age, a score for it, and death by other causes.
#[derive(Clone, Debug)]
pub struct AgeModel {
    incidence: Rates,
    mortality: Rates,
    log_hazard_ratio: f64,
    sex: Sex,
    /// λ₀ for each year of the incidence.
    baseline: Vec<f64>,
}

impl AgeModel {
    /// From a population's incidence and mortality from other causes, and the hazard ratio of one standard deviation of the
    /// score. `sex` is that of the tables; `Unknown` where they are of both.
    ///
    /// Errors: `calibration-out-of-range` unless the ratio is above 0; `calibration-ages-not-covered` where mortality lacks
    /// ages of the incidence.
    pub fn new(incidence: Rates, mortality: Rates, hazard_ratio: f64, sex: Sex) -> Result<Self> {
        let ratio = within(hazard_ratio, hazard_ratio > 0.0, "A hazard ratio", "above 0")?;
        if mortality.first_age > incidence.first_age || mortality.end() < incidence.end() {
            return Err(CalibrationKind::AgesNotCovered.into());
        }
        let log_hazard_ratio = libm::log(ratio);
        let baseline = solve_baseline(&incidence.per_year, log_hazard_ratio)?;
        Ok(Self { incidence, mortality, log_hazard_ratio, sex, baseline })
    }

    /// Ages covered: the first, and the end of the last year.
    pub fn ages(&self) -> (usize, usize) {
        (self.incidence.first_age, self.incidence.end())
    }

    /// Whose rates these are; `Unknown` for both sexes.
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// Probability that a person of score `z`, alive and free of the disease at `from`, gets it before `to`. What was lived
    /// through before `from` does not count.
    ///
    /// Errors: `calibration-other-sex`, `calibration-ages-not-covered`, `calibration-out-of-range`.
    pub fn risk(&self, z: f64, person: Sex, from: usize, to: usize) -> Result<f64> {
        self.risk_times(z, 1.0, person, from, to)
    }

    /// The same for somebody whose rate of the disease is `ratio` times that of others of this score, at every age.
    ///
    /// Errors: those of [`Self::risk`].
    pub fn risk_times(&self, z: f64, ratio: f64, person: Sex, from: usize, to: usize) -> Result<f64> {
        let z = within(z, true, "A standardised score", "a finite number")?;
        let ratio = within(ratio, ratio >= 0.0, "A ratio of rates", "0 or above")?;
        self.check_sex(person)?;
        let relative = libm::exp(self.log_hazard_ratio * z) * ratio;
        self.cumulate(from, to, |at| self.baseline.get(at).map(|rate| rate * relative))
    }

    /// The same for the average person of the population.
    ///
    /// Errors: those of [`Self::risk`].
    pub fn average(&self, person: Sex, from: usize, to: usize) -> Result<f64> {
        self.check_sex(person)?;
        self.cumulate(from, to, |at| self.incidence.per_year.get(at).copied())
    }

    /// Probability of the disease by age `to` if nothing else could end a life, from the first age of the rates on.
    ///
    /// Errors: `calibration-ages-not-covered`.
    pub fn net_risk(&self, to: usize) -> Result<f64> {
        let years = to.checked_sub(self.incidence.first_age).and_then(|years| self.incidence.per_year.get(..years));
        let rates: f64 = years.ok_or(CalibrationKind::AgesNotCovered)?.iter().sum();
        Ok(-libm::expm1(-rates))
    }

    fn check_sex(&self, person: Sex) -> Result<()> {
        // A person of unknown sex is not given the rates of one.
        if self.sex == Sex::Unknown || self.sex == person { Ok(()) } else { Err(CalibrationKind::OtherSex.into()) }
    }

    /// Σ S(a)·λ ÷ (λ + μ)·(1 − e^−(λ+μ)), rates being constant within a year.
    fn cumulate(&self, from: usize, to: usize, rate: impl Fn(usize) -> Option<f64>) -> Result<f64> {
        if from >= to {
            return Err(CalibrationKind::AgesNotCovered.into());
        }
        let (mut free, mut risk) = (1.0, 0.0);
        for age in from..to {
            let at = age.checked_sub(self.incidence.first_age).and_then(&rate);
            let (Some(disease), Some(death)) = (at, self.mortality.at(age)) else {
                return Err(CalibrationKind::AgesNotCovered.into());
            };
            let all = disease + death;
            if all > 0.0 {
                risk += free * disease / all * -libm::expm1(-all);
                free *= libm::exp(-all);
            }
        }
        Ok(risk)
    }
}

/// λ₀ of each year, people being those still free of the disease at its start. Death by other causes takes all scores alike.
fn solve_baseline(incidence: &[f64], log_hazard_ratio: f64) -> Result<Vec<f64>> {
    let people: Vec<(f64, f64)> = (-GRID_STEPS..=GRID_STEPS)
        .map(|at| f64::from(at) * GRID_STEP)
        .map(|z| (density(z), libm::exp(log_hazard_ratio * z)))
        .collect();
    let mut cumulative = 0.0;
    let mut baseline = Vec::with_capacity(incidence.len());
    for rate in incidence {
        let (mut free, mut relative) = (0.0, 0.0);
        for (mass, ratio) in &people {
            let still = mass * libm::exp(-cumulative * ratio);
            free += still;
            relative += still * ratio;
        }
        let solved = rate * free / relative;
        baseline.push(within(solved, solved >= 0.0, "A baseline rate", "a number: the hazard ratio is too large")?);
        cumulative += solved;
    }
    Ok(baseline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::quadrature::normal_expectation;

    fn model(incidence: impl Fn(f64) -> f64, mortality: impl Fn(f64) -> f64) -> AgeModel {
        let rates =
            |f: &dyn Fn(f64) -> f64| Rates::new(0, (0..80).map(|age| f(f64::from(age))).collect()).expect("rates");
        AgeModel::new(rates(&incidence), rates(&mortality), 1.5, Sex::Unknown).expect("a model")
    }

    fn lifetime(model: &AgeModel, z: f64) -> f64 {
        model.risk(z, Sex::Unknown, 0, 80).expect("covered")
    }

    /// science §3.4: I = 0.002 and μ = 0.01 at all ages, 80 years, hazard ratio 1.5.
    #[test]
    fn constant_rates() {
        let model = model(|_| 0.002, |_| 0.01);
        let rows = [(-2.0, 0.044348), (-1.0, 0.065584), (0.0, 0.096320), (1.0, 0.140026), (2.0, 0.200568)];
        for (z, expected) in rows {
            assert!((lifetime(&model, z) - expected).abs() <= 1e-6, "{z}: {}", lifetime(&model, z));
        }
        let mean = normal_expectation(|z| lifetime(&model, z));
        assert!((mean - 0.102834).abs() <= 1e-6, "{mean}");
        let average = model.average(Sex::Unknown, 0, 80).expect("covered");
        assert!((average - 0.102851).abs() <= 1e-6, "{average}");
    }

    /// science §3.4: I = 1e-5·e^(0.08a), μ = 5e-5·e^(0.09a).
    #[test]
    fn gompertz_rates() {
        let model = model(|age| 1e-5 * libm::exp(0.08 * age), |age| 5e-5 * libm::exp(0.09 * age));
        for (z, expected) in [(-2.0, 0.021427), (0.0, 0.047436), (2.0, 0.102945)] {
            assert!((lifetime(&model, z) - expected).abs() <= 1e-6, "{z}: {}", lifetime(&model, z));
        }
    }

    #[test]
    fn risk_already_lived_through_does_not_count() {
        let model = model(|_| 0.002, |_| 0.01);
        let risk = |from, to| model.risk(1.0, Sex::Unknown, from, to).expect("covered");
        assert!(risk(50, 80) < risk(0, 80) && risk(50, 51) < risk(50, 80));
        // From birth: what comes before 50, and what comes after for those still alive and free.
        let relative = libm::exp(model.log_hazard_ratio);
        let gone: f64 = model.baseline[..50].iter().map(|rate| rate * relative + 0.01).sum();
        let both = risk(0, 50) + libm::exp(-gone) * risk(50, 80);
        assert!((risk(0, 80) - both).abs() < 1e-14);
        let average = |from, to| model.average(Sex::Unknown, from, to).expect("covered");
        let direct = 0.002 / 0.012 * -libm::expm1(-0.012 * 30.0);
        assert!((average(50, 80) - direct).abs() < 1e-14);
    }

    #[test]
    fn a_score_without_effect_gives_everybody_the_average() {
        let rates = |rate: f64| Rates::new(20, vec![rate; 60]).expect("rates");
        let model = AgeModel::new(rates(0.003), rates(0.01), 1.0, Sex::Female).expect("a model");
        let average = model.average(Sex::Female, 30, 80).expect("covered");
        for z in [-3.0, 0.0, 3.0] {
            assert!((model.risk(z, Sex::Female, 30, 80).expect("covered") - average).abs() < 1e-12);
        }
        assert_eq!(model.ages(), (20, 80));
    }

    #[test]
    fn one_sex_does_not_get_the_rates_of_the_other() {
        let rates = |rate: f64| Rates::new(0, vec![rate; 80]).expect("rates");
        let model = AgeModel::new(rates(0.003), rates(0.01), 1.5, Sex::Female).expect("a model");
        for person in [Sex::Male, Sex::Unknown] {
            assert_eq!(model.risk(0.0, person, 0, 80).expect_err("refused").code(), "calibration-other-sex");
            assert_eq!(model.average(person, 0, 80).expect_err("refused").code(), "calibration-other-sex");
        }
        assert!(model.risk(0.0, Sex::Female, 0, 80).is_ok() && model.sex() == Sex::Female);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(Rates::new(0, vec![]).is_err() && Rates::new(0, vec![-0.1]).is_err());
        assert!(Rates::new(0, vec![f64::NAN]).is_err() && Rates::new(100, vec![0.1; 31]).is_err());
        assert!(Rates::new(usize::MAX, vec![0.1]).is_err());
        let rates = |first, years| Rates::new(first, vec![0.01; years]).expect("rates");
        let code = |result: Result<f64>| result.expect_err("refused").code();
        let made = AgeModel::new(rates(20, 60), rates(20, 59), 1.5, Sex::Unknown);
        assert_eq!(made.expect_err("refused").code(), "calibration-ages-not-covered");
        for ratio in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!(AgeModel::new(rates(20, 60), rates(20, 60), ratio, Sex::Unknown).is_err(), "{ratio}");
        }
        let model = AgeModel::new(rates(20, 60), rates(0, 100), 1.5, Sex::Unknown).expect("a model");
        for (from, to) in [(19, 80), (20, 81), (50, 50), (60, 50)] {
            assert_eq!(code(model.risk(0.0, Sex::Male, from, to)), "calibration-ages-not-covered", "{from} {to}");
            assert_eq!(code(model.average(Sex::Male, from, to)), "calibration-ages-not-covered", "{from} {to}");
        }
        assert_eq!(code(model.risk(f64::NAN, Sex::Male, 20, 80)), "calibration-out-of-range");
    }
}
