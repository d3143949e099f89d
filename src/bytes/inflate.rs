//! Unpacks raw deflate data (RFC 1951) piece by piece, within the limits, for gzip files and zip members.

use super::limits::{UNPACK_RATIO_FREE_BYTES, UNPACK_RATIO_MAX, UNPACKED_BYTES_MAX};
use super::stream::{ByteStream, PlainStream};
use crate::error::{Error, ErrorKind, Result};
use flate2::{Decompress, FlushDecompress, Status};

/// Bytes asked at once of a stream that unpacks another wrapping.
const WRAPPED_PIECE_BYTES: usize = 64 << 10;

/// Compressed bytes in front of the reader, with the offset of each in the stored file.
pub(super) struct Input {
    stream: Stored,
    piece: Vec<u8>,
    used: usize,
    filled: usize,
}

enum Stored {
    /// A range of the stored file itself: offsets are exact.
    Plain(PlainStream),
    /// The text of another wrapping: offsets are those of the wrapping's own progress.
    Wrapped(Box<dyn ByteStream>),
}

impl Input {
    pub(super) fn plain(stream: PlainStream) -> Self {
        Self { stream: Stored::Plain(stream), piece: Vec::new(), used: 0, filled: 0 }
    }

    pub(super) fn wrapped(stream: Box<dyn ByteStream>) -> Self {
        Self { stream: Stored::Wrapped(stream), piece: Vec::new(), used: 0, filled: 0 }
    }

    /// The bytes at hand; empty only at the end of the stored data.
    pub(super) fn available(&mut self) -> Result<&[u8]> {
        if self.used == self.filled {
            let wanted = match &self.stream {
                Stored::Plain(stream) => stream.next_piece_bytes(self.piece.len()),
                Stored::Wrapped(_) => WRAPPED_PIECE_BYTES,
            };
            self.piece.resize(wanted, 0);
            self.used = 0;
            self.filled = 0;
            self.filled = match &mut self.stream {
                Stored::Plain(stream) => stream.read(&mut self.piece)?,
                Stored::Wrapped(stream) => stream.read(&mut self.piece)?,
            };
        }
        Ok(self.piece.get(self.used..self.filled).unwrap_or_default())
    }

    /// Takes `count` of the bytes at hand.
    pub(super) fn consume(&mut self, count: usize) {
        self.used = (self.used + count).min(self.filled);
    }

    /// Takes one byte; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<u8>> {
        let byte = self.available()?.first().copied();
        self.consume(1);
        Ok(byte)
    }

    /// Offset in the stored file of the next byte.
    pub(super) fn offset(&self) -> u64 {
        match &self.stream {
            Stored::Plain(stream) => stream.bytes_done() - (self.filled - self.used) as u64,
            Stored::Wrapped(stream) => stream.bytes_done(),
        }
    }
}

/// Counts unpacked against stored bytes and stops what only a bomb does.
#[derive(Default)]
pub(super) struct Unpacked {
    stored: u64,
    text: u64,
    /// Whether the reader holds nothing of what it reads, so that no size of it does harm.
    is_free: bool,
}

impl Unpacked {
    /// Without limits.
    pub(super) fn free() -> Self {
        Self { is_free: true, ..Self::default() }
    }

    /// Counts one step of unpacking.
    ///
    /// Errors: `unpack-limit`.
    pub(super) fn add(&mut self, stored: usize, text: usize) -> Result<()> {
        self.stored += stored as u64;
        self.text += text as u64;
        let by_ratio = self.stored.saturating_mul(UNPACK_RATIO_MAX).max(UNPACK_RATIO_FREE_BYTES);
        let limit_bytes = by_ratio.min(UNPACKED_BYTES_MAX);
        if self.text > limit_bytes && !self.is_free {
            return Err(ErrorKind::UnpackLimit { limit_bytes }.into());
        }
        Ok(())
    }
}

/// How one step of inflating went.
pub(super) enum Step {
    /// Text was written, so much of it.
    Text(usize),
    /// The data's own end mark came, after so much text.
    End(usize),
    /// The stored data ends before the end mark.
    Truncated,
    /// Not deflate data, at the byte where the input stands.
    Corrupt,
}

/// Inflates from `input` into `out` until there is some text or an end; text before damage is given first.
pub(super) fn inflate(state: &mut Decompress, input: &mut Input, out: &mut [u8]) -> Result<(usize, Step)> {
    let mut stored = 0;
    loop {
        let bytes = input.available()?;
        let at_end = bytes.is_empty();
        let (in_before, out_before) = (state.total_in(), state.total_out());
        let status = state.decompress(bytes, out, FlushDecompress::None);
        let used = usize::try_from(state.total_in() - in_before).unwrap_or(usize::MAX);
        let text = usize::try_from(state.total_out() - out_before).unwrap_or(usize::MAX);
        input.consume(used);
        stored += used;
        let step = match status {
            Ok(Status::StreamEnd) => Step::End(text),
            // After damage the state stays bad, so the next step says so.
            _ if text > 0 => Step::Text(text),
            Err(_) => Step::Corrupt,
            Ok(_) if at_end => Step::Truncated,
            Ok(_) if used == 0 => return Err(internal()),
            Ok(_) => continue,
        };
        return Ok((stored, step));
    }
}

fn internal() -> Error {
    ErrorKind::Internal { what: "inflating with input and room makes progress" }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_on_unpacking() {
        let free = UNPACK_RATIO_FREE_BYTES;
        let ratio = UNPACK_RATIO_MAX;
        let rows: [(&str, u64, u64, Option<u64>); 6] = [
            ("a small bomb is free", 20_000, free, None),
            ("one byte beyond the free ones", 20_000, free + 1, Some(free)),
            ("the ratio itself", free, free * ratio, None),
            ("one byte beyond the ratio", free - 1, (free - 1) * ratio + 1, Some((free - 1) * ratio)),
            ("the whole size", 1 << 30, UNPACKED_BYTES_MAX, None),
            ("one byte beyond the size", 1 << 30, UNPACKED_BYTES_MAX + 1, Some(UNPACKED_BYTES_MAX)),
        ];
        for (name, stored, text, limit) in rows {
            let mut unpacked = Unpacked { stored, text, is_free: false };
            let expected = limit.map(|limit_bytes| ErrorKind::UnpackLimit { limit_bytes });
            assert_eq!(unpacked.add(0, 0).err().map(|error| error.kind().clone()), expected, "{name}");
            assert!(Unpacked { stored, text, is_free: true }.add(0, 0).is_ok(), "{name}");
        }
    }
}
