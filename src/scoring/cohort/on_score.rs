//! Holds one score on its way for every sample, and settles the rows that no record decided.

use super::Absent;
use super::copies::as_counted;
use super::duplicates::repeated_at_reference;
use super::packed_rows::{PackedBatch, PackedCopies};
use super::row_state::RowState;
use super::row_witness::RowWitness;
use super::sample_sums::SampleSums;
use super::score_state::ScoreState;
use crate::genome::{Calls, Chromosome, Ploidy, Sex, Site};
use crate::matching::{
    Excluded, Joined, MatchKind, Outcome, Palindromes, Positions, RowMatch, RowText, RuleSet, Rules, Unmatched,
};
use crate::scoring::adding::{Adding, Bearer};
use crate::scoring::each;
use crate::scoring::tally::Tally;
use crate::stats::job::{Job, Work};
use crate::weights::{EffectModel, ScoreTable};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows that met a record with both their alleles, by which of them is REF there.
#[derive(Clone, Copy, Default)]
struct ReferenceSeen {
    effect: u64,
    other: u64,
}

/// With this many rows seen, and at most one in a hundred of the other kind, a score's rows are known to list REF as the
/// other allele, or as the effect allele. Authors write their rows one way, or the way depends on the frequency.
const REFERENCE_ROWS_MIN: u64 = 20;

impl ReferenceSeen {
    /// Whether the score's effect allele is always REF (`true`), never (`false`), or neither is known.
    fn effect_is_reference(self) -> Option<bool> {
        let all = self.effect + self.other;
        if all < REFERENCE_ROWS_MIN {
            return None;
        }
        match (self.effect * 100 <= all, self.other * 100 <= all) {
            (true, _) => Some(false),
            (_, true) => Some(true),
            _ => None,
        }
    }
}

/// A score on its way for every sample.
pub(super) struct OnScore {
    pub(super) table: Arc<ScoreTable>,
    pub(super) positions: Positions,
    pub(super) so_far: ScoreState,
    /// What became of each row for a single sample, where that is asked for.
    pub(super) traced: Option<Vec<RowMatch>>,
    /// What is noted row by row, where that is asked for.
    pub(super) witness: Option<RowWitness>,
    bearers: Arc<[Bearer]>,
    /// Rows that are settled but not yet added.
    batch: PackedBatch,
    /// A used one, for its memory.
    spare: Option<PackedBatch>,
    /// The sums, which are not in `so_far` then, and the rows that are being added to them.
    under_way: Option<Job<UnderWay>>,
}

/// Rows that are being added to every sample.
struct UnderWay {
    batch: PackedBatch,
    sums: SampleSums,
    table: Arc<ScoreTable>,
    bearers: Arc<[Bearer]>,
}

impl Work for UnderWay {
    fn run(&mut self) {
        self.batch.flush(&mut self.sums, &self.table, &self.bearers);
    }
}

impl OnScore {
    /// Before the first record; one of so many scores.
    pub(super) fn new(table: Arc<ScoreTable>, positions: Positions, bearers: &Arc<[Bearer]>, scores: usize) -> Self {
        let so_far = ScoreState::new(table.len(), bearers.len());
        let (bearers, batch) = (bearers.clone(), PackedBatch::new(bearers.len(), scores));
        Self { table, positions, so_far, traced: None, witness: None, bearers, batch, spare: None, under_way: None }
    }

    /// What was found so far.
    pub(super) fn into_state(mut self) -> ScoreState {
        self.add_all();
        self.so_far
    }

    /// Leaves a row out that met a record at `site`.
    pub(super) fn exclude(&mut self, row: usize, site: Site, reason: Excluded, joined: Joined) {
        self.settle(row, site, RowState::excluded(reason, joined));
    }

    /// Keeps how many copies of REF each sample was called where nothing but REF was seen, and the record does not tell which of
    /// the row's alleles that is.
    pub(super) fn take_stretch(&mut self, row: usize, called: Vec<u8>) {
        if self.so_far.rows[row] == RowState::UNSEEN {
            self.so_far.rows[row] = RowState::IN_STRETCH;
            self.so_far.stretches.insert(row as u32, called);
        }
    }

