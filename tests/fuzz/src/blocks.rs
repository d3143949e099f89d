//! The bodies that read BGZF, and files by their indexes.

use super::{SEPARATOR, drain, stored, tell};
use tallele::bytes::bgzf::{BgzfStream, Virtual};
use tallele::error::Result;
use tallele::formats::index::{merge, read_index};
use tallele::formats::records::{Chosen, RecordSet, Wanted, group};
use tallele::genome::{Calls, Chromosome, Reading, Record, RecordStream, Site};

/// Records read before a body stops.
const RECORDS_MAX: usize = 2_000;

/// Any bytes as BGZF: the same text and error for every step, and from any block the rest of the text.
pub fn bgzf(data: &[u8]) {
    let bytes = data.len() as u64;
    let whole = drain(&mut BgzfStream::new(stored(data)), 1 << 17, bytes);
    assert_eq!(whole, drain(&mut BgzfStream::new(stored(data)), 13, bytes));
    let mut stream = BgzfStream::new(stored(data));
    for from in (0..bytes).step_by(17) {
        stream.seek(Virtual((from << 16) | (from % 3)));
        let (text, error) = drain(&mut stream, 1 << 17, bytes);
        assert!(whole.0.ends_with(&text) || error.is_some() || whole.1.is_some(), "a text that is not the file's");
    }
}

/// Any bytes as an index: what it gives can be asked for.
pub fn index(data: &[u8]) {
    let index = match read_index(&stored(data)) {
        Ok(index) => index,
        Err(error) => {
            tell(&error);
            return;
        }
    };
    let mut pieces = Vec::new();
    for contig in 0..index.contigs().min(8) {
        index.pieces(contig, [1, 2, 16_384, 16_385, 100_000, 1 << 28, u32::MAX].into_iter(), &mut pieces);
        index.samples(contig, 16, 1 << 16, &mut pieces);
    }
    let merged = merge(pieces);
    assert!(merged.windows(2).all(|pair| pair[0].until < pair[1].from), "parts that overlap");
    assert!(merged.iter().all(|piece| piece.from < piece.until && piece.first.start < piece.first.end));
    let _ = (index.records(), index.end());
}

/// Whether the file of such an input is read in parts, and whole.
pub fn is_read_in_parts(data: &[u8]) -> bool {
    let Some(cut) = data.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) else { return false };
    let Ok(chosen) = group(vec![stored(&data[cut + SEPARATOR.len()..])]) else { return false };
    let Some(Chosen::Records(set)) = chosen.into_iter().next() else { return false };
    let set = RecordSet { index: Some(stored(&data[..cut])), ..set };
    let site = Site::new(Chromosome::autosome(20).expect("a chromosome"), 100);
    let opened = set.open_parts(Reading::default(), &Wanted::Places(&[site]));
    opened.is_ok_and(|opened| opened.partly.is_some() && read(opened.stream).is_ok_and(|found| !found.is_empty()))
}

fn read(mut stream: Box<dyn RecordStream>) -> Result<Vec<(Record, Calls)>> {
    let (mut record, mut calls, mut all) = (Record::default(), Calls::default(), Vec::new());
    while all.len() < RECORDS_MAX && stream.next_record(&mut record)? {
        stream.read_calls(&mut calls)?;
        all.push((record.clone(), calls.clone()));
    }
    Ok(all)
}

/// An index, [`SEPARATOR`] and a file: what is read by the index is of the file, each record once and in order.
pub fn parts(data: &[u8]) {
    let Some(cut) = data.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) else { return };
    let (index, main) = (&data[..cut], &data[cut + SEPARATOR.len()..]);
    let Ok(chosen) = group(vec![stored(main)]) else { return };
    let Some(Chosen::Records(set)) = chosen.into_iter().next() else { return };
    let set = RecordSet { index: Some(stored(index)), ..set };
    let whole = set.open(Reading::default()).and_then(|(stream, _)| read(stream));
    let site = |position| Site::new(Chromosome::autosome(20).expect("a chromosome"), position);
    for places in [&[site(100)][..], &[site(40_000), site(70_000)]] {
        let opened = set.open_parts(Reading::default(), &Wanted::Places(places));
        match (opened.and_then(|opened| read(opened.stream)), &whole) {
            (Ok(found), Ok(whole)) => {
                let mut rest = whole.iter();
                assert!(found.iter().all(|one| rest.any(|other| other == one)), "records that the file does not have");
            }
            (Err(error), _) => {
                tell(&error);
            }
            (Ok(_), Err(_)) => {}
        }
    }
}
