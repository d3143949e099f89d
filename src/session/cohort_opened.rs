//! Holds what opening files of records showed, which adds up over the files of the same samples, and tells from it the build,
//! the sexes and what the file doctor says.

use super::cohort::{Cohort, files_of};
use super::large_file::finding_of;
use super::options::OptionsChecked;
use crate::bytes::sniff::{Kind, SNIFF_BYTES, sniff};
use crate::finding::{Finding, Severity};
use crate::formats::records::RecordSet;
use crate::genome::{
    Build, Call, Calls, Chromosome, Genome, PackedCalls, Record, RsId, Sample, Sex, Site, VariantBatch,
};
use crate::report::model::{BuildEvidenceShown, DuplicateCounts, GenotypeFile, NAMES_SHOWN, PartlyRead, SexCounts};
use crate::stats::sort_by_number;
use crate::variants::assemble::ChromosomeSummary;
use crate::variants::build_check::BuildEvidence;
use crate::variants::sex::SexEvidence;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

/// What was seen of the records.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) records: u64,
    blocks: u64,
    called: u64,
    heterozygous: u64,
    hom_reference: u64,
    indels: u64,
    /// Records that a filter caught.
    filtered: u64,
    /// Records in the pseudo-autosomal regions of X, by build.
    pseudo_autosomal: [u64; Build::ALL.len()],
    unsorted: bool,
    #[serde(skip)]
    last: Site,
    /// By index: records, and those called of a single sample.
    chromosomes: Vec<(u64, u64)>,
    /// Well-known markers, to tell the build by.
    markers: Vec<(Site, RsId)>,
    /// What X and Y show of each sample; left out of what is written where there is no record of them.
    #[serde(serialize_with = "write_sexes", deserialize_with = "read_sexes")]
    sexes: Vec<SexEvidence>,
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
            called: seen.called,
            no_calls: if is_single { seen.records - seen.called } else { 0 },
            call_rate: if is_single { seen.called as f64 / seen.records.max(1) as f64 } else { 0.0 },
            heterozygous: seen.heterozygous,
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

impl Seen {
    /// Before the first record of files of so many samples.
    pub(super) fn new(samples: usize) -> Self {
        Self {
            chromosomes: vec![(0, 0); Chromosome::COUNT],
            sexes: vec![SexEvidence::default(); samples],
            ..Self::default()
        }
    }

    /// Whether this can have been seen of files of so many samples.
    pub(super) fn is_of(&self, samples: usize) -> bool {
        self.chromosomes.len() == Chromosome::COUNT && (self.sexes.is_empty() || self.sexes.len() == samples)
    }

    /// Comes to the end of a file: the next may be of an earlier chromosome, as in order of their names.
    pub(super) fn end_file(&mut self) {
        self.last = Site::NONE;
    }

    /// Adds what was seen of later files of the same samples.
    pub(super) fn absorb(&mut self, later: Self) {
        let add = |to: &mut u64, more: u64| *to = to.saturating_add(more);
        add(&mut self.records, later.records);
        add(&mut self.blocks, later.blocks);
        add(&mut self.called, later.called);
        add(&mut self.heterozygous, later.heterozygous);
        add(&mut self.hom_reference, later.hom_reference);
        add(&mut self.indels, later.indels);
        add(&mut self.filtered, later.filtered);
        self.pseudo_autosomal.iter_mut().zip(later.pseudo_autosomal).for_each(|(count, more)| add(count, more));
        self.unsorted |= later.unsorted;
        for ((records, called), more) in self.chromosomes.iter_mut().zip(later.chromosomes) {
            add(records, more.0);
            add(called, more.1);
        }
        self.markers.extend(later.markers);
        if self.sexes.is_empty() {
            self.sexes = later.sexes;
        } else {
            self.sexes.iter_mut().zip(&later.sexes).for_each(|(here, more)| here.absorb(more));
        }
    }

