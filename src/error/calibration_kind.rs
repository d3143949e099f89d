//! Lists why a score cannot be put into relation to other people, or a risk not be told.

/// Why a score cannot be put into relation to other people, or a risk not be told.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CalibrationKind {
    /// A table has no column of this name.
    ColumnMissing {
        /// The column, or what it is called in several layouts.
        column: String,
    },
    /// A field that should be a finite number is not.
    NotANumber,
    /// A person is in one table and not in another that needs them; `what` names what is missing ("principal components").
    PersonMissing {
        /// What the person lacks.
        what: &'static str,
    },
    /// A person is in a table twice.
    PersonTwice,
    /// Sums and components have no reference person in common.
    NoReference,
    /// Fewer reference people than an adjustment or a group needs.
    FewReference {
        /// People there are.
        found: usize,
        /// People needed.
        needed: usize,
    },
    /// A principal component is the same for all people of the reference or of a group.
    ConstantComponent,
    /// Components, or a group's, that depend on each other linearly.
    DependentComponents,
    /// The joint fit of mean and variance did not settle.
    NoFit,
    /// A number outside what it can be; `what` names it, `allowed` its range.
    OutOfRange {
        /// The quantity ("a prevalence").
        what: &'static str,
        /// Its range in words ("between 0 and 1").
        allowed: &'static str,
    },
    /// Correlations between variants were estimated from too few people.
    LdFromFew {
        /// People needed.
        needed: usize,
    },
    /// Principal components that are not those of the panel they are said to be of.
    OtherComponents,
    /// Rows that nobody is compared by are in published sums, from which they cannot be taken.
    RowsNotCompared {
        /// Those rows.
        rows: usize,
    },
    /// Rates by age do not cover the ages asked for.
    AgesNotCovered,
    /// A risk was asked for a sex that does not have the disease in this table.
    OtherSex,
}

impl CalibrationKind {
    /// What happened, in one sentence.
    pub(super) fn what(&self) -> String {
        match self {
            Self::ColumnMissing { column } => format!("The table has no column {column}."),
            Self::PersonMissing { what } => format!("A person of this table has no {what}."),
            Self::FewReference { found, needed } => {
                format!("There are {found} reference people where {needed} are needed.")
            }
            Self::OutOfRange { what, allowed } => format!("{what} must be {allowed}."),
            Self::RowsNotCompared { rows } => {
                format!("{rows} rows of the score lie on X, Y or MT or are not additive; nobody is compared by these.")
            }
            Self::LdFromFew { needed } => {
                format!("Correlations between variants need to be from at least {needed} people.")
            }
            _ => self.row().1.to_owned(),
        }
    }

    /// Code, sentence (empty where it is composed in [`Self::what`]) and next step.
    pub(super) fn row(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ColumnMissing { .. } => (
                "calibration-column-missing",
                "",
                "Tables are separated by tabs and begin with a line of column names; see tallele calibrate --help.",
            ),
            Self::NotANumber => (
                "calibration-not-a-number",
                "A field that should hold a number does not.",
                "Leave out the people whose numbers are missing.",
            ),
            Self::PersonMissing { .. } => {
                ("calibration-person-missing", "", "Give all tables for the same people, under the same ids.")
            }
            Self::PersonTwice => (
                "calibration-person-twice",
                "A person is in the table twice.",
                "Keep one line for each person and score.",
            ),
            Self::NoReference => (
                "calibration-no-reference",
                "No reference person has sums, components and a label.",
                "Name the reference's sampleset with --reference, and check that ids are written alike in all tables.",
            ),
            Self::FewReference { .. } => {
                ("calibration-few-reference", "", "Use a reference with more people, or fewer components (--pcs).")
            }
            Self::ConstantComponent => (
                "calibration-component-constant",
                "A principal component is the same for all people of the reference, or of one of its groups.",
                "Check the column, or use fewer components (--pcs).",
            ),
            Self::DependentComponents => (
                "calibration-components-dependent",
                "Principal components of the reference depend on each other.",
                "Check that no column is there twice, or use fewer components (--pcs).",
            ),
            Self::NoFit => (
                "calibration-no-fit",
                "Mean and variance of the score along the components could not be fitted.",
                "Look for people with extreme sums in the reference, or use fewer components (--pcs).",
            ),
            Self::OutOfRange { .. } => ("calibration-out-of-range", "", "Correct the number at its source."),
            Self::LdFromFew { .. } => ("calibration-ld-from-few", "", "Use a larger panel of the same group."),
            Self::OtherComponents => (
                "calibration-other-components",
                "These principal components are not those of the reference panel: its people of this group lie elsewhere.",
                "Take the components that tallele ancestry gives with the same panel, labels being the panel's groups.",
            ),
            Self::RowsNotCompared { .. } => (
                "calibration-rows-not-compared",
                "",
                "Sums hold these rows too, so that nobody could be compared by them: use --panel, or a score without them.",
            ),
            Self::AgesNotCovered => (
                "calibration-ages-not-covered",
                "The rates by age do not cover the ages asked for.",
                "Ask for ages within the table, the first below the last.",
            ),
            Self::OtherSex => (
                "calibration-other-sex",
                "These rates are of the other sex.",
                "Use rates of the person's own sex, where the disease has them.",
            ),
        }
    }
}

impl From<CalibrationKind> for super::Error {
    fn from(kind: CalibrationKind) -> Self {
        super::ErrorKind::Calibration(kind).into()
    }
}
