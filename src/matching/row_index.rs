//! Puts the rows of several scores in genome order, so that a record finds the rows at its site.

use super::positions::Positions;
use crate::genome::{RsId, Site};
use crate::weights::ScoreTable;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A row of a score: the score's number and the row's.
pub type RowOf = (u32, u32);

/// Where the rows of several scores lie. A clone shares them, and is walked by itself.
#[derive(Clone, Default)]
pub struct RowIndex {
    /// In genome order, then by score and row.
    placed: Arc<Vec<(u64, RowOf)>>,
    /// Rows without a place, by rsID.
    by_id: Arc<HashMap<u32, Vec<RowOf>>>,
    near: usize,
}

impl RowIndex {
    /// Entries passed one by one before halving.
    const STEPS_MAX: usize = 8;

    /// The index of these scores, each by its own columns. Rows without a place are found by rsID where `joins_by_id`.
    pub fn new<'a>(scores: impl Iterator<Item = (&'a ScoreTable, Positions)>, joins_by_id: bool) -> Self {
        let mut placed = Vec::new();
        let mut by_id: HashMap<u32, Vec<RowOf>> = HashMap::new();
        for (score, (table, positions)) in scores.enumerate() {
            for row in (0..table.len()).filter(|&row| table.unsupported(row).is_none()) {
                let site = positions.site(table, row);
                let of = (score as u32, row as u32);
                if site.is_some() {
                    placed.push((site.key(), of));
                } else if joins_by_id && table.id(row).is_some() {
                    by_id.entry(table.id(row).number()).or_default().push(of);
                }
            }
        }
        placed.sort_unstable();
        Self { placed: Arc::new(placed), by_id: Arc::new(by_id), near: 0 }
    }

    /// The rows that lie from `first` to `last`, as a range for [`Self::row`].
    pub fn within(&mut self, first: Site, last: Site) -> Range<usize> {
        let start = self.start(first.key());
        let more = self.placed.get(start..).unwrap_or_default();
        let count = more.iter().take_while(|(key, _)| *key <= last.key()).count();
        start..start + count
    }

    /// The first entry at or behind `key`: next to the one before in a file in genome order, by halving else.
    fn start(&mut self, key: u64) -> usize {
        let is_before = |index: usize| self.placed.get(index).is_some_and(|(known, _)| *known < key);
        let is_behind = |index: usize| index.checked_sub(1).is_some_and(|last| !is_before(last));
        let mut near = self.near.min(self.placed.len());
        let mut steps = 0;
        while steps < Self::STEPS_MAX && is_before(near) {
            near += 1;
            steps += 1;
        }
        // A record is settled when the next one has been looked for.
        while steps < Self::STEPS_MAX && is_behind(near) {
            near -= 1;
            steps += 1;
        }
        if is_before(near) || is_behind(near) {
            near = self.placed.partition_point(|(known, _)| *known < key);
        }
        self.near = near;
        near
    }

    /// Every place that a row lies on, ascending; none where some rows go by rsID, which any record may have.
    pub fn sites(&self) -> Option<Vec<Site>> {
        if !self.by_id.is_empty() {
            return None;
        }
        let mut sites: Vec<Site> = self.placed.iter().map(|(key, _)| Site::from_key(*key)).collect();
        sites.dedup();
        Some(sites)
    }

    /// One entry: where it lies and whose it is.
    pub fn row(&self, entry: usize) -> Option<(u64, RowOf)> {
        self.placed.get(entry).copied()
    }

    /// Rows without a place that have this rsID.
    pub fn with_id(&self, id: RsId) -> &[RowOf] {
        if self.by_id.is_empty() || !id.is_some() {
            return &[];
        }
        self.by_id.get(&id.number()).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Chromosome;

    #[test]
    fn rows_within_in_any_order() {
        let at = |position: u32| Site::new(Chromosome::X, position);
        // Some places have no row, others up to three.
        let places = (1..300_u32).flat_map(|position| std::iter::repeat_n(position, (position * 7 % 5) as usize % 4));
        let placed: Vec<(u64, RowOf)> = places.zip(0..).map(|(position, row)| (at(position).key(), (0, row))).collect();
        let mut index = RowIndex { placed: Arc::new(placed.clone()), ..RowIndex::default() };
        let mut first = 0;
        for (stride, length) in [(1, 0), (1, 3), (298, 0), (3, 40), (150, 1), (299, 0), (7, 300), (296, 2)] {
            for _ in 0..400 {
                first = 1 + (first + stride) % 300;
                let last = first + length;
                let expected = placed.iter().filter(|(key, _)| (at(first).key()..=at(last).key()).contains(key));
                let found = index.within(at(first), at(last));
                let found: Vec<_> = found.filter_map(|entry| index.row(entry)).collect();
                assert_eq!(found, expected.copied().collect::<Vec<_>>(), "{first} to {last} in strides of {stride}");
            }
        }
    }
}
