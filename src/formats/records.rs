//! Recognises files of records by content, puts those that belong together into sets, and opens their readers.

mod group;
mod indexed;
mod indexed_bgen;
mod kept;
mod recognise;

use super::bcf::BcfReader;
use super::bgen::{self, BgenReader};
use super::plink1::BedReader;
use super::plink2::PgenReader;
use super::vcf::VcfReader;
use crate::bytes::open::{Wrapping, is_bgzf, open_unpacked};
use crate::bytes::{ByteStream, SharedSource, open_text};
use crate::error::{ErrorKind, Result, Role};
use crate::genome::{Build, Reading, RecordStream};
use std::sync::Arc;

pub use group::{Chosen, group, stem};
pub use indexed::{OpenedRecords, Partly, Wanted};
pub use kept::{KEPT_BYTES_MAX, Keeping, KeptRecords};
pub use recognise::recognise;

/// What a file of records, or one that belongs to such a file, is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Member {
    /// VCF text.
    Vcf,
    /// BCF 2.
    Bcf,
    /// PLINK 1 genotypes.
    Bed,
    /// PLINK 1 variants.
    Bim,
    /// PLINK 1 samples.
    Fam,
    /// PLINK 2 genotypes.
    Pgen,
    /// PLINK 2 variants.
    Pvar,
    /// PLINK 2 samples.
    Psam,
    /// BGEN genotypes.
    Bgen,
    /// BGEN samples.
    BgenSamples,
    /// An index of a VCF or BCF.
    Index,
    /// An index of BGEN.
    BgenIndex,
}

impl Member {
    /// The stable code of the format, and its name for people.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Vcf => ("vcf", "VCF"),
            Self::Bcf => ("bcf", "BCF"),
            Self::Bed | Self::Bim | Self::Fam => ("plink1", "PLINK 1"),
            Self::Pgen | Self::Pvar | Self::Psam => ("plink2", "PLINK 2"),
            Self::Bgen | Self::BgenSamples => ("bgen", "BGEN"),
            Self::Index | Self::BgenIndex => ("index", "an index"),
        }
    }

    /// The genotypes of a format, by its stable code.
    pub fn of_genotypes(code: &str) -> Option<Self> {
        [Self::Vcf, Self::Bcf, Self::Bed, Self::Pgen, Self::Bgen].into_iter().find(|kind| kind.names().0 == code)
    }

    /// What the genotypes of this kind need beside them: the list of variants and the list of samples.
    fn needs(self) -> [Option<(Self, &'static str)>; 2] {
        match self {
            Self::Bed => [Some((Self::Bim, ".bim")), Some((Self::Fam, ".fam"))],
            Self::Pgen => [Some((Self::Pvar, ".pvar")), Some((Self::Psam, ".psam"))],
            _ => [None, None],
        }
    }

    /// What says where in genotypes of this kind each place is.
    fn index(self) -> Option<Self> {
        match self {
            Self::Vcf | Self::Bcf => Some(Self::Index),
            Self::Bgen => Some(Self::BgenIndex),
            _ => None,
        }
    }

    fn has_genotypes(self) -> bool {
        matches!(self, Self::Vcf | Self::Bcf | Self::Bed | Self::Pgen | Self::Bgen)
    }
}

/// Genotypes with the files that belong to them.
#[derive(Clone)]
pub struct RecordSet {
    /// What the genotypes are.
    pub format: Member,
    /// The genotypes.
    pub main: SharedSource,
    /// `.bim` or `.pvar`.
    pub variants: Option<SharedSource>,
    /// `.fam`, `.psam` or `.sample`.
    pub people: Option<SharedSource>,
    /// `.tbi`, `.csi` or `.bgi`, which says where in the genotypes each place is.
    pub index: Option<SharedSource>,
    /// What reading the genotypes gave, of a single sample.
    pub kept: Option<Arc<KeptRecords>>,
}

impl RecordSet {
    /// The files that its records are of; an index says nothing of them.
    pub fn sources(&self) -> impl Iterator<Item = &SharedSource> {
        std::iter::once(&self.main).chain(&self.variants).chain(&self.people)
    }

