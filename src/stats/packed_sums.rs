//! Adds rows of two bits a sample to exact sums side by side: each row adds one of four values to every sum.
//!
//! Four rows are turned into one byte a sample, which looks up the sum of its four values ("four Russians": Arlazarov and
//! others 1970). The values are whole numbers of the sums' unit, in two parts, so that no addition carries into the next part.

use super::exact_sums::{ExactSums, Term};

/// Sums that are worked on at once: what is added to them stays in the nearest memory.
pub const TILE: usize = 2048;
/// Bytes of one row's part of a tile.
const TILE_BYTES: usize = TILE / 4;
/// Rows that are looked up at once, in two tables.
const ROWS_AT_ONCE: usize = 8;
/// Bits of a value's lower part.
const LOW_BITS: u32 = 53;
/// Most rows that are added at once: 2¹⁰ lower parts stay below 2⁶³.
pub const ROWS_MAX: usize = 1 << 10;
/// Values of fewer bits than this have a higher part of which 2¹⁰ stay below 2⁶³.
const VALUE_BITS: u32 = LOW_BITS + 63 - 10;

/// A value's lower part, which is not negative, and its higher part.
type Parts = [i64; 2];

/// What a row adds where its two bits are 0, 1, 2 and 3, in units of the sums.
#[derive(Clone, Copy, Debug, Default)]
pub struct PackedTerms([Parts; 4]);

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
        Some(Self(parts))
    }
}

/// Rows beside each other, of the same samples.
pub struct PackedRows<'a> {
    /// The genotypes, row after row, four samples a byte.
    pub bytes: &'a [u8],
    /// Bytes of a row.
    pub stride: usize,
    /// What each row adds.
    pub terms: &'a [PackedTerms],
}

impl ExactSums {
    /// The sums in tiles of [`TILE`], for [`PackedRows::add_to`].
    pub fn tiles(&mut self) -> impl Iterator<Item = &mut [i128]> {
        self.near_mut().chunks_mut(TILE)
    }

    /// Adds what did not fit.
    pub fn add_full(&mut self, full: Full) {
        for (sum, units) in full {
            self.add_far(sum, units);
        }
    }
}

/// What did not fit of the sums, by their numbers.
pub type Full = Vec<(usize, i128)>;

impl PackedRows<'_> {
    /// Adds the rows, [`ROWS_MAX`] at most, to one tile of the sums that made their terms; gives what did not fit, for
    /// [`ExactSums::add_full`].
    pub fn add_to(&self, tile: usize, sums: &mut [i128]) -> Full {
        add_tile(tile, sums, self)
    }
}

fn add_tile(tile: usize, sums: &mut [i128], rows: &PackedRows<'_>) -> Full {
    let from = tile * TILE_BYTES;
    let width = sums.len().div_ceil(4);
    let plane = width.next_multiple_of(8);
    let mut added: Vec<Parts> = vec![[0; 2]; 4 * plane];
    let (mut first, mut second) = (vec![0_u8; 4 * plane], vec![0_u8; 4 * plane]);
    let row = |at: usize| {
        let start = at * rows.stride + from;
        rows.bytes.get(start..start + width).unwrap_or_default()
    };
    for (group, terms) in rows.terms[..rows.terms.len().min(ROWS_MAX)].chunks(ROWS_AT_ONCE).enumerate() {
        let row = |at: usize| if at < terms.len() { row(group * ROWS_AT_ONCE + at) } else { &[] };
        let terms = |at: usize| terms.get(at).copied().unwrap_or_default();
        turn([row(0), row(1), row(2), row(3)], plane, &mut first);
        turn([row(4), row(5), row(6), row(7)], plane, &mut second);
        let tables = [0, 4].map(|at| table_of([terms(at), terms(at + 1), terms(at + 2), terms(at + 3)]));
        for ((sum, &one), &other) in added.iter_mut().zip(&first).zip(&second) {
            let (one, other) = (&tables[0][usize::from(one)], &tables[1][usize::from(other)]);
            *sum = plus(*sum, plus(*one, *other));
        }
    }
    let mut full = Full::new();
    for (at, sum) in sums.iter_mut().enumerate() {
        let [low, high] = added[at % 4 * plane + at / 4];
        let units = (i128::from(high) << LOW_BITS) + i128::from(low);
        match sum.checked_add(units) {
            Some(more) if more != i128::MIN => *sum = more,
            _ => full.push((tile * TILE + at, std::mem::replace(sum, units))),
        }
    }
    full
}

#[inline]
fn plus(one: Parts, other: Parts) -> Parts {
    [one[0].wrapping_add(other[0]), one[1].wrapping_add(other[1])]
}

