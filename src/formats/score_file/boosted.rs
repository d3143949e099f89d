//! Adds up GenoBoost's rows: boosting may choose a variant many times, and each row adds to what those before it gave.

use crate::error::{ErrorKind, Result};
use crate::genome::{RsId, Site};
use crate::stats::ExactSum;
use crate::weights::{AlleleId, EffectModel, NewRow, ScoreTable, Unsupported};
use std::collections::HashMap;

/// Rows of one file: boosting takes a pass over all genotypes for each, so that published scores have some thousands.
const MAX_BOOSTED_ROWS: usize = 4_000_000;

/// What makes two rows those of one variant.
#[derive(PartialEq, Eq, Hash)]
struct Variant {
    site: Site,
    id: RsId,
    name: String,
    effect: AlleleId,
    other: AlleleId,
    unsupported: Option<Unsupported>,
}

/// Puts the rows of each variant together, in the order of their first, with sums that are exact and rounded once. Gives
/// how many rows are gone.
///
/// Errors: `too-many-rows`.
pub fn add_up(table: &mut ScoreTable) -> Result<u64> {
    if table.len() > MAX_BOOSTED_ROWS {
        return Err(ErrorKind::TooManyRows { limit: MAX_BOOSTED_ROWS as u64 }.into());
    }
    let variants = rows_by_variant(table);
    let gone = (table.len() - variants.len()) as u64;
    if gone == 0 {
        return Ok(0);
    }
    let mut added = ScoreTable::new(table.header.clone());
    for rows in &variants {
        let Some(&first) = rows.first() else { continue };
        let row = table.row(first);
        let (weight, text, model) = match (rows.as_slice(), row.model) {
            ([_], model) => (row.weight, table.weight_text(first).into_owned(), model),
            (_, EffectModel::ByDosage(_)) => {
                let sums @ [zero, one, two] = dosage_sums(table, rows);
                ((two - zero) / 2.0, format!("{zero};{one};{two}"), EffectModel::ByDosage(sums))
            }
            (_, model) => {
                let sum = sum(rows.iter().map(|row| table.weight(*row)));
                (sum, sum.to_string(), model)
            }
        };
        let name = name_of(table, first);
        let new = NewRow {
            author_site: table.author_site(first),
            harmonised_site: Site::NONE,
            id: table.id(first),
            name: name.as_bytes(),
            effect: table.allele_text(row.effect),
            other: table.allele_text(row.other),
            weight,
            weight_text: text.as_bytes(),
            frequency: table.frequency(first),
            model,
            unsupported: table.unsupported(first),
        };
        if !added.push(&new) {
            return Err(ErrorKind::TooManyRows { limit: super::MAX_ROWS }.into());
        }
    }
    *table = added;
    Ok(gone)
}

/// The rows of each variant, variants in the order of their first row.
fn rows_by_variant(table: &ScoreTable) -> Vec<Vec<usize>> {
    let mut places: HashMap<Variant, usize> = HashMap::new();
    let mut variants: Vec<Vec<usize>> = Vec::new();
    for number in 0..table.len() {
        let row = table.row(number);
        let variant = Variant {
            site: table.author_site(number),
            id: table.id(number),
            name: name_of(table, number),
            effect: row.effect,
            other: row.other,
            unsupported: table.unsupported(number),
        };
        let place = *places.entry(variant).or_insert_with(|| {
            variants.push(Vec::new());
            variants.len() - 1
        });
        if let Some(rows) = variants.get_mut(place) {
            rows.push(number);
        }
    }
    variants
}

fn name_of(table: &ScoreTable, row: usize) -> String {
    if table.id(row).is_some() { String::new() } else { table.name(row).to_string() }
}

fn dosage_sums(table: &ScoreTable, rows: &[usize]) -> [f64; 3] {
    let of_copies = |copies: f64| {
        sum(rows.iter().map(|row| {
            let row = table.row(*row);
            row.model.contribution(row.weight, copies)
        }))
    };
    [0.0, 1.0, 2.0].map(of_copies)
}

fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sum = ExactSum::default();
    values.for_each(|value| sum.add(value));
    sum.value()
}
