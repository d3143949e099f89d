//! Merges opened files of one person into one genome.

use super::person::Person;
use super::run::{Kind, Session};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::genome::liftover::ways_between;
use crate::genome::{Build, Liftover};
use crate::report::model::{DuplicateCounts, MergedFile};
use crate::stats::sort_by_number;
use crate::variants::assemble_genome;
use crate::variants::merge_people::{Agreement, is_same_build, lift_markers, markers_of, merge_markers};

/// The format of merged files, as a stable code and for people.
const FORMAT: (&str, &str) = ("merged", "Several files of one person");

impl Session {
    /// The consumer files, by their place in the order of opening.
    pub fn consumer_files(&self) -> Vec<usize> {
        (0..self.order.len()).filter(|&file| self.order.get(file) == Some(&Kind::Person)).collect()
    }

    /// Merges files of one person into the first of them; the others are closed. `files` count from 0 in the order of opening.
    /// What one lacks another may have, and where they contradict each other nothing is called.
    ///
    /// Errors: `out-of-order` where one is no consumer file, `people-differ`, `build-mismatch` where they are on different
    /// builds and no chain file leads from one to the other. Nothing is changed then.
    pub fn merge_files(&mut self, files: &[usize]) -> Result<()> {
        let mut files = files.to_vec();
        sort_by_number(&mut files, |file| *file as u64);
        files.dedup();
        let mut places = Vec::new();
        for &file in &files {
            match self.order.get(file) {
                Some(Kind::Person) => {
                    places.push(self.order.iter().take(file).filter(|kind| **kind == Kind::Person).count())
                }
                _ => return Err(ErrorKind::OutOfOrder.into()),
            }
        }
        if places.len() < 2 {
            return Ok(());
        }
        let people: Vec<&Person> = places.iter().filter_map(|&place| self.people.get(place)).collect();
        let [first, others @ ..] = people.as_slice() else { return Err(ErrorKind::OutOfOrder.into()) };
        let merged = others.iter().try_fold(begin(first), |merged, other| merge(merged, other, &self.ways))?;
        if let Some(&place) = places.first() {
            for &other in files.iter().skip(1).rev() {
                self.close(other)?;
            }
            if let Some(slot) = self.people.get_mut(place) {
                *slot = merged;
            }
            self.scores.iter_mut().filter_map(|score| score.results.get_mut(place)).for_each(|result| *result = None);
            self.score_anew();
        }
        Ok(())
    }
}

/// The first file, as the one that others are merged into.
fn begin(first: &Person) -> Person {
    let mut file = first.file.clone();
    if file.merged.is_empty() {
        file.merged.push(MergedFile {
            name: file.name.clone(),
            vendor: file.vendor,
            markers: file.markers,
            agreement: None,
        });
    }
    Person {
        file,
        genome: first.genome.clone(),
        stored: first.stored.clone(),
        contradicted: first.contradicted.clone(),
        appearance: None,
    }
}

fn merge(into: Person, other: &Person, ways: &[Liftover]) -> Result<Person> {
    let named = |error: Error| error.in_input(Role::Genotypes, &other.file.name);
    let (markers, not_lifted) = match (into.genome.build, other.genome.build) {
        (Some(to), Some(from)) if !is_same_build(Some(from), Some(to)) => {
            let along = ways_between(ways, from, to);
            if along.is_empty() {
                return Err(named(other_build(to, from)));
            }
            lift_markers(&other.genome, &along)
        }
        _ => (markers_of(&other.genome), 0),
    };
    let Person { genome, mut file, mut stored, mut contradicted, .. } = into;
    let (batch, agreement) = merge_markers(&genome, &markers, &mut contradicted);
    let agreement = Agreement { not_lifted, ..agreement };
    if agreement.is_one_person() == Some(false) {
        let Agreement { shared, agreeing, other_strand, .. } = agreement;
        return Err(named(ErrorKind::PeopleDiffer { shared, agreeing: agreeing + other_strand }.into()));
    }
    let build = genome.build.or(other.genome.build);
    let assembled = assemble_genome(batch, build, None);
    stored.extend(other.stored.iter().cloned());
    file.merged.push(MergedFile {
        name: other.file.name.clone(),
        vendor: other.file.vendor,
        markers: other.file.markers,
        agreement: Some(agreement),
    });
    let summary = &assembled.summary;
    (file.format, file.vendor) = FORMAT;
    file.name = stored.iter().map(|stored| stored.source.name()).collect::<Vec<_>>().join(" + ");
    file.reasons = file.merged.iter().map(|part| format!("{}: {}", part.name, part.vendor)).collect();
    file.bytes = stored.iter().map(|stored| stored.source.len()).sum();
    file.build = assembled.genome.build;
    file.build_evidence.markers = assembled.build_evidence;
    file.sex = assembled.genome.sex;
    file.sex_evidence = assembled.sex_evidence;
    file.markers = summary.markers;
    file.called = Some(summary.called);
    file.no_calls = Some(summary.no_calls);
    file.call_rate = Some(summary.called as f64 / summary.markers.max(1) as f64);
    file.heterozygous = Some(summary.heterozygous);
    file.indels = summary.indels;
    file.duplicates =
        DuplicateCounts { agreeing: summary.agreeing_duplicates, conflicting: summary.conflicting_duplicates };
    file.chromosomes = summary.chromosomes.clone();
    file.pseudo_autosomal = summary.pseudo_autosomal;
    file.chip_guess = None;
    let name = file.name.clone();
    // What the files' own readers found stands with their names; what the merge found stands with the whole.
    file.findings.extend(other.file.findings.iter().cloned());
    file.findings.retain(|finding| !OF_WHOLE.contains(&finding.code));
    file.findings.extend(tell(&agreement, other).into_iter().chain(assembled.findings).map(|one| one.of_input(&name)));
    sort_by_number(&mut file.findings, |finding| finding.severity as u64);
    Ok(Person { file, genome: assembled.genome, stored, contradicted, appearance: None })
}

/// Findings that are about a genome as a whole: those of a part no longer hold, or are said anew.
const OF_WHOLE: [&str; 8] = [
    "agreeing-duplicates",
    "conflicting-duplicates",
    "unsorted",
    "low-call-rate",
    "sex-unknown",
    "haploid-heterozygous",
    "build-by-header",
    "build-unknown",
];

fn tell(agreement: &Agreement, other: &Person) -> Vec<Finding> {
    let name = &other.file.name;
    let mut findings = Vec::new();
    let mut add = |code, severity, count: u64, text: String| {
        if count > 0 {
            findings.push(Finding::new(code, severity, count, text));
        }
    };
    add(
        "merge-conflicts",
        Severity::Note,
        agreement.conflicting,
        format!("Calls of {name} contradict those of the files before it; at these markers nothing is called."),
    );
    add(
        "merge-other-strand",
        Severity::Note,
        agreement.other_strand,
        format!("Calls of {name} are the same as before on the other strand; the first file's are kept."),
    );
    add(
        "merge-unproven",
        Severity::Fix,
        u64::from(agreement.is_one_person().is_none()),
        format!("{name} shares too few calls with the files before it to show that they are of one person."),
    );
    add(
        "merge-not-lifted",
        Severity::Note,
        agreement.not_lifted,
        format!("Markers of {name} could not be carried to the build of the first file and were left out."),
    );
    findings
}

fn other_build(to: Build, from: Build) -> Error {
    ErrorKind::FilesOnBuilds { first: to.name(), other: from.name() }.into()
}
