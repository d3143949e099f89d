//! Reads what `tallele train` is told of people: phenotypes, covariates, lists of ids, values of λ.

use crate::printed::name_of;
use std::collections::HashMap;
use std::path::Path;
use tallele::error::{Error, ErrorKind, Result, Role, TrainingKind};
use tallele::genome::Sample;

/// How a value that is not known is written.
const NOT_KNOWN: [&str; 3] = ["NA", "", "."];

/// Numbers for each sample of the genotypes, by column.
pub struct Table {
    /// Names of the columns.
    pub names: Vec<String>,
    /// Shape: columns × samples; `None` where there is no line or no value.
    pub columns: Vec<Vec<Option<f64>>>,
    /// People of the table that the genotypes do not have.
    pub unknown: u64,
}

/// The samples of the genotypes by their ids.
pub struct People {
    by_id: HashMap<String, Vec<(Option<String>, usize)>>,
    count: usize,
}

impl People {
    /// Of samples in the file's order.
    pub fn new(samples: &[Sample]) -> Self {
        let mut by_id: HashMap<String, Vec<(Option<String>, usize)>> = HashMap::new();
        for (at, sample) in samples.iter().enumerate() {
            let family = sample.family.clone().filter(|family| family != "0");
            by_id.entry(sample.id.clone()).or_default().push((family, at));
        }
        Self { by_id, count: samples.len() }
    }

    /// How many samples there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The number of a sample; families are compared where both sides name one.
    fn find(&self, family: Option<&str>, id: &str) -> Result<Option<usize>> {
        let Some(named) = self.by_id.get(id) else { return Ok(None) };
        let family = family.filter(|family| *family != "0");
        let agrees = |own: &Option<String>| own.as_deref().is_none_or(|own| family.is_none_or(|family| family == own));
        let mut found = named.iter().filter(|(own, _)| agrees(own)).map(|(_, at)| *at);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(TrainingKind::SampleTwice.into()),
            (found, None) => Ok(found),
        }
    }

    /// Reads the columns that `wanted` names, or all that hold no ids.
    ///
    /// Errors: `training-column-missing`, `training-not-a-number`, `training-person-twice`, `training-nobody-matches` (`what` is the
    /// table), `training-sample-twice`, `field-count`, `empty`, `unreadable`, with the line and the field where there are.
    pub fn read_table(&self, path: &Path, wanted: Option<&str>, what: &'static str) -> Result<Table> {
        let name = name_of(path);
        let text = read(path)?;
        self.table_of(&text, wanted, what).map_err(|error| error.in_input(Role::Options, &name))
    }

    fn table_of(&self, text: &str, wanted: Option<&str>, what: &'static str) -> Result<Table> {
        let mut lines = (1_u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let Some((_, header)) = lines.next() else { return Err(ErrorKind::Empty.into()) };
        let separator = Separator::of(header);
        let header = separator.split(header.trim_start_matches(['#', '\u{feff}']));
        let place = |name: &str| header.iter().position(|column| *column == name);
        let missing = |column: &str| Error::from(TrainingKind::ColumnMissing { column: column.to_owned() });
        let id = place("IID").ok_or_else(|| missing("IID"))?;
        let family = place("FID");
        let places: Vec<usize> = match wanted {
            Some(wanted) => vec![place(wanted).ok_or_else(|| missing(wanted))?],
            None => (0..header.len()).filter(|at| *at != id && Some(*at) != family).collect(),
        };
        let names: Vec<String> = places.iter().map(|at| header[*at].to_owned()).collect();
        let mut columns = vec![vec![None; self.count]; places.len()];
        let (mut unknown, mut seen) = (0, vec![false; self.count]);
        for (line, text) in lines {
            let fields = separator.split(text);
            let mut take = || -> Result<()> {
                if fields.len() != header.len() {
                    return Err(ErrorKind::FieldCount { expected: header.len(), found: fields.len() }.into());
                }
                let mut values = Vec::with_capacity(places.len());
                for (at, name) in places.iter().zip(&names) {
                    values.push(number(fields[*at]).map_err(|error| error.at_field(name))?);
                }
                let Some(sample) = self.find(family.map(|at| fields[at]), fields[id])? else {
                    unknown += 1;
                    return Ok(());
                };
                if std::mem::replace(&mut seen[sample], true) {
                    return Err(TrainingKind::PersonTwice.into());
                }
                columns.iter_mut().zip(values).for_each(|(column, value)| column[sample] = value);
                Ok(())
            };
            take().map_err(|error| error.at_line(line))?;
        }
        if !seen.contains(&true) {
            return Err(TrainingKind::NobodyMatches { what }.into());
        }
        Ok(Table { names, columns, unknown })
    }

    /// Reads a list of ids, `IID` or `FID IID` a line; a line of column names may come first. Gives the samples' numbers, rising,
    /// and how many ids the genotypes do not have.
    ///
    /// Errors: `training-nobody-matches`, `training-sample-twice`, `unreadable`.
    pub fn read_list(&self, path: &Path) -> Result<(Vec<usize>, u64)> {
        let (mut found, mut unknown) = (Vec::new(), 0);
        for (line, text) in (1_u64..).zip(read(path)?.lines()) {
            let fields: Vec<&str> = text.split_whitespace().collect();
            let (family, id) = match fields.as_slice() {
                [] => continue,
                [first, ..] if first.starts_with('#') || ["FID", "IID"].contains(first) => continue,
                [id] => (None, *id),
                [family, id, ..] => (Some(*family), *id),
            };
            let sample = self.find(family, id);
            match sample.map_err(|error| error.in_input(Role::Options, &name_of(path)).at_line(line))? {
                Some(sample) => found.push(sample),
                None => unknown += 1,
            }
        }
        if found.is_empty() {
            let error = Error::from(TrainingKind::NobodyMatches { what: "the list of samples" });
            return Err(error.in_input(Role::Options, &name_of(path)));
        }
        found.sort_unstable();
        found.dedup();
        Ok((found, unknown))
    }
}

