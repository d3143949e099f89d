//! Adds `f64` values exactly and rounds once, so that a sum has the same bits in any order, chunk or thread count.
//!
//! Source: R. M. Neal, "Fast exact summation using small and large superaccumulators", arXiv:1505.05571 (2015), the small
//! superaccumulator; written anew. Equal to Python's `math.fsum`.

/// Each limb holds 32 bits of the fixed-point sum; limb 0 starts at 2⁻¹⁰⁷⁵.
const LIMBS: usize = 68;
/// Exponent of the lowest bit of limb 0.
const LOWEST: i32 = -1075;
/// One value adds less than 2⁵³ to a limb; 2⁹ of them keep an `i64` far from its end.
const ADDS_BEFORE_CARRY: u32 = 512;

/// An exact running sum of finite `f64` values; at most 2⁶⁰ of them.
#[derive(Clone)]
pub struct ExactSum {
    limbs: [i64; LIMBS],
    adds_left: u32,
    /// Sum of the values that are not finite; 0 if there were none.
    not_finite: f64,
}

impl Default for ExactSum {
    fn default() -> Self {
        Self { limbs: [0; LIMBS], adds_left: ADDS_BEFORE_CARRY, not_finite: 0.0 }
    }
}

impl ExactSum {
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
        }
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
