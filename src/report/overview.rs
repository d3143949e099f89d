//! Boils a report down to what a table of its results shows: a line for each sample and score, and columns of numbers.

use super::model::{Input, OptionsUsed, ReferenceUsed, Report};
use super::standing::Percentile;
use crate::finding::{Finding, Severity};
use crate::genome::Sex;
use crate::scoring::Absent;
use serde::Serialize;
use std::collections::HashMap;

/// A sample, without its results.
#[derive(Clone, Debug, Serialize)]
pub struct SampleLine {
    /// Its name.
    pub id: String,
    /// Its sex.
    pub sex: Sex,
    /// The genotype file.
    pub input: String,
    /// What rows that a file of variants alone has no record of count as.
    pub absent: Option<Absent>,
}

/// A score, without anyone's results.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreLine {
    /// The score's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// What it predicts.
    #[serde(rename = "trait")]
    pub trait_reported: Option<String>,
    /// Rows.
    pub rows: u64,
}

/// A finding, told once for everybody who has it.
#[derive(Clone, Debug, Serialize)]
pub struct SharedFinding {
    /// The finding; where counts differ between samples, the one of the largest.
    #[serde(flatten)]
    pub finding: Finding,
    /// Samples that have it with some count; 0 for what belongs to a genotype file.
    pub samples: u64,
}

/// The numbers of every sample and score, sample by sample. Counts beyond 32 bits are the largest that 32 bits hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Sums of the contributions.
    pub observed_sum: Vec<f64>,
    /// The same plus what missing rows are expected to add; NaN where there is none.
    pub filled_sum: Vec<f64>,
    /// Rows that count.
    pub matched: Vec<u32>,
    /// Rows left out.
    pub excluded: Vec<u32>,
    /// Rows with nothing to compare with.
    pub unmatched: Vec<u32>,
    /// Rows without a call.
    pub no_call: Vec<u32>,
    /// Findings to look at first.
    pub fixes: Vec<u32>,
    /// Findings that change what the numbers cover.
    pub notes: Vec<u32>,
    /// Percentiles; NaN where there is none.
    pub percentile: Vec<f64>,
    /// Lower ends of their intervals.
    pub percentile_low: Vec<f64>,
    /// Upper ends.
    pub percentile_high: Vec<f64>,
    /// Why there is none, as one more than the place in [`Overview::withheld`]; 0 where there is one, or nobody asked.
    pub withheld: Vec<u32>,
}

/// What a table of results shows, besides [`Figures`].
#[derive(Clone, Debug, Serialize)]
pub struct Overview<'a> {
    /// Version of the program.
    pub tallele: &'static str,
    /// What the run did.
    pub options: OptionsUsed,
    /// Every file that went in.
    pub inputs: &'a [Input],
    /// Every sample.
    pub samples: Vec<SampleLine>,
    /// Every score.
    pub scores: Vec<ScoreLine>,
    /// What belongs to files, to scores and to the run.
    pub findings: Vec<SharedFinding>,
    /// By what people were compared; none where nobody asked.
    pub reference: Option<ReferenceUsed>,
    /// Codes of why percentiles are withheld.
    pub withheld: Vec<&'static str>,
}

impl Report<'_> {
    /// What a table of the results shows.
    pub fn overview(&self) -> (Overview<'_>, Figures) {
        let line = |sample: &super::Sample<'_>| SampleLine {
            id: sample.id.clone(),
            sex: sample.sex,
            input: sample.input.clone(),
            absent: sample.absent,
        };
        let scores = self.samples.first().map_or(&[][..], |sample| sample.scores.as_slice());
        let (figures, withheld) = self.figures();
        let overview = Overview {
            tallele: self.tallele,
            options: self.options,
            inputs: &self.inputs,
            samples: self.samples.iter().map(line).collect(),
            scores: scores
                .iter()
                .map(|score| ScoreLine {
                    id: score.id.clone(),
                    name: score.name.clone(),
                    trait_reported: score.trait_reported.clone(),
                    rows: score.rows,
                })
                .collect(),
            findings: self.shared_findings(),
            reference: self.reference.clone(),
            withheld,
        };
        (overview, figures)
    }

    fn figures(&self) -> (Figures, Vec<&'static str>) {
        let mut codes: Vec<&'static str> = Vec::new();
        let clamp = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let mut figures = Figures::default();
        for score in self.samples.iter().flat_map(|sample| &sample.scores) {
            let of = |severity| score.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
            figures.observed_sum.push(score.observed_sum);
            figures.filled_sum.push(score.filled_sum.unwrap_or(f64::NAN));
            figures.matched.push(clamp(score.matched));
            figures.excluded.push(clamp(score.excluded.values().sum()));
            figures.unmatched.push(clamp(score.unmatched));
            figures.no_call.push(clamp(score.no_call));
            figures.fixes.push(clamp(of(Severity::Fix)));
            figures.notes.push(clamp(of(Severity::Note)));
            let (value, low, high) = match &score.percentile {
                Some(Percentile::Told { value, low, high, .. }) => (*value, *low, *high),
                _ => (f64::NAN, f64::NAN, f64::NAN),
            };
            figures.percentile.push(value);
            figures.percentile_low.push(low);
            figures.percentile_high.push(high);
            figures.withheld.push(match &score.percentile {
                Some(Percentile::Withheld { withheld }) => number_of(&mut codes, withheld.code),
                _ => 0,
            });
        }
        (figures, codes)
    }

    /// The report's findings, those of one code and input together.
    fn shared_findings(&self) -> Vec<SharedFinding> {
        let mut places: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        let mut shared: Vec<SharedFinding> = Vec::new();
        for finding in &self.findings {
            let place = *places.entry((finding.code, finding.input.as_deref())).or_insert_with(|| {
                shared.push(SharedFinding { finding: finding.clone(), samples: 0 });
                shared.len() - 1
            });
            if let Some(known) = shared.get_mut(place)
                && finding.count > known.finding.count
            {
                known.finding = finding.clone();
            }
        }
        for finding in self.samples.iter().flat_map(|sample| &sample.scores).flat_map(|score| &score.findings) {
            let place = places.get(&(finding.code, finding.input.as_deref()));
            if let Some(known) = place.and_then(|place| shared.get_mut(*place)) {
                known.samples += 1;
            }
        }
        shared
    }
}

/// One more than the place of a code, which is added where it is new.
fn number_of(codes: &mut Vec<&'static str>, code: &'static str) -> u32 {
    let place = codes.iter().position(|known| *known == code).unwrap_or_else(|| {
        codes.push(code);
        codes.len() - 1
    });
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}
