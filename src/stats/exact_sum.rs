//! Adds `f64` values exactly and rounds once, so that a sum has the same bits in any order, chunk or thread count.
//!
//! Most sums are of values of about one size: these are held in 32 bytes, and what does not fit goes to a
//! [`Superaccumulator`] that is made when it is needed. Equal to Python's `math.fsum`.

use super::superaccumulator::{LIMBS, Superaccumulator};
use super::window::Window;

/// An exact running sum of finite `f64` values; at most 2⁶⁰ of them.
#[derive(Clone, Default)]
pub struct ExactSum {
    /// What fits the window, in its units.
    near: i128,
    window: Option<Window>,
    /// The rest.
    far: Option<Box<Superaccumulator>>,
}

/// An exact sum taken apart, to be written and read again.
#[derive(Clone, Debug, PartialEq)]
pub struct SumParts {
    /// Whole number of units.
    pub near: i128,
    /// The unit's power of 2; none before the first value.
    pub scale: Option<i16>,
    /// What did not fit: limbs of 32 bits from the lowest on, and the sum of what was not finite.
    pub far: Option<Box<([i64; LIMBS], f64)>>,
}

impl ExactSum {
    /// Adds one value, exactly.
    #[inline]
    pub fn add(&mut self, value: f64) {
        if self.window.is_none() {
            self.window = Window::around(value);
        }
        match self.window.and_then(|window| window.units(value)) {
            Some(units) => self.add_near(units),
            None if value == 0.0 => {}
            None => self.far().add(value),
        }
    }

    /// Units of the own window.
    #[inline]
    fn add_near(&mut self, units: i128) {
        match self.near.checked_add(units) {
            // The one number that has no opposite is kept out.
            Some(sum) if sum != i128::MIN => self.near = sum,
            _ => {
                let (full, scale) = (self.near, self.window.map_or(0, Window::scale));
                self.far().add_units(full, scale);
                self.near = units;
            }
        }
    }

    fn far(&mut self) -> &mut Superaccumulator {
        self.far.get_or_insert_default()
    }

    /// Adds everything that `other` holds, exactly.
    pub fn merge(&mut self, other: &Self) {
        if let Some(theirs) = other.window {
            let window = *self.window.get_or_insert(theirs);
            match window.convert(other.near, theirs) {
                Some(units) => self.add_near(units),
                None => self.far().add_units(other.near, theirs.scale()),
            }
        }
        if let Some(far) = &other.far {
            self.far().merge(far);
        }
    }

    /// Takes away everything that `other` holds, exactly.
    pub fn subtract(&mut self, other: &Self) {
        let mut other = other.clone();
        other.near = -other.near;
        if let Some(far) = &mut other.far {
            far.negate();
        }
        self.merge(&other);
    }

    /// The sum, rounded once to the nearest `f64`, ties to even.
    pub fn value(&self) -> f64 {
        match (&self.far, self.window) {
            (None, Some(window)) => window.value(self.near),
            (None, None) => 0.0,
            (Some(far), window) => {
                let mut far = far.clone();
                if let Some(window) = window {
                    far.add_units(self.near, window.scale());
                }
                far.value()
            }
        }
    }

    /// The sum taken apart.
    pub fn into_parts(mut self) -> SumParts {
        let far = self.far.as_mut().map(|far| Box::new(far.parts()));
        SumParts { near: self.near, scale: self.window.map(Window::scale), far }
    }

    /// The sum put together again; `None` where no sum has such parts.
    pub fn from_parts(parts: SumParts) -> Option<Self> {
        let window = match parts.scale {
            Some(scale) => Some(Window::of_scale(scale)?),
            None => None,
        };
        let far = match parts.far {
            Some(far) => Some(Box::new(Superaccumulator::from_parts(far.0, far.1)?)),
            None => None,
        };
        let is_sound = parts.near != i128::MIN && (window.is_some() || parts.near == 0);
        is_sound.then_some(Self { near: parts.near, window, far })
    }
}

/// What it comes to: the same sum can be held in several ways.
impl std::fmt::Debug for ExactSum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value().fmt(f)
    }
}

impl Extend<f64> for ExactSum {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.add(value));
    }
}

