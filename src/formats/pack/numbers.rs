//! Writes and reads columns of numbers as they are written.

use super::varint::{Varints, folded, put, put_column, unfolded};
use crate::error::Result;
use crate::formats::score_file::number::finite;
use crate::weights::{Decimal, SparseColumn, Texts, Written};

/// No number.
const NONE: u8 = 254;
/// Kept as text.
const TEXT: u8 = 255;

/// Writes a column; `None` where there is no number.
pub(super) fn put_numbers<'a>(out: &mut Vec<u8>, texts: impl Iterator<Item = Option<std::borrow::Cow<'a, str>>>) {
    let (mut digits, mut rest) = (Vec::new(), Vec::new());
    for text in texts {
        // A value that takes more than one rounding is read from its text.
        let decimal = text.as_ref().and_then(|text| Decimal::parse(text.as_bytes()));
        match (decimal.filter(|decimal| decimal.value().is_some()), text) {
            (Some(decimal), _) => {
                out.push(decimal.style());
                digits.push(folded(decimal.digits()));
            }
            (None, Some(text)) => {
                out.push(TEXT);
                digits.push(0);
                put(&mut rest, text.len() as u64);
                rest.extend_from_slice(text.as_bytes());
            }
            (None, None) => {
                out.push(NONE);
                digits.push(0);
            }
        }
    }
    put_column(out, &digits);
    out.append(&mut rest);
}

/// A column's values, [`f64::NAN`] where there is no number, and how they were written.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_numbers(section: &mut Varints<'_>, rows: usize) -> Result<(Vec<f64>, Written)> {
    let styles = section.take(rows)?.to_vec();
    let (mut digits, mut values) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut left = styles.as_slice();
    section.column(rows, &mut |numbers| {
        let of_run = left.split_off(..numbers.len())?;
        digits.extend(numbers.iter().map(|number| unfolded(*number)));
        for (&style, &number) in of_run.iter().zip(numbers) {
            let is_number = style < NONE;
            values.push(if is_number { Decimal::from_parts(style, unfolded(number))?.value()? } else { f64::NAN });
        }
        Some(())
    })?;
    let (mut odd, mut texts) = (SparseColumn::default(), Texts::default());
    for (row, value) in (0_u32..).zip(&mut values).filter(|(row, _)| styles.get(*row as usize) == Some(&TEXT)) {
        let length = section.next_below(usize::MAX)?;
        let text = section.take(length)?;
        odd.push(row, u32::try_from(texts.len()).map_err(|_| section.corrupt())?);
        if !texts.push(text) {
            return Err(section.corrupt());
        }
        *value = finite(text).unwrap_or(f64::NAN);
    }
    Ok((values, Written::Digits { styles, digits, odd, texts }))
}
