//! Keeps the predictors that a person has loaded, as variants that can be compared with each other.
//!
//! Only additive rows of one place each count: what is compared is Σ β·copies.

use crate::error::{CalibrationKind, Result};
use crate::genome::{Build, Site};
use crate::weights::{AlleleId, EffectModel, ScoreTable};
use std::collections::HashMap;

/// Most predictors at once.
pub const PREDICTORS_MAX: usize = 12;
/// Most variants of all together: some 400 MB.
pub const VARIANTS_MAX: usize = 10_000_000;

/// An allele: 0 to 3 are A, C, G and T, higher numbers longer ones, the same in all predictors; the highest is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Allele(u32);

const NO_ALLELE: Allele = Allele(u32::MAX);

impl Allele {
    /// The other strand's, where it is a single base.
    fn complement(self) -> Option<Self> {
        (self.0 < 4).then(|| Self(3 - self.0))
    }
}

/// One variant of a predictor, at the place that the comparison goes by.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its place.
    pub site: Site,
    effect: Allele,
    other: Allele,
    /// Weight of a copy of the effect allele.
    pub weight: f64,
    /// The effect allele's frequency, where the file has one.
    pub frequency: Option<f64>,
}

impl Variant {
    /// Variance that it adds, 2p(1 − p)β²; none without a frequency.
    pub fn variance(&self) -> Option<f64> {
        self.frequency.map(|p| 2.0 * p * (1.0 - p) * self.weight * self.weight)
    }

    /// 1 where another predictor's variant counts the same allele, −1 where it counts the other one; none where their alleles
    /// differ. Single bases may stand on the other strand, unless both strands read the same.
    pub fn direction(&self, other: &Self) -> Option<f64> {
        let (effect, rest) = (other.effect, other.other);
        if let Some(found) = self.same_or_swapped(effect, rest) {
            return Some(found);
        }
        let turned = if rest == NO_ALLELE { Some(NO_ALLELE) } else { rest.complement() };
        self.same_or_swapped(effect.complement()?, turned?)
    }

    fn same_or_swapped(&self, effect: Allele, rest: Allele) -> Option<f64> {
        let is_told = self.other != NO_ALLELE && rest != NO_ALLELE;
        if self.effect == effect && (self.other == rest || !is_told) {
            Some(1.0)
        } else if is_told && self.effect == rest && self.other == effect {
            Some(-1.0)
        } else {
            None
        }
    }
}

/// One predictor.
#[derive(Debug)]
pub struct Predictor {
    /// What it is called: its id.
    pub id: String,
    /// Its trait, where the file says it.
    pub trait_reported: Option<String>,
    /// Rows that do not count: without a place, not additive, or such as cannot be scored.
    pub left_out: usize,
    /// The places of each row that counts, on the builds that the file has them on.
    sites: Vec<(Build, Vec<Site>)>,
    variants: Vec<Variant>,
}

impl Predictor {
    /// Rows that count.
    pub fn len(&self) -> usize {
        self.variants.len()
    }

    /// Whether no row counts.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty()
    }

    /// Share of rows that have a frequency; 0 where there are none.
    pub fn frequencies_known(&self) -> f64 {
        let known = self.variants.iter().filter(|variant| variant.frequency.is_some()).count();
        known as f64 / self.len().max(1) as f64
    }

    /// The variants in the order of their places on a build; none where the file has no places on it.
    pub fn on(&self, build: Build) -> Option<Vec<Variant>> {
        let (_, sites) = self.sites.iter().find(|(of, _)| *of == build)?;
        let placed = self.variants.iter().zip(sites).map(|(variant, site)| Variant { site: *site, ..*variant });
        let mut variants: Vec<Variant> = placed.filter(|variant| variant.site.is_some()).collect();
        variants.sort_by_key(|variant| variant.site);
        Some(variants)
    }
}

/// All that are loaded, in the order of loading.
#[derive(Debug, Default)]
pub struct Predictors {
    all: Vec<Predictor>,
    longer: HashMap<Box<[u8]>, u32>,
    variants: usize,
}

