//! Adds rows of two bits a sample to exact sums side by side: each row adds one of four values to every sum.
//!
//! Four rows are turned into one byte a sample, which looks up the sum of its four values ("four Russians": Arlazarov and
//! others 1970). Of a row that is nearly the same for all, only what differs is added, to the samples that differ. The values
//! are whole numbers of the sums' unit, in two parts, so that no addition carries into the next part.

use super::exact_sums::{ExactSums, Term};
use super::widest::with_widest;

/// Sums that are worked on at once, at most: what is added to them stays in the nearest memory.
const TILE_MAX: usize = 1024;
/// A tile's sums are a multiple of this.
const TILE_STEP: usize = 64;
/// Tables that are looked into at once, each of four rows; together they take 16 kB.
const TABLES: usize = 4;
/// One sample by itself takes as long as this many in a table.
const ALONE: u64 = 48;
/// Bits of a value's lower part.
const LOW_BITS: u32 = 53;
/// Most rows that are added at once: 2¹⁰ lower parts stay below 2⁶³.
const ROWS_MAX: usize = 1 << 10;
/// Values of fewer bits than this have a higher part of which 2¹⁰ stay below 2⁶³.
const VALUE_BITS: u32 = LOW_BITS + 63 - 10;

/// The lower bit of every sample.
const LOWER: u64 = 0x5555_5555_5555_5555;

/// A value's lower part, which is not negative, and its higher part.
type Parts = [i64; 2];

/// What a row adds where its two bits are 0, 1, 2 and 3, in units of the sums.
#[derive(Clone, Copy, Debug, Default)]
pub struct PackedTerms {
    parts: [Parts; 4],
    /// The bits that nearly all samples have, where there are such.
    common: Option<u8>,
    /// Whether samples of the bits 3 are to be named.
    is_named: bool,
}

impl PackedTerms {
    /// The terms that the sums made ready; `None` where one of them does not fit here and is to be added alone.
    pub fn new(terms: [Term; 4]) -> Option<Self> {
        let mut parts = [[0; 2]; 4];
        for (to, term) in parts.iter_mut().zip(terms) {
            let Term::Near(units) = term else { return None };
            if units.unsigned_abs() >> (VALUE_BITS - 1) != 0 {
                return None;
            }
            *to = [(units & ((1 << LOW_BITS) - 1)) as i64, (units >> LOW_BITS) as i64];
        }
        Some(Self { parts, common: None, is_named: false })
    }

    /// Says that all of so many samples have the bits `common` but for `others`, so that it may be quicker to look for these.
    pub fn set_common(&mut self, common: u8, others: u64, samples: usize) {
        self.common = (others * ALONE < samples as u64).then_some(common);
    }

    /// Asks that samples of the bits 3 be named when the row is added.
    pub fn name_threes(&mut self) {
        self.is_named = true;
    }
}

/// How many of so many sums are in a tile: as many tiles that two can work on them, and as alike.
pub fn tile_of(sums: usize) -> usize {
    let tiles = sums.div_ceil(2 * TILE_MAX) * 2;
    sums.div_ceil(tiles.max(1)).next_multiple_of(TILE_STEP)
}

/// Rows beside each other, of the samples of one tile: what a tile reads lies together.
pub struct PackedRows<'a> {
    /// The genotypes, row after row, 32 samples a word from the lowest bits on, 0 behind the last.
    pub words: &'a [u64],
    /// What each row adds.
    pub terms: &'a [PackedTerms],
}

impl ExactSums {
    /// The sums in tiles of [`tile_of`] them, for [`PackedRows::add_to`].
    pub fn tiles(&mut self) -> impl Iterator<Item = &mut [i128]> {
        let tile = tile_of(self.len()).max(1);
        self.near_mut().chunks_mut(tile)
    }

    /// Adds what did not fit of the tile that begins with sum `from`.
    pub fn add_full(&mut self, from: usize, full: Full) {
        for (sum, units) in full {
            self.add_far(from + sum, units);
        }
    }
}

/// What did not fit of some sums, by their numbers.
pub type Full = Vec<(usize, i128)>;

