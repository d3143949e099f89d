//! Reads BCF's typed values: a byte of type and length, and the values behind it.

/// Reads numbers and typed values from the start of some bytes; everything is `None` past the end.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

/// Types of values, by their number in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Type {
    Int8,
    Int16,
    Int32,
    Float,
    Char,
}

impl Type {
    pub fn bytes(self) -> usize {
        match self {
            Self::Int8 | Self::Char => 1,
            Self::Int16 => 2,
            Self::Int32 | Self::Float => 4,
        }
    }
}

/// One integer of a vector.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Integer {
    Value(i32),
    Missing,
    End,
}

impl Integer {
    /// Reads one integer of this type at the start of `bytes`.
    #[inline]
    pub fn read(of: Type, bytes: &[u8]) -> Option<Self> {
        // The lowest values of each type are kept for what is missing, the next for the end of a vector.
        let (value, lowest) = match (of, bytes) {
            (Type::Int8, [a, ..]) => (i32::from(*a as i8), i32::from(i8::MIN)),
            (Type::Int16, [a, b, ..]) => (i32::from(i16::from_le_bytes([*a, *b])), i32::from(i16::MIN)),
            (Type::Int32, [a, b, c, d, ..]) => (i32::from_le_bytes([*a, *b, *c, *d]), i32::MIN),
            _ => return None,
        };
        Some(if value == lowest {
            Self::Missing
        } else if value == lowest + 1 {
            Self::End
        } else {
            Self::Value(value)
        })
    }
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn i32(&mut self) -> Option<i32> {
        self.array().map(i32::from_le_bytes)
    }

    /// The type and number of values that follow; no type where the value is missing.
    pub fn kind(&mut self) -> Option<(Option<Type>, usize)> {
        let [byte] = self.array()?;
        let of = match byte & 15 {
            0 => None,
            1 => Some(Type::Int8),
            2 => Some(Type::Int16),
            3 => Some(Type::Int32),
            5 => Some(Type::Float),
            7 => Some(Type::Char),
            _ => return None,
        };
        let count = match usize::from(byte >> 4) {
            15 => {
                let (Some(of), 1) = self.kind()? else { return None };
                match Integer::read(of, self.bytes(of.bytes())?)? {
                    Integer::Value(count) => usize::try_from(count).ok()?,
                    _ => return None,
                }
            }
            count => count,
        };
        Some((of, count))
    }

    /// A typed string; empty where it is missing.
    pub fn text(&mut self) -> Option<&'a [u8]> {
        let (of, count) = self.kind()?;
        match of {
            Some(Type::Char) => {
                let text = self.bytes(count)?;
                Some(text.split(|byte| *byte == 0).next().unwrap_or_default())
            }
            None => Some(b""),
            _ => None,
        }
    }

    /// A typed vector of integers: none for a missing one.
    pub fn integers(&mut self) -> Option<Vec<Option<i32>>> {
        let (of, count) = self.kind()?;
        let Some(of) = of else { return Some(Vec::new()) };
        let bytes = self.bytes(count.checked_mul(of.bytes())?)?;
        bytes
            .chunks_exact(of.bytes())
            .filter_map(|value| match Integer::read(of, value) {
                Some(Integer::End) => None,
                Some(Integer::Value(value)) => Some(Some(Some(value))),
                Some(Integer::Missing) => Some(Some(None)),
                None => Some(None),
            })
            .collect()
    }

    /// Goes behind a typed value.
    pub fn skip_value(&mut self) -> Option<()> {
        let (of, count) = self.kind()?;
        self.bytes(count.checked_mul(of.map_or(0, Type::bytes))?).map(|_| ())
    }
}
