//! Scores every sample of a file of records while the file is read once; memory grows with samples × scores, not with records.

mod copies;
mod counted;
mod duplicates;
mod on_score;
mod packed_rows;
#[cfg(test)]
mod packed_tests;
mod parts;
mod row_state;
mod row_witness;
mod sample_sums;
mod sample_tile;
mod score_state;

use super::adding::Bearer;
use crate::genome::{Calls, Chromosome, PackedCalls, Record, Site};
use crate::matching::{
    Excluded, Joined, MatchKind, Outcome, Palindromes, Positions, RowIndex, RowMatch, RowOf, RowReading, RowText,
    RuleSet, Rules, merge_records, read_record,
};
use crate::weights::{EffectModel, ScoreTable};
use copies::{counted_copies, last_of};
pub use counted::{Absent, CohortCounts, CohortScore};
use on_score::OnScore;
use packed_rows::SingleX;
pub use row_state::RowState;
pub use row_witness::{GroupCount, OfSample, RowDosages, RowWitness, is_compared};
pub use sample_sums::SampleSums;
pub use score_state::ScoreState;
use std::ops::Range;
use std::sync::Arc;

/// A frequency this near to a half does not tell which strand an A/T or C/G row is written on.
const PALINDROME_MARGIN: f64 = 0.1;

/// How many copies of REF each sample was called where it was called nothing else, [`Calls::MISSING`] where it was.
fn called_reference(calls: &Calls, samples: usize) -> Vec<u8> {
    let copies = |sample| calls.hard_copies(sample, 0).filter(|(of_it, of_any)| of_it == of_any);
    (0..samples).map(|sample| copies(sample).map_or(Calls::MISSING, |(of_it, _)| of_it)).collect()
}

/// Scores of many samples on their way.
pub struct CohortScorer {
    rules: Rules,
    absent: Absent,
    bearers: Arc<[Bearer]>,
    scores: Vec<OnScore>,
    index: RowIndex,
    /// The records of the present site that rows lie on, as far as `group_len`; the rest is kept for its memory.
    group: Vec<(Record, Calls)>,
    group_len: usize,
    /// The rows that lie where the record does that was asked for last, and those where the group does; none where it is not known.
    wanted: Option<(Site, Range<usize>)>,
    placed: Option<Range<usize>>,
    /// The calls of the only record of the group, where they are packed.
    packed: Option<PackedCalls>,
    /// A used one, for its memory.
    spare: PackedCalls,
    single_x: SingleX,
    /// The rows at the present site and what they make of it, kept for their memory.
    rows: Vec<RowOf>,
    read: Vec<Option<(RowReading, usize)>>,
    counts: CohortCounts,
}

impl CohortScorer {
    /// Before the first record. Every score comes with the columns it is joined by.
    pub fn new(scores: Vec<(Arc<ScoreTable>, Positions)>, bearers: Vec<Bearer>, rules: Rules, absent: Absent) -> Self {
        let joins_by_id = rules.set == RuleSet::Tallele;
        let index = RowIndex::new(scores.iter().map(|(table, positions)| (&**table, *positions)), joins_by_id);
        let count = scores.len();
        let bearers: Arc<[Bearer]> = bearers.into();
        let on_score = |(table, positions)| OnScore::new(table, positions, &bearers, count);
        let scores = scores.into_iter().map(on_score).collect();
        Self::over(scores, bearers, index, rules, absent)
    }

    fn over(scores: Vec<OnScore>, bearers: Arc<[Bearer]>, index: RowIndex, rules: Rules, absent: Absent) -> Self {
        Self {
            rules,
            absent,
            scores,
            single_x: SingleX::new(&bearers),
            bearers,
            index,
            group: Vec::new(),
            group_len: 0,
            wanted: None,
            placed: None,
            packed: None,
            spare: PackedCalls::default(),
            rows: Vec::new(),
            read: Vec::new(),
            counts: CohortCounts::default(),
        }
    }

    /// Places outside of which no record is wanted, ascending; none where any may be.
    pub fn wanted_sites(&self) -> Option<Vec<Site>> {
        self.index.sites()
    }

