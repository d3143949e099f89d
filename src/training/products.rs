//! Multiplies columns with vectors, without expanding either: Xᵀr by tables of a byte's four samples, Xb by tables of two.

use super::columns::{Columns, words_of};
use super::lanes::{TILE_WORDS, Tables, add_words, fill_tables, lay_out, no_tables};
use super::moments::{LOWER, Moments, even_runs, runs};
use crate::error::Result;
use crate::stats::side_by_side::each;

/// Runs of columns whose sums over samples are held at once.
const RUNS_AT_ONCE: usize = 8;
/// Words whose samples are added up side by side by one thread.
const ROWS_AT_ONCE: usize = 64;

/// How a column is centred and scaled: (copies − mean) ÷ scale, and 0 for a missing call.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scaling {
    /// Mean copies, which stand for missing calls.
    pub mean: f64,
    /// What copies are divided by; 0 for a column that is not used.
    pub scale: f64,
    /// Whether any sample that counts has no call.
    pub has_missing: bool,
}

impl Scaling {
    /// Of a column's counts: by its standard deviation, or by 1. A column that is the same for all is not used.
    pub fn of(moments: &Moments, standardize: bool) -> Self {
        let deviation = moments.deviation();
        let scale = if deviation == 0.0 || standardize { deviation } else { 1.0 };
        Self { mean: moments.mean(), scale, has_missing: moments.missing > 0 }
    }

    /// Whether the column can tell people apart.
    pub fn is_used(&self) -> bool {
        self.scale > 0.0
    }
}

/// ⟨x̂ⱼ, v⟩ of every column with each of `vectors`, where x̂ is centred and scaled. A vector has a value for each sample, 0 for
/// those that do not count and behind the last. Columns that are not used give 0.
///
/// Shape: one list a vector. The sums are the same for any number of threads, as each is added up in one order.
///
/// Errors: those of [`Columns::read`].
pub(super) fn products(columns: &impl Columns, scalings: &[Scaling], vectors: &[&[f64]]) -> Result<Vec<Vec<f64>>> {
    let sums: Vec<f64> = vectors.iter().map(|vector| vector.iter().sum()).collect();
    let stride = words_of(columns.samples()).max(1);
    let parts = each(even_runs(columns.columns()), |run| -> Result<Vec<Vec<f64>>> {
        let mut buffer = Vec::new();
        let words = columns.read(run.start, run.len(), &mut buffer)?;
        let mut tables = no_tables();
        let of_vector = |(vector, sum): (&&[f64], &f64)| {
            products_of_run((words, stride), &scalings[run.clone()], vector, *sum, &mut tables)
        };
        Ok(vectors.iter().zip(&sums).map(of_vector).collect())
    });
    let mut joined = vec![Vec::with_capacity(columns.columns()); vectors.len()];
    for part in parts {
        joined.iter_mut().zip(part?).for_each(|(all, part)| all.extend(part));
    }
    Ok(joined)
}

/// ⟨x̂ⱼ, v⟩ of columns side by side in `words`, each of `stride` words; `sum` is that of v's values.
fn products_of_run(
    (words, stride): (&[u64], usize),
    scalings: &[Scaling],
    vector: &[f64],
    sum: f64,
    tables: &mut Tables<f64, 1>,
) -> Vec<f64> {
    let mut raw = copies_times(words, stride, vector, tables);
    for ((raw, scaling), column) in raw.iter_mut().zip(scalings).zip(words.chunks(stride)) {
        let missing = if scaling.has_missing { sum_of_missing(column, vector) } else { 0.0 };
        let centred = *raw + scaling.mean * (missing - sum);
        *raw = if scaling.is_used() { centred / scaling.scale } else { 0.0 };
    }
    raw
}

