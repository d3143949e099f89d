//! Adjusts every sum of a table to a reference, as `tallele calibrate` writes it: by the nearest group and by components.

use super::normalise::Adjustment;
use super::similarity::{Nearest, Similarity};
use super::tables::{Components, SumRow};
use crate::error::{CalibrationKind, Error, Result};
use crate::finding::{Finding, Severity};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The tables of one run.
pub struct Tables<'a> {
    /// All sums, of reference and target people.
    pub sums: &'a [SumRow],
    /// Components of the reference, as many as likeness or adjustment takes, whichever is more.
    pub reference: &'a Components,
    /// Components of the target people.
    pub target: &'a Components,
    /// Groups of the reference people; a target person who is named here is of that group too.
    pub labels: &'a HashMap<String, String>,
    /// Reference people who are adjusted and not fitted to, being relatives of others.
    pub related: &'a HashSet<String>,
    /// The reference's sampleset in the sums.
    pub reference_set: &'a str,
    /// Components that the adjustment uses.
    pub adjusting: usize,
    /// Components that likeness to a group uses.
    pub comparing: usize,
}

/// One sum with what it means in relation to the reference. `None` where the score does not vary there.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted<'a> {
    /// Its row of the sums.
    pub row: &'a SumRow,
    /// Group that it is compared with: the person's own in the reference, the nearest elsewhere.
    pub group: &'a str,
    /// Whether the person is hardly like even that group.
    pub is_low_confidence: bool,
    /// Standardised within the group.
    pub z_most_similar: Option<f64>,
    /// Standardised by the mean along the components.
    pub z_norm1: Option<f64>,
    /// Standardised by mean and variance along the components.
    pub z_norm2: Option<f64>,
    /// Per cent of the group with a lower sum, ties by half.
    pub percentile: Option<f64>,
}

/// A person of the run.
struct Person<'a> {
    components: &'a [f64],
    group: &'a str,
    is_low_confidence: bool,
    trains: bool,
}

/// The sums of one score.
#[derive(Default)]
struct OfScore<'a> {
    /// People with a sum and components.
    people: usize,
    /// Those of the reference that are fitted to.
    training: Vec<(&'a SumRow, &'a Person<'a>)>,
}

/// A score among the reference people of one group.
struct Distribution {
    sorted: Vec<f64>,
    mean: f64,
    sd: f64,
}

/// Adjusts every sum whose person has components, in the order of the sums.
///
/// Errors: `calibration-person-missing` for a person with components and without a sum or, in the reference, a label;
/// `calibration-no-reference`, and those of [`Adjustment::fit`] and [`Similarity::fit`].
pub fn adjust<'a>(tables: &Tables<'a>) -> Result<(Vec<Adjusted<'a>>, Vec<Finding>)> {
    let people = place_people(tables)?;
    let mut findings = Vec::new();
    let mut by_score: BTreeMap<&str, OfScore<'_>> = BTreeMap::new();
    let mut without = HashSet::new();
    for row in tables.sums {
        let is_reference = row.sampleset == tables.reference_set;
        let Some(person) = people.get(&(is_reference, row.id.as_str())) else {
            without.insert((row.sampleset.as_str(), row.id.as_str()));
            continue;
        };
        let of_score = by_score.entry(row.score.as_str()).or_default();
        of_score.people += 1;
        if person.trains {
            of_score.training.push((row, person));
        }
    }
    let mut fits = BTreeMap::new();
    for (score, of_score) in by_score {
        // Nobody is in the sums twice, so that counting tells whether somebody is missing.
        if of_score.people < people.len() {
            return Err(Error::from(CalibrationKind::PersonMissing { what: "sum" }).at_field(score));
        }
        let fit = Fit::new(&of_score.training, tables.adjusting).map_err(|error| error.at_field(score))?;
        if fit.adjustment.is_none() {
            findings.push(
                Finding::new(
                    "score-does-not-vary",
                    Severity::Fix,
                    1,
                    "The score is the same for all reference people.",
                )
                .of_input(score),
            );
        }
        fits.insert(score, fit);
    }
    let adjusted: Vec<Adjusted<'a>> = tables
        .sums
        .iter()
        .filter_map(|row| {
            let person = people.get(&(row.sampleset == tables.reference_set, row.id.as_str()))?;
            Some(fits.get(row.score.as_str())?.adjusted(row, person))
        })
        .collect();
    if !without.is_empty() {
        let text = "People have sums and no components; they are left out.";
        findings.push(Finding::new("sums-without-components", Severity::Note, without.len() as u64, text));
    }
    let unlike = people.values().filter(|person| person.is_low_confidence).count() as u64;
    if unlike > 0 {
        let text = "People are hardly like even the nearest reference group; their percentile compares them with a group that is not theirs.";
        findings.push(Finding::new("unlike-every-group", Severity::Fix, unlike, text));
    }
    Ok((adjusted, findings))
}

