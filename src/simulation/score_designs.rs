//! Designs the sample scores: which markers each takes, with what weights, and what each is there to show.

use super::array_layout::chromosomes;
use super::sample_person::{SamplePerson, SampleSite, draw_bases, draw_frequency};
use super::sample_row::{Fate, RowModel, SampleRow};
use super::sample_scores::SampleScore;
use crate::genome::{Build, Chromosome, Ploidy, RsId, Site};
use crate::stats::Random;

/// Streams of the seed that the scores draw from; those of the person are 1 to 25.
const STREAM: u64 = 1_000;
/// rsIDs of rows whose marker the person's file does not have start here, above all of the person's.
const FIRST_ABSENT_ID: u32 = 4_200_000_000;

/// Twelve variants with round weights, all matched: a sum to be done by hand.
pub fn teaching(person: &SamplePerson, seed: u64) -> SampleScore {
    const WEIGHTS: [i64; 12] = [10, 20, -15, 5, 30, -10, 25, 40, -5, 15, -20, 50];
    const COPIES: [u8; 12] = [2, 1, 1, 0, 1, 2, 0, 1, 2, 1, 2, 1];
    const CHROMOSOMES: [u8; 12] = [1, 2, 3, 4, 6, 8, 9, 11, 14, 17, 20, 23];
    let mut random = Random::stream(seed, STREAM + 1);
    let rows = (WEIGHTS.into_iter().zip(COPIES).zip(CHROMOSOMES))
        .filter_map(|((weight, copies), chromosome)| {
            let marker = common_marker(person, chromosome, copies, &mut random)?;
            Some(SampleRow::of_marker(marker, true, false, RowModel::Additive(weight)))
        })
        .collect();
    SampleScore {
        id: "SAMPLE01",
        title: "Sample score A: twelve variants",
        trait_reported: "Sample trait A (synthetic)",
        summary: "Twelve variants with round weights, all matched: a sum to check by hand.",
        places: 2,
        scientific: false,
        frequencies: true,
        models: false,
        has_figures: false,
        rows,
    }
}

/// About two thousand variants: some palindromic, some missing from the file, some on the other strand, some by rsID alone.
pub fn sparse(person: &SamplePerson, seed: u64) -> SampleScore {
    let mut random = Random::stream(seed, STREAM + 2);
    let mut rows = rows_of(person, 1_760, 240, 20_000.0, &mut random);
    let mut by_rsid = 0;
    for row in &mut rows {
        let Fate::Matched(_) = row.fate else { continue };
        if random.chance(0.04) {
            (row.effect, row.other, row.flipped) = (complement(row.effect), complement(row.other), true);
        } else if row.id.is_some() && by_rsid < 20 && random.chance(0.012) {
            (row.site, by_rsid) = (Site::NONE, by_rsid + 1);
        }
    }
    SampleScore {
        id: "SAMPLE02",
        title: "Sample score B: two thousand variants",
        trait_reported: "Sample trait B (synthetic)",
        summary: "Two thousand variants with frequencies: some palindromic, missing, without a call, or on the other strand.",
        places: 6,
        scientific: false,
        frequencies: true,
        models: false,
        has_figures: false,
        rows,
    }
}

/// A hundred thousand variants over the whole genome with small weights.
pub fn genome_wide(person: &SamplePerson, seed: u64) -> SampleScore {
    let mut random = Random::stream(seed, STREAM + 3);
    SampleScore {
        id: "SAMPLE03",
        title: "Sample score C: a hundred thousand variants",
        trait_reported: "Sample trait C (synthetic)",
        summary: "A hundred thousand small effects over the whole genome, six in ten of them on the sample person's array.",
        places: 9,
        scientific: true,
        frequencies: true,
        models: false,
        has_figures: false,
        rows: rows_of(person, 60_000, 40_000, 30_000.0, &mut random),
    }
}

