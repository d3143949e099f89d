//! Counts the rows that a sample of a file of records was not called at; most samples have few, and many have none.

use super::adding::{LISTED, chromosome_index};
use super::row_size::RowSize;
use crate::genome::{Chromosome, Site};
use crate::matching::{Joined, MatchKind};
use crate::stats::{ExactSum, ExactSums};

/// Rows that met a record at which the sample has no call.
#[derive(Clone, Default)]
pub struct NoCalls {
    /// How many.
    pub rows: u32,
    /// Those that were joined by rsID.
    pub by_id: u32,
    /// Those whose contribution is expected from their frequency.
    pub filled_rows: u32,
    /// By kind of match.
    pub kinds: [u32; MatchKind::ALL.len()],
    /// By chromosome index.
    pub chromosomes: [u32; Chromosome::COUNT],
    /// Σ of their sizes.
    pub weight: ExactSum,
    /// Σ of their variances.
    pub variance: ExactSum,
    /// Σ of what they are expected to add.
    pub fill: ExactSum,
    /// The largest of them, largest first.
    pub largest: Vec<(u32, ())>,
}

impl NoCalls {
    /// Adds one row; `expected` is what it would add.
    pub(super) fn add(&mut self, site: Site, kind: MatchKind, joined: Joined, size: &RowSize, expected: Option<f64>) {
        self.rows += 1;
        self.by_id += u32::from(joined == Joined::RsId);
        self.kinds[kind as usize] += 1;
        self.chromosomes[chromosome_index(site)] += 1;
        self.weight.add(size.size);
        if let Some(variance) = size.variance {
            self.variance.add(variance);
        }
        if let Some(value) = expected {
            self.fill.add(value);
            self.filled_rows += 1;
        }
    }

    /// Adds the rows of `other`, which has none of these; `rank` ranks a row.
    pub(super) fn merge(&mut self, other: &Self, rank: impl Fn(u32) -> f64) {
        let add = |to: &mut u32, more: u32| *to = to.saturating_add(more);
        add(&mut self.rows, other.rows);
        add(&mut self.by_id, other.by_id);
        add(&mut self.filled_rows, other.filled_rows);
        self.kinds.iter_mut().zip(other.kinds).for_each(|(kind, more)| add(kind, more));
        self.chromosomes.iter_mut().zip(other.chromosomes).for_each(|(of, more)| add(of, more));
        self.weight.merge(&other.weight);
        self.variance.merge(&other.variance);
        self.fill.merge(&other.fill);
        for &(row, ()) in &other.largest {
            keep_largest(&mut self.largest, rank(row), row, (), |row, ()| rank(row));
        }
    }
}

/// What one row adds to every sample that has no call of it, in whole numbers.
#[derive(Clone, Copy)]
pub(super) struct NoCall {
    /// 1 in the 16 bits of the row's kind.
    kinds: u128,
    by_id: u16,
    filled_rows: u16,
    sums: [i128; 3],
}

/// The units that these numbers count: of the weight, the variance and the fill.
#[derive(Clone, Default)]
pub(super) struct NoCallUnits([ExactSums; 3]);

impl NoCallUnits {
    /// A row made ready; `None` where its numbers are too far apart from those of others.
    pub(super) fn ready(
        &mut self,
        kind: MatchKind,
        joined: Joined,
        size: &RowSize,
        expected: Option<f64>,
    ) -> Option<NoCall> {
        let [weight, variance, fill] = &mut self.0;
        let units = |sums: &mut ExactSums, value: Option<f64>| value.map_or(Some(0), |value| sums.units(value));
        let sums = [units(weight, Some(size.size))?, units(variance, size.variance)?, units(fill, expected)?];
        let (by_id, filled_rows) = (u16::from(joined == Joined::RsId), u16::from(expected.is_some()));
        Some(NoCall { kinds: 1 << (16 * kind as u32), by_id, filled_rows, sums })
    }
}