/// Everybody with components, by whether they are of the reference, and id.
fn place_people<'a>(tables: &Tables<'a>) -> Result<HashMap<(bool, &'a str), Person<'a>>> {
    let mut names: Vec<&str> = Vec::new();
    let mut clouds: Vec<Vec<&[f64]>> = Vec::new();
    let mut people = HashMap::new();
    let compared = |row: &'a [f64]| row.get(..tables.comparing).unwrap_or(row);
    let adjusting = |row: &'a [f64]| row.get(..tables.adjusting).unwrap_or(row);
    for (at, id) in tables.reference.ids.iter().enumerate() {
        let group = tables.labels.get(id).ok_or(CalibrationKind::PersonMissing { what: "label" })?;
        let row = tables.reference.row(at).unwrap_or_default();
        let trains = !tables.related.contains(id);
        if trains {
            let number = names.iter().position(|name| name == group).unwrap_or_else(|| {
                names.push(group);
                clouds.push(Vec::new());
                names.len() - 1
            });
            if let Some(cloud) = clouds.get_mut(number) {
                cloud.push(compared(row));
            }
        }
        let person = Person { components: adjusting(row), group, is_low_confidence: false, trains };
        people.insert((true, id.as_str()), person);
    }
    if names.is_empty() {
        return Err(CalibrationKind::NoReference.into());
    }
    let similarity = Similarity::fit(&clouds, tables.comparing)?;
    for (at, id) in tables.target.ids.iter().enumerate() {
        let row = tables.target.row(at).unwrap_or_default();
        let nearest = similarity.nearest(compared(row));
        let found = nearest.and_then(|nearest| names.get(nearest.group).copied()).unwrap_or_default();
        let given = tables.labels.get(id).map(String::as_str).filter(|label| names.contains(label));
        let person = Person {
            components: adjusting(row),
            group: given.unwrap_or(found),
            is_low_confidence: given.is_none() && nearest.is_none_or(|nearest: Nearest| nearest.is_low_confidence()),
            trains: false,
        };
        people.insert((false, id.as_str()), person);
    }
    Ok(people)
}

/// What one score's reference gives.
struct Fit<'a> {
    adjustment: Option<Adjustment>,
    groups: HashMap<&'a str, Distribution>,
}

impl<'a> Fit<'a> {
    fn new(training: &[(&SumRow, &Person<'a>)], width: usize) -> Result<Self> {
        if training.is_empty() {
            return Err(CalibrationKind::NoReference.into());
        }
        let components: Vec<&[f64]> = training.iter().map(|(_, person)| person.components).collect();
        let sums: Vec<f64> = training.iter().map(|(row, _)| row.sum).collect();
        if components.iter().any(|row| row.len() != width) {
            return Err(CalibrationKind::NotANumber.into());
        }
        let mut by_group: HashMap<&str, Vec<f64>> = HashMap::new();
        for (row, person) in training {
            by_group.entry(person.group).or_default().push(row.sum);
        }
        let groups = by_group.into_iter().map(|(group, sums)| (group, Distribution::new(sums))).collect();
        Ok(Self { adjustment: Adjustment::fit(&components, &sums)?, groups })
    }

    fn adjusted<'r>(&self, row: &'r SumRow, person: &Person<'r>) -> Adjusted<'r> {
        let adjustment = self.adjustment.as_ref();
        // A score that does not vary places nobody anywhere.
        let distribution = adjustment.and_then(|_| self.groups.get(person.group)).filter(|found| found.sd > 0.0);
        Adjusted {
            row,
            group: person.group,
            is_low_confidence: person.is_low_confidence,
            z_most_similar: distribution.map(|found| (row.sum - found.mean) / found.sd),
            z_norm1: adjustment.and_then(|fit| fit.z_norm1(person.components, row.sum)),
            z_norm2: adjustment.and_then(|fit| fit.z_norm2(person.components, row.sum)),
            percentile: distribution.map(|found| found.percentile(row.sum)),
        }
    }
}

impl Distribution {
    fn new(mut sorted: Vec<f64>) -> Self {
        sorted.sort_by(f64::total_cmp);
        let count = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / count;
        let sd = libm::sqrt(sorted.iter().map(|sum| (sum - mean).powi(2)).sum::<f64>() / count);
        Self { sorted, mean, sd }
    }

    /// Mean rank in per cent: sums below count whole, equal ones as if the person stood in their middle.
    fn percentile(&self, sum: f64) -> f64 {
        let below = self.sorted.partition_point(|other| *other < sum);
        let up_to = self.sorted.partition_point(|other| *other <= sum);
        (below + up_to + usize::from(below < up_to)) as f64 * 50.0 / self.sorted.len() as f64
    }
}