    /// Whether a program that wrote it may have left out places where everybody has REF twice. PLINK's and BGEN's sets list what
    /// they hold, as arrays do.
    pub fn can_leave_out_reference(&self) -> bool {
        matches!(self.format, Member::Vcf | Member::Bcf)
    }

    fn list_names(&self) -> [String; 2] {
        [&self.variants, &self.people].map(|list| list.as_ref().map_or(String::new(), |list| list.name().to_owned()))
    }

    /// Opens the reader. Answers with it and the build that the header speaks of.
    ///
    /// Errors: `set-member-missing`, and what the readers find at the start of their files.
    pub fn open(&self, reading: Reading) -> Result<(Box<dyn RecordStream>, Option<Build>)> {
        let kept = self.kept.as_ref().and_then(|kept| kept.open(reading, None)).map(Ok);
        let read = || {
            let opened = self.open_unnamed(reading).and_then(with_samples);
            opened.map_err(|error| error.in_input(Role::Genotypes, self.main.name()))
        };
        kept.unwrap_or_else(read)
    }

    fn open_unnamed(&self, reading: Reading) -> Result<(Box<dyn RecordStream>, Option<Build>)> {
        let [variants, people] = self.format.needs();
        let text = |source: &Option<SharedSource>, needed: Option<(Member, &'static str)>| match (source, needed) {
            (Some(source), _) => text_of(source).map_err(|error| error.in_input(Role::Genotypes, source.name())),
            (None, Some((_, member))) => Err(ErrorKind::SetMemberMissing { member }.into()),
            (None, None) => Err(ErrorKind::Internal { what: "a set asks for members it needs" }.into()),
        };
        match self.format {
            Member::Bed => {
                let lists = [text(&self.variants, variants)?, text(&self.people, people)?];
                let reader = BedReader::with_names(self.main.clone(), lists, self.list_names())?;
                let build = reader.header_build();
                Ok((Box::new(reader), build))
            }
            Member::Pgen => {
                let lists = [text(&self.variants, variants)?, text(&self.people, people)?];
                let reader = PgenReader::with_names(self.main.clone(), lists, self.list_names(), reading)?;
                let build = reader.header_build();
                Ok((Box::new(reader), build))
            }
            Member::Vcf => {
                let reader = VcfReader::new(text_of(&self.main)?, reading)?;
                let build = reader.header_build();
                Ok((Box::new(reader), build))
            }
            Member::Bcf => {
                let reader = BcfReader::new(open_unpacked(self.main.clone())?, reading)?;
                let build = reader.header_build();
                Ok((Box::new(reader), build))
            }
            Member::Bgen => Ok((Box::new(self.open_bgen(reading)?), None)),
            other => Err(ErrorKind::OtherKind { what: other.names().1 }.into()),
        }
    }

    fn open_bgen(&self, reading: Reading) -> Result<BgenReader> {
        let read = |list: &SharedSource| {
            let samples = text_of(list).and_then(bgen::read_sample_file);
            samples.map_err(|error| error.in_input(Role::Genotypes, list.name()))
        };
        BgenReader::new(self.main.clone(), self.people.as_ref().map(read).transpose()?, reading)
    }
}

/// Refuses lists of places alone, as VCF and BCF may be.
fn with_samples(opened: (Box<dyn RecordStream>, Option<Build>)) -> Result<(Box<dyn RecordStream>, Option<Build>)> {
    match opened.0.samples().is_empty() {
        true => Err(ErrorKind::HeaderCorrupt { what: "it names no samples, so the file has no genotypes" }.into()),
        false => Ok(opened),
    }
}

/// The text of a file: of a zip the largest, else what is behind its compression.
fn text_of(source: &SharedSource) -> Result<Box<dyn ByteStream>> {
    if is_bgzf(source)? {
        return open_unpacked(source.clone());
    }
    // Says what is wrong with a file that is no text.
    let opened = open_text(source.clone())?;
    if opened.wrapping.contains(&Wrapping::Zip) || opened.wrapping.len() > 1 {
        return Ok(opened.stream);
    }
    open_unpacked(source.clone())
}

#[cfg(test)]
mod tests;
