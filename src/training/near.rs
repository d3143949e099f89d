//! Multiplies all columns with several vectors at once, nearly: values are rounded to whole numbers, by an error that is known.

use super::columns::{Columns, words_of};
use super::lanes::{TILE_WORDS, Tables, add_words, fill_tables, lay_out, no_tables};
use super::moments::{Moments, even_runs};
use super::products::{Scaling, sum_of_missing};
use crate::error::Result;
use crate::stats::side_by_side::each;

/// Vectors that are added up side by side.
pub(super) const VECTORS_AT_ONCE: usize = 4;
/// The largest rounded value: so many samples as a tile has, each with two copies, fit into 32 bits.
const LARGEST: f64 = ((1_u32 << 31) / (2 * 32 * TILE_WORDS as u32) - 1) as f64;

/// Products of one vector.
pub(super) struct Near {
    /// ⟨x̂ⱼ, v⟩ of each column, nearly.
    pub(super) products: Vec<f64>,
    /// What one copy of one sample may be off by.
    pub(super) error: f64,
}

impl Near {
    /// How far the product of a column may be from the exact one.
    pub(super) fn error_of(&self, moments: &Moments, scaling: &Scaling) -> f64 {
        let copies = f64::from(moments.ones) + 2.0 * f64::from(moments.twos);
        if scaling.is_used() { copies * self.error / scaling.scale } else { 0.0 }
    }
}

/// ⟨x̂ⱼ, v⟩ of every column with each of `vectors`, as [`super::products::products`] gives them, but for an error that
/// [`Near::error_of`] tells. What a vector gives does not depend on those beside it.
///
/// Sums of whole numbers are exact, so that they are the same in any order.
///
/// Errors: those of [`Columns::read`].
pub(super) fn near_products(columns: &impl Columns, scalings: &[Scaling], vectors: &[&[f64]]) -> Result<Vec<Near>> {
    let stride = words_of(columns.samples()).max(1);
    let groups: Vec<Rounded<'_>> = vectors.chunks(VECTORS_AT_ONCE).map(|some| Rounded::of(some, stride)).collect();
    let parts = each(even_runs(columns.columns()), |run| -> Result<Vec<Vec<f64>>> {
        let mut buffer = Vec::new();
        let words = columns.read(run.start, run.len(), &mut buffer)?;
        Ok(groups.iter().flat_map(|group| group.times(words, stride, &scalings[run.clone()])).collect())
    });
    let errors = groups.iter().flat_map(|group| group.units[..group.vectors.len()].iter().map(|unit| ERROR * unit));
    let empty = |error: f64| Near { products: Vec::with_capacity(columns.columns()), error };
    let mut joined: Vec<Near> = errors.map(empty).collect();
    for part in parts {
        joined.iter_mut().zip(part?).for_each(|(all, part)| all.products.extend(part));
    }
    Ok(joined)
}

/// Half a unit, and a little for the rounding of the quotient itself.
const ERROR: f64 = 0.5 + 1e-6;

/// Vectors side by side, rounded to multiples of a unit each.
struct Rounded<'a> {
    vectors: &'a [&'a [f64]],
    sums: [f64; VECTORS_AT_ONCE],
    units: [f64; VECTORS_AT_ONCE],
    /// Shape: padded samples.
    values: Vec<[i32; VECTORS_AT_ONCE]>,
}

impl<'a> Rounded<'a> {
    fn of(vectors: &'a [&'a [f64]], stride: usize) -> Self {
        let (mut sums, mut units) = ([0.0; VECTORS_AT_ONCE], [1.0; VECTORS_AT_ONCE]);
        let mut values = vec![[0; VECTORS_AT_ONCE]; 32 * stride];
        for (lane, vector) in vectors.iter().enumerate() {
            sums[lane] = vector.iter().sum();
            let largest = vector.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
            if largest > 0.0 {
                units[lane] = largest / LARGEST;
            }
            for (values, value) in values.iter_mut().zip(*vector) {
                let quotient = value / units[lane];
                values[lane] = (quotient + 0.5_f64.copysign(quotient)) as i32;
            }
        }
        Self { vectors, sums, units, values }
    }

    /// The products of columns side by side in `words`, each of `stride` words. Shape: one list a vector.
    fn times(&self, words: &[u64], stride: usize, scalings: &[Scaling]) -> Vec<Vec<f64>> {
        let count = scalings.len();
        let mut tables: Box<Tables<i32, VECTORS_AT_ONCE>> = no_tables();
        let mut tile = Vec::new();
        let mut totals = vec![[0.0; VECTORS_AT_ONCE]; count];
        let mut sums = vec![[0; VECTORS_AT_ONCE]; count];
        for from in (0..stride).step_by(TILE_WORDS) {
            let to = stride.min(from + TILE_WORDS);
            lay_out(words.chunks(stride).map(|column| &column[from..to]), count, &mut tile);
            sums.fill([0; VECTORS_AT_ONCE]);
            for (row, values) in tile.chunks_exact(count.max(1)).zip(self.values[32 * from..32 * to].chunks(32)) {
                fill_tables(values, &mut tables);
                add_words(row, &tables, &mut sums);
            }
            for (totals, sums) in totals.iter_mut().zip(&sums) {
                totals.iter_mut().zip(sums).for_each(|(total, sum)| *total += f64::from(*sum));
            }
        }
        let of_vector = |(lane, vector): (usize, &&[f64])| -> Vec<f64> {
            let fields = totals.iter().zip(scalings).zip(words.chunks(stride));
            let product = |((totals, scaling), column): ((&[f64; VECTORS_AT_ONCE], &Scaling), &[u64])| {
                let missing = if scaling.has_missing { sum_of_missing(column, vector) } else { 0.0 };
                let centred = totals[lane] * self.units[lane] + scaling.mean * (missing - self.sums[lane]);
                if scaling.is_used() { centred / scaling.scale } else { 0.0 }
            };
            fields.map(product).collect()
        };
        self.vectors.iter().enumerate().map(of_vector).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::training::products::products;
    use crate::training::products::tests::drawn;

    #[test]
    fn products_are_as_near_as_they_say() {
        for (samples, count, standardize) in [(1, 1, false), (300, 7, true), (700, 2050, false)] {
            let (columns, scalings, _, mask) = drawn(samples, count, standardize);
            let moments = crate::training::count_columns(&columns, &mask).expect("in memory");
            let mut random = Random::new(21);
            let mut vector = |size: f64| -> Vec<f64> {
                let value = |at: usize| if mask.has(at) { size * random.normal() } else { 0.0 };
                (0..words_of(samples) * 32).map(value).collect()
            };
            let vectors: Vec<Vec<f64>> = [1.0, 0.0, 1e-9, 3.0, 1e6].into_iter().map(&mut vector).collect();
            let vectors: Vec<&[f64]> = vectors.iter().map(Vec::as_slice).collect();
            let found = near_products(&columns, &scalings, &vectors).expect("in memory");
            let exact = products(&columns, &scalings, &vectors).expect("in memory");
            let alone = near_products(&columns, &scalings, &vectors[3..4]).expect("in memory");
            assert_eq!(alone[0].products, found[3].products);
            for (near, exact) in found.iter().zip(&exact) {
                for (at, (near_by, exact)) in near.products.iter().zip(exact).enumerate() {
                    let error = near.error_of(&moments[at], &scalings[at]);
                    assert!(
                        (near_by - exact).abs() <= error * (1.0 + 1e-6),
                        "{samples} {at}: {near_by} {exact} {error}"
                    );
                }
            }
        }
    }
}
