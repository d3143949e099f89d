//! Holds a number that may be shown: never without its interval and what it rests on.

use super::uncertainty::Interval;

/// A number with its interval and basis. It can be made in this room only, and only whole: what takes a `Stated` cannot show
/// less.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated<B> {
    value: f64,
    interval: Interval,
    level: f64,
    basis: B,
}

impl<B> Stated<B> {
    /// `None` unless all are finite, the level lies between 0 and 1, and the ends are within `range`. The interval is widened to
    /// hold the value where rounding or a shrunken middle has left it outside.
    pub(super) fn new(value: f64, interval: Interval, level: f64, range: (f64, f64), basis: B) -> Option<Self> {
        let interval = Interval { low: interval.low.min(value), high: interval.high.max(value) };
        let is_number = [value, interval.low, interval.high].iter().all(|number| number.is_finite());
        let is_whole = is_number && interval.low >= range.0 && interval.high <= range.1 && level > 0.0 && level < 1.0;
        is_whole.then_some(Self { value, interval, level, basis })
    }

    /// The number.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Its interval, which holds the number.
    pub fn interval(&self) -> Interval {
        self.interval
    }

    /// How often the interval holds what the number estimates.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// What the number rests on.
    pub fn basis(&self) -> &B {
        &self.basis
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_are_stated() {
        let make = |value, low, high, level| Stated::new(value, Interval { low, high }, level, (0.0, 100.0), "basis");
        let stated = make(50.0, 40.0, 60.0, 0.9).expect("whole");
        assert_eq!(
            (stated.value(), stated.interval().low, stated.level(), *stated.basis()),
            (50.0, 40.0, 0.9, "basis")
        );
        assert_eq!(make(70.0, 40.0, 60.0, 0.9).expect("whole").interval().high, 70.0, "the interval holds the value");
        for (value, low, high, level) in [
            (f64::NAN, 40.0, 60.0, 0.9),
            (50.0, f64::NAN, f64::NAN, f64::NAN),
            (50.0, f64::NEG_INFINITY, 60.0, 0.9),
            (50.0, -1.0, 60.0, 0.9),
            (101.0, 40.0, 60.0, 0.9),
            (50.0, 40.0, 60.0, 0.0),
            (50.0, 40.0, 60.0, 1.0),
        ] {
            assert_eq!(make(value, low, high, level), None, "{value} {low} {high} {level}");
        }
    }
}
