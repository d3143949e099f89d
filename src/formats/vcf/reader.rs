//! Streams the records of a VCF, and reads their calls where they are asked for.

use super::calls::{Wanted, read_call};
use super::counts::Counts;
use super::fixed::{Contig, Fixed, Outcome, corrupt};
use super::format::Formats;
use super::header::Header;
use super::lines::{Line, Lines};
use crate::bytes::ByteStream;
use crate::bytes::bgzf::may_be_cut;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::genome::{Build, Calls, PackedCalls, PlainRun, Reading, Record, RecordStream, Sample};
use std::ops::Range;

/// Reads a VCF record by record.
pub struct VcfReader {
    lines: Lines,
    header: Header,
    reading: Reading,
    counts: Counts,
    contig: Contig,
    formats: Formats,
    /// The record given last.
    given: Option<Given>,
}

/// Where the calls of a record lie.
struct Given {
    /// FORMAT and the samples; none where the line ends with INFO.
    behind: Option<Range<usize>>,
    line: u64,
    is_open: bool,
    alts: usize,
    is_reference_block: bool,
}

impl VcfReader {
    /// A reader of a text from its start; the header is read here.
    ///
    /// Errors: `header-corrupt`, `file-truncated`, and those of the text.
    pub fn new(stream: Box<dyn ByteStream>, reading: Reading) -> Result<Self> {
        Self::over(Lines::new(stream), reading)
    }

    pub(super) fn over(mut lines: Lines, reading: Reading) -> Result<Self> {
        let header = Header::read(&mut lines)?;
        let (counts, contig, formats) = (Counts::default(), Contig::default(), Formats::default());
        Ok(Self { lines, header, reading, counts, contig, formats, given: None })
    }

    /// The build that the header's contig lengths are of, or that it names.
    pub fn header_build(&self) -> Option<Build> {
        self.header.evidence.build()
    }

    /// Goes on with records of the same file from another text of whole lines.
    pub(in crate::formats) fn go_on(&mut self, stream: Box<dyn ByteStream>) {
        self.lines = Lines::new(stream);
        self.given = None;
    }

    /// Whether reference blocks may say their length in FORMAT, which an index may know nothing of.
    pub(in crate::formats) fn may_have_lengths(&self) -> bool {
        self.header.may_have_lengths
    }

