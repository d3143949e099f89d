//! Hands the calls of records that rows lie on to a scorer, as the options and the chosen samples have them: record by record, or
//! parts of kept records side by side.

use crate::error::{ErrorKind, Result};
use crate::formats::records::KeptRecords;
use crate::genome::{Calls, PackedCalls, Reading, Record, RecordStream, Site};
use crate::scoring::{CohortCounts, CohortScorer, ScoreState, each, threads};
use std::sync::Arc;

/// Places below which a part by itself takes longer than it saves.
const PLACES_MIN: usize = 20_000;

/// Which calls count, and room for those at hand.
#[derive(Clone, Default)]
pub(super) struct ScoredCalls {
    /// Records that did not pass their filters count as not called.
    pub pass_only: bool,
    /// Places of the samples that are scored; all where it is `None`.
    pub selected: Option<Vec<usize>>,
    calls: Calls,
    packed: PackedCalls,
}

impl ScoredCalls {
    /// Of these samples.
    pub fn new(pass_only: bool, selected: Option<Vec<usize>>) -> Self {
        Self { pass_only, selected, ..Self::default() }
    }

    /// Gives the scorer a record that the stream gave last, if it wants it.
    ///
    /// Errors: those of the stream.
    pub fn hand_on(&mut self, record: &Record, stream: &mut dyn RecordStream, scorer: &mut CohortScorer) -> Result<()> {
        if !scorer.wants(record) {
            return Ok(());
        }
        let passes = !self.pass_only || record.passes;
        let may_be_packed = passes && self.selected.is_none() && scorer.takes_packed(record);
        if may_be_packed && stream.read_packed(&mut self.packed)? {
            scorer.take_packed(record, &mut self.packed);
            return Ok(());
        }
        stream.read_calls(&mut self.calls)?;
        if let Some(selected) = &self.selected {
            self.calls.select(selected, record.alleles().saturating_sub(1));
        }
        if !passes {
            self.calls.alleles.fill(Calls::MISSING);
            self.calls.dosages.clear();
        }
        scorer.take(record, &self.calls);
        Ok(())
    }

    /// Gives the scorer what was kept of the only file, a part to each thread; `false`, and nothing given, where that cannot be
    /// done or does not pay. `places` are those outside of which no record is wanted.
    ///
    /// Errors: those of reading kept records.
    pub fn hand_on_side_by_side(
        &self,
        kept: &Arc<KeptRecords>,
        reading: Reading,
        places: &[Site],
        scorer: &mut CohortScorer,
    ) -> Result<bool> {
        // Not in a page: its threads share one allocator, and what each makes for its part costs more than the part saves.
        let threads = if cfg!(target_family = "wasm") { 1 } else { threads() };
        let count = threads.min(places.len() / PLACES_MIN);
        if count < 2 { Ok(false) } else { self.hand_on_parts(kept, reading, places, count, scorer) }
    }

    fn hand_on_parts(
        &self,
        kept: &Arc<KeptRecords>,
        reading: Reading,
        places: &[Site],
        count: usize,
        scorer: &mut CohortScorer,
    ) -> Result<bool> {
        let Some(streams) = kept.open_parts(reading, places, count) else { return Ok(false) };
        let beside = |stream| Some((stream, scorer.beside()?, self.clone()));
        let Some(parts) = streams.into_iter().map(beside).collect::<Option<Vec<_>>>() else { return Ok(false) };
        for part in each(parts, |(mut stream, scorer, calls)| calls.score(&mut stream, scorer)) {
            let (states, counts) = part?;
            // Each row has one place, and each place is in one part.
            let what = "parts of one file have no row in common";
            scorer.absorb_own(states, counts).map_err(|_| ErrorKind::Internal { what })?;
        }
        Ok(true)
    }

    fn score(
        mut self,
        stream: &mut dyn RecordStream,
        mut scorer: CohortScorer,
    ) -> Result<(Vec<ScoreState>, CohortCounts)> {
        let mut record = Record::default();
        while stream.next_record(&mut record)? {
            self.hand_on(&record, stream, &mut scorer)?;
        }
        Ok(scorer.into_states())
    }
}

#[cfg(test)]
mod tests;
