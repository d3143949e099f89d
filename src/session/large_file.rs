//! Opens a large file of records on a sample of it, where an index lets it: what the file doctor needs to say, and no more.

use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::formats::records::{OpenedRecords, RecordSet, Wanted};
use crate::genome::{Reading, Site};
use crate::report::model::PartlyRead;
use crate::variants::build_check::some_marker_sites;

/// When a file is looked into by its index, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LargeFiles {
    /// Files with more stored bytes than this, and an index.
    pub above_bytes: u64,
    /// Stored bytes that are read here and there over all chromosomes, about.
    pub sample_bytes: u64,
    /// Of the markers that tell the build, each so many-th is looked for.
    pub each_marker: usize,
}

impl Default for LargeFiles {
    /// A file of 256 MiB is read whole within seconds; 32 MiB of a larger one hold 100,000 records and more of one genome, and
    /// fifty markers tell a build as well as all.
    fn default() -> Self {
        Self { above_bytes: 256 << 20, sample_bytes: 32 << 20, each_marker: 8 }
    }
}

impl LargeFiles {
    /// Every file is read whole.
    pub const NONE: Self = Self { above_bytes: u64::MAX, sample_bytes: 0, each_marker: 1 };

    /// Opens a set: whole, or in parts where it is large and has an index.
    pub(super) fn open(&self, set: &RecordSet, reading: Reading) -> Result<OpenedRecords> {
        if set.index.is_none() || set.main.len() <= self.above_bytes {
            let (stream, build) = set.open(reading)?;
            return Ok(OpenedRecords { stream, build, bytes: set.main.len(), partly: None });
        }
        let places: Vec<Site> = some_marker_sites(self.each_marker);
        set.open_parts(reading, &Wanted::Sample { places: &places, bytes: self.sample_bytes })
    }
}

/// What to say of files that were looked into.
pub(super) fn finding_of(partly: PartlyRead) -> Finding {
    let of = partly.of.map_or(String::new(), |of| format!(" of the {of} that the index counts"));
    let text = format!(
        "The file is large and has an index, so it was looked into and not read whole: {} records{of}, from all chromosomes. Every figure shown of the file counts these records alone, and its hash was not computed. Scores read every record that their rows lie on.",
        partly.records
    );
    Finding::new("looked-into", Severity::Note, partly.records.max(1), text)
}
