//! Small files by hand, in both orders.

use super::*;
use crate::bytes::{MemorySource, PlainStream};
use std::rc::Rc;

fn stream(text: &str) -> Box<dyn ByteStream> {
    Box::new(PlainStream::new(Rc::new(MemorySource::new("list", text))))
}

const FAM: &str = "f a 0 0 1 -9\nf b 0 0 2 -9\nf c 0 0 0 -9\nf d 0 0 0 -9\nf e 0 0 0 -9\n";

const BIM: &str = "1 rs1 0 1 A C\nHLA x 0 2 A C\n1 rs3 0 3 0 C\n";

/// Three variants of five samples.
const VARIANTS: [u8; 9] = [0x6c, 0x1b, 1, 0b00_10_01_11, 0b11, 0xff, 0b11, 0b11_11_11_10, 0b01];

/// The same with a byte for each sample.
const SAMPLES: [u8; 8] = [0x6c, 0x1b, 0, 0b10_11_11, 0b11_11_01, 0b11_11_10, 0b11_11_00, 0b01_11_11];

fn open(bed: &[u8], bim: &str) -> Result<BedReader> {
    BedReader::new(Rc::new(MemorySource::new("set.bed", bed)), stream(bim), stream(FAM))
}

fn read(bed: &[u8], bim: &str) -> Result<Vec<String>> {
    let (mut reader, mut record, mut calls, mut packed) =
        (open(bed, bim)?, Record::default(), Calls::default(), PackedCalls::default());
    let mut rows = Vec::new();
    while reader.next_record(&mut record)? {
        reader.read_calls(&mut calls)?;
        let show = |allele: &u8| if *allele == Calls::MISSING { ".".to_owned() } else { allele.to_string() };
        let pairs: Vec<String> = calls.alleles.chunks(2).map(|pair| pair.iter().map(show).collect()).collect();
        rows.push(format!("{} {} {}", record.site, record.alleles(), pairs.join(" ")));
        if reader.read_packed(&mut packed)? {
            rows.push(format!("{:?}", packed.bytes()));
        }
    }
    assert!(reader.bytes_done() >= bed.len() as u64 && !reader.ref_is_certain());
    let found: Vec<_> = reader.findings().iter().map(|finding| (finding.code, finding.count)).collect();
    assert_eq!(found, [("other-contigs", 1), ("unnamed-alleles", 1)]);
    Ok(rows)
}

#[test]
fn both_orders_say_the_same() {
    let expected = ["1:1 2 00 .. 01 11 00", "[156, 0]", "1:3 1 .. 00 00 00 .."];
    assert_eq!(read(&VARIANTS, BIM).unwrap(), expected);
    assert_eq!(read(&SAMPLES, BIM).unwrap(), expected);
}

#[test]
fn broken_files_have_a_code_and_a_byte() {
    let two = "1 rs1 0 1 A C\n1 rs2 0 2 A C\n";
    let four = "1 rs1 0 1 A C\n1 rs2 0 2 A C\n1 rs3 0 3 A C\n1 rs4 0 4 A C\n1 rs5 0 5 A C\n";
    let rows: [(&str, &[u8], &str, &str, Option<u64>); 11] = [
        ("no bytes", b"", BIM, "file-truncated", Some(0)),
        ("two bytes", b"\x6c\x1b", BIM, "file-truncated", Some(2)),
        ("another magic number", b"\x6c\x1c\x01", BIM, "header-corrupt", Some(0)),
        ("another order", b"\x6c\x1b\x02", BIM, "header-corrupt", Some(2)),
        ("cut in a variant", &VARIANTS[..8], BIM, "file-truncated", Some(8)),
        ("cut before a variant", &VARIANTS[..7], BIM, "set-disagrees", None),
        ("fewer variants in the list", &VARIANTS, two, "set-disagrees", None),
        ("more variants in the list", &VARIANTS, four, "set-disagrees", None),
        ("cut in a sample", &SAMPLES[..7], BIM, "file-truncated", Some(7)),
        ("sample-major without genotypes", &SAMPLES[..3], BIM, "file-truncated", Some(3)),
        ("sample-major, more variants", &SAMPLES, four, "set-disagrees", None),
    ];
    for (name, bed, bim, code, byte) in rows {
        let error = read(bed, bim).unwrap_err();
        assert_eq!((error.code(), error.place().byte), (code, byte), "{name}");
        assert_eq!(error.place().input.as_deref(), Some("set.bed"), "{name}");
    }
}

#[test]
fn a_large_sample_major_file_is_refused() {
    let mut bed = vec![0; 3 + usize::try_from(SAMPLE_MAJOR_BYTES_MAX).unwrap().next_multiple_of(5)];
    bed[..3].copy_from_slice(b"\x6c\x1b\x00");
    let error = open(&bed, BIM).err().unwrap();
    assert_eq!((error.code(), error.place().byte), ("storage-unsupported", Some(2)));
}
