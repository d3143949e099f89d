//! Streams the variants of a set: `.pvar` with its header (a VCF without samples too), and `.bim` without one.

use super::text_lines::{TextLines, fields};
use crate::bytes::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::{Finding, Severity};
use crate::formats::vcf::build_evidence::BuildEvidence;
use crate::genome::{Build, Chromosome, Record, RsId, Site};

/// Columns that are read, in the order of [`Columns::at`].
const NAMES: [&str; 7] = ["CHROM", "POS", "ID", "REF", "ALT", "FILTER", "INFO"];
const CHROM: usize = 0;
const POS: usize = 1;
const ID: usize = 2;
const REF: usize = 3;
const ALT: usize = 4;
const FILTER: usize = 5;
const INFO: usize = 6;

/// Where each of [`NAMES`] stands in a row.
struct Columns {
    at: [Option<usize>; NAMES.len()],
    count: usize,
    /// For each column of a row, which of [`NAMES`] it is.
    names: Vec<Option<usize>>,
}

impl Columns {
    /// Of a list without header, by its first line (PLINK 2 file format specification, 4.1): `#CHROM ID CM POS ALT REF`,
    /// or without `CM`.
    fn plain(fields: usize) -> Result<Self> {
        let (pos, count) = match fields {
            ..5 => return Err(ErrorKind::FieldCount { expected: 6, found: fields }.into()),
            5 => (2, 5),
            _ => (3, 6),
        };
        let at = [Some(0), Some(pos), Some(1), Some(pos + 2), Some(pos + 1), None, None];
        Ok(Self { at, count, names: Vec::new() }.with_names())
    }

    /// Of a `#CHROM` line; what follows `FORMAT` does not count.
    fn named(line: &[u8]) -> Result<Self> {
        let mut columns = Self { at: [None; NAMES.len()], count: 0, names: Vec::new() };
        for name in fields(line.strip_prefix(b"#").unwrap_or(line)).take_while(|name| *name != b"FORMAT") {
            let known = NAMES.iter().position(|known| known.as_bytes() == name);
            if let Some(column) = known.and_then(|known| columns.at.get_mut(known))
                && column.replace(columns.count).is_some()
            {
                let what = "a column of the list of variants stands twice";
                return Err(ErrorKind::HeaderCorrupt { what }.into());
            }
            columns.count += 1;
        }
        let [Some(_), Some(_), Some(_), Some(_), Some(_), _, _] = columns.at else {
            let what = "the list of variants lacks one of #CHROM, POS, ID, REF and ALT";
            return Err(ErrorKind::HeaderCorrupt { what }.into());
        };
        Ok(columns.with_names())
    }

    fn with_names(mut self) -> Self {
        let name_of = |column| self.at.iter().position(|at| *at == Some(column));
        self.names = (0..self.count).map(name_of).collect();
        self
    }
}

/// What a list had that is counted rather than kept.
#[derive(Default)]
struct Counts {
    other_contigs: u64,
    unplaced: u64,
    many_alleles: u64,
}

/// The variants of a set, one at a time.
pub(in crate::formats) struct VariantList {
    lines: TextLines,
    columns: Columns,
    /// Whether the first row is at hand already.
    first: Option<(usize, usize)>,
    build: Option<Build>,
    /// Rows given or skipped so far.
    rows: u64,
    counts: Counts,
    is_provisional: bool,
}

impl VariantList {
    /// Reads the header.
    ///
    /// Errors: `no-rows`, `header-corrupt`, `field-count`, those of the lines.
    pub fn new(stream: Box<dyn ByteStream>) -> Result<Self> {
        let mut lines = TextLines::new(stream);
        let (mut columns, mut build) = (None, BuildEvidence::default());
        while let Some(range) = lines.advance()? {
            let (line, number) = (lines.text(range), lines.line());
            if !line.starts_with(b"#") {
                let columns = match columns {
                    Some(columns) => columns,
                    None => Columns::plain(fields(line).count()).map_err(|error| error.at_line(number))?,
                };
                let (build, counts) = (build.build(), Counts::default());
                return Ok(Self { lines, columns, first: Some(range), build, rows: 0, counts, is_provisional: false });
            }
            if columns.is_some() {
                let kind = ErrorKind::HeaderCorrupt { what: "a header line stands behind the column names" };
                return Err(Error::new(kind).at_line(number));
            }
            if line.starts_with(b"#CHROM") {
                columns = Some(Columns::named(line).map_err(|error| error.at_line(number))?);
            }
            build.take(line);
        }
        Err(ErrorKind::NoRows.into())
    }

    /// The build that the header names.
    pub fn build(&self) -> Option<Build> {
        self.build
    }

    /// Rows given or skipped so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether the row given last says that its REF is provisional (`INFO` has the flag `PR`).
    pub fn is_provisional(&self) -> bool {
        self.is_provisional
    }

    /// Number of the line given last.
    pub fn line(&self) -> u64 {
        self.lines.line()
    }

