//! Opens a set of files of records: reads every record's place, and the calls of a single sample, for the file doctor.

use super::cohort::Cohort;
use super::options::OptionsChecked;
use crate::bytes::sniff::{Kind, SNIFF_BYTES, sniff};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::formats::records::RecordSet;
use crate::genome::{Build, Call, Calls, Chromosome, Genome, Record, RecordStream, Sample, Sex, Site, VariantBatch};
use crate::report::model::{BuildEvidenceShown, DuplicateCounts, GenotypeFile, NAMES_SHOWN, SexCounts};
use crate::variants::assemble::ChromosomeSummary;
use crate::variants::build_check::{BuildEvidence, marker_sites};
use crate::variants::sex::SexEvidence;
use std::collections::HashSet;

/// Records read in one step at most, as a source may not count its bytes evenly.
const RECORDS_PER_STEP: u64 = 50_000;

/// What was seen of the records.
#[derive(Default)]
struct Seen {
    records: u64,
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
    last: Site,
    chromosomes: Vec<(u64, u64)>,
    markers: VariantBatch,
    /// What X and Y show of each sample.
    sexes: Vec<SexEvidence>,
}

/// A set of files on its way in.
pub struct CohortTask {
    sets: Vec<RecordSet>,
    next_set: usize,
    stream: Option<Box<dyn RecordStream>>,
    samples: Vec<Sample>,
    selected: Option<Vec<usize>>,
    header_build: Option<Build>,
    stated_build: Option<Build>,
    options: OptionsChecked,
    markers: HashSet<Site>,
    seen: Seen,
    record: Record,
    calls: Calls,
    findings: Vec<Finding>,
    done: u64,
    total: u64,
}

impl CohortTask {
    /// Opens the first of `sets`, which hold the same samples. `wanted` names the samples to score; all where it is `None`.
    ///
    /// Errors: those of [`RecordSet::open`], `bad-option` for a sample that is not there.
    pub fn new(sets: Vec<RecordSet>, wanted: Option<&[String]>, options: &OptionsChecked) -> Result<Self> {
        let total = sets.iter().map(|set| set.main.len()).sum();
        let mut task = Self {
            sets,
            next_set: 0,
            stream: None,
            samples: Vec::new(),
            selected: None,
            header_build: None,
            stated_build: options.build,
            options: *options,
            markers: marker_sites(),
            seen: Seen { chromosomes: vec![(0, 0); Chromosome::COUNT], ..Seen::default() },
            record: Record::default(),
            calls: Calls::default(),
            findings: Vec::new(),
            done: 0,
            total,
        };
        task.open_next()?;
        task.seen.sexes = vec![SexEvidence::default(); task.samples.len()];
        task.select(wanted)?;
        Ok(task)
    }

    fn open_next(&mut self) -> Result<bool> {
        let Some(set) = self.sets.get(self.next_set) else { return Ok(false) };
        let (stream, build) = set.open(self.options.reading)?;
        if self.next_set == 0 {
            self.samples = stream.samples().to_vec();
            self.header_build = build;
        } else if stream.samples().iter().map(|sample| &sample.id).ne(self.samples.iter().map(|sample| &sample.id)) {
            let (expected, found) = (self.samples.len() as u64, stream.samples().len() as u64);
            let kind = ErrorKind::SetDisagrees { what: "samples", expected, found };
            return Err(Error::new(kind).in_input(Role::Genotypes, set.main.name()));
        }
        self.next_set += 1;
        self.stream = Some(stream);
        Ok(true)
    }

    fn select(&mut self, wanted: Option<&[String]>) -> Result<()> {
        let Some(wanted) = wanted else { return Ok(()) };
        let wanted: HashSet<&str> = wanted.iter().map(String::as_str).collect();
        let is_wanted = |(_, sample): &(usize, &Sample)| wanted.contains(sample.id.as_str());
        let selected: Vec<usize> = self.samples.iter().enumerate().filter(is_wanted).map(|(place, _)| place).collect();
        if selected.is_empty() {
            let kind = ErrorKind::BadOption { option: "samples".to_owned(), allowed: "samples that the file has" };
            return Err(Error::new(kind).in_input(Role::Options, "options").at_field("samples"));
        }
        self.selected = Some(selected);
        Ok(())
    }

