//! Reads VCF text and the BCF that bcftools makes of it: the same records, calls and dosages, whatever is asked for.

mod drive;

use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::formats::records::{Member, RecordSet, recognise};
use tallele::genome::{Calls, Dosage, PackedCalls, Reading, Record};

/// Every field that is read, in each way that it may be written.
const MADE_UP: &str = "##fileformat=VCFv4.3
##contig=<ID=1,length=249250621>
##contig=<ID=X,length=155270560>
##FORMAT=<ID=GT,Number=1,Type=String,Description=\"-\">
##FORMAT=<ID=DS,Number=A,Type=Float,Description=\"-\">
##FORMAT=<ID=HDS,Number=.,Type=Float,Description=\"-\">
##FORMAT=<ID=GP,Number=G,Type=Float,Description=\"-\">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"-\">
##FORMAT=<ID=RGQ,Number=1,Type=Integer,Description=\"-\">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"-\">
##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description=\"-\">
##INFO=<ID=END,Number=1,Type=Integer,Description=\"-\">
##FILTER=<ID=q10,Description=\"-\">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\tS2\tS3
1\t100\trs1\tA\tG\t.\tPASS\t.\tGT:DS:GQ:DP\t0/1:0.9:30:8\t1|1:2.4:9:30\t./.:.:.:.
1\t200\trs2\tA\tG,T\t.\tq10\t.\tGT:DS:DP\t1/2:0.8,1.1:20\t0/2:0.05,1.02:3\t.:0.3,0.4:.
1\t300\t.\tAC\tA\t.\t.\t.\tDS\t0.25\t1.999\t.
1\t400\trs4\tC\tT\t.\tPASS\t.\tHDS\t0.3,0.4\t0.25\t.
1\t450\trs4\tC\tT,A\t.\tPASS\t.\tHDS\t0.3,0.4\t0.25,0.1\t.
1\t500\trs5\tC\tT\t.\tPASS\t.\tGP\t0.1,0.3,0.6\t0.2,0.8\t.
1\t600\trs6\tC\tT,G\t.\tPASS\t.\tGP\t0.1,0.2,0.3,0.1,0.2,0.1\t0.5,0.4,0.1\t.
1\t650\trs7\tC\tT\t.\tPASS\t.\tGT:GP:DS\t0/0:0.1,0.1,0.1:0.5\t0/1:0,1,0:.\t0|1:.:1.25
1\t700\t.\tC\t<NON_REF>\t.\t.\tEND=799\tGT:DP:GQ:MIN_DP\t0/0:20:40:5\t0/0:20:4:15\t./.:0:0:0
1\t800\t.\tC\t.\t.\t.\t.\tGT:DP:RGQ\t0/0:20:40\t0/0:2:4\t./.:.:.
1\t900\trs9\tG\tA,*\t.\tPASS\t.\tGT\t0/1/1\t0/2\t1
X\t5000000\trs10\tG\tA\t.\tPASS\t.\tGT:DS\t1:0.9\t0/1:1.1\t.:0.2
X\t5000100\trs11\tG\tA\t.\tPASS\t.\tDP\t3\t4\t5
";

fn bcftools(arguments: &[&str], file: &Path, out: &Path) {
    let run = Command::new("bcftools").args(arguments).arg("-o").arg(out).arg(file).output().expect("bcftools starts");
    assert!(run.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&run.stderr));
}

fn has_bcftools(name: &str) -> bool {
    let has = || Command::new("bcftools").arg("--version").output().is_ok_and(|output| output.status.success());
    if !has() {
        let _ = Command::new("sh").arg(drive::project().join("tests/oracle/install-peers.sh")).output();
    }
    if !has() {
        drive::skip(name, "bcftools is not there (Debian: apt-get install bcftools)");
    }
    has()
}

