//! Counts what columns have in common: Σ copies × copies of many pairs, sixteen columns at a time beside each of the others.

use super::lanes::{TILE_WORDS, Tables, fill_tables, lay_out, look_up, no_tables};
use super::moments::SampleMask;
use crate::stats::side_by_side::each;

/// Columns in the lanes.
const LANES: usize = 16;
/// Words after which sums of 16 bits are carried over: a word's 32 samples add 4 each, at most.
const WORDS_IN_16_BITS: usize = u16::MAX as usize / (32 * 4);

/// Σ copies × copies of each column from number `from` on with all before it and itself, among the samples of `mask` that are
/// called in both. A word stands for a byte of each lane at most: 32 samples add up to 128.
///
/// Shape: a list for each of these columns, as long as its number and one more.
pub(super) fn crossings(columns: &[&[u64]], from: usize, mask: &SampleMask) -> Vec<Vec<u64>> {
    let blocks = (from..columns.len()).step_by(LANES).collect();
    let of_block = |first: usize| {
        let end = columns.len().min(first + LANES);
        let sums = cross_block(&columns[first..end], &columns[..end], mask);
        let of_lane = |lane: usize| sums[..=first + lane].iter().map(|sums| u64::from(sums[lane])).collect();
        (0..end - first).map(of_lane).collect::<Vec<Vec<u64>>>()
    };
    each(blocks, of_block).into_iter().flatten().collect()
}

/// Each of up to sixteen columns with each of `others`. Shape: others × lanes.
fn cross_block(block: &[&[u64]], others: &[&[u64]], mask: &SampleMask) -> Vec<[u32; LANES]> {
    let mut totals = vec![[0_u32; LANES]; others.len()];
    let mut sums = vec![[0_u16; LANES]; others.len()];
    let mut tables: Box<Tables<u8, LANES>> = no_tables();
    let mut tile = Vec::new();
    let stride = mask.words.len();
    let mut carry = |sums: &mut [[u16; LANES]]| {
        for (totals, sums) in totals.iter_mut().zip(sums) {
            totals.iter_mut().zip(&mut *sums).for_each(|(total, sum)| *total += u32::from(*sum));
            *sums = [0; LANES];
        }
    };
    for from in (0..stride).step_by(TILE_WORDS) {
        let to = stride.min(from + TILE_WORDS);
        lay_out(others.iter().map(|column| &column[from..to]), others.len(), &mut tile);
        for (at, row) in (from..to).zip(tile.chunks_exact(others.len().max(1))) {
            fill_tables(&copies_of(block, at, mask), &mut tables);
            for (sums, word) in sums.iter_mut().zip(row) {
                let of_word = look_up(*word, &tables);
                sums.iter_mut().zip(of_word).for_each(|(sum, more)| *sum += u16::from(more));
            }
            if at % WORDS_IN_16_BITS == WORDS_IN_16_BITS - 1 {
                carry(&mut sums);
            }
        }
    }
    carry(&mut sums);
    totals
}

/// Copies of 32 samples in each column, 0 for those that have no call or do not count.
fn copies_of(block: &[&[u64]], word: usize, mask: &SampleMask) -> [[u8; LANES]; 32] {
    let mut copies = [[0; LANES]; 32];
    for (lane, column) in block.iter().enumerate() {
        let codes = column[word];
        let called = mask.words[word] & !(codes & codes >> 1);
        let codes = codes & (called | called << 1);
        for (sample, copies) in copies.iter_mut().enumerate() {
            copies[lane] = (codes >> (2 * sample) & 3) as u8;
        }
    }
    copies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::training::columns::PackedColumns;

    #[test]
    fn pairs_are_counted_as_by_the_definition() {
        // So many samples that sums of 16 bits would overflow, in columns that are mostly of two copies.
        for (samples, count, from) in [(40_000, 3, 1), (75, 40, 5)] {
            let mut random = Random::new(samples as u64);
            let mut columns = PackedColumns::new(samples);
            for _ in 0..count {
                let code = |draw: u32| [2, 2, 2, 2, 2, 1, 0, 3][draw as usize];
                columns.push_codes(&(0..samples).map(|_| code(random.below(8))).collect::<Vec<u8>>());
            }
            let mask = SampleMask::new(samples, (0..samples).filter(|sample| sample % 9 != 4));
            let words: Vec<&[u64]> = (0..count).map(|at| columns.column(at)).collect();
            let found = crossings(&words, from, &mask);
            assert_eq!(found.len(), count - from);
            let copies =
                |at: usize, sample: usize| [0, 1, 2, 0][(words[at][sample / 32] >> (2 * (sample % 32)) & 3) as usize];
            for (one, found) in (from..count).zip(&found) {
                let expected =
                    |other| mask.samples().map(|sample| copies(one, sample) * copies(other, sample)).sum::<u64>();
                assert_eq!(*found, (0..=one).map(expected).collect::<Vec<u64>>());
            }
        }
    }
}
