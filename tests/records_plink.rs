//! Reads real PLINK 1 and PLINK 2 sets and compares every call with what plink2 says of the same set.

#![allow(clippy::print_stderr)] // a skipped test says so

#[path = "records_plink/broken.rs"]
mod broken;
#[path = "records_plink/sets.rs"]
mod sets;

use sets::{Compared, compare, folder, has_plink, open_bed, open_pgen, plink, scratch};
use std::fmt::Write;
use std::path::Path;
use tallele::genome::{Build, Calls, Dosage, PackedCalls, Reading, Record, RecordStream, Sex};

fn dosages() -> Reading {
    Reading { dosage: Dosage::Expected, ..Reading::default() }
}

#[test]
fn plink2_own_corner_cases() {
    let test = "plink2_own_corner_cases";
    let (Some(folder), true) = (folder(test), has_plink(test)) else { return };
    let out = scratch(test);
    for (name, records, at_least_missing, at_least_further) in
        [("all_ploidy", 601, 17_895, 0), ("chr21_phase3_start", 485, 0, 3_531), ("mt_mixed_phase", 509, 0, 60_000)]
    {
        let set = folder.join("chrchang_plink-ng").join(name);
        let vcf = out.join(name);
        plink("plink2", &format!("--pfile {} vzs --export vcf --out {}", set.display(), vcf.display()));
        let mut reader = open_pgen(&set.with_extension("pgen"), Reading::default()).expect("a set");
        assert_eq!(reader.header_build(), Some(Build::Grch37), "{name}");
        assert_eq!(reader.samples()[1].sex, Some(Sex::Female), "{name}");
        let done = compare(name, &mut reader, &vcf.with_extension("vcf"));
        assert!(reader.ref_is_certain(), "{name}");
        assert_eq!(done.records, records, "{name}");
        assert!(done.missing >= at_least_missing && done.further_alts >= at_least_further, "{name}: {done:?}");
    }
}

#[test]
fn three_formats_of_the_same_people() {
    let test = "three_formats_of_the_same_people";
    let (Some(folder), true) = (folder(test), has_plink(test)) else { return };
    let out = scratch(test).join("set");
    let set = folder.join("PGScatalog_pgsc_calc/cineca_synthetic_subset");
    plink("plink2", &format!("--pfile {} --export vcf --out {}", set.display(), out.display()));
    let expected = Compared { records: 829, calls: 829 * 2504, ..Compared::default() };
    let from_pgen = compare(
        "pgen",
        &mut open_pgen(&set.with_extension("pgen"), dosages()).expect("a set"),
        &out.with_extension("vcf"),
    );
    assert_eq!(Compared { missing: 0, ..from_pgen }, expected);
    plink("plink2", &format!("--bfile {} --export vcf --out {}", set.display(), out.display()));
    let mut reader = open_bed(&set.with_extension("bed")).expect("a set");
    let from_bed = compare("bed", &mut reader, &out.with_extension("vcf"));
    assert_eq!((Compared { missing: 0, ..from_bed }, reader.ref_is_certain()), (expected, false));
    for sample in reader.samples() {
        assert_eq!(sample.family.as_deref(), Some(sample.id.as_str()));
    }
}

#[test]
fn sets_that_plink_writes() {
    let test = "sets_that_plink_writes";
    let (Some(folder), true) = (folder(test), has_plink(test)) else { return };
    let out = scratch(test);
    let impute = folder.join("imputationserver2");
    let plink_ng = folder.join("chrchang_plink-ng");
    let inputs = [
        ("chr20", format!("--vcf {}", impute.join("chr20.R50.merged.1.330k.recode.small.vcf.gz").display()), 7_000),
        ("x", format!("--vcf {} --split-par hg19", impute.join("small.chrX.unphased.vcf.gz").display()), 500),
        ("chr21", format!("--vcf {}", plink_ng.join("1kg_phase3_chr21_start.vcf.gz").display()), 400),
        (
            "hm3",
            format!("--bfile {}", folder.join("gabraham_flashpca/HM3_thinned_autosomal_overlap").display()),
            13_000,
        ),
        ("phased", format!("--bcf {}", folder.join("odelaneau_shapeit4/reference.bcf").display()), 100),
    ];
    for (name, input, at_least) in inputs {
        let set = out.join(name);
        for (program, how) in [
            ("plink2", "--make-pgen"),
            ("plink2", "--make-pgen erase-phase"),
            ("plink2", "--make-bed --max-alleles 2"),
            // Writes `0` where nobody has the rarer allele.
            ("plink1.9", "--make-bed --biallelic-only strict --allow-extra-chr"),
        ] {
            if program == "plink1.9" && (name == "x" || name == "hm3") {
                continue;
            }
            plink(program, &format!("{input} --threads 1 {how} --out {}", set.display()));
            let kind = if how.contains("bed") { "--bfile" } else { "--pfile" };
            let vcf = out.join(format!("{name}-vcf"));
            plink("plink2", &format!("{kind} {} --threads 1 --export vcf --out {}", set.display(), vcf.display()));
            let path = vcf.with_extension("vcf");
            let done = match kind {
                "--bfile" => compare(name, &mut open_bed(&set.with_extension("bed")).expect("a set"), &path),
                _ => compare(name, &mut open_pgen(&set.with_extension("pgen"), dosages()).expect("a set"), &path),
            };
            assert!(done.records >= at_least && done.missing < done.calls / 10, "{name} {how}: {done:?}");
        }
    }
}

