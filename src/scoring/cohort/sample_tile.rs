//! Adds packed rows to some samples that lie side by side, so that what these samples have stays in near memory, and others can be
//! worked on elsewhere.

use super::packed_rows::PackedCopies;
use super::sample_sums::{ReadyRow, TOGETHER, list, miss};
use crate::genome::packed_calls::missing_in;
use crate::scoring::adding::Bearer;
use crate::scoring::no_calls::NoCalls;
use crate::stats::PackedRows;
use crate::stats::packed_sums::{Full, TILE};
use crate::weights::ScoreTable;

/// A row and what its packed calls come to.
pub(super) struct PackedRow {
    ready: ReadyRow,
    /// By code: the copies that count, and what they add; nothing where there is no call.
    values: [Option<(f64, f64)>; 4],
    /// The most that it adds to anybody.
    pub(super) largest: f64,
    has_missing: bool,
}

impl PackedRow {
    pub(super) fn new(ready: ReadyRow, copies: PackedCopies<'_>) -> Self {
        let value = |code: u8| {
            let dosage = copies.of_code(code)?;
            Some((dosage, ready.value_of_copies(dosage)))
        };
        let values = [0, 1, 2, 3].map(value);
        let largest = values.iter().flatten().fold(0.0, |largest: f64, (_, value)| largest.max(value.abs()));
        let has_missing = copies.counted.missing().next().is_some();
        Self { ready, values, largest, has_missing }
    }
}

/// What samples that lie side by side have of their own.
pub(super) struct SampleTile<'a> {
    /// Which tile of all.
    pub(super) number: usize,
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
        let from = self.number * TILE / 4;
        let width = self.sums.len().div_ceil(4);
        let bytes_of = |row: usize| packed.bytes.get(row * packed.stride + from..).and_then(|rest| rest.get(..width));
        // The largest first, as few of the others then come into a list.
        for &at in by_size.iter().filter(|at| rows[**at].has_missing) {
            self.miss_row(table, &rows[at], bytes_of(at).unwrap_or_default());
        }
        for &at in by_size {
            let row = &rows[at];
            // The least of all samples only grows, and later rows are no larger.
            if row.largest == 0.0 || self.least_of_all.iter().all(|least| row.largest < *least) {
                break;
            }
            self.list_row(table, row, bytes_of(at).unwrap_or_default());
        }
        packed.add_to(self.number, self.sums)
    }

    fn miss_row(&mut self, table: &ScoreTable, row: &PackedRow, bytes: &[u8]) {
        for sample in missing_in(bytes) {
            let own = self.no_calls.get_mut(sample).zip(self.least_missed.get_mut(sample));
            if let Some(((missed, least), bearer)) = own.zip(self.bearers.get(sample)) {
                miss(table, &row.ready, *bearer, missed, least);
            }
        }
    }

    fn list_row(&mut self, table: &ScoreTable, row: &PackedRow, bytes: &[u8]) {
        for (group, bytes) in bytes.chunks(TOGETHER / 4).enumerate() {
            if self.least_of_all.get(group).is_none_or(|least| row.largest < *least) {
                continue;
            }
            let samples = group * TOGETHER..((group + 1) * TOGETHER).min(self.least.len());
            let codes = bytes.iter().flat_map(|byte| [0, 2, 4, 6].map(|shift| byte >> shift & 3));
            for (sample, code) in samples.clone().zip(codes) {
                if let Some((dosage, value)) = row.values[usize::from(code)]
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
