//! Reads the genotype of a row, in every spelling that vendors use.

use crate::genome::{Call, SeenAllele};

/// What a genotype field says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Genotype {
    /// A call, or a plain no-call.
    Call(Call),
    /// One allele called and one not: used as a no-call.
    HalfCall,
    /// Alleles longer than one letter, which a consumer layout cannot place: used as a no-call.
    Sequence,
}

/// Whether a byte stands for "not called" in place of an allele.
fn is_no_call(letter: u8) -> bool {
    matches!(letter, b'-' | b'0' | b'.' | b'?' | b'N' | b'n')
}

/// Reads one field with both alleles, such as `AG`, `A`, `--`, `A/G`, `II`. `None` for anything else.
pub fn parse_joined(field: &[u8]) -> Option<Genotype> {
    match *field {
        [b'N' | b'n', b'C' | b'c'] => Some(Genotype::Call(Call::NONE)),
        [a, b] => parse_pair(a, b),
        [a] => parse_single(a),
        [] => Some(Genotype::Call(Call::NONE)),
        [b'N' | b'n', b'o' | b'O', ..] | [b'N', b'/', b'A'] => Some(Genotype::Call(Call::NONE)),
        [a, b'/' | b'|' | b' ' | b':', b] => parse_pair(a, b),
        _ => parse_long(field),
    }
}

/// Reads two fields of one allele each. `None` for anything else.
pub fn parse_split(first: &[u8], second: &[u8]) -> Option<Genotype> {
    match (first, second) {
        (&[a], &[b]) => parse_pair(a, b),
        (&[a], b"") | (b"", &[a]) => parse_single(a),
        (b"", b"") => Some(Genotype::Call(Call::NONE)),
        _ => {
            let known =
                |allele: &[u8]| allele.iter().all(|&letter| SeenAllele::parse(letter).is_some() || is_no_call(letter));
            (known(first) && known(second)).then_some(Genotype::Sequence)
        }
    }
}

fn parse_pair(a: u8, b: u8) -> Option<Genotype> {
    match (SeenAllele::parse(a), SeenAllele::parse(b)) {
        (Some(a), Some(b)) => Some(Genotype::Call(Call::diploid(a, b))),
        (None, None) if is_no_call(a) && is_no_call(b) => Some(Genotype::Call(Call::NONE)),
        // Some layouts pad a haploid call with a blank.
        (Some(a), None) if b == b' ' => Some(Genotype::Call(Call::haploid(a))),
        (Some(_), None) if is_no_call(b) => Some(Genotype::HalfCall),
        (None, Some(_)) if is_no_call(a) => Some(Genotype::HalfCall),
        _ => None,
    }
}

fn parse_single(a: u8) -> Option<Genotype> {
    match SeenAllele::parse(a) {
        Some(a) => Some(Genotype::Call(Call::haploid(a))),
        None => is_no_call(a).then_some(Genotype::Call(Call::NONE)),
    }
}

fn parse_long(field: &[u8]) -> Option<Genotype> {
    let is_part =
        |letter: &u8| SeenAllele::parse(*letter).is_some() || is_no_call(*letter) || matches!(letter, b'/' | b'|');
    field.iter().all(is_part).then_some(Genotype::Sequence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use SeenAllele::{A, Deletion, G, Insertion};

    #[test]
    fn every_spelling() {
        let rows: &[(&str, Option<Genotype>)] = &[
            ("AG", Some(Genotype::Call(Call::diploid(A, G)))),
            ("GA", Some(Genotype::Call(Call::diploid(A, G)))),
            ("ag", Some(Genotype::Call(Call::diploid(A, G)))),
            ("A", Some(Genotype::Call(Call::haploid(A)))),
            ("A ", Some(Genotype::Call(Call::haploid(A)))),
            ("A/G", Some(Genotype::Call(Call::diploid(A, G)))),
            ("A|G", Some(Genotype::Call(Call::diploid(A, G)))),
            ("A G", Some(Genotype::Call(Call::diploid(A, G)))),
            ("DI", Some(Genotype::Call(Call::diploid(Deletion, Insertion)))),
            ("II", Some(Genotype::Call(Call::diploid(Insertion, Insertion)))),
            ("D", Some(Genotype::Call(Call::haploid(Deletion)))),
            ("--", Some(Genotype::Call(Call::NONE))),
            ("-", Some(Genotype::Call(Call::NONE))),
            ("00", Some(Genotype::Call(Call::NONE))),
            ("0", Some(Genotype::Call(Call::NONE))),
            ("", Some(Genotype::Call(Call::NONE))),
            ("NN", Some(Genotype::Call(Call::NONE))),
            ("NC", Some(Genotype::Call(Call::NONE))),
            ("No Call", Some(Genotype::Call(Call::NONE))),
            ("A-", Some(Genotype::HalfCall)),
            ("0G", Some(Genotype::HalfCall)),
            ("AT/A", Some(Genotype::Sequence)),
            ("AZ", None),
            ("12", None),
            ("hello", None),
        ];
        for (text, expected) in rows {
            assert_eq!(parse_joined(text.as_bytes()), *expected, "{text}");
        }
    }

    #[test]
    fn two_columns() {
        assert_eq!(parse_split(b"A", b"G"), Some(Genotype::Call(Call::diploid(A, G))));
        assert_eq!(parse_split(b"0", b"0"), Some(Genotype::Call(Call::NONE)));
        assert_eq!(parse_split(b"A", b"0"), Some(Genotype::HalfCall));
        assert_eq!(parse_split(b"A", b""), Some(Genotype::Call(Call::haploid(A))));
        assert_eq!(parse_split(b"I", b"D"), Some(Genotype::Call(Call::diploid(Deletion, Insertion))));
        assert_eq!(parse_split(b"ATT", b"A"), Some(Genotype::Sequence));
        assert_eq!(parse_split(b"x", b"A"), None);
    }
}
