//! Reads PLINK 2 sets: the genotypes of a `.pgen` beside the variants of its `.pvar` and the people of its `.psam`.
//!
//! Source: PLINK 2 file format specification (draft of 2023), cited as PGEN with its section.

mod cursor;
mod difflist;
mod dosages;
mod header;
mod main_track;
pub(super) mod packed;
mod rare_alleles;
pub(super) mod sample_list;
pub(super) mod text_lines;
pub(super) mod variant_list;
pub(super) mod window;

pub use sample_list::SAMPLES_MAX;

use crate::bytes::source::SharedSource;
use crate::bytes::stream::ByteStream;
use crate::error::{Error, ErrorKind, Result, Role};
use crate::finding::{Finding, Severity};
use crate::genome::{Build, Calls, Dosage, PackedCalls, Reading, Record, RecordStream, Sample};
use cursor::Cursor;
use header::{Place, Records};
use main_track::{PLINK1, needs_base, read_main};
use variant_list::VariantList;
use window::Window;

/// Reads a set variant by variant; a variant that nobody asks for costs its line of the list and no genotypes.
///
/// The format does not say how many copies a sample has: a haploid call is two equal alleles here, and its dosage goes to 2.
/// Who counts copies asks [`Ploidy`](crate::genome::Ploidy). Phase is not kept. A record without an ALT (`.` in the list) has
/// REF only; calls of its nameless ALT, if there are any, are counted and missing.
pub struct PgenReader {
    window: Window,
    records: Records,
    list: VariantList,
    samples: Vec<Sample>,
    reading: Reading,
    /// How errors call the list of variants.
    list_name: String,
    /// The record given last, and its ALTs.
    current: Option<(Place, usize)>,
    /// The last record that others may refer to, and the genotypes of the one that was decoded last.
    base_place: Option<Place>,
    base: Vec<u8>,
    base_index: Option<u32>,
    /// Genotypes of a record that refers to the base.
    derived: Vec<u8>,
    ids: Vec<u32>,
    unnamed_alleles: u64,
    is_over: bool,
}

impl PgenReader {
    /// Opens a set. The list of samples is held, that of variants is read alongside the genotypes.
    ///
    /// Errors: `header-corrupt`, `storage-unsupported`, `file-truncated`, `set-disagrees`, `no-rows`, those of the lists.
    pub fn new(
        pgen: SharedSource,
        pvar: Box<dyn ByteStream>,
        psam: Box<dyn ByteStream>,
        reading: Reading,
    ) -> Result<Self> {
        let names = [sibling(pgen.name(), ".pvar"), sibling(pgen.name(), ".psam")];
        Self::with_names(pgen, [pvar, psam], names, reading)
    }

    /// The same, where errors call the lists of variants and of samples by these names.
    pub(super) fn with_names(
        pgen: SharedSource,
        [variants, samples]: [Box<dyn ByteStream>; 2],
        [list_name, samples_name]: [String; 2],
        reading: Reading,
    ) -> Result<Self> {
        let name = pgen.name().to_owned();
        let samples =
            sample_list::read_samples(samples).map_err(|error| error.in_input(Role::Genotypes, &samples_name))?;
        let mut window = Window::new(pgen);
        let records =
            Records::new(&mut window, samples.len()).map_err(|error| error.in_input(Role::Genotypes, &name))?;
        let list = VariantList::new(variants).map_err(|error| error.in_input(Role::Genotypes, &list_name))?;
        Ok(Self {
            window,
            records,
            list,
            samples,
            reading,
            list_name,
            current: None,
            base_place: None,
            base: Vec::new(),
            base_index: None,
            derived: Vec::new(),
            ids: Vec::new(),
            unnamed_alleles: 0,
            is_over: false,
        })
    }

    /// The build that the list of variants names in its header.
    pub fn header_build(&self) -> Option<Build> {
        self.list.build()
    }

    /// Variants in the file.
    pub fn variants(&self) -> u64 {
        u64::from(self.records.variants())
    }

    /// Whether REF of the record given last is that of the reference genome. PLINK 1 files, and PLINK 2 files made of them, do not
    /// know: their REF is provisional, and may be ALT in truth.
    pub fn ref_is_certain(&self) -> bool {
        let said = self.current.and_then(|(place, _)| place.is_provisional);
        !said.unwrap_or_else(|| self.list.is_provisional())
    }