impl Predictors {
    /// Adds a score.
    ///
    /// Errors: `calibration-out-of-range` where there are [`PREDICTORS_MAX`] already, or more variants than [`VARIANTS_MAX`].
    pub fn add(&mut self, table: &ScoreTable) -> Result<()> {
        let out = |what, allowed| Err(CalibrationKind::OutOfRange { what, allowed }.into());
        if self.all.len() >= PREDICTORS_MAX {
            return out("The number of predictors", "at most 12");
        }
        if self.variants + table.len() > VARIANTS_MAX {
            return out("The number of variants of all predictors", "at most 10 million");
        }
        let builds = [
            (
                table.header.harmonised_build,
                (0..table.len()).map(|row| table.harmonised_site(row)).collect::<Vec<Site>>(),
            ),
            (table.header.genome_build, (0..table.len()).map(|row| table.author_site(row)).collect()),
        ];
        let is_placed = |row: usize| builds.iter().any(|(build, sites)| build.is_some() && sites[row].is_some());
        let counts = |row: &usize| {
            let is_additive = table.row(*row).model == EffectModel::Additive;
            is_additive && table.unsupported(*row).is_none() && is_placed(*row) && table.weight(*row).is_finite()
        };
        let rows: Vec<usize> = (0..table.len()).filter(counts).collect();
        let variants = rows.iter().map(|row| self.variant(table, *row)).collect();
        let mut sites: Vec<(Build, Vec<Site>)> = Vec::new();
        for (build, all) in builds {
            let of_rows: Vec<Site> = rows.iter().map(|row| all[*row]).collect();
            let is_new = |build: &Build| sites.iter().all(|(of, _)| of != build);
            if let Some(build) = build.filter(is_new).filter(|_| of_rows.iter().any(|site| site.is_some())) {
                sites.push((build, of_rows));
            }
        }
        self.variants += rows.len();
        self.all.push(Predictor {
            id: table.header.id.clone(),
            trait_reported: table.header.trait_reported.clone(),
            left_out: table.len() - rows.len(),
            sites,
            variants,
        });
        Ok(())
    }

    fn variant(&mut self, table: &ScoreTable, row: usize) -> Variant {
        let written = table.row(row);
        let (effect, other) = (self.allele(table, written.effect), self.allele(table, written.other));
        Variant { site: Site::NONE, effect, other, weight: written.weight, frequency: table.frequency(row) }
    }

