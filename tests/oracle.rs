//! Compares sums with PLINK 1.9 and PLINK 2, and each row's fate with pgscatalog-match 0.4, run on the same genotypes.
//!
//! PLINK prints about six significant digits. Each weight is therefore written as the digits of a number to base 100, a
//! column for each digit: every column's sum is a whole number below a million, printed in full, and the columns put
//! together give PLINK's sum exactly. That is how an oracle of six digits holds a sum to 1e-9.

mod drive;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Digits behind the decimal point that are carried into PLINK, and the columns to base 100 that hold them.
const DECIMALS: i32 = 20;
const DIGITS: usize = 12;
const TOLERANCE: f64 = 1e-9;

/// One matched row as PLINK gets it.
struct Variant {
    chromosome: String,
    position: u64,
    effect: char,
    other: char,
    genotype: String,
    weight: String,
    model: &'static str,
}

#[test]
fn plink_1_and_2_on_real_people() {
    let name = "oracle::plink_1_and_2_on_real_people";
    let Some(data) = drive::data() else { return drive::skip(name, "no ../shared/data (or TALLELE_DATA)") };
    let Some(tools) = Plink::find(name) else { return };
    let people = ["hapmap2_Sample59_23andme_style.txt.gz", "hapmap2_Sample01_myheritage_style.csv.gz"];
    for person in people {
        let genotypes = data.join("consumer/derived_from_HapMap2_CEU").join(person);
        for (score, at_least) in [
            ("PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz", 5),
            ("PGScatalog_pygscatalog/PGS000002_hmPOS_GRCh37.txt.gz", 5),
            ("lorenasandoval88_diseasome/PGS000004_hmPOS_GRCh37.txt", 4),
            ("lorenasandoval88_diseasome/PGS000055_hmPOS_GRCh37.txt", 7),
            ("PGScatalog_pgs-harmonizer/PGS000065.txt.gz", 10),
            ("lukfor_pgs-calc/PGS000957.txt.gz", 600),
            ("PGScatalog_pygscatalog/PGS000802_hmPOS_GRCh37.txt", 3),
        ] {
            compare(&tools, &genotypes, &data.join("scores").join(score), at_least);
        }
    }
}

#[test]
fn plink_1_and_2_on_a_person_with_every_site() {
    let name = "oracle::plink_1_and_2_on_a_person_with_every_site";
    let Some(data) = drive::data() else { return drive::skip(name, "no ../shared/data (or TALLELE_DATA)") };
    let Some(tools) = Plink::find(name) else { return };
    for (score, at_least) in [
        ("PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz", 50),
        ("lorenasandoval88_diseasome/PGS000004_hmPOS_GRCh37.txt", 150),
        ("lukfor_pgs-calc/PGS000957.txt.gz", 4000),
        ("PGScatalog_pgsc_calc/PGS001229_22.txt", 500),
        ("PGScatalog_pgsc_calc/scorefile_dominant_and_recessive.txt", 500),
    ] {
        let score = data.join("scores").join(score);
        let folder = drive::scratch(&format!("oracle-dice-{}", score.file_name().expect("a name").to_string_lossy()));
        let genotypes = drive::write(&folder, "genotypes.txt", made_up_person(&drive::read_text(&score)));
        compare(&tools, &genotypes, &score, at_least);
    }
}

