//! Measures how the rows of a score that lie near each other go together among the people of a panel.
//!
//! The files are read once more for each run of rows that memory holds the dosages of, mostly a chromosome or all.

use super::cohort_witness::witness;
use super::run::Session;
use crate::calibration::moments::LD_PEOPLE_MIN;
use crate::error::Result;
use crate::genome::Site;
use crate::reference::Linkage;
use crate::reference::linkage::PAIRS_MAX;
use crate::scoring::{RowDosages, RowWitness};
use crate::weights::ScoreTable;
use std::collections::VecDeque;
use std::sync::Arc;

/// Rows farther apart are taken not to go together.
const WINDOW_BASES: u32 = 1_000_000;
/// Rows behind a row that it is compared with at most.
const NEIGHBOURS_MAX: usize = 500;
/// People of a group that count at most: more would not show in a correlation of two digits.
const PEOPLE_MAX: usize = 1000;
/// Rows times people whose dosages are held at once.
const DOSAGES_AT_ONCE: usize = 250_000_000;
/// A correlation counts from this square on, and from two standard errors: r² of 4 ÷ people.
const R2_MIN: f64 = 0.01;
const STANDARD_ERRORS: f64 = 2.0;
/// Pairs kept for each row, on average; of more, those that the score's variance owes most to.
const PAIRS_PER_ROW: usize = 32;

/// The people of a panel that correlations are measured in.
struct People {
    /// For each cohort and sample its place, from 0 in each cohort.
    places: Vec<Vec<Option<u32>>>,
    /// For each cohort the group of each of those people.
    groups: Vec<Vec<usize>>,
    /// People of each group.
    counts: Vec<usize>,
}

/// A pair of rows, its correlation in each group, and what it adds to the score's variance.
struct Pair {
    rows: [u32; 2],
    correlations: Vec<f64>,
    weight: f64,
}

impl Session {
    /// Correlations between rows that have frequencies, in every group of [`LD_PEOPLE_MIN`] people or more.
    ///
    /// `groups` are those of each cohort's samples, of so many people each; `rows` the frequencies of each row.
    ///
    /// Errors: those of reading the files.
    pub(super) fn linkage(
        &self,
        table: &Arc<ScoreTable>,
        groups: &[Vec<Option<u16>>],
        sizes: &[usize],
        rows: &[Option<Vec<f64>>],
    ) -> Result<Linkage> {
        let people = People::choose(groups, sizes);
        let sorted = in_genome_order(table, rows);
        let count: usize = people.counts.iter().sum();
        let at_once = (DOSAGES_AT_ONCE / count.max(1)).max(2 * NEIGHBOURS_MAX);
        let mut kept = Vec::new();
        let limit = PAIRS_MAX.min(PAIRS_PER_ROW * sorted.len());
        let mut first_new = 0;
        while count > 0 && first_new < sorted.len() {
            // A few rows before are read again, to be compared with those that are new.
            let first = first_new - first_new.min(NEIGHBOURS_MAX);
            let end = sorted.len().min(first + at_once);
            let part = sorted.get(first..end).unwrap_or_default();
            let read = self.dosages_of(table, part, &people)?;
            correlate(table, part, first_new - first, &read, &people, rows, &mut |pair| {
                kept.push(pair);
                if kept.len() > 2 * limit {
                    keep_largest(&mut kept, limit);
                }
            });
            first_new = end;
        }
        keep_largest(&mut kept, limit);
        let pairs = kept.into_iter().map(|pair| (pair.rows, pair.correlations)).collect();
        Ok(Linkage::new(pairs, sizes.len()).unwrap_or_default())
    }

    /// The dosages of these rows, of each cohort.
    fn dosages_of(&self, table: &Arc<ScoreTable>, part: &[(Site, u32)], people: &People) -> Result<Vec<RowDosages>> {
        let mut of_row: Vec<Option<u32>> = vec![None; table.len()];
        for (place, (_, row)) in (0_u32..).zip(part) {
            if let Some(slot) = of_row.get_mut(*row as usize) {
                *slot = Some(place);
            }
        }
        let of_row: Arc<[Option<u32>]> = of_row.into();
        let mut read = Vec::new();
        for (cohort, places) in self.cohorts.iter().zip(&people.places) {
            let asked = RowDosages::new(of_row.clone(), places.clone());
            let found = match witness(cohort, table, RowWitness::Dosages(asked.clone()), &self.way())? {
                Some(RowWitness::Dosages(found)) => found,
                _ => asked,
            };
            read.push(found);
        }
        Ok(read)
    }
}

