//! Writes the audit: one CSV row for every row of a score, with what was found, the rule that applied and what it added.

use crate::genome::Genome;
use crate::matching::{Joined, Outcome, Positions, RowMatch};
use crate::scoring::tally::{contribution, shown_site};
use crate::weights::ScoreTable;

/// The audit's columns, the same for every score, so that the audits of several can stand under one header. `row` counts from 1 in the scoring file's order; `call` stays on this machine with the rest.
pub const COLUMNS: [&str; 20] = [
    "row",
    "variant",
    "chromosome",
    "position",
    "effect_allele",
    "other_allele",
    "effect_weight",
    "state",
    "rule",
    "match_kind",
    "joined_by",
    "found_chromosome",
    "found_position",
    "found_id",
    "call",
    "dosage",
    "contribution",
    "effect_allele_frequency",
    "sample",
    "score",
];

/// Writes the audit of one score for one sample as UTF-8 CSV. Without a genome, as for files of records, the place found is the
/// row's own and the call stays empty; its dosage stands all the same.
pub fn write_audit(
    table: &ScoreTable,
    sample: &str,
    genome: Option<&Genome>,
    positions: Positions,
    matches: &[RowMatch],
) -> Vec<u8> {
    let mut csv = super::csv::Table::new(&COLUMNS);
    for (row, found) in matches.iter().enumerate() {
        let site = shown_site(table, row, positions);
        let alleles = table.row(row);
        csv.field(&(row + 1).to_string());
        csv.field(&table.name(row));
        csv.field(site.chromosome().map_or("", crate::genome::Chromosome::name));
        csv.optional(site.is_some().then(|| site.position()));
        csv.field(&String::from_utf8_lossy(table.allele_text(alleles.effect)));
        csv.field(&String::from_utf8_lossy(table.allele_text(alleles.other)));
        csv.field(&table.weight_text(row));
        csv.field(found.outcome.state());
        csv.field(found.outcome.rule());
        csv.field(match found.outcome {
            Outcome::Matched(kind) => kind.name(),
            _ => "",
        });
        csv.field(match found.joined {
            Joined::Not => "",
            Joined::Position => "position",
            Joined::RsId => "rsid",
        });
        let is_found = found.joined != Joined::Not;
        let entry = genome.filter(|_| is_found).map(|genome| (genome, found.entry as usize));
        let found_site = match entry {
            Some((genome, entry)) => Some(genome.site(entry)).filter(|site| site.is_some()),
            None => Some(site).filter(|site| is_found && site.is_some()),
        };
        csv.field(found_site.and_then(|site| site.chromosome()).map_or("", crate::genome::Chromosome::name));
        csv.optional(found_site.map(|site| site.position()));
        csv.optional(entry.map(|(genome, entry)| genome.id(entry)).filter(|id| id.is_some()));
        csv.field(&entry.map_or(String::new(), |(genome, entry)| format!("{:?}", genome.call(entry))));
        let is_matched = matches!(found.outcome, Outcome::Matched(_));
        csv.optional(is_matched.then_some(found.dosage));
        csv.optional(is_matched.then(|| contribution(table, row, found)));
        csv.optional(table.frequency(row));
        csv.field(sample);
        csv.field(&table.header.id);
        csv.end_row();
    }
    csv.into_bytes()
}
