//! Adds up vectors over columns of two bits by looking four samples up at once, one vector or several side by side in lanes.

/// Words whose columns are put side by side at once: what the processor fetches from memory in one go.
pub(super) const TILE_WORDS: usize = 8;

/// A number that is added up in a lane.
pub(super) trait Lane: Copy + Default {
    /// The sum; lanes of whole numbers are chosen so wide that it fits.
    fn plus(self, more: Self) -> Self;
}

impl Lane for f64 {
    #[inline]
    fn plus(self, more: Self) -> Self {
        self + more
    }
}

impl Lane for i32 {
    #[inline]
    fn plus(self, more: Self) -> Self {
        self.wrapping_add(more)
    }
}

impl Lane for u8 {
    #[inline]
    fn plus(self, more: Self) -> Self {
        self.wrapping_add(more)
    }
}

/// What each of 256 bytes stands for, by the byte's place in a word.
///
/// They are worked on word by word so that they stay in the processor's first cache: 16 KiB of one number, 32 KiB of 16 bytes.
pub(super) type Tables<T, const L: usize> = [[[T; L]; 256]; 8];

/// Room for tables.
pub(super) fn no_tables<T: Lane, const L: usize>() -> Box<Tables<T, L>> {
    Box::new([[[T::default(); L]; 256]; 8])
}

#[inline]
fn sum<T: Lane, const L: usize>(one: [T; L], other: [T; L]) -> [T; L] {
    let mut sum = one;
    for at in 0..L {
        sum[at] = one[at].plus(other[at]);
    }
    sum
}

/// Makes the tables of a word's 32 samples, each with its values: a code of 1 or 2 stands for so many times the value, 0 and 3 for
/// nothing.
pub(super) fn fill_tables<T: Lane, const L: usize>(values: &[[T; L]], tables: &mut Tables<T, L>) {
    for (table, four) in tables.iter_mut().zip(values.as_chunks::<4>().0) {
        table[0] = [T::default(); L];
        let mut known = 1;
        for value in four {
            for (code, more) in [(1, *value), (2, sum(*value, *value)), (3, [T::default(); L])] {
                let (before, after) = table.split_at_mut(code * known);
                after.iter_mut().zip(&before[..known]).for_each(|(entry, before)| *entry = sum(*before, more));
            }
            known *= 4;
        }
    }
}

/// Adds what one word of each column stands for to the column's sums, always in the same order.
pub(super) fn add_words<T: Lane, const L: usize>(words: &[u64], tables: &Tables<T, L>, sums: &mut [[T; L]]) {
    for (sums, word) in sums.iter_mut().zip(words) {
        *sums = sum(*sums, look_up(*word, tables));
    }
}

/// What a word stands for.
#[inline]
pub(super) fn look_up<T: Lane, const L: usize>(word: u64, tables: &Tables<T, L>) -> [T; L] {
    let bytes = word.to_le_bytes();
    let mut of_word = tables[0][usize::from(bytes[0])];
    for (table, byte) in tables.iter().zip(bytes).skip(1) {
        of_word = sum(of_word, table[usize::from(byte)]);
    }
    of_word
}

/// Puts words of columns side by side: the first word of each column, then the second of each. What `columns` gives are the words
/// of one column each, all of one length of up to [`TILE_WORDS`]; there are `count` of them.
pub(super) fn lay_out<'a>(columns: impl Iterator<Item = &'a [u64]>, count: usize, tile: &mut Vec<u64>) {
    tile.resize(TILE_WORDS * count, 0);
    for (at, column) in columns.enumerate() {
        for (nth, word) in column.iter().enumerate() {
            tile[nth * count + at] = *word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;

    #[test]
    fn a_word_stands_for_its_copies_times_values() {
        let mut random = Random::new(6);
        let values: Vec<[i32; 2]> =
            (0..32).map(|_| [random.below(2000) as i32 - 1000, random.below(9) as i32]).collect();
        let mut tables = no_tables();
        fill_tables(&values, &mut tables);
        let words: Vec<u64> =
            (0..20).map(|_| (0..32).fold(0, |word, _| word << 2 | u64::from(random.below(4)))).collect();
        let mut sums = vec![[7, -7]; 20];
        add_words(&words, &tables, &mut sums);
        for (word, found) in words.iter().zip(sums) {
            let copies = |sample: usize| [0, 1, 2, 0][(word >> (2 * sample) & 3) as usize];
            let of = |lane: usize| (0..32).map(|sample| copies(sample) * values[sample][lane]).sum::<i32>();
            assert_eq!(found, [of(0) + 7, of(1) - 7]);
        }
    }

    #[test]
    fn words_lie_side_by_side() {
        let columns = [[1, 2, 3], [4, 5, 6]];
        let mut tile = vec![9; 3];
        lay_out(columns.iter().map(|column| &column[..]), 2, &mut tile);
        assert_eq!(tile[..6], [1, 4, 2, 5, 3, 6]);
    }
}
