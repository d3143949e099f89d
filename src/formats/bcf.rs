//! Reads BCF 2: places and alleles record by record, and samples' calls only where somebody asks.
//!
//! Source: The Variant Call Format specification, VCFv4.4, section 6 (samtools/hts-specs).

mod calls;
mod header;
mod input;
mod typed;

use crate::bytes::ByteStream;
use crate::bytes::bgzf::may_be_cut;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::{Finding, Severity};
use crate::genome::{
    Build, Calls, Chromosome, PackedCalls, Reading, Record, RecordStream, RsId, Sample, Site, build::longest_end,
};
use calls::{Counts, Wanted};
use header::Header;
use input::Input;
use typed::Cursor;

/// Bytes that one part of a record may have: calls of a million samples with all of GATK's fields have a tenth.
const PART_BYTES_MAX: u32 = 1 << 30;

/// Reads a BCF record by record.
pub struct BcfReader {
    input: Input,
    header: Header,
    reading: Reading,
    counts: Counts,
    shared: Vec<u8>,
    individual: Vec<u8>,
    /// Of the record given last: alleles, FORMAT fields, and whether it is a reference block.
    given: Option<(usize, u8, bool)>,
    record_start: u64,
}

impl BcfReader {
    /// A reader of unpacked BCF from its start; the header is read here.
    ///
    /// Errors: `header-corrupt`, `file-truncated`, `storage-unsupported` for BCF 1, and those of the stream.
    pub fn new(stream: Box<dyn ByteStream>, reading: Reading) -> Result<Self> {
        let mut input = Input::new(stream);
        let header = Header::read(&mut input)?;
        Ok(Self {
            input,
            header,
            reading,
            counts: Counts::default(),
            shared: Vec::new(),
            individual: Vec::new(),
            given: None,
            record_start: 0,
        })
    }

    /// The build that the header's contig lengths are of, or that it names.
    pub fn header_build(&self) -> Option<Build> {
        self.header.evidence.build()
    }

    /// Goes on with records of the same file from another stream of whole records.
    pub(in crate::formats) fn go_on(&mut self, stream: Box<dyn ByteStream>) {
        self.input = Input::new(stream);
        self.given = None;
    }

    /// The chromosome of each contig number; `None` for other contigs.
    pub(in crate::formats) fn contigs(&self) -> &[Option<Chromosome>] {
        &self.header.contigs
    }

    fn corrupt(&self, what: &'static str) -> Error {
        Error::new(ErrorKind::RecordCorrupt { what }).at_byte(self.record_start)
    }

    /// Fills `shared` and `individual` with the next record; `false` at the end.
    fn fetch(&mut self) -> Result<bool> {
        self.record_start = self.input.offset();
        let Some(lengths) = self.input.take_or_end(8)? else { return Ok(false) };
        let mut cursor = Cursor::new(&lengths);
        let (Some(shared), Some(individual)) = (cursor.u32(), cursor.u32()) else {
            return Err(ErrorKind::FileTruncated.into());
        };
        if !(24..=PART_BYTES_MAX).contains(&shared) || individual > PART_BYTES_MAX {
            return Err(self.corrupt("the length of a record"));
        }
        self.input.fill(&mut self.shared, shared)?;
        self.input.fill(&mut self.individual, individual)?;
        Ok(true)
    }

    /// Reads the shared part into `record`; `false` where the record is left out.
    fn read_shared(&mut self, record: &mut Record) -> Result<bool> {
        let mut cursor = Cursor::new(&self.shared);
        let mut read = || -> Option<_> {
            let (contig, position, length) = (cursor.i32()?, cursor.i32()?, cursor.i32()?);
            let _quality = cursor.u32()?;
            let (info, alleles) = (cursor.u16()?, cursor.u16()?);
            let samples_and_fields = cursor.u32()?;
            Some((contig, position, length, info, alleles, samples_and_fields))
        };
        let Some((contig, position, length, info, alleles, samples)) = read() else {
            return Err(self.corrupt("the fixed fields"));
        };
        if (samples & 0x00FF_FFFF) as usize != self.header.samples.len() && samples & 0x00FF_FFFF != 0 {
            return Err(self.corrupt("the number of samples"));
        }
        let fields = samples.to_be_bytes()[0];
        let Some(chromosome) = usize::try_from(contig).ok().and_then(|contig| self.header.contigs.get(contig)) else {
            return Err(self.corrupt("the contig"));
        };
        let Some(chromosome) = *chromosome else {
            self.counts.other_contigs += 1;
            return Ok(false);
        };
        // Positions count from 0 here; −1 is a telomere.
        let Some(position) = u32::try_from(i64::from(position) + 1).ok() else {
            return Err(self.corrupt("the position"));
        };
        if position == 0 || position > longest_end(chromosome) {
            self.counts.beyond_ends += 1;
            return Ok(false);
        }
        if usize::from(alleles) > Record::ALLELES_MAX {
            self.counts.many_alleles += 1;
            return Ok(false);
        }
        let Some(id) = cursor.text() else { return Err(self.corrupt("the ID")) };
        let id = id.split(|byte| *byte == b';').map(RsId::parse).find(|id| id.is_some()).unwrap_or(RsId::NONE);
        record.begin(Site::new(chromosome, position), id);
        let mut is_block = true;
        for index in 0..alleles {
            let Some(allele) = cursor.text().filter(|allele| !allele.is_empty()) else {
                return Err(self.corrupt("an allele"));
            };
            is_block &= index == 0 || matches!(allele, b"<NON_REF>" | b"<*>" | b".");
            record.push_allele(allele);
        }
        if alleles == 0 {
            return Err(self.corrupt("the number of alleles"));
        }
        let Some(filters) = cursor.integers() else { return Err(self.corrupt("the filters")) };
        record.passes = filters.iter().all(|filter| filter.is_none_or(|filter| filter == 0));
        for _ in 0..info {
            // The keys and values are not needed, but where they end tells whether the record is whole.
            if cursor.integers().is_none() || cursor.skip_value().is_none() {
                return Err(self.corrupt("the INFO fields"));
            }
        }
        let length = u32::try_from(length).unwrap_or(0);
        record.end = position.saturating_add(length.max(1) - 1);
        record.is_reference_block = is_block;
        self.given = Some((usize::from(alleles), fields, is_block));
        Ok(true)
    }
}

