//! Real people: HapMap 3 on three builds, HapMap 2 as consumer files and BCF, a whole genome's variants, a gVCF.

use super::drive;
use super::sources::core;
use super::{ancestry, samples, shared, with_ending};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

const HAPMAP3: &str = "genotypes/gabraham_flashpca/HM3_thinned_autosomal_overlap";

fn hapmap3(test: &str) -> Option<(PathBuf, HashMap<String, String>)> {
    shared(test, &format!("{HAPMAP3}.bed"))?;
    let data = drive::data()?;
    let labels = drive::read_text(&data.join("genotypes/gabraham_flashpca/relationships_w_pops_121708.txt"));
    let label = |line: &str| {
        let cells: Vec<&str> = line.split_ascii_whitespace().collect();
        (cells[1].to_owned(), cells[6].to_owned())
    };
    Some((data.join(HAPMAP3), labels.lines().map(label).collect()))
}

fn set(stem: &Path) -> Vec<PathBuf> {
    [".bed", ".bim", ".fam"].map(|ending| with_ending(stem, ending)).to_vec()
}

fn largest_share(sample: &Value) -> &str {
    let shares = sample["similarity"].as_object().expect("similarity");
    let share = |of: &Value| of["q"].as_f64().expect("a share");
    shares.iter().max_by(|(_, a), (_, b)| share(a).total_cmp(&share(b))).expect("groups").0
}

fn published() -> Option<HashMap<String, Vec<f64>>> {
    let text = drive::read_text(&drive::data()?.join("reference/Illumina_akt/wgs.1000G.phase3.pca"));
    let person = |line: &str| {
        let mut cells = line.split_ascii_whitespace();
        let id = cells.next().expect("a name").to_owned();
        (id, cells.map(|cell| cell.parse().expect("a number")).collect())
    };
    Some(text.lines().map(person).collect())
}

pub fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (mean_a, mean_b) = (pairs.iter().map(|of| of.0).sum::<f64>() / n, pairs.iter().map(|of| of.1).sum::<f64>() / n);
    let sum = |of: fn(f64, f64) -> f64| pairs.iter().map(|(a, b)| of(a - mean_a, b - mean_b)).sum::<f64>();
    sum(|a, b| a * b) / (sum(|a, _| a * a) * sum(|_, b| b * b)).sqrt()
}

/// HapMap 3 shares 361 of the panel's sites, on GRCh36 and so by rsID alone: true genotypes. 657 of its people are among the
/// panel's own, so that their group and their published coordinates are known.
#[test]
fn hapmap3_from_361_sites() {
    let Some((stem, labels)) = hapmap3("hapmap3_from_361_sites") else { return };
    let report = ancestry(&set(&stem), &[]);
    let groups: BTreeMap<&str, &[&str]> = [
        ("ASW", &["AFR"][..]),
        ("CEU", &["EUR"]),
        ("CHB", &["EAS"]),
        ("CHD", &["EAS"]),
        ("GIH", &["SAS"]),
        ("JPT", &["EAS"]),
        ("LWK", &["AFR"]),
        ("MEX", &["AMR"]),
        ("MKK", &["AFR"]),
        ("TSI", &["EUR"]),
        ("YRI", &["AFR"]),
    ]
    .into();
    let (mut near, mut shares): (BTreeMap<&str, [u32; 3]>, BTreeMap<&str, f64>) = Default::default();
    for sample in samples(&report) {
        assert!(sample["withheld"].is_null() && (340..=361).contains(&sample["sites"].as_u64().expect("sites")));
        assert_eq!(sample["outside"], false);
        let population = labels[sample["id"].as_str().expect("an id")].as_str();
        let expected = groups[population];
        let of = near.entry(population).or_default();
        of[0] += 1;
        of[1] += u32::from(expected.contains(&sample["nearest"].as_str().expect("nearest")));
        of[2] += u32::from(expected.contains(&largest_share(sample)));
        *shares.entry(population).or_default() += sample["similarity"]["AFR"]["q"].as_f64().expect("a share");
    }
    // From so few sites one European in thirty lies as near to some people of the Americas.
    let least = |population: &str| match population {
        "MEX" | "MKK" | "ASW" => 0.85,
        "CEU" | "TSI" => 0.95,
        _ => 0.99,
    };
    for (population, [people, nearest, by_share]) in &near {
        let (nearest, by_share) = (f64::from(*nearest) / f64::from(*people), f64::from(*by_share) / f64::from(*people));
        assert!(nearest >= least(population), "{population}: nearest {nearest}");
        assert!(by_share >= least(population), "{population}: by share {by_share}");
    }
    let african = |population: &str| shares[population] / f64::from(near[population][0]);
    // African Americans and Maasai are mixtures in the panel's eyes, Yoruba are not.
    assert!(african("YRI") > 0.9 && (0.6..0.9).contains(&african("ASW")) && (0.5..0.8).contains(&african("MKK")));
    assert!(["CEU", "CHB", "GIH", "JPT", "TSI"].iter().all(|population| african(population) < 0.08));
}

