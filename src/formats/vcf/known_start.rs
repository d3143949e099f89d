//! Compares what a text begins with with what texts before began with, sixteen bytes at a time.

/// A text that others begin with.
#[derive(Default)]
pub(super) struct KnownStart {
    text: Vec<u8>,
    words: Vec<Word>,
}

/// Some of its bytes, and all bits of these; 0 behind the last.
struct Word {
    bytes: u128,
    mask: u128,
}

const WORD_BYTES: usize = size_of::<u128>();

impl KnownStart {
    /// Of this text, with what ends it.
    #[cold]
    pub fn of(text: Vec<u8>) -> Self {
        let of = |bytes: &[u8]| {
            let more = |word: u128, byte: u8| word << 8 | u128::from(byte);
            let mask = bytes.iter().fold(0, |mask, _| more(mask, u8::MAX));
            Word { bytes: bytes.iter().rev().fold(0, |word, byte| more(word, *byte)), mask }
        };
        let words = text.chunks(WORD_BYTES).map(of).collect();
        Self { text, words }
    }

    /// What is behind it, where a text begins with it; none where there is no text to begin with.
    #[inline(always)] // into what runs with the widest instructions of the machine
    pub fn strip<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let mut rest = text;
        for word in &self.words {
            let Some((first, behind)) = rest.split_first_chunk() else {
                return text.strip_prefix(self.text.as_slice());
            };
            if (u128::from_le_bytes(*first) ^ word.bytes) & word.mask != 0 {
                return None;
            }
            rest = behind;
        }
        text.get(self.text.len()..).filter(|_| !self.text.is_empty())
    }

    /// The text itself.
    pub fn text(&self) -> &[u8] {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_of_any_length() {
        let all: Vec<u8> = (1..60).collect();
        for length in 0..40 {
            let known = KnownStart::of(all[..length].to_vec());
            for until in 0..all.len() {
                let text = &all[..until];
                let expected = text.get(length..).filter(|_| length > 0);
                assert_eq!(known.strip(text), expected, "{length} of {until}");
                if let Some(last) = length.checked_sub(1).filter(|last| *last < until) {
                    let mut other = text.to_vec();
                    other[last] ^= 0x80;
                    assert_eq!(known.strip(&other), None, "{length} of {until}");
                }
            }
        }
        assert_eq!(KnownStart::default().strip(&all), None);
    }
}
