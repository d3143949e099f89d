//! Lists why a score cannot be trained.

/// Why a score cannot be trained.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TrainingKind {
    /// A table has no column of this name.
    ColumnMissing {
        /// The column.
        column: String,
    },
    /// A table has several columns that may hold the phenotype, and none was named.
    TraitNotNamed,
    /// A field that should be a finite number is not.
    NotANumber,
    /// A person is in a table twice.
    PersonTwice,
    /// Ids of a table that are all unknown to the genotypes; `what` names the table ("the phenotype table").
    NobodyMatches {
        /// The table, with its article.
        what: &'static str,
    },
    /// Files of genotypes with different samples.
    SamplesDiffer,
    /// Two samples of the genotypes have the same id.
    SampleTwice,
    /// A phenotype that is the same for everybody who is trained on.
    ConstantPhenotype,
    /// A phenotype of the binomial family that is neither 0 nor 1.
    NotBinary,
    /// A covariate that is the same for everybody who is trained on.
    ConstantCovariate,
    /// A covariate that others determine.
    CollinearCovariates,
    /// A fold has no samples with genotypes, phenotype and covariates; `fold` names it.
    EmptyFold {
        /// `train`, `validation` or `test`.
        fold: &'static str,
    },
    /// A sample is in two folds.
    FoldsOverlap,
    /// No variant tells the people who are trained on apart.
    NoVariants,
    /// Values of λ that are not positive and finite.
    BadLambda,
    /// The fit did not settle.
    NoConvergence,
    /// The checkpoint in the folder is of another run.
    OtherCheckpoint,
    /// A checkpoint could not be written; the last one is whole.
    CheckpointUnwritable,
    /// A checkpoint that is damaged.
    CheckpointCorrupt,
    /// More genotypes than the named limit.
    TooManyGenotypes {
        /// The limit.
        limit_bytes: u64,
    },
}

impl TrainingKind {
    /// What happened, in one sentence.
    pub(super) fn what(&self) -> String {
        match self {
            Self::ColumnMissing { column } => format!("The table has no column {column}."),
            Self::NobodyMatches { what } => format!("No id of {what} is one of a sample of the genotypes."),
            Self::EmptyFold { fold } => {
                format!("The {fold} fold has no samples with genotypes, phenotype and covariates.")
            }
            Self::TooManyGenotypes { limit_bytes } => {
                format!("The genotypes take more than {limit_bytes} bytes at two bits each.")
            }
            _ => self.row().1.to_owned(),
        }
    }

    /// Code, sentence (empty where it is composed in [`Self::what`]) and next step.
    pub(super) fn row(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ColumnMissing { .. } => (
                "training-column-missing",
                "",
                "Tables are separated by tabs and begin with a line of column names: FID (optional), IID, and the columns asked for.",
            ),
            Self::TraitNotNamed => (
                "training-trait-not-named",
                "The table has several columns that may hold the phenotype.",
                "Name one of them with --trait.",
            ),
            Self::NotANumber => (
                "training-not-a-number",
                "A field that should hold a finite number does not.",
                "Write NA, or nothing, where a value is not known.",
            ),
            Self::PersonTwice => {
                ("training-person-twice", "A person is in the table twice.", "Keep one line for each person.")
            }
            Self::NobodyMatches { .. } => (
                "training-nobody-matches",
                "",
                "Check that ids are written as in the genotype file; IID is compared, and FID too where both files have it.",
            ),
            Self::SamplesDiffer => (
                "training-samples-differ",
                "The files of genotypes do not have the same samples in the same order.",
                "Give files of one set of people, one for each chromosome.",
            ),
            Self::SampleTwice => (
                "training-sample-twice",
                "Two samples of the genotypes have the same id, and the tables do not name families.",
                "Add the column FID to the tables, or make ids different.",
            ),
            Self::ConstantPhenotype => (
                "training-phenotype-constant",
                "The phenotype is the same for everybody in the training fold.",
                "Check the column and the lists of samples.",
            ),
            Self::NotBinary => (
                "training-phenotype-not-binary",
                "A phenotype of the binomial family is neither 0 nor 1.",
                "Code controls as 0 and cases as 1, or use --family gaussian.",
            ),
            Self::ConstantCovariate => (
                "training-covariate-constant",
                "A covariate is the same for everybody in the training fold.",
                "Leave it out of the table.",
            ),
            Self::CollinearCovariates => (
                "training-covariates-collinear",
                "A covariate is a combination of those before it.",
                "Leave it out of the table.",
            ),
            Self::EmptyFold { .. } => (
                "training-fold-empty",
                "",
                "Check the list of its samples, and that they have a phenotype and all covariates.",
            ),
            Self::FoldsOverlap => (
                "training-folds-overlap",
                "A sample is in two folds.",
                "Give each sample to one fold; what is tested on may not have been trained on.",
            ),
            Self::NoVariants => (
                "training-no-variants",
                "No variant differs between the people of the training fold.",
                "Check the genotypes; only variants on chromosomes 1 to 22 with alleles of A, C, G and T are used.",
            ),
            Self::BadLambda => (
                "training-bad-lambda",
                "A value of lambda is not a positive number.",
                "Write one positive number a line.",
            ),
            Self::NoConvergence => (
                "training-no-convergence",
                "The fit did not settle.",
                "Look for covariates that tell cases and controls apart wholly, or end the path at a larger lambda.",
            ),
            Self::OtherCheckpoint => (
                "training-other-checkpoint",
                "The folder has a checkpoint of a run with other data or options.",
                "Choose another folder for --out, or remove the checkpoint.",
            ),
            Self::CheckpointUnwritable => (
                "training-checkpoint-unwritable",
                "A checkpoint could not be written; the one before it is whole.",
                "Make room on the device and start the same command again: it goes on from there.",
            ),
            Self::CheckpointCorrupt => (
                "training-checkpoint-corrupt",
                "The checkpoint in the folder is damaged.",
                "Remove it and start again.",
            ),
            Self::TooManyGenotypes { .. } => {
                ("training-too-many-genotypes", "", "Convert the files to PLINK 1 (.bed), which is read where it lies.")
            }
        }
    }
}

impl From<TrainingKind> for super::Error {
    fn from(kind: TrainingKind) -> Self {
        super::ErrorKind::Training(kind).into()
    }
}
