//! Says what the reader of one score must know: strand, build, coverage, and what was left out.

use super::score_result::StrandRows;
use crate::finding::{Finding, Severity};
use crate::matching::{Choice, Excluded, Positions};
use crate::scoring::Tally;
use crate::weights::ScoreTable;

/// What carrying the positions to another build lost.
pub(super) fn of_lifting(table: &ScoreTable, choice: Choice) -> Vec<Finding> {
    let Positions::Lifted(build) = choice.positions else { return Vec::new() };
    let Some(lifted) = table.lifted(build) else { return Vec::new() };
    let carried = lifted.sites.iter().filter(|site| site.is_some()).count() as u64;
    let from = lifted.from;
    let text = format!("The score's positions were carried from {from} to {build} by the chain file.");
    let mut findings = vec![Finding::new("positions-lifted", Severity::Info, carried, text)];
    let lost = lifted.lost + lifted.turned;
    if lost > 0 {
        let text = format!(
            "Rows could not be carried from {from} to {build}: the builds are not aligned at {} of them, and {} lie where the strand is turned and their alleles do not tell it. They count as missing unless their rsID is found.",
            lifted.lost, lifted.turned
        );
        findings.push(Finding::new("rows-not-lifted", Severity::Note, lost, text));
    }
    findings
}

/// What the other rows say of the strand of those that were left out as they read the same on both.
fn of_palindromes(excluded: u64, strand: StrandRows) -> Option<Finding> {
    let text = if strand.proven {
        format!(
            "A/T and C/G rows read the same on both strands and were left out. The other rows prove the strand ({} agree on it, {} on the other only), so these can be kept: choose that under the options.",
            strand.direct, strand.flipped
        )
    } else {
        "A/T and C/G rows read the same on both strands and were left out; the other rows do not prove the strand, so keep these only if you know it.".to_owned()
    };
    (excluded > 0).then(|| Finding::new("palindromic-excluded", Severity::Note, excluded, text))
}

/// Flips beyond this share of the matched rows ask for a look. Author files that name some rows on the other strand are
/// common, and each of these is proven by its alleles; where a whole file is on the other strand, nearly all rows flip.
const FLIPS_RARE: f64 = 0.1;

/// What the counts of a score say to its reader.
pub(super) fn of_tally(tally: &Tally, choice: Choice, strand: StrandRows, states_build: bool) -> Vec<Finding> {
    let flipped = strand.flipped;
    let excluded = |reason| tally.excluded.get(&reason).copied().unwrap_or(0);
    let mut findings = Vec::from_iter(of_palindromes(excluded(Excluded::Palindromic), strand));
    let mut add = |code, severity, count: u64, text: &str| {
        if count > 0 {
            findings.push(Finding::new(code, severity, count, text));
        }
    };
    add(
        "duplicate-rows",
        Severity::Note,
        excluded(Excluded::Duplicate),
        "Rows on a marker that another row of the score counts were left out.",
    );
    add(
        "dosage-weights-ignored",
        Severity::Fix,
        excluded(Excluded::DosageWeights),
        "pgsc_calc does not use weights by dosage, so these rows do not count under its rules.",
    );
    let many = flipped >= 10 && flipped as f64 > FLIPS_RARE * tally.matched as f64;
    add(
        "flipped-rows",
        if many { Severity::Fix } else { Severity::Info },
        flipped,
        if many {
            "Many rows agree only on the other strand. Check that file and score belong together, and do not keep A/T and C/G rows."
        } else {
            "Rows that agree on the other strand were read there."
        },
    );
    let by_id = choice.positions == Positions::RsId;
    add(
        "joined-by-rsid",
        Severity::Note,
        if by_id { tally.joined_by_id } else { 0 },
        if states_build {
            "The score's positions are on another build, so its rows were found by rsID."
        } else {
            "The score brings no positions that can be relied on, so its rows were found by rsID."
        },
    );
    add(
        "rows-joined-by-rsid",
        Severity::Info,
        if by_id { 0 } else { tally.joined_by_id },
        "Rows or markers without a position were found by rsID.",
    );
    add(
        "score-build-by-fit",
        Severity::Note,
        u64::from(choice.by_fit),
        "The scoring file does not state the build of its positions; they were taken as the genotype file's.",
    );
    let unsupported: u64 = tally.unsupported.values().map(|(rows, _)| rows).sum();
    let scorable = tally.rows - unsupported;
    add(
        "low-coverage",
        Severity::Fix,
        u64::from(scorable > 0 && tally.matched * 2 < scorable),
        "Fewer than half of the score's rows were found, so the sum says little about the whole score.",
    );
    findings
}
