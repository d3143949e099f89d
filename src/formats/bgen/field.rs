//! Takes numbers and texts from a stored file, front to back.

use crate::error::Result;
use crate::formats::plink2::window::Window;

/// A place in the file that moves behind what was taken. Errors of all: `file-truncated`, `unreadable`.
pub(super) struct Field<'a> {
    window: &'a mut Window,
    offset: u64,
}

impl<'a> Field<'a> {
    pub fn at(window: &'a mut Window, offset: u64) -> Self {
        Self { window, offset }
    }

    /// Offset in the file of what comes next.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The next `count` bytes; who asks knows a limit to `count`.
    pub fn bytes(&mut self, count: usize) -> Result<&[u8]> {
        let bytes = self.window.get(self.offset, count)?;
        self.offset += count as u64;
        Ok(bytes)
    }

    pub fn u16(&mut self) -> Result<u16> {
        Ok(self.bytes(2)?.first_chunk().map_or(0, |bytes| u16::from_le_bytes(*bytes)))
    }

    pub fn u32(&mut self) -> Result<u32> {
        Ok(self.bytes(4)?.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes)))
    }

    /// A text with its length in 16 bits before it.
    pub fn text(&mut self) -> Result<&[u8]> {
        let length = self.u16()?;
        self.bytes(usize::from(length))
    }

    /// Passes over bytes that nobody wants.
    pub fn skip(&mut self, count: u64) {
        self.offset = self.offset.saturating_add(count);
    }
}
