//! Measures how good what is said of people is: a score is calibrated by some people of a panel, and others of it, of whom files
//! are taken to lack variants, are compared with what all their variants say.

use super::ancestry::{SampleAncestry, SimilarityShown};
use super::cohort_witness::witness;
use super::compare::{Figures, Has, Reference};
use super::run::Session;
use super::score_calibration::PlacedPanel;
use super::score_task::match_person;
use crate::calibration::Withheld;
use crate::error::{ErrorKind, Result};
use crate::genome::{Record, Site};
use crate::matching::Outcome;
use crate::reference::CalibrationAbout;
use crate::scoring::{RowDosages, RowWitness};
use crate::stats::{ExactSum, Random};
use crate::weights::ScoreTable;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Rows times people whose dosages are held at once.
const DOSAGES_MAX: usize = 1_000_000_000;

/// Which of a score's rows a file lacks.
pub enum Lacking<'a> {
    /// None.
    Nothing,
    /// Any, so that this share is kept.
    AtRandom(f64),
    /// All in some stretches of so many bases, so that this share of them is kept.
    Stretches {
        /// Share of the stretches that are kept.
        kept: f64,
        /// Length of each.
        bases: u32,
    },
    /// All that are nearer than this many bases to one that is kept: as an array has one variant for many.
    Crowded(u32),
    /// All that a consumer file, the first person of this session, has no place for.
    NotOnArray(&'a Session),
}

/// Whom a score is calibrated by, and who is compared.
pub struct Assessed<'a> {
    /// Groups of the people who calibrate.
    pub fitted: &'a HashMap<String, String>,
    /// Groups of those who are compared.
    pub compared: &'a HashMap<String, String>,
    /// Where everybody stands.
    pub placed: &'a PlacedPanel,
    /// The panel that they stand beside.
    pub reference: &'a Reference,
    /// What files lack, each in its turn.
    pub lacking: &'a [Lacking<'a>],
}

/// What a file that lacks variants leads to say of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldOf {
    /// The person's group, by the labels.
    pub group: String,
    /// Percentile told, from 0 to 100.
    pub value: f64,
    /// Its interval.
    pub low: f64,
    /// Its interval.
    pub high: f64,
    /// Share of the score's variance that the file has.
    pub covered: f64,
    /// The percentile that all variants lead to.
    pub full: f64,
}

/// What one kind of file leads to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToldOfFile {
    /// Share of the rows that have frequencies that it keeps.
    pub kept: f64,
    /// Everybody of whom something is told.
    pub told: Vec<ToldOf>,
    /// How many of whom nothing is told, by reason.
    pub withheld: BTreeMap<&'static str, u64>,
}

impl Session {
    /// The place, rsID, REF and ALT of every variant of one base or another that the open files of records list.
    ///
    /// Errors: those of reading the files.
    pub fn two_bases(&self, mut each: impl FnMut(Site, crate::genome::RsId, u8, u8)) -> Result<()> {
        let mut record = Record::default();
        for set in self.cohorts.iter().flat_map(|cohort| &cohort.sets) {
            let (mut stream, _) = set.open(self.options.reading)?;
            while stream.next_record(&mut record)? {
                if let (2, [reference], [alternate], true, true) = (
                    record.alleles(),
                    record.allele(0),
                    record.allele(1),
                    record.is_sequence(0) && record.is_sequence(1),
                    record.site.is_some(),
                ) {
                    each(record.site, record.id, *reference, *alternate);
                }
            }
        }
        Ok(())
    }

    /// Everybody who is open as people of the group that their label names, wholly, for files with too few sites to place them.
    pub fn place_by_labels(&self, labels: &HashMap<String, String>, groups: &[String]) -> PlacedPanel {
        let samples = self.cohorts.iter().flat_map(|cohort| cohort.samples.iter().map(move |sample| (cohort, sample)));
        let place = |(cohort, sample): (&super::cohort::Cohort, &crate::genome::Sample)| {
            let label = labels.get(&sample.id).filter(|label| groups.contains(label));
            let share =
                |group: &String| SimilarityShown { q: f64::from(u8::from(Some(group) == label)), se: Some(0.0) };
            SampleAncestry {
                similarity: label.map(|_| groups.iter().map(|group| (group.clone(), share(group))).collect()),
                share_covariance: label.map(|_| vec![0.0; groups.len() * groups.len()]),
                outside: label.map(|_| false),
                ..SampleAncestry::unplaced(&sample.id, &cohort.file.name)
            }
        };
        PlacedPanel::of(samples.map(place).collect())
    }

    /// Calibrates a score by some people and compares others: for each kind of file what is told of each, and why nothing was
    /// told of how many.
    ///
    /// Errors: those of [`Self::calibrate`]; `unpack-limit` for a score whose rows times people are too many.
    pub fn assess(&mut self, score: usize, asked: &Assessed<'_>, random: &mut Random) -> Result<Vec<ToldOfFile>> {
        let (calibration, _) = self.calibrate(score, asked.fitted, asked.placed, CalibrationAbout::default())?;
        let table = self.table(score)?;
        let figures = Figures::new(Rc::new(calibration), &table, asked.reference, None)?;
        let people = self.compared_dosages(&table, &figures, asked)?;
        let kept: Vec<Vec<bool>> =
            asked.lacking.iter().map(|of| kept_rows(of, &table, &figures.rows, random)).collect();
        let share =
            |kept: &Vec<bool>| kept.iter().filter(|is_kept| **is_kept).count() as f64 / kept.len().max(1) as f64;
        let mut files: Vec<ToldOfFile> =
            kept.iter().map(|kept| ToldOfFile { kept: share(kept), ..Default::default() }).collect();
        for person in &people {
            let Ok(full) = person.stand(&figures, &vec![true; figures.rows.len()]) else { continue };
            for (kept, file) in kept.iter().zip(&mut files) {
                match person.stand(&figures, kept) {
                    Ok(standing) => {
                        let (value, interval) = (standing.percentile.value(), standing.percentile.interval());
                        file.told.push(ToldOf {
                            group: person.group.clone(),
                            value,
                            low: interval.low,
                            high: interval.high,
                            covered: standing.percentile.basis().covered,
                            full: full.percentile.value(),
                        });
                    }
                    Err(why) => *file.withheld.entry(why.code()).or_default() += 1,
                }
            }
        }
        Ok(files)
    }