    /// Reads the next row and says whether it is to be used: rows on other contigs are counted only. `None` at the end.
    ///
    /// Errors: `field-count`, `bad-position`, `header-corrupt`, those of the lines, each with its line.
    pub fn next(&mut self, record: &mut Record) -> Result<Option<bool>> {
        let range = match self.first.take() {
            Some(range) => range,
            None => match self.lines.advance()? {
                Some(range) => range,
                None => return Ok(None),
            },
        };
        self.rows += 1;
        let number = self.lines.line();
        let line = self.lines.text(range);
        if line.first() == Some(&b'#') {
            let kind = ErrorKind::HeaderCorrupt { what: "a header line stands among the variants" };
            return Err(Error::new(kind).at_line(number));
        }
        let mut cells: [&[u8]; NAMES.len()] = [b""; NAMES.len()];
        let mut found = 0;
        for (name, field) in self.columns.names.iter().zip(fields(line)) {
            if let Some(cell) = name.and_then(|name| cells.get_mut(name)) {
                *cell = field;
            }
            found += 1;
        }
        if found < self.columns.count {
            return Err(Error::new(ErrorKind::FieldCount { expected: self.columns.count, found }).at_line(number));
        }
        self.is_provisional = cells[INFO].split(|byte| *byte == b';').any(|entry| entry == b"PR");
        fill(record, &cells, &mut self.counts).map(Some).map_err(|error| error.at_line(number))
    }

    /// Reads on to the end, and says how many rows the list has.
    ///
    /// Errors: those of the lines.
    pub fn count_rest(&mut self) -> Result<u64> {
        self.rows += u64::from(self.first.take().is_some());
        while self.lines.advance()?.is_some() {
            self.rows += 1;
        }
        Ok(self.rows)
    }

    /// What was counted so far.
    pub fn findings(&self) -> Vec<Finding> {
        let Counts { other_contigs, unplaced, many_alleles } = self.counts;
        let rows = [
            (
                "unplaced-markers",
                Severity::Info,
                unplaced,
                "Markers without chromosome or position. Scores can reach them only by rsID.",
            ),
            ("other-contigs", Severity::Info, other_contigs, "Markers on alternative contigs were left out."),
            ("many-alleles", Severity::Note, many_alleles, "Records with more than 254 alleles were left out."),
            (
                "unended-list",
                Severity::Note,
                u64::from(self.lines.is_unended()),
                "The list of variants ends in the middle of a line; if it was cut there, its last allele may be too short.",
            ),
        ];
        rows.into_iter()
            .filter(|row| row.2 > 0)
            .map(|(code, weight, count, text)| Finding::new(code, weight, count, text))
            .collect()
    }
}

/// Fills the record from a row's cells and says whether it is to be used.
fn fill(record: &mut Record, cells: &[&[u8]; NAMES.len()], counts: &mut Counts) -> Result<bool> {
    let position = read_position(cells[POS]).map_err(|error| error.at_field(NAMES[POS]))?;
    let chromosome = read_chromosome(cells[CHROM]);
    if chromosome.is_none() && cells[CHROM] != b"0" {
        counts.other_contigs += 1;
        return Ok(false);
    }
    let site = match (chromosome, position) {
        (Some(chromosome), Some(position)) => Site::new(chromosome, position),
        _ => Site::NONE,
    };
    counts.unplaced += u64::from(!site.is_some());
    let id = cells[ID].split(|byte| *byte == b';').next().unwrap_or_default();
    record.begin(site, RsId::parse(id));
    record.passes = matches!(cells[FILTER], b"" | b"." | b"PASS");
    // VCF's word for a base that is not known.
    let reference = if is_missing(cells[REF]) { b"N" } else { cells[REF] };
    record.push_allele(reference);
    record.end = site.position().saturating_add(u32::try_from(reference.len()).unwrap_or(1)).saturating_sub(1);
    if !site.is_some() {
        record.end = 0;
    }
    if !is_missing(cells[ALT]) {
        for alternative in cells[ALT].split(|byte| *byte == b',') {
            if alternative.is_empty() {
                return Err(Error::new(ErrorKind::RecordCorrupt { what: "an empty allele" }).at_field(NAMES[ALT]));
            }
            if record.alleles() == Record::ALLELES_MAX {
                counts.many_alleles += 1;
                return Ok(false);
            }
            record.push_allele(alternative);
        }
    }
    Ok(true)
}

/// PLINK 1 writes `0` and PLINK 2 `.` where there is no allele.
fn is_missing(allele: &[u8]) -> bool {
    matches!(allele, b"0" | b".")
}

/// PLINK 2 also knows the pseudo-autosomal regions by name (`--split-par`).
fn read_chromosome(name: &[u8]) -> Option<Chromosome> {
    let bare = name.strip_prefix(b"chr").unwrap_or(name);
    if matches!(bare, b"PAR1" | b"PAR2") { Some(Chromosome::X) } else { Chromosome::parse(name) }
}

