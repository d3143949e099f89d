//! Runs each fuzz body over a bounded, seeded number of damaged inputs, so that every run of the tests has its slice of fuzzing.

#[path = "fuzz_slice/bgen.rs"]
mod bgen_files;
#[path = "fuzz_slice/blocks.rs"]
mod blocks;
#[path = "fuzz/src/lib.rs"]
mod bodies;
#[path = "fuzz_slice/panels.rs"]
mod panels;
#[path = "fuzz_slice/partials.rs"]
mod partials;
#[path = "fuzz_slice/rows.rs"]
mod rows;
#[path = "fuzz_slice/sets.rs"]
mod sets;
#[path = "fuzz_slice/vcf.rs"]
mod vcf_files;

use flate2::{Compression, write::GzEncoder};
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Inputs for each body: about a second each in the dev profile.
const RUNS: u64 = 1_500;

const TEXT: &[u8] =
    b"\xef\xbb\xbf# rsid\tchromosome\tposition\tgenotype\r\nrs1\t1\t100\tAA\r\nrs2\t1\t200\tAG\r\ni3\tMT\t300\tT";

/// SplitMix64 (Steele, Lea and Flood 2014): every run of the tests sees the same inputs.
pub struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        b ^ (b >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// One to four changes of the kinds that files suffer.
    fn damage(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let length = self.below(bytes.len() - at).min(40);
            match self.below(7) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..at + length)),
                2 => bytes.extend_from_within(at..at + length),
                3 => bytes[at..at + length].fill([0, 0xff, b'\n', b'\r'][self.below(4)]),
                4 => bytes.insert(at, self.next() as u8),
                5 if !bytes.is_empty() => bytes[at] = self.next() as u8,
                _ if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                _ => {}
            }
        }
        bytes
    }
}

fn gz(text: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zipped(members: &[(&str, &[u8])], method: CompressionMethod, is_large: bool) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method).large_file(is_large);
    for (name, bytes) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip_seeds() -> Vec<Vec<u8>> {
    let best = Compression::best();
    let two = [gz(&TEXT[..40], best), gz(&TEXT[40..], best), vec![0; 5]].concat();
    vec![gz(TEXT, best), gz(TEXT, Compression::none()), two, gz(&TEXT.repeat(2000), best)]
}

fn zip_seeds() -> Vec<Vec<u8>> {
    let members: [(&str, &[u8]); 3] =
        [("a.txt", TEXT), ("b.pdf", b"%PDF-1.7"), ("c.gz", &gz(TEXT, Compression::best()))];
    vec![
        zipped(&members, CompressionMethod::Deflated, false),
        zipped(&members, CompressionMethod::Stored, false),
        zipped(&members[..1], CompressionMethod::Deflated, true),
    ]
}

fn line_seeds() -> Vec<Vec<u8>> {
    let mac = TEXT.iter().map(|byte| if *byte == b'\n' { b'\r' } else { *byte }).collect();
    vec![TEXT.to_vec(), mac, b"a\n\n\r\n\0b\n".to_vec(), TEXT.repeat(200)]
}

/// Runs a body on each seed as it is and then on damaged ones.
fn run(seeds: &[Vec<u8>], body: fn(&[u8])) {
    let mut random = Random(2026);
    for seed in seeds {
        body(seed);
    }
    for run in 0..RUNS {
        let seed = &seeds[random.below(seeds.len())];
        let bytes = random.damage(seed);
        // The input is told by its number, which finds it again.
        let outcome = std::panic::catch_unwind(|| body(&bytes));
        assert!(outcome.is_ok(), "run {run}, {} bytes", bytes.len());
    }
}

#[test]
fn gzip() {
    run(&gzip_seeds(), bodies::gzip);
}

#[test]
fn zip_members() {
    run(&zip_seeds(), bodies::zip);
}

#[test]
fn lines() {
    run(&line_seeds(), bodies::lines);
}

#[test]
fn open() {
    run(&[gzip_seeds(), zip_seeds(), line_seeds()].concat(), bodies::open);
}

/// Runs a body on tables as they are, damaged as tables and damaged as bytes.
fn run_rows(seeds: &[Vec<u8>], kept: usize, body: fn(&[u8])) {
    seeds.iter().for_each(|seed| body(seed));
    let mut random = Random(2026);
    let runs = std::env::var("TALLELE_FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(RUNS);
    for run in 0..runs {
        let seed = &seeds[random.below(seeds.len())];
        let bytes = match run % 4 {
            0 => random.damage(seed),
            _ => rows::damage_rows(&mut random, seed, kept),
        };
        let outcome = std::panic::catch_unwind(|| body(&bytes));
        assert!(outcome.is_ok(), "run {run}: {}", bytes.escape_ascii());
    }
}

#[test]
fn genotypes() {
    run_rows(&rows::genotype_seeds(), 0, bodies::genotypes);
}

#[test]
fn scores() {
    run_rows(&rows::score_seeds(), 0, bodies::scores);
}

#[test]
fn session() {
    run_rows(&rows::session_seeds(), 6, bodies::session);
}

#[test]
fn vcf() {
    run_rows(&vcf_files::vcf_seeds(), 0, bodies::vcf);
}

#[test]
fn zstd() {
    run(&sets::zstd_seeds(), bodies::zstd);
}

#[test]
fn bed() {
    run(&sets::bed_seeds(), bodies::bed);
}

#[test]
fn panel() {
    run(&panels::seeds(), bodies::panel);
}

#[test]
fn partials_are_read_to_their_end_or_refused() {
    run(&partials::partial_seeds(), bodies::partial);
}

#[test]
fn pgen() {
    run(&sets::pgen_seeds(), bodies::pgen);
}

#[test]
fn bgzf() {
    run(&blocks::bgzf_seeds(), bodies::bgzf);
}

#[test]
fn index() {
    run(&blocks::index_seeds(), bodies::index);
}

#[test]
fn parts() {
    // The file is large; damage is for the index and what begins the file.
    let seeds = blocks::parts_seeds();
    assert!(seeds.iter().all(|seed| bodies::is_read_in_parts(seed)));
    let mut random = Random(2026);
    for run in 0..RUNS / 5 {
        let seed = &seeds[random.below(seeds.len())];
        let (front, rest) = seed.split_at(400.min(seed.len()));
        let bytes = if run < 2 { seed.clone() } else { [random.damage(front), rest.to_vec()].concat() };
        let outcome = std::panic::catch_unwind(|| bodies::parts(&bytes));
        assert!(outcome.is_ok(), "run {run}");
    }
}

#[test]
fn bgen() {
    run(&bgen_files::seeds(), bodies::bgen);
}

#[test]
fn bgi() {
    run(&bgen_files::index_seeds(), bodies::bgi);
}
