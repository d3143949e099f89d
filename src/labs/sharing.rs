//! Answers "Shared or separate?": what any two of the loaded predictors have in common, and how many independent traits they are.
//!
//! Linkage between different variants does not count, as files of weights do not tell it: two predictors that stand on
//! neighbours share places, and no covariance.

use super::overlap::{Overlap, SharedVariant, genetic_covariance, independent_traits, overlap, variance_overlap};
use super::predictors::{Predictors, Variant, join};
use crate::genome::contig_lengths::lengths_of;
use crate::genome::{Build, Chromosome, Site};
use serde::Serialize;

/// Bases of a block: the autosomes have 1,704 to 1,710 such blocks, about as many as there are nearly independent ones in
/// Europeans (1,703: T. Berisa and J. Pickrell, Bioinformatics 32:283, 2016), but cut at equal lengths.
pub const BLOCK_BASES: u32 = 1_700_000;

/// What is shown of all loaded predictors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sharing {
    /// The build they are compared on.
    pub build: Option<Build>,
    /// Blocks of the autosomes on that build.
    pub blocks: usize,
    /// Each of them.
    pub predictors: Vec<Compared>,
    /// Each pair, first against second, then first against third…
    pub pairs: Vec<Pair>,
    /// The predictors whose correlations with each other are all known: those with a variance.
    pub told: Vec<usize>,
    /// Their genetic correlations row by row, 1 on the diagonal; none where there are fewer than two.
    pub correlations: Option<Vec<f64>>,
    /// Independent traits that they are worth, from the correlations; none where there are fewer than two.
    pub independent_traits: Option<f64>,
}

/// One predictor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Its id.
    pub id: String,
    /// Its trait, where the file says it.
    pub trait_reported: Option<String>,
    /// Rows that are compared.
    pub variants: usize,
    /// Rows that are not.
    pub left_out: usize,
    /// Whether the file has places on the build of the comparison.
    pub is_placed: bool,
    /// Blocks that it has a variant in.
    pub blocks: usize,
    /// Share of variants that have a frequency.
    pub frequencies_known: f64,
    /// Variance Σ 2p(1 − p)β², where all have one.
    pub variance: Option<f64>,
}

/// Two predictors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// Their numbers.
    pub first: usize,
    /// The greater of the two.
    pub second: usize,
    /// Variants that both have.
    pub variants: usize,
    /// Places where both have variants of other alleles.
    pub differing: usize,
    /// Of the shared variants, how many raise both or lower both.
    pub same_direction: usize,
    /// Blocks in common, beside chance.
    pub overlap: Option<Overlap>,
    /// Share of variance in the same blocks.
    pub variance_overlap: Option<f64>,
    /// Genetic covariance of the shared variants.
    pub covariance: Option<f64>,
    /// It, over the root of both variances.
    pub correlation: Option<f64>,
}

/// A predictor made ready.
struct Placed {
    variants: Vec<Variant>,
    /// Variants in each block, and their variance.
    blocks: Vec<(u32, f64)>,
    variance: Option<f64>,
}

/// Compares all of them.
pub fn sharing(predictors: &Predictors) -> Sharing {
    let build = predictors.build();
    let ends = build.map(block_ends).unwrap_or_default();
    let blocks = ends.last().copied().unwrap_or(0);
    let place = |at: usize| -> Option<Placed> {
        let one = predictors.all().get(at)?;
        let variants = one.on(build?)?;
        let mut of_blocks = vec![(0, 0.0); blocks];
        for variant in &variants {
            if let Some(block) = block_of(variant.site, &ends).and_then(|block| of_blocks.get_mut(block)) {
                *block = (block.0 + 1, block.1 + variant.variance().unwrap_or(0.0));
            }
        }
        let variance: Option<f64> = variants.iter().map(Variant::variance).sum();
        let variance = variance.filter(|variance| *variance > 0.0);
        Some(Placed { variants, blocks: of_blocks, variance })
    };
    let placed: Vec<Option<Placed>> = (0..predictors.all().len()).map(place).collect();
    let compared = predictors.all().iter().zip(&placed).map(|(one, placed)| Compared {
        id: one.id.clone(),
        trait_reported: one.trait_reported.clone(),
        variants: one.len(),
        left_out: one.left_out,
        is_placed: placed.is_some(),
        blocks: placed.as_ref().map_or(0, used_blocks),
        frequencies_known: one.frequencies_known(),
        variance: placed.as_ref().and_then(|placed| placed.variance),
    });
    let mut pairs = Vec::new();
    for (first, one) in placed.iter().enumerate() {
        for (second, other) in placed.iter().enumerate().skip(first + 1) {
            if let (Some(one), Some(other)) = (one, other) {
                pairs.push(pair(first, second, one, other, blocks));
            }
        }
    }
    let has_variance = |at: &usize| placed.get(*at).and_then(Option::as_ref).is_some_and(|one| one.variance.is_some());
    let told: Vec<usize> = (0..placed.len()).filter(has_variance).collect();
    let correlations = correlations(&told, &pairs).filter(|_| told.len() > 1);
    let worth = correlations.as_ref().and_then(|matrix| independent_traits(matrix, told.len()));
    let predictors = compared.collect();
    Sharing { build, blocks, predictors, pairs, told, correlations, independent_traits: worth }
}

