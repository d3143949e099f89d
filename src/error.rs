//! Says what stopped a run: one error type of kind, place and source, with stable codes.
//!
//! An *error* stops the run; what the person must know but did not stop it is a [`Finding`](crate::finding::Finding).
//! No text here ever quotes genotype content: it says what was expected and what to do next.

mod calibration_kind;
mod kind;
mod partial_kind;
mod place;
mod training_kind;

pub use calibration_kind::CalibrationKind;
pub use kind::ErrorKind;
pub use partial_kind::PartialKind;
pub use place::{Place, Role};
pub use training_kind::TrainingKind;

use std::fmt;

/// The result of anything that can fail on input.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a run stopped and where. One pointer wide, so that results stay cheap to return.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    place: Place,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of this kind at no known place yet; readers add what they know on the way up.
    pub fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner { kind, place: Place::default(), source: None }))
    }

    /// Keeps the error that a library gave as the cause.
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// Names the input file and its role, unless a deeper level has done so.
    pub fn in_input(mut self, role: Role, name: &str) -> Self {
        self.0.place.role.get_or_insert(role);
        self.0.place.input.get_or_insert_with(|| name.to_owned());
        self
    }

    /// Offset in bytes from the start of the file as stored, from 0.
    pub fn at_byte(mut self, offset_bytes: u64) -> Self {
        self.0.place.byte.get_or_insert(offset_bytes);
        self
    }

    /// Line of the text, from 1.
    pub fn at_line(mut self, line: u64) -> Self {
        self.0.place.line.get_or_insert(line);
        self
    }

    /// The same error at a byte alone, where its line or byte was of a part of the file.
    pub fn moved_to_byte(mut self, offset_bytes: u64) -> Self {
        self.0.place.line = None;
        self.0.place.byte = Some(offset_bytes);
        self
    }

    /// Name of the column or header key.
    pub fn at_field(mut self, field: &str) -> Self {
        self.0.place.field.get_or_insert_with(|| field.to_owned());
        self
    }

    /// The same error once more, without its cause.
    pub fn again(&self) -> Self {
        Self(Box::new(Inner { kind: self.0.kind.clone(), place: self.0.place.clone(), source: None }))
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Where it went wrong, as far as known.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The stable code that page, tests and docs share.
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self::new(kind)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("code", &self.code()).field("place", self.place()).finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, next) = (self.0.kind.what(), self.0.kind.next_step());
        match self.0.kind.of_scores().filter(|_| self.0.place.role == Some(Role::Scores)) {
            Some((of_scores, next)) => write!(f, "{} {next}", of_scores.unwrap_or(what)),
            None => write!(f, "{what} {next}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_level_names_the_place() {
        let error = Error::new(ErrorKind::Empty).at_line(7).at_line(9).in_input(Role::Genotypes, "a.txt");
        assert_eq!(error.place().line, Some(7));
        assert_eq!(error.place().input.as_deref(), Some("a.txt"));
        assert_eq!(error.code(), "empty");
    }

    #[test]
    fn an_error_is_one_pointer_wide() {
        assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
    }
}
