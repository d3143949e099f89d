//! Counts the genotypes of columns among the samples that are trained on, and tells mean and standard deviation of each.

use super::columns::{Columns, words_of};
use crate::error::Result;
use crate::stats::side_by_side::each;
use std::ops::Range;

/// The lower bit of every sample.
pub(super) const LOWER: u64 = 0x5555_5555_5555_5555;

/// Columns that are worked on at once: enough that what is made ready for all of them costs little.
pub(super) const COLUMNS_AT_ONCE: usize = 1024;

/// Runs that work on few columns is shared out in; each begins with tables, which cost as much as some hundred columns.
const RUNS_TO_SHARE: usize = 4;

/// A choice of samples.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleMask {
    /// The lower bit of each chosen sample. Shape: words of a column.
    pub(super) words: Vec<u64>,
    count: usize,
}

impl SampleMask {
    /// Of a matrix of so many samples those with these numbers.
    pub fn new(samples: usize, chosen: impl IntoIterator<Item = usize>) -> Self {
        let mut words = vec![0; words_of(samples)];
        for sample in chosen.into_iter().filter(|sample| *sample < samples) {
            words[sample / 32] |= 1 << (2 * (sample % 32));
        }
        let count = words.iter().map(|word: &u64| word.count_ones() as usize).sum();
        Self { words, count }
    }

    /// Samples chosen.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether a sample is chosen.
    pub fn has(&self, sample: usize) -> bool {
        self.words.get(sample / 32).is_some_and(|word| word >> (2 * (sample % 32)) & 1 == 1)
    }

    /// The numbers of the chosen samples, rising.
    pub fn samples(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len() * 32).filter(|sample| self.has(*sample))
    }
}

/// What is counted of a column among the chosen samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// Samples with one copy of the effect allele.
    pub ones: u32,
    /// Samples with two.
    pub twos: u32,
    /// Samples without a call.
    pub missing: u32,
    /// Samples in all.
    pub samples: u32,
}

impl Moments {
    /// Counts a column.
    pub fn of(column: &[u64], mask: &SampleMask) -> Self {
        let mut counted = Self { samples: mask.count as u32, ..Self::default() };
        for (&word, &mask) in column.iter().zip(&mask.words) {
            let (low, high) = (word & mask, word >> 1 & mask);
            counted.ones += (low & !high).count_ones();
            counted.twos += (high & !low).count_ones();
            counted.missing += (low & high).count_ones();
        }
        counted
    }

    /// Samples with a call.
    pub fn called(&self) -> u32 {
        self.samples - self.missing
    }

    /// Mean copies of the effect allele among those called; 0 where nobody is.
    pub fn mean(&self) -> f64 {
        (f64::from(self.ones) + 2.0 * f64::from(self.twos)) / f64::from(self.called().max(1))
    }

    /// Frequency of the effect allele; `None` where nobody is called.
    pub fn frequency(&self) -> Option<f64> {
        (self.called() > 0).then(|| self.mean() / 2.0)
    }

    /// Standard deviation with the number of samples as the denominator, those without a call standing at the mean. It is 0
    /// exactly where all called samples are the same.
    pub fn deviation(&self) -> f64 {
        let (ones, twos, called) = (u128::from(self.ones), u128::from(self.twos), u128::from(self.called()));
        let sum = ones + 2 * twos;
        let spread = called * (ones + 4 * twos) - sum * sum;
        (spread as f64 / (called.max(1) as f64 * f64::from(self.samples.max(1)))).sqrt()
    }
}

/// Runs of columns that are worked on side by side, always the same ones.
pub(super) fn runs(columns: usize) -> Vec<Range<usize>> {
    (0..columns).step_by(COLUMNS_AT_ONCE).map(|from| from..columns.min(from + COLUMNS_AT_ONCE)).collect()
}

/// Runs of columns for work in which columns do not meet, so that it does not matter where they are cut: as long as serves, but
/// enough of them to be shared out.
pub(super) fn even_runs(columns: usize) -> Vec<Range<usize>> {
    let length = columns.div_ceil(RUNS_TO_SHARE).clamp(COLUMNS_AT_ONCE / 4, 2 * COLUMNS_AT_ONCE);
    (0..columns).step_by(length).map(|from| from..columns.min(from + length)).collect()
}

/// Counts every column.
///
/// Errors: those of [`Columns::read`].
pub fn count_columns(columns: &impl Columns, mask: &SampleMask) -> Result<Vec<Moments>> {
    let counted = each(runs(columns.columns()), |run| -> Result<Vec<Moments>> {
        let mut buffer = Vec::new();
        let words = columns.read(run.start, run.len(), &mut buffer)?;
        let stride = words_of(columns.samples()).max(1);
        Ok(words.chunks(stride).map(|column| Moments::of(column, mask)).collect())
    });
    counted.into_iter().collect::<Result<Vec<_>>>().map(|parts| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::columns::PackedColumns;

    #[test]
    fn counts_are_of_the_chosen_samples() {
        let mut columns = PackedColumns::new(40);
        columns.push_codes(&[0, 1, 2, 3, 2, 2]);
        columns.push_codes(&[3; 40]);
        columns.push_codes(&[2; 40]);
        let mask = SampleMask::new(40, [0, 1, 2, 3, 35, 99]);
        assert_eq!((mask.count(), mask.samples().collect::<Vec<_>>()), (5, vec![0, 1, 2, 3, 35]));
        let [mixed, missing, constant] = count_columns(&columns, &mask).expect("in memory")[..] else {
            panic!("three")
        };
        assert_eq!(mixed, Moments { ones: 1, twos: 1, missing: 1, samples: 5 });
        assert_eq!((mixed.mean(), mixed.frequency()), (0.75, Some(0.375)));
        // 0, 1, 2, 0.75 and 0: squared differences from 0.75 are 0.5625, 0.0625, 1.5625, 0, 0.5625.
        assert!((mixed.deviation() - (2.75_f64 / 5.0).sqrt()).abs() < 1e-15);
        assert_eq!((missing.frequency(), missing.deviation(), constant.deviation()), (None, 0.0, 0.0));
    }
}
