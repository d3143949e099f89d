//! Reads every sample's call of one BCF record.

use super::header::{FIELDS, Keys};
use super::typed::{Cursor, Integer, Type};
use crate::formats::dosage::{Counts as DosageCounts, Source};
use crate::formats::vcf::COPIES_MAX;
use crate::genome::{Calls, Dosage, PackedCalls, Reading};

/// What a file had that is counted.
#[derive(Default)]
pub(super) struct Counts {
    pub other_contigs: u64,
    pub beyond_ends: u64,
    pub many_alleles: u64,
    pub half_calls: u64,
    pub low_quality: u64,
    pub low_depth: u64,
    pub no_quality: u64,
    pub no_depth: u64,
    pub without_hard_calls: u64,
    pub without_calls: u64,
    pub dosages: DosageCounts,
    /// Set at the end of a file that lacks the mark of its end.
    pub may_be_cut: bool,
}

/// What is to be read of one record.
pub(super) struct Wanted<'a> {
    pub samples: usize,
    pub alts: usize,
    pub fields: u8,
    pub keys: &'a Keys,
    pub reading: Reading,
    pub is_block: bool,
}

/// A FORMAT field of all samples.
#[derive(Clone, Copy)]
struct Field<'a> {
    of: Type,
    width: usize,
    bytes: &'a [u8],
}

impl<'a> Field<'a> {
    fn sample(&self, sample: usize) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let row = self.width * self.of.bytes();
        self.bytes.get(sample * row..(sample + 1) * row).unwrap_or_default().chunks_exact(self.of.bytes())
    }

    /// A sample's numbers up to the end of its vector; `None` among them is a missing one.
    fn numbers(self, sample: usize) -> impl Iterator<Item = Option<f64>> + use<'a> {
        self.sample(sample).map_while(move |value| match self.of {
            Type::Float => float(value),
            of => match Integer::read(of, value)? {
                Integer::Value(value) => Some(Some(f64::from(value))),
                Integer::Missing => Some(None),
                Integer::End => None,
            },
        })
    }
}

/// The bits of a sum of copies.
const COPIES: u8 = 3;
/// An allele that was not called, and two of them, which are no odd sum.
const ONE_MISSING: u8 = 4;
const BOTH_MISSING: u8 = 2 * ONE_MISSING;
/// Any other value: no copy, or damage.
const ODD: u8 = 16;

/// What one allele of a GT in a byte comes to: (allele + 1) << 1 | phased, and 0 or −128 where it is missing.
#[inline]
fn copies_of(value: u8) -> u8 {
    match value {
        2 | 3 => 0,
        4 | 5 => 1,
        0 | 1 | 0x80 => ONE_MISSING,
        _ => ODD,
    }
}

/// A float: `None` past the end of a vector, `Some(None)` where it is missing.
fn float(bytes: &[u8]) -> Option<Option<f64>> {
    const MISSING: u32 = 0x7F80_0001;
    const END: u32 = 0x7F80_0002;
    let bits = u32::from_le_bytes(bytes.try_into().ok()?);
    match bits {
        END => None,
        MISSING => Some(None),
        _ => Some(Some(shortest(f32::from_bits(bits))).filter(|value| value.is_finite())),
    }
}

/// The decimal number that the float was made of, as its shortest decimal form has it: 0.1, not 0.10000000149. VCF text of the
/// same data gives the same number.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