    /// Counts a row that met a record at `site`: `dosage_of` gives each sample's copies, none where it was not called; for
    /// these `frequency` gives the file's own of the effect allele.
    pub(super) fn count(
        &mut self,
        row: usize,
        site: Site,
        state: RowState,
        bearers: &[Bearer],
        frequency: impl Fn() -> Option<f64>,
        mut dosage_of: impl FnMut(usize, Bearer) -> Option<f64>,
    ) {
        self.settle(row, site, state);
        let Some(kind) = state.kind() else { return };
        let joined = joined_of(state);
        self.end_adding();
        let mut ready = self.so_far.sums.ready(&self.table, row, site, kind, joined);
        let mut is_asked = false;
        let mut witness = self.witness.as_mut();
        if witness.as_mut().is_some_and(|witness| !witness.meets(&self.table, row, site)) {
            witness = None;
        }
        for (sample, bearer) in bearers.iter().enumerate() {
            let dosage = dosage_of(sample, *bearer);
            if let Some(witness) = &mut witness {
                witness.call(&self.table, row, sample, dosage);
            }
            if let Some(slot) = self.traced.as_mut().and_then(|traced| traced.get_mut(row)) {
                let outcome = dosage.map_or(Outcome::NoCall, |_| Outcome::Matched(kind));
                *slot = RowMatch { entry: 0, joined, outcome, dosage: dosage.unwrap_or(0.0) };
            }
            if dosage.is_none() && !is_asked {
                ready.fill_from(&frequency);
                is_asked = true;
            }
            self.so_far.sums.add(&self.table, &ready, sample, dosage, *bearer);
        }
    }

    /// The same of a row whose calls are packed.
    pub(super) fn count_packed(&mut self, row: usize, site: Site, state: RowState, copies: PackedCopies<'_>) {
        self.settle(row, site, state);
        let Some(kind) = state.kind() else { return };
        if self.batch.is_full_for(site) {
            self.start_adding();
        }
        self.batch.push(row, site, (kind, joined_of(state)), copies);
    }

    /// Has the rows at hand added to every sample, while others are read.
    fn start_adding(&mut self) {
        self.end_adding();
        if self.batch.is_empty() {
            return;
        }
        let batch = self.batch.part(self.spare.take());
        let sums = std::mem::take(&mut self.so_far.sums);
        let (table, bearers) = (self.table.clone(), self.bearers.clone());
        self.under_way = Some(Job::start(UnderWay { batch, sums, table, bearers }));
    }

    /// Takes back the sums.
    fn end_adding(&mut self) {
        if let Some(UnderWay { batch, sums, .. }) = self.under_way.take().map(Job::take) {
            self.so_far.sums = sums;
            self.spare = Some(batch);
        }
    }

    /// Adds every row that is settled.
    fn add_all(&mut self) {
        self.start_adding();
        self.end_adding();
        self.so_far.sums.settle_no_calls();
    }

    fn settle(&mut self, row: usize, site: Site, state: RowState) {
        self.so_far.rows[row] = state;
        if state.is_by_id() {
            self.so_far.met_by_id.insert(row as u32, site);
        }
    }

    /// Where a row was met, or where the score has it.
    fn site_of(&self, row: usize) -> Site {
        self.so_far.site_of(row, &self.table, self.positions)
    }

    fn reference_seen(&self) -> ReferenceSeen {
        let mut seen = ReferenceSeen::default();
        for kind in self.so_far.rows.iter().filter(|state| !state.is_reference_only()).filter_map(|state| state.kind())
        {
            use MatchKind::{NoOaRef, NoOaRefFlip, RefAlt, RefAltFlip};
            match kind {
                RefAlt | RefAltFlip | NoOaRef | NoOaRefFlip => seen.effect += 1,
                _ => seen.other += 1,
            }
        }
        seen
    }

    pub(super) fn finish(
        mut self,
        rules: &Rules,
        absent: Absent,
        bearers: &[Bearer],
    ) -> (Vec<Tally>, Option<Vec<RowMatch>>, Option<RowWitness>) {
        self.add_all();
        let table = self.table.clone();
        let known = self.reference_seen().effect_is_reference();
        let of_sex = |sex: Sex| bearers.iter().find(|bearer| bearer.sex == sex);
        // Rows with one outcome for everybody, by sex, as that decides what is expected of them.
        let mut shared = [Sex::Female, Sex::Male, Sex::Unknown].map(|sex| (sex, of_sex(sex), Adding::new(&table)));
        let fills_from_file = bearers.len() >= Calls::SAMPLES_FOR_FREQUENCY || self.so_far.sums.has_filled();
        let repeated = match known {
            Some(known) => {
                let rows = (0..table.len()).filter(|row| self.is_reference_by_rule(*row, absent));
                repeated_at_reference(&self, rows.map(|row| (row, self.site_of(row))), rules, known)
            }
            None => BTreeSet::new(),
        };
        for row in 0..table.len() {
            let is_repeated = repeated.contains(&row);
            let Some(found) = self.outcome_for_all(row, rules, absent, known, is_repeated, bearers) else { continue };
            if let Some(slot) = self.traced.as_mut().and_then(|traced| traced.get_mut(row)) {
                *slot = found;
            }
            let site = self.site_of(row);
            for (_, bearer, adding) in &mut shared {
                if let Some(bearer) = bearer {
                    adding.add(&table, row, site, &found, **bearer);
                }
            }
        }
        let met = self.count_met();
        for (_, _, adding) in &mut shared {
            adding.fills_from_file = fills_from_file;
            met.iter().for_each(|met| adding.merge(met));
        }
        let Self { so_far, positions, .. } = &self;
        let table: &ScoreTable = &table;
        let add_up = |(sample, bearer): (usize, &Bearer)| {
            let (_, _, for_all) = shared.iter().find(|(sex, ..)| *sex == bearer.sex)?;
            Some(so_far.sums.add_up(table, sample, for_all, |row| so_far.site_of(row, table, *positions)).finish(table))
        };
        let tallies = each(bearers.iter().enumerate().collect(), add_up);
        self.witness.iter_mut().for_each(RowWitness::settle);
        (tallies.into_iter().flatten().collect(), self.traced, self.witness)
    }

