//! Looks every row of a score up in a person's genome and settles rows that meet on the same marker.

use super::classify::{Comparison, RowAlleles};
use super::outcome::{Excluded, Joined, Outcome, RowMatch, Unmatched};
use super::positions::Positions;
use super::rules::{Duplicates, Palindromes, RuleSet, Rules};
use crate::genome::{Build, Chromosome, Genome, Ploidy, SeenAllele, Sex, Site};
use crate::weights::{EffectModel, ScoreTable};
use std::collections::HashMap;

/// Rows that one task works on.
#[cfg(feature = "parallel")]
const ROWS_PER_TASK: usize = 16_384;

/// No marker found.
const ABSENT: RowMatch =
    RowMatch { entry: 0, joined: Joined::Not, outcome: Outcome::Unmatched(Unmatched::Absent), dosage: 0.0 };

/// What became of every row, in the score's row order.
///
/// Shape: `table.len()` entries. `build` is the genome's, or the one assumed for it.
pub fn match_rows(
    table: &ScoreTable,
    genome: &Genome,
    positions: Positions,
    build: Build,
    rules: &Rules,
) -> Vec<RowMatch> {
    let join = Join { table, genome, positions, build, rules, unplaced: unplaced_by_id(genome) };
    if positions == Positions::RsId {
        // Built once here rather than by whichever task asks first.
        genome.prepare_ids();
    }
    let mut matches = match_each(&join);
    settle_duplicates(table, genome, rules, &mut matches);
    matches
}

#[cfg(feature = "parallel")]
fn match_each(join: &Join) -> Vec<RowMatch> {
    use rayon::prelude::*;
    let mut matches = vec![ABSENT; join.table.len()];
    matches.par_chunks_mut(ROWS_PER_TASK).enumerate().for_each(|(task, rows)| {
        let mut near = 0;
        for (offset, found) in rows.iter_mut().enumerate() {
            *found = join.match_row(task * ROWS_PER_TASK + offset, &mut near);
        }
    });
    matches
}

#[cfg(not(feature = "parallel"))]
fn match_each(join: &Join) -> Vec<RowMatch> {
    let mut near = 0;
    (0..join.table.len()).map(|row| join.match_row(row, &mut near)).collect()
}

/// Entries that have an rsID and no place, in rsID order.
fn unplaced_by_id(genome: &Genome) -> Vec<u32> {
    let unplaced = genome.sites().partition_point(|site| !site.is_some());
    genome.in_id_order(unplaced)
}

/// The alleles that a row is compared by: one reading, or several where the other allele is only inferred.
#[inline]
fn readings(table: &ScoreTable, row: usize, set: RuleSet) -> (RowAlleles, Vec<RowAlleles>) {
    let alleles = table.row(row);
    if let (Some(effect), Some(other)) = (alleles.effect.base(), alleles.other.base())
        && let (Some(effect), Some(other)) = (SeenAllele::from_base_code(effect), SeenAllele::from_base_code(other))
    {
        return (RowAlleles::Bases { effect, other }, Vec::new());
    }
    let effect = table.allele_text(alleles.effect);
    let inferred = table.inferred_others(row);
    let first = RowAlleles::read(effect, table.allele_text(alleles.other));
    if alleles.other.is_some() || inferred.is_empty() {
        return (first, Vec::new());
    }
    if set == RuleSet::PgscCalc2 {
        // pgscatalog-core takes a single inferred allele for the other allele, and a list for none.
        let only = if let [only] = inferred { table.allele_text(*only) } else { b"" };
        return (RowAlleles::read(effect, only), Vec::new());
    }
    (first, inferred.iter().map(|other| RowAlleles::read(effect, table.allele_text(*other))).collect())
}

struct Join<'a> {
    table: &'a ScoreTable,
    genome: &'a Genome,
    positions: Positions,
    build: Build,
    rules: &'a Rules,
    unplaced: Vec<u32>,
}

