//! HapMap 3: 957 people of eleven populations, half of whom calibrate and half of whom are compared.

use super::drive;
use super::measured::{Plink, compared, core, made_up_score, packs, percentiles};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;
use tallele::calibration::percentile::COVERED_MIN;
use tallele::stats::Random;
use tallele::stats::kolmogorov::uniform_p;

const STEM: &str = "genotypes/gabraham_flashpca/HM3_thinned_autosomal_overlap";
const BUILD: &str = "36";

/// Population of HapMap 3 and group of the ancestry panel.
const GROUPS: [(&str, &str); 11] = [
    ("ASW", "AFR"),
    ("CEU", "EUR"),
    ("CHB", "EAS"),
    ("CHD", "EAS"),
    ("GIH", "SAS"),
    ("JPT", "EAS"),
    ("LWK", "AFR"),
    ("MEX", "AMR"),
    ("MKK", "AFR"),
    ("TSI", "EUR"),
    ("YRI", "AFR"),
];

fn lines(path: &Path) -> Vec<String> {
    drive::read_text(path).lines().map(str::to_owned).collect()
}

/// The genotypes, and each person's group.
fn hapmap3(test: &str) -> Option<(Plink, HashMap<String, String>)> {
    let Some(stem) = drive::data().map(|data| data.join(STEM)).filter(|stem| stem.with_extension("bed").is_file())
    else {
        drive::skip(test, &format!("no shared data {STEM}"));
        return None;
    };
    let (variants, people) = (lines(&stem.with_extension("bim")), lines(&stem.with_extension("fam")));
    let bed = std::fs::read(stem.with_extension("bed")).expect("readable");
    let calls = bed[3..].chunks(people.len().div_ceil(4)).map(<[u8]>::to_vec).collect();
    let labels = lines(&stem.with_file_name("relationships_w_pops_121708.txt"));
    let group = |line: &String| {
        let cells: Vec<&str> = line.split_ascii_whitespace().collect();
        let (_, group) = GROUPS.iter().find(|(population, _)| *population == cells[6])?;
        Some((cells[1].to_owned(), (*group).to_owned()))
    };
    Some((Plink { variants, people, calls }, labels.iter().filter_map(group).collect()))
}

/// Alpha of all tests of uniformity together: 5 groups, 3 scores and 3 files; each is held to its forty-fifth part.
const ALPHA: f64 = 0.01;
const TESTS: f64 = 45.0;

/// With all, 60 % and 30 % of the variants percentiles of people who were not fitted to are uniform in every group; below the
/// gate they are looked at here alone, and the report withholds them. The interval holds the percentile of all variants in
/// about nine of ten people.
#[test]
fn held_out_people_of_hapmap3() {
    let Some((plink, groups)) = hapmap3("held_out_people_of_hapmap3") else { return };
    let ids = plink.ids();
    let (mut fitted, mut others) = (HashMap::new(), Vec::new());
    for (at, id) in ids.iter().enumerate() {
        match at % 2 {
            0 => drop(fitted.insert(id.clone(), groups[id].clone())),
            _ => others.push(id.clone()),
        }
    }
    let scores: Vec<Vec<u8>> = [11, 12, 13].map(|seed| made_up_score(seed, &plink, "NCBI36")).to_vec();
    let packed = packs(&plink, BUILD, &fitted, &scores);
    for (_, calibration) in &packed {
        assert_eq!(calibration.groups.len(), 5);
        assert_eq!(calibration.groups.iter().map(|of| of.people).sum::<u64>(), fitted.len() as u64);
        assert!(calibration.fit.is_none(), "361 sites are too few to lay a score along components");
        for group in &calibration.groups {
            // 14,079 thinned variants: little LD, and what sampling 24 and more people leaves open.
            assert!((0.5..1.8).contains(&group.ld_factor), "{} {}", group.group, group.ld_factor);
            assert_eq!(group.quantiles.len(), 101);
            assert!(group.quantiles.is_sorted());
        }
    }
    let packed: Vec<Vec<u8>> = packed.into_iter().map(|(pack, _)| pack).collect();
    let whole = percentiles(&compared(&plink, BUILD, others.clone(), &packed, 0.0));
    assert_eq!(whole.len(), 3 * others.len());
    // The sites that people are placed by stay.
    let placing: HashSet<String> = core(0.0).panel.sites.iter().map(|site| site.id.to_string()).collect();
    let (mut seen, mut is_uniform, mut is_covered) = (String::new(), true, true);
    for (per_cent, covered) in [(100, 0.9..1.0), (60, 0.5..0.65), (30, 0.2..0.35)] {
        let mut random = Random::new(per_cent);
        let part = plink.part(|at| {
            let is_kept = random.chance(per_cent as f64 / 100.0);
            let id = plink.variants[at].split_ascii_whitespace().nth(1).expect("an id");
            is_kept || placing.contains(id)
        });
        let found = percentiles(&compared(&part, BUILD, others.clone(), &packed, 0.0));
        assert_eq!(found.len(), whole.len());
        let mut by_group: BTreeMap<(&str, usize), Vec<f64>> = BTreeMap::new();
        let (mut held, mut wider) = (0_u32, 0_u32);
        for (key, [value, low, high, of]) in &found {
            assert!(covered.contains(of), "{per_cent} %: {of}");
            by_group.entry((&groups[&key.0], key.1)).or_default().push(value / 100.0);
            let full = whole[key][0];
            held += u32::from((*low..=*high).contains(&full));
            wider += u32::from(high - low > 1.0);
        }
        let held = f64::from(held) / found.len() as f64;
        for ((group, score), values) in by_group {
            let (people, p) = (values.len(), uniform_p(values));
            let _ = writeln!(seen, "{per_cent} %: {group} score {score}: {people} people, p = {p:.5}");
            is_uniform &= p > ALPHA / TESTS;
        }
        let _ =
            writeln!(seen, "{per_cent} %: the interval holds the percentile of all variants in {:.1} %", 100.0 * held);
        match per_cent {
            100 => is_covered &= held == 1.0,
            _ => is_covered &= (0.88..=0.92).contains(&held),
        }
        assert!(wider > 0);
        // What a report says.
        let told = percentiles(&compared(&part, BUILD, others.clone(), &packed, COVERED_MIN));
        assert_eq!(told.len(), if per_cent == 100 { found.len() } else { 0 }, "{per_cent} %: the gate");
    }
    assert!(is_uniform && is_covered, "uniform: {is_uniform}, covered: {is_covered}\n{seen}");
}
