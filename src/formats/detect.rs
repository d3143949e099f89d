//! Decides by content what a chosen file is, and opens the reader for it.

use super::dtc::header::recognise_layout;
use super::dtc::{DtcReader, Layout};
use super::score_file::looks_like_scores;
use crate::bytes::lines::LineReader;
use crate::bytes::open::{Candidate, Wrapping, open_candidates};
use crate::bytes::source::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};

/// A genotype file whose format is known, at its first byte.
pub struct OpenedGenotypes {
    /// Reads its markers.
    pub reader: DtcReader,
    /// How it was packed.
    pub wrapping: Vec<Wrapping>,
    /// The member read, of a zip.
    pub member: Option<String>,
    /// Further members of the zip that are genotype files too.
    pub other_members: usize,
    /// The file's name, and the member's behind a colon.
    pub input: String,
}

/// A scoring file, at its first byte.
pub struct OpenedScores {
    /// Its lines.
    pub lines: LineReader,
    /// The file's name, and the member's behind a colon.
    pub input: String,
}

/// Text formats of genotypes that are known by their first bytes and not read yet.
const OTHER_GENOTYPES: &[(&[u8], &str)] = &[
    (b"##fileformat=VCF", "a VCF file, which holds genotypes"),
    (b"#CHROM\tPOS\tID\tREF\tALT", "a PLINK 2 or VCF table of variants"),
    (b"#FID\t", "a PLINK 2 sample table"),
    (b"#IID\t", "a PLINK 2 sample table"),
];

fn other_genotypes(prefix: &[u8]) -> Option<ErrorKind> {
    let prefix = prefix.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(prefix);
    OTHER_GENOTYPES.iter().find(|(start, _)| prefix.starts_with(start)).map(|(_, what)| ErrorKind::OtherKind { what })
}

/// Opens a consumer genotype file: plain, gzipped, or the largest fitting member of a zip.
///
/// Errors: what unpacking finds, and `genotypes-unrecognised`, `scores-as-genotypes`, `other-kind`, `zip-no-member`.
pub fn open_genotypes(source: &SharedSource) -> Result<OpenedGenotypes> {
    let found = open_candidates(source.clone()).map_err(|error| error.in_input(Role::Genotypes, source.name()))?;
    let mut fitting: Vec<(&Candidate, Layout)> = Vec::new();
    for text in &found.texts {
        if looks_like_scores(text.prefix()).is_none()
            && let Some(layout) = recognise_layout(text.prefix())
        {
            fitting.push((text, layout));
        }
    }
    let other_members = fitting.len().saturating_sub(1);
    let Some((text, layout)) = fitting.into_iter().next() else {
        let text = found.texts.first();
        let kind = match text.map(Candidate::prefix) {
            Some(prefix) if looks_like_scores(prefix).is_some() => ErrorKind::ScoresAsGenotypes,
            Some(prefix) => other_genotypes(prefix).unwrap_or(ErrorKind::GenotypesUnrecognised),
            None => ErrorKind::GenotypesUnrecognised,
        };
        let name = text.map_or(source.name().to_owned(), Candidate::input_name);
        return Err(named(found.members > 1, kind, found).in_input(Role::Genotypes, &name));
    };
    let input = text.input_name();
    let stream = text.open().map_err(|error| error.in_input(Role::Genotypes, &input))?;
    Ok(OpenedGenotypes {
        reader: DtcReader::new(stream, layout),
        wrapping: text.wrapping().to_vec(),
        member: text.member().map(str::to_owned),
        other_members,
        input,
    })
}

/// Opens a scoring file: plain, gzipped, or the largest fitting member of a zip.
///
/// Errors: what unpacking finds, and `scores-unrecognised`, `genotypes-as-scores`, `other-kind`, `zip-no-member`.
pub fn open_scores(source: &SharedSource) -> Result<OpenedScores> {
    let found = open_candidates(source.clone()).map_err(|error| error.in_input(Role::Scores, source.name()))?;
    let only = found.members == 1;
    let fitting = found.texts.iter().find(|text| only || looks_like_scores(text.prefix()).is_some());
    if let Some(text) = fitting {
        let input = text.input_name();
        // PLINK 2's tables of weights or effects begin as its tables of variants do.
        let is_other = looks_like_scores(text.prefix()).is_none();
        let is_genotypes = is_other && recognise_layout(text.prefix()).is_some();
        let refused = if is_genotypes {
            Some(ErrorKind::GenotypesAsScores)
        } else {
            other_genotypes(text.prefix()).filter(|_| is_other)
        };
        if let Some(kind) = refused {
            return Err(Error::new(kind).in_input(Role::Scores, &input));
        }
        let stream = text.open().map_err(|error| error.in_input(Role::Scores, &input))?;
        return Ok(OpenedScores { lines: LineReader::new(stream), input });
    }
    let is_genotypes = found.texts.first().is_some_and(|text| recognise_layout(text.prefix()).is_some());
    let kind = if is_genotypes { ErrorKind::GenotypesAsScores } else { ErrorKind::ScoresUnrecognised };
    Err(named(found.members > 1, kind, found).in_input(Role::Scores, source.name()))
}

/// The error of a file without a fitting text; a zip with several files says how many were looked at.
fn named(is_zip: bool, kind: ErrorKind, found: crate::bytes::open::Candidates) -> Error {
    if is_zip && matches!(kind, ErrorKind::GenotypesUnrecognised | ErrorKind::ScoresUnrecognised)
        || found.texts.is_empty()
    {
        return found.none_fits(kind);
    }
    kind.into()
}
