//! Holds one row of a sample score, and what becomes of it in the sample person by the rules of `tallele`.

use super::decimal::{write_fixed, write_scientific};
use super::sample_person::SampleSite;
use crate::genome::{Chromosome, RsId, SeenAllele, Site};

/// What becomes of a row, known because the person was simulated and not because anything was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Counted with this many copies of the effect allele.
    Matched(u8),
    /// The file has the marker without a call.
    NoCall,
    /// The file does not have the marker.
    Unmatched,
    /// Left out: both strands read the same.
    Palindromic,
    /// Left out: not to be scored from a genotype file; the reason as reports name it.
    Unsupported(&'static str),
}

/// How dosage becomes contribution; weights in the score's decimal units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowModel {
    /// `w·d`.
    Additive(i64),
    /// `w·min(d, 1)`.
    Dominant(i64),
    /// `w·max(d − 1, 0)`.
    Recessive(i64),
    /// The weights of 0, 1 and 2 copies.
    ByDosage([i64; 3]),
}

impl RowModel {
    /// Contribution of this many copies, in the score's decimal units.
    pub fn contribution(self, copies: u8) -> i128 {
        let weight = match (self, copies) {
            (Self::Additive(weight), copies) => return i128::from(weight) * i128::from(copies),
            (Self::Dominant(weight), 1..) | (Self::Recessive(weight), 2..) => weight,
            (Self::Dominant(_) | Self::Recessive(_), _) => 0,
            (Self::ByDosage([zero, one, two]), copies) => [zero, one, two, two][usize::from(copies.min(3))],
        };
        i128::from(weight)
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct SampleRow {
    /// rsID, or none.
    pub id: RsId,
    /// Place on GRCh37; [`Site::NONE`] in rows that are found by rsID alone.
    pub site: Site,
    /// Effect allele.
    pub effect: &'static str,
    /// Other allele.
    pub other: &'static str,
    /// Weight and model.
    pub model: RowModel,
    /// Frequency of the effect allele in ten-thousandths.
    pub frequency: u16,
    /// Copies of the place in the sample person.
    pub copies: u8,
    /// Whether the row is written on the other strand.
    pub flipped: bool,
    /// What becomes of the row.
    pub fate: Fate,
}

/// A weight as text.
pub fn write_weight(units: i64, places: u32, scientific: bool) -> String {
    if scientific { write_scientific(units.into(), places) } else { write_fixed(units.into(), places) }
}

impl SampleRow {
    /// The row for one of the person's markers, with the alternate allele as the effect allele or the reference.
    pub fn of_marker(marker: &SampleSite, effect_is_alternate: bool, flipped: bool, model: RowModel) -> Self {
        let copies = if effect_is_alternate { marker.alternates } else { marker.copies - marker.alternates };
        let fate = match marker.called {
            _ if marker.is_palindromic() => Fate::Palindromic,
            true => Fate::Matched(copies),
            false => Fate::NoCall,
        };
        let (effect, other) = match effect_is_alternate {
            true => (marker.alternate, marker.reference),
            false => (marker.reference, marker.alternate),
        };
        Self {
            id: marker.id,
            site: marker.site,
            effect: letter(effect, flipped),
            other: letter(other, flipped),
            model,
            frequency: if effect_is_alternate { marker.frequency } else { 10_000 - marker.frequency },
            copies: marker.copies,
            flipped,
            fate,
        }
    }

    /// The row's chromosome and position columns, empty where it has no place.
    pub fn place(&self) -> (&'static str, String) {
        match self.site.chromosome() {
            Some(chromosome) => (Chromosome::name(chromosome), self.site.position().to_string()),
            None => ("", String::new()),
        }
    }
}

fn letter(allele: SeenAllele, flipped: bool) -> &'static str {
    match if flipped { allele.complement() } else { allele } {
        SeenAllele::A => "A",
        SeenAllele::C => "C",
        SeenAllele::G => "G",
        SeenAllele::T => "T",
        SeenAllele::Deletion => "D",
        SeenAllele::Insertion => "I",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributions_by_model() {
        let rows = [
            (RowModel::Additive(-3), [0, -3, -6]),
            (RowModel::Dominant(5), [0, 5, 5]),
            (RowModel::Recessive(5), [0, 0, 5]),
            (RowModel::ByDosage([-1, 2, 9]), [-1, 2, 9]),
        ];
        for (model, expected) in rows {
            assert_eq!([0, 1, 2].map(|copies| model.contribution(copies)), expected, "{model:?}");
        }
    }

    #[test]
    fn a_row_counts_the_effect_allele_on_either_strand() {
        let marker = SampleSite {
            site: Site::new(Chromosome::X, 5_000_000),
            id: RsId::from_number(9),
            internal: 0,
            reference: SeenAllele::A,
            alternate: SeenAllele::G,
            frequency: 2_500,
            copies: 2,
            alternates: 2,
            called: true,
        };
        let row = |effect_is_alternate, flipped, marker: &SampleSite| {
            let row = SampleRow::of_marker(marker, effect_is_alternate, flipped, RowModel::Additive(1));
            (row.effect, row.other, row.frequency, row.fate)
        };
        assert_eq!(row(true, false, &marker), ("G", "A", 2_500, Fate::Matched(2)));
        assert_eq!(row(false, false, &marker), ("A", "G", 7_500, Fate::Matched(0)));
        assert_eq!(row(true, true, &marker), ("C", "T", 2_500, Fate::Matched(2)));
        let unread = SampleSite { called: false, ..marker };
        assert_eq!(row(true, false, &unread).3, Fate::NoCall);
        let palindromic = SampleSite { alternate: SeenAllele::T, ..marker };
        assert_eq!(row(true, false, &palindromic).3, Fate::Palindromic);
    }
}