/// Coordinates from 361 sites beside those published from 17,491: what is apart is what so few sites leave open.
#[test]
fn hapmap3_coordinates_are_near_the_published_ones() {
    let Some((stem, _)) = hapmap3("hapmap3_coordinates_are_near_the_published_ones") else { return };
    let (report, published) = (ancestry(&set(&stem), &[]), published().expect("shared data are here"));
    for (component, least) in [0.95, 0.94, 0.85, 0.79].into_iter().enumerate() {
        let pairs: Vec<(f64, f64)> = samples(&report)
            .iter()
            .filter_map(|sample| {
                let known = published.get(sample["id"].as_str().expect("an id"))?;
                Some((known[component], sample["pcs"][component].as_f64().expect("a coordinate")))
            })
            .collect();
        assert_eq!(pairs.len(), 657);
        let found = correlation(&pairs);
        assert!(found >= least, "PC{}: {found}", component + 1);
    }
    // Nine of ten true coordinates lie within the stated 90 % interval, more or less.
    let within = samples(&report).iter().filter_map(|sample| {
        let known = published.get(sample["id"].as_str().expect("an id"))?;
        let (found, error) =
            (sample["pcs"][1].as_f64().expect("PC2"), sample["pcs_se"][1].as_f64().expect("its error"));
        Some(f64::from(u8::from((found - known[1]).abs() <= 1.645 * error)))
    });
    let share = within.clone().sum::<f64>() / within.count() as f64;
    assert!((0.84..=0.97).contains(&share), "{share} within the interval");
}

/// The same genotypes with GRCh37 and GRCh38 places and no rsIDs, found by place, come out as by rsID, to the bit.
#[test]
fn hapmap3_is_the_same_on_both_builds() {
    let Some((stem, _)) = hapmap3("hapmap3_is_the_same_on_both_builds") else { return };
    let panel = core();
    let sites: HashMap<String, _> = panel.sites.iter().map(|site| (site.id.to_string(), site)).collect();
    let bim = drive::read_text(&with_ending(&stem, ".bim"));
    let expected = ancestry(&set(&stem), &[]);
    for build in ["37", "38"] {
        let folder = drive::scratch(&format!("hapmap3-{build}"));
        let rows = bim.lines().zip(1_u32..).map(|(row, number)| {
            let cells: Vec<&str> = row.split('\t').collect();
            // What the panel has not gets a place where it has nothing.
            let position = sites
                .get(cells[1])
                .map_or(number, |site| if build == "37" { site.site37.position() } else { site.site38.position() });
            format!("{}\t.\t0\t{position}\t{}\t{}\n", cells[0], cells[4], cells[5])
        });
        let copied = folder.join("hapmap3");
        drive::write(&folder, "hapmap3.bim", rows.collect::<String>());
        for ending in [".bed", ".fam"] {
            std::fs::copy(with_ending(&stem, ending), with_ending(&copied, ending)).expect("copies");
        }
        let found = ancestry(&set(&copied), &["--build", build]);
        for (found, expected) in samples(&found).iter().zip(samples(&expected)) {
            assert_eq!((&found["sites"], &found["pcs"]), (&expected["sites"], &expected["pcs"]), "GRCh{build}");
            assert_eq!(found["similarity"], expected["similarity"], "GRCh{build}");
        }
    }
}

