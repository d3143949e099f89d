//! Gives kept records again.

use super::KeptRecords;
use super::written::{
    ALLELES, BASES, HAS_DOSAGES, HAS_END, HAS_ID, ID_BYTES, IS_BLOCK, IS_SHORT, KEY_AT, KEY_BYTES, PASSES, SHORT_BYTES,
};
use crate::error::{ErrorKind, Result};
use crate::finding::Finding;
use crate::genome::{Calls, Record, RecordStream, RsId, Sample, Site, SiteWalk};
use std::ops::Range;
use std::sync::Arc;

/// A walk over kept records.
pub(super) struct KeptStream {
    kept: Arc<KeptRecords>,
    /// The piece at hand, and those behind it.
    pieces: Range<usize>,
    at: usize,
    /// Bytes of the pieces before.
    before: usize,
    last: Site,
    /// Where records are wanted; everywhere where it is `None`.
    places: Option<SiteWalk>,
    /// The first place at or behind the last record that is wanted, as a key; 0 where it is not known.
    next_place: u64,
    /// Which keys are read.
    within: Range<u64>,
    /// Where the calls of the record given last are.
    calls: Option<CallsAt>,
}

#[derive(Clone, Copy)]
enum CallsAt {
    /// They were read with the record.
    Short([u8; 2]),
    At {
        at: usize,
        has_dosages: bool,
    },
}

/// What is left of a piece.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    #[inline]
    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    #[inline]
    fn id(&mut self, flags: u8) -> Option<RsId> {
        if flags & HAS_ID == 0 {
            return Some(RsId::NONE);
        }
        Some(RsId::from_number(u32::from_le_bytes(*self.bytes(4)?.first_chunk::<4>()?)))
    }

    /// End and alleles of a record of any length.
    fn any(&mut self, flags: u8, record: &mut Record) -> Option<()> {
        let end = if flags & HAS_END != 0 { Some(u32::try_from(self.number()?).ok()?) } else { None };
        for _ in 0..self.length()? {
            let length = self.length()?;
            record.push_allele(self.bytes(length)?);
        }
        let last_of_reference = u32::try_from(record.allele(0).len()).unwrap_or(u32::MAX).saturating_sub(1);
        record.end = end.unwrap_or(record.site.position().saturating_add(last_of_reference));
        Some(())
    }
}

/// Where a record stands that the first bytes are of, and how many bytes it takes; `last` is the place before it. None where
/// there is no record.
#[inline]
fn head_of(bytes: &[u8], last: u64) -> Option<(u64, usize)> {
    let &[flags, one, two, three, four] = bytes.first_chunk()?;
    if flags & IS_SHORT != 0 {
        let step = u64::from(u32::from_le_bytes([two, three, four, 0]));
        let length = if flags & HAS_ID == 0 { SHORT_BYTES } else { SHORT_BYTES + ID_BYTES };
        return Some((last.saturating_add(step), length));
    }
    let &[a, b, c, d, e] = bytes.get(KEY_AT..)?.first_chunk()?;
    Some((u64::from_le_bytes([a, b, c, d, e, 0, 0, 0]), usize::from(u16::from_le_bytes([one, two]))))
}

fn member(list: [u8; 4], code: u8) -> u8 {
    list.get(usize::from(code & 3)).copied().unwrap_or_default()
}

impl KeptStream {
    pub fn new(kept: Arc<KeptRecords>, places: Option<SiteWalk>) -> Self {
        let pieces = 0..kept.pieces.len();
        let within = 0..u64::MAX;
        Self { kept, pieces, at: 0, before: 0, last: Site::NONE, places, next_place: 0, within, calls: None }
    }

    /// A walk over records at these places and over blocks that begin `within` these keys, all of which are in some pieces.
    pub fn part(kept: Arc<KeptRecords>, places: SiteWalk, within: Range<u64>, pieces: Range<usize>) -> Self {
        let before = kept.pieces.iter().take(pieces.start).map(Vec::len).sum();
        let last = kept.before.get(pieces.start).copied().unwrap_or(Site::NONE);
        Self { pieces, before, last, within, ..Self::new(kept, Some(places)) }
    }

