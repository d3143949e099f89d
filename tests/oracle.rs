//! Compares sums with PLINK 1.9 and PLINK 2, and each row's fate with pgscatalog-match 0.4, run on the same genotypes.
//!
//! PLINK prints about six significant digits. Each weight is therefore written as the digits of a number to base 100, a
//! column for each digit: every column's sum is a whole number below a million, printed in full, and the columns put
//! together give PLINK's sum exactly. That is how an oracle of six digits holds a sum to 1e-9.

mod drive;
#[path = "oracle/pgscatalog.rs"]
mod pgscatalog;
#[path = "oracle/plink.rs"]
mod plink;

use pgscatalog::{Made, our_rows, pgscatalog_match, their_rows};
use plink::{Plink, Variant};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const TOLERANCE: f64 = 1e-9;

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
        let outcome = drive::score(&[&genotypes], &[&score], &["--male-x", copies]);
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
            let outcome = drive::score(&[&genotypes], &[&score], &arguments);
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

fn complement(base: char) -> char {
    match base {
        'A' => 'T',
        'C' => 'G',
        'G' => 'C',
        _ => 'A',
    }
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
    let outcome = drive::score(&[genotypes], &[score], &[]);
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