/// `None` for 0 and below, which PLINK writes where a place is not known or to be left out.
fn read_position(text: &[u8]) -> Result<Option<u32>> {
    let (digits, is_negative) = match text {
        [b'-', digits @ ..] => (digits, true),
        _ => (text, false),
    };
    if digits.is_empty() || digits.len() > 10 || !digits.iter().all(u8::is_ascii_digit) {
        return Err(ErrorKind::BadPosition.into());
    }
    let position = digits.iter().fold(0u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    match u32::try_from(position) {
        Ok(position) if position < 1 << 31 => Ok((position > 0 && !is_negative).then_some(position)),
        _ => Err(ErrorKind::BadPosition.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::{MemorySource, PlainStream};
    use std::rc::Rc;

    fn list(text: &str) -> Result<VariantList> {
        VariantList::new(Box::new(PlainStream::new(Rc::new(MemorySource::new("list", text)))))
    }

    /// Site, rsID, alleles joined with `/`, and whether it passes.
    fn rows(text: &str) -> Vec<String> {
        let (mut list, mut record, mut rows) = (list(text).unwrap(), Record::default(), Vec::new());
        while let Some(used) = list.next(&mut record).unwrap() {
            let alleles: Vec<_> = (0..record.alleles()).map(|at| String::from_utf8_lossy(record.allele(at))).collect();
            let row = format!("{}-{} {} {} {}", record.site, record.end, record.id, alleles.join("/"), record.passes);
            rows.push(if used { row } else { "skipped".to_owned() });
        }
        rows
    }

    #[test]
    fn rows_of_both_kinds_of_list() {
        let bim = "1 rs1 0 100 a C\r\n23\trs2\t0.5\t-7\t0\tGG\n0 rs3 0 5 0 0\nHLA x 0 5 A C\nPAR1 v 0 9 A,T CC";
        let expected =
            ["1:100-100 rs1 C/A true", "?-0 rs2 GG true", "?-0 rs3 N true", "skipped", "X:9-10 rs0 CC/A/T true"];
        assert_eq!(rows(bim), expected);
        let pvar = "##fileformat=VCFv4.2\n##contig=<ID=1,length=249250621>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\
                    chr1\t100\trs1;rs9\tC\tA,<DEL>\t.\tPASS\tPR;X=1\n1\t101\t.\tC\t.\t9\tq10\t.\n";
        assert_eq!(rows(pvar), ["1:100-100 rs1 C/A/<DEL> true", "1:101-101 rs0 C false"]);
        let mut list = list(pvar).unwrap();
        assert_eq!(list.build(), Some(Build::Grch37));
        assert!(list.next(&mut Record::default()).unwrap() == Some(true) && list.is_provisional());
        assert!(list.next(&mut Record::default()).unwrap() == Some(true) && !list.is_provisional());
    }

    #[test]
    fn what_is_counted() {
        let alleles = vec!["T"; 254].join(",");
        let text = format!("1 rs1 0 0 A C\nHLA x 0 5 A C\n1 rs2 0 9 {alleles} C");
        let mut list = list(&text).unwrap();
        while list.next(&mut Record::default()).unwrap().is_some() {}
        let found: Vec<_> = list.findings().iter().map(|finding| (finding.code, finding.count)).collect();
        let expected = [("unplaced-markers", 1), ("other-contigs", 1), ("many-alleles", 1), ("unended-list", 1)];
        assert_eq!(found, expected);
    }

    #[test]
    fn broken_lists_have_a_code_and_a_line() {
        let rows = [
            ("nothing", "", "no-rows", None),
            ("a header only", "#CHROM POS ID REF ALT\n", "no-rows", None),
            ("too few columns", "1 rs1 0 100\n", "field-count", Some(1)),
            ("a short row", "1 rs1 0 100 A C\n1 rs2 0 100 A\n", "field-count", Some(2)),
            ("no ALT", "#CHROM POS ID REF\n1 1 . A\n", "header-corrupt", Some(1)),
            ("a column twice", "#CHROM POS POS ID REF ALT\n1 1 1 . A C\n", "header-corrupt", Some(1)),
            ("two headers", "#CHROM POS ID REF ALT\n#CHROM POS ID REF ALT\n", "header-corrupt", Some(2)),
            ("a header among rows", "1 rs1 0 100 A C\n#x\n", "header-corrupt", Some(2)),
            ("a fraction", "1 rs1 0 100 A C\n1 rs2 0 100.0 A C\n", "bad-position", Some(2)),
            ("too large", "1 rs1 0 2147483648 A C\n", "bad-position", Some(1)),
            ("an empty allele", "1 rs1 0 1 A,,T C\n", "record-corrupt", Some(1)),
        ];
        for (name, text, code, line) in rows {
            let error = list(text)
                .and_then(|mut list| {
                    while list.next(&mut Record::default())?.is_some() {}
                    Ok(())
                })
                .unwrap_err();
            assert_eq!((error.code(), error.place().line), (code, line), "{name}");
        }
    }
}
