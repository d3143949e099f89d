//! Streams the markers of a consumer file and counts what is to be told about it.

use super::header::{is_comment, names_in};
use super::layout::{Columns, Layout};
use super::row::{Marker, Note, read_plain_tab_row, read_row};
use crate::bytes::lines::{LineReader, trim_line};
use crate::bytes::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::{Finding, Severity};
use crate::genome::{VariantBatch, VariantStream};

/// Most markers that a consumer file may have; whole-genome files come in other formats.
pub const MARKERS_MAX: u64 = 20_000_000;

/// What a file had that is counted rather than kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of data.
    pub rows: u64,
    /// Rows that the vendor did not place (chromosome or position 0).
    pub unplaced: u64,
    /// Rows on alternative contigs.
    pub other_contigs: u64,
    /// Calls of one allele and a no-call.
    pub half_calls: u64,
    /// Calls with alleles longer than one letter.
    pub sequences: u64,
    /// Ids of the vendor's own.
    pub internal_ids: u64,
    /// Header rows after the first.
    pub repeated_headers: u64,
    /// Last line cut off, with its number.
    pub truncated_line: Option<u64>,
    /// Line of the first row of data.
    pub first_line: u64,
}

impl Counts {
    /// The counts in words.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut add = |code, severity, count: u64, text: &str| {
            if count > 0 {
                findings.push(Finding::new(code, severity, count, text));
            }
        };
        add(
            "truncated-last-line",
            Severity::Fix,
            u64::from(self.truncated_line.is_some()),
            "The last line is cut off, so the download probably was too. Everything before it was read; download the file again to be sure.",
        );
        add(
            "unplaced-markers",
            Severity::Info,
            self.unplaced,
            "Markers without chromosome or position. Scores can reach them only by rsID.",
        );
        add("other-contigs", Severity::Info, self.other_contigs, "Markers on alternative contigs were left out.");
        add("half-calls", Severity::Note, self.half_calls, "Calls with one allele missing count as no-calls.");
        add(
            "sequence-alleles",
            Severity::Note,
            self.sequences,
            "Calls whose alleles are longer than one letter count as no-calls: this layout cannot say which variant is meant.",
        );
        add(
            "internal-ids",
            Severity::Info,
            self.internal_ids,
            "Markers under the vendor's own names are matched by position.",
        );
        add(
            "repeated-header",
            Severity::Info,
            self.repeated_headers,
            "The header stands again in the middle of the file; it was skipped.",
        );
        findings
    }
}

/// Reads a consumer file block by block.
pub struct DtcReader {
    lines: LineReader,
    layout: Layout,
    counts: Counts,
    /// Alleles split over two columns in the plain order; `None` where only the patient way reads.
    plain_split: Option<bool>,
}

impl DtcReader {
    /// A reader of text that [`recognise_layout`](super::header::recognise_layout) has recognised.
    pub fn new(stream: Box<dyn ByteStream>, layout: Layout) -> Self {
        let plain_split = match (layout.delimiter, layout.columns) {
            (b'\t', Columns::JOINED) => Some(false),
            (b'\t', Columns::SPLIT) => Some(true),
            _ => None,
        };
        Self { lines: LineReader::new(stream), layout, counts: Counts::default(), plain_split }
    }

    /// What was counted so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The layout it reads.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl VariantStream for DtcReader {
    fn next_batch(&mut self, batch: &mut VariantBatch) -> Result<bool> {
        let Self { lines, layout, counts, plain_split } = self;
        let Some(block) = lines.next_block()? else {
            return if counts.rows == 0 { Err(ErrorKind::NoRows.into()) } else { Ok(false) };
        };
        let mut rest = block.bytes;
        let mut line_number = block.first_line;
        while !rest.is_empty() {
            if let Some((marker, after)) = plain_split.and_then(|split| read_plain_tab_row(rest, split)) {
                if counts.rows == 0 {
                    counts.first_line = line_number;
                }
                counts.rows += 1;
                batch.push(marker.site, marker.id, marker.call);
                rest = after;
                line_number += 1;
                continue;
            }
            let end = memchr::memchr(b'\n', rest);
            let (line, after) = match end {
                Some(end) => (rest.get(..end).unwrap_or(rest), rest.get(end + 1..).unwrap_or(b"")),
                None => (rest, b"".as_slice()),
            };
            rest = after;
            let is_cut = end.is_none() && block.is_last;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            read_patiently(line, line_number, is_cut, layout, counts, batch)?;
            line_number += 1;
        }
        if counts.rows > MARKERS_MAX {
            return Err(ErrorKind::TooManyRows { limit: MARKERS_MAX }.into());
        }
        Ok(true)
    }

    fn bytes_done(&self) -> u64 {
        self.lines.bytes_done()
    }
}

fn read_patiently(
    line: &[u8],
    line_number: u64,
    is_cut: bool,
    layout: &Layout,
    counts: &mut Counts,
    batch: &mut VariantBatch,
) -> Result<()> {
    let line = trim_line(line);
    if line.trim_ascii().is_empty() || is_comment(line) {
        return Ok(());
    }
    if names_in(line).is_some() {
        counts.repeated_headers += u64::from(counts.rows > 0);
        return Ok(());
    }
    let marker = match read_row(line, layout) {
        Ok(marker) if is_cut && is_short(line, &marker, layout) => {
            counts.truncated_line = Some(line_number);
            return Ok(());
        }
        Ok(marker) => marker,
        Err(_) if is_cut => {
            counts.truncated_line = Some(line_number);
            return Ok(());
        }
        Err(error) => return Err(Error::at_line(error, line_number)),
    };
    if counts.rows == 0 {
        counts.first_line = line_number;
    }
    counts.rows += 1;
    match marker.note {
        Note::None => {}
        Note::Unplaced => counts.unplaced += 1,
        Note::OtherContig => {
            counts.other_contigs += 1;
            return Ok(());
        }
        Note::HalfCall => counts.half_calls += 1,
        Note::Sequence => counts.sequences += 1,
        Note::InternalId => counts.internal_ids += 1,
    }
    batch.push(marker.site, marker.id, marker.call);
    Ok(())
}

/// Whether a last line without a line end looks cut: an open quote, or one letter where an autosome has two.
fn is_short(line: &[u8], marker: &Marker, layout: &Layout) -> bool {
    let open_quote = line.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
    let is_autosome = marker.site.chromosome().is_some_and(|chromosome| chromosome.index() <= 22);
    let is_haploid = matches!(marker.call.alleles(), (Some(_), None));
    let one_letter = layout.columns.second_allele.is_none() && is_autosome && (is_haploid || is_one_dash(line));
    open_quote || one_letter
}

fn is_one_dash(line: &[u8]) -> bool {
    matches!(line, [.., b'\t' | b',', b'-'])
}
