//! Prints results as JSON, and says of a file that could not be written which one it was.

use serde::Serialize;
use std::io::Write;
use std::path::Path;
use tallele::error::{Error, ErrorKind, Result, Role};

/// What is printed, as indented JSON with a line end.
pub fn json_line(printed: &impl Serialize) -> Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(printed).map_err(|error| {
        Error::new(ErrorKind::Internal { what: "what was found can be written" }).with_source(error)
    })?;
    json.push(b'\n');
    Ok(json)
}

/// Prints it to standard output.
///
/// Errors: `unwritable`.
pub fn print_json(printed: &impl Serialize) -> Result<()> {
    std::io::stdout().lock().write_all(&json_line(printed)?).map_err(unwritable)
}

/// An error of writing a result.
pub fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Unwritable).with_source(error)
}

/// An error of writing this file.
pub fn unwritable_at(path: &Path, error: std::io::Error) -> Error {
    unwritable(error).in_input(Role::Options, &name_of(path))
}

/// A path's last part.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
