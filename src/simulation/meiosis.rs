//! Draws what a parent hands on: which of its two copies of a chromosome a gamete follows, from place to place.

use crate::stats::Random;

/// A gamete of one parent on one chromosome, followed along it.
///
/// Crossovers come once in a Morgan on average and independently of each other (Haldane's model).
#[derive(Clone, Debug)]
pub struct Gamete {
    is_second: bool,
    crossover_morgans: f64,
}

impl Gamete {
    /// Starts at the beginning of a chromosome, at 0 Morgans, on either copy.
    pub fn start(random: &mut Random) -> Self {
        let is_second = random.chance(0.5);
        Self { is_second, crossover_morgans: next_crossover(0.0, random) }
    }

    /// A gamete that follows one copy to the end.
    pub fn whole(is_second: bool) -> Self {
        Self { is_second, crossover_morgans: f64::INFINITY }
    }

    /// Whether the gamete follows the second copy at this place, which must not lie before one asked for earlier.
    pub fn is_second_at(&mut self, morgans: f64, random: &mut Random) -> bool {
        while morgans > self.crossover_morgans {
            self.is_second = !self.is_second;
            self.crossover_morgans = next_crossover(self.crossover_morgans, random);
        }
        self.is_second
    }
}

fn next_crossover(from_morgans: f64, random: &mut Random) -> f64 {
    from_morgans - libm::log(1.0 - random.uniform())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 22 chromosomes of equal length that make up 3,540 cM.
    const MORGANS: f64 = 35.4 / 22.0;
    const STEPS: usize = 400;

    fn strands(random: &mut Random) -> Vec<bool> {
        let mut followed = Vec::with_capacity(22 * STEPS);
        for _ in 0..22 {
            let mut gamete = Gamete::start(random);
            followed.extend((0..STEPS).map(|at| gamete.is_second_at(at as f64 * MORGANS / STEPS as f64, random)));
        }
        followed
    }

    /// Haldane: an odd number of crossovers in d Morgans has probability (1 − e^(−2d)) / 2; .0099007 in 1 cM, .0906346 in 10.
    #[test]
    fn recombination_follows_haldane() {
        const GAMETES: u32 = 200_000;
        for (morgans, expected) in [(0.01, 0.009_900_7), (0.1, 0.090_634_6), (5.0, 0.499_977_3)] {
            let mut random = Random::new(61);
            let recombined = (0..GAMETES).filter(|_| {
                let mut gamete = Gamete::start(&mut random);
                gamete.is_second_at(0.0, &mut random) != gamete.is_second_at(morgans, &mut random)
            });
            let rate = recombined.count() as f64 / f64::from(GAMETES);
            let error = (expected * (1.0 - expected) / f64::from(GAMETES)).sqrt();
            assert!((rate - expected).abs() < 4.0 * error, "{morgans}: {rate}");
        }
    }

    /// Full siblings share half of what each parent had, ± .038 over a genome of 35.4 Morgans (both parents' halves averaged).
    #[test]
    fn siblings_share_half_with_the_known_spread() {
        const PAIRS: usize = 3_000;
        let mut random = Random::new(62);
        let mut half = || {
            let (first, second) = (strands(&mut random), strands(&mut random));
            first.iter().zip(&second).filter(|(a, b)| a == b).count() as f64 / first.len() as f64
        };
        let shared: Vec<f64> = (0..PAIRS).map(|_| (half() + half()) / 2.0).collect();
        let mean = shared.iter().sum::<f64>() / PAIRS as f64;
        let spread = (shared.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / PAIRS as f64).sqrt();
        assert!((mean - 0.5).abs() < 0.003, "{mean}");
        assert!((spread - 0.038).abs() < 0.002, "{spread}");
    }

    /// Two loci at recombination rate .1 with an effect of 1 on each: the variance among gametes is .9 where a parent has both
    /// on one copy, and .1 where on different ones: ¼ ΣΣ δᵢδⱼ e^(−2d).
    #[test]
    fn variance_among_gametes_follows_the_phase() {
        const GAMETES: usize = 100_000;
        let morgans = -0.5 * libm::log(1.0 - 2.0 * 0.1);
        for (copies, expected) in [([[1.0, 1.0], [0.0, 0.0]], 0.9), ([[1.0, 0.0], [0.0, 1.0]], 0.1)] {
            let mut random = Random::new(63);
            let values: Vec<f64> = (0..GAMETES)
                .map(|_| {
                    let mut gamete = Gamete::start(&mut random);
                    let first = gamete.is_second_at(0.0, &mut random);
                    copies[usize::from(first)][0] + copies[usize::from(gamete.is_second_at(morgans, &mut random))][1]
                })
                .collect();
            let mean = values.iter().sum::<f64>() / GAMETES as f64;
            let squares: Vec<f64> = values.iter().map(|value| (value - mean).powi(2)).collect();
            let variance = squares.iter().sum::<f64>() / GAMETES as f64;
            let fourth = squares.iter().map(|square| (square - variance).powi(2)).sum::<f64>() / GAMETES as f64;
            assert!((variance - expected).abs() < 4.0 * (fourth / GAMETES as f64).sqrt(), "{variance}");
        }
    }
}
