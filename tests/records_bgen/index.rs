//! Reads `.bgi` indexes, bgenix's own and larger ones that SQLite writes here, and jumps to what they name.

use super::compare::open;
use super::drive;
use super::write::{Packing, Variant, every_kind, file};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::error::Result;
use tallele::formats::bgen::{BgenIndex, Indexed};
use tallele::genome::{Calls, Chromosome, Record, RecordStream};

fn source(name: &str, bytes: &[u8]) -> SharedSource {
    Rc::new(MemorySource::new(name, bytes))
}

/// What a reader meets from front to back: the chromosome, and what the index should say.
fn in_passing(bgen: &[u8]) -> Vec<(Chromosome, Indexed)> {
    let mut reader = open(bgen, None).expect("a file");
    let mut record = Record::default();
    let mut all = Vec::new();
    let first = 4 + u32::from_le_bytes([bgen[0], bgen[1], bgen[2], bgen[3]]);
    reader.seek_to(u64::from(first)).expect("the first variant");
    loop {
        let offset = reader.bytes_done();
        if !reader.next_record(&mut record).expect("a record") {
            return all;
        }
        let (position, bytes) = (record.site.position(), Some(reader.bytes_done() - offset));
        all.push((record.site.chromosome().expect("a chromosome"), Indexed { position, offset, bytes }));
    }
}

/// Whole chromosomes and random ranges, each as it is found in passing.
fn assert_finds(name: &str, index: &mut BgenIndex, all: &[(Chromosome, Indexed)], has_bytes: bool) {
    let mut dice = drive::Dice::new(3);
    for of in (1..=25).filter_map(Chromosome::from_index) {
        let here: Vec<Indexed> = all.iter().filter(|(chromosome, _)| *chromosome == of).map(|(_, one)| *one).collect();
        let mut ranges = vec![(0, u32::MAX), (5, 4)];
        for _ in 0..40.min(here.len()) {
            let [a, b] = [0, 1].map(|_| here[dice.below(here.len())].position);
            ranges.extend([(a, a), (a.min(b), a.max(b)), (a + 1, a + 1 + dice.below(100_000) as u32)]);
        }
        for (first, last) in ranges {
            let mut wanted: Vec<Indexed> =
                here.iter().filter(|one| (first..=last).contains(&one.position)).copied().collect();
            wanted.iter_mut().filter(|_| !has_bytes).for_each(|one| one.bytes = None);
            assert_eq!(index.within(of, first, last).expect("a range"), wanted, "{name}: {of}:{first}-{last}");
        }
    }
}

/// The index of bgenix, and the calls behind each jump.
#[test]
fn real_indexes() {
    let Some(data) = drive::data() else {
        return drive::skip("records_bgen::real_indexes", "no ../shared/data (or TALLELE_DATA)");
    };
    for (name, variants) in [("tiny1000G.bgen", 1004), ("missing.bgen", 968)] {
        let path = data.join("genotypes/PGScatalog_pygscatalog").join(name);
        let bgen = std::fs::read(&path).expect("the file can be read");
        let bgi = std::fs::read(path.with_extension("bgen.bgi")).expect("the file can be read");
        let all = in_passing(&bgen);
        assert_eq!(all.len(), variants);
        let mut index = BgenIndex::open(source("a.bgen.bgi", &bgi), &source("a.bgen", &bgen)).expect("an index");
        assert_finds(name, &mut index, &all, true);
        let (mut passing, mut jumping) = (open(&bgen, None).expect("a file"), open(&bgen, None).expect("a file"));
        let (mut record, mut calls) = (Record::default(), Calls::default());
        let (mut found, mut found_calls) = (Record::default(), Calls::default());
        for (chromosome, one) in all.iter().rev().step_by(50) {
            let indexed = index.within(*chromosome, one.position, one.position).expect("a range");
            jumping.seek_to(indexed[0].offset).expect("a variant");
            assert!(jumping.next_record(&mut found).expect("a record"));
            jumping.read_calls(&mut found_calls).expect("calls");
            assert_eq!(found.site.position(), one.position);
        }
        // The first variant is met by both ways.
        assert!(passing.next_record(&mut record).expect("a record"));
        passing.read_calls(&mut calls).expect("calls");
        jumping.seek_to(all[0].1.offset).expect("a variant");
        assert!(jumping.next_record(&mut found).expect("a record"));
        jumping.read_calls(&mut found_calls).expect("calls");
        assert!((record, calls) == (found, found_calls), "{name}");
    }
}

/// As bgenix makes an index, by the SQLite of Python: standard input has the rows.
const MAKE: &str = "
import sqlite3, sys
out, bgen, page, rowid = sys.argv[1:]
db = sqlite3.connect(out)
db.execute('PRAGMA page_size = ' + page)
db.execute('CREATE TABLE Metadata (filename TEXT NOT NULL, file_size INT NOT NULL, last_write_time INT NOT NULL,'
           ' first_1000_bytes BLOB NOT NULL, index_creation_time INT NOT NULL)')
db.execute('CREATE TABLE Variant (chromosome TEXT NOT NULL, position INT NOT NULL, rsid TEXT NOT NULL,'
           ' number_of_alleles INT NOT NULL, allele1 TEXT NOT NULL, allele2 TEXT NULL,'
           ' file_start_position INT NOT NULL, size_in_bytes INT NOT NULL,'
           ' PRIMARY KEY (chromosome, position, rsid, allele1, allele2, file_start_position))'
           + ('' if rowid == '1' else ' WITHOUT ROWID'))
