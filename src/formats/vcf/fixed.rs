//! Reads the columns that come before the samples: place, name, alleles, filters, and how far a reference block goes.

use super::column::{number_until_tab, until_tab};
use super::known_start::KnownStart;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::score_file::number;
use crate::genome::build::longest_end;
use crate::genome::{Chromosome, Record, RsId, Site};

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Read,
    OtherContig,
    Unplaced,
    BeyondEnd,
    ManyAlleles,
}

/// What the CHROM of the line before says, as most lines have the same.
#[derive(Default)]
pub(super) struct Contig {
    /// As written, with the tab behind it; empty before the first line.
    start: KnownStart,
    chromosome: Option<Chromosome>,
    longest_end: u32,
}

impl Contig {
    /// What is behind CHROM and its tab, where it is the one known.
    #[inline(always)] // into what runs with the widest instructions of the machine
    pub fn strip<'a>(&self, line: &'a [u8]) -> Option<&'a [u8]> {
        self.start.strip(line)
    }

    #[cold]
    pub fn learn(&mut self, name: &[u8]) {
        self.start = KnownStart::of([name, b"\t"].concat());
        self.chromosome = Chromosome::parse(name);
        self.longest_end = self.chromosome.map_or(0, longest_end);
    }

    /// A position from 1 on it; none on a contig that is no chromosome, or beyond its end in every build.
    #[inline]
    pub fn site(&self, position: u32) -> Option<Site> {
        (position <= self.longest_end).then_some(Site::new(self.chromosome?, position))
    }
}

/// The columns of a line.
#[derive(Clone, Copy)]
pub(super) struct Fixed<'a> {
    position: Position<'a>,
    id: &'a [u8],
    reference: &'a [u8],
    alternatives: &'a [u8],
    filter: &'a [u8],
    info: &'a [u8],
    /// FORMAT and the samples; none where the line ends with INFO.
    pub behind: Option<&'a [u8]>,
}

#[derive(Clone, Copy)]
enum Position<'a> {
    Read(u32),
    /// Any other than a plain number.
    Text(&'a [u8]),
}

impl<'a> Fixed<'a> {
    /// Cuts a line and learns its `contig`; none where it has fewer than eight columns.
    #[inline]
    pub fn cut(line: &'a [u8], contig: &mut Contig) -> Option<Self> {
        let rest = match contig.strip(line) {
            Some(rest) => rest,
            None => {
                let (name, rest) = until_tab(line);
                contig.learn(name);
                rest?
            }
        };
        let (position, rest) = match number_until_tab(rest) {
            Some((position, rest)) => (Position::Read(position), rest),
            None => {
                let (position, rest) = until_tab(rest);
                (Position::Text(position), rest?)
            }
        };
        let (id, rest) = until_tab(rest);
        let (reference, rest) = until_tab(rest?);
        let (alternatives, rest) = until_tab(rest?);
        let (_quality, rest) = until_tab(rest?);
        let (filter, rest) = until_tab(rest?);
        let (info, behind) = until_tab(rest?);
        Some(Self { position, id, reference, alternatives, filter, info, behind })
    }

    /// Reads the columns of a line of this `contig` into `record`.
    ///
    /// Errors: `bad-position`, `record-corrupt`, without a line.
    #[inline]
    pub fn read(&self, contig: &Contig, record: &mut Record) -> Result<Outcome> {
        let Some(chromosome) = contig.chromosome else {
            return if contig.start.text() == b"\t" {
                Err(corrupt("the CHROM field"))
            } else {
                Ok(Outcome::OtherContig)
            };
        };
        let position = match self.position {
            Position::Read(position) => position,
            Position::Text(text) => match whole(text) {
                Some(0) => return Ok(Outcome::Unplaced),
                Some(position) => position,
                None => return Err(Error::new(ErrorKind::BadPosition).at_field("POS")),
            },
        };
        if position > contig.longest_end {
            return Ok(Outcome::BeyondEnd);
        }
        record.begin(Site::new(chromosome, position), rs_id(self.id));
        if self.reference.is_empty() {
            return Err(corrupt("the REF field"));
        }
        record.push_allele(self.reference);
        let reference_bytes = u32::try_from(self.reference.len()).unwrap_or(u32::MAX);
        record.end = position.saturating_add(reference_bytes - 1);
        record.passes = passes(self.filter);
        if !self.read_alternatives(record)? {
            return Ok(Outcome::ManyAlleles);
        }
        if record.is_reference_block {
            self.read_end(record, position)?;
        }
        Ok(Outcome::Read)
    }