fn used_blocks(placed: &Placed) -> usize {
    placed.blocks.iter().filter(|(variants, _)| *variants > 0).count()
}

fn pair(first: usize, second: usize, one: &Placed, other: &Placed, blocks: usize) -> Pair {
    let (mut shared, mut same_direction, mut are_known) = (Vec::new(), 0, true);
    let mut variants = 0;
    let differing = join(&one.variants, &other.variants, |a, b, direction| {
        let (Some(a), Some(b)) = (one.variants.get(a), other.variants.get(b)) else { return };
        let weights = [a.weight, direction * b.weight];
        let turned = b.frequency.map(|p| if direction > 0.0 { p } else { 1.0 - p });
        variants += 1;
        same_direction += usize::from(weights[0] * weights[1] > 0.0);
        match a.frequency.or(turned) {
            Some(frequency) => shared.push(SharedVariant { frequency, weights }),
            None => are_known = false,
        }
    });
    let of_blocks = one.blocks.iter().zip(&other.blocks);
    let in_both = of_blocks.filter(|(one, other)| one.0 > 0 && other.0 > 0).count();
    let variances = |of: &Placed| -> Vec<f64> { of.blocks.iter().map(|(_, variance)| *variance).collect() };
    let both = one.variance.zip(other.variance);
    let covariance = are_known.then(|| genetic_covariance(&shared));
    Pair {
        first,
        second,
        variants,
        differing,
        same_direction,
        overlap: overlap(used_blocks(one), used_blocks(other), in_both, blocks),
        variance_overlap: both.and_then(|_| variance_overlap(&variances(one), &variances(other))),
        covariance,
        correlation: both.zip(covariance).map(|((one, other), covariance)| covariance / (one * other).sqrt()),
    }
}

/// Row by row, of these predictors, each of which has a variance.
fn correlations(told: &[usize], pairs: &[Pair]) -> Option<Vec<f64>> {
    let of = |one: usize, other: usize| {
        let both = (one.min(other), one.max(other));
        let pair = pairs.iter().find(|pair| (pair.first, pair.second) == both);
        if one == other { Some(1.0) } else { pair?.correlation }
    };
    told.iter().flat_map(|one| told.iter().map(move |other| of(*one, *other))).collect()
}

/// The number of the first block behind each autosome.
fn block_ends(build: Build) -> Vec<usize> {
    let column = Build::ALL.iter().position(|of| *of == build).unwrap_or(0);
    let length = |index: u8| Some(*lengths_of(Chromosome::from_index(index)?)?.get(column)?);
    let mut end = 0;
    (1..=22)
        .map(|index| {
            end += length(index).unwrap_or(0).div_ceil(BLOCK_BASES) as usize;
            end
        })
        .collect()
}

/// The block of an autosomal place; none elsewhere.
fn block_of(site: Site, ends: &[usize]) -> Option<usize> {
    let index = usize::from(site.chromosome()?.index());
    let end = *ends.get(index.checked_sub(1)?)?;
    let start = index.checked_sub(2).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let block = start + (site.position().saturating_sub(1) / BLOCK_BASES) as usize;
    (block < end).then_some(block)
}

#[cfg(test)]
mod tests {
    use super::super::predictors::tests::table;
    use super::*;

    fn of(tables: &[crate::weights::ScoreTable]) -> Sharing {
        let mut predictors = Predictors::default();
        tables.iter().for_each(|table| predictors.add(table).expect("fits"));
        sharing(&predictors)
    }

