//! Reads a browser's `File` or `Blob` at any offset, synchronously, as only a worker may.

#[cfg(feature = "wasm")]
use crate::bytes::HashingSource;
use crate::bytes::{SharedSource, Source};
use crate::error::{Error, ErrorKind, Result};
use js_sys::{Reflect, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

/// A call into the browser's storage costs some milliseconds whatever it brings: 4 MiB take half as long as four times 1 MiB,
/// and more gains nothing.
const PIECE_OF_FILE: usize = 4 << 20;

/// Copying from the worker's memory costs nothing to speak of, and a small piece stays in the cache.
const PIECE_OF_MEMORY: usize = 256 << 10;

/// A file of the page.
pub struct BlobSource {
    blob: Blob,
    name: String,
    bytes: u64,
    reader: FileReaderSync,
    /// An object of the worker's: `bytes` of the whole file while they are at hand, `sha256` once the browser has computed it.
    stored: JsValue,
}

impl BlobSource {
    /// A source over `blob`. Throws where there is no `FileReaderSync`, that is outside a worker.
    pub fn shared(blob: Blob, name: String, stored: JsValue) -> std::result::Result<SharedSource, JsValue> {
        let bytes = super::convert::whole(blob.size());
        Ok(Rc::new(Self { blob, name, bytes, reader: FileReaderSync::new()?, stored }))
    }

    /// The same of a file whose hash is wanted: it is hashed as it is read, unless the worker has it whole and the browser
    /// hashes it.
    #[cfg(feature = "wasm")]
    pub fn hashed(blob: Blob, name: String, stored: JsValue) -> std::result::Result<SharedSource, JsValue> {
        let is_whole = Reflect::get(&stored, &"bytes".into()).is_ok_and(|bytes| bytes.is_instance_of::<Uint8Array>());
        let source = Self::shared(blob, name, stored)?;
        Ok(if is_whole { source } else { HashingSource::shared(source) })
    }
}

impl BlobSource {
    /// The whole file, where the worker has read it at once.
    fn whole(&self) -> Option<Uint8Array> {
        let bytes: Uint8Array = Reflect::get(&self.stored, &"bytes".into()).ok()?.dyn_into().ok()?;
        (u64::from(bytes.length()) == self.bytes).then_some(bytes)
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
        if let Some(bytes) = self.whole() {
            // No longer than `out`, and so than 32 bits can say; what is worked on whole is not long.
            let piece = bytes.subarray(offset as u32, end as u32);
            let Some(to) = out.get_mut(..piece.length() as usize) else {
                return Err(Error::new(ErrorKind::Unreadable).at_byte(offset));
            };
            piece.copy_to(to);
            return Ok(to.len());
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

    fn piece_bytes(&self) -> usize {
        match self.whole() {
            Some(_) => PIECE_OF_MEMORY,
            None => PIECE_OF_FILE,
        }
    }

    fn sha256(&self) -> Option<String> {
        let hash = Reflect::get(&self.stored, &"sha256".into()).ok()?.as_string()?;
        (hash.len() == 64).then_some(hash)
    }
}

/// Sources over files of the page: objects with `name` and `blob`.
pub fn sources(files: Vec<JsValue>) -> std::result::Result<Vec<SharedSource>, JsValue> {
    let source = |file: JsValue| {
        let name = Reflect::get(&file, &"name".into())?.as_string().unwrap_or_default();
        let blob: Blob = Reflect::get(&file, &"blob".into())?.dyn_into()?;
        BlobSource::shared(blob, name, JsValue::NULL)
    };
    files.into_iter().map(source).collect()
}