impl Join<'_> {
    /// `near` is the genome's entry where the row before was looked for.
    #[inline]
    fn match_row(&self, row: usize, near: &mut usize) -> RowMatch {
        let site = self.positions.site(self.table, row);
        // Most rows have two bases and meet one marker or none: the same as below, with nothing else looked at.
        if self.rules.set == RuleSet::Tallele
            && site.is_some()
            && self.unplaced.is_empty()
            && self.table.unsupported(row).is_none()
            && let Some((effect, other)) = self.table.bases(row)
            && let (Some(effect), Some(other)) = (SeenAllele::from_base_code(effect), SeenAllele::from_base_code(other))
        {
            let here = self.genome.at_near(site, near);
            match here.len() {
                0 => return ABSENT,
                1 => return self.compare(here.start, Joined::Position, RowAlleles::Bases { effect, other }, &[]),
                _ => {}
            }
        }
        self.match_any_row(row, site, near)
    }

    #[inline(never)]
    fn match_any_row(&self, row: usize, site: Site, near: &mut usize) -> RowMatch {
        let left_out =
            |reason| RowMatch { entry: 0, joined: Joined::Not, outcome: Outcome::Excluded(reason), dosage: 0.0 };
        if let Some(reason) = self.table.unsupported(row) {
            return left_out(Excluded::Unsupported(reason));
        }
        let is_pgsc = self.rules.set == RuleSet::PgscCalc2;
        if is_pgsc && matches!(self.table.row(row).model, EffectModel::ByDosage(_)) {
            return left_out(Excluded::DosageWeights);
        }
        // pgscatalog-match joins by chromosome and position only, on 1–22, X and Y.
        if is_pgsc && (!site.is_some() || site.chromosome() == Some(Chromosome::MT)) {
            return ABSENT;
        }
        let (alleles, inferred) = readings(self.table, row, self.rules.set);
        let mut here = self.genome.at_near(site, near);
        if here.is_empty() && alleles.is_indel() && site.is_some() {
            here = self.indel_beside(site);
        }
        let by_id = if here.is_empty() { self.by_id(row, site) } else { &[] };
        let by_position = here.map(|entry| (entry, Joined::Position));
        let mut best = ABSENT;
        for (entry, joined) in by_position.chain(by_id.iter().map(|&entry| (entry as usize, Joined::RsId))) {
            let found = self.compare(entry, joined, alleles, &inferred);
            // Letters and D/I can share a site; the one that agrees is meant, then one that was not called.
            let rank = |outcome: Outcome| match outcome {
                Outcome::Matched(_) => 0,
                Outcome::Excluded(_) => 1,
                Outcome::NoCall => 2,
                Outcome::Unmatched(Unmatched::Alleles | Unmatched::ReferenceUnknown | Unmatched::OtherBuild) => 3,
                Outcome::Unmatched(Unmatched::Absent) => 4,
            };
            if rank(found.outcome) < rank(best.outcome) {
                best = found;
            }
        }
        best
    }

    /// Entries with the row's rsID, where the row or the marker has no place.
    #[inline]
    fn by_id(&self, row: usize, site: Site) -> &[u32] {
        if self.rules.set != RuleSet::Tallele {
            return &[];
        }
        let id = self.table.id(row);
        if !site.is_some() {
            return self.genome.with_id(id);
        }
        if self.unplaced.is_empty() || !id.is_some() {
            return &[];
        }
        let id_of = |entry: u32| self.genome.id(entry as usize);
        let from = self.unplaced.partition_point(|&entry| id_of(entry) < id);
        let same = self.unplaced.iter().skip(from).take_while(|&&entry| id_of(entry) == id).count();
        self.unplaced.get(from..from + same).unwrap_or(&[])
    }

    /// Files place an indel at its first changed base or at the base before: one D/I marker next to the site is the same
    /// variant, more are not told apart.
    fn indel_beside(&self, site: Site) -> std::ops::Range<usize> {
        let is_indel =
            |entry: &usize| matches!(self.genome.call(*entry).alleles(), (Some(allele), _) if !allele.is_base());
        let mut beside = [-1, 1].into_iter().flat_map(|bases| self.genome.at(site.shifted(bases))).filter(is_indel);
        match (beside.next(), beside.next()) {
            (Some(entry), None) => entry..entry + 1,
            _ => 0..0,
        }
    }

    #[inline]
    fn compare(&self, entry: usize, joined: Joined, alleles: RowAlleles, inferred: &[RowAlleles]) -> RowMatch {
        let found = |outcome, dosage| RowMatch { entry: entry as u32, joined, outcome, dosage };
        let call = self.genome.call(entry);
        let excludes_palindromes = self.rules.palindromes != Palindromes::Keep;
        let is_pgsc = self.rules.set == RuleSet::PgscCalc2;
        if inferred.is_empty() && excludes_palindromes && alleles.is_palindromic() {
            // pgscatalog-match flags palindromes among matches only; a call with other alleles is no match there.
            let differs = is_pgsc && !call.is_none() && alleles.compare(call, self.rules.set) == Comparison::Differs;
            let outcome =
                if differs { Outcome::Unmatched(Unmatched::Alleles) } else { Outcome::Excluded(Excluded::Palindromic) };
            return found(outcome, 0.0);
        }
        if call.is_none() {
            return found(Outcome::NoCall, 0.0);
        }
        let comparison = if inferred.is_empty() {
            alleles.compare(call, self.rules.set)
        } else {
            let mut agreeing = inferred.iter().filter_map(|reading| match reading.compare(call, self.rules.set) {
                Comparison::Agrees(kind, copies) if !kind.is_flip() => Some((reading, kind, copies)),
                _ => None,
            });
            match agreeing.clone().find(|(reading, ..)| excludes_palindromes && reading.is_palindromic()) {
                Some(_) => return found(Outcome::Excluded(Excluded::Palindromic), 0.0),
                None => {
                    agreeing.next().map_or(Comparison::Differs, |(_, kind, copies)| Comparison::Agrees(kind, copies))
                }
            }
        };
        match comparison {
            // Without the other allele the marker's own pair decides, as its REF and ALT do in pgscatalog-match.
            Comparison::Agrees(..)
                if is_pgsc && excludes_palindromes && alleles.is_effect_only() && call.is_palindromic() =>
            {
                found(Outcome::Excluded(Excluded::Palindromic), 0.0)
            }
            Comparison::Differs => found(Outcome::Unmatched(Unmatched::Alleles), 0.0),
            Comparison::Agrees(kind, copies) => found(Outcome::Matched(kind), self.dosage(entry, copies)),
        }
    }

    /// Copies as they count: a male's one X allele counts once or twice.
    #[inline]
    fn dosage(&self, entry: usize, copies: u8) -> f64 {
        let site = self.genome.site(entry);
        let is_male_x = site.chromosome() == Some(Chromosome::X)
            && self.genome.sex == Sex::Male
            && Ploidy::of(site, Sex::Male, self.build) == Ploidy::Haploid;
        f64::from(if is_male_x { copies * self.rules.male_x } else { copies })
    }
}