impl PackedRows<'_> {
    /// Adds the rows to the tile of the sums that made their terms; gives what did not fit, by the number in the tile, for
    /// [`ExactSums::add_full`]. `name` is told the row and the sample of each 3 that was asked for.
    pub fn add_to(&self, sums: &mut [i128], name: impl FnMut(usize, usize)) -> Full {
        with_widest(
            #[inline(always)]
            || self.add_all(sums, name),
        )
    }

    #[inline(always)]
    fn add_all(&self, sums: &mut [i128], mut name: impl FnMut(usize, usize)) -> Full {
        let width = sums.len().div_ceil(32);
        let mut full = Full::new();
        let parts = self.words.chunks((ROWS_MAX * width).max(1)).zip(self.terms.chunks(ROWS_MAX)).enumerate();
        for (part, (words, terms)) in parts {
            let mut added: Vec<Parts> = vec![[0; 2]; 32 * width];
            let mut for_all = [0; 2];
            let mut mixed = Vec::new();
            for (at, (terms, row)) in terms.iter().zip(words.chunks_exact(width.max(1))).enumerate() {
                let mut name = |sample| name(part * ROWS_MAX + at, sample);
                // Those to be named are among the others.
                let common = terms.common.filter(|common| !terms.is_named || *common != 3);
                match (common, terms.is_named) {
                    (Some(common), true) => {
                        for_all = plus(for_all, add_others(row, &terms.parts, common, &mut added, name));
                    }
                    (Some(common), false) => {
                        for_all = plus(for_all, add_others(row, &terms.parts, common, &mut added, |_| {}));
                    }
                    (None, is_named) => {
                        if is_named {
                            each_other(row, |word| word & word >> 1 & LOWER, |sample, _| name(sample));
                        }
                        mixed.push((row, terms.parts));
                    }
                }
            }
            add_mixed(&mixed, width, &mut added);
            for (at, sum) in sums.iter_mut().enumerate() {
                let [low, high] = plus(added[place_of(at, width)], for_all);
                let units = (i128::from(high) << LOW_BITS) + i128::from(low);
                match sum.checked_add(units) {
                    Some(more) if more != i128::MIN => *sum = more,
                    _ => full.push((at, std::mem::replace(sum, units))),
                }
            }
        }
        full
    }
}

/// Where a sample's sum is in four planes, of which the first has the first, fifth, ninth … sample.
#[inline(always)]
fn place_of(sample: usize, width: usize) -> usize {
    sample % 4 * 8 * width + sample / 4
}

/// Adds what the samples without the common bits have more than those with them, and gives what these have; `name` is told the
/// samples of the bits 3.
#[inline(always)]
fn add_others(row: &[u64], parts: &[Parts; 4], common: u8, added: &mut [Parts], mut name: impl FnMut(usize)) -> Parts {
    let for_all = parts[usize::from(common)];
    let more = parts.map(|[low, high]| [low - for_all[0], high - for_all[1]]);
    let pattern = u64::from(common) * LOWER;
    let others_of = |word: u64| ((word ^ pattern) | (word ^ pattern) >> 1) & LOWER;
    each_other(row, others_of, |sample, bits| {
        // What lies behind the last sample has a sum, too, which nobody reads.
        let sum = &mut added[place_of(sample, row.len())];
        *sum = plus(*sum, more[usize::from(bits)]);
        if bits == 3 {
            name(sample);
        }
    });
    for_all
}

/// Tells the number and the bits of each sample whose lower bit is set in what `others_of` makes of its word.
///
/// Which words have such a sample is found without a branch for each, as it would be guessed wrong nearly as often as not.
#[inline(always)]
fn each_other(row: &[u64], others_of: impl Fn(u64) -> u64, mut tell: impl FnMut(usize, u8)) {
    for (at, words) in row.chunks(64).enumerate() {
        let has_other = |(place, word): (usize, &u64)| u64::from(others_of(*word) != 0) << place;
        let mut places = words.iter().enumerate().map(has_other).fold(0, |all, one| all | one);
        while let Some(&word) = words.get(places.trailing_zeros() as usize) {
            let first = (at * 64 + places.trailing_zeros() as usize) * 32;
            places &= places - 1;
            let mut others = others_of(word);
            while others != 0 {
                let bit = others.trailing_zeros();
                others &= others - 1;
                tell(first + bit as usize / 2, (word >> bit & 3) as u8);
            }
        }
    }
}

