//! Compares one row's alleles with one call and counts the effect allele.
//!
//! A consumer file lists only the alleles the person carries. A call agrees with a row when every allele it shows is one of
//! the row's two; a homozygous call therefore agrees with any row that has its allele.

use super::outcome::MatchKind;
use super::rules::RuleSet;
use crate::genome::{Call, SeenAllele};

/// What comparing gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// They agree: how, and how many copies of the effect allele are called.
    Agrees(MatchKind, u8),
    /// They do not.
    Differs,
}

/// A row's alleles, read for comparing with letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowAlleles {
    /// Two single bases.
    Bases {
        /// Effect allele.
        effect: SeenAllele,
        /// Other allele.
        other: SeenAllele,
    },
    /// One longer than the other; `D` is the shorter.
    Indel {
        /// Whether the effect allele is the longer one.
        effect_is_insertion: bool,
    },
    /// A single-base effect allele and no other allele.
    EffectOnly {
        /// Effect allele.
        effect: SeenAllele,
    },
    /// Nothing that letters can show: several bases for several bases, or an indel without its other allele.
    Unreadable,
}

impl RowAlleles {
    /// Reads a row's alleles; an empty `other` is a missing one.
    pub fn read(effect: &[u8], other: &[u8]) -> Self {
        match (effect, other) {
            (&[effect], &[other]) => match (SeenAllele::parse(effect), SeenAllele::parse(other)) {
                (Some(effect), Some(other)) => Self::Bases { effect, other },
                _ => Self::Unreadable,
            },
            (&[effect], b"") => {
                SeenAllele::parse(effect).map_or(Self::Unreadable, |effect| Self::EffectOnly { effect })
            }
            (_, b"") => Self::Unreadable,
            _ if effect.len() != other.len() => Self::Indel { effect_is_insertion: effect.len() > other.len() },
            _ => Self::Unreadable,
        }
    }

    /// Whether both strands read the same: A/T, C/G.
    #[inline]
    pub fn is_palindromic(self) -> bool {
        matches!(self, Self::Bases { effect, other } if effect.complement() == other)
    }

    /// Whether the row has one base and no other allele.
    #[inline]
    pub fn is_effect_only(self) -> bool {
        matches!(self, Self::EffectOnly { .. })
    }

    /// Whether the row speaks of an indel.
    #[inline]
    pub fn is_indel(self) -> bool {
        matches!(self, Self::Indel { .. })
    }

    /// Compares with a call; `call` must not be a no-call.
    #[inline]
    pub fn compare(self, call: Call, set: RuleSet) -> Comparison {
        match self {
            Self::Bases { effect, other } => compare_bases(effect, other, call),
            Self::Indel { effect_is_insertion } => {
                let (effect, other) = if effect_is_insertion {
                    (SeenAllele::Insertion, SeenAllele::Deletion)
                } else {
                    (SeenAllele::Deletion, SeenAllele::Insertion)
                };
                match count(effect, other, call) {
                    Some(copies) => Comparison::Agrees(MatchKind::RefAlt, copies),
                    None => Comparison::Differs,
                }
            }
            Self::EffectOnly { effect } => compare_effect_only(effect, call, set),
            Self::Unreadable => Comparison::Differs,
        }
    }
}

#[inline]
fn compare_bases(effect: SeenAllele, other: SeenAllele, call: Call) -> Comparison {
    if let Some(copies) = count(effect, other, call) {
        return Comparison::Agrees(MatchKind::RefAlt, copies);
    }
    // On the other strand a palindromic pair reads the same and differs again, so it is never flipped.
    match count(effect.complement(), other.complement(), call) {
        Some(copies) => Comparison::Agrees(MatchKind::RefAltFlip, copies),
        None => Comparison::Differs,
    }
}

/// Copies of `effect` in a call that shows only `effect` and `other`.
#[inline]
fn count(effect: SeenAllele, other: SeenAllele, call: Call) -> Option<u8> {
    let known = |allele: SeenAllele| allele == effect || allele == other;
    match call.alleles() {
        (Some(a), Some(b)) if known(a) && known(b) => Some(u8::from(a == effect) + u8::from(b == effect)),
        (Some(a), None) if known(a) => Some(u8::from(a == effect)),
        _ => None,
    }
}

