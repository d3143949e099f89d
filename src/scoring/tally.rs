//! Adds up one score for one person, with everything that was matched, excluded and missing counted.

use super::adding::{Adding, Bearer};
use crate::genome::{Build, Genome, Site};
use crate::matching::{Excluded, Joined, MatchKind, Outcome, Positions, RowMatch, Rules, Unmatched};
use crate::stats::ExactSum;
use crate::weights::{ScoreTable, Unsupported};
use std::collections::BTreeMap;

/// One chromosome's share of a score. Index 0 of [`Tally::chromosomes`] is for rows without a place.
#[derive(Clone, Debug, Default)]
pub struct ChromosomeTally {
    /// Rows of the score there.
    pub rows: u64,
    /// Those matched.
    pub matched: u64,
    /// Their exact sum.
    pub sum: ExactSum,
}

/// A score added up.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Rows, every one of them.
    pub rows: u64,
    /// Rows that count.
    pub matched: u64,
    /// Rows with nothing to compare with.
    pub unmatched: u64,
    /// Those of them that lie where nothing but REF was seen, without it being known which of their alleles REF is.
    pub reference_unknown: u64,
    /// Rows whose marker was not called.
    pub no_call: u64,
    /// Rows left out, by reason.
    pub excluded: BTreeMap<Excluded, u64>,
    /// Matched rows by kind.
    pub kinds: BTreeMap<MatchKind, u64>,
    /// Matched rows that were joined by rsID.
    pub joined_by_id: u64,
    /// Σ of the contributions of matched rows, rounded once.
    pub observed_sum: f64,
    /// The same plus the expected contribution of missing rows; `None` where neither the score nor the genotype file gives
    /// frequencies.
    pub filled_sum: Option<f64>,
    /// Rows that were filled.
    pub filled_rows: u64,
    /// Whether those without a frequency of the score's were filled from the genotype file's own.
    pub fills_from_file: bool,
    /// Share of the score's variance that was matched; `None` without frequencies.
    pub variance_coverage: Option<f64>,
    /// Share of Σ|w| that was matched.
    pub weight_coverage: f64,
    /// Rows that cannot be scored and their share of Σ|w|.
    pub unsupported: BTreeMap<Unsupported, (u64, f64)>,
    /// Rows with the largest missing effects, their shares and what became of them, largest first.
    pub missing: Vec<(usize, f64, Outcome)>,
    /// Rows with the largest contributions, where they were found and how many copies count, largest first.
    pub largest: Vec<(usize, Site, f64)>,
    /// By chromosome index.
    pub chromosomes: Vec<ChromosomeTally>,
}

/// The contribution of a matched row.
#[inline]
pub fn contribution(table: &ScoreTable, row: usize, found: &RowMatch) -> f64 {
    let alleles = table.row(row);
    alleles.model.contribution(alleles.weight, found.dosage)
}

/// Adds up `table` for the person, given what became of each row.
pub fn tally_score(
    table: &ScoreTable,
    genome: &Genome,
    positions: Positions,
    build: Build,
    rules: &Rules,
    matches: &[RowMatch],
) -> Tally {
    let bearer = Bearer { sex: genome.sex, build, male_x: rules.male_x };
    let mut adding = Adding::new(table);
    for (row, found) in matches.iter().enumerate() {
        let site = match found.outcome {
            Outcome::Matched(_) => genome.site(found.entry as usize),
            _ => shown_site(table, row, positions),
        };
        adding.add(table, row, site, found, bearer);
    }
    adding.finish(table)
}

/// A score of which nothing was compared, as its positions are on another build.
pub fn tally_refused(table: &ScoreTable, positions: Positions, bearer: Bearer) -> Tally {
    let mut adding = Adding::new(table);
    for row in 0..table.len() {
        let outcome = match table.unsupported(row) {
            Some(reason) => Outcome::Excluded(Excluded::Unsupported(reason)),
            None => Outcome::Unmatched(Unmatched::OtherBuild),
        };
        let found = RowMatch { entry: 0, joined: Joined::Not, outcome, dosage: 0.0 };
        adding.add(table, row, shown_site(table, row, positions), &found, bearer);
    }
    adding.finish(table)
}

/// Where to show a row that was not matched: the chosen columns, or whichever has a place.
#[inline]
pub fn shown_site(table: &ScoreTable, row: usize, positions: Positions) -> Site {
    let chosen = positions.site(table, row);
    if chosen.is_some() {
        return chosen;
    }
    let harmonised = table.harmonised_site(row);
    if harmonised.is_some() { harmonised } else { table.author_site(row) }
}

/// `part / whole`, 0 where there is nothing to share.
pub(super) fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
