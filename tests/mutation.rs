//! Flips bytes of real files, one at a time, and cuts them: every flip is refused with a code and a place, or changes nothing.
//!
//! A slice of the flips runs each time; `TALLELE_MUTATIONS=N` runs N of each kind.

#![allow(clippy::print_stderr)] // a skipped test says so

mod drive;

use std::path::{Path, PathBuf};
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::error::Result;
use tallele::session::Session;

/// Files of blocks that each have a checksum, with their index where there is one.
const PACKED: [(&str, Option<&str>); 4] = [
    ("imputationserver2/chr20.R50.merged.1.330k.recode.small.vcf.gz", Some("tbi")),
    ("PGScatalog_pygscatalog/tiny1000G.vcf.gz", None),
    ("imputationserver2/hapmap_r22.chr20.CEU.hg38.bcf", Some("csi")),
    ("odelaneau_shapeit4/reference.bcf", None),
];

/// The last block of a whole file (SAM specification 4.1.2).
const MARK_BYTES: usize = 28;

fn data(test: &str) -> Option<PathBuf> {
    let found = drive::data().map(|data| data.join("genotypes")).filter(|folder| folder.is_dir());
    if found.is_none() {
        drive::skip(test, "no ../shared/data (or TALLELE_DATA)");
    }
    found
}

fn mutations() -> usize {
    std::env::var("TALLELE_MUTATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(12)
}

fn read(folder: &Path, file: &str) -> Vec<u8> {
    std::fs::read(folder.join(file)).expect("readable")
}

fn stored(name: &str, bytes: Vec<u8>) -> SharedSource {
    Rc::new(MemorySource::new(name, bytes))
}

fn finish(session: &mut Session) -> Result<()> {
    while !session.step(1 << 20)?.finished {}
    Ok(())
}

/// The report without the files' hashes, and the codes of the findings; with one row, so that an index is used where there is one.
fn report(files: Vec<SharedSource>, score: &str) -> Result<(String, Vec<&'static str>)> {
    let mut session = Session::new();
    session.begin_open_set(files)?;
    finish(&mut session)?;
    let codes = session.opened().expect("opened").findings.iter().map(|finding| finding.code).collect();
    session.begin_add_score(stored("score.txt", score.into()))?;
    finish(&mut session)?;
    session.begin_score()?;
    finish(&mut session)?;
    let mut report: serde_json::Value = serde_json::from_slice(&session.report_json()?).expect("JSON");
    for input in report["inputs"].as_array_mut().expect("inputs") {
        input["sha256"] = serde_json::Value::Null;
    }
    Ok((report.to_string(), codes))
}

fn rows_of(file: &str) -> &'static str {
    let rows = if file.contains("tiny1000G") { "11\t69331418\tC\tT\t0.5\n" } else { "20\t62000\tA\tC\t0.5\n" };
    Box::leak(format!("chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n{rows}").into_boxed_str())
}

/// Offsets of the blocks of a BGZF file, and its length.
fn blocks(bytes: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    while let Some([low, high]) = bytes.get(starts[starts.len() - 1] + 16..).and_then(|rest| rest.get(..2)) {
        starts.push(starts[starts.len() - 1] + usize::from(u16::from_le_bytes([*low, *high])) + 1);
    }
    starts
}

/// What a byte at this place of its block is, and whether nothing that matters is written in it.
fn is_unused(within: usize, block_bytes: usize) -> bool {
    // Time, extra flags, operating system; and the bits that fill up the last byte of the data.
    (4..10).contains(&within) || within == block_bytes - 9
}

#[test]
fn no_flipped_byte_of_a_packed_file_passes() {
    let Some(folder) = data("mutation::no_flipped_byte_of_a_packed_file_passes") else { return };
    let mut dice = drive::Dice::new(21);
    for (file, ending) in PACKED {
        let bytes = read(&folder, file);
        let starts = blocks(&bytes);
        let index = ending.map(|ending| (format!("x.{ending}"), read(&folder, &format!("{file}.{ending}"))));
        let with_index = |main: Vec<u8>| {
            let index = index.iter().map(|(name, bytes)| stored(name, bytes.clone()));
            std::iter::once(stored("x", main)).chain(index).collect::<Vec<_>>()
        };
        let whole = report(with_index(bytes.clone()), rows_of(file)).expect("a report");
        // Blocks at the beginning, in the middle, and the mark at the end.
        let all = [0, starts.len() / 2, starts.len() - 2, 1, starts.len() - 3];
        // Larger files take longer to read, and have the same kinds of blocks.
        let chosen = &all[..if bytes.len() < 500_000 { 5 } else { 3 }];
        let mut places: Vec<(usize, usize)> = Vec::new();
        for &block in chosen {
            let length = starts[block + 1] - starts[block];
            places.extend((0..18).map(|within| (block, within)));
            places.extend((length - 8..length).map(|within| (block, within)));
            places.extend((0..mutations()).map(|_| (block, dice.below(length))));
        }
        let (mut refused, mut unused) = (0, 0);
        for (block, within) in places {
            let length = starts[block + 1] - starts[block];
            let mut damaged = bytes.clone();
            damaged[starts[block] + within] ^= 1 << dice.below(8);
            match report(with_index(damaged), rows_of(file)) {
                Err(error) => {
                    let place = error.place();
                    // What begins in another way is no BGZF, and its damage has the place of its own kind.
                    let is_start = block == 0 && within < 4;
                    let is_damage = matches!(error.code(), "gzip-corrupt" | "gzip-truncated");
                    assert!(is_damage || is_start && error.code() == "binary", "{file}: byte {within}: {error:?}");
                    let is_placed = place.byte == Some(starts[block] as u64) || is_start && place.byte.is_some();
                    assert!(is_placed, "{file}: byte {within} of block {block}: {error:?}");
                    assert!(place.input.is_some(), "{error:?}");
                    refused += 1;
                }
                Ok(report) => {
                    // The flag that the content may be text is a hint alone (RFC 1952, 2.3.1).
                    let is_hint = block == 0 && within == 3;
                    assert!(is_unused(within, length) || is_hint, "{file}: byte {within} of block {block} passed");
                    assert!(report == whole, "{file}: byte {within} of block {block} is another report");
                    unused += 1;
                }
            }
        }
        assert!(refused >= 19 * chosen.len() && unused >= 6 * chosen.len(), "{file}: {refused} and {unused}");
    }
}

