//! Complements alleles and tells the palindromic pairs, whose two strands read the same.

/// The complement of one base; `None` for anything but A, C, G, T.
pub fn complement(base: u8) -> Option<u8> {
    match base {
        b'A' => Some(b'T'),
        b'C' => Some(b'G'),
        b'G' => Some(b'C'),
        b'T' => Some(b'A'),
        _ => None,
    }
}

/// The allele as the other strand reads it: complemented and reversed. `None` unless it is made of A, C, G, T.
pub fn reverse_complement(allele: &[u8]) -> Option<Vec<u8>> {
    allele.iter().rev().map(|&base| complement(base)).collect()
}

/// Complemented base by base and **not** reversed, as pgscatalog-match does it; only for its rule set.
pub fn complement_unreversed(allele: &[u8]) -> Option<Vec<u8>> {
    allele.iter().map(|&base| complement(base)).collect()
}

/// Whether an allele is one or more of A, C, G, T.
pub fn is_sequence(allele: &[u8]) -> bool {
    // One bit for each of the letters from A; a chain of comparisons would be mispredicted on every other base.
    const BASES: u32 = 1 | 1 << (b'C' - b'A') | 1 << (b'G' - b'A') | 1 << (b'T' - b'A');
    let is_base = |base: &u8| {
        let letter = u32::from(base.wrapping_sub(b'A'));
        letter < 32 && BASES >> letter & 1 == 1
    };
    !allele.is_empty() && allele.iter().all(is_base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_what_has_a_complement() {
        for byte in 0..=u8::MAX {
            assert_eq!(is_sequence(&[b'A', byte]), complement(byte).is_some(), "{byte}");
        }
        assert!(!is_sequence(b""));
    }

    #[test]
    fn strands() {
        let rows: [(&[u8], Option<&[u8]>, Option<&[u8]>); 5] = [
            (b"A", Some(b"T"), Some(b"T")),
            (b"ACG", Some(b"CGT"), Some(b"TGC")),
            (b"AT", Some(b"AT"), Some(b"TA")),
            (b"", Some(b""), Some(b"")),
            (b"<DEL>", None, None),
        ];
        for (allele, reversed, plain) in rows {
            assert_eq!(reverse_complement(allele).as_deref(), reversed);
            assert_eq!(complement_unreversed(allele).as_deref(), plain);
        }
    }
}
