//! Opens a file of records on the parts alone that an index says are needed.

use super::{Member, RecordSet, text_of};
use crate::bytes::SharedSource;
use crate::bytes::bgzf::BLOCK_BYTES_MAX;
use crate::bytes::open::{is_bgzf, open_unpacked};
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::Finding;
use crate::formats::bcf::BcfReader;
use crate::formats::index::{Index, Layout, Piece, Visit, merge, place_of, read_index, stored_bytes};
use crate::formats::vcf::VcfReader;
use crate::genome::{Build, Calls, Chromosome, PackedCalls, Reading, Record, RecordStream, Sample, Site};

/// A reader of a file, or of the parts of it that were asked for.
pub struct OpenedRecords {
    /// The records, in file order.
    pub stream: Box<dyn RecordStream>,
    /// The build that the header speaks of.
    pub build: Option<Build>,
    /// Stored bytes that will be read.
    pub bytes: u64,
    /// What was left out; nothing where the whole file is read.
    pub partly: Option<Partly>,
}

/// What an index says of a file of which parts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partly {
    /// Records of the whole file, where the index counts them.
    pub records: Option<u64>,
}

/// What is wanted of a file.
pub enum Wanted<'a> {
    /// Every record over any of these places, which ascend.
    Places(&'a [Site]),
    /// These, and records here and there.
    Sample {
        /// Places that must be among what is read; they ascend.
        places: &'a [Site],
        /// Stored bytes for the sample, about.
        bytes: u64,
    },
}

/// Most parts of each contig that a sample is taken from.
const SAMPLES_OF_CONTIG: u64 = 16;

impl RecordSet {
    /// Opens the reader on the records that are wanted, and on others that stand between them: of those kept, else by the index.
    /// Without either, or where that would be half of the file or more, on the whole file.
    ///
    /// Errors: as of [`RecordSet::open`]; `index-corrupt`, `index-disagrees`, also while reading.
    pub fn open_parts(&self, reading: Reading, wanted: &Wanted<'_>) -> Result<OpenedRecords> {
        let in_file = |error: Error| error.in_input(Role::Genotypes, self.main.name());
        let places = match wanted {
            Wanted::Places(places) => Some(*places),
            Wanted::Sample { .. } => None,
        };
        if let Some((stream, build)) = self.kept.as_ref().and_then(|kept| kept.open(reading, places)) {
            return Ok(OpenedRecords { stream, build, bytes: self.main.len(), partly: None });
        }
        if let Some(source) = &self.index
            && let Some(opened) = self.open_indexed(source, reading, wanted).map_err(in_file)?
        {
            return Ok(opened);
        }
        let (stream, build) = self.open(reading)?;
        Ok(OpenedRecords { stream, build, bytes: self.main.len(), partly: None })
    }

    fn open_indexed(
        &self,
        source: &SharedSource,
        reading: Reading,
        wanted: &Wanted<'_>,
    ) -> Result<Option<OpenedRecords>> {
        if self.format == Member::Bgen {
            return self.open_indexed_bgen(source, reading, wanted);
        }
        if !is_bgzf(&self.main)? {
            return Ok(None);
        }
        let index = read_index(source).map_err(|error| error.in_input(Role::Genotypes, source.name()))?;
        let disagrees = |what| Error::from(ErrorKind::IndexDisagrees { what });
        match self.format {
            Member::Vcf => {
                let mut reader = VcfReader::new(text_of(&self.main)?, reading)?;
                let names = index.names.clone().ok_or_else(|| disagrees("contigs without names, as of a BCF"))?;
                let contigs: Vec<_> = names.iter().map(|name| Chromosome::parse(name)).collect();
                let pieces = choose(&index, &contigs, wanted);
                if reader.may_have_lengths() || !self.is_worth(&pieces) {
                    return Ok(None);
                }
                let build = reader.header_build();
                let visit = Visit::new(self.main.clone(), &index, Layout::Lines(names), pieces.clone())?;
                reader.go_on(Box::new(visit));
                Ok(Some(self.visited(Box::new(reader), build, &index, pieces)))
            }
            Member::Bcf => {
                let mut reader = BcfReader::new(open_unpacked(self.main.clone())?, reading)?;
                if index.names.is_some() {
                    return Err(disagrees("contigs by name, as of VCF text"));
                }
                if index.contigs() > reader.contigs().len() {
                    return Err(disagrees("more contigs than the file's header"));
                }
                let pieces = choose(&index, reader.contigs(), wanted);
                if !self.is_worth(&pieces) {
                    return Ok(None);
                }
                let build = reader.header_build();
                let visit = Visit::new(self.main.clone(), &index, Layout::Records, pieces.clone())?;
                reader.go_on(Box::new(visit));
                Ok(Some(self.visited(Box::new(reader), build, &index, pieces)))
            }
            _ => Ok(None),
        }
    }

