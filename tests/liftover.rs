//! Carries real positions between builds with UCSC's chains, and holds scores to the genotype file's build.

mod drive;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::formats::chain::read_chain;
use tallele::genome::{Build, Chromosome, Site};

fn data(name: &str) -> Option<PathBuf> {
    let data = drive::data();
    if data.is_none() {
        drive::skip(name, "no ../shared/data (or TALLELE_DATA)");
    }
    data
}

fn source(path: &Path) -> SharedSource {
    Rc::new(MemorySource::new("chain", std::fs::read(path).expect("readable")))
}

/// 202,481 markers whose places on both builds are known.
#[test]
fn markers_land_where_they_are_known_to_lie() {
    let Some(data) = data("liftover::markers_land_where_they_are_known_to_lie") else { return };
    let up = read_chain(&source(&data.join("maps/chains/hg19ToHg38.over.chain.gz"))).expect("a chain");
    let down = read_chain(&source(&data.join("maps/chains/hg38ToHg19.over.chain.gz"))).expect("a chain");
    assert_eq!((up.from, up.to, down.from, down.to), (Build::Grch37, Build::Grch38, Build::Grch38, Build::Grch37));
    let table = drive::read_text(&data.join("reference/derived/rsid_chr_pos37_pos38_ref_alt_202k.tsv.gz"));
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let column = |name: &str| header.iter().position(|other| *other == name).unwrap_or_else(|| panic!("{header:?}"));
    let (chromosome, at37, at38) = (column("chrom"), column("pos37"), column("pos38"));
    let ways = [("up", &up, true), ("down", &down, false), ("up, turned round", &down.inverse(), true)];
    for (name, way, is_up) in ways {
        let (mut same, mut other, mut lost) = (0_u32, 0_u32, 0_u32);
        for line in table.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let chromosome = Chromosome::parse(fields[chromosome].as_bytes()).expect("a chromosome");
            let site = |column: usize| Site::new(chromosome, fields[column].parse().expect("a position"));
            let (from, to) = if is_up { (site(at37), site(at38)) } else { (site(at38), site(at37)) };
            match way.lift(from) {
                Some((lifted, _)) if lifted == to => same += 1,
                Some(_) => other += 1,
                None => lost += 1,
            }
        }
        assert!(same > 200_000 && other < 200 && lost < 200, "{name}: {same} same, {other} other, {lost} lost");
    }
}

/// A VCF row of chromosome 20 for every `step`-th record of a BCF, by rsID: position, REF and ALT.
fn sites_of(bcf: &Path, step: usize) -> Vec<(String, String, String, String)> {
    let run = Command::new("bcftools").args(["query", "-f", "%ID\t%POS\t%REF\t%ALT\n"]).arg(bcf).output();
    let text = String::from_utf8(run.expect("bcftools starts").stdout).expect("UTF-8");
    let rows = text.lines().step_by(step).map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    rows.filter_map(|fields| <[String; 4]>::try_from(fields).ok()).map(|[id, at, a, b]| (id, at, a, b)).collect()
}