/// Applies the rule for several rows on one marker. Under `tallele` rows meet when they also count the same allele against
/// the same other; under `pgsc_calc_2` any two rows on one marker meet.
fn settle_duplicates(table: &ScoreTable, genome: &Genome, rules: &Rules, matches: &mut [RowMatch]) {
    if rules.duplicates == Duplicates::Sum {
        return;
    }
    let excluded = Outcome::Excluded(Excluded::Duplicate);
    let key = |row: usize, found: &RowMatch| match rules.set {
        RuleSet::PgscCalc2 => 0,
        RuleSet::Tallele => counted_pair(table, row, found),
    };
    // A score in genome order, one row to a marker, has no two rows that could meet.
    let mut next = 0;
    let is_in_order = matches.iter().filter(|found| matches!(found.outcome, Outcome::Matched(_))).all(|found| {
        let is_after = found.entry >= next;
        next = found.entry + 1;
        is_after
    });
    if is_in_order {
        return;
    }
    // The first row on each marker, then the few markers that a second row meets.
    let mut first_on: Vec<u32> = vec![u32::MAX; genome.len()];
    let mut met: HashMap<u32, Vec<u32>> = HashMap::new();
    for (row, found) in matches.iter().enumerate() {
        if !matches!(found.outcome, Outcome::Matched(_)) {
            continue;
        }
        let Some(first) = first_on.get_mut(found.entry as usize) else { continue };
        if *first == u32::MAX {
            *first = row as u32;
        } else {
            met.entry(found.entry).or_insert_with(|| vec![*first]).push(row as u32);
        }
    }
    for rows in met.into_values() {
        let keys: Vec<u64> = rows.iter().map(|&row| key(row as usize, &matches[row as usize])).collect();
        for (index, &row) in rows.iter().enumerate() {
            let meets = |other: usize| keys[other] == keys[index];
            let is_out = match rules.duplicates {
                Duplicates::First => (0..index).any(meets),
                _ => (0..rows.len()).any(|other| other != index && meets(other)),
            };
            if is_out {
                matches[row as usize].outcome = excluded;
                matches[row as usize].dosage = 0.0;
            }
        }
    }
}

/// The counted and the other allele on the file's strand, as one number.
fn counted_pair(table: &ScoreTable, row: usize, found: &RowMatch) -> u64 {
    let alleles = table.row(row);
    let is_flip = matches!(found.outcome, Outcome::Matched(kind) if kind.is_flip());
    let code = |id: crate::weights::AlleleId| match id.base() {
        Some(base) if is_flip => u64::from(3 - base),
        Some(base) => u64::from(base),
        None => u64::from(id.number()),
    };
    code(alleles.effect) << 32 | code(alleles.other)
}

#[cfg(test)]
mod tests;
