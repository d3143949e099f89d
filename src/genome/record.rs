//! Holds one record of a file that lists REF and ALT alleles, and what every sample of it was called.

use super::{PackedCalls, PlainRun, RsId, Site};
use crate::error::Result;
use serde::Serialize;

/// Where a record lies and which alleles it lists; reused from record to record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Chromosome and position of the first base of REF.
    pub site: Site,
    /// The last position that the record speaks of: of a reference block its `END`, else that of the last base of REF.
    pub end: u32,
    /// The rsID, where the record has one.
    pub id: RsId,
    /// Whether the file's own filters let the record pass, or it says nothing of them.
    pub passes: bool,
    /// Whether the record says that nothing but REF was seen from `site` to `end` (a gVCF's reference block).
    pub is_reference_block: bool,
    text: Vec<u8>,
    /// Where each allele ends in `text`; REF first.
    ends: Vec<u32>,
}

impl Record {
    /// Most alleles that one record may list, REF among them; a record with more is counted and skipped.
    pub const ALLELES_MAX: usize = 254;

    /// Begins a record without alleles at this place.
    pub fn begin(&mut self, site: Site, id: RsId) {
        self.site = site;
        self.id = id;
        self.end = site.position();
        self.passes = true;
        self.is_reference_block = false;
        self.text.clear();
        self.ends.clear();
    }

    /// Adds an allele as written, REF first; letters become upper case.
    #[inline]
    pub fn push_allele(&mut self, allele: &[u8]) {
        match allele {
            [base] => self.text.push(base.to_ascii_uppercase()),
            _ => self.text.extend(allele.iter().map(u8::to_ascii_uppercase)),
        }
        self.ends.push(self.text.len() as u32);
    }

    /// Alleles listed, REF among them.
    pub fn alleles(&self) -> usize {
        self.ends.len()
    }

    /// An allele's text: index 0 is REF. Empty for an index that is not listed.
    pub fn allele(&self, index: usize) -> &[u8] {
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before).copied(),
            None => Some(0),
        };
        match (start, self.ends.get(index)) {
            (Some(start), Some(&end)) => self.text.get(start as usize..end as usize).unwrap_or_default(),
            _ => b"",
        }
    }

    /// Whether an allele is made of A, C, G and T only: not `*`, `<DEL>`, `<NON_REF>`, a breakend, or N.
    pub fn is_sequence(&self, index: usize) -> bool {
        let allele = self.allele(index);
        !allele.is_empty() && allele.iter().all(|base| matches!(base, b'A' | b'C' | b'G' | b'T'))
    }
}

/// A sample of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// As written: numbers, blanks and repetitions stay what they are.
    pub id: String,
    /// The family, where the format has one.
    pub family: Option<String>,
    /// The sex, where the file states it.
    pub sex: Option<super::Sex>,
}

/// What every sample was called at one record; reused from record to record.
///
/// Hard calls are allele indices, `width` of them a sample; a sample with fewer copies has [`Self::ABSENT`] behind them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calls {
    /// Allele indices that each sample has room for; 2 nearly always.
    pub width: usize,
    /// Shape: samples × `width`. [`Self::MISSING`] where an allele was not called.
    pub alleles: Vec<u8>,
    /// Expected copies of each ALT. Shape: samples × ALTs, or empty where the file has no dosages or they were not asked for.
    /// A sample without a dosage has [`f64::NAN`] in all of its ALTs, and its hard call counts.
    pub dosages: Vec<f64>,
    /// Where only some of the file's samples were kept, the frequency of each ALT among all of them, or [`f64::NAN`] where it
    /// says nothing. Empty where all are here.
    pub of_all: Vec<f64>,
}

impl Calls {
    /// With fewer samples a file's own frequencies say nothing of those that were not called.
    ///
    /// Source: PLINK 2, `--score` and `--bad-freqs`, which refuse to impute from fewer than 50 founders.
    pub const SAMPLES_FOR_FREQUENCY: usize = 50;

    /// An allele that was not called.
    pub const MISSING: u8 = 255;
    /// No further copy: haploid and absent calls.
    pub const ABSENT: u8 = 254;

    /// Begins calls of this shape, every allele missing and no dosages.
    pub fn begin(&mut self, samples: usize, width: usize) {
        self.width = width;
        self.alleles.clear();
        self.alleles.resize(samples * width, Self::MISSING);
        self.dosages.clear();
        self.of_all.clear();
    }

    /// The allele indices of one sample.
    pub fn of(&self, sample: usize) -> &[u8] {
        let from = sample * self.width;
        self.alleles.get(from..from + self.width).unwrap_or_default()
    }

