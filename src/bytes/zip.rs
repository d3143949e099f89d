//! Lists the members of a zip and unpacks one of them, checking its checksum.

mod directory;

use super::inflate::{Input, Step, Unpacked, inflate};
use super::limits::UNPACKED_BYTES_MAX;
use super::source::SharedSource;
use super::stream::{ByteStream, PlainStream};
use crate::error::{Error, ErrorKind, Result};
use flate2::{Crc, Decompress};

pub use directory::members;

/// A file in a zip, as the zip's directory describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path in the zip, for messages only.
    pub name: String,
    /// Length unpacked.
    pub bytes: u64,
    /// Length as stored.
    pub compressed_bytes: u64,
    /// Place in the directory, from 0.
    pub index: usize,
    /// Offset of its local header in the stored file.
    header_start: u64,
    crc: u32,
    method: Method,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Stored,
    Deflate,
    Unknown,
    Encrypted,
}

/// Opens a member as text.
///
/// Errors: `zip-encrypted`, `zip-method`, `zip-corrupt`, and `unpack-limit` where the directory itself names too much.
pub fn open_member(source: SharedSource, member: &Member) -> Result<Box<dyn ByteStream>> {
    let corrupt = |byte: u64| Error::new(ErrorKind::ZipCorrupt).at_byte(byte);
    let start = directory::data_start(&source, member.header_start)?;
    match member.method {
        Method::Encrypted => return Err(Error::new(ErrorKind::ZipEncrypted).at_byte(member.header_start)),
        Method::Unknown => return Err(Error::new(ErrorKind::ZipMethod).at_byte(member.header_start)),
        Method::Stored if member.bytes != member.compressed_bytes => return Err(corrupt(member.header_start)),
        _ => {}
    }
    if member.bytes > UNPACKED_BYTES_MAX {
        let limit = ErrorKind::UnpackLimit { limit_bytes: UNPACKED_BYTES_MAX };
        return Err(Error::new(limit).at_byte(member.header_start));
    }
    let end = start.checked_add(member.compressed_bytes).filter(|end| *end <= source.len());
    let end = end.ok_or_else(|| corrupt(source.len()))?;
    Ok(Box::new(MemberStream {
        input: Input::plain(PlainStream::range(source, start, end)),
        state: (member.method == Method::Deflate).then(|| Decompress::new(false)),
        crc: Crc::new(),
        unpacked: Unpacked::default(),
        text: 0,
        expected: member.clone(),
        at: At::Data,
    }))
}

/// The text of a member.
struct MemberStream {
    input: Input,
    /// None for a member stored as it is.
    state: Option<Decompress>,
    crc: Crc,
    unpacked: Unpacked,
    text: u64,
    expected: Member,
    at: At,
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    Data,
    /// The data has ended and must agree with the directory.
    DataEnd,
    End,
    /// Damage at this byte; it stays.
    Corrupt(u64),
}

impl MemberStream {
    /// Unpacks some text; 0 where the data ends, or is damaged.
    fn unpack(&mut self, out: &mut [u8]) -> Result<usize> {
        let Some(state) = &mut self.state else {
            let bytes = self.input.available()?;
            let count = bytes.len().min(out.len());
            if let (Some(to), Some(from)) = (out.get_mut(..count), bytes.get(..count)) {
                to.copy_from_slice(from);
            }
            self.input.consume(count);
            if count == 0 {
                self.at = At::DataEnd;
            }
            return Ok(count);
        };
        let (stored, step) = inflate(state, &mut self.input, out)?;
        let text = match step {
            Step::Text(text) => text,
            Step::End(text) => {
                self.at = At::DataEnd;
                text
            }
            Step::Truncated | Step::Corrupt => {
                self.at = At::Corrupt(self.input.offset());
                0
            }
        };
        self.unpacked.add(stored, text).map_err(|error| error.at_byte(self.input.offset()))?;
        Ok(text)
    }

    /// Compares length and CRC-32 with the directory, and that nothing is left over.
    fn check(&mut self) -> Result<()> {
        let fits = self.text == self.expected.bytes && self.crc.sum() == self.expected.crc;
        let is_whole = self.input.available()?.is_empty();
        self.at = if fits && is_whole { At::End } else { At::Corrupt(self.input.offset()) };
        Ok(())
    }
}

impl ByteStream for MemberStream {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match self.at {
                At::Data => match self.unpack(out)? {
                    0 => {}
                    count => {
                        self.text += count as u64;
                        self.crc.update(out.get(..count).unwrap_or_default());
                        return Ok(count);
                    }
                },
                At::DataEnd => self.check()?,
                At::End => return Ok(0),
                At::Corrupt(byte) => return Err(Error::new(ErrorKind::ZipCorrupt).at_byte(byte)),
            }
        }
    }

    fn bytes_done(&self) -> u64 {
        self.input.offset()
    }
}

#[cfg(test)]
mod tests;
