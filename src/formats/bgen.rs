//! Reads BGEN 1.1, 1.2 and 1.3: places and alleles variant by variant, and samples' probabilities only where somebody asks.
//!
//! Source: BGEN 1.3 specification (www.chg.ox.ac.uk/~gav/bgen_format).

mod bgi;
mod bits;
mod call;
mod counts;
mod field;
mod header;
mod layout_one;
mod probabilities;
mod row;
mod sample_file;
mod sqlite;
mod unpack;
mod variant;

pub use bgi::{BgenIndex, Indexed};
pub use sample_file::{names_columns, read_sample_file};

use super::plink2::window::Window;
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Finding;
use crate::genome::{Calls, Reading, Record, RecordStream, Sample};
use counts::Counts;
use field::Field;
use header::{Header, Layout};
use unpack::Unpacker;
use variant::Variant;

/// Reads a file variant by variant; genotypes that nobody asks for are passed over unread.
///
/// The format does not say which allele is REF; the first is taken for it, as under PLINK 2's `ref-first`. It has no hard calls
/// either: a genotype of probability 1 is the call, exactly, so that a file made of hard calls gives what they give; elsewhere the
/// expected copies are the dosage, and the call beside them is that of PLINK 2 (`--hard-call-threshold 0.1`).
pub struct BgenReader {
    window: Window,
    header: Header,
    samples: Vec<Sample>,
    reading: Reading,
    counts: Counts,
    unpacker: Unpacker,
    /// Offset of the next variant.
    next: u64,
    /// Variants that are left by the header's count; `None` after a jump.
    left: Option<u32>,
    current: Option<Variant>,
}

impl BgenReader {
    /// Opens a file. `people` are those of the `.sample` file beside it; without it the file's own identifiers count, and where
    /// it has none either, names are made up.
    ///
    /// Errors: `header-corrupt`, `storage-unsupported`, `file-truncated`, `no-rows`, `too-many-rows`, `set-disagrees`; where names
    /// are made up, what is wrong with the first variant.
    pub fn new(bgen: SharedSource, people: Option<Vec<Sample>>, reading: Reading) -> Result<Self> {
        let name = bgen.name().to_owned();
        Self::open(bgen, people, reading).map_err(|error| error.in_input(Role::Genotypes, &name))
    }

    fn open(bgen: SharedSource, people: Option<Vec<Sample>>, reading: Reading) -> Result<Self> {
        let mut window = Window::new(bgen);
        if matches!(window.get(0, 4)?, b"\x28\xb5\x2f\xfd" | [0x1f, 0x8b, ..]) {
            return Err(ErrorKind::StorageUnsupported { what: "a BGEN file that is packed as a whole" }.into());
        }
        let mut header = Header::read(&mut window)?;
        let ids = header.ids.take();
        let (next, left) = (header.first_variant, Some(header.variants));
        let mut reader = Self {
            window,
            header,
            samples: Vec::new(),
            reading,
            counts: Counts::default(),
            unpacker: Unpacker::new(),
            next,
            left,
            current: None,
        };
        reader.samples = match (people, ids) {
            (Some(people), ids) => {
                let (expected, found) = (people.len() as u64, u64::from(reader.header.samples));
                if expected != found {
                    return Err(ErrorKind::SetDisagrees { what: "samples", expected, found }.into());
                }
                let differs = |(person, id): &(&Sample, &String)| !is_named(person, id);
                reader.counts.other_names = people.iter().zip(ids.iter().flatten()).filter(differs).count() as u64;
                people
            }
            (None, Some(ids)) => ids.into_iter().map(|id| Sample { id, ..Sample::default() }).collect(),
            (None, None) => {
                reader.check_first_variant()?;
                reader.counts.made_up_names = u64::from(reader.header.samples);
                let name = |number| Sample { id: format!("sample_{number}"), ..Sample::default() };
                (1..=reader.header.samples).map(name).collect()
            }
        };
        Ok(reader)
    }

    /// Reads the first variant's calls, so that a false number of samples makes up no names.
    fn check_first_variant(&mut self) -> Result<()> {
        let (mut record, mut counts) = (Record::default(), Counts::default());
        let (variant, _) =
            Variant::read(&mut self.window, &self.header, self.header.first_variant, &mut record, &mut counts)?;
        self.read_variant_calls(&variant, &mut Calls::default())?;
        self.counts = Counts::default();
        Ok(())
    }

