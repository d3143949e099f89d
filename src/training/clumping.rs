//! Chooses the strongest variant of each neighbourhood, and drops those that say the same.

use super::columns::{Columns, PackedColumns};
use super::gram::inner_product;
use super::marginal::Association;
use super::moments::SampleMask;
use super::path::PathFit;
use super::products::Scaling;
use crate::error::Result;
use crate::genome::Site;
use crate::stats::side_by_side::each;
use std::collections::BTreeMap;

/// Statistics that round to the same multiple of this are equals: those of variants that say the same differ by rounding.
const EVEN: f64 = 1e-6;

/// An r² that is short of the limit by less than this is the limit: few samples give round fractions.
const ROUNDING: f64 = 1e-12;

/// How far a neighbourhood reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbourhood {
    /// Base pairs to either side.
    pub window_bp: u32,
    /// A variant with this r² or more with a stronger one is dropped.
    pub r2: f64,
}

/// The variants that are left, the strongest first.
///
/// From the strongest association on, each variant that is not dropped yet is kept, and those around it are dropped whose squared
/// correlation with it is large; variants of equal strength are taken in their order. Correlations are those of copies among the
/// samples trained on, missing calls at the mean. Variants without an association are not kept.
///
/// Source: Purcell and others 2007 (PLINK, `--clump`); unphased correlations as of PLINK 2, `--clump-unphased`.
///
/// Errors: those of [`Columns::read`].
pub fn clump<C: Columns>(
    fit: &PathFit<C>,
    sites: &[Site],
    associations: &[Option<Association>],
    within: Neighbourhood,
) -> Result<Vec<u32>> {
    let ground = fit.ground();
    let strength = |column: u32| {
        let of = associations.get(column as usize).copied().flatten();
        of.map(|of| (of.statistic().abs() / EVEN).round()).filter(|strength| !strength.is_nan())
    };
    let mut by_chromosome: BTreeMap<u8, Vec<Placed>> = BTreeMap::new();
    for (column, site) in (0_u32..).zip(sites) {
        if let (Some(chromosome), Some(strength)) = (site.chromosome(), strength(column)) {
            let placed = Placed { position: site.position(), column, strength };
            by_chromosome.entry(chromosome.index()).or_default().push(placed);
        }
    }
    let scalings: Vec<Scaling> = ground.moments.iter().map(|moments| Scaling::of(moments, true)).collect();
    let chromosomes = by_chromosome.into_values().collect();
    let kept =
        each(chromosomes, |placed| one_chromosome(ground.columns, &scalings, &ground.model.mask, placed, within));
    let mut kept = kept.into_iter().collect::<Result<Vec<_>>>()?.concat();
    kept.sort_unstable_by(Placed::by_strength);
    Ok(kept.into_iter().map(|of| of.column).collect())
}

/// A variant on its chromosome.
#[derive(Clone, Copy, Debug)]
struct Placed {
    position: u32,
    column: u32,
    strength: f64,
}

impl Placed {
    /// The strongest first, of equals the first column.
    fn by_strength(one: &Self, other: &Self) -> std::cmp::Ordering {
        other.strength.total_cmp(&one.strength).then(one.column.cmp(&other.column))
    }
}