/// X̂X̂ᵀv of each of `vectors`, which are as [`products`] takes them, in one pass over the columns. The values of samples that do
/// not count are theirs too: what columns weighted by ⟨x̂ⱼ, v⟩ add up to.
///
/// Shape: one list a vector, as long as it. The same bits for any number of threads.
///
/// Errors: those of [`Columns::read`].
pub(super) fn gram_times(columns: &impl Columns, scalings: &[Scaling], vectors: &[&[f64]]) -> Result<Vec<Vec<f64>>> {
    let sums: Vec<f64> = vectors.iter().map(|vector| vector.iter().sum()).collect();
    let stride = words_of(columns.samples()).max(1);
    let mut total: Vec<Vec<f64>> = vectors.iter().map(|vector| vec![0.0; vector.len()]).collect();
    for some in runs(columns.columns()).chunks(RUNS_AT_ONCE) {
        let parts = each(some.to_vec(), |run| -> Result<Vec<Vec<f64>>> {
            let mut buffer = Vec::new();
            let words = columns.read(run.start, run.len(), &mut buffer)?;
            let scalings = &scalings[run];
            let mut tables = no_tables();
            let of_vector = |(vector, sum): (&&[f64], &f64)| {
                let shares = products_of_run((words, stride), scalings, vector, *sum, &mut tables);
                let fields = words.chunks(stride).zip(scalings).zip(shares);
                let terms: Vec<_> = fields.map(|((words, scaling), share)| (words, *scaling, share)).collect();
                let mut values = vec![0.0; vector.len()];
                add_columns(&terms, &mut values);
                values
            };
            Ok(vectors.iter().zip(&sums).map(of_vector).collect())
        });
        for part in parts {
            for (total, part) in total.iter_mut().zip(part?) {
                total.iter_mut().zip(part).for_each(|(total, part)| *total += part);
            }
        }
    }
    Ok(total)
}

/// Σ copies × value for every column, missing calls counting 0.
fn copies_times(words: &[u64], stride: usize, vector: &[f64], tables: &mut Tables<f64, 1>) -> Vec<f64> {
    let count = words.len() / stride;
    let (mut sums, mut tile) = (vec![[0.0]; count], Vec::new());
    for from in (0..stride).step_by(TILE_WORDS) {
        let to = stride.min(from + TILE_WORDS);
        lay_out(words.chunks(stride).map(|column| &column[from..to]), count, &mut tile);
        let values = vector[from * 32..to * 32].as_chunks::<1>().0;
        for (row, values) in tile.chunks_exact(count.max(1)).zip(values.chunks(32)) {
            fill_tables(values, tables);
            add_words(row, tables, &mut sums);
        }
    }
    sums.into_iter().map(|[sum]| sum).collect()
}

/// Sum of the values of samples without a call.
pub(super) fn sum_of_missing(column: &[u64], vector: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (word, values) in column.iter().zip(vector.as_chunks::<32>().0) {
        let mut missing = word & word >> 1 & LOWER;
        while missing != 0 {
            sum += values[missing.trailing_zeros() as usize / 2];
            missing &= missing - 1;
        }
    }
    sum
}

/// Adds Σ θⱼx̂ⱼ of `terms`, each a column's words, its scaling and θⱼ, to a value for each sample; terms are added in their order.
/// Values of samples that do not count, and behind the last, are no matter.
pub(super) fn add_columns(terms: &[(&[u64], Scaling, f64)], values: &mut [f64]) {
    let terms: Vec<(&[u64], [[f64; 2]; 16])> = terms
        .iter()
        .filter(|(_, scaling, _)| scaling.is_used())
        .map(|(words, scaling, theta)| (*words, table_of_two(*scaling, *theta)))
        .collect();
    let tiles = values.chunks_mut(32 * ROWS_AT_ONCE).enumerate().collect();
    each(tiles, |(tile, values): (usize, &mut [f64])| {
        for (words, table) in &terms {
            for (word, values) in words[tile * ROWS_AT_ONCE..].iter().zip(values.as_chunks_mut::<32>().0) {
                let mut word = *word;
                for two in values.as_chunks_mut::<2>().0 {
                    let more = table[(word & 15) as usize];
                    two[0] += more[0];
                    two[1] += more[1];
                    word >>= 4;
                }
            }
        }
    });
}

/// What two samples add, by their four bits.
fn table_of_two(scaling: Scaling, theta: f64) -> [[f64; 2]; 16] {
    let values = values_of(scaling).map(|value| value * theta);
    std::array::from_fn(|bits| [values[bits & 3], values[bits >> 2]])
}

