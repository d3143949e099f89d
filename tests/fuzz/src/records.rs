//! Any bytes as a file of records.

use super::{Told, stored, tell};
use tallele::bytes::PlainStream;
use tallele::error::Result;
use tallele::formats::vcf::VcfReader;
use tallele::genome::{Calls, Dosage, Reading, Record, RecordStream};

/// Records, calls and findings in words, and how it ended.
fn read_vcf(data: &[u8], reading: Reading) -> (Vec<String>, Option<Told>) {
    let mut said = Vec::new();
    let end = (|| -> Result<()> {
        let mut reader = VcfReader::new(Box::new(PlainStream::new(stored(data))), reading)?;
        let (mut record, mut calls) = (Record::default(), Calls::default());
        while reader.next_record(&mut record)? {
            reader.read_calls(&mut calls)?;
            let samples = reader.samples().len();
            assert!(record.alleles() > 0 && record.alleles() <= Record::ALLELES_MAX);
            assert!(record.site.is_some() && record.end >= record.site.position());
            assert_eq!(calls.alleles.len(), samples * calls.width);
            let alts = record.alleles() - 1;
            assert!(calls.dosages.is_empty() || calls.dosages.len() == samples * alts);
            for call in &calls.alleles {
                assert!(usize::from(*call) <= alts || matches!(*call, Calls::MISSING | Calls::ABSENT));
            }
            for dosage in &calls.dosages {
                assert!(dosage.is_nan() || (0.0..=32.0).contains(dosage), "a dosage out of range");
            }
            assert!(reader.bytes_done() <= data.len() as u64);
            said.push(format!("{record:?} {calls:?}"));
        }
        said.push(format!("{:?}", reader.findings()));
        Ok(())
    })();
    (said, end.err().map(|error| tell(&error)))
}

/// Any bytes as a VCF: nothing out of range is given, and twice the same.
pub fn vcf(data: &[u8]) {
    for dosage in [Dosage::Hard, Dosage::Expected, Dosage::Probabilities] {
        for least in [None, Some(20)] {
            let reading = Reading { dosage, least_quality: least, least_depth: least };
            assert_eq!(read_vcf(data, reading), read_vcf(data, reading));
        }
    }
}
