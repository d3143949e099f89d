//! Keeps the largest few of many items, ties broken by order of arrival.

/// The `limit` items with the largest keys seen so far.
#[derive(Clone, Debug)]
pub struct Largest<T> {
    limit: usize,
    /// Sorted from the largest key down.
    items: Vec<(f64, T)>,
}

impl<T> Largest<T> {
    /// Keeps up to `limit` items.
    pub fn new(limit: usize) -> Self {
        Self { limit, items: Vec::with_capacity(limit + 1) }
    }

    /// Offers an item; keys that are not numbers are not kept.
    #[inline]
    pub fn offer(&mut self, key: f64, item: T) {
        if key.is_nan() || (self.items.len() == self.limit && self.items.last().is_none_or(|(last, _)| key <= *last)) {
            return;
        }
        let at = self.items.partition_point(|(other, _)| *other >= key);
        self.items.insert(at, (key, item));
        self.items.truncate(self.limit);
    }

    /// The items from the largest key down.
    pub fn into_items(self) -> impl Iterator<Item = T> {
        self.items.into_iter().map(|(_, item)| item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_largest_and_the_first_of_equals() {
        let mut largest = Largest::new(3);
        for (item, key) in [1.0, 5.0, f64::NAN, 3.0, 5.0, 3.0, 4.0].into_iter().enumerate() {
            largest.offer(key, item);
        }
        assert_eq!(largest.into_items().collect::<Vec<_>>(), [1, 4, 6]);
        let mut none = Largest::new(0);
        none.offer(1.0, ());
        assert_eq!(none.into_items().count(), 0);
    }
}
