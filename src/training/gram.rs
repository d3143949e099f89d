//! Keeps inner products of columns, counted once by bits, so that coordinate descent costs nothing in the number of samples.

use super::columns::PackedColumns;
use super::covariates::dot;
use super::crossing::crossings;
use super::descent::Quadratic;
use super::moments::{LOWER, SampleMask};
use super::products::Scaling;
use crate::stats::side_by_side::each;
use std::collections::HashMap;

/// Most columns whose products are kept: 4,096 of them take 128 MiB. Where more are not 0, residuals are kept instead.
pub(super) const GRAM_COLUMNS_MAX: usize = 4096;

/// A column of which covariates leave less than this share is taken for one that they explain.
pub(super) const EXPLAINED: f64 = 1e-10;

/// Inner products x̂ᵢᵀx̂ⱼ/n of centred and scaled columns, what covariates explain taken away.
#[derive(Default)]
pub(super) struct Gram {
    /// The slot of each column that is kept.
    slots: HashMap<u32, usize>,
    kept: Vec<Kept>,
    /// Shape: slots × slots.
    rows: Vec<Vec<f64>>,
}

/// A column whose products are kept.
pub(super) struct Kept {
    /// Its number among all.
    pub(super) column: u32,
    /// Its genotypes.
    pub(super) words: Vec<u64>,
    /// How it is centred and scaled.
    pub(super) scaling: Scaling,
    /// QᵀWx̂.
    pub(super) z: Vec<f64>,
}

impl Gram {
    /// Columns kept.
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    /// The slot of a column.
    pub(super) fn slot(&self, column: u32) -> Option<usize> {
        self.slots.get(&column).copied()
    }

    /// Forgets all columns but these.
    pub(super) fn retain(&mut self, wanted: &[u32]) {
        let slots: Vec<usize> = wanted.iter().filter_map(|column| self.slot(*column)).collect();
        let rows = slots.iter().map(|row| slots.iter().map(|at| self.rows[*row][*at]).collect()).collect();
        let mut kept: Vec<Option<Kept>> = std::mem::take(&mut self.kept).into_iter().map(Some).collect();
        self.kept = slots.iter().filter_map(|slot| kept[*slot].take()).collect();
        self.slots = self.kept.iter().enumerate().map(|(slot, kept)| (kept.column, slot)).collect();
        self.rows = rows;
    }

    /// Adds columns that are not kept yet; `mask` has the samples that count.
    pub(super) fn add(&mut self, new: Vec<Kept>, mask: &SampleMask) {
        let before = self.len();
        for kept in new {
            self.slots.insert(kept.column, self.kept.len());
            self.kept.push(kept);
        }
        let kept = &self.kept;
        let columns: Vec<&[u64]> = kept.iter().map(|kept| kept.words.as_slice()).collect();
        let crossed = crossings(&columns, before, mask);
        let rows = each((before..).zip(crossed).collect(), |(row, crossed): (usize, Vec<u64>)| -> Vec<f64> {
            let fields = kept.iter().zip(crossed);
            let mut values: Vec<f64> = fields.map(|(other, sum)| product(&kept[row], other, sum, mask)).collect();
            let explained = dot(&kept[row].z, &kept[row].z);
            // What rounding leaves of a column that covariates explain is none.
            if let Some(square) = values.last_mut().filter(|square| **square <= EXPLAINED * (**square + explained)) {
                *square = 0.0;
            }
            values
        });
        // Rows grow by eighths: doubled, they would be half empty, and they are the most of what a path keeps in memory.
        let room = self.kept.len() + self.kept.len() / 8;
        for row in self.rows.iter_mut().filter(|row| row.capacity() < self.kept.len()) {
            row.reserve_exact(room - row.len());
        }
        for (row, mut values) in (before..).zip(rows) {
            values.reserve_exact(room - values.len());
            for (at, value) in values.iter().enumerate().take(row) {
                self.rows[at].push(*value);
            }
            self.rows.push(values);
        }
    }
}

/// Of columns whose Σ copies × copies is `crossed`.
fn product(one: &Kept, other: &Kept, crossed: u64, mask: &SampleMask) -> f64 {
    // Rounded alike whichever was kept first.
    let (one, other) = if one.column <= other.column { (one, other) } else { (other, one) };
    scaled((&one.words, one.scaling), (&other.words, other.scaling), crossed, mask) - dot(&one.z, &other.z)
}

/// x̂ᵢᵀx̂ⱼ/n of two columns' words, each with its scaling: their correlation where both are divided by their standard deviation.
pub(super) fn inner_product(one: (&[u64], Scaling), other: (&[u64], Scaling), mask: &SampleMask) -> f64 {
    scaled(one, other, copies_times_copies(one.0, other.0, mask), mask)
}

fn scaled(one: (&[u64], Scaling), other: (&[u64], Scaling), crossed: u64, mask: &SampleMask) -> f64 {
    let samples = mask.count() as f64;
    let (a, b) = (one.1, other.1);
    let mut sum = crossed as f64;
    if a.has_missing || b.has_missing {
        let [of_a, of_b, both] = filled(one.0, other.0, mask);
        sum += a.mean * of_a as f64 + b.mean * of_b as f64 + a.mean * b.mean * both as f64;
    }
    (sum - samples * a.mean * b.mean) / (samples * a.scale * b.scale)
}

