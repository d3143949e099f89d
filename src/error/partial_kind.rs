//! Lists why parts of a cohort cannot be scored or added up.

/// Why parts of a cohort cannot be scored or added up.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PartialKind {
    /// A file given as a partial is not one, or of another version of the format.
    NotOne,
    /// Only files of records are scored in parts.
    OfPerson,
    /// Neither markers nor header nor options tell the build that a part's rows are to be looked for on.
    NeedsBuild,
    /// A partial leaves out a scoring file that was not given.
    NeedsScores,
    /// Partials that are not parts of one run; `what` names what differs ("the options").
    Disagree {
        /// What differs, with its article.
        what: &'static str,
    },
    /// Two partials hold the same; `what` names it ("a genotype file").
    Overlap {
        /// What both hold.
        what: String,
    },
}

impl PartialKind {
    /// What happened, in one sentence.
    pub(super) fn what(&self) -> String {
        match self {
            Self::Disagree { what } => format!("The partials are not parts of one run: they differ in {what}."),
            Self::Overlap { what } => format!("Two partials hold {what}, which would count twice."),
            _ => self.row().1.to_owned(),
        }
    }

    /// Code, sentence (empty where it is composed in [`Self::what`]) and next step.
    pub(super) fn row(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::NotOne => (
                "not-a-partial",
                "The file is not a partial of this version.",
                "Choose what tallele score --partial of the same version has written.",
            ),
            Self::OfPerson => (
                "partial-of-person",
                "Only files of records are scored in parts, and this is a consumer file.",
                "Score it without --partial.",
            ),
            Self::NeedsBuild => (
                "partial-needs-build",
                "Neither the markers nor the header of this part tell its build.",
                "State it with --build, the same for all parts.",
            ),
            Self::NeedsScores => (
                "partial-needs-scores",
                "The partials were written without this scoring file.",
                "Give it with --scores.",
            ),
            Self::Disagree { .. } => {
                ("partials-disagree", "", "Score every part with the same program, options, scoring files and samples.")
            }
            Self::Overlap { .. } => {
                ("partials-overlap", "", "Give each genotype file and each place to one part only.")
            }
        }
    }
}

impl From<PartialKind> for super::Error {
    fn from(kind: PartialKind) -> Self {
        super::ErrorKind::Partial(kind).into()
    }
}
