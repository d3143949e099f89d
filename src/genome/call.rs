//! Holds one genotype call in one byte: the one or two alleles that a consumer file writes for a marker.

/// An allele as a consumer file writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[repr(u8)]
pub enum SeenAllele {
    /// Adenine.
    A = 0,
    /// Cytosine.
    C = 1,
    /// Guanine.
    G = 2,
    /// Thymine.
    T = 3,
    /// The shorter allele of an indel, written `D`.
    Deletion = 4,
    /// The longer allele of an indel, written `I`.
    Insertion = 5,
}

impl SeenAllele {
    const ALL: [Self; 6] = [Self::A, Self::C, Self::G, Self::T, Self::Deletion, Self::Insertion];

    /// Reads one letter, either case; `None` for anything but A, C, G, T, D, I.
    #[inline]
    pub fn parse(letter: u8) -> Option<Self> {
        match letter {
            b'A' | b'a' => Some(Self::A),
            b'C' | b'c' => Some(Self::C),
            b'G' | b'g' => Some(Self::G),
            b'T' | b't' => Some(Self::T),
            b'D' | b'd' => Some(Self::Deletion),
            b'I' | b'i' => Some(Self::Insertion),
            _ => None,
        }
    }

    /// The base with this code: 0–3 are A, C, G, T.
    #[inline]
    pub fn from_base_code(code: u8) -> Option<Self> {
        if code < 4 { Self::ALL.get(usize::from(code)).copied() } else { None }
    }

    /// The letter that files write.
    pub fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::C => 'C',
            Self::G => 'G',
            Self::T => 'T',
            Self::Deletion => 'D',
            Self::Insertion => 'I',
        }
    }

    /// Whether this is one of the four bases.
    pub fn is_base(self) -> bool {
        (self as u8) < 4
    }

    /// The base on the other strand; `D` and `I` are their own.
    pub fn complement(self) -> Self {
        match self {
            Self::A => Self::T,
            Self::C => Self::G,
            Self::G => Self::C,
            Self::T => Self::A,
            indel => indel,
        }
    }
}

/// One genotype call: no call, one allele (haploid), or two in sorted order.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Call(u8);

/// Stands in the high half where a call has one allele only.
const ABSENT: u8 = 7;

impl Call {
    /// No call.
    pub const NONE: Self = Self(0xFF);

    /// One allele, as files write males' X, Y and MT.
    #[inline]
    pub fn haploid(allele: SeenAllele) -> Self {
        Self(ABSENT << 4 | allele as u8)
    }

    /// Two alleles; their order does not matter.
    #[inline]
    pub fn diploid(a: SeenAllele, b: SeenAllele) -> Self {
        let (low, high) = if (a as u8) <= (b as u8) { (a as u8, b as u8) } else { (b as u8, a as u8) };
        Self(high << 4 | low)
    }

    /// Whether the call is missing.
    #[inline]
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// The alleles: none, one, or two.
    #[inline]
    pub fn alleles(self) -> (Option<SeenAllele>, Option<SeenAllele>) {
        if self.is_none() {
            return (None, None);
        }
        let at = |code: u8| SeenAllele::ALL.get(usize::from(code)).copied();
        (at(self.0 & 0xF), at(self.0 >> 4))
    }

    /// Whether both alleles are written and differ.
    pub fn is_heterozygous(self) -> bool {
        matches!(self.alleles(), (Some(a), Some(b)) if a != b)
    }

    /// Whether two bases are called that are each other's complement.
    pub fn is_palindromic(self) -> bool {
        matches!(self.alleles(), (Some(a), Some(b)) if a.is_base() && a.complement() == b)
    }

    /// The call with one allele where both are written and equal; a heterozygous call has no haploid form.
    pub fn as_haploid(self) -> Option<Self> {
        match self.alleles() {
            (Some(a), Some(b)) if a == b => Some(Self::haploid(a)),
            (Some(_), None) => Some(self),
            _ => None,
        }
    }

    /// The byte this call packs into.
    pub fn byte(self) -> u8 {
        self.0
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.alleles() {
            (Some(a), Some(b)) => write!(f, "{}{}", a.letter(), b.letter()),
            (Some(a), None) => write!(f, "{}", a.letter()),
            _ => f.write_str("--"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_pack_and_unpack() {
        for a in SeenAllele::ALL {
            assert_eq!(Call::haploid(a).alleles(), (Some(a), None));
            for b in SeenAllele::ALL {
                assert_eq!(Call::diploid(a, b), Call::diploid(b, a));
                assert_eq!(Call::diploid(a, b).is_heterozygous(), a != b);
                assert_eq!(Call::diploid(a, b).as_haploid(), (a == b).then_some(Call::haploid(a)));
            }
        }
        assert_eq!(Call::NONE.alleles(), (None, None));
    }
}