/// A VCF of made-up dosages: plain, on haplotypes, sparse and dense, and with missing calls.
fn write_dosages(path: &Path, samples: usize, phased: bool) {
    let mut text = String::from("##fileformat=VCFv4.2\n##contig=<ID=1,length=249250621>\n");
    text += "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"\">\n##FORMAT=<ID=DS,Number=A,Type=Float,Description=\"\">\n";
    text +=
        "##FORMAT=<ID=HDS,Number=.,Type=Float,Description=\"\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
    (0..samples).for_each(|sample| write!(text, "\ts{sample}").unwrap());
    let mut state = 7u64;
    let mut dice = |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    for variant in 0..200u64 {
        let field = if phased { "HDS" } else { "DS" };
        write!(text, "\n1\t{}\trs{variant}\tA\tC\t.\tPASS\t.\tGT:{field}", variant + 1).unwrap();
        // From every sample with a dosage of its own to nearly none.
        let sides = [1, 3, 20, 200][variant as usize % 4];
        for _ in 0..samples {
            let (a, b) = (dice(2), dice(2));
            let own = dice(sides) == 0;
            let near = |allele: u64, by: u64| (allele as f64 - by as f64 / 1000.0).abs();
            let (p, q) = if own { (near(a, dice(400)), near(b, dice(400))) } else { (a as f64, b as f64) };
            match (dice(50), phased) {
                (0, _) => text += "\t./.:.",
                (_, true) => write!(text, "\t{a}|{b}:{p:.3},{q:.3}").unwrap(),
                (_, false) => write!(text, "\t{a}/{b}:{:.3}", p + q).unwrap(),
            }
        }
    }
    text.push('\n');
    std::fs::write(path, text).expect("the file can be written");
}

#[test]
fn dosages_of_every_form() {
    let test = "dosages_of_every_form";
    let (Some(folder), true) = (folder(test), has_plink(test)) else { return };
    let out = scratch(test);
    let bgen = folder.join("PGScatalog_pygscatalog/tiny1000G");
    let mut inputs =
        vec![("bgen".to_owned(), format!("--bgen {0}.bgen ref-first --sample {0}.sample", bgen.display()), 0)];
    for (samples, phased, at_least) in [(9, false, 300), (300, false, 15_000), (300, true, 15_000)] {
        let name = format!("made-up-{samples}-{phased}");
        let vcf = out.join(format!("{name}.in.vcf"));
        write_dosages(&vcf, samples, phased);
        inputs.push((name, format!("--vcf {} dosage={}", vcf.display(), if phased { "HDS" } else { "DS" }), at_least));
    }
    for (name, input, at_least) in inputs {
        let (set, vcf) = (out.join(&name), out.join(format!("{name}-vcf")));
        for (how, at_least) in [("--make-pgen", at_least), ("--make-pgen erase-dosage", 0)] {
            plink("plink2", &format!("{input} --threads 1 {how} --out {}", set.display()));
            let export = "--export vcf vcf-dosage=DS-force";
            plink("plink2", &format!("--pfile {} --threads 1 {export} --out {}", set.display(), vcf.display()));
            let (pgen, path) = (set.with_extension("pgen"), vcf.with_extension("vcf"));
            let done = compare(&name, &mut open_pgen(&pgen, dosages()).expect("a set"), &path);
            assert!(done.dosages >= at_least, "{name} {how}: {done:?}");
            // Only hard calls: the same records and calls, no dosages.
            plink("plink2", &format!("--pfile {} --threads 1 --export vcf --out {}", set.display(), vcf.display()));
            let hard = compare(&name, &mut open_pgen(&pgen, Reading::default()).expect("a set"), &path);
            assert_eq!((hard.records, hard.dosages), (done.records, 0), "{name} {how}");
        }
    }
}

