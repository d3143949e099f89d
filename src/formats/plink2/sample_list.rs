//! Reads the people of a set: `.psam` with its header, and `.fam` without one.

use super::text_lines::{TextLines, fields};
use crate::bytes::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result};
use crate::genome::{Sample, Sex};

/// Most samples that a list may name: ten times the largest biobank of today.
pub const SAMPLES_MAX: u64 = 10_000_000;

/// Which column holds what; a column that the list lacks is `None`.
struct Columns {
    family: Option<usize>,
    id: usize,
    sex: Option<usize>,
    count: usize,
}

impl Columns {
    /// Of a list without header, by its first line (PLINK 2 file format specification, 3.1).
    fn plain(fields: usize) -> Result<Self> {
        match fields {
            ..5 => Err(ErrorKind::FieldCount { expected: 6, found: fields }.into()),
            5 => Ok(Self { family: Some(0), id: 1, sex: Some(4), count: 5 }),
            _ => Ok(Self { family: Some(0), id: 1, sex: Some(4), count: 6 }),
        }
    }

    /// Of a `#FID` or `#IID` line.
    fn named(line: &[u8]) -> Result<Self> {
        let names: Vec<&[u8]> = fields(line.strip_prefix(b"#").unwrap_or(line)).collect();
        let find = |name: &[u8]| names.iter().position(|found| *found == name);
        let repeats = |name: &&[u8]| names.iter().filter(|found| *found == name).count() > 1;
        if names.iter().any(repeats) {
            return Err(ErrorKind::HeaderCorrupt { what: "a column of the list of samples stands twice" }.into());
        }
        let Some(id) = find(b"IID") else {
            return Err(ErrorKind::HeaderCorrupt { what: "the list of samples has no column IID" }.into());
        };
        Ok(Self { family: find(b"FID"), id, sex: find(b"SEX"), count: names.len() })
    }
}

/// All samples of a list, in its order.
///
/// Errors: `no-rows`, `field-count`, `too-many-rows`, `header-corrupt`, those of the lines, each with its line.
pub(in crate::formats) fn read_samples(stream: Box<dyn ByteStream>) -> Result<Vec<Sample>> {
    let mut lines = TextLines::new(stream);
    let mut samples = Vec::new();
    let mut columns = None;
    while let Some(range) = lines.advance()? {
        let (line, number) = (lines.text(range), lines.line());
        if line.starts_with(b"#") {
            if !samples.is_empty() || columns.is_some() {
                let kind = ErrorKind::HeaderCorrupt { what: "a header line stands behind the column names" };
                return Err(Error::new(kind).at_line(number));
            }
            if line.starts_with(b"#FID") || line.starts_with(b"#IID") {
                columns = Some(Columns::named(line).map_err(|error| error.at_line(number))?);
            }
            continue;
        }
        if samples.len() as u64 == SAMPLES_MAX {
            return Err(Error::new(ErrorKind::TooManyRows { limit: SAMPLES_MAX }).at_line(number));
        }
        let found = fields(line).count();
        let columns = match &mut columns {
            Some(columns) => columns,
            None => columns.insert(Columns::plain(found).map_err(|error| error.at_line(number))?),
        };
        if found < columns.count {
            return Err(Error::new(ErrorKind::FieldCount { expected: columns.count, found }).at_line(number));
        }
        samples.push(read_sample(line, columns));
    }
    if samples.is_empty() {
        return Err(ErrorKind::NoRows.into());
    }
    Ok(samples)
}

fn read_sample(line: &[u8], columns: &Columns) -> Sample {
    let mut sample = Sample::default();
    for (index, field) in fields(line).enumerate() {
        if index == columns.id {
            sample.id = String::from_utf8_lossy(field).into_owned();
        } else if Some(index) == columns.family && field != b"0" {
            sample.family = Some(String::from_utf8_lossy(field).into_owned());
        } else if Some(index) == columns.sex {
            sample.sex = match field {
                b"1" | b"M" | b"m" => Some(Sex::Male),
                b"2" | b"F" | b"f" => Some(Sex::Female),
                _ => None,
            };
        }
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::{MemorySource, PlainStream};
    use std::rc::Rc;

    fn read(text: &str) -> Result<Vec<Sample>> {
        read_samples(Box::new(PlainStream::new(Rc::new(MemorySource::new("list", text)))))
    }

    #[test]
    fn samples_of_both_kinds_of_list() {
        let rows = [
            (".fam", "F1 a 0 0 1 -9\r\n0 b 0 0 2 1\r\n0\tc\t0\t0\t3\t2"),
            (".fam without phenotype", "F1 a 0 0 1\n0 b 0 0 2\n0 c 0 0 NA\n"),
            (".psam", "##made up\n#FID\tIID\tSID\tSEX\tPop\nF1\ta\t1\tM\tx\n0\tb\t1\tF\tx\n0\tc\t1\tNA\tx\n"),
        ];
        let sample =
            |id: &str, family: Option<&str>, sex| Sample { id: id.into(), family: family.map(Into::into), sex };
        let expected =
            [sample("a", Some("F1"), Some(Sex::Male)), sample("b", None, Some(Sex::Female)), sample("c", None, None)];
        for (name, text) in rows {
            assert_eq!(read(text).unwrap(), expected, "{name}");
        }
        assert_eq!(read("#IID\na\n").unwrap(), [sample("a", None, None)]);
    }

    #[test]
    fn broken_lists_have_a_code_and_a_line() {
        let rows = [
            ("no samples", "#IID\n", "no-rows", None),
            ("nothing", "", "no-rows", None),
            ("too few columns", "a b c d\n", "field-count", Some(1)),
            ("a short row", "a b 0 0 1 1\na b 0 0 1\n", "field-count", Some(2)),
            ("a short row under a header", "#IID SEX\na 1\nb\n", "field-count", Some(3)),
            ("no IID", "#FID SEX\na 1\n", "header-corrupt", Some(1)),
            ("a column twice", "#IID SEX SEX\na 1 1\n", "header-corrupt", Some(1)),
            ("two headers", "#IID\n#IID\na\n", "header-corrupt", Some(2)),
        ];
        for (name, text, code, line) in rows {
            let error = read(text).unwrap_err();
            assert_eq!((error.code(), error.place().line), (code, line), "{name}");
        }
    }
}