/// Reads one positive number a line, and puts them in falling order; a line of a column's name may come first.
///
/// Errors: `training-bad-lambda`, `unreadable`.
pub fn read_lambdas(path: &Path) -> Result<Vec<f64>> {
    let mut lambdas = Vec::new();
    for (line, text) in (1_u64..).zip(read(path)?.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        match text.trim().parse::<f64>() {
            Ok(lambda) if lambda.is_finite() && lambda > 0.0 => lambdas.push(lambda),
            Err(_) if line == 1 && text.trim().starts_with(|first: char| first.is_alphabetic()) => {}
            _ => {
                let error = Error::from(TrainingKind::BadLambda).at_line(line);
                return Err(error.in_input(Role::Options, &name_of(path)));
            }
        }
    }
    if lambdas.is_empty() {
        return Err(Error::from(TrainingKind::BadLambda).in_input(Role::Options, &name_of(path)));
    }
    lambdas.sort_by(|one, other| other.total_cmp(one));
    lambdas.dedup();
    Ok(lambdas)
}

fn number(text: &str) -> Result<Option<f64>> {
    if NOT_KNOWN.contains(&text) {
        return Ok(None);
    }
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    value.map(Some).ok_or_else(|| TrainingKind::NotANumber.into())
}

/// What stands between fields: tabs, or blanks where the header has no tab.
#[derive(Clone, Copy)]
enum Separator {
    Tab,
    Blanks,
}

impl Separator {
    fn of(header: &str) -> Self {
        if header.contains('\t') { Self::Tab } else { Self::Blanks }
    }

    fn split(self, line: &str) -> Vec<&str> {
        match self {
            Self::Tab => line.split('\t').map(str::trim).collect(),
            Self::Blanks => line.split_whitespace().collect(),
        }
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path)
        .map_err(|error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Options, &name_of(path)))
}

/// Reads `IID` and one column of words, by id.
///
/// Errors: `training-column-missing`, `training-person-twice`, `unreadable`.
pub fn read_words(path: &Path, column: &str) -> Result<HashMap<String, String>> {
    let text = read(path)?;
    let mut lines = (1_u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let separator = Separator::of(text.lines().next().unwrap_or(""));
    let header: Vec<&str> =
        lines.next().map_or_else(Vec::new, |(_, line)| separator.split(line.trim_start_matches('#')));
    let place = |name: &str| {
        header.iter().position(|found| *found == name).ok_or_else(|| {
            Error::from(TrainingKind::ColumnMissing { column: name.to_owned() }).in_input(Role::Options, &name_of(path))
        })
    };
    let (id, word) = (place("IID")?, place(column)?);
    let mut words = HashMap::new();
    for (line, text) in lines {
        let fields = separator.split(text);
        let field = |at: usize| fields.get(at).copied().unwrap_or("").to_owned();
        if words.insert(field(id), field(word)).is_some() {
            return Err(Error::from(TrainingKind::PersonTwice).in_input(Role::Options, &name_of(path)).at_line(line));
        }
    }
    Ok(words)
}
