//! Scores parts of the records by themselves, and adds them up.

use super::on_score::OnScore;
use super::{CohortCounts, CohortScorer, ScoreState};

impl CohortScorer {
    /// Another for the same scores and samples, before its first record, of which [`Self::absorb_own`] takes what it found; none where
    /// rows are followed one by one.
    pub fn beside(&self) -> Option<Self> {
        let is_followed = |of: &OnScore| of.traced.is_some() || of.witness.is_some();
        if self.scores.iter().any(is_followed) {
            return None;
        }
        let count = self.scores.len();
        let again = |of: &OnScore| OnScore::new(of.table.clone(), of.positions, &self.bearers, count);
        let scores = self.scores.iter().map(again).collect();
        Some(Self::over(scores, self.bearers.clone(), self.index.clone(), self.rules, self.absent))
    }

    /// The scores as far as the records went, to be added up with those of other records.
    pub fn into_states(mut self) -> (Vec<ScoreState>, CohortCounts) {
        self.settle_group();
        (self.scores.into_iter().map(OnScore::into_state).collect(), self.counts)
    }

    /// Adds what other records gave, which come after these.
    ///
    /// Errors: how many rows of a score met records of both, or `None` where the states are not of these scores and samples.
    pub fn absorb(&mut self, states: Vec<ScoreState>, counts: CohortCounts) -> Result<(), Option<u64>> {
        let samples = self.bearers.len();
        let is_of = |(of, state): (&OnScore, &ScoreState)| state.is_of(&of.table) && state.sums.samples() == samples;
        if states.len() != self.scores.len() || !self.scores.iter().zip(&states).all(is_of) {
            return Err(None);
        }
        self.absorb_own(states, counts).map_err(Some)
    }

    /// The same of states that one [`Self::beside`] this came to.
    ///
    /// Errors: how many rows of a score met records of both.
    pub fn absorb_own(&mut self, states: Vec<ScoreState>, counts: CohortCounts) -> Result<(), u64> {
        for (of, state) in self.scores.iter_mut().zip(states) {
            of.so_far.absorb(state, &of.table)?;
        }
        self.counts.compared += counts.compared;
        self.counts.conflicts += counts.conflicts;
        self.counts.haploid_heterozygous += counts.haploid_heterozygous;
        Ok(())
    }
}
