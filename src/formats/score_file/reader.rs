//! Takes a scoring file's lines in blocks: first the header, then the rows.

use super::columns::Columns;
use super::header_key::HeaderKeys;
use super::layout::Layout;
use super::notes::Notes;
use super::plain_row::PlainColumns;
use super::row::Fields;
use super::split::{self, Delimiter, Ends};
use super::{MAX_HEADERS_BYTES, MAX_ROWS, MAX_SCORES, ScoreFile};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::weights::{ScoreTable, header::Header};
use memchr::memchr;
use std::borrow::Cow;

/// Reads the scores of one file from its lines.
pub struct ScoreFileReader {
    file_name: String,
    keys: HeaderKeys,
    state: State,
}

enum State {
    /// Comment lines so far.
    Preamble,
    /// A first line that is no header we know: a row of the next line's kind, or names above PLINK rows.
    Doubtful { error: Error, names: Columns },
    /// A header that leaves open which columns hold weights, until the first row shows it.
    Header(Box<Layout>),
    /// Rows.
    Rows(Box<Rows>),
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
        Self { file_name: file_name.to_owned(), keys: HeaderKeys::default(), state: State::Preamble }
    }

    /// Takes the next whole lines; `first_line` is the number of the first of them, from 1. Blocks may end at any line's
    /// end, and the last line of the file needs no line feed.
    ///
    /// Errors: `scores-unrecognised`, `genotypes-as-scores`, `score-column-missing`, `score-column-repeated`,
    /// `field-count`, `bad-number`, `bad-position`, `too-many-rows`, each with its line and, where there is one, field.
    pub fn push_block(&mut self, lines: &[u8], first_line: u64) -> Result<()> {
        self.block(lines, first_line).map_err(|error| error.in_input(Role::Scores, &self.file_name))
    }

    fn block(&mut self, lines: &[u8], first_line: u64) -> Result<()> {
        let (mut rest, mut number) = (lines, first_line);
        while !rest.is_empty() {
            if let State::Rows(rows) = &mut self.state {
                return rows.block(rest, number);
            }
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest.get(..end).unwrap_or(rest);
            let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
            self.first_lines(line.trim_ascii_end_of_line(), number).map_err(|error| error.at_line(number))?;
            rest = rest.get(end + 1..).unwrap_or(b"");
            number += 1;
        }
        Ok(())
    }

    /// One line up to and including the first row.
    fn first_lines(&mut self, line: &[u8], number: u64) -> Result<()> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        if line.trim_ascii_start().starts_with(b"#") {
            if matches!(self.state, State::Preamble) {
                match header_behind_hash(line) {
                    Some(layout) => self.take_header(layout),
                    None => self.keys.line(line),
                }
            }
            return Ok(());
        }
        if self.keys.header.get("fileformat").is_some_and(|format| format.starts_with("VCF")) {
            return Err(ErrorKind::GenotypesAsScores.into());
        }
        match std::mem::replace(&mut self.state, State::Preamble) {
            State::Preamble => self.first_line(line, number),
            State::Doubtful { error, names } => {
                let delimiter = Delimiter::of_bare_row(line);
                let fields = split::quoted(line, delimiter);
                let row: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
                match Layout::from_bare_row(&row, delimiter, Some(names)) {
                    Some(layout) => self.first_row(layout, line, number),
                    None => Err(error),
                }
            }
            State::Header(layout) => {
                let fields = split::quoted(line, layout.delimiter);
                let row: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
                let mut layout = *layout;
                layout.settle_weights(&row)?;
                self.first_row(layout, line, number)
            }
            State::Rows(_) => Err(ErrorKind::Internal { what: "rows are read as rows" }.into()),
        }
    }

    fn first_line(&mut self, line: &[u8], number: u64) -> Result<()> {
        let delimiter = Delimiter::of_bare_row(line);
        let fields = split::quoted(line, delimiter);
        let row: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
        if let Some(layout) = Layout::from_bare_row(&row, delimiter, None) {
            return self.first_row(layout, line, number);
        }
        let delimiter = Delimiter::of_header(line);
        let names = Columns::new(split::quoted(line, delimiter).iter().map(Cow::as_ref));
        match Layout::from_header(names.clone(), delimiter) {
            Ok(layout) => self.take_header(layout),
            Err(error) if matches!(error.code(), "score-column-repeated" | "genotypes-as-scores") => return Err(error),
            Err(error) => {
                let is_unrecognised = *error.kind() == ErrorKind::ScoresUnrecognised;
                let error = if is_unrecognised && self.keys.says_score() {
                    Error::new(ErrorKind::ScoreColumnMissing { column: "effect_allele" })
                } else {
                    error
                };
                self.state = State::Doubtful { error: error.at_line(number), names };
            }
        }
        Ok(())
    }

    fn take_header(&mut self, layout: Layout) {
        self.state = State::Header(Box::new(layout));
    }

    fn first_row(&mut self, layout: Layout, line: &[u8], number: u64) -> Result<()> {
        let format = if self.keys.says_score() {
            "pgs-catalog"
        } else if layout.is_plink {
            "plink-score"
        } else {
            "columns"
        };
        let keys = std::mem::take(&mut self.keys);
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
        self.state = State::Rows(Box::new(rows));
        Ok(())
    }

    /// Whether the one weight column's name says nothing on the score, so that the file's name must do.
    fn file_has_one_unnamed_score(&self, layout: &Layout) -> bool {
        match layout.weights.as_slice() {
            [only] => {
                let name = layout.columns.name(only.column);
                let known = [super::columns::WEIGHT, super::columns::ODDS_RATIO, super::columns::HAZARD_RATIO];
                name.is_empty()
                    || name == "SCORE1"
                    || known.iter().any(|names| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
            }
            _ => false,
        }
    }

    /// The scores, when the last line is in.
    ///
    /// Errors: `empty`, `no-rows`, `scores-unrecognised` and what else a header alone can be wrong about.
    pub fn finish(self) -> Result<Vec<ScoreFile>> {
        let file_name = self.file_name;
        let stop = |error: Error| Err(error.in_input(Role::Scores, &file_name));
        match self.state {
            State::Preamble if self.keys.header.keys.is_empty() => stop(ErrorKind::Empty.into()),
            State::Preamble | State::Header(_) => stop(ErrorKind::NoRows.into()),
            State::Doubtful { error, .. } => stop(error),
            State::Rows(rows) if rows.rows == 0 => stop(ErrorKind::NoRows.into()),
            State::Rows(rows) => Ok(rows.finish(&file_name)),
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

/// The layout of a line such as `#CHROM POS ID A1 BETA`, which is a header though it looks like a comment.
fn header_behind_hash(line: &[u8]) -> Option<Layout> {
    let delimiter = Delimiter::of_header(line);
    let fields = split::quoted(line, delimiter);
    let is_header = fields.len() > 2 && fields.first().is_some_and(|first| memchr(b'=', first).is_none());
    let layout =
        is_header.then(|| Layout::from_header(Columns::new(fields.iter().map(Cow::as_ref)), delimiter).ok())?;
    layout.filter(|layout| !layout.weights.is_empty())
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

    fn finish(self, file_name: &str) -> Vec<ScoreFile> {
        let (format, scores) = (self.format, self.tables.len());
        let (notes, rows, cut_keys) = (self.notes, self.rows, self.cut_keys);
        let finish = |mut table: ScoreTable| {
            table.shrink();
            let mut findings = notes.findings(&table.header, rows, scores, cut_keys, file_name);
            findings.extend(population_frequencies_unused(&table).map(|finding| finding.of_input(file_name)));
            ScoreFile { table, format, findings }
        };
        self.tables.into_iter().map(finish).collect()
    }
}

/// What a line is without its end.
trait EndOfLine {
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