impl FromIterator<f64> for ExactSum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sum = Self::default();
        sum.extend(values);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(values: &[f64]) -> f64 {
        values.iter().copied().collect::<ExactSum>().value()
    }

    /// Shewchuk's expansion sum, the other classic way to an exact sum: non-overlapping parts, rounded by the last add.
    fn shewchuk(values: &[f64]) -> f64 {
        let mut parts: Vec<f64> = Vec::new();
        for &value in values {
            let mut x = value;
            let mut kept = Vec::new();
            for &part in &parts {
                let (big, small) = if x.abs() < part.abs() { (part, x) } else { (x, part) };
                let high = big + small;
                let low = small - (high - big);
                if low != 0.0 {
                    kept.push(low);
                }
                x = high;
            }
            kept.push(x);
            parts = kept;
        }
        let mut high = parts.pop().unwrap_or(0.0);
        while let Some(part) = parts.pop() {
            let before = high;
            high = before + part;
            let low = part - (high - before);
            if low != 0.0 {
                if let Some(next) = parts.last()
                    && ((low < 0.0 && *next < 0.0) || (low > 0.0 && *next > 0.0))
                {
                    let doubled = low * 2.0;
                    let candidate = high + doubled;
                    if doubled == candidate - high {
                        high = candidate;
                    }
                }
                break;
            }
        }
        high
    }

    #[test]
    fn sums_that_plain_addition_gets_wrong() {
        let tiny = f64::from_bits(1);
        let rows: &[(&[f64], f64)] = &[
            (&[], 0.0),
            (&[0.1; 10], 1.0),
            (&[1e16, 1.0, 1.0, -1e16], 2.0),
            (&[1e308, 1e308, -1e308, -1e308, 3.5], 3.5),
            (&[1.0, 1e-20, -1.0], 1e-20),
            (&[tiny, tiny], 2.0 * tiny),
            (&[f64::MIN_POSITIVE, -tiny], f64::MIN_POSITIVE - tiny),
            (&[1.0, f64::EPSILON / 2.0], 1.0),
            (&[1.0, f64::EPSILON / 2.0, tiny], 1.0 + f64::EPSILON),
            (&[-2.5, -1.25], -3.75),
            (&[f64::MAX, f64::MAX], f64::INFINITY),
        ];
        for (values, expected) in rows {
            assert_eq!(sum(values).to_bits(), expected.to_bits(), "{values:?}");
        }
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    }

    proptest! {
        #[test]
        fn equals_the_expansion_sum_in_any_order_and_grouping(
            values in prop::collection::vec((-1.0_f64..1.0, -300_i32..300).prop_map(|(m, e)| libm::scalbn(m, e)), 0..200),
            cut in 0_usize..200,
        ) {
            let expected = shewchuk(&values);
            prop_assert_eq!(sum(&values).to_bits(), expected.to_bits());
            let reversed: Vec<f64> = values.iter().rev().copied().collect();
            prop_assert_eq!(sum(&reversed).to_bits(), expected.to_bits());
            let (a, b) = values.split_at(cut.min(values.len()));
            let mut joined: ExactSum = b.iter().copied().collect();
            joined.merge(&a.iter().copied().collect());
            prop_assert_eq!(joined.value().to_bits(), expected.to_bits());
            joined.subtract(&b.iter().copied().collect());
            prop_assert_eq!(joined.value().to_bits(), shewchuk(a).to_bits());
        }
    }

    #[test]
    fn taken_apart_and_put_together() {
        for values in [&[][..], &[0.1, -7.5], &[1e300, 1e-300, -3.0], &[f64::INFINITY]] {
            let sum: ExactSum = values.iter().copied().collect();
            let again = ExactSum::from_parts(sum.clone().into_parts()).expect("its own parts");
            assert_eq!(again.value().to_bits(), sum.value().to_bits(), "{values:?}");
        }
        let near = |near, scale| ExactSum::from_parts(SumParts { near, scale, far: None }).is_some();
        assert!(near(5, Some(-80)) && near(0, None));
        assert!(!near(5, None) && !near(5, Some(-2000)) && !near(5, Some(1000)) && !near(i128::MIN, Some(0)));
    }

    #[test]
    fn a_sum_of_one_size_is_small() {
        assert!(size_of::<ExactSum>() <= 32);
        let sum: ExactSum = (1..1_000_000).map(|row| 1e-6 / f64::from(row)).collect();
        assert!(sum.far.is_none());
    }

    #[test]
    fn many_adds_of_one_sign_do_not_overflow_a_limb() {
        let mut sum = ExactSum::default();
        for _ in 0..100_000 {
            sum.add(f64::MAX / 1e6);
        }
        assert_eq!(sum.value(), f64::MAX / 1e6 * 100_000.0);
    }
}
