//! Holds a genetic map: how far along a chromosome recombination has come at each position.

use crate::error::{Error, ErrorKind, Result};
use crate::genome::Chromosome;

/// Centimorgans in a megabase where no map says otherwise: the sex-averaged autosomal map, some 3,540 cM long, over the
/// 2,881 megabases of autosomes 1–22 in GRCh37.
pub const MEAN_CM_PER_MB: f64 = 1.2287;

/// Most knots of a map: fifty times those of the densest published ones, which have some 3.3 million.
pub const KNOTS_MAX: usize = 20_000_000;

/// A position with the recombination that lies before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knot {
    /// Position in bases, from 1.
    pub position: u32,
    /// Centimorgans from the start of the map of its chromosome.
    pub cm: f64,
}

/// Centimorgans by position: linear from knot to knot, and at [`MEAN_CM_PER_MB`] before the first and beyond the last.
///
/// Without knots, every chromosome recombines at the mean rate.
#[derive(Clone, Debug, Default)]
pub struct GeneticMap {
    /// Knots of each chromosome, by [`Chromosome::index`].
    chromosomes: Vec<Vec<Knot>>,
}

impl GeneticMap {
    /// Adds the next knot of a chromosome.
    ///
    /// Errors: `record-corrupt` unless position and centimorgans rise (centimorgans may stay), `too-many-rows`.
    pub fn push(&mut self, chromosome: Chromosome, knot: Knot) -> Result<()> {
        let at = usize::from(chromosome.index());
        if self.chromosomes.len() <= at {
            self.chromosomes.resize_with(at + 1, Vec::new);
        }
        let Some(knots) = self.chromosomes.get_mut(at) else { return Ok(()) };
        let rises = |last: &Knot| last.position < knot.position && last.cm <= knot.cm;
        if !knot.cm.is_finite() || !knots.last().is_none_or(rises) {
            return Err(ErrorKind::RecordCorrupt { what: "positions and centimorgans of a genetic map rise" }.into());
        }
        if knots.len() >= KNOTS_MAX {
            return Err(Error::from(ErrorKind::TooManyRows { limit: KNOTS_MAX as u64 }));
        }
        knots.push(knot);
        Ok(())
    }

    /// Whether there is a knot on this chromosome.
    pub fn covers(&self, chromosome: Chromosome) -> bool {
        !self.knots(chromosome).is_empty()
    }

    /// Centimorgans at a position. Differences count; where zero lies does not.
    pub fn cm_at(&self, chromosome: Chromosome, position: u32) -> f64 {
        let knots = self.knots(chromosome);
        let mean = |from: u32| (f64::from(position) - f64::from(from)) * (MEAN_CM_PER_MB / 1e6);
        let next = knots.partition_point(|knot| knot.position < position);
        match (next.checked_sub(1).and_then(|at| knots.get(at)), knots.get(next)) {
            (Some(before), Some(after)) => {
                let share = (f64::from(position) - f64::from(before.position))
                    / (f64::from(after.position) - f64::from(before.position));
                before.cm + share * (after.cm - before.cm)
            }
            (Some(edge), None) | (None, Some(edge)) => edge.cm + mean(edge.position),
            (None, None) => mean(0),
        }
    }

    fn knots(&self, chromosome: Chromosome) -> &[Knot] {
        self.chromosomes.get(usize::from(chromosome.index())).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn autosome(number: u8) -> Chromosome {
        Chromosome::autosome(number).expect("an autosome")
    }

    #[test]
    fn positions_lie_between_their_knots() {
        let mut map = GeneticMap::default();
        for (position, cm) in [(1_000_000, 0.5), (2_000_000, 2.5), (3_000_000, 2.5)] {
            map.push(autosome(4), Knot { position, cm }).expect("rising");
        }
        let rows = [
            (1_000_000, 0.5),
            (1_250_000, 1.0),
            (2_000_000, 2.5),
            (2_700_000, 2.5),
            (4_000_000, 2.5 + MEAN_CM_PER_MB),
            (500_000, 0.5 - MEAN_CM_PER_MB / 2.0),
        ];
        for (position, cm) in rows {
            assert!((map.cm_at(autosome(4), position) - cm).abs() < 1e-12, "{position}");
        }
        assert!(map.covers(autosome(4)) && !map.covers(autosome(5)));
        assert!((map.cm_at(autosome(5), 10_000_000) - 10.0 * MEAN_CM_PER_MB).abs() < 1e-12);
    }

    #[test]
    fn knots_that_fall_are_refused() {
        for (position, cm) in [(1_000_000, 1.0), (999_999, 1.0), (2_000_000, 0.1), (2_000_000, f64::NAN)] {
            let mut map = GeneticMap::default();
            map.push(autosome(1), Knot { position: 1_000_000, cm: 0.5 }).expect("the first");
            let error = map.push(autosome(1), Knot { position, cm }).expect_err("not rising");
            assert_eq!(error.code(), "record-corrupt", "{position} {cm}");
        }
    }
}
