//! Gathers rows whose calls are packed, so that several are added to every sample at once.

use super::sample_sums::{ReadyRow, SampleSums};
use crate::genome::PackedCalls;
use crate::stats::{PackedRows, PackedTerms};

/// With fewer samples a row's table costs more than its samples do one by one.
pub(super) const SAMPLES_MIN: usize = 16;
/// Most rows that are gathered, and bytes of all scores together, beyond the rows that pay for themselves.
const ROWS_MAX: usize = 1024;
const ROWS_MIN: usize = 16;
const BYTES_MAX: usize = 8 << 20;

/// Rows of one score on one chromosome.
#[derive(Default)]
pub(super) struct PackedBatch {
    stride: usize,
    rows_max: usize,
    chromosome: usize,
    bytes: Vec<u8>,
    terms: Vec<PackedTerms>,
}

impl PackedBatch {
    /// For this many samples of this many scores.
    pub(super) fn new(samples: usize, scores: usize) -> Self {
        let stride = samples.div_ceil(4);
        let rows_max = (BYTES_MAX / (stride * scores).max(1)).clamp(ROWS_MIN, ROWS_MAX);
        Self { stride, rows_max, ..Self::default() }
    }

    /// Adds a row, of which `terms` says what its calls add; they reach the sums with [`Self::flush`] at the latest.
    pub(super) fn push(&mut self, ready: &ReadyRow, terms: PackedTerms, packed: &PackedCalls, sums: &mut SampleSums) {
        let chromosome = ready.chromosome();
        if chromosome != self.chromosome || self.terms.len() >= self.rows_max {
            self.flush(sums);
        }
        self.chromosome = chromosome;
        self.bytes.extend_from_slice(packed.bytes());
        self.terms.push(terms);
    }

    /// Adds what was gathered to the samples' sums.
    pub(super) fn flush(&mut self, sums: &mut SampleSums) {
        let Self { stride, bytes, terms, .. } = self;
        if let Some(of_chromosome) = sums.chromosomes.get_mut(self.chromosome)
            && !terms.is_empty()
        {
            of_chromosome.add_packed(&PackedRows { bytes, stride: *stride, terms });
        }
        bytes.clear();
        terms.clear();
    }
}
