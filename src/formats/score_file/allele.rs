//! Tells sequences from HLA alleles, lists, and whatever else stands in an allele column.

use super::number::is_missing;
use crate::genome::allele::is_sequence;
use std::borrow::Cow;

/// What stands in an allele column.
#[derive(Debug, PartialEq, Eq)]
pub enum Allele<'a> {
    /// Nothing, or a word for nothing.
    Missing,
    /// One or more of A, C, G, T, in upper case.
    Sequence(Cow<'a, [u8]>),
    /// Anything else, as written.
    Other(&'a [u8]),
}

/// Reads an allele; lower case becomes upper.
#[inline]
pub fn read(text: &[u8]) -> Allele<'_> {
    if is_sequence(text) {
        return Allele::Sequence(Cow::Borrowed(text));
    }
    let text = text.trim_ascii();
    if matches!(text, b"-") {
        return Allele::Other(text);
    }
    if is_missing(text) || text == b"0" {
        return Allele::Missing;
    }
    let upper = text.to_ascii_uppercase();
    if is_sequence(&upper) { Allele::Sequence(Cow::Owned(upper)) } else { Allele::Other(text) }
}

/// The sequences of a list such as `G,C,T` or `G/C`; `None` if any of its items is not one.
pub fn list(text: &[u8]) -> Option<Vec<Cow<'_, [u8]>>> {
    text.split(|byte| matches!(byte, b',' | b'/' | b';' | b'|'))
        .map(|item| match read(item) {
            Allele::Sequence(allele) => Some(allele),
            _ => None,
        })
        .collect()
}

/// Whether an allele or a marker name is of the HLA region's own naming: `HLA-B*57:01`, `HLA_DRB1_0401`, and SNP2HLA's
/// amino-acid and insertion markers `AA_DRB1_11_32660115`, `INS_…`, `SNPS_…`.
pub fn is_hla(text: &[u8]) -> bool {
    let upper: Vec<u8> = text.trim_ascii().iter().take(5).map(u8::to_ascii_uppercase).collect();
    [b"HLA-".as_slice(), b"HLA_", b"HLA*", b"AA_", b"SNPS_", b"INS_"].iter().any(|prefix| upper.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alleles() {
        assert_eq!(read(b"A"), Allele::Sequence(b"A".into()));
        assert_eq!(read(b" acg"), Allele::Sequence(b"ACG".into()));
        for text in ["", ".", "NA", "0"] {
            assert_eq!(read(text.as_bytes()), Allele::Missing, "{text}");
        }
        for text in ["-", "P", "N", "<DEL>", "HLA-A*24", "A_x_C", "R"] {
            assert_eq!(read(text.as_bytes()), Allele::Other(text.as_bytes()), "{text}");
        }
        assert_eq!(list(b"G,C,T").unwrap().len(), 3);
        assert_eq!(list(b"G/CT").unwrap()[1].as_ref(), b"CT");
        assert_eq!(list(b"G/P"), None);
        assert!(is_hla(b"HLA-B*57:01") && is_hla(b"AA_DRB1_11") && is_hla(b"hla_a_24") && !is_hla(b"rs1"));
    }
}
