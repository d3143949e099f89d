//! Reads the tables that an ancestry panel is built from: akt's sites with loadings, its people's coordinates, and their labels.
//!
//! Source: Arthur et al. 2017, Bioinformatics 33:142 (akt); the 1000 Genomes Project's list of samples.

use crate::bytes::lines::{LineReader, trim_line};
use crate::bytes::{SharedSource, open_text};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::genome::{Chromosome, RsId, Site};
use crate::reference::{ListedPerson, ListedSite};
use std::collections::HashMap;

/// Most rows of one of these tables.
const ROWS_MAX: usize = 1_000_000;
/// Most components of one of these tables.
const COMPONENTS_MAX: usize = 64;

/// Sites of a VCF whose INFO has the frequency of ALT, `AF`, and the loadings, `WEIGHT`.
///
/// Errors: `record-corrupt`, `bad-number`, `bad-position`, `bad-chromosome` and `field-count` with the line, those of the text.
pub fn read_listed_sites(source: &SharedSource) -> Result<Vec<ListedSite>> {
    read_rows(source, |line| (!line.starts_with(b"#")).then(|| read_site(line)))
}

/// People with their coordinates: a name and a number for each component, with blanks between.
///
/// Errors: `bad-number` and `field-count` with the line, those of the text.
pub fn read_listed_people(source: &SharedSource) -> Result<Vec<ListedPerson>> {
    read_rows(source, |line| Some(read_person(line)))
}

/// A person's name → population and group, of a table whose first line names its columns.
///
/// Errors: `record-corrupt` and `field-count` with the line, those of the text.
pub fn read_labels(source: &SharedSource) -> Result<HashMap<String, (String, String)>> {
    let rows = read_rows(source, |line| (!line.starts_with(b"sample")).then(|| read_label(line)))?;
    Ok(rows.into_iter().collect())
}

fn read_rows<T>(
    source: &SharedSource,
    read: impl Fn(&[u8]) -> Option<std::result::Result<T, ErrorKind>>,
) -> Result<Vec<T>> {
    let read_all = || {
        let mut lines = LineReader::new(open_text(source.clone())?.stream);
        let mut rows = Vec::new();
        while let Some(block) = lines.next_block()? {
            for (number, line) in (block.first_line..).zip(block.bytes.split(|byte| *byte == b'\n')) {
                let line = trim_line(line).trim_ascii_end();
                let Some(row) = (!line.is_empty()).then(|| read(line)).flatten() else { continue };
                if rows.len() >= ROWS_MAX {
                    return Err(Error::new(ErrorKind::TooManyRows { limit: ROWS_MAX as u64 }).at_line(number));
                }
                rows.push(row.map_err(|kind| Error::new(kind).at_line(number))?);
            }
        }
        if rows.is_empty() { Err(ErrorKind::NoRows.into()) } else { Ok(rows) }
    };
    read_all().map_err(|error| error.in_input(Role::Reference, source.name()))
}

fn read_site(line: &[u8]) -> std::result::Result<ListedSite, ErrorKind> {
    let fields: Vec<&[u8]> = line.split(|byte| *byte == b'\t').collect();
    let [chromosome, position, id, reference, alternate, _, _, info, ..] = fields.as_slice() else {
        return Err(ErrorKind::FieldCount { expected: 8, found: fields.len() });
    };
    let chromosome = Chromosome::parse(chromosome).ok_or(ErrorKind::BadChromosome)?;
    let position = std::str::from_utf8(position).ok().and_then(|text| text.parse::<u32>().ok());
    let position = position.filter(|position| *position > 0).ok_or(ErrorKind::BadPosition)?;
    let of_key = |key: &[u8]| {
        info.split(|byte| *byte == b';')
            .find_map(|pair| pair.strip_prefix(key).and_then(|rest| rest.strip_prefix(b"=")))
    };
    let missing = ErrorKind::RecordCorrupt { what: "an INFO field without AF and WEIGHT" };
    let (Some(frequency), Some(loadings)) = (of_key(b"AF"), of_key(b"WEIGHT")) else { return Err(missing) };
    let frequency = number(frequency)?;
    if !(0.0..=1.0).contains(&frequency) {
        return Err(ErrorKind::BadNumber);
    }
    Ok(ListedSite {
        site: Site::new(chromosome, position),
        id: RsId::parse(id),
        reference: reference.to_ascii_uppercase(),
        alternate: alternate.to_ascii_uppercase(),
        frequency,
        loadings: numbers(loadings.split(|byte| *byte == b','))?,
    })
}

