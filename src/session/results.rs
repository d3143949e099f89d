//! Gives what a scored session holds: the report as JSON and CSV, the audit and the contributions of each pair.

use super::absent::not_applied;
use super::cohort::Cohort;
use super::cohort_run::CohortRun;
use super::person::Person;
use super::run::{Kind, Session};
use super::score_run::{is_same, kept_or_read};
use super::score_task::{Matched, match_person};
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Finding;
use crate::matching::{Outcome, RowMatch};
use crate::report::model::{Input, OptionsUsed, Report, Sample};
use crate::report::{SCHEMA, ScoreResult, audit, results_csv};
use crate::scoring::Absent;
use crate::scoring::tally::contribution;
use crate::weights::ScoreTable;
use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;

impl Session {
    /// The report, after the scoring task has ended.
    ///
    /// Errors: `out-of-order` before.
    pub fn report(&self) -> Result<Report<'_>> {
        let not_yet = || Error::new(ErrorKind::OutOfOrder);
        let mut inputs = Vec::new();
        let mut list = |source: &SharedSource, hash: &Option<String>, format, build, is_partly: bool| -> Result<()> {
            inputs.push(Input {
                role: Role::Genotypes,
                name: source.name().to_owned(),
                bytes: source.len(),
                sha256: if is_partly { None } else { Some(hash.clone().ok_or_else(not_yet)?) },
                format,
                build,
            });
            Ok(())
        };
        for opened in self.opened_in_order() {
            match opened {
                Opened::Person(_, person) => {
                    for stored in &person.stored {
                        list(&stored.source, &stored.sha256, stored.format, stored.build, false)?;
                    }
                }
                Opened::Cohort(cohort) => {
                    for (source, hash) in cohort.sources().zip(&cohort.sha256) {
                        list(source, hash, cohort.file.format, cohort.file.build, cohort.file.partly.is_some())?;
                    }
                }
            }
        }
        for (index, score) in self.scores.iter().enumerate() {
            // The scores of one file stand together.
            if index.checked_sub(1).is_some_and(|before| is_same(&self.scores[before].source, &score.source)) {
                continue;
            }
            inputs.push(Input {
                role: Role::Scores,
                name: score.info.input.clone(),
                bytes: score.info.bytes,
                sha256: Some(score.sha256.as_deref().ok_or_else(not_yet)?.to_owned()),
                format: score.info.format,
                build: score.info.harmonised_build.or(score.info.genome_build),
            });
        }
        for chain in &self.chains {
            inputs.push(Input {
                role: Role::Chain,
                name: chain.input.clone(),
                bytes: chain.bytes,
                sha256: Some(chain.sha256.clone()),
                format: "chain",
                build: Some(chain.to),
            });
        }
        let mut samples = Vec::new();
        for opened in self.opened_in_order() {
            match opened {
                Opened::Person(index, person) => {
                    let results = self.scores.iter();
                    let results = results.map(|of| of.results.get(index).and_then(Option::as_ref).ok_or_else(not_yet));
                    samples.push(Sample {
                        id: person.file.sample.clone(),
                        sex: person.genome.sex,
                        input: person.file.name.clone(),
                        absent: None,
                        appearance: person.appearance.as_ref(),
                        scores: results.collect::<Result<_>>()?,
                    });
                }
                Opened::Cohort(cohort) => {
                    for (place, sample) in cohort.samples.iter().enumerate() {
                        let results = cohort.results.iter();
                        let results = results.map(|of| of.as_ref().and_then(|of| of.get(place)).ok_or_else(not_yet));
                        samples.push(Sample {
                            id: sample.id.clone(),
                            sex: sample.sex.unwrap_or_default(),
                            input: cohort.file.name.clone(),
                            absent: cohort.file.absent,
                            appearance: cohort.appearance.get(place),
                            scores: results.collect::<Result<_>>()?,
                        });
                    }
                }
            }
        }
        // A scoring file's own findings are the same for every person and are said once.
        let of_files = self.files().flat_map(|file| &file.findings);
        let of_scores = samples.iter().flat_map(|sample| &sample.scores).flat_map(|score| &score.findings);
        let is_reference_wanted = self.options.absent == Some(Absent::HomRef);
        let of_options: Vec<Finding> =
            self.people.iter().filter(|_| is_reference_wanted).map(|person| not_applied(&person.file.name)).collect();
        let mut said = HashSet::new();
        let findings = of_files
            .chain(&of_options)
            .chain(of_scores)
            .filter(|finding| said.insert((finding.code, finding.input.as_deref(), finding.count)))
            .cloned()
            .collect();
        let tallele = env!("CARGO_PKG_VERSION");
        let merge = self.people.iter().any(|person| person.stored.len() > 1);
        let options = OptionsUsed { merge, ..self.options.used() };
        let is_compared = samples.iter().flat_map(|sample| &sample.scores).any(|score| score.percentile.is_some());
        let reference = self.compared_by.clone().filter(|_| is_compared);
        if reference.is_none() {
            samples.iter_mut().for_each(|sample| sample.appearance = None);
        }
        Ok(Report { tallele, schema: SCHEMA, options, inputs, reference, samples, findings })
    }

    /// One score's entry of the report. Samples count through as the report lists them.
    ///
    /// Errors: `out-of-order` where there is no such pair, or it is not scored under the present options.
    pub fn result(&self, sample: usize, score: usize) -> Result<&ScoreResult> {
        let mut before = 0;
        for opened in self.opened_in_order() {
            let place = sample.saturating_sub(before);
            let (samples, found) = match opened {
                Opened::Person(index, _) => (1, self.scores.get(score).and_then(|of| of.results.get(index)?.as_ref())),
                Opened::Cohort(cohort) => {
                    (cohort.samples.len(), cohort.results.get(score).and_then(|of| of.as_ref()?.get(place)))
                }
            };
            if place < samples {
                return found.ok_or_else(|| ErrorKind::OutOfOrder.into());
            }
            before += samples;
        }
        Err(ErrorKind::OutOfOrder.into())
    }

    /// The report as JSON, indented, with a line end.
    ///
    /// Errors: `out-of-order` before scoring has ended.
    pub fn report_json(&self) -> Result<Vec<u8>> {
        let mut json = Vec::new();
        self.write_report_json(&mut json)?;
        Ok(json)
    }

    /// Writes the same piece by piece: a report of thousands of samples is larger than a browser's memory for the engine.
    ///
    /// Errors: `out-of-order` before scoring has ended; `unwritable`.
    pub fn write_report_json(&self, mut out: impl Write) -> Result<()> {
        let unwritable = |error: std::io::Error| Error::new(ErrorKind::Unwritable).with_source(error);
        serde_json::to_writer_pretty(&mut out, &self.report()?).map_err(|error| unwritable(error.into()))?;
        out.write_all(b"\n").and_then(|()| out.flush()).map_err(unwritable)
    }

    /// The results as CSV.
    ///
    /// Errors: `out-of-order` before scoring has ended.
    pub fn report_csv(&self) -> Result<Vec<u8>> {
        Ok(results_csv::write_results(&self.report()?))
    }

    /// The audit of one score for one sample as CSV. Samples count through as the report lists them.
    ///
    /// Errors: `out-of-order` where there is no such pair; what reading the files again finds.
    pub fn audit(&self, sample: usize, score: usize) -> Result<Vec<u8>> {
        let (whose, table) = self.pair(sample, score)?;
        match whose {
            Whose::Person(person) => {
                let Matched { choice, matches, .. } = match_person(&table, person, &self.options, &self.ways);
                let genome = Some(&person.genome);
                Ok(audit::write_audit(&table, &person.file.sample, genome, choice.positions, &matches))
            }
            Whose::Sample(cohort, place) => {
                let id = cohort.samples.get(place).map_or("", |sample| sample.id.as_str());
                let (positions, matches) = CohortRun::trace(cohort, place, table.clone(), &self.options, &self.ways)?;
                Ok(audit::write_audit(&table, id, None, positions, &matches))
            }
        }
    }

    /// Dosage and contribution of every row of one score for one sample; both 0 where a row does not count.
    ///
    /// Errors: as [`Self::audit`].
    pub fn contributions(&self, sample: usize, score: usize) -> Result<(Vec<f64>, Vec<f64>)> {
        let (whose, table) = self.pair(sample, score)?;
        let matches = match whose {
            Whose::Person(person) => match_person(&table, person, &self.options, &self.ways).matches,
            Whose::Sample(cohort, place) => {
                CohortRun::trace(cohort, place, table.clone(), &self.options, &self.ways)?.1
            }
        };
        let counted = |(row, found): (usize, &RowMatch)| match found.outcome {
            Outcome::Matched(_) => contribution(&table, row, found),
            _ => 0.0,
        };
        Ok((matches.iter().map(|found| found.dosage).collect(), matches.iter().enumerate().map(counted).collect()))
    }

    fn pair(&self, sample: usize, score: usize) -> Result<(Whose<'_>, Arc<ScoreTable>)> {
        let not_there = || Error::new(ErrorKind::OutOfOrder);
        let score = self.scores.get(score).ok_or_else(not_there)?;
        let whose = self.whose(sample);
        let whose = whose.ok_or_else(not_there)?;
        Ok((whose, kept_or_read(score.table.as_ref(), &score.source, score.part)?))
    }

    /// Whose the sample with this place in the report is.
    fn whose(&self, mut place: usize) -> Option<Whose<'_>> {
        for opened in self.opened_in_order() {
            let samples = match opened {
                Opened::Person(_, person) if place == 0 => return Some(Whose::Person(person)),
                Opened::Cohort(cohort) if place < cohort.samples.len() => return Some(Whose::Sample(cohort, place)),
                Opened::Person(..) => 1,
                Opened::Cohort(cohort) => cohort.samples.len(),
            };
            place -= samples;
        }
        None
    }

    fn opened_in_order(&self) -> impl Iterator<Item = Opened<'_>> {
        let (mut people, mut cohorts) = (self.people.iter().enumerate(), self.cohorts.iter());
        self.order.iter().filter_map(move |kind| match kind {
            Kind::Person => people.next().map(|(index, person)| Opened::Person(index, person)),
            Kind::Cohort => cohorts.next().map(Opened::Cohort),
        })
    }
}

/// What was opened: a person, with their place among people, or files of records.
enum Opened<'a> {
    Person(usize, &'a Person),
    Cohort(&'a Cohort),
}

/// Whose score is meant: a person's with a file of their own, or a sample's of files of records.
enum Whose<'a> {
    Person(&'a Person),
    Sample(&'a Cohort, usize),
}
