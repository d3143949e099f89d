//! Holds an opened set of files of records: its samples, what the file doctor shows of it, and what its samples scored.

use super::build_fit::Fit;
use super::cohort_opened::Opened;
use super::cohort_run::CohortPart;
use crate::bytes::SharedSource;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::formats::records::{Chosen, KEPT_BYTES_MAX, RecordSet};
use crate::genome::{Build, Reading, Sample};
use crate::report::model::{BuildEvidenceShown, GenotypeFile};
use crate::report::{Appearance, ScoreResult};
use crate::scoring::Absent;
use std::collections::HashSet;
use std::rc::Rc;

/// What only reading calls can find. Opening a file of several samples reads their places alone.
pub(super) const OF_CALLS: [&str; 12] = [
    "half-calls",
    "low-quality-calls",
    "low-depth-calls",
    "calls-without-quality",
    "calls-without-depth",
    "dosages-out-of-range",
    "odd-probabilities",
    "haplotype-dosages-of-many-alleles",
    "dosages-for-hard-calls",
    "records-without-calls",
    "many-copies",
    "unnamed-alleles",
];

/// What one opening takes: a person's file, or all the files of the same samples.
pub enum Opening {
    /// A consumer file, or one that no reader knows, which its opening says.
    Person(SharedSource),
    /// Files of records.
    Records(Vec<RecordSet>),
}

/// Puts sets of the same format and the same samples together, as files of one chromosome each are; the rest stays in order.
///
/// Errors: what opening the sets finds.
pub fn group_by_samples(chosen: Vec<Chosen>) -> Result<Vec<Opening>> {
    let mut openings: Vec<(Vec<Sample>, Opening)> = Vec::new();
    for one in chosen {
        let set = match one {
            Chosen::Other(source) => {
                openings.push((Vec::new(), Opening::Person(source)));
                continue;
            }
            Chosen::Records(set) => set,
        };
        let samples = set.open(Reading::default())?.0.samples().to_vec();
        let same = openings.iter_mut().find_map(|(of, opening)| match opening {
            Opening::Records(sets) if *of == samples && sets.iter().all(|other| other.format == set.format) => {
                Some(sets)
            }
            _ => None,
        });
        match same {
            Some(sets) => sets.push(set),
            None => openings.push((samples, Opening::Records(vec![set]))),
        }
    }
    Ok(openings.into_iter().map(|(_, opening)| opening).collect())
}

/// Every file of some sets, each once: a list of samples may serve several.
pub(super) fn files_of(sets: &[RecordSet]) -> impl Iterator<Item = &SharedSource> {
    let mut seen = HashSet::new();
    sets.iter().flat_map(RecordSet::sources).filter(move |source| seen.insert(Rc::as_ptr(source).cast::<()>()))
}

/// Samples of one file or of a set of files, which are read again whenever they are scored.
pub struct Cohort {
    /// What the file doctor shows.
    pub file: GenotypeFile,
    /// The files; several where each holds some of the chromosomes of the same samples.
    pub sets: Vec<RecordSet>,
    /// How the build was looked for in the scores' alleles, where nothing else told it; `None` until it was.
    pub fit: Option<Fit>,
    /// The samples that are scored.
    pub samples: Vec<Sample>,
    /// Their places in the files; `None` where all are scored.
    pub selected: Option<Vec<usize>>,
    /// What was said of this file alone: what rows it has no record of count as. The session's option holds where it is `None`.
    pub absent: Option<Absent>,
    /// Each file's hash, once computed, in the order of [`Self::sources`].
    pub sha256: Vec<Option<String>>,
    /// For each score, each sample's result; `None` until scored under the present options.
    pub results: Vec<Option<Vec<ScoreResult>>>,
    /// What a comparison found of each sample's appearance; empty before.
    pub appearance: Vec<Appearance>,
    /// Why a score was not summed, of the first that was not.
    pub(super) mismatch: Option<Rc<Error>>,
    /// What opening the files showed.
    pub(super) opened: Opened,
    /// What reading the calls that scores ask for showed, where opening the files had not.
    pub(super) of_calls: Vec<Finding>,
    /// What the files add to the scores, where they are parts of a cohort's.
    pub(super) parts: Vec<CohortPart>,
}

