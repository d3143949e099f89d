//! Knows where each chromosome ends in each build.

use super::{Build, Chromosome};

/// Lengths in bases of chromosomes 1–22, X, Y and MT in GRCh36, GRCh37 and GRCh38. UCSC's MT of the first two is the older,
/// longer sequence; the longer is taken, so that no file is wronged.
///
/// Source: UCSC `chromInfo` of hg18, hg19 and hg38.
const ENDS: [[u32; 25]; 3] = [
    [
        247_249_719,
        242_951_149,
        199_501_827,
        191_273_063,
        180_857_866,
        170_899_992,
        158_821_424,
        146_274_826,
        140_273_252,
        135_374_737,
        134_452_384,
        132_349_534,
        114_142_980,
        106_368_585,
        100_338_915,
        88_827_254,
        78_774_742,
        76_117_153,
        63_811_651,
        62_435_964,
        46_944_323,
        49_691_432,
        154_913_754,
        57_772_954,
        16_571,
    ],
    [
        249_250_621,
        243_199_373,
        198_022_430,
        191_154_276,
        180_915_260,
        171_115_067,
        159_138_663,
        146_364_022,
        141_213_431,
        135_534_747,
        135_006_516,
        133_851_895,
        115_169_878,
        107_349_540,
        102_531_392,
        90_354_753,
        81_195_210,
        78_077_248,
        59_128_983,
        63_025_520,
        48_129_895,
        51_304_566,
        155_270_560,
        59_373_566,
        16_571,
    ],
    [
        248_956_422,
        242_193_529,
        198_295_559,
        190_214_555,
        181_538_259,
        170_805_979,
        159_345_973,
        145_138_636,
        138_394_717,
        133_797_422,
        135_086_622,
        133_275_309,
        114_364_328,
        107_043_718,
        101_991_189,
        90_338_345,
        83_257_441,
        80_373_285,
        58_617_616,
        64_444_167,
        46_709_983,
        50_818_468,
        156_040_895,
        57_227_415,
        16_569,
    ],
];

impl Build {
    /// The last position of a chromosome in this build.
    pub fn end_of(self, chromosome: Chromosome) -> u32 {
        let build = match self {
            Self::Grch36 => 0,
            Self::Grch37 => 1,
            Self::Grch38 => 2,
        };
        let ends = ENDS.get(build).and_then(|ends| ends.get(usize::from(chromosome.index()).wrapping_sub(1)));
        ends.copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::build::longest_end;

    #[test]
    fn the_longest_of_the_three() {
        for index in 1..=25 {
            let chromosome = Chromosome::from_index(index).unwrap();
            let longest = Build::ALL.into_iter().map(|build| build.end_of(chromosome)).max();
            assert_eq!(longest, Some(longest_end(chromosome)), "{chromosome}");
        }
    }
}