/// A man's X: PLINK 1.9 and PLINK 2 with `--xchr-model 1` count one copy, PLINK 2 by default two.
#[test]
fn plink_on_a_mans_x() {
    let name = "oracle::plink_on_a_mans_x";
    let Some(tools) = Plink::find(name) else { return };
    let folder = drive::scratch("oracle-male-x");
    let mut dice = drive::Dice::new(23);
    let mut text = String::from("# made up, build 37\n# rsid\tchromosome\tposition\tgenotype\n");
    let mut score = String::from(
        "#genome_build=GRCh37\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n",
    );
    let mut variants = Vec::new();
    for number in 0..400_u64 {
        // The first fifty lie in the first pseudo-autosomal region.
        let position = if number < 50 { 100_000 + number * 40_000 } else { 3_000_000 + number * 300_000 };
        let two = number < 50;
        let letters: String = (0..if two { 2 } else { 1 }).map(|_| ['A', 'G'][dice.below(2)]).collect();
        let weight = format!("{:.4}", dice.below(20_000) as f64 / 10_000.0 - 1.0);
        text.push_str(&format!("rs{}\tX\t{position}\t{letters}\n", 4_200_000_000 + number));
        score.push_str(&format!("\tX\t{position}\tA\tG\t{weight}\n"));
        let genotype =
            letters.chars().map(|letter| if letter == 'A' { "1" } else { "0" }).collect::<Vec<_>>().join("/");
        variants.push(Variant {
            chromosome: "X".to_owned(),
            position,
            effect: 'A',
            other: 'G',
            genotype,
            weight,
            model: "additive",
        });
    }
    for number in 0..60 {
        text.push_str(&format!("rs{}\tY\t{}\tC\n", 4_300_000_000_u64 + number, 14_000_000 + number * 30_000));
    }
    let genotypes = drive::write(&folder, "genotypes.txt", text);
    let score = drive::write(&folder, "score.txt", score);
    let ours = |copies: &str| {
        let outcome = drive::score(&[genotypes.clone()], &[score.clone()], &["--male-x", copies]);
        assert_eq!(outcome.json["samples"][0]["sex"], "male");
        assert_eq!(outcome.scores()[0]["matched"], 400);
        outcome.scores()[0]["observed_sum"].as_f64().expect("a sum")
    };
    let files = tools.write(&folder, &variants, true);
    assert_close("plink2 --xchr-model 1", ours("1"), tools.plink2_sum(&files, &["--xchr-model", "1"]));
    assert_close("plink2", ours("2"), tools.plink2_sum(&files, &[]));
    assert_close("plink1.9", ours("1"), tools.plink1_sum(&files));
}

/// Every row of a made-up score: matched, excluded or unmatched, and on which strand, as pgscatalog-match 0.4 decides it.
#[test]
fn pgscatalog_match_row_by_row() {
    let name = "oracle::pgscatalog_match_row_by_row";
    let Some(program) = pgscatalog_match(name) else { return };
    for seed in [1, 2, 3] {
        let folder = drive::scratch(&format!("oracle-pgscatalog-{seed}"));
        let made = Made::new(seed);
        let genotypes = drive::write(&folder, "genotypes.txt", &made.genotypes);
        let score = drive::write(&folder, "score.txt", &made.score);
        let target = drive::write(&folder, "target.pvar", &made.target);
        let normalised = drive::write(&folder, "normalised.txt", &made.normalised);
        for (round, (flags, arguments)) in [
            (&[][..], &[][..]),
            (&["--keep_ambiguous"][..], &["--palindromes", "keep"][..]),
            (&["--keep_first_match"][..], &["--duplicates", "first"][..]),
            (
                &["--keep_ambiguous", "--keep_multiallelic", "--keep_first_match"][..],
                &["--palindromes", "keep", "--multiallelic", "include", "--duplicates", "first"][..],
            ),
        ]
        .into_iter()
        .enumerate()
        {
            let out = folder.join(format!("out{round}"));
            std::fs::create_dir(&out).expect("a folder");
            let run = Command::new(&program)
                .args(["--dataset", "made", "--min_overlap", "0", "--combined", "--scorefiles"])
                .arg(&normalised)
                .arg("--target")
                .arg(&target)
                .arg("--outdir")
                .arg(&out)
                .args(flags)
                .env("POLARS_MAX_THREADS", "1")
                .output()
                .expect("pgscatalog-match starts");
            assert!(run.status.success(), "pgscatalog-match: {}", String::from_utf8_lossy(&run.stderr));
            let theirs = their_rows(&drive::read_text(&out.join("made_log.csv.gz")), made.rows);
            let audit = out.join("audit.csv");
            let arguments =
                [&["--rules", "pgsc_calc_2", "--audit", audit.to_str().expect("UTF-8")], arguments].concat();
            let outcome = drive::score(&[genotypes.clone()], &[score.clone()], &arguments);
            outcome.scores();
            let ours = our_rows(&drive::read_text(&audit));
            assert_eq!(ours.len(), made.rows);
            let differing: Vec<String> = (0..made.rows)
                .filter(|row| ours[*row] != theirs[*row])
                .map(|row| {
                    format!(
                        "{} | ours {} | theirs {}",
                        made.score.lines().nth(row + 3).unwrap_or(""),
                        ours[row],
                        theirs[row]
                    )
                })
                .collect();
            assert!(
                differing.is_empty(),
                "seed {seed} {flags:?}: {} rows differ:\n{}",
                differing.len(),
                differing.join("\n")
            );
            let of = |state: &str| theirs.iter().filter(|row| row.starts_with(state)).count();
            assert!(of("matched") > 100 && of("unmatched") > 20, "the made-up score is no test");
        }
    }
}

