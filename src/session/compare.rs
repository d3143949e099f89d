//! Says of every score where everybody stands among people of similar genetic background.

use super::ancestry::SampleAncestry;
use super::cohort_witness::note_rows;
use super::run::{Kind, Session};
use super::score_calibration::PLACED_SITES_MIN;
pub use super::score_calibration::{PlacedPanel, Reference};
use super::score_task::match_person;
pub use crate::calibration::Relative;
use crate::calibration::absolute_risk::{Person, RiskBasis, Validation, absolute_risk};
use crate::calibration::expected::{GroupShare, GroupVariant};
use crate::calibration::linked::Links;
use crate::calibration::percentile::{Accuracy, Background, Placed, Question, Standing, stand};
use crate::calibration::validation::{Kept, kept, kept_in};
use crate::calibration::whole::{WholeQuestion, stand_whole};
use crate::calibration::{Adjustment, Stated, Withheld};
use crate::error::{ErrorKind, Result};
use crate::genome::Sex;
use crate::matching::{Outcome, RowMatch};
use crate::reference::{CalibratedGroup, Linkage, MeasuredEffect, PublishedValidation, ScoreCalibration, TestedAuc};
use crate::report::model::ReferenceUsed;
use crate::report::standing::{AccuracyShown, Compared, DiscriminationShown};
use crate::scoring::is_compared;
use crate::scoring::tally::contribution;
use crate::stats::ExactSum;
use crate::weights::ScoreTable;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// Age in years to which risks count: to later ages rates are of few people.
const UNTIL_YEARS: usize = 80;

/// Least share of the similarity that a score's groups must hold.
const SHARE_MIN: f64 = 0.9;

/// A score's reference figures, ready to be asked.
pub(super) struct Figures {
    calibration: Rc<ScoreCalibration>,
    /// Rows that have frequencies, with their weight.
    pub(super) rows: Vec<(usize, f64)>,
    /// Their frequencies. Shape: rows × groups.
    frequencies: Vec<f64>,
    /// Places of two of those rows that go together.
    pairs: Vec<[usize; 2]>,
    /// Their correlations. Shape: pairs × groups.
    correlations: Vec<f64>,
    adjustment: Option<Adjustment>,
    covered_min: f64,
    /// As it was published, and as a risk is reckoned from it where it is of a disease.
    validation: Option<(Rc<PublishedValidation>, Option<Validation>)>,
    age_years: usize,
}

/// What a person has of a score's rows that have frequencies.
pub(super) struct Has<'a> {
    pub(super) sum: f64,
    pub(super) is_used: &'a dyn Fn(usize) -> bool,
}

impl Session {
    /// Says where people who have been placed stand with some of the scores, people before samples, and changes nothing.
    /// Shape: scores × everybody.
    ///
    /// Errors: `out-of-order` before the scoring task has ended; those of reading the files.
    pub(super) fn stand_with(
        &self,
        reference: &Reference,
        scores: Range<usize>,
        people: &[SampleAncestry],
        samples: &[Vec<SampleAncestry>],
    ) -> Result<Vec<Vec<Compared>>> {
        let is_scored = self.scores.iter().all(|score| score.results.iter().all(Option::is_some))
            && self.cohorts.iter().all(|cohort| cohort.results.iter().all(Option::is_some));
        if !is_scored {
            return Err(ErrorKind::OutOfOrder.into());
        }
        let mut all = Vec::new();
        let everybody = people.len() + samples.iter().map(Vec::len).sum::<usize>();
        for score in scores {
            let Some(calibration) = self.scores.get(score).and_then(|score| score.calibration.clone()) else {
                all.push(Vec::new());
                continue;
            };
            let table = self.table(score)?;
            let published = self.scores.get(score).and_then(|score| score.validation.clone());
            let figures = Figures::new(calibration, &table, reference, published)?;
            let mut found = Vec::new();
            let (of_people, of_samples) = self.by_list(reference.relatives_in(score, everybody));
            let mut relatives = of_people.into_iter().chain(of_samples.into_iter().flatten());
            for (person, placed) in self.people.iter().zip(people) {
                let matches = match_person(&table, person, &self.options, &self.ways).matches;
                let is_used = |row: usize| {
                    let is_matched = |of: &&RowMatch| matches!(of.outcome, Outcome::Matched(_));
                    matches.get(row).filter(is_matched).is_some_and(|of| {
                        // Rows without a place were found by name, so that the file has one.
                        let site = table.any_site(row);
                        let site = if site.is_some() { site } else { person.genome.site(of.entry as usize) };
                        is_compared(&table, row, site)
                    })
                };
                let mut sum = ExactSum::default();
                for &(row, _) in figures.rows.iter().filter(|(row, _)| is_used(*row)) {
                    if let Some(of) = matches.get(row) {
                        sum.add(contribution(&table, row, of));
                    }
                }
                let has = Has { sum: sum.value(), is_used: &is_used };
                found.push(figures.compare(placed, &has, person.genome.sex, relatives.next().flatten()));
            }
            let chosen = figures.chosen(table.len());
            for (cohort, placed) in self.cohorts.iter().zip(samples) {
                note_rows(cohort, &table, &chosen, &self.way(), |range, noted| {
                    let placed = placed.get(range.clone()).unwrap_or_default();
                    let named = cohort.samples.get(range).unwrap_or_default();
                    for ((of, placed), sample) in noted.samples.iter().zip(placed).zip(named) {
                        let is_missed =
                            |row: usize| u32::try_from(row).is_ok_and(|row| of.missed.binary_search(&row).is_ok());
                        let is_used = |row: usize| noted.met.get(row).copied().unwrap_or(false) && !is_missed(row);
                        let has = Has { sum: of.sum.clone().value(), is_used: &is_used };
                        let sex = sample.sex.unwrap_or_default();
                        found.push(figures.compare(placed, &has, sex, relatives.next().flatten()));
                    }
                    Ok(())
                })?;
            }
            all.push(found);
        }
        Ok(all)
    }

