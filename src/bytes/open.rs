//! Finds the texts in a stored file, through gzip, Zstandard and zip, so that the reader of formats can choose among them by content.

use super::bgzf::{self, BgzfStream};
use super::gzip::GzipStream;
use super::limits::{WRAPPINGS_MAX, ZIP_CANDIDATES_MAX};
use super::sniff::{Kind, SNIFF_BYTES, sniff};
use super::source::{SharedSource, Source};
use super::stream::{ByteStream, PlainStream};
use super::zip::{self, Member};
use super::zstd::ZstdStream;
use crate::error::{Error, ErrorKind, Result};
use crate::stats::sort_by_number;
use serde::Serialize;

/// Text kept from the start of each candidate, to tell its format by.
pub const PREFIX_BYTES: usize = 64 << 10;

/// What a text is wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrapping {
    /// Gzip, of one or more members.
    Gzip,
    /// A member of a zip.
    Zip,
    /// Zstandard, of one or more frames.
    Zstd,
}

/// A text in a stored file, which can be read from its start any number of times.
pub struct Candidate {
    source: SharedSource,
    member: Option<Member>,
    wrapping: Vec<Wrapping>,
    prefix: Vec<u8>,
}

impl Candidate {
    /// The text from its start.
    ///
    /// Errors: those of the wrappings, here or while reading.
    pub fn open(&self) -> Result<Box<dyn ByteStream>> {
        unwrapped(&self.source, self.member.as_ref(), &self.wrapping)
    }

    /// The first 64 KiB of the text, or all of a shorter one.
    pub fn prefix(&self) -> &[u8] {
        &self.prefix
    }

    /// What the text is wrapped in, outermost first; nothing for a plain file.
    pub fn wrapping(&self) -> &[Wrapping] {
        &self.wrapping
    }

    /// The member's name, in a zip.
    pub fn member(&self) -> Option<&str> {
        self.member.as_ref().map(|member| member.name.as_str())
    }

    /// The file's name, and the member's behind a colon: what a [`Place`](crate::error::Place) calls the input.
    pub fn input_name(&self) -> String {
        input_name(&*self.source, self.member.as_ref())
    }
}

/// A member of a zip that is no text we read.
#[derive(Debug)]
pub struct Refused {
    /// The member's name.
    pub member: String,
    /// Why.
    pub error: Error,
}

/// All that a stored file holds: at least one text or one refusal.
pub struct Candidates {
    /// The texts, largest first.
    pub texts: Vec<Candidate>,
    /// The members of a zip that are no texts, largest first.
    pub refused: Vec<Refused>,
    /// Files in the zip; 1 for a file that is no zip.
    pub members: usize,
}

impl Candidates {
    /// What to say when no text is of the wanted kind: `unrecognised` where there is but one, the damage where a member has some,
    /// else `zip-no-member`.
    pub fn none_fits(mut self, unrecognised: ErrorKind) -> Error {
        if self.members == 1 {
            return match self.refused.pop() {
                Some(refused) => refused.error,
                None => unrecognised.into(),
            };
        }
        let is_damage = |refused: &&mut Refused| {
            use ErrorKind::{
                GzipCorrupt, GzipTruncated, UnpackLimit, ZipCorrupt, ZipEncrypted, ZipMethod, ZstdCorrupt,
            };
            matches!(
                refused.error.kind(),
                GzipCorrupt | GzipTruncated | UnpackLimit { .. } | ZipCorrupt | ZipEncrypted | ZipMethod | ZstdCorrupt
            )
        };
        let no_member = || ErrorKind::ZipNoMember { members: self.members }.into();
        match self.refused.iter_mut().find(is_damage) {
            Some(refused) => std::mem::replace(&mut refused.error, ErrorKind::Empty.into()),
            None => no_member(),
        }
    }
}

/// Finds the texts of a stored file. A zip's members are looked into largest first, 64 of them at most.
///
/// Errors: `empty`, `other-kind`, `binary`, `nul-byte` (UTF-16), `zip-no-member` for a zip without files, those of gzip and of the zip's directory.
pub fn open_candidates(source: SharedSource) -> Result<Candidates> {
    let mut start = vec![0; SNIFF_BYTES];
    let count = source.read_at(0, &mut start)?;
    start.truncate(count);
    if sniff(&start) != Kind::Zip {
        return Ok(Candidates { texts: vec![look_into(&source, None)?], refused: Vec::new(), members: 1 });
    }
    let mut members = zip::members(&source)?;
    if members.is_empty() {
        return Err(ErrorKind::ZipNoMember { members: 0 }.into());
    }
    if members.iter().any(|member| member.name == "[Content_Types].xml") {
        return Err(ErrorKind::OtherKind { what: "a document of an office program" }.into());
    }
    // The sort is stable: members of one length stay in the directory's order.
    sort_by_number(&mut members, |member| u64::MAX - member.bytes);
    let mut found = Candidates { texts: Vec::new(), refused: Vec::new(), members: members.len() };
    for member in members.into_iter().take(ZIP_CANDIDATES_MAX) {
        let name = member.name.clone();
        match look_into(&source, Some(member)) {
            Ok(text) => found.texts.push(text),
            Err(error) if *error.kind() == ErrorKind::Unreadable => return Err(error),
            Err(error) => found.refused.push(Refused { member: name, error }),
        }
    }
    Ok(found)
}