    /// Takes a record, with the calls of a single sample; `is_marker` where one of the markers stands there.
    pub(super) fn take(&mut self, record: &Record, calls: Option<&Calls>, is_marker: bool) {
        self.records += 1;
        self.blocks += u64::from(record.is_reference_block);
        self.unsorted |= record.site < self.last;
        self.last = record.site;
        self.indels += u64::from((1..record.alleles()).any(|alt| is_indel(record.allele(0), record.allele(alt))));
        self.filtered += u64::from(!record.passes);
        let chromosome = record.site.chromosome();
        if chromosome == Some(Chromosome::X) {
            for (count, build) in self.pseudo_autosomal.iter_mut().zip(Build::ALL) {
                *count += u64::from(build.is_pseudo_autosomal_x(record.site.position()));
            }
        }
        let of = chromosome.map_or(0, |chromosome| usize::from(chromosome.index()));
        if let Some((records, _)) = self.chromosomes.get_mut(of) {
            *records += 1;
        }
        if is_marker {
            self.markers.push((record.site, record.id));
        }
        let Some(calls) = calls else { return };
        let Some((reference, copies)) = calls.hard_copies(0, 0) else { return };
        self.called += 1;
        if let Some((_, called)) = self.chromosomes.get_mut(of) {
            *called += 1;
        }
        self.heterozygous += u64::from(is_heterozygous(calls.of(0)));
        self.hom_reference += u64::from(reference == copies && !record.is_reference_block);
    }

    pub(super) fn take_sexes(&mut self, record: &Record, calls: &Calls) {
        for (sample, evidence) in self.sexes.iter_mut().enumerate() {
            let (of_reference, of_any) = calls.hard_copies(sample, 0).unwrap_or((0, 0));
            evidence.take_record(record.site, of_reference, of_any, of_any > 0 && is_heterozygous(calls.of(sample)));
        }
    }

    /// Takes the same of a record of X whose calls are packed.
    pub(super) fn take_packed_sexes(&mut self, record: &Record, packed: &PackedCalls) {
        for (sample, copies) in packed.carriers() {
            if let Some(evidence) = self.sexes.get_mut(sample) {
                evidence.take_record(record.site, 2 - copies, 2, copies == 1);
            }
        }
    }

    /// A single sample with hardly a call of REF twice and no reference blocks: what variant callers write of a genome.
    fn is_variants_only(&self, samples: usize) -> bool {
        const REFERENCE_MAX: f64 = 0.02;
        samples == 1
            && self.blocks == 0
            && self.called > 0
            && (self.hom_reference as f64) <= REFERENCE_MAX * self.called as f64
    }

    fn in_pseudo_autosomal(&self, build: Option<Build>) -> u64 {
        let build = build.unwrap_or(Build::Grch37);
        self.pseudo_autosomal.iter().zip(Build::ALL).find(|(_, of)| *of == build).map_or(0, |(count, _)| *count)
    }

    fn summary(&self, is_single: bool) -> Vec<ChromosomeSummary> {
        let named = self.chromosomes.iter().enumerate().filter(|(_, (records, _))| *records > 0);
        named
            .filter_map(|(index, &(markers, called))| {
                let chromosome = Chromosome::from_index(u8::try_from(index).ok()?)?;
                Some(ChromosomeSummary {
                    chromosome: chromosome.name(),
                    markers,
                    called: if is_single { called } else { markers },
                })
            })
            .collect()
    }
}

/// Whether a record's calls say something of the sex.
pub(super) fn shows_sex(record: &Record) -> bool {
    matches!(record.site.chromosome(), Some(Chromosome::X | Chromosome::Y)) && !record.is_reference_block
}

fn is_heterozygous(alleles: &[u8]) -> bool {
    alleles.windows(2).any(|pair| pair[0] != pair[1] && pair[1] != Calls::ABSENT)
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

/// Whether letters are put in or taken out. `<NON_REF>`, `<DEL>`, `*` and their like say no letters.
fn is_indel(reference: &[u8], alternate: &[u8]) -> bool {
    alternate.len() != reference.len() && alternate.iter().all(u8::is_ascii_alphabetic)
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

fn write_sexes<S: Serializer>(sexes: &[SexEvidence], out: S) -> Result<S::Ok, S::Error> {
    let shown = if sexes.iter().all(|sex| *sex == SexEvidence::default()) { &[] } else { sexes };
    out.collect_seq(shown.iter().map(|of| [of.x_calls, of.x_heterozygous, of.x_one_letter, of.y_calls, of.y_markers]))
}

fn read_sexes<'a, D: Deserializer<'a>>(input: D) -> Result<Vec<SexEvidence>, D::Error> {
    let counts = Vec::<[u64; 5]>::deserialize(input)?;
    let evidence = |[x_calls, x_heterozygous, x_one_letter, y_calls, y_markers]: [u64; 5]| SexEvidence {
        x_calls,
        x_heterozygous,
        x_one_letter,
        y_calls,
        y_markers,
    };
    Ok(counts.into_iter().map(evidence).collect())
}
