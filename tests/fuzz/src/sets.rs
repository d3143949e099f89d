//! The bodies that read PLINK sets and Zstandard.

use super::{SEPARATOR, drain, stored, tell};
use tallele::bytes::{PlainStream, ZstdStream};
use tallele::error::Result;
use tallele::formats::plink1::BedReader;
use tallele::formats::plink2::PgenReader;
use tallele::genome::{Calls, Dosage, Reading, Record, RecordStream};

/// Records read before a body stops.
const RECORDS_MAX: usize = 2_000;

/// Any bytes as a Zstandard file: the same text and error for every step.
pub fn zstd(data: &[u8]) {
    let bytes = data.len() as u64;
    let whole = drain(&mut ZstdStream::new(stored(data)), 1 << 16, bytes);
    let small = drain(&mut ZstdStream::new(stored(data)), 13, bytes);
    assert_eq!(whole, small);
}

/// Genotypes, variants and samples in one input, with [`SEPARATOR`] between; the genotypes last, as they hold any bytes.
fn members(data: &[u8]) -> Option<[&[u8]; 3]> {
    let cut = |data: &[u8]| data.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
    let first = cut(data)?;
    let (variants, rest) = (&data[..first], &data[first + SEPARATOR.len()..]);
    let second = cut(rest)?;
    Some([&rest[second + SEPARATOR.len()..], variants, &rest[..second]])
}

/// The calls of every `step`th record, as far as they could be read, and whether that was to the end.
fn calls(opened: Result<impl RecordStream>, step: usize) -> (Vec<(usize, Calls)>, bool) {
    let mut all = Vec::new();
    let outcome = opened.and_then(|mut stream| {
        let samples = stream.samples().len();
        let (mut record, mut calls) = (Record::default(), Calls::default());
        for index in 0..RECORDS_MAX {
            if !stream.next_record(&mut record)? {
                break;
            }
            assert!(record.alleles() >= 1 && record.alleles() <= Record::ALLELES_MAX);
            if index % step != step - 1 {
                continue;
            }
            stream.read_calls(&mut calls)?;
            let is_allele = |allele: &u8| usize::from(*allele) < record.alleles() || *allele == Calls::MISSING;
            assert!(calls.alleles.len() == 2 * samples && calls.alleles.iter().all(is_allele));
            assert!(calls.dosages.is_empty() || calls.dosages.len() == samples * (record.alleles() - 1));
            assert!(calls.dosages.iter().all(|dosage| dosage.is_nan() || (0.0..=2.0).contains(dosage)));
            all.push((index, calls.clone()));
        }
        stream.findings();
        Ok(())
    });
    if let Err(error) = &outcome {
        tell(error);
    }
    (all, outcome.is_ok())
}

/// What is read of every third record is what is read of it among all.
fn check_skipping((all, is_whole): (Vec<(usize, Calls)>, bool), (some, some_whole): (Vec<(usize, Calls)>, bool)) {
    let same = |one: &Calls, other: &Calls| {
        let bits = |calls: &Calls| calls.dosages.iter().map(|dosage| dosage.to_bits()).collect::<Vec<_>>();
        one.alleles == other.alleles && bits(one) == bits(other)
    };
    for (index, calls) in &some {
        if let Some((_, among_all)) = all.get(*index) {
            assert!(same(calls, among_all), "record {index} differs after skipping");
        }
    }
    assert!(some_whole || !is_whole, "skipping brings an error");
}

/// Any three files as a PLINK 1 set.
pub fn bed(data: &[u8]) {
    let Some([bed, bim, fam]) = members(data) else { return };
    let plain = |data: &[u8]| Box::new(PlainStream::new(stored(data)));
    let open = || BedReader::new(stored(bed), plain(bim), plain(fam));
    check_skipping(calls(open(), 1), calls(open(), 3));
}

/// Any three files as a PLINK 2 set.
pub fn pgen(data: &[u8]) {
    let Some([pgen, pvar, psam]) = members(data) else { return };
    let plain = |data: &[u8]| Box::new(PlainStream::new(stored(data)));
    for dosage in [Dosage::Hard, Dosage::Expected] {
        let reading = Reading { dosage, ..Reading::default() };
        let open = || PgenReader::new(stored(pgen), plain(pvar), plain(psam), reading);
        check_skipping(calls(open(), 1), calls(open(), 3));
    }
}

/// Records of a whole set; `None` where reading it brings an error.
pub fn records_of(data: &[u8], is_pgen: bool) -> Option<usize> {
    let [genotypes, variants, samples] = members(data)?;
    let plain = |data: &[u8]| Box::new(PlainStream::new(stored(data)));
    let (all, is_whole) = match is_pgen {
        true => calls(PgenReader::new(stored(genotypes), plain(variants), plain(samples), Reading::default()), 1),
        false => calls(BedReader::new(stored(genotypes), plain(variants), plain(samples)), 1),
    };
    is_whole.then_some(all.len())
}
