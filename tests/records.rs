//! Compares the sums of every sample with PLINK 2, on real files of records in every format and on what PLINK 2 makes of them.
//!
//! PLINK prints six significant digits. The weights are small whole numbers here, so that every sum is one of fewer digits and
//! equality means equality.

mod drive;
#[allow(dead_code, reason = "only the programs are needed here")]
#[path = "oracle/plink.rs"]
mod plink;

use plink::Plink;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A set that PLINK 2 reads with `arguments`, and the files that tallele takes.
struct Set<'a> {
    name: &'a str,
    build: &'static str,
    plink: Vec<String>,
    files: Vec<PathBuf>,
}

fn plink2(arguments: &[String], out: &Path) {
    let run = Command::new("plink2").args(arguments).arg("--out").arg(out).output().expect("plink2 starts");
    assert!(run.status.success(), "plink2 {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
}

fn strings(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|argument| (*argument).to_owned()).collect()
}

/// One row for each ALT of each variant: weights −4 to 5, the effect allele the ALT, or REF for a third of biallelic ones.
fn made_up_score(pvar: &str, build: &str) -> (String, String) {
    let mut dice = drive::Dice::new(60);
    let mut ours =
        format!("#genome_build=GRCh{build}\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n");
    let mut theirs = String::from("ID\tA1\tW\n");
    let mut records: BTreeMap<Vec<&str>, u32> = BTreeMap::new();
    for line in pvar.lines().filter(|line| !line.starts_with('#')) {
        *records.entry(line.split('\t').take(2).collect()).or_default() += 1;
    }
    for line in pvar.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [chromosome, position, id, reference, alts, ..] = fields.as_slice() else { panic!("{line}") };
        let alts: Vec<&str> = alts.split(',').collect();
        for alt in &alts {
            let is_plain = |allele: &str| allele.bytes().all(|base| b"ACGT".contains(&base));
            let weight = dice.below(10) as i64 - 4;
            let of_reference = dice.below(3) == 0 && alts.len() == 1;
            // Several records of one site are merged, which PLINK does not do.
            let is_alone = records.get(&vec![*chromosome, *position]) == Some(&1);
            if !is_plain(reference) || !is_plain(alt) || weight == 0 || !is_alone {
                continue;
            }
            let (effect, other) = if of_reference { (*reference, *alt) } else { (*alt, *reference) };
            ours.push_str(&format!("{chromosome}\t{position}\t{effect}\t{other}\t{weight}\n"));
            theirs.push_str(&format!("{id}\t{effect}\t{weight}\n"));
        }
    }
    (ours, theirs)
}

/// Scores a set with both programs and compares every sample's sum.
fn compare(set: &Set<'_>) {
    let folder = drive::scratch(&format!("records-{}", set.name));
    let named =
        [set.plink.clone(), strings(&["--set-all-var-ids", "@:#:$r:$a", "--new-id-max-allele-len", "900"])].concat();
    plink2(&[named.clone(), strings(&["--make-just-pvar"])].concat(), &folder.join("list"));
    let (ours, theirs) = made_up_score(&drive::read_text(&folder.join("list.pvar")), set.build);
    let score = drive::write(&folder, "score.txt", ours);
    let for_plink = drive::write(&folder, "plink.txt", theirs);
    let for_plink = for_plink.to_str().expect("UTF-8").to_owned();
    let sums = [
        "--score",
        &for_plink,
        "1",
        "2",
        "3",
        "header",
        "no-mean-imputation",
        "cols=maybefid,scoresums",
        "ignore-dup-ids",
    ];
    plink2(&[named, strings(&sums)].concat(), &folder.join("sums"));
    let table = drive::read_text(&folder.join("sums.sscore"));
    let header: Vec<&str> = table.lines().next().expect("a header").trim_start_matches('#').split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap_or_else(|| panic!("{header:?}"));
    let (id, sum) = (column("IID"), column("SCORE1_SUM"));
    let theirs: Vec<(String, f64)> = table
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|fields| (fields[id].to_owned(), fields[sum].parse().expect("a number")))
        .collect();

    let files: Vec<&Path> = set.files.iter().map(PathBuf::as_path).collect();
    let options = ["--palindromes", "keep", "--build", set.build, "--male-x", "2"];
    let outcome = drive::score(&files, &[&score], &options);
    let samples = outcome.json["samples"].as_array().unwrap_or_else(|| panic!("{}: {}", set.name, outcome.json));
    let ours: Vec<(String, f64)> = samples
        .iter()
        .map(|sample| {
            let score = &sample["scores"][0];
            (sample["id"].as_str().expect("an id").to_owned(), score["observed_sum"].as_f64().expect("a sum"))
        })
        .collect();
    let rows = samples[0]["scores"][0]["rows"].as_u64().expect("a count");
    let found = rows - samples[0]["scores"][0]["unmatched"].as_u64().expect("a count");
    assert!(found * 100 >= rows * 98 && rows > 50, "{}: {found} of {rows} rows found", set.name);
    assert_eq!(ours.len(), theirs.len(), "{}", set.name);
    let differing: Vec<String> = ours
        .iter()
        .zip(&theirs)
        .filter(|(ours, theirs)| ours != theirs)
        .map(|(ours, theirs)| format!("{ours:?} {theirs:?}"))
        .collect();
    assert!(differing.is_empty(), "{}: {} samples differ, as {}", set.name, differing.len(), differing[0]);
}

