//! Cuts columns off a line.

use memchr::memchr;

/// Bytes looked at one by one before the search in strides: most columns before INFO are this short.
const SHORT_BYTES: usize = 12;

/// The text up to the next tab, and what is behind the tab; `None` where there is none.
#[inline]
pub(super) fn until_tab(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    for (at, byte) in text.iter().take(SHORT_BYTES).enumerate() {
        if *byte == b'\t' {
            return (text.get(..at).unwrap_or_default(), text.get(at + 1..));
        }
    }
    let from = text.len().min(SHORT_BYTES);
    match memchr(b'\t', text.get(from..).unwrap_or_default()) {
        Some(at) => (text.get(..from + at).unwrap_or_default(), text.get(from + at + 1..)),
        None => (text, None),
    }
}
