//! Says what became of a score's row.

use crate::weights::Unsupported;

/// How row and marker agree, best first. A consumer file lists no REF, so there `ref` stands for the row as written: `refalt`
/// is a match on the file's strand, `refalt_flip` one on the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum MatchKind {
    /// Both alleles, same strand; the effect allele is REF.
    RefAlt,
    /// Both alleles, same strand; the effect allele is an ALT.
    AltRef,
    /// As [`Self::RefAlt`] on the other strand.
    RefAltFlip,
    /// As [`Self::AltRef`] on the other strand.
    AltRefFlip,
    /// No other allele in the row; the effect allele is REF, or the person carries it.
    NoOaRef,
    /// No other allele in the row; the effect allele is an ALT, or the person carries only another allele.
    NoOaAlt,
    /// As [`Self::NoOaRef`] on the other strand.
    NoOaRefFlip,
    /// As [`Self::NoOaAlt`] on the other strand.
    NoOaAltFlip,
}

impl MatchKind {
    /// All kinds, best first.
    pub const ALL: [Self; 8] = [
        Self::RefAlt,
        Self::AltRef,
        Self::RefAltFlip,
        Self::AltRefFlip,
        Self::NoOaRef,
        Self::NoOaAlt,
        Self::NoOaRefFlip,
        Self::NoOaAltFlip,
    ];

    /// The field's name of the kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::RefAlt => "refalt",
            Self::AltRef => "altref",
            Self::RefAltFlip => "refalt_flip",
            Self::AltRefFlip => "altref_flip",
            Self::NoOaRef => "no_oa_ref",
            Self::NoOaAlt => "no_oa_alt",
            Self::NoOaRefFlip => "no_oa_ref_flip",
            Self::NoOaAltFlip => "no_oa_alt_flip",
        }
    }

    /// Whether the row has its other allele.
    pub fn has_other(self) -> bool {
        matches!(self, Self::RefAlt | Self::AltRef | Self::RefAltFlip | Self::AltRefFlip)
    }

    /// Whether the row was read on the other strand.
    pub fn is_flip(self) -> bool {
        matches!(self, Self::RefAltFlip | Self::AltRefFlip | Self::NoOaRefFlip | Self::NoOaAltFlip)
    }
}

/// Why a row found nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unmatched {
    /// No marker there.
    Absent,
    /// A marker with other alleles.
    Alleles,
    /// In a stretch that is REF throughout, where the file does not say which base REF is.
    ReferenceUnknown,
    /// The score's positions are on another build than the file's, so nothing of it is compared.
    OtherBuild,
}

/// Why a row is left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Excluded {
    /// A/T or C/G.
    Palindromic,
    /// More than one ALT at the site.
    MultiAllelic,
    /// Another row of the score is on the same marker.
    Duplicate,
    /// Weights by dosage, which pgsc_calc does not use.
    DosageWeights,
    /// Cannot be scored from a genotype file.
    Unsupported(Unsupported),
}

impl Excluded {
    /// The reason as the report names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Palindromic => "palindromic",
            Self::MultiAllelic => "multiallelic",
            Self::Duplicate => "duplicate",
            Self::DosageWeights => "dosage-weights",
            Self::Unsupported(reason) => reason.code(),
        }
    }
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It counts.
    Matched(MatchKind),
    /// The marker is there and was not called.
    NoCall,
    /// Nothing to compare with.
    Unmatched(Unmatched),
    /// Left out by a rule.
    Excluded(Excluded),
}

impl Outcome {
    /// The rule that applied, as the audit names it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Matched(_) => "matched",
            Self::NoCall => "no-call",
            Self::Unmatched(Unmatched::Absent) => "not-in-file",
            Self::Unmatched(Unmatched::Alleles) => "alleles-differ",
            Self::Unmatched(Unmatched::ReferenceUnknown) => "reference-unknown",
            Self::Unmatched(Unmatched::OtherBuild) => "other-build",
            Self::Excluded(reason) => reason.code(),
        }
    }

    /// The state of the row: `matched`, `no-call`, `unmatched`, `excluded`.
    pub fn state(self) -> &'static str {
        match self {
            Self::Matched(_) => "matched",
            Self::NoCall => "no-call",
            Self::Unmatched(_) => "unmatched",
            Self::Excluded(_) => "excluded",
        }
    }
}

/// How a row found its marker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Joined {
    /// It did not.
    Not,
    /// By chromosome and position.
    Position,
    /// By rsID.
    RsId,
}

/// What was found for one row.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RowMatch {
    /// The genome's entry; meaningless where `joined` is [`Joined::Not`].
    pub entry: u32,
    /// How it was found.
    pub joined: Joined,
    /// What became of the row.
    pub outcome: Outcome,
    /// Copies of the effect allele, 0–2; 0 unless matched.
    pub dosage: f64,
}
