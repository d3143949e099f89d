//! Keeps a column of numbers as their author wrote them: as text, or as digits that the text is written from when asked for.

use super::{Decimal, SparseColumn, Texts};
use smol_str::SmolStr;
use std::borrow::Cow;

/// Numbers as written.
#[derive(Debug, Clone)]
pub enum Written {
    /// As text.
    Texts(Texts),
    /// As digits, and as text where digits do not say it.
    Digits {
        /// How each is written; [`Decimal::STYLES`] where it is kept as text.
        styles: Vec<u8>,
        /// The digits of each.
        digits: Vec<i64>,
        /// Of the rows that are kept as text, which of `texts`.
        odd: SparseColumn<u32>,
        /// Those texts.
        texts: Texts,
    },
}

impl Default for Written {
    fn default() -> Self {
        Self::Texts(Texts::default())
    }
}

impl Written {
    /// Appends a text. `false`, and nothing is added, when the column would pass 4 GiB, or is of digits.
    pub fn push(&mut self, text: &[u8]) -> bool {
        match self {
            Self::Texts(texts) => texts.push(text),
            Self::Digits { .. } => false,
        }
    }

    /// The text at `row`, empty beyond the end.
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        match (self, self.decimal(row)) {
            (_, Some(decimal)) => Cow::Owned(decimal.text().into()),
            (Self::Texts(texts), None) => texts.text(row),
            (Self::Digits { odd, texts, .. }, None) => odd.get(row).map_or("".into(), |at| texts.text(at as usize)),
        }
    }

    /// The same as a name, which takes no memory of its own where it is short.
    pub fn name(&self, row: usize) -> SmolStr {
        self.decimal(row).map_or_else(|| self.text(row).into(), Decimal::text)
    }

    fn decimal(&self, row: usize) -> Option<Decimal> {
        match self {
            Self::Texts(_) => None,
            Self::Digits { styles, digits, .. } => Decimal::from_parts(*styles.get(row)?, *digits.get(row)?),
        }
    }

    /// Makes room for more texts.
    pub fn reserve(&mut self, rows: usize) {
        if let Self::Texts(texts) = self {
            texts.reserve(rows);
        }
    }

    /// Gives back memory that is not in use.
    pub fn shrink(&mut self) {
        match self {
            Self::Texts(texts) => texts.shrink(),
            Self::Digits { styles, digits, odd, texts } => {
                styles.shrink_to_fit();
                digits.shrink_to_fit();
                odd.shrink();
                texts.shrink();
            }
        }
    }

    /// Memory in use, in bytes.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.bytes(),
            Self::Digits { styles, digits, odd, texts } => {
                styles.capacity() + digits.capacity() * size_of::<i64>() + odd.bytes() + texts.bytes()
            }
        }
    }
}
