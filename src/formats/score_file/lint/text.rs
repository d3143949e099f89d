//! Looks at lines as text: bytes, line ends, and whether a row has the fields that the header names.

use super::rule;
use super::spots::{Spots, lint_of_file};
use crate::finding::Lint;
use crate::formats::score_file::layout::Layout;
use crate::formats::score_file::split::{self, Delimiter};

/// What was seen of the lines as text.
#[derive(Default)]
pub struct Text {
    /// Whether a byte-order mark stands before the first line.
    pub begins_with_mark: bool,
    not_utf8: Spots,
    carriage_returns: Spots,
    /// Lines among the rows that begin with `#`.
    pub comments: Spots,
    other_delimiter: Spots,
    field_count: Spots,
    more_fields: Spots,
    more_delimiters: Spots,
    short: Spots,
}

impl Text {
    /// The line without what is no part of it.
    pub fn look_at<'a>(&mut self, line: &'a [u8], number: u64) -> &'a [u8] {
        let mut line = line;
        if number == 1
            && let Some(rest) = line.strip_prefix(b"\xef\xbb\xbf")
        {
            self.begins_with_mark = true;
            line = rest;
        }
        if str::from_utf8(line).is_err() {
            self.not_utf8.add(number);
        }
        match line.strip_suffix(b"\r") {
            Some(rest) => {
                self.carriage_returns.add(number);
                rest
            }
            None => line,
        }
    }

    /// Whether a row's fields can be taken for those that the header names.
    pub fn fits(&mut self, layout: &Layout, line: &[u8], fields: &[&[u8]], number: u64) -> bool {
        let expected = layout.columns.written.len();
        let found = fields.len();
        if found == expected {
            return true;
        }
        let others = [Delimiter::Byte(b'\t'), Delimiter::Byte(b','), Delimiter::Byte(b';'), Delimiter::Blanks];
        let by_another =
            |delimiter: &Delimiter| *delimiter != layout.delimiter && split::quoted(line, *delimiter).len() == expected;
        if found < expected && others.iter().any(by_another) {
            self.other_delimiter.add(number);
            return false;
        }
        if found > expected {
            let is_empty = fields.iter().skip(expected).all(|field| field.trim_ascii().is_empty());
            if is_empty { &mut self.more_delimiters } else { &mut self.more_fields }.add(number);
            // What stands before may be shifted: the reader refuses it too.
            return is_empty;
        }
        let is_read = layout.check_count(found).is_ok();
        if is_read { &mut self.short } else { &mut self.field_count }.add(number);
        is_read
    }

    /// What was found.
    pub fn lints(&self) -> Vec<Lint> {
        let mut lints = super::plain_lints([
            (&rule::NOT_UTF8, &self.not_utf8),
            (&rule::CARRIAGE_RETURNS, &self.carriage_returns),
            (&rule::COMMENTS_AMONG_ROWS, &self.comments),
            (&rule::MIXED_DELIMITERS, &self.other_delimiter),
            (&rule::FIELD_COUNT, &self.field_count),
            (&rule::TRAILING_COLUMNS, &self.more_fields),
            (&rule::TRAILING_DELIMITERS, &self.more_delimiters),
            (&rule::SHORT_ROWS, &self.short),
        ]);
        if self.begins_with_mark {
            lints.push(lint_of_file(&rule::BYTE_ORDER_MARK, ""));
        }
        lints
    }
}
