//! Unpacks a file and does nothing else, for the bench to compare with.

use super::blob_source::BlobSource;
use super::convert::thrown;
use crate::bytes::open::open_unpacked;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Bytes of text that a compressed file holds.
#[wasm_bindgen(js_name = unpackedBytes)]
pub fn unpacked_bytes(blob: Blob, name: String) -> Result<f64, JsValue> {
    let source = BlobSource::shared(blob, name, JsValue::NULL)?;
    let mut stream = open_unpacked(source).map_err(|error| thrown(&error))?;
    let mut piece = vec![0; 256 << 10];
    let mut bytes = 0;
    loop {
        match stream.read(&mut piece).map_err(|error| thrown(&error))? {
            0 => return Ok(bytes as f64),
            count => bytes += count,
        }
    }
}
