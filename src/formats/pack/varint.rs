//! Writes and reads numbers of as many bytes as they need.

use crate::error::{Error, ErrorKind, Result};

/// Appends a number.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 128 {
        out.push(number.to_le_bytes()[0] | 128);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Makes a signed number one that is small where it is near 0.
pub(super) fn folded(number: i64) -> u64 {
    (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned()
}

/// The inverse of [`folded`].
#[inline]
pub(super) fn unfolded(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// Appends a column: a byte W, W bytes for each number, and eight for each that W bytes do not hold, which has all bits set
/// there. W is what makes it shortest.
pub(super) fn put_column(out: &mut Vec<u8>, numbers: &[u64]) {
    let escape = |width: u32| if width == 8 { None } else { Some((1_u64 << (8 * width)) - 1) };
    let is_long = |number: u64, width: u32| escape(width).is_some_and(|escape| number >= escape);
    let bytes = |width: u32| {
        let long = numbers.iter().filter(|number| is_long(**number, width)).count();
        numbers.len() * width as usize + long * 8
    };
    let width = (1..=8).min_by_key(|width| bytes(*width)).unwrap_or(8);
    let first = |number: u64| number.to_le_bytes().into_iter().take(width as usize);
    out.extend(width.to_le_bytes().first());
    for &number in numbers {
        out.extend(first(if is_long(number, width) { u64::MAX } else { number }));
    }
    for &number in numbers.iter().filter(|number| is_long(**number, width)) {
        out.extend(number.to_le_bytes());
    }
}

/// Most numbers of a column that are handed over at a time: their bytes stay in the nearest cache.
const RUN: usize = 256;

/// A number of fewer bytes than eight.
#[inline]
fn widened<const WIDTH: usize>(short: &[u8; WIDTH]) -> u64 {
    let mut number = [0; 8];
    if let Some(slots) = number.first_chunk_mut() {
        *slots = *short;
    }
    u64::from_le_bytes(number)
}

/// Reads numbers from the bytes of a section.
pub(super) struct Varints<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Varints<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next number.
    ///
    /// Errors: `record-corrupt` with the byte of the section.
    #[inline]
    pub fn next(&mut self) -> Result<u64> {
        match self.bytes.get(self.at) {
            Some(&byte) if byte < 128 => {
                self.at += 1;
                Ok(u64::from(byte))
            }
            _ => self.next_long(),
        }
    }

    fn next_long(&mut self) -> Result<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or_else(|| self.corrupt())?;
            self.at += 1;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(self.corrupt())
    }

    /// The next column of so many numbers, handed to `each` in runs of at most [`RUN`]; `None` of it is an error.
    ///
    /// Errors: as of [`Self::next`].
    pub fn column(&mut self, rows: usize, each: &mut dyn FnMut(&[u64]) -> Option<()>) -> Result<()> {
        match self.take(1)? {
            [1] => self.column_of::<1>(rows, each),
            [2] => self.column_of::<2>(rows, each),
            [3] => self.column_of::<3>(rows, each),
            [4] => self.column_of::<4>(rows, each),
            [5] => self.column_of::<5>(rows, each),
            [6] => self.column_of::<6>(rows, each),
            [7] => self.column_of::<7>(rows, each),
            [8] => self.column_of::<8>(rows, each),
            _ => Err(self.corrupt()),
        }
    }

    fn column_of<const WIDTH: usize>(&mut self, rows: usize, each: &mut dyn FnMut(&[u64]) -> Option<()>) -> Result<()> {
        let bytes = self.take(rows.saturating_mul(WIDTH))?;
        let (numbers, _) = bytes.as_chunks::<WIDTH>();
        // All bits set say that the number stands behind the column; of eight bytes every number is itself.
        let escape = if WIDTH < 8 { u64::MAX >> (64 - 8 * WIDTH) } else { u64::MAX };
        // Runs are widened without a branch, so that the compiler widens several numbers at a time.
        let mut run = [0_u64; RUN];
        for shorts in numbers.chunks(RUN) {
            let run = run.get_mut(..shorts.len()).unwrap_or_default();
            let mut is_long = false;
            for (number, short) in run.iter_mut().zip(shorts) {
                *number = widened(short);
                is_long |= *number == escape;
            }
            if WIDTH < 8 && is_long {
                for number in run.iter_mut().filter(|number| **number == escape) {
                    *number = self.take(8)?.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
                }
            }
            each(run).ok_or_else(|| self.corrupt())?;
        }
        Ok(())
    }

    /// The next number, as one of at most `limit`.
    ///
    /// Errors: as of [`Self::next`].
    pub fn next_below(&mut self, limit: usize) -> Result<usize> {
        let number = usize::try_from(self.next()?).ok().filter(|number| *number < limit);
        number.ok_or_else(|| self.corrupt())
    }

    /// The next bytes.
    ///
    /// Errors: as of [`Self::next`].
    pub fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self.at.saturating_add(count);
        let bytes = self.bytes.get(self.at..end).ok_or_else(|| self.corrupt())?;
        self.at = end;
        Ok(bytes)
    }

    /// The next `f64`.
    ///
    /// Errors: as of [`Self::next`], and for what is no finite number.
    pub fn next_f64(&mut self) -> Result<f64> {
        let bytes = self.take(8)?;
        let value = bytes.first_chunk().map_or(f64::NAN, |bytes| f64::from_le_bytes(*bytes));
        if value.is_finite() { Ok(value) } else { Err(self.corrupt()) }
    }

    /// Whether all is read.
    ///
    /// Errors: as of [`Self::next`], where it is not.
    pub fn end(&self) -> Result<()> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(self.corrupt()) }
    }

    /// What is wrong here.
    pub fn corrupt(&self) -> Error {
        Error::new(ErrorKind::RecordCorrupt { what: "a section of a pack" }).at_byte(self.at as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| put(&mut bytes, *number));
        let mut varints = Varints::new(&bytes);
        for number in numbers {
            assert_eq!(varints.next().unwrap(), number);
        }
        assert!(varints.end().is_ok());
        assert!(varints.next().is_err());
        assert!(Varints::new(&[128; 20]).next().is_err());
    }

    #[test]
    fn columns_come_back() {
        for width in 1..=8 {
            let largest = u64::MAX >> (64 - 8 * width);
            let mut numbers: Vec<u64> = (0..200).map(|number| largest / 200 * number).collect();
            numbers.extend([0, u64::MAX, largest, largest - 1]);
            let mut bytes = Vec::new();
            put_column(&mut bytes, &numbers);
            assert_eq!(u64::from(bytes[0]), width);
            let (mut section, mut again) = (Varints::new(&bytes), Vec::new());
            let mut keep = |run: &[u64]| {
                again.extend_from_slice(run);
                Some(())
            };
            section.column(numbers.len(), &mut keep).unwrap();
            assert!(section.end().is_ok());
            assert_eq!(again, numbers);
        }
        for number in [0, -1, 1, 64, -64, i64::MIN, i64::MAX] {
            assert_eq!(unfolded(folded(number)), number);
        }
        assert!(Varints::new(&[9, 0, 0]).column(1, &mut |_| Some(())).is_err());
        assert!(Varints::new(&[2, 0, 0]).column(2, &mut |_| Some(())).is_err());
    }
}