    /// Keeps what becomes of each row, for a single sample.
    pub fn trace(&mut self) {
        const ABSENT: RowMatch = RowMatch {
            entry: 0,
            joined: Joined::Not,
            outcome: Outcome::Unmatched(crate::matching::Unmatched::Absent),
            dosage: 0.0,
        };
        for of in &mut self.scores {
            of.traced = Some(vec![ABSENT; of.table.len()]);
        }
    }

    /// Notes row by row what becomes of one score.
    pub fn witness(&mut self, score: usize, witness: RowWitness) {
        if let Some(of) = self.scores.get_mut(score) {
            of.witness = Some(witness);
        }
    }

    /// Whether any row lies where this record does; its calls are wanted then.
    pub fn wants(&mut self, record: &Record) -> bool {
        // Whichever rows there are, records of one site are those that stand together.
        if self.group_len > 0 && !self.is_at_group(record) {
            self.settle_group();
        }
        let rows = self.index.within(record.site, last_of(record));
        let is_wanted = !rows.is_empty() || !self.index.with_id(record.id).is_empty();
        // A block's rows lie behind its site, too.
        self.wanted = (!record.is_reference_block).then_some((record.site, rows));
        is_wanted
    }

    /// Whether [`Self::take_packed`] takes this record: it lists REF and one ALT that was seen, and lies where people have two
    /// copies, or X.
    pub fn takes_packed(&self, record: &Record) -> bool {
        record.alleles() == 2
            && record.is_sequence(1)
            && !record.is_reference_block
            && self.bearers.len() >= packed_rows::SAMPLES_MIN
            && self.single_x.takes(record.site)
            && self.scores.iter().all(|of| of.traced.is_none() && of.witness.is_none())
    }

    /// Takes a record that [`Self::wants`] and [`Self::takes_packed`], and its calls, for others of no use.
    pub fn take_packed(&mut self, record: &Record, packed: &mut PackedCalls) {
        if self.is_at_group(record) {
            let mut calls = Calls::default();
            packed.expand(&mut calls);
            return self.take(record, &calls);
        }
        self.counts.compared += 1;
        self.settle_group();
        match self.group.first_mut() {
            Some((kept, _)) => kept.clone_from(record),
            None => self.group.push((record.clone(), Calls::default())),
        }
        self.begin_group(record);
        self.group_len = 1;
        self.packed = Some(std::mem::replace(packed, std::mem::take(&mut self.spare)));
    }

    fn begin_group(&mut self, record: &Record) {
        self.placed = self.wanted.take().filter(|(site, _)| *site == record.site).map(|(_, rows)| rows);
    }

    fn is_at_group(&self, record: &Record) -> bool {
        self.group_len > 0 && self.group.first().is_some_and(|(first, _)| first.site == record.site)
    }

    /// Takes a record that [`Self::wants`] and its calls.
    pub fn take(&mut self, record: &Record, calls: &Calls) {
        self.counts.compared += 1;
        if self.group_len > 0 && !self.is_at_group(record) {
            self.settle_group();
        }
        if let (Some(packed), Some((_, calls))) = (self.packed.take(), self.group.first_mut()) {
            packed.expand(calls);
            self.spare = packed;
        }
        if self.group_len == 0 {
            self.begin_group(record);
        }
        match self.group.get_mut(self.group_len) {
            Some((kept, kept_calls)) => {
                kept.clone_from(record);
                kept_calls.clone_from(calls);
            }
            None => self.group.push((record.clone(), calls.clone())),
        }
        self.group_len += 1;
        if record.is_reference_block {
            self.take_stretch(record, calls);
        }
    }

    /// What was counted so far.
    pub fn counts(&self) -> CohortCounts {
        self.counts
    }

    /// Every row behind a block's first base: which base REF is there the block does not say.
    fn take_stretch(&mut self, record: &Record, calls: &Calls) {
        for entry in self.index.within(record.site.shifted(1), last_of(record)) {
            let Some((_, (score, row))) = self.index.row(entry) else { continue };
            let Some(of) = self.scores.get_mut(score as usize) else { continue };
            of.take_stretch(row as usize, called_reference(calls, self.bearers.len()));
        }
    }