#[test]
fn no_flipped_byte_of_an_index_passes() {
    let Some(folder) = data("mutation::no_flipped_byte_of_an_index_passes") else { return };
    let mut dice = drive::Dice::new(22);
    for (file, ending) in PACKED {
        let Some(ending) = ending else { continue };
        let (main, bytes) = (read(&folder, file), read(&folder, &format!("{file}.{ending}")));
        let with_index = |index: Vec<u8>| vec![stored("x", main.clone()), stored(&format!("x.{ending}"), index)];
        let whole = report(with_index(bytes.clone()), rows_of(file)).expect("a report");
        let starts = blocks(&bytes);
        for _ in 0..2 * mutations() {
            let at = dice.below(bytes.len());
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << dice.below(8);
            match report(with_index(damaged), rows_of(file)) {
                Err(error) => {
                    // One that is not known for an index any more is another file that does not belong here.
                    let codes = ["gzip-corrupt", "gzip-truncated", "set-disagrees"];
                    assert!(codes.contains(&error.code()), "{file}.{ending}: byte {at}: {error:?}");
                }
                Ok(report) => {
                    let block = starts.partition_point(|start| *start <= at) - 1;
                    assert!(is_unused(at - starts[block], starts[block + 1] - starts[block]), "{file}: byte {at}");
                    assert!(report == whole, "{file}.{ending}: byte {at} is another report");
                }
            }
        }
    }
}

#[test]
fn a_packed_file_cut_anywhere_says_so() {
    let Some(folder) = data("mutation::a_packed_file_cut_anywhere_says_so") else { return };
    let mut dice = drive::Dice::new(23);
    let mut at_border = 0;
    for (file, _) in PACKED {
        let bytes = read(&folder, file);
        let starts = blocks(&bytes);
        let (_, codes) = report(vec![stored("x", bytes.clone())], rows_of(file)).expect("a report");
        assert!(!codes.contains(&"no-end-mark"), "{file}");
        for round in 0..2 * mutations() {
            let block = 1 + dice.below(starts.len() - 2);
            let length = if round % 2 == 0 { starts[block] } else { starts[block] + 1 + dice.below(MARK_BYTES - 2) };
            match report(vec![stored("x", bytes[..length].to_vec())], rows_of(file)) {
                Err(error) => {
                    let place = error.place();
                    assert!(place.byte.is_some() || place.line.is_some(), "{file}: {error:?}");
                    let codes =
                        if round % 2 == 0 { ["file-truncated", "header-corrupt"] } else { ["gzip-truncated"; 2] };
                    assert!(codes.contains(&error.code()), "{file} cut to {length}: {error:?}");
                }
                Ok((_, codes)) => {
                    assert!(codes.contains(&"no-end-mark") && round % 2 == 0, "{file} cut to {length}: {codes:?}");
                    at_border += 1;
                }
            }
        }
    }
    // Most blocks end where they are full, within a record; some programs end them with one.
    assert!(at_border > 0);
    // Only the mark is lost.
    for (file, _) in PACKED {
        let bytes = read(&folder, file);
        let cut =
            report(vec![stored("x", bytes[..bytes.len() - MARK_BYTES].to_vec())], rows_of(file)).expect("a report");
        assert!(cut.1.contains(&"no-end-mark"), "{file}");
    }
}

/// PLINK's genotypes have no checksum: what is flipped is another genotype, or does not fit the format.
#[test]
fn flipped_plink_genotypes_stop_nothing() {
    let Some(folder) = data("mutation::flipped_plink_genotypes_stop_nothing") else { return };
    let sets: [(&str, [&str; 3]); 3] = [
        ("PGScatalog_pgsc_calc/cineca_synthetic_subset", ["bed", "bim", "fam"]),
        ("PGScatalog_pgsc_calc/cineca_synthetic_subset", ["pgen", "pvar", "psam"]),
        ("chrchang_plink-ng/chr21_phase3_start", ["pgen", "pvar.zst", "psam"]),
    ];
    let score = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n22\t17030792\tA\tG\t1\n21\t9411239\tA\tG\t1\n";
    let mut dice = drive::Dice::new(24);
    for (stem, endings) in sets {
        let files = endings.map(|ending| read(&folder, &format!("{stem}.{ending}")));
        let sources = |genotypes: Vec<u8>| {
            let [_, variants, people] = files.clone();
            let [one, two, three] = endings.map(|ending| format!("x.{ending}"));
            vec![stored(&one, genotypes), stored(&two, variants), stored(&three, people)]
        };
        report(sources(files[0].clone()), score).expect("a report");
        for round in 0..mutations() {
            let mut damaged = files[0].clone();
            // The first bytes say how the rest is stored.
            let at = if round % 2 == 0 { dice.below(40) } else { dice.below(damaged.len()) };
            damaged[at] ^= 1 << dice.below(8);
            if round % 5 == 4 {
                damaged.truncate(at);
            }
            if let Err(error) = report(sources(damaged), score) {
                assert_ne!(error.code(), "internal", "{stem} byte {at}");
                assert!(error.place().input.is_some(), "{stem} byte {at}: {error:?}");
            }
        }
    }
}
