//! Small files by hand: every field of the header, and what does not fit together.

use super::*;
use crate::bytes::{MemorySource, PlainStream};
use std::rc::Rc;

fn stream(text: &str) -> Box<dyn ByteStream> {
    Box::new(PlainStream::new(Rc::new(MemorySource::new("list", text))))
}

const PSAM: &str = "#IID\ta\nx\t1\ny\t1\nz\t1\n";

/// Three variants at 1:1, 1:2 and 1:3, the second with two ALTs.
const PVAR: &str = "#CHROM POS ID REF ALT\n1 1 rs1 A C\n1 2 rs2 A C,G\n1 3 rs3 A .\n";

/// A file of mode 0x10 with 8-bit types and 1-byte lengths; `more` is what the header has behind those.
fn variable(control: u8, records: &[(u8, &[u8])], more: &[u8]) -> Vec<u8> {
    let mut file =
        [&[0x6c, 0x1b, 0x10][..], &(records.len() as u32).to_le_bytes(), &3u32.to_le_bytes(), &[control]].concat();
    let start = 12 + 8 + 2 * records.len() + more.len();
    file.extend_from_slice(&(start as u64).to_le_bytes());
    file.extend(records.iter().map(|(kind, _)| *kind));
    file.extend(records.iter().map(|(_, bytes)| bytes.len() as u8));
    file.extend_from_slice(more);
    records.iter().for_each(|(_, bytes)| file.extend_from_slice(bytes));
    file
}

/// Three records: plain, further ALTs and phase, plain with a call of an ALT that has no name.
const RECORDS: [(u8, &[u8]); 3] =
    [(0, &[0b11_01_00]), (0x18, &[0b10_01_01, 0x00, 0b10, 0b1, 0b1, 0b110]), (2, &[1, 0, 0b10])];

fn open(pgen: Vec<u8>, reading: Reading) -> Result<PgenReader> {
    PgenReader::new(Rc::new(MemorySource::new("set.pgen", pgen)), stream(PVAR), stream(PSAM), reading)
}

/// The calls of each record, and whether its REF is certain.
fn read(pgen: Vec<u8>, reading: Reading) -> Result<Vec<String>> {
    let (mut reader, mut record, mut calls) = (open(pgen, reading)?, Record::default(), Calls::default());
    let mut rows = Vec::new();
    while reader.next_record(&mut record)? {
        reader.read_calls(&mut calls)?;
        let show = |allele: &u8| if *allele == Calls::MISSING { ".".to_owned() } else { allele.to_string() };
        let pairs: Vec<String> = calls.alleles.chunks(2).map(|pair| pair.iter().map(show).collect()).collect();
        rows.push(format!("{} {} {:?}", pairs.join(" "), reader.ref_is_certain(), calls.dosages));
    }
    let unnamed: Vec<u64> = reader.findings().iter().map(|finding| finding.count).collect();
    let missing = rows.last().map_or(0, |row| row.matches("..").count() as u64);
    assert_eq!(unnamed, [missing], "calls of an allele without a name");
    Ok(rows)
}

