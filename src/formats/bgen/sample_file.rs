//! Reads the people of a BGEN file from the `.sample` file beside it.
//!
//! Source: the sample file format of QCTOOL (Oxford): a line of column names, a line of column types, a line for each sample.

use crate::bytes::ByteStream;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::plink2::SAMPLES_MAX;
use crate::formats::plink2::text_lines::{TextLines, fields};
use crate::genome::{Sample, Sex};

/// Where the columns that are read stand.
struct Columns {
    second: Option<usize>,
    sex: Option<usize>,
    count: usize,
}

/// Whether a line names the columns of a `.sample` file: `ID_1 ID_2 missing …`, or `ID …` with one identifier.
pub fn names_columns(line: &[u8]) -> bool {
    let mut names = fields(line);
    match names.next() {
        Some(first) if is_named(first, b"ID_1") => {
            names.next().is_some_and(|second| is_named(second, b"ID_2") || is_named(second, b"missing"))
        }
        Some(first) if is_named(first, b"ID") => names.next().is_some_and(|second| is_named(second, b"missing")),
        _ => false,
    }
}

fn is_named(field: &[u8], name: &[u8]) -> bool {
    field.eq_ignore_ascii_case(name)
}

/// All samples of a list, in its order: `ID_2` is the id and `ID_1` the family; `ID_1` is the id where there is no other.
///
/// Errors: `header-corrupt`, `field-count`, `no-rows`, `too-many-rows`, those of the lines, each with its line.
pub fn read_sample_file(stream: Box<dyn ByteStream>) -> Result<Vec<Sample>> {
    let mut lines = TextLines::new(stream);
    let columns = read_header(&mut lines)?;
    let mut people: Vec<(String, Sample)> = Vec::new();
    while let Some(range) = lines.advance()? {
        let (line, number) = (lines.text(range), lines.line());
        if people.len() as u64 == SAMPLES_MAX {
            return Err(Error::new(ErrorKind::TooManyRows { limit: SAMPLES_MAX }).at_line(number));
        }
        let found = fields(line).count();
        if found != columns.count {
            return Err(Error::new(ErrorKind::FieldCount { expected: columns.count, found }).at_line(number));
        }
        people.push(read_person(line, &columns));
    }
    if people.is_empty() {
        return Err(ErrorKind::NoRows.into());
    }
    let has_second = people.iter().any(|(_, person)| person.id != "0");
    let named = people.into_iter().map(|(first, mut person)| {
        if columns.second.is_none() || !has_second {
            person.id = first;
        } else if first != "0" {
            person.family = Some(first);
        }
        person
    });
    Ok(named.collect())
}

fn read_header(lines: &mut TextLines) -> Result<Columns> {
    let corrupt = |what, line| Error::new(ErrorKind::HeaderCorrupt { what }).at_line(line);
    let range = lines.advance()?.ok_or(ErrorKind::Empty)?;
    let line = lines.text(range);
    if !names_columns(line) {
        return Err(corrupt("the list of samples does not begin with the columns ID_1 and ID_2", lines.line()));
    }
    let column = |name: &[u8]| fields(line).position(|field| is_named(field, name));
    let columns = Columns { second: column(b"ID_2"), sex: column(b"sex"), count: fields(line).count() };
    let range = lines.advance()?.ok_or(ErrorKind::NoRows)?;
    let (line, number) = (lines.text(range), lines.line());
    let is_type = |field: &[u8]| matches!(field, b"0" | b"D" | b"C" | b"P" | b"B");
    if !fields(line).all(is_type) || fields(line).next() != Some(b"0") {
        return Err(corrupt("the second line of the list of samples does not give the columns' types", number));
    }
    let found = fields(line).count();
    if found != columns.count {
        return Err(Error::new(ErrorKind::FieldCount { expected: columns.count, found }).at_line(number));
    }
    Ok(columns)
}

/// The first identifier, and the person by the second.
fn read_person(line: &[u8], columns: &Columns) -> (String, Sample) {
    let (mut first, mut person) = (String::new(), Sample::default());
    for (index, field) in fields(line).enumerate() {
        if index == 0 {
            first = String::from_utf8_lossy(field).into_owned();
        } else if Some(index) == columns.second {
            person.id = String::from_utf8_lossy(field).into_owned();
        } else if Some(index) == columns.sex {
            person.sex = match field {
                b"1" | b"M" | b"m" => Some(Sex::Male),
                b"2" | b"F" | b"f" => Some(Sex::Female),
                _ => None,
            };
        }
    }
    (first, person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::{MemorySource, PlainStream};
    use std::rc::Rc;

    fn read(text: &str) -> Result<Vec<Sample>> {
        read_sample_file(Box::new(PlainStream::new(Rc::new(MemorySource::new("list", text)))))
    }

    #[test]
    fn samples_of_every_kind_of_list() {
        let sample =
            |id: &str, family: Option<&str>, sex| Sample { id: id.into(), family: family.map(Into::into), sex };
        let (male, female) = (Some(Sex::Male), Some(Sex::Female));
        let rows = [
            (
                "both ids",
                "ID_1 ID_2 missing sex\n0 0 0 D\nf a 0 1\n0 b 0.5 2\n",
                vec![sample("a", Some("f"), male), sample("b", None, female)],
            ),
            (
                "no second id",
                "ID_1 ID_2 missing\r\n0 0 0\r\na 0 0\r\nb 0 0",
                vec![sample("a", None, None), sample("b", None, None)],
            ),
            (
                "tabs, other columns",
                "id_1\tid_2\tmissing\tAGE\tSEX\n0\t0\t0\tC\tD\n1\t1\t0\t44\tM\n",
                vec![sample("1", Some("1"), male)],
            ),
            ("one id", "ID missing sex\n0 0 D\na 0 NA\n", vec![sample("a", None, None)]),
        ];
        for (name, text, expected) in rows {
            assert_eq!(read(text).unwrap(), expected, "{name}");
        }
    }

    #[test]
    fn broken_lists_have_a_code_and_a_line() {
        let rows = [
            ("nothing", "", "empty", None),
            ("no types", "ID_1 ID_2 missing\n", "no-rows", None),
            ("no samples", "ID_1 ID_2 missing\n0 0 0\n", "no-rows", None),
            ("another list", "#FID IID\n0 0\n", "header-corrupt", Some(1)),
            ("a sample in the place of types", "ID_1 ID_2 missing\na a 0\n", "header-corrupt", Some(2)),
            ("too few types", "ID_1 ID_2 missing\n0 0\n", "field-count", Some(2)),
            ("a short row", "ID_1 ID_2 missing\n0 0 0\na a 0\nb b\n", "field-count", Some(4)),
        ];
        for (name, text, code, line) in rows {
            let error = read(text).unwrap_err();
            assert_eq!((error.code(), error.place().line), (code, line), "{name}");
        }
    }
}
