//! Names the chromosomes, whatever a file calls them.

use std::fmt;

/// One of the 24 nuclear chromosomes or the mitochondrial genome.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Chromosome(u8);

impl Chromosome {
    /// The X chromosome; its pseudo-autosomal regions are told by position.
    pub const X: Self = Self(23);
    /// The Y chromosome.
    pub const Y: Self = Self(24);
    /// The mitochondrial genome.
    pub const MT: Self = Self(25);
    /// One more than the largest [`Self::index`].
    pub const COUNT: usize = 26;

    /// An autosome by its number.
    pub fn autosome(number: u8) -> Option<Self> {
        (1..=22).contains(&number).then_some(Self(number))
    }

    /// 1–22 for the autosomes, 23 X, 24 Y, 25 MT.
    pub fn index(self) -> u8 {
        self.0
    }

    /// The inverse of [`Self::index`].
    pub fn from_index(index: u8) -> Option<Self> {
        (1..=25).contains(&index).then_some(Self(index))
    }

    /// Reads a name: `1`–`22`, `X`, `Y`, `XY` and `PAR` (both X), `M`, `MT`, PLINK's codes 23 X, 24 Y, 25 XY, 26 MT; any
    /// case, with or without `chr` before it and leading zeros. `None` for alternative contigs, `0` and anything else.
    pub fn parse(name: &[u8]) -> Option<Self> {
        let name = match name {
            [b'c' | b'C', b'h' | b'H', b'r' | b'R', rest @ ..] => rest,
            _ => name,
        };
        let name = match name {
            [b'0', rest @ ..] if !rest.is_empty() => rest,
            _ => name,
        };
        match *name {
            [d @ b'1'..=b'9'] => Some(Self(d - b'0')),
            [d @ b'1'..=b'2', e @ b'0'..=b'9'] => match (d - b'0') * 10 + (e - b'0') {
                number @ 10..=22 => Some(Self(number)),
                23 | 25 => Some(Self::X),
                24 => Some(Self::Y),
                26 => Some(Self::MT),
                _ => None,
            },
            [b'X' | b'x'] | [b'X' | b'x', b'Y' | b'y'] | [b'P' | b'p', b'A' | b'a', b'R' | b'r'] => Some(Self::X),
            [b'Y' | b'y'] => Some(Self::Y),
            [b'M' | b'm'] | [b'M' | b'm', b'T' | b't'] => Some(Self::MT),
            _ => None,
        }
    }

    /// The name without prefix: `1`–`22`, `X`, `Y`, `MT`.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 26] = [
            "", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18",
            "19", "20", "21", "22", "X", "Y", "MT",
        ];
        NAMES.get(usize::from(self.0)).copied().unwrap_or("")
    }
}

impl fmt::Display for Chromosome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_files_write_them() {
        let rows: &[(&str, &[&str])] = &[
            ("1", &["1", "01", "chr1", "CHR01", "Chr1"]),
            ("22", &["22", "chr22"]),
            ("X", &["X", "x", "23", "chrX", "25", "XY", "PAR"]),
            ("Y", &["Y", "24", "chrY"]),
            ("MT", &["MT", "M", "26", "chrM", "chrMT", "mt"]),
        ];
        for (expected, names) in rows {
            for name in *names {
                assert_eq!(Chromosome::parse(name.as_bytes()).map(Chromosome::name), Some(*expected), "{name}");
            }
        }
        for name in ["", "0", "27", "chr", "6_apd_hap1", "chrUn_gl000220", "HG1", "1p", "001"] {
            assert_eq!(Chromosome::parse(name.as_bytes()), None, "{name}");
        }
    }
}
