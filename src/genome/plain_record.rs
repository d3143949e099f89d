//! Holds records of one sample in short: a place, two alleles and a call of two copies, as nearly all records of a genome are.

use super::{Calls, Record, RsId, Site};

/// A record with REF and one ALT, both of A, C, G and T alone, and the call of an only sample: two copies, called both or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainRecord {
    /// Chromosome and position of the first base of REF.
    pub site: Site,
    /// The rsID, where the record has one.
    pub id: RsId,
    /// Where REF begins in the text that the record is of; ALT stands behind it and one byte.
    pub alleles: u32,
    /// Bases of REF.
    pub reference_bases: u16,
    /// Bases of ALT.
    pub alternate_bases: u16,
    /// The alleles themselves where each is one base: the text may lie far from who works on the record.
    pub single: SingleBases,
    /// Allele indices, or [`Calls::MISSING`] twice.
    pub call: [u8; 2],
    /// Whether the file's own filters let the record pass, or it says nothing of them.
    pub passes: bool,
}

/// REF and ALT of one base each, in two bits each; or neither, of longer ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SingleBases(u8);

impl SingleBases {
    const NEITHER: Self = Self(u8::MAX);
    /// By what two bits of the letters say.
    const LETTERS: [u8; 4] = [b'A', b'C', b'T', b'G'];

    /// Of alleles of A, C, G and T alone.
    #[inline]
    pub fn of(reference: &[u8], alternate: &[u8]) -> Self {
        match (reference, alternate) {
            ([reference], [alternate]) => Self(reference >> 1 & 3 | (alternate >> 1 & 3) << 2),
            _ => Self::NEITHER,
        }
    }

    /// REF and ALT; none of longer ones.
    #[inline]
    pub fn get(self) -> Option<[u8; 2]> {
        let [reference, alternate] = [self.0 & 3, self.0 >> 2 & 3].map(usize::from);
        (self != Self::NEITHER).then_some([*Self::LETTERS.get(reference)?, *Self::LETTERS.get(alternate)?])
    }
}

/// Plain records that follow each other, and the text that their alleles are in.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainRun<'a> {
    /// The records, in file order.
    pub records: &'a [PlainRecord],
    /// What [`PlainRecord::alleles`] counts in.
    pub text: &'a [u8],
}

impl<'a> PlainRun<'a> {
    /// REF and ALT of one of the records.
    #[inline]
    pub fn alleles(&self, record: &PlainRecord) -> [&'a [u8]; 2] {
        let from = record.alleles as usize;
        let behind = from + usize::from(record.reference_bases);
        let of = |from: usize, bases: u16| self.text.get(from..from + usize::from(bases)).unwrap_or_default();
        [of(from, record.reference_bases), of(behind + 1, record.alternate_bases)]
    }

    /// One of the records as any is given.
    pub fn expand(&self, plain: &PlainRecord, record: &mut Record, calls: &mut Calls) {
        record.begin(plain.site, plain.id);
        for allele in self.alleles(plain) {
            record.push_allele(allele);
        }
        record.end = plain.site.position().saturating_add(u32::from(plain.reference_bases).saturating_sub(1));
        record.passes = plain.passes;
        calls.begin(0, 2);
        calls.alleles.extend_from_slice(&plain.call);
    }
}