/// A made-up person whose every call is heterozygous, so that both alleles are known to us as to pgscatalog-match.
struct Made {
    genotypes: String,
    target: String,
    score: String,
    normalised: String,
    rows: usize,
}

impl Made {
    fn new(seed: u64) -> Self {
        const BASES: [char; 4] = ['A', 'C', 'G', 'T'];
        let mut dice = drive::Dice::new(seed);
        let mut genotypes = String::from("# made up, build 37\n# rsid\tchromosome\tposition\tgenotype\n");
        let mut target = String::from("#CHROM\tPOS\tID\tREF\tALT\n");
        let mut rows = Vec::new();
        for number in 0..400_u64 {
            let (chromosome, position) = (number % 22 + 1, 5_000_000 + number * 1000);
            let first = dice.below(4);
            let second = (first + 1 + dice.below(3)) % 4;
            let (a, b) = (BASES[first], BASES[second]);
            if number % 10 != 9 {
                genotypes.push_str(&format!("rs{}\t{chromosome}\t{position}\t{a}{b}\n", 4_100_000_000 + number));
                target.push_str(&format!("{chromosome}\t{position}\tv{number}\t{a}\t{b}\n"));
            }
            let (mut effect, mut other) = if dice.below(2) == 0 { (a, b) } else { (b, a) };
            if dice.below(4) == 0 {
                (effect, other) = (complement(effect), complement(other));
            }
            if dice.below(8) == 0 {
                other = BASES[dice.below(4)];
            }
            let other = if dice.below(5) == 0 || other == effect { String::new() } else { other.to_string() };
            rows.push((chromosome, position, effect.to_string(), other.clone()));
            match dice.below(12) {
                0 => rows.push((chromosome, position, effect.to_string(), other)),
                1 if !other.is_empty() => rows.push((chromosome, position, other, effect.to_string())),
                2 if !other.is_empty() => {
                    let flip = |allele: &str| allele.chars().map(complement).collect::<String>();
                    rows.push((chromosome, position, flip(&effect.to_string()), flip(&other)));
                }
                _ => {}
            }
        }
        let mut score = String::from(
            "#pgs_id=made\n#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n",
        );
        let mut normalised = String::from(
            "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\teffect_type\tis_duplicated\taccession\trow_nr\n",
        );
        for (row, (chromosome, position, effect, other)) in rows.iter().enumerate() {
            let weight = (row + 1) as f64 / 1000.0;
            score.push_str(&format!("{chromosome}\t{position}\t{effect}\t{other}\t{weight}\n"));
            normalised.push_str(&format!(
                "{chromosome}\t{position}\t{effect}\t{other}\t{weight}\tadditive\tFalse\tmade\t{row}\n"
            ));
        }
        Self { genotypes, target, score, normalised, rows: rows.len() }
    }
}

fn complement(base: char) -> char {
    match base {
        'A' => 'T',
        'C' => 'G',
        'G' => 'C',
        _ => 'A',
    }
}

/// What pgscatalog-match's log says of each row: "matched", "matched flip", "excluded" or "unmatched".
fn their_rows(log: &str, count: usize) -> Vec<String> {
    let mut lines = log.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let at = |name: &str| columns.iter().position(|column| *column == name).expect("the log has the column");
    let (row_at, status_at, kind_at) = (at("row_nr"), at("match_status"), at("match_type"));
    let mut rows = vec!["unmatched".to_owned(); count];
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let row: usize = fields[row_at].parse().expect("a row number");
        match fields[status_at] {
            "matched" => {
                rows[row] = if fields[kind_at].ends_with("_flip") { "matched flip" } else { "matched" }.to_owned()
            }
            "excluded" => rows[row] = "excluded".to_owned(),
            _ => {}
        }
    }
    rows
}

