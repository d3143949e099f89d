//! Hands a long file to the browser piece by piece.

use js_sys::{Array, Uint8Array};
use std::io::{Error, Result, Write};
use web_sys::Blob;

/// Bytes gathered before they leave the engine's memory.
const PIECE_BYTES: usize = 4 << 20;

/// Blobs of a file on its way; the browser keeps them where it likes, on the disk too.
#[derive(Default)]
pub struct Pieces {
    blobs: Array,
    gathered: Vec<u8>,
}

impl Pieces {
    /// Adds some bytes.
    ///
    /// Errors: `unwritable` where the browser has no room.
    pub fn take(&mut self, bytes: &[u8]) -> crate::error::Result<()> {
        self.write_all(bytes)
            .and_then(|()| self.flush())
            .map_err(|error| crate::error::Error::new(crate::error::ErrorKind::Unwritable).with_source(error))
    }

    /// The blobs in order, once flushed.
    pub fn finish(self) -> Array {
        self.blobs
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= PIECE_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let parts = Array::of1(&Uint8Array::from(self.gathered.as_slice()));
        let blob = Blob::new_with_u8_array_sequence(&parts);
        self.blobs.push(&blob.map_err(|_| Error::other("the browser has no room for it"))?.into());
        self.gathered.clear();
        Ok(())
    }
}
