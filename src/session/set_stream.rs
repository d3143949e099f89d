//! Reads the records of a cohort's files one after another, in steps.

use super::cohort::Cohort;
use crate::error::{Error, Result, Role};
use crate::formats::records::{OpenedRecords, RecordSet};
use crate::genome::{Record, RecordStream};

/// Records read in one step at most, as a source may not count its bytes evenly.
const RECORDS_PER_STEP: u64 = 50_000;

/// A cohort's records on their way.
#[derive(Default)]
pub(super) struct SetStream {
    next_set: usize,
    stream: Option<Box<dyn RecordStream>>,
    record: Record,
    /// Bytes of the stored files that were read to their end.
    done: u64,
}

impl SetStream {
    /// Reads on for about `budget` bytes and hands each record on with the stream that has its calls; `true` at the end.
    ///
    /// Errors: those of opening and reading the files, and those that `take` gives, with the file's name.
    pub fn step(
        &mut self,
        cohort: &Cohort,
        budget: u64,
        open: impl Fn(&RecordSet) -> Result<OpenedRecords>,
        mut take: impl FnMut(&Record, &mut dyn RecordStream) -> Result<()>,
    ) -> Result<bool> {
        let until = self.bytes_done().saturating_add(budget.max(1));
        let mut records = 0;
        loop {
            let Some(stream) = &mut self.stream else {
                let Some(set) = cohort.sets.get(self.next_set) else { return Ok(true) };
                self.stream = Some(open(set)?.stream);
                continue;
            };
            let name = || cohort.sets.get(self.next_set).map_or("", |set| set.main.name());
            let in_file = |error: Error| error.in_input(Role::Genotypes, name());
            if !stream.next_record(&mut self.record).map_err(in_file)? {
                self.done += cohort.sets.get(self.next_set).map_or(0, |set| set.main.len());
                self.next_set += 1;
                self.stream = None;
                continue;
            }
            take(&self.record, stream.as_mut()).map_err(in_file)?;
            records += 1;
            if records >= RECORDS_PER_STEP || self.done.saturating_add(stream.bytes_done()) >= until {
                return Ok(false);
            }
        }
    }

    /// Bytes of the stored files used so far; of a file that is read in parts as if it were read whole.
    pub fn bytes_done(&self) -> u64 {
        self.done.saturating_add(self.stream.as_ref().map_or(0, |stream| stream.bytes_done()))
    }
}

/// Bytes of a cohort's files of records.
pub(super) fn bytes_of(cohort: &Cohort) -> u64 {
    cohort.sets.iter().map(|set| set.main.len()).sum()
}
