//! Reads weights and positions: correctly rounded, the same bits natively and in wasm.

/// What files write where there is no value.
pub fn is_missing(text: &[u8]) -> bool {
    matches!(text, b"" | b"." | b"-" | b"?" | b"NA" | b"na" | b"N/A" | b"NR" | b"NULL" | b"null" | b"None" | b"none")
}

/// A finite number; `None` for anything else, infinities and NaN included.
///
/// Source: W. D. Clinger, How to read floating point numbers accurately (1990): a mantissa below 2⁵³ times or divided
/// by an exact power of ten is rounded once, hence correctly. The rest goes to the standard library, which is correct too.
#[inline]
pub fn finite(text: &[u8]) -> Option<f64> {
    match by_one_rounding(text) {
        Some(value) => Some(value),
        None => by_library(text),
    }
}

/// The number where one rounding gives it; `None` where it takes more, or is none.
#[inline]
pub fn by_one_rounding(text: &[u8]) -> Option<f64> {
    const EXACT: u64 = 1 << 53;
    const POWERS: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];
    // Nineteen characters of mantissa cannot overflow 64 bits.
    if text.len() > 24 {
        return None;
    }
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut mantissa = 0_u64;
    let mut rest = digits;
    let mut take_digits = |rest: &mut &[u8]| {
        while let [byte, after @ ..] = rest {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            *rest = after;
        }
    };
    take_digits(&mut rest);
    let mut seen = digits.len() - rest.len();
    let mut behind = 0;
    if let [b'.', fraction @ ..] = rest {
        rest = fraction;
        take_digits(&mut rest);
        behind = fraction.len() - rest.len();
        seen += behind;
    }
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', exponent @ ..] => written_exponent(exponent)?,
        _ => return None,
    };
    if seen == 0 || seen > 19 || mantissa > EXACT {
        return None;
    }
    let scale = exponent - i32::try_from(behind).ok()?;
    let power = *POWERS.get(usize::try_from(scale.unsigned_abs()).ok()?)?;
    let value = if scale < 0 { mantissa as f64 / power } else { mantissa as f64 * power };
    Some(if negative { -value } else { value })
}

fn written_exponent(text: &[u8]) -> Option<i32> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let mut exponent = 0;
    for digit in digits {
        exponent = exponent * 10 + i32::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    Some(if negative { -exponent } else { exponent })
}

#[cold]
fn by_library(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    // Letters other than the exponent's are words (`inf`, `nan`), not numbers.
    if !text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E')) {
        return None;
    }
    str::from_utf8(text).ok()?.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// A position: `Some(None)` where the file has none (`0` included), `None` where it has something that is not one.
/// Whole numbers that a spreadsheet or R turned into `12345.0` or `1e+05` are read as what they were.
#[inline]
pub fn position(text: &[u8]) -> Option<Option<u32>> {
    if text.is_empty() {
        return Some(None);
    }
    if text.len() > 10 {
        return odd_position(text);
    }
    // Ten digits cannot overflow 64 bits.
    let mut number = 0_u64;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return odd_position(text);
        }
        number = number * 10 + u64::from(digit);
    }
    let number = u32::try_from(number).ok().filter(|number| *number <= MAX_POSITION)?;
    Some((number > 0).then_some(number))
}

const MAX_POSITION: u32 = i32::MAX as u32;

#[cold]
fn odd_position(text: &[u8]) -> Option<Option<u32>> {
    let text = text.trim_ascii();
    if is_missing(text) || text.eq_ignore_ascii_case(b"nan") {
        return Some(None);
    }
    let value = finite(text)?;
    if value.fract() != 0.0 || value.is_sign_negative() || value > f64::from(MAX_POSITION) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole and in range, by the line above
    let number = value as u32;
    Some((number > 0).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_read_as_the_library_reads_them() {
        let rows = [
            "0",
            "-0",
            "0.1",
            "-0.0586",
            "1e-5",
            "3.891419e-04",
            "0.16220387987485377",
            "-2.76E-02",
            "1E+2",
            ".5",
            "5.",
            "9007199254740992",
            "9007199254740993",
            "123456789012345678901234567890",
            "1e22",
            "1e23",
            "1e-22",
            "1e-23",
            "4.9e-324",
            "1.7976931348623157e308",
            "0.000000000000000000000000001",
            "00000000000000000000.25",
            "+1.5",
            "-0.09833810000000001",
            "7.2057594037927933e16",
            "1e-400",
            "18446744073709551616",
        ];
        for text in rows {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(finite(text.as_bytes()).map(f64::to_bits), Some(expected.to_bits()), "{text}");
        }
        for text in
            ["", "-", ".", "e5", "1e", "1e+", "inf", "-inf", "NaN", "infinity", "1,5", "0x10", "1e999", "1 2", "1_0"]
        {
            assert_eq!(finite(text.as_bytes()), None, "{text}");
        }
        assert_eq!(finite(b" 0.5 "), Some(0.5));
    }

    #[test]
    fn seeded_numbers_read_as_the_library_reads_them() {
        let mut state = 1_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..20_000 {
            let value = f64::from_bits(next());
            let short = (next() % 2_000_000_000) as f64 / 1e9 - 1.0;
            for text in [format!("{value}"), format!("{value:e}"), format!("{short:.7}"), format!("{short:.4e}")] {
                if !value.is_finite() && text.to_ascii_lowercase().contains('n') {
                    continue;
                }
                let expected: f64 = text.parse().unwrap();
                assert_eq!(finite(text.as_bytes()).map(f64::to_bits), Some(expected.to_bits()), "{text}");
            }
        }
    }

    #[test]
    fn positions() {
        let rows: [(&str, Option<Option<u32>>); 14] = [
            ("123", Some(Some(123))),
            ("0", Some(None)),
            ("", Some(None)),
            ("NA", Some(None)),
            (" 77 ", Some(Some(77))),
            ("12345.0", Some(Some(12_345))),
            ("1e+05", Some(Some(100_000))),
            ("2147483647", Some(Some(2_147_483_647))),
            ("2147483648", None),
            ("99999999999999", None),
            ("-5", None),
            ("1.5", None),
            ("A", None),
            ("1,000", None),
        ];
        for (text, expected) in rows {
            assert_eq!(position(text.as_bytes()), expected, "{text}");
        }
    }
}
