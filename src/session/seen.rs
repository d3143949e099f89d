//! Counts what the records of a cohort's files show while they are opened; files of other chromosomes of the same samples add to
//! it.

use crate::genome::{Build, Calls, Chromosome, PackedCalls, PlainRecord, Record, RsId, Site};
use crate::variants::assemble::ChromosomeSummary;
use crate::variants::sex::SexEvidence;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What was seen of the records.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) records: u64,
    pub(super) blocks: u64,
    pub(super) called: u64,
    pub(super) heterozygous: u64,
    hom_reference: u64,
    pub(super) indels: u64,
    /// Records that a filter caught.
    pub(super) filtered: u64,
    /// Records in the pseudo-autosomal regions of X, by build.
    pseudo_autosomal: [u64; Build::ALL.len()],
    pub(super) unsorted: bool,
    #[serde(skip)]
    last: Site,
    /// By index: records, and those called of a single sample.
    chromosomes: Vec<(u64, u64)>,
    /// Well-known markers, to tell the build by.
    pub(super) markers: Vec<(Site, RsId)>,
    /// What X and Y show of each sample; left out of what is written where there is no record of them.
    #[serde(serialize_with = "write_sexes", deserialize_with = "read_sexes")]
    pub(super) sexes: Vec<SexEvidence>,
}

/// What a record shows by itself.
#[derive(Clone, Copy)]
struct Shown {
    site: Site,
    is_block: bool,
    /// Whether an ALT puts letters in or takes them out.
    has_indel: bool,
    passes: bool,
}

/// What the call of a single sample shows.
#[derive(Clone, Copy)]
struct CallShown {
    is_heterozygous: bool,
    /// Whether every copy is REF.
    is_reference: bool,
}

impl Seen {
    /// Before the first record of files of so many samples.
    pub(super) fn new(samples: usize) -> Self {
        Self {
            chromosomes: vec![(0, 0); Chromosome::COUNT],
            sexes: vec![SexEvidence::default(); samples],
            ..Self::default()
        }
    }

    /// Whether this can have been seen of files of so many samples.
    pub(super) fn is_of(&self, samples: usize) -> bool {
        self.chromosomes.len() == Chromosome::COUNT && (self.sexes.is_empty() || self.sexes.len() == samples)
    }

    /// Comes to the end of a file: the next may be of an earlier chromosome, as in order of their names.
    pub(super) fn end_file(&mut self) {
        self.last = Site::NONE;
    }

    /// Adds what was seen of later files of the same samples.
    pub(super) fn absorb(&mut self, later: Self) {
        let add = |to: &mut u64, more: u64| *to = to.saturating_add(more);
        add(&mut self.records, later.records);
        add(&mut self.blocks, later.blocks);
        add(&mut self.called, later.called);
        add(&mut self.heterozygous, later.heterozygous);
        add(&mut self.hom_reference, later.hom_reference);
        add(&mut self.indels, later.indels);
        add(&mut self.filtered, later.filtered);
        self.pseudo_autosomal.iter_mut().zip(later.pseudo_autosomal).for_each(|(count, more)| add(count, more));
        self.unsorted |= later.unsorted;
        for ((records, called), more) in self.chromosomes.iter_mut().zip(later.chromosomes) {
            add(records, more.0);
            add(called, more.1);
        }
        self.markers.extend(later.markers);
        if self.sexes.is_empty() {
            self.sexes = later.sexes;
        } else {
            self.sexes.iter_mut().zip(&later.sexes).for_each(|(here, more)| here.absorb(more));
        }
    }

    /// Takes a record, with the calls of a single sample; `is_marker` where one of the markers stands there.
    pub(super) fn take(&mut self, record: &Record, calls: Option<&Calls>, is_marker: bool) {
        let shown = Shown {
            site: record.site,
            is_block: record.is_reference_block,
            has_indel: (1..record.alleles()).any(|alt| is_indel(record.allele(0), record.allele(alt))),
            passes: record.passes,
        };
        let call = calls.and_then(|calls| {
            let (reference, copies) = calls.hard_copies(0, 0)?;
            Some(CallShown { is_heterozygous: is_heterozygous(calls.of(0)), is_reference: reference == copies })
        });
        self.count(shown, call);
        if is_marker {
            self.markers.push((record.site, record.id));
        }
    }

    /// The same of a plain record.
    #[inline]
    pub(super) fn take_plain(&mut self, plain: &PlainRecord, is_marker: bool) {
        let shown = Shown {
            site: plain.site,
            is_block: false,
            has_indel: plain.reference_bases != plain.alternate_bases,
            passes: plain.passes,
        };
        let [one, other] = plain.call;
        let call = CallShown { is_heterozygous: one != other, is_reference: [one, other] == [0, 0] };
        let is_called = one != Calls::MISSING;
        self.count(shown, is_called.then_some(call));
        if is_marker {
            self.markers.push((plain.site, plain.id));
        }
        if shows_sex_at(plain.site)
            && let Some(evidence) = self.sexes.first_mut()
        {
            let copies = if is_called { 2 } else { 0 };
            let of_reference = plain.call.iter().filter(|allele| **allele == 0).count() as u8;
            evidence.take_record(plain.site, of_reference, copies, is_called && call.is_heterozygous);
        }
    }

