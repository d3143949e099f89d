//! Reads a record's FORMAT: which part of each sample holds what is wanted.

use super::column::until_tab;
use super::fixed::corrupt;
use crate::error::{ErrorKind, Result};
use crate::genome::{Dosage, Reading};

/// A part of a sample that may be wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Hard = 0,
    Dosage = 1,
    HaplotypeDosage = 2,
    Probabilities = 3,
    Quality = 4,
    Depth = 5,
}

/// The parts of one sample by [`Key`]; `None` where the sample has none.
pub(super) type Parts<'a> = [Option<&'a [u8]>; 6];

/// FORMATs read before: a caller writes a handful, now one and now another.
#[derive(Default)]
pub(super) struct Formats {
    known: Vec<Format>,
    /// The one to replace next.
    next: usize,
}

/// Where the wanted parts stand in each sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Format {
    /// The text it was read from, and whether it was for a reference block.
    text: Vec<u8>,
    is_block: bool,
    /// What each part is, in file order, up to the last that is wanted.
    keys: Vec<Option<Key>>,
    /// The dosages that count, best first.
    pub sources: Vec<Key>,
    pub has_hard: bool,
    /// Whether nothing is wanted but GT, and that stands first.
    pub is_hard_first: bool,
}

impl Formats {
    /// Most that are remembered: GATK writes one with phase and one without, other callers some more.
    const KNOWN_MAX: usize = 16;
    /// Of longer ones one alone is remembered, as each may be as long as a line.
    const LONG_BYTES: usize = 1 << 10;

    /// Takes FORMAT from the front of what is behind INFO. Answers with it and the columns of so many samples.
    ///
    /// Errors: `record-corrupt` where there are none and should be, or a wanted key stands twice.
    pub fn strip<'a>(
        &mut self,
        behind: &'a [u8],
        is_block: bool,
        samples: usize,
        reading: &Reading,
    ) -> Result<(&Format, &'a [u8])> {
        let columns_behind = |known: &Format| match behind.strip_prefix(known.text.as_slice()) {
            Some([b'\t', columns @ ..]) if known.is_block == is_block => Some(columns),
            _ => None,
        };
        let found = self.known.iter().enumerate().find_map(|(at, known)| Some((at, columns_behind(known)?)));
        let (at, columns) = match found {
            Some(found) => found,
            None => {
                let (text, columns) = until_tab(behind);
                // Without samples nothing follows, or FORMAT alone.
                if columns.is_none() && samples > 0 {
                    return Err(corrupt("the number of columns"));
                }
                (self.learn(Format::read(text, is_block, reading)?), columns.unwrap_or_default())
            }
        };
        let known = self.known.get(at).ok_or(ErrorKind::Internal { what: "a FORMAT is where it was put" })?;
        Ok((known, columns))
    }

    #[cold]
    fn learn(&mut self, format: Format) -> usize {
        let at = self.next;
        if format.text.len() < Self::LONG_BYTES {
            self.next = (at + 1) % Self::KNOWN_MAX;
        }
        match self.known.get_mut(at) {
            Some(known) => *known = format,
            None => self.known.push(format),
        }
        at
    }
}

impl Format {
    /// Reads FORMAT.
    ///
    /// Errors: `record-corrupt` where a wanted key stands twice.
    #[cold]
    pub fn read(text: &[u8], is_block: bool, reading: &Reading) -> Result<Self> {
        let names: Vec<&[u8]> = text.split(|byte| *byte == b':').collect();
        let at = |name: &[u8]| names.iter().position(|known| *known == name);
        let first = |wanted: &[&[u8]]| wanted.iter().find_map(|name| at(name));
        let has_hard = at(b"GT").is_some();
        let mut sources = match reading.dosage {
            Dosage::Hard => Vec::new(),
            Dosage::Expected => vec![Key::Dosage, Key::HaplotypeDosage],
            Dosage::Probabilities => vec![Key::Probabilities],
        };
        if !has_hard {
            for key in [Key::Dosage, Key::HaplotypeDosage, Key::Probabilities] {
                if !sources.contains(&key) {
                    sources.push(key);
                }
            }
        }
        let place_of = |key: Key| match key {
            Key::Hard => at(b"GT"),
            Key::Dosage => at(b"DS"),
            Key::HaplotypeDosage => at(b"HDS"),
            Key::Probabilities => at(b"GP"),
            // GATK calls it RGQ where nothing but REF was seen, Strelka GQX.
            Key::Quality => reading.least_quality.and_then(|_| first(&[b"GQ", b"RGQ", b"GQX"])),
            Key::Depth => reading.least_depth.and_then(|_| match is_block {
                true => first(&[b"MIN_DP", b"DP"]),
                false => at(b"DP"),
            }),
        };
        sources.retain(|key| place_of(*key).is_some());
        let wanted = [Key::Hard, Key::Quality, Key::Depth].iter().chain(&sources);
        let places: Vec<(usize, Key)> = wanted.filter_map(|key| Some((place_of(*key)?, *key))).collect();
        let is_repeated = |place: usize| names.iter().filter(|name| Some(*name) == names.get(place)).count() > 1;
        if places.iter().any(|(place, _)| is_repeated(*place)) {
            return Err(corrupt("the FORMAT field"));
        }
        let mut keys = vec![None; places.iter().map(|(place, _)| place + 1).max().unwrap_or(0)];
        for (place, key) in &places {
            if let Some(slot) = keys.get_mut(*place) {
                *slot = Some(*key);
            }
        }
        Ok(Self { text: text.to_vec(), is_block, is_hard_first: keys == [Some(Key::Hard)], keys, sources, has_hard })
    }

    /// Cuts one sample. Parts at its end may have been dropped, and `.` is none.
    pub fn cut<'a>(&self, column: &'a [u8]) -> Parts<'a> {
        let mut parts: Parts = [None; 6];
        for (part, key) in column.split(|byte| *byte == b':').zip(&self.keys) {
            if let Some(slot) = key.and_then(|key| parts.get_mut(key as usize)) {
                *slot = Some(part).filter(|part| *part != b"." || *key == Some(Key::Hard));
            }
        }
        parts
    }
}

/// One part of a sample.
pub(super) fn part<'a>(parts: &Parts<'a>, key: Key) -> Option<&'a [u8]> {
    parts.get(key as usize).copied().flatten()
}
