//! Holds what opening files of records showed, which adds up over the files of the same samples, and tells from it the build,
//! the sexes and what the file doctor says.

use super::cohort::{Cohort, files_of};
use super::large_file::finding_of;
use super::options::OptionsChecked;
use super::seen::Seen;
use crate::bytes::sniff::{Kind, SNIFF_BYTES, sniff};
use crate::finding::{Finding, Severity};
use crate::formats::records::RecordSet;
use crate::genome::{Build, Call, Genome, RsId, Sample, Sex, Site, VariantBatch};
use crate::report::model::{BuildEvidenceShown, DuplicateCounts, GenotypeFile, NAMES_SHOWN, PartlyRead, SexCounts};
use crate::stats::sort_by_number;
use crate::variants::build_check::BuildEvidence;
use crate::variants::sex::SexEvidence;

/// What opening a set of files showed; files of other chromosomes of the same samples add to it.
#[derive(Clone, Default)]
pub(super) struct Opened {
    /// Every sample, as the files state it.
    pub(super) samples: Vec<Sample>,
    /// Places of the samples that are scored; all where it is `None`.
    pub(super) selected: Option<Vec<usize>>,
    /// What the first file's header says.
    pub(super) header_build: Option<Build>,
    /// What was seen of the records.
    pub(super) seen: Seen,
    /// What the readers found.
    pub(super) findings: Vec<Finding>,
    /// How much was read, where a file was looked into by its index.
    pub(super) partly: Option<PartlyRead>,
}

impl Opened {
    /// The cohort of these files.
    pub(super) fn into_cohort(self, sets: Vec<RecordSet>, options: &OptionsChecked) -> Cohort {
        let opened = self.clone();
        let Self { mut samples, selected, header_build, seen, mut findings, partly } = self;
        findings.extend(partly.map(finding_of));
        let stated_build = options.build;
        let markers = in_order(&seen.markers);
        let build_evidence =
            BuildEvidence::count(&Genome::from_sorted(markers.sites, markers.ids, markers.calls, None, Sex::Unknown));
        let build = build_evidence.build().or(stated_build).or(header_build);
        let mut note = |code, severity, count: u64, text: String| {
            if count > 0 {
                findings.push(Finding::new(code, severity, count, text));
            }
        };
        note(
            "build-unknown",
            Severity::Fix,
            u64::from(build.is_none()),
            "Neither the markers nor the header tell the build. Positions are taken as GRCh37; state the build if you know it."
                .to_owned(),
        );
        if let (Some(markers), Some(stated)) = (build_evidence.build(), stated_build.or(header_build))
            && markers != stated
        {
            let text =
                format!("{stated} was stated, and the markers stand where {markers} has them. {markers} is used.");
            note("build-contradicts-header", Severity::Fix, 1, text);
        }
        let variants_only = sets.iter().all(RecordSet::can_leave_out_reference) && seen.is_variants_only(samples.len());
        let is_single = samples.len() == 1;
        let sex_evidence = seen.sexes.first().copied().filter(|_| is_single).unwrap_or_default();
        let contradicting = settle_sexes(&mut samples, &seen.sexes);
        note(
            "sex-contradicts",
            Severity::Note,
            contradicting,
            "The calls on X and Y show another sex than the file states. What the file states is used.".to_owned(),
        );
        let samples: Vec<Sample> = match &selected {
            Some(places) => places.iter().filter_map(|&place| samples.get(place).cloned()).collect(),
            None => samples,
        };
        let sexes = SexCounts::of(&samples);
        let sex = match samples.as_slice() {
            [only] => only.sex.unwrap_or_default(),
            _ => Sex::Unknown,
        };
        let main = sets.first().map(|set| set.main.clone());
        let name = main.as_ref().map_or(String::new(), |main| main.name().to_owned());
        let mut findings: Vec<Finding> = findings.into_iter().map(|finding| finding.of_input(&name)).collect();
        Finding::sort(&mut findings);
        let (format, vendor) = sets.first().map_or(("", ""), |set| set.format.names());
        let sample = match samples.as_slice() {
            [only] => only.id.clone(),
            several => format!("{} samples", several.len()),
        };
        let file = GenotypeFile {
            bytes: files_of(&sets).map(|source| source.len()).sum(),
            format,
            vendor: if seen.blocks > 0 { "gVCF" } else { vendor },
            reasons: reasons_of(vendor, seen.blocks),
            wrapping: wrapping_of(&sets),
            member: None,
            sample,
            samples: samples.len() as u64,
            merged: Vec::new(),
            sample_names: samples.iter().take(NAMES_SHOWN).map(|sample| sample.id.clone()).collect(),
            files: names_of(&sets),
            variants_only: is_single.then_some(variants_only),
            absent: None,
            filtered: seen.filtered,
            reference_blocks: seen.blocks,
            build,
            build_evidence: BuildEvidenceShown { markers: build_evidence, header: header_build },
            sex,
            sexes,
            sex_evidence,
            partly,
            markers: seen.records,
            called: is_single.then_some(seen.called),
            no_calls: is_single.then(|| seen.records - seen.called),
            call_rate: is_single.then(|| seen.called as f64 / seen.records.max(1) as f64),
            heterozygous: is_single.then_some(seen.heterozygous),
            indels: seen.indels,
            duplicates: DuplicateCounts { agreeing: 0, conflicting: 0 },
            chromosomes: seen.summary(is_single),
            pseudo_autosomal: seen.in_pseudo_autosomal(build),
            sorted: !seen.unsorted,
            first_line: 0,
            chip_guess: None,
            findings,
            name,
        };
        let sha256 = files_of(&sets).map(|_| None).collect();
        let mut cohort = Cohort {
            file,
            sets,
            fit: None,
            samples,
            selected,
            absent: None,
            sha256,
            results: Vec::new(),
            appearance: Vec::new(),
            mismatch: None,
            opened,
            of_calls: Vec::new(),
            parts: Vec::new(),
        };
        cohort.settle_absent(options.absent);
        cohort
    }
}

