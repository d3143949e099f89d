//! Reads names that are places: `22:17080378:G:A`, `chr22_17080378_G_A`, `X:1234`.

use super::number;
use crate::genome::{Chromosome, Site, allele::is_sequence, build::longest_end};

/// A place and the alleles behind it, as far as a name gives them.
#[derive(Debug, PartialEq, Eq)]
pub struct SiteName<'a> {
    /// Chromosome and position.
    pub site: Site,
    /// The two alleles; their order says nothing on which is the effect allele.
    pub alleles: Option<[&'a [u8]; 2]>,
}

impl<'a> SiteName<'a> {
    /// Reads a name; `None` for names that are no place.
    pub fn parse(name: &'a [u8]) -> Option<Self> {
        let name = name.trim_ascii();
        let mut parts = name.split(|byte| matches!(byte, b':' | b'_' | b'/'));
        let chromosome = Chromosome::parse(parts.next()?)?;
        let position = parts.next().filter(|text| text.iter().all(u8::is_ascii_digit))?;
        let position = number::position(position).flatten().filter(|position| *position <= longest_end(chromosome))?;
        let alleles = match (parts.next(), parts.next()) {
            (Some(first), Some(second)) if is_sequence(first) && is_sequence(second) => Some([first, second]),
            _ => None,
        };
        Some(Self { site: Site::new(chromosome, position), alleles })
    }

    /// The allele that is not the effect allele, if the effect allele is one of the two.
    pub fn other_than(&self, effect: &[u8]) -> Option<&'a [u8]> {
        match self.alleles {
            Some([first, second]) if first == effect && second != effect => Some(second),
            Some([first, second]) if second == effect && first != effect => Some(first),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_places() {
        for name in ["22:17080378:G:A", "chr22_17080378_G_A", "22:17080378_G/A", "CHR22:17080378:G:A:b37"] {
            let read = SiteName::parse(name.as_bytes()).expect(name);
            assert_eq!((read.site.to_string().as_str(), read.other_than(b"A")), ("22:17080378", Some(b"G".as_slice())));
            assert_eq!(read.other_than(b"C"), None);
        }
        assert_eq!(SiteName::parse(b"X:1234").unwrap().alleles, None);
        for name in ["rs123", "kgp12", "22", "22:", "22:x", "1:999999999:A:G", "HLA-A*24", "AA_DRB1_11", "", ":::"] {
            assert_eq!(SiteName::parse(name.as_bytes()), None, "{name}");
        }
    }
}