    fn settle_group(&mut self) {
        let group = std::mem::take(&mut self.group);
        let packed = self.packed.take();
        let as_read = group.get(..std::mem::take(&mut self.group_len)).unwrap_or_default();
        let merged = match as_read {
            [_, _, ..] if self.rules.set == RuleSet::Tallele => Some(self.merge_by_reference(as_read)),
            _ => None,
        };
        let records = merged.as_deref().unwrap_or(as_read);
        if let Some((first, _)) = records.first() {
            let placed = self.placed.take().unwrap_or_else(|| self.index.within(first.site, first.site));
            let mut rows = std::mem::take(&mut self.rows);
            rows.clear();
            rows.extend(placed.filter_map(|entry| self.index.row(entry)).map(|(_, of)| of));
            let placed_rows = rows.len();
            // Each by its own rsID, also of those that were merged; a row is there once, though several have its rsID.
            for (at, (record, _)) in as_read.iter().enumerate() {
                if as_read.iter().take(at).all(|(before, _)| before.id != record.id) {
                    rows.extend_from_slice(self.index.with_id(record.id));
                }
            }
            self.settle_rows(&rows, placed_rows, records, packed.as_ref());
            self.rows = rows;
        }
        self.group = group;
        if let Some(packed) = packed {
            self.spare = packed;
        }
    }

    fn merge_by_reference(&mut self, records: &[(Record, Calls)]) -> Vec<(Record, Calls)> {
        let mut merged: Vec<(Record, Calls)> = Vec::new();
        for (record, _) in records {
            if merged.iter().any(|(known, _)| known.allele(0) == record.allele(0)) {
                continue;
            }
            let parts: Vec<&(Record, Calls)> =
                records.iter().filter(|(part, _)| part.allele(0) == record.allele(0)).collect();
            if let [part] = parts.as_slice() {
                merged.push((*part).clone());
                continue;
            }
            let mut one = (Record::default(), Calls::default());
            self.counts.conflicts += merge_records(&parts, self.bearers.len(), &mut one.0, &mut one.1);
            merged.push(one);
        }
        merged
    }

    /// Settles the rows on one site; the first `placed` of them lie there, the others share an rsID. `packed` are the calls of the
    /// only record, where they are packed.
    fn settle_rows(
        &mut self,
        rows: &[RowOf],
        placed: usize,
        records: &[(Record, Calls)],
        packed: Option<&PackedCalls>,
    ) {
        let mut read = std::mem::take(&mut self.read);
        read.clear();
        read.extend(rows.iter().map(|&of| self.read_row(of, records, packed)));
        for (at, &(score, row)) in rows.iter().enumerate() {
            let Some((reading, number)) = read[at] else { continue };
            let Some((record, calls)) = records.get(number) else { continue };
            let joined = if at < placed { Joined::Position } else { Joined::RsId };
            let row = row as usize;
            let is_duplicate = self.is_duplicate(rows, &read, at);
            let Some(of) = self.scores.get_mut(score as usize) else { continue };
            if of.so_far.rows[row].is_settled() {
                of.so_far.rows[row] = of.so_far.rows[row].met_again();
                continue;
            }
            let counts = &mut self.counts;
            match reading {
                RowReading::Differs => of.so_far.rows[row] = RowState::DIFFERS,
                RowReading::Palindromic => of.exclude(row, record.site, Excluded::Palindromic, joined),
                RowReading::MultiAllelic => of.exclude(row, record.site, Excluded::MultiAllelic, joined),
                _ if is_duplicate => of.exclude(row, record.site, Excluded::Duplicate, joined),
                RowReading::Counts(kind, allele) => {
                    let state = RowState::counted(kind, joined);
                    if let Some(packed) = packed {
                        let (copies, mixed) = self.single_x.count(record.site, allele, packed);
                        counts.haploid_heterozygous += mixed;
                        of.count_packed(row, record.site, state, copies);
                        continue;
                    }
                    let frequency = || calls.frequency(allele, record.alleles().saturating_sub(1));
                    of.count(row, record.site, state, &self.bearers, frequency, |sample, bearer| {
                        counted_copies(record, calls, sample, allele, bearer, counts)
                    });
                }
                RowReading::ReferenceOnly { effect_is_reference: None } => {
                    of.take_stretch(row, called_reference(calls, self.bearers.len()));
                }
                RowReading::ReferenceOnly { effect_is_reference: Some(effect_is_reference) } => {
                    let kind = if effect_is_reference { MatchKind::RefAlt } else { MatchKind::AltRef };
                    let state = RowState::counted(kind, joined).reference_only();
                    of.count(
                        row,
                        record.site,
                        state,
                        &self.bearers,
                        || None,
                        |sample, bearer| {
                            calls.hard_copies(sample, 0).filter(|(of_it, of_any)| of_it == of_any)?;
                            let copies = counted_copies(record, calls, sample, 0, bearer, counts)?;
                            Some(if effect_is_reference { copies } else { 0.0 })
                        },
                    );
                }
            }
        }
        self.read = read;
    }

