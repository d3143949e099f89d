//! Adds packed rows to some samples that lie side by side, so that what these samples have stays in near memory, and others can be
//! worked on elsewhere.

use super::packed_rows::{WaitingRow, copies_of_code};
use super::sample_sums::{ReadyRow, TOGETHER, list, list_missed, miss};
use crate::scoring::adding::Bearer;
use crate::scoring::no_calls::{NoCall, NoCallUnits, NoCalls, NoCallsInUnits};
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
    /// The allele that is counted where every sample is to be added by itself.
    alone: Option<u8>,
    no_call: Option<NoCall>,
    /// What it is ranked by where there is no call.
    rank: f64,
}

impl PackedRow {
    /// A row that was made ready, and what its codes add; with codes that add nothing where these cannot be added packed, so that
    /// [`Self::alone`] gives what is to be added one by one.
    pub(super) fn new(waiting: &WaitingRow, mut ready: ReadyRow, samples: usize) -> (Self, PackedTerms) {
        let WaitingRow { allele, counted, read_as, .. } = waiting;
        let has_missing = counted.missing > 0;
        let terms = ready.packed_terms(*allele);
        if has_missing {
            ready.fill_from(|| read_as.unwrap_or_else(|| counted.frequency(*allele, samples)));
        }
        let Some(mut terms) = terms else {
            let alone = Self { ready, values: [None; 4], largest: 0.0, alone: Some(*allele), no_call: None, rank: 0.0 };
            return (alone, PackedTerms::default());
        };
        // Missing calls are the bits 3.
        if has_missing {
            terms.name_threes();
        }
        let of_any = 2 * (samples as u64).saturating_sub(counted.missing);
        let (common, copies) =
            if counted.copies * 2 > of_any { (2, of_any - counted.copies) } else { (0, counted.copies) };
        terms.set_common(common, copies + counted.missing, samples);
        let value = |code: u8| {
            let dosage = copies_of_code(*allele, code)?;
            Some((dosage, ready.value_of_copies(dosage)))
        };
        let values = [0, 1, 2, 3].map(value);
        let largest = values.iter().flatten().fold(0.0, |largest: f64, (_, value)| largest.max(value.abs()));
        (Self { ready, values, largest, alone: None, no_call: None, rank: 0.0 }, terms)
    }

    /// The row and its allele where every sample is to be added by itself.
    pub(super) fn alone(&self) -> Option<(&ReadyRow, u8)> {
        Some((&self.ready, self.alone?))
    }

    /// Readies what it adds to samples without a call; `bearer` is one of them.
    pub(super) fn ready_no_call(&mut self, units: &mut NoCallUnits, table: &ScoreTable, bearer: Bearer) {
        self.rank = self.ready.rank(table);
        self.no_call = self.ready.no_call(units, bearer);
    }
}

/// What samples that lie side by side have of their own.
pub(super) struct SampleTile<'a> {
    /// The rows' chromosome.
    pub(super) chromosome: usize,
    /// Their sums on the rows' chromosome.
    pub(super) sums: &'a mut [i128],
    pub(super) largest: &'a mut [Vec<(u32, f64)>],
    pub(super) least: &'a mut [f64],
    pub(super) least_of_all: &'a mut [f64],
    pub(super) no_calls: &'a mut [Option<Box<NoCalls>>],
    pub(super) in_units: &'a mut [NoCallsInUnits],
    pub(super) least_missed: &'a mut [f64],
    pub(super) bearers: &'a [Bearer],
    pub(super) packed: PackedRows<'a>,
}

impl SampleTile<'_> {
    /// Adds the rows; `by_size` are their numbers, of the largest first.
    pub(super) fn add(&mut self, table: &ScoreTable, rows: &[PackedRow], by_size: &[usize]) -> Full {
        let full = self.add_rows(table, rows);
        let width = self.sums.len().div_ceil(32);
        // The largest first, as few of the others then come into a list.
        for &at in by_size {
            let row = &rows[at];
            // The least of all samples only grows, and later rows are no larger.
            if row.largest == 0.0 || self.least_of_all.iter().all(|least| row.largest < *least) {
                break;
            }
            let words = self.packed.words;
            self.list_row(table, row, words.get(at * width..(at + 1) * width).unwrap_or_default());
        }
        full
    }

    /// Adds the rows and what is missing of them.
    fn add_rows(&mut self, table: &ScoreTable, rows: &[PackedRow]) -> Full {
        let Self { chromosome, sums, packed, no_calls, in_units, least_missed, bearers, .. } = self;
        let mut listed = RowsBySample::new(sums.len());
        let full = packed.add_to(sums, |row, sample| {
            let Some(PackedRow { ready, no_call, rank, .. }) = rows.get(row) else { return };
            let Some(least) = least_missed.get_mut(sample) else { return };
            match (no_call, in_units.get_mut(sample), bearers.get(sample)) {
                (Some(no_call), Some(in_units), _) => {
                    in_units.add(no_call, *chromosome);
                    if *rank >= *least {
                        listed.push(sample, row);
                    }
                }
                (_, _, Some(bearer)) => {
                    if let Some(missed) = no_calls.get_mut(sample) {
                        miss(table, ready, *bearer, missed, least);
                    }
                }
                _ => {}
            }
        });
        for (sample, (missed, least)) in no_calls.iter_mut().zip(&mut **least_missed).enumerate() {
            for row in listed.of(sample).filter_map(|row| rows.get(row)) {
                list_missed(table, row.ready.row(), row.rank, missed.get_or_insert_default(), least);
            }
        }
        full
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

/// Rows that may come into a sample's list: found row by row, and listed sample by sample, as each list is far from the next.
struct RowsBySample {
    /// A row, and the number behind that of the one found before for the sample.
    found: Vec<(u32, u32)>,
    /// By sample, the number behind that of the last one; 0 where there is none.
    last: Vec<u32>,
}

impl RowsBySample {
    fn new(samples: usize) -> Self {
        Self { found: Vec::new(), last: vec![0; samples] }
    }

    #[inline]
    fn push(&mut self, sample: usize, row: usize) {
        let Some(last) = self.last.get_mut(sample) else { return };
        // A batch has 2¹⁴ rows at most and a tile 2¹⁰ samples, so that no number is too large.
        self.found.push((row as u32, *last));
        *last = self.found.len() as u32;
    }

    /// The rows of a sample, the last first.
    fn of(&self, sample: usize) -> impl Iterator<Item = usize> + '_ {
        let at = |number: u32| self.found.get((number as usize).checked_sub(1)?).copied();
        let first = self.last.get(sample).copied().and_then(at);
        std::iter::successors(first, move |(_, before)| at(*before)).map(|(row, _)| row as usize)
    }
}