#[test]
fn hapmap2_people_are_european() {
    let Some(folder) = shared("hapmap2_people_are_european", "consumer/derived_from_HapMap2_CEU") else { return };
    let files = ["hapmap2_Sample01_myheritage_style.csv.gz", "hapmap2_Sample59_23andme_style.txt.gz"];
    let report = ancestry(&files.map(|file| folder.join(file)), &[]);
    for sample in samples(&report) {
        assert!(sample["sites"].as_u64().expect("sites") > 4300, "{sample}");
        let european = &sample["similarity"]["EUR"];
        assert!(european["q"].as_f64().expect("a share") > 0.9 && european["se"].as_f64().expect("an error") < 0.06);
        assert_eq!((sample["nearest"].as_str(), sample["outside"].as_bool()), (Some("EUR"), Some(false)));
    }
    let Some(bcf) = shared("hapmap2_people_are_european", "genotypes/imputationserver2") else { return };
    let report = ancestry(&[bcf.join("hapmap_r22.chr1.CEU.hg19.recode.bcf")], &[]);
    assert_eq!(samples(&report).len(), 60);
    assert!(samples(&report).iter().all(|sample| sample["nearest"] == "EUR" && sample["sites"].as_u64() > Some(1200)));
    // The same people's chromosome 20 on both builds, found by place.
    let of = |file: &str| ancestry(&[bcf.join(file)], &[]);
    let (on_37, on_38) = (of("hapmap_r22.chr20.CEU.hg19.recode.bcf"), of("hapmap_r22.chr20.CEU.hg38.bcf"));
    for (a, b) in samples(&on_37).iter().zip(samples(&on_38)) {
        let apart = a["sites"].as_u64().expect("sites").abs_diff(b["sites"].as_u64().expect("sites"));
        assert!(apart <= 3, "{} and {} sites", a["sites"], b["sites"]);
        assert_eq!((&a["nearest"], a["nearest"].as_str()), (&b["nearest"], Some("EUR")));
    }
}

/// A whole genome's chromosome 20, variants alone: places without a record are REF there, and nowhere else.
#[test]
fn variants_of_a_genome_alone() {
    let Some(folder) = shared("variants_of_a_genome_alone", "consumer/ClawBio_ClawBio") else { return };
    let file = [folder.join("chr20_snps_indels.vcf.gz")];
    let report = ancestry(&file, &[]);
    let sample = &samples(&report)[0];
    let (sites, taken) = (sample["sites"].as_u64().expect("sites"), sample["taken_as_reference"].as_u64());
    assert!((470..=476).contains(&sites) && taken > Some(200), "{sites} sites, {taken:?} taken");
    assert_eq!((sample["nearest"].as_str(), sample["outside"].as_bool()), (Some("EUR"), Some(false)));
    // Without them all that is left are sites where the person has an ALT.
    let report = ancestry(&file, &["--absent", "missing"]);
    let sample = &samples(&report)[0];
    assert!(sample["sites"].as_u64() < Some(270) && sample["taken_as_reference"] == 0);
    assert_eq!(sample["withheld"]["code"], "too-few-sites");
    assert!(sample["pcs"].is_null() && sample["similarity"].is_null() && sample["nearest"].is_null());
}

/// Some genes' variants are no genome: nothing is taken for REF, and nothing is said.
#[test]
fn too_few_sites_are_said_to_be_too_few() {
    let Some(folder) = shared("too_few_sites_are_said_to_be_too_few", "consumer/ClawBio_ClawBio") else { return };
    let report = ancestry(&[folder.join("nutrigx_loci.vcf.gz"), folder.join("pgx_loci.vcf.gz")], &[]);
    for sample in samples(&report) {
        assert_eq!(
            (&sample["withheld"]["code"], sample["taken_as_reference"].as_u64()),
            (&"too-few-sites".into(), Some(0))
        );
        assert!(sample["withheld"]["text"].as_str().expect("a sentence").contains("300 are needed"));
    }
}

/// Reference blocks of a gVCF give the sites that it has no variant at.
#[test]
fn blocks_of_a_gvcf_count() {
    let Some(folder) = shared("blocks_of_a_gvcf_count", "genotypes/hail-is_hail") else { return };
    let report = ancestry(&[folder.join("HG00268.g.vcf.gz")], &[]);
    // It covers 17.96–21.14 Mb of chromosome 20 and 26.94–29.49 Mb of 21, on GRCh38.
    let inside = |site: &&tallele::reference::PanelSite| {
        let (chromosome, position) = (site.site38.chromosome().map_or("", |of| of.name()), site.site38.position());
        match chromosome {
            "20" => (17_959_479..=21_135_661).contains(&position),
            "21" => (26_937_205..=29_486_973).contains(&position),
            _ => false,
        }
    };
    let all = core().sites.iter().filter(inside).count() as u64;
    let found = samples(&report)[0]["sites"].as_u64().expect("sites");
    assert!(found <= all && found * 10 >= all * 9, "{found} of {all} sites");
}
