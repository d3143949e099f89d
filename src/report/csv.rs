//! Writes tables as CSV (RFC 4180), and the report's results as one.

use super::model::Report;
use std::fmt::Display;

/// A CSV table that is written field by field.
pub struct Table {
    bytes: Vec<u8>,
    at_start: bool,
}

impl Table {
    /// A table with these column names.
    pub fn new(columns: &[&str]) -> Self {
        let mut table = Self { bytes: Vec::new(), at_start: true };
        columns.iter().for_each(|column| table.field(column));
        table.end_row();
        table
    }

    /// Writes a field, quoted where it must be. Texts that a spreadsheet would run as a formula get a `'` before them.
    pub fn field(&mut self, text: &str) {
        if !self.at_start {
            self.bytes.push(b',');
        }
        self.at_start = false;
        let is_formula = text.starts_with(['=', '@', '\t', '\r'])
            || (text.starts_with(['+', '-']) && text.parse::<f64>().is_err() && text != "--");
        let needs_quotes = text.contains([',', '"', '\n', '\r']);
        if needs_quotes {
            self.bytes.push(b'"');
        }
        if is_formula {
            self.bytes.push(b'\'');
        }
        for byte in text.bytes() {
            if byte == b'"' {
                self.bytes.push(b'"');
            }
            self.bytes.push(byte);
        }
        if needs_quotes {
            self.bytes.push(b'"');
        }
    }

    /// Writes a value, or an empty field.
    pub fn optional(&mut self, value: Option<impl Display>) {
        self.field(&value.map_or(String::new(), |value| value.to_string()));
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.bytes.extend_from_slice(b"\r\n");
        self.at_start = true;
    }

    /// The table.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Columns of [`write_results`].
const COLUMNS: [&str; 19] = [
    "sample",
    "sex",
    "score",
    "name",
    "trait",
    "rows",
    "matched",
    "excluded",
    "unmatched",
    "no_call",
    "observed_sum",
    "filled_sum",
    "coverage_rows",
    "coverage_variance",
    "coverage_weight",
    "positions",
    "rules",
    "license",
    "citation",
];

/// Writes one CSV row for every score of every person.
pub fn write_results(report: &Report<'_>) -> Vec<u8> {
    let mut table = Table::new(&COLUMNS);
    for sample in &report.samples {
        for score in &sample.scores {
            table.field(&sample.id);
            table.field(match sample.sex {
                crate::genome::Sex::Female => "female",
                crate::genome::Sex::Male => "male",
                crate::genome::Sex::Unknown => "unknown",
            });
            table.field(&score.id);
            table.optional(score.name.as_deref());
            table.optional(score.trait_reported.as_deref());
            table.field(&score.rows.to_string());
            table.field(&score.matched.to_string());
            table.field(&score.excluded.values().sum::<u64>().to_string());
            table.field(&score.unmatched.to_string());
            table.field(&score.no_call.to_string());
            table.field(&score.observed_sum.to_string());
            table.optional(score.filled_sum);
            table.field(&score.coverage.rows.to_string());
            table.optional(score.coverage.variance);
            table.field(&score.coverage.weight.to_string());
            table.field(score.positions.name());
            table.field(match report.options.rules {
                crate::matching::RuleSet::Tallele => "tallele",
                crate::matching::RuleSet::PgscCalc2 => "pgsc_calc_2",
            });
            table.optional(score.license.as_deref());
            table.optional(score.citation.as_deref());
            table.end_row();
        }
    }
    table.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        let mut table = Table::new(&["a", "b"]);
        for text in ["plain", "with, comma", "with \"quote\"", "=cmd()", "-0.5", "+0.5", "--", "-x", "+x", "\tx"] {
            table.field(text);
        }
        table.end_row();
        let text = String::from_utf8(table.into_bytes()).expect("UTF-8");
        assert_eq!(text, "a,b\r\nplain,\"with, comma\",\"with \"\"quote\"\"\",'=cmd(),-0.5,+0.5,--,'-x,'+x,'\tx\r\n");
    }
}
