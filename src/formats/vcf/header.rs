//! Reads a VCF's header: what says that it is one, evidence of its build, and the names of its samples.

use super::build_evidence::BuildEvidence;
use super::lines::Lines;
use crate::error::{Error, ErrorKind, Result};
use crate::genome::Sample;

/// The columns that every VCF has.
const FIXED: &[u8] = b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";

const COLUMNS_LINE: &str = "the #CHROM line";

/// What a header says.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub samples: Vec<Sample>,
    pub evidence: BuildEvidence,
    /// Whether the version is 4.5 or later, or a FORMAT field LEN is declared.
    pub may_have_lengths: bool,
    /// The line that names the columns.
    pub columns: Vec<u8>,
}

impl Header {
    /// Reads up to the line that names the columns.
    ///
    /// Errors: `header-corrupt`, `file-truncated`, and those of the text.
    pub fn read(lines: &mut Lines) -> Result<Self> {
        let mut header = Self::default();
        let mut last = 0;
        while let Some(line) = lines.advance()? {
            let text = lines.text(line.range.clone());
            last = line.number;
            if text.starts_with(b"##") {
                header.evidence.take(text);
                header.may_have_lengths |= text.starts_with(b"##FORMAT=<ID=LEN,") || is_of_lengths(text);
            } else if text.starts_with(b"#") {
                if line.is_open {
                    break;
                }
                let samples = samples_of(text).map_err(|error| error.at_line(line.number))?;
                header.columns = text.to_vec();
                return Ok(Self { samples, ..header });
            } else if !text.trim_ascii().is_empty() {
                let what = COLUMNS_LINE;
                return Err(Error::new(ErrorKind::HeaderCorrupt { what }).at_line(line.number));
            }
        }
        Err(Error::new(ErrorKind::FileTruncated).at_line(last.max(1)))
    }
}

/// Whether this is the line of a version whose reference blocks may say their length in FORMAT (VCFv4.5, 5.5).
fn is_of_lengths(line: &[u8]) -> bool {
    let version = line.strip_prefix(b"##fileformat=VCFv");
    version.is_some_and(|version| !matches!(version.trim_ascii(), [b'1'..=b'3', ..] | [b'4', b'.', b'0'..=b'4']))
}

/// The samples that the line of columns names.
pub(in crate::formats) fn samples_of(columns: &[u8]) -> Result<Vec<Sample>> {
    let corrupt = || Error::new(ErrorKind::HeaderCorrupt { what: COLUMNS_LINE });
    let behind = columns.strip_prefix(FIXED).ok_or_else(corrupt)?;
    let Some(behind) = behind.strip_prefix(b"\tFORMAT") else {
        return if behind.is_empty() { Ok(Vec::new()) } else { Err(corrupt()) };
    };
    let Some(names) = behind.strip_prefix(b"\t") else {
        return if behind.is_empty() { Ok(Vec::new()) } else { Err(corrupt()) };
    };
    names
        .split(|byte| *byte == b'\t')
        .map(|name| match name {
            [] => Err(corrupt()),
            _ => Ok(Sample { id: String::from_utf8_lossy(name).into_owned(), ..Sample::default() }),
        })
        .collect()
}

/// The value of a key in `ID=…,length=…>`.
pub(in crate::formats) fn attribute<'a>(text: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let text = text.strip_suffix(b">").unwrap_or(text);
    let value = text.split(|byte| *byte == b',').find_map(|pair| pair.strip_prefix(key)?.strip_prefix(b"="))?;
    let value = value.trim_ascii();
    Some(value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value))
}

/// Whether a text that begins like this is a VCF: it says so, or names its columns as one with samples does.
pub fn looks_like_vcf(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if head.starts_with(b"##fileformat=VCF") {
        return true;
    }
    let mut lines = head.split(|byte| *byte == b'\n');
    let columns = lines.find(|line| !line.starts_with(b"##"));
    let behind = columns.and_then(|line| line.strip_prefix(FIXED));
    behind.is_some_and(|behind| behind.starts_with(b"\tFORMAT\t"))
}
