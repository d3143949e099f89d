//! Unpacks gzip files of any number of members (RFC 1952), BGZF included, and checks every checksum.

mod header;

use super::inflate::{Input, Step, Unpacked, inflate};
use super::source::SharedSource;
use super::stream::{ByteStream, PlainStream};
use crate::error::{Error, ErrorKind, Result};
use flate2::{Crc, Decompress};

/// The text of a gzip file.
///
/// Members follow each other and their texts are one text; zero bytes after a member are padding.
pub struct GzipStream {
    input: Input,
    state: Decompress,
    at: At,
    crc: Crc,
    unpacked: Unpacked,
    /// Set while the last member seen was a BGZF block with text: BGZF ends with an empty block (SAM specification 4.1.2).
    bgzf_open: bool,
    bgzf: bool,
}

/// What comes next in the stored file.
#[derive(Clone, Copy, PartialEq)]
enum At {
    First,
    Member,
    Data,
    Trailer,
    End,
    /// Where an error was found and of which kind; it stays.
    Failed(Failure, u64),
}

#[derive(Clone, Copy, PartialEq)]
enum Failure {
    Truncated,
    Corrupt,
}

impl GzipStream {
    /// Over a stored file.
    pub fn new(source: SharedSource) -> Self {
        Self::over(Input::plain(PlainStream::new(source)))
    }

    /// The same without limits on what comes out, for readers that hold nothing of it.
    pub fn without_limits(mut self) -> Self {
        self.unpacked = Unpacked::free();
        self
    }

    /// Over the text of another wrapping, such as a zip's member.
    pub fn inside(stream: Box<dyn ByteStream>) -> Self {
        Self::over(Input::wrapped(stream))
    }

    fn over(input: Input) -> Self {
        Self {
            input,
            state: Decompress::new(false),
            at: At::First,
            crc: Crc::new(),
            unpacked: Unpacked::default(),
            bgzf_open: false,
            bgzf: false,
        }
    }

    /// Remembers the failure, so that each further read says the same.
    fn fail(&mut self, failure: Failure, byte: u64) {
        self.at = At::Failed(failure, byte);
    }

    /// Finds the next member or the end of the file.
    fn begin_member(&mut self) -> Result<()> {
        while self.at == At::Member && self.input.available()?.first() == Some(&0) {
            self.input.consume(1);
        }
        let start = self.input.offset();
        if self.input.available()?.is_empty() && self.at == At::Member {
            match self.bgzf_open {
                true => self.fail(Failure::Truncated, start),
                false => self.at = At::End,
            }
            return Ok(());
        }
        match header::read(&mut self.input)? {
            header::Header::Whole { bgzf } => {
                self.bgzf = bgzf;
                self.state.reset(false);
                self.crc.reset();
                self.at = At::Data;
            }
            header::Header::Truncated => self.fail(Failure::Truncated, self.input.offset()),
            header::Header::Corrupt { byte } => self.fail(Failure::Corrupt, byte),
        }
        Ok(())
    }

    /// Checks CRC-32 and length of the member's text (RFC 1952, 2.3.1).
    fn end_member(&mut self) -> Result<()> {
        let start = self.input.offset();
        let mut stored = [0; 8];
        for byte in &mut stored {
            let Some(next) = self.input.next()? else {
                self.fail(Failure::Truncated, self.input.offset());
                return Ok(());
            };
            *byte = next;
        }
        let [a, b, c, d, e, f, g, h] = stored;
        if u32::from_le_bytes([a, b, c, d]) != self.crc.sum() {
            self.fail(Failure::Corrupt, start);
        } else if u32::from_le_bytes([e, f, g, h]) != self.crc.amount() {
            self.fail(Failure::Corrupt, start + 4);
        } else {
            self.bgzf_open = self.bgzf && self.crc.amount() != 0;
            self.at = At::Member;
        }
        Ok(())
    }

    /// Inflates some text of the member at hand.
    fn inflate(&mut self, out: &mut [u8]) -> Result<usize> {
        let (stored, step) = inflate(&mut self.state, &mut self.input, out)?;
        let text = match step {
            Step::Text(text) => text,
            Step::End(text) => {
                self.at = At::Trailer;
                text
            }
            Step::Truncated => {
                self.fail(Failure::Truncated, self.input.offset());
                0
            }
            Step::Corrupt => {
                self.fail(Failure::Corrupt, self.input.offset());
                0
            }
        };
        self.unpacked.add(stored, text).map_err(|error| error.at_byte(self.input.offset()))?;
        self.crc.update(out.get(..text).unwrap_or_default());
        Ok(text)
    }
}

impl ByteStream for GzipStream {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match self.at {
                At::First | At::Member => self.begin_member()?,
                At::Data => match self.inflate(out)? {
                    0 => {}
                    text => return Ok(text),
                },
                At::Trailer => self.end_member()?,
                At::End => return Ok(0),
                At::Failed(Failure::Truncated, byte) => return Err(Error::new(ErrorKind::GzipTruncated).at_byte(byte)),
                At::Failed(Failure::Corrupt, byte) => return Err(Error::new(ErrorKind::GzipCorrupt).at_byte(byte)),
            }
        }
    }

    fn bytes_done(&self) -> u64 {
        self.input.offset()
    }
}

#[cfg(test)]
mod tests;
