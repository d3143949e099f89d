//! Holds the lengths of the chromosomes in each build: what tells a build from a list of contigs.

use super::{Build, Chromosome};

/// Lengths of chromosomes 1–22, X and Y in GRCh36, GRCh37 and GRCh38.
///
/// Source: UCSC `chromInfo` of hg18, hg19 and hg38.
const LENGTHS: [[u32; 3]; 24] = [
    [247_249_719, 249_250_621, 248_956_422],
    [242_951_149, 243_199_373, 242_193_529],
    [199_501_827, 198_022_430, 198_295_559],
    [191_273_063, 191_154_276, 190_214_555],
    [180_857_866, 180_915_260, 181_538_259],
    [170_899_992, 171_115_067, 170_805_979],
    [158_821_424, 159_138_663, 159_345_973],
    [146_274_826, 146_364_022, 145_138_636],
    [140_273_252, 141_213_431, 138_394_717],
    [135_374_737, 135_534_747, 133_797_422],
    [134_452_384, 135_006_516, 135_086_622],
    [132_349_534, 133_851_895, 133_275_309],
    [114_142_980, 115_169_878, 114_364_328],
    [106_368_585, 107_349_540, 107_043_718],
    [100_338_915, 102_531_392, 101_991_189],
    [88_827_254, 90_354_753, 90_338_345],
    [78_774_742, 81_195_210, 83_257_441],
    [76_117_153, 78_077_248, 80_373_285],
    [63_811_651, 59_128_983, 58_617_616],
    [62_435_964, 63_025_520, 64_444_167],
    [46_944_323, 48_129_895, 46_709_983],
    [49_691_432, 51_304_566, 50_818_468],
    [154_913_754, 155_270_560, 156_040_895],
    [57_772_954, 59_373_566, 57_227_415],
];

/// A chromosome's length in each of [`Build::ALL`]; `None` for MT, which is as long in all.
pub fn lengths_of(chromosome: Chromosome) -> Option<[u32; 3]> {
    LENGTHS.get(usize::from(chromosome.index()).checked_sub(1)?).copied()
}

/// The one build in which a chromosome is this long.
pub fn build_of_length(chromosome: Chromosome, length: u64) -> Option<Build> {
    let lengths = lengths_of(chromosome)?;
    let mut builds = Build::ALL.into_iter().zip(lengths).filter(|(_, known)| u64::from(*known) == length);
    let (build, _) = builds.next()?;
    builds.next().is_none().then_some(build)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::build::longest_end;

    #[test]
    fn the_longest_of_the_three_is_the_longest_end() {
        for (index, lengths) in LENGTHS.iter().enumerate() {
            let chromosome = Chromosome::from_index(u8::try_from(index + 1).unwrap()).unwrap();
            assert_eq!(lengths.iter().max(), Some(&longest_end(chromosome)), "{chromosome}");
        }
    }

    #[test]
    fn builds_by_length() {
        let at = |name: &[u8], length| build_of_length(Chromosome::parse(name).expect("known"), length);
        assert_eq!(at(b"20", 64_444_167), Some(Build::Grch38));
        assert_eq!(at(b"1", 247_249_719), Some(Build::Grch36));
        assert_eq!((at(b"1", 5), at(b"MT", 16_569)), (None, None));
    }
}
