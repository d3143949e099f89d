//! Reads genetic maps: a table of chromosome, position and centimorgans, as SHAPEIT and HapMap write them.
//!
//! The first line names the columns, separated by tabs or spaces: `pos chr cM`, or `Chromosome Position(bp) Rate(cM/Mb) Map(cM)`.
//! Rows of a chromosome stand together in order; further columns are not read.

use crate::bytes::lines::{LineReader, trim_line};
use crate::bytes::{SharedSource, open_text};
use crate::error::{Error, ErrorKind, Result};
use crate::genome::Chromosome;
use crate::reference::{GeneticMap, Knot};

/// Names of each column, in small letters: chromosome, position, centimorgans.
const COLUMNS: [&[&str]; 3] = [
    &["chr", "chrom", "chromosome", "#chr", "#chrom"],
    &["pos", "position", "position(bp)", "bp"],
    &["cm", "map(cm)", "genetic_map(cm)"],
];

/// Adds the rows of a map to `map`.
///
/// Errors: `field-count`, `record-corrupt` for a column that is missing, rows that are no place of a chromosome or
/// that fall, `empty`, `binary`, with line; and those of the text.
pub fn read_genetic_map(source: &SharedSource, map: &mut GeneticMap) -> Result<()> {
    let mut lines = LineReader::new(open_text(source.clone())?.stream);
    let mut columns = None;
    while let Some(block) = lines.next_block()? {
        for (number, line) in (block.first_line..).zip(block.bytes.split(|byte| *byte == b'\n')) {
            let text =
                std::str::from_utf8(trim_line(line)).map_err(|_| Error::new(ErrorKind::Binary).at_line(number))?;
            let fields: Vec<&str> = text.split_whitespace().collect();
            if fields.is_empty() {
                continue;
            }
            match columns {
                None => columns = Some(find_columns(&fields).map_err(|error| error.at_line(number))?),
                Some(columns) => take_row(columns, &fields, map).map_err(|error| error.at_line(number))?,
            }
        }
    }
    if columns.is_none() { Err(ErrorKind::Empty.into()) } else { Ok(()) }
}

/// Places of chromosome, position and centimorgans among the columns.
fn find_columns(header: &[&str]) -> Result<[usize; 3]> {
    let mut found = [0; 3];
    for (place, names) in found.iter_mut().zip(COLUMNS) {
        let is_wanted = |column: &&str| names.contains(&column.to_ascii_lowercase().as_str());
        *place = header.iter().position(is_wanted).ok_or_else(|| {
            let column = names.first().copied().unwrap_or_default();
            Error::new(ErrorKind::RecordCorrupt { what: "a genetic map has the columns pos, chr and cM" })
                .at_field(column)
        })?;
    }
    Ok(found)
}

fn take_row(columns: [usize; 3], fields: &[&str], map: &mut GeneticMap) -> Result<()> {
    let field = |at: usize| {
        let missing =
            || ErrorKind::FieldCount { expected: columns.into_iter().max().unwrap_or(0) + 1, found: fields.len() };
        fields.get(at).copied().ok_or_else(missing)
    };
    let [chromosome, position, cm] = columns;
    let wrong = |name| Error::new(ErrorKind::RecordCorrupt { what: "a row is a place of a chromosome" }).at_field(name);
    let chromosome = Chromosome::parse(field(chromosome)?.as_bytes()).ok_or_else(|| wrong("chr"))?;
    let position = field(position)?.parse().map_err(|_| wrong("pos"))?;
    let cm = field(cm)?.parse().map_err(|_| wrong("cM"))?;
    map.push(chromosome, Knot { position, cm })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::source::MemorySource;
    use std::rc::Rc;

    fn read(text: &str) -> Result<GeneticMap> {
        let mut map = GeneticMap::default();
        let source: SharedSource = Rc::new(MemorySource::new("map.txt", text.as_bytes().to_vec()));
        read_genetic_map(&source, &mut map).map(|()| map)
    }

    #[test]
    fn both_layouts_say_the_same() {
        let shapeit = "pos\tchr\tcM\n1000000\t22\t0.0\n2000000\t22\t1.5\n";
        let hapmap =
            "Chromosome\tPosition(bp)\tRate(cM/Mb)\tMap(cM)\nchr22\t1000000\t1.5\t0.0\nchr22\t2000000\t0\t1.5\n";
        let last = Chromosome::autosome(22).expect("an autosome");
        for text in [shapeit, hapmap] {
            let map = read(text).expect("a map");
            assert!(map.covers(last));
            assert!((map.cm_at(last, 1_500_000) - 0.75).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_wrong_has_code_and_line() {
        let rows = [
            ("", "empty", None),
            ("pos chr rate\n1 1 1\n", "record-corrupt", Some(1)),
            ("pos chr cM\n1 22\n", "field-count", Some(2)),
            ("pos chr cM\n1 22 0\nx 22 1\n", "record-corrupt", Some(3)),
            ("pos chr cM\n5 22 0\n4 22 1\n", "record-corrupt", Some(3)),
            ("pos chr cM\n5 33 0\n", "record-corrupt", Some(2)),
        ];
        for (text, code, line) in rows {
            let error = read(text).expect_err(text);
            assert_eq!((error.code(), error.place().line), (code, line), "{text}");
        }
    }
}
