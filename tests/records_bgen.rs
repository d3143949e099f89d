//! Reads BGEN files, real ones and those that PLINK 2 makes of other formats: the sums are PLINK's, and the bits those of the
//! same people's other files.

#[path = "records_bgen/broken.rs"]
mod broken;
#[path = "records_bgen/compare.rs"]
mod compare;
mod drive;
#[path = "records_bgen/index.rs"]
mod index;
#[allow(dead_code, reason = "only the programs are needed here")]
#[path = "oracle/plink.rs"]
mod plink;
#[path = "records_bgen/sums.rs"]
mod sums;
#[path = "records_bgen/write.rs"]
mod write;

use compare::{compare, open};
use plink::Plink;
use std::fmt::Write as _;
use std::path::PathBuf;
use sums::{NAMES, assert_same_bits, assert_sums, made_up_score, our_sums, plink_sums, plink2, with_list};
use tallele::genome::{Calls, Record, RecordStream};
use write::{Packing, every_kind, file};

/// The ways that PLINK 2 writes what it holds.
const EXPORTS: [&str; 5] = [
    "bgen-1.1 ref-first",
    "bgen-1.2 bits=8 ref-first",
    "bgen-1.2 bits=16 ref-first",
    "bgen-1.3 bits=1 ref-first",
    "bgen-1.3 bits=13 ref-first",
];

fn genotypes(name: &str) -> Option<PathBuf> {
    let Some(data) = drive::data() else {
        drive::skip(name, "no ../shared/data (or TALLELE_DATA)");
        return None;
    };
    Plink::find(name)?;
    Some(data.join("genotypes"))
}

/// The pgscatalog's own pair of BGEN and VCF; the BGEN has REF last, and one sample otherwise on X, as PLINK 2 reads it, too.
#[test]
fn a_real_file_and_the_vcf_of_the_same_people() {
    let Some(folder) = genotypes("records_bgen::a_real_file_and_the_vcf_of_the_same_people") else { return };
    let stem = folder.join("PGScatalog_pygscatalog/tiny1000G");
    let out = drive::scratch("bgen-real");
    let vcf = folder.join("PGScatalog_pygscatalog/tiny1000G.vcf.gz");
    let from = format!("--bgen {0}.bgen ref-last --sample {0}.sample", stem.display());
    plink2(&format!("{from} {NAMES} --make-just-pvar"), &out.join("list"));
    let files = [
        stem.with_extension("bgen"),
        stem.with_extension("sample"),
        folder.join("PGScatalog_pygscatalog/tiny1000G.bgen.bgi"),
    ];
    let all = made_up_score(&out, &out.join("list.pvar"), "38", |_| true);
    assert_sums("tiny1000G", &our_sums(&files, &all, "38"), &plink_sums(&from, &all, &out.join("sums")));
    let autosomes = made_up_score(&out, &out.join("list.pvar"), "38", |chromosome| chromosome != "X");
    let from_vcf = our_sums(&[vcf], &autosomes, "38");
    assert_eq!(from_vcf.len(), 3202);
    assert_same_bits("with a list", &our_sums(&files, &autosomes, "38"), &from_vcf);
    let alone = our_sums(&files[..1], &autosomes, "38");
    assert!(alone == from_vcf, "the names in the file are those of the list");
}

/// Imputed, with missing calls; the names stand in the file alone.
#[test]
fn a_real_file_of_dosages() {
    let Some(folder) = genotypes("records_bgen::a_real_file_of_dosages") else { return };
    let bgen = folder.join("PGScatalog_pygscatalog/missing.bgen");
    let out = drive::scratch("bgen-missing").join("set");
    let export = format!("--bgen {} ref-first --export vcf vcf-dosage=DS-force", bgen.display());
    plink2(&export, &out);
    let bytes = std::fs::read(&bgen).expect("the file can be read");
    let mut reader = open(&bytes, None).expect("a file");
    let done = compare("missing.bgen", &mut reader, &out.with_extension("vcf"));
    assert_eq!((done.records, done.calls), (968, 968 * 3202), "{done:?}");
    assert!(done.missing > 500_000, "{done:?}");
}

