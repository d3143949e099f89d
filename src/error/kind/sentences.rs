//! Puts every reason to stop into words: its code, what happened and the next thing to do.

use super::ErrorKind;

const NEW_INDEX: &str =
    "Leave the index out, or make it anew: of VCF and BCF with tabix or bcftools index, of BGEN with bgenix -index.";

impl ErrorKind {
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
            Self::BuildMismatch { genotypes, scores } if scores.is_empty() => format!(
                "The genotype file is on {genotypes}, and the scoring file does not state the build of its positions."
            ),
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
            Self::SetAmbiguous { member } => {
                format!("Files of the same name leave open which {member} file belongs to which genotypes.")
            }
            Self::SetDisagrees { what, expected, found } => {
                format!("The set's list names {expected} {what} and its genotypes hold {found}.")
            }
            Self::Partial(kind) => kind.what(),
            Self::Calibration(kind) => kind.what(),
            Self::Training(kind) => kind.what(),
            Self::IndexCorrupt { what } => format!("The index is not right: {what}."),
            Self::IndexDisagrees { what } => format!("The index does not fit the file: it gives {what}."),
            Self::PanelCorrupt { what } => format!("The reference pack is not right: {what}."),
            Self::BadOption { option, allowed } => format!("{option} must be one of: {allowed}."),
            Self::Internal { what } => format!("A promise of the program's own was broken: {what}."),
            _ => self.row().1.to_owned(),
        }
    }

    /// The sentence, where it is another one, and the next step for a file that was given as scores; `None` where they are
    /// the same for every file.
    pub(crate) fn of_scores(&self) -> Option<(Option<String>, &'static str)> {
        match self {
            Self::OtherKind { what } => Some((
                Some(format!("This is {what}, not a scoring file.")),
                "Choose a scoring file: a table that names effect alleles and weights.",
            )),
            Self::Binary => Some((None, "Choose a scoring file, as a text, gz or zip file.")),
            Self::ZipNoMember { .. } => Some((None, "Unpack it and choose the scoring file.")),
            _ => None,
        }
    }

    /// Code, sentence (empty where it is composed in [`Self::what`]) and next step.
    pub(super) fn row(&self) -> (&'static str, &'static str, &'static str) {
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
            Self::RatioNotPositive => (
                "bad-number",
                "An odds or hazard ratio is not positive, so it has no logarithm.",
                "If the ratios are logarithms, name the column effect_weight.",
            ),
            Self::BadTruth => {
                ("bad-number", "This is neither true nor false.", "Write True or False, or leave the field empty.")
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
            Self::SetAmbiguous { .. } => {
                ("set-ambiguous", "", "Give the files of each set a name of their own, or choose one set at a time.")
            }
            Self::SetDisagrees { .. } => {
                ("set-disagrees", "", "The files are not of one set; choose those that were written together.")
            }
            Self::IndexCorrupt { .. } => ("index-corrupt", "", NEW_INDEX),
            Self::IndexDisagrees { .. } => ("index-disagrees", "", NEW_INDEX),
            Self::PanelCorrupt { .. } => {
                ("panel-corrupt", "", "Download the reference pack again, or build it anew with tallele panel build.")
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
            Self::Calibration(kind) => kind.row(),
            Self::Training(kind) => kind.row(),
            Self::OutOfOrder => {
                ("out-of-order", "There is nothing to score yet.", "Open a genotype file and add a score first.")
            }
            Self::Internal { .. } => {
                ("internal", "", "Please report it with the version and the kinds of file used, never the file itself.")
            }
        }
    }
}
