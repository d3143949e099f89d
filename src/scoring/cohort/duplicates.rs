//! Tells which rows of a score count the same as another of it.

use super::CohortScorer;
use super::on_score::OnScore;
use crate::genome::Site;
use crate::matching::{Duplicates, RowOf, RowReading, RuleSet, Rules};
use std::collections::{BTreeMap, BTreeSet};

impl CohortScorer {
    /// Whether another row of the same score counts the same: under `tallele` the same allele of the same record, under
    /// pgsc_calc_2 anything of it.
    pub(super) fn is_duplicate(&self, rows: &[RowOf], read: &[Option<(RowReading, usize)>], at: usize) -> bool {
        let Some((reading, record)) = read[at] else { return false };
        let meets = |other: &usize| {
            let is_same = |(other_reading, of): (RowReading, usize)| {
                of == record && self.counts_alike((reading, rows[at]), (other_reading, rows[*other]))
            };
            *other != at && rows[*other].0 == rows[at].0 && read[*other].is_some_and(is_same)
        };
        match self.rules.duplicates {
            Duplicates::Sum => false,
            Duplicates::First => (0..at).any(|other| meets(&other)),
            Duplicates::Exclude => (0..rows.len()).any(|other| meets(&other)),
        }
    }

    /// Whether two rows of one score count the same of one record.
    fn counts_alike(&self, (one, of): (RowReading, RowOf), (other, of_other): (RowReading, RowOf)) -> bool {
        use RowReading::{Counts, ReferenceOnly};
        match (one, other, self.rules.set) {
            (Counts(..), Counts(..), RuleSet::PgscCalc2) => true,
            (Counts(_, counted), Counts(_, also), RuleSet::Tallele) => counted == also,
            (ReferenceOnly { .. }, ReferenceOnly { .. }, RuleSet::PgscCalc2) => true,
            (
                ReferenceOnly { effect_is_reference: Some(one) },
                ReferenceOnly { effect_is_reference: Some(other) },
                RuleSet::Tallele,
            ) if one || other => one && other,
            (ReferenceOnly { .. }, ReferenceOnly { .. }, RuleSet::Tallele) => {
                let effect = |(score, row): RowOf| {
                    let table = &self.scores.get(score as usize)?.table;
                    Some(table.allele_text(table.row(row as usize).effect))
                };
                effect(of).zip(effect(of_other)).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
            }
            _ => false,
        }
    }
}

/// Rows among these, each with its place, that count the same as another where nothing but REF was seen, and so are left out:
/// where they count REF those at one place, else those of one allele there.
pub(super) fn repeated_at_reference(
    of: &OnScore,
    rows: impl Iterator<Item = (usize, Site)>,
    rules: &Rules,
    effect_is_reference: bool,
) -> BTreeSet<usize> {
    let mut first: BTreeMap<(Site, Vec<u8>), usize> = BTreeMap::new();
    let mut repeated = BTreeSet::new();
    if rules.duplicates == Duplicates::Sum {
        return repeated;
    }
    for (row, site) in rows {
        let is_of_place = effect_is_reference || rules.set == RuleSet::PgscCalc2;
        let effect = of.table.allele_text(of.table.row(row).effect);
        let allele = if is_of_place { Vec::new() } else { effect.to_ascii_uppercase() };
        let before = *first.entry((site, allele)).or_insert(row);
        if before != row {
            repeated.insert(row);
            if rules.duplicates == Duplicates::Exclude {
                repeated.insert(before);
            }
        }
    }
    repeated
}