    /// Passes over records of this piece in front of the next that is wanted. Of four million records three are passed over, so
    /// that this reads no more of one than where it stands.
    #[inline]
    fn skip_unwanted(&mut self) {
        let Self { kept, pieces, at, last, places: Some(places), next_place, within, .. } = self else { return };
        let bytes = kept.pieces.get(pieces.start).map_or(&[][..], Vec::as_slice);
        let mut key = last.key();
        while let Some(rest @ [flags, ..]) = bytes.get(*at..)
            && let Some((next, length)) = head_of(rest, key)
        {
            if next < key {
                *next_place = 0;
            }
            if next >= *next_place {
                *next_place = places.first_from(Site::from_key(next)).map_or(u64::MAX, Site::key);
            }
            // A block speaks of the places behind it, too.
            if next == *next_place || flags & IS_BLOCK != 0 && within.contains(&next) {
                break;
            }
            key = next;
            *at += length;
        }
        *last = Site::from_key(key);
    }

    /// The record at hand; none where what was written is not what is read, which never is.
    #[inline]
    fn read(&mut self, record: &mut Record) -> Option<()> {
        let Self { kept, pieces, at, last, next_place, calls, .. } = self;
        let bytes = kept.pieces.get(pieces.start)?;
        let (key, length) = head_of(bytes.get(*at..)?, last.key())?;
        let site = Site::from_key(key);
        if site < *last {
            *next_place = 0;
        }
        let mut rest = Rest(bytes.get(*at..at.checked_add(length)?)?);
        let &[flags, packed] = rest.bytes(2)?.first_chunk()?;
        if flags & IS_SHORT != 0 {
            rest.bytes(SHORT_BYTES - 2)?;
            record.begin(site, rest.id(flags)?);
            record.push_allele(&[member(BASES, packed)]);
            record.push_allele(&[member(BASES, packed >> 2)]);
            *calls = Some(CallsAt::Short([member(ALLELES, packed >> 4), member(ALLELES, packed >> 6)]));
        } else {
            rest.bytes(KEY_AT + KEY_BYTES - 2)?;
            record.begin(site, rest.id(flags)?);
            rest.any(flags, record)?;
            let at = *at + length - rest.0.len();
            *calls = Some(CallsAt::At { at, has_dosages: flags & HAS_DOSAGES != 0 });
        }
        record.passes = flags & PASSES != 0;
        record.is_reference_block = flags & IS_BLOCK != 0;
        *last = site;
        *at += length;
        Some(())
    }

    fn read_calls_at(&self, of: CallsAt, calls: &mut Calls) -> Option<()> {
        calls.begin(0, 2);
        match of {
            CallsAt::Short(pair) => calls.alleles.extend_from_slice(&pair),
            CallsAt::At { at, has_dosages } => {
                let mut rest = Rest(self.kept.pieces.get(self.pieces.start)?.get(at..)?);
                calls.width = rest.length()?;
                let length = rest.length()?;
                calls.alleles.extend_from_slice(rest.bytes(length)?);
                if has_dosages {
                    for _ in 0..rest.length()? {
                        calls.dosages.push(f64::from_bits(u64::from_le_bytes(rest.bytes(8)?.try_into().ok()?)));
                    }
                }
            }
        }
        Some(())
    }
}

impl RecordStream for KeptStream {
    fn samples(&self) -> &[Sample] {
        &self.kept.samples
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.calls = None;
        loop {
            self.skip_unwanted();
            let Some(piece) = self.kept.pieces.get(self.pieces.start).filter(|_| !self.pieces.is_empty()) else {
                return Ok(false);
            };
            if self.at >= piece.len() {
                self.before += piece.len();
                self.pieces.start += 1;
                self.at = 0;
                continue;
            }
            let what = "kept records are read as they were written";
            return self.read(record).map(|()| true).ok_or_else(|| ErrorKind::Internal { what }.into());
        }
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        let what = "calls are asked for behind a record";
        let read = self.calls.and_then(|of| self.read_calls_at(of, calls));
        read.ok_or_else(|| ErrorKind::Internal { what }.into())
    }

    fn bytes_done(&self) -> u64 {
        let done = (self.before + self.at) as u128 * u128::from(self.kept.file_bytes);
        u64::try_from(done / self.kept.bytes.max(1) as u128).unwrap_or(u64::MAX)
    }

    /// They were told when the file was read.
    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }
}
