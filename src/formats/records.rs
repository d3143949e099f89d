//! Recognises files of records by content, puts those that belong together into sets, and opens their readers.

mod indexed;
mod indexed_bgen;
mod kept;

use super::bcf::BcfReader;
use super::bgen::{self, BgenReader};
use super::plink1::BedReader;
use super::plink2::PgenReader;
use super::vcf::VcfReader;
use crate::bytes::open::{Wrapping, is_bgzf, open_unpacked};
use crate::bytes::{ByteStream, SharedSource, open_text};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::genome::{Build, Reading, RecordStream};
use std::sync::Arc;

pub use indexed::{OpenedRecords, Partly, Wanted};
pub use kept::{KEPT_BYTES_MAX, Keeping, KeptRecords};

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
        let read = || self.open_unnamed(reading).map_err(|error| error.in_input(Role::Genotypes, self.main.name()));
        kept.unwrap_or_else(read)
    }

    fn open_unnamed(&self, reading: Reading) -> Result<(Box<dyn RecordStream>, Option<Build>)> {
        let [variants, people] = self.format.needs();
        let text = |source: &Option<SharedSource>, needed: Option<(Member, &'static str)>| match (source, needed) {
            (Some(source), _) => text_of(source),
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

/// Text looked at to recognise a file.
const HEAD_BYTES: usize = 64 << 10;

/// What a file is; `None` where it is none of records.
///
/// Errors: `unreadable`, and `gzip-corrupt` or `gzip-truncated` where the first block of BGZF is damaged.
pub fn recognise(source: &SharedSource) -> Result<Option<Member>> {
    let mut raw = vec![0; HEAD_BYTES];
    let count = source.read_at(0, &mut raw)?;
    raw.truncate(count);
    if let Some(member) = by_magic(&raw) {
        return Ok(Some(member));
    }
    let mut head = raw;
    if head.starts_with(b"\x1f\x8b") || head.starts_with(b"\x28\xb5\x2f\xfd") {
        head = match unpacked_head(source) {
            Ok(text) => text,
            // The other readers would take a damaged first block for gzip with a meaning of its own.
            Err(error) if is_bgzf(source)? => return Err(error),
            Err(_) => return Ok(None),
        };
        if let Some(member) = by_magic(&head) {
            return Ok(Some(member));
        }
    }
    let told = by_text(&head);
    let named = by_name(source.name());
    // A list of people without sex or parents reads as a list of variants, too.
    Ok(match (told, named) {
        (Some(Member::Bim | Member::Fam), Some(Member::Bim | Member::Fam)) | (None, _) => named,
        _ => told,
    })
}

/// What the name of a file says that is not recognised by content: a member of a set with something wrong in it, which its
/// reader will say with the place.
fn by_name(name: &str) -> Option<Member> {
    const ENDINGS: [(&str, Member); 9] = [
        (".bed", Member::Bed),
        (".bim", Member::Bim),
        (".fam", Member::Fam),
        (".pgen", Member::Pgen),
        (".pvar", Member::Pvar),
        (".pvar.zst", Member::Pvar),
        (".psam", Member::Psam),
        (".bgen", Member::Bgen),
        (".sample", Member::BgenSamples),
    ];
    let name = name.to_ascii_lowercase();
    ENDINGS.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, member)| member)
}

/// The start of a compressed file's content, up to any damage.
///
/// Errors: damage at its very beginning.
fn unpacked_head(source: &SharedSource) -> Result<Vec<u8>> {
    let mut stream = open_unpacked(source.clone())?;
    let mut head = vec![0; HEAD_BYTES];
    let mut filled = 0;
    while filled < head.len() {
        match stream.read(head.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if filled == 0 => return Err(error),
            Err(_) => break,
        }
    }
    head.truncate(filled);
    Ok(head)
}

fn by_magic(head: &[u8]) -> Option<Member> {
    match head {
        [b'l', 0x1b, 0 | 1, ..] => Some(Member::Bed),
        // Source: PLINK 2 file format specification, the storage modes that a .pgen may begin with.
        [b'l', 0x1b, 2..=4 | 0x10 | 0x11 | 0x20 | 0x21, ..] => Some(Member::Pgen),
        [b'B', b'C', b'F', 2, ..] => Some(Member::Bcf),
        [b'T' | b'C', b'B' | b'S', b'I', 1, ..] => Some(Member::Index),
        _ if head.starts_with(b"SQLite format 3\0") => Some(Member::BgenIndex),
        _ if head.get(16..20) == Some(b"bgen") => Some(Member::Bgen),
        _ => None,
    }
}

fn by_text(head: &[u8]) -> Option<Member> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if head.starts_with(b"##fileformat=VCF") {
        return Some(if names_samples(head) == Some(false) { Member::Pvar } else { Member::Vcf });
    }
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = lines.clone().find(|line| !line.starts_with(b"##"))?;
    if first.starts_with(b"#CHROM\t") {
        return Some(if names_samples(head) == Some(true) { Member::Vcf } else { Member::Pvar });
    }
    if first.starts_with(b"#FID") || first.starts_with(b"#IID") {
        return Some(Member::Psam);
    }
    if bgen::names_columns(first) {
        return Some(Member::BgenSamples);
    }
    let rows: Vec<Vec<&[u8]>> = lines
        .by_ref()
        .take(3)
        .filter(|line| !line.is_empty())
        .map(|line| line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty()).collect())
        .collect();
    let all = |holds: fn(&[&[u8]]) -> bool| !rows.is_empty() && rows.iter().all(|row| row.len() == 6 && holds(row));
    if all(is_bim_row) {
        return Some(Member::Bim);
    }
    all(is_fam_row).then_some(Member::Fam)
}

