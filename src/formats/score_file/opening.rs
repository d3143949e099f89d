//! Takes a scoring file's first lines, up to the first row, and says which column is what.

use super::allele::{self, Allele};
use super::columns::{ABSENT, Columns};
use super::header_key::HeaderKeys;
use super::layout::Layout;
use super::number;
use super::split::{self, Delimiter};
use super::tool;
use crate::error::{Error, ErrorKind, Result};
use memchr::memchr;
use std::borrow::Cow;
use std::collections::HashSet;

/// The lines before the first row.
#[derive(Default)]
pub struct Opening {
    /// The `#key=value` lines.
    pub keys: HeaderKeys,
    state: State,
}

#[derive(Default)]
enum State {
    /// Comment lines so far.
    #[default]
    Preamble,
    /// A first line that is no header we know: a row of the next line's kind, or names above PLINK rows.
    Doubtful { error: Error, names: Columns },
    /// A header that leaves open which columns hold weights, until the first row shows it.
    Header(Box<Layout>),
}

impl Opening {
    /// Takes one line, without its end. The layout where this is the first row.
    ///
    /// Errors: `scores-unrecognised`, `genotypes-as-scores`, `score-column-missing`, `score-column-repeated`,
    /// `scores-without-weights`.
    pub fn line(&mut self, line: &[u8], number: u64) -> Result<Option<Layout>> {
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        if line.trim_ascii_start().starts_with(b"#") {
            if matches!(self.state, State::Preamble) {
                match header_behind_hash(line) {
                    Some(layout) => self.state = State::Header(Box::new(layout)),
                    None if !line.starts_with(b"# ") => {
                        let fields = split::quoted(line, Delimiter::of_header(line));
                        let names = Columns::new(fields.iter().map(Cow::as_ref));
                        if let Some(what) = tool::without_weights(&names) {
                            return Err(ErrorKind::ScoresWithoutWeights { what }.into());
                        }
                        self.keys.line(line);
                    }
                    None => self.keys.line(line),
                }
            }
            return Ok(None);
        }
        if self.keys.header.get("fileformat").is_some_and(|format| format.starts_with("VCF")) {
            return Err(ErrorKind::GenotypesAsScores.into());
        }
        match std::mem::take(&mut self.state) {
            State::Preamble => self.first_line(line, number),
            State::Doubtful { error, names } => {
                let delimiter = Delimiter::of_bare_row(line);
                let fields = split::quoted(line, delimiter);
                let row: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
                let layout = Layout::from_bare_row(&row, delimiter, Some(names)).ok_or(error)?;
                Ok(Some(widened(layout, line)))
            }
            State::Header(mut layout) => {
                let fields = split::quoted(line, layout.delimiter);
                let row: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
                if let Some(shifted) = behind_row_names(&layout, &row) {
                    *layout = shifted;
                }
                let numbers = columns_of_numbers(line, layout.delimiter);
                layout.settle_weights(|at| numbers.contains(&at))?;
                Ok(Some(*layout))
            }
        }
    }

    fn first_line(&mut self, line: &[u8], number: u64) -> Result<Option<Layout>> {
        let delimiter = Delimiter::of_bare_row(line);
        let fields = split::quoted(line, delimiter);
        let row: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
        if let Some(layout) = Layout::from_bare_row(&row, delimiter, None) {
            return Ok(Some(widened(layout, line)));
        }
        let delimiter = Delimiter::of_header(line);
        let names = Columns::new(split::quoted(line, delimiter).iter().map(Cow::as_ref));
        match Layout::from_header(names.clone(), delimiter) {
            Ok(layout) => self.state = State::Header(Box::new(layout)),
            Err(error) if matches!(error.code(), "score-column-repeated" | "genotypes-as-scores") => return Err(error),
            Err(error) => {
                let is_unrecognised = *error.kind() == ErrorKind::ScoresUnrecognised;
                let error = if let Some(what) = tool::without_weights(&names) {
                    Error::new(ErrorKind::ScoresWithoutWeights { what })
                } else if is_unrecognised && self.keys.says_score() {
                    Error::new(ErrorKind::ScoreColumnMissing { column: "effect_allele" })
                } else {
                    error
                };
                self.state = State::Doubtful { error: error.at_line(number), names };
            }
        }
        Ok(None)
    }

