//! Reads a zip's directory (APPNOTE.TXT 4.3.12 to 4.3.16) with the `zip` crate, within the limits.

use super::{Member, Method};
use crate::bytes::limits::{ZIP_DIRECTORY_BYTES_MAX, ZIP_MEMBERS_MAX};
use crate::bytes::source::SharedSource;
use crate::error::{Error, ErrorKind, Result};
use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// The files in a zip in the directory's order; folders, `__MACOSX/` and dot files are left out.
///
/// Errors: `zip-corrupt`, `unpack-limit` for a directory beyond the limits, `unreadable`.
pub fn members(source: &SharedSource) -> Result<Vec<Member>> {
    let stopped = Rc::new(RefCell::new(None));
    let seek = SeekSource::new(source.clone(), stopped.clone());
    let archive = ZipArchive::new(seek).map_err(|error| as_error(error, &stopped, source.len()))?;
    if archive.len() as u64 > ZIP_MEMBERS_MAX {
        return Err(too_much().at_byte(archive.central_directory_start()));
    }
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let start = archive.central_directory_start();
        let entry = archive.by_index_data(index).map_err(|error| as_error(error, &stopped, start))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.is_dir() || is_hidden(&name) {
            continue;
        }
        let method = match entry.compression() {
            _ if entry.encrypted() => Method::Encrypted,
            CompressionMethod::Stored => Method::Stored,
            CompressionMethod::Deflated => Method::Deflate,
            _ => Method::Unknown,
        };
        found.push(Member {
            name,
            bytes: entry.size(),
            compressed_bytes: entry.compressed_size(),
            index,
            header_start: entry.header_start(),
            crc: entry.crc32(),
            method,
        });
    }
    Ok(found)
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

fn too_much() -> Error {
    ErrorKind::UnpackLimit { limit_bytes: ZIP_DIRECTORY_BYTES_MAX }.into()
}

/// Our own error where the source or a limit stopped the crate, else `zip-corrupt`.
fn as_error(error: ZipError, stopped: &RefCell<Option<Error>>, byte: u64) -> Error {
    stopped.take().unwrap_or_else(|| Error::new(ErrorKind::ZipCorrupt).at_byte(byte).with_source(error))
}

/// A source as the `zip` crate wants it, which stops beyond the limits on a directory.
struct SeekSource {
    source: SharedSource,
    at: u64,
    page: Vec<u8>,
    page_start: u64,
    read_bytes: u64,
    stopped: Rc<RefCell<Option<Error>>>,
}

const PAGE_BYTES: usize = 64 << 10;

impl SeekSource {
    fn new(source: SharedSource, stopped: Rc<RefCell<Option<Error>>>) -> Self {
        Self { source, at: 0, page: Vec::new(), page_start: 0, read_bytes: 0, stopped }
    }

    fn stop(&self, error: Error) -> io::Error {
        self.stopped.replace(Some(error));
        io::Error::other("stopped")
    }

    /// The bytes at hand from the current place on.
    fn rest(&self) -> &[u8] {
        let start = self.at.checked_sub(self.page_start).and_then(|start| usize::try_from(start).ok());
        start.and_then(|start| self.page.get(start..)).unwrap_or_default()
    }

    /// Fetches a page around the current place: the crate looks for the directory backwards.
    fn fetch(&mut self) -> io::Result<()> {
        let start = self.at.saturating_sub(PAGE_BYTES as u64 / 2);
        self.page.resize(PAGE_BYTES, 0);
        let count = self.source.read_at(start, &mut self.page).map_err(|error| self.stop(error))?;
        self.page.truncate(count);
        self.page_start = start;
        Ok(())
    }

    /// Refuses a zip64 end record (APPNOTE.TXT 4.3.14) that names too many members, before anything is allocated for them.
    fn check_count(&self) -> io::Result<()> {
        const COUNT_AT: usize = 32;
        let rest = self.rest();
        if rest.starts_with(b"PK\x06\x06")
            && let Some([a, b, c, d, e, f, g, h]) = rest.get(COUNT_AT..COUNT_AT + 8)
            && u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]) > ZIP_MEMBERS_MAX
        {
            return Err(self.stop(too_much().at_byte(self.at)));
        }
        Ok(())
    }
}

impl Read for SeekSource {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.rest().len() < out.len().min(PAGE_BYTES / 4) {
            self.fetch()?;
        }
        self.check_count()?;
        let rest = self.rest();
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count as u64;
        self.read_bytes += count as u64;
        if self.read_bytes > ZIP_DIRECTORY_BYTES_MAX {
            return Err(self.stop(too_much().at_byte(self.at)));
        }
        Ok(count)
    }
}

impl Seek for SeekSource {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.source.len().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
