//! Draws founder haplotypes of a chromosome: how common their alleles are, and how neighbours go together.
//!
//! Each haplotype is an imperfect mosaic of those before it, which it copies from place to place (Li and Stephens 2003). Where
//! the k-th copies, it changes to another after 4Nₑd/k crossovers, and with the chance of θ/(k + θ) an allele is new, either of
//! the two alike. That is a Pólya urn: copies among all haplotypes are beta-binomial, with θ/2 for both alleles, and rare
//! alleles are the more common ones, as in people.

use crate::stats::Random;

/// Effective size of the population that the founders stand for.
///
/// Source: N. Takahata, "Allelic genealogy and human evolution", Molecular Biology and Evolution 10, 1993.
pub const EFFECTIVE_SIZE: f64 = 10_000.0;

/// Balls of either allele that an urn begins with, θ/2. Small enough that the density of frequencies is close to the
/// 1/(p(1 − p)) of a population of constant size, and that few alleles are new twice.
const FIRST_BALLS: f64 = 0.2;

/// Founder haplotypes of one chromosome.
#[derive(Clone, Debug)]
pub struct Founders {
    haplotypes: usize,
    /// Alternate alleles, those of all haplotypes at a site side by side.
    alleles: Vec<bool>,
}

impl Founders {
    /// Draws as many haplotypes as asked at sites that lie at these centimorgans, in order.
    pub fn draw(cm: &[f64], haplotypes: usize, random: &mut Random) -> Self {
        let mut founders = Self { haplotypes, alleles: vec![false; cm.len() * haplotypes] };
        for haplotype in 0..haplotypes {
            founders.draw_next(haplotype, cm, random);
        }
        founders
    }

    /// Draws a haplotype from those before it.
    fn draw_next(&mut self, haplotype: usize, cm: &[f64], random: &mut Random) {
        let earlier = haplotype as u32;
        let per_cm = 4.0 * EFFECTIVE_SIZE / 100.0 / f64::from(earlier.max(1));
        let new = 2.0 * FIRST_BALLS / (f64::from(earlier) + 2.0 * FIRST_BALLS);
        let (mut copied, mut change_cm) = (0, f64::NEG_INFINITY);
        for (row, &here) in self.alleles.chunks_exact_mut(self.haplotypes).zip(cm) {
            if here > change_cm {
                copied = random.below(earlier) as usize;
                change_cm = here - libm::log(1.0 - random.uniform()) / per_cm;
            }
            let is_new = random.chance(new);
            let allele = if is_new { random.chance(0.5) } else { row.get(copied).copied().unwrap_or(false) };
            if let Some(slot) = row.get_mut(haplotype) {
                *slot = allele;
            }
        }
    }

    /// Sites at which both alleles have at least this many copies, in order.
    pub fn sites_with(&self, copies: usize) -> Vec<usize> {
        let is_common = |row: &[bool]| {
            let alternates = row.iter().filter(|allele| **allele).count();
            alternates >= copies && self.haplotypes - alternates >= copies
        };
        let rows = self.alleles.chunks_exact(self.haplotypes).enumerate();
        rows.filter(|(_, row)| is_common(row)).map(|(site, _)| site).collect()
    }

    /// Haplotypes there are.
    pub fn haplotypes(&self) -> usize {
        self.haplotypes
    }

    /// Whether each haplotype has the alternate allele at a site.
    pub fn at(&self, site: usize) -> &[bool] {
        self.alleles.get(site * self.haplotypes..(site + 1) * self.haplotypes).unwrap_or_default()
    }
}

/// Share of sites at which both alleles have at least this many copies among as many haplotypes.
pub fn share_with(copies: usize, haplotypes: usize) -> f64 {
    (copies..=haplotypes.saturating_sub(copies)).map(|count| probability(count, haplotypes)).sum()
}