    /// What everybody who is compared has of the rows that have frequencies.
    fn compared_dosages<'a>(
        &self,
        table: &Arc<ScoreTable>,
        figures: &Figures,
        asked: &'a Assessed<'_>,
    ) -> Result<Vec<Compared<'a>>> {
        if figures.rows.len().saturating_mul(asked.compared.len()) > DOSAGES_MAX {
            return Err(ErrorKind::UnpackLimit { limit_bytes: DOSAGES_MAX as u64 }.into());
        }
        let mut of_row = vec![None; table.len()];
        for (place, (row, _)) in (0_u32..).zip(&figures.rows) {
            if let Some(slot) = of_row.get_mut(*row) {
                *slot = Some(place);
            }
        }
        let of_row: Arc<[Option<u32>]> = of_row.into();
        let mut placed = asked.placed.samples.iter();
        let mut people = Vec::new();
        for cohort in &self.cohorts {
            let (mut places, mut chosen) = (Vec::new(), Vec::new());
            for (sample, placed) in cohort.samples.iter().zip(placed.by_ref()) {
                let group = asked.compared.get(&sample.id);
                places.push(group.and_then(|_| u32::try_from(chosen.len()).ok()));
                chosen.extend(group.map(|group| (group, placed)));
            }
            let noted = RowDosages::new(of_row.clone(), places);
            let found = match witness(cohort, table, RowWitness::Dosages(noted.clone()), &self.way())? {
                Some(RowWitness::Dosages(found)) => Rc::new(found),
                _ => Rc::new(noted),
            };
            let person = |(place, (group, placed)): (usize, (&String, &'a SampleAncestry))| Compared {
                group: group.clone(),
                placed,
                dosages: found.clone(),
                place,
            };
            people.extend(chosen.into_iter().enumerate().map(person));
        }
        Ok(people)
    }
}

/// Somebody who is compared.
struct Compared<'a> {
    group: String,
    placed: &'a SampleAncestry,
    dosages: Rc<RowDosages>,
    /// Which of those in `dosages`.
    place: usize,
}

impl Compared<'_> {
    /// Where the person stands by the rows that are kept, in the order of those that have frequencies.
    fn stand(
        &self,
        figures: &Figures,
        kept: &[bool],
    ) -> std::result::Result<crate::calibration::percentile::Standing, Withheld> {
        let mut sum = ExactSum::default();
        let dosage = |place: usize| self.dosages.at(place, self.place).filter(|_| kept.get(place) == Some(&true));
        for (place, (_, weight)) in figures.rows.iter().enumerate() {
            if let Some(dosage) = dosage(place) {
                sum.add(weight * dosage);
            }
        }
        let is_used = |row: usize| {
            let place = figures.rows.binary_search_by_key(&row, |(row, _)| *row);
            place.is_ok_and(|place| dosage(place).is_some())
        };
        figures.stand(self.placed, &Has { sum: sum.value(), is_used: &is_used })
    }
}

/// Whether each row that has frequencies is kept.
fn kept_rows(lacking: &Lacking<'_>, table: &ScoreTable, rows: &[(usize, f64)], random: &mut Random) -> Vec<bool> {
    let site = |row: usize| Some(table.author_site(row)).filter(|site| site.is_some());
    match lacking {
        Lacking::Nothing => vec![true; rows.len()],
        Lacking::AtRandom(kept) => rows.iter().map(|_| random.chance(*kept)).collect(),
        Lacking::Stretches { kept, bases } => {
            let mut drawn: BTreeMap<(u8, u32), bool> = BTreeMap::new();
            let mut is_kept = |row: usize| {
                let site = site(row)?;
                let stretch = (site.chromosome()?.index(), site.position() / bases.max(&1));
                Some(*drawn.entry(stretch).or_insert_with(|| random.chance(*kept)))
            };
            rows.iter().map(|(row, _)| is_kept(*row).unwrap_or(false)).collect()
        }
        Lacking::Crowded(bases) => {
            let mut order: Vec<(Site, usize)> =
                rows.iter().enumerate().filter_map(|(place, (row, _))| Some((site(*row)?, place))).collect();
            order.sort_by_key(|(site, place)| (site.key(), *place));
            let mut kept = vec![false; rows.len()];
            let mut last: Option<Site> = None;
            for (site, place) in order {
                let is_near =
                    |last: Site| last.chromosome() == site.chromosome() && site.position() - last.position() < *bases;
                if !last.is_some_and(is_near) {
                    last = Some(site);
                    if let Some(kept) = kept.get_mut(place) {
                        *kept = true;
                    }
                }
            }
            kept
        }
        Lacking::NotOnArray(array) => {
            let matches = array.people.first().map(|person| match_person(table, person, &array.options, &array.ways));
            let has = |row: usize| {
                let found = matches.as_ref().and_then(|of| of.matches.get(row));
                found.is_some_and(|of| matches!(of.outcome, Outcome::Matched(_) | Outcome::NoCall))
            };
            rows.iter().map(|(row, _)| has(*row)).collect()
        }
    }
}