/// Whether the `#CHROM` line goes on to FORMAT and samples; `None` where it is not in the head.
fn names_samples(head: &[u8]) -> Option<bool> {
    let line = head.split(|byte| *byte == b'\n').find(|line| line.starts_with(b"#CHROM\t"))?;
    Some(line.split(|byte| *byte == b'\t').any(|name| name.trim_ascii_end() == b"FORMAT"))
}

fn is_bim_row(row: &[&[u8]]) -> bool {
    let number = |field: &[u8]| std::str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok());
    let allele = |field: &[u8]| field.iter().all(|byte| byte.is_ascii_alphabetic() || b"0.*<>-".contains(byte));
    matches!(row, [_, _, cm, position, a, b] if number(cm) && number(position) && allele(a) && allele(b))
}

fn is_fam_row(row: &[&[u8]]) -> bool {
    matches!(row, [_, _, _, _, sex, _] if matches!(*sex, b"0" | b"1" | b"2" | b"-9"))
}

/// What was chosen: consumer files one by one, and sets of files of records.
pub enum Chosen {
    /// A file that is none of records.
    Other(SharedSource),
    /// Genotypes and what belongs to them.
    Records(RecordSet),
}

/// Puts chosen files that belong together into sets: by the same name before the ending, or as the only ones of their kind.
///
/// Errors: `unreadable`; `set-member-missing` names what a list without genotypes lacks.
pub fn group(sources: Vec<SharedSource>) -> Result<Vec<Chosen>> {
    let mut known: Vec<(SharedSource, Option<Member>)> = Vec::with_capacity(sources.len());
    for source in sources {
        let member = recognise(&source).map_err(|error| error.in_input(Role::Genotypes, source.name()))?;
        known.push((source, member));
    }
    let genotypes = known.iter().filter(|(_, member)| member.is_some_and(Member::has_genotypes)).count();
    let beside = |main: &SharedSource, kind: Member| -> Option<SharedSource> {
        let fitting = || known.iter().filter(|(_, member)| *member == Some(kind)).map(|(source, _)| source);
        let same_name = fitting().find(|source| stem(source.name()) == stem(main.name()));
        let only = || fitting().next().filter(|_| genotypes == 1 && fitting().count() == 1);
        same_name.or_else(only).cloned()
    };
    // One list often serves the files of all chromosomes.
    let sample_lists = || known.iter().filter(|(_, member)| *member == Some(Member::BgenSamples));
    let only_list = || sample_lists().next().filter(|_| sample_lists().count() == 1).map(|(list, _)| list.clone());
    let bgen_people = |main: &SharedSource| beside(main, Member::BgenSamples).or_else(only_list);
    let mut chosen = Vec::new();
    for (source, member) in &known {
        match member {
            None => chosen.push(Chosen::Other(source.clone())),
            Some(format) if format.has_genotypes() => {
                let [variants, people] = format.needs().map(|need| need.and_then(|(kind, _)| beside(source, kind)));
                let people = people.or_else(|| bgen_people(source).filter(|_| *format == Member::Bgen));
                let of_it = |index: &&SharedSource| is_named_after(index.name(), source.name());
                let index = format.index().and_then(|kind| {
                    let indexes = known.iter().filter(|(_, member)| *member == Some(kind)).map(|(index, _)| index);
                    indexes.clone().find(of_it).cloned().or_else(|| beside(source, kind))
                });
                let (format, main) = (*format, source.clone());
                chosen.push(Chosen::Records(RecordSet { format, main, variants, people, index, kept: None }));
            }
            Some(lone) => {
                let (genotypes, ending) = match lone {
                    Member::Bim | Member::Fam => (Member::Bed, ".bed"),
                    Member::Pvar | Member::Psam => (Member::Pgen, ".pgen"),
                    Member::BgenSamples => (Member::Bgen, ".bgen"),
                    _ => continue,
                };
                if !known.iter().any(|(_, member)| *member == Some(genotypes)) {
                    let error = Error::new(ErrorKind::SetMemberMissing { member: ending });
                    return Err(error.in_input(Role::Genotypes, source.name()));
                }
            }
        }
    }
    Ok(chosen)
}

/// Whether an index has the name that tabix, bcftools and bgenix give it.
fn is_named_after(index: &str, file: &str) -> bool {
    [".tbi", ".csi", ".bgi"].iter().any(|ending| index.strip_suffix(ending) == Some(file))
}

/// A file's name without folders and the endings of its format.
pub fn stem(name: &str) -> &str {
    const ENDINGS: [&str; 18] = [
        ".gz", ".bgz", ".zst", ".vcf", ".bcf", ".bed", ".bim", ".fam", ".pgen", ".pvar", ".psam", ".bgen", ".sample",
        ".tbi", ".csi", ".bgi", ".g", ".genome",
    ];
    let mut name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    while let Some(shorter) =
        ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| !rest.is_empty())
    {
        name = shorter;
    }
    name
}

#[cfg(test)]
mod tests;
