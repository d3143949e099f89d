//! Reads real indexed files by their indexes and compares with reading them whole: records, calls, sums; then misleads them.

#![allow(clippy::print_stderr)] // a skipped test says so

mod drive;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource, Source};
use tallele::error::Result;
use tallele::formats::records::{Chosen, RecordSet, Wanted, group};
use tallele::genome::{Calls, Chromosome, Reading, Record, Site};
use tallele::session::{LargeFiles, Session};

/// Files with an index of each kind, and the index.
const FILES: [(&str, &str); 10] = [
    ("PGScatalog_pygscatalog/tiny1000G.bgen", "bgi"),
    ("PGScatalog_pygscatalog/tiny1000G.vcf.gz", "tbi"),
    ("hail-is_hail/HG00268.g.vcf.gz", "tbi"),
    ("imputationserver2/chr20.R50.merged.1.330k.recode.small.vcf.gz", "tbi"),
    ("imputationserver2/small.chrX.unphased.vcf.gz", "tbi"),
    ("imputationserver2/hapmap_r22.chr1.CEU.hg19.recode.bcf", "csi"),
    ("imputationserver2/hapmap_r22.chr20.CEU.hg19.recode.bcf", "csi"),
    ("imputationserver2/hapmap_r22.chr20.CEU.hg38.bcf", "csi"),
    ("odelaneau_shapeit4/reference.bcf", "csi"),
    ("odelaneau_shapeit4/reference.vcf.gz", "csi"),
];

fn data(test: &str) -> Option<PathBuf> {
    let found = drive::data().map(|data| data.join("genotypes")).filter(|folder| folder.is_dir());
    if found.is_none() {
        drive::skip(test, "no ../shared/data (or TALLELE_DATA)");
    }
    found
}

/// A file in memory that counts the bytes asked of it.
struct Counted {
    inner: MemorySource,
    read: Cell<u64>,
}