/// Modes 2 to 4: every record as long as the others. plink2 writes the first and reads all three.
#[test]
fn fixed_widths() {
    let test = "fixed_widths";
    let (Some(folder), true) = (folder(test), has_plink(test)) else { return };
    let out = scratch(test);
    let set = folder.join("PGScatalog_pgsc_calc/cineca_synthetic_subset");
    let (two, samples, variants) = (out.join("two"), 2504u32, 829u32);
    plink("plink2", &format!("--pfile {} --make-pgen format=2 --out {}", set.display(), two.display()));
    let plain = std::fs::read(two.with_extension("pgen")).expect("plink2 has written it");
    assert_eq!(plain[2], 2);
    let row = samples.div_ceil(4) as usize;
    for mode in [2u8, 3, 4] {
        let path = out.join(format!("mode-{mode}"));
        let mut file = [&[0x6c, 0x1b, mode][..], &variants.to_le_bytes(), &samples.to_le_bytes(), &[0x40]].concat();
        for genotypes in plain[12..].chunks(row) {
            file.extend_from_slice(genotypes);
            if mode == 2 {
                continue;
            }
            for sample in 0..samples as usize {
                let dosage = match genotypes[sample / 4] >> (2 * (sample % 4)) & 3 {
                    3 => u16::MAX,
                    copies => u16::from(copies) * 16_384 / 10 * 9 + 1_000 + sample as u16 % 500,
                };
                file.extend_from_slice(&dosage.to_le_bytes());
            }
            if mode == 4 {
                let missing = |sample: usize| genotypes[sample / 4] >> (2 * (sample % 4)) & 3 == 3;
                let phases = (0..samples as usize).map(|sample| if missing(sample) { i16::MIN } else { 0 });
                file.extend(phases.flat_map(i16::to_le_bytes));
            }
        }
        std::fs::write(path.with_extension("pgen"), file).expect("the file can be written");
        for list in ["pvar", "psam"] {
            std::fs::copy(two.with_extension(list), path.with_extension(list)).expect("the file can be copied");
        }
        let vcf = out.join(format!("mode-{mode}-vcf"));
        let export = format!("--export vcf vcf-dosage=DS-force --out {}", vcf.display());
        plink("plink2", &format!("--pfile {} {export}", path.display()));
        let mut reader = open_pgen(&path.with_extension("pgen"), dosages()).expect("a set");
        let done = compare(&format!("mode {mode}"), &mut reader, &vcf.with_extension("vcf"));
        assert_eq!((done.records, done.calls), (829, 829 * 2504), "mode {mode}");
        assert!(mode == 2 || done.dosages > 2_000_000, "mode {mode}: {done:?}");
    }
}

/// Every record's calls, and the packed ones where there are some.
fn all_calls(reader: &mut tallele::formats::plink2::PgenReader) -> Vec<(Vec<u8>, PackedCalls)> {
    let (mut record, mut calls, mut packed) = (Record::default(), Calls::default(), PackedCalls::default());
    let mut all = Vec::new();
    while reader.next_record(&mut record).expect("a record") {
        reader.read_calls(&mut calls).expect("calls");
        if reader.read_packed(&mut packed).expect("packed calls") {
            let expected = calls.alleles.chunks(2).map(|pair| match pair {
                [0, 0] => 0,
                [0, 1] => 1,
                [1, 1] => 2,
                _ => PackedCalls::MISSING,
            });
            assert!(packed.codes().eq(expected) && packed.samples() == reader.samples().len());
        }
        all.push((calls.alleles.clone(), packed.clone()));
    }
    all
}

#[test]
fn skipping_changes_nothing() {
    let test = "skipping_changes_nothing";
    let (Some(folder), true) = (folder(test), has_plink(test)) else { return };
    let out = scratch(test).join("set");
    // 1,192 of its records refer to an earlier one.
    let bcf = folder.join("odelaneau_shapeit4/reference.bcf");
    plink("plink2", &format!("--bcf {} --threads 1 --make-pgen erase-phase --out {}", bcf.display(), out.display()));
    let chr21 = folder.join("chrchang_plink-ng/mt_mixed_phase.pgen");
    for path in [out.with_extension("pgen"), chr21] {
        let all = all_calls(&mut open_pgen(&path, Reading::default()).expect("a set"));
        for step in [2, 3, 7, 50] {
            let mut reader = open_pgen(&path, Reading::default()).expect("a set");
            let (mut record, mut calls, mut packed) = (Record::default(), Calls::default(), PackedCalls::default());
            for (index, (alleles, expected)) in all.iter().enumerate() {
                assert!(reader.next_record(&mut record).expect("a record"));
                if index % step == step - 1 {
                    reader.read_packed(&mut packed).expect("packed calls");
                    assert!(packed == *expected, "{index} by {step}: packed");
                    reader.read_calls(&mut calls).expect("calls");
                    assert!(calls.alleles == *alleles, "{index} by {step}");
                }
            }
        }
    }
}
