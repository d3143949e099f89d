//! Takes a scoring file's lines in blocks: first the header, then the rows.

use super::boosted;
use super::columns;
use super::layout::Layout;
use super::notes::Notes;
use super::opening::Opening;
use super::plain_row::PlainColumns;
use super::row::Fields;
use super::split::{self, Delimiter, Ends};
use super::tool::Tool;
use super::{MAX_HEADERS_BYTES, MAX_ROWS, MAX_SCORES, ScoreFile};
use crate::error::{ErrorKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::weights::{ScoreTable, header::Header};
use memchr::memchr;
use std::borrow::Cow;

/// Reads the scores of one file from its lines.
pub struct ScoreFileReader {
    file_name: String,
    opening: Opening,
    rows: Option<Box<Rows>>,
}

struct Rows {
    layout: Layout,
    /// The columns of plain rows, where the layout has no others.
    plain: Option<PlainColumns>,
    tables: Vec<ScoreTable>,
    notes: Notes,
    rows: u64,
    format: &'static str,
    cut_keys: u64,
}

impl ScoreFileReader {
    /// A reader for the file of this name, which names the score if nothing in the file does.
    pub fn new(file_name: &str) -> Self {
        Self { file_name: file_name.to_owned(), opening: Opening::default(), rows: None }
    }

    /// Takes the next whole lines; `first_line` is the number of the first of them, from 1. Blocks may end at any line's
    /// end, and the last line of the file needs no line feed.
    ///
    /// Errors: `scores-unrecognised`, `genotypes-as-scores`, `score-column-missing`, `score-column-repeated`,
    /// `scores-without-weights`, `field-count`, `bad-number`, `bad-position`, `too-many-rows`, each with its line and, where
    /// there is one, field.
    pub fn push_block(&mut self, lines: &[u8], first_line: u64) -> Result<()> {
        self.block(lines, first_line).map_err(|error| error.in_input(Role::Scores, &self.file_name))
    }

    fn block(&mut self, lines: &[u8], first_line: u64) -> Result<()> {
        let (mut rest, mut number) = (lines, first_line);
        while !rest.is_empty() {
            if let Some(rows) = &mut self.rows {
                return rows.block(rest, number);
            }
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest.get(..end).unwrap_or(rest);
            let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
            let line = line.trim_ascii_end_of_line();
            let layout = self.opening.line(line, number).map_err(|error| error.at_line(number))?;
            if let Some(layout) = layout {
                self.first_row(layout, line, number).map_err(|error| error.at_line(number))?;
            }
            rest = rest.get(end + 1..).unwrap_or(b"");
            number += 1;
        }
        Ok(())
    }

    fn first_row(&mut self, layout: Layout, line: &[u8], number: u64) -> Result<()> {
        let format = if self.opening.keys.says_score() {
            "pgs-catalog"
        } else if let Some(tool) = layout.tool {
            tool.code()
        } else if layout.is_plink {
            "plink-score"
        } else {
            "columns"
        };
        let keys = std::mem::take(&mut self.opening.keys);
        let (named, cut_keys) = (!keys.header.id.is_empty(), keys.cut);
        let limit = MAX_SCORES.min(MAX_HEADERS_BYTES / keys.bytes.max(1)).max(1);
        if layout.weights.len() > limit {
            return Err(ErrorKind::TooManyScores { limit }.into());
        }
        let mut header = keys.into_header(&self.file_name);
        header.genome_build = header.genome_build.or(layout.build);
        header.harmonised_build = header.harmonised_build.or(layout.hm_build);
        let tables = score_tables(&layout, header, named || self.file_has_one_unnamed_score(&layout));
        let plain = PlainColumns::of(&layout);
        let mut rows = Rows { layout, plain, tables, notes: Notes::default(), rows: 0, format, cut_keys };
        rows.block(line, number)?;
        self.rows = Some(Box::new(rows));
        Ok(())
    }

    /// Whether the one weight column's name says nothing on the score, so that the file's name must do.
    fn file_has_one_unnamed_score(&self, layout: &Layout) -> bool {
        match layout.weights.as_slice() {
            [only] => {
                let name = layout.columns.name(only.column);
                let known = [columns::WEIGHT, columns::ADJUSTED, columns::ODDS_RATIO, columns::HAZARD_RATIO];
                name.is_empty()
                    || name == "SCORE1"
                    || layout.tool == Some(Tool::GenoBoost)
                    || known.iter().any(|names| layout.columns.is_named(only.column, names))
            }
            _ => false,
        }
    }

    /// The scores, when the last line is in.
    ///
    /// Errors: `empty`, `no-rows`, `scores-unrecognised` and what else a header alone can be wrong about.
    pub fn finish(self) -> Result<Vec<ScoreFile>> {
        let file_name = self.file_name;
        match self.rows {
            None => Err(self.opening.ended().in_input(Role::Scores, &file_name)),
            Some(rows) if rows.rows == 0 => {
                Err(crate::error::Error::from(ErrorKind::NoRows).in_input(Role::Scores, &file_name))
            }
            Some(rows) => rows.finish(&file_name),
        }
    }
}

/// One empty table for each weight column, with the score's own id.
fn score_tables(layout: &Layout, header: Header, keep_id: bool) -> Vec<ScoreTable> {
    let several = layout.weights.len() > 1;
    let mut tables: Vec<ScoreTable> = layout
        .weights
        .iter()
        .map(|weight| {
            let mut header = header.clone();
            if several || !keep_id {
                header.id = layout.columns.name(weight.column).to_owned();
            }
            ScoreTable::new(header)
        })
        .collect();
    for table in &mut tables {
        layout.populations.iter().for_each(|column| table.add_frequency_column(layout.columns.name(*column)));
    }
    tables
}

impl Rows {
    fn block(&mut self, block: &[u8], first_line: u64) -> Result<()> {
        match self.layout.delimiter {
            Delimiter::Byte(byte) if memchr(b'"', block).is_none() => self.plain_block(block, byte, first_line),
            _ => self.odd_block(block, first_line),
        }
    }

    /// Rows in one pass over the bytes.
    fn plain_block(&mut self, block: &[u8], delimiter: u8, first_line: u64) -> Result<()> {
        let most = self.layout.columns.written.len();
        let mut fields: Vec<&[u8]> = vec![b""; most];
        let (mut start, mut count, mut line) = (0, 0, first_line);
        for end in Ends::new(block, delimiter) {
            let line_ends = block.get(end) != Some(&delimiter);
            let mut field = block.get(start..end).unwrap_or(b"");
            start = end + 1;
            if line_ends {
                field = field.strip_suffix(b"\r").unwrap_or(field);
            }
            match fields.get_mut(count) {
                Some(slot) => {
                    *slot = field;
                    count += 1;
                }
                // Empty fields beyond the last column are only a line's trailing delimiters.
                None => count += usize::from(!field.is_empty()),
            }
            if line_ends {
                let row = fields.get(..count.min(most)).unwrap_or(&fields);
                self.row(row, count).map_err(|error| error.at_line(line))?;
                count = 0;
                line += 1;
            }
        }
        Ok(())
    }

    /// Rows with quotes, or with blanks between fields.
    fn odd_block(&mut self, block: &[u8], first_line: u64) -> Result<()> {
        let most = self.layout.columns.written.len();
        let mut fields: Vec<&[u8]> = Vec::with_capacity(most + 1);
        let text = block.strip_suffix(b"\n").unwrap_or(block);
        for (number, line) in (first_line..).zip(text.split(|byte| *byte == b'\n')) {
            let line = line.trim_ascii_end_of_line();
            let result = if memchr(b'"', line).is_some() {
                let mut unquoted = split::quoted(line, self.layout.delimiter);
                while unquoted.len() > most && unquoted.last().is_some_and(|field| field.is_empty()) {
                    unquoted.pop();
                }
                let fields: Vec<&[u8]> = unquoted.iter().take(most).map(Cow::as_ref).collect();
                self.row(&fields, unquoted.len())
            } else {
                let count = split::plain(line, self.layout.delimiter, most, &mut fields);
                self.row(&fields, count)
            };
            result.map_err(|error| error.at_line(number))?;
        }
        Ok(())
    }

    #[inline]
    fn row(&mut self, fields: &[&[u8]], count: usize) -> Result<()> {
        match fields.first() {
            None => return Ok(()),
            Some(first) if first.first() == Some(&b'#') => return Ok(()),
            Some(first) if count == 1 && first.trim_ascii().is_empty() => return Ok(()),
            Some(_) => self.layout.check_count(count)?,
        }
        if let (Some(row), [table]) = (self.plain.as_ref().and_then(|plain| plain.read(fields)), &mut *self.tables) {
            return if table.push(&row) {
                self.count_row()
            } else {
                Err(ErrorKind::TooManyRows { limit: MAX_ROWS }.into())
            };
        }
        self.patient_row(fields)
    }

    #[inline(never)]
    fn patient_row(&mut self, fields: &[&[u8]]) -> Result<()> {
        let fields = Fields { layout: &self.layout, fields };
        if fields.add_to(&mut self.tables, &mut self.notes)? { self.count_row() } else { Ok(()) }
    }

    #[inline]
    fn count_row(&mut self) -> Result<()> {
        self.rows += 1;
        let scores = u64::try_from(self.tables.len()).unwrap_or(u64::MAX);
        if self.rows.saturating_mul(scores) > MAX_ROWS {
            return Err(ErrorKind::TooManyRows { limit: MAX_ROWS }.into());
        }
        Ok(())
    }

    fn finish(mut self, file_name: &str) -> Result<Vec<ScoreFile>> {
        let scores = self.tables.len();
        if self.layout.tool == Some(Tool::GenoBoost) {
            for table in &mut self.tables {
                self.notes.added_up += boosted::add_up(table)?;
            }
        }
        let finish = |mut table: ScoreTable| {
            table.shrink();
            let mut findings =
                self.notes.findings(&table.header, &self.layout, self.rows, scores, self.cut_keys, file_name);
            findings.extend(population_frequencies_unused(&table).map(|finding| finding.of_input(file_name)));
            ScoreFile { table, format: self.format, findings, calibration: None, validation: None }
        };
        Ok(self.tables.into_iter().map(finish).collect())
    }
}

/// What a line is without its end.
pub(super) trait EndOfLine {
    /// The line without the carriage return of a Windows file.
    fn trim_ascii_end_of_line(&self) -> &Self;
}

impl EndOfLine for [u8] {
    fn trim_ascii_end_of_line(&self) -> &Self {
        self.strip_suffix(b"\r").unwrap_or(self)
    }
}

/// Frequencies of named populations are kept, and none is used while nothing tells whose this person's are.
fn population_frequencies_unused(table: &ScoreTable) -> Option<Finding> {
    let columns = table.frequency_columns().count() as u64;
    (columns > 0 && !table.has_frequencies()).then(|| {
        let text = "The file brings allele frequencies by population only. Nothing here tells which of them fits, so no filled sum and no share of the variance is given.";
        Finding::new("score-population-frequencies", Severity::Note, columns, text)
    })
}
