//! Gives genotypes as columns of two bits a sample, from memory or from wherever else they lie.

use crate::error::Result;
use crate::genome::PackedCalls;

/// Samples in a word.
pub const SAMPLES_IN_WORD: usize = 32;

/// Columns that are read at once where many are copied, so that what they are read through stays small.
const COPIED_AT_ONCE: usize = 256;

/// Words that a column of so many samples takes.
pub fn words_of(samples: usize) -> usize {
    samples.div_ceil(SAMPLES_IN_WORD)
}

/// A genotype matrix by columns, each a variant. It is read in runs of columns and never expanded.
///
/// Codes are those of [`PackedCalls`]: 0, 1 and 2 are copies of the effect allele, 3 is missing; 32 samples a word, the first in
/// the lowest bits, 0 behind the last.
pub trait Columns: Sync {
    /// Samples in a column.
    fn samples(&self) -> usize;

    /// Columns there are.
    fn columns(&self) -> usize;

    /// The words of `count` columns from column `from` on, column after column; what does not lie in memory is read into
    /// `buffer`. Shape: `count` × [`words_of`] the samples.
    ///
    /// Errors: `unreadable`, where a file has them.
    fn read<'a>(&'a self, from: usize, count: usize, buffer: &'a mut Vec<u64>) -> Result<&'a [u64]>;
}

impl<T: Columns + ?Sized> Columns for &T {
    fn samples(&self) -> usize {
        (**self).samples()
    }

    fn columns(&self) -> usize {
        (**self).columns()
    }

    fn read<'a>(&'a self, from: usize, count: usize, buffer: &'a mut Vec<u64>) -> Result<&'a [u64]> {
        (**self).read(from, count, buffer)
    }
}

/// Columns in memory.
#[derive(Clone, Debug, Default)]
pub struct PackedColumns {
    samples: usize,
    columns: usize,
    words: Vec<u64>,
}

impl PackedColumns {
    /// No columns of so many samples.
    pub fn new(samples: usize) -> Self {
        Self { samples, ..Self::default() }
    }

    /// Adds a column that is packed already.
    pub fn push(&mut self, calls: &PackedCalls) {
        self.push_words(calls.words());
    }

    /// Adds a column of codes, one a sample: 0, 1, 2, or 3 for missing.
    pub fn push_codes(&mut self, codes: &[u8]) {
        let word = |codes: &[u8]| codes.iter().rev().fold(0, |word, code| word << 2 | u64::from(code & 3));
        self.push_words(codes.chunks(SAMPLES_IN_WORD).map(word));
    }

    /// Adds a column of words; those that are lacking are 0.
    pub fn push_words(&mut self, words: impl Iterator<Item = u64>) {
        let stride = words_of(self.samples);
        self.words.extend(words.take(stride));
        self.columns += 1;
        self.words.resize(self.columns * stride, 0);
    }

    /// The words of one column.
    pub fn column(&self, at: usize) -> &[u64] {
        let stride = words_of(self.samples);
        &self.words[at * stride..(at + 1) * stride]
    }

    /// All words, column after column.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Copies these columns of a matrix, which are in rising order.
    ///
    /// Errors: those of [`Columns::read`].
    pub fn gather(columns: &impl Columns, wanted: &[u32]) -> Result<Self> {
        let mut gathered = Self::new(columns.samples());
        gathered.words.reserve_exact(wanted.len() * words_of(columns.samples()));
        let mut buffer = Vec::new();
        for run in wanted.chunk_by(|one, next| one + 1 == *next).flat_map(|run| run.chunks(COPIED_AT_ONCE)) {
            if let Some(&from) = run.first() {
                gathered.words.extend_from_slice(columns.read(from as usize, run.len(), &mut buffer)?);
                gathered.columns += run.len();
            }
        }
        Ok(gathered)
    }
}

impl Columns for PackedColumns {
    fn samples(&self) -> usize {
        self.samples
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn read<'a>(&'a self, from: usize, count: usize, _: &'a mut Vec<u64>) -> Result<&'a [u64]> {
        let stride = words_of(self.samples);
        Ok(&self.words[from * stride..(from + count) * stride])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_packed_as_calls_are() {
        let codes: Vec<u8> = (0..70).map(|sample| (sample % 4) as u8).collect();
        let mut columns = PackedColumns::new(70);
        columns.push_codes(&codes);
        let mut calls = PackedCalls::default();
        let bytes: Vec<u8> =
            codes.chunks(4).map(|four| four.iter().rev().fold(0, |byte, code| byte << 2 | code)).collect();
        calls.set(70, &bytes);
        columns.push(&calls);
        assert_eq!((columns.columns(), columns.column(0).len()), (2, 3));
        assert_eq!(columns.column(0), columns.column(1));
        columns.push_codes(&[2]);
        assert_eq!(columns.column(2), [2, 0, 0]);
    }

    #[test]
    fn gathered_columns_are_those_asked_for() {
        let mut columns = PackedColumns::new(5);
        (0..9_u8).for_each(|at| columns.push_codes(&[at % 3, at / 3, 3]));
        let gathered = PackedColumns::gather(&columns, &[1, 2, 3, 7]).expect("in memory");
        let expected: Vec<u64> = [1, 2, 3, 7].iter().flat_map(|at| columns.column(*at).to_vec()).collect();
        assert_eq!((gathered.columns(), gathered.words()), (4, expected.as_slice()));
    }
}
