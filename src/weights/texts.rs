//! Keeps a column of short texts in one piece of memory.

/// A column of texts: the bytes one after another and where each ends.
#[derive(Default, Debug, Clone)]
pub struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Texts {
    /// Appends a text. `false`, and nothing is added, when the column would pass 4 GiB.
    pub fn push(&mut self, text: &[u8]) -> bool {
        match u32::try_from(self.bytes.len() + text.len()) {
            Ok(end) => {
                self.bytes.extend_from_slice(text);
                self.ends.push(end);
                true
            }
            Err(_) => false,
        }
    }

    /// Whether a text of this length can still be added.
    pub fn fits(&self, text: &[u8]) -> bool {
        u32::try_from(self.bytes.len() + text.len()).is_ok()
    }

    /// Fills up with empty texts until there are `rows` of them.
    pub fn pad_to(&mut self, rows: usize) {
        let end = self.ends.last().copied().unwrap_or(0);
        if self.ends.len() < rows {
            self.ends.resize(rows, end);
        }
    }

    /// Makes room for `rows` more texts of the mean length so far.
    pub fn reserve(&mut self, rows: usize) {
        let mean = if self.ends.is_empty() { 8 } else { self.bytes.len() / self.ends.len() + 1 };
        self.ends.reserve_exact(rows);
        self.bytes.reserve_exact((rows + self.ends.len()).saturating_mul(mean).saturating_sub(self.bytes.len()));
    }

    /// Gives back memory that is not in use.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Memory in use, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }

    /// Texts in the column.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the column is empty.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text at `row`, empty beyond the end.
    pub fn get(&self, row: usize) -> &[u8] {
        let end = self.ends.get(row).map_or(0, |end| *end as usize);
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.bytes.get(start..end).unwrap_or(b"")
    }

    /// The text at `row` for showing; bytes that are not UTF-8 become replacement characters.
    pub fn text(&self, row: usize) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.get(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let mut texts = Texts::default();
        for text in ["0.1", "", "-1e-3"] {
            assert!(texts.push(text.as_bytes()));
        }
        assert_eq!(
            (texts.text(0), texts.text(1), texts.text(2), texts.text(3)),
            ("0.1".into(), "".into(), "-1e-3".into(), "".into())
        );
    }
}
