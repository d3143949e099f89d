//! Holds what every sample was called at a record of REF and one ALT in two bits a sample, as PLINK stores it.

use super::record::Calls;

const MISSING: u8 = Calls::MISSING;
/// The lower bit of every sample.
const LOWER: u64 = 0x5555_5555_5555_5555;

/// The alleles of four samples for each byte.
#[allow(clippy::indexing_slicing)] // evaluated by the compiler
const ALLELES: [[u8; 8]; 256] = {
    let pairs = [[0, 0], [0, 1], [1, 1], [MISSING, MISSING]];
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut sample = 0;
        while sample < 4 {
            let pair: [u8; 2] = pairs[byte >> (2 * sample) & 3];
            table[byte][2 * sample] = pair[0];
            table[byte][2 * sample + 1] = pair[1];
            sample += 1;
        }
        byte += 1;
    }
    table
};

/// Hard calls of two copies each: 0, 1 and 2 are copies of ALT, 3 is missing. Four samples a byte, the first in the lowest bits,
/// 0 behind the last; reused from record to record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackedCalls {
    samples: usize,
    bytes: Vec<u8>,
}

impl PackedCalls {
    /// What stands for a call that was not made.
    pub const MISSING: u8 = 3;

    /// No samples.
    pub fn clear(&mut self) {
        self.samples = 0;
        self.bytes.clear();
    }

    /// Takes the calls of so many samples; what lies behind the last becomes 0, what is lacking is missing.
    pub fn set(&mut self, samples: usize, bytes: &[u8]) {
        self.set_as(samples, bytes, |byte| byte);
    }

    /// The same of calls that are packed in another way; `read` gives the four that a byte stands for.
    pub fn set_as(&mut self, samples: usize, bytes: &[u8], read: impl Fn(u8) -> u8) {
        self.set_bytes(samples, bytes.iter().map(|byte| read(*byte)));
    }

    /// The same of calls that are made as they are taken, four a byte.
    pub fn set_bytes(&mut self, samples: usize, bytes: impl Iterator<Item = u8>) {
        self.samples = samples;
        self.bytes.clear();
        self.bytes.extend(bytes);
        self.bytes.resize(samples.div_ceil(4), u8::MAX);
        if let (Some(last), rest @ 1..) = (self.bytes.last_mut(), samples % 4) {
            *last &= (1 << (2 * rest)) - 1;
        }
    }

    /// Takes calls one by one: 0, 1 or 2 copies of ALT, or [`Self::MISSING`].
    pub fn set_codes(&mut self, codes: impl Iterator<Item = u8>) {
        self.clear();
        for code in codes {
            match (self.bytes.last_mut(), self.samples % 4) {
                (Some(last), place @ 1..) => *last |= code << (2 * place),
                _ => self.bytes.push(code),
            }
            self.samples += 1;
        }
    }

    /// How many samples there are.
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// Four samples a byte.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Copies of ALT, or [`Self::MISSING`], of each sample.
    pub fn codes(&self) -> impl Iterator<Item = u8> + '_ {
        self.bytes.iter().flat_map(|byte| [0, 2, 4, 6].map(|shift| byte >> shift & 3)).take(self.samples)
    }

    /// The samples that have ALT, and how many copies.
    pub fn carriers(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        self.words().enumerate().flat_map(|(at, word)| {
            let carried = (word ^ word >> 1) & LOWER;
            let copies = move |bit: u32| if word >> bit & 1 == 1 { 1 } else { 2 };
            Ones(carried).map(move |bit| (at * 32 + bit as usize / 2, copies(bit)))
        })
    }

    /// Share of one allele in what is called, as [`Calls::frequency`] has it.
    pub fn frequency(&self, allele: u8) -> Option<f64> {
        Counted::of(&self.words().collect::<Vec<_>>()).frequency(allele, self.samples)
    }

    /// Puts into `single` what these are where the samples of `mask`, which has both bits of each, have one copy of the place:
    /// theirs are written twice. Two copies of `allele` become one unless `as_two`, and a call of two different alleles is none;
    /// gives how many of these there were.
    pub fn make_single(&self, mask: &[u8], allele: u8, as_two: bool, single: &mut Self) -> u64 {
        single.samples = self.samples;
        single.bytes.clear();
        let mut mixed = 0;
        single.bytes.extend(self.bytes.iter().zip(mask).map(|(byte, mask)| {
            let (low, high) = (byte & 0x55, byte >> 1 & 0x55);
            let (mask_low, lost) = (mask & 0x55, low & high);
            let one_of_each = low & !high & mask_low;
            mixed += u64::from(one_of_each.count_ones());
            let alike = if allele == 0 { !low & !high } else { high & !lost } & mask_low;
            match as_two {
                true => byte | one_of_each << 1,
                // Of ALT the higher bit goes where the lower one is; of REF one ALT comes in.
                false if allele == 0 => byte | one_of_each << 1 | alike,
                false => (byte | one_of_each << 1 | alike) & !(alike << 1),
            }
        }));
        mixed
    }

    /// Writes the alleles of every sample.
    pub fn expand(&self, calls: &mut Calls) {
        calls.begin(self.samples, 2);
        expand(&self.bytes, calls);
    }

    /// Thirty-two samples a word, 0 behind the last.
    pub fn words(&self) -> impl Iterator<Item = u64> + '_ {
        words_of(&self.bytes)
    }
}

