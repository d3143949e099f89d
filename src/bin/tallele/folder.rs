//! Opens the genotype files that the command line names; a folder stands for the genotype files in it.

use crate::file_source::open_file;
use std::path::{Path, PathBuf};
use tallele::bytes::SharedSource;
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::formats::detect::open_genotypes;
use tallele::formats::records::{recognise, stem};

/// The files in the order they are named, those of a folder in the order of their names.
pub fn open_paths(paths: &[PathBuf]) -> Result<Vec<SharedSource>> {
    let mut sources = Vec::new();
    for path in paths {
        if path.is_dir() {
            sources.extend(open_folder(path)?);
        } else {
            sources.push(open_file(path, Role::Genotypes)?);
            if let Some(index) = index_beside(path).filter(|index| !paths.contains(index)) {
                sources.push(open_file(&index, Role::Genotypes)?);
            }
        }
    }
    Ok(sources)
}

/// The index of a file where tabix, bcftools and bgenix write it.
fn index_beside(path: &Path) -> Option<PathBuf> {
    let named = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        Some(PathBuf::from(name)).filter(|path| path.is_file())
    };
    [".csi", ".tbi", ".bgi"].into_iter().find_map(named)
}

/// The genotype files of a folder, told by content; folders in it and hidden files are passed over in silence, other files
/// with a line that says so.
///
/// Errors: `no-genotypes-in-folder`; for a file that is named as a genotype file and is none, what it is.
fn open_folder(path: &Path) -> Result<Vec<SharedSource>> {
    let name = path.display().to_string();
    let unreadable =
        |error: std::io::Error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(Role::Genotypes, &name);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        // Links are followed.
        if !is_hidden && std::fs::metadata(entry.path()).map_err(unreadable)?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    let mut sources = Vec::new();
    for file in files {
        let source = open_file(&file, Role::Genotypes)?;
        if recognise(&source).map_err(|error| error.in_input(Role::Genotypes, source.name()))?.is_some() {
            sources.push(source);
            continue;
        }
        match open_genotypes(&source) {
            Ok(_) => sources.push(source),
            Err(error) if is_other(&error) && stem(source.name()) == without_gz(source.name()) => {
                pass_over(source.name(), &error);
            }
            Err(error) => return Err(error),
        }
    }
    if sources.is_empty() {
        return Err(Error::new(ErrorKind::NoGenotypesInFolder).in_input(Role::Genotypes, &name));
    }
    Ok(sources)
}

/// Whether a file is no genotype file at all, and not a damaged one.
fn is_other(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Empty
            | ErrorKind::Binary
            | ErrorKind::OtherKind { .. }
            | ErrorKind::GenotypesUnrecognised
            | ErrorKind::ScoresAsGenotypes
            | ErrorKind::ZipNoMember { .. }
    )
}

/// A name without the endings of compression, which say nothing of what is compressed.
fn without_gz(name: &str) -> &str {
    let mut name = name;
    while let Some(shorter) = [".gz", ".bgz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)) {
        name = shorter;
    }
    name
}

#[expect(clippy::print_stderr, reason = "the command line prints")]
fn pass_over(name: &str, error: &Error) {
    eprintln!("tallele: passed over {name}: {}", error.code());
}
