//! Unpacks the genotypes of one variant: zlib (RFC 1950) and Zstandard (RFC 8878), to the length that the file states.

use super::header::Packing;
use crate::bytes::limits::ZSTD_WINDOW_BYTES_MAX;
use flate2::{Decompress, FlushDecompress, Status};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Bytes that room is made for at once, so that a false length takes no memory.
const STEP_BYTES: usize = 1 << 20;

/// What is wrong with genotypes that do not unpack.
const DAMAGED: &str = "its packed genotypes";

/// Unpacks into memory that is kept from variant to variant.
pub(super) struct Unpacker {
    inflate: Decompress,
    text: Vec<u8>,
}

impl Unpacker {
    pub fn new() -> Self {
        Self { inflate: Decompress::new(true), text: Vec::new() }
    }

    /// The genotypes of a variant, `unpacked` bytes. Answers with what is wrong where they are damaged, or not so long.
    pub fn unpack(&mut self, packing: Packing, stored: &[u8], unpacked: usize) -> Result<&[u8], &'static str> {
        self.text.clear();
        match packing {
            Packing::Plain => self.text.extend_from_slice(stored),
            Packing::Zlib => self.inflate(stored, unpacked)?,
            Packing::Zstd => self.decode(stored, unpacked)?,
        }
        if self.text.len() != unpacked {
            return Err("the unpacked length of its genotypes");
        }
        Ok(&self.text)
    }

    /// The stream's own check value is compared, too.
    fn inflate(&mut self, stored: &[u8], unpacked: usize) -> Result<(), &'static str> {
        let Self { inflate, text } = self;
        inflate.reset(true);
        let mut rest = stored;
        loop {
            // One byte more than stated shows a text that is too long.
            text.reserve((unpacked + 1 - text.len()).min(STEP_BYTES));
            let (in_before, out_before) = (inflate.total_in(), text.len());
            let status = inflate.decompress_vec(rest, text, FlushDecompress::None).map_err(|_| DAMAGED)?;
            let used = usize::try_from(inflate.total_in() - in_before).unwrap_or(usize::MAX);
            rest = rest.get(used..).unwrap_or_default();
            if text.len() > unpacked {
                return Err("the unpacked length of its genotypes");
            }
            match status {
                Status::StreamEnd if rest.is_empty() => return Ok(()),
                Status::StreamEnd => return Err("bytes behind its packed genotypes"),
                _ if used == 0 && text.len() == out_before => return Err(DAMAGED),
                _ => {}
            }
        }
    }

    /// A frame may have a check value or not; there is one frame.
    fn decode(&mut self, stored: &[u8], unpacked: usize) -> Result<(), &'static str> {
        let mut rest = stored;
        // A fresh decoder reserves no window before there is text to keep in it.
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(ZSTD_WINDOW_BYTES_MAX);
        decoder.reset(&mut rest).map_err(|_| DAMAGED)?;
        while !decoder.is_finished() {
            decoder.decode_blocks(&mut rest, BlockDecodingStrategy::UptoBlocks(1)).map_err(|_| DAMAGED)?;
            decoder.collect_to_writer(&mut self.text).map_err(|_| DAMAGED)?;
            if self.text.len() > unpacked {
                return Err("the unpacked length of its genotypes");
            }
        }
        let check = decoder.get_checksum_from_data();
        if check.is_some() && check != decoder.get_calculated_checksum() {
            return Err(DAMAGED);
        }
        if rest.is_empty() { Ok(()) } else { Err("bytes behind its packed genotypes") }
    }
}
