//! Reads a BCF's header: VCF's text, and the dictionaries that records refer to by number.

use super::Contigs;
use super::input::Input;
use super::typed::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::vcf::build_evidence::BuildEvidence;
use crate::formats::vcf::header::{attribute, samples_of};
use crate::genome::{Chromosome, Sample};

/// Bytes that a header may have: one of a million samples and thousands of contigs has a tenth.
const HEADER_BYTES_MAX: u32 = 256 << 20;
/// Numbers that a dictionary may have.
const NUMBERS_MAX: usize = 1 << 20;

/// The FORMAT fields that are read.
pub(super) const FIELDS: [&[u8]; 9] = [b"GT", b"DS", b"HDS", b"GP", b"GQ", b"RGQ", b"GQX", b"DP", b"MIN_DP"];

/// The numbers of [`FIELDS`] in the header's dictionary.
pub(super) type Keys = [Option<usize>; FIELDS.len()];

/// What a header says.
#[derive(Default)]
pub(super) struct Header {
    pub samples: Vec<Sample>,
    pub contigs: Contigs,
    pub keys: Keys,
    pub evidence: BuildEvidence,
}

impl Header {
    /// Reads from the magic bytes to the last line of text.
    ///
    /// Errors: `header-corrupt`, `storage-unsupported`, `file-truncated` and those of the stream.
    pub fn read(input: &mut Input) -> Result<Self> {
        let corrupt = |what| Error::new(ErrorKind::HeaderCorrupt { what });
        let mut start = Vec::new();
        input.fill(&mut start, 9)?;
        match start.as_slice() {
            [b'B', b'C', b'F', 2, 1 | 2, ..] => {}
            [b'B', b'C', b'F', ..] => {
                return Err(ErrorKind::StorageUnsupported { what: "a BCF of another version than 2" }.into());
            }
            _ => return Err(corrupt("the magic bytes of BCF")),
        }
        let length = Cursor::new(start.get(5..).unwrap_or_default()).u32().unwrap_or_default();
        if length > HEADER_BYTES_MAX {
            return Err(corrupt("the length of the header"));
        }
        let mut text = Vec::new();
        input.fill(&mut text, length)?;
        let mut header = Self::default();
        // PASS is number 0 whether the header lists it or not.
        let mut names: Vec<Option<Vec<u8>>> = vec![Some(b"PASS".to_vec())];
        let mut has_columns = false;
        for line in text.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)) {
            header.evidence.take(line);
            if let Some(contig) = line.strip_prefix(b"##contig=<") {
                let name = attribute(contig, b"ID").unwrap_or_default();
                let place = place(contig, header.contigs.len()).ok_or_else(|| corrupt("the number of a contig"))?;
                if header.contigs.len() <= place {
                    header.contigs.resize(place + 1, None);
                }
                if let Some(slot) = header.contigs.get_mut(place) {
                    *slot = Chromosome::parse(name);
                }
            } else if let Some(field) =
                [&b"##FILTER=<"[..], b"##INFO=<", b"##FORMAT=<"].into_iter().find_map(|start| line.strip_prefix(start))
            {
                let Some(name) = attribute(field, b"ID") else { continue };
                let known = names.iter().position(|known| known.as_deref() == Some(name));
                let next = known.unwrap_or(names.len());
                let place = place(field, next).ok_or_else(|| corrupt("the number of a field"))?;
                if names.len() <= place {
                    names.resize(place + 1, None);
                }
                if let Some(slot) = names.get_mut(place) {
                    *slot = Some(name.to_vec());
                }
            } else if line.starts_with(b"#CHROM") {
                header.samples = samples_of(line)?;
                has_columns = true;
            }
        }
        if !has_columns {
            return Err(corrupt("the #CHROM line"));
        }
        let number = |name: &[u8]| names.iter().position(|known| known.as_deref() == Some(name));
        header.keys = FIELDS.map(number);
        Ok(header)
    }
}

/// The number of a dictionary's entry: `IDX=` where it is written, else the next; `None` where it is beyond reason.
fn place(entry: &[u8], next: usize) -> Option<usize> {
    let place = match attribute(entry, b"IDX") {
        Some(number) => str::from_utf8(number).ok()?.parse().ok()?,
        None => next,
    };
    (place < NUMBERS_MAX).then_some(place)
}
