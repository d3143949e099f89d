//! Reads the header of a BGZF block, and so its length.

/// Most bytes that a block has stored, as its length is written in 16 bits; its text has no more either.
pub const BLOCK_BYTES_MAX: usize = 1 << 16;

/// Magic bytes, deflate, and the one flag: an extra field.
const START: [u8; 4] = [0x1f, 0x8b, 8, 4];
/// Up to the length of the extra field.
const FIXED_BYTES: usize = 12;
/// CRC-32 and length of the text.
pub(super) const TRAILER_BYTES: usize = 8;

/// What stands where a block should begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A block of this length, whose data begin at `data`.
    Block {
        /// Stored bytes in all.
        bytes: usize,
        /// Bytes of the header.
        data: usize,
    },
    /// More bytes are needed to tell.
    Short,
    /// No block.
    Not,
}

/// Reads a block's header.
pub(super) fn head(bytes: &[u8]) -> Head {
    if bytes.iter().zip(&START).any(|(byte, expected)| byte != expected) {
        return Head::Not;
    }
    let Some(&[low, high]) = bytes.get(FIXED_BYTES - 2..FIXED_BYTES) else { return Head::Short };
    let data = FIXED_BYTES + usize::from(u16::from_le_bytes([low, high]));
    let Some(mut extra) = bytes.get(FIXED_BYTES..data) else {
        // Extra fields are short; a false length would wait for 64 KiB.
        return Head::Short;
    };
    while let [a, b, low, high, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let Some(value) = rest.get(..length) else { return Head::Not };
        if let ([b'B', b'C'], [low, high]) = ([*a, *b], value) {
            let bytes = usize::from(u16::from_le_bytes([*low, *high])) + 1;
            return if bytes > data + TRAILER_BYTES { Head::Block { bytes, data } } else { Head::Not };
        }
        extra = rest.get(length..).unwrap_or_default();
    }
    Head::Not
}

/// Whether a file that begins and ends like this is BGZF: its first block says so, or it ends as BGZF does and begins as gzip with
/// an extra field, so that a damaged first block is seen for what it is.
pub fn is_bgzf(start: &[u8], end: &[u8]) -> bool {
    matches!(head(start), Head::Block { .. }) || (start.starts_with(&START) && end.ends_with(&END_MARK))
}

/// The empty block that ends a file (SAM specification 4.1.2).
pub(super) const END_MARK: [u8; 28] =
    [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, b'B', b'C', 2, 0, 0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
