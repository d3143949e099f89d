//! Keeps the largest few of many items; of equal ones those with the lower number, in whatever order they come.

/// The `limit` items with the largest keys seen so far.
#[derive(Clone, Debug)]
pub struct Largest<T> {
    limit: usize,
    /// Key, number and item, sorted from the largest key and the lowest number down.
    items: Vec<(f64, usize, T)>,
}

impl<T> Largest<T> {
    /// Keeps up to `limit` items.
    pub fn new(limit: usize) -> Self {
        Self { limit, items: Vec::with_capacity(limit + 1) }
    }

    /// Offers item `number`; keys that are not numbers are not kept.
    #[inline]
    pub fn offer(&mut self, key: f64, number: usize, item: T) {
        let is_full = self.items.len() == self.limit;
        let is_after = |last: &(f64, usize, T)| key < last.0 || (key == last.0 && number > last.1);
        if key.is_nan() || (is_full && self.items.last().is_none_or(is_after)) {
            return;
        }
        let at = self.items.partition_point(|(other, of, _)| *other > key || (*other == key && *of < number));
        self.items.insert(at, (key, number, item));
        self.items.truncate(self.limit);
    }

    /// Offers everything that `other` kept.
    pub fn merge(&mut self, other: &Self)
    where
        T: Clone,
    {
        for (key, number, item) in &other.items {
            self.offer(*key, *number, item.clone());
        }
    }

    /// Numbers and items from the largest key down.
    pub fn into_items(self) -> impl Iterator<Item = (usize, T)> {
        self.items.into_iter().map(|(_, number, item)| (number, item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_largest_and_the_lowest_of_equals() {
        let keys = [1.0, 5.0, f64::NAN, 3.0, 5.0, 3.0, 4.0];
        let (mut forward, mut backward) = (Largest::new(3), Largest::new(3));
        for (number, key) in keys.into_iter().enumerate() {
            forward.offer(key, number, ());
        }
        for (number, key) in keys.into_iter().enumerate().rev() {
            backward.offer(key, number, ());
        }
        let numbers = |largest: Largest<()>| largest.into_items().map(|(number, ())| number).collect::<Vec<_>>();
        let mut both = backward.clone();
        both.offer(4.5, 9, ());
        both.merge(&backward);
        assert_eq!(numbers(both), [1, 1, 4]);
        assert_eq!(numbers(forward), [1, 4, 6]);
        assert_eq!(numbers(backward), [1, 4, 6]);
        let mut none = Largest::new(0);
        none.offer(1.0, 0, ());
        assert_eq!(none.into_items().count(), 0);
    }
}
