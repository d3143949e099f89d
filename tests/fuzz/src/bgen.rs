//! Any bytes as a BGEN file, with a list of samples beside it or not, and as an index of one.

use super::{SEPARATOR, Told, stored, tell};
use tallele::bytes::PlainStream;
use tallele::error::Result;
use tallele::formats::bgen::{BgenIndex, BgenReader, Indexed, read_sample_file};
use tallele::genome::{Calls, Chromosome, Reading, Record, RecordStream};

/// Records read before a body stops.
const RECORDS_MAX: usize = 500;

fn open(bgen: &[u8], list: Option<&[u8]>) -> Result<BgenReader> {
    let people = list.map(|list| read_sample_file(Box::new(PlainStream::new(stored(list))))).transpose()?;
    BgenReader::new(stored(bgen), people, Reading::default())
}

/// Every record in words with its calls, where it begins, and how the file ended. Calls that cannot be read end nothing.
fn read(bgen: &[u8], list: Option<&[u8]>) -> (Vec<(u64, String)>, Option<Told>) {
    let mut said = Vec::new();
    let end = (|| -> Result<()> {
        let mut reader = open(bgen, list)?;
        let samples = reader.samples().len();
        let (mut record, mut calls) = (Record::default(), Calls::default());
        for _ in 0..RECORDS_MAX {
            let start = reader.bytes_done();
            if !reader.next_record(&mut record)? {
                break;
            }
            let alts = record.alleles() - 1;
            assert!(alts < Record::ALLELES_MAX && reader.bytes_done() <= bgen.len() as u64);
            assert!(!record.site.is_some() || record.end >= record.site.position());
            let text = match reader.read_calls(&mut calls) {
                Ok(()) => {
                    check(&calls, samples, alts);
                    format!("{record:?} {calls:?}")
                }
                Err(error) => format!("{record:?} {:?}", tell(&error)),
            };
            said.push((start, text));
        }
        assert!(reader.findings().iter().all(|one| one.count > 0));
        Ok(())
    })();
    (said, end.err().map(|error| tell(&error)))
}

fn check(calls: &Calls, samples: usize, alts: usize) {
    assert_eq!(calls.alleles.len(), samples * calls.width);
    assert!(calls.dosages.is_empty() || calls.dosages.len() == samples * alts);
    for call in &calls.alleles {
        assert!(usize::from(*call) <= alts || matches!(*call, Calls::MISSING | Calls::ABSENT));
    }
    assert!(calls.dosages.iter().all(|dosage| dosage.is_nan() || (0.0..=32.0).contains(dosage)));
    for sample in 0..samples.min(100) {
        for allele in 0..=alts.min(5) as u8 {
            let copies = calls.expected_copies(sample, allele, alts);
            assert!(copies.is_none_or(|copies| (-1e-9..=32.0).contains(&copies)), "{copies:?}");
        }
    }
}

/// The same twice, and after a jump to each record what was read there in passing.
pub fn bgen(data: &[u8]) {
    let cut = data.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
    let (list, bgen) = match cut {
        Some(cut) => (Some(&data[..cut]), &data[cut + SEPARATOR.len()..]),
        None => (None, data),
    };
    let whole = read(bgen, list);
    assert_eq!(whole, read(bgen, list));
    let Ok(mut reader) = open(bgen, list) else { return };
    let (mut record, mut calls) = (Record::default(), Calls::default());
    for (start, text) in whole.0.iter().rev().take(8) {
        reader.seek_to(*start).expect("a place among the variants");
        assert!(reader.next_record(&mut record).expect("a record"));
        let read = match reader.read_calls(&mut calls) {
            Ok(()) => format!("{record:?} {calls:?}"),
            Err(error) => format!("{record:?} {:?}", tell(&error)),
        };
        assert_eq!(read, *text);
    }
}

/// Records of a whole file; `None` where reading it brings an error.
pub fn bgen_records(data: &[u8]) -> Option<usize> {
    let (records, end) = read(data, None);
    end.is_none().then_some(records.len())
}

/// What the index of [`bgi`] is of, as far as it looks.
pub const INDEXED: &[u8] = b"not a BGEN file, but of its length and beginning";

/// What an index finds on all chromosomes, whole and in part.
fn ranges(data: &[u8]) -> Result<Vec<Vec<Indexed>>> {
    let mut index = BgenIndex::open(stored(data), &stored(INDEXED))?;
    let mut all = Vec::new();
    for of in (1..=25).filter_map(Chromosome::from_index) {
        for (first, last) in [(0, u32::MAX), (150, 350), (9, 8)] {
            let found = index.within(of, first, last)?;
            assert!(found.iter().all(|one| (first..=last).contains(&one.position)));
            assert!(found.windows(2).all(|pair| pair[0].offset <= pair[1].offset));
            all.push(found);
        }
    }
    Ok(all)
}

/// Any bytes as an index: the same twice, and nothing out of the range that was asked for.
pub fn bgi(data: &[u8]) {
    let read = || ranges(data).map_err(|error| tell(&error));
    assert_eq!(read(), read());
}

/// Variants that an index finds in whole chromosomes; `None` where reading it brings an error.
pub fn bgi_variants(data: &[u8]) -> Option<usize> {
    ranges(data).ok().map(|found| found.iter().step_by(3).map(Vec::len).sum())
}