/// Without the other allele a strand cannot be told by the pair: flips are forbidden, and a call that could be the effect
/// allele's other strand is not counted as its absence.
fn compare_effect_only(effect: SeenAllele, call: Call, set: RuleSet) -> Comparison {
    let copies = |effect: SeenAllele| match call.alleles() {
        (Some(a), b) => u8::from(a == effect) + u8::from(b == Some(effect)),
        _ => 0,
    };
    if copies(effect) > 0 {
        return Comparison::Agrees(MatchKind::NoOaRef, copies(effect));
    }
    if set == RuleSet::PgscCalc2 && copies(effect.complement()) > 0 {
        return Comparison::Agrees(MatchKind::NoOaRefFlip, copies(effect.complement()));
    }
    match call.as_haploid().and_then(|call| call.alleles().0) {
        Some(only) if only.is_base() && only != effect.complement() => Comparison::Agrees(MatchKind::NoOaAlt, 0),
        _ => Comparison::Differs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SeenAllele::{A, C, Deletion, G, Insertion, T};

    #[test]
    fn rows_against_calls() {
        use Comparison::{Agrees, Differs};
        use MatchKind::{NoOaAlt, NoOaRef, RefAlt, RefAltFlip};
        let rows: &[(&str, &str, &str, Call, Comparison)] = &[
            ("het as is", "A", "G", Call::diploid(A, G), Agrees(RefAlt, 1)),
            ("hom effect", "A", "G", Call::diploid(A, A), Agrees(RefAlt, 2)),
            ("hom other", "A", "G", Call::diploid(G, G), Agrees(RefAlt, 0)),
            ("haploid", "A", "G", Call::haploid(A), Agrees(RefAlt, 1)),
            ("het flipped", "A", "G", Call::diploid(T, C), Agrees(RefAltFlip, 1)),
            ("hom flipped", "A", "G", Call::diploid(T, T), Agrees(RefAltFlip, 2)),
            ("third allele", "A", "G", Call::diploid(A, C), Differs),
            ("palindrome kept", "A", "T", Call::diploid(A, A), Agrees(RefAlt, 2)),
            ("palindrome with a third", "A", "T", Call::diploid(G, G), Differs),
            ("insertion is effect", "CAAA", "C", Call::diploid(Insertion, Deletion), Agrees(RefAlt, 1)),
            ("deletion is effect", "C", "CAAA", Call::diploid(Deletion, Deletion), Agrees(RefAlt, 2)),
            ("letters against an indel", "C", "CAAA", Call::diploid(C, C), Differs),
            ("indel against letters", "A", "G", Call::diploid(Deletion, Deletion), Differs),
            ("several bases", "AC", "GT", Call::diploid(A, A), Differs),
            ("effect only, seen", "A", "", Call::diploid(A, C), Agrees(NoOaRef, 1)),
            ("effect only, not seen", "A", "", Call::diploid(C, C), Agrees(NoOaAlt, 0)),
            ("effect only, other strand?", "A", "", Call::diploid(T, T), Differs),
            ("effect only, two others", "A", "", Call::diploid(C, G), Differs),
            ("effect only, longer", "AC", "", Call::diploid(A, A), Differs),
        ];
        for (name, effect, other, call, expected) in rows {
            let alleles = RowAlleles::read(effect.as_bytes(), other.as_bytes());
            assert_eq!(alleles.compare(*call, RuleSet::Tallele), *expected, "{name}");
        }
        let effect_only = RowAlleles::read(b"A", b"");
        assert_eq!(effect_only.compare(Call::diploid(T, C), RuleSet::PgscCalc2), Agrees(MatchKind::NoOaRefFlip, 1));
    }

    #[test]
    fn swapping_the_alleles_counts_the_rest() {
        for (effect, other) in [(b"A", b"G"), (b"C", b"T"), (b"A", b"T")] {
            for call in [Call::diploid(A, G), Call::diploid(T, T), Call::diploid(C, C), Call::haploid(G)] {
                let copies = |comparison| match comparison {
                    Comparison::Agrees(_, copies) => Some(copies),
                    Comparison::Differs => None,
                };
                let there = copies(RowAlleles::read(effect, other).compare(call, RuleSet::Tallele));
                let back = copies(RowAlleles::read(other, effect).compare(call, RuleSet::Tallele));
                let ploidy = if call.alleles().1.is_some() { 2 } else { 1 };
                assert_eq!(there.map(|copies| ploidy - copies), back);
            }
        }
    }
}
