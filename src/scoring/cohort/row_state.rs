//! Says in one byte what became of a score's row so far, the same for every sample of a file of records.

use crate::matching::{Excluded, Joined, MatchKind};

/// What became of a row so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RowState(u8);

const CODE: u8 = 0x0F;
/// Rows that count have this code and that of their kind.
const COUNTED: u8 = 8;
const REFERENCE_ONLY: u8 = 0x10;
const BY_ID: u8 = 0x20;
const MET_AGAIN: u8 = 0x40;

impl RowState {
    /// No record lies there yet.
    pub const UNSEEN: Self = Self(0);
    /// In a stretch that is REF throughout.
    pub const IN_STRETCH: Self = Self(1);
    /// A record lies there and has other alleles.
    pub const DIFFERS: Self = Self(2);
    const PALINDROMIC: Self = Self(3);
    const MULTIALLELIC: Self = Self(4);
    const DUPLICATE: Self = Self(5);

    /// Settled: it counts.
    pub(super) fn counted(kind: MatchKind, joined: Joined) -> Self {
        Self(COUNTED | kind as u8).joined(joined)
    }

    /// Settled: it is left out, the same for everybody.
    pub(super) fn excluded(reason: Excluded, joined: Joined) -> Self {
        match reason {
            Excluded::MultiAllelic => Self::MULTIALLELIC,
            Excluded::Duplicate => Self::DUPLICATE,
            _ => Self::PALINDROMIC,
        }
        .joined(joined)
    }

    fn joined(self, joined: Joined) -> Self {
        if joined == Joined::RsId { Self(self.0 | BY_ID) } else { self }
    }

    /// The same, where the record lists no ALT, or there is no record: REF was seen, and that alone.
    pub(super) fn reference_only(self) -> Self {
        Self(self.0 | REFERENCE_ONLY)
    }

    /// The same, met by a record that came too late to count.
    pub(super) fn met_again(self) -> Self {
        Self(self.0 | MET_AGAIN)
    }

    /// Whether a record came too late to count.
    pub fn is_met_again(self) -> bool {
        self.0 & MET_AGAIN != 0
    }

    /// Whether nothing that comes later changes it.
    pub fn is_settled(self) -> bool {
        self.0 & CODE > Self::DIFFERS.0
    }

    /// Whether the row was found by rsID.
    pub fn is_by_id(self) -> bool {
        self.0 & BY_ID != 0
    }

    /// Whether REF alone was seen.
    pub fn is_reference_only(self) -> bool {
        self.0 & REFERENCE_ONLY != 0
    }

    /// The kind of a row that counts.
    pub fn kind(self) -> Option<MatchKind> {
        let kind = (self.0 & CODE).checked_sub(COUNTED)?;
        MatchKind::ALL.get(usize::from(kind)).copied()
    }

    /// Why a row is left out.
    pub fn exclusion(self) -> Option<Excluded> {
        match Self(self.0 & CODE) {
            Self::PALINDROMIC => Some(Excluded::Palindromic),
            Self::MULTIALLELIC => Some(Excluded::MultiAllelic),
            Self::DUPLICATE => Some(Excluded::Duplicate),
            _ => None,
        }
    }

    /// The byte.
    pub fn byte(self) -> u8 {
        self.0
    }

    /// The state of this byte, where there is one.
    pub fn of_byte(byte: u8) -> Option<Self> {
        let state = Self(byte);
        let is_known = state.kind().is_some() || state.exclusion().is_some() || byte & CODE <= Self::DIFFERS.0;
        let flags = if state.is_settled() { REFERENCE_ONLY | BY_ID | MET_AGAIN } else { 0 };
        (is_known && byte & !CODE & !flags == 0).then_some(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        for kind in MatchKind::ALL {
            for joined in [Joined::Position, Joined::RsId] {
                let state = RowState::counted(kind, joined).reference_only().met_again();
                assert_eq!((state.kind(), state.is_by_id()), (Some(kind), joined == Joined::RsId));
                assert!(state.is_settled() && state.is_met_again() && state.is_reference_only());
                assert_eq!((state.exclusion(), RowState::of_byte(state.byte())), (None, Some(state)));
            }
        }
        for reason in [Excluded::Palindromic, Excluded::MultiAllelic, Excluded::Duplicate] {
            let state = RowState::excluded(reason, Joined::RsId);
            assert_eq!((state.exclusion(), state.kind(), state.is_settled()), (Some(reason), None, true));
        }
        for state in [RowState::UNSEEN, RowState::IN_STRETCH, RowState::DIFFERS] {
            assert!(!state.is_settled() && RowState::of_byte(state.byte()) == Some(state));
            assert_eq!(RowState::of_byte(state.byte() | BY_ID), None);
        }
        assert_eq!((RowState::of_byte(6), RowState::of_byte(0x80)), (None, None));
    }
}
