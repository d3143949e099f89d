//! Holds one opened genotype file: the genome and what the file doctor shows of it.

use crate::bytes::SharedSource;
use crate::formats::dtc::Layout;
use crate::formats::dtc::reader::Counts;
use crate::genome::{Build, Genome};
use crate::report::Appearance;
use crate::report::model::{BuildEvidenceShown, DuplicateCounts, GenotypeFile, SexCounts};
use crate::stats::sort_by_number;
use crate::variants::Assembled;
use crate::variants::merge_people::Contradicted;

/// One person, opened and ready to be scored.
pub struct Person {
    /// What the file doctor shows.
    pub file: GenotypeFile,
    /// The calls.
    pub genome: Genome,
    /// The stored file, or all of them where several were merged.
    pub stored: Vec<StoredFile>,
    /// Where merged files contradicted each other.
    pub contradicted: Contradicted,
    /// What a comparison found of the person's appearance; `None` before.
    pub appearance: Option<Appearance>,
}

/// A stored file of a person.
#[derive(Clone)]
pub struct StoredFile {
    /// The file.
    pub source: SharedSource,
    /// Its hash, once computed.
    pub sha256: Option<String>,
    /// Stable code of the format.
    pub format: &'static str,
    /// The build of its positions.
    pub build: Option<Build>,
}

impl Person {
    /// The build to score on; GRCh37 where nothing tells, which the file's findings say.
    pub fn build(&self) -> Build {
        self.genome.build.unwrap_or(Build::Grch37)
    }
}

/// The file's name without folders and endings: what a sample is called, as consumer files name nobody.
pub fn sample_name(file_name: &str) -> String {
    const ENDINGS: [&str; 7] = [".gz", ".zip", ".txt", ".csv", ".tsv", ".bgz", ".text"];
    let mut name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    while let Some(ending) =
        ENDINGS.iter().find(|ending| name.len() > ending.len() && name.to_ascii_lowercase().ends_with(*ending))
    {
        name = &name[..name.len() - ending.len()];
    }
    name.to_owned()
}

/// Gathers what the file doctor shows.
pub fn describe_file(
    source: &SharedSource,
    wrapping: Vec<&'static str>,
    member: Option<String>,
    layout: &Layout,
    counts: &Counts,
    assembled: &Assembled,
) -> GenotypeFile {
    let summary = &assembled.summary;
    let mut findings: Vec<_> = assembled.findings.iter().cloned().chain(counts.findings()).collect();
    // What needs a look comes first.
    sort_by_number(&mut findings, |finding| finding.severity as u64);
    GenotypeFile {
        name: source.name().to_owned(),
        bytes: source.len(),
        format: layout.vendor.code(),
        vendor: layout.vendor.name(),
        reasons: layout.reasons.clone(),
        wrapping,
        member,
        sample: sample_name(source.name()),
        samples: 1,
        merged: Vec::new(),
        sample_names: vec![sample_name(source.name())],
        files: Vec::new(),
        variants_only: None,
        absent: None,
        filtered: 0,
        reference_blocks: 0,
        build: assembled.genome.build,
        build_evidence: BuildEvidenceShown { markers: assembled.build_evidence, header: layout.header_build },
        sex: assembled.genome.sex,
        sexes: SexCounts::of_sexes(std::iter::once(assembled.genome.sex)),
        sex_evidence: assembled.sex_evidence,
        partly: None,
        markers: summary.markers,
        called: Some(summary.called),
        no_calls: Some(summary.no_calls),
        call_rate: Some(summary.called as f64 / summary.markers.max(1) as f64),
        heterozygous: Some(summary.heterozygous),
        indels: summary.indels,
        duplicates: DuplicateCounts {
            agreeing: summary.agreeing_duplicates,
            conflicting: summary.conflicting_duplicates,
        },
        chromosomes: summary.chromosomes.clone(),
        pseudo_autosomal: summary.pseudo_autosomal,
        sorted: summary.sorted,
        first_line: counts.first_line,
        chip_guess: layout.vendor.chip_guess(usize::try_from(counts.rows).unwrap_or(usize::MAX)),
        findings: findings.into_iter().map(|finding| finding.of_input(source.name())).collect(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn samples_are_named_after_their_file() {
        let rows =
            [("a/b/genome.txt.gz", "genome"), ("AncestryDNA.zip", "AncestryDNA"), (".gz", ".gz"), ("x.y.CSV", "x.y")];
        for (file, sample) in rows {
            assert_eq!(super::sample_name(file), sample);
        }
    }
}
