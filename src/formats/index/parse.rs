//! Reads an index file, `.tbi` or `.csi`, and refuses what no index has.

use super::{Bin, Contig, Index};
use crate::bytes::SharedSource;
use crate::bytes::bgzf::Virtual;
use crate::bytes::open::open_unpacked;
use crate::error::{Error, ErrorKind, Result};
use crate::stats::sort_by_number;

/// Most bytes of an index, unpacked: one of a genome's gVCF has 5 MB, and one of small bins twenty times that.
pub const INDEX_BYTES_MAX: usize = 256 << 20;

/// Bits of a position within the smallest bins of `.tbi`, and its levels below the first.
const TBI_SHAPE: (u32, u32) = (14, 5);
/// The smallest windows of the largest contig that `.tbi` is for.
const LINEAR_MAX: u32 = 1 << 15;
/// Most contigs, as in the dictionaries of BCF: assemblies have some thousands.
const CONTIGS_MAX: usize = 1 << 20;
/// The format field of an index of VCF.
const VCF: u32 = 2;

/// Reads an index.
///
/// Errors: `index-corrupt`, and those of unpacking.
pub fn read_index(source: &SharedSource) -> Result<Index> {
    let mut stream = open_unpacked(source.clone())?;
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        match stream.read(&mut piece)? {
            0 => break,
            count if bytes.len() + count > INDEX_BYTES_MAX => {
                return Err(ErrorKind::UnpackLimit { limit_bytes: INDEX_BYTES_MAX as u64 }.into());
            }
            count => bytes.extend_from_slice(piece.get(..count).unwrap_or_default()),
        }
    }
    parse(&bytes)
}

/// The unpacked bytes in front of the reader.
struct Cursor<'a> {
    rest: &'a [u8],
    at: u64,
}

fn corrupt(what: &'static str) -> Error {
    ErrorKind::IndexCorrupt { what }.into()
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(corrupt("it ends too early").at_byte(self.at));
        };
        self.rest = rest;
        self.at += count as u64;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32> {
        Ok(self.take(4)?.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn u64(&mut self) -> Result<u64> {
        Ok(self.take(8)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// A count of things of at least `bytes` bytes each, so that a false one takes no memory.
    fn count(&mut self, bytes: usize) -> Result<usize> {
        let at = self.at;
        let count = self.u32()? as usize;
        match count.checked_mul(bytes) {
            Some(needed) if needed <= self.rest.len() => Ok(count),
            _ => Err(corrupt("it ends too early").at_byte(at)),
        }
    }
}

/// Reads an unpacked index; a place in it is that of the unpacked bytes.
pub(super) fn parse(bytes: &[u8]) -> Result<Index> {
    let mut cursor = Cursor { rest: bytes, at: 0 };
    let mut index = match cursor.take(4)? {
        b"TBI\x01" => {
            let contigs = cursor.count(8)?;
            let names = Some(read_names(&mut cursor)?);
            Index { min_shift: TBI_SHAPE.0, depth: TBI_SHAPE.1, names, contigs: Vec::new() }.with_contigs(
                &mut cursor,
                contigs,
                true,
            )?
        }
        b"CSI\x01" => {
            let (min_shift, depth) = (cursor.u32()?, cursor.u32()?);
            if !(1..=30).contains(&min_shift) || depth > 9 || min_shift + 3 * depth > 40 {
                return Err(corrupt("the size of its bins").at_byte(4));
            }
            let length = cursor.count(1)?;
            let at = cursor.at;
            let mut extra = Cursor { rest: cursor.take(length)?, at };
            let names = if length == 0 { None } else { Some(read_names(&mut extra)?) };
            let contigs = cursor.count(4)?;
            Index { min_shift, depth, names, contigs: Vec::new() }.with_contigs(&mut cursor, contigs, false)?
        }
        _ => return Err(corrupt("the magic bytes, which are neither of .tbi nor of .csi").at_byte(0)),
    };
    if index.names.as_ref().is_some_and(|names| names.len() != index.contigs.len()) {
        return Err(corrupt("the number of contigs and their names").at_byte(4));
    }
    index.contigs.shrink_to_fit();
    // Records without a place may be counted behind; nothing else is.
    match cursor.rest.len() {
        0 | 8 => Ok(index),
        _ => Err(corrupt("what stands behind its end").at_byte(cursor.at)),
    }
}

/// How the indexed text is laid out, which must be as of VCF, and the contigs' names.
fn read_names(cursor: &mut Cursor<'_>) -> Result<Vec<Vec<u8>>> {
    let at = cursor.at;
    if cursor.u32()? & 0xFFFF != VCF {
        return Err(corrupt("its layout, which is not of VCF").at_byte(at));
    }
    // The columns and the sign of header lines are what VCF's are.
    cursor.take(20)?;
    let length = cursor.count(1)?;
    let at = cursor.at;
    let text = cursor.take(length)?;
    let Some(text) = text.strip_suffix(b"\0") else {
        return if length == 0 { Ok(Vec::new()) } else { Err(corrupt("the contigs' names").at_byte(at)) };
    };
    Ok(text.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect())
}

impl Index {
    fn with_contigs(mut self, cursor: &mut Cursor<'_>, count: usize, has_linear: bool) -> Result<Self> {
        if count > CONTIGS_MAX {
            return Err(corrupt("the number of its contigs").at_byte(cursor.at));
        }
        for _ in 0..count {
            let contig = self.read_contig(cursor, has_linear)?;
            self.contigs.push(contig);
        }
        Ok(self)
    }

    fn read_contig(&self, cursor: &mut Cursor<'_>, has_linear: bool) -> Result<Contig> {
        let mut contig = Contig::default();
        // Bins have numbers below this; the one behind the next holds counts.
        let bins_end = ((1_u64 << (3 * (self.depth + 1))) - 1) / 7;
        for _ in 0..cursor.count(if has_linear { 8 } else { 16 })? {
            let at = cursor.at;
            let number = cursor.u32()?;
            let least = if has_linear { Virtual::START } else { Virtual(cursor.u64()?) };
            let first = contig.chunks.len();
            let is_count = u64::from(number) == bins_end + 1;
            for pair in 0..cursor.count(16)? {
                let (from, until) = (cursor.u64()?, cursor.u64()?);
                if is_count {
                    // The second pair counts the records.
                    contig.records = if pair == 1 { Some(from.saturating_add(until)) } else { contig.records };
                } else if from > until {
                    return Err(corrupt("a part that ends before it begins").at_byte(at));
                } else {
                    contig.chunks.push((Virtual(from), Virtual(until)));
                }
            }
            if !is_count {
                if u64::from(number) >= bins_end {
                    return Err(corrupt("the number of a bin").at_byte(at));
                }
                contig.bins.push(Bin { number, least, chunks: first..contig.chunks.len() });
            }
        }
        sort_by_number(&mut contig.bins, |bin| u64::from(bin.number));
        if contig.bins.windows(2).any(|pair| matches!(pair, [a, b] if a.number == b.number)) {
            return Err(corrupt("a bin that stands there twice").at_byte(cursor.at));
        }
        if has_linear {
            let windows = cursor.count(8)?;
            if windows > LINEAR_MAX as usize {
                return Err(corrupt("the number of its windows").at_byte(cursor.at));
            }
            for _ in 0..windows {
                contig.linear.push(Virtual(cursor.u64()?));
            }
        }
        Ok(contig)
    }
}
