//! Cuts columns off a line.

use crate::bytes::marks::{control_marks, first_control, first_marked, marks_of};
use crate::genome::digits::leading_number;
use memchr::memchr;

/// Bytes looked at before the search in strides, in two words: most columns before INFO are this short.
const SHORT_BYTES: usize = 16;

/// The text up to the next tab, and what is behind the tab; `None` where there is none.
#[inline]
pub(super) fn until_tab(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    match tab_in(text) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

/// The text up to the next tab, and what is behind the tab; none where the line ends before, or the text has what no text has: NUL,
/// and other bytes below a blank as far as [`first_control`] and [`control_marks`] look for them.
#[inline(always)] // into what runs with the widest instructions of the machine
pub(super) fn until_tab_in_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let near = text.first_chunk::<SHORT_BYTES>().map(|near| near.as_chunks::<8>().0);
    let at = match near {
        Some([one, other]) => match (control_marks(*one), control_marks(*other)) {
            (0, 0) => SHORT_BYTES + first_control(text.get(SHORT_BYTES..)?)?,
            (0, marks) => 8 + first_marked(marks)?,
            (marks, _) => first_marked(marks)?,
        },
        _ => first_control(text)?,
    };
    let (before, behind) = text.split_at_checked(at)?;
    Some((before, behind.strip_prefix(b"\t")?))
}

#[inline]
fn tab_in(text: &[u8]) -> Option<usize> {
    let Some([one, other]) = text.first_chunk::<SHORT_BYTES>().map(|near| near.as_chunks::<8>().0) else {
        return text.iter().position(|byte| *byte == b'\t');
    };
    let near = first_tab(*one).or_else(|| Some(8 + first_tab(*other)?));
    near.or_else(|| Some(SHORT_BYTES + memchr(b'\t', text.get(SHORT_BYTES..)?)?))
}

/// The first tab among eight bytes, without a branch for each.
#[inline]
fn first_tab(bytes: [u8; 8]) -> Option<usize> {
    first_marked(marks_of(bytes, b'\t'))
}

/// A whole number from 1 of one to nine digits in front of a tab, and what is behind it; `None` for anything else.
#[inline(always)] // into what runs with the widest instructions of the machine
pub(super) fn number_until_tab(text: &[u8]) -> Option<(u32, &[u8])> {
    const DIGITS_MAX: usize = 9;
    let (mut digits, mut number) = text.first_chunk().map_or((0, 0), |first| leading_number(*first));
    // Behind eight digits, and in a text that ends soon.
    if digits == 8 || text.len() < 8 {
        for byte in text.get(digits..)?.iter().take(DIGITS_MAX - digits).take_while(|byte| byte.is_ascii_digit()) {
            number = number * 10 + u32::from(byte - b'0');
            digits += 1;
        }
    }
    let behind = text.get(digits..)?.strip_prefix(b"\t")?;
    (number > 0).then_some((number, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_anywhere() {
        for length in 0..60 {
            let mut text = vec![b'8'; length];
            assert_eq!(until_tab(&text), (text.as_slice(), None), "{length}");
            assert_eq!(until_tab_in_line(&text), None, "{length}");
            for at in (0..length).rev() {
                text[at] = b'\t';
                assert_eq!(until_tab(&text), (&text[..at], Some(&text[at + 1..])), "{at} of {length}");
                assert_eq!(until_tab_in_line(&text), Some((&text[..at], &text[at + 1..])), "{at} of {length}");
                for other in [b'\n', b'\r', 0] {
                    text[at] = other;
                    assert_eq!(until_tab_in_line(&text), None, "{other} at {at} of {length}");
                }
                text[at] = b'\t';
            }
        }
    }

    #[test]
    fn numbers_in_front_of_a_tab() {
        let rows: [(&str, Option<(u32, &str)>); 11] = [
            ("1\t", Some((1, ""))),
            ("248956422\tA", Some((248_956_422, "A"))),
            ("999999999\t.", Some((999_999_999, "."))),
            ("007\tB", Some((7, "B"))),
            ("1000000000\t", None),
            ("0\t", None),
            ("\t", None),
            ("12", None),
            ("12:\t", None),
            ("-1\t", None),
            ("", None),
        ];
        for (text, expected) in rows {
            let expected = expected.map(|(number, rest)| (number, rest.as_bytes()));
            assert_eq!(number_until_tab(text.as_bytes()), expected, "{text:?}");
        }
    }
}