/// A score without rsIDs.
fn score_text(build: &str, sites: &[(String, String, String, String)]) -> String {
    let mut text =
        format!("#genome_build=GRCh{build}\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n");
    for (row, (_, position, reference, alt)) in sites.iter().enumerate() {
        text.push_str(&format!("20\t{position}\t{alt}\t{reference}\t{}\n", row % 9 + 1));
    }
    text
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

/// The same 60 people on both builds: a score of one build gives on the other, carried by a chain, what it gives on its own.
#[test]
fn a_lifted_score_gives_the_same_sums() {
    let name = "liftover::a_lifted_score_gives_the_same_sums";
    let Some(data) = data(name).filter(|_| has_bcftools(name)) else { return };
    let folder = drive::scratch("liftover");
    let on37 = data.join("genotypes/imputationserver2/hapmap_r22.chr20.CEU.hg19.recode.bcf");
    let on38 = data.join("genotypes/imputationserver2/hapmap_r22.chr20.CEU.hg38.bcf");
    let known: std::collections::HashSet<String> = sites_of(&on38, 1).into_iter().map(|(id, ..)| id).collect();
    let sites: Vec<_> = sites_of(&on37, 7).into_iter().filter(|(id, ..)| known.contains(id)).collect();
    assert!(sites.len() > 5000);
    let score = drive::write(&folder, "score37.txt", score_text("37", &sites));
    let chain = |name: &str| data.join("maps/chains").join(name).to_str().expect("UTF-8").to_owned();
    let own = drive::score(&[&on37], &[&score], &[]);
    for name in ["hg19ToHg38.over.chain.gz", "hg38ToHg19.over.chain.gz"] {
        let lifted = drive::score(&[&on38], &[&score], &["--chain", &chain(name)]);
        let samples = |outcome: &drive::Outcome| outcome.json["samples"].as_array().expect("samples").clone();
        let (own, lifted_samples) = (samples(&own), samples(&lifted));
        assert_eq!(own.len(), 60);
        let mut differing = 0;
        for (own, lifted) in own.iter().zip(&lifted_samples) {
            let (own, lifted) = (&own["scores"][0], &lifted["scores"][0]);
            assert_eq!(lifted["positions"], "lifted");
            let missed =
                own["matched"].as_u64().expect("a count") as i64 - lifted["matched"].as_u64().expect("a count") as i64;
            assert!((0..=15).contains(&missed), "{name}: {missed} fewer rows");
            differing += i64::from(own["observed_sum"] != lifted["observed_sum"]).max(0);
        }
        let not_lifted = lifted.json["findings"].as_array().expect("findings").iter();
        let not_lifted: u64 = not_lifted
            .filter(|finding| finding["code"] == "rows-not-lifted")
            .map(|finding| finding["count"].as_u64().expect("a count"))
            .sum();
        assert!(differing == 0 || not_lifted > 0, "{name}: {differing} sums differ and every row was lifted");
        let input = &lifted.json["inputs"][2];
        assert_eq!((input["role"].as_str(), input["sha256"].as_str().map(str::len)), (Some("chain"), Some(64)));
    }
    let without = drive::score(&[&on38], &[&score], &[]);
    assert_eq!(without.error_code(), "build-mismatch");
}

/// A score that says 37 and lists positions of 38 is refused, with what the file's build rests on and what the alleles show.
#[test]
fn alleles_refute_a_wrong_build() {
    let name = "liftover::alleles_refute_a_wrong_build";
    let Some(data) = data(name).filter(|_| has_bcftools(name)) else { return };
    let folder = drive::scratch("other-build");
    let on37 = data.join("genotypes/imputationserver2/hapmap_r22.chr20.CEU.hg19.recode.bcf");
    let on38 = data.join("genotypes/imputationserver2/hapmap_r22.chr20.CEU.hg38.bcf");
    let wrong = drive::write(&folder, "wrong.txt", score_text("37", &sites_of(&on38, 1)));
    let outcome = drive::score(&[&on37], &[&wrong], &[]);
    assert_eq!(outcome.error_code(), "build-mismatch");
    let text = outcome.json["error"]["text"].as_str().or(outcome.json["text"].as_str()).expect("a text").to_owned();
    assert!(text.contains("15 well-known markers") && text.contains("have other alleles"), "{text}");
    // Beside a score that fits it is not summed, and the other goes on.
    let right = drive::write(&folder, "right.txt", score_text("37", &sites_of(&on37, 50)));
    let outcome = drive::score(&[&on37], &[&wrong, &right], &[]);
    let scores = outcome.json["samples"][0]["scores"].as_array().expect("scores");
    assert_eq!((scores[0]["matched"].as_u64(), scores[0]["observed_sum"].as_f64()), (Some(0), Some(0.0)));
    assert!(scores[1]["matched"].as_u64() > Some(1000));
}

/// A file that nothing tells the build of: the scores' alleles do.
#[test]
fn the_build_is_found_by_fit() {
    let name = "liftover::the_build_is_found_by_fit";
    let Some(data) = data(name).filter(|_| has_bcftools(name)) else { return };
    let folder = drive::scratch("build-fit");
    let vcf = data.join("genotypes/PGScatalog_pygscatalog/tiny1000G.vcf.gz");
    let run = Command::new("bcftools").args(["query", "-f", "%CHROM\t%POS\t%REF\t%ALT\n"]).arg(&vcf).output();
    let rows = String::from_utf8(run.expect("bcftools starts").stdout).expect("UTF-8");
    let columns = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\n";
    let mut text = format!("#genome_build=GRCh37\n#HmPOS_build=GRCh38\n{columns}");
    for line in rows.lines().step_by(3) {
        let [chromosome, position, reference, alt] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let elsewhere = position.parse::<u32>().expect("a position") / 2;
        text.push_str(&format!("{chromosome}\t{elsewhere}\t{alt}\t{reference}\t1\t{chromosome}\t{position}\n"));
    }
    let score = drive::write(&folder, "score.txt", text);
    let found = drive::score(&[&vcf], &[&score], &[]);
    let stated = drive::score(&[&vcf], &[&score], &["--build", "38"]);
    assert_eq!(found.json["samples"], stated.json["samples"]);
    assert!(found.json["samples"][0]["scores"][0]["matched"].as_u64() > Some(250));
    assert_eq!(found.json["inputs"][0]["build"], "GRCh38");
    let codes: Vec<&str> = found.json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert!(codes.contains(&"build-by-fit") && !codes.contains(&"build-unknown"), "{codes:?}");
}
