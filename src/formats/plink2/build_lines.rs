//! Learns the reference assembly from the `##contig` and `##reference` lines of a header.

use crate::genome::{Build, Chromosome};

/// Lengths of chromosomes 1–22, X and Y (UCSC chromInfo of hg18, hg19 and hg38); each length belongs to one build only.
const LENGTHS: [(Build, [u32; 24]); 3] = [
    (
        Build::Grch36,
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
        ],
    ),
    (
        Build::Grch37,
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
        ],
    ),
    (
        Build::Grch38,
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
        ],
    ),
];

/// What the header lines seen so far say; lines that contradict each other say nothing.
#[derive(Default)]
pub(super) struct BuildLines {
    /// By length and by name, the more certain first; `Some(None)` after a contradiction.
    by_length: Option<Option<Build>>,
    by_name: Option<Option<Build>>,
}

impl BuildLines {
    /// Looks at one header line.
    pub(super) fn add(&mut self, line: &[u8]) {
        if let Some(contig) = line.strip_prefix(b"##contig=<") {
            let chromosome = value(contig, b"ID=").and_then(Chromosome::parse);
            let length = value(contig, b"length=").and_then(number);
            if let (Some(chromosome), Some(length)) = (chromosome, length) {
                merge(&mut self.by_length, build_of(chromosome, length));
            }
            if let Some(name) = value(contig, b"assembly=") {
                merge(&mut self.by_name, std::str::from_utf8(name.trim_ascii()).ok().and_then(Build::parse));
            }
        } else if let Some(reference) = line.strip_prefix(b"##reference=") {
            merge(&mut self.by_name, named_in(reference));
        }
    }

    /// The build, where the header is clear.
    pub(super) fn build(&self) -> Option<Build> {
        self.by_length.or(self.by_name).flatten()
    }
}

fn merge(known: &mut Option<Option<Build>>, found: Option<Build>) {
    if let Some(found) = found {
        *known = match known {
            None => Some(Some(found)),
            Some(before) if *before == Some(found) => Some(Some(found)),
            Some(_) => Some(None),
        };
    }
}

/// The value of a key in a contig line, without quotes.
fn value<'a>(contig: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let entry = contig.split(|byte| matches!(byte, b',' | b'>')).find_map(|entry| entry.strip_prefix(key))?;
    Some(entry.strip_prefix(b"\"").map_or(entry, |entry| entry.strip_suffix(b"\"").unwrap_or(entry)))
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

fn build_of(chromosome: Chromosome, length: u32) -> Option<Build> {
    let index = usize::from(chromosome.index()).checked_sub(1)?;
    LENGTHS.iter().find(|(_, lengths)| lengths.get(index) == Some(&length)).map(|(build, _)| *build)
}

fn named_in(reference: &[u8]) -> Option<Build> {
    let reference = reference.to_ascii_lowercase();
    let names: [(&[u8], Build); 8] = [
        (b"hg18", Build::Grch36),
        (b"b36", Build::Grch36),
        (b"hg19", Build::Grch37),
        (b"grch37", Build::Grch37),
        (b"b37", Build::Grch37),
        (b"hs37d5", Build::Grch37),
        (b"hg38", Build::Grch38),
        (b"grch38", Build::Grch38),
    ];
    names.iter().find(|(name, _)| memchr::memmem::find(&reference, name).is_some()).map(|(_, build)| *build)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_of_headers() {
        let rows: [(&[&str], Option<Build>); 7] = [
            (&["##contig=<ID=1,assembly=b37,length=249250621>"], Some(Build::Grch37)),
            (&["##contig=<ID=chr22,length=50818468>", "##reference=hg19.fa"], Some(Build::Grch38)),
            (&["##contig=<ID=1,length=249250621>", "##contig=<ID=2,length=242193529>"], None),
            (&["##contig=<ID=1,length=7>", "##reference=file:///GRCh38_full.fa"], Some(Build::Grch38)),
            (&["##contig=<ID=1,assembly=\"B36\">"], Some(Build::Grch36)),
            (&["##contig=<ID=HLA,length=249250621>"], None),
            (&[], None),
        ];
        for (lines, expected) in rows {
            let mut build = BuildLines::default();
            lines.iter().for_each(|line| build.add(line.as_bytes()));
            assert_eq!(build.build(), expected, "{lines:?}");
        }
        let mut lengths: Vec<u32> = LENGTHS.iter().flat_map(|(_, lengths)| lengths).copied().collect();
        lengths.sort_unstable();
        assert!(lengths.windows(2).all(|pair| pair[0] != pair[1]), "a length that names two builds");
    }
}