/// Every record as text, with each sample's alleles and the bits of its dosages; then what was found.
fn read(file: &Path, format: Member, reading: Reading) -> Vec<String> {
    let source: SharedSource = Rc::new(MemorySource::new("file", std::fs::read(file).expect("readable")));
    assert_eq!(recognise(&source).expect("readable"), Some(format));
    let set = RecordSet { format, main: source, variants: None, people: None, index: None, kept: None };
    let (mut stream, build) = set.open(reading).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let (mut record, mut calls, mut packed) = (Record::default(), Calls::default(), PackedCalls::default());
    let samples = stream.samples().len();
    let mut seen = vec![format!("{build:?} {:?}", stream.samples())];
    while stream.next_record(&mut record).unwrap_or_else(|error| panic!("{}: {error}", file.display())) {
        stream.read_calls(&mut calls).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let is_packed = stream.read_packed(&mut packed).expect("calls that were read");
        let pairs = || calls.alleles.chunks(2);
        let may_be_packed = calls.dosages.is_empty() && calls.width == 2 && record.alleles() == 2;
        let code = |pair: &[u8]| match pair {
            [one @ 0..=1, other @ 0..=1] => Some(one + other),
            [Calls::MISSING, Calls::MISSING] => Some(PackedCalls::MISSING),
            _ => None,
        };
        if is_packed {
            assert!(may_be_packed && packed.codes().map(Some).eq(pairs().map(code)), "{}", record.site);
        } else if format == Member::Bcf && may_be_packed && reading == Reading::default() && samples > 0 {
            // What is called of everybody twice is packed.
            assert!(pairs().any(|pair| !matches!(pair, [0..=1, 0..=1])), "{}", record.site);
        }
        let alleles: Vec<_> = (0..record.alleles()).map(|allele| record.allele(allele).to_vec()).collect();
        let mut line = format!(
            "{} {} {} {} {alleles:?}",
            record.site,
            record.id,
            record.end,
            record.is_reference_block && record.passes
        );
        for sample in 0..samples {
            let copies: Vec<u8> = calls.of(sample).iter().copied().filter(|copy| *copy != Calls::ABSENT).collect();
            let alts = record.alleles().saturating_sub(1);
            let dosages = calls.dosages.get(sample * alts..(sample + 1) * alts).unwrap_or_default();
            line.push_str(&format!(
                " {copies:?} {:?}",
                dosages.iter().map(|dosage| dosage.to_bits()).collect::<Vec<_>>()
            ));
        }
        seen.push(line);
    }
    let mut findings = stream.findings();
    findings.sort_by_key(|finding| finding.code);
    for finding in findings {
        // Text alone has lines.
        if !matches!(finding.code, "no-final-line-end" | "repeated-header") {
            seen.push(format!("{} {}", finding.code, finding.count));
        }
    }
    seen
}

/// Compares the text and the BCF of a file, or of a part of it.
fn compare(name: &str, vcf: &Path, part: Option<&str>) {
    let folder = drive::scratch(&format!("records-bcf-text-{name}"));
    let (text, bcf) = (folder.join("a.vcf"), folder.join("a.bcf"));
    let part: Vec<&str> = part.map_or(Vec::new(), |part| vec!["-t", part]);
    bcftools(&[&["view", "-Ov"], part.as_slice()].concat(), vcf, &text);
    bcftools(&[&["view", "-Ob"], part.as_slice()].concat(), vcf, &bcf);
    for dosage in [Dosage::Hard, Dosage::Expected, Dosage::Probabilities] {
        for (least_quality, least_depth) in [(None, None), (Some(20), None), (None, Some(10)), (Some(10), Some(4))] {
            let reading = Reading { dosage, least_quality, least_depth };
            let (of_text, of_bcf) = (read(&text, Member::Vcf, reading), read(&bcf, Member::Bcf, reading));
            assert!(of_text.len() > 5, "{name}");
            for (text, bcf) in of_text.iter().zip(&of_bcf) {
                assert_eq!(text, bcf, "{name} under {reading:?}");
            }
            assert_eq!(of_text.len(), of_bcf.len(), "{name} under {reading:?}");
        }
    }
}

#[test]
fn made_up_fields() {
    let name = "records_bcf::made_up_fields";
    if has_bcftools(name) {
        let vcf = drive::write(&drive::scratch("records-bcf-made-up"), "a.vcf", MADE_UP);
        compare("made-up", &vcf, None);
    }
}

#[test]
fn real_files() {
    let name = "records_bcf::real_files";
    let Some(data) = drive::data() else { return drive::skip(name, "no ../shared/data (or TALLELE_DATA)") };
    if !has_bcftools(name) {
        return;
    }
    let files = [
        ("imputationserver2/small.chrX.unphased.vcf.gz", Some("X:2600000-8000000")),
        ("chrchang_plink-ng/1kg_phase3_chr21_start.vcf.gz", Some("21:9411245-9430000")),
        ("hail-is_hail/HG00268.g.vcf.gz", Some("chr20:17959479-18100000")),
        ("samtools_bcftools/convert.gvcf.vcf", None),
        ("samtools_bcftools/convert.vcf", None),
    ];
    for (file, part) in files {
        let file = Path::new(file);
        let stem = file.file_name().expect("a name").to_string_lossy().into_owned();
        compare(&stem, &data.join("genotypes").join(file), part);
    }
}
