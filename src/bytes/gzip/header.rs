//! Reads the header of one gzip member (RFC 1952, 2.3).

use crate::bytes::inflate::Input;
use crate::error::Error;
use flate2::Crc;

/// What stands where a member should begin.
pub(super) enum Header {
    /// A whole header; `bgzf` when its extra field is that of a BGZF block (SAM specification 4.1).
    Whole {
        /// Whether the member is a BGZF block.
        bgzf: bool,
    },
    /// The file ends within it.
    Truncated,
    /// Not a gzip header, from this byte of the stored file on.
    Corrupt {
        /// Offset of the first byte that does not fit.
        byte: u64,
    },
}

const MAGIC: [u8; 2] = [0x1f, 0x8b];
const DEFLATE: u8 = 8;
const HAS_CRC: u8 = 1 << 1;
const HAS_EXTRA: u8 = 1 << 2;
const HAS_NAME: u8 = 1 << 3;
const HAS_COMMENT: u8 = 1 << 4;
/// Bits that RFC 1952 reserves: set, they announce data that a reader of this version would take for text.
const RESERVED: u8 = 0b1110_0000;
/// The subfield `BC` of two bytes that BGZF puts first in its extra field.
const BGZF_SUBFIELD: [u8; 4] = [b'B', b'C', 2, 0];

/// Reads a header where `input` stands.
pub(super) fn read(input: &mut Input) -> Result<Header, Error> {
    let mut reader = Reader { input, crc: Crc::new() };
    let header = reader.header();
    match header {
        Ok(bgzf) => Ok(Header::Whole { bgzf }),
        Err(Stop::Truncated) => Ok(Header::Truncated),
        Err(Stop::Corrupt(byte)) => Ok(Header::Corrupt { byte }),
        Err(Stop::Failed(error)) => Err(error),
    }
}

enum Stop {
    Truncated,
    Corrupt(u64),
    Failed(Error),
}

struct Reader<'a> {
    input: &'a mut Input,
    crc: Crc,
}

impl Reader<'_> {
    fn header(&mut self) -> Result<bool, Stop> {
        for magic in MAGIC {
            self.expect(|byte| byte == magic)?;
        }
        self.expect(|byte| byte == DEFLATE)?;
        let flags = self.expect(|byte| byte & RESERVED == 0)?;
        // Modification time, extra flags and operating system say nothing about the text.
        for _ in 0..6 {
            self.byte()?;
        }
        let bgzf = flags & HAS_EXTRA != 0 && self.extra()?;
        for text in [HAS_NAME, HAS_COMMENT] {
            if flags & text != 0 {
                while self.byte()? != 0 {}
            }
        }
        if flags & HAS_CRC != 0 {
            let [low, high, ..] = self.crc.sum().to_le_bytes();
            self.expect(|byte| byte == low)?;
            self.expect(|byte| byte == high)?;
        }
        Ok(bgzf)
    }

    /// Skips the extra field and says whether it begins as BGZF's.
    fn extra(&mut self) -> Result<bool, Stop> {
        let length = u16::from_le_bytes([self.byte()?, self.byte()?]);
        let mut first = [0; 4];
        for index in 0..usize::from(length) {
            let byte = self.byte()?;
            if let Some(kept) = first.get_mut(index) {
                *kept = byte;
            }
        }
        Ok(first == BGZF_SUBFIELD)
    }

    fn expect(&mut self, fits: impl Fn(u8) -> bool) -> Result<u8, Stop> {
        let offset = self.input.offset();
        let byte = self.byte()?;
        if fits(byte) { Ok(byte) } else { Err(Stop::Corrupt(offset)) }
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let byte = self.input.next().map_err(Stop::Failed)?.ok_or(Stop::Truncated)?;
        self.crc.update(&[byte]);
        Ok(byte)
    }
}
