//! Draws random numbers from a seed: the same numbers on every machine, in every build.
//!
//! Only simulation draws; nothing about a person's result is random. `libm` stands in for the platform's logarithm so
//! that not even the last bit depends on where it runs.

/// The xoshiro256++ generator, seeded through SplitMix64.
///
/// Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021 (version
/// `++`, shifts 17, 45 and 23); SplitMix64: G. Steele, D. Lea and C. Flood, OOPSLA 2014, constants of its variant 13.
#[derive(Clone, Debug)]
pub struct Random {
    state: [u64; 4],
}

/// Step of SplitMix64's counter: the odd number nearest 2⁶⁴ ÷ the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    /// A generator for this seed.
    pub fn new(seed: u64) -> Self {
        let mut counter = seed;
        Self { state: std::array::from_fn(|_| split_mix(&mut counter)) }
    }

    /// One of many unrelated generators of the same seed, so that a new part does not move the draws of the others.
    pub fn stream(seed: u64, stream: u64) -> Self {
        let mut counter = stream;
        Self::new(seed ^ split_mix(&mut counter))
    }

    /// 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// Uniform on \[0, 1), a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform on 0, 1, … `bound` − 1 without bias; 0 where `bound` is 0.
    ///
    /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
    pub fn below(&mut self, bound: u32) -> u32 {
        let threshold = bound.wrapping_neg().checked_rem(bound).unwrap_or(0);
        loop {
            let product = (self.next_u64() >> 32) * u64::from(bound);
            if product as u32 >= threshold {
                return (product >> 32) as u32;
            }
        }
    }

    /// Whether something of this probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A standard normal deviate.
    ///
    /// Source: G. Marsaglia and T. Bray, "A convenient method for generating normal variables", SIAM Review 6, 1964; the
    /// second deviate of each pair is not kept, so that a draw depends on the state alone.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// `count` different numbers below `total`, in rising order, every choice equally likely; all where `count` ≥ `total`.
    ///
    /// Source: Knuth, The Art of Computer Programming 2, §3.4.2, algorithm S.
    pub fn choose(&mut self, count: u32, total: u32) -> Vec<u32> {
        let mut wanted = count.min(total);
        let mut chosen = Vec::with_capacity(wanted as usize);
        for number in 0..total {
            if self.below(total - number) < wanted {
                chosen.push(number);
                wanted -= 1;
            }
        }
        chosen
    }
}

/// The next number of SplitMix64.
fn split_mix(counter: &mut u64) -> u64 {
    *counter = counter.wrapping_add(GOLDEN);
    let mut bits = *counter;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outputs that the authors' C code gives for counter 1234567.
    #[test]
    fn split_mix_gives_its_known_answers() {
        let mut counter = 1_234_567;
        let drawn: [u64; 5] = std::array::from_fn(|_| split_mix(&mut counter));
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(drawn, expected);
    }

    /// The outputs that the authors' C code gives for the state 1, 2, 3, 4.
    #[test]
    fn xoshiro_gives_its_known_answers() {
        let mut random = Random { state: [1, 2, 3, 4] };
        let drawn: [u64; 10] = std::array::from_fn(|_| random.next_u64());
        let expected = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
            14_011_001_112_246_962_877,
            12_406_186_145_184_390_807,
            15_849_039_046_786_891_736,
            10_450_023_813_501_588_000,
        ];
        assert_eq!(drawn, expected);
    }

    #[test]
    fn streams_of_a_seed_differ_and_repeat() {
        let first = |seed, stream| Random::stream(seed, stream).next_u64();
        assert_eq!(first(7, 1), first(7, 1));
        assert_ne!(first(7, 1), first(7, 2));
        assert_ne!(first(7, 1), first(8, 1));
    }

    #[test]
    fn draws_have_the_right_moments() {
        const DRAWS: u32 = 200_000;
        let mut random = Random::new(11);
        let (mut uniform, mut normal, mut square, mut counts) = (0.0, 0.0, 0.0, [0_u32; 6]);
        for _ in 0..DRAWS {
            uniform += random.uniform();
            let deviate = random.normal();
            (normal, square) = (normal + deviate, square + deviate * deviate);
            counts[random.below(6) as usize] += 1;
        }
        let draws = f64::from(DRAWS);
        // Four standard errors each.
        assert!((uniform / draws - 0.5).abs() < 4.0 * (1.0 / 12.0 / draws).sqrt());
        assert!((normal / draws).abs() < 4.0 / draws.sqrt());
        assert!((square / draws - 1.0).abs() < 4.0 * (2.0 / draws).sqrt());
        for count in counts {
            assert!((f64::from(count) - draws / 6.0).abs() < 4.0 * (draws * 5.0 / 36.0).sqrt());
        }
    }

    #[test]
    fn choices_are_different_sorted_and_complete() {
        let mut random = Random::new(3);
        let rows = [(0, 10, 0), (4, 10, 4), (10, 10, 10), (12, 10, 10), (3, 0, 0)];
        for (count, total, expected) in rows {
            let chosen = random.choose(count, total);
            assert_eq!(chosen.len(), expected, "{count} of {total}");
            assert!(chosen.is_sorted_by(|a, b| a < b) && chosen.iter().all(|number| *number < total));
        }
        assert_eq!(random.below(0), 0);
    }
}
