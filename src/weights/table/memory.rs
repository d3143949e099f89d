//! Makes room for a score's columns as they grow, and says what they take.

use super::{AlleleId, ScoreTable};
use crate::genome::{RsId, Site};

impl ScoreTable {
    /// Makes room in the columns that every row fills: for the rows the header claims once enough have come to believe
    /// it, otherwise for a quarter more, so that a long score never needs twice its memory.
    pub(super) fn grow(&mut self) {
        // Little, as a file may hold thousands of short scores.
        const FIRST_ROWS: usize = 64;
        const BELIEVED_RATIO: usize = 64;
        let rows = self.weights.len();
        let claimed = self.header.variants_number.and_then(|rows| usize::try_from(rows).ok()).unwrap_or(0);
        let more = if claimed > rows && claimed / BELIEVED_RATIO <= rows { claimed - rows } else { rows / 4 };
        self.reserve(more.max(FIRST_ROWS));
    }

    /// Makes room for `rows` more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.author_sites.reserve_exact(rows);
        self.ids.reserve_exact(rows);
        self.effects.reserve_exact(rows);
        self.others.reserve_exact(rows);
        self.weights.reserve_exact(rows);
        self.written.reserve(rows);
        for column in [&mut self.frequencies].into_iter().chain(self.population_frequencies.iter_mut().map(|(_, c)| c))
        {
            if !column.is_empty() {
                column.reserve_exact(rows + self.weights.len() - column.len());
            }
        }
        if !self.harmonised_sites.is_empty() {
            self.harmonised_sites.reserve_exact(rows);
        }
    }

    /// Gives back the memory that growing kept ready; called when the last row is in.
    pub fn shrink(&mut self) {
        self.author_sites.shrink_to_fit();
        self.harmonised_sites.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.effects.shrink_to_fit();
        self.others.shrink_to_fit();
        self.weights.shrink_to_fit();
        self.written.shrink();
        self.frequencies.shrink_to_fit();
        self.population_frequencies.iter_mut().for_each(|(_, column)| column.shrink_to_fit());
        self.models.shrink();
        self.inferred_others.shrink();
        self.inferred_alleles.shrink_to_fit();
        self.unsupported.shrink();
        self.names.shrink();
    }

    /// Memory of the columns, in bytes.
    pub fn bytes(&self) -> usize {
        (self.author_sites.capacity() + self.harmonised_sites.capacity()) * size_of::<Site>()
            + self.ids.capacity() * size_of::<RsId>()
            + (self.effects.capacity() + self.others.capacity() + self.inferred_alleles.capacity())
                * size_of::<AlleleId>()
            + (self.weights.capacity() + self.frequencies.capacity()) * size_of::<f64>()
            + self.population_frequencies.iter().map(|(_, column)| column.capacity() * size_of::<f64>()).sum::<usize>()
            + self.written.bytes()
            + self.names.bytes()
            + self.models.bytes()
            + self.inferred_others.bytes()
            + self.unsupported.bytes()
            + self.allele_texts.iter().map(|text| 2 * text.len() + 64).sum::<usize>()
    }
}