impl Cohort {
    /// The build to score on; GRCh37 where nothing tells, which the file's findings say.
    pub fn build(&self) -> Build {
        self.file.build.unwrap_or(Build::Grch37)
    }

    /// The same files for these samples alone, at these places in the files; nothing is scored.
    pub(super) fn with_samples(&self, samples: Vec<Sample>, places: Vec<usize>) -> Self {
        Self {
            file: self.file.clone(),
            fit: self.fit,
            sets: self.sets.clone(),
            samples,
            selected: Some(places),
            absent: self.absent,
            sha256: Vec::new(),
            results: Vec::new(),
            appearance: Vec::new(),
            mismatch: None,
            opened: Opened::default(),
            of_calls: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// What the build rests on, in words.
    pub fn build_evidence(&self) -> String {
        let build = self.build();
        let BuildEvidenceShown { markers, header } = self.file.build_evidence;
        let at = |of: Build| match of {
            Build::Grch36 => markers.grch36,
            Build::Grch37 => markers.grch37,
            Build::Grch38 => markers.grch38,
        };
        let others: u64 = Build::ALL.into_iter().filter(|of| *of != build).map(at).sum();
        match (at(build), header) {
            (0, Some(header)) if header == build => format!("its header speaks of {build}"),
            (0, _) if self.fit.is_some() => "the scores' alleles fit there".to_owned(),
            (0, _) if self.file.build.is_some() => "as stated".to_owned(),
            (0, _) => "as assumed, since nothing tells".to_owned(),
            (here, _) => format!("{here} well-known markers stand where {build} has them, {others} where another has"),
        }
    }

    /// Bytes of records that are kept of its files.
    pub fn kept_bytes(&self) -> usize {
        self.sets.iter().filter_map(|set| set.kept.as_ref()).map(|kept| kept.bytes()).sum()
    }

    /// Every file of it.
    pub fn sources(&self) -> impl Iterator<Item = &SharedSource> {
        files_of(&self.sets)
    }

    /// Takes what reading calls for some scores found. Of several readings of a file the one that met most holds, as they may
    /// meet the same calls.
    pub(super) fn note_calls(&mut self, found: Vec<Finding>) {
        for finding in found {
            let is_it = |other: &Finding| other.code == finding.code && other.input == finding.input;
            if self.opened.findings.iter().any(is_it) {
                continue;
            }
            match self.of_calls.iter_mut().find(|other| is_it(other)) {
                Some(known) => known.count = known.count.max(finding.count),
                None => self.of_calls.push(finding),
            }
        }
        self.list_findings();
    }

    /// Forgets what reading calls found, before they are read under other options.
    pub(super) fn forget_calls(&mut self) {
        self.of_calls.clear();
        self.list_findings();
    }

    fn list_findings(&mut self) {
        let findings = &mut self.file.findings;
        findings.retain(|finding| !OF_CALLS.contains(&finding.code) || self.opened.findings.contains(finding));
        findings.extend(self.of_calls.iter().cloned());
        Finding::sort(findings);
    }
}

/// Lets go of kept records, oldest first, where they and those of the cohort opened now are more than the limit.
pub(super) fn let_go_of_kept(cohorts: &mut [Cohort], opened: &Cohort) {
    let mut kept = cohorts.iter().map(Cohort::kept_bytes).sum::<usize>() + opened.kept_bytes();
    for cohort in cohorts {
        if kept <= KEPT_BYTES_MAX {
            return;
        }
        kept -= cohort.kept_bytes();
        cohort.sets.iter_mut().for_each(|set| set.kept = None);
    }
}
