//! Reads every sample's probabilities of one variant of layout 1 (BGEN 1.1): three numbers of 16 bits, of which 32,768 is 1.

use super::call::Weights;
use super::counts::Counts;
use crate::genome::Calls;

/// What 1 is.
const ONE: u64 = 1 << 15;

/// How far from 1 three probabilities may add up to, as with VCF's.
const SUM_TOLERANCE: u64 = ONE * 15 / 100;

/// Reads the calls of all samples from an unpacked block of six bytes each. Three zeros are a missing call.
pub(super) fn read_calls(bytes: &[u8], samples: usize, calls: &mut Calls, counts: &mut Counts) {
    calls.begin(samples, 2);
    let mut weights = Weights::default();
    for (sample, six) in bytes.chunks_exact(6).enumerate().take(samples) {
        let &[a, b, c, d, e, f] = six else { continue };
        let [first, mixed, second] = [[a, b], [c, d], [e, f]].map(|two| u64::from(u16::from_le_bytes(two)));
        let sum = first + mixed + second;
        if sum.abs_diff(ONE) > SUM_TOLERANCE {
            counts.odd_probabilities += u64::from(sum > 0);
            continue;
        }
        weights.begin(2, sum);
        weights.add_genotype(&[0, 0], first);
        weights.add_genotype(&[0, 1], mixed);
        weights.add_genotype(&[1, 1], second);
        weights.write(sample, calls);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_five_samples() {
        let samples: [[u16; 3]; 5] = [[32768, 0, 0], [0, 16384, 16384], [0, 0, 0], [9000, 9000, 9000], [0, 0, 32767]];
        let bytes: Vec<u8> = samples.iter().flatten().flat_map(|number| number.to_le_bytes()).collect();
        let (mut calls, mut counts) = (Calls::default(), Counts::default());
        read_calls(&bytes, 5, &mut calls, &mut counts);
        assert_eq!(calls.alleles, [0, 0, 255, 255, 255, 255, 255, 255, 1, 1]);
        let copies: Vec<Option<f64>> = (0..5).map(|sample| calls.expected_copies(sample, 1, 1)).collect();
        assert_eq!(copies, [Some(0.0), Some(1.5), None, None, Some(2.0)]);
        assert_eq!(counts.odd_probabilities, 1);
    }
}