/// Adds rows of all kinds of samples, several at a time.
#[inline(always)]
fn add_mixed(rows: &[(&[u64], [Parts; 4])], width: usize, added: &mut [Parts]) {
    let nothing = vec![0; width];
    let mut planes = [(); TABLES].map(|()| vec![[0_u8; 8]; 4 * width]);
    let mut tables = [[[0; 2]; 256]; TABLES];
    for rows in rows.chunks(4 * TABLES) {
        let row = |at: usize| rows.get(at).copied().unwrap_or((&nothing, [[0; 2]; 4]));
        for (group, (planes, table)) in planes.iter_mut().zip(&mut tables).enumerate() {
            let four = [0, 1, 2, 3].map(|at| row(4 * group + at));
            turn(four.map(|(row, _)| row), planes);
            fill_table(four.map(|(_, parts)| parts), table);
        }
        let [a, b, c, d] = planes.each_ref().map(|planes| planes.as_flattened());
        let [one, two, three, four] = &tables;
        for ((((sum, &a), &b), &c), &d) in added.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            let first = plus(one[usize::from(a)], two[usize::from(b)]);
            let second = plus(three[usize::from(c)], four[usize::from(d)]);
            *sum = plus(*sum, plus(first, second));
        }
    }
}

#[inline(always)]
fn plus(one: Parts, other: Parts) -> Parts {
    [one[0].wrapping_add(other[0]), one[1].wrapping_add(other[1])]
}

/// Writes the sum of four rows' values for each four genotypes, the first row's in the lowest bits.
#[inline(always)]
fn fill_table(rows: [[Parts; 4]; 4], table: &mut [Parts; 256]) {
    let mut known = 1;
    table[0] = [0; 2];
    for terms in rows {
        // From the last on, as the first part is read by all.
        for (code, term) in terms.iter().enumerate().rev() {
            for at in 0..known {
                table[code * known + at] = plus(table[at], *term);
            }
        }
        known *= 4;
    }
}

/// Turns four rows of 32 samples a word into four planes, of which the first has a byte of the first, fifth, ninth … sample:
/// its genotypes in the four rows, the first row's in the lowest bits.
#[inline(always)]
fn turn(rows: [&[u64]; 4], planes: &mut [[u8; 8]]) {
    let (one, rest) = planes.split_at_mut(planes.len() / 4);
    let (two, rest) = rest.split_at_mut(one.len());
    let (three, four) = rest.split_at_mut(one.len());
    let planes = one.iter_mut().zip(two).zip(three).zip(four);
    let [a, b, c, d] = rows.map(|row| row.iter().copied());
    let words = a.zip(b).zip(c).zip(d);
    for ((((one, two), three), four), (((mut a, mut b), mut c), mut d)) in planes.zip(words) {
        swap(&mut a, &mut b, 2, 0x3333_3333_3333_3333);
        swap(&mut c, &mut d, 2, 0x3333_3333_3333_3333);
        swap(&mut a, &mut c, 4, 0x0F0F_0F0F_0F0F_0F0F);
        swap(&mut b, &mut d, 4, 0x0F0F_0F0F_0F0F_0F0F);
        (*one, *two, *three, *four) = (a.to_le_bytes(), b.to_le_bytes(), c.to_le_bytes(), d.to_le_bytes());
    }
}