    /// Goes on with the variant that begins at this offset, as an index gives it.
    ///
    /// Errors: `header-corrupt` for an offset before the first variant.
    pub fn seek_to(&mut self, offset: u64) -> Result<()> {
        if offset < self.header.first_variant || offset > self.window.file_bytes() {
            let what = "the index names a place that is not among the variants";
            return Err(Error::new(ErrorKind::HeaderCorrupt { what })
                .at_byte(offset)
                .in_input(Role::Genotypes, self.window.name()));
        }
        self.next = offset;
        self.left = None;
        self.current = None;
        Ok(())
    }

    /// Reads the variant that begins at this offset: whether it is to be used, and its bytes. [`RecordStream::next_record`] goes on
    /// behind it.
    ///
    /// Errors: those of [`Self::seek_to`] and of a variant.
    pub fn read_at(&mut self, offset: u64, record: &mut Record) -> Result<(bool, u64)> {
        self.seek_to(offset)?;
        self.current = self.advance(record).map_err(|error| self.in_file(error))?;
        Ok((self.current.is_some(), self.next - offset))
    }

    /// Whether the variants are at their end.
    ///
    /// Errors: `header-corrupt` where the file goes on.
    fn is_over(&self) -> Result<bool> {
        let bytes = self.window.file_bytes();
        match self.left {
            Some(0) if self.next < bytes => {
                let what = "it counts fewer variants than the file holds";
                Err(Error::new(ErrorKind::HeaderCorrupt { what }).at_byte(8))
            }
            Some(left) => Ok(left == 0),
            None => Ok(self.next == bytes),
        }
    }

    /// The next variant, if it is to be used.
    fn advance(&mut self, record: &mut Record) -> Result<Option<Variant>> {
        let Self { window, header, counts, .. } = self;
        let (variant, is_used) = Variant::read(window, header, self.next, record, counts)?;
        self.next = variant.end;
        self.left = self.left.map(|left| left.saturating_sub(1));
        counts.records += u64::from(is_used);
        Ok(is_used.then_some(variant))
    }

    fn read_variant_calls(&mut self, variant: &Variant, calls: &mut Calls) -> Result<()> {
        let Self { window, header, unpacker, counts, .. } = self;
        let corrupt = |what| Error::new(ErrorKind::RecordCorrupt { what }).at_byte(variant.start);
        let stored = window.get(variant.genotypes, variant.stored)?;
        let block = unpacker.unpack(header.packing, stored, variant.unpacked).map_err(corrupt)?;
        let samples = header.samples as usize;
        match header.layout {
            Layout::One => layout_one::read_calls(block, samples, calls, counts),
            Layout::Two => {
                probabilities::read_calls(block, samples, variant.alleles, calls, counts).map_err(corrupt)?;
            }
        }
        Ok(())
    }

    fn in_file(&self, error: Error) -> Error {
        error.in_input(Role::Genotypes, self.window.name())
    }
}

/// Whether a person of the list is who the file names: PLINK 2 joins family and id.
fn is_named(person: &Sample, id: &str) -> bool {
    let family = person.family.as_deref();
    person.id == id
        || family == Some(id)
        || family.and_then(|family| id.strip_prefix(family)?.strip_prefix('_')) == Some(person.id.as_str())
}

impl RecordStream for BgenReader {
    fn samples(&self) -> &[Sample] {
        &self.samples
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.current = None;
        while !self.is_over().map_err(|error| self.in_file(error))? {
            self.current = self.advance(record).map_err(|error| self.in_file(error))?;
            if self.current.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        let Some(variant) = self.current else {
            return Err(ErrorKind::Internal { what: "calls are read of a record" }.into());
        };
        self.read_variant_calls(&variant, calls).map_err(|error| self.in_file(error))
    }

    fn bytes_done(&self) -> u64 {
        self.next.min(self.window.file_bytes())
    }

    fn findings(&self) -> Vec<Finding> {
        self.counts.findings(&self.reading)
    }
}

#[cfg(test)]
mod tests;