    fn allele(&mut self, table: &ScoreTable, id: AlleleId) -> Allele {
        if !id.is_some() {
            return NO_ALLELE;
        }
        if let Some(base) = id.base() {
            return Allele(u32::from(base));
        }
        let next = 4 + self.longer.len() as u32;
        Allele(*self.longer.entry(table.allele_text(id).into()).or_insert(next))
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// All of them.
    pub fn all(&self) -> &[Predictor] {
        &self.all
    }

    /// The build that most have places on, the newest of several; none where there are no places at all.
    pub fn build(&self) -> Option<Build> {
        let count = |build: &Build| self.all.iter().filter(|one| one.sites.iter().any(|(of, _)| of == build)).count();
        Build::ALL.into_iter().filter(|build| count(build) > 0).max_by_key(count)
    }
}

/// Calls `each` with every pair of variants of two predictors that are the same, and the direction; both are in the order of
/// places. Gives how many places have variants of both whose alleles differ.
pub fn join(first: &[Variant], second: &[Variant], mut each: impl FnMut(usize, usize, f64)) -> usize {
    let (mut from, mut differing) = (0, 0);
    for (at, variant) in first.iter().enumerate() {
        while second.get(from).is_some_and(|other| other.site < variant.site) {
            from += 1;
        }
        let here = second.iter().enumerate().skip(from).take_while(|(_, other)| other.site == variant.site);
        let mut is_met = false;
        let found = here
            .inspect(|_| is_met = true)
            .find_map(|(place, other)| variant.direction(other).map(|direction| (place, direction)));
        match found {
            Some((place, direction)) => each(at, place, direction),
            None => differing += usize::from(is_met),
        }
    }
    differing
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::genome::{Chromosome, RsId};
    use crate::weights::{Header, NewRow};

    /// Rows of position, effect allele, other allele, weight and frequency, on chromosome 2 of GRCh37.
    pub fn table(id: &str, rows: &[(u32, &'static str, &'static str, f64, Option<f64>)]) -> ScoreTable {
        let header = Header { id: id.to_owned(), genome_build: Some(Build::Grch37), ..Header::default() };
        let mut table = ScoreTable::new(header);
        for (position, effect, other, weight, frequency) in rows {
            assert!(table.push(&NewRow {
                author_site: Site::new(Chromosome::parse(b"2").expect("known"), *position),
                harmonised_site: Site::NONE,
                id: RsId::NONE,
                name: b"",
                effect: effect.as_bytes(),
                other: other.as_bytes(),
                weight: *weight,
                weight_text: weight.to_string().as_bytes(),
                frequency: *frequency,
                model: EffectModel::Additive,
                unsupported: None,
            }));
        }
        table
    }

    #[test]
    fn alleles_are_the_same_swapped_or_others() {
        let rows = [
            ("as written", ("A", "G"), ("A", "G"), Some(1.0)),
            ("swapped", ("A", "G"), ("G", "A"), Some(-1.0)),
            ("the other strand", ("A", "G"), ("T", "C"), Some(1.0)),
            ("swapped on the other strand", ("A", "G"), ("C", "T"), Some(-1.0)),
            ("both strands read the same", ("A", "T"), ("T", "A"), Some(-1.0)),
            ("another allele", ("A", "G"), ("A", "C"), None),
            ("longer", ("AC", "A"), ("A", "AC"), Some(-1.0)),
            ("other lengths", ("AC", "A"), ("AG", "A"), None),
            ("no other allele", ("A", ""), ("A", "G"), Some(1.0)),
            ("no other allele, on the other strand", ("A", ""), ("T", ""), Some(1.0)),
        ];
        for (name, (effect, other), (effect_2, other_2), expected) in rows {
            let mut predictors = Predictors::default();
            predictors.add(&table("1", &[(5, effect, other, 1.0, None)])).expect("fits");
            predictors.add(&table("2", &[(5, effect_2, other_2, 1.0, None)])).expect("fits");
            let on = |at: usize| predictors.all()[at].on(Build::Grch37).expect("placed")[0];
            assert_eq!(on(0).direction(&on(1)), expected, "{name}");
        }
    }

    #[test]
    fn variants_meet_at_their_places() {
        let mut predictors = Predictors::default();
        let (one, other) = (
            table("1", &[(30, "A", "G", 1.0, None), (10, "A", "G", 2.0, None), (20, "C", "T", 3.0, None)]),
            table("2", &[(20, "C", "A", 1.0, None), (10, "G", "A", 5.0, None), (10, "C", "A", 7.0, None)]),
        );
        predictors.add(&one).expect("fits");
        predictors.add(&other).expect("fits");
        let on = |at: usize| predictors.all()[at].on(Build::Grch37).expect("placed");
        let mut met = Vec::new();
        let differing = join(&on(0), &on(1), |a, b, direction| met.push((on(0)[a].weight, on(1)[b].weight, direction)));
        assert_eq!((met, differing), (vec![(2.0, 5.0, -1.0)], 1));
        assert_eq!((predictors.build(), predictors.all()[0].on(Build::Grch38).is_none()), (Some(Build::Grch37), true));
    }

    #[test]
    fn rows_that_cannot_be_compared_are_counted() {
        let mut predictors = Predictors::default();
        predictors.add(&table("1", &[(0, "A", "G", 1.0, None), (10, "A", "G", 2.0, Some(0.5))])).expect("fits");
        let [only] = predictors.all() else { panic!("one") };
        assert_eq!((only.len(), only.left_out, only.frequencies_known()), (1, 1, 1.0));
        for _ in 1..PREDICTORS_MAX {
            predictors.add(&table("1", &[])).expect("fits");
        }
        assert_eq!(predictors.add(&table("1", &[])).expect_err("full").code(), "calibration-out-of-range");
    }
}
