//! Reads a record's FORMAT: which part of each sample holds what is wanted.

use super::fixed::corrupt;
use crate::error::Result;
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

/// Where the wanted parts stand in each sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Format {
    /// The text it was read from, and whether it was for a reference block: most records have that of the one before.
    text: Vec<u8>,
    is_block: bool,
    is_read: bool,
    /// What each part is, in file order, up to the last that is wanted.
    keys: Vec<Option<Key>>,
    /// The dosages that count, best first.
    pub sources: Vec<Key>,
    pub has_hard: bool,
    pub has_quality: bool,
    pub has_depth: bool,
}

impl Format {
    /// Reads FORMAT, unless it is the one read last.
    ///
    /// Errors: `record-corrupt` where a wanted key stands twice.
    pub fn read(&mut self, text: &[u8], is_block: bool, reading: &Reading) -> Result<()> {
        if self.is_read && self.is_block == is_block && self.text == text {
            return Ok(());
        }
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
        self.keys.clear();
        self.keys.resize(places.iter().map(|(place, _)| place + 1).max().unwrap_or(0), None);
        for (place, key) in &places {
            if let Some(slot) = self.keys.get_mut(*place) {
                *slot = Some(*key);
            }
        }
        self.has_hard = has_hard;
        self.has_quality = places.iter().any(|(_, key)| *key == Key::Quality);
        self.has_depth = places.iter().any(|(_, key)| *key == Key::Depth);
        self.sources = sources;
        self.text.clear();
        self.text.extend_from_slice(text);
        self.is_block = is_block;
        self.is_read = true;
        Ok(())
    }

    /// Whether nothing is wanted but GT, and that stands first.
    pub fn is_hard_first(&self) -> bool {
        self.keys == [Some(Key::Hard)]
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
