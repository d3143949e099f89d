//! Opens a BGEN file on the variants alone that its index (`.bgi`) has at the places that are wanted.

use super::RecordSet;
use super::indexed::{OpenedRecords, Partly, Wanted};
use crate::bytes::SharedSource;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Finding;
use crate::formats::bgen::{BgenIndex, BgenReader, Indexed};
use crate::genome::build::longest_end;
use crate::genome::{Calls, Chromosome, Reading, Record, RecordStream, Sample, Site};

/// Places no further apart are looked up in the index together.
const GAP_MAX: u32 = 50_000;

/// Stretches of each chromosome that a sample is taken from, and their length.
const SAMPLES_OF_CHROMOSOME: u32 = 16;
const SAMPLE_LENGTH: u32 = 20_000;

impl RecordSet {
    /// Opens the variants that are wanted; nothing where they take up half of the file or more.
    ///
    /// Errors: those of the index and of the file's header.
    pub(super) fn open_indexed_bgen(
        &self,
        source: &SharedSource,
        reading: Reading,
        wanted: &Wanted<'_>,
    ) -> Result<Option<OpenedRecords>> {
        let mut index = BgenIndex::open(source.clone(), &self.main)
            .map_err(|error| error.in_input(Role::Genotypes, source.name()))?;
        let (Wanted::Places(places) | Wanted::Sample { places, .. }) = *wanted;
        let mut variants = Vec::new();
        for ends in places.chunk_by(|one, next| is_near(*one, *next)) {
            if let ([first, ..], [.., last]) = (ends, ends)
                && let Some(chromosome) = first.chromosome()
            {
                let found = index.within(chromosome, first.position(), last.position())?;
                let at = |variant: &Indexed| ends.binary_search(&Site::new(chromosome, variant.position)).is_ok();
                variants.extend(found.into_iter().filter(at));
            }
        }
        if let Wanted::Sample { .. } = wanted {
            for chromosome in
                (0..Chromosome::COUNT).filter_map(|index| Chromosome::from_index(u8::try_from(index).ok()?))
            {
                let step = longest_end(chromosome) / SAMPLES_OF_CHROMOSOME;
                for first in (0..SAMPLES_OF_CHROMOSOME).map(|stretch| stretch * step + step / 2) {
                    variants.extend(index.within(chromosome, first, first + SAMPLE_LENGTH)?);
                }
            }
        }
        variants.sort_unstable_by_key(|variant| variant.offset);
        variants.dedup_by_key(|variant| variant.offset);
        let bytes = variants.iter().filter_map(|variant| variant.bytes).sum();
        if self.main.len() / 2 < bytes {
            return Ok(None);
        }
        let reader = self.open_bgen(reading)?;
        let stream = Box::new(BgenParts { reader, variants: variants.into_iter(), done: 0 });
        Ok(Some(OpenedRecords { stream, build: None, bytes, partly: Some(Partly { records: None }) }))
    }
}

fn is_near(one: Site, next: Site) -> bool {
    one.chromosome() == next.chromosome() && next.position() - one.position() <= GAP_MAX
}

/// Variants at places of a file.
struct BgenParts {
    reader: BgenReader,
    variants: std::vec::IntoIter<Indexed>,
    done: u64,
}

impl RecordStream for BgenParts {
    fn samples(&self) -> &[Sample] {
        self.reader.samples()
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        for Indexed { position, offset, bytes } in self.variants.by_ref() {
            let (is_used, taken) = self.reader.read_at(offset, record)?;
            self.done += taken;
            if bytes.is_some_and(|bytes| bytes != taken) || (is_used && record.site.position() != position) {
                let what = "a place where the file has another variant";
                return Err(Error::new(ErrorKind::IndexDisagrees { what }).at_byte(offset));
            }
            if is_used {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        self.reader.read_calls(calls)
    }

    fn bytes_done(&self) -> u64 {
        self.done
    }

    fn findings(&self) -> Vec<Finding> {
        self.reader.findings()
    }
}
