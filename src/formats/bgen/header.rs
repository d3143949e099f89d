//! Reads the header of a BGEN file and the block of sample identifiers behind it.

use super::Field;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::plink2::{SAMPLES_MAX, window::Window};

/// Most bytes that the block of sample identifiers may have: ten million of fifty letters.
const IDENTIFIER_BYTES_MAX: u32 = 512 << 20;

/// How the genotypes of a variant are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Zlib,
    Zstd,
}

/// How a variant is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// BGEN 1.1: three 16-bit probabilities a sample, two alleles.
    One,
    /// BGEN 1.2 and 1.3.
    Two,
}

/// What the header says.
#[derive(Debug)]
pub(super) struct Header {
    pub variants: u32,
    pub samples: u32,
    /// Offset in the file.
    pub first_variant: u64,
    pub packing: Packing,
    pub layout: Layout,
    /// The samples' identifiers, where the file has them.
    pub ids: Option<Vec<String>>,
}

impl Header {
    /// Reads it from the start of the file.
    ///
    /// Errors: `header-corrupt`, `storage-unsupported`, `file-truncated`, `too-many-rows`, `no-rows`.
    pub fn read(window: &mut Window) -> Result<Self> {
        let mut start = Field::at(window, 0);
        let (offset, length) = (start.u32()?, start.u32()?);
        let (variants, samples) = (start.u32()?, start.u32()?);
        match start.bytes(4)? {
            b"bgen" | b"\0\0\0\0" => {}
            _ => return Err(corrupt("it does not have the magic number of BGEN", 16)),
        }
        if length < 20 || length > offset {
            return Err(corrupt("the length of the header", 4));
        }
        let end = 4 + u64::from(length);
        let first_variant = 4 + u64::from(offset);
        if first_variant > window.file_bytes() {
            return Err(Error::new(ErrorKind::FileTruncated).at_byte(window.file_bytes()));
        }
        let flags = Field::at(window, end - 4).u32()?;
        let (packing, layout, has_ids) = read_flags(flags).map_err(|error| error.at_byte(end - 4))?;
        if variants == 0 {
            return Err(Error::new(ErrorKind::NoRows).at_byte(8));
        }
        if samples == 0 {
            return Err(corrupt("it counts no samples", 12));
        }
        if u64::from(samples) > SAMPLES_MAX {
            return Err(Error::new(ErrorKind::TooManyRows { limit: SAMPLES_MAX }).at_byte(12));
        }
        let ids = match has_ids {
            true => Some(read_ids(window, end, first_variant, samples)?),
            false => None,
        };
        Ok(Self { variants, samples, first_variant, packing, layout, ids })
    }
}

/// Packing and layout, and whether there are identifiers.
fn read_flags(flags: u32) -> Result<(Packing, Layout, bool)> {
    let packing = match flags & 3 {
        0 => Packing::Plain,
        1 => Packing::Zlib,
        2 => Packing::Zstd,
        _ => return Err(ErrorKind::HeaderCorrupt { what: "its flags name no compression" }.into()),
    };
    let layout = match flags >> 2 & 15 {
        1 if packing != Packing::Zstd => Layout::One,
        1 => return Err(ErrorKind::HeaderCorrupt { what: "its flags name Zstandard in a file of layout 1" }.into()),
        2 => Layout::Two,
        _ => return Err(ErrorKind::StorageUnsupported { what: "a BGEN file of another layout than 1 or 2" }.into()),
    };
    if flags & 0x7FFF_FFC0 != 0 {
        return Err(ErrorKind::StorageUnsupported { what: "a BGEN file with flags of a later version" }.into());
    }
    Ok((packing, layout, flags >> 31 == 1))
}

/// The identifiers between the header and the first variant.
fn read_ids(window: &mut Window, start: u64, first_variant: u64, samples: u32) -> Result<Vec<String>> {
    let mut field = Field::at(window, start);
    let (length, count) = (field.u32()?, field.u32()?);
    if count != samples {
        return Err(corrupt("its two counts of samples differ", start + 4));
    }
    if !(8..=IDENTIFIER_BYTES_MAX).contains(&length) || start + u64::from(length) > first_variant {
        return Err(corrupt("the length of the sample identifiers", start));
    }
    let mut rest = window.get(start + 8, length as usize - 8)?;
    let mut ids = Vec::new();
    for _ in 0..count {
        let id = rest.split_first_chunk().and_then(|(length, behind)| {
            let (id, behind) = behind.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
            rest = behind;
            Some(String::from_utf8_lossy(id).into_owned())
        });
        ids.push(id.ok_or_else(|| corrupt("the sample identifiers are longer than their block", start))?);
    }
    if !rest.is_empty() {
        return Err(corrupt("the sample identifiers are shorter than their block", start));
    }
    Ok(ids)
}

fn corrupt(what: &'static str, byte: u64) -> Error {
    Error::new(ErrorKind::HeaderCorrupt { what }).at_byte(byte)
}
