//! Keeps a column that few rows have, as the rows that do and their values.

/// A column with values in some rows only, filled in row order.
#[derive(Debug, Clone)]
pub struct SparseColumn<T> {
    rows: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for SparseColumn<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), values: Vec::new() }
    }
}

impl<T: Copy> SparseColumn<T> {
    /// Sets the value of `row`, which is no earlier row than any before; the last value of a row stays.
    pub fn push(&mut self, row: u32, value: T) {
        match (self.rows.last(), self.values.last_mut()) {
            (Some(last), Some(slot)) if *last == row => *slot = value,
            _ => {
                self.rows.push(row);
                self.values.push(value);
            }
        }
    }

    /// The value of `row`, if it has one.
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        if self.rows.is_empty() {
            return None;
        }
        let row = u32::try_from(row).ok()?;
        // A column that turns out full is as quick as a plain one.
        let at = if self.rows.get(row as usize) == Some(&row) {
            row as usize
        } else {
            self.rows.binary_search(&row).ok()?
        };
        self.values.get(at).copied()
    }

    /// Whether no row has a value.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The values, in row order.
    pub fn values(&self) -> impl Iterator<Item = T> + '_ {
        self.values.iter().copied()
    }

    /// Gives back memory that is not in use.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.values.shrink_to_fit();
    }

    /// Memory in use, in bytes.
    pub fn bytes(&self) -> usize {
        self.rows.capacity() * size_of::<u32>() + self.values.capacity() * size_of::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_by_row() {
        let mut some = SparseColumn::default();
        for row in [2, 5, 9] {
            some.push(row, row * 10);
        }
        some.push(9, 91);
        assert_eq!([0, 2, 4, 5, 9, 10].map(|row| some.get(row)), [None, Some(20), None, Some(50), Some(91), None]);
        let mut all = SparseColumn::default();
        for row in 0..4 {
            all.push(row, row);
        }
        assert_eq!([0, 3, 4].map(|row| all.get(row)), [Some(0), Some(3), None]);
    }
}
