//! Adds `f64` values of any size exactly: a fixed-point number as wide as all of `f64`.
//!
//! Source: R. M. Neal, "Fast exact summation using small and large superaccumulators", arXiv:1505.05571 (2015), the small
//! superaccumulator; written anew.

/// Each limb holds 32 bits of the fixed-point sum; limb 0 starts at 2⁻¹⁰⁷⁵.
pub const LIMBS: usize = 68;
/// Exponent of the lowest bit of limb 0.
const LOWEST: i32 = -1075;
/// One value adds less than 2⁵³ to a limb; 2⁹ of them keep an `i64` far from its end.
const ADDS_BEFORE_CARRY: u32 = 512;

/// An exact running sum of finite `f64` values; at most 2⁶⁰ of them.
#[derive(Clone)]
pub(super) struct Superaccumulator {
    limbs: [i64; LIMBS],
    adds_left: u32,
    /// Sum of the values that are not finite; 0 if there were none.
    not_finite: f64,
}

impl Default for Superaccumulator {
    fn default() -> Self {
        Self { limbs: [0; LIMBS], adds_left: ADDS_BEFORE_CARRY, not_finite: 0.0 }
    }
}

impl Superaccumulator {
    /// Adds one value, exactly.
    #[inline]
    pub fn add(&mut self, value: f64) {
        let bits = value.to_bits();
        let exponent = ((bits >> 52) & 0x7FF) as usize;
        let mut mantissa = bits & ((1 << 52) - 1);
        if exponent == 0x7FF {
            self.not_finite += value;
            return;
        }
        let exponent = if exponent == 0 { 1 } else { exponent };
        if (bits >> 52) & 0x7FF != 0 {
            mantissa |= 1 << 52;
        }
        let shift = exponent & 31;
        let low = ((mantissa << shift) & 0xFFFF_FFFF) as i64;
        let high = (mantissa >> (32 - shift)) as i64;
        let limb = exponent >> 5;
        if value.is_sign_negative() {
            self.limbs[limb] -= low;
            self.limbs[limb + 1] -= high;
        } else {
            self.limbs[limb] += low;
            self.limbs[limb + 1] += high;
        }
        self.adds_left -= 1;
        if self.adds_left == 0 {
            self.carry();
        }
    }

    /// Adds everything that `other` holds, exactly.
    pub fn merge(&mut self, other: &Self) {
        self.carry();
        let mut other = other.clone();
        other.carry();
        for (limb, more) in self.limbs.iter_mut().zip(other.limbs) {
            *limb += more;
        }
        self.not_finite += other.not_finite;
        self.carry();
    }

    /// The sum, rounded once to the nearest `f64`, ties to even.
    pub fn value(&self) -> f64 {
        if self.not_finite != 0.0 || self.not_finite.is_nan() {
            return self.not_finite;
        }
        let mut sum = self.clone();
        sum.carry();
        let is_negative = sum.limbs[LIMBS - 1] < 0;
        if is_negative {
            sum.limbs.iter_mut().for_each(|limb| *limb = -*limb);
            sum.carry();
        }
        let Some(top) = sum.limbs.iter().rposition(|limb| *limb != 0) else { return 0.0 };
        let limb = |back: usize| top.checked_sub(back).map_or(0, |index| sum.limbs[index] as u128);
        // 96 bits of the sum, and whether anything lies below them.
        let bits = limb(0) << 64 | limb(1) << 32 | limb(2);
        let is_sticky = top > 2 && sum.limbs[..top - 2].iter().any(|limb| *limb != 0);
        let bits_lowest = 32 * (top as i32 - 2) + LOWEST;
        let length = 128 - bits.leading_zeros() as i32;
        // The last place of the result: 53 bits of precision, but never below the smallest subnormal.
        let place = (bits_lowest + length - 53).max(-1074);
        let dropped = place - bits_lowest;
        let magnitude = if dropped <= 0 {
            libm::scalbn(bits as f64, bits_lowest)
        } else {
            let kept = bits >> dropped;
            let rest = bits & ((1_u128 << dropped) - 1);
            let half = 1_u128 << (dropped - 1);
            let rounds_up = rest > half || (rest == half && (is_sticky || kept & 1 == 1));
            libm::scalbn((kept + u128::from(rounds_up)) as f64, place)
        };
        if is_negative { -magnitude } else { magnitude }
    }

    /// Adds `count` units of 2^`scale`, exactly; the scale is one that [`Window`](super::window::Window) gives.
    pub(super) fn add_units(&mut self, count: i128, scale: i16) {
        let bit = (i32::from(scale) - LOWEST) as usize;
        let (limb, shift) = (bit >> 5, bit & 31);
        for piece in 0..4 {
            let units = ((count.unsigned_abs() >> (32 * piece)) as u64 & 0xFFFF_FFFF) << shift;
            let (low, high) = ((units & 0xFFFF_FFFF) as i64, (units >> 32) as i64);
            let sign = count.signum() as i64;
            self.limbs[limb + piece] += sign * low;
            self.limbs[limb + piece + 1] += sign * high;
        }
        self.adds_left -= 1;
        if self.adds_left == 0 {
            self.carry();
        }
    }

    /// Turns the sum's sign.
    pub(super) fn negate(&mut self) {
        self.limbs.iter_mut().for_each(|limb| *limb = -*limb);
        self.not_finite = -self.not_finite;
    }

    /// The state: every limb, and the sum of what was not finite.
    pub(super) fn parts(&mut self) -> ([i64; LIMBS], f64) {
        self.carry();
        (self.limbs, self.not_finite)
    }

    /// The sum of this state; `None` where no sum leaves such a one.
    pub(super) fn from_parts(limbs: [i64; LIMBS], not_finite: f64) -> Option<Self> {
        let is_carried = limbs.iter().rev().skip(1).all(|limb| (0..1 << 32).contains(limb));
        let has_room = limbs.last().is_some_and(|last| last.unsigned_abs() < 1 << 40);
        (is_carried && has_room).then_some(Self { limbs, adds_left: ADDS_BEFORE_CARRY, not_finite })
    }

    /// Brings every limb but the last into 0..2³².
    fn carry(&mut self) {
        for index in 0..LIMBS - 1 {
            let over = self.limbs[index] >> 32;
            self.limbs[index] &= 0xFFFF_FFFF;
            self.limbs[index + 1] += over;
        }
        self.adds_left = ADDS_BEFORE_CARRY;
    }
}