    fn read_record_packed(&mut self, place: &Place, packed: &mut PackedCalls) -> Result<()> {
        if place.kind == PLINK1 {
            packed.set_as(self.samples.len(), self.window.get(place.offset, place.length)?, packed::of_plink1);
            return Ok(());
        }
        let used = self.read_genotypes(place)?;
        let genotypes: &[u8] = if needs_base(place.kind) { &self.derived } else { &self.base };
        if place.kind & !7 != 0 {
            let record = self.window.get(place.offset, place.length)?;
            let mut cursor = Cursor::new(record.get(used..).unwrap_or_default());
            if place.kind & 16 != 0 {
                dosages::skip_phase(&mut cursor, packed::count_mixed(genotypes))?;
            }
            if dosages::has_dosages(place.kind) {
                dosages::skip_dosages(&mut cursor, place.kind, self.samples.len(), &mut self.ids)?;
            }
            if !cursor.is_empty() {
                return Err(cursor::corrupt("its length, which is too long for its type"));
            }
        }
        packed.set(self.samples.len(), genotypes);
        Ok(())
    }

    /// Decodes a record's main track, into `base` or, if it refers to that, into `derived`; gives the bytes used.
    fn read_genotypes(&mut self, place: &Place) -> Result<usize> {
        let Self { window, samples, base, base_index, derived, ids, base_place, .. } = self;
        let samples = samples.len();
        if !needs_base(place.kind) {
            // Not until it is whole.
            *base_index = None;
            let used = read_place(window, place, samples, b"", ids, base)?;
            *base_index = Some(place.index);
            return Ok(used);
        }
        let Some(referred) = *base_place else { return Err(cursor::corrupt("its type, which refers to no record")) };
        if *base_index != Some(referred.index) {
            *base_index = None;
            read_place(window, &referred, samples, b"", ids, base)?;
            *base_index = Some(referred.index);
        }
        read_place(window, place, samples, base, ids, derived)
    }

    /// Names the place of an error in a record.
    fn at(&self, error: Error, place: &Place) -> Error {
        error.at_byte(place.offset).in_input(Role::Genotypes, self.window.name())
    }

    fn read_record_calls(&mut self, place: &Place, alts: usize, calls: &mut Calls) -> Result<()> {
        let used = self.read_genotypes(place)?;
        let Self { window, samples, base, derived, ids, reading, records, .. } = self;
        let genotypes: &[u8] = if needs_base(place.kind) { derived } else { base };
        let samples = samples.len();
        calls.begin(samples, 2);
        packed::expand(genotypes, calls);
        let record = window.get(place.offset, place.length)?;
        let mut cursor = Cursor::new(record.get(used..).unwrap_or_default());
        if place.kind == PLINK1 {
            return Ok(());
        }
        let mut mixed = packed::count_mixed(genotypes);
        if place.kind & 8 != 0 {
            rare_alleles::read_rare_alleles(&mut cursor, genotypes, alts, ids, calls)?;
            mixed = calls.alleles.chunks_exact(2).filter(|pair| matches!(pair, [one, other] if one != other)).count();
        }
        if place.kind & 16 != 0 {
            dosages::skip_phase(&mut cursor, mixed)?;
        }
        if dosages::has_dosages(place.kind) {
            let no_hard_call = || calls.alleles.iter().all(|allele| *allele == Calls::MISSING);
            let is_hard = reading.dosage == Dosage::Hard && !(records.is_dosage_only() && no_hard_call());
            match (is_hard, alts > 1) {
                // How long dosages of several ALTs are is not known here.
                (true, true) => return Ok(()),
                (true, false) => dosages::skip_dosages(&mut cursor, place.kind, samples, ids)?,
                (false, true) => {
                    let what = "a pgen file with dosages of several ALTs";
                    return Err(ErrorKind::StorageUnsupported { what }.into());
                }
                (false, false) => {
                    dosages::read_dosages(&mut cursor, place.kind, samples, ids, &mut calls.dosages)?;
                }
            }
        }
        if !cursor.is_empty() {
            return Err(cursor::corrupt("its length, which is too long for its type"));
        }
        Ok(())
    }

    /// Whatever the two lists disagree on, once either has ended.
    fn check_end(&mut self, expected: u64) -> Result<()> {
        let found = u64::from(self.records.variants());
        match expected == found {
            true => Ok(()),
            false => Err(Error::new(ErrorKind::SetDisagrees { what: "variants", expected, found })
                .in_input(Role::Genotypes, self.window.name())),
        }
    }
}