/// Rows that one sample has no call of, counted in as little room as they take, which is a tenth of what [`NoCalls`] take.
#[derive(Clone, Copy, Default)]
pub(super) struct NoCallsInUnits {
    kinds: u128,
    by_id: u16,
    filled_rows: u16,
    chromosomes: [u16; Chromosome::COUNT],
    sums: [i128; 3],
}

impl NoCallsInUnits {
    /// Most rows that it can count.
    pub(super) const ROWS_MAX: usize = u16::MAX as usize;

    #[inline]
    pub(super) fn add(&mut self, row: &NoCall, chromosome: usize) {
        self.kinds += row.kinds;
        self.by_id += row.by_id;
        self.filled_rows += row.filled_rows;
        if let Some(rows) = self.chromosomes.get_mut(chromosome) {
            *rows += 1;
        }
        self.sums.iter_mut().zip(row.sums).for_each(|(sum, more)| *sum += more);
    }

    /// Adds them to all that the sample has no call of.
    pub(super) fn add_to(&self, missed: &mut Option<Box<NoCalls>>, units: &NoCallUnits) {
        if self.kinds == 0 {
            return;
        }
        let missed = missed.get_or_insert_default();
        for (at, kind) in missed.kinds.iter_mut().enumerate() {
            let rows = (self.kinds >> (16 * at)) as u32 & 0xFFFF;
            *kind += rows;
            missed.rows += rows;
        }
        missed.chromosomes.iter_mut().zip(self.chromosomes).for_each(|(of, rows)| *of += u32::from(rows));
        missed.by_id += u32::from(self.by_id);
        missed.filled_rows += u32::from(self.filled_rows);
        let sums = [&mut missed.weight, &mut missed.variance, &mut missed.fill];
        for ((sum, of), units) in sums.into_iter().zip(&units.0).zip(self.sums) {
            sum.merge(&of.sum_of(units));
        }
    }
}

/// Puts a row into a list of the [`LISTED`] largest, unless it is too small for it; of equal ones the lower row comes first.
/// What a row is ranked by is computed again when it is needed, as it would double the list.
pub(super) fn keep_largest<T: Copy>(
    list: &mut Vec<(u32, T)>,
    rank: f64,
    row: u32,
    item: T,
    rank_of: impl Fn(u32, T) -> f64,
) {
    let is_before = |(other, of): &(u32, T)| {
        let other_rank = rank_of(*other, *of);
        other_rank > rank || (other_rank == rank && *other < row)
    };
    if rank.is_nan() || (list.len() == LISTED && list.last().is_none_or(is_before)) {
        return;
    }
    // One by one from the end: what each is ranked by lies elsewhere, and halving would wait for it each time.
    let at = list.iter().rposition(is_before).map_or(0, |last| last + 1);
    list.truncate(LISTED - 1);
    if list.len() == list.capacity() {
        // Five, ten, and then all.
        list.reserve_exact(list.len().max(LISTED / 4));
    }
    list.insert(at, (row, item));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Largest;

    #[test]
    fn keeps_what_the_list_of_keys_keeps() {
        let mut dice = crate::stats::Random::new(7);
        let ranks: Vec<f64> = (0..500).map(|_| f64::from((dice.next_u64() % 90) as u32)).collect();
        let (mut list, mut largest) = (Vec::new(), Largest::new(LISTED));
        for row in (0..500_u32).map(|row| row * 77 % 500) {
            keep_largest(&mut list, ranks[row as usize], row, (), |row, ()| ranks[row as usize]);
            largest.offer(ranks[row as usize], row as usize, ());
        }
        let expected: Vec<u32> = largest.into_items().map(|(row, ())| row as u32).collect();
        assert_eq!(list.iter().map(|(row, ())| *row).collect::<Vec<_>>(), expected);
        assert!(list.capacity() <= LISTED);
    }
}