/// Variants with dominant and recessive effects and a weight for each dosage, and rows no genotype file can answer.
pub fn effect_models(person: &SamplePerson, seed: u64) -> SampleScore {
    let mut random = Random::stream(seed, STREAM + 4);
    let mut rows: Vec<SampleRow> = (0_u8..21)
        .filter_map(|nth| {
            let marker = common_marker(person, nth + 1, nth % 3, &mut random)?;
            let weight = 100 + 5 * i64::from(random.below(60));
            let model = match nth % 7 {
                0..=2 => RowModel::Additive(weight),
                3 | 4 => RowModel::Dominant(weight),
                5 => RowModel::Recessive(weight),
                _ => RowModel::ByDosage([-weight / 5, weight / 5, weight]),
            };
            Some(SampleRow::of_marker(marker, true, false, model))
        })
        .collect();
    let row = |site, effect, weight, reason| SampleRow {
        id: RsId::NONE,
        site,
        effect,
        other: "",
        model: RowModel::Additive(weight),
        frequency: 0,
        copies: 2,
        flipped: false,
        fate: Fate::Unsupported(reason),
    };
    rows.push(row(Site::NONE, "HLA-A*02:01", 400, "hla-allele"));
    rows.push(row(Site::NONE, "HLA-B*57:01", -350, "hla-allele"));
    rows.push(row(Site::NONE, "A_x_G", 150, "interaction"));
    SampleScore {
        id: "SAMPLE04",
        title: "Sample score D: effect models",
        trait_reported: "Sample trait D (synthetic)",
        summary: "Dominant, recessive and by-dosage effects, and three rows that no genotype file can answer.",
        places: 3,
        scientific: false,
        frequencies: false,
        models: true,
        has_figures: false,
        rows,
    }
}

/// 1.1 million variants, for measuring.
pub fn dense(person: &SamplePerson, seed: u64) -> SampleScore {
    let mut random = Random::stream(seed, STREAM + 5);
    SampleScore {
        id: "SAMPLE05",
        title: "Sample score E: 1.1 million variants",
        trait_reported: "Sample trait E (synthetic)",
        summary: "1.1 million small effects over the whole genome, for measuring.",
        places: 9,
        scientific: true,
        frequencies: false,
        models: false,
        has_figures: false,
        rows: rows_of(person, 450_000, 650_000, 10_000.0, &mut random),
    }
}

fn complement(allele: &'static str) -> &'static str {
    match allele {
        "A" => "T",
        "C" => "G",
        "G" => "C",
        "T" => "A",
        other => other,
    }
}

/// A called marker of two single bases that do not pair, with an rsID, a common frequency and these copies of its alternate allele.
fn common_marker<'a>(
    person: &'a SamplePerson,
    chromosome: u8,
    alternates: u8,
    random: &mut Random,
) -> Option<&'a SampleSite> {
    let suits = |marker: &&SampleSite| {
        marker.site.chromosome().map(Chromosome::index) == Some(chromosome)
            && marker.called
            && marker.id.is_some()
            && marker.is_base()
            && !marker.is_palindromic()
            && (3_000..=7_000).contains(&marker.frequency)
            && marker.alternates == alternates
            && !Build::Grch37.is_pseudo_autosomal_x(marker.site.position())
    };
    let suited: Vec<&SampleSite> = person.sites.iter().filter(suits).collect();
    let nth = random.below(u32::try_from(suited.len()).ok()?);
    suited.get(nth as usize).copied()
}