impl People {
    /// Of each group that is large enough, as many as count, evenly spread over the files' order.
    fn choose(groups: &[Vec<Option<u16>>], sizes: &[usize]) -> Self {
        let mut seen = vec![0; sizes.len()];
        let mut people = Self { places: Vec::new(), groups: Vec::new(), counts: vec![0; sizes.len()] };
        for of_cohort in groups {
            let (mut places, mut chosen) = (Vec::with_capacity(of_cohort.len()), Vec::new());
            for group in of_cohort {
                let mut place = None;
                if let Some(group) = group.map(usize::from)
                    && let (Some(size), Some(seen), Some(count)) =
                        (sizes.get(group), seen.get_mut(group), people.counts.get_mut(group))
                    && *size >= LD_PEOPLE_MIN
                {
                    let every = size.div_ceil(PEOPLE_MAX);
                    if usize::is_multiple_of(*seen, every) {
                        place = u32::try_from(chosen.len()).ok();
                        chosen.push(group);
                        *count += 1;
                    }
                    *seen += 1;
                }
                places.push(place);
            }
            people.places.push(places);
            people.groups.push(chosen);
        }
        people
    }
}

/// Rows that have frequencies and a place, as they lie on the genome.
fn in_genome_order(table: &ScoreTable, rows: &[Option<Vec<f64>>]) -> Vec<(Site, u32)> {
    let has_author = (0..table.len()).any(|row| table.author_site(row).is_some());
    let site = |row: usize| if has_author { table.author_site(row) } else { table.harmonised_site(row) };
    let placed = (0_u32..).zip(rows).filter(|(_, of)| of.is_some()).map(|(row, _)| (site(row as usize), row));
    let mut sorted: Vec<(Site, u32)> = placed.filter(|(site, _)| site.is_some()).collect();
    sorted.sort_by_key(|(site, row)| (site.key(), *row));
    sorted
}

/// A row's dosages, less their mean in each group, by group; a sample without a call has its group's mean.
struct Centred {
    /// Shape: groups, each with its people.
    values: Vec<Vec<f32>>,
    /// Σ of squares in each group.
    squares: Vec<f64>,
}

impl Centred {
    fn of(place: usize, read: &[RowDosages], people: &People) -> Self {
        let mut values: Vec<Vec<f32>> = people.counts.iter().map(|count| Vec::with_capacity(*count)).collect();
        for (dosages, groups) in read.iter().zip(&people.groups) {
            for (dosage, group) in dosages.of(place).zip(groups) {
                if let Some(of) = values.get_mut(*group) {
                    of.push(dosage.map_or(f32::NAN, |dosage| dosage as f32));
                }
            }
        }
        let squares = values.iter_mut().map(|of| centre(of)).collect();
        Self { values, squares }
    }
}

/// Takes the mean off; gives the sum of squares.
fn centre(values: &mut [f32]) -> f64 {
    let called = values.iter().filter(|value| !value.is_nan());
    let (sum, count) = called.fold((0.0, 0.0), |(sum, count), value| (sum + f64::from(*value), count + 1.0));
    let mean = (sum / f64::max(count, 1.0)) as f32;
    values.iter_mut().for_each(|value| *value = if value.is_nan() { 0.0 } else { *value - mean });
    values.iter().map(|value| f64::from(*value) * f64::from(*value)).sum()
}