    /// Bytes of the stored files used so far, and in all.
    pub fn progress(&self) -> (u64, u64) {
        let of_stream = self.stream.as_ref().map_or(0, |stream| stream.bytes_done());
        ((self.done + of_stream).min(self.total), self.total)
    }

    /// Reads on for about `budget_bytes`; `true` at the end.
    ///
    /// Errors: what is wrong with the files, with its place.
    pub fn step(&mut self, budget_bytes: u64) -> Result<bool> {
        let until = self.progress().0.saturating_add(budget_bytes.max(1));
        let last = self.seen.records + RECORDS_PER_STEP;
        let name = self.sets.get(self.next_set.saturating_sub(1)).map_or("", |set| set.main.name()).to_owned();
        let in_file = |error: Error| error.in_input(Role::Genotypes, &name);
        while let Some(stream) = &mut self.stream {
            if !stream.next_record(&mut self.record).map_err(in_file)? {
                self.findings.extend(stream.findings().into_iter().map(|finding| finding.of_input(&name)));
                self.done += self.sets.get(self.next_set.saturating_sub(1)).map_or(0, |set| set.main.len());
                self.stream = None;
                return Ok(!self.open_next()?);
            }
            let is_single = self.samples.len() == 1;
            let shows_sex = shows_sex(&self.record);
            if is_single || shows_sex {
                stream.read_calls(&mut self.calls).map_err(in_file)?;
            }
            if shows_sex {
                self.seen.take_sexes(&self.record, &self.calls);
            }
            self.seen.take(&self.record, is_single.then_some(&self.calls), &self.markers);
            if self.seen.records >= last || self.progress().0 >= until {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The cohort, when the files are at their end.
    pub fn finish(self) -> Cohort {
        let Self { sets, mut samples, selected, header_build, stated_build, mut seen, mut findings, .. } = self;
        seen.markers = in_order(std::mem::take(&mut seen.markers));
        let markers = std::mem::take(&mut seen.markers);
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
        let variants_only = seen.is_variants_only(samples.len());
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
        findings.sort_by_key(|finding| finding.severity);
        let main = sets.first().map(|set| set.main.clone());
        let name = main.as_ref().map_or(String::new(), |main| main.name().to_owned());
        let (format, vendor) = sets.first().map_or(("", ""), |set| set.format.names());
        let sample = match samples.as_slice() {
            [only] => only.id.clone(),
            several => format!("{} samples", several.len()),
        };
        let file = GenotypeFile {
            bytes: sets.iter().flat_map(RecordSet::sources).map(|source| source.len()).sum(),
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
            findings: findings.into_iter().map(|finding| finding.of_input(&name)).collect(),
            name,
        };
        let sha256 = sets.iter().flat_map(RecordSet::sources).map(|_| None).collect();
        let mut cohort = Cohort { file, sets, fit: None, samples, selected, absent: None, sha256, results: Vec::new() };
        cohort.settle_absent(self.options.absent);
        cohort
    }
}

impl Seen {
    fn take(&mut self, record: &Record, calls: Option<&Calls>, markers: &HashSet<Site>) {
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
        if markers.contains(&record.site) {
            self.markers.push(record.site, record.id, Call::NONE);
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

    fn take_sexes(&mut self, record: &Record, calls: &Calls) {
        for (sample, evidence) in self.sexes.iter_mut().enumerate() {
            let (of_reference, of_any) = calls.hard_copies(sample, 0).unwrap_or((0, 0));
            evidence.take_record(record.site, of_reference, of_any, of_any > 0 && is_heterozygous(calls.of(sample)));
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
fn shows_sex(record: &Record) -> bool {
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
    let names: Vec<String> = sets.iter().flat_map(RecordSet::sources).map(|source| source.name().to_owned()).collect();
    if names.len() > 1 { names } else { Vec::new() }
}

fn in_order(batch: VariantBatch) -> VariantBatch {
    let mut order: Vec<usize> = (0..batch.len()).collect();
    order.sort_by_key(|&row| batch.sites[row]);
    let mut sorted = VariantBatch::default();
    order.iter().for_each(|&row| sorted.push(batch.sites[row], batch.ids[row], batch.calls[row]));
    sorted
}