/// PLINK's sums by sample, where missing calls count what the file's own frequencies let expect.
fn sums_of_plink(arguments: &[String], score: &Path, out: &Path) -> BTreeMap<String, f64> {
    let score = text(score);
    plink2(&[arguments, &strings(&["--score", &score, "1", "2", "3", "header", "cols=scoresums"])].concat(), out);
    let table = drive::read_text(&out.with_extension("sscore"));
    let rows = table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|fields| (fields[fields.len() - 2].to_owned(), fields[fields.len() - 1].parse().expect("a number")))
        .collect()
}

/// Compares filled sums with PLINK's six digits; answers with how many rows were filled in all.
fn compare_filled(json: &serde_json::Value, theirs: &BTreeMap<String, f64>) -> u64 {
    let samples = json["samples"].as_array().unwrap_or_else(|| panic!("{json}"));
    assert_eq!(samples.len(), theirs.len());
    let mut filled = 0;
    for sample in samples {
        let (id, score) = (sample["id"].as_str().expect("an id"), &sample["scores"][0]);
        let (ours, theirs) = (score["filled_sum"].as_f64().expect("a sum"), theirs[id]);
        assert!((ours - theirs).abs() <= 5e-6 * theirs.abs().max(1e-3), "{id}: {ours} {theirs}");
        assert_eq!(score["filled_from"], "file");
        filled += score["filled_rows"].as_u64().expect("a count");
    }
    filled
}

/// pgsc_calc's own example from end to end, and 957 people with missing calls.
#[test]
fn filled_sums_are_those_of_plink() {
    let Some(folder) = genotypes("records::filled_sums_are_those_of_plink") else { return };
    let made = drive::scratch("records-filled");
    let scores = drive::data().expect("there").join("scores/PGScatalog_pgsc_calc/PGS001229_22.txt");
    let stem = folder.join("PGScatalog_pgsc_calc/cineca_synthetic_subset");
    let rows = drive::read_text(&scores);
    let rows = rows.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let named: String = rows.map(|fields| format!("{}\t{}\t{}\n", fields[0], fields[3], fields[5])).collect();
    let named = drive::write(&made, "named.txt", named);
    let theirs = sums_of_plink(&["--pfile".to_owned(), text(&stem)], &named, &made.join("pgsc"));
    let files = ["pgen", "pvar", "psam"].map(|ending| stem.with_extension(ending));
    let outcome = drive::score(&files, &[&scores], &["--palindromes", "keep", "--build", "37"]);
    compare_filled(&outcome.json, &theirs);

    let stem = folder.join("gabraham_flashpca/HM3_thinned_autosomal_overlap");
    let bfile = vec!["--bfile".to_owned(), text(&stem)];
    let ids = strings(&["--set-all-var-ids", "@:#:$r:$a"]);
    plink2(&[&bfile[..], &ids, &strings(&["--make-just-pvar"])].concat(), &made.join("list"));
    let (ours, theirs) = made_up_score(&drive::read_text(&made.join("list.pvar")), "36");
    let (ours, theirs) = (drive::write(&made, "ours.txt", ours), drive::write(&made, "theirs.txt", theirs));
    let theirs = sums_of_plink(&[bfile, ids].concat(), &theirs, &made.join("hapmap3"));
    let files = ["bed", "bim", "fam"].map(|ending| stem.with_extension(ending));
    let options = ["--palindromes", "keep", "--build", "36"];
    let outcome = drive::score(&files, &[&ours], &options);
    assert!(compare_filled(&outcome.json, &theirs) > 10_000);

    // Some of the samples are filled from the frequencies of all.
    let some: String = theirs.keys().step_by(30).map(|id| format!("{id}\n")).collect();
    let some = drive::write(&made, "some.txt", some);
    let part = drive::score(&files, &[&ours], &[&options[..], &["--samples", some.to_str().expect("UTF-8")]].concat());
    let theirs: BTreeMap<String, f64> = theirs.into_iter().step_by(30).collect();
    compare_filled(&part.json, &theirs);
}