impl Source for Counted {
    fn name(&self) -> &str {
        self.inner.name()
    }
    fn len(&self) -> u64 {
        self.inner.len()
    }
    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let count = self.inner.read_at(offset, out)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

fn stored(path: &Path) -> Rc<Counted> {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let bytes = std::fs::read(path).expect("readable");
    Rc::new(Counted { inner: MemorySource::new(&name, bytes), read: Cell::new(0) })
}

fn set_of(sources: Vec<SharedSource>) -> RecordSet {
    match group(sources).expect("a set").pop() {
        Some(Chosen::Records(set)) => set,
        _ => panic!("files of records"),
    }
}

/// A file with its index, and what counts the file's bytes.
fn indexed(folder: &Path, file: &str, ending: &str) -> (RecordSet, Rc<Counted>) {
    let main = stored(&folder.join(file));
    let index = stored(&folder.join(format!("{file}.{ending}")));
    let set = set_of(vec![index, main.clone()]);
    assert!(set.index.is_some(), "{file}");
    (set, main)
}

/// All that is known of a record.
type Seen = (Record, Calls);

fn read_all(mut stream: Box<dyn tallele::genome::RecordStream>) -> Result<Vec<Seen>> {
    let (mut record, mut calls, mut seen) = (Record::default(), Calls::default(), Vec::new());
    while stream.next_record(&mut record)? {
        stream.read_calls(&mut calls)?;
        seen.push((record.clone(), calls.clone()));
    }
    Ok(seen)
}

/// Whether a row at the place may meet the record; BGEN has no reference blocks, and its index no ends.
fn is_over(file: &str, record: &Record, site: &Site) -> bool {
    if file.ends_with(".bgen") {
        return record.site == *site;
    }
    record.site.chromosome() == site.chromosome() && (record.site.position()..=record.end).contains(&site.position())
}

fn ending_at(record: &Record) -> Site {
    Site::new(record.site.chromosome().expect("a place"), record.end)
}

#[test]
fn parts_hold_every_record_over_the_places_wanted() {
    let Some(folder) = data("indexed::parts_hold_every_record_over_the_places_wanted") else { return };
    let mut dice = drive::Dice::new(11);
    let mut by_index = 0;
    for (file, ending) in FILES {
        let (set, main) = indexed(&folder, file, ending);
        let whole = read_all(set.open(Reading::default()).expect("opens").0).expect("whole");
        let long: Vec<&Seen> = whole.iter().filter(|(record, _)| record.end > record.site.position() + 1).collect();
        for round in 0..40 {
            // Places of records, ends of long ones, the middle of blocks, and places with nothing.
            let mut places: Vec<Site> = (0..1 + round % 3)
                .map(|_| {
                    let (record, _) = &whole[dice.below(whole.len())];
                    match (dice.below(4), long.is_empty()) {
                        (0, false) => ending_at(&long[dice.below(long.len())].0),
                        (1, false) => {
                            let record = &long[dice.below(long.len())].0;
                            let middle = (record.end - record.site.position()) / 2;
                            record.site.shifted(middle as i32)
                        }
                        (2, _) => record.site.shifted(dice.below(50_000) as i32),
                        _ => record.site,
                    }
                })
                .filter(|site| site.is_some())
                .collect();
            places.sort();
            places.dedup();
            let wanted: Vec<&Seen> =
                whole.iter().filter(|(record, _)| places.iter().any(|site| is_over(file, record, site))).collect();
            main.read.set(0);
            let opened = set.open_parts(Reading::default(), &Wanted::Places(&places)).expect("opens");
            by_index += u32::from(opened.partly.is_some());
            let partly = opened.partly.is_some();
            let found = read_all(opened.stream).unwrap_or_else(|error| panic!("{file} {places:?}: {error:?}"));
            let over: Vec<&Seen> =
                found.iter().filter(|(record, _)| places.iter().any(|site| is_over(file, record, site))).collect();
            assert!(over == wanted, "{file} {places:?}: {} of {}", over.len(), wanted.len());
            assert!(!partly || found.len() < whole.len(), "{file}");
            let mut rest = whole.iter();
            assert!(found.iter().all(|one| rest.any(|other| other == one)), "{file}: each once and in order");
        }
    }
    assert!(by_index > 200, "{by_index}");
}

/// A score on some records of a file: the first ALT counts.
fn score_on(whole: &[Seen], rows: usize, dice: &mut drive::Dice) -> String {
    let mut text = String::from("chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n");
    let start = dice.below(whole.len());
    for _ in 0..rows {
        // Near each other, so that the index is worth its while.
        let (record, _) = &whole[(start + dice.below(200)).min(whole.len() - 1)];
        let middle = (record.end - record.site.position()) / 2;
        let (alt, reference) = match record.is_reference_block {
            true => ("C".to_owned(), "A".to_owned()),
            false => (text_of(record, 1), text_of(record, 0)),
        };
        let position = record.site.position() + if record.is_reference_block { middle } else { 0 };
        let chromosome = record.site.chromosome().expect("a place");
        text.push_str(&format!("{chromosome}\t{position}\t{alt}\t{reference}\t{}\n", 0.1 + dice.below(9) as f64));
    }
    text
}

fn text_of(record: &Record, allele: usize) -> String {
    String::from_utf8(record.allele(allele).to_vec()).expect("letters")
}

fn finish(session: &mut Session) -> Result<()> {
    while !session.step(1 << 20)?.finished {}
    Ok(())
}

fn report(files: Vec<SharedSource>, score: &str) -> Result<String> {
    let mut session = Session::new();
    session.begin_open_set(files)?;
    finish(&mut session)?;
    session.begin_add_score(Rc::new(MemorySource::new("score.txt", score)))?;
    finish(&mut session)?;
    session.begin_score()?;
    finish(&mut session)?;
    Ok(String::from_utf8(session.report_json()?).expect("UTF-8"))
}

#[test]
fn reports_are_those_of_the_whole_file() {
    let Some(folder) = data("indexed::reports_are_those_of_the_whole_file") else { return };
    let mut dice = drive::Dice::new(12);
    for (file, ending) in FILES {
        let (set, main) = indexed(&folder, file, ending);
        let whole = read_all(set.open(Reading::default()).expect("opens").0).expect("whole");
        for rows in [1, 25] {
            let score = score_on(&whole, rows, &mut dice);
            let alone = report(vec![main.clone()], &score).expect("a report");
            let with_index =
                report(vec![main.clone(), stored(&folder.join(format!("{file}.{ending}")))], &score).expect("a report");
            assert!(alone == with_index, "{file} {rows}");
            assert!(alone.contains("\"matched\":") && !alone.contains("\"matched\":0,"), "{file}: {alone}");
        }
    }
}

#[test]
fn a_small_score_reads_little() {
    let Some(folder) = data("indexed::a_small_score_reads_little") else { return };
    let (set, main) = indexed(&folder, "imputationserver2/hapmap_r22.chr1.CEU.hg19.recode.bcf", "csi");
    let place = [Site::new(Chromosome::autosome(1).expect("one"), 100_000_000)];
    main.read.set(0);
    let opened = set.open_parts(Reading::default(), &Wanted::Places(&place)).expect("opens");
    assert!(opened.partly.is_some_and(|partly| partly.records.is_some_and(|records| records > 100_000)));
    read_all(opened.stream).expect("whole");
    assert!(main.read.get() * 4 < main.len(), "{} of {}", main.read.get(), main.len());
}

#[test]
fn an_index_of_another_file_is_seen() {
    let Some(folder) = data("indexed::an_index_of_another_file_is_seen") else { return };
    let mut dice = drive::Dice::new(13);
    let (mut tried, mut seen) = (0, 0);
    for (file, ending) in FILES {
        for (other, of_other) in FILES {
            let is_bcf = |name: &str| name.ends_with(".bcf");
            // No one index is of both BGEN and the others, which files are put together by.
            if file == other || (ending == "bgi") != (of_other == "bgi") {
                continue;
            }
            let main = stored(&folder.join(file));
            let mut set = set_of(vec![main.clone()]);
            set.index = Some(stored(&folder.join(format!("{other}.{of_other}"))));
            let whole = read_all(set.open(Reading::default()).expect("opens").0).expect("whole");
            for _ in 0..5 {
                let places = [whole[dice.below(whole.len())].0.site];
                let outcome = set.open_parts(Reading::default(), &Wanted::Places(&places)).and_then(|opened| {
                    let is_whole = opened.partly.is_none();
                    Ok((is_whole, read_all(opened.stream)?))
                });
                tried += 1;
                match outcome {
                    Err(error) => {
                        assert_eq!(error.code(), "index-disagrees", "{file} by {other}: {error:?}");
                        seen += 1;
                    }
                    Ok((is_whole, _)) => assert!(is_whole, "{file} by the index of {other}, {ending} {}", is_bcf(file)),
                }
            }
        }
    }
    assert!(seen * 2 > tried, "{seen} of {tried}");
}

/// An index of BGEN holds what its file begins with, and its length.
#[test]
fn an_index_of_another_bgen_is_seen() {
    let Some(folder) = data("indexed::an_index_of_another_bgen_is_seen") else { return };
    let mut set = set_of(vec![stored(&folder.join("PGScatalog_pygscatalog/missing.bgen"))]);
    set.index = Some(stored(&folder.join("PGScatalog_pygscatalog/tiny1000G.bgen.bgi")));
    let places = [Site::new(Chromosome::autosome(1).expect("one"), 100_000_000)];
    let code = set.open_parts(Reading::default(), &Wanted::Places(&places)).err().map(|error| error.code());
    assert_eq!(code, Some("index-disagrees"));
}

/// The file as it was before something was added to it, and after something was lost: the index is too old or too new.
#[test]
fn an_index_of_another_version_is_seen() {
    let Some(folder) = data("indexed::an_index_of_another_version_is_seen") else { return };
    let file = "imputationserver2/hapmap_r22.chr1.CEU.hg19.recode.bcf";
    let bytes = std::fs::read(folder.join(file)).expect("readable");
    let mut blocks = vec![0];
    while let Some(length) = bytes.get(blocks[blocks.len() - 1] + 16..).and_then(|rest| rest.get(..2)) {
        blocks.push(blocks[blocks.len() - 1] + usize::from(u16::from_le_bytes([length[0], length[1]])) + 1);
    }
    let (mark, last) = (blocks[blocks.len() - 2], blocks[blocks.len() - 3]);
    let versions = [
        ("the last block lost", [&bytes[..last], &bytes[mark..]].concat()),
        ("a block more", [&bytes[..mark], &bytes[last..]].concat()),
        ("cut within", bytes[..last + 30].to_vec()),
        ("a block lost within", [&bytes[..blocks[3]], &bytes[blocks[4]..]].concat()),
    ];
    for (name, bytes) in versions {
        let mut set = set_of(vec![Rc::new(MemorySource::new("a.bcf", bytes))]);
        set.index = Some(stored(&folder.join(format!("{file}.csi"))));
        let place = [Site::new(Chromosome::autosome(1).expect("one"), 100_000_000)];
        let outcome = set.open_parts(Reading::default(), &Wanted::Places(&place));
        let code = outcome.and_then(|opened| read_all(opened.stream)).err().map(|error| error.code());
        assert!(matches!(code, Some("index-disagrees" | "gzip-truncated")), "{name}: {code:?}");
    }
}

/// A genome of one person with the markers of GRCh38 in it, packed and indexed; `None` where bcftools is absent.
fn made_up_genome(test: &str, variants_only: bool) -> Option<(Rc<Counted>, Rc<Counted>, u64)> {
    let mut markers: Vec<(u32, u32, String)> = Vec::new();
    for line in include_str!("../src/variants/build_markers.tsv").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let (Ok(chromosome), Ok(position)) = (fields[1].parse(), fields[4].parse()) {
            markers.push((chromosome, position, fields[0].to_owned()));
        }
    }
    let mut dice = drive::Dice::new(14);
    let mut text = String::from("##fileformat=VCFv4.2\n##FILTER=<ID=PASS,Description=\"-\">\n");
    (1..=23).for_each(|number| text.push_str(&format!("##contig=<ID=chr{}>\n", name_of(number))));
    text.push_str("##INFO=<ID=R,Number=1,Type=String,Description=\"-\">\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"-\">\n");
    text.push_str("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n");
    let mut records = 0;
    for number in 1..=23 {
        let of_markers = markers.iter().filter(|(chromosome, ..)| *chromosome == number);
        let mut places: Vec<(u32, &str)> = of_markers.map(|(_, position, id)| (*position, id.as_str())).collect();
        places.extend((0..12_000).map(|at| (3_000_000 + at * 3500 + dice.below(3400) as u32, ".")));
        places.sort();
        places.dedup_by_key(|(position, _)| *position);
        for (position, id) in places {
            // Letters that do not pack, so that the file is large for its records.
            let noise: String = (0..120).map(|_| char::from(b'0' + dice.below(75) as u8)).collect();
            let noise = noise.replace([';', '=', ',', '\\', '%'], "_");
            let call = match (dice.below(10), number, variants_only) {
                (0..5, _, false) => "0/0",
                (_, 23, _) => "1/1",
                (5..8, ..) => "0/1",
                _ => "1/1",
            };
            text.push_str(&format!("chr{}\t{position}\t{id}\tA\tG\t.\tPASS\tR={noise}\tGT\t{call}\n", name_of(number)));
            records += 1;
        }
    }
    let folder = drive::scratch(&format!("indexed-genome-{variants_only}"));
    let (plain, packed) = (drive::write(&folder, "genome.vcf", text), folder.join("genome.vcf.gz"));
    let bcftools = |arguments: &[&str], file: &Path| {
        let run = std::process::Command::new("bcftools").args(arguments).arg(file).output();
        run.is_ok_and(|run| run.status.success())
    };
    let out = packed.to_str().expect("UTF-8");
    if !bcftools(&["view", "-Oz", "-o", out], &plain) || !bcftools(&["index", "-t"], &packed) {
        drive::skip(test, "bcftools is not installed");
        return None;
    }
    Some((stored(&packed), stored(&folder.join("genome.vcf.gz.tbi")), records))
}

