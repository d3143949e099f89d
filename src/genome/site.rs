//! Packs chromosome and position into one ordered key, and rsIDs into one number.

use super::Chromosome;
use super::digits::leading_number;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in the genome: chromosome and 1-based position, ordered as a karyotype.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Site(u64);

impl Site {
    /// No place: a row or marker without chromosome or position.
    pub const NONE: Self = Self(0);

    /// A place; position 0 is no place.
    pub fn new(chromosome: Chromosome, position: u32) -> Self {
        if position == 0 { Self::NONE } else { Self(u64::from(chromosome.index()) << 32 | u64::from(position)) }
    }

    /// Whether there is a place.
    pub fn is_some(self) -> bool {
        self.0 != 0
    }

    /// The chromosome; `None` where there is no place.
    pub fn chromosome(self) -> Option<Chromosome> {
        Chromosome::from_index(self.0.to_be_bytes()[3])
    }

    /// The position from 1; 0 where there is no place.
    pub fn position(self) -> u32 {
        (self.0 & u64::from(u32::MAX)) as u32
    }

    /// The key whose order is the genome's: chromosome index in the high half, position in the low.
    pub fn key(self) -> u64 {
        self.0
    }

    /// The inverse of [`Self::key`].
    pub fn from_key(key: u64) -> Self {
        Self(key)
    }

    /// The place `bases` further on the same chromosome.
    pub fn shifted(self, bases: i32) -> Self {
        match (self.chromosome(), self.position().checked_add_signed(bases)) {
            (Some(chromosome), Some(position)) => Self::new(chromosome, position),
            _ => Self::NONE,
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.chromosome() {
            Some(chromosome) => write!(f, "{chromosome}:{}", self.position()),
            None => f.write_str("?"),
        }
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A dbSNP reference id, `rs` and a number; other names (`i…`, `kgp…`, `exm…`) have none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct RsId(u32);

impl RsId {
    /// No rsID.
    pub const NONE: Self = Self(0);

    /// Reads `rs123`; anything else, or a number beyond 2³²−1, is [`Self::NONE`].
    #[inline]
    pub fn parse(name: &[u8]) -> Self {
        let [b'r' | b'R', b's' | b'S', digits @ ..] = name else { return Self::NONE };
        if digits.is_empty() || digits.len() > 10 {
            return Self::NONE;
        }
        let (read, first) = digits.first_chunk().map_or((0, 0), |first| leading_number(*first));
        let mut number = u64::from(first);
        for &digit in digits.get(read..).unwrap_or_default() {
            if !digit.is_ascii_digit() {
                return Self::NONE;
            }
            number = number * 10 + u64::from(digit - b'0');
        }
        u32::try_from(number).map_or(Self::NONE, Self)
    }

    /// From the number behind `rs`; 0 is none.
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// Whether there is an rsID.
    pub fn is_some(self) -> bool {
        self.0 != 0
    }

    /// The number behind `rs`.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for RsId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rs{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_order_as_a_karyotype() {
        let at = |name: &[u8], position| Site::new(Chromosome::parse(name).expect("known"), position);
        let sites = [at(b"1", 5), at(b"2", 1), at(b"10", 1), at(b"X", 9), at(b"Y", 1), at(b"MT", 1)];
        assert!(sites.is_sorted());
        assert_eq!(at(b"X", 9).chromosome(), Some(Chromosome::X));
        assert_eq!(at(b"X", 9).shifted(-8).position(), 1);
        assert!(!at(b"X", 9).shifted(-9).is_some());
        assert_eq!(Site::NONE.chromosome(), None);
    }

    #[test]
    fn rsids() {
        assert_eq!(RsId::parse(b"rs3094315").number(), 3_094_315);
        for name in ["i3000001", "rs", "rs1a", "rs99999999999", "kgp12", ""] {
            assert!(!RsId::parse(name.as_bytes()).is_some(), "{name}");
        }
    }
}