    /// Reads ALT; `false` where it lists too many alleles.
    #[inline]
    fn read_alternatives(&self, record: &mut Record) -> Result<bool> {
        match self.alternatives {
            b"." => record.is_reference_block = true,
            [b'A' | b'C' | b'G' | b'T'] => record.push_allele(self.alternatives),
            [] => return Err(corrupt("the ALT field")),
            several => {
                let mut is_block = true;
                for allele in several.split(|byte| *byte == b',') {
                    if allele.is_empty() {
                        return Err(corrupt("the ALT field"));
                    }
                    if record.alleles() == Record::ALLELES_MAX {
                        return Ok(false);
                    }
                    is_block &= stands_for_unseen(allele);
                    record.push_allele(allele);
                }
                record.is_reference_block = is_block;
            }
        }
        Ok(true)
    }

    /// Where a block ends: INFO's END, else the shortest that FORMAT's LEN gives for any sample (VCFv4.5, 5.5), else with REF.
    fn read_end(&self, record: &mut Record, position: u32) -> Result<()> {
        let end = self.info.split(|byte| *byte == b';').find_map(|pair| pair.strip_prefix(b"END="));
        if let Some(end) = end.filter(|end| *end != b".") {
            let end = whole(end).filter(|end| *end >= position).ok_or_else(|| corrupt("END in the INFO field"))?;
            record.end = end;
        } else if record.alleles() > 1
            && let Some(length) = self.shortest_length()?
        {
            record.end = position.saturating_add(length - 1);
        }
        Ok(())
    }

    fn shortest_length(&self) -> Result<Option<u32>> {
        let mut columns = self.behind.unwrap_or_default().split(|byte| *byte == b'\t');
        let mut keys = columns.next().unwrap_or_default().split(|byte| *byte == b':');
        let Some(at) = keys.position(|key| key == b"LEN") else { return Ok(None) };
        let mut shortest = None;
        for column in columns {
            let length = column.split(|byte| *byte == b':').nth(at).filter(|text| *text != b".");
            let Some(text) = length else { continue };
            let length = whole(text).filter(|length| *length > 0).ok_or_else(|| corrupt("LEN of a sample"))?;
            shortest = Some(shortest.map_or(length, |least: u32| least.min(length)));
        }
        Ok(shortest)
    }
}

/// `<NON_REF>` (GATK), `<*>` (DeepVariant, bcftools): whatever else could have been there.
fn stands_for_unseen(allele: &[u8]) -> bool {
    matches!(allele, b"<NON_REF>" | b"<*>" | b".")
}

/// Whether what FILTER says lets a record pass.
#[inline]
pub(super) fn passes(filter: &[u8]) -> bool {
    matches!(filter, b"PASS" | b"." | b"")
}

/// The first rsID of `rs1;rs2` or `other;rs1`.
#[inline]
pub(super) fn rs_id(ids: &[u8]) -> RsId {
    if ids == b"." {
        return RsId::NONE;
    }
    let only = RsId::parse(ids);
    if only.is_some() {
        return only;
    }
    ids.split(|byte| *byte == b';').map(RsId::parse).find(|id| id.is_some()).unwrap_or(RsId::NONE)
}

/// A whole number up to 2³¹−1, digits only.
#[inline]
fn whole(text: &[u8]) -> Option<u32> {
    match number::position(text) {
        Some(Some(number)) if text.iter().all(u8::is_ascii_digit) => Some(number),
        Some(None) if !text.is_empty() && text.iter().all(|byte| *byte == b'0') => Some(0),
        _ => None,
    }
}

#[cold]
pub(super) fn corrupt(what: &'static str) -> Error {
    Error::new(ErrorKind::RecordCorrupt { what })
}
