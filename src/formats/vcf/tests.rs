//! Reads odd rows, each named.
use super::VcfReader;
use super::lines::Lines;
use super::looks_like_vcf;
use crate::bytes::{MemorySource, PlainStream};
use crate::error::Result;
use crate::genome::{Build, Calls, Dosage, Reading, Record, RecordStream};
use proptest::prelude::*;
use std::rc::Rc;

const HEADER: &str =
    "##fileformat=VCFv4.2\n##contig=<ID=20,length=63025520>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";
const M: u8 = Calls::MISSING;
const O: u8 = Calls::ABSENT;

fn reader(text: &[u8], reading: Reading, chunk: usize) -> Result<VcfReader> {
    let stream = PlainStream::new(Rc::new(MemorySource::new("file", text)));
    VcfReader::over(Lines::with_chunk(Box::new(stream), chunk), reading)
}

fn with_samples(samples: usize, rows: &str) -> String {
    let names: String = (0..samples).map(|sample| format!("\tS{sample}")).collect();
    let names = if samples > 0 { format!("\tFORMAT{names}") } else { names };
    format!("{HEADER}{names}\n{rows}")
}

fn expecting(dosage: Dosage) -> Reading {
    Reading { dosage, ..Reading::default() }
}

/// Everything a reader says of a text: records and calls in words, the findings, and the error.
#[derive(Debug, PartialEq, Default)]
struct Said {
    records: Vec<String>,
    calls: Vec<Calls>,
    findings: Vec<(&'static str, u64)>,
    error: Option<(&'static str, Option<u64>)>,
}

impl Said {
    fn alleles(&self) -> Vec<Vec<u8>> {
        self.calls.iter().map(|calls| calls.alleles.clone()).collect()
    }
}

fn say(text: &[u8], reading: Reading, chunk: usize) -> Said {
    let mut said = Said::default();
    let mut read = || -> Result<()> {
        let mut reader = reader(text, reading, chunk)?;
        let (mut record, mut calls) = (Record::default(), Calls::default());
        loop {
            let step = reader.next_record(&mut record).and_then(|more| match more {
                true => reader.read_calls(&mut calls).map(|()| true),
                false => Ok(false),
            });
            said.findings = reader.findings().iter().map(|finding| (finding.code, finding.count)).collect();
            if !step? {
                return Ok(());
            }
            let alleles: Vec<_> =
                (0..record.alleles()).map(|index| record.allele(index).escape_ascii().to_string()).collect();
            let kind = if record.is_reference_block { "block" } else { "variant" };
            let passes = if record.passes { "pass" } else { "fail" };
            said.records.push(format!(
                "{} {} {} {} {kind} {passes}",
                record.site,
                record.end,
                record.id,
                alleles.join(" ")
            ));
            said.calls.push(calls.clone());
        }
    };
    let end = read();
    said.error = end.err().map(|error| (error.code(), error.place().line));
    said
}

fn said(samples: usize, row: &str, reading: Reading) -> Said {
    say(with_samples(samples, &format!("{row}\n")).as_bytes(), reading, 1 << 18)
}

#[test]
fn places_alleles_and_blocks() {
    let rows = [
        ("plain", "20\t100\trs7\tA\tG\t.\tPASS\t.", "20:100 100 rs7 A G variant pass"),
        ("prefix, lower case, filter", "chr20\t100\t.\tac\ta\t9\tLowQual\tDP=3", "20:100 101 rs0 AC A variant fail"),
        ("several ids", "X\t7\tesv1;rs12;rs13\tA\tG,T\t.\t.\t.", "X:7 7 rs12 A G T variant pass"),
        ("mitochondrial", "chrM\t7\t.\tA\tG\t.\t.\t.", "MT:7 7 rs0 A G variant pass"),
        ("no ALT", "20\t5\t.\tA\t.\t.\t.\t.", "20:5 5 rs0 A block pass"),
        ("Strelka", "20\t5\t.\tA\t.\t.\tLowGQX\tEND=9;BLOCKAVG_min30p3a", "20:5 9 rs0 A block fail"),
        ("GATK", "20\t5\t.\tA\t<NON_REF>\t.\t.\tEND=9", "20:5 9 rs0 A <NON_REF> block pass"),
        ("DeepVariant", "20\t5\t.\tA\t<*>\t.\t.\tMQ=1;END=12", "20:5 12 rs0 A <*> block pass"),
        ("GATK variant", "20\t5\t.\tA\tC,<NON_REF>\t.\t.\tDP=3", "20:5 5 rs0 A C <NON_REF> variant pass"),
        ("structural", "20\t5\t.\tA\t<DEL>\t.\t.\tEND=99", "20:5 5 rs0 A <DEL> variant pass"),
        ("spanning", "20\t5\t.\tA\t*,T\t.\t.\t.", "20:5 5 rs0 A * T variant pass"),
        ("breakend", "20\t5\t.\tA\tA[chr2:7[\t.\t.\t.", "20:5 5 rs0 A A[CHR2:7[ variant pass"),
        ("END missing", "20\t5\t.\tAT\t<*>\t.\t.\tEND=.", "20:5 6 rs0 AT <*> block pass"),
        ("return before the line end", "20\t100\t.\tA\tG\t.\tPASS\t.\r", "20:100 100 rs0 A G variant pass"),
    ];
    for (name, row, expected) in rows {
        let said = said(0, row, Reading::default());
        assert_eq!((said.records.as_slice(), said.error), ([expected.to_owned()].as_slice(), None), "{name}");
    }
}

#[test]
fn a_block_ends_with_the_shortest_length_of_its_samples() {
    let said = said(3, "20\t5\t.\tA\t<*>\t.\t.\t.\tGT:LEN\t0/0:9\t0/0:4\t0/0:.", Reading::default());
    assert_eq!(said.records, ["20:5 8 rs0 A <*> block pass"]);
}

#[test]
fn records_that_are_left_out() {
    let many = (0..254).map(|n| format!("{}T", "A".repeat(n + 1))).collect::<Vec<_>>().join(",");
    let rows = [
        ("other-contigs", "chrUn_gl000220\t1\t.\tA\tG\t.\t.\t.".to_owned()),
        ("unplaced-records", "20\t0\t.\tA\tG\t.\t.\t.".to_owned()),
        ("beyond-chromosome", "20\t64444168\t.\tA\tG\t.\t.\t.".to_owned()),
        ("many-alleles", format!("20\t5\t.\tA\t{many}\t.\t.\t.")),
        ("repeated-header", "##source=again".to_owned()),
    ];
    for (code, row) in rows {
        let said = said(0, &format!("{row}\n20\t7\t.\tA\tG\t.\t.\t."), Reading::default());
        assert_eq!(said.records, ["20:7 7 rs0 A G variant pass"], "{code}");
        assert_eq!(said.findings, [(code, 1)]);
    }
    let most = many.rsplit_once(',').unwrap().0;
    let said = said(1, &format!("20\t5\t.\tA\t{most}\t.\t.\t.\tGT\t0/253"), Reading::default());
    assert_eq!((said.error, said.alleles()), (None, vec![vec![0, 253]]));
}

#[test]
fn hard_calls() {
    let rows: [(&str, &str, &[u8], &[(&str, u64)]); 21] = [
        ("unphased", "GT\t0/1", &[0, 1], &[]),
        ("phased", "GT\t2|1", &[2, 1], &[]),
        ("two digits", "GT\t1/10", &[1, 10], &[]),
        ("missing", "GT\t./.", &[M, M], &[]),
        ("one dot", "GT\t.", &[M, M], &[]),
        ("half", "GT\t./1", &[M, 1], &[("half-calls", 1)]),
        ("other half", "GT\t1|.", &[1, M], &[("half-calls", 1)]),
        ("haploid", "GT\t1", &[1, O], &[]),
        ("triploid", "GT\t0/1/2", &[0, 1, 2], &[]),
        ("half of three", "GT\t0/./2", &[0, M, 2], &[("half-calls", 1)]),
        ("leading phase", "GT\t/0|1", &[0, 1], &[]),
        ("leading phase of one", "GT\t|1", &[1, O], &[]),
        ("more parts", "GT:AD:DP\t0/1:3,4:7", &[0, 1], &[]),
        ("dropped parts", "GT:AD:DP\t0/1", &[0, 1], &[]),
        ("not first", "DP:GT\t7:0/1", &[0, 1], &[]),
        ("not first and dropped", "DP:GT\t7", &[M, M], &[]),
        ("no GT", "DP\t7", &[M, M], &[("records-without-calls", 1)]),
        ("no FORMAT", ".\t.", &[M, M], &[("records-without-calls", 1)]),
        ("dosage only", "DS\t1,0,0,0,0,0,0,0,0,0", &[M, M], &[("dosages-for-hard-calls", 1)]),
        ("dosage not asked for", "GT:DS\t0/1:2", &[0, 1], &[]),
        ("quality not asked for", "GT:GQ\t0/1:0", &[0, 1], &[]),
    ];
    for (name, row, alleles, findings) in rows {
        let said = said(1, &format!("20\t5\t.\tA\tC,G,T,AA,AC,AG,AT,CA,CC,CT\t.\t.\t.\t{row}"), Reading::default());
        assert_eq!((said.error, said.alleles()), (None, vec![alleles.to_vec()]), "{name}");
        assert_eq!(said.findings, findings, "{name}");
    }
}

#[test]
fn samples_of_several_copies_share_the_widest() {
    let said = said(4, "20\t5\t.\tA\tC\t.\t.\t.\tGT\t./1\t1\t0/0/1/1\t.", Reading::default());
    assert_eq!(said.alleles(), [vec![M, 1, O, O, 1, O, O, O, 0, 0, 1, 1, M, M, O, O]]);
    assert_eq!((said.calls[0].width, said.findings), (4, vec![("half-calls", 1)]));
}

#[test]
fn dosages() {
    let nan = f64::NAN;
    let (hard, expected, probable) = (Dosage::Hard, Dosage::Expected, Dosage::Probabilities);
    let rows: [(&str, Dosage, &str, &str, &[f64], &[(&str, u64)]); 24] = [
        ("DS", expected, "G", "GT:DS\t0/1:0.75", &[0.75], &[]),
        ("DS of two ALTs", expected, "G,T", "GT:DS\t0/1:0.75,0.5", &[0.75, 0.5], &[]),
        ("no DS", expected, "G", "GT:DS\t0/1:.", &[nan], &[]),
        ("dropped DS", expected, "G", "GT:DS\t0/1", &[nan], &[]),
        ("DS in part", expected, "G,T", "GT:DS\t0/1:1,.", &[nan, nan], &[]),
        ("one dot for two", expected, "G,T", "GT:DS\t0/1:.", &[nan, nan], &[]),
        ("above", expected, "G", "GT:DS\t1/1:2.25", &[2.0], &[("dosages-out-of-range", 1)]),
        ("below", expected, "G", "GT:DS\t0/0:-0.5", &[0.0], &[("dosages-out-of-range", 1)]),
        ("above one copy", expected, "G", "GT:DS\t1:1.5", &[1.0], &[("dosages-out-of-range", 1)]),
        ("missing call", expected, "G", "GT:DS\t./.:1.5", &[1.5], &[]),
        ("a lone dot", expected, "G", "GT:DS\t.:1.5", &[1.5], &[]),
        ("more than there is", expected, "G,T", "GT:DS\t1/2:2,2", &[1.0, 1.0], &[("dosages-out-of-range", 1)]),
        ("HDS", expected, "G", "GT:HDS\t0|1:0.25,0.5", &[0.75], &[]),
        ("HDS of one", expected, "G", "GT:HDS\t1:0.5", &[0.5], &[]),
        ("DS before HDS", expected, "G", "HDS:DS\t0.25,0.5:1", &[1.0], &[("dosages-for-hard-calls", 1)]),
        ("HDS of many", expected, "G,T", "GT:HDS\t0|1:0,1", &[nan, nan], &[("haplotype-dosages-of-many-alleles", 1)]),
        ("GP", probable, "G", "GT:GP\t0/1:0.25,0.5,0.25", &[1.0], &[]),
        ("GP of one copy", probable, "G", "GT:GP\t1:0.25,0.75", &[0.75], &[]),
        ("GP of three", probable, "G", "GP:GT\t0,0,0,1:1/1/1", &[3.0], &[]),
        ("GP of two ALTs", probable, "G,T", "GT:GP\t0/1:0,0.5,0,0.25,0.25,0", &[0.75, 0.5], &[]),
        ("GP rounded", probable, "G", "GT:GP\t0/1:0,0.5,0.4", &[1.3 / 0.9], &[]),
        ("GP in phred", probable, "G", "GT:GP\t0/1:30,0,30", &[nan], &[("odd-probabilities", 1)]),
        ("GP before DS", probable, "G", "DS:GP\t1.5:0,1,0", &[1.0], &[("dosages-for-hard-calls", 1)]),
        ("DS for GT", hard, "G", "DS:GP\t1.5:0,1,0", &[1.5], &[("dosages-for-hard-calls", 1)]),
    ];
    for (name, dosage, alts, row, dosages, findings) in rows {
        let said = said(1, &format!("20\t5\t.\tA\t{alts}\t.\t.\t.\t{row}"), expecting(dosage));
        assert_eq!(said.error, None, "{name}");
        let near = |(a, b): (&f64, &f64)| a.is_nan() && b.is_nan() || (a - b).abs() < 1e-15;
        let read = &said.calls[0].dosages;
        assert!(read.len() == dosages.len() && read.iter().zip(dosages).all(near), "{name}: {read:?}");
        assert_eq!(said.findings, findings, "{name}");
    }
}

#[test]
fn floors_of_quality_and_depth() {
    let rows: [(&str, &str, &[u8], &[(&str, u64)]); 12] = [
        ("both met", "G\t.\t.\t.\tGT:GQ:DP\t0/1:20:5", &[0, 1], &[]),
        ("quality", "G\t.\t.\t.\tGT:GQ:DP\t0/1:19:5", &[M, M], &[("low-quality-calls", 1)]),
        ("quality with a fraction", "G\t.\t.\t.\tGT:GQ:DP\t0/1:19.9:5", &[M, M], &[("low-quality-calls", 1)]),
        ("depth", "G\t.\t.\t.\tGT:GQ:DP\t1:20:4", &[M, O], &[("low-depth-calls", 1)]),
        ("missing already", "G\t.\t.\t.\tGT:GQ:DP\t./.:0:0", &[M, M], &[]),
        ("no quality", "G\t.\t.\t.\tGT:DP\t0/1:5", &[0, 1], &[("calls-without-quality", 1)]),
        ("no depth", "G\t.\t.\t.\tGT:GQ:DP\t0/1:20:.", &[0, 1], &[("calls-without-depth", 1)]),
        ("least depth of a block", "<*>\t.\t.\t.\tGT:GQ:DP:MIN_DP\t0/0:50:9:4", &[M, M], &[("low-depth-calls", 1)]),
        ("least depth of a variant", "G\t.\t.\t.\tGT:GQ:DP:MIN_DP\t0/0:50:9:4", &[0, 0], &[]),
        ("reference quality", ".\t.\t.\t.\tGT:DP:RGQ\t0/0:9:10", &[M, M], &[("low-quality-calls", 1)]),
        ("Strelka's quality", ".\t.\t.\t.\tGT:GQX:DP:DPF\t0/0:10:9:0", &[M, M], &[("low-quality-calls", 1)]),
        ("GQ before RGQ", ".\t.\t.\t.\tGT:RGQ:GQ:DP\t0/0:1:30:9", &[0, 0], &[]),
    ];
    for (name, row, alleles, findings) in rows {
        let reading = Reading { dosage: Dosage::Expected, least_quality: Some(20), least_depth: Some(5) };
        let said = said(1, &format!("20\t5\t.\tA\t{row}"), reading);
        assert_eq!((said.error, said.alleles()), (None, vec![alleles.to_vec()]), "{name}");
        assert_eq!(said.findings, findings, "{name}");
    }
    let reading = Reading { dosage: Dosage::Expected, least_quality: Some(20), least_depth: None };
    let said = said(1, "20\t5\t.\tA\tG\t.\t.\t.\tGT:DS:GQ\t0/1:0.5:3", reading);
    assert!(said.calls[0].dosages[0].is_nan(), "a dosage below the floor");
}

#[test]
fn broken_records_say_what_and_where() {
    let rows = [
        ("columns", "20\t5\t.\tA\tG\t.\t.", "record-corrupt"),
        ("no sample", "20\t5\t.\tA\tG\t.\t.\t.\tGT", "record-corrupt"),
        ("one sample", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0", "record-corrupt"),
        ("three samples", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/0\t0/0", "record-corrupt"),
        ("three samples, slow", "20\t5\t.\tA\tG\t.\t.\t.\tDP:GT\t1:0/0\t1:0/0\t1:0/0", "record-corrupt"),
        ("no chromosome", "\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/0", "record-corrupt"),
        ("position", "20\t5e3\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/0", "bad-position"),
        ("no position", "20\t\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/0", "bad-position"),
        ("large position", "20\t4294967297\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/0", "bad-position"),
        ("no REF", "20\t5\t.\t\tG\t.\t.\t.\tGT\t0/0\t0/0", "record-corrupt"),
        ("no ALT", "20\t5\t.\tA\t\t.\t.\t.\tGT\t0/0\t0/0", "record-corrupt"),
        ("empty ALT", "20\t5\t.\tA\tG,\t.\t.\t.\tGT\t0/0\t0/0", "record-corrupt"),
        ("END before POS", "20\t5\t.\tA\t<*>\t.\t.\tEND=4\tGT\t0/0\t0/0", "record-corrupt"),
        ("END is a word", "20\t5\t.\tA\t<*>\t.\t.\tEND=x\tGT\t0/0\t0/0", "record-corrupt"),
        ("LEN is 0", "20\t5\t.\tA\t<*>\t.\t.\t.\tGT:LEN\t0/0:0\t0/0", "record-corrupt"),
        ("allele not listed", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/2", "record-corrupt"),
        ("allele far off", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/256", "record-corrupt"),
        ("allele beyond no ALT", "20\t5\t.\tA\t.\t.\t.\t.\tGT\t0/0\t0/1", "record-corrupt"),
        ("letter", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\tA/G", "record-corrupt"),
        ("open call", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0/", "record-corrupt"),
        ("empty sample", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t", "record-corrupt"),
        ("twice GT", "20\t5\t.\tA\tG\t.\t.\t.\tGT:GT\t0/0:0/0\t0/0:0/0", "record-corrupt"),
        ("DS is a word", "20\t5\t.\tA\tG\t.\t.\t.\tDS\t1\tx", "record-corrupt"),
        ("DS is nan", "20\t5\t.\tA\tG\t.\t.\t.\tDS\t1\tnan", "record-corrupt"),
        ("DS too many", "20\t5\t.\tA\tG\t.\t.\t.\tDS\t1\t1,1", "record-corrupt"),
        ("DS too few", "20\t5\t.\tA\tG,T\t.\t.\t.\tDS\t1,1\t1", "record-corrupt"),
        ("GP too few", "20\t5\t.\tA\tG,T\t.\t.\t.\tGP\t1,0,0,0,0,0\t1,0", "record-corrupt"),
        ("another header", "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1", "header-corrupt"),
        ("NUL", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t0\0/0", "nul-byte"),
    ];
    for (name, row, code) in rows {
        let said = said(2, &format!("20\t4\t.\tA\tG\t.\t.\t.\tGT\t0/0\t1/1\n{row}"), Reading::default());
        assert_eq!((said.error, said.calls.len()), (Some((code, Some(5))), 1), "{name}");
    }
    let copies = ["0"; 33].join("/");
    let said = said(1, &format!("20\t5\t.\tA\tG\t.\t.\t.\tGT\t{copies}"), Reading::default());
    assert_eq!(said.error, Some(("record-corrupt", Some(4))), "33 copies");
}

#[test]
fn a_text_that_ends_in_its_last_line() {
    let first = "20\t4\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:1\t1/1:1\n";
    let cut = Some(("file-truncated", Some(5)));
    let open = [("no-final-line-end", 1)].as_slice();
    let rows: [(&str, &str, _, &[(&str, u64)]); 14] = [
        ("whole", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t1/1", None, open),
        ("with a return", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t1/1\r", None, open),
        ("missing, dropped", "20\t5\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0\t./.", None, open),
        ("haploid on X", "X\t5\t.\tA\tG\t.\t.\t.\tGT\t0\t1", None, open),
        ("place", "20\t5", cut, &[]),
        ("info", "20\t5\t.\tA\tG\t.\t.\tDP=", cut, open),
        ("format", "20\t5\t.\tA\tG\t.\t.\t.\tGT", cut, open),
        ("first sample", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/", cut, open),
        ("one allele", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t1", cut, open),
        ("separator", "20\t5\t.\tA\tG\t.\t.\t.\tGT\t0/0\t1/", cut, open),
        ("parts", "20\t5\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:1\t1/1", cut, open),
        ("END", "20\t50\t.\tA\t<*>\t.\t.\tEND=5", cut, &[]),
        ("a number", "20\t5\t.\tA\tG\t.\t.\t.\tDS\t1\t1e", cut, open),
        ("another contig", "HLA\t5\t.\tA\tG\t.\t.\t.\tGT:DP\t0/0:1", cut, open),
    ];
    for (name, row, error, findings) in rows {
        let said = say(with_samples(2, &format!("{first}{row}")).as_bytes(), Reading::default(), 1 << 18);
        assert_eq!((said.error, said.findings.as_slice()), (error, findings), "{name}");
    }
}

#[test]
fn headers() {
    let rows = [
        ("no columns", "##fileformat=VCFv4.2\n", Some(("file-truncated", Some(1)))),
        ("open columns", HEADER, Some(("file-truncated", Some(3)))),
        ("rows without columns", "##fileformat=VCFv4.2\n20\t5\n", Some(("header-corrupt", Some(2)))),
        ("other columns", "##fileformat=VCFv4.2\n#CHROM\tPOS\n", Some(("header-corrupt", Some(2)))),
        ("nameless sample", &format!("{HEADER}\tFORMAT\tA\t\tB\n"), Some(("header-corrupt", Some(3)))),
        ("blank behind", &format!("{HEADER}\tS1\n"), Some(("header-corrupt", Some(3)))),
        ("no samples", &format!("{HEADER}\n"), None),
        ("no samples but FORMAT", &format!("{HEADER}\tFORMAT\n"), None),
        ("byte order mark and returns", &format!("\u{feff}{HEADER}\tFORMAT\tA\n").replace('\n', "\r\n"), None),
    ];
    for (name, text, error) in rows {
        let said = say(text.as_bytes(), Reading::default(), 1 << 18);
        assert_eq!(said.error, error, "{name}");
        assert_eq!(said.findings, if error.is_none() { vec![("no-records", 1)] } else { Vec::new() }, "{name}");
    }
    let text = format!("{HEADER}\tFORMAT\t007\tAnna Maria\tAnna Maria\n");
    let reader = reader(text.as_bytes(), Reading::default(), 7).unwrap();
    let names: Vec<_> = reader.samples().iter().map(|sample| sample.id.as_str()).collect();
    assert_eq!((names, reader.header_build()), (vec!["007", "Anna Maria", "Anna Maria"], Some(Build::Grch37)));
}

#[test]
fn what_looks_like_vcf() {
    let columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";
    let rows = [
        ("##fileformat=VCFv4.1\n", true),
        ("\u{feff}##fileformat=VCFv4.1\r\n", true),
        (&format!("##source=x\n{columns}\tFORMAT\tS\n"), true),
        (&format!("{columns}\n"), false),
        ("#CHROM\tPOS\tID\tREF\tALT\n", false),
        ("# rsid\tchromosome\tposition\tgenotype\n", false),
        ("", false),
    ];
    for (head, expected) in rows {
        assert_eq!(looks_like_vcf(head.as_bytes()), expected, "{head}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_for_any_chunk(
        rows in proptest::collection::vec((1_u32..60_000_000, 0_usize..6, 0_usize..9, 0_usize..9), 1..40),
        chunk in 1_usize..400,
        is_cut in any::<bool>(),
        returns in any::<bool>(),
    ) {
        const CALLS: [&str; 9] = ["0/0", "0|1", "1", ".", "./1", "1/1:0.5", "./.:2.5", "0/1/1", "3/0"];
        let alts = ["G", "G,T", ".", "<*>", "<DEL>", "*,C"];
        let mut text: String = rows
            .iter()
            .map(|(position, alt, one, two)| {
                let (one, two) = (CALLS[*one], CALLS[*two]);
                format!("20\t{position}\trs{position}\tA\t{}\t.\tPASS\tDP=1\tGT:DS\t{one}\t{two}\n", alts[*alt])
            })
            .collect();
        if is_cut {
            text.truncate(text.len() - 4);
        }
        let text = with_samples(2, &text);
        let text = if returns { text.replace('\n', "\r\n") } else { text };
        let whole = say(text.as_bytes(), expecting(Dosage::Expected), 1 << 18);
        let small = say(text.as_bytes(), expecting(Dosage::Expected), chunk);
        prop_assert_eq!(format!("{whole:?}"), format!("{small:?}"));
    }
}