/// What a column is where its two bits are 0, 1, 2 and 3.
pub(super) fn values_of(scaling: Scaling) -> [f64; 4] {
    let value = |copies: f64| (copies - scaling.mean) / scaling.scale;
    [value(0.0), value(1.0), value(2.0), 0.0]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::training::columns::PackedColumns;
    use crate::training::moments::{SampleMask, count_columns};

    /// Columns of which some have missing calls, and their values by the definition.
    pub(in crate::training) fn drawn(
        samples: usize,
        count: usize,
        standardize: bool,
    ) -> (PackedColumns, Vec<Scaling>, Vec<Vec<f64>>, SampleMask) {
        let mut random = Random::new(5);
        let mut columns = PackedColumns::new(samples);
        for column in 0..count {
            let kinds = if column % 3 == 0 { 4 } else { 3 };
            columns.push_codes(&(0..samples).map(|_| random.below(kinds) as u8).collect::<Vec<_>>());
        }
        let mask = SampleMask::new(samples, (0..samples).filter(|sample| sample % 5 != 0));
        let moments = count_columns(&columns, &mask).expect("in memory");
        let scalings: Vec<Scaling> = moments.iter().map(|moments| Scaling::of(moments, standardize)).collect();
        let dense = (0..count).map(|at| {
            let values = values_of(scalings[at]);
            (0..samples)
                .map(|sample| values[(columns.column(at)[sample / 32] >> (2 * (sample % 32)) & 3) as usize])
                .collect()
        });
        let dense = dense.collect();
        (columns, scalings, dense, mask)
    }

    #[test]
    fn products_are_those_of_dense_columns() {
        for (samples, count, standardize) in [(1, 1, false), (300, 7, true), (515, 2050, false)] {
            let (columns, scalings, dense, mask) = drawn(samples, count, standardize);
            let mut random = Random::new(9);
            let mut vector = || -> Vec<f64> {
                (0..words_of(samples) * 32).map(|at| if mask.has(at) { random.normal() } else { 0.0 }).collect()
            };
            let vectors = [vector(), vector()];
            let found = products(&columns, &scalings, &[&vectors[0], &vectors[1]]).expect("in memory");
            for (found, vector) in found.iter().zip(&vectors) {
                for (at, found) in found.iter().enumerate() {
                    let expected: f64 = dense[at].iter().zip(vector).map(|(x, v)| x * v).sum();
                    let expected = if scalings[at].is_used() { expected } else { 0.0 };
                    assert!((found - expected).abs() < 1e-10, "{samples} {at}: {found} {expected}");
                }
            }
        }
    }

    #[test]
    fn the_gram_matrix_is_that_of_dense_columns() {
        let (columns, scalings, dense, mask) = drawn(70, 2100, false);
        let mut random = Random::new(3);
        let mut vector =
            || -> Vec<f64> { (0..96).map(|at| if mask.has(at) { random.normal() } else { 0.0 }).collect() };
        let vectors = [vector(), vector()];
        let found = gram_times(&columns, &scalings, &[&vectors[0], &vectors[1]]).expect("in memory");
        for (found, vector) in found.iter().zip(&vectors) {
            let used = || (0..2100).filter(|at| scalings[*at].is_used());
            let shares: Vec<f64> = used().map(|at| dense[at].iter().zip(vector).map(|(x, v)| x * v).sum()).collect();
            for sample in 0..70 {
                let expected: f64 = used().zip(&shares).map(|(at, share)| dense[at][sample] * share).sum();
                assert!((found[sample] - expected).abs() < 1e-8, "{sample}: {} {expected}", found[sample]);
            }
        }
    }

    #[test]
    fn columns_add_up_to_dense_sums() {
        let (columns, scalings, dense, _) = drawn(4500, 9, true);
        let mut values = vec![1.0; words_of(4500) * 32];
        let theta = |at: usize| at as f64 - 4.0;
        let terms: Vec<_> = (0..9).map(|at| (columns.column(at), scalings[at], theta(at))).collect();
        add_columns(&terms, &mut values);
        for (sample, found) in values.iter().take(4500).enumerate() {
            let expected: f64 = 1.0 + (0..9).map(|at| theta(at) * dense[at][sample]).sum::<f64>();
            assert!((found - expected).abs() < 1e-12);
        }
    }
}