/// Σ copies × copies of two columns among the samples called in both.
fn copies_times_copies(one: &[u64], other: &[u64], mask: &SampleMask) -> u64 {
    let (mut low, mut high, mut cross) = (0, 0, 0);
    for ((&one, &other), &mask) in one.iter().zip(other).zip(&mask.words) {
        let called = mask & !(one & one >> 1) & !(other & other >> 1);
        let one = one & (called | called << 1);
        let both = one & other;
        low += u64::from((both & LOWER).count_ones());
        high += u64::from((both & !LOWER).count_ones());
        let turned = other >> 1 & LOWER | (other & LOWER) << 1;
        cross += u64::from((one & turned).count_ones());
    }
    low + 4 * high + 2 * cross
}

/// Copies of the second where the first is missing, copies of the first where the second is, and samples where both are.
fn filled(one: &[u64], other: &[u64], mask: &SampleMask) -> [u64; 3] {
    let mut sums = [0; 3];
    for ((&one, &other), &mask) in one.iter().zip(other).zip(&mask.words) {
        let missing = |word: u64| word & word >> 1 & mask;
        let copies = |word: u64, at: u64| {
            let called = at & !(word & word >> 1);
            u64::from((word & called).count_ones()) + 2 * u64::from((word >> 1 & called).count_ones())
        };
        sums[0] += copies(other, missing(one));
        sums[1] += copies(one, missing(other));
        sums[2] += u64::from((missing(one) & missing(other)).count_ones());
    }
    sums
}

/// The quadratic of a Gaussian likelihood over the kept columns, by slots.
pub(super) struct GramQuadratic<'a> {
    gram: &'a Gram,
    gradient: Vec<f64>,
}

impl<'a> GramQuadratic<'a> {
    /// With the gradient of each slot.
    pub(super) fn new(gram: &'a Gram, gradient: Vec<f64>) -> Self {
        Self { gram, gradient }
    }
}

impl Quadratic for GramQuadratic<'_> {
    fn gradient(&self, at: usize) -> f64 {
        self.gradient[at]
    }

    fn curvature(&self, at: usize) -> f64 {
        self.gram.rows[at][at]
    }

    fn step(&mut self, at: usize, delta: f64) {
        let row = &self.gram.rows[at];
        self.gradient.iter_mut().zip(row).for_each(|(gradient, product)| *gradient -= delta * product);
    }

    fn times(&self, support: &[usize], d: &[f64]) -> Vec<f64> {
        let row = |at: &usize| {
            let row = &self.gram.rows[*at];
            support.iter().zip(d).map(|(at, d)| row[*at] * d).sum()
        };
        support.iter().map(row).collect()
    }

    fn product(&self, one: usize, other: usize) -> Option<f64> {
        Some(self.gram.rows[one][other])
    }
}

/// The kept form of columns that were gathered, with QᵀWx̂ of each; `z` has a list for each of Q's columns.
pub(super) fn kept_of(columns: &PackedColumns, numbers: &[u32], scalings: &[Scaling], z: &[Vec<f64>]) -> Vec<Kept> {
    let of = |(at, &column): (usize, &u32)| Kept {
        column,
        words: columns.column(at).to_vec(),
        scaling: scalings[at],
        z: z.iter().map(|of_q| of_q[at]).collect(),
    };
    numbers.iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::training::moments::count_columns;
    use crate::training::products::values_of;

    #[test]
    fn products_are_those_of_dense_columns() {
        let mut random = Random::new(2);
        let mut columns = PackedColumns::new(151);
        for column in 0..6 {
            let kinds = if column % 2 == 0 { 4 } else { 3 };
            columns.push_codes(&(0..151).map(|_| random.below(kinds) as u8).collect::<Vec<_>>());
        }
        let mask = SampleMask::new(151, (0..151).filter(|at| at % 4 != 1));
        let moments = count_columns(&columns, &mask).expect("in memory");
        let scalings: Vec<Scaling> = moments.iter().map(|moments| Scaling::of(moments, true)).collect();
        let numbers: Vec<u32> = (0..6).map(|at| at * 10).collect();
        let mut gram = Gram::default();
        let mut kept = kept_of(&columns, &numbers, &scalings, &[]);
        let last = kept.split_off(4);
        gram.add(kept, &mask);
        gram.add(last, &mask);
        let code = |at: usize, sample: usize| (columns.column(at)[sample / 32] >> (2 * (sample % 32)) & 3) as usize;
        let dense = |at: usize| -> Vec<f64> { mask.samples().map(|s| values_of(scalings[at])[code(at, s)]).collect() };
        for one in 0..6 {
            for other in 0..6 {
                let expected = dot(&dense(one), &dense(other)) / mask.count() as f64;
                assert!((gram.rows[one][other] - expected).abs() < 1e-13, "{one} {other}");
            }
            assert!((gram.rows[one][one] - 1.0).abs() < 1e-13);
        }
        let before = gram.rows[5][2];
        gram.retain(&[20, 50]);
        assert_eq!((gram.len(), gram.slot(20), gram.slot(50), gram.slot(0)), (2, Some(0), Some(1), None));
        assert_eq!(gram.rows[0][1].to_bits(), before.to_bits());
    }
}
