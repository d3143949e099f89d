//! Makes up scores in two groups, the people who have them, and what is asked of them.

use tallele::calibration::expected::{GroupShare, GroupVariant};
use tallele::calibration::linked::Links;
use tallele::calibration::percentile::{Background, COVERED_MIN, Question};
use tallele::stats::Random;

/// Variants that are inherited together; within a block each allele is that of its neighbour with probability `LINK`.
pub const BLOCK: usize = 4;
const LINK: f64 = 0.6;

/// A made-up score with frequencies in two groups.
pub struct Score {
    pub weights: Vec<f64>,
    pub frequencies: Vec<[f64; 2]>,
    pub is_linked: bool,
}

impl Score {
    pub fn new(seed: u64, variants: usize, is_linked: bool) -> Self {
        let mut random = Random::new(seed);
        let mut score = Self { weights: Vec::new(), frequencies: Vec::new(), is_linked };
        let mut block = [0.0; 2];
        for at in 0..variants {
            if at % BLOCK == 0 || !is_linked {
                block = [0.1 + 0.8 * random.uniform(), 0.1 + 0.8 * random.uniform()];
            }
            score.frequencies.push(block);
            // Linked effects mostly point one way, so that LD adds variance.
            score.weights.push(0.3 * random.normal() + if is_linked { 0.3 } else { 0.0 });
        }
        score
    }

    /// A person's dosages, each allele being from the second group with probability `second`.
    pub fn person(&self, random: &mut Random, second: f64) -> Vec<f64> {
        let mut dosages = vec![0.0; self.weights.len()];
        for _ in 0..2 {
            let mut allele = false;
            let mut group = 0;
            for (at, dosage) in dosages.iter_mut().enumerate() {
                let is_start = at % BLOCK == 0 || !self.is_linked;
                if is_start {
                    group = usize::from(random.chance(second));
                }
                if is_start || !random.chance(LINK) {
                    allele = random.chance(self.frequencies[at][group]);
                }
                *dosage += f64::from(u8::from(allele));
            }
        }
        dosages
    }

    pub fn variants(&self, is_used: &[bool]) -> Vec<GroupVariant<'_>> {
        let rows = self.weights.iter().zip(&self.frequencies).zip(is_used);
        rows.map(|((weight, frequencies), is_used)| GroupVariant { weight: *weight, frequencies, is_used: *is_used })
            .collect()
    }

    pub fn sum(&self, dosages: &[f64], is_used: &[bool]) -> f64 {
        let rows = self.weights.iter().zip(dosages).zip(is_used);
        rows.filter(|(_, is_used)| **is_used).map(|((weight, dosage), _)| weight * dosage).sum()
    }

    /// Variance with LD ÷ without, in a group.
    pub fn ld_factor(&self, group: usize) -> f64 {
        if !self.is_linked {
            return 1.0;
        }
        let sd = |at: usize| {
            let p = self.frequencies[at][group];
            self.weights[at] * (2.0 * p * (1.0 - p)).sqrt()
        };
        let (mut with, mut without) = (0.0, 0.0);
        for i in 0..self.weights.len() {
            without += sd(i) * sd(i);
            let start = i / BLOCK * BLOCK;
            with += (start..start + BLOCK).map(|j| sd(i) * sd(j) * LINK.powi(i.abs_diff(j) as i32)).sum::<f64>();
        }
        with / without
    }

    /// Pairs of a block, with their correlation in either group.
    pub fn links(&self) -> (Vec<[usize; 2]>, Vec<f64>) {
        let of_block =
            |start: usize| (start..start + BLOCK).flat_map(move |i| (i + 1..start + BLOCK).map(move |j| [i, j]));
        let pairs: Vec<[usize; 2]> = (0..self.weights.len()).step_by(BLOCK).flat_map(of_block).collect();
        let correlations = pairs.iter().flat_map(|[i, j]| [LINK.powi((j - i) as i32); 2]).collect();
        (pairs, correlations)
    }

    pub fn shares(&self, second: f64) -> Vec<GroupShare> {
        [1.0 - second, second].iter().enumerate().map(|(at, share)| group(at, *share, self.ld_factor(at))).collect()
    }
}

pub fn group(at: usize, share: f64, ld_factor: f64) -> GroupShare {
    GroupShare { group: ["first", "second"][at].to_owned(), share, share_errors: vec![0.0; 2], ld_factor, people: 1e6 }
}

pub fn question<'a>(sum: f64, variants: &'a [GroupVariant<'a>], groups: &'a [GroupShare]) -> Question<'a> {
    Question {
        sum,
        variants,
        links: Links::default(),
        background: Background::Known(groups),
        placed: None,
        accuracy: None,
        covered_min: COVERED_MIN,
    }
}