    /// What is wrong with a file that ends before its first row.
    ///
    /// Errors: `empty`, `no-rows`, or what the only line was wrong about.
    pub fn ended(self) -> Error {
        match self.state {
            State::Preamble if self.keys.header.keys.is_empty() => ErrorKind::Empty.into(),
            State::Preamble | State::Header(_) => ErrorKind::NoRows.into(),
            State::Doubtful { error, .. } => error,
        }
    }
}

/// The columns that hold a number in the first row, or what stands for one in a column of numbers: one field that is missing
/// or has a decimal comma must not hide a score. Only this row is looked at, as the next may not be at hand yet.
fn columns_of_numbers(line: &[u8], delimiter: Delimiter) -> HashSet<usize> {
    let is_like_one = |field: &[u8]| {
        let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.,eE".contains(byte);
        number::finite(field).is_some()
            || (!field.is_empty() && (number::is_missing(field) || field.eq_ignore_ascii_case(b"nan")))
            || (field.iter().any(u8::is_ascii_digit) && field.iter().all(is_part))
    };
    let fields = split::quoted(line, delimiter);
    (0..).zip(&fields).filter(|(_, field)| is_like_one(field.trim_ascii())).map(|(at, _)| at).collect()
}

/// The layout of PLINK's bare rows with the columns that hold weights though the first row has no number there.
fn widened(mut layout: Layout, line: &[u8]) -> Layout {
    if layout.tool.is_none() {
        let numbers = columns_of_numbers(line, layout.delimiter);
        layout.take_numbers(2..layout.columns.written.len(), |at| numbers.contains(&at));
    }
    layout
}

/// The layout of a line such as `#CHROM POS ID A1 BETA`, which is a header though it looks like a comment. PLINK 2's
/// `#ID A1 NAME…` names its scores as it likes: then the line must begin with the name of a column.
pub fn header_behind_hash(line: &[u8]) -> Option<Layout> {
    let delimiter = Delimiter::of_header(line);
    let fields = split::quoted(line, delimiter);
    let is_header = fields.len() > 2 && fields.first().is_some_and(|first| memchr(b'=', first).is_none());
    let layout =
        is_header.then(|| Layout::from_header(Columns::new(fields.iter().map(Cow::as_ref)), delimiter).ok())??;
    let begins_with_column = !line.starts_with(b"# ") && (layout.id == 0 || layout.chromosome == 0);
    (!layout.weights.is_empty() || begins_with_column).then_some(layout)
}

/// The layout where the rows have a field more than the header, as R's `write.table` writes the names of rows, which the
/// header has no name for: only where every field then is what its column is for.
fn behind_row_names(layout: &Layout, row: &[&[u8]]) -> Option<Layout> {
    let names = &layout.columns.written;
    if row.len() != names.len() + 1 || row.last().is_some_and(|last| last.is_empty()) {
        return None;
    }
    let names = std::iter::once("row_name").chain(names.iter().map(String::as_str)).map(str::as_bytes);
    let shifted = Layout::from_header(Columns::new(names), layout.delimiter).ok()?;
    let at = |column: usize| row.get(column).copied().unwrap_or(b"");
    let is_allele = |column: usize| matches!(allele::read(at(column)), Allele::Sequence(_));
    let fits = is_allele(shifted.effect)
        && (shifted.other == ABSENT || is_allele(shifted.other))
        && (shifted.position == ABSENT || number::position(at(shifted.position)).is_some())
        && shifted.weights.iter().all(|weight| weight.column == ABSENT || number::finite(at(weight.column)).is_some());
    fits.then_some(shifted)
}
