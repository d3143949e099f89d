//! Puts the rows of several scores in genome order, so that a record finds the rows at its site.

use super::positions::Positions;
use crate::genome::{RsId, Site};
use crate::weights::ScoreTable;
use std::collections::HashMap;
use std::ops::Range;

/// A row of a score: the score's number and the row's.
pub type RowOf = (u32, u32);

/// Where the rows of several scores lie.
#[derive(Default)]
pub struct RowIndex {
    /// In genome order, then by score and row.
    placed: Vec<(u64, RowOf)>,
    /// Rows without a place, by rsID.
    by_id: HashMap<u32, Vec<RowOf>>,
    near: usize,
}

impl RowIndex {
    /// The index of these scores, each by its own columns. Rows without a place are found by rsID where `joins_by_id`.
    pub fn new<'a>(scores: impl Iterator<Item = (&'a ScoreTable, Positions)>, joins_by_id: bool) -> Self {
        let mut index = Self::default();
        for (score, (table, positions)) in scores.enumerate() {
            for row in (0..table.len()).filter(|&row| table.unsupported(row).is_none()) {
                let site = positions.site(table, row);
                let of = (score as u32, row as u32);
                if site.is_some() {
                    index.placed.push((site.key(), of));
                } else if joins_by_id && table.id(row).is_some() {
                    index.by_id.entry(table.id(row).number()).or_default().push(of);
                }
            }
        }
        index.placed.sort_unstable();
        index
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
        let at = |index: usize| self.placed.get(index).map_or(u64::MAX, |(key, _)| *key);
        let mut near = self.near.min(self.placed.len());
        let is_behind = near > 0 && at(near - 1) >= key;
        let mut steps = 0;
        while !is_behind && at(near) < key && steps < 8 {
            near += 1;
            steps += 1;
        }
        if is_behind || at(near) < key {
            near = self.placed.partition_point(|(other, _)| *other < key);
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