    /// The best reading of a row among the records at its site, and which record that is.
    fn read_row(
        &self,
        (score, row): RowOf,
        records: &[(Record, Calls)],
        packed: Option<&PackedCalls>,
    ) -> Option<(RowReading, usize)> {
        let of = self.scores.get(score as usize)?;
        let row = row as usize;
        // pgscatalog-match takes chromosomes 1–22, X and Y only.
        let is_on_mt = || records.iter().any(|(record, _)| record.site.chromosome() == Some(Chromosome::MT));
        let is_by_dosage = || matches!(of.table.row(row).model, EffectModel::ByDosage(_));
        if self.rules.set == RuleSet::PgscCalc2 && (is_by_dosage() || is_on_mt()) {
            return None;
        }
        let text = RowText::of(&of.table, row, self.rules.set);
        let read = |(at, (record, calls)): (usize, &(Record, Calls))| {
            let reading = read_record(&text, record, &self.rules);
            let is_open = self.rules.palindromes == Palindromes::Frequency && reading == RowReading::Palindromic;
            let seen = |allele| match packed {
                Some(packed) => packed.frequency(allele),
                None => calls.frequency(allele, record.alleles().saturating_sub(1)),
            };
            let rescued = || self.rescue(of.table.frequency(row)?, &text, record, seen);
            (if is_open { rescued().unwrap_or(reading) } else { reading }, at)
        };
        records.iter().enumerate().map(read).min_by_key(|(reading, _)| reading.rank())
    }

    /// How a row that reads the same on both strands counts, where the score and the file both have a frequency that is far
    /// from a half and on the same side of it; `None` where that does not tell the strand.
    fn rescue(
        &self,
        stated: f64,
        text: &RowText<'_>,
        record: &Record,
        seen: impl Fn(u8) -> Option<f64>,
    ) -> Option<RowReading> {
        let as_written = Rules { palindromes: Palindromes::Keep, ..self.rules };
        let RowReading::Counts(kind, allele) = read_record(text, record, &as_written) else { return None };
        let seen = seen(allele)?;
        let tells = |frequency: f64| (frequency - 0.5).abs() > PALINDROME_MARGIN;
        (tells(stated) && tells(seen) && (stated > 0.5) == (seen > 0.5)).then_some(RowReading::Counts(kind, allele))
    }

    /// The scores added up.
    pub fn finish(mut self) -> (Vec<CohortScore>, CohortCounts) {
        self.settle_group();
        let Self { rules, absent, bearers, scores, mut counts, .. } = self;
        let count =
            |of: &OnScore, holds: fn(&RowState) -> bool| of.so_far.rows.iter().filter(|state| holds(state)).count();
        counts.repeated = scores.iter().map(|of| count(of, |state| state.is_met_again()) as u64).sum();
        let scores = scores.into_iter().map(|of| {
            let agreeing = count(&of, |state| state.is_settled()) as u64;
            let differing = count(&of, |state| *state == RowState::DIFFERS) as u64;
            let (tallies, traced, witness) = of.finish(&rules, absent, &bearers);
            CohortScore { tallies, traced, witness, agreeing, differing }
        });
        (scores.collect(), counts)
    }
}