    #[test]
    fn blocks_are_about_as_many_as_independent_ones() {
        for build in Build::ALL {
            let blocks = *block_ends(build).last().expect("autosomes");
            assert!((1_690..=1_715).contains(&blocks), "{build:?}: {blocks}");
        }
        let ends = block_ends(Build::Grch37);
        let at = |chromosome: &[u8], position| block_of(Site::new(Chromosome::parse(chromosome)?, position), &ends);
        assert_eq!((at(b"1", 1), at(b"1", 1_700_000), at(b"1", 1_700_001)), (Some(0), Some(0), Some(1)));
        // 249,250,621 bases: 147 blocks.
        assert_eq!((at(b"2", 1), at(b"X", 1), at(b"1", 400_000_000)), (Some(147), None, None));
    }

    /// Two predictors of two variants each, one of them shared with the alleles the other way round.
    #[test]
    fn a_pair_is_what_its_formulas_say() {
        let one = table("1", &[(10, "A", "G", 0.2, Some(0.5)), (5_000_000, "C", "T", 0.1, Some(0.1))]);
        let other = table("2", &[(10, "G", "A", 0.3, Some(0.5)), (90_000_000, "C", "T", 0.4, Some(0.2))]);
        let found = of(&[one, other]);
        let [pair] = found.pairs.as_slice() else { panic!("one pair") };
        assert_eq!((pair.variants, pair.same_direction, pair.differing), (1, 0, 0));
        let (first, second) = (0.5 * 0.04 + 0.18 * 0.01, 0.5 * 0.09 + 0.32 * 0.16);
        let covariance = -0.5 * 0.2 * 0.3;
        assert!((pair.covariance.expect("known") - covariance).abs() < 1e-12);
        let correlation = pair.correlation.expect("known");
        assert!((correlation - covariance / f64::sqrt(first * second)).abs() < 1e-12);
        let overlap = pair.overlap.expect("possible");
        assert_eq!((overlap.shared, found.predictors[0].blocks), (1, 2));
        let shares = f64::min(0.02 / first, 0.045 / second);
        assert!((pair.variance_overlap.expect("known") - shares).abs() < 1e-12);
        let traits = found.independent_traits.expect("known");
        assert!((traits - 4.0 / (2.0 + 2.0 * correlation * correlation)).abs() < 1e-12);
    }

    #[test]
    fn without_frequencies_no_variance_is_told() {
        let rows = [(10, "A", "G", 0.2, None), (20, "A", "G", 0.2, None)];
        let found = of(&[table("1", &rows), table("2", &rows)]);
        let [pair] = found.pairs.as_slice() else { panic!("one pair") };
        assert_eq!((pair.variants, pair.same_direction), (2, 2));
        assert!(pair.covariance.is_none() && pair.correlation.is_none() && pair.variance_overlap.is_none());
        assert!(found.independent_traits.is_none() && found.predictors[0].variance.is_none());
        // A third and a fourth that bring them are told, the others are not.
        let rows = [(10, "A", "G", 0.2, Some(0.5)), (20, "C", "T", 0.2, None)];
        let whole = [(10, "A", "G", 0.2, Some(0.5)), (9_000_000, "C", "T", 0.2, Some(0.5))];
        let other = [(10, "A", "G", 0.2, Some(0.5))];
        let found = of(&[table("1", &rows), table("2", &whole), table("3", &other)]);
        assert_eq!(found.told, [1, 2]);
        let half = 1.0 / 2.0_f64.sqrt();
        let correlations = found.correlations.expect("two");
        assert!(
            (correlations[1] - half).abs() < 1e-12 && (found.pairs[0].covariance.expect("known") - 0.02).abs() < 1e-12
        );
        assert!((found.independent_traits.expect("known") - 4.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_same_predictor_twice_is_one_trait() {
        let rows = [(10, "A", "G", 0.2, Some(0.3)), (70_000_000, "A", "G", -0.2, Some(0.4))];
        let found = of(&[table("1", &rows), table("2", &rows)]);
        assert!((found.pairs[0].correlation.expect("known") - 1.0).abs() < 1e-12);
        assert!((found.independent_traits.expect("known") - 1.0).abs() < 1e-12);
        assert!((found.pairs[0].variance_overlap.expect("known") - 1.0).abs() < 1e-12);
        assert_eq!(of(&[]).independent_traits, None);
    }
}
