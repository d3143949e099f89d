//! Reads a zip's directory (APPNOTE.TXT 4.3.12 to 4.3.16) within the limits.

use super::{Member, Method};
use crate::bytes::limits::{ZIP_DIRECTORY_BYTES_MAX, ZIP_MEMBERS_MAX};
use crate::bytes::source::SharedSource;
use crate::error::{Error, ErrorKind, Result};

/// Lengths without names, comments and extra fields: of an entry, and of the two end records and what points at the larger.
const ENTRY_BYTES: usize = 46;
const END_BYTES: usize = 22;
const END64_BYTES: usize = 56;
const LOCATOR_BYTES: usize = 20;

/// The longest comment behind the end record.
const COMMENT_BYTES_MAX: u64 = 0xffff;

/// The files in a zip in the directory's order; folders, `__MACOSX/` and dot files are left out.
///
/// Errors: `zip-corrupt`, `unpack-limit` for a directory beyond the limits, `unreadable`.
pub fn members(source: &SharedSource) -> Result<Vec<Member>> {
    let Some(end) = find_end(source)? else { return Err(corrupt(source.len())) };
    if end.members > ZIP_MEMBERS_MAX || end.bytes > ZIP_DIRECTORY_BYTES_MAX {
        return Err(Error::new(too_much()).at_byte(end.at));
    }
    // What stands in front of the zip, as the program of one that unpacks itself, moves all its offsets.
    let start = end.at.checked_sub(end.bytes).ok_or_else(|| corrupt(end.at))?;
    let moved = start.checked_sub(end.start).ok_or_else(|| corrupt(end.at))?;
    let directory = read(source, start, usize::try_from(end.bytes).unwrap_or(usize::MAX))?;
    let mut rest = directory.as_slice();
    let mut found = Vec::new();
    for index in 0..end.members {
        let at = end.at - rest.len() as u64;
        let entry = Entry::split_from(&mut rest).ok_or_else(|| corrupt(at))?;
        let name = String::from_utf8_lossy(entry.name).into_owned();
        if name.ends_with(['/', '\\']) || is_hidden(&name) {
            continue;
        }
        found.push(Member {
            name,
            bytes: entry.bytes,
            compressed_bytes: entry.compressed_bytes,
            index: usize::try_from(index).unwrap_or(usize::MAX),
            header_start: entry.header_start.checked_add(moved).ok_or_else(|| corrupt(at))?,
            crc: entry.crc,
            method: match entry.method {
                _ if entry.is_encrypted => Method::Encrypted,
                0 => Method::Stored,
                8 => Method::Deflate,
                _ => Method::Unknown,
            },
        });
    }
    Ok(found)
}

/// What the end record says of the directory.
struct End {
    /// Where the directory ends: the offset of the record behind it.
    at: u64,
    members: u64,
    bytes: u64,
    /// Where the directory begins, counted from the beginning of the zip.
    start: u64,
}

/// The end record, or the larger one of zip64 in its place; none where there is no end.
fn find_end(source: &SharedSource) -> Result<Option<End>> {
    let tail_bytes = source.len().min(END_BYTES as u64 + COMMENT_BYTES_MAX);
    let tail_start = source.len() - tail_bytes;
    let tail = read(source, tail_start, usize::try_from(tail_bytes).unwrap_or(usize::MAX))?;
    let mut ends = memchr::memmem::rfind_iter(&tail, b"PK\x05\x06");
    let fits = |record: &[u8]| length(record, 20).is_some_and(|comment| record.len() >= END_BYTES + comment);
    let Some(place) = ends.find(|&place| tail.get(place..).is_some_and(fits)) else { return Ok(None) };
    let record = tail.get(place..).unwrap_or_default();
    let at = tail_start + place as u64;
    let field = |from, bytes| number(record, from, bytes).ok_or_else(|| corrupt(at));
    let end = End { at, members: field(10, 2)?, bytes: field(12, 4)?, start: field(16, 4)? };
    if end.members < 0xffff && end.bytes < 0xffff_ffff && end.start < 0xffff_ffff {
        return Ok(Some(end));
    }
    let Some(locator_at) = at.checked_sub(LOCATOR_BYTES as u64) else { return Ok(Some(end)) };
    let locator = read(source, locator_at, LOCATOR_BYTES)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Ok(Some(end));
    }
    // The record stands before what points at it; where bytes stand in front of the zip, not where that says.
    let named = number(&locator, 8, 8).unwrap_or(u64::MAX);
    for at in [Some(named), locator_at.checked_sub(END64_BYTES as u64)].into_iter().flatten() {
        let record = if at < locator_at { read(source, at, END64_BYTES)? } else { Vec::new() };
        if record.starts_with(b"PK\x06\x06") {
            let field = |from| number(&record, from, 8).ok_or_else(|| corrupt(at));
            return Ok(Some(End { at, members: field(32)?, bytes: field(40)?, start: field(48)? }));
        }
    }
    Err(corrupt(locator_at))
}