fn one_chromosome<C: Columns>(
    columns: &C,
    scalings: &[Scaling],
    mask: &SampleMask,
    mut placed: Vec<Placed>,
    within: Neighbourhood,
) -> Result<Vec<Placed>> {
    placed.sort_unstable_by_key(|of| (of.position, of.column));
    let mut order: Vec<usize> = (0..placed.len()).collect();
    order.sort_unstable_by(|one, other| Placed::by_strength(&placed[*one], &placed[*other]));
    let mut is_settled = vec![false; placed.len()];
    let mut kept = Vec::new();
    for at in order {
        if std::mem::replace(&mut is_settled[at], true) {
            continue;
        }
        let index = placed[at];
        kept.push(index);
        let from = placed.partition_point(|of| of.position < index.position.saturating_sub(within.window_bp));
        let to = placed.partition_point(|of| of.position <= index.position.saturating_add(within.window_bp));
        let mut around: Vec<(u32, usize)> =
            (from..to).filter(|at| !is_settled[*at]).map(|at| (placed[at].column, at)).collect();
        around.push((index.column, at));
        around.sort_unstable();
        let numbers: Vec<u32> = around.iter().map(|(column, _)| *column).collect();
        let gathered = PackedColumns::gather(columns, &numbers)?;
        let of_index = numbers.partition_point(|column| *column < index.column);
        let strongest = (gathered.column(of_index), scalings[index.column as usize]);
        for (place, (column, at)) in around.into_iter().enumerate().filter(|(place, _)| *place != of_index) {
            let r = inner_product(strongest, (gathered.column(place), scalings[column as usize]), mask);
            is_settled[at] = r * r >= within.r2 - ROUNDING;
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Chromosome;
    use crate::training::covariates::dot;
    use crate::training::marginal::associations;
    use crate::training::path::{Lambdas, Problem, tests::made};
    use crate::training::{Family, products::values_of};

    /// Centred and scaled columns of those trained on.
    fn dense(problem: &Problem<PackedColumns>, fit: &PathFit<PackedColumns>) -> Vec<Vec<f64>> {
        let of = |column: usize| {
            let values = values_of(Scaling::of(&fit.moments()[column], true));
            let words = problem.columns.column(column);
            problem.train.samples().map(|at| values[(words[at / 32] >> (2 * (at % 32)) & 3) as usize]).collect()
        };
        (0..problem.columns.columns()).map(of).collect()
    }

    /// As the method is described, with dense columns and no windows kept.
    fn plain(columns: &[Vec<f64>], places: &[(u8, u32)], strength: &[Option<f64>], within: Neighbourhood) -> Vec<u32> {
        let mut order: Vec<usize> = (0..columns.len()).filter(|at| strength[*at].is_some()).collect();
        order.sort_by(|one, other| strength[*other].partial_cmp(&strength[*one]).expect("numbers"));
        let mut kept: Vec<usize> = Vec::new();
        for at in order {
            let drops = |by: &usize| {
                let r = dot(&columns[at], &columns[*by]) / columns[at].len() as f64;
                places[*by].0 == places[at].0
                    && places[*by].1.abs_diff(places[at].1) <= within.window_bp
                    && r * r >= within.r2
            };
            if !kept.iter().any(drops) {
                kept.push(at);
            }
        }
        kept.into_iter().map(|at| at as u32).collect()
    }

    #[test]
    fn what_is_kept_is_what_the_plain_method_keeps() {
        let problem = made(350, 160, Family::Gaussian, 8);
        let fit = PathFit::new(made(350, 160, Family::Gaussian, 8), Lambdas::Count(2)).expect("sound");
        let found = associations(&fit).expect("in memory");
        // Four chromosomes, one with its variants in falling order.
        let places: Vec<(u8, u32)> = (0..162_u32)
            .map(|at| {
                let chromosome = 1 + (at / 50) as u8;
                (chromosome, if chromosome == 2 { 90_000 - 500 * at } else { 1000 + 400 * at })
            })
            .collect();
        let site = |(chromosome, position): &(u8, u32)| {
            let chromosome = Chromosome::from_index(*chromosome).expect("an autosome");
            Site::new(chromosome, *position)
        };
        let sites: Vec<Site> = places.iter().map(site).collect();
        let strength: Vec<Option<f64>> =
            found.iter().map(|of| of.map(|of| (1e6 * of.statistic().abs()).round())).collect();
        let columns = dense(&problem, &fit);
        let mut counts = Vec::new();
        for (window_bp, r2) in [(2000, 0.1), (100_000, 0.1), (2000, 0.5), (0, 0.1), (2000, 2.0)] {
            let within = Neighbourhood { window_bp, r2 };
            let kept = clump(&fit, &sites, &found, within).expect("in memory");
            assert_eq!(kept, plain(&columns, &places, &strength, within), "{within:?}");
            counts.push(kept.len());
        }
        assert!(counts[0] < counts[2] && counts[2] < 160 && counts[1] <= counts[0], "{counts:?}");
        assert_eq!((counts[3], counts[4]), (160, 160));
    }
}
