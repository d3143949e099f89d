//! Adds packed rows to some samples that lie side by side, so that what these samples have stays in near memory, and others can be
//! worked on elsewhere.

use super::packed_rows::PackedCopies;
use super::sample_sums::{ReadyRow, TOGETHER, list, list_missed, miss};
use crate::genome::packed_calls::{Counted, each_missing};
use crate::scoring::adding::Bearer;
use crate::scoring::no_calls::{NoCall, NoCallUnits, NoCalls, NoCallsOfBatch};
use crate::stats::packed_sums::Full;
use crate::stats::{PackedRows, PackedTerms};
use crate::weights::ScoreTable;

/// A row and what its packed calls come to.
pub(super) struct PackedRow {
    ready: ReadyRow,
    /// By code: the copies that count, and what they add; nothing where there is no call.
    values: [Option<(f64, f64)>; 4],
    /// The most that it adds to anybody.
    pub(super) largest: f64,
    allele: u8,
    /// Whether the own frequencies are those of the calls that count.
    are_as_read: bool,
    has_missing: bool,
    no_call: Option<NoCall>,
}

impl PackedRow {
    pub(super) fn new(ready: ReadyRow, copies: PackedCopies<'_>) -> Self {
        let value = |code: u8| {
            let dosage = copies.of_code(code)?;
            Some((dosage, ready.value_of_copies(dosage)))
        };
        let values = [0, 1, 2, 3].map(value);
        let largest = values.iter().flatten().fold(0.0, |largest: f64, (_, value)| largest.max(value.abs()));
        let PackedCopies { allele, .. } = copies;
        let are_as_read = copies.are_as_read();
        Self { ready, values, largest, allele, are_as_read, has_missing: false, no_call: None }
    }

    /// Looks through the calls of so many samples before they are added.
    pub(super) fn count(&mut self, words: &[u64], terms: &mut PackedTerms, samples: usize) {
        let counted = Counted::of(words);
        self.has_missing = counted.missing > 0;
        if self.has_missing && self.are_as_read {
            self.ready.fill_from(|| counted.frequency(self.allele, samples));
        }
        let of_any = 2 * (samples as u64).saturating_sub(counted.missing);
        let (common, copies) =
            if counted.copies * 2 > of_any { (2, of_any - counted.copies) } else { (0, counted.copies) };
        terms.set_common(common, copies + counted.missing, samples);
    }

    /// Readies what it adds to samples without a call; `bearer` is one of them.
    pub(super) fn ready_no_call(&mut self, units: &mut NoCallUnits, bearer: Bearer) {
        if self.has_missing {
            self.no_call = self.ready.no_call(units, bearer);
        }
    }
}

/// What samples that lie side by side have of their own.
pub(super) struct SampleTile<'a> {
    /// The first one's number.
    pub(super) from: usize,
    /// The rows' chromosome.
    pub(super) chromosome: usize,
    pub(super) units: &'a NoCallUnits,
    /// Their sums on the rows' chromosome.
    pub(super) sums: &'a mut [i128],
    pub(super) largest: &'a mut [Vec<(u32, f64)>],
    pub(super) least: &'a mut [f64],
    pub(super) least_of_all: &'a mut [f64],
    pub(super) no_calls: &'a mut [Option<Box<NoCalls>>],
    pub(super) least_missed: &'a mut [f64],
    pub(super) bearers: &'a [Bearer],
}

impl SampleTile<'_> {
    /// Adds the rows; `by_size` are their numbers, of the largest first.
    pub(super) fn add(
        &mut self,
        table: &ScoreTable,
        rows: &[PackedRow],
        by_size: &[usize],
        packed: &PackedRows<'_>,
    ) -> Full {
        let from = self.from / 32;
        let width = self.sums.len().div_ceil(32);
        let words_of = |row: usize| packed.words.get(row * packed.stride + from..).and_then(|rest| rest.get(..width));
        let mut missed = vec![NoCallsOfBatch::default(); self.sums.len()];
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.has_missing) {
            self.miss_row(table, row, words_of(at).unwrap_or_default(), &mut missed);
        }
        for (of_batch, missed) in missed.iter().zip(&mut *self.no_calls) {
            of_batch.add_to(missed, self.chromosome, self.units);
        }
        // The largest first, as few of the others then come into a list.
        for &at in by_size {
            let row = &rows[at];
            // The least of all samples only grows, and later rows are no larger.
            if row.largest == 0.0 || self.least_of_all.iter().all(|least| row.largest < *least) {
                break;
            }
            self.list_row(table, row, words_of(at).unwrap_or_default());
        }
        packed.add_to(self.from, self.sums)
    }

    fn miss_row(&mut self, table: &ScoreTable, row: &PackedRow, words: &[u64], of_batch: &mut [NoCallsOfBatch]) {
        let rank = row.ready.rank(table);
        each_missing(words, |sample| {
            let own = self.no_calls.get_mut(sample).zip(self.least_missed.get_mut(sample));
            let Some((missed, least)) = own else { return };
            match (&row.no_call, of_batch.get_mut(sample), self.bearers.get(sample)) {
                (Some(no_call), Some(of_batch), _) => {
                    of_batch.add(no_call);
                    if rank >= *least {
                        list_missed(table, row.ready.row(), rank, missed.get_or_insert_default(), least);
                    }
                }
                (_, _, Some(bearer)) => miss(table, &row.ready, *bearer, missed, least),
                _ => {}
            }
        });
    }

    fn list_row(&mut self, table: &ScoreTable, row: &PackedRow, words: &[u64]) {
        for (group, words) in words.chunks(TOGETHER / 32).enumerate() {
            if self.least_of_all.get(group).is_none_or(|least| row.largest < *least) {
                continue;
            }
            let samples = group * TOGETHER..((group + 1) * TOGETHER).min(self.least.len());
            let codes = words.iter().flat_map(|word| (0..64).step_by(2).map(move |shift| word >> shift & 3));
            for (sample, code) in samples.clone().zip(codes) {
                if let Some((dosage, value)) = row.values[code as usize]
                    && value.abs() >= self.least[sample]
                    && value != 0.0
                {
                    list(table, row.ready.row(), dosage, value, &mut self.largest[sample], &mut self.least[sample]);
                }
            }
            self.least_of_all[group] = self.least[samples].iter().copied().fold(f64::INFINITY, f64::min);
        }
    }
}
