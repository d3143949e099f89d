//! Draws the haplotypes of people from founders: which founder each one copies, from place to place.
//!
//! A haplotype changes to another founder after a distance that is exponentially distributed, and any founder may come next,
//! the same one too. With founder alleles of frequency p and linkage D, those of people have frequency p and linkage D·e^(−ρd)
//! on average. Groups of people favour other founders, drawn anew for each stretch of a chromosome: with shares from a Dirichlet
//! distribution, a group's frequencies are spread about p by F·p·(1 − p).

use crate::stats::Random;

/// How much of a group descends from each founder, on one stretch of a chromosome.
#[derive(Clone, Debug)]
pub struct Shares {
    /// Share of the founders up to each one, the last being 1; empty where all have the same.
    cumulative: Vec<f64>,
    founders: usize,
}

impl Shares {
    /// All founders alike.
    pub fn even(founders: usize) -> Self {
        Self { cumulative: Vec::new(), founders }
    }

    /// Shares of a group whose frequencies differ from the founders' by this F_ST, which lies between 0 and 1.
    ///
    /// A Dirichlet distribution of K equal parameters α spreads Σwₖxₖ by p(1 − p)/(Kα + 1).
    pub fn drifted(founders: usize, divergence: f64, random: &mut Random) -> Self {
        let shape = (1.0 / divergence - 1.0) / founders as f64;
        loop {
            let mut total = 0.0;
            let mut cumulative: Vec<f64> = (0..founders)
                .map(|_| {
                    total += gamma(shape, random);
                    total
                })
                .collect();
            // Tiny shapes can all come out as zero.
            if total > 0.0 {
                cumulative.iter_mut().for_each(|sum| *sum /= total);
                return Self { cumulative, founders };
            }
        }
    }

    /// A founder, drawn by these shares.
    fn draw(&self, random: &mut Random) -> usize {
        if self.cumulative.is_empty() {
            return random.below(self.founders as u32) as usize;
        }
        let draw = random.uniform();
        self.cumulative.partition_point(|sum| *sum <= draw).min(self.founders.saturating_sub(1))
    }
}

/// A haplotype of a person, followed along a chromosome.
#[derive(Clone, Debug)]
pub struct Copying {
    founder: usize,
    change_cm: f64,
}

impl Copying {
    /// Starts on any founder.
    pub fn start(cm: f64, per_cm: f64, shares: &Shares, random: &mut Random) -> Self {
        Self { founder: shares.draw(random), change_cm: next_change(cm, per_cm, random) }
    }

    /// The founder that is copied at a place, which must not lie before one asked for earlier.
    pub fn founder_at(&mut self, cm: f64, per_cm: f64, shares: &Shares, random: &mut Random) -> usize {
        if cm > self.change_cm {
            // Changes in between leave no trace, and the way to the next one has no memory.
            *self = Self::start(cm, per_cm, shares, random);
        }
        self.founder
    }
}

fn next_change(from_cm: f64, per_cm: f64, random: &mut Random) -> f64 {
    from_cm - libm::log(1.0 - random.uniform()) / per_cm
}

/// A gamma deviate of this shape and scale 1.
///
/// Source: G. Marsaglia and W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000; shapes below 1 by
/// their U^(1/shape).
fn gamma(shape: f64, random: &mut Random) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(1.0 - random.uniform(), 1.0 / shape);
        return gamma(shape + 1.0, random) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = random.normal();
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && libm::log(1.0 - random.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_deviates_have_the_right_moments() {
        const DRAWS: usize = 100_000;
        for shape in [0.05, 0.6, 1.0, 7.5] {
            let mut random = Random::new(41);
            let drawn: Vec<f64> = (0..DRAWS).map(|_| gamma(shape, &mut random)).collect();
            let mean = drawn.iter().sum::<f64>() / DRAWS as f64;
            let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / DRAWS as f64;
            // Mean and variance are both the shape; the fourth central moment is 3·shape² + 6·shape.
            assert!((mean - shape).abs() < 4.0 * (shape / DRAWS as f64).sqrt(), "{shape}: {mean}");
            let error = ((2.0 * shape * shape + 6.0 * shape) / DRAWS as f64).sqrt();
            assert!((variance - shape).abs() < 4.0 * error, "{shape}: {variance}");
        }
    }

    /// F_ST of shares: the sum of squares of Dirichlet shares is (α + 1)/(Kα + 1) on average, and so F with K of them.
    #[test]
    fn drifted_shares_are_spread_by_the_divergence() {
        const FOUNDERS: usize = 100;
        const DRAWS: usize = 4_000;
        for divergence in [0.02, 0.1, 0.3] {
            let mut random = Random::new(42);
            // The first half of the founders carry the allele: p = ½.
            let frequency = |_| Shares::drifted(FOUNDERS, divergence, &mut random).cumulative[FOUNDERS / 2 - 1];
            let drawn: Vec<f64> = (0..DRAWS).map(frequency).collect();
            let mean = drawn.iter().sum::<f64>() / DRAWS as f64;
            let spread = drawn.iter().map(|p| (p - 0.5).powi(2)).sum::<f64>() / DRAWS as f64;
            assert!((mean - 0.5).abs() < 4.0 * (0.25 * divergence / DRAWS as f64).sqrt(), "{mean}");
            assert!((spread / (0.25 * divergence) - 1.0).abs() < 0.1, "{divergence}: {spread}");
        }
    }

    /// Two linked sites of four founders: frequencies stay, and D falls by e^(−ρd).
    #[test]
    fn linkage_falls_exponentially() {
        const PEOPLE: usize = 200_000;
        let (first, second) = ([true, true, false, false], [true, true, true, false]);
        let (p, q) = (0.5, 0.75);
        let founders_d = 0.5 - p * q;
        for (apart_cm, per_cm) in [(0.0, 2.0), (0.2, 2.0), (1.0, 1.0)] {
            let (mut random, shares) = (Random::new(43), Shares::even(4));
            let [mut ones, mut twos, mut both] = [0.0; 3];
            for _ in 0..PEOPLE {
                let mut copying = Copying::start(0.0, per_cm, &shares, &mut random);
                let a = first[copying.founder_at(0.0, per_cm, &shares, &mut random)];
                let b = second[copying.founder_at(apart_cm, per_cm, &shares, &mut random)];
                ones += f64::from(u8::from(a));
                twos += f64::from(u8::from(b));
                both += f64::from(u8::from(a && b));
            }
            let people = PEOPLE as f64;
            assert!((ones / people - p).abs() < 4.0 * (p * (1.0 - p) / people).sqrt());
            assert!((twos / people - q).abs() < 4.0 * (q * (1.0 - q) / people).sqrt());
            let d = both / people - ones * twos / people / people;
            let expected = founders_d * libm::exp(-per_cm * apart_cm);
            assert!((d - expected).abs() < 4.0 * (0.25 / people).sqrt(), "{apart_cm}: {d} {expected}");
        }
    }
}