data = open(bgen, 'rb').read()
db.execute('INSERT INTO Metadata VALUES (?, ?, 0, ?, 0)', (bgen, len(data), data[:1000]))
for line in sys.stdin:
    chromosome, position, start, size, allele = line.split()
    db.execute('INSERT INTO Variant VALUES (?, ?, ?, 2, ?, ?, ?, ?)',
               (chromosome, int(position), 'rs7', allele, 'C', int(start), int(size)))
db.commit()
";

/// `None`, said by name, where there is no Python with SQLite.
fn made_index(test: &str, folder: &Path, bgen: &Path, rows: &str, page: u32, has_row_ids: bool) -> Option<PathBuf> {
    use std::io::Write;
    let out = folder.join(format!("made-{page}-{has_row_ids}.bgi"));
    let arguments = [page.to_string(), u8::from(has_row_ids).to_string()];
    let mut python = Command::new("python3");
    python.arg("-c").arg(MAKE).arg(&out).arg(bgen).args(arguments);
    let Ok(mut running) = python.stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn() else {
        drive::skip(test, "python3 is not there (Debian: apt-get install python3)");
        return None;
    };
    running.stdin.take().expect("it is piped").write_all(rows.as_bytes()).expect("python3 reads");
    assert!(running.wait().expect("python3 ends").success(), "python3 writes the index");
    Some(out)
}

/// Trees of several levels, rows longer than a page, every size of a page, and rows kept apart from their key.
#[test]
fn large_indexes() {
    let folder = drive::scratch("bgen-index");
    let pattern = every_kind(8).swap_remove(0);
    let mut dice = drive::Dice::new(11);
    let mut positions: Vec<u32> = (0..6000).map(|_| 1 + dice.below(40_000_000) as u32).collect();
    positions.sort_unstable();
    let variants: Vec<Variant> = positions
        .iter()
        .enumerate()
        .map(|(number, position)| {
            let letters = if number % 97 == 0 { 3000 } else { 1 + number % 40 };
            let chromosome = ["1", "02", "chrX", "10"][number / 1500].to_owned();
            Variant {
                chromosome,
                position: *position,
                alleles: vec!["A".repeat(letters), "C".to_owned()],
                ..pattern.clone()
            }
        })
        .collect();
    let bgen = drive::write(&folder, "set.bgen", file(&variants, Packing::Zlib, true));
    let bytes = std::fs::read(&bgen).expect("it was written");
    let all = in_passing(&bytes);
    assert_eq!(all.len(), variants.len());
    let row = |(variant, (_, one)): (&Variant, &(Chromosome, Indexed))| {
        let size = one.bytes.expect("its length");
        format!("{} {} {} {size} {}\n", variant.chromosome, variant.position, one.offset, variant.alleles[0])
    };
    let rows: String = variants.iter().zip(&all).map(row).collect();
    for (page, has_row_ids) in [(512, false), (1024, true), (4096, false), (65_536, false), (65_536, true)] {
        let test = "records_bgen::large_indexes";
        let Some(path) = made_index(test, &folder, &bgen, &rows, page, has_row_ids) else { return };
        let bgi = std::fs::read(path).expect("it was written");
        let mut index = BgenIndex::open(source("a.bgi", &bgi), &source("set.bgen", &bytes)).expect("an index");
        assert_finds(&format!("pages of {page}"), &mut index, &all, !has_row_ids);
    }
}

fn read_whole(bgi: &[u8], bgen: &[u8]) -> Result<usize> {
    let mut index = BgenIndex::open(source("a.bgi", bgi), &source("a.bgen", bgen))?;
    let mut found = 0;
    for of in (1..=25).filter_map(Chromosome::from_index) {
        found += index.within(of, 0, u32::MAX)?.len();
        index.within(of, 10_000_000, 50_000_000)?;
    }
    Ok(found)
}

/// An index of another file, cut or with flipped bits: an error with its place, or places that the reader checks.
#[test]
fn broken_indexes() {
    let Some(data) = drive::data() else {
        return drive::skip("records_bgen::broken_indexes", "no ../shared/data (or TALLELE_DATA)");
    };
    let read = |name: &str| {
        std::fs::read(data.join("genotypes/PGScatalog_pygscatalog").join(name)).expect("the file can be read")
    };
    let (bgen, other, whole) = (read("tiny1000G.bgen"), read("missing.bgen"), read("tiny1000G.bgen.bgi"));
    assert_eq!(read_whole(&whole, &bgen).expect("an index"), 1004);
    let error = read_whole(&whole, &other).expect_err("another file");
    assert_eq!(error.code(), "index-disagrees");
    assert!(error.kind().next_step().contains("bgenix"), "tabix makes no index of BGEN");
    assert_eq!(read_whole(&bgen, &bgen).expect_err("no index").code(), "header-corrupt");
    let mut dice = drive::Dice::new(9);
    for run in 0..60 {
        let length = if run < 20 { run * 300 } else { dice.below(whole.len()) };
        let error = read_whole(&whole[..length], &bgen).expect_err("a cut index");
        assert_eq!((error.code(), error.place().byte), ("file-truncated", Some(length as u64)));
    }
    let mut refused = 0;
    for run in 0..600 {
        let mut flipped = whole.clone();
        // Half of the flips fall on the headers and pointers of pages.
        let at = if run % 2 == 0 { dice.below(56) * 1024 + dice.below(40) } else { dice.below(whole.len()) };
        flipped[at] ^= 1 << dice.below(8);
        match read_whole(&flipped, &bgen) {
            Ok(found) => assert!(found <= 1100, "byte {at}: {found}"),
            Err(error) => {
                refused += 1;
                assert_ne!(error.code(), "internal", "byte {at}");
                assert_eq!(error.place().input.as_deref(), Some("a.bgi"), "byte {at}: {error:?}");
            }
        }
    }
    assert!(refused > 50, "{refused}");
}
