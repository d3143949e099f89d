//! Opens genotypes to train on: which variants there are, and their columns at two bits a sample.

use super::columns_of_file::{FileColumns, Genotypes, Spool};
use super::options::TrainArgs;
use crate::folder::open_paths;
use crate::pack_calibration::with_set;
use crate::printed::name_of;
use std::collections::HashSet;
use std::path::PathBuf;
use tallele::error::{Error, ErrorKind, Result, Role, TrainingKind};
use tallele::finding::{Finding, Severity};
use tallele::formats::records::{Chosen, Member, RecordSet, group};
use tallele::genome::{Build, Calls, PackedCalls, Reading, Record, RecordStream, Sample, Site};
use tallele::training::{Columns, PackedColumns};

/// Most bytes of a temporary file of columns: 500,000 people at 8 million variants.
const SPOOL_BYTES_MAX: u64 = 1 << 40;
/// Autosomes have these indices.
const AUTOSOMES: u8 = 22;

/// A variant whose effect allele is counted.
pub struct Variant {
    /// As the file calls it, or by its place and alleles.
    pub name: String,
    /// The rsID, where it has one.
    pub rsid: Option<u32>,
    /// Where it is.
    pub site: Site,
    /// ALT, of PLINK 1 A1.
    pub effect: String,
    /// REF, of PLINK 1 A2.
    pub other: String,
}

/// Genotypes with all that is known of them.
pub struct Opened {
    /// The people.
    pub samples: Vec<Sample>,
    /// A variant for each column.
    pub variants: Vec<Variant>,
    /// The columns.
    pub columns: Genotypes,
    /// The build that a header names.
    pub build: Option<Build>,
    /// What was left out.
    pub findings: Vec<Finding>,
    /// The files that were read, those that belong to a set too.
    pub paths: Vec<PathBuf>,
}

/// What is left out, counted.
#[derive(Default)]
struct LeftOut {
    elsewhere: u64,
    alleles: u64,
    repeated: u64,
}

/// Opens them. Large ones of another format than .bed are written to a temporary file in the folder of the results.
///
/// Errors: those of the readers; `training-samples-differ`, `training-too-many-genotypes`, `unwritable`.
pub fn open(args: &TrainArgs) -> Result<Opened> {
    let paths: Vec<PathBuf> = args.genotypes.iter().flat_map(|path| with_set(path)).collect();
    let limit_bytes = args.memory << 20;
    let mut sets = Vec::new();
    for chosen in group(open_paths(&paths)?)? {
        match chosen {
            Chosen::Records(set) => sets.push(set),
            Chosen::Other(source) => {
                let kind = ErrorKind::StorageUnsupported { what: "no file of many people" };
                return Err(Error::new(kind).in_input(Role::Genotypes, source.name()));
            }
        }
    }
    let mut variants = Vec::new();
    let (mut left_out, mut seen) = (LeftOut::default(), HashSet::new());
    let (mut samples, mut build, mut findings): (Vec<Sample>, Option<Build>, Vec<Finding>) =
        (Vec::new(), None, Vec::new());
    let mut columns = None;
    for (at, set) in sets.iter().enumerate() {
        let (mut stream, of_header) = set.open(Reading::default())?;
        build = build.or(of_header);
        if at > 0 && !is_same(&samples, stream.samples()) {
            return Err(Error::from(TrainingKind::SamplesDiffer).in_input(Role::Genotypes, set.main.name()));
        }
        samples = stream.samples().to_vec();
        if let (1, Some(numbers)) =
            (sets.len(), list_bed(set, &paths, &mut *stream, &mut variants, &mut left_out, &mut seen)?)
        {
            let path = paths.iter().find(|path| name_of(path) == set.main.name()).cloned().unwrap_or_default();
            let file = FileColumns::bed(&path, samples.len(), numbers)?;
            columns = Some(held(file, limit_bytes)?);
            findings.extend(stream.findings());
            break;
        }
        // Begun again, as listing has read it to its end.
        let (mut stream, _) = set.open(Reading::default())?;
        let spool = spool_of(&mut columns, samples.len(), limit_bytes, args)?;
        let take = spool_records(&mut *stream, spool, &mut variants, &mut left_out, &mut seen);
        take.map_err(|error| error.in_input(Role::Genotypes, set.main.name()))?;
        findings.extend(stream.findings());
    }
    findings.extend(left_out.findings());
    let columns = match columns {
        Some(Held::Columns(columns)) => columns,
        Some(Held::Spool(spool)) => spool.finish()?,
        None => return Err(TrainingKind::NoVariants.into()),
    };
    Ok(Opened { samples, variants, columns, build, findings, paths })
}

