//! Holds sums of values of about one size as whole numbers of one small unit: sixteen bytes instead of the six hundred that
//! a sum of any values takes.

/// Bits kept free below the first value's lowest: values 2³⁴ times smaller than the first one still fit.
const BELOW: i32 = 34;
/// A value's 53 bits end below this bit, so that two sums of what fits never pass an `i128` unseen.
const TOP: i32 = 125;
/// Smallest unit: the lowest bit of `f64`.
const LOWEST: i32 = -1074;
/// Exponent of the lowest bit of the largest values, less [`BELOW`].
const HIGHEST: i32 = 971 - BELOW;

/// The unit that whole numbers count: 2 to this power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Window(i16);

impl Window {
    /// The window for values of about this size; `None` for zero and what is not finite.
    pub(super) fn around(value: f64) -> Option<Self> {
        let (mantissa, lowest) = split(value)?;
        (mantissa != 0).then(|| Self((lowest - BELOW).max(LOWEST) as i16))
    }

    /// The window of this scale, where there is one.
    pub(super) fn of_scale(scale: i16) -> Option<Self> {
        (LOWEST..=HIGHEST).contains(&i32::from(scale)).then_some(Self(scale))
    }

    /// The unit's power of 2.
    pub(super) fn scale(self) -> i16 {
        self.0
    }

    /// The value in units, where that is a whole number and not too large.
    #[inline]
    pub(super) fn units(self, value: f64) -> Option<i128> {
        let (mantissa, lowest) = split(value)?;
        let shift = lowest - i32::from(self.0);
        let units = if (0..=TOP - 53).contains(&shift) {
            i128::from(mantissa) << shift
        } else if mantissa == 0 {
            0
        } else if shift < 0 && mantissa.trailing_zeros() as i32 >= -shift {
            i128::from(mantissa >> -shift)
        } else {
            return None;
        };
        Some(if value.is_sign_negative() { -units } else { units })
    }

    /// Units of another window in those of this one, where that is a whole number and not too large.
    pub(super) fn convert(self, units: i128, from: Self) -> Option<i128> {
        let shift = i32::from(from.0) - i32::from(self.0);
        if shift < 0 {
            return (units == 0 || units.trailing_zeros() as i32 >= -shift).then(|| units >> (-shift).min(127));
        }
        if units == 0 {
            return Some(0);
        }
        (shift < 126).then(|| units.checked_mul(1_i128 << shift)).flatten().filter(|units| *units != i128::MIN)
    }

    /// The sum in units, rounded once to the nearest `f64`, ties to even.
    pub(super) fn value(self, units: i128) -> f64 {
        // Whole numbers of a unit that is not below the smallest `f64` are rounded by the first step or not at all.
        libm::scalbn(units as f64, i32::from(self.0))
    }
}

/// A value as 53 bits and the exponent of the lowest of them, without its sign; `None` where it is not finite.
#[inline]
fn split(value: f64) -> Option<(u64, i32)> {
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as i32;
    let mantissa = bits & ((1 << 52) - 1);
    match exponent {
        0x7FF => None,
        0 => Some((mantissa, 1 - 1075)),
        _ => Some((mantissa | 1 << 52, exponent - 1075)),
    }
}