/// The sum of four rows' values for each four genotypes, the first row's in the lowest bits.
fn table_of(rows: [PackedTerms; 4]) -> [Parts; 256] {
    let mut table = [[0; 2]; 256];
    let mut known = 1;
    for PackedTerms(terms) in rows {
        // From the last on, as the first part is read by all.
        for (code, term) in terms.iter().enumerate().rev() {
            for at in 0..known {
                table[code * known + at] = plus(table[at], *term);
            }
        }
        known *= 4;
    }
    table
}

/// Turns four rows of four samples a byte into four planes, of which the first has a byte of the first, fifth, ninth … sample:
/// its genotypes in the four rows, the first row's in the lowest bits.
fn turn(rows: [&[u8]; 4], plane: usize, planes: &mut [u8]) {
    let (one, rest) = planes.split_at_mut(plane);
    let (two, rest) = rest.split_at_mut(plane);
    let (three, four) = rest.split_at_mut(plane);
    let planes = one.as_chunks_mut::<8>().0.iter_mut().zip(two.as_chunks_mut::<8>().0);
    let planes = planes.zip(three.as_chunks_mut::<8>().0).zip(four.as_chunks_mut::<8>().0);
    for (at, (((one, two), three), four)) in planes.enumerate() {
        let [mut a, mut b, mut c, mut d] = rows.map(|row| word(row, at));
        swap(&mut a, &mut b, 2, 0x3333_3333_3333_3333);
        swap(&mut c, &mut d, 2, 0x3333_3333_3333_3333);
        swap(&mut a, &mut c, 4, 0x0F0F_0F0F_0F0F_0F0F);
        swap(&mut b, &mut d, 4, 0x0F0F_0F0F_0F0F_0F0F);
        (*one, *two, *three, *four) = (a.to_le_bytes(), b.to_le_bytes(), c.to_le_bytes(), d.to_le_bytes());
    }
}

/// Changes the bits of `one` above `shift` for those of `other`, in each field of the mask.
#[inline]
fn swap(one: &mut u64, other: &mut u64, shift: u32, mask: u64) {
    let differing = (*one >> shift ^ *other) & mask;
    *other ^= differing;
    *one ^= differing << shift;
}

/// Eight bytes of a row, 0 behind its end.
#[inline]
fn word(row: &[u8], at: usize) -> u64 {
    let rest = row.get(at * 8..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{ExactSum, Random};
    use proptest::prelude::*;

    fn add_packed(sums: &mut ExactSums, rows: &PackedRows<'_>) {
        let PackedRows { bytes, stride, terms } = *rows;
        for (bytes, terms) in bytes.chunks((stride * ROWS_MAX).max(1)).zip(terms.chunks(ROWS_MAX)) {
            let rows = PackedRows { bytes, stride, terms };
            let full = sums.tiles().enumerate().flat_map(|(tile, sums)| rows.add_to(tile, sums)).collect();
            sums.add_full(full);
        }
    }

    /// Rows that `dice` throws: bytes and what each adds.
    fn check(samples: usize, rows: usize, size: impl Fn(&mut Random) -> f64) {
        let mut dice = Random::new((samples * 7919 + rows) as u64);
        let stride = samples.div_ceil(4);
        let mut sums = ExactSums::new(samples);
        let mut alone = vec![ExactSum::default(); samples];
        let (mut bytes, mut terms) = (Vec::new(), Vec::new());
        for _ in 0..rows {
            let row: Vec<u8> = (0..stride).map(|_| dice.next_u64() as u8).collect();
            let values = [0, 1, 2, 3].map(|_| size(&mut dice));
            let code = |sample: usize| usize::from(row[sample / 4] >> (2 * (sample % 4)) & 3);
            alone.iter_mut().enumerate().for_each(|(sample, sum)| sum.add(values[code(sample)]));
            let made = values.map(|value| sums.term(value));
            match PackedTerms::new(made) {
                Some(made) => {
                    bytes.extend_from_slice(&row);
                    terms.push(made);
                }
                None => (0..samples).for_each(|sample| sums.add(sample, made[code(sample)])),
            }
        }
        add_packed(&mut sums, &PackedRows { bytes: &bytes, stride, terms: &terms });
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
        check(2 * TILE + 5, 2 * ROWS_AT_ONCE + 3, |dice| dice.next_u64() as f64 - 2_f64.powi(63));
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
        let bytes = [0b01_10_01_00, 1].repeat(terms.len());
        add_packed(&mut sums, &PackedRows { bytes: &bytes, stride: 2, terms: &terms });
        for (sample, value) in [0.0, values[1], values[2], values[1], values[1]].into_iter().enumerate() {
            let mut alone = alone.clone();
            terms.iter().for_each(|_| alone.add(value));
            assert_eq!(sums.sum(sample).value().to_bits(), alone.value().to_bits(), "{sample}");
        }
        assert!(sums.parts().2.len() > 0, "none went over");
    }
}
