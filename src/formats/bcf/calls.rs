//! Reads every sample's call of one BCF record.

use super::header::Keys;
use super::typed::{Cursor, Integer, Type};
use crate::formats::vcf::COPIES_MAX;
use crate::genome::{Calls, Dosage, Reading};

/// What a file had that is counted.
#[derive(Default)]
pub(super) struct Counts {
    pub other_contigs: u64,
    pub beyond_ends: u64,
    pub many_alleles: u64,
    pub half_calls: u64,
    pub low_quality: u64,
    pub low_depth: u64,
    pub clamped: u64,
}

/// What is to be read of one record.
pub(super) struct Wanted<'a> {
    pub samples: usize,
    pub alts: usize,
    pub fields: u8,
    pub keys: &'a Keys,
    pub reading: Reading,
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
        let mut cursor = Cursor::new(individual);
        let mut found: [Option<Field<'_>>; 6] = [None; 6];
        let Keys { genotype, dosage, haplotype_dosage, probabilities, quality, depth, least_depth } = self.keys;
        for _ in 0..self.fields {
            let key = cursor.integers().ok_or("a FORMAT field")?;
            let key = key.first().copied().flatten().and_then(|key| usize::try_from(key).ok());
            let (of, width) = cursor.kind().ok_or("a FORMAT field")?;
            let Some(of) = of else { continue };
            let all = width.checked_mul(of.bytes()).and_then(|row| row.checked_mul(self.samples));
            let bytes = all.and_then(|all| cursor.bytes(all)).ok_or("a FORMAT field")?;
            let wanted = [*genotype, *dosage, *haplotype_dosage, *probabilities, *quality, depth.or(*least_depth)];
            if let Some(slot) =
                wanted.iter().position(|one| key.is_some() && *one == key).and_then(|at| found.get_mut(at))
            {
                *slot = Some(Field { of, width, bytes });
            }
        }
        let [genotype, dosage, haplotype_dosage, probabilities, quality, depth] = found;
        match genotype {
            Some(field) => self.read_genotypes(field, calls, counts)?,
            None => calls.begin(self.samples, 2),
        }
        let sources = match self.reading.dosage {
            Dosage::Hard if genotype.is_some() => [None, None, None],
            Dosage::Probabilities => [None, None, probabilities],
            Dosage::Hard | Dosage::Expected => [dosage, haplotype_dosage, probabilities],
        };
        if self.alts > 0 && sources.iter().any(Option::is_some) {
            self.read_dosages(sources, calls, counts);
        }
        self.drop_low(quality, self.reading.least_quality, calls, &mut counts.low_quality);
        self.drop_low(depth, self.reading.least_depth, calls, &mut counts.low_depth);
        Ok(())
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
            if copies == 0 {
                slots.fill(Calls::MISSING);
            }
            counts.half_calls += u64::from(missing > 0 && missing < copies);
        }
        Ok(())
    }

    fn read_dosages(&self, sources: [Option<Field<'_>>; 3], calls: &mut Calls, counts: &mut Counts) {
        let [dosage, haplotypes, probabilities] = sources;
        let mut all = vec![f64::NAN; self.samples * self.alts];
        for (sample, out) in all.chunks_exact_mut(self.alts).enumerate() {
            let most = calls.hard_copies(sample, 0).map_or(2.0, |(_, of_any)| f64::from(of_any));
            let is_given = dosage.is_some_and(|field| per_alt(field, sample, out))
                || haplotypes.is_some_and(|field| of_haplotypes(field, sample, out))
                || probabilities.is_some_and(|field| of_probabilities(field, sample, out));
            if !is_given {
                out.fill(f64::NAN);
                continue;
            }
            let is_outside = |dosage: &f64| !(0.0..=most).contains(dosage);
            counts.clamped += u64::from(out.iter().any(is_outside));
            out.iter_mut().for_each(|dosage| *dosage = dosage.clamp(0.0, most));
        }
        calls.dosages = all;
    }

    fn drop_low(&self, field: Option<Field<'_>>, least: Option<u32>, calls: &mut Calls, counted: &mut u64) {
        let (Some(field), Some(least)) = (field, least) else { return };
        for sample in 0..self.samples {
            let value = field.numbers(sample).next().flatten();
            if value.is_none_or(|value| value >= f64::from(least)) {
                continue;
            }
            *counted += 1;
            let width = calls.width;
            let slots = calls.alleles.get_mut(sample * width..(sample + 1) * width).unwrap_or_default();
            slots.iter_mut().filter(|slot| **slot != Calls::ABSENT).for_each(|slot| *slot = Calls::MISSING);
            let dosages = calls.dosages.get_mut(sample * self.alts..(sample + 1) * self.alts).unwrap_or_default();
            dosages.fill(f64::NAN);
        }
    }
}

fn per_alt(field: Field<'_>, sample: usize, out: &mut [f64]) -> bool {
    let mut given = 0;
    for (slot, value) in out.iter_mut().zip(field.numbers(sample)) {
        let Some(value) = value else { return false };
        *slot = value;
        given += 1;
    }
    given == out.len()
}

fn of_haplotypes(field: Field<'_>, sample: usize, out: &mut [f64]) -> bool {
    let [slot] = out else { return false };
    let mut sum = 0.0;
    let mut given = 0;
    for value in field.numbers(sample) {
        let Some(value) = value else { return false };
        sum += value;
        given += 1;
    }
    *slot = sum;
    given > 0
}

/// Genotypes `jk` of two copies stand at k(k+1)/2 + j, j ≤ k; of one copy in the order of the alleles.
fn of_probabilities(field: Field<'_>, sample: usize, out: &mut [f64]) -> bool {
    let values: Option<Vec<f64>> = field.numbers(sample).collect();
    let Some(values) = values else { return false };
    let alleles = out.len() + 1;
    let sum: f64 = values.iter().sum();
    if (sum - 1.0).abs() > 0.15 || values.iter().any(|value| *value < 0.0) {
        return false;
    }
    out.fill(0.0);
    let mut add = |allele: usize, expected: f64| {
        if let Some(slot) = allele.checked_sub(1).and_then(|alt| out.get_mut(alt)) {
            *slot += expected / sum;
        }
    };
    if values.len() == alleles {
        values.iter().enumerate().for_each(|(allele, value)| add(allele, *value));
    } else if values.len() == alleles * (alleles + 1) / 2 {
        let (mut low, mut high) = (0, 0);
        for value in values {
            add(low, value);
            add(high, value);
            (low, high) = if low == high { (0, high + 1) } else { (low + 1, high) };
        }
    } else {
        return false;
    }
    true
}