    /// Takes what was found into the results. Shape: scores × everybody; nobody where a score has no figures to compare by.
    pub(super) fn put_standing(&mut self, reference: &Reference, standing: Vec<Vec<Compared>>) {
        let (name, sha256) = (reference.panel.about.name.clone(), reference.sha256.clone());
        self.compared_by = Some(ReferenceUsed {
            name,
            sha256,
            age_years: reference.age_years,
            family_history: reference.relatives.clone(),
        });
        for (score, found) in standing.into_iter().enumerate() {
            let mut found = found.into_iter();
            self.put(score, |_| found.next().unwrap_or_else(|| Compared::withheld(Withheld::NoBasis)));
        }
    }

    /// Gives each person's and sample's result what was found; people come first.
    fn put(&mut self, score: usize, mut found: impl FnMut(usize) -> Compared) {
        let people = self.scores.get_mut(score).into_iter().flat_map(|score| score.results.iter_mut().flatten());
        let cohorts = self.cohorts.iter_mut().filter_map(|cohort| cohort.results.get_mut(score)?.as_mut());
        for (at, result) in people.chain(cohorts.flatten()).enumerate() {
            result.stand(found(at));
        }
    }

    /// What is of people and what is of samples, each in their list's order.
    pub(super) fn by_list<T>(&self, placed: Vec<T>) -> (Vec<T>, Vec<Vec<T>>) {
        let mut placed = placed.into_iter();
        let (mut people, mut samples) = (Vec::new(), Vec::new());
        let mut cohorts = self.cohorts.iter();
        for kind in &self.order {
            match kind {
                Kind::Person => people.extend(placed.next()),
                Kind::Cohort => {
                    let count = cohorts.next().map_or(0, |cohort| cohort.samples.len());
                    samples.push(placed.by_ref().take(count).collect());
                }
            }
        }
        (people, samples)
    }
}

impl Figures {
    pub(super) fn new(
        calibration: Rc<ScoreCalibration>,
        table: &ScoreTable,
        reference: &Reference,
        published: Option<Rc<PublishedValidation>>,
    ) -> Result<Self> {
        let (mut rows, mut frequencies) = (Vec::new(), Vec::new());
        for row in 0..table.len() {
            if let Some(published) = calibration.published_sums {
                if table.unsupported(row).is_none() && (published.palindromes || !table.is_palindrome(row)) {
                    rows.push((row, table.weight(row)));
                }
            } else if let Some(of) = calibration.of_row(row, table.len()) {
                rows.push((row, table.weight(row)));
                frequencies.extend(of);
            }
        }
        let (pairs, correlations) = links(&calibration, &rows);
        let fit = calibration.fit.as_ref().filter(|fit| fit.panel_sha256 == reference.sha256);
        let adjustment = fit.map(Adjustment::from_coefficients);
        let (covered_min, age_years) = (reference.covered_min, reference.age_years);
        let validation = match published {
            Some(published) => Some((published.clone(), Validation::of(&published)?)),
            None => None,
        };
        Ok(Self { calibration, rows, frequencies, pairs, correlations, adjustment, covered_min, validation, age_years })
    }

