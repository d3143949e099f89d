//! Handles packed genotypes: 2 bits a sample, four samples a byte, the first in the lowest bits.
//!
//! In PGEN order 0 is two REF, 1 one of each, 2 two ALT, 3 missing; in PLINK 1 order 3 is two REF, 2 one of each, 0 two ALT, 1 missing.

pub(super) use crate::genome::packed_calls::expand;

/// Eight bits spread over eight places of two bits.
#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // evaluated by the compiler
const SPREAD: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut at = 0;
        while at < 8 {
            table[byte] |= ((byte >> at & 1) as u16) << (2 * at);
            at += 1;
        }
        byte += 1;
    }
    table
};

/// From PLINK 1 order to PGEN order.
pub(in crate::formats) fn from_plink1(packed: &mut [u8]) {
    packed.iter_mut().for_each(|byte| *byte = of_plink1(*byte));
}

/// Four samples from PLINK 1 order to PGEN order.
pub(super) fn of_plink1(byte: u8) -> u8 {
    let high = byte & 0xaa;
    let low = byte & 0x55;
    (high ^ 0xaa) | (low ^ (high >> 1))
}

/// Swaps the two alleles, in PGEN order.
pub(super) fn invert(packed: &mut [u8]) {
    for byte in packed {
        *byte ^= !(*byte << 1) & 0xaa;
    }
}

/// Writes `low` where a bit is clear and `low + step` where it is set, for `samples` samples.
pub(super) fn from_bits(bits: &[u8], low: u8, step: u8, samples: usize, packed: &mut Vec<u8>) {
    let (low, step) = (u16::from(low) * 0x5555, u16::from(step));
    packed.clear();
    for byte in bits {
        let spread = SPREAD.get(usize::from(*byte)).copied().unwrap_or_default();
        packed.extend_from_slice(&(low + spread * step).to_le_bytes());
    }
    packed.truncate(samples.div_ceil(4));
    clear_padding(packed, samples);
}

/// Makes what lies behind the last sample 0.
pub(in crate::formats) fn clear_padding(packed: &mut [u8], samples: usize) {
    if let (Some(last), rest @ 1..) = (packed.last_mut(), samples % 4) {
        *last &= (1 << (2 * rest)) - 1;
    }
}

/// The genotype of one sample.
pub(super) fn get(packed: &[u8], sample: usize) -> u8 {
    packed.get(sample / 4).map_or(3, |byte| byte >> (2 * (sample % 4)) & 3)
}

/// Sets the genotype of one sample.
pub(super) fn set(packed: &mut [u8], sample: usize, value: u8) {
    if let Some(byte) = packed.get_mut(sample / 4) {
        let shift = 2 * (sample % 4);
        *byte = *byte & !(3 << shift) | (value & 3) << shift;
    }
}

/// Samples with one of each allele; the padding must be clear.
pub(super) fn count_mixed(packed: &[u8]) -> usize {
    packed.iter().map(|byte| (byte & !(byte >> 1) & 0x55).count_ones() as usize).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four samples, one of each genotype: 0, 1, 2, 3.
    const ALL: u8 = 0b1110_0100;

    #[test]
    fn orders() {
        let mut packed = [0b0100_1011];
        from_plink1(&mut packed);
        assert_eq!(packed, [ALL]);
        invert(&mut packed);
        assert_eq!(packed, [0b1100_0110]);
    }

    #[test]
    fn one_sample() {
        let mut packed = [ALL, 0];
        set(&mut packed, 5, 3);
        set(&mut packed, 3, 1);
        let found: Vec<u8> = (0..8).map(|sample| get(&packed, sample)).collect();
        assert_eq!((found, count_mixed(&packed)), (vec![0, 1, 2, 1, 0, 3, 0, 0], 2));
    }

    #[test]
    fn bits() {
        let mut packed = Vec::new();
        from_bits(&[0b0101_0011, 0xff], 1, 2, 10, &mut packed);
        let found: Vec<u8> = (0..12).map(|sample| get(&packed, sample)).collect();
        assert_eq!((packed.len(), found), (3, vec![3, 3, 1, 1, 3, 1, 3, 1, 3, 3, 0, 0]));
    }
}
