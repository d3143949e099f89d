//! Reads PLINK 1 sets: the genotypes of a `.bed` beside the variants of its `.bim` and the people of its `.fam`.
//!
//! Source: PLINK 1.9 file format reference (.bed, .bim, .fam). By PLINK 2's convention A2 is REF and A1 is ALT.

mod sample_major;

use super::plink2::{PgenReader, sibling};
use crate::bytes::source::SharedSource;
use crate::bytes::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Finding;
use crate::genome::{Build, Calls, PackedCalls, Reading, Record, RecordStream, Sample};
use sample_major::SampleMajor;

pub use sample_major::SAMPLE_MAJOR_BYTES_MAX;

/// Reads a set variant by variant; a variant that nobody asks for costs its line of the list and no genotypes.
///
/// A2 is taken for REF and A1 for ALT, but the format does not promise it: PLINK 1 swaps them so that A1 is the rarer one. An
/// allele `0` is none: without A1 a record has REF only, without A2 its REF is `N`. A haploid call is two equal alleles.
pub struct BedReader {
    order: Order,
}

enum Order {
    Variants(Box<PgenReader>),
    Samples(Box<SampleMajor>),
}

impl BedReader {
    /// Opens a set. The list of samples is held, that of variants is read alongside the genotypes.
    ///
    /// Errors: `header-corrupt`, `storage-unsupported`, `file-truncated`, `set-disagrees`, `no-rows`, those of the lists.
    pub fn new(bed: SharedSource, bim: Box<dyn ByteStream>, fam: Box<dyn ByteStream>) -> Result<Self> {
        let names = [sibling(bed.name(), ".bim"), sibling(bed.name(), ".fam")];
        Self::with_names(bed, [bim, fam], names)
    }

    /// The same, where errors call the lists of variants and of samples by these names.
    pub(super) fn with_names(bed: SharedSource, lists: [Box<dyn ByteStream>; 2], names: [String; 2]) -> Result<Self> {
        let is_sample_major = check_magic(&bed).map_err(|error| error.in_input(Role::Genotypes, bed.name()))?;
        let order = match is_sample_major {
            true => Order::Samples(Box::new(SampleMajor::new(bed, lists, names)?)),
            false => Order::Variants(Box::new(PgenReader::with_names(bed, lists, names, Reading::default())?)),
        };
        Ok(Self { order })
    }

    /// Always `false`: REF is provisional, and may be ALT in truth.
    pub fn ref_is_certain(&self) -> bool {
        false
    }

    /// The build, where the list of variants has a header that names it; `.bim` files have none.
    pub fn header_build(&self) -> Option<Build> {
        match &self.order {
            Order::Variants(reader) => reader.header_build(),
            Order::Samples(reader) => reader.header_build(),
        }
    }

    fn stream(&self) -> &dyn RecordStream {
        match &self.order {
            Order::Variants(reader) => &**reader,
            Order::Samples(reader) => &**reader,
        }
    }

    fn stream_mut(&mut self) -> &mut dyn RecordStream {
        match &mut self.order {
            Order::Variants(reader) => &mut **reader,
            Order::Samples(reader) => &mut **reader,
        }
    }
}

/// Whether the file has the genotypes of one sample after the other.
fn check_magic(bed: &SharedSource) -> Result<bool> {
    let mut magic = [0; 3];
    let mut filled = 0;
    while let Some(out @ [_, ..]) = magic.get_mut(filled..) {
        match bed.read_at(filled as u64, out)? {
            0 => return Err(Error::new(ErrorKind::FileTruncated).at_byte(filled as u64)),
            count => filled += count,
        }
    }
    let (what, byte) = match magic {
        [0x6c, 0x1b, mode @ 0..=1] => return Ok(mode == 0),
        [0x6c, 0x1b, _] => ("its third byte names no order of genotypes", 2),
        _ => ("it does not begin with PLINK's magic number", 0),
    };
    Err(Error::new(ErrorKind::HeaderCorrupt { what }).at_byte(byte))
}

impl RecordStream for BedReader {
    fn samples(&self) -> &[Sample] {
        self.stream().samples()
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.stream_mut().next_record(record)
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        self.stream_mut().read_calls(calls)
    }

    fn read_packed(&mut self, packed: &mut PackedCalls) -> Result<bool> {
        self.stream_mut().read_packed(packed)
    }

    fn bytes_done(&self) -> u64 {
        self.stream().bytes_done()
    }

    fn findings(&self) -> Vec<Finding> {
        self.stream().findings()
    }
}

#[cfg(test)]
mod tests;
