//! Takes numbers and arrays from the bytes of one record, front to back.

use crate::error::{ErrorKind, Result};

/// The rest of a record.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Bytes that are left.
    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next `count` bytes.
    ///
    /// Errors: `record-corrupt`.
    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        match self.rest.split_at_checked(count) {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(corrupt("its length, which is too short for its type")),
        }
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        Ok(self.bytes(1)?.first().copied().unwrap_or_default())
    }

    /// A number in 7-bit groups, the lowest first, below 2³¹.
    pub(super) fn varint(&mut self) -> Result<u32> {
        let mut value = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = u32::from(self.byte()?);
            if shift == 28 && byte > 7 {
                break;
            }
            value |= (byte & 127) << shift;
            if byte < 128 {
                return Ok(value);
            }
        }
        Err(corrupt("a number of variable length"))
    }
}

/// A number of up to four bytes.
pub(super) fn little_endian(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// Set bits.
pub(super) fn ones(bits: &[u8]) -> usize {
    bits.iter().map(|byte| byte.count_ones() as usize).sum()
}

/// Bit `at` of an array.
pub(super) fn bit(bits: &[u8], at: usize) -> bool {
    bits.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
}

/// Refuses what follows the last of `count` elements of `width` bits: the format has zeros there.
pub(super) fn check_padding(array: &[u8], count: usize, width: usize) -> Result<()> {
    let used = count * width % 8;
    match array.last() {
        Some(last) if used > 0 && last >> used != 0 => Err(corrupt("bits behind the end of an array")),
        _ => Ok(()),
    }
}

pub(super) fn corrupt(what: &'static str) -> crate::error::Error {
    ErrorKind::RecordCorrupt { what }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_variable_length() {
        let rows: [(&[u8], Option<u32>); 7] = [
            (b"\x4f", Some(79)),
            (b"\x88\x27", Some(5000)),
            (b"\xff\xff\xff\xff\x07", Some((1 << 31) - 1)),
            (b"\xff\xff\xff\xff\x08", None),
            (b"\x80\x80\x80\x80\x80\x00", None),
            (b"\x80", None),
            (b"", None),
        ];
        for (bytes, expected) in rows {
            assert_eq!(Cursor::new(bytes).varint().ok(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn padding() {
        assert!(check_padding(&[0xff], 8, 1).is_ok() && check_padding(&[0x7f], 7, 1).is_ok());
        assert!(check_padding(&[0xff], 7, 1).is_err() && check_padding(&[0x10], 2, 2).is_err());
    }
}
