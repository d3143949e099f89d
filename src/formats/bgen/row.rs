//! Takes the columns of one row of an SQLite table (SQLITE 2, "Record Format").

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Integer(i64),
    /// Text or bytes.
    Bytes(&'a [u8]),
}

/// A row's bytes.
pub(super) struct Row(Vec<u8>);

impl Row {
    /// A row of these bytes, whatever they are.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// A column's value; `None` where the row is not so long, or has a number with a fraction there.
    pub fn column(&self, wanted: usize) -> Option<Value<'_>> {
        let mut kinds = self.0.as_slice();
        let header = usize::try_from(take_varint(&mut kinds)?).ok()?;
        let taken = self.0.len() - kinds.len();
        let mut kinds = kinds.get(..header.checked_sub(taken)?)?;
        let mut at = header;
        for _ in 0..wanted {
            at = at.checked_add(value_bytes(take_varint(&mut kinds)?)?)?;
        }
        let kind = take_varint(&mut kinds)?;
        let bytes = self.0.get(at..)?.get(..value_bytes(kind)?)?;
        // SQLITE 2.1.
        match kind {
            0 => Some(Value::Null),
            1..=6 => {
                let is_negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
                let begin = if is_negative { -1 } else { 0 };
                Some(Value::Integer(bytes.iter().fold(begin, |number, byte| number << 8 | i64::from(*byte))))
            }
            8 | 9 => Some(Value::Integer(kind - 8)),
            12.. => Some(Value::Bytes(bytes)),
            _ => None,
        }
    }

    /// A column of text or bytes.
    pub fn bytes(&self, column: usize) -> Option<&[u8]> {
        match self.column(column)? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// A column of whole numbers from 0.
    pub fn number(&self, column: usize) -> Option<u64> {
        match self.column(column)? {
            Value::Integer(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }
}

/// Bytes of a value of this kind.
fn value_bytes(kind: i64) -> Option<usize> {
    match kind {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(kind).ok(),
        5 => Some(6),
        6 | 7 => Some(8),
        12.. => usize::try_from((kind - 12) / 2).ok(),
        _ => None,
    }
}

/// A number of one to nine bytes, seven bits each and eight in the ninth, the highest first (SQLITE 1.6).
pub(super) fn take_varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for index in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if index == 8 {
            number = number << 8 | u64::from(byte);
            break;
        }
        number = number << 7 | u64::from(byte & 127);
        if byte < 128 {
            break;
        }
    }
    Some(number.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_variable_length() {
        let rows: [(&[u8], Option<i64>); 6] = [
            (b"\x05", Some(5)),
            (b"\x81\x00", Some(128)),
            (b"\xff\xff\xff\xff\xff\xff\xff\xff\xff", Some(-1)),
            (b"\x80\x80\x80\x80\x80\x80\x80\x80\x07", Some(7)),
            (b"\x80", None),
            (b"", None),
        ];
        for (bytes, expected) in rows {
            assert_eq!(take_varint(&mut &*bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn values_of_a_row() {
        // NULL, 1, −2, 70,000, 0, 1, "ab", a fraction, nothing more.
        let bytes = b"\x09\x00\x01\x01\x03\x08\x09\x11\x07\x01\xfe\x01\x11\x70ab\x40\x09\x21\xfb\x54\x44\x2d\x18";
        let row = Row(bytes.to_vec());
        let expected = [
            Some(Value::Null),
            Some(Value::Integer(1)),
            Some(Value::Integer(-2)),
            Some(Value::Integer(70_000)),
            Some(Value::Integer(0)),
            Some(Value::Integer(1)),
            Some(Value::Bytes(b"ab")),
            None,
            None,
        ];
        for (column, value) in expected.into_iter().enumerate() {
            assert_eq!(row.column(column), value, "column {column}");
        }
        for length in 0..bytes.len() {
            assert_eq!(Row(bytes[..length].to_vec()).column(7), None);
        }
    }
}
