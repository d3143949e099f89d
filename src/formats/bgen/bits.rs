//! Takes numbers of 1 to 32 bits from bytes, the lowest bits first.

/// The rest of the numbers.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    width: u32,
    mask: u64,
    /// Bit of the next number; 64 bits wide, as a block may have more bits than a browser's memory has bytes.
    at: u64,
}

impl<'a> Bits<'a> {
    /// Numbers of `width` bits.
    pub fn new(bytes: &'a [u8], width: u32) -> Self {
        Self { bytes, width, mask: (1 << width) - 1, at: 0 }
    }

    /// The next number; bits behind the end are 0.
    #[inline]
    pub fn next(&mut self) -> u64 {
        let from = usize::try_from(self.at >> 3).unwrap_or(usize::MAX);
        let rest = self.bytes.get(from..).unwrap_or_default();
        let word = match rest.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        // At most 7 bits before and 32 of the number.
        let number = word >> (self.at & 7) & self.mask;
        self.at += u64::from(self.width);
        number
    }

    /// Passes over numbers.
    pub fn skip(&mut self, count: u64) {
        self.at = self.at.saturating_add(count.saturating_mul(u64::from(self.width)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width() {
        for width in 1..=32 {
            let wanted: Vec<u64> =
                (0..50u64).map(|at| at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - width)).collect();
            let mut bytes = vec![0u8; (50 * width as usize).div_ceil(8)];
            for (index, number) in wanted.iter().enumerate() {
                for bit in 0..width as usize {
                    let at = index * width as usize + bit;
                    bytes[at / 8] |= ((number >> bit & 1) as u8) << (at % 8);
                }
            }
            let mut bits = Bits::new(&bytes, width);
            let found: Vec<u64> = (0..50).map(|_| bits.next()).collect();
            assert_eq!(found, wanted, "width {width}");
            let mut bits = Bits::new(&bytes, width);
            bits.skip(49);
            assert_eq!(bits.next(), wanted[49], "width {width}");
        }
    }
}
