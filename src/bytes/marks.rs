//! Finds the bytes that end a field, eight at a time, as most fields are short, and in strides.

const ONES: u64 = u64::from_le_bytes([1; 8]);

/// Bytes that are looked at side by side in the search in strides.
#[cfg(not(target_family = "wasm"))]
const STRIDE_BYTES: usize = 32;

/// A word whose lowest set bit lies in the first of eight bytes that is `byte`; 0 where none is.
///
/// Source: H. S. Warren, Hacker's Delight, 2nd edition (2012), 6-1: the lowest zero byte of a word.
#[inline]
pub fn marks_of(bytes: [u8; 8], byte: u8) -> u64 {
    let word = u64::from_le_bytes(bytes) ^ (ONES * u64::from(byte));
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

/// The same of the bytes below a blank, which are what ends a field or a line, and what no text has, as NUL.
#[inline]
pub fn control_marks(bytes: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(bytes);
    word.wrapping_sub(ONES * u64::from(b' ')) & !word & (ONES << 7)
}

/// Which of eight bytes the marks begin with.
#[inline]
pub fn first_marked(marks: u64) -> Option<usize> {
    (marks != 0).then_some((marks.trailing_zeros() / 8) as usize)
}

/// Where the first byte is that is one of two.
#[inline]
pub fn first_of_two(text: &[u8], one: u8, other: u8) -> Option<usize> {
    let (words, tail) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        if let Some(within) = first_marked(marks_of(*word, one) | marks_of(*word, other)) {
            return Some(8 * at + within);
        }
    }
    let within = tail.iter().position(|byte| *byte == one || *byte == other)?;
    Some(8 * words.len() + within)
}

/// Where the first byte is that ends a field or a line, or that no text has: tab, line end or NUL, and natively any other below a
/// blank. In WebAssembly comparing bytes by their size costs more than comparing them with three.
#[cfg(target_family = "wasm")]
#[inline]
pub fn first_control(text: &[u8]) -> Option<usize> {
    memchr::memchr3(b'\t', b'\n', 0, text)
}

/// The same, in strides.
#[cfg(not(target_family = "wasm"))]
#[inline(always)] // into what runs with the widest instructions of the machine
pub fn first_control(text: &[u8]) -> Option<usize> {
    let (strides, tail) = text.as_chunks::<STRIDE_BYTES>();
    for (at, stride) in strides.iter().enumerate() {
        if stride.iter().fold(false, |is_any, byte| is_any | (*byte < b' ')) {
            for (word, bytes) in stride.as_chunks::<8>().0.iter().enumerate() {
                if let Some(within) = first_marked(control_marks(*bytes)) {
                    return Some(STRIDE_BYTES * at + 8 * word + within);
                }
            }
        }
    }
    let within = tail.iter().position(|byte| *byte < b' ')?;
    Some(STRIDE_BYTES * strides.len() + within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_character_anywhere() {
        for length in 0..80 {
            for fill in [b' ', b'~', 0x7F, 0x80, 0x9F, 0xFF] {
                let mut text = vec![fill; length];
                assert_eq!(first_control(&text), None, "{length} of {fill}");
                for at in (0..length).rev() {
                    text[at] = [0, b'\t', b'\n', 0x1F][at % 4];
                    assert_eq!(first_control(&text), Some(at), "{at} of {length} of {fill}");
                }
            }
        }
    }

    #[test]
    fn either_byte_anywhere() {
        for length in 0..40 {
            for fill in [0, 1, 8, 10, 31, 33, 0x80, 0xFF] {
                let mut text = vec![fill; length];
                assert_eq!(first_of_two(&text, b'\t', b' '), None, "{length} of {fill}");
                for at in (0..length).rev() {
                    text[at] = [b'\t', b' '][at % 2];
                    assert_eq!(first_of_two(&text, b'\t', b' '), Some(at), "{at} of {length} of {fill}");
                }
            }
        }
    }
}
