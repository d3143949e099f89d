//! Puts short lists in order by a number, with one sort for all kinds of them: each kind's own would be ten kilobytes of code.

/// Puts `items` in ascending order of their numbers; those of the same number stay in their order.
pub fn sort_by_number<T>(items: &mut Vec<T>, number: impl Fn(&T) -> u64) {
    let mut order: Vec<(u64, usize)> = items.iter().enumerate().map(|(place, item)| (number(item), place)).collect();
    order.sort_unstable();
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|(_, place)| taken.get_mut(place).and_then(Option::take)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_stay_in_their_order() {
        let mut words: Vec<&str> = "two three four one five six seven of to".split(' ').collect();
        sort_by_number(&mut words, |word| word.len() as u64);
        assert_eq!(words.join(" "), "of to two one six four five three seven");
        let mut none: Vec<u8> = Vec::new();
        sort_by_number(&mut none, |number| u64::from(*number));
        assert!(none.is_empty());
    }
}