/// Gives samples the sex that X and Y show where the file states none. Returns how many were stated otherwise.
fn settle_sexes(samples: &mut [Sample], shown: &[SexEvidence]) -> u64 {
    let mut contradicting = 0;
    for (sample, evidence) in samples.iter_mut().zip(shown) {
        match (sample.sex, evidence.sex()) {
            (Some(stated), shown) => contradicting += u64::from(shown != Sex::Unknown && shown != stated),
            (None, Sex::Unknown) => {}
            (None, shown) => sample.sex = Some(shown),
        }
    }
    contradicting
}

/// Why we think so.
fn reasons_of(vendor: &str, blocks: u64) -> Vec<String> {
    let mut reasons = vec![format!("its content is {vendor}")];
    if blocks > 0 {
        reasons.push("it has reference blocks: stretches where nothing but the reference was seen".to_owned());
    }
    reasons
}

/// How the genotypes are packed.
fn wrapping_of(sets: &[RecordSet]) -> Vec<&'static str> {
    let mut start = vec![0; SNIFF_BYTES];
    let read = sets.first().and_then(|set| set.main.read_at(0, &mut start).ok());
    start.truncate(read.unwrap_or(0));
    match sniff(&start) {
        Kind::Gzip => vec!["gzip"],
        Kind::Zip => vec!["zip"],
        Kind::Zstd => vec!["zstd"],
        _ => Vec::new(),
    }
}

/// Every file of a set; nothing where there is one alone.
fn names_of(sets: &[RecordSet]) -> Vec<String> {
    let names: Vec<String> = files_of(sets).map(|source| source.name().to_owned()).collect();
    if names.len() > 1 { names } else { Vec::new() }
}

fn in_order(markers: &[(Site, RsId)]) -> VariantBatch {
    let mut sorted = markers.to_vec();
    sort_by_number(&mut sorted, |(site, _)| site.key());
    let mut batch = VariantBatch::default();
    sorted.iter().for_each(|(site, id)| batch.push(*site, *id, Call::NONE));
    batch
}
