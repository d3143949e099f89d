//! Reads the tables that adjustment needs: sums, principal components, and labels of the reference people.
//!
//! Tables begin with a line of column names, a `#` before the first being allowed, and are separated by tabs, or by commas or
//! spaces where the header has no tab.

use crate::bytes::lines::{LineReader, trim_line};
use crate::bytes::{SharedSource, open_text};
use crate::error::{CalibrationKind, Error, ErrorKind, Result};
use std::collections::{HashMap, HashSet};

/// Most rows of a table: a million people with 60 scores.
const ROWS_MAX: u64 = 60_000_000;

/// Most principal components that are read.
pub const COMPONENTS_MAX: usize = 20;

/// Names of the column that holds ids.
const IDS: [&str; 5] = ["IID", "sample", "Sample", "sample_id", "id"];

/// Names of the column that holds group labels, the first that is there being used.
const LABELS: [&str; 7] = ["SuperPop", "super_pop", "superpop", "label", "group", "population", "pop"];

/// One sum of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct SumRow {
    /// The set that the person belongs to.
    pub sampleset: String,
    /// The person.
    pub id: String,
    /// The score's name.
    pub score: String,
    /// The sum.
    pub sum: f64,
}

/// Principal components of people.
#[derive(Clone, Debug, Default)]
pub struct Components {
    /// Ids in the file's order.
    pub ids: Vec<String>,
    /// Components for each person.
    pub width: usize,
    values: Vec<f64>,
    places: HashMap<String, usize>,
}

impl Components {
    /// A person's components, by number.
    pub fn row(&self, at: usize) -> Option<&[f64]> {
        self.values.get(at.checked_mul(self.width)?..)?.get(..self.width)
    }

    /// A person's components.
    pub fn of(&self, id: &str) -> Option<&[f64]> {
        self.row(*self.places.get(id)?)
    }
}

/// Reads `sampleset`, `IID`, `PGS`, `SUM`, as pgsc_calc writes its aggregated scores.
///
/// Errors: `calibration-column-missing`, `calibration-not-a-number`, `calibration-person-twice`, `field-count`,
/// `too-many-rows`, each with line and field where there is one, and those of the text.
pub fn read_sums(source: &SharedSource) -> Result<Vec<SumRow>> {
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    read_table(
        source,
        |header| {
            let [set, id, score] = [header.column(&["sampleset"])?, header.column(&IDS)?, header.column(&["PGS"])?];
            let sum = header.column(&["SUM"])?;
            Ok(move |fields: &[&str]| {
                let text = |at: usize| fields.get(at).copied().unwrap_or("").to_owned();
                let row =
                    SumRow { sampleset: text(set), id: text(id), score: text(score), sum: number(fields, sum, "SUM")? };
                Ok(row)
            })
        },
        |row| {
            if !seen.insert((row.sampleset.clone(), row.id.clone(), row.score.clone())) {
                return Err(CalibrationKind::PersonTwice.into());
            }
            rows.push(row);
            Ok(())
        },
    )?;
    Ok(rows)
}

/// Reads `IID` and the first `width` of `PC1`, `PC2` ….
///
/// Errors: those of [`read_sums`].
pub fn read_components(source: &SharedSource, width: usize) -> Result<Components> {
    let mut people = Components { width, ..Components::default() };
    read_table(
        source,
        |header| {
            let id = header.column(&IDS)?;
            let columns = (1..=width).map(|at| header.column(&[&format!("PC{at}")])).collect::<Result<Vec<_>>>()?;
            Ok(move |fields: &[&str]| {
                let values = (1..).zip(&columns).map(|(at, &column)| number(fields, column, &format!("PC{at}")));
                Ok((fields.get(id).copied().unwrap_or("").to_owned(), values.collect::<Result<Vec<_>>>()?))
            })
        },
        |(id, values)| {
            if people.places.insert(id.clone(), people.ids.len()).is_some() {
                return Err(CalibrationKind::PersonTwice.into());
            }
            people.ids.push(id);
            people.values.extend(values);
            Ok(())
        },
    )?;
    Ok(people)
}

/// How many of `PC1`, `PC2` … a table has, up to [`COMPONENTS_MAX`].
///
/// Errors: those of the text.
pub fn count_components(source: &SharedSource) -> Result<usize> {
    let mut found = 0;
    read_table(
        source,
        |header| {
            found = (1..=COMPONENTS_MAX).take_while(|at| header.column(&[&format!("PC{at}")]).is_ok()).count();
            Ok(|_: &[&str]| Ok(()))
        },
        |()| Ok(()),
    )?;
    Ok(found)
}

/// Reads each person's group: `IID` and `SuperPop`, or one of the other usual names, as in a PLINK 2 psam.
///
/// Errors: those of [`read_sums`].
pub fn read_labels(source: &SharedSource) -> Result<HashMap<String, String>> {
    let mut labels = HashMap::new();
    read_table(
        source,
        |header| {
            let (id, label) = (header.column(&IDS)?, header.column(&LABELS)?);
            Ok(move |fields: &[&str]| {
                let text = |at: usize| fields.get(at).copied().unwrap_or("").to_owned();
                Ok((text(id), text(label)))
            })
        },
        |(id, label)| match labels.insert(id, label) {
            Some(_) => Err(CalibrationKind::PersonTwice.into()),
            None => Ok(()),
        },
    )?;
    Ok(labels)
}