/// VCF = BCF = bed = pgen = BGEN at every number of bits: each sum is PLINK's, and the bits are the same.
#[test]
fn the_same_people_in_every_format() {
    let Some(folder) = genotypes("records_bgen::the_same_people_in_every_format") else { return };
    let chr20 = "imputationserver2/chr20.R50.merged.1.330k.recode.small.vcf.gz";
    let rows = [
        ("chr20", "37", chr20, ""),
        ("1000g", "38", "PGScatalog_pygscatalog/tiny1000G.vcf.gz", ""),
        ("chr21", "37", "chrchang_plink-ng/1kg_phase3_chr21_start.vcf.gz", ""),
        ("x", "37", "imputationserver2/small.chrX.unphased.vcf.gz", " --split-par hg19"),
    ];
    for (name, build, vcf, how) in rows {
        let vcf = folder.join(vcf);
        let out = drive::scratch(&format!("bgen-{name}"));
        let from = format!("--vcf {}{how}", vcf.display());
        plink2(&format!("{from} --make-pgen"), &out.join("set"));
        let pfile = format!("--pfile {}", out.join("set").display());
        plink2(&format!("{pfile} {NAMES} --make-just-pvar"), &out.join("list"));
        let score = made_up_score(&out, &out.join("list.pvar"), build, |_| true);
        let from_vcf = our_sums(&[vcf], &score, build);
        assert_sums(name, &from_vcf, &plink_sums(&pfile, &score, &out.join("vcf")));
        plink2(&format!("{pfile} --export bcf"), &out.join("bcf"));
        plink2(&format!("{pfile} --make-bed"), &out.join("set"));
        let set = |endings: [&str; 3]| endings.map(|ending| out.join("set").with_extension(ending)).to_vec();
        for files in [vec![out.join("bcf.bcf")], set(["pgen", "pvar", "psam"]), set(["bed", "bim", "fam"])] {
            assert_same_bits(&format!("{name}: {files:?}"), &our_sums(&files, &score, build), &from_vcf);
        }
        // Fifty thousand variants take their time.
        let exports = if name == "x" { &EXPORTS[1..2] } else { &EXPORTS[..] };
        for (number, export) in exports.iter().enumerate() {
            let bgen = out.join(format!("export-{number}.bgen"));
            plink2(&format!("{pfile} --export {export}"), &bgen.with_extension(""));
            let ours = our_sums(&with_list(&bgen), &score, build);
            assert_same_bits(&format!("{name}: {export}"), &ours, &from_vcf);
            let from =
                format!("--bgen {} ref-first --sample {}", bgen.display(), bgen.with_extension("sample").display());
            assert_sums(&format!("{name}: {export}"), &ours, &plink_sums(&from, &score, &out.join("sums")));
        }
    }
}

/// Men with one X, Y and MT: PLINK 2 writes one copy in BGEN where it knows the sex, and two in pgen.
#[test]
fn one_copy_and_two() {
    let Some(folder) = genotypes("records_bgen::one_copy_and_two") else { return };
    let out = drive::scratch("bgen-ploidy");
    // PLINK 2 does not write BGEN of more alleles yet.
    let set = folder.join("chrchang_plink-ng/all_ploidy");
    plink2(&format!("--pfile {} vzs --max-alleles 2 --make-pgen", set.display()), &out.join("set"));
    let pfile = format!("--pfile {}", out.join("set").display());
    plink2(&format!("{pfile} {NAMES} --make-just-pvar"), &out.join("list"));
    let score = made_up_score(&out, &out.join("list.pvar"), "37", |_| true);
    let files = ["pgen", "pvar", "psam"].map(|ending| out.join("set").with_extension(ending));
    let from_pgen = our_sums(&files, &score, "37");
    for (number, export) in EXPORTS.iter().enumerate().skip(1) {
        let bgen = out.join(format!("export-{number}.bgen"));
        plink2(&format!("{pfile} --export {export}"), &bgen.with_extension(""));
        let bytes = std::fs::read(&bgen).expect("plink2 has written it");
        let list = std::fs::read(bgen.with_extension("sample")).expect("plink2 has written it");
        let mut reader = open(&bytes, Some(&list)).expect("a file");
        let (mut record, mut calls, mut single) = (Record::default(), Calls::default(), 0);
        while reader.next_record(&mut record).expect("a record") {
            reader.read_calls(&mut calls).expect("calls");
            single += calls.alleles.chunks(calls.width).filter(|call| call[1] == Calls::ABSENT).count();
        }
        assert!(single > 100_000, "{export}: {single} calls of one copy");
        let ours = our_sums(&with_list(&bgen), &score, "37");
        assert_same_bits(export, &ours, &from_pgen);
        let from = format!("--bgen {} ref-first --sample {}", bgen.display(), bgen.with_extension("sample").display());
        assert_sums(export, &ours, &plink_sums(&from, &score, &out.join("sums")));
    }
}