/// Hands on the pairs of each row from `first_new` on with those before it.
fn correlate(
    table: &ScoreTable,
    part: &[(Site, u32)],
    first_new: usize,
    read: &[RowDosages],
    people: &People,
    rows: &[Option<Vec<f64>>],
    give: &mut dyn FnMut(Pair),
) {
    let mut before: VecDeque<(Site, u32, Centred)> = VecDeque::new();
    for (place, &(site, row)) in part.iter().enumerate() {
        let is_near =
            |other: Site| other.chromosome() == site.chromosome() && site.position() - other.position() <= WINDOW_BASES;
        while before.front().is_some_and(|(other, ..)| !is_near(*other)) || before.len() > NEIGHBOURS_MAX {
            before.pop_front();
        }
        let here = Centred::of(place, read, people);
        for (_, other, there) in before.iter().filter(|_| place >= first_new) {
            let correlations = correlations(&here, there, &people.counts);
            if correlations.iter().any(|r| *r != 0.0) {
                let weight = correlations.iter().enumerate().map(|(group, r)| {
                    let spread = |row: u32| {
                        let p = rows.get(row as usize).and_then(|of| of.as_ref()?.get(group)).copied().unwrap_or(0.0);
                        table.weight(row as usize) * libm::sqrt(2.0 * p * (1.0 - p))
                    };
                    (r * spread(row) * spread(*other)).abs()
                });
                let weight = weight.fold(0.0, f64::max);
                give(Pair { rows: [row.min(*other), row.max(*other)], correlations, weight });
            }
        }
        before.push_back((site, row, here));
    }
}

/// In each group; all of them where one counts, so that a pair is told in full.
fn correlations(first: &Centred, second: &Centred, people: &[usize]) -> Vec<f64> {
    let of_group = |group: usize| {
        let values = first.values.get(group).zip(second.values.get(group));
        let squares = first.squares.get(group).copied().zip(second.squares.get(group).copied());
        let (Some((a, b)), Some((aa, bb))) = (values, squares) else { return 0.0 };
        let product: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        let r = f64::from(product) / libm::sqrt(aa * bb);
        if r.is_finite() { r.clamp(-1.0, 1.0) } else { 0.0 }
    };
    let all: Vec<f64> = (0..people.len()).map(of_group).collect();
    let counts = |(r, people): (&f64, &usize)| {
        *people > 0 && r * r >= R2_MIN.max(STANDARD_ERRORS * STANDARD_ERRORS / *people as f64)
    };
    if all.iter().zip(people).any(counts) { all } else { vec![0.0; people.len()] }
}

/// Those that weigh most; of equals those of the first rows.
fn keep_largest(pairs: &mut Vec<Pair>, limit: usize) {
    if pairs.len() > limit {
        pairs.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.rows.cmp(&b.rows)));
        pairs.truncate(limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn centred(values: &[f32]) -> Centred {
        let mut values = values.to_vec();
        let squares = vec![centre(&mut values)];
        Centred { values: vec![values], squares }
    }

    #[test]
    fn a_correlation_is_that_of_the_dosages() {
        let first: Vec<f32> = (0..120_u8).map(|at| f32::from(at % 3)).collect();
        let opposed: Vec<f32> = first.iter().map(|value| 2.0 - value).collect();
        let apart: Vec<f32> = (0..120_u8).map(|at| f32::from(at / 3 % 3)).collect();
        let mut gaps = first.clone();
        gaps.iter_mut().step_by(10).for_each(|value| *value = f32::NAN);
        let r = |other: &[f32]| correlations(&centred(&first), &centred(other), &[120])[0];
        assert!((r(&first) - 1.0).abs() < 1e-6 && (r(&opposed) + 1.0).abs() < 1e-6);
        assert_eq!(r(&apart), 0.0, "too little to be told from none");
        assert!((0.9..1.0).contains(&r(&gaps)), "a gap is the mean: {}", r(&gaps));
        assert_eq!(r(&[1.0; 120]), 0.0, "a row that does not vary goes with none");
    }

    #[test]
    fn small_groups_do_not_count_and_large_ones_in_part() {
        let groups = vec![(0..2100).map(|at| Some(u16::from(at >= 2050))).collect::<Vec<_>>()];
        let people = People::choose(&groups, &[2050, 50]);
        assert_eq!(people.counts, [684, 0], "every third of the large one");
        assert_eq!(people.places[0][..4], [Some(0), None, None, Some(1)]);
        assert_eq!(people.groups[0].len(), 684);
    }

    #[test]
    fn the_heaviest_pairs_are_kept() {
        let pair = |rows, weight| Pair { rows, correlations: vec![0.5], weight };
        let mut pairs = vec![pair([0, 1], 0.1), pair([2, 3], 0.3), pair([1, 2], 0.3), pair([4, 5], 0.2)];
        keep_largest(&mut pairs, 3);
        let rows: Vec<[u32; 2]> = pairs.iter().map(|pair| pair.rows).collect();
        assert_eq!(rows, [[1, 2], [2, 3], [4, 5]]);
    }
}
