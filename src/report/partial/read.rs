//! Reads a partial from front to back.

use super::state::{Numbers, damaged, read_state};
use super::{Header, VERSION};
use crate::error::{Error, ErrorKind, PartialKind, Result, Role};
use crate::scoring::ScoreState;

/// Longest header in bytes: half a million samples with long ids take 40 MB, and several cohorts that again.
const HEADER_BYTES_MAX: usize = 256 << 20;
/// Bytes read at once.
const PIECE_BYTES: usize = 256 << 10;
/// What a header starts with, as this program writes it.
const MAGIC: &[u8] = b"{\"tallele_partial\":";

/// A partial on its way in.
pub struct PartialReader {
    name: String,
    header: Header,
    input: Input,
}

/// Fills some of what it is given with the partial's unpacked text, and says how much; 0 at the end.
pub type Unpacked = Box<dyn FnMut(&mut [u8]) -> Result<usize>>;

struct Input {
    unpacked: Unpacked,
    piece: Vec<u8>,
    given: usize,
    filled: usize,
}

impl PartialReader {
    /// Reads the header of a partial of this name.
    ///
    /// Errors: `not-a-partial`, those of unpacking.
    pub fn new(name: &str, unpacked: Unpacked) -> Result<Self> {
        let mut input = Input { unpacked, piece: vec![0; PIECE_BYTES], given: 0, filled: 0 };
        let header = input.header().map_err(|error| error.in_input(Role::Partials, name))?;
        Ok(Self { name: name.to_owned(), header, input })
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the partial is of.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What the partial is of, to take parts out of it.
    pub fn header_mut(&mut self) -> &mut Header {
        &mut self.header
    }

    /// The next embedded file, which has this many bytes; nothing of it unless it is to be kept.
    ///
    /// Errors: `file-truncated`, those of unpacking.
    pub fn embedded(&mut self, bytes: u64, keep: bool) -> Result<Option<Vec<u8>>> {
        let mut read = || -> Result<Option<Vec<u8>>> {
            let mut kept = Vec::new();
            let mut left = usize::try_from(bytes).map_err(|_| damaged("the length of an embedded file"))?;
            while left > 0 {
                self.input.need()?;
                let rest = self.input.piece.get(self.input.given..self.input.filled).unwrap_or_default();
                let taken = rest.len().min(left);
                if keep {
                    kept.extend_from_slice(rest.get(..taken).unwrap_or_default());
                }
                self.input.given += taken;
                left -= taken;
            }
            Ok(keep.then_some(kept))
        };
        read().map_err(|error| error.in_input(Role::Partials, &self.name))
    }

    /// The state of the next score, which has so many rows, for so many samples.
    ///
    /// Errors: `record-corrupt`, `file-truncated`, those of unpacking.
    pub fn state(&mut self, rows: usize, samples: usize) -> Result<ScoreState> {
        read_state(&mut self.input, rows, samples).map_err(|error| error.in_input(Role::Partials, &self.name))
    }

    /// Sees to it that nothing is left.
    ///
    /// Errors: `record-corrupt`, those of unpacking.
    pub fn finish(mut self) -> Result<()> {
        match self.input.fill() {
            Ok(false) => Ok(()),
            Ok(true) => Err(damaged("the end of the file").in_input(Role::Partials, &self.name)),
            Err(error) => Err(error.in_input(Role::Partials, &self.name)),
        }
    }
}

impl Input {
    fn header(&mut self) -> Result<Header> {
        let mut line = Vec::new();
        loop {
            if !self.fill()? {
                return Err(PartialKind::NotOne.into());
            }
            let rest = self.piece.get(self.given..self.filled).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(rest.len());
            line.extend_from_slice(rest.get(..taken).unwrap_or_default());
            self.given += taken + usize::from(end.is_some());
            let is_header = line.len() <= HEADER_BYTES_MAX && MAGIC.iter().zip(&line).all(|(a, b)| a == b);
            if !is_header {
                return Err(PartialKind::NotOne.into());
            }
            if end.is_some() {
                break;
            }
        }
        let header: Header =
            serde_json::from_slice(&line).map_err(|error| Error::from(PartialKind::NotOne).with_source(error))?;
        if header.tallele_partial != VERSION {
            return Err(PartialKind::NotOne.into());
        }
        Ok(header)
    }

    /// Reads on where all that was read is given; `false` at the end.
    fn fill(&mut self) -> Result<bool> {
        if self.given >= self.filled {
            self.filled = (self.unpacked)(&mut self.piece)?;
            self.given = 0;
        }
        Ok(self.filled > 0)
    }

    fn need(&mut self) -> Result<()> {
        if self.fill()? { Ok(()) } else { Err(ErrorKind::FileTruncated.into()) }
    }
}

impl Numbers for Input {
    fn bytes<const N: usize>(&mut self) -> Result<[u8; N]> {
        if let Some(Ok(bytes)) =
            self.piece.get(self.given..self.filled).and_then(|rest| rest.get(..N)).map(TryInto::try_into)
        {
            self.given += N;
            return Ok(bytes);
        }
        let mut bytes = [0; N];
        for byte in &mut bytes {
            self.need()?;
            *byte = self.piece.get(self.given).copied().unwrap_or_default();
            self.given += 1;
        }
        Ok(bytes)
    }

    fn many(&mut self, count: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        while bytes.len() < count {
            self.need()?;
            let rest = self.piece.get(self.given..self.filled).unwrap_or_default();
            let taken = rest.len().min(count - bytes.len());
            bytes.extend_from_slice(rest.get(..taken).unwrap_or_default());
            self.given += taken;
        }
        Ok(bytes)
    }
}
