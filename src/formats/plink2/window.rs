//! Reads pieces of a stored file by offset, and keeps what it has read for the pieces behind.

use crate::bytes::source::SharedSource;
use crate::error::{Error, ErrorKind, Result};

/// Bytes read at once after a jump: a few records of a large cohort.
const JUMP_BYTES: usize = 64 << 10;

/// A stored file and the part of it that is in memory.
pub(in crate::formats) struct Window {
    source: SharedSource,
    bytes: Vec<u8>,
    /// Offset in the file of `bytes`.
    start: u64,
}

impl Window {
    pub fn new(source: SharedSource) -> Self {
        Self { source, bytes: Vec::new(), start: 0 }
    }

    /// Length of the file.
    pub fn file_bytes(&self) -> u64 {
        self.source.len()
    }

    /// The file's name, for messages.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Bytes `offset..offset + length` of the file.
    ///
    /// Errors: `file-truncated` where the file has fewer, `unreadable`.
    pub fn get(&mut self, offset: u64, length: usize) -> Result<&[u8]> {
        let end = offset.saturating_add(length as u64);
        if end > self.source.len() {
            return Err(Error::new(ErrorKind::FileTruncated).at_byte(self.source.len()));
        }
        let loaded_end = self.start + self.bytes.len() as u64;
        if offset < self.start || end > loaded_end {
            let piece = self.source.piece_bytes();
            // Records near the last ones are read on in large pieces; a far one alone.
            let is_near = offset >= self.start && offset <= loaded_end.saturating_add(piece as u64);
            let wanted = length.max(if is_near { piece } else { JUMP_BYTES });
            self.load(offset, wanted, length)?;
        }
        let from = usize::try_from(offset - self.start).unwrap_or(usize::MAX);
        self.bytes
            .get(from..from.saturating_add(length))
            .ok_or_else(|| Error::new(ErrorKind::Unreadable).at_byte(offset))
    }

    /// Reads up to `wanted` bytes from `offset` on, and `needed` at least.
    fn load(&mut self, offset: u64, wanted: usize, needed: usize) -> Result<()> {
        let rest = usize::try_from(self.source.len() - offset).unwrap_or(usize::MAX);
        self.bytes.resize(wanted.min(rest), 0);
        self.start = offset;
        let mut filled = 0;
        while filled < needed {
            let out = self.bytes.get_mut(filled..).unwrap_or_default();
            match self.source.read_at(offset + filled as u64, out) {
                Ok(0) => {
                    self.bytes.clear();
                    return Err(Error::new(ErrorKind::Unreadable).at_byte(offset + filled as u64));
                }
                Ok(count) => filled += count,
                Err(error) => {
                    self.bytes.clear();
                    return Err(error);
                }
            }
        }
        self.bytes.truncate(filled);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::MemorySource;
    use std::rc::Rc;

    #[test]
    fn pieces_in_any_order() {
        let bytes: Vec<u8> = (0..1_000_000u32).map(|at| (at % 251) as u8).collect();
        let mut window = Window::new(Rc::new(MemorySource::new("file", bytes.clone())));
        for (offset, length) in
            [(0, 10), (5, 300_000), (900_000, 100_000), (20, 1), (999_999, 1), (7, 0), (1_000_000, 0)]
        {
            let from = usize::try_from(offset).unwrap_or(usize::MAX);
            assert_eq!(window.get(offset, length).unwrap(), &bytes[from..from + length], "{offset} {length}");
        }
        for (offset, length) in [(999_999, 2), (1_000_001, 0), (u64::MAX, 1)] {
            let error = window.get(offset, length).unwrap_err();
            assert_eq!((error.code(), error.place().byte), ("file-truncated", Some(1_000_000)), "{offset} {length}");
        }
    }
}