    /// Whether each of the score's rows has frequencies.
    fn chosen(&self, rows: usize) -> Arc<[bool]> {
        let mut chosen = vec![false; rows];
        for (row, _) in &self.rows {
            if let Some(chosen) = chosen.get_mut(*row) {
                *chosen = true;
            }
        }
        chosen.into()
    }

    fn compare(&self, placed: &SampleAncestry, has: &Has<'_>, sex: Sex, relative: Option<Relative>) -> Compared {
        let found = self.stand(placed, has).map_err(|withheld| match withheld {
            // Told of the whole score, of which the reference may have a part.
            Withheld::LowCoverage { covered, .. } if self.calibration.published_sums.is_none() => {
                Withheld::LowCoverage { covered: covered * self.calibration.held, needed: self.covered_min }
            }
            other => other,
        });
        let standing = found.as_ref().map_err(|withheld| *withheld);
        let risk = self.risk(standing, placed, sex, relative);
        let accuracy = standing.ok().and_then(|standing| self.accuracy_shown(standing, placed));
        let discrimination = standing.ok().and_then(|standing| self.discrimination_shown(standing));
        let canrisk = self.validation.as_ref().and_then(|(published, _)| published.canrisk.clone());
        let risk = risk.as_ref().map_err(|withheld| *withheld);
        Compared {
            canrisk,
            ..Compared::new(standing, self.calibration.held, risk).with_accuracy(accuracy, discrimination)
        }
    }

    /// AUC in the group that the person is most like, or else in the test.
    fn discrimination_shown(&self, standing: &Standing) -> Option<DiscriminationShown> {
        let (published, _) = self.validation.as_ref()?;
        let MeasuredEffect::Auc(tested) = &published.effect else { return None };
        let group = &standing.percentile.basis().group;
        let own = published.auc_by_group.get(group);
        let TestedAuc { value, low, high, people, cases } = *own.unwrap_or(tested);
        let (group, citation) = (own.map(|_| group.clone()), published.citation.clone());
        Some(DiscriminationShown { auc: value, low, high, people, cases, group, citation })
    }

    /// How accurate the score is in people of these shares, as far as the reference has frequencies of it.
    fn accuracy(&self, groups: &[GroupShare]) -> Option<(f64, Kept)> {
        let (published, _) = self.validation.as_ref()?;
        let kept = kept(published, groups)?;
        Some((published.r2? * kept.share * self.calibration.held, kept))
    }

    fn accuracy_shown(&self, standing: &Standing, placed: &SampleAncestry) -> Option<AccuracyShown> {
        let (published, _) = self.validation.as_ref()?;
        let (r2, kept) = self.accuracy(&self.shares(placed).ok()?)?;
        Some(AccuracyShown {
            r2,
            kept: kept.share,
            is_measured: kept.is_measured,
            citation: published.citation.clone(),
            heritability: published.heritability,
            genetic_low: standing.genetic.map(|interval| interval.low),
            genetic_high: standing.genetic.map(|interval| interval.high),
        })
    }

    /// The risk that a standing means; the reference has frequencies for `held` of the score, so that much of its accuracy.
    fn risk(
        &self,
        standing: std::result::Result<&Standing, Withheld>,
        placed: &SampleAncestry,
        sex: Sex,
        relative: Option<Relative>,
    ) -> std::result::Result<Stated<RiskBasis>, Withheld> {
        let Some((published, validation)) = &self.validation else {
            return Err(standing.err().map_or(Withheld::NoValidation, |_| Withheld::NoPercentile));
        };
        let Some(validation) = validation else {
            let why = match published.effect {
                MeasuredEffect::Auc(_) => Withheld::NoBaseline,
                _ => Withheld::NotADisease,
            };
            return Err(standing.err().map_or(why, |_| Withheld::NoPercentile));
        };
        let kept = self.shares(placed).ok().and_then(|groups| kept_in(published, &groups));
        let first_age = published.rates.as_ref().map_or(0, |rates| rates.first_age);
        let age_years = self.age_years.max(first_age);
        let kept = kept.map(|kept| kept * self.calibration.held);
        let person = Person { sex, age_years, until_years: UNTIL_YEARS, kept, relative };
        absolute_risk(standing, Some(validation), person)
    }

