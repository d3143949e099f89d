//! Holds one score on its way for every sample, and settles the rows that no record decided.

use super::Absent;
use super::copies::as_counted;
use crate::genome::{Ploidy, Sex, Site};
use crate::matching::{Excluded, Joined, MatchKind, Outcome, Positions, RowMatch, RuleSet, Rules, Unmatched};
use crate::scoring::tally::{Adding, Bearer, Tally, shown_site};
use crate::weights::{EffectModel, ScoreTable};
use std::rc::Rc;

/// A row whose alleles were met with REF at the place where REF is known.
#[derive(Clone, Copy, Default)]
pub(super) struct ReferenceSeen {
    pub(super) effect: u64,
    pub(super) other: u64,
}

/// With this many rows seen, and at most one in a hundred of the other kind, a score's rows are known to list REF as the
/// other allele, or as the effect allele. Authors write their rows one way, or the way depends on the frequency.
pub(super) const REFERENCE_ROWS_MIN: u64 = 20;

impl ReferenceSeen {
    /// Whether the score's effect allele is always REF (`true`), never (`false`), or neither is known.
    pub(super) fn effect_is_reference(self) -> Option<bool> {
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
    pub(super) table: Rc<ScoreTable>,
    pub(super) positions: Positions,
    /// By row: see [`UNSEEN`] and the rest.
    pub(super) state: Vec<u8>,
    /// Rows with one outcome for everybody, by sex, as that decides what is expected of them.
    pub(super) shared: [Option<Box<Adding>>; 3],
    pub(super) people: Vec<Adding>,
    /// What became of each row for a single sample, where that is asked for.
    pub(super) traced: Option<Vec<RowMatch>>,
    pub(super) reference: ReferenceSeen,
    /// Rows in stretches that are REF throughout: how many copies of it each sample was called, none where it was not.
    pub(super) stretches: Vec<(u32, Vec<Option<u8>>)>,
}

pub(super) const UNSEEN: u8 = 0;
/// A record lies there and has other alleles.
pub(super) const DIFFERS: u8 = 1;
/// In a stretch that is REF throughout.
pub(super) const IN_STRETCH: u8 = 2;
/// Settled: nothing that comes later changes it.
pub(super) const SETTLED: u8 = 3;

impl OnScore {
    /// Before the first record.
    pub(super) fn new(table: Rc<ScoreTable>, positions: Positions, samples: usize) -> Self {
        Self {
            positions,
            state: vec![UNSEEN; table.len()],
            shared: [None, None, None],
            people: vec![Adding::new(&table); samples],
            reference: ReferenceSeen::default(),
            traced: None,
            stretches: Vec::new(),
            table,
        }
    }

    pub(super) fn add_shared(&mut self, row: usize, site: Site, found: &RowMatch, bearers: &[Bearer]) {
        if let Some(slot) = self.traced.as_mut().and_then(|traced| traced.get_mut(row)) {
            *slot = *found;
        }
        for sex in [Sex::Female, Sex::Male, Sex::Unknown] {
            let Some(bearer) = bearers.iter().find(|bearer| bearer.sex == sex) else { continue };
            let table = &self.table;
            let shared = self.shared[sex as usize].get_or_insert_with(|| Box::new(Adding::new(table)));
            shared.add(table, row, site, found, *bearer);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what one call says, and whose it is")]
    pub(super) fn add_person(
        &mut self,
        sample: usize,
        row: usize,
        site: Site,
        kind: MatchKind,
        joined: Joined,
        dosage: Option<f64>,
        bearer: Bearer,
    ) {
        let found = match dosage {
            Some(dosage) => RowMatch { entry: 0, joined, outcome: Outcome::Matched(kind), dosage },
            None => RowMatch { entry: 0, joined, outcome: Outcome::NoCall, dosage: 0.0 },
        };
        if let Some(slot) = self.traced.as_mut().and_then(|traced| traced.get_mut(row)) {
            *slot = found;
        }
        if let Some(adding) = self.people.get_mut(sample) {
            adding.add(&self.table, row, site, &found, bearer);
        }
    }

    pub(super) fn finish(
        mut self,
        rules: &Rules,
        absent: Absent,
        bearers: &[Bearer],
    ) -> (Vec<Tally>, Option<Vec<RowMatch>>) {
        let table = self.table.clone();
        let found = |outcome| RowMatch { entry: 0, joined: Joined::Not, outcome, dosage: 0.0 };
        let is_pgsc = rules.set == RuleSet::PgscCalc2;
        let known = self.reference.effect_is_reference();
        for (row, copies) in std::mem::take(&mut self.stretches) {
            if self.state[row as usize] == IN_STRETCH {
                self.state[row as usize] = SETTLED;
                self.settle_reference(row as usize, &copies, known, bearers);
            }
        }
        for row in 0..table.len() {
            let outcome = match (self.state[row], table.unsupported(row)) {
                (SETTLED, _) => continue,
                (_, Some(reason)) => Outcome::Excluded(Excluded::Unsupported(reason)),
                _ if is_pgsc && matches!(table.row(row).model, EffectModel::ByDosage(_)) => {
                    Outcome::Excluded(Excluded::DosageWeights)
                }
                (DIFFERS, _) => Outcome::Unmatched(Unmatched::Alleles),
                _ if absent == Absent::HomRef && self.positions.site(&table, row).is_some() => {
                    let site = self.positions.site(&table, row);
                    let copies: Vec<Option<u8>> = bearers
                        .iter()
                        .map(|bearer| Some(Ploidy::of(site, bearer.sex, bearer.build).copies()))
                        .collect();
                    self.settle_reference(row, &copies, known, bearers);
                    continue;
                }
                _ => Outcome::Unmatched(Unmatched::Absent),
            };
            let site = shown_site(&table, row, self.positions);
            self.add_shared(row, site, &found(outcome), bearers);
        }
        let shared = self.shared;
        let people = self.people.into_iter().zip(bearers);
        let tallies = people
            .map(|(mut adding, bearer)| {
                if let Some(shared) = &shared[bearer.sex as usize] {
                    adding.merge(shared);
                }
                adding.finish(&table)
            })
            .collect();
        (tallies, self.traced)
    }

    /// A row where samples have REF only, `copies` of it: counted where the score's rows are known to list REF one way.
    pub(super) fn settle_reference(
        &mut self,
        row: usize,
        copies: &[Option<u8>],
        known: Option<bool>,
        bearers: &[Bearer],
    ) {
        let site = shown_site(&self.table, row, self.positions);
        let Some(effect_is_reference) = known else {
            let outcome = Outcome::Unmatched(Unmatched::ReferenceUnknown);
            let found = RowMatch { entry: 0, joined: Joined::Position, outcome, dosage: 0.0 };
            self.add_shared(row, site, &found, bearers);
            return;
        };
        let kind = if effect_is_reference { MatchKind::RefAlt } else { MatchKind::AltRef };
        for (sample, (copies, bearer)) in copies.iter().zip(bearers).enumerate() {
            let of_reference = |copies: u8| as_counted(f64::from(copies), copies, site, *bearer);
            let dosage = copies.map(|copies| if effect_is_reference { of_reference(copies) } else { 0.0 });
            self.add_person(sample, row, site, kind, Joined::Position, dosage, *bearer);
        }
    }
}