fn name_of(number: u32) -> String {
    if number == 23 { "X".to_owned() } else { number.to_string() }
}

#[test]
fn a_large_file_is_looked_into_and_says_so() {
    for variants_only in [true, false] {
        let test = "indexed::a_large_file_is_looked_into_and_says_so";
        let Some((main, index, records)) = made_up_genome(test, variants_only) else { return };
        let open = |large: LargeFiles, files: Vec<SharedSource>| {
            let mut session = Session::new();
            session.set_large_files(large);
            session.begin_open_set(files).expect("opens");
            finish(&mut session).expect("opens");
            session
        };
        let whole = open(LargeFiles::default(), vec![main.clone(), index.clone()]);
        let whole = whole.opened().expect("opened").clone();
        assert_eq!((whole.markers, whole.partly), (records, None));
        main.read.set(0);
        let small = LargeFiles { above_bytes: 1 << 20, sample_bytes: 1 << 20, each_marker: 40 };
        let mut session = open(small, vec![main.clone(), index.clone()]);
        let part = session.opened().expect("opened").clone();
        assert!(main.read.get() * 10 < main.len() * 7, "{} of {}", main.read.get(), main.len());
        let partly = part.partly.expect("looked into");
        assert_eq!((partly.records, partly.of), (part.markers, Some(records)));
        assert!(part.markers * 2 < records && part.markers > 1000, "{} of {records}", part.markers);
        assert!(part.findings.iter().any(|finding| finding.code == "looked-into"));
        assert_eq!((part.build, part.sex, part.variants_only), (whole.build, whole.sex, whole.variants_only));
        assert_eq!(part.variants_only, Some(variants_only));
        assert!(part.build.is_some() && part.build_evidence.markers.grch38 >= 5, "{:?}", part.build_evidence);
        assert_eq!(part.chromosomes.len(), 23, "records of each chromosome");
        // Scoring reads what its rows need, and nothing for a hash.
        main.read.set(0);
        let score = "#genome_build=GRCh38\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n1\t3000001\tG\tA\t1\n";
        session.begin_add_score(Rc::new(MemorySource::new("score.txt", score))).expect("a score");
        finish(&mut session).expect("a score");
        session.begin_score().expect("opened");
        finish(&mut session).expect("scored");
        assert!(main.read.get() * 8 < main.len(), "{} of {}", main.read.get(), main.len());
        let report = String::from_utf8(session.report_json().expect("a report")).expect("UTF-8");
        assert!(report.contains("\"sha256\": null") || report.contains("\"sha256\":null"), "{report}");
    }
}
