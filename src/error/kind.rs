//! Lists every reason to stop, with its stable code, what happened and the next thing to do.

mod sentences;

use super::calibration_kind::CalibrationKind;
use super::partial_kind::PartialKind;
use super::training_kind::TrainingKind;

/// Why a run stopped. Codes never change once released; texts may.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file has no bytes, or no text after unpacking.
    Empty,
    /// The file could not be read (removed, permission, device).
    Unreadable,
    /// A file could not be written (permission, no room, no such folder).
    Unwritable,
    /// The bytes are neither text nor a format we know.
    Binary,
    /// A known kind of file that is not a genotype file or scoring file; `what` names it ("a PDF document").
    OtherKind {
        /// What the file is, with its article.
        what: &'static str,
    },
    /// Text that no genotype reader recognises.
    GenotypesUnrecognised,
    /// Text that no scoring-file reader recognises.
    ScoresUnrecognised,
    /// A scoring file was given where a genotype file belongs.
    ScoresAsGenotypes,
    /// A genotype file was given where a scoring file belongs.
    GenotypesAsScores,
    /// A gzip file ends in the middle of its data.
    GzipTruncated,
    /// A gzip file's data or checksum is wrong.
    GzipCorrupt,
    /// A zip file's directory or a member cannot be read.
    ZipCorrupt,
    /// A zip member is encrypted.
    ZipEncrypted,
    /// A zip member uses a compression we do not read.
    ZipMethod,
    /// A zip holds no file of the wanted kind; `members` counts what it holds.
    ZipNoMember {
        /// Files looked at.
        members: usize,
    },
    /// Unpacking passed the named limit on size or ratio.
    UnpackLimit {
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// A line is longer than the named limit.
    LineTooLong {
        /// The limit in bytes.
        limit_bytes: usize,
    },
    /// More rows than the named limit.
    TooManyRows {
        /// The limit in rows.
        limit: u64,
    },
    /// More columns of weights, each a score, than the named limit.
    TooManyScores {
        /// The limit in scores.
        limit: usize,
    },
    /// A NUL byte in what should be text.
    NulByte,
    /// A row has too few or too many fields.
    FieldCount {
        /// Fields the layout has.
        expected: usize,
        /// Fields the row has.
        found: usize,
    },
    /// A chromosome name that no genome has.
    BadChromosome,
    /// A position that is not a whole number from 1 to 2³¹−1, or lies beyond the chromosome's end.
    BadPosition,
    /// A genotype that is not one or two of A C G T D I or a no-call.
    BadGenotype,
    /// An allele that is not made of A C G T.
    BadAllele,
    /// A weight, frequency or other number that cannot be read as one.
    BadNumber,
    /// A column of ratios holds one that has no logarithm.
    RatioNotPositive,
    /// What should be true or false is neither.
    BadTruth,
    /// A header names no column for something a score needs.
    ScoreColumnMissing {
        /// The column that is missing, in PGS Catalog spelling.
        column: &'static str,
    },
    /// A table that belongs to polygenic scoring and holds no weights.
    ScoresWithoutWeights {
        /// What it is, with its article.
        what: &'static str,
    },
    /// A header names the same column twice.
    ScoreColumnRepeated,
    /// A file without a single row of data.
    NoRows,
    /// The score's positions and the genotype file's are of different builds and no rsID links them.
    BuildMismatch {
        /// The genotype file's build.
        genotypes: &'static str,
        /// The score's build or builds.
        scores: String,
    },
    /// The score's alleles show that its positions are on another build than the genotype file's.
    AllelesOnOtherBuild {
        /// The genotype file's build.
        genotypes: &'static str,
        /// What that rests on.
        evidence: String,
        /// Rows that met a record.
        met: u64,
        /// Those of them whose alleles are not the record's.
        differing: u64,
    },
    /// Files that were to be merged as one person's are on different builds.
    FilesOnBuilds {
        /// The first file's build.
        first: &'static str,
        /// The other file's.
        other: &'static str,
    },
    /// Files that were to be merged as one person's are of several.
    PeopleDiffer {
        /// Markers that two of the files both have a call at.
        shared: u64,
        /// Those with the same call.
        agreeing: u64,
    },
    /// A file of records ends in the middle of its header or of a record.
    FileTruncated,
    /// A header lacks what its format demands; `what` names it ("the #CHROM line").
    HeaderCorrupt {
        /// What is missing or wrong, with its article.
        what: &'static str,
    },
    /// A record does not follow its format; `what` names the part ("the FORMAT field").
    RecordCorrupt {
        /// What is wrong, with its article.
        what: &'static str,
    },
    /// A way of storing genotypes that is not read here.
    StorageUnsupported {
        /// Which, with its article ("a sample-major bed file").
        what: &'static str,
    },
    /// Zstandard data are damaged or cut.
    ZstdCorrupt,
    /// A file of a set that belong together was not given.
    SetMemberMissing {
        /// Its ending: `.fam`, `.psam`, `.bim`, …
        member: &'static str,
    },
    /// Several files could be the same member of a set, and nothing tells which is.
    SetAmbiguous {
        /// Its ending: `.fam`, `.psam`, `.bim`, …
        member: &'static str,
    },
    /// Two files of a set disagree on how much they hold.
    SetDisagrees {
        /// What disagrees ("samples", "variants").
        what: &'static str,
        /// As many as the list says.
        expected: u64,
        /// As many as the genotypes have.
        found: u64,
    },
    /// An index cannot be read; `what` names the part.
    IndexCorrupt {
        /// What is wrong, with its article.
        what: &'static str,
    },
    /// An index does not fit the file beside it; `what` says where.
    IndexDisagrees {
        /// What the index gives, with its article.
        what: &'static str,
    },
    /// A reference pack cannot be read, or one cannot be made; `what` names what is wrong.
    PanelCorrupt {
        /// What is wrong, with its article.
        what: &'static str,
    },
    /// A file given as a saved report is not one.
    NotAReport,
    /// A folder was given that holds no genotype file.
    NoGenotypesInFolder,
    /// Parts of a cohort that cannot be scored or added up.
    Partial(PartialKind),
    /// A score that cannot be put into relation to other people.
    Calibration(CalibrationKind),
    /// A score that cannot be trained.
    Training(TrainingKind),
    /// An option's value is not one of those allowed.
    BadOption {
        /// The option as written.
        option: String,
        /// The allowed values.
        allowed: &'static str,
    },
    /// A call came in the wrong order (scoring before any genotype file is open).
    OutOfOrder,
    /// Something that our own code promises cannot happen has happened.
    Internal {
        /// Which promise.
        what: &'static str,
    },
}

impl ErrorKind {
    /// The stable kebab-case code.
    pub fn code(&self) -> &'static str {
        self.row().0
    }

    /// The next thing to do, in one sentence.
    pub fn next_step(&self) -> &'static str {
        self.row().2
    }
}