/// Probability of this many copies: that of the beta-binomial distribution with [`FIRST_BALLS`] twice.
fn probability(count: usize, haplotypes: usize) -> f64 {
    let (count, others) = (count as f64, haplotypes.saturating_sub(count) as f64);
    let ln = libm::lgamma;
    let choose = ln(count + others + 1.0) - ln(count + 1.0) - ln(others + 1.0);
    let beta = |a: f64, b: f64| ln(a) + ln(b) - ln(a + b);
    libm::exp(choose + beta(count + FIRST_BALLS, others + FIRST_BALLS) - beta(FIRST_BALLS, FIRST_BALLS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frequency(row: &[bool]) -> f64 {
        row.iter().filter(|allele| **allele).count() as f64 / row.len() as f64
    }

    /// Squared correlation of two sites among haplotypes; 0 where one does not vary.
    fn r2(first: &[bool], second: &[bool]) -> f64 {
        let both = first.iter().zip(second).filter(|(a, b)| **a && **b).count() as f64 / first.len() as f64;
        let (p, q) = (frequency(first), frequency(second));
        let spread = p * (1.0 - p) * q * (1.0 - q);
        if spread > 0.0 { (both - p * q).powi(2) / spread } else { 0.0 }
    }

    #[test]
    fn copies_are_those_of_the_urn() {
        const SITES: usize = 20_000;
        const HAPLOTYPES: usize = 20;
        // So far apart that sites are independent.
        let cm: Vec<f64> = (0..SITES).map(|at| at as f64 * 100.0).collect();
        let founders = Founders::draw(&cm, HAPLOTYPES, &mut Random::new(31));
        let mut counts = [0_u32; HAPLOTYPES + 1];
        for site in 0..SITES {
            counts[founders.at(site).iter().filter(|allele| **allele).count()] += 1;
        }
        assert!((share_with(0, HAPLOTYPES) - 1.0).abs() < 1e-12);
        let chi = |(copies, count): (usize, &u32)| {
            let expected = SITES as f64 * probability(copies, HAPLOTYPES);
            (f64::from(*count) - expected).powi(2) / expected
        };
        let chi: f64 = counts.iter().enumerate().map(chi).sum();
        let p = crate::stats::chi_square::survival(chi, 20);
        assert!(p > 1e-3, "chi² {chi}, p {p}: {counts:?}");
    }

    #[test]
    fn rare_sites_are_told_from_common_ones() {
        let cm: Vec<f64> = (0..3_000).map(|at| f64::from(at) * 0.01).collect();
        let founders = Founders::draw(&cm, 40, &mut Random::new(32));
        let common = founders.sites_with(4);
        for site in 0..cm.len() {
            let copies = founders.at(site).iter().filter(|allele| **allele).count();
            assert_eq!(common.binary_search(&site).is_ok(), (4..=36).contains(&copies), "{copies} at {site}");
        }
        assert!((common.len() as f64 / 3_000.0 - share_with(4, 40)).abs() < 0.08, "{}", common.len());
    }

    /// Neighbours go together and far sites do not: r² falls with the distance to what chance gives, one in as many.
    #[test]
    fn linkage_falls_with_distance() {
        const HAPLOTYPES: usize = 200;
        // Pairs of sites, each pair far from the others.
        let pairs = 1_500;
        let mean = |apart: f64| {
            let cm: Vec<f64> = (0..pairs).flat_map(|at| [f64::from(at) * 50.0, f64::from(at) * 50.0 + apart]).collect();
            let founders = Founders::draw(&cm, HAPLOTYPES, &mut Random::new(33));
            let common = founders.sites_with(10);
            let (sum, count) = (0..pairs as usize)
                .filter(|at| [2 * at, 2 * at + 1].iter().all(|site| common.binary_search(site).is_ok()))
                .map(|at| r2(founders.at(2 * at), founders.at(2 * at + 1)))
                .fold((0.0, 0.0), |(sum, count), r2| (sum + r2, count + 1.0));
            sum / count
        };
        let by_distance: Vec<f64> = [0.0005, 0.01, 0.1, 20.0].into_iter().map(mean).collect();
        assert!(by_distance.is_sorted_by(|near, far| near > far), "{by_distance:?}");
        assert!(by_distance[0] > 0.15, "{by_distance:?}");
        assert!((by_distance[3] - 1.0 / HAPLOTYPES as f64).abs() < 0.002, "{by_distance:?}");
    }
}
