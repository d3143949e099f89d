//! Gives the lab "How much data?" its curves and its answers.

use super::data_needs::{Assumptions, accuracy_for_residual, people_to_select, residual_deviation};
use crate::error::{CalibrationKind, Result};
use serde::{Deserialize, Serialize};

/// Steps of the curve in each tenfold of people.
const STEPS: i32 = 16;
/// The curve goes from 10³ to 10⁷ people.
const TENFOLDS: std::ops::RangeInclusive<i32> = 3..=7;
/// Half of a range that holds 95 of 100, in standard deviations.
const HALF_RANGE: f64 = 1.959_964;

/// What is asked, by the names that the lab's address has.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct DataSettings {
    /// Share of the trait's variance that all variants together could explain.
    pub h2: f64,
    /// Loci that vary independently, M.
    pub m: f64,
    /// The trait's standard deviation, in its own unit.
    pub sd: f64,
    /// How near a prediction is to be: one standard deviation of what it leaves open, in the same unit.
    pub within: f64,
    /// Variants that a sparse predictor is to find.
    pub s: f64,
}

/// One point of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DataPoint {
    /// People trained on.
    pub people: f64,
    /// R² by h²/(1 + M/(N·h²)).
    pub accuracy: f64,
    /// R² where what is explained no longer counts as noise.
    pub self_consistent: f64,
    /// Standard deviation that the first leaves open.
    pub residual: f64,
}

/// The answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DataCurves {
    /// People, rising by equal ratios.
    pub points: Vec<DataPoint>,
    /// The accuracy that is near enough; none where nothing need be predicted.
    pub wanted: Option<f64>,
    /// People that it takes; none where no number is enough.
    pub people: Option<f64>,
    /// The same where what is explained no longer counts as noise.
    pub people_self_consistent: Option<f64>,
    /// The accuracy that would be needed if 95 of 100 were to be as near.
    pub wanted_for_range: Option<f64>,
    /// What any number of people leaves open.
    pub floor: f64,
    /// People that L1-penalised regression needs to find the variants at h² = ½: 30 for each.
    pub people_to_select: f64,
}

impl DataCurves {
    /// Answers. Errors: `calibration-out-of-range`.
    pub fn of(settings: DataSettings) -> Result<Self> {
        let DataSettings { h2, m, sd, within, s } = settings;
        let of = Assumptions { heritability: h2, loci: m }.checked()?;
        let is_positive = |value: f64| value > 0.0 && value.is_finite();
        for (value, what) in
            [(sd, "A standard deviation"), (within, "A distance"), (s, "The number of variants to find")]
        {
            if !is_positive(value) {
                return Err(CalibrationKind::OutOfRange { what, allowed: "above 0" }.into());
            }
        }
        let (first, last) = (TENFOLDS.start() * STEPS, TENFOLDS.end() * STEPS);
        let point = |step: i32| {
            let people = libm::pow(10.0, f64::from(step) / f64::from(STEPS));
            let accuracy = of.accuracy(people);
            let self_consistent = of.self_consistent_accuracy(people);
            DataPoint { people, accuracy, self_consistent, residual: residual_deviation(sd, accuracy) }
        };
        let wanted = accuracy_for_residual(sd, within);
        Ok(Self {
            points: (first..=last).map(point).collect(),
            wanted,
            people: wanted.and_then(|wanted| of.people_for(wanted)),
            people_self_consistent: wanted.and_then(|wanted| of.people_for_self_consistent(wanted)),
            wanted_for_range: accuracy_for_residual(sd, within / HALF_RANGE),
            floor: residual_deviation(sd, h2),
            people_to_select: people_to_select(s),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: DataSettings = DataSettings { h2: 0.6, m: 60_000.0, sd: 15.0, within: 10.0, s: 10_000.0 };

    /// ±10 points: 1.25 million people; if ±10 were to hold 95 of 100, R² = .884, which h² = .6 has not.
    #[test]
    fn ten_points_of_fifteen() {
        let found = DataCurves::of(SOUND).expect("sound");
        assert!((found.people.expect("reachable") - 1.25e6).abs() < 1.0);
        assert!((found.people_self_consistent.expect("reachable") - 1.25e6 * 4.0 / 9.0).abs() < 1.0);
        assert!((found.wanted_for_range.expect("less") - 0.884).abs() < 5e-4);
        assert!((found.floor - 15.0 * 0.4_f64.sqrt()).abs() < 1e-12 && found.people_to_select == 300_000.0);
        let common = DataCurves::of(DataSettings { h2: 0.25, ..SOUND }).expect("sound");
        assert!(common.people.is_none() && (common.floor - 12.990).abs() < 1e-3);
    }

    #[test]
    fn curves_go_up_and_what_is_left_goes_down() {
        let found = DataCurves::of(DataSettings { h2: 0.5, ..SOUND }).expect("sound");
        assert_eq!((found.points.len(), found.points[0].people), (65, 1_000.0));
        let next = |at: usize| (&found.points[at], &found.points[at + 1]);
        assert!((0..64).map(next).all(|(one, next)| one.accuracy < next.accuracy && one.residual > next.residual));
        let million = found.points.iter().find(|point| (point.people - 1e6).abs() < 1.0).expect("a million");
        assert!((million.accuracy - 0.4464).abs() < 5e-5 && (million.self_consistent - 0.4701).abs() < 5e-5);
    }

    #[test]
    fn settings_that_cannot_hold_are_refused() {
        for settings in [
            DataSettings { h2: 1.5, ..SOUND },
            DataSettings { m: 0.0, ..SOUND },
            DataSettings { sd: 0.0, ..SOUND },
            DataSettings { within: f64::NAN, ..SOUND },
            DataSettings { s: -1.0, ..SOUND },
        ] {
            assert_eq!(DataCurves::of(settings).expect_err("refused").code(), "calibration-out-of-range");
        }
    }
}