/// Decodes one record's main track and gives the bytes used.
fn read_place(
    window: &mut Window,
    place: &Place,
    samples: usize,
    base: &[u8],
    ids: &mut Vec<u32>,
    genotypes: &mut Vec<u8>,
) -> Result<usize> {
    let record = window.get(place.offset, place.length)?;
    let mut cursor = Cursor::new(record);
    read_main(&mut cursor, place.kind, samples, base, ids, genotypes).map_err(|error| error.at_byte(place.offset))?;
    let used = record.len() - cursor.len();
    // Without further tracks the record ends here; the base's own are not read where only its genotypes are wanted.
    if place.kind & !7 == 0 && used != record.len() {
        return Err(cursor::corrupt("its length, which is too long for its type").at_byte(place.offset));
    }
    Ok(used)
}

/// `cohort.pgen` → `cohort.pvar`.
pub(super) fn sibling(name: &str, ending: &str) -> String {
    let stem = name.strip_suffix(".pgen").or_else(|| name.strip_suffix(".bed")).unwrap_or(name);
    format!("{stem}{ending}")
}

impl RecordStream for PgenReader {
    fn samples(&self) -> &[Sample] {
        &self.samples
    }

    fn next_record(&mut self, record: &mut Record) -> Result<bool> {
        self.current = None;
        while !self.is_over {
            let Some(is_used) =
                self.list.next(record).map_err(|error| error.in_input(Role::Genotypes, &self.list_name))?
            else {
                self.is_over = true;
                self.check_end(self.list.rows())?;
                break;
            };
            let place = self
                .records
                .next(&mut self.window)
                .map_err(|error| error.in_input(Role::Genotypes, self.window.name()))?;
            let Some(place) = place else {
                self.is_over = true;
                let rows = self.list.count_rest().map_err(|error| error.in_input(Role::Genotypes, &self.list_name))?;
                self.check_end(rows)?;
                break;
            };
            if !needs_base(place.kind) {
                self.base_place = Some(place);
            }
            if !is_used {
                continue;
            }
            let alts = record.alleles().saturating_sub(1);
            // A variant without an ALT has two alleles all the same; writers count alleles or ALTs.
            let alleles = alts.max(1) as u64 + 1;
            if let Some(found) = place.alleles.map(u64::from).filter(|found| !(alleles - 1..=alleles).contains(found)) {
                let error = ErrorKind::SetDisagrees { what: "alleles", expected: alleles, found }.into();
                return Err(self.at(error, &place).at_line(self.list.line()));
            }
            self.current = Some((place, alts));
            return Ok(true);
        }
        Ok(false)
    }

    fn read_calls(&mut self, calls: &mut Calls) -> Result<()> {
        let Some((place, alts)) = self.current else {
            return Err(ErrorKind::Internal { what: "calls are read of a record" }.into());
        };
        self.read_record_calls(&place, alts, calls).map_err(|error| self.at(error, &place))?;
        if alts == 0 {
            calls.dosages.clear();
            self.unnamed_alleles += drop_unnamed(calls);
        }
        Ok(())
    }

    fn read_packed(&mut self, packed: &mut PackedCalls) -> Result<bool> {
        packed.clear();
        let Some((place, 1)) = self.current else { return Ok(false) };
        let dosages_count = self.reading.dosage != Dosage::Hard || self.records.is_dosage_only();
        if place.kind & 8 != 0 && place.kind != PLINK1 || dosages::has_dosages(place.kind) && dosages_count {
            return Ok(false);
        }
        self.read_record_packed(&place, packed).map_err(|error| self.at(error, &place))?;
        Ok(true)
    }

    fn bytes_done(&self) -> u64 {
        self.records.offset().min(self.window.file_bytes())
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = self.list.findings();
        findings.extend(unnamed_finding(self.unnamed_alleles));
        findings
    }
}

/// Makes calls missing that have an ALT where the list names none, and counts them.
pub(super) fn drop_unnamed(calls: &mut Calls) -> u64 {
    let mut dropped = 0;
    for pair in calls.alleles.chunks_exact_mut(2) {
        if pair.contains(&1) {
            pair.fill(Calls::MISSING);
            dropped += 1;
        }
    }
    dropped
}

/// What to say of calls whose ALT has no name.
pub(super) fn unnamed_finding(count: u64) -> Option<Finding> {
    let text = "Calls of an allele that the list of variants does not name count as no-calls.";
    (count > 0).then(|| Finding::new("unnamed-alleles", Severity::Note, count, text))
}

#[cfg(test)]
mod tests;