/// Records of several ALTs, which PLINK 2 does not write: those of a pgen file, written here, give the bits of the pgen file.
#[test]
fn several_alternative_alleles() {
    let Some(folder) = genotypes("records_bgen::several_alternative_alleles") else { return };
    let out = drive::scratch("bgen-alleles");
    for (set, at_least) in [("chr21_phase3_start", 3), ("mt_mixed_phase", 20)] {
        let pfile = format!("--pfile {} vzs", folder.join("chrchang_plink-ng").join(set).display());
        plink2(&format!("{pfile} --export vcf"), &out.join("set"));
        plink2(&format!("{pfile} {NAMES} --make-just-pvar"), &out.join("list"));
        let score = made_up_score(&out, &out.join("list.pvar"), "37", |_| true);
        let vcf = drive::read_text(&out.join("set.vcf"));
        let rows: Vec<Vec<&str>> =
            vcf.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
        let several = rows.iter().filter(|row| row[4].contains(',')).count();
        assert!(several >= at_least, "{set}: {several}");
        let from_vcf = our_sums(&[out.join("set.vcf")], &score, "37");
        for (is_phased, bits, packing) in
            [(false, 8, Packing::Zlib), (true, 3, Packing::Zstd), (false, 32, Packing::Plain)]
        {
            let variants: Vec<write::Variant> = rows.iter().map(|row| certain(row, is_phased, bits)).collect();
            let bgen = drive::write(&out, "set.bgen", file(&variants, packing, true));
            assert_same_bits(&format!("{set}, {packing:?}"), &our_sums(&[bgen], &score, "37"), &from_vcf);
        }
    }
}

/// A VCF's row with every call certain.
fn certain(row: &[&str], is_phased: bool, bits: u8) -> write::Variant {
    let alleles: Vec<String> = [row[3]].into_iter().chain(row[4].split(',')).map(str::to_owned).collect();
    let one = ((1u64 << bits) - 1) as u32;
    let genotypes = [1, alleles.len(), alleles.len() * (alleles.len() + 1) / 2];
    let (mut copies, mut values) = (Vec::new(), Vec::new());
    for field in &row[9..] {
        let call: Option<Vec<usize>> = field.split(['/', '|']).map(|allele| allele.parse().ok()).collect();
        copies.push(call.as_ref().map_or(0x82, |call| call.len() as u8));
        let call = call.as_deref();
        let count = call.map_or(2, <[usize]>::len);
        let mut put = |at: Option<usize>, of: usize| {
            values.extend((0..of).map(|one_of| if at == Some(one_of) { one } else { 0 }));
        };
        if is_phased {
            (0..count).for_each(|copy| put(call.map(|call| call[copy]), alleles.len() - 1));
        } else {
            // Genotype jk stands at k(k+1)/2 + j, j ≤ k; that of one copy at the allele's own number.
            let place = |call: &[usize]| match *call {
                [one, other] => one.max(other) * (one.max(other) + 1) / 2 + one.min(other),
                _ => call[0],
            };
            put(call.map(place), genotypes[count] - 1);
        }
    }
    let position = row[1].parse().expect("a position");
    write::Variant { chromosome: row[0].to_owned(), position, alleles, copies, is_phased, bits, values }
}

/// A VCF of made-up dosages: from every sample with its own to hardly any, plain or of haplotypes, and with missing calls.
fn dosages_as_vcf(samples: usize, is_phased: bool) -> String {
    let field = if is_phased { "HDS" } else { "DS" };
    let mut text = format!(
        "##fileformat=VCFv4.2\n##contig=<ID=1,length=249250621>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"\">\n\
         ##FORMAT=<ID={field},Number={},Type=Float,Description=\"\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT",
        if is_phased { '.' } else { 'A' }
    );
    (0..samples).for_each(|sample| write!(text, "\ts{sample}").unwrap());
    let mut dice = drive::Dice::new(5);
    for variant in 0..200 {
        write!(text, "\n1\t{}\trs{variant}\tA\tC\t.\tPASS\t.\tGT:{field}", variant + 1).unwrap();
        for _ in 0..samples {
            let is_own = dice.below([1, 3, 20, 200][variant % 4]) == 0;
            let (a, b) = (dice.below(2), dice.below(2));
            let mut near = |allele: usize| {
                if is_own { (allele as f64 - dice.below(400) as f64 / 1000.0).abs() } else { allele as f64 }
            };
            let (p, q) = (near(a), near(b));
            match (dice.below(50), is_phased) {
                (0, _) => text += "\t./.:.",
                (_, true) => write!(text, "\t{a}|{b}:{p:.3},{q:.3}").unwrap(),
                (_, false) => write!(text, "\t{a}/{b}:{:.3}", p + q).unwrap(),
            }
        }
    }
    text.push('\n');
    text
}