    /// Keeps these samples alone, in this order; `alts` as of the record.
    pub fn select(&mut self, samples: &[usize], alts: usize) {
        let of_all = (1..=alts).map(|alt| self.frequency(alt as u8, alts).unwrap_or(f64::NAN)).collect();
        self.of_all = of_all;
        let (width, all) = (self.width, std::mem::take(&mut self.alleles));
        for &sample in samples {
            self.alleles.extend_from_slice(all.get(sample * width..(sample + 1) * width).unwrap_or_default());
        }
        if !self.dosages.is_empty() {
            let all = std::mem::take(&mut self.dosages);
            for &sample in samples {
                self.dosages.extend_from_slice(all.get(sample * alts..(sample + 1) * alts).unwrap_or_default());
            }
        }
    }

    /// Copies of one allele that a sample has, and copies of any; `None` where the call is missing, in part or whole.
    pub fn hard_copies(&self, sample: usize, allele: u8) -> Option<(u8, u8)> {
        let (mut of_it, mut of_any) = (0, 0);
        for &index in self.of(sample) {
            match index {
                Self::MISSING => return None,
                Self::ABSENT => {}
                _ => {
                    of_it += u8::from(index == allele);
                    of_any += 1;
                }
            }
        }
        (of_any > 0).then_some((of_it, of_any))
    }

    /// Copies that a sample has room for: those written, called or not, and two where nothing is.
    pub fn copies(&self, sample: usize) -> u8 {
        match self.of(sample).iter().filter(|&&allele| allele != Self::ABSENT).count() {
            0 => 2,
            written => u8::try_from(written).unwrap_or(u8::MAX),
        }
    }

    /// Share of an allele, of `alts` ALTs, in what is called of the file's samples; `None` with fewer than
    /// [`Self::SAMPLES_FOR_FREQUENCY`] of them or without a call.
    pub fn frequency(&self, allele: u8, alts: usize) -> Option<f64> {
        if !self.of_all.is_empty() {
            let frequency = match usize::from(allele).checked_sub(1) {
                Some(alt) => self.of_all.get(alt).copied(),
                None => Some(1.0 - self.of_all.iter().sum::<f64>()),
            };
            return frequency.filter(|frequency| !frequency.is_nan());
        }
        let samples = self.alleles.len().checked_div(self.width)?;
        if samples < Self::SAMPLES_FOR_FREQUENCY {
            return None;
        }
        let (mut of_it, mut of_any) = (0.0, 0.0);
        for sample in 0..samples {
            if let Some(copies) = self.expected_copies(sample, allele, alts) {
                of_it += copies;
                of_any += f64::from(self.copies(sample));
            }
        }
        (of_any > 0.0).then(|| of_it / of_any)
    }

    /// Expected copies of one allele, of `alts` ALTs: the dosage where there is one, else the hard call's. REF has what the
    /// ALTs leave of the sample's copies.
    pub fn expected_copies(&self, sample: usize, allele: u8, alts: usize) -> Option<f64> {
        let hard = self.hard_copies(sample, allele);
        let dosages = self.dosages.get(sample * alts..(sample + 1) * alts).unwrap_or_default();
        if dosages.first().is_none_or(|dosage| dosage.is_nan()) {
            return hard.map(|(copies, _)| f64::from(copies));
        }
        match usize::from(allele).checked_sub(1) {
            Some(alt) => dosages.get(alt).copied(),
            None => Some(f64::from(self.copies(sample)) - dosages.iter().sum::<f64>()),
        }
    }
}

/// What a reader takes from a file of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Which field counts.
    pub dosage: Dosage,
    /// Calls with a genotype quality below this are no-calls.
    pub least_quality: Option<u32>,
    /// Calls with fewer reads than this are no-calls.
    pub least_depth: Option<u32>,
}

impl Default for Reading {
    fn default() -> Self {
        Self { dosage: Dosage::Hard, least_quality: None, least_depth: None }
    }
}

/// Which field of a file counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Dosage {
    #[serde(rename = "gt")]
    /// The hard call (`GT`), and the dosage only where a record has no hard calls at all.
    Hard,
    #[serde(rename = "ds")]
    /// The dosage (`DS`, `HDS`) where a sample has one, else the hard call.
    Expected,
    #[serde(rename = "gp")]
    /// The expectation of the genotype probabilities (`GP`), else the hard call.
    Probabilities,
}

/// A reader of records. Calls are read only where somebody asks for them, so that a score on few sites costs little.
pub trait RecordStream {
    /// The samples, in file order.
    fn samples(&self) -> &[Sample];

    /// Reads the next record's place and alleles into `record`; `false` at the end. Records on other contigs are counted and
    /// skipped.
    ///
    /// Errors: whatever is wrong with the file, with its line or byte.
    fn next_record(&mut self, record: &mut Record) -> Result<bool>;