/// Reads `age` and `rate`, a line for each year without gaps: the first age, and the rates of a person and year. Ages at the
/// end may have none.
///
/// Errors: `calibration-ages-not-covered` for a gap, `calibration-not-a-number`, and those of [`read_sums`].
pub fn read_rates(source: &SharedSource) -> Result<(usize, Vec<f64>)> {
    let (mut first, mut rates, mut has_ended) = (None, Vec::new(), false);
    read_table(
        source,
        |header| {
            let (age, rate) = (header.column(&["age", "start"])?, header.column(&["rate"])?);
            Ok(move |fields: &[&str]| {
                let years = fields.get(age).and_then(|text| text.parse::<usize>().ok());
                let years = years.ok_or_else(|| Error::from(CalibrationKind::NotANumber).at_field("age"))?;
                let is_empty = fields.get(rate).is_none_or(|text| text.is_empty());
                Ok((years, if is_empty { None } else { Some(number(fields, rate, "rate")?) }))
            })
        },
        |(age, rate)| {
            let Some(rate) = rate else {
                has_ended = true;
                return Ok(());
            };
            let expected = *first.get_or_insert(age) + rates.len();
            if has_ended || age != expected {
                return Err(CalibrationKind::AgesNotCovered.into());
            }
            rates.push(rate);
            Ok(())
        },
    )?;
    Ok((first.unwrap_or(0), rates))
}

/// Reads ids, the last word of each line; lines that begin with `#` are headers.
///
/// Errors: `too-many-rows` and those of the text.
pub fn read_ids(source: &SharedSource) -> Result<HashSet<String>> {
    let mut ids = HashSet::new();
    each_line(source, |_, line| {
        if let Some(id) = line.split_whitespace().next_back().filter(|_| !line.starts_with('#')) {
            ids.insert(id.to_owned());
        }
        Ok(())
    })?;
    Ok(ids)
}

/// The names of a table's columns.
struct Header<'a> {
    names: Vec<&'a str>,
}

impl Header<'_> {
    /// Number of the first of these columns that is there.
    fn column(&self, wanted: &[&str]) -> Result<usize> {
        let place = |name: &&str| self.names.iter().position(|column| column == name);
        wanted.iter().find_map(place).ok_or_else(|| {
            CalibrationKind::ColumnMissing { column: wanted.first().copied().unwrap_or("").to_owned() }.into()
        })
    }
}

/// Gives the header to `open`, each row to the reader that it returns, and what that makes of it to `take`.
fn read_table<T, R: Fn(&[&str]) -> Result<T>>(
    source: &SharedSource,
    open: impl FnOnce(&Header<'_>) -> Result<R>,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let mut open = Some(open);
    let mut layout: Option<(R, Separator, usize)> = None;
    each_line(source, |_, line| {
        if let Some((read, separator, columns)) = &layout {
            let fields = separator.split(line);
            if fields.len() != *columns {
                return Err(ErrorKind::FieldCount { expected: *columns, found: fields.len() }.into());
            }
            return take(read(&fields)?);
        }
        let separator = Separator::of(line);
        let names = separator.split(line.trim_start_matches('#'));
        let columns = names.len();
        if let Some(open) = open.take() {
            layout = Some((open(&Header { names })?, separator, columns));
        }
        Ok(())
    })?;
    if layout.is_none() { Err(ErrorKind::Empty.into()) } else { Ok(()) }
}

/// Gives each line that is not empty, with its number.
fn each_line(source: &SharedSource, mut take: impl FnMut(u64, &str) -> Result<()>) -> Result<()> {
    let mut lines = LineReader::new(open_text(source.clone())?.stream);
    while let Some(block) = lines.next_block()? {
        for (number, line) in (block.first_line..).zip(block.bytes.split(|byte| *byte == b'\n')) {
            if number > ROWS_MAX {
                return Err(ErrorKind::TooManyRows { limit: ROWS_MAX }.into());
            }
            let text =
                std::str::from_utf8(trim_line(line)).map_err(|_| Error::new(ErrorKind::Binary).at_line(number))?;
            if !text.trim().is_empty() {
                take(number, text).map_err(|error| error.at_line(number))?;
            }
        }
    }
    Ok(())
}

/// What stands between fields.
#[derive(Clone, Copy)]
enum Separator {
    Tab,
    Comma,
    Spaces,
}

impl Separator {
    fn of(header: &str) -> Self {
        match (header.contains('\t'), header.contains(',')) {
            (true, _) => Self::Tab,
            (false, true) => Self::Comma,
            _ => Self::Spaces,
        }
    }

    fn split(self, line: &str) -> Vec<&str> {
        match self {
            Self::Tab => line.split('\t').map(str::trim).collect(),
            Self::Comma => line.split(',').map(str::trim).collect(),
            Self::Spaces => line.split_whitespace().collect(),
        }
    }
}

fn number(fields: &[&str], at: usize, name: &str) -> Result<f64> {
    let value = fields.get(at).and_then(|text| text.parse::<f64>().ok()).filter(|value| value.is_finite());
    value.ok_or_else(|| Error::from(CalibrationKind::NotANumber).at_field(name))
}
