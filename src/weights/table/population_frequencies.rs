//! Keeps the effect allele's frequency in the populations that the file names.

use super::ScoreTable;

impl ScoreTable {
    /// Adds a column for the effect allele's frequency in one population, named as the file names it.
    pub fn add_frequency_column(&mut self, name: &str) {
        self.population_frequencies.push((name.to_owned(), Vec::new()));
    }

    /// Gives the last row its frequency in the population column of this index.
    pub fn set_population_frequency(&mut self, column: usize, frequency: f64) {
        if let (Some(last), Some((_, column))) =
            (self.weights.len().checked_sub(1), self.population_frequencies.get_mut(column))
        {
            column.resize(last, f64::NAN);
            column.push(frequency);
        }
    }

    /// The names of the population frequency columns (`allelefrequency_effect_European`, …).
    pub fn frequency_columns(&self) -> impl Iterator<Item = &str> {
        self.population_frequencies.iter().map(|(name, _)| name.as_str())
    }

    /// The effect allele's frequency in the population column of this name, where the file brings one.
    pub fn frequency_in(&self, name: &str, row: usize) -> Option<f64> {
        let (_, column) = self.population_frequencies.iter().find(|(column, _)| column == name)?;
        column.get(row).copied().filter(|frequency| !frequency.is_nan())
    }
}