    pub(super) fn stand(&self, placed: &SampleAncestry, has: &Has<'_>) -> std::result::Result<Standing, Withheld> {
        let groups = self.shares(placed);
        let pcs = placed.pcs.as_ref().filter(|_| placed.sites >= PLACED_SITES_MIN);
        let of_fit = self
            .adjustment
            .as_ref()
            .and_then(|adjustment| Some(Placed { adjustment, components: pcs?.get(..adjustment.width())? }));
        let background = match (placed.outside, &groups) {
            (Some(true), _) => Background::Outside,
            (Some(false), Ok(groups)) => Background::Known(groups),
            (Some(false), Err(withheld)) => return Err(*withheld),
            (None, _) => Background::Unknown,
        };
        let h2 = self.validation.as_ref().and_then(|(published, _)| published.heritability);
        let accuracy = groups.as_ref().ok().and_then(|groups| self.accuracy(groups)).zip(h2);
        let accuracy = accuracy.map(|((r2, _), h2)| Accuracy { r2, h2 });
        if self.calibration.published_sums.is_some() {
            if self.adjustment.is_none() {
                return Err(Withheld::NoBasis);
            }
            let people = self.calibration.fit.as_ref().map_or(0.0, |fit| fit.people as f64);
            let (sum, covered) = (has.sum, self.squares_held(has));
            return stand_whole(&WholeQuestion { sum, covered, background, placed: of_fit, people, accuracy });
        }
        let width = self.calibration.groups.len();
        let variants: Vec<GroupVariant<'_>> = self
            .rows
            .iter()
            .zip(self.frequencies.chunks_exact(width.max(1)))
            .map(|(&(row, weight), frequencies)| GroupVariant { weight, frequencies, is_used: (has.is_used)(row) })
            .collect();
        stand(&Question {
            sum: has.sum,
            variants: &variants,
            links: Links { pairs: &self.pairs, correlations: &self.correlations },
            background,
            placed: of_fit,
            accuracy,
            covered_min: self.covered_min / self.calibration.held.max(f64::MIN_POSITIVE),
        })
    }

    /// Σβ² of the rows that the file has, ÷ that of all: exactly 1 only where none is missing.
    fn squares_held(&self, has: &Has<'_>) -> f64 {
        let squares = |is_counted: &dyn Fn(usize) -> bool| {
            let mut sum = ExactSum::default();
            let counted = self.rows.iter().filter(|(row, _)| is_counted(*row));
            counted.for_each(|(_, weight)| sum.add(weight * weight));
            sum.value()
        };
        if self.rows.iter().all(|(row, _)| (has.is_used)(*row)) {
            return 1.0;
        }
        // A missing row of no weight that counts is missing still.
        (squares(has.is_used) / squares(&|_| true)).min(1.0 - f64::EPSILON)
    }

    /// The person's shares of the score's groups, or why they are not known.
    fn shares(&self, placed: &SampleAncestry) -> std::result::Result<Vec<GroupShare>, Withheld> {
        let similarity = placed.similarity.as_ref().ok_or(Withheld::BackgroundUnknown)?;
        let told = |group: &str| similarity.get(group).copied();
        let of_groups = self.calibration.groups.iter();
        let held: f64 = of_groups.clone().filter_map(|of| told(&of.group)).map(|of| of.q).sum();
        // Written so that what is no number keeps the gate shut.
        let is_enough = held >= SHARE_MIN;
        if !is_enough {
            return Err(Withheld::NoBasis);
        }
        of_groups
            .map(|of| {
                let told = told(&of.group);
                let with = |other: &CalibratedGroup| {
                    let covariance = placed.covariance(&of.group, &other.group).ok_or(Withheld::BackgroundUnknown)?;
                    Ok(covariance / (held * held))
                };
                Ok(GroupShare {
                    group: of.group.clone(),
                    share: told.map_or(0.0, |told| told.q) / held,
                    share_errors: self.calibration.groups.iter().map(with).collect::<std::result::Result<_, _>>()?,
                    ld_factor: of.ld_factor,
                    people: of.people as f64,
                })
            })
            .collect()
    }
}

/// The pairs of rows that go together, by their places among these rows, with their correlations.
fn links(calibration: &ScoreCalibration, rows: &[(usize, f64)]) -> (Vec<[usize; 2]>, Vec<f64>) {
    let (mut pairs, mut correlations) = (Vec::new(), Vec::new());
    let place = |row: u32| rows.binary_search_by_key(&(row as usize), |(row, _)| *row).ok();
    let stored = calibration.linkage.stored().chunks_exact(calibration.groups.len().max(1));
    for (&[first, second], of) in calibration.linkage.pairs().iter().zip(stored) {
        if let (Some(first), Some(second)) = (place(first), place(second)) {
            pairs.push([first, second]);
            correlations.extend(of.iter().map(|r| Linkage::correlation(*r)));
        }
    }
    (pairs, correlations)
}