    #[inline]
    fn count(&mut self, shown: Shown, call: Option<CallShown>) {
        self.records += 1;
        self.blocks += u64::from(shown.is_block);
        self.unsorted |= shown.site < self.last;
        self.last = shown.site;
        self.indels += u64::from(shown.has_indel);
        self.filtered += u64::from(!shown.passes);
        let chromosome = shown.site.chromosome();
        if chromosome == Some(Chromosome::X) {
            for (count, build) in self.pseudo_autosomal.iter_mut().zip(Build::ALL) {
                *count += u64::from(build.is_pseudo_autosomal_x(shown.site.position()));
            }
        }
        let of = chromosome.map_or(0, |chromosome| usize::from(chromosome.index()));
        if let Some((records, called)) = self.chromosomes.get_mut(of) {
            *records += 1;
            *called += u64::from(call.is_some());
        }
        let Some(call) = call else { return };
        self.called += 1;
        self.heterozygous += u64::from(call.is_heterozygous);
        self.hom_reference += u64::from(call.is_reference && !shown.is_block);
    }

    pub(super) fn take_sexes(&mut self, record: &Record, calls: &Calls) {
        for (sample, evidence) in self.sexes.iter_mut().enumerate() {
            let (of_reference, of_any) = calls.hard_copies(sample, 0).unwrap_or((0, 0));
            evidence.take_record(record.site, of_reference, of_any, of_any > 0 && is_heterozygous(calls.of(sample)));
        }
    }

    /// Takes the same of a record of X whose calls are packed.
    pub(super) fn take_packed_sexes(&mut self, record: &Record, packed: &PackedCalls) {
        for (sample, copies) in packed.carriers() {
            if let Some(evidence) = self.sexes.get_mut(sample) {
                evidence.take_record(record.site, 2 - copies, 2, copies == 1);
            }
        }
    }

    /// A single sample with hardly a call of REF twice and no reference blocks: what variant callers write of a genome.
    pub(super) fn is_variants_only(&self, samples: usize) -> bool {
        const REFERENCE_MAX: f64 = 0.02;
        samples == 1
            && self.blocks == 0
            && self.called > 0
            && (self.hom_reference as f64) <= REFERENCE_MAX * self.called as f64
    }

    pub(super) fn in_pseudo_autosomal(&self, build: Option<Build>) -> u64 {
        let build = build.unwrap_or(Build::Grch37);
        self.pseudo_autosomal.iter().zip(Build::ALL).find(|(_, of)| *of == build).map_or(0, |(count, _)| *count)
    }

    pub(super) fn summary(&self, is_single: bool) -> Vec<ChromosomeSummary> {
        let named = self.chromosomes.iter().enumerate().filter(|(_, (records, _))| *records > 0);
        named
            .filter_map(|(index, &(markers, called))| {
                let chromosome = Chromosome::from_index(u8::try_from(index).ok()?)?;
                Some(ChromosomeSummary {
                    chromosome: chromosome.name(),
                    markers,
                    called: if is_single { called } else { markers },
                })
            })
            .collect()
    }
}

/// Whether a record's calls say something of the sex.
pub(super) fn shows_sex(record: &Record) -> bool {
    shows_sex_at(record.site) && !record.is_reference_block
}

#[inline]
fn shows_sex_at(site: Site) -> bool {
    matches!(site.chromosome(), Some(Chromosome::X | Chromosome::Y))
}

fn is_heterozygous(alleles: &[u8]) -> bool {
    alleles.windows(2).any(|pair| pair[0] != pair[1] && pair[1] != Calls::ABSENT)
}

/// Whether letters are put in or taken out. `<NON_REF>`, `<DEL>`, `*` and their like say no letters.
fn is_indel(reference: &[u8], alternate: &[u8]) -> bool {
    alternate.len() != reference.len() && alternate.iter().all(u8::is_ascii_alphabetic)
}

fn write_sexes<S: Serializer>(sexes: &[SexEvidence], out: S) -> Result<S::Ok, S::Error> {
    let shown = if sexes.iter().all(|sex| *sex == SexEvidence::default()) { &[] } else { sexes };
    out.collect_seq(shown.iter().map(|of| [of.x_calls, of.x_heterozygous, of.x_one_letter, of.y_calls, of.y_markers]))
}

fn read_sexes<'a, D: Deserializer<'a>>(input: D) -> Result<Vec<SexEvidence>, D::Error> {
    let counts = Vec::<[u64; 5]>::deserialize(input)?;
    let evidence = |[x_calls, x_heterozygous, x_one_letter, y_calls, y_markers]: [u64; 5]| SexEvidence {
        x_calls,
        x_heterozygous,
        x_one_letter,
        y_calls,
        y_markers,
    };
    Ok(counts.into_iter().map(evidence).collect())
}
