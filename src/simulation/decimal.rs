//! Adds and writes decimal numbers exactly, so that an answer key owes nothing to floating point.

/// Writes `units` · 10⁻ᵖˡᵃᶜᵉˢ in full, without trailing zeros: `-0.25`.
pub fn write_fixed(units: i128, places: u32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = places as usize + 1);
    let (whole, rest) = digits.split_at(digits.len() - places as usize);
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// Writes `units` · 10⁻ᵖˡᵃᶜᵉˢ as programs print small weights: `-1.25e-05`.
pub fn write_scientific(units: i128, places: u32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = units.unsigned_abs().to_string();
    let exponent = digits.len() as i64 - 1 - i64::from(places);
    let (first, rest) = digits.split_at(1);
    let rest = match rest.trim_end_matches('0') {
        "" => String::new(),
        rest => format!(".{rest}"),
    };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{first}{rest}e{exponent_sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_exactly() {
        let rows = [
            (0, 3, "0", "0e-03"),
            (250, 3, "0.25", "2.5e-01"),
            (-5, 3, "-0.005", "-5e-03"),
            (12_345, 9, "0.000012345", "1.2345e-05"),
            (-1_000, 3, "-1", "-1e+00"),
            (123_456_789_012_345, 0, "123456789012345", "1.23456789012345e+14"),
        ];
        for (units, places, fixed, scientific) in rows {
            assert_eq!(write_fixed(units, places), fixed);
            assert_eq!(write_scientific(units, places), scientific);
            if let (Ok(a), Ok(b)) = (fixed.parse::<f64>(), scientific.parse::<f64>()) {
                assert_eq!(a.to_bits(), b.to_bits(), "{fixed}");
            }
        }
    }
}