    /// Whether the parts are less than half of the file.
    fn is_worth(&self, pieces: &[Piece]) -> bool {
        stored_bytes(pieces).saturating_mul(2) < self.main.len()
    }

    fn visited(
        &self,
        inner: Box<dyn RecordStream>,
        build: Option<Build>,
        index: &Index,
        pieces: Vec<Piece>,
    ) -> OpenedRecords {
        let bytes = stored_bytes(&pieces);
        let stream = Box::new(Visited { inner, source: self.main.clone(), pieces });
        OpenedRecords { stream, build, bytes, partly: Some(Partly { records: index.records() }) }
    }
}

/// The parts that hold what is wanted. Several contigs may be of one chromosome.
fn choose(index: &Index, contigs: &[Option<Chromosome>], wanted: &Wanted<'_>) -> Vec<Piece> {
    let (Wanted::Places(places) | Wanted::Sample { places, .. }) = wanted;
    let mut pieces = Vec::new();
    let known = contigs.iter().filter(|chromosome| chromosome.is_some()).count();
    for (contig, chromosome) in contigs.iter().enumerate() {
        let Some(chromosome) = *chromosome else { continue };
        let from = places.partition_point(|site| *site < Site::new(chromosome, 1));
        let here = places.get(from..).unwrap_or_default().iter();
        let here = here.take_while(|site| site.chromosome() == Some(chromosome));
        index.pieces(contig, here.map(|site| site.position()), &mut pieces);
        if let Wanted::Sample { bytes, .. } = wanted {
            let of_contig = bytes / known.max(1) as u64;
            let parts = (of_contig / (2 * BLOCK_BYTES_MAX as u64)).clamp(2, SAMPLES_OF_CONTIG);
            index.samples(contig, parts, of_contig / parts, &mut pieces);
        }
    }
    merge(pieces)
}

/// Records of parts of a file, with the places of errors as of the file.
struct Visited {
    inner: Box<dyn RecordStream>,
    source: SharedSource,
    pieces: Vec<Piece>,
}

impl Visited {
    fn placed(&self, error: Error) -> Error {
        // What concerns the index and blocks has its place in the file already.
        let (line, byte) = (error.place().line, error.place().byte);
        let is_of_text =
            line.is_some() || matches!(error.kind(), ErrorKind::RecordCorrupt { .. } | ErrorKind::FileTruncated);
        if !is_of_text {
            return error;
        }
        match place_of(self.source.clone(), &self.pieces, line, byte) {
            Ok(Some(place)) => error.moved_to_byte(place),
            Ok(None) => error,
            Err(worse) => worse,
        }
    }
}

impl RecordStream for Visited {
    fn samples(&self) -> &[Sample] {
        self.inner.samples()
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.inner.next_record(record).map_err(|error| self.placed(error))
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        self.inner.read_calls(calls).map_err(|error| self.placed(error))
    }

    fn read_packed(&mut self, packed: &mut PackedCalls) -> Result<bool> {
        self.inner.read_packed(packed).map_err(|error| self.placed(error))
    }

    fn bytes_done(&self) -> u64 {
        self.inner.bytes_done()
    }

    fn findings(&self) -> Vec<Finding> {
        self.inner.findings()
    }
}
