//! Reads BGEN files and compares every call and dosage with the VCF that plink2 exports of the same file.

use std::path::Path;
use std::rc::Rc;
use tallele::bytes::{MemorySource, PlainStream};
use tallele::error::Result;
use tallele::formats::bgen::{BgenReader, read_sample_file};
use tallele::genome::{Calls, Reading, Record, RecordStream};

/// A file of these bytes, with the list of samples beside it if there is one.
pub fn open(bgen: &[u8], list: Option<&[u8]>) -> Result<BgenReader> {
    let source = |name: &str, bytes: &[u8]| Rc::new(MemorySource::new(name, bytes));
    let people =
        list.map(|list| read_sample_file(Box::new(PlainStream::new(source("set.sample", list))))).transpose()?;
    BgenReader::new(source("set.bgen", bgen), people, Reading::default())
}

/// How much a comparison covered.
#[derive(Debug, Default, PartialEq)]
pub struct Compared {
    pub records: usize,
    pub calls: usize,
    pub missing: usize,
    pub dosages: usize,
    pub further_alts: usize,
}

/// Compares with a VCF that plink2 exported, with `DS` of every call where there is one ALT.
pub fn compare(name: &str, stream: &mut BgenReader, vcf: &Path) -> Compared {
    let vcf = std::fs::read_to_string(vcf).expect("plink2 has written it");
    let (mut record, mut calls, mut done) = (Record::default(), Calls::default(), Compared::default());
    for line in vcf.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let place = format!("{name}: {}:{}", fields[0], fields[1]);
        assert!(stream.next_record(&mut record).unwrap_or_else(|error| panic!("{place}: {error:?}")), "{place}");
        assert_eq!(record.site.position().to_string(), fields[1], "{place}");
        let allele = |at| String::from_utf8_lossy(record.allele(at)).into_owned();
        let alts: Vec<String> = (1..record.alleles()).map(allele).collect();
        assert_eq!((allele(0), alts.join(",")), (fields[3].to_owned(), fields[4].to_owned()), "{place}");
        stream.read_calls(&mut calls).unwrap_or_else(|error| panic!("{place}: {error:?}"));
        assert_eq!(calls.alleles.len(), calls.width * (fields.len() - 9), "{place}");
        done.records += 1;
        for (sample, field) in fields[9..].iter().enumerate() {
            let place = format!("{place}, sample {sample}");
            let mut parts = field.split(':');
            let genotype: Vec<Option<u8>> =
                parts.next().unwrap_or("").split(['/', '|']).map(|allele| allele.parse().ok()).collect();
            for allele in 0..=alts.len() as u8 {
                let wanted = genotype.iter().filter(|copy| **copy == Some(allele)).count() as u8;
                let wanted = (!genotype.contains(&None)).then_some((wanted, genotype.len() as u8));
                assert_eq!(calls.hard_copies(sample, allele), wanted, "{place}");
            }
            done.calls += 1;
            done.missing += usize::from(genotype.contains(&None));
            done.further_alts += usize::from(genotype.iter().any(|copy| *copy > Some(1)));
            let ours = calls.expected_copies(sample, 1, alts.len());
            if let Some(Ok(dosage)) = parts.next().map(str::parse::<f64>) {
                let ours = ours.expect("a dosage");
                // PLINK keeps 16,384 steps and prints some of their digits.
                assert!((ours - dosage).abs() < 1e-4, "{place}: {ours} is not {dosage}");
                done.dosages += usize::from(ours.fract() != 0.0);
            } else if genotype.contains(&None) && alts.len() == 1 {
                assert_eq!(ours, None, "{place}");
            }
        }
    }
    assert!(!stream.next_record(&mut record).unwrap_or_else(|error| panic!("{name}: {error:?}")), "{name}: too many");
    done
}