    /// The records that come next, as far as they are plain and at hand; they count as given. None of them where the file has
    /// several samples, or where [`Self::next_record`] is to be asked.
    ///
    /// Errors: those of [`Self::next_record`].
    fn next_plain(&mut self) -> Result<PlainRun<'_>> {
        Ok(PlainRun::default())
    }

    /// Reads the calls of the record given last. Shape: that of [`Self::samples`].
    ///
    /// Errors: whatever is wrong with the record, with its line or byte.
    fn read_calls(&mut self, calls: &mut Calls) -> Result<()>;

    /// Reads the calls of the record given last as the file packs them, where that is all there is to them; `false`, and `packed`
    /// empty, where [`Self::read_calls`] says more: with several ALTs or none, dosages that count, other ploidies, or as the
    /// format does not pack.
    ///
    /// Errors: those of [`Self::read_calls`].
    fn read_packed(&mut self, packed: &mut PackedCalls) -> Result<bool> {
        packed.clear();
        Ok(false)
    }

    /// Bytes of the stored file used so far.
    fn bytes_done(&self) -> u64;

    /// What was skipped or bent so far: contigs, half-calls, dosages out of range and the like.
    fn findings(&self) -> Vec<crate::finding::Finding>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Chromosome;

    #[test]
    fn alleles_of_a_record() {
        let mut record = Record::default();
        for _ in 0..2 {
            record.begin(Site::new(Chromosome::X, 7), RsId::from_number(3));
            for allele in ["ac", "A", "<DEL>", "*", "N"] {
                record.push_allele(allele.as_bytes());
            }
        }
        assert_eq!(record.alleles(), 5);
        assert_eq!((record.allele(0), record.allele(1), record.allele(5)), (&b"AC"[..], &b"A"[..], &b""[..]));
        let sequences: Vec<bool> = (0..6).map(|index| record.is_sequence(index)).collect();
        assert_eq!(sequences, [true, true, false, false, false, false]);
    }

    #[test]
    fn copies_of_hard_calls() {
        let (missing, absent) = (Calls::MISSING, Calls::ABSENT);
        let calls = Calls {
            width: 2,
            alleles: vec![0, 1, 1, absent, 0, missing, 2, 2],
            dosages: Vec::new(),
            of_all: Vec::new(),
        };
        let copies: Vec<_> = (0..5).map(|sample| calls.hard_copies(sample, 1)).collect();
        assert_eq!(copies, [Some((1, 2)), Some((1, 1)), None, Some((0, 2)), None]);
    }

    #[test]
    fn frequencies_need_samples() {
        let of = |samples: usize| {
            let mut calls = Calls::default();
            calls.begin(samples, 2);
            // A quarter has one copy of the ALT, a quarter two, the rest none; every fifth is not called.
            for (sample, slots) in calls.alleles.chunks_exact_mut(2).enumerate().filter(|(sample, _)| sample % 5 != 0) {
                slots.copy_from_slice(&[[0, 1], [1, 1], [0, 0], [0, 0]][sample % 4]);
            }
            calls
        };
        assert_eq!(of(49).frequency(1, 1), None);
        let mut calls = of(100);
        assert_eq!((calls.frequency(1, 1), calls.frequency(0, 1)), (Some(0.375), Some(0.625)));
        calls.select(&[1, 2], 1);
        assert_eq!((calls.alleles.len(), calls.frequency(1, 1), calls.frequency(0, 1)), (4, Some(0.375), Some(0.625)));
        let mut few = of(20);
        few.select(&[1, 2], 1);
        assert_eq!(few.frequency(1, 1), None);
    }

    #[test]
    fn expected_copies_prefer_dosages() {
        let absent = Calls::ABSENT;
        let dosages = vec![0.25, 1.5, f64::NAN, f64::NAN, 0.75, 0.0];
        let calls = Calls { width: 2, alleles: vec![1, 2, 1, 1, 1, absent], dosages, of_all: Vec::new() };
        let expected: Vec<_> = (0..3).map(|allele| calls.expected_copies(0, allele, 2)).collect();
        assert_eq!(expected, [Some(0.25), Some(0.25), Some(1.5)]);
        assert_eq!(calls.expected_copies(1, 1, 2), Some(2.0), "no dosage");
        assert_eq!(calls.expected_copies(2, 0, 2), Some(0.25), "one copy");
        let uncalled =
            Calls { width: 2, alleles: vec![255, absent, 255, 255], dosages: vec![0.25, 0.5], of_all: Vec::new() };
        let expected: Vec<_> = (0..2).map(|sample| uncalled.expected_copies(sample, 0, 1)).collect();
        assert_eq!(expected, [Some(0.75), Some(1.5)], "a dosage of one copy without a hard call");
    }
}
