//! Finds rows of one variant: the same row again, the same on the other strand, the other allele weighed too.

use super::alleles::Pair;
use super::places::Place;
use super::rule;
use super::spots::Spots;
use crate::finding::Lint;
use crate::genome::allele::reverse_complement;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A row that can be compared with others, in 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Of place and alleles, the same for either strand and either effect allele.
    variant: u64,
    /// The line, and in the two lowest bits how the row is written compared with the variant's first form.
    line_and_form: u64,
}

/// Bits of a row's form: the effect allele is the variant's second, and the row is on its other strand.
const SWAPPED: u64 = 1;
const FLIPPED: u64 = 2;

/// The rows so far.
#[derive(Default)]
pub struct Repeats {
    entries: Vec<Entry>,
}

impl Repeats {
    /// Takes one row with the place it names.
    pub fn look_at(&mut self, line: u64, place: &Place, pair: &Pair) {
        let Some(place) = place.key() else { return };
        let flip = |allele: &[u8]| reverse_complement(allele).unwrap_or_default();
        let hash = |effect: &[u8], other: &[u8]| {
            let mut hasher = DefaultHasher::new();
            (place, effect, other).hash(&mut hasher);
            hasher.finish()
        };
        let (effect, other) = (pair.effect.as_slice(), pair.other.as_slice());
        let (flipped_effect, flipped_other) = (flip(effect), flip(other));
        let mut forms = vec![(hash(effect, other), 0)];
        // Without the other allele, only the very same row is known to be the same.
        if !other.is_empty() {
            forms.push((hash(other, effect), SWAPPED));
            // A palindrome's other strand is its other allele.
            if flipped_effect != other {
                forms.push((hash(&flipped_effect, &flipped_other), FLIPPED));
                forms.push((hash(&flipped_other, &flipped_effect), SWAPPED | FLIPPED));
            }
        }
        if let Some((variant, form)) = forms.into_iter().min() {
            self.entries.push(Entry { variant, line_and_form: line << 2 | form });
        }
    }

    /// What was found.
    pub fn lints(self) -> Vec<Lint> {
        let mut entries = self.entries;
        entries.sort_unstable();
        let (mut same, mut strands, mut both) = (Spots::default(), Spots::default(), Spots::default());
        for rows in entries.chunk_by(|a, b| a.variant == b.variant).filter(|rows| rows.len() > 1) {
            let mut seen: Vec<u64> = Vec::new();
            for row in rows {
                let (line, form) = (row.line_and_form >> 2, row.line_and_form & 3);
                if seen.contains(&form) {
                    same.add(line);
                } else if seen.contains(&(form ^ SWAPPED)) {
                    both.add(line);
                } else if !seen.is_empty() {
                    strands.add(line);
                }
                if !seen.contains(&form) {
                    seen.push(form);
                }
            }
        }
        super::plain_lints([
            (&rule::DUPLICATE_ROWS, &same),
            (&rule::DUPLICATE_STRANDS, &strands),
            (&rule::BOTH_ALLELES, &both),
        ])
    }
}