/// Rows for this many of the person's markers and this many places that the file does not have, on 1–22 and X, in order.
/// Weights are normal with this standard deviation in the score's units.
///
/// Where rules differ on what a row is called there are none: no palindromic row lacks a call or a marker.
fn rows_of(person: &SamplePerson, present: u32, absent: u32, spread: f64, random: &mut Random) -> Vec<SampleRow> {
    let scored = |site: Site| site.chromosome().is_some_and(|chromosome| chromosome <= Chromosome::X);
    let suits =
        |marker: &&SampleSite| scored(marker.site) && marker.is_base() && (marker.called || !marker.is_palindromic());
    let suited: Vec<&SampleSite> = person.sites.iter().filter(suits).collect();
    let chosen = random.choose(present, suited.len() as u32);
    let mut rows: Vec<SampleRow> = (chosen.into_iter())
        .filter_map(|index| suited.get(index as usize))
        .map(|marker| SampleRow::of_marker(marker, random.chance(0.5), false, draw_weight(spread, random)))
        .collect();
    let mut id = FIRST_ABSENT_ID;
    for site in absent_places(person, absent, random) {
        id += 1 + random.below(80);
        rows.push(draw_absent(site, RsId::from_number(id), draw_weight(spread, random), random));
    }
    rows.sort_by_key(|row| row.site);
    rows
}

fn draw_weight(spread: f64, random: &mut Random) -> RowModel {
    RowModel::Additive(libm::round(random.normal() * spread) as i64)
}

/// Places on 1–22 and X, in proportion to the array's markers, that the person's file does not have.
fn absent_places(person: &SamplePerson, count: u32, random: &mut Random) -> Vec<Site> {
    let layouts: Vec<_> = chromosomes().filter(|layout| layout.chromosome <= Chromosome::X).collect();
    let markers: u32 = layouts.iter().map(|layout| layout.markers).sum();
    let mut sites = Vec::with_capacity(count as usize);
    let mut before = 0_u64;
    for layout in layouts {
        let after = before + u64::from(layout.markers);
        let share = |upto: u64| upto * u64::from(count) / u64::from(markers);
        let here = (share(after) - share(before)) as u32;
        sites.extend(layout.places(here, random, |site| person.has(site)));
        before = after;
    }
    sites
}

fn draw_absent(site: Site, id: RsId, model: RowModel, random: &mut Random) -> SampleRow {
    let copies = Ploidy::of(site, crate::genome::Sex::Male, Build::Grch37).copies();
    loop {
        let (reference, alternate) = draw_bases(random, false);
        let frequency = draw_frequency(random);
        let marker =
            SampleSite { site, id, internal: 0, reference, alternate, frequency, copies, alternates: 0, called: true };
        if !marker.is_palindromic() {
            let row = SampleRow::of_marker(&marker, random.chance(0.5), false, model);
            return SampleRow { fate: Fate::Unmatched, ..row };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn designs_hold_what_they_promise() {
        let person = SamplePerson::simulate(6);
        let teaching = teaching(&person, 6).answer();
        assert_eq!((teaching.rows, teaching.matched), (12, 12));
        // 2·0.10 + 0.20 − 0.15 + 0.30 − 2·0.10 + 0.40 − 2·0.05 + 0.15 − 2·0.20 + 0.50
        assert_eq!(teaching.observed_sum_exact, "0.9");

        let sparse = sparse(&person, 6).answer();
        assert_eq!((sparse.rows, sparse.unmatched), (2_000, 240));
        assert!(sparse.no_call > 0 && sparse.flipped > 30 && sparse.by_rsid > 5);
        assert!(sparse.excluded.get("palindromic").is_some_and(|rows| *rows > 10));
        assert_eq!(sparse.matched + sparse.no_call + sparse.unmatched + sparse.excluded.values().sum::<usize>(), 2_000);

        let models = effect_models(&person, 6).answer();
        assert_eq!((models.rows, models.matched), (24, 21));
        assert_eq!(models.excluded.into_iter().collect::<Vec<_>>(), [("hla-allele", 2), ("interaction", 1)]);
    }

    #[test]
    fn rows_are_in_order_and_absent_ones_are_absent() {
        let person = SamplePerson::simulate(7);
        let score = genome_wide(&person, 7);
        assert_eq!(score.rows.len(), 100_000);
        assert!(score.rows.is_sorted_by(|a, b| a.site < b.site));
        assert!(score.rows.iter().all(|row| person.has(row.site) == (row.fate != Fate::Unmatched)));
    }
}
