//! Reads the real VCF files and compares every place, allele and call with bcftools; then damages them.

#![allow(clippy::print_stderr)] // a skipped test says so

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use tallele::bytes::{MemorySource, open_text};
use tallele::error::Result;
use tallele::formats::vcf::{VcfReader, looks_like_vcf};
use tallele::genome::build::longest_end;
use tallele::genome::{Build, Calls, Chromosome, Dosage, Reading, Record, RecordStream};

/// The folder of real data; `None`, said by name, where it is absent.
fn data(test: &str) -> Option<PathBuf> {
    let data = std::env::var("TALLELE_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let folder = PathBuf::from(data);
    if folder.join("genotypes").is_dir() {
        return Some(folder);
    }
    skip(test, &format!("{} is absent", folder.display()));
    None
}

fn skip(test: &str, why: &str) {
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{test}: {why}");
    eprintln!("skipped: {test}: {why}");
}

fn has_bcftools(test: &str) -> bool {
    let found = Command::new("bcftools").arg("--version").output().is_ok();
    if !found {
        skip(test, "bcftools is not installed");
    }
    found
}

/// Every VCF in the folders, by name.
fn files(data: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for group in ["genotypes", "consumer"] {
        for folder in std::fs::read_dir(data.join(group)).expect("a folder").flatten() {
            let Ok(entries) = std::fs::read_dir(folder.path()) else { continue };
            for path in entries.flatten().map(|entry| entry.path()) {
                let name = path.to_string_lossy();
                if name.ends_with(".vcf") || name.ends_with(".vcf.gz") {
                    found.push(path);
                }
            }
        }
    }
    found.sort();
    found
}

fn reader_of(bytes: Vec<u8>, reading: Reading) -> Result<VcfReader> {
    VcfReader::new(open_text(Rc::new(MemorySource::new("file", bytes)))?.stream, reading)
}

/// What bcftools says of a file. It refuses files without the first line of a header, which are read here; they get one.
fn bcftools(arguments: &[&str], file: &Path) -> String {
    let bytes = std::fs::read(file).expect("readable");
    let mut command = Command::new("bcftools");
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = if bytes.starts_with(b"#CHROM") {
        let start = b"##fileformat=VCFv4.2\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"-\">\n##FORMAT=<ID=GP,Number=G,Type=Float,Description=\"-\">\n";
        let mut child = command.arg("-").stdin(Stdio::piped()).spawn().expect("bcftools starts");
        child.stdin.take().expect("piped").write_all(&[start, bytes.as_slice()].concat()).expect("written");
        child.wait_with_output()
    } else {
        command.arg(file).output()
    };
    let output = output.expect("bcftools runs");
    assert!(output.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A record and its calls as `bcftools query` prints them, without phase; of what is not kept, nothing.
fn as_printed(record: &Record, calls: &Calls, samples: usize) -> String {
    let chromosome = record.site.chromosome().expect("a place");
    let alleles: Vec<_> = (0..record.alleles()).map(|index| String::from_utf8_lossy(record.allele(index))).collect();
    let alternatives = if alleles.len() == 1 { ".".to_owned() } else { alleles[1..].join(",") };
    let mut line =
        format!("{chromosome}\t{}\t{}\t{alternatives}\t{}", record.site.position(), alleles[0], record.passes);
    for sample in 0..samples {
        let copies: Vec<String> = calls
            .of(sample)
            .iter()
            .filter(|copy| **copy != Calls::ABSENT)
            .map(|copy| if *copy == Calls::MISSING { ".".to_owned() } else { copy.to_string() })
            .collect();
        line.push('\t');
        line.push_str(&copies.join("/"));
    }
    line
}

/// A line of `bcftools query -f '%CHROM\t%POS\t%REF\t%ALT\t%FILTER[\t%GT]'` in the same words; `None` for what is left out.
fn as_theirs(line: &str) -> Option<String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let chromosome = Chromosome::parse(fields[0].as_bytes())?;
    let position: u32 = fields[1].parse().expect("a position");
    if position == 0 || position > longest_end(chromosome) {
        return None;
    }
    let passes = matches!(fields[4], "PASS" | ".");
    let upper = |text: &str| text.to_ascii_uppercase();
    // A lone missing call does not say of how many copies; it is taken for two.
    let calls = fields[5..]
        .iter()
        .map(|call| if *call == "." { "\t./.".to_owned() } else { format!("\t{}", call.replace('|', "/")) });
    let calls: String = calls.collect();
    Some(format!("{chromosome}\t{position}\t{}\t{}\t{passes}{calls}", upper(fields[2]), upper(fields[3])))
}

#[test]
fn every_call_is_that_of_bcftools() {
    let name = "records_vcf::every_call_is_that_of_bcftools";
    let Some(data) = data(name) else { return };
    if !has_bcftools(name) {
        return;
    }
    let (mut compared, mut records) = (0, 0);
    for path in files(&data) {
        let bytes = std::fs::read(&path).expect("readable");
        let file = path.display();
        let mut reader = reader_of(bytes, Reading::default()).unwrap_or_else(|error| panic!("{file}: {error:?}"));
        let samples = reader.samples().len();
        let format = "%CHROM\t%POS\t%REF\t%ALT\t%FILTER[\t%GT]\n";
        let printed = bcftools(&["query", "-f", format], &path);
        let mut theirs = printed.lines().filter_map(as_theirs);
        let names = bcftools(&["query", "-l"], &path);
        assert!(reader.samples().iter().map(|sample| sample.id.as_str()).eq(names.lines()), "{file}: names");
        let (mut record, mut calls) = (Record::default(), Calls::default());
        while reader.next_record(&mut record).unwrap_or_else(|error| panic!("{file}: {error:?}")) {
            reader.read_calls(&mut calls).unwrap_or_else(|error| panic!("{file}: {error:?}"));
            let theirs = theirs.next();
            assert_eq!(Some(as_printed(&record, &calls, samples)), theirs, "{file}: {}", record.site);
            records += 1;
        }
        assert_eq!(theirs.next(), None, "{file}");
        assert_eq!(reader.bytes_done(), std::fs::metadata(&path).expect("a length").len(), "{file}");
        compared += 1;
    }
    assert!(compared >= 20 && records > 350_000, "{compared} files, {records} records");
}

#[test]
fn blocks_cover_the_positions_that_bcftools_says() {
    let name = "records_vcf::blocks_cover_the_positions_that_bcftools_says";
    let Some(data) = data(name) else { return };
    if !has_bcftools(name) {
        return;
    }
    let path = data.join("genotypes/hail-is_hail/HG00268.g.vcf.gz");
    let mut reader = reader_of(std::fs::read(&path).expect("readable"), Reading::default()).expect("a VCF");
    assert_eq!(reader.header_build(), Some(Build::Grch38));
    let (mut record, mut calls) = (Record::default(), Calls::default());
    let mut spans = Vec::new();
    while reader.next_record(&mut record).expect("a record") {
        reader.read_calls(&mut calls).expect("calls");
        let chromosome = record.site.chromosome().expect("a place");
        let call = format!("{}/{}", calls.of(0)[0], calls.of(0)[1]);
        let is_homozygous_reference = calls.hard_copies(0, 0) == Some((2, 2));
        spans.push((
            chromosome,
            record.site.position(),
            record.end,
            call,
            record.is_reference_block,
            is_homozygous_reference,
        ));
    }
    let blocks = spans.iter().filter(|(.., is_block, _)| *is_block).count();
    assert!(spans.len() > 230_000 && blocks > 200_000, "{blocks} of {}", spans.len());
    // A position in the middle of each of some blocks, far apart.
    let sampled: Vec<(Chromosome, u32)> =
        spans.iter().step_by(601).map(|(chromosome, from, to, ..)| (*chromosome, from + (to - from) / 2)).collect();
    let ours: BTreeSet<String> = spans
        .iter()
        .filter(|(chromosome, from, to, ..)| {
            sampled.iter().any(|(of, at)| of == chromosome && (from..=to).contains(&at))
        })
        .map(|(chromosome, from, _, call, ..)| format!("{chromosome}\t{from}\t{call}"))
        .collect();
    let regions: Vec<String> = sampled.iter().map(|(chromosome, at)| format!("chr{chromosome}:{at}-{at}")).collect();
    let printed = bcftools(&["query", "-r", &regions.join(","), "-f", "%CHROM\t%POS[\t%GT]\n"], &path);
    let theirs: BTreeSet<String> =
        printed.lines().map(|line| line.trim_start_matches("chr").replace('|', "/")).collect();
    assert_eq!(ours, theirs);
    assert!(ours.len() >= sampled.len() && sampled.len() > 380, "{} of {}", ours.len(), sampled.len());
    let reference = spans.iter().filter(|(.., is_block, is_reference)| *is_block && *is_reference).count();
    assert_eq!(reference, blocks, "every block of this file is called 0/0");
}

#[test]
fn a_floor_makes_the_no_calls_that_bcftools_makes() {
    let name = "records_vcf::a_floor_makes_the_no_calls_that_bcftools_makes";
    let Some(data) = data(name) else { return };
    if !has_bcftools(name) {
        return;
    }
    let path = data.join("genotypes/hail-is_hail/HG00268.g.vcf.gz");
    let reading = Reading { least_quality: Some(30), least_depth: Some(20), ..Reading::default() };
    let mut reader = reader_of(std::fs::read(&path).expect("readable"), reading).expect("a VCF");
    let (mut record, mut calls) = (Record::default(), Calls::default());
    let printed = bcftools(&["query", "-f", "%CHROM\t%POS\t%ALT[\t%GT\t%GQ\t%DP\t%MIN_DP]\n"], &path);
    let mut below = 0_u64;
    for line in printed.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let depth = if fields[2] == "<NON_REF>" { fields[6] } else { fields[5] };
        let is_low = |text: &str, least: i64| text.parse::<i64>().is_ok_and(|number| number < least);
        let is_called = !fields[3].contains('.');
        let expected = is_called && !is_low(fields[4], 30) && !is_low(depth, 20);
        assert!(reader.next_record(&mut record).expect("a record"));
        reader.read_calls(&mut calls).expect("calls");
        assert_eq!(calls.hard_copies(0, 0).is_some(), expected, "{}", record.site);
        below += u64::from(is_called && !expected);
    }
    let counted: BTreeMap<_, _> = reader.findings().iter().map(|finding| (finding.code, finding.count)).collect();
    assert_eq!(counted.get("low-quality-calls").unwrap_or(&0) + counted.get("low-depth-calls").unwrap_or(&0), below);
    assert!(below > 1000, "{below}");
}

#[test]
fn probabilities_give_the_dosages_of_bcftools() {
    let name = "records_vcf::probabilities_give_the_dosages_of_bcftools";
    let Some(data) = data(name) else { return };
    if !has_bcftools(name) {
        return;
    }
    let mut compared = 0;
    for file in ["convert.vcf", "convert.gs.vcf", "convert.gs.noids.vcf"] {
        let path = data.join("genotypes/samtools_bcftools").join(file);
        let reading = Reading { dosage: Dosage::Probabilities, ..Reading::default() };
        let mut reader = reader_of(std::fs::read(&path).expect("readable"), reading).expect("a VCF");
        let (mut record, mut calls) = (Record::default(), Calls::default());
        for line in bcftools(&["query", "-f", "%POS[\t%GP]\n"], &path).lines() {
            assert!(reader.next_record(&mut record).expect("a record"));
            reader.read_calls(&mut calls).expect("calls");
            for (sample, text) in line.split('\t').skip(1).enumerate() {
                let probabilities: Vec<f64> = text.split(',').filter_map(|number| number.parse().ok()).collect();
                let sum: f64 = probabilities.iter().sum();
                let expected: Vec<f64> = match probabilities.as_slice() {
                    [_, one, two] => vec![one + 2.0 * two],
                    [_, one] => vec![*one],
                    [_, p01, p11, p02, p12, p22] => vec![p01 + 2.0 * p11 + p12, p02 + p12 + 2.0 * p22],
                    _ => vec![f64::NAN],
                };
                let alts = record.alleles() - 1;
                let dosages = calls.dosages.get(sample * alts..(sample + 1) * alts).expect("dosages");
                let near = |(a, b): (&f64, &f64)| (a - b / sum).abs() < 1e-12 || a.is_nan() && b.is_nan();
                assert!(dosages.iter().zip(&expected).all(near), "{file} {}: {dosages:?}, {expected:?}", record.site);
                assert!(dosages.len() == expected.len() || expected[0].is_nan());
                compared += u32::from(!expected[0].is_nan());
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

/// Reads all of it: records read, codes of the findings, and how it ended.
fn read_all(bytes: Vec<u8>) -> (Vec<String>, Vec<&'static str>, Option<&'static str>) {
    let mut said = Vec::new();
    let mut findings = Vec::new();
    let read = || -> Result<()> {
        let reading = Reading { dosage: Dosage::Expected, least_quality: Some(20), least_depth: Some(5) };
        let mut reader = reader_of(bytes, reading)?;
        let (mut record, mut calls) = (Record::default(), Calls::default());
        let end = loop {
            match reader.next_record(&mut record).and_then(|more| reader_calls(more, &mut reader, &mut calls)) {
                Ok(false) => break Ok(()),
                Ok(true) => said.push(as_printed(&record, &calls, reader.samples().len())),
                Err(error) => break Err(error),
            }
        };
        findings = reader.findings().iter().map(|finding| finding.code).collect();
        end
    };
    let error = read().err();
    if let Some(error) = &error {
        let place = error.place();
        assert!(place.line.is_some() || place.byte.is_some() || error.code() == "empty", "{error:?} has no place");
        assert_ne!(error.code(), "internal");
    }
    (said, findings, error.map(|error| error.code()))
}

fn reader_calls(more: bool, reader: &mut VcfReader, calls: &mut Calls) -> Result<bool> {
    if more {
        reader.read_calls(calls)?;
    }
    Ok(more)
}

/// SplitMix64 (Steele, Lea and Flood 2014): every run sees the same damage.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let a = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((b ^ (b >> 31)) >> 8) as usize
}

fn text_of(path: &Path) -> Vec<u8> {
    let stored = std::fs::read(path).expect("readable");
    let mut stream = open_text(Rc::new(MemorySource::new("file", stored))).expect("a text").stream;
    let (mut text, mut piece) = (Vec::new(), vec![0; 1 << 18]);
    loop {
        match stream.read(&mut piece).expect("whole") {
            0 => return text,
            count => text.extend_from_slice(&piece[..count]),
        }
    }
}

#[test]
fn a_text_cut_anywhere_says_so() {
    let name = "records_vcf::a_text_cut_anywhere_says_so";
    let Some(data) = data(name) else { return };
    let mut state = 3;
    for path in files(&data) {
        let mut text = text_of(&path);
        // Some thousand bytes of records are enough, and headers of thousands of samples as they are.
        let columns = memchr::memmem::find(&text, b"#CHROM").expect("the columns");
        let from = columns + memchr::memchr(b'\n', &text[columns..]).expect("a line end") + 1;
        let until = memchr::memchr(b'\n', &text[text.len().min(from + 60_000) - 1..])
            .map_or(text.len(), |at| text.len().min(from + 60_000) + at);
        text.truncate(until);
        let (whole, _, error) = read_all(text.clone());
        assert_eq!(error, None, "{}", path.display());
        assert!(looks_like_vcf(&text[..text.len().min(65_536)]));
        for _ in 0..40 {
            let at = 1 + next(&mut state) % (text.len() - 1);
            let (records, findings, error) = read_all(text[..at].to_vec());
            let is_line = text[at - 1] == b'\n';
            let says = error == Some("file-truncated") || findings.contains(&"no-final-line-end");
            let in_header = at < from;
            assert!(says || is_line && (error.is_none() || in_header), "{}: cut at {at}: {error:?}", path.display());
            assert!(error.is_some() || !in_header, "{}: cut at {at}: a header that ends", path.display());
            // All but a last number that lost digits is as in the whole text.
            let sure = records.len().saturating_sub(1);
            assert!(whole[..sure] == records[..sure], "{}: cut at {at}", path.display());
            assert!(!is_line || whole[..records.len()] == records[..], "{}: cut at {at}", path.display());
        }
    }
}

#[test]
fn a_text_with_flipped_bytes_is_read_or_refused() {
    let name = "records_vcf::a_text_with_flipped_bytes_is_read_or_refused";
    let Some(data) = data(name) else { return };
    let (mut state, mut refused) = (5, 0);
    for path in files(&data) {
        let mut text = text_of(&path);
        text.truncate(80_000);
        for _ in 0..40 {
            let mut bytes = text.clone();
            for _ in 0..=next(&mut state) % 3 {
                let at = next(&mut state) % bytes.len();
                bytes[at] ^= 1 << (next(&mut state) % 8);
            }
            refused += u32::from(read_all(bytes).2.is_some());
        }
    }
    assert!(refused > 200, "{refused}");
}

#[test]
fn a_packed_file_with_a_flipped_byte_is_never_another_text() {
    let name = "records_vcf::a_packed_file_with_a_flipped_byte_is_never_another_text";
    let Some(data) = data(name) else { return };
    let (mut state, mut refused) = (7, 0);
    for file in ["chrchang_plink-ng/1kg_phase3_chr21_start.vcf.gz"] {
        let stored = std::fs::read(data.join("genotypes").join(file)).expect("readable");
        let whole = read_all(stored.clone());
        for _ in 0..60 {
            let mut bytes = stored.clone();
            let at = next(&mut state) % bytes.len();
            bytes[at] ^= 1 << (next(&mut state) % 8);
            let damaged = read_all(bytes);
            assert!(damaged.2.is_some() || damaged == whole, "{file}: byte {at}");
            refused += u32::from(damaged.2.is_some());
            let cut = next(&mut state) % stored.len();
            assert!(read_all(stored[..cut].to_vec()).2.is_some(), "{file}: cut at {cut}");
        }
    }
    assert!(refused > 55, "{refused}");
}