/// A text opened without a choice.
pub struct Opened {
    /// The text from its start.
    pub stream: Box<dyn ByteStream>,
    /// What it is wrapped in, outermost first; nothing for a plain file.
    pub wrapping: Vec<Wrapping>,
    /// The member's name, in a zip.
    pub member: Option<String>,
    /// The zip's other texts.
    pub other_members: Vec<String>,
}

/// Opens the largest text of a stored file.
///
/// Errors: those of [`open_candidates`], and `zip-no-member` or a member's damage where a zip holds no text.
pub fn open_text(source: SharedSource) -> Result<Opened> {
    let candidates = open_candidates(source)?;
    let Some((first, others)) = candidates.texts.split_first() else {
        return Err(candidates.none_fits(ErrorKind::Binary));
    };
    Ok(Opened {
        stream: first.open()?,
        wrapping: first.wrapping.clone(),
        member: first.member().map(str::to_owned),
        other_members: others.iter().filter_map(Candidate::member).map(str::to_owned).collect(),
    })
}

/// What a stored file holds behind its compression, text or not, however much it is: for readers of records, which hold one
/// record at a time. A genome's gVCF unpacks to tens of gigabytes.
///
/// Errors: `unreadable`; what unpacking finds comes while reading.
pub fn open_unpacked(source: SharedSource) -> Result<Box<dyn ByteStream>> {
    let mut start = vec![0; SNIFF_BYTES];
    let count = source.read_at(0, &mut start)?;
    start.truncate(count);
    match sniff(&start) {
        Kind::Gzip if is_blocks(&source, &start)? => Ok(Box::new(BgzfStream::new(source))),
        Kind::Gzip => Ok(Box::new(GzipStream::new(source).without_limits())),
        Kind::Zstd => Ok(Box::new(ZstdStream::new(source).without_limits())),
        _ => Ok(Box::new(PlainStream::new(source))),
    }
}

/// Whether a stored file is BGZF.
///
/// Errors: `unreadable`.
pub fn is_bgzf(source: &SharedSource) -> Result<bool> {
    let mut start = vec![0; SNIFF_BYTES];
    let count = source.read_at(0, &mut start)?;
    start.truncate(count);
    is_blocks(source, &start)
}

fn is_blocks(source: &SharedSource, start: &[u8]) -> Result<bool> {
    let mut end = [0; 28];
    let from = source.len().saturating_sub(end.len() as u64);
    let count = source.read_at(from, &mut end)?;
    Ok(bgzf::is_bgzf(start, end.get(..count).unwrap_or_default()))
}

/// Unwraps until there is text, and keeps its beginning.
fn look_into(source: &SharedSource, member: Option<Member>) -> Result<Candidate> {
    let mut wrapping = if member.is_some() { vec![Wrapping::Zip] } else { Vec::new() };
    loop {
        let mut stream = unwrapped(source, member.as_ref(), &wrapping)?;
        let prefix = read_prefix(&mut *stream)?;
        let room = wrapping.len() < WRAPPINGS_MAX;
        match sniff(prefix.get(..SNIFF_BYTES).unwrap_or(&prefix)) {
            Kind::Gzip if room => wrapping.push(Wrapping::Gzip),
            Kind::Zstd if room => wrapping.push(Wrapping::Zstd),
            kind => {
                return match kind.refusal() {
                    Some(error) => Err(error),
                    None => Ok(Candidate { source: source.clone(), member, wrapping, prefix }),
                };
            }
        }
    }
}

/// The source or its member with these layers taken off.
fn unwrapped(source: &SharedSource, member: Option<&Member>, wrapping: &[Wrapping]) -> Result<Box<dyn ByteStream>> {
    let mut layers = wrapping.iter().filter(|layer| **layer != Wrapping::Zip).copied();
    let mut stream: Box<dyn ByteStream> = match member {
        Some(member) => zip::open_member(source.clone(), member)?,
        None => match layers.next() {
            Some(Wrapping::Gzip) => Box::new(GzipStream::new(source.clone())),
            Some(Wrapping::Zstd) => Box::new(ZstdStream::new(source.clone())),
            Some(Wrapping::Zip) | None => Box::new(PlainStream::new(source.clone())),
        },
    };
    for layer in layers {
        stream = match layer {
            Wrapping::Zstd => Box::new(ZstdStream::inside(stream)),
            _ => Box::new(GzipStream::inside(stream)),
        };
    }
    Ok(stream)
}

fn read_prefix(stream: &mut dyn ByteStream) -> Result<Vec<u8>> {
    let mut prefix = vec![0; PREFIX_BYTES];
    let mut filled = 0;
    while filled < prefix.len() {
        match stream.read(prefix.get_mut(filled..).unwrap_or_default())? {
            0 => break,
            count => filled += count,
        }
    }
    prefix.truncate(filled);
    Ok(prefix)
}

fn input_name(source: &dyn Source, member: Option<&Member>) -> String {
    match member {
        Some(member) => format!("{}:{}", source.name(), member.name),
        None => source.name().to_owned(),
    }
}

#[cfg(test)]
mod tests;