/// The same of our audit.
fn our_rows(audit: &str) -> Vec<String> {
    let mut lines = audit.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let at = |name: &str| columns.iter().position(|column| *column == name).expect("the audit has the column");
    let (state_at, kind_at) = (at("state"), at("match_kind"));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            match (fields[state_at], fields[kind_at].ends_with("_flip")) {
                ("matched", true) => "matched flip".to_owned(),
                (state, _) => state.to_owned(),
            }
        })
        .collect()
}

/// pgscatalog-match at the pinned versions in `tests/.venv`, installed from PyPI when it is not there.
fn pgscatalog_match(name: &str) -> Option<PathBuf> {
    static ONCE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one_at_a_time = ONCE.lock();
    let folder = drive::project().join("tests/.venv");
    let program = folder.join("bin/pgscatalog-match");
    if program.is_file() {
        return Some(program);
    }
    let run = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let requirements = drive::project().join("tests/oracle/requirements.txt");
    let made = run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
        && run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "--requirement"]).arg(requirements));
    if made && program.is_file() {
        return Some(program);
    }
    drive::skip(
        name,
        "pgscatalog.match 0.4.0 could not be installed into tests/.venv (needs python3 with venv, and PyPI)",
    );
    None
}

/// A person typed at every site of a score: calls drawn from the row's alleles, some missing, some on the other strand.
fn made_up_person(score: &str) -> String {
    let mut dice = drive::Dice::new(957);
    let mut text = String::from("# made up, build 37\n# rsid\tchromosome\tposition\tgenotype\n");
    for (number, row) in drive::score_rows(score).iter().enumerate() {
        let Some((chromosome, position)) = place(row) else { continue };
        let (Some(effect), Some(other)) = (base(row, "effect_allele"), base(row, "other_allele")) else { continue };
        if chromosome.parse::<u8>().is_err() {
            continue;
        }
        let flipped = dice.below(10) == 0;
        let mut letter = || {
            let letter = if dice.below(2) == 0 { effect } else { other };
            if flipped { complement(letter) } else { letter }
        };
        let call: String = [letter(), letter()].into_iter().collect();
        let call = if dice.below(12) == 0 { "--" } else { &call };
        text.push_str(&format!("i{}\t{chromosome}\t{position}\t{call}\n", 4_100_000 + number));
    }
    text
}

fn place(row: &BTreeMap<String, String>) -> Option<(String, u64)> {
    let get = |name: &str| row.get(name).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty());
    let chromosome = get("hm_chr").or_else(|| get("chr_name"))?;
    Some((chromosome, get("hm_pos").or_else(|| get("chr_position"))?.parse().ok()?))
}

fn base(row: &BTreeMap<String, String>, column: &str) -> Option<char> {
    let allele = row.get(column)?;
    (allele.len() == 1 && "ACGT".contains(allele.as_str())).then(|| allele.chars().next()).flatten()
}

/// Scores with our binary and with both PLINKs, and compares counts and sums.
fn compare(tools: &Plink, genotypes: &Path, score: &Path, at_least: usize) {
    let variants = matched(&drive::read_text(genotypes), &drive::read_text(score));
    let label = format!("{} × {}", genotypes.display(), score.display());
    assert!(variants.len() >= at_least, "{label}: only {} variants to compare", variants.len());
    let outcome = drive::score(&[genotypes.to_owned()], &[score.to_owned()], &[]);
    let ours = &outcome.scores()[0];
    assert_eq!(ours["matched"].as_u64(), Some(variants.len() as u64), "{label}: matched");
    let sum = ours["observed_sum"].as_f64().expect("a sum");
    let folder = drive::scratch(&format!(
        "oracle-plink-{}-{}",
        genotypes.file_name().expect("a name").to_string_lossy(),
        score.file_name().expect("a name").to_string_lossy()
    ));
    let files = tools.write(&folder, &variants, false);
    assert_close(&format!("{label}: plink2"), sum, tools.plink2_sum(&files, &[]));
    // PLINK 1.9 has no dominant or recessive scores.
    if variants.iter().all(|variant| variant.model == "additive") {
        assert_close(&format!("{label}: plink1.9"), sum, tools.plink1_sum(&files));
    }
}

fn assert_close(label: &str, ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() <= TOLERANCE * theirs.abs(), "{label}: ours {ours}, theirs {theirs}");
}