fn genotypes(name: &str) -> Option<PathBuf> {
    let Some(data) = drive::data() else {
        drive::skip(name, "no ../shared/data (or TALLELE_DATA)");
        return None;
    };
    Plink::find(name)?;
    Some(data.join("genotypes"))
}

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

/// The same 2504 people as PLINK 1 and PLINK 2 files.
#[test]
fn plink_sets() {
    let Some(folder) = genotypes("records::plink_sets") else { return };
    let stem = folder.join("PGScatalog_pgsc_calc/cineca_synthetic_subset");
    let with = |endings: &[&str]| endings.iter().map(|ending| stem.with_extension(ending)).collect();
    let bfile = vec!["--bfile".to_owned(), text(&stem)];
    compare(&Set { name: "bed", build: "37", plink: bfile, files: with(&["bed", "bim", "fam"]) });
    let pfile = vec!["--pfile".to_owned(), text(&stem)];
    compare(&Set { name: "pgen", build: "37", plink: pfile, files: with(&["pgen", "pvar", "psam"]) });
}

/// HapMap 3: 957 people of eleven populations.
#[test]
fn hapmap3() {
    let Some(folder) = genotypes("records::hapmap3") else { return };
    let stem = folder.join("gabraham_flashpca/HM3_thinned_autosomal_overlap");
    let files = ["bed", "bim", "fam"].map(|ending| stem.with_extension(ending)).to_vec();
    compare(&Set { name: "hapmap3", build: "36", plink: vec!["--bfile".to_owned(), text(&stem)], files });
}

/// VCF text: phased and not, many samples, multiallelic records, men's X; and a set that PLINK 2 makes of each.
#[test]
fn vcf_files() {
    let Some(folder) = genotypes("records::vcf_files") else { return };
    let rows = [
        ("vcf-22", "37", "PGScatalog_pgsc_calc/cineca_synthetic_subset.vcf.gz", ""),
        ("vcf-20", "37", "imputationserver2/chr20.R50.merged.1.330k.recode.small.vcf.gz", ""),
        ("vcf-20-38", "38", "imputationserver2/chr20.R50.merged.1.330k.recode.small.hg38.vcf.gz", ""),
        ("vcf-1000g", "38", "PGScatalog_pygscatalog/tiny1000G.vcf.gz", ""),
        ("vcf-21", "37", "chrchang_plink-ng/1kg_phase3_chr21_start.vcf.gz", "multiallelic"),
        ("vcf-hail", "37", "hail-is_hail/sample.vcf", ""),
    ];
    for (name, build, file, _) in rows {
        let vcf = folder.join(file);
        let made = drive::scratch(&format!("records-made-{name}")).join("set");
        let from = vec!["--vcf".to_owned(), text(&vcf)];
        plink2(&[from.clone(), strings(&["--make-pgen"])].concat(), &made);
        compare(&Set { name, build, plink: from, files: vec![vcf] });
        let files = ["pgen", "pvar", "psam"].map(|ending| made.with_extension(ending)).to_vec();
        let pfile = vec!["--pfile".to_owned(), text(&made)];
        compare(&Set { name: &format!("{name}-pgen"), build, plink: pfile, files });
    }
}