/// A file's entry in the directory (APPNOTE.TXT 4.3.12).
struct Entry<'a> {
    name: &'a [u8],
    is_encrypted: bool,
    method: u64,
    crc: u32,
    bytes: u64,
    compressed_bytes: u64,
    header_start: u64,
}

impl<'a> Entry<'a> {
    /// Takes the next entry; none where there is no whole one.
    fn split_from(rest: &mut &'a [u8]) -> Option<Self> {
        let entry = *rest;
        if !entry.starts_with(b"PK\x01\x02") {
            return None;
        }
        let (name, extra, comment) = (length(entry, 28)?, length(entry, 30)?, length(entry, 32)?);
        let end = ENTRY_BYTES + name + extra;
        let mut found = Self {
            name: entry.get(ENTRY_BYTES..ENTRY_BYTES + name)?,
            is_encrypted: number(entry, 8, 2)? & 1 == 1,
            method: number(entry, 10, 2)?,
            crc: u32::try_from(number(entry, 16, 4)?).ok()?,
            bytes: number(entry, 24, 4)?,
            compressed_bytes: number(entry, 20, 4)?,
            header_start: number(entry, 42, 4)?,
        };
        found.take_large(entry.get(ENTRY_BYTES + name..end)?)?;
        *rest = entry.get(end + comment..)?;
        Some(found)
    }

    /// Numbers that do not fit in the entry stand in its extra fields, in this order (APPNOTE.TXT 4.5.3).
    fn take_large(&mut self, mut extra: &[u8]) -> Option<()> {
        let mut large = [&mut self.bytes, &mut self.compressed_bytes, &mut self.header_start]
            .into_iter()
            .filter(|number| **number == 0xffff_ffff)
            .peekable();
        while large.peek().is_some() {
            let (kind, length) = (number(extra, 0, 2)?, length(extra, 2)?);
            let field = extra.get(4..4 + length)?;
            if kind == 1 {
                let values = (0..).step_by(8).map_while(|from| number(field, from, 8));
                values.zip(large.by_ref()).for_each(|(value, to)| *to = value);
                return large.next().is_none().then_some(());
            }
            extra = extra.get(4 + length..)?;
        }
        Some(())
    }
}

/// Where the data behind a local header begins (APPNOTE.TXT 4.3.7).
pub(super) fn data_start(source: &SharedSource, header_start: u64) -> Result<u64> {
    const HEADER_BYTES: usize = 30;
    let corrupt = || Error::new(ErrorKind::ZipCorrupt).at_byte(header_start);
    let mut header = [0; HEADER_BYTES];
    if source.read_at(header_start, &mut header)? < HEADER_BYTES {
        return Err(corrupt());
    }
    let [b'P', b'K', 3, 4, .., name_low, name_high, extra_low, extra_high] = header else {
        return Err(corrupt());
    };
    let name_bytes = u16::from_le_bytes([name_low, name_high]);
    let extra_bytes = u16::from_le_bytes([extra_low, extra_high]);
    let length = HEADER_BYTES as u64 + u64::from(name_bytes) + u64::from(extra_bytes);
    header_start.checked_add(length).ok_or_else(corrupt)
}

/// What file systems leave in zips and no person put there.
fn is_hidden(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.clone().any(|part| part == "__MACOSX") || parts.next_back().is_none_or(|file| file.starts_with('.'))
}

fn too_much() -> ErrorKind {
    ErrorKind::UnpackLimit { limit_bytes: ZIP_DIRECTORY_BYTES_MAX }
}

fn corrupt(byte: u64) -> Error {
    Error::new(ErrorKind::ZipCorrupt).at_byte(byte)
}

/// Some bytes of the stored file; fewer where it ends.
fn read(source: &SharedSource, at: u64, bytes: usize) -> Result<Vec<u8>> {
    let mut found = vec![0; bytes];
    let mut filled = 0;
    while let Some(rest) = found.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read_at(at + filled as u64, rest)? {
            0 => break,
            count => filled += count,
        }
    }
    found.truncate(filled);
    Ok(found)
}

/// A number of so many bytes, the lowest first; none where they are not there.
fn number(bytes: &[u8], from: usize, count: usize) -> Option<u64> {
    let bytes = bytes.get(from..from.checked_add(count)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A length of two bytes.
fn length(bytes: &[u8], from: usize) -> Option<usize> {
    number(bytes, from, 2).and_then(|length| usize::try_from(length).ok())
}
