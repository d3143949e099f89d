//! Finds the real sets and both PLINKs, opens sets, and compares what is read with the VCF that plink2 exports.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use tallele::bytes::{ByteStream, MemorySource, SharedSource, open_text};
use tallele::error::Result;
use tallele::formats::plink1::BedReader;
use tallele::formats::plink2::PgenReader;
use tallele::genome::{Calls, Chromosome, Reading, Record, RecordStream};

/// The folder of genotypes; `None`, said by name, where it is absent.
pub fn folder(test: &str) -> Option<PathBuf> {
    let data = std::env::var("TALLELE_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let folder = PathBuf::from(data).join("genotypes");
    if folder.is_dir() {
        return Some(folder);
    }
    skip(test, &format!("{} is absent", folder.display()));
    None
}

/// Whether both PLINKs are there; said by name where not.
pub fn has_plink(test: &str) -> bool {
    let found = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success());
    let all = found("plink2") && found("plink1.9");
    if !all {
        skip(test, "plink1.9 and plink2 are not there (Debian: apt-get install plink1.9 plink2)");
    }
    all
}

fn skip(test: &str, why: &str) {
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{test}: {why}");
    eprintln!("skipped: {test}: {why}");
}

/// An empty folder of this name for files that a test writes.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the scratch folder can be made");
    folder
}

/// Runs plink2 or plink1.9; blanks separate the arguments.
pub fn plink(program: &str, arguments: &str) {
    let output = Command::new(program).args(arguments.split(' ')).output().expect("the program starts");
    assert!(output.status.success(), "{program} {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A file's bytes.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn source(name: &str, bytes: Vec<u8>) -> SharedSource {
    Rc::new(MemorySource::new(name, bytes))
}

/// The text of bytes, whatever they are wrapped in.
pub fn text(name: &str, bytes: Vec<u8>) -> Result<Box<dyn ByteStream>> {
    open_text(source(name, bytes)).map(|opened| opened.stream)
}

/// A PLINK 2 set by the path of its `.pgen`; its list of variants may be compressed.
pub fn open_pgen(path: &Path, reading: Reading) -> Result<PgenReader> {
    let list = path.with_extension("pvar");
    let list = if list.is_file() { list } else { path.with_extension("pvar.zst") };
    pgen(bytes(path), bytes(&list), bytes(&path.with_extension("psam")), reading)
}

/// A PLINK 2 set of these bytes.
pub fn pgen(pgen: Vec<u8>, pvar: Vec<u8>, psam: Vec<u8>, reading: Reading) -> Result<PgenReader> {
    PgenReader::new(source("set.pgen", pgen), text("set.pvar", pvar)?, text("set.psam", psam)?, reading)
}

/// A PLINK 1 set by the path of its `.bed`.
pub fn open_bed(path: &Path) -> Result<BedReader> {
    bed(bytes(path), bytes(&path.with_extension("bim")), bytes(&path.with_extension("fam")))
}

/// A PLINK 1 set of these bytes.
pub fn bed(bed: Vec<u8>, bim: Vec<u8>, fam: Vec<u8>) -> Result<BedReader> {
    BedReader::new(source("set.bed", bed), text("set.bim", bim)?, text("set.fam", fam)?)
}

/// How much a comparison covered.
#[derive(Debug, Default, PartialEq)]
pub struct Compared {
    pub records: usize,
    pub calls: usize,
    pub missing: usize,
    pub further_alts: usize,
    pub dosages: usize,
}

/// Compares every record and call with a VCF that plink2 exported from the same set, with `DS` where dosages are read.
///
/// PLINK writes one allele where a sample has one copy, and none where it takes it to have none (Y of women); the formats have two.
pub fn compare(name: &str, stream: &mut dyn RecordStream, vcf: &Path) -> Compared {
    let vcf = std::fs::read_to_string(vcf).expect("plink2 has written it");
    let (mut record, mut calls, mut done) = (Record::default(), Calls::default(), Compared::default());
    for line in vcf.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if line.starts_with("#CHROM") {
            assert_eq!(stream.samples().len(), fields.len() - 9, "{name}: the number of samples");
            for (sample, shown) in stream.samples().iter().zip(&fields[9..]) {
                // PLINK joins family and id.
                let family = sample.family.as_ref().map_or_else(String::new, |family| format!("{family}_"));
                assert_eq!(format!("{family}{}", sample.id), *shown, "{name}: a sample");
            }
        }
        if line.starts_with('#') || Chromosome::parse(fields[0].as_bytes()).is_none() {
            continue;
        }
        assert!(
            stream.next_record(&mut record).unwrap_or_else(|error| panic!("{name}: {error:?}")),
            "{name}: {}",
            fields[1]
        );
        let place = format!("{name}: {}:{}", fields[0], fields[1]);
        assert_eq!(record.site.position().to_string(), fields[1], "{place}");
        assert_eq!(record.site.chromosome(), Chromosome::parse(fields[0].as_bytes()), "{place}");
        let allele = |at| String::from_utf8_lossy(record.allele(at)).into_owned();
        let alts: Vec<String> = (1..record.alleles()).map(allele).collect();
        let shown = if alts.is_empty() { ".".to_owned() } else { alts.join(",") };
        assert_eq!((allele(0), shown), (fields[3].to_uppercase(), fields[4].to_uppercase()), "{place}");
        stream.read_calls(&mut calls).unwrap_or_else(|error| panic!("{place}: {error:?}"));
        done.records += 1;
        for (sample, field) in fields[9..].iter().enumerate() {
            let mut parts = field.split(':');
            let mut genotype: Vec<u8> = parts
                .next()
                .unwrap_or("")
                .split(['/', '|'])
                .map(|allele| allele.parse().unwrap_or(Calls::MISSING))
                .collect();
            let copies = genotype.len();
            if copies == 1 {
                genotype.push(genotype[0]);
            }
            genotype.sort_unstable();
            let no_copy = fields[0] == "Y" && genotype[0] == Calls::MISSING;
            assert!(no_copy || calls.of(sample) == genotype, "{place}, sample {sample}");
            done.calls += 1;
            done.missing += usize::from(genotype[0] == Calls::MISSING);
            done.further_alts += usize::from(matches!(genotype[1], 2..Calls::ABSENT));
            if let Some(Ok(dosage)) = parts.next().map(str::parse::<f64>) {
                let ours =
                    calls.expected_copies(sample, 1, record.alleles() - 1).expect("a dosage") * copies as f64 / 2.0;
                assert!((ours - dosage).abs() < 6e-5, "{place}, sample {sample}: {ours} is not {dosage}");
                done.dosages += usize::from(calls.dosages.get(sample).is_some_and(|dosage| !dosage.is_nan()));
            }
        }
    }
    assert!(
        !stream.next_record(&mut record).unwrap_or_else(|error| panic!("{name}: {error:?}")),
        "{name}: a record too many"
    );
    done
}
