//! Designs the sample scores that come with figures of made-up reference people: variants among an ancestry panel's sites.

use super::sample_person::SampleSite;
use super::sample_row::{Fate, RowModel, SampleRow};
use super::sample_scores::SampleScore;
use crate::stats::Random;

/// Streams of the seed that these scores draw from.
const STREAM: u64 = 1_100;
/// Weights are normal with this standard deviation, in the scores' units of 10⁻⁵.
const SPREAD: f64 = 5_000.0;

/// What these scores take of an ancestry panel, and what the person's file then lacks of it.
pub struct FiguredScores {
    /// The scores.
    pub scores: Vec<SampleScore>,
    /// Of each of the panel's sites, whether the person's file leaves it out.
    pub lacking: Vec<bool>,
    /// The panel's sites that the scores take, in order.
    pub sites: Vec<usize>,
}

/// A score with nine in ten of its variants in the person's file, and one with three in ten; no site is in both. `markers` are
/// the person's at all of the panel's sites; `is_taken` tells those that the file has otherwise.
pub fn figured_scores(markers: &[SampleSite], is_taken: &[bool], seed: u64) -> FiguredScores {
    let mut random = Random::stream(seed, STREAM);
    let free: Vec<usize> = (0..markers.len()).filter(|at| !is_taken.get(*at).copied().unwrap_or(true)).collect();
    let mut chosen: Vec<usize> =
        random.choose(800, free.len() as u32).into_iter().filter_map(|at| free.get(at as usize).copied()).collect();
    shuffle(&mut chosen, &mut random);
    let (first, second) = chosen.split_at(chosen.len() / 2);
    let mut lacking = is_taken.to_vec();
    let mut rows = |sites: &[usize], absent: usize| {
        let mut sites: Vec<(usize, bool)> = sites.iter().enumerate().map(|(nth, at)| (*at, nth < absent)).collect();
        sites.sort_unstable();
        let row = |(at, is_absent): (usize, bool)| {
            let model = RowModel::Additive(libm::round(random.normal() * SPREAD) as i64);
            let row = SampleRow::of_marker(markers.get(at)?, random.chance(0.5), false, model);
            if let Some(lacks) = lacking.get_mut(at) {
                *lacks |= is_absent;
            }
            Some(if is_absent { SampleRow { fate: Fate::Unmatched, ..row } } else { row })
        };
        sites.into_iter().filter_map(row).collect()
    };
    let score = |id, title, trait_reported, summary, rows| SampleScore {
        id,
        title,
        trait_reported,
        summary,
        places: 5,
        scientific: false,
        frequencies: true,
        models: false,
        has_figures: true,
        rows,
    };
    let well = score(
        "SAMPLE06",
        "Sample score F: with figures of reference people",
        "Sample trait F (made up)",
        "Four hundred variants with made-up weights and the figures of a thousand made-up reference people: a percentile is told.",
        rows(first, first.len() / 10),
    );
    let poorly = score(
        "SAMPLE07",
        "Sample score G: figures, but few of its variants in the file",
        "Sample trait G (made up)",
        "Four hundred variants of which the sample person's file lacks seven in ten: the percentile is withheld.",
        rows(second, second.len() * 7 / 10),
    );
    chosen.sort_unstable();
    FiguredScores { scores: vec![well, poorly], lacking, sites: chosen }
}

/// Fisher and Yates: every order is equally likely.
fn shuffle(sites: &mut [usize], random: &mut Random) {
    for last in (1..sites.len()).rev() {
        sites.swap(last, random.below(last as u32 + 1) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::{Chromosome, RsId, SeenAllele, Site};

    #[test]
    fn one_score_is_mostly_there_and_one_is_not_and_no_site_is_in_both() {
        let chromosome = Chromosome::parse(b"1").expect("known");
        let marker = |at: u32| SampleSite {
            site: Site::new(chromosome, at + 1),
            id: RsId::from_number(at + 1),
            internal: 0,
            reference: SeenAllele::A,
            alternate: SeenAllele::G,
            frequency: 4_000,
            copies: 2,
            alternates: 1,
            called: true,
        };
        let markers: Vec<SampleSite> = (0..2_000).map(marker).collect();
        let is_taken: Vec<bool> = (0..2_000).map(|at| at % 10 == 3).collect();
        let FiguredScores { scores, lacking, sites } = figured_scores(&markers, &is_taken, 9);
        let counts = |score: &SampleScore| (score.rows.len(), score.answer().matched, score.answer().unmatched);
        assert_eq!(scores.iter().map(counts).collect::<Vec<_>>(), [(400, 360, 40), (400, 120, 280)]);
        assert!(sites.len() == 800 && sites.is_sorted_by(|a, b| a < b) && sites.iter().all(|at| !is_taken[*at]));
        assert_eq!(lacking.iter().filter(|lacks| **lacks).count(), 200 + 40 + 280);
        for row in scores.iter().flat_map(|score| &score.rows) {
            let at = markers.iter().position(|marker| marker.site == row.site).expect("a marker");
            assert!(sites.contains(&at));
            assert_eq!(lacking[at], row.fate == Fate::Unmatched);
        }
        assert!(scores.iter().all(|score| score.rows.is_sorted_by_key(|row| row.site)));
    }
}
