//! Lists every reason to stop, with its stable code, what happened and the next thing to do.

use super::partial_kind::PartialKind;

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
    /// A file given as a saved report is not one.
    NotAReport,
    /// A folder was given that holds no genotype file.
    NoGenotypesInFolder,
    /// Parts of a cohort that cannot be scored or added up.
    Partial(PartialKind),
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

    /// What happened, in one sentence.
    pub fn what(&self) -> String {
        match self {
            Self::OtherKind { what } => format!("This is {what}, not a genotype file or scoring file."),
            Self::ZipNoMember { members } => format!("None of the {members} files in this zip is of the kind wanted."),
            Self::UnpackLimit { limit_bytes } => format!("Unpacking passed the limit of {limit_bytes} bytes."),
            Self::LineTooLong { limit_bytes } => format!("A line is longer than {limit_bytes} bytes."),
            Self::TooManyRows { limit } => format!("The file has more than {limit} rows."),
            Self::TooManyScores { limit } => format!("The file has more than {limit} columns of weights."),
            Self::FieldCount { expected, found } => {
                format!("This row has {found} fields where the layout has {expected}.")
            }
            Self::ScoreColumnMissing { column } => format!("The header has no column {column}."),
            Self::ScoresWithoutWeights { what } => format!("This is {what}; it has no weights."),
            Self::BuildMismatch { genotypes, scores } => {
                format!("The genotype file is on {genotypes} and the score's positions are on {scores}.")
            }
            Self::AllelesOnOtherBuild { genotypes, evidence, met, differing } => format!(
                "The genotype file is on {genotypes} ({evidence}), and {differing} of {met} rows that meet a record there have other alleles, so the score's positions are on another build."
            ),
            Self::FilesOnBuilds { first, other } => format!("The first file is on {first} and this one on {other}."),
            Self::PeopleDiffer { shared, agreeing } => format!(
                "The files are of different people: of {shared} markers that both have a call at, {agreeing} have the same."
            ),
            Self::HeaderCorrupt { what } => format!("The header is not right: {what}."),
            Self::RecordCorrupt { what } => format!("A record is not right: {what}."),
            Self::StorageUnsupported { what } => format!("This is {what}, which is not read here."),
            Self::SetMemberMissing { member } => format!("The {member} file that belongs to this one was not given."),
            Self::SetDisagrees { what, expected, found } => {
                format!("The set's list names {expected} {what} and its genotypes hold {found}.")
            }
            Self::Partial(kind) => kind.what(),
            Self::IndexCorrupt { what } => format!("The index is not right: {what}."),
            Self::IndexDisagrees { what } => format!("The index does not fit the file: it gives {what}."),
            Self::BadOption { option, allowed } => format!("{option} must be one of: {allowed}."),
            Self::Internal { what } => format!("A promise of the program's own was broken: {what}."),
            _ => self.row().1.to_owned(),
        }
    }

    /// The next thing to do, in one sentence.
    pub fn next_step(&self) -> &'static str {
        self.row().2
    }

    /// Code, sentence (empty where it is composed in [`Self::what`]) and next step.
    fn row(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Empty => ("empty", "The file has no content.", "Download it again and check its size."),
            Self::Unreadable => ("unreadable", "The file could not be read.", "Choose it again; it may have moved."),
            Self::Unwritable => {
                ("unwritable", "A file could not be written.", "Check the folder, its permissions and the room left.")
            }
            Self::Binary => (
                "binary",
                "The file is not text and not a compressed form we know.",
                "Choose the raw data download, as a text, gz or zip file.",
            ),
            Self::OtherKind { .. } => ("other-kind", "", "Choose the raw data download of the DNA test instead."),
            Self::GenotypesUnrecognised => (
                "genotypes-unrecognised",
                "The text is not in the layout of any genotype file we know.",
                "Expected columns for marker, chromosome, position and genotype; choose the raw data download.",
            ),
            Self::ScoresUnrecognised => (
                "scores-unrecognised",
                "The text is not in the layout of any scoring file we know.",
                "Expected a header line that names effect_allele and effect_weight.",
            ),
            Self::ScoresAsGenotypes => (
                "scores-as-genotypes",
                "This is a scoring file, not a genotype file.",
                "Add it under Shelf, and open a person's raw DNA data here.",
            ),
            Self::GenotypesAsScores => (
                "genotypes-as-scores",
                "This is a genotype file, not a scoring file.",
                "Open it under Open, and choose a scoring file here.",
            ),
            Self::GzipTruncated => (
                "gzip-truncated",
                "The gzip data ends before its end mark.",
                "The download was cut short; download the file again.",
            ),
            Self::GzipCorrupt => (
                "gzip-corrupt",
                "The gzip data does not agree with its checksum or is damaged.",
                "The file was damaged on the way; download it again.",
            ),
            Self::ZipCorrupt => (
                "zip-corrupt",
                "The zip file's directory or a member is damaged.",
                "Download the file again, or unpack it and choose what is inside.",
            ),
            Self::ZipEncrypted => (
                "zip-encrypted",
                "The zip file is protected by a password.",
                "Unpack it with the password and choose what is inside.",
            ),
            Self::ZipMethod => (
                "zip-method",
                "The zip file uses a compression that is not read here.",
                "Unpack it and choose what is inside.",
            ),
            Self::ZipNoMember { .. } => ("zip-no-member", "", "Unpack it and choose the raw data file."),
            Self::UnpackLimit { .. } => {
                ("unpack-limit", "", "The file is not what it seems; unpack and look at it before trying again.")
            }
            Self::LineTooLong { .. } => ("line-too-long", "", "The file is not a table of markers; choose another."),
            Self::TooManyRows { .. } => ("too-many-rows", "", "Split the file, or choose another."),
            Self::TooManyScores { .. } => ("too-many-scores", "", "Split the file by columns, or choose another."),
            Self::NulByte => (
                "nul-byte",
                "There is a NUL byte in the text.",
                "The file is damaged or in UTF-16; save it as plain text and choose it again.",
            ),
            Self::FieldCount { .. } => ("field-count", "", "The line is damaged; download the file again."),
            Self::BadChromosome => (
                "bad-chromosome",
                "The chromosome is not 1–22, X, Y, MT or a code for one of them.",
                "Check that the columns are in the order the header says.",
            ),
            Self::BadPosition => (
                "bad-position",
                "The position is not a whole number within the chromosome.",
                "Check that the columns are in the order the header says.",
            ),
            Self::BadGenotype => (
                "bad-genotype",
                "The genotype is not made of A, C, G, T, D, I or a no-call.",
                "Check that the columns are in the order the header says.",
            ),
            Self::BadAllele => (
                "bad-allele",
                "An allele is not made of A, C, G and T.",
                "Correct the row in the scoring file, or tell its author.",
            ),
            Self::BadNumber => {
                ("bad-number", "A number cannot be read.", "Use a decimal point and no thousands separator.")
            }
            Self::ScoreColumnMissing { .. } => {
                ("score-column-missing", "", "Name the columns as the PGS Catalog does and try again.")
            }
            Self::ScoresWithoutWeights { .. } => {
                ("scores-without-weights", "", "Choose the file of effect alleles and weights that it came from.")
            }
            Self::ScoreColumnRepeated => (
                "score-column-repeated",
                "The header names the same column twice.",
                "Remove one of the two and try again.",
            ),
            Self::NoRows => ("no-rows", "The file has a header and no rows.", "Download it again and check its size."),
            Self::BuildMismatch { .. } | Self::AllelesOnOtherBuild { .. } => (
                "build-mismatch",
                "",
                "Choose the score's file for the build of the genotype file, or add a chain file that leads from one to the other.",
            ),
            Self::FilesOnBuilds { .. } => (
                "build-mismatch",
                "",
                "Add a chain file that leads from one build to the other, or leave the files apart.",
            ),
            Self::PeopleDiffer { .. } => ("people-differ", "", "Leave them as they are: each is scored by itself."),
            Self::BadOption { .. } => ("bad-option", "", "Correct the option and start again."),
            Self::FileTruncated => (
                "file-truncated",
                "The file ends in the middle of a record.",
                "It was cut short on the way; copy or download it again.",
            ),
            Self::HeaderCorrupt { .. } => {
                ("header-corrupt", "", "Write the file again with the program that made it, or download it again.")
            }
            Self::RecordCorrupt { .. } => {
                ("record-corrupt", "", "The file is damaged here; copy or download it again.")
            }
            Self::StorageUnsupported { .. } => {
                ("storage-unsupported", "", "Convert it with plink2 or bcftools and choose what they write.")
            }
            Self::ZstdCorrupt => (
                "zstd-corrupt",
                "The Zstandard data are damaged or end too early.",
                "Copy or download the file again, or unpack it with zstd -d and choose what is inside.",
            ),
            Self::SetMemberMissing { .. } => {
                ("set-member-missing", "", "Choose all files of the set together; they have the same name.")
            }
            Self::SetDisagrees { .. } => {
                ("set-disagrees", "", "The files are not of one set; choose those that were written together.")
            }
            Self::IndexCorrupt { .. } => {
                ("index-corrupt", "", "Leave the index out, or make it anew with tabix or bcftools index.")
            }
            Self::IndexDisagrees { .. } => {
                ("index-disagrees", "", "Leave the index out, or make it anew with tabix or bcftools index.")
            }
            Self::NotAReport => (
                "not-a-report",
                "The file is not a saved report.",
                "Choose the JSON file that was saved or printed as a report.",
            ),
            Self::NoGenotypesInFolder => (
                "no-genotypes-in-folder",
                "There is no genotype file in this folder.",
                "Name the folder that the files themselves lie in; folders in it are not looked into.",
            ),
            Self::Partial(kind) => kind.row(),
            Self::OutOfOrder => {
                ("out-of-order", "There is nothing to score yet.", "Open a genotype file and add a score first.")
            }
            Self::Internal { .. } => {
                ("internal", "", "Please report it with the version and the kinds of file used, never the file itself.")
            }
        }
    }
}
