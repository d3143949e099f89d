//! Reads a browser's `File` or `Blob` at any offset, synchronously, as only a worker may.

use crate::bytes::{SharedSource, Source};
use crate::error::{Error, ErrorKind, Result};
use js_sys::{Reflect, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

/// A file of the page.
pub struct BlobSource {
    blob: Blob,
    name: String,
    bytes: u64,
    reader: FileReaderSync,
    /// An object of the worker's that has `sha256` once the browser has computed it, or undefined.
    known: JsValue,
}

impl BlobSource {
    /// A source over `blob`. Throws where there is no `FileReaderSync`, that is outside a worker.
    pub fn shared(blob: Blob, name: String, known: JsValue) -> std::result::Result<SharedSource, JsValue> {
        let bytes = super::convert::whole(blob.size());
        Ok(Rc::new(Self { blob, name, bytes, reader: FileReaderSync::new()?, known }))
    }
}

impl Source for BlobSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let end = offset.saturating_add(out.len() as u64).min(self.bytes);
        if offset >= end {
            return Ok(0);
        }
        let unreadable = |_: JsValue| Error::new(ErrorKind::Unreadable).at_byte(offset);
        // Offsets up to 2⁵³ are exact in an f64, which is more than any file has.
        let slice = self.blob.slice_with_f64_and_f64(offset as f64, end as f64).map_err(unreadable)?;
        let buffer = self.reader.read_as_array_buffer(&slice).map_err(unreadable)?;
        let piece = Uint8Array::new(&buffer.into());
        let count = piece.length() as usize;
        let Some(to) = out.get_mut(..count) else { return Err(Error::new(ErrorKind::Unreadable).at_byte(offset)) };
        piece.copy_to(to);
        Ok(count)
    }

    fn sha256(&self) -> Option<String> {
        let hash = Reflect::get(&self.known, &"sha256".into()).ok()?.as_string()?;
        (hash.len() == 64).then_some(hash)
    }
}