    /// The rows that count, in parts.
    fn count_met(&self) -> Vec<Adding> {
        const ROWS: usize = 1 << 16;
        let Self { table, so_far, positions, .. } = self;
        let table: &ScoreTable = table;
        let of_part = |(part, states): (usize, &[RowState])| {
            let mut met = Adding::new(table);
            for (row, state) in (part * ROWS..).zip(states) {
                if let Some(kind) = state.kind() {
                    met.meet(table, row, so_far.site_of(row, table, *positions), kind, joined_of(*state));
                }
            }
            met
        };
        each(so_far.rows.chunks(ROWS).enumerate().collect(), of_part)
    }

    /// Whether a row lies where nothing but REF was seen, or where a file that lists no such places says nothing.
    fn is_reference_by_rule(&self, row: usize, absent: Absent) -> bool {
        let state = self.so_far.rows[row];
        let is_absent = state == RowState::UNSEEN && absent == Absent::HomRef;
        state == RowState::IN_STRETCH || is_absent && self.positions.site(&self.table, row).is_some()
    }

    /// What became of a row for every sample alike; `None` where each sample's call counts, which is added here if no record
    /// has done so.
    fn outcome_for_all(
        &mut self,
        row: usize,
        rules: &Rules,
        absent: Absent,
        known: Option<bool>,
        is_repeated: bool,
        bearers: &[Bearer],
    ) -> Option<RowMatch> {
        let found = |outcome, joined| Some(RowMatch { entry: 0, joined, outcome, dosage: 0.0 });
        let state = self.so_far.rows[row];
        if let Some(reason) = state.exclusion() {
            return found(Outcome::Excluded(reason), joined_of(state));
        }
        if state.kind().is_some() {
            return None;
        }
        let model = self.table.row(row).model;
        if let Some(reason) = self.table.unsupported(row) {
            return found(Outcome::Excluded(Excluded::Unsupported(reason)), Joined::Not);
        }
        if rules.set == RuleSet::PgscCalc2 && matches!(model, EffectModel::ByDosage(_)) {
            return found(Outcome::Excluded(Excluded::DosageWeights), Joined::Not);
        }
        if state == RowState::DIFFERS {
            return found(Outcome::Unmatched(Unmatched::Alleles), Joined::Not);
        }
        let site = self.positions.site(&self.table, row);
        if rules.set == RuleSet::PgscCalc2 && site.chromosome() == Some(Chromosome::MT) {
            return found(Outcome::Unmatched(Unmatched::Absent), Joined::Not);
        }
        let in_stretch = if state == RowState::IN_STRETCH { self.so_far.stretches.remove(&(row as u32)) } else { None };
        if in_stretch.is_none() && (absent != Absent::HomRef || !site.is_some()) {
            return found(Outcome::Unmatched(Unmatched::Absent), Joined::Not);
        }
        // The other strand would have the other allele for REF.
        if rules.palindromes != Palindromes::Keep && RowText::of(&self.table, row, rules.set).is_palindrome(rules.set) {
            return found(Outcome::Excluded(Excluded::Palindromic), Joined::Position);
        }
        let Some(effect_is_reference) = known else {
            return found(Outcome::Unmatched(Unmatched::ReferenceUnknown), Joined::Position);
        };
        if is_repeated {
            return found(Outcome::Excluded(Excluded::Duplicate), Joined::Position);
        }
        let kind = if effect_is_reference { MatchKind::RefAlt } else { MatchKind::AltRef };
        let site = self.site_of(row);
        let state = RowState::counted(kind, Joined::Position).reference_only();
        self.count(
            row,
            site,
            state,
            bearers,
            || None,
            |sample, bearer| {
                let copies = match &in_stretch {
                    Some(called) => called.get(sample).copied().filter(|copies| *copies != Calls::MISSING)?,
                    None if bearer.sex == Sex::Female && site.chromosome() == Some(Chromosome::Y) => return None,
                    None => Ploidy::of(site, bearer.sex, bearer.build).copies(),
                };
                Some(if effect_is_reference { as_counted(f64::from(copies), copies, site, bearer) } else { 0.0 })
            },
        );
        None
    }
}

/// How a row found its record.
fn joined_of(state: RowState) -> Joined {
    if state.is_by_id() { Joined::RsId } else { Joined::Position }
}
