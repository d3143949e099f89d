//! Reads every sample's probabilities of one variant of layout 2: 1 to 32 bits each, phased or not, of any number of copies.
//!
//! Source: BGEN 1.3 specification, "Genotype data block (layout 2)".

use super::bits::Bits;
use super::call::{Weights, write_call};
use super::counts::Counts;
use crate::formats::vcf::COPIES_MAX;
use crate::genome::Calls;

/// Most dosages of one variant: a million samples with 64 ALTs.
const DOSAGES_MAX: usize = 1 << 26;

/// What is wrong with a block, in words for a person.
type Wrong = &'static str;

/// A variant's probabilities with what stands before them.
struct Block<'a> {
    /// For each sample, copies in the low six bits and the missing flag in the highest.
    copies: &'a [u8],
    alleles: usize,
    is_phased: bool,
    /// Bits of a probability, and the number that is certainty.
    bits: u32,
    total: u64,
    data: &'a [u8],
}

impl<'a> Block<'a> {
    /// Reads the part before the probabilities, and checks that they are as many as it says.
    fn read(bytes: &'a [u8], samples: usize, alleles: usize) -> Result<Self, Wrong> {
        let (&[a, b, c, d, low, high, least, most], rest) =
            bytes.split_first_chunk().ok_or("the unpacked length of its genotypes")?;
        if usize::try_from(u32::from_le_bytes([a, b, c, d])) != Ok(samples) {
            return Err("the number of samples");
        }
        if usize::from(u16::from_le_bytes([low, high])) != alleles {
            return Err("the number of alleles");
        }
        let (copies, rest) = rest.split_at_checked(samples).ok_or("the unpacked length of its genotypes")?;
        let (&[phased, bits], data) = rest.split_first_chunk().ok_or("the unpacked length of its genotypes")?;
        if phased > 1 {
            return Err("the mark of phase");
        }
        if !(1..=32).contains(&bits) {
            return Err("the number of bits of a probability");
        }
        let is_in_range = |byte: &u8| is_missing(*byte) || (least..=most).contains(&(byte & COPIES));
        if least > most || most > COPIES || copies.iter().any(|byte| byte & 64 != 0 || !is_in_range(byte)) {
            return Err("the number of copies of a sample");
        }
        let (is_phased, bits) = (phased == 1, u32::from(bits));
        let block = Self { copies, alleles, is_phased, bits, total: (1 << bits) - 1, data };
        match block.data_bits()?.div_ceil(8) == data.len() as u64 {
            true => Ok(block),
            false => Err("the length of its probabilities"),
        }
    }

    /// Bits of all probabilities.
    fn data_bits(&self) -> Result<u64, Wrong> {
        let mut samples = [0_u64; 64];
        for byte in self.copies {
            if let Some(count) = samples.get_mut(usize::from(byte & COPIES)) {
                *count += 1;
            }
        }
        let mut values = Some(0_u64);
        for (copies, count) in samples.iter().enumerate().filter(|(_, count)| **count > 0) {
            let each = stored_values(copies as u64, self.alleles as u64, self.is_phased);
            values = each.and_then(|each| each.checked_mul(*count)).and_then(|all| values?.checked_add(all));
        }
        values.and_then(|values| values.checked_mul(u64::from(self.bits))).ok_or("the number of its probabilities")
    }
}

/// The bits of a sample's byte that count its copies.
const COPIES: u8 = 63;

fn is_missing(byte: u8) -> bool {
    byte & 0x80 != 0
}

/// Most bytes of a block: 32 bits for each probability that samples of the most copies have. A longer one is damaged, and takes no
/// memory before that is known.
pub(super) fn longest_block(samples: u64, alleles: u64) -> u64 {
    // Phased ones take no more.
    let each = stored_values(u64::from(COPIES), alleles, false);
    let data = each.and_then(|each| each.checked_mul(samples)?.checked_mul(4));
    data.and_then(|data| data.checked_add(10 + samples)).unwrap_or(u64::MAX)
}

/// Probabilities stored of a sample: the last of each distribution is what the others leave.
fn stored_values(copies: u64, alleles: u64, is_phased: bool) -> Option<u64> {
    if is_phased {
        return copies.checked_mul(alleles - 1);
    }
    // Genotypes: (copies + alleles − 1) over (alleles − 1).
    let (mut genotypes, few) = (1_u128, copies.min(alleles - 1));
    for index in 1..=few {
        genotypes = genotypes * u128::from(copies + alleles - 1 - few + index) / u128::from(index);
        if genotypes > 1 << 40 {
            return None;
        }
    }
    u64::try_from(genotypes - 1).ok()
}

