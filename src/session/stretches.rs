//! Notices files of one sample's name that cover the same stretch: many laboratories call every sample the same.

use crate::finding::{Finding, Severity};
use crate::genome::{Chromosome, Site};

/// First and last position on each chromosome of the file at hand, and of those before it.
pub(super) struct Stretches {
    at_hand: Vec<Option<(u32, u32)>>,
    before: Vec<Vec<Option<(u32, u32)>>>,
    overlapping: u64,
}

impl Stretches {
    /// Before the first file.
    pub fn new() -> Self {
        Self { at_hand: vec![None; Chromosome::COUNT], before: Vec::new(), overlapping: 0 }
    }

    /// Takes a record's place.
    #[inline]
    pub fn take(&mut self, site: Site) {
        let of = site.chromosome().map(|chromosome| usize::from(chromosome.index()));
        if let Some(slot) = of.and_then(|of| self.at_hand.get_mut(of)) {
            let position = site.position();
            *slot = Some(slot.map_or((position, position), |(first, last)| (first.min(position), last.max(position))));
        }
    }

    /// Comes to the end of a file.
    pub fn end_file(&mut self) {
        let of_file = std::mem::replace(&mut self.at_hand, vec![None; Chromosome::COUNT]);
        let meet = |one: &Option<(u32, u32)>, other: &Option<(u32, u32)>| match (one, other) {
            (Some((first, last)), Some((of_first, of_last))) => first <= of_last && of_first <= last,
            _ => false,
        };
        let overlaps = |file: &Vec<_>| file.iter().zip(&of_file).any(|(one, other)| meet(one, other));
        self.overlapping += u64::from(self.before.iter().any(overlaps));
        self.before.push(of_file);
    }

    /// What to say of them.
    pub fn finding(&self) -> Option<Finding> {
        let text = "Files with the same sample name cover the same stretch of a chromosome and were taken for one person's. If they are different people's, score them one by one: of two records at one place the first counts.";
        (self.overlapping > 0).then(|| Finding::new("files-overlap", Severity::Fix, self.overlapping, text))
    }
}
