//! Holds all that is known of one score of many samples while records are still to come: what a part of the files gives, to
//! be added up with other parts.

use super::row_state::RowState;
use super::sample_sums::SampleSums;
use crate::genome::{Chromosome, Site};
use crate::matching::Positions;
use crate::scoring::tally::shown_site;
use crate::weights::ScoreTable;
use std::collections::BTreeMap;

/// A score of many samples on its way.
#[derive(Clone, Default)]
pub struct ScoreState {
    /// What became of each row so far.
    pub rows: Vec<RowState>,
    /// Where rows were met that were found by rsID.
    pub met_by_id: BTreeMap<u32, Site>,
    /// Rows in stretches that are REF throughout: how many copies of it each sample was called,
    /// [`Calls::MISSING`](crate::genome::Calls::MISSING) where it was not.
    pub stretches: BTreeMap<u32, Vec<u8>>,
    /// What each sample has of its own.
    pub sums: SampleSums,
}

impl ScoreState {
    /// Before the first record.
    pub(super) fn new(rows: usize, samples: usize) -> Self {
        Self {
            rows: vec![RowState::UNSEEN; rows],
            met_by_id: BTreeMap::new(),
            stretches: BTreeMap::new(),
            sums: SampleSums::new(samples),
        }
    }

    /// Where a row was met, or where the score has it.
    pub(super) fn site_of(&self, row: usize, table: &ScoreTable, positions: Positions) -> Site {
        let by_id = self.met_by_id.get(&(row as u32)).copied();
        by_id.unwrap_or_else(|| shown_site(table, row, positions))
    }

    /// Whether this can be a state of that score: its rows are as many, and all that it names are among them.
    pub fn is_of(&self, table: &ScoreTable) -> bool {
        let rows = table.len();
        let has = |row: u32| (row as usize) < rows;
        let samples = self.sums.samples();
        let is_scorable =
            |(row, state): (usize, &RowState)| *state == RowState::UNSEEN || table.unsupported(row).is_none();
        self.rows.len() == rows
            && self.rows.iter().enumerate().all(is_scorable)
            && self.met_by_id.keys().all(|row| has(*row))
            && self.stretches.iter().all(|(row, copies)| has(*row) && copies.len() == samples)
            && self.sums.rows().all(has)
    }

    /// Adds what a later part of the files gave.
    ///
    /// Errors: how many rows both parts settled, if any; then this is left as it was.
    pub fn absorb(&mut self, later: Self, table: &ScoreTable) -> Result<(), u64> {
        let both = self.rows.iter().zip(&later.rows).filter(|(here, there)| here.is_settled() && there.is_settled());
        match both.count() as u64 {
            0 => {}
            rows => return Err(rows),
        }
        let Self { rows, met_by_id, stretches, sums } = later;
        for (here, there) in self.rows.iter_mut().zip(rows) {
            // What one process does that reads this part's records first and then the other's.
            *here = match (*here, there) {
                (settled, RowState::DIFFERS) if settled.is_settled() => settled.met_again(),
                (settled, _) if settled.is_settled() => settled,
                (_, settled) if settled.is_settled() => settled,
                (RowState::DIFFERS, _) | (_, RowState::DIFFERS) => RowState::DIFFERS,
                (RowState::IN_STRETCH, _) | (_, RowState::IN_STRETCH) => RowState::IN_STRETCH,
                _ => RowState::UNSEEN,
            };
        }
        for (row, copies) in stretches {
            self.stretches.entry(row).or_insert(copies);
        }
        self.met_by_id.extend(met_by_id);
        self.sums.merge(&sums, table);
        Ok(())
    }

    /// The samples of several states in a new order, each by the number of its state and its place there; `None` where the
    /// states are not of the same records.
    pub fn gather(states: &[Self], order: &[(usize, usize)]) -> Option<Self> {
        let first = states.first()?;
        let is_same = |other: &Self| {
            other.rows == first.rows
                && other.met_by_id == first.met_by_id
                && other.stretches.keys().eq(first.stretches.keys())
        };
        if !states.iter().all(is_same) {
            return None;
        }
        let copies = |row: &u32| -> Option<Vec<u8>> {
            order.iter().map(|&(state, from)| states.get(state)?.stretches.get(row)?.get(from).copied()).collect()
        };
        let stretches = first.stretches.keys().map(|row| Some((*row, copies(row)?))).collect::<Option<_>>()?;
        let sums: Vec<&SampleSums> = states.iter().map(|state| &state.sums).collect();
        Some(Self {
            rows: first.rows.clone(),
            met_by_id: first.met_by_id.clone(),
            stretches,
            sums: SampleSums::gather(&sums, order),
        })
    }

    /// Whether any row that counts lies where the sex decides how many copies there are.
    pub fn depends_on_sex(&self) -> bool {
        let of = |chromosome: Chromosome| self.sums.chromosomes.get(usize::from(chromosome.index()));
        [Chromosome::X, Chromosome::Y].into_iter().filter_map(of).any(|sums| !sums.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Excluded, Joined, MatchKind};

    #[test]
    fn parts_give_what_their_files_give_one_after_the_other() {
        let counted = RowState::counted(MatchKind::AltRef, Joined::Position);
        let left_out = RowState::excluded(Excluded::Palindromic, Joined::Position);
        let (unseen, stretch, differs) = (RowState::UNSEEN, RowState::IN_STRETCH, RowState::DIFFERS);
        let rows = [
            (unseen, counted, counted),
            (counted, unseen, counted),
            (counted, differs, counted.met_again()),
            (differs, counted, counted),
            (left_out, stretch, left_out),
            (stretch, left_out, left_out),
            (stretch, differs, differs),
            (differs, stretch, differs),
            (stretch, unseen, stretch),
            (unseen, unseen, unseen),
        ];
        let table = ScoreTable::default();
        let of = |states: Vec<RowState>| ScoreState { rows: states, ..ScoreState::new(0, 0) };
        let mut first = of(rows.iter().map(|(first, _, _)| *first).collect());
        let later = of(rows.iter().map(|(_, later, _)| *later).collect());
        assert_eq!(first.absorb(later, &table), Ok(()));
        assert_eq!(first.rows, rows.iter().map(|(_, _, both)| *both).collect::<Vec<_>>());
        let again = of(first.rows.clone());
        assert_eq!(first.absorb(again, &table), Err(6));
    }
}
