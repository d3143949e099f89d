//! Writes a partial: the header, the embedded files, the states.

use super::Header;
use super::state::write_state;
use crate::error::{Error, ErrorKind, Result};
use crate::scoring::ScoreState;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{BufWriter, Write};

/// Bytes given to the packer at once.
const PIECE_BYTES: usize = 256 << 10;

/// A partial on its way out.
pub struct PartialWriter<W: Write>(BufWriter<GzEncoder<W>>);

impl<W: Write> PartialWriter<W> {
    /// Begins with the header.
    ///
    /// Errors: `unwritable`.
    pub fn new(out: W, header: &Header) -> Result<Self> {
        let mut out = BufWriter::with_capacity(PIECE_BYTES, GzEncoder::new(out, Compression::fast()));
        serde_json::to_writer(&mut out, header)
            .map_err(|error| Error::new(ErrorKind::Unwritable).with_source(std::io::Error::from(error)))?;
        out.write_all(b"\n").map_err(unwritable)?;
        Ok(Self(out))
    }

    /// Adds a piece of an embedded file.
    ///
    /// Errors: `unwritable`.
    pub fn embed(&mut self, piece: &[u8]) -> Result<()> {
        self.0.write_all(piece).map_err(unwritable)
    }

    /// Adds the state of the next score.
    ///
    /// Errors: `unwritable`.
    pub fn state(&mut self, state: &ScoreState) -> Result<()> {
        write_state(&mut self.0, state).map_err(unwritable)
    }

    /// Ends the file.
    ///
    /// Errors: `unwritable`.
    pub fn finish(self) -> Result<()> {
        let gzip = self.0.into_inner().map_err(|error| unwritable(error.into_error()))?;
        gzip.finish().and_then(|mut out| out.flush()).map_err(unwritable)
    }
}

fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Unwritable).with_source(error)
}