/// The rows that match by the plainest of rules: same place, one base each, not palindromic, either strand.
fn matched(genotypes: &str, score: &str) -> Vec<Variant> {
    let mut calls = BTreeMap::new();
    for line in genotypes.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(['\t', ',']).map(|field| field.trim_matches('"')).collect();
        if let [_, chromosome, position, call] = fields[..] {
            calls.insert((chromosome.to_owned(), position.to_owned()), call.to_owned());
        }
    }
    let mut variants = Vec::new();
    for row in drive::score_rows(score) {
        let Some((chromosome, position)) = place(&row) else { continue };
        let (Some(effect), Some(other)) = (base(&row, "effect_allele"), base(&row, "other_allele")) else { continue };
        let Some(call) = calls.get(&(chromosome.clone(), position.to_string())) else { continue };
        let is = |column: &str| row.get(column).is_some_and(|cell| cell.eq_ignore_ascii_case("true"));
        let within = |a: char, b: char| call.chars().all(|letter| letter == a || letter == b);
        let (effect, other) = match (complement(effect) == other, within(effect, other)) {
            (true, _) => continue,
            (false, true) => (effect, other),
            (false, false) if within(complement(effect), complement(other)) => (complement(effect), complement(other)),
            _ => continue,
        };
        let model = if is("is_dominant") {
            "dominant"
        } else if is("is_recessive") {
            "recessive"
        } else {
            "additive"
        };
        let genotype =
            call.chars().map(|letter| if letter == effect { "1" } else { "0" }).collect::<Vec<_>>().join("/");
        variants.push(Variant {
            chromosome,
            position,
            effect,
            other,
            genotype,
            weight: row["effect_weight"].clone(),
            model,
        });
    }
    variants
}

/// The two programs.
struct Plink {
    one: &'static str,
    two: &'static str,
}

/// What PLINK reads: genotypes, and for each effect model the score in digits.
struct Files {
    folder: PathBuf,
    vcf: PathBuf,
    models: Vec<(&'static str, PathBuf)>,
    male: bool,
}

impl Plink {
    /// Finds both, installing the Debian packages where we may.
    fn find(name: &str) -> Option<Self> {
        static ONCE: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _one_at_a_time = ONCE.lock();
        let found =
            |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
        if !(found("plink1.9") && found("plink2")) {
            let script = drive::project().join("tests/oracle/install-plink.sh");
            let _ = Command::new("sh").arg(script).output();
        }
        if found("plink1.9") && found("plink2") {
            return Some(Self { one: "plink1.9", two: "plink2" });
        }
        drive::skip(name, "plink1.9 and plink2 are not there (Debian: apt-get install plink1.9 plink2)");
        None
    }

    fn write(&self, folder: &Path, variants: &[Variant], male: bool) -> Files {
        let order = |chromosome: &str| chromosome.parse::<u8>().unwrap_or(23);
        let mut sorted: Vec<(usize, &Variant)> = variants.iter().enumerate().collect();
        sorted.sort_by_key(|(_, variant)| (order(&variant.chromosome), variant.position));
        let mut vcf = String::from(
            "##fileformat=VCFv4.2\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n",
        );
        for (row, variant) in sorted {
            let Variant { chromosome, position, effect, other, genotype, .. } = variant;
            vcf.push_str(&format!("{chromosome}\t{position}\tr{row}\t{other}\t{effect}\t.\t.\t.\tGT\t{genotype}\n"));
        }
        let models = ["additive", "dominant", "recessive"]
            .into_iter()
            .filter(|model| variants.iter().any(|variant| variant.model == *model));
        let models = models.map(|model| {
            let mut text = String::from("id\tallele");
            (0..DIGITS).for_each(|digit| text.push_str(&format!("\td{digit}")));
            text.push('\n');
            for (row, variant) in variants.iter().enumerate().filter(|(_, variant)| variant.model == model) {
                text.push_str(&format!("r{row}\t{}", variant.effect));
                digits(&variant.weight).iter().for_each(|digit| text.push_str(&format!("\t{digit}")));
                text.push('\n');
            }
            (model, drive::write(folder, &format!("{model}.txt"), text))
        });
        let models = models.collect();
        drive::write(folder, "sex.txt", "#IID\tSEX\nP\t1\n");
        drive::write(folder, "sex1.txt", "P P 1\n");
        Files { folder: folder.to_owned(), vcf: drive::write(folder, "genotypes.vcf", vcf), models, male }
    }