/// Changes the bits of `one` above `shift` for those of `other`, in each field of the mask.
#[inline(always)]
fn swap(one: &mut u64, other: &mut u64, shift: u32, mask: u64) {
    let differing = (*one >> shift ^ *other) & mask;
    *other ^= differing;
    *one ^= differing << shift;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{ExactSum, Random};
    use proptest::prelude::*;

    /// Adds rows of `stride` words, and gives who has the bits 3 where that was asked for.
    fn add_packed(sums: &mut ExactSums, words: &[u64], stride: usize, terms: &[PackedTerms]) -> Vec<(usize, usize)> {
        let tile = tile_of(sums.len());
        let (mut full, mut named) = (Vec::new(), Vec::new());
        for (at, sums) in sums.tiles().enumerate() {
            let of_row = |row: &[u64]| row.chunks(tile / 32).nth(at).expect("a tile of every row").to_vec();
            let words: Vec<u64> = words.chunks(stride).flat_map(of_row).collect();
            let rows = PackedRows { words: &words, terms };
            let from = at * tile;
            full.push((from, rows.add_to(sums, |row, sample| named.push((row, from + sample)))));
        }
        full.into_iter().for_each(|(from, full)| sums.add_full(from, full));
        named
    }

    /// Rows that `dice` throws: bytes and what each adds.
    fn check(samples: usize, rows: usize, size: impl Fn(&mut Random) -> f64) {
        let mut dice = Random::new((samples * 7919 + rows) as u64);
        let stride = samples.div_ceil(32);
        let mut sums = ExactSums::new(samples);
        let mut alone = vec![ExactSum::default(); samples];
        let (mut words, mut terms, mut threes) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rows {
            // Of some rows most samples have the same bits; what lies behind the last sample is 0.
            let common = [0, 1, 2, 3, 0, 0][dice.below(6) as usize];
            let others = [1.0, 0.03][dice.below(2) as usize];
            let draw = |dice: &mut Random| if dice.chance(others) { dice.below(4) as u8 } else { common };
            let codes: Vec<u8> = (0..samples).map(|_| draw(&mut dice)).collect();
            let word = |codes: &[u8]| codes.iter().rev().fold(0, |word, code| word << 2 | u64::from(*code));
            let row: Vec<u64> = codes.chunks(32).map(word).collect();
            let others = codes.iter().filter(|code| **code != common).count() as u64;
            let values = [0, 1, 2, 3].map(|_| size(&mut dice));
            let code = |sample: usize| usize::from(codes[sample]);
            alone.iter_mut().enumerate().for_each(|(sample, sum)| sum.add(values[code(sample)]));
            let made = values.map(|value| sums.term(value));
            match PackedTerms::new(made) {
                Some(mut made) => {
                    made.set_common(common, others, samples);
                    if dice.chance(0.5) {
                        made.name_threes();
                        threes.extend((0..samples).filter(|at| codes[*at] == 3).map(|sample| (terms.len(), sample)));
                    }
                    words.extend_from_slice(&row);
                    terms.push(made);
                }
                None => (0..samples).for_each(|sample| sums.add(sample, made[code(sample)])),
            }
        }
        let mut named = add_packed(&mut sums, &words, stride, &terms);
        named.sort_unstable();
        assert_eq!(named, threes);
        for (sample, alone) in alone.iter().enumerate() {
            assert_eq!(sums.sum(sample).value().to_bits(), alone.value().to_bits(), "{sample} of {samples} × {rows}");
        }
    }

    proptest! {
        #[test]
        fn equal_sums_of_single_values(samples in 1_usize..300, rows in 0_usize..40, spread in 0_i32..90) {
            check(samples, rows, |dice| {
                let exponent = (dice.next_u64() % (2 * spread as u64 + 1)) as i32 - spread;
                libm::scalbn(dice.next_u64() as f64 / 2_f64.powi(64) - 0.5, exponent)
            });
        }
    }

    #[test]
    fn many_tiles_and_rows() {
        check(2 * TILE_MAX + 5, 8 * TABLES + 3, |dice| dice.next_u64() as f64 - 2_f64.powi(63));
        check(9, 2 * ROWS_MAX + 1, |dice| dice.next_u64() as f64 * 1e-22);
    }

    #[test]
    fn sums_that_grow_out_of_the_window() {
        let mut sums = ExactSums::new(5);
        let mut alone = ExactSum::default();
        let (small, large) = (1.5, 2_f64.powi(38));
        let nearly = large - 2_f64.powi(24);
        // Eight large ones fill what a sum has, so that the rows go over.
        for value in [small].into_iter().chain([large; 7]).chain([nearly]) {
            let term = sums.term(value);
            assert!(matches!(term, Term::Near(_)));
            (0..5).for_each(|sum| sums.add(sum, term));
            alone.add(value);
        }
        let values = [0.0, 2_f64.powi(18), 1.25, 0.0];
        let terms = vec![PackedTerms::new(values.map(|value| sums.term(value))).expect("small enough"); 3 * ROWS_MAX];
        let words = vec![0b01_01_10_01_00; terms.len()];
        add_packed(&mut sums, &words, 1, &terms);
        for (sample, value) in [0.0, values[1], values[2], values[1], values[1]].into_iter().enumerate() {
            let mut alone = alone.clone();
            terms.iter().for_each(|_| alone.add(value));
            assert_eq!(sums.sum(sample).value().to_bits(), alone.value().to_bits(), "{sample}");
        }
        assert!(sums.parts().2.len() > 0, "none went over");
    }
}
