//! Names the reference assemblies and where their chromosomes end.

use super::Chromosome;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A reference assembly of the human genome.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Build {
    /// NCBI36, hg18.
    #[serde(rename = "GRCh36")]
    Grch36,
    /// GRCh37, hg19.
    #[serde(rename = "GRCh37")]
    Grch37,
    /// GRCh38, hg38.
    #[serde(rename = "GRCh38")]
    Grch38,
}

impl Build {
    /// All builds, oldest first.
    pub const ALL: [Self; 3] = [Self::Grch36, Self::Grch37, Self::Grch38];

    /// Reads what headers write: `GRCh37`, `hg19`, `b37`, `37`, `37.1`, `NCBI36`, `hg18`, any case. `NR` and the rest: `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let text =
            text.strip_prefix("grch").or(text.strip_prefix("ncbi")).or(text.strip_prefix("build")).unwrap_or(&text);
        let text = text.trim_start_matches([' ', 'b', '_']);
        match text.split('.').next().unwrap_or("") {
            "36" | "hg18" => Some(Self::Grch36),
            "37" | "hg19" => Some(Self::Grch37),
            "38" | "hg38" => Some(Self::Grch38),
            _ => None,
        }
    }

    /// The assembly's name, `GRCh36`, `GRCh37` or `GRCh38`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grch36 => "GRCh36",
            Self::Grch37 => "GRCh37",
            Self::Grch38 => "GRCh38",
        }
    }

    /// Whether a position lies in a pseudo-autosomal region of X, which both sexes carry twice.
    ///
    /// Source: Genome Reference Consortium, PAR of GRCh37 and GRCh38; UCSC hg18 for GRCh36.
    pub fn is_pseudo_autosomal_x(self, position: u32) -> bool {
        let (par1, par2) = match self {
            Self::Grch36 => (1..=2_709_520, 154_584_238..=154_913_754),
            Self::Grch37 => (60_001..=2_699_520, 154_931_044..=155_260_560),
            Self::Grch38 => (10_001..=2_781_479, 155_701_383..=156_030_895),
        };
        par1.contains(&position) || par2.contains(&position)
    }
}

/// The longest that a chromosome is in any of the three builds, in bases: a position beyond it is a mistake.
///
/// Source: UCSC `chromInfo` of hg18, hg19 and hg38, the largest of the three.
pub fn longest_end(chromosome: Chromosome) -> u32 {
    const ENDS: [u32; 26] = [
        0,
        249_250_621,
        243_199_373,
        199_501_827,
        191_273_063,
        181_538_259,
        171_115_067,
        159_345_973,
        146_364_022,
        141_213_431,
        135_534_747,
        135_086_622,
        133_851_895,
        115_169_878,
        107_349_540,
        102_531_392,
        90_354_753,
        83_257_441,
        80_373_285,
        63_811_651,
        64_444_167,
        48_129_895,
        51_304_566,
        156_040_895,
        59_373_566,
        16_571,
    ];
    ENDS.get(usize::from(chromosome.index())).copied().unwrap_or(0)
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_as_headers_write_them() {
        let rows = [
            ("GRCh37", Some(Build::Grch37)),
            ("hg19", Some(Build::Grch37)),
            ("37", Some(Build::Grch37)),
            ("37.1", Some(Build::Grch37)),
            ("b37", Some(Build::Grch37)),
            ("build 36.3", Some(Build::Grch36)),
            ("NCBI36", Some(Build::Grch36)),
            ("hg18", Some(Build::Grch36)),
            ("GRCh38.p13", Some(Build::Grch38)),
            ("NR", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(Build::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn pseudo_autosomal_edges() {
        assert!(!Build::Grch37.is_pseudo_autosomal_x(60_000));
        assert!(Build::Grch37.is_pseudo_autosomal_x(60_001));
        assert!(Build::Grch37.is_pseudo_autosomal_x(2_699_520));
        assert!(!Build::Grch37.is_pseudo_autosomal_x(2_699_521));
        assert!(Build::Grch38.is_pseudo_autosomal_x(155_701_383));
    }
}