impl Wanted<'_> {
    /// Reads all samples into `calls`; answers with what is wrong with the record.
    pub fn read(&self, individual: &[u8], calls: &mut Calls, counts: &mut Counts) -> Result<(), &'static str> {
        let [genotype, dosage, haplotypes, probabilities, quality, of_reference, of_strelka, depth, least_depth] =
            self.find_fields(individual).ok_or("a FORMAT field")?;
        match genotype {
            Some(field) => self.read_genotypes(field, calls, counts)?,
            None => calls.begin(self.samples, 2),
        }
        let (per_alt, haplotypes, probabilities) =
            ((Source::PerAlt, dosage), (Source::Haplotypes, haplotypes), (Source::Probabilities, probabilities));
        // As in VCF text: the hard call, unless it is not there or another field was asked for.
        let none = (Source::PerAlt, None);
        let sources = match (self.reading.dosage, genotype.is_some()) {
            (Dosage::Hard, true) => [none; 3],
            (Dosage::Expected, true) => [per_alt, haplotypes, none],
            (Dosage::Probabilities, true) => [probabilities, none, none],
            (Dosage::Probabilities, false) => [probabilities, per_alt, haplotypes],
            (Dosage::Hard | Dosage::Expected, false) => [per_alt, haplotypes, probabilities],
        };
        let has_source = self.alts > 0 && sources.iter().any(|(_, field)| field.is_some());
        counts.without_hard_calls += u64::from(genotype.is_none() && has_source);
        counts.without_calls += u64::from(genotype.is_none() && !has_source && self.samples > 0);
        if has_source {
            self.read_dosages(sources, calls, counts)?;
        }
        if let Some(least) = self.reading.least_quality {
            let quality = quality.or(of_reference).or(of_strelka);
            self.drop_low(quality, least, calls, &mut counts.low_quality, &mut counts.no_quality);
        }
        if let Some(least) = self.reading.least_depth {
            let depth = if self.is_block { least_depth.or(depth) } else { depth };
            self.drop_low(depth, least, calls, &mut counts.low_depth, &mut counts.no_depth);
        }
        Ok(())
    }

    /// Reads all samples where each has two copies of REF and an ALT, called both or neither, and nothing else is wanted; `false`
    /// where [`Self::read`] says more, or what is wrong.
    pub fn read_packed(&self, individual: &[u8], packed: &mut PackedCalls) -> bool {
        let has_floor = self.reading.least_quality.is_some() || self.reading.least_depth.is_some();
        if self.alts != 1 || has_floor || self.reading.dosage != Dosage::Hard {
            return false;
        }
        let genotype = self.find_fields(individual).and_then(|found| *found.first()?);
        let Some(Field { of: Type::Int8, width: 2, bytes }) = genotype else { return false };
        let mut odd = 0;
        let mut four = |pairs: &[u8]| {
            pairs.as_chunks::<2>().0.iter().rev().fold(0, |byte, [one, other]| {
                let sum = copies_of(*one) + copies_of(*other);
                odd |= sum & !(COPIES | BOTH_MISSING);
                let is_missing = (sum / BOTH_MISSING) & 1;
                byte << 2 | sum & COPIES | (is_missing * PackedCalls::MISSING)
            })
        };
        let (fours, rest) = bytes.as_chunks::<8>();
        let last = (!rest.is_empty()).then_some(rest);
        let fours = fours.iter().map(<[u8; 8]>::as_slice).chain(last);
        packed.set_bytes(self.samples, fours.map(&mut four));
        odd == 0
    }

    /// The fields of [`FIELDS`] that the record has; none where it is damaged.
    fn find_fields<'b>(&self, individual: &'b [u8]) -> Option<[Option<Field<'b>>; FIELDS.len()]> {
        let mut cursor = Cursor::new(individual);
        let mut found = [None; FIELDS.len()];
        for _ in 0..self.fields {
            let key = cursor.integers()?;
            let key = key.first().copied().flatten().and_then(|key| usize::try_from(key).ok());
            let (of, width) = cursor.kind()?;
            let Some(of) = of else { continue };
            let bytes = cursor.bytes(width.checked_mul(of.bytes())?.checked_mul(self.samples)?)?;
            let place = self.keys.iter().position(|one| key.is_some() && *one == key);
            if let Some(slot) = place.and_then(|place| found.get_mut(place)) {
                *slot = Some(Field { of, width, bytes });
            }
        }
        Some(found)
    }

    fn read_genotypes(&self, field: Field<'_>, calls: &mut Calls, counts: &mut Counts) -> Result<(), &'static str> {
        if field.width > COPIES_MAX || !matches!(field.of, Type::Int8 | Type::Int16 | Type::Int32) {
            return Err("the GT of a sample");
        }
        let width = field.width.max(2);
        calls.begin(self.samples, width);
        for (sample, slots) in calls.alleles.chunks_exact_mut(width).enumerate() {
            let (mut missing, mut copies) = (0, 0);
            let mut values = field.sample(sample);
            for slot in slots.iter_mut() {
                let integer = match values.next() {
                    Some(value) => Integer::read(field.of, value).ok_or("the GT of a sample")?,
                    None => Integer::End,
                };
                *slot = match integer {
                    // (allele + 1) << 1 | phased; 0 is a missing allele.
                    Integer::Value(0 | 1) | Integer::Missing => Calls::MISSING,
                    Integer::Value(value) => match u8::try_from((value >> 1) - 1) {
                        Ok(allele) if usize::from(allele) <= self.alts => allele,
                        _ => return Err("an allele in the GT of a sample"),
                    },
                    Integer::End => Calls::ABSENT,
                };
                copies += u32::from(*slot != Calls::ABSENT);
                missing += u32::from(*slot == Calls::MISSING);
            }
            // A lone missing allele does not say how many copies are missing.
            if copies == 0 || (copies, missing) == (1, 1) {
                slots.fill(Calls::ABSENT);
                slots.iter_mut().take(2).for_each(|slot| *slot = Calls::MISSING);
            }
            counts.half_calls += u64::from(missing > 0 && missing < copies);
        }
        Ok(())
    }

    fn read_dosages(
        &self,
        sources: [(Source, Option<Field<'_>>); 3],
        calls: &mut Calls,
        counts: &mut Counts,
    ) -> Result<(), &'static str> {
        let mut all = vec![f64::NAN; self.samples * self.alts];
        let mut values = Vec::new();
        for (sample, out) in all.chunks_exact_mut(self.alts).enumerate() {
            let copies = calls.hard_copies(sample, 0).map(|(_, of_any)| usize::from(of_any));
            for (source, field) in sources {
                let Some(field) = field else { continue };
                values.clear();
                values.extend(field.numbers(sample));
                match source.read(&values, copies, out, &mut counts.dosages)? {
                    Some(shown) => {
                        if (copies, shown) == (None, Some(1)) {
                            // No hard call says so: the dosage is one haplotype's.
                            let width = calls.width;
                            let slots = calls.alleles.get_mut(sample * width..(sample + 1) * width).unwrap_or_default();
                            slots.iter_mut().skip(1).for_each(|slot| *slot = Calls::ABSENT);
                        }
                        break;
                    }
                    None => out.fill(f64::NAN),
                }
            }
        }
        calls.dosages = all;
        Ok(())
    }

    /// Calls with too low a number become no-calls; those without the number are kept, as PLINK 2 does.
    fn drop_low(&self, field: Option<Field<'_>>, least: u32, calls: &mut Calls, low: &mut u64, without: &mut u64) {
        for sample in 0..self.samples {
            let is_called = calls.hard_copies(sample, 0).is_some();
            let dosages = calls.dosages.get(sample * self.alts..(sample + 1) * self.alts).unwrap_or_default();
            if !is_called && dosages.first().is_none_or(|dosage| dosage.is_nan()) {
                continue;
            }
            let value = field.and_then(|field| field.numbers(sample).next().flatten());
            match value {
                None => *without += 1,
                Some(value) if value >= f64::from(least) => {}
                Some(_) => {
                    *low += 1;
                    let width = calls.width;
                    let slots = calls.alleles.get_mut(sample * width..(sample + 1) * width).unwrap_or_default();
                    slots.iter_mut().filter(|slot| **slot != Calls::ABSENT).for_each(|slot| *slot = Calls::MISSING);
                    let dosages = calls.dosages.get_mut(sample * self.alts..(sample + 1) * self.alts);
                    dosages.unwrap_or_default().fill(f64::NAN);
                }
            }
        }
    }
}