#[test]
fn every_field_of_the_header() {
    let rows: [(&str, u8, &[u8], [bool; 3]); 6] = [
        ("nothing more", 0x04, &[], [true; 3]),
        ("certain", 0x44, &[], [true; 3]),
        ("provisional", 0x84, &[], [false; 3]),
        ("a flag each", 0xc4, &[0b010], [true, false, true]),
        ("counts of alleles", 0x54, &[2, 3, 2], [true; 3]),
        ("wide counts of ALTs and flags", 0xe4, &[1, 0, 2, 0, 1, 0, 0b100], [true, true, false]),
    ];
    let calls = ["00 01 ..", "01 02 22", ".. .. .."];
    for (name, control, more, certain) in rows {
        let found = read(variable(control, &RECORDS, more), Reading::default()).unwrap();
        let expected: Vec<String> =
            calls.iter().zip(certain).map(|(calls, certain)| format!("{calls} {certain} []")).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn dosages_where_they_are_asked_for() {
    // All calls of the first are missing; the second is not dosed.
    let dosed: [u8; 7] = [0b11_11_11, 0x00, 0x20, 0xff, 0xff, 0x00, 0x80];
    let records: [(u8, &[u8]); 3] = [(0x40, &dosed), RECORDS[1], (0, &[0b01_01])];
    let expected = |dosages: &str| format!(".. .. .. true {dosages}");
    let asked = Reading { dosage: Dosage::Expected, ..Reading::default() };
    assert_eq!(read(variable(0x44, &records, &[]), asked).unwrap()[0], expected("[0.5, NaN, 2.0]"));
    assert_eq!(read(variable(0x44, &records, &[]), Reading::default()).unwrap()[0], expected("[]"));
    // A file of mode 3 may have dosages only.
    let mut file = [&[0x6c, 0x1b, 3][..], &3u32.to_le_bytes(), &3u32.to_le_bytes(), &[0x40]].concat();
    file.extend_from_slice(&dosed);
    file.extend_from_slice(&[0; 7]);
    file.extend_from_slice(&[0b01_01, 0, 0, 0, 0, 0, 0]);
    let error = open(file.clone(), Reading::default()).and_then(|mut reader| {
        let (mut record, mut calls) = (Record::default(), Calls::default());
        assert!(reader.next_record(&mut record)?);
        reader.read_calls(&mut calls)?;
        assert_eq!((calls.dosages[0], calls.dosages[2]), (0.5, 2.0));
        let mut packed = PackedCalls::default();
        packed.set(1, &[1]);
        assert!(!reader.read_packed(&mut packed)? && packed.samples() == 0);
        assert!(reader.next_record(&mut record)?);
        file[19] = 0xff;
        reader.read_calls(&mut calls)
    });
    // The second has two ALTs and hard calls: those count.
    assert!(error.is_ok(), "{error:?}");
}

/// With hard calls alone, dosages are passed over: what is left behind them was unseen.
#[test]
fn bytes_behind_dosages_that_nobody_asked_for() {
    for (name, dosed) in [("right", &[0b01_00_10, 0b1, 0, 0x40][..]), ("a byte more", &[0b01_00_10, 0b1, 0, 0x40, 0])] {
        let records: [(u8, &[u8]); 3] = [(0x60, dosed), RECORDS[1], RECORDS[2]];
        let mut reader = open(variable(0x44, &records, &[]), Reading::default()).unwrap();
        let mut packed = PackedCalls::default();
        assert!(reader.next_record(&mut Record::default()).unwrap());
        let (calls, all) = (reader.read_calls(&mut Calls::default()), reader.read_packed(&mut packed));
        let code = (name != "right").then_some("record-corrupt");
        assert_eq!(calls.err().map(|error| error.code()), code, "{name}");
        assert_eq!(all.err().map(|error| error.code()), code, "{name}");
    }
}

/// 256 samples take two bytes where a list of them begins: PLINK 2 writes as many as the number 256 needs.
#[test]
fn a_list_of_256_samples() {
    let mut file = [&[0x6c, 0x1b, 0x10][..], &1u32.to_le_bytes(), &256u32.to_le_bytes(), &[0x44]].concat();
    file.extend_from_slice(&22u64.to_le_bytes());
    // All REF but the samples 7 and 255.
    let record = [2, 7, 0, 0b0110, 0xf8, 1];
    file.extend_from_slice(&[4, record.len() as u8]);
    file.extend_from_slice(&record);
    let psam: String = (0..256).map(|sample| format!("s{sample}\n")).collect();
    let lists = (stream("#CHROM POS ID REF ALT\n1 1 . A C\n"), stream(&format!("#IID\n{psam}")));
    let pgen = Rc::new(MemorySource::new("set.pgen", file));
    let mut reader = PgenReader::new(pgen, lists.0, lists.1, Reading::default()).unwrap();
    let mut calls = Calls::default();
    assert!(reader.next_record(&mut Record::default()).unwrap());
    reader.read_calls(&mut calls).unwrap();
    let changed: Vec<usize> = (0..256).filter(|sample| calls.alleles[2 * sample + 1] > 0).collect();
    assert_eq!((changed, &calls.alleles[14..16], &calls.alleles[510..]), (vec![7, 255], &[1, 1][..], &[0, 1][..]));
}

/// A change to a right file.
type Change = fn(&mut Vec<u8>);

#[test]
fn what_does_not_fit_has_a_code_and_a_byte() {
    let rows: [(&str, Change, &str, Option<u64>); 19] = [
        ("no bytes", Vec::clear, "file-truncated", Some(0)),
        ("the magic number", |file| file[1] = 0, "header-corrupt", Some(0)),
        ("cut in the header", |file| file.truncate(11), "file-truncated", Some(11)),
        ("cut in the tables", |file| file.truncate(24), "file-truncated", Some(24)),
        ("cut in the last record", |file| file.truncate(35), "file-truncated", Some(35)),
        ("a byte more", |file| file.push(0), "header-corrupt", Some(36)),
        ("sample-major", |file| file[2] = 0, "storage-unsupported", Some(2)),
        ("an extended header", |file| file[2] = 0x11, "storage-unsupported", Some(2)),
        ("an index of its own", |file| file[2] = 0x20, "storage-unsupported", Some(2)),
        ("a private mode", |file| file[2] = 0x80, "storage-unsupported", Some(2)),
        ("reserved lengths", |file| file[11] = 0x48, "storage-unsupported", Some(11)),
        ("other samples", |file| file[7] = 4, "set-disagrees", Some(7)),
        ("no variants", |file| file[3] = 0, "header-corrupt", Some(3)),
        ("another first record", |file| file[12] += 1, "header-corrupt", Some(12)),
        ("a first record that refers to one", |file| file[20] = 2, "record-corrupt", Some(26)),
        ("lengths that end elsewhere", |file| file[23] = 2, "file-truncated", Some(36)),
        ("a length of another record", |file| (file[23], file[24]) = (2, 5), "record-corrupt", Some(26)),
        ("bits behind the last sample", |file| file[26] |= 0x40, "record-corrupt", Some(26)),
        ("a sample that is not there", |file| file[34] = 3, "record-corrupt", Some(33)),
    ];
    let right = variable(0x44, &RECORDS, &[]);
    assert_eq!(right.len(), 36);
    for (name, change, code, byte) in rows {
        let mut file = right.clone();
        change(&mut file);
        let error = read(file, Reading::default()).unwrap_err();
        assert_eq!((error.code(), error.place().byte), (code, byte), "{name}");
        assert_eq!(error.place().input.as_deref(), Some("set.pgen"), "{name}");
    }
}

#[test]
fn lists_that_do_not_fit() {
    let rows = [
        ("a variant too few", "#CHROM POS ID REF ALT\n1 1 . A C\n1 2 . A C,G\n", "set-disagrees", None),
        (
            "a variant too many",
            "#CHROM POS ID REF ALT\n1 1 . A C\n1 2 . A C,G\n1 3 . A C\n1 4 . A C\n\n",
            "set-disagrees",
            None,
        ),
        (
            "one ALT where calls have two",
            "#CHROM POS ID REF ALT\n1 1 . A C\n1 2 . A C\n1 3 . A C\n",
            "record-corrupt",
            None,
        ),
        (
            "a position that is none",
            "#CHROM POS ID REF ALT\n1 1 . A C\n1 x . A C\n1 3 . A C\n",
            "bad-position",
            Some(3),
        ),
    ];
    for (name, pvar, code, line) in rows {
        let pgen = Rc::new(MemorySource::new("set.pgen", variable(0x44, &RECORDS, &[])));
        let mut reader = PgenReader::new(pgen, stream(pvar), stream(PSAM), Reading::default()).unwrap();
        let (mut record, mut calls) = (Record::default(), Calls::default());
        let error = loop {
            let read = reader.next_record(&mut record).and_then(|is_there| {
                assert!(is_there, "{name}: no error");
                reader.read_calls(&mut calls)
            });
            if let Err(error) = read {
                break error;
            }
        };
        assert_eq!((error.code(), error.place().line), (code, line), "{name}");
        assert_eq!(
            error.place().input.as_deref(),
            Some(if line.is_some() { "set.pvar" } else { "set.pgen" }),
            "{name}"
        );
    }
    let counts = variable(0x54, &RECORDS, &[2, 4, 2]);
    assert_eq!(read(counts, Reading::default()).unwrap_err().code(), "set-disagrees");
}