    fn plink2_sum(&self, files: &Files, arguments: &[&str]) -> f64 {
        let mut sum = 0.0;
        for (model, score) in &files.models {
            let out = files.folder.join(format!("two-{model}"));
            let mut command = Command::new(self.two);
            command.arg("--vcf").arg(&files.vcf).arg("--score").arg(score).args([
                "1",
                "2",
                "header-read",
                "no-mean-imputation",
                "cols=+scoresums",
            ]);
            if *model != "additive" {
                command.arg(model);
            }
            command.args(["--score-col-nums", &format!("3-{}", DIGITS + 2)]).args(arguments).arg("--out").arg(&out);
            if files.male {
                command.args(["--split-par", "b37", "--update-sex"]).arg(files.folder.join("sex.txt"));
            }
            sum += together(&run(command, &out.with_extension("sscore")), |digit| format!("d{digit}_SUM"));
        }
        sum
    }

    fn plink1_sum(&self, files: &Files) -> f64 {
        let mut bed = Command::new(self.one);
        let binary = files.folder.join("one");
        bed.arg("--vcf")
            .arg(&files.vcf)
            .args(["--double-id", "--make-bed", "--keep-allele-order", "--out"])
            .arg(&binary);
        if files.male {
            bed.args(["--split-x", "b37", "no-fail", "--update-sex"]).arg(files.folder.join("sex1.txt"));
        }
        run(bed, &binary.with_extension("bed"));
        let mut sum = 0.0;
        for (model, score) in &files.models {
            let mut sums = BTreeMap::new();
            for digit in 0..DIGITS {
                let out = files.folder.join(format!("one-{model}-{digit}"));
                let mut command = Command::new(self.one);
                command.arg("--bfile").arg(&binary).arg("--score").arg(score).args([
                    "1",
                    "2",
                    &(digit + 3).to_string(),
                    "header",
                    "sum",
                ]);
                command.arg("--out").arg(&out);
                let table = run(command, &out.with_extension("profile"));
                sums.insert(format!("d{digit}"), table["SCORESUM"]);
            }
            sum += together(&sums, |digit| format!("d{digit}"));
        }
        sum
    }
}

/// Runs a command and reads the one-person table it wrote: numbers by column name.
fn run(mut command: Command, table: &Path) -> BTreeMap<String, f64> {
    let output = command.output().expect("PLINK starts");
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    if table.extension().is_some_and(|ending| ending == "bed") {
        return BTreeMap::new();
    }
    let text = std::fs::read_to_string(table).expect("PLINK wrote its table");
    let mut lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let (names, values) = (lines.next().expect("names"), lines.next().expect("values"));
    names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value.parse().ok()?))).collect()
}

/// A weight as whole numbers to base 100, least first, all with the weight's sign.
fn digits(weight: &str) -> Vec<i64> {
    let (mantissa, exponent) = weight.split_once(['e', 'E']).unwrap_or((weight, "0"));
    let exponent: i32 = exponent.parse().expect("an exponent");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let negative = whole.starts_with('-');
    let all: i128 = format!("{}{fraction}", whole.trim_start_matches(['-', '+'])).parse().expect("digits");
    let shift = DECIMALS + exponent - fraction.len() as i32;
    assert!(shift >= 0 && shift < 30, "{weight} has more digits than the oracle carries");
    let mut rest = all * 10_i128.pow(shift as u32);
    let mut digits = Vec::new();
    for _ in 0..DIGITS {
        let digit = (rest % 100) as i64;
        digits.push(if negative { -digit } else { digit });
        rest /= 100;
    }
    assert_eq!(rest, 0, "{weight} is larger than the oracle carries");
    digits
}

/// The sum that the digits' sums stand for. Each must be a whole number that PLINK printed in full.
fn together(sums: &BTreeMap<String, f64>, name: impl Fn(usize) -> String) -> f64 {
    let mut total: i128 = 0;
    for digit in (0..DIGITS).rev() {
        let sum = sums[&name(digit)];
        assert!(sum == sum.round() && sum.abs() < 1e6, "{} = {sum} was rounded by PLINK", name(digit));
        total = total * 100 + sum as i128;
    }
    total as f64 / 10_f64.powi(DECIMALS)
}