enum Held {
    Columns(Genotypes),
    Spool(Box<Spool>),
}

fn held(file: FileColumns, limit_bytes: u64) -> Result<Held> {
    let stride_bytes = 8 * file.samples().div_ceil(32) as u64;
    if file.columns() as u64 * stride_bytes > limit_bytes {
        return Ok(Held::Columns(Genotypes::File(file)));
    }
    let all: Vec<u32> = (0..file.columns() as u32).collect();
    Ok(Held::Columns(Genotypes::Memory(PackedColumns::gather(&file, &all)?)))
}

fn spool_of<'a>(
    held: &'a mut Option<Held>,
    samples: usize,
    limit_bytes: u64,
    args: &TrainArgs,
) -> Result<&'a mut Spool> {
    let make = || Held::Spool(Box::new(Spool::new(samples, limit_bytes, args.out.join("genotypes.2bit"))));
    match held.get_or_insert_with(make) {
        Held::Spool(spool) => Ok(spool),
        Held::Columns(_) => Err(ErrorKind::Internal { what: "only a single set is read where it lies" }.into()),
    }
}

fn is_same(one: &[Sample], other: &[Sample]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.id == other.id)
}

/// Lists the variants of a .bed whose columns can be read where they lie, with the numbers of their columns. `None` for anything
/// else, nothing being listed.
fn list_bed(
    set: &RecordSet,
    paths: &[PathBuf],
    stream: &mut dyn RecordStream,
    variants: &mut Vec<Variant>,
    left_out: &mut LeftOut,
    seen: &mut HashSet<(u64, String, String)>,
) -> Result<Option<Vec<u32>>> {
    let mut magic = [0; 3];
    let is_by_variant = set.format == Member::Bed && set.main.read_at(0, &mut magic)? == 3 && magic[2] == 1;
    if !is_by_variant {
        return Ok(None);
    }
    let in_file = (set.main.len() - 3) / stream.samples().len().div_ceil(4).max(1) as u64;
    let names = names_of_bim(set, paths, in_file);
    let (mut listed, mut numbers, mut counted) = (Vec::new(), Vec::new(), LeftOut::default());
    let mut own = seen.clone();
    let (mut record, mut at) = (Record::default(), 0_u32);
    while stream.next_record(&mut record)? {
        if let Some(mut variant) = variant_of(&record, 1, &mut counted, &mut own) {
            if let Some(name) =
                names.as_ref().and_then(|names| names.get(at as usize)).filter(|name| name.as_str() != ".")
            {
                variant.name.clone_from(name);
            }
            listed.push(variant);
            numbers.push(at);
        }
        at += 1;
    }
    // Records that the reader passes over would move the columns.
    if u64::from(at) != in_file {
        return Ok(None);
    }
    variants.extend(listed);
    (*left_out, *seen) = (counted, own);
    Ok(Some(numbers))
}

/// The names that a .bim has, where it has as many lines as there are variants.
fn names_of_bim(set: &RecordSet, paths: &[PathBuf], variants: u64) -> Option<Vec<String>> {
    let list = set.variants.as_ref()?;
    let text = std::fs::read_to_string(paths.iter().find(|path| name_of(path) == list.name())?).ok()?;
    let name = |line: &str| line.split_whitespace().nth(1).unwrap_or(".").to_owned();
    let names: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(name).collect();
    (names.len() as u64 == variants).then_some(names)
}

