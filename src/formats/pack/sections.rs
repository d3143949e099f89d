//! Cuts a pack into its sections, each checked by its checksum.

use super::{MAGIC, is_pack};
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result};
use flate2::Crc;
use std::io::{self, Write};

/// Longest pack that is read: three times the longest published score.
pub(super) const PACK_BYTES_MAX: u64 = 1 << 30;

/// Bytes of a section's name, length and checksum.
const HEAD_BYTES: usize = 20;

/// A pack's sections by name.
pub(super) struct Sections {
    bytes: Vec<u8>,
    /// Name, and where in `bytes`.
    found: Vec<([u8; 8], std::ops::Range<usize>)>,
}

impl Sections {
    /// Reads a pack.
    ///
    /// Errors: `other-kind` where it is none, `storage-unsupported` for a later version, `unpack-limit`, `file-truncated`,
    /// `header-corrupt` and `record-corrupt` with the byte.
    pub fn read(source: &SharedSource) -> Result<Self> {
        let length = source.len();
        if length > PACK_BYTES_MAX {
            return Err(ErrorKind::UnpackLimit { limit_bytes: PACK_BYTES_MAX }.into());
        }
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        let mut filled = 0;
        while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match source.read_at(filled as u64, rest)? {
                0 => return Err(Error::new(ErrorKind::FileTruncated).at_byte(filled as u64)),
                count => filled += count,
            }
        }
        let found = cut(&bytes)?;
        Ok(Self { bytes, found })
    }

    /// A section's bytes, where the pack has it.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let name = padded(name);
        let (_, range) = self.found.iter().find(|(of, _)| *of == name)?;
        self.bytes.get(range.clone())
    }

    /// A section's bytes.
    ///
    /// Errors: `header-corrupt` where the pack lacks it.
    pub fn needed(&self, name: &str) -> Result<&[u8]> {
        self.get(name).ok_or_else(|| ErrorKind::HeaderCorrupt { what: "the pack lacks a section" }.into())
    }
}

fn cut(bytes: &[u8]) -> Result<Vec<([u8; 8], std::ops::Range<usize>)>> {
    if !bytes.starts_with(MAGIC) {
        return Err(match is_pack(bytes) {
            true => ErrorKind::StorageUnsupported { what: "a pack of a later version" }.into(),
            false => ErrorKind::OtherKind { what: "no pack" }.into(),
        });
    }
    let truncated = || Error::new(ErrorKind::FileTruncated).at_byte(bytes.len() as u64);
    let mut found = Vec::new();
    let mut at = MAGIC.len();
    loop {
        let head: [u8; HEAD_BYTES] = *bytes.get(at..).and_then(<[u8]>::first_chunk).ok_or_else(truncated)?;
        let [name @ .., _, _, _, _, _, _, _, _, _, _, _, _] = head;
        let length = u64::from_le_bytes([head[8], head[9], head[10], head[11], head[12], head[13], head[14], head[15]]);
        let sum = u32::from_le_bytes([head[16], head[17], head[18], head[19]]);
        let start = at + HEAD_BYTES;
        let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length)).ok_or_else(truncated)?;
        let section = bytes.get(start..end).ok_or_else(truncated)?;
        if checksum(&name, section) != sum {
            let what = "the checksum of a section of a pack";
            return Err(Error::new(ErrorKind::RecordCorrupt { what }).at_byte(start as u64));
        }
        if name == padded("end") {
            let is_end = length == 0 && end == bytes.len();
            let behind = || Error::new(ErrorKind::HeaderCorrupt { what: "the pack goes on behind its end" });
            return if is_end { Ok(found) } else { Err(behind().at_byte(end as u64)) };
        }
        found.push((name, start..end));
        at = end;
    }
}

fn padded(name: &str) -> [u8; 8] {
    let mut padded = [b' '; 8];
    padded.iter_mut().zip(name.bytes()).for_each(|(slot, byte)| *slot = byte);
    padded
}

/// Of the name and the bytes.
fn checksum(name: &[u8; 8], bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(bytes);
    crc.sum()
}

/// Writes one section.
pub(super) fn put_section(out: &mut impl Write, name: &str, bytes: &[u8]) -> io::Result<()> {
    let name = padded(name);
    out.write_all(&name)?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(&checksum(&name, bytes).to_le_bytes())?;
    out.write_all(bytes)
}