fn read_person(line: &[u8]) -> std::result::Result<ListedPerson, ErrorKind> {
    let mut fields = line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty());
    let id = fields.next().ok_or(ErrorKind::FieldCount { expected: 2, found: 0 })?;
    let coordinates = numbers(fields)?;
    if coordinates.is_empty() {
        return Err(ErrorKind::FieldCount { expected: 2, found: 1 });
    }
    Ok(ListedPerson { id: String::from_utf8_lossy(id).into_owned(), coordinates })
}

fn read_label(line: &[u8]) -> std::result::Result<(String, (String, String)), ErrorKind> {
    let fields: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty()).collect();
    let [id, population, group, ..] = fields.as_slice() else {
        return Err(ErrorKind::FieldCount { expected: 3, found: fields.len() });
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((text(id), (text(population), text(group))))
}

fn numbers<'a>(fields: impl Iterator<Item = &'a [u8]>) -> std::result::Result<Vec<f64>, ErrorKind> {
    let numbers: Vec<f64> = fields.take(COMPONENTS_MAX + 1).map(number).collect::<std::result::Result<_, _>>()?;
    if numbers.len() > COMPONENTS_MAX {
        return Err(ErrorKind::FieldCount { expected: COMPONENTS_MAX, found: numbers.len() });
    }
    Ok(numbers)
}

fn number(field: &[u8]) -> std::result::Result<f64, ErrorKind> {
    let value = std::str::from_utf8(field).ok().and_then(|text| text.trim().parse::<f64>().ok());
    value.filter(|value| value.is_finite()).ok_or(ErrorKind::BadNumber)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::MemorySource;
    use std::rc::Rc;

    fn source(text: &str) -> SharedSource {
        Rc::new(MemorySource::new("table", text.as_bytes()))
    }

    #[test]
    fn tables_as_published() {
        let sites =
            read_listed_sites(&source("##x\n#CHROM\n1\t9\trs4\tT\tC\t100\t.\tAF=0.4;WEIGHT=-0.5,1e-3\n")).unwrap();
        assert_eq!(sites.len(), 1);
        assert_eq!((sites[0].frequency, sites[0].loadings.as_slice()), (0.4, &[-0.5, 0.001][..]));
        let people = read_listed_people(&source("HG1  1.5   -2\nHG2 3 4\n")).unwrap();
        assert_eq!((people[1].id.as_str(), people[0].coordinates.as_slice()), ("HG2", &[1.5, -2.0][..]));
        let labels = read_labels(&source("sample\tpop\tsuper_pop\tgender\t\t\nHG1\tGBR\tEUR\tmale\n")).unwrap();
        assert_eq!(labels["HG1"], ("GBR".to_owned(), "EUR".to_owned()));
    }

    #[test]
    fn damage_is_told_with_its_line() {
        let rows = [
            ("1\t9\trs4\tT\tC\t100\t.\n", "field-count"),
            ("zz\t9\trs4\tT\tC\t.\t.\tAF=0.4;WEIGHT=1\n", "bad-chromosome"),
            ("1\t0\trs4\tT\tC\t.\t.\tAF=0.4;WEIGHT=1\n", "bad-position"),
            ("1\t9\trs4\tT\tC\t.\t.\tAF=0.4\n", "record-corrupt"),
            ("1\t9\trs4\tT\tC\t.\t.\tAF=1.4;WEIGHT=1\n", "bad-number"),
            ("1\t9\trs4\tT\tC\t.\t.\tAF=0.4;WEIGHT=1,nan\n", "bad-number"),
            ("# nothing but this\n", "no-rows"),
        ];
        for (text, code) in rows {
            let error = read_listed_sites(&source(text)).unwrap_err();
            assert_eq!(error.code(), code, "{text}");
        }
        assert_eq!(read_listed_people(&source("HG1\n")).unwrap_err().place().line, Some(1));
        assert_eq!(read_labels(&source("a b\n")).unwrap_err().code(), "field-count");
    }
}