/// Expected copies, and hard calls within 0.1 of a whole number, as plink2 has them of the same file.
#[test]
fn dosages_and_the_calls_beside_them() {
    let Some(_) = genotypes("records_bgen::dosages_and_the_calls_beside_them") else { return };
    let out = drive::scratch("bgen-dosages");
    for is_phased in [false, true] {
        let vcf = drive::write(&out, "in.vcf", dosages_as_vcf(300, is_phased));
        let from = format!("--vcf {} dosage={}", vcf.display(), if is_phased { "HDS" } else { "DS" });
        for export in EXPORTS.iter().filter(|export| !export.contains("bits=1 ")) {
            let bgen = out.join("set.bgen");
            plink2(&format!("{from} --export {export}"), &out.join("set"));
            let list = out.join("set.sample");
            let back = format!("--bgen {} ref-first --sample {}", bgen.display(), list.display());
            plink2(&format!("{back} --export vcf vcf-dosage=DS-force"), &out.join("back"));
            let bytes = std::fs::read(&bgen).expect("plink2 has written it");
            let list = std::fs::read(list).expect("plink2 has written it");
            let mut reader = open(&bytes, Some(&list)).expect("a file");
            let done = compare(export, &mut reader, &out.join("back.vcf"));
            assert_eq!((done.records, done.calls), (200, 60_000), "{export}");
            assert!(done.dosages > 15_000 && done.missing > 1_000, "{export}: {done:?}");
        }
    }
}

/// Every width and packing gives the same calls, and dosages as near as the width allows.
#[test]
fn every_width_and_packing() {
    let read = |bytes: &[u8]| {
        let mut reader = open(bytes, None).expect("a file");
        let (mut record, mut calls, mut all) = (Record::default(), Calls::default(), Vec::new());
        while reader.next_record(&mut record).expect("a record") {
            reader.read_calls(&mut calls).expect("calls");
            all.push((record.clone(), calls.clone()));
        }
        all
    };
    let finest = read(&file(&every_kind(32), Packing::Plain, true));
    assert_eq!(finest.len(), 6);
    assert_eq!(finest[2].1.of(0), [1, 2]);
    assert_eq!(finest[5].1.width, 5);
    for bits in 1..=32 {
        let variants = every_kind(bits);
        let plain = read(&file(&variants, Packing::Plain, false));
        for packing in [Packing::Zlib, Packing::Zstd] {
            let packed = read(&file(&variants, packing, true));
            assert_eq!(format!("{packed:?}"), format!("{plain:?}"), "{bits} bits, {packing:?}");
        }
        let step = 1.0 / ((1u64 << bits) - 1) as f64;
        for ((record, calls), (_, finest)) in plain.iter().zip(&finest) {
            for sample in 0..6 {
                for allele in 0..record.alleles() as u8 {
                    let [ours, wanted] =
                        [calls, finest].map(|of| of.expected_copies(sample, allele, record.alleles() - 1));
                    let is_near =
                        ours.zip(wanted).map_or(ours == wanted, |(a, b)| (a - b).abs() <= 10.0 * step + 1e-12);
                    assert!(is_near, "{bits} bits, sample {sample}: {ours:?}, {wanted:?}");
                }
            }
        }
    }
}

/// Files of one chromosome each with one list of samples: the list is read for all, and named and hashed once.
#[test]
fn one_list_of_samples_for_several_files() {
    let out = drive::scratch("bgen-one-list");
    let variants = |chromosome: &str| {
        let variant = |position| write::Variant {
            chromosome: chromosome.to_owned(),
            position,
            alleles: vec!["A".to_owned(), "C".to_owned()],
            copies: vec![2, 2],
            is_phased: false,
            bits: 8,
            // Twice the first allele, and once.
            values: vec![255, 0, 0, 255],
        };
        [1000, 2000].map(variant)
    };
    let files = [
        drive::write(&out, "c1.bgen", file(&variants("1"), Packing::Zlib, false)),
        drive::write(&out, "c2.bgen", file(&variants("2"), Packing::Zlib, false)),
        drive::write(&out, "people.sample", "ID_1 ID_2 missing\n0 0 0\na a 0\nb b 0\n"),
    ];
    let header = "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n";
    let score = drive::write(&out, "score.txt", format!("{header}1\t1000\tA\tC\t1\n2\t2000\tA\tC\t4\n"));
    let paths: Vec<&std::path::Path> = files.iter().map(PathBuf::as_path).collect();
    let outcome = drive::score(&paths, &[&score], &["--build", "37"]);
    let samples = outcome.json["samples"].as_array().expect("samples").iter();
    let sums: Vec<Option<f64>> = samples.map(|sample| sample["scores"][0]["observed_sum"].as_f64()).collect();
    assert_eq!(sums, [Some(10.0), Some(5.0)]);
    let inputs = outcome.json["inputs"].as_array().expect("inputs").iter();
    let inputs: Vec<Option<&str>> = inputs.map(|input| input["name"].as_str()).collect();
    assert_eq!(inputs, ["c1.bgen", "people.sample", "c2.bgen", "score.txt"].map(Some));
}