/// What is counted of packed calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted {
    /// Copies of ALT in all.
    pub copies: u64,
    /// Samples without a call.
    pub missing: u64,
}

impl std::ops::Add for Counted {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self { copies: self.copies + more.copies, missing: self.missing + more.missing }
    }
}

impl Counted {
    /// Of 32 samples a word.
    #[inline(always)]
    pub fn of(words: &[u64]) -> Self {
        let [mut lower, mut higher, mut missing] = [0_u64; 3];
        for word in words {
            let (low, high) = (word & LOWER, word >> 1 & LOWER);
            lower += u64::from(low.count_ones());
            higher += u64::from(high.count_ones());
            missing += u64::from((low & high).count_ones());
        }
        Self { copies: lower + 2 * higher - 3 * missing, missing }
    }

    /// Share of one allele in what is called of so many samples, where they are enough.
    pub fn frequency(self, allele: u8, samples: usize) -> Option<f64> {
        let of_any = 2 * (samples as u64).saturating_sub(self.missing);
        let of_it = if allele == 0 { of_any.saturating_sub(self.copies) } else { self.copies };
        (samples >= Calls::SAMPLES_FOR_FREQUENCY && of_any > 0).then(|| of_it as f64 / of_any as f64)
    }
}

/// Writes the alleles of four samples a byte; `calls` has the shape already.
pub fn expand(bytes: &[u8], calls: &mut Calls) {
    for (four, byte) in calls.alleles.chunks_mut(8).zip(bytes) {
        let alleles = ALLELES.get(usize::from(*byte)).unwrap_or(&[MISSING; 8]);
        if let Some(alleles) = alleles.get(..four.len()) {
            four.copy_from_slice(alleles);
        }
    }
}

/// The words of four samples a byte: thirty-two samples each, 0 behind the last.
pub fn words_of(bytes: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let (words, rest) = bytes.as_chunks::<8>();
    let last = (!rest.is_empty()).then(|| rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    words.iter().map(|word| u64::from_le_bytes(*word)).chain(last)
}

/// The places of the set bits, lowest first.
struct Ones(u64);

impl Iterator for Ones {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let place = (self.0 != 0).then(|| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(codes: &[u8]) -> PackedCalls {
        let four = |four: &[u8]| four.iter().rev().fold(0, |byte, code| byte << 2 | code);
        let mut packed = PackedCalls::default();
        packed.set(codes.len(), &codes.chunks(4).map(four).collect::<Vec<u8>>());
        packed
    }

    proptest! {
        #[test]
        fn says_what_the_calls_say(codes in prop::collection::vec(prop_oneof![8 => 0_u8..3, 1 => Just(3_u8)], 0..1200)) {
            let packed = packed(&codes);
            prop_assert_eq!(packed.codes().collect::<Vec<_>>(), codes.clone());
            let mut calls = Calls::default();
            packed.expand(&mut calls);
            let copies: Vec<_> = (0..codes.len()).map(|sample| calls.hard_copies(sample, 1)).collect();
            let expected: Vec<_> = codes.iter().map(|code| (*code < 3).then_some((*code, 2))).collect();
            prop_assert_eq!(copies, expected);
            let carriers: Vec<_> = codes.iter().copied().enumerate().filter(|(_, code)| matches!(code, 1 | 2)).collect();
            prop_assert_eq!(packed.carriers().collect::<Vec<_>>(), carriers);
            for allele in [0, 1] {
                let bits = |frequency: Option<f64>| frequency.map(f64::to_bits);
                prop_assert_eq!(bits(packed.frequency(allele)), bits(calls.frequency(allele, 1)));
            }
        }
    }

    #[test]
    fn calls_where_some_have_one_copy() {
        let packed = packed(&[0, 1, 2, 3, 0, 1, 2, 3]);
        let mask = [0, 0xFF];
        let rows = [
            (1, true, [0, 1, 2, 3, 0, 3, 2, 3]),
            (0, true, [0, 1, 2, 3, 0, 3, 2, 3]),
            (1, false, [0, 1, 2, 3, 0, 3, 1, 3]),
            (0, false, [0, 1, 2, 3, 1, 3, 2, 3]),
        ];
        for (allele, as_two, expected) in rows {
            let mut single = PackedCalls::default();
            assert_eq!(packed.make_single(&mask, allele, as_two, &mut single), 1);
            assert_eq!(single.codes().collect::<Vec<_>>(), expected, "{allele} {as_two}");
        }
    }

    #[test]
    fn what_is_lacking_is_missing_and_what_is_too_much_is_left_out() {
        let mut packed = PackedCalls::default();
        packed.set(6, &[0b10_01_00_11]);
        assert_eq!(packed.codes().collect::<Vec<_>>(), [3, 0, 1, 2, 3, 3]);
        packed.set(2, &[0b10_01_00_11, 1]);
        assert_eq!((packed.bytes(), packed.samples()), (&[0b0011][..], 2));
    }
}