/// BCF: real ones, and those that bcftools makes of VCF text; PLINK 2 gets bcftools' text of the same.
#[test]
fn bcf_files() {
    let Some(folder) = genotypes("records::bcf_files") else { return };
    let rows = [
        ("bcf-20", "37", "imputationserver2/hapmap_r22.chr20.CEU.hg19.recode.bcf"),
        ("bcf-20-38", "38", "imputationserver2/hapmap_r22.chr20.CEU.hg38.bcf"),
        ("bcf-1", "37", "imputationserver2/hapmap_r22.chr1.CEU.hg19.recode.bcf"),
        ("bcf-panel", "37", "odelaneau_shapeit4/reference.bcf"),
        ("bcf-made-21", "37", "chrchang_plink-ng/1kg_phase3_chr21_start.vcf.gz"),
        ("bcf-made-1000g", "38", "PGScatalog_pygscatalog/tiny1000G.vcf.gz"),
    ];
    for (name, build, file) in rows {
        let source = folder.join(file);
        let made = drive::scratch(&format!("records-bcf-{name}"));
        let (vcf, bcf) = (made.join("set.vcf"), made.join("set.bcf"));
        let view = |kind: &str, out: &Path| {
            let run = Command::new("bcftools").args(["view", "-O", kind, "-o"]).arg(out).arg(&source).output();
            assert!(run.expect("bcftools starts").status.success(), "bcftools view {file}");
        };
        view("v", &vcf);
        view("b", &bcf);
        let from = vec!["--vcf".to_owned(), text(&vcf)];
        let files = vec![if file.ends_with(".bcf") { source.clone() } else { bcf }];
        compare(&Set { name, build, plink: from, files });
    }
}

/// A gVCF: rows inside reference blocks have two copies of REF, as bcftools finds them, once the score shows which allele REF
/// is; a file of variants alone has them by choice only.
#[test]
fn reference_stretches() {
    let Some(folder) = genotypes("records::reference_stretches") else { return };
    let gvcf = folder.join("hail-is_hail/HG00268.g.vcf.gz");
    let run = Command::new("bcftools")
        .args(["query", "-f", "%CHROM\\t%POS\\t%END\\t%REF\\t%ALT[\\t%GT\\t%GQ]\\n"])
        .arg(&gvcf)
        .output();
    let table = String::from_utf8(run.expect("bcftools starts").stdout).expect("text");
    let mut score =
        String::from("#genome_build=GRCh38\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n");
    let (mut expected, mut stretches, mut called, mut at) = (0.0, 0, 0, 0);
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [chromosome, position, end, reference, alts, genotype, ..] = fields.as_slice() else { panic!("{line}") };
        let (start, end): (u64, u64) = (position.parse().expect("a place"), end.parse().expect("a place"));
        let chromosome = chromosome.trim_start_matches("chr");
        if chromosome != "20" && chromosome != "21" || start <= at {
            continue;
        }
        at = end;
        if *alts == "<NON_REF>" && end > start + 20 && *genotype == "0/0" && stretches < 300 {
            // What REF is here nobody says; the row's other allele is, as with every row of this score.
            score.push_str(&format!("{chromosome}\t{}\tC\tA\t5\n", start + 10));
            stretches += 1;
        } else if let (Some(alt), true) = (alts.strip_suffix(",<NON_REF>"), reference.len() == 1) {
            let is_base = alt.len() == 1 && "ACGT".contains(alt);
            let copies = genotype.bytes().filter(|byte| *byte == b'1').count();
            if is_base && called < 300 && !genotype.contains('.') {
                score.push_str(&format!("{chromosome}\t{start}\t{alt}\t{reference}\t3\n"));
                expected += 3.0 * copies as f64;
                called += 1;
            }
        }
    }
    assert!(stretches > 100 && called > 100, "{stretches} stretches, {called} variants");
    let made = drive::scratch("records-stretches");
    let score = drive::write(&made, "score.txt", &score);
    let options = ["--palindromes", "keep", "--build", "38"];
    let result = |outcome: &drive::Outcome| outcome.json["samples"][0]["scores"][0].clone();
    let found = result(&drive::score(&[&gvcf], &[&score], &options));
    assert_eq!(found["matched"], stretches + called, "{found}");
    assert_eq!(found["observed_sum"], expected);

    // The same variants without the blocks.
    let variants = made.join("variants.vcf");
    let view = Command::new("bcftools")
        .args(["view", "-i", "N_ALT>1 && GT=\"alt\"", "-O", "v", "-o"])
        .arg(&variants)
        .arg(&gvcf)
        .status();
    assert!(view.expect("bcftools starts").success());
    let missing = result(&drive::score(&[&variants], &[&score], &[&options[..], &["--absent", "missing"]].concat()));
    assert!(missing["unmatched"].as_u64() >= Some(stretches), "{missing}");
    let assumed = result(&drive::score(&[&variants], &[&score], &[&options[..], &["--absent", "hom-ref"]].concat()));
    assert_eq!(
        (assumed["unmatched"].as_u64(), assumed["observed_sum"].as_f64()),
        (Some(0), Some(expected)),
        "{assumed}"
    );
    let asked = drive::score(&[&variants], &[&score], &options);
    let findings = asked.json["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|finding| finding["code"] == "variants-only"), "{findings:?}");
}

