//! Hands out exact numbers of bytes of a stream.

use crate::bytes::ByteStream;
use crate::error::{Error, ErrorKind, Result};

/// Bytes asked of the stream at once.
const PIECE_BYTES: usize = 256 << 10;

/// A stream with what was read ahead of it.
pub(super) struct Input {
    stream: Box<dyn ByteStream>,
    piece: Vec<u8>,
    used: usize,
    filled: usize,
    given: u64,
}

impl Input {
    pub fn new(stream: Box<dyn ByteStream>) -> Self {
        Self { stream, piece: vec![0; PIECE_BYTES], used: 0, filled: 0, given: 0 }
    }

    /// Offset in the unpacked data of the next byte.
    pub fn offset(&self) -> u64 {
        self.given
    }

    pub fn bytes_done(&self) -> u64 {
        self.stream.bytes_done()
    }

    pub fn may_be_cut(&self) -> bool {
        self.stream.may_be_cut()
    }

    fn refill(&mut self) -> Result<bool> {
        if self.used < self.filled {
            return Ok(true);
        }
        self.used = 0;
        self.filled = 0;
        self.filled = self.stream.read(&mut self.piece)?;
        Ok(self.filled > 0)
    }

    /// Fills `out` with the next `bytes`; it grows as the bytes come, so that a false length takes no memory.
    ///
    /// Errors: `file-truncated` and those of the stream.
    pub fn fill(&mut self, out: &mut Vec<u8>, bytes: u32) -> Result<()> {
        out.clear();
        let wanted = bytes as usize;
        while out.len() < wanted {
            if !self.refill()? {
                return Err(Error::new(ErrorKind::FileTruncated).at_byte(self.given));
            }
            let rest = self.piece.get(self.used..self.filled).unwrap_or_default();
            let count = rest.len().min(wanted - out.len());
            out.extend_from_slice(rest.get(..count).unwrap_or_default());
            self.used += count;
            self.given += count as u64;
        }
        Ok(())
    }

    /// The next `count` bytes, at most as many as a piece has; `None` where the stream ends before the first of them.
    ///
    /// Errors: `file-truncated` where it ends between, and those of the stream.
    pub fn take_or_end(&mut self, count: usize) -> Result<Option<[u8; 8]>> {
        let mut bytes = [0; 8];
        for (at, slot) in bytes.iter_mut().take(count).enumerate() {
            if !self.refill()? {
                return if at == 0 { Ok(None) } else { Err(Error::new(ErrorKind::FileTruncated).at_byte(self.given)) };
            }
            *slot = self.piece.get(self.used).copied().unwrap_or_default();
            self.used += 1;
            self.given += 1;
        }
        Ok(Some(bytes))
    }
}