fn variant_of(
    record: &Record,
    alt: usize,
    left_out: &mut LeftOut,
    seen: &mut HashSet<(u64, String, String)>,
) -> Option<Variant> {
    let site = record.site;
    if !site.chromosome().is_some_and(|chromosome| (1..=AUTOSOMES).contains(&chromosome.index())) {
        left_out.elsewhere += 1;
        return None;
    }
    if !record.is_sequence(0) || !record.is_sequence(alt) {
        left_out.alleles += 1;
        return None;
    }
    let text = |index: usize| String::from_utf8_lossy(record.allele(index)).into_owned();
    let (other, effect) = (text(0), text(alt));
    if !seen.insert((site.key(), other.clone(), effect.clone())) {
        left_out.repeated += 1;
        return None;
    }
    let rsid = record.id.is_some().then(|| record.id.number());
    let name = match rsid {
        Some(number) if record.alleles() == 2 => format!("rs{number}"),
        _ => format!("{site}:{other}:{effect}"),
    };
    Some(Variant { name, rsid, site, effect, other })
}

/// Takes every ALT of every record as a column of its own.
fn spool_records(
    stream: &mut dyn RecordStream,
    spool: &mut Spool,
    variants: &mut Vec<Variant>,
    left_out: &mut LeftOut,
    seen: &mut HashSet<(u64, String, String)>,
) -> Result<()> {
    let samples = stream.samples().len();
    let (mut record, mut calls, mut packed) = (Record::default(), Calls::default(), PackedCalls::default());
    while stream.next_record(&mut record)? {
        let of_record: Vec<(usize, Variant)> = (1..record.alleles())
            .filter_map(|alt| variant_of(&record, alt, left_out, seen).map(|variant| (alt, variant)))
            .collect();
        if of_record.is_empty() {
            continue;
        }
        if variants.len() as u64 * samples.div_ceil(4) as u64 > SPOOL_BYTES_MAX {
            return Err(TrainingKind::TooManyGenotypes { limit_bytes: SPOOL_BYTES_MAX }.into());
        }
        let is_packed = stream.read_packed(&mut packed)?;
        if !is_packed {
            stream.read_calls(&mut calls)?;
        }
        for (alt, variant) in of_record {
            if !is_packed {
                pack(&calls, samples, alt, &mut packed);
            }
            spool.push(&packed)?;
            variants.push(variant);
        }
    }
    Ok(())
}

/// Hard calls of two copies; any other is missing.
fn pack(calls: &Calls, samples: usize, alt: usize, packed: &mut PackedCalls) {
    let allele = u8::try_from(alt).unwrap_or(Calls::MISSING);
    let code = |sample: usize| match calls.hard_copies(sample, allele) {
        Some((copies, 2)) => copies,
        _ => PackedCalls::MISSING,
    };
    let byte = |four: usize| {
        (0..4).filter(|at| 4 * four + at < samples).fold(0, |byte, at| byte | code(4 * four + at) << (2 * at))
    };
    packed.set(samples, &(0..samples.div_ceil(4)).map(byte).collect::<Vec<u8>>());
}

impl LeftOut {
    fn findings(&self) -> Vec<Finding> {
        let rows = [
            ("training-not-autosomal", self.elsewhere, "variants are not on chromosomes 1 to 22 and were left out."),
            (
                "training-alleles",
                self.alleles,
                "variants have alleles that are not made of A, C, G and T and were left out.",
            ),
            (
                "training-repeated",
                self.repeated,
                "variants were listed before with the same place and alleles and were left out.",
            ),
        ];
        let of = |(code, count, text): (&'static str, u64, &str)| {
            (count > 0).then(|| Finding::new(code, Severity::Note, count, format!("{count} {text}")))
        };
        rows.into_iter().filter_map(of).collect()
    }
}
