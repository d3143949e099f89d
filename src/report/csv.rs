//! Writes tables as CSV (RFC 4180).

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
