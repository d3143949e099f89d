//! The file that `tallele score --partial` writes: what some of the genotype files of a cohort add to its scores, to be added
//! up with the other files' by `tallele merge`.
//!
//! # Format, version 1
//! A gzip file. Its text starts with one line of JSON, the [`Header`]. Behind it come, without a gap and little-endian
//! throughout, the bytes of the chain files and of those scoring files that the header calls `embedded`, in its order; then for each cohort, each of
//! its runs and each score of the run one state:
//!
//! | | |
//! |---|---|
//! | rows | `u32` count, then one byte a row: [`RowState`](crate::scoring::RowState) |
//! | rows met by rsID | `u32` count, then `u32` row and `u64` site ([`Site::key`](crate::genome::Site::key)) |
//! | rows in stretches of REF | `u32` count, then `u32` row and for each sample one byte: copies of REF, 255 for none called |
//! | sums | for each of the 26 chromosome indices one byte: 0, or 1 and then scale, units, and the rest |
//! | largest | for each sample `u8` count, then `u32` row and `f64` dosage |
//! | no-calls | for each sample one byte: 0, or 1 and then the counts, three sums and the list of [`NoCalls`](crate::scoring::no_calls::NoCalls) |
//!
//! A sum is a whole number (`i128`) of units of 2^scale (`i16`; −32768 before the first value), and where values did not fit,
//! those limbs of 32 bits that are not zero ([`ExactSum`](crate::stats::ExactSum)). So sums of parts add up to the last bit.
//! The sums of one chromosome share a scale: scale, `i128` for each sample, `u32` count of sums with a rest, each `u32` sample
//! and a whole sum.

mod read;
mod state;
mod write;

pub use read::{PartialReader, Unpacked};
pub use write::PartialWriter;

pub use crate::finding::FindingSaved;
use crate::genome::{Build, Sample, Sex};
use serde::{Deserialize, Serialize};

/// Version of the format. It grows when a field changes its meaning or goes away.
pub const VERSION: u32 = 1;

/// What a partial is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    /// [`VERSION`].
    pub tallele_partial: u32,
    /// Version of the program; parts of different versions are not added up.
    pub tallele: String,
    /// The options as the report states them.
    pub options: serde_json::Value,
    /// The scoring files, in order.
    pub scores: Vec<ScoresUsed>,
    /// Chain files, in order; the partial holds them.
    pub chains: Vec<FileUsed>,
    /// The genotype files, those of the same samples together.
    pub cohorts: Vec<CohortHeader>,
}

/// A scoring file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoresUsed {
    /// File name.
    pub name: String,
    /// Length of the stored file.
    pub bytes: u64,
    /// Hash of the stored file.
    pub sha256: String,
    /// Whether the partial holds the file itself.
    pub embedded: bool,
}

/// Genotype files of the same samples.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CohortHeader {
    /// Stable code of the format.
    pub format: String,
    /// The sets, each with its genotypes, its list of variants and its list of samples.
    pub sets: Vec<[Option<FileUsed>; 3]>,
    /// Every sample of the files, as they state it.
    pub samples: Vec<SampleSaved>,
    /// Places of the samples that were scored; none where all were.
    pub selected: Option<Vec<usize>>,
    /// The build that the rows were looked for on.
    pub build: Build,
    /// What the first file's header says of the build.
    pub header_build: Option<Build>,
    /// The sex that each scored sample's copies were counted for, where it bears on any row.
    pub sexes: Option<Vec<Sex>>,
    /// What opening the files showed.
    pub evidence: serde_json::Value,
    /// What the readers found.
    pub findings: Vec<FindingSaved>,
    /// Readings of the files, each for some of the scores.
    pub runs: Vec<RunHeader>,
}

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileUsed {
    /// File name.
    pub name: String,
    /// Length of the stored file.
    pub bytes: u64,
    /// Hash of the stored file.
    pub sha256: String,
}

/// A sample as its file states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleSaved {
    /// As written.
    pub id: String,
    /// The family, where the format has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The sex, where the file states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
}

/// One reading of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunHeader {
    /// Numbers of the scores, counted through all scoring files.
    pub scores: Vec<usize>,
    /// The columns that each was joined by.
    pub positions: Vec<String>,
    /// Records that rows were compared with.
    pub compared: u64,
    /// Calls of split or repeated records that contradict each other.
    pub conflicts: u64,
    /// Calls of two different alleles where the sample has one copy.
    pub haploid_heterozygous: u64,
}

impl From<&Sample> for SampleSaved {
    fn from(sample: &Sample) -> Self {
        Self { id: sample.id.clone(), family: sample.family.clone(), sex: sample.sex }
    }
}

impl From<SampleSaved> for Sample {
    fn from(saved: SampleSaved) -> Self {
        Self { id: saved.id, family: saved.family, sex: saved.sex }
    }
}
