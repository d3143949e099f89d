//! Reads a `.bed` that has one sample's genotypes after the other's, as old programs wrote; it is held whole.

use crate::bytes::source::SharedSource;
use crate::bytes::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Finding;
use crate::formats::plink2::sample_list::read_samples;
use crate::formats::plink2::variant_list::VariantList;
use crate::formats::plink2::window::Window;
use crate::formats::plink2::{drop_unnamed, packed, unnamed_finding};
use crate::genome::{Build, Calls, PackedCalls, Record, RecordStream, Sample};

/// Most bytes of a sample-major file, which must be held whole; `plink --make-bed` turns a larger one round.
pub const SAMPLE_MAJOR_BYTES_MAX: u64 = 64 << 20;

const MAGIC_BYTES: usize = 3;

/// A sample-major file in memory.
pub(super) struct SampleMajor {
    name: String,
    list_name: String,
    bytes: Vec<u8>,
    /// Bytes of one sample.
    row: usize,
    list: VariantList,
    samples: Vec<Sample>,
    /// Index and ALTs of the record given last.
    current: Option<(usize, usize)>,
    genotypes: Vec<u8>,
    packed: PackedCalls,
    unnamed_alleles: u64,
}

impl SampleMajor {
    /// Reads the whole file behind a magic number that was looked at.
    pub(super) fn new(
        bed: SharedSource,
        [bim, fam]: [Box<dyn ByteStream>; 2],
        [list_name, samples_name]: [String; 2],
    ) -> Result<Self> {
        let name = bed.name().to_owned();
        let samples = read_samples(fam).map_err(|error| error.in_input(Role::Genotypes, &samples_name))?;
        let list = VariantList::new(bim).map_err(|error| error.in_input(Role::Genotypes, &list_name))?;
        let bytes = read_whole(bed, samples.len()).map_err(|error| error.in_input(Role::Genotypes, &name))?;
        let row = (bytes.len() - MAGIC_BYTES.min(bytes.len())) / samples.len().max(1);
        Ok(Self {
            name,
            list_name,
            bytes,
            row,
            list,
            samples,
            current: None,
            genotypes: Vec::new(),
            packed: PackedCalls::default(),
            unnamed_alleles: 0,
        })
    }

    pub(super) fn header_build(&self) -> Option<Build> {
        self.list.build()
    }

    /// Puts the genotypes of one variant side by side.
    fn gather(&mut self, index: usize) {
        let Self { bytes, row, samples, genotypes, packed, .. } = self;
        genotypes.clear();
        genotypes.resize(samples.len().div_ceil(4), 0);
        let rows = bytes.get(MAGIC_BYTES..).unwrap_or_default().chunks_exact((*row).max(1));
        for (sample, row) in rows.enumerate() {
            let byte = row.get(index / 4).copied().unwrap_or_default();
            if let Some(to) = genotypes.get_mut(sample / 4) {
                *to |= (byte >> (2 * (index % 4)) & 3) << (2 * (sample % 4));
            }
        }
        packed::from_plink1(genotypes);
        packed.set(samples.len(), genotypes);
    }

    /// The list has as many variants as a row has room for, up to three fewer.
    fn check_end(&self, rows: u64) -> Result<()> {
        let room = self.row as u64;
        if rows.div_ceil(4) == room {
            return Ok(());
        }
        let kind = ErrorKind::SetDisagrees { what: "variants", expected: rows, found: room * 4 };
        Err(Error::new(kind).in_input(Role::Genotypes, &self.name))
    }
}

fn read_whole(bed: SharedSource, samples: usize) -> Result<Vec<u8>> {
    if bed.len() > SAMPLE_MAJOR_BYTES_MAX {
        let what = "a sample-major bed file of more than 64 MiB";
        return Err(Error::new(ErrorKind::StorageUnsupported { what }).at_byte(2));
    }
    let length = usize::try_from(bed.len()).unwrap_or(usize::MAX);
    let body = length.saturating_sub(MAGIC_BYTES);
    if body == 0 || body % samples.max(1) != 0 {
        return Err(Error::new(ErrorKind::FileTruncated).at_byte(bed.len()));
    }
    Ok(Window::new(bed).get(0, length)?.to_vec())
}

impl RecordStream for SampleMajor {
    fn samples(&self) -> &[Sample] {
        &self.samples
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.current = None;
        let in_list = |error: Error| error.in_input(Role::Genotypes, &self.list_name);
        loop {
            let Some(is_used) = self.list.next(record).map_err(in_list)? else {
                self.check_end(self.list.rows())?;
                return Ok(false);
            };
            let index = usize::try_from(self.list.rows()).unwrap_or(usize::MAX).saturating_sub(1);
            if index / 4 >= self.row {
                let rows = self.list.count_rest().map_err(in_list)?;
                self.check_end(rows)?;
            }
            if is_used {
                self.current = Some((index, record.alleles().saturating_sub(1)));
                return Ok(true);
            }
        }
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        let Some((index, alts)) = self.current else {
            return Err(ErrorKind::Internal { what: "calls are read of a record" }.into());
        };
        self.gather(index);
        self.packed.expand(calls);
        if alts == 0 {
            self.unnamed_alleles += drop_unnamed(calls);
        }
        Ok(())
    }

    fn read_packed(&mut self, packed: &mut PackedCalls) -> Result<bool> {
        packed.clear();
        let Some((index, 1)) = self.current else { return Ok(false) };
        self.gather(index);
        packed.clone_from(&self.packed);
        Ok(true)
    }

    fn bytes_done(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = self.list.findings();
        findings.extend(unnamed_finding(self.unnamed_alleles));
        findings
    }
}