    /// Reads what is wanted of the calls of the record given last.
    fn read_given<T>(&mut self, read: impl FnOnce(Wanted<'_>, &mut Counts) -> Result<T>) -> Result<T> {
        let Some(given) = &self.given else {
            return Err(ErrorKind::Internal { what: "calls are asked for behind a record" }.into());
        };
        let Self { lines, header, reading, counts, formats, .. } = self;
        let behind = given.behind.as_ref().map_or(b"".as_slice(), |behind| lines.text(behind.clone()));
        let samples = header.samples.len();
        let read = || {
            let (format, columns) = formats.strip(behind, given.is_reference_block, samples, reading)?;
            read(Wanted { columns, samples, alts: given.alts, format, reading }, counts)
        };
        let read = read();
        read.map_err(|error| as_placed(error, given.line, given.is_open))
    }

    /// Checks a last line without a line end: it may have been cut anywhere. `record` where it was read.
    fn check_open(&self, line: &Line, record: Option<&Record>) -> Result<()> {
        let truncated = || Err(Error::new(ErrorKind::FileTruncated).at_line(line.number));
        let text = self.lines.text(line.range.clone());
        let expected = if self.header.samples.is_empty() { 8 } else { 9 + self.header.samples.len() };
        let mut columns = text.split(|byte| *byte == b'\t');
        if columns.clone().count() < expected {
            return truncated();
        }
        if self.header.samples.is_empty() {
            return Ok(());
        }
        let keys: Vec<&[u8]> = columns.nth(8).unwrap_or_default().split(|byte| *byte == b':').collect();
        let parts: Vec<&[u8]> = columns.next_back().unwrap_or_default().split(|byte| *byte == b':').collect();
        let Some(&[b'G', b'T']) = keys.first() else {
            return if parts.len() < keys.len() { truncated() } else { Ok(()) };
        };
        let mut call = [0; super::COPIES_MAX];
        let alts = record.map_or(Record::ALLELES_MAX, |record| record.alleles() - 1);
        let Ok(read) = read_call(parts.first().copied().unwrap_or_default(), alts, &mut call) else {
            return truncated();
        };
        let chromosome = record.and_then(|record| record.site.chromosome());
        let is_autosome = chromosome.is_some_and(|chromosome| chromosome.index() <= 22);
        let is_missing = read.missing == read.copies;
        if !is_missing && (parts.len() < keys.len() || is_autosome && keys.len() == 1 && read.copies == 1) {
            return truncated();
        }
        Ok(())
    }

    /// Skips a blank line or a header line between records; `false` for a record.
    fn skip(&mut self, line: &Line) -> Result<bool> {
        let text = self.lines.text(line.range.clone());
        match text.first() {
            Some(b'#') if text.starts_with(b"##") || text == self.header.columns => {
                self.counts.repeated_headers += 1;
                Ok(true)
            }
            Some(b'#') => {
                let what = "a second #CHROM line that differs from the first";
                Err(Error::new(ErrorKind::HeaderCorrupt { what }).at_line(line.number))
            }
            _ => Ok(text.trim_ascii().is_empty()),
        }
    }
}

/// The error with its line. What cannot be read in a last line without a line end was cut.
#[cold]
fn as_placed(error: Error, line: u64, is_open: bool) -> Error {
    let error = if is_open { ErrorKind::FileTruncated.into() } else { error };
    error.at_line(line)
}

impl RecordStream for VcfReader {
    fn samples(&self) -> &[Sample] {
        &self.header.samples
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.given = None;
        while let Some(line) = self.lines.advance()? {
            let text = self.lines.text(line.range.clone());
            if matches!(text.first(), None | Some(b'#' | b' ' | b'\t')) && self.skip(&line)? {
                continue;
            }
            let text = self.lines.text(line.range.clone());
            let Some(fixed) = Fixed::cut(text, &mut self.contig) else {
                let error =
                    if line.is_open { ErrorKind::FileTruncated.into() } else { corrupt("the number of columns") };
                return Err(error.at_line(line.number));
            };
            let outcome =
                fixed.read(&self.contig, record).map_err(|error| as_placed(error, line.number, line.is_open))?;
            let behind = fixed.behind.map(|behind| line.range.end - behind.len()..line.range.end);
            self.counts.records += 1;
            if line.is_open {
                if self.lines.may_be_cut() {
                    return Err(Error::new(ErrorKind::FileTruncated).at_line(line.number));
                }
                self.counts.has_open_end = true;
                self.check_open(&line, Some(&*record).filter(|_| outcome == Outcome::Read))?;
            }
            match outcome {
                Outcome::Read => {
                    self.given = Some(Given {
                        behind,
                        line: line.number,
                        is_open: line.is_open,
                        alts: record.alleles() - 1,
                        is_reference_block: record.is_reference_block,
                    });
                    return Ok(true);
                }
                Outcome::OtherContig => self.counts.other_contigs += 1,
                Outcome::Unplaced => self.counts.unplaced += 1,
                Outcome::BeyondEnd => self.counts.beyond_ends += 1,
                Outcome::ManyAlleles => self.counts.many_alleles += 1,
            }
        }
        self.counts.is_empty = self.counts.records == 0;
        self.counts.may_be_cut = self.lines.may_be_cut();
        Ok(false)
    }

    fn next_plain(&mut self) -> Result<PlainRun<'_>> {
        self.given = None;
        let Self { lines, header, reading, counts, .. } = self;
        let has_floor = reading.least_quality.is_some() || reading.least_depth.is_some();
        if header.samples.len() != 1 || has_floor {
            return Ok(PlainRun::default());
        }
        let run = lines.next_plain(reading)?;
        counts.records += run.records.len() as u64;
        Ok(run)
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        self.read_given(|wanted, counts| wanted.read(calls, counts))
    }

    fn read_packed(&mut self, packed: &mut PackedCalls) -> Result<bool> {
        let is_packed = self.read_given(|wanted, _| Ok(wanted.read_packed(packed)))?;
        if !is_packed {
            packed.clear();
        }
        Ok(is_packed)
    }

    fn bytes_done(&self) -> u64 {
        self.lines.bytes_done()
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = self.counts.findings(self.header.evidence.foreign_lengths);
        findings.extend(self.counts.may_be_cut.then(may_be_cut));
        findings
    }
}
