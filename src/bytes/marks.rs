//! Finds the bytes that end a field, eight at a time: fields are too short for the search in strides to pay.

/// A word whose lowest set bit lies in the first of eight bytes that is `byte`; 0 where none is.
///
/// Source: H. S. Warren, Hacker's Delight, 2nd edition (2012), 6-1: the lowest zero byte of a word.
#[inline]
pub fn marks_of(bytes: [u8; 8], byte: u8) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let word = u64::from_le_bytes(bytes) ^ (ONES * u64::from(byte));
    word.wrapping_sub(ONES) & !word & (ONES << 7)
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

#[cfg(test)]
mod tests {
    use super::*;

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
