//! Inflates one BGZF block with every check: by libdeflate in the command line, as htslib does, else by zlib-rs.

use super::block::{BLOCK_BYTES_MAX, TRAILER_BYTES};
use flate2::{Crc, Decompress, FlushDecompress, Status};

/// Inflating is quicker where it may write a little beyond a block's text.
const SLACK_BYTES: usize = 512;

/// What inflating needs from block to block.
pub(super) struct Inflater {
    state: Decompress,
    #[cfg(feature = "cli")]
    quick: libdeflater::Decompressor,
}

impl Default for Inflater {
    fn default() -> Self {
        Self {
            state: Decompress::new(false),
            #[cfg(feature = "cli")]
            quick: libdeflater::Decompressor::new(),
        }
    }
}

/// What a block holds behind its header.
#[derive(Clone, Copy)]
struct Stored<'a> {
    data: &'a [u8],
    crc: u32,
    /// Bytes of the text.
    length: usize,
}

impl<'a> Stored<'a> {
    fn of(block: &'a [u8], data: usize) -> Option<Self> {
        let (rest, trailer) = block.split_at_checked(block.len().checked_sub(TRAILER_BYTES)?)?;
        let &[a, b, c, d, e, f, g, h] = trailer else { return None };
        let length = usize::try_from(u32::from_le_bytes([e, f, g, h])).ok()?;
        let crc = u32::from_le_bytes([a, b, c, d]);
        (length <= BLOCK_BYTES_MAX).then_some(Self { data: rest.get(data..)?, crc, length })
    }
}

impl Inflater {
    /// Adds the text of a whole block, whose data begin at `data`, to `text[..filled]` and gives its length; none where the
    /// block is damaged.
    pub fn inflate(&mut self, block: &[u8], data: usize, text: &mut Vec<u8>, filled: usize) -> Option<usize> {
        let stored = Stored::of(block, data)?;
        let room = filled + stored.length + SLACK_BYTES;
        if text.len() < room {
            text.resize(room, 0);
        }
        let out = text.get_mut(filled..room)?;
        #[cfg(feature = "cli")]
        if has_one_end(block.get(data..)?) {
            let length = self.quick.gzip_decompress(block, out).ok()?;
            return (length == stored.length).then_some(length);
        }
        self.inflate_by_steps(stored, out)
    }

    fn inflate_by_steps(&mut self, stored: Stored<'_>, out: &mut [u8]) -> Option<usize> {
        let Self { state, .. } = self;
        let Stored { data, crc, length, .. } = stored;
        state.reset(false);
        let status = state.decompress(data, out, FlushDecompress::Finish).ok()?;
        // The data end where the trailer begins, and the text has the length that is written there.
        if status != Status::StreamEnd || state.total_in() != data.len() as u64 || state.total_out() != length as u64 {
            return None;
        }
        let mut of_text = Crc::new();
        of_text.update(out.get(..length)?);
        (of_text.sum() == crc).then_some(length)
    }
}

/// Whether libdeflate, which checks the trailer that it finds behind the data and does not say where that is, can find none but
/// the block's own: the length in it stands nowhere before. One block in 200,000 has it twice, and the one that ends a file.
#[cfg(feature = "cli")]
fn has_one_end(behind_header: &[u8]) -> bool {
    match (behind_header.split_last_chunk::<4>(), behind_header.split_last()) {
        (Some((_, length)), Some((_, before))) => memchr::memmem::find(before, length).is_none(),
        _ => false,
    }
}
