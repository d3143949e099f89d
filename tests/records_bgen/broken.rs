//! Broken files: cut anywhere, any bit flipped, false lengths. An error with its place or data of the same shape, never a panic.

use super::compare::open;
use super::drive;
use super::write::{Packing, every_kind, file};
use tallele::error::{Error, Result};
use tallele::genome::{Calls, Record, RecordStream};

/// Reads everything and checks its shape; all of it in words.
fn read_all(bytes: &[u8], list: Option<&[u8]>) -> Result<Vec<String>> {
    let mut reader = open(bytes, list)?;
    let samples = reader.samples().len();
    let (mut record, mut calls, mut all) = (Record::default(), Calls::default(), Vec::new());
    while reader.next_record(&mut record)? {
        reader.read_calls(&mut calls)?;
        let alts = record.alleles() - 1;
        assert_eq!(calls.alleles.len(), samples * calls.width);
        let is_allele = |allele: &u8| usize::from(*allele) <= alts || matches!(*allele, Calls::MISSING | Calls::ABSENT);
        assert!(calls.alleles.iter().all(is_allele));
        assert!(calls.dosages.is_empty() || calls.dosages.len() == samples * alts);
        assert!(calls.dosages.iter().all(|dosage| dosage.is_nan() || (0.0..=32.0).contains(dosage)));
        all.push(format!("{record:?} {:?} {:?}", calls.alleles, calls.dosages));
    }
    Ok(all)
}

fn assert_told(error: &Error, bytes: usize, name: &str) {
    assert_ne!(error.code(), "internal", "{name}");
    assert_eq!(error.place().input.as_deref(), Some("set.bgen"), "{name}");
    assert!(error.place().byte.is_some_and(|byte| byte <= bytes as u64), "{name}: {error:?}");
}

#[test]
fn a_file_cut_anywhere_is_an_error() {
    for packing in [Packing::Plain, Packing::Zlib, Packing::Zstd] {
        let whole = file(&every_kind(8), packing, true);
        assert_eq!(read_all(&whole, None).expect("a whole file").len(), 6);
        for length in 0..whole.len() {
            let error = read_all(&whole[..length], None).expect_err("a cut file");
            assert_told(&error, length, &format!("{packing:?}, {length} bytes"));
            assert_eq!(error.code(), "file-truncated", "{packing:?}, {length} bytes");
        }
        let longer = [&whole[..], b"\0"].concat();
        assert_eq!(read_all(&longer, None).expect_err("a byte too many").code(), "header-corrupt");
    }
}

/// Zlib data have a check value: no flipped bit of a packed block is accepted. Elsewhere an error, or data of the same shape.
#[test]
fn flipped_bits() {
    for packing in [Packing::Plain, Packing::Zlib, Packing::Zstd] {
        let variants = every_kind(8);
        let whole = file(&variants, packing, true);
        let truth = read_all(&whole, None).expect("a whole file");
        // The last variant's data are the last bytes; its place and length stand before them.
        let before = file(&variants[..5], packing, true).len() + 5 + 2 + 2 + 1 + 4 + 2 + 5 + 5 + 4;
        let before = if packing == Packing::Plain { before } else { before + 4 };
        let mut accepted = 0;
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                let name = format!("{packing:?}, bit {bit} of byte {at}");
                match read_all(&flipped, None) {
                    Err(error) => assert_told(&error, whole.len(), &name),
                    Ok(read) => {
                        // Deflate leaves some bits of its last byte unused.
                        assert!(packing != Packing::Zlib || at < before || read == truth, "{name} is accepted");
                        accepted += usize::from(read == truth);
                    }
                }
            }
        }
        // What a name or an unused bit says does not show in the calls.
        assert!(accepted < whole.len(), "{packing:?}: {accepted}");
    }
}

/// The real file: every bit of some packed blocks.
#[test]
fn flipped_bits_of_a_real_block() {
    let Some(data) = drive::data() else {
        return drive::skip("records_bgen::flipped_bits_of_a_real_block", "no ../shared/data (or TALLELE_DATA)");
    };
    let bgen = data.join("genotypes/PGScatalog_pygscatalog/tiny1000G.bgen");
    let whole = std::fs::read(bgen).expect("the file can be read");
    let first = 4 + u32::from_le_bytes([whole[0], whole[1], whole[2], whole[3]]) as usize;
    let (mut record, mut calls, mut truth) = (Record::default(), Calls::default(), Calls::default());
    let mut at = first;
    for variant in 0..3 {
        let mut reader = open(&whole, None).expect("a file");
        reader.seek_to(at as u64).expect("a variant");
        assert!(reader.next_record(&mut record).expect("a variant"));
        let end = reader.bytes_done() as usize;
        reader.read_calls(&mut truth).expect("whole genotypes");
        // Behind two texts, chromosome, place, two alleles and both lengths.
        let lengths: usize = 2 + 4 + 2 + 4 + 1 + 4 + 1 + 4 + 4;
        let text = |at: usize| 2 + usize::from(u16::from_le_bytes([whole[at], whole[at + 1]]));
        let id = at + text(at);
        let chromosome = id + text(id);
        let block = chromosome + text(chromosome) - 2 + lengths;
        for byte in block..end {
            let mut flipped = whole[..end].to_vec();
            flipped[byte] ^= 1 << (byte % 8);
            let mut reader = open(&flipped, None).expect("a file");
            reader.seek_to(at as u64).expect("a variant");
            reader.next_record(&mut record).expect("a place");
            match reader.read_calls(&mut calls) {
                Err(error) => {
                    let told = (error.code(), error.place().byte);
                    assert_eq!(told, ("record-corrupt", Some(at as u64)), "variant {variant}, byte {byte}");
                }
                // Deflate leaves some bits of its last byte unused, before the four of the check value.
                Ok(()) => assert!(byte + 5 == end && calls == truth, "variant {variant}, byte {byte}"),
            }
        }
        at = end;
    }
}

/// Lengths and counts of thousands of millions take neither memory nor time.
#[test]
fn false_lengths() {
    for packing in [Packing::Plain, Packing::Zlib, Packing::Zstd] {
        for has_ids in [true, false] {
            let whole = file(&every_kind(8), packing, has_ids);
            for at in 0..whole.len() - 4 {
                for number in [u32::MAX, i32::MAX as u32, 9_999_999, 1 << 29] {
                    let mut false_one = whole.clone();
                    false_one[at..at + 4].copy_from_slice(&number.to_le_bytes());
                    if let Err(error) = read_all(&false_one, None) {
                        assert_told(&error, whole.len(), &format!("{packing:?}, byte {at}"));
                    }
                }
            }
        }
    }
}

#[test]
fn lists_of_other_people() {
    let whole = file(&every_kind(8), Packing::Zlib, true);
    let list = |rows: usize| {
        let people: String = (0..rows).map(|row| format!("0 s{row} 0\n")).collect();
        format!("ID_1 ID_2 missing\n0 0 0\n{people}").into_bytes()
    };
    assert_eq!(read_all(&whole, Some(&list(6))).expect("the same people").len(), 6);
    for rows in [5, 7] {
        let error = read_all(&whole, Some(&list(rows))).expect_err("others");
        assert_eq!((error.code(), error.place().input.as_deref()), ("set-disagrees", Some("set.bgen")));
    }
    let packed = drive::gzip(&whole);
    assert_eq!(read_all(&packed, None).expect_err("packed as a whole").code(), "storage-unsupported");
}