impl RecordStream for BcfReader {
    fn samples(&self) -> &[Sample] {
        &self.header.samples
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.given = None;
        while self.fetch()? {
            if self.read_shared(record)? {
                return Ok(true);
            }
        }
        self.counts.may_be_cut = self.input.may_be_cut();
        Ok(false)
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        let Self { given, header, reading, individual, counts, .. } = self;
        wanted(*given, header, *reading)?
            .read(individual, calls, counts)
            .map_err(|what| Error::new(ErrorKind::RecordCorrupt { what }).at_byte(self.record_start))
    }

    fn read_packed(&mut self, packed: &mut PackedCalls) -> Result<bool> {
        let is_packed = wanted(self.given, &self.header, self.reading)?.read_packed(&self.individual, packed);
        if !is_packed {
            packed.clear();
        }
        Ok(is_packed)
    }

    fn bytes_done(&self) -> u64 {
        self.input.bytes_done()
    }

    fn findings(&self) -> Vec<Finding> {
        let rows = [
            (
                "foreign-contig-lengths",
                Severity::Fix,
                self.header.evidence.foreign_lengths,
                "The header gives chromosome lengths that none of GRCh36, GRCh37 and GRCh38 has, so the positions may be of another assembly.",
            ),
            (
                "other-contigs",
                Severity::Info,
                self.counts.other_contigs,
                "Records on alternative contigs were left out.",
            ),
            (
                "beyond-chromosome",
                Severity::Fix,
                self.counts.beyond_ends,
                "Records beyond their chromosome's end in GRCh36, GRCh37 and GRCh38 were left out: the positions may be of another assembly.",
            ),
            (
                "many-alleles",
                Severity::Note,
                self.counts.many_alleles,
                "Records with more than 254 alleles were left out.",
            ),
            ("half-calls", Severity::Note, self.counts.half_calls, "Calls with one allele missing count as no-calls."),
            (
                "low-quality-calls",
                Severity::Note,
                self.counts.low_quality,
                "Calls below the least genotype quality count as no-calls.",
            ),
            (
                "low-depth-calls",
                Severity::Note,
                self.counts.low_depth,
                "Calls with fewer reads than the least depth count as no-calls.",
            ),
            (
                "calls-without-quality",
                Severity::Info,
                self.counts.no_quality,
                "Calls without a genotype quality were kept.",
            ),
            ("calls-without-depth", Severity::Info, self.counts.no_depth, "Calls without a depth were kept."),
            (
                "dosages-for-hard-calls",
                Severity::Info,
                self.counts.without_hard_calls,
                "Records without GT: their dosages count.",
            ),
            (
                "records-without-calls",
                Severity::Note,
                self.counts.without_calls,
                "Records with neither GT nor a dosage: every sample counts as a no-call.",
            ),
            (
                "dosages-out-of-range",
                Severity::Note,
                self.counts.dosages.clamped,
                "Dosages below 0 or above the number of copies were moved to the nearest possible value.",
            ),
            (
                "odd-probabilities",
                Severity::Note,
                self.counts.dosages.odd_probabilities,
                "Genotype probabilities that do not add up to 1 were not used; the hard call counts where there is one.",
            ),
            (
                "haplotype-dosages-of-many-alleles",
                Severity::Note,
                self.counts.dosages.haplotypes_of_many,
                "Haplotype dosages of records with several ALT alleles were not used; the hard call counts where there is one.",
            ),
        ];
        let counted = rows.into_iter().filter(|(_, _, count, _)| *count > 0);
        let mut findings: Vec<Finding> =
            counted.map(|(code, severity, count, text)| Finding::new(code, severity, count, text)).collect();
        findings.extend(self.counts.may_be_cut.then(may_be_cut));
        findings
    }
}

/// What is to be read of the record given last.
fn wanted<'a>(given: Option<(usize, u8, bool)>, header: &'a Header, reading: Reading) -> Result<Wanted<'a>> {
    let (alleles, fields, is_block) =
        given.ok_or(ErrorKind::Internal { what: "calls are asked for behind a record" })?;
    let (samples, alts) = (header.samples.len(), alleles.saturating_sub(1));
    Ok(Wanted { samples, alts, fields, keys: &header.keys, reading, is_block })
}

/// The chromosome of each contig number; `None` for other contigs.
type Contigs = Vec<Option<Chromosome>>;