/// Reads the calls of all samples from an unpacked block.
///
/// Errors: what is wrong with it.
pub(super) fn read_calls(
    bytes: &[u8],
    samples: usize,
    alleles: usize,
    calls: &mut Calls,
    counts: &mut Counts,
) -> Result<(), Wrong> {
    let block = Block::read(bytes, samples, alleles)?;
    if samples.saturating_mul(alleles - 1) > DOSAGES_MAX {
        return Err("the number of samples and alleles, which is more than can be held");
    }
    let most = block.copies.iter().filter(|byte| !is_missing(**byte)).map(|byte| usize::from(byte & COPIES)).max();
    calls.begin(samples, most.unwrap_or(2).clamp(2, COPIES_MAX));
    let mut bits = Bits::new(block.data, block.bits);
    let mut sample_weights = Sample::default();
    for (sample, byte) in block.copies.iter().enumerate() {
        let copies = usize::from(byte & COPIES);
        let is_kept = !is_missing(*byte) && copies <= COPIES_MAX;
        counts.many_copies += u64::from(!is_missing(*byte) && copies > COPIES_MAX);
        if !is_kept || copies == 0 {
            let stored = stored_values(copies as u64, alleles as u64, block.is_phased).unwrap_or(0);
            bits.skip(stored);
        } else if alleles == 2 && copies == 2 && !block.is_phased {
            sample_weights.read_common(&mut bits, sample, block.total, calls)?;
        } else {
            sample_weights.read_any(&mut bits, sample, copies, &block, calls)?;
        }
    }
    Ok(())
}

/// Room for the numbers of one sample.
#[derive(Default)]
struct Sample {
    weights: Weights,
    genotype: Vec<u8>,
    haplotype: Vec<u64>,
}

/// The probabilities of a distribution add up to more than 1.
const TOO_MUCH: Wrong = "probabilities of a sample that add up to more than 1";

impl Sample {
    /// Two copies of two alleles without phase: nearly every variant.
    fn read_common(&mut self, bits: &mut Bits<'_>, sample: usize, total: u64, calls: &mut Calls) -> Result<(), Wrong> {
        let (first, mixed) = (bits.next(), bits.next());
        let second = total.checked_sub(first + mixed).ok_or(TOO_MUCH)?;
        if first == total {
            write_call(sample, &[0, 0], calls);
        } else if mixed == total {
            write_call(sample, &[0, 1], calls);
        } else if second == total {
            write_call(sample, &[1, 1], calls);
        } else {
            self.weights.begin(2, total);
            self.weights.add_genotype(&[0, 0], first);
            self.weights.add_genotype(&[0, 1], mixed);
            self.weights.add_genotype(&[1, 1], second);
            self.weights.write(sample, calls);
        }
        Ok(())
    }

    fn read_any(
        &mut self,
        bits: &mut Bits<'_>,
        sample: usize,
        copies: usize,
        block: &Block<'_>,
        calls: &mut Calls,
    ) -> Result<(), Wrong> {
        self.weights.begin(block.alleles, block.total);
        match block.is_phased {
            true => self.read_haplotypes(bits, copies, block)?,
            false => self.read_genotypes(bits, copies, block)?,
        }
        self.weights.write(sample, calls);
        Ok(())
    }

    fn read_haplotypes(&mut self, bits: &mut Bits<'_>, copies: usize, block: &Block<'_>) -> Result<(), Wrong> {
        for _ in 0..copies {
            self.haplotype.clear();
            let mut left = block.total;
            for _ in 1..block.alleles {
                let weight = bits.next();
                left = left.checked_sub(weight).ok_or(TOO_MUCH)?;
                self.haplotype.push(weight);
            }
            self.haplotype.push(left);
            self.weights.add_haplotype(&self.haplotype);
        }
        Ok(())
    }

    /// Genotypes come in the order of their largest allele, then of the next: AA AB BB AC BC CC.
    fn read_genotypes(&mut self, bits: &mut Bits<'_>, copies: usize, block: &Block<'_>) -> Result<(), Wrong> {
        self.genotype.clear();
        self.genotype.resize(copies, 0);
        let mut left = block.total;
        let stored = stored_values(copies as u64, block.alleles as u64, false).unwrap_or(0);
        for _ in 0..stored {
            let weight = bits.next();
            left = left.checked_sub(weight).ok_or(TOO_MUCH)?;
            self.weights.add_genotype(&self.genotype, weight);
            advance(&mut self.genotype);
        }
        self.weights.add_genotype(&self.genotype, left);
        Ok(())
    }
}

/// The genotype behind this one: alleles in rising order, of which the first that may grow does, and those before it begin again.
fn advance(genotype: &mut [u8]) {
    let copies = genotype.len();
    let grows = (0..copies).find(|&at| at + 1 == copies || genotype.get(at) < genotype.get(at + 1));
    if let Some(slot) = grows.and_then(|at| genotype.get_mut(at)) {
        *slot = slot.saturating_add(1);
    }
    genotype.iter_mut().take(grows.unwrap_or(0)).for_each(|slot| *slot = 0);
}

#[cfg(test)]
mod tests;
