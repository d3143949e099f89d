//! Takes a number apart as it is written, so that the same text and the same value can be made of it again.

use smol_str::{SmolStr, SmolStrBuilder};

/// A number in one of the two ways most files write numbers: `-0.0500` and `1.25e-05`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decimal {
    /// Digits behind the point; from [`Self::SCIENTIFIC`] on those of a number with an exponent.
    style: u8,
    /// All digits as one signed number; with an exponent, that times 1024, and the exponent plus 512.
    digits: i64,
}

/// Largest number of digits that a value is made of with one rounding.
const EXACT: u64 = 1 << 53;

/// Largest digits that leave room for an exponent beside them.
const BESIDE_EXPONENT: u64 = 1 << 52;

/// Powers of ten that are exact.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

impl Decimal {
    /// The first style with an exponent.
    const SCIENTIFIC: u8 = 32;
    /// The first number that is no style.
    pub const STYLES: u8 = Self::SCIENTIFIC + 19;

    /// Takes a text apart; `None` where [`Self::write`] would not write the same.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let parsed = Self::parse_loosely(text)?;
        let mut again = Vec::with_capacity(text.len());
        parsed.write(&mut again);
        (again == text).then_some(parsed)
    }

    fn parse_loosely(text: &[u8]) -> Option<Self> {
        if text.len() > 26 {
            return None;
        }
        let (is_negative, rest) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (mut number, mut behind, mut is_behind) = (0_u64, 0_u8, false);
        let mut at = 0;
        while let Some(byte) = rest.get(at) {
            match byte {
                b'0'..=b'9' => {
                    number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                    behind += u8::from(is_behind);
                }
                b'.' if !is_behind => is_behind = true,
                _ => break,
            }
            at += 1;
        }
        let signed = |number: u64| i64::try_from(number).ok().map(|number| if is_negative { -number } else { number });
        match rest.get(at..)? {
            [] if number <= EXACT && behind <= 22 => Some(Self { style: behind, digits: signed(number)? }),
            [b'e', exponent @ ..] if number < BESIDE_EXPONENT && behind < Self::STYLES - Self::SCIENTIFIC => {
                let exponent: i64 = std::str::from_utf8(exponent).ok()?.parse().ok()?;
                let biased = u64::try_from(exponent + 512).ok().filter(|biased| *biased < 1024)?;
                Some(Self { style: Self::SCIENTIFIC + behind, digits: signed(number * 1024 + biased)? })
            }
            _ => None,
        }
    }

    /// From what [`Self::style`] and [`Self::digits`] gave; `None` where there is no such number.
    pub fn from_parts(style: u8, digits: i64) -> Option<Self> {
        let is_plain = style <= 22 && digits.unsigned_abs() <= EXACT;
        let is_scientific = (Self::SCIENTIFIC..Self::STYLES).contains(&style);
        (is_plain || is_scientific).then_some(Self { style, digits })
    }

    /// How it is written, as one number below [`Self::STYLES`].
    pub fn style(self) -> u8 {
        self.style
    }

    /// What is written, as one number.
    pub fn digits(self) -> i64 {
        self.digits
    }

    /// All digits as one number, the digits of them behind the point, and the exponent, if one is written.
    fn parts(self) -> (u64, u8, Option<i32>) {
        let number = self.digits.unsigned_abs();
        if self.style < Self::SCIENTIFIC {
            return (number, self.style, None);
        }
        (number / 1024, self.style - Self::SCIENTIFIC, Some((number % 1024) as i32 - 512))
    }

    /// The value, correctly rounded; `None` where that takes more than one rounding.
    #[inline]
    pub fn value(self) -> Option<f64> {
        let (number, behind, exponent) = self.parts();
        let scale = exponent.unwrap_or(0) - i32::from(behind);
        let power = *POWERS.get(scale.unsigned_abs() as usize)?;
        // Both conversions are exact; that of a signed number takes one instruction.
        let number = number.cast_signed() as f64;
        let value = if scale < 0 { number / power } else { number * power };
        Some(if self.digits < 0 { -value } else { value })
    }

    /// Writes it as it was written.
    pub fn write(self, out: &mut Vec<u8>) {
        self.write_parts(|part| out.extend_from_slice(part.as_bytes()));
    }

    /// The same as a name, which takes no memory of its own where it is short.
    pub fn text(self) -> SmolStr {
        let mut text = SmolStrBuilder::new();
        self.write_parts(|part| text.push_str(part));
        text.finish()
    }

    fn write_parts(self, mut push: impl FnMut(&str)) {
        let (number, behind, exponent) = self.parts();
        let behind = usize::from(behind);
        if self.digits < 0 {
            push("-");
        }
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(number);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(behind));
        push(if whole.is_empty() { "0" } else { whole });
        if behind > 0 {
            push(".");
            (fraction.len()..behind).for_each(|_| push("0"));
            push(fraction);
        }
        if let Some(exponent) = exponent {
            push(&format!("e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_files_write_them() {
        let kept = ["0", "-1", "0.0500", "-0.123456789012345", "1e-05", "-1.25e-08", "9.9e+10", "100", "2.50", "3e-12"];
        for text in kept {
            let parsed = Decimal::parse(text.as_bytes()).unwrap_or_else(|| panic!("{text}"));
            let mut again = Vec::new();
            parsed.write(&mut again);
            assert_eq!((parsed.text().as_str(), again.as_slice()), (text, text.as_bytes()));
            assert_eq!(parsed.value(), text.parse().ok(), "{text}");
            assert_eq!(Decimal::from_parts(parsed.style(), parsed.digits()), Some(parsed));
        }
        for text in ["", "-0.0", ".5", "+1", "1E-5", "1e-5", "01", "1.", "NA", "0.12345678901234567890", "1e-600", "-"]
        {
            assert_eq!(Decimal::parse(text.as_bytes()), None, "{text}");
        }
        // More than one rounding.
        assert_eq!(Decimal::parse(b"1.5e-30").and_then(Decimal::value), None);
    }

    #[test]
    fn any_value_in_its_shortest_form() {
        let mut state = 7_u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5;
            let text = format!("{value}");
            if let Some(value_again) = Decimal::parse(text.as_bytes()).and_then(Decimal::value) {
                assert_eq!(value_again.to_bits(), value.to_bits(), "{text}");
            }
        }
    }
}