/// A row that reads the same on both strands is kept where score and file have frequencies on the same side of a half.
#[test]
fn palindromes_are_kept_by_frequency() {
    let folder = drive::scratch("records-palindromes");
    // (ALT's copies among 120, the frequency that the score states of it, whether it is kept).
    let rows = [
        (24, "0.25", true),
        (24, "0.75", false),
        (54, "0.25", false),
        (24, "0.45", false),
        (24, "", false),
        (100, "0.9", true),
    ];
    let header: String = (0..60).map(|sample| format!("\tS{sample}")).collect();
    let mut vcf = format!("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT{header}\n");
    let mut score = String::from(
        "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\n",
    );
    for (row, (copies, stated, _)) in rows.iter().enumerate() {
        let position = 1000 + row;
        let calls: String = (0..60)
            .map(|sample| {
                ["\t0/0", "\t0/1", "\t1/1"][usize::from(2 * sample < *copies) + usize::from(2 * sample + 1 < *copies)]
            })
            .collect();
        vcf.push_str(&format!("1\t{position}\t.\tA\tT\t.\t.\t.\tGT{calls}\n"));
        score.push_str(&format!("1\t{position}\tT\tA\t{}\t{stated}\n", 1 << row));
    }
    let (vcf, score) = (drive::write(&folder, "a.vcf", vcf), drive::write(&folder, "score.txt", score));
    let outcome = drive::score(&[&vcf], &[&score], &["--palindromes", "frequency", "--build", "37"]);
    let first = &outcome.json["samples"][0]["scores"][0];
    let kept = rows.iter().filter(|(.., kept)| *kept).count() as u64;
    assert_eq!((first["matched"].as_u64(), first["excluded"]["palindromic"].as_u64()), (Some(kept), Some(6 - kept)));
    let expected: f64 =
        rows.iter().enumerate().filter(|(_, (.., kept))| *kept).map(|(row, _)| f64::from(2 << row)).sum();
    assert_eq!(first["observed_sum"].as_f64(), Some(expected));
    // Fifty samples at least: those of a part of the file are judged by all of it.
    let few = drive::write(&folder, "few.txt", "S0\nS59\n");
    let part = drive::score(
        &[&vcf],
        &[&score],
        &["--palindromes", "frequency", "--build", "37", "--samples", few.to_str().expect("UTF-8")],
    );
    assert_eq!(part.json["samples"][0]["scores"][0]["matched"].as_u64(), Some(kept));
}
