//! Opens a set of files of records: reads every record's place, and the calls of a single sample, for the file doctor.

use super::cohort::Cohort;
use super::cohort_opened::Opened;
use super::large_file::LargeFiles;
use super::options::OptionsChecked;
use super::seen::{Seen, shows_sex};
use super::stretches::Stretches;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Finding;
use crate::formats::records::{KEPT_BYTES_MAX, Keeping, OpenedRecords, RecordSet};
use crate::genome::{Build, Calls, Chromosome, PackedCalls, Record, RecordStream, Sample, SiteWalk};
use crate::report::model::PartlyRead;
use crate::variants::build_check::some_marker_sites;
use std::collections::HashSet;
use std::sync::Arc;

/// Records read in one step at most, as a source may not count its bytes evenly.
const RECORDS_PER_STEP: u64 = 50_000;

/// A set of files on its way in.
pub struct CohortTask {
    sets: Vec<RecordSet>,
    next_set: usize,
    stream: Option<Box<dyn RecordStream>>,
    samples: Vec<Sample>,
    selected: Option<Vec<usize>>,
    header_build: Option<Build>,
    options: OptionsChecked,
    markers: SiteWalk,
    seen: Seen,
    stretches: Stretches,
    record: Record,
    calls: Calls,
    packed: PackedCalls,
    /// What is kept of the file at hand, where it has one sample and is not too large.
    keeping: Option<Keeping>,
    kept_bytes: usize,
    findings: Vec<Finding>,
    large: LargeFiles,
    /// Set where a file was not read whole: records that the files have, as far as known.
    partly: Option<Option<u64>>,
    /// Records of files that were read whole.
    whole_records: u64,
    /// Records seen before the file at hand, and the bytes that it takes.
    records_before: u64,
    bytes_at_hand: u64,
    is_whole: bool,
    done: u64,
    total: u64,
}

impl CohortTask {
    /// Opens the first of `sets`, which hold the same samples. `wanted` names the samples to score; all where it is `None`.
    ///
    /// Errors: those of [`RecordSet::open`], `bad-option` for a sample that is not there.
    pub fn new(
        sets: Vec<RecordSet>,
        wanted: Option<&[String]>,
        options: &OptionsChecked,
        large: LargeFiles,
    ) -> Result<Self> {
        let total = sets.iter().map(|set| set.main.len()).sum();
        let mut task = Self {
            sets,
            next_set: 0,
            stream: None,
            samples: Vec::new(),
            selected: None,
            header_build: None,
            options: *options,
            markers: SiteWalk::new(some_marker_sites(1)),
            seen: Seen::default(),
            stretches: Stretches::new(),
            record: Record::default(),
            calls: Calls::default(),
            packed: PackedCalls::default(),
            keeping: None,
            kept_bytes: 0,
            findings: Vec::new(),
            large,
            partly: None,
            whole_records: 0,
            records_before: 0,
            bytes_at_hand: 0,
            is_whole: true,
            done: 0,
            total,
        };
        task.open_next()?;
        task.seen = Seen::new(task.samples.len());
        task.select(wanted)?;
        Ok(task)
    }

    fn open_next(&mut self) -> Result<bool> {
        let Some(set) = self.sets.get(self.next_set) else { return Ok(false) };
        let OpenedRecords { stream, build, bytes, partly } = self.large.open(set, self.options.reading)?;
        self.total = self.total.saturating_sub(set.main.len()).saturating_add(bytes);
        (self.bytes_at_hand, self.is_whole, self.records_before) = (bytes, partly.is_none(), self.seen.records);
        if let Some(partly) = partly {
            let before = self.partly.unwrap_or(Some(0));
            self.partly = Some(before.zip(partly.records).map(|(before, these)| before + these));
        }
        if self.next_set == 0 {
            self.samples = stream.samples().to_vec();
            self.header_build = build;
        } else if stream.samples().iter().map(|sample| &sample.id).ne(self.samples.iter().map(|sample| &sample.id)) {
            let (expected, found) = (self.samples.len() as u64, stream.samples().len() as u64);
            let kind = ErrorKind::SetDisagrees { what: "samples", expected, found };
            return Err(Error::new(kind).in_input(Role::Genotypes, set.main.name()));
        }
        let most = KEPT_BYTES_MAX.saturating_sub(self.kept_bytes);
        let keep = || Keeping::new(stream.samples(), self.options.reading, build, set.main.len(), most);
        self.keeping = (stream.samples().len() == 1 && self.is_whole).then(keep);
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
        ((self.done + of_stream.min(self.bytes_at_hand)).min(self.total), self.total)
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
            let is_single = self.samples.len() == 1;
            if is_single {
                let run = stream.next_plain().map_err(in_file)?;
                for plain in run.records {
                    self.stretches.take(plain.site);
                    self.seen.take_plain(plain, self.markers.contains(plain.site));
                    if self.keeping.as_mut().is_some_and(|keeping| !keeping.push_plain(&run, plain)) {
                        self.keeping = None;
                    }
                }
                if !run.records.is_empty() {
                    if self.seen.records >= last || self.progress().0 >= until {
                        return Ok(false);
                    }
                    continue;
                }
            }
            if !stream.next_record(&mut self.record).map_err(in_file)? {
                self.findings.extend(stream.findings().into_iter().map(|finding| finding.of_input(&name)));
                self.stretches.end_file();
                self.seen.end_file();
                self.done += self.bytes_at_hand;
                self.whole_records += if self.is_whole { self.seen.records - self.records_before } else { 0 };
                self.stream = None;
                self.keep();
                return Ok(!self.open_next()?);
            }
            if is_single {
                self.stretches.take(self.record.site);
            }
            let mut shows_sex = shows_sex(&self.record);
            if shows_sex
                && !is_single
                && is_on_x(&self.record)
                && stream.read_packed(&mut self.packed).map_err(in_file)?
            {
                self.seen.take_packed_sexes(&self.record, &self.packed);
                shows_sex = false;
            }
            if is_single || shows_sex {
                stream.read_calls(&mut self.calls).map_err(in_file)?;
            }
            if let Some(keeping) = &mut self.keeping
                && !keeping.push(&self.record, &self.calls)
            {
                self.keeping = None;
            }
            if shows_sex {
                self.seen.take_sexes(&self.record, &self.calls);
            }
            let is_marker = self.markers.contains(self.record.site);
            self.seen.take(&self.record, is_single.then_some(&self.calls), is_marker);
            if self.seen.records >= last || (self.seen.records.is_multiple_of(16) && self.progress().0 >= until) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Puts what was kept of a file beside it, at the file's end.
    fn keep(&mut self) {
        let kept = self.keeping.take().map(|keeping| Arc::new(keeping.finish()));
        self.kept_bytes += kept.as_ref().map_or(0, |kept| kept.bytes());
        if let Some(set) = self.sets.get_mut(self.next_set.saturating_sub(1)) {
            set.kept = kept;
        }
    }

    /// The cohort, when the files are at their end.
    pub fn finish(self) -> Cohort {
        let Self { sets, samples, selected, header_build, seen, mut findings, options, stretches, .. } = self;
        findings.extend(stretches.finding());
        let of = |of: Option<u64>| of.map(|of| of + self.whole_records);
        let partly = self.partly.map(|records| PartlyRead { records: seen.records, of: of(records) });
        Opened { samples, selected, header_build, seen, findings, partly }.into_cohort(sets, &options)
    }
}

fn is_on_x(record: &Record) -> bool {
    record.site.chromosome() == Some(Chromosome::X)
}
