//! Reads where a variant lies and which alleles it has, and finds its genotypes.

use super::Field;
use super::counts::Counts;
use super::header::{Header, Layout, Packing};
use super::probabilities::longest_block;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::plink2::window::Window;
use crate::genome::{Chromosome, Record, RsId, Site, build::longest_end};

/// Most letters of an allele: the longest insertions that are written out have a tenth.
const ALLELE_BYTES_MAX: u32 = 1 << 20;

/// Most bytes of a variant's genotypes, packed or not: half a million samples at 16 bits take three million.
const GENOTYPE_BYTES_MAX: u32 = 1 << 30;

/// Where a variant stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variant {
    /// Offset of its first byte.
    pub start: u64,
    /// Offset of its genotypes, and their bytes as stored and unpacked.
    pub genotypes: u64,
    pub stored: usize,
    pub unpacked: usize,
    /// Offset of the first byte behind it.
    pub end: u64,
    pub alleles: usize,
}

impl Variant {
    /// Reads the variant at `start` into `record`. The second answer is `false` where it is to be left out, which is counted.
    ///
    /// Errors: `record-corrupt` and `file-truncated`, with a byte.
    pub fn read(
        window: &mut Window,
        header: &Header,
        start: u64,
        record: &mut Record,
        counts: &mut Counts,
    ) -> Result<(Self, bool)> {
        let (genotypes, alleles, is_used) =
            read_place(window, header, start, record, counts).map_err(|error| error.at_byte(start))?;
        let mut field = Field::at(window, genotypes);
        // Layout 1 is of two alleles and gives no length where nothing is packed.
        let plain_one = u64::from(header.samples) * 6;
        let (stored, unpacked) = match (header.layout, header.packing) {
            (Layout::One, Packing::Plain) => (plain_one, plain_one),
            (Layout::One, _) => (u64::from(field.u32()?), plain_one),
            (Layout::Two, Packing::Plain) => {
                let length = u64::from(field.u32()?);
                (length, length)
            }
            (Layout::Two, _) => {
                let length = u64::from(field.u32()?);
                let unpacked = field.u32()?;
                let stored = length.checked_sub(4).ok_or_else(|| corrupt("the length of its genotypes", start))?;
                (stored, u64::from(unpacked))
            }
        };
        let genotypes = field.offset();
        let end = genotypes.saturating_add(stored);
        let most = match header.layout {
            Layout::One => plain_one,
            Layout::Two => longest_block(u64::from(header.samples), alleles as u64),
        };
        if stored > u64::from(GENOTYPE_BYTES_MAX) || unpacked > most.min(u64::from(GENOTYPE_BYTES_MAX)) {
            return Err(corrupt("the length of its genotypes", start));
        }
        if end > window.file_bytes() {
            return Err(Error::new(ErrorKind::FileTruncated).at_byte(window.file_bytes()));
        }
        let bytes = |count: u64| usize::try_from(count).map_err(|_| corrupt("the length of its genotypes", start));
        Ok((Self { start, genotypes, stored: bytes(stored)?, unpacked: bytes(unpacked)?, end, alleles }, is_used))
    }
}

/// Reads up to the genotypes: their offset, the number of alleles and whether the variant is used.
fn read_place(
    window: &mut Window,
    header: &Header,
    start: u64,
    record: &mut Record,
    counts: &mut Counts,
) -> Result<(u64, usize, bool)> {
    let mut field = Field::at(window, start);
    if header.layout == Layout::One && field.u32()? != header.samples {
        return Err(corrupt("the number of samples", start));
    }
    let own_id = rs_id(field.text()?);
    let id = rs_id(field.text()?);
    let name = field.text()?;
    let (chromosome, is_unplaced) = (read_chromosome(name), matches!(name, b"" | b"0" | b"NA"));
    let position = field.u32()?;
    if position >= 1 << 31 {
        return Err(ErrorKind::BadPosition.into());
    }
    let alleles = match header.layout {
        Layout::One => 2,
        Layout::Two => usize::from(field.u16()?),
    };
    if alleles == 0 {
        return Err(corrupt("the number of alleles", start));
    }
    let site = match chromosome {
        Some(chromosome) => Site::new(chromosome, position),
        None => Site::NONE,
    };
    let is_other = chromosome.is_none() && !is_unplaced;
    let is_beyond = chromosome.is_some_and(|chromosome| position > longest_end(chromosome));
    let is_wide = alleles > Record::ALLELES_MAX;
    let is_used = !is_other && !is_beyond && !is_wide;
    match (is_other, is_beyond) {
        (true, _) => counts.other_contigs += 1,
        (_, true) => counts.beyond_ends += 1,
        _ if is_wide => counts.many_alleles += 1,
        _ => counts.unplaced += u64::from(!site.is_some()),
    }
    record.begin(site, if id.is_some() { id } else { own_id });
    record.is_reference_block = alleles == 1;
    for index in 0..alleles {
        let length = field.u32()?;
        if !(1..=ALLELE_BYTES_MAX).contains(&length) {
            return Err(corrupt("the length of an allele", start));
        }
        if !is_used {
            field.skip(u64::from(length));
            continue;
        }
        record.push_allele(field.bytes(length as usize)?);
        if index == 0 && site.is_some() {
            record.end = position.saturating_add(length - 1);
        }
    }
    Ok((field.offset(), alleles, is_used))
}

/// The first rsID of names with `;` or `,` between.
fn rs_id(names: &[u8]) -> RsId {
    let parts = names.split(|byte| matches!(byte, b';' | b','));
    parts.map(RsId::parse).find(|id| id.is_some()).unwrap_or(RsId::NONE)
}

/// PLINK 2 also names the pseudo-autosomal regions.
pub(super) fn read_chromosome(name: &[u8]) -> Option<Chromosome> {
    match name.strip_prefix(b"chr").unwrap_or(name) {
        b"PAR1" | b"PAR2" => Some(Chromosome::X),
        _ => Chromosome::parse(name),
    }
}

fn corrupt(what: &'static str, start: u64) -> Error {
    Error::new(ErrorKind::RecordCorrupt { what }).at_byte(start)
}
