//! Made-up people: drawn from frequencies that real people's coordinates imply, mixed, or like nobody.

use super::drive::Dice;
use super::people::correlation;
use super::sources::core;
use super::{ancestry, drive, samples, shared};
use std::collections::HashMap;
use tallele::calibration::{Ancestry, Place, Surroundings};
use tallele::reference::Panel;

/// The chance of ALT at a site for somebody with these coordinates.
fn chance(panel: &Panel, site: usize, coordinates: &[f64]) -> f64 {
    let p = panel.frequencies[site];
    let shift: f64 = panel.loadings_of(site).iter().zip(coordinates).map(|(loading, place)| loading * place).sum();
    (p + 0.5 * (2.0 * p * (1.0 - p)).sqrt() * shift).clamp(0.002, 0.998)
}

fn draw(dice: &mut Dice, chance: f64) -> f64 {
    let copy = |dice: &mut Dice| f64::from(u8::from((dice.below(1 << 20) as f64) < chance * f64::from(1 << 20)));
    copy(dice) + copy(dice)
}

fn drawn(panel: &Panel, dice: &mut Dice, coordinates: &[f64]) -> Vec<(usize, f64)> {
    (0..panel.sites.len()).map(|site| (site, draw(dice, chance(panel, site, coordinates)))).collect()
}

fn place(found: Ancestry) -> Place {
    found.place.expect("placed")
}

/// Every twentieth reference person, with genotypes drawn from the frequencies that the person's published coordinates imply: no
/// true genotypes of the panel's people at its sites are at hand.
#[test]
fn people_like_the_reference_are_in_their_own_group() {
    let panel = core();
    let around = Surroundings::new(&panel);
    let mut dice = Dice::new(17);
    let mut pairs = vec![Vec::new(); 4];
    let (mut people, mut nearest, mut by_share) = ([0.0; 5], 0.0, [0.0; 5]);
    let mut mixed: HashMap<&str, Vec<f64>> = HashMap::new();
    for person in (0..panel.people.len()).step_by(20) {
        let coordinates = panel.coordinates_of(person);
        let found = place(around.place(&drawn(&panel, &mut dice, coordinates)));
        let group = panel.group_of(person).expect("a group");
        people[group] += 1.0;
        nearest += f64::from(u8::from(found.nearest == group));
        let largest = |at: usize| found.similarity.iter().all(|of| of.share <= found.similarity[at].share);
        by_share[group] += f64::from(u8::from(largest(group)));
        assert!(!found.outside, "person {person}");
        assert!((found.similarity.iter().map(|of| of.share).sum::<f64>() - 1.0).abs() < 1e-9);
        for (component, pairs) in pairs.iter_mut().enumerate() {
            pairs.push((coordinates[component], found.projection.coordinates[component]));
        }
        let population = panel.populations[panel.people[person]].code.as_str();
        mixed.entry(population).or_default().push(found.similarity[0].share);
    }
    let all: f64 = people.iter().sum();
    assert!(nearest / all >= 0.99, "{} of {all} nearest to their own group", nearest);
    for (group, code) in panel.groups.iter().enumerate().filter(|(_, code)| *code != "AMR") {
        assert!(by_share[group] / people[group] >= 0.99, "{code}: {} of {}", by_share[group], people[group]);
    }
    // What drawing adds, and what the published coordinates have of their people's own, is about 1 on each component.
    for (component, least) in [0.9995, 0.999, 0.997, 0.996].into_iter().enumerate() {
        let found = correlation(&pairs[component]);
        assert!(found >= least, "PC{}: {found}", component + 1);
    }
    let african = |population: &str| mixed[population].iter().sum::<f64>() / mixed[population].len() as f64;
    assert!(african("YRI") > 0.97 && african("CEU") < 0.02);
    assert!((0.7..0.97).contains(&african("ACB")) && (0.6..0.93).contains(&african("ASW")));
}

/// Mean genotypes of all 2,504 people as another analysis, VerifyBamID's of 100,000 sites with four components, gives them
/// at the 1,395 sites that it shares: expected copies and no true genotypes, but independent of the panel's own loadings.
#[test]
fn coordinates_of_another_analysis_are_the_published_ones() {
    let stem = "reference/Griffan_VerifyBamID/1000g.phase3.100k.b37.vcf.gz.dat";
    let name = "coordinates_of_another_analysis_are_the_published_ones";
    let Some(means) = shared(name, &format!("{stem}.mu")) else { return };
    let read = |ending: &str| drive::read_text(&means.with_extension(ending));
    let numbers = |line: &str| -> Vec<f64> {
        line.split_ascii_whitespace().filter_map(|cell| cell.parse::<f64>().ok()).collect()
    };
    let panel = core();
    let at: HashMap<String, usize> = panel
        .sites
        .iter()
        .enumerate()
        .map(|(at, site)| {
            (format!("{}_{}/{}", site.site37, char::from(site.reference), char::from(site.alternate)), at)
        })
        .collect();
    let mut shared_sites: Vec<(usize, f64, Vec<f64>)> = read("mu")
        .lines()
        .zip(read("UD").lines())
        .filter_map(|(mean, loadings)| {
            let (id, mean) = mean.split_once('\t')?;
            let place = id.rsplit_once('_').map_or(id, |(place, _)| place);
            Some((*at.get(place)?, mean.trim().parse().ok()?, numbers(loadings)))
        })
        .collect();
    shared_sites.sort_by_key(|(site, _, _)| *site);
    assert!(shared_sites.len() > 1300, "{} sites", shared_sites.len());
    let published: HashMap<String, Vec<f64>> = read_published(&means);
    let mut pairs = vec![Vec::new(); 4];
    for line in read("V").lines() {
        let id = line.split_ascii_whitespace().next().expect("a name");
        let place = numbers(line.trim_start_matches(id));
        let copies = |(site, mean, loadings): &(usize, f64, Vec<f64>)| {
            (*site, mean + loadings.iter().zip(&place).map(|(a, b)| a * b).sum::<f64>())
        };
        let observed: Vec<(usize, f64)> = shared_sites.iter().map(copies).collect();
        let found = tallele::calibration::project(&panel, &observed).expect("sites");
        for (component, pairs) in pairs.iter_mut().enumerate() {
            pairs.push((published[id][component], found.coordinates[component]));
        }
    }
    for (component, least) in [0.9995, 0.999, 0.996, 0.995].into_iter().enumerate() {
        let found = correlation(&pairs[component]);
        assert!(found >= least, "PC{}: {found}", component + 1);
    }
}

fn read_published(beside: &std::path::Path) -> HashMap<String, Vec<f64>> {
    let path = beside.parent().and_then(|folder| folder.parent()).expect("a folder");
    let text = drive::read_text(&path.join("Illumina_akt/wgs.1000G.phase3.pca"));
    let person = |line: &str| {
        let mut cells = line.split_ascii_whitespace();
        let id = cells.next().expect("a name").to_owned();
        (id, cells.map(|cell| cell.parse().expect("a number")).collect())
    };
    text.lines().map(person).collect()
}

/// What the components explain of a person gives the published coordinates back, all sites called or a twentieth of them.
#[test]
fn explained_genotypes_give_the_coordinates_back() {
    let panel = core();
    for each in [1, 5, 20] {
        let mut pairs = vec![Vec::new(); 4];
        for person in (0..panel.people.len()).step_by(25) {
            let coordinates = panel.coordinates_of(person);
            let copies = |site: usize| {
                let p = panel.frequencies[site];
                let explained: f64 = panel.loadings_of(site).iter().zip(coordinates).map(|(a, b)| a * b).sum();
                (site, 2.0 * p + (2.0 * p * (1.0 - p)).sqrt() * explained)
            };
            let observed: Vec<(usize, f64)> = (0..panel.sites.len()).step_by(each).map(copies).collect();
            let found = tallele::calibration::project(&panel, &observed).expect("sites");
            for (component, pairs) in pairs.iter_mut().enumerate() {
                pairs.push((coordinates[component], found.coordinates[component]));
            }
        }
        for pairs in &pairs {
            assert!(correlation(pairs) >= 0.999, "one site of {each}: {}", correlation(pairs));
        }
    }
}

/// A child of two groups is a mixture of both and not outside.
#[test]
fn a_child_of_two_groups_is_said_to_be_one() {
    let panel = core();
    let around = Surroundings::new(&panel);
    let mut dice = Dice::new(5);
    let [eastern, european] = ["EAS", "EUR"].map(|code| panel.groups.iter().position(|of| of == code).expect("there"));
    let observed: Vec<(usize, f64)> = (0..panel.sites.len())
        .map(|site| {
            let one = |group: usize, dice: &mut Dice| {
                f64::from(u8::from(
                    (dice.below(1 << 20) as f64) < panel.frequencies_in(group)[site] * f64::from(1 << 20),
                ))
            };
            (site, one(eastern, &mut dice) + one(european, &mut dice))
        })
        .collect();
    let found = place(around.place(&observed));
    for group in [eastern, european] {
        let of = found.similarity[group];
        let error = of.standard_error.expect("an error");
        assert!((of.share - 0.5).abs() < 4.0 * error && error < 0.05, "{of:?}");
    }
    assert!(!found.outside);
}

/// Genotypes that no group explains.
#[test]
fn people_like_nobody_are_outside() {
    let panel = core();
    let around = Surroundings::new(&panel);
    let mut dice = Dice::new(9);
    let all = |copies: &mut dyn FnMut(usize) -> f64| -> Vec<(usize, f64)> {
        (0..panel.sites.len()).map(|site| (site, copies(site))).collect()
    };
    let rows = [
        ("the rarer allele throughout", all(&mut |site| if panel.frequencies[site] < 0.5 { 2.0 } else { 0.0 })),
        ("ALT throughout", all(&mut |_| 2.0)),
        ("a half of each allele at random", all(&mut |_| draw(&mut dice, 0.5))),
        ("a mirror of somebody", all(&mut |site| 2.0 - 2.0 * chance(&panel, site, panel.coordinates_of(0)))),
    ];
    for (name, observed) in rows {
        let found = place(around.place(&observed));
        assert!(found.outside, "{name}: distance {}", found.distance);
    }
}

/// A file in 23andMe's layout of somebody drawn from a reference person's coordinates.
fn consumer_file(panel: &Panel, seed: u64, person: usize, each: usize) -> String {
    let mut dice = Dice::new(seed);
    let mut text = String::from("# This data file generated by 23andMe\n# rsid\tchromosome\tposition\tgenotype\n");
    for site in (0..panel.sites.len()).step_by(each) {
        let of = &panel.sites[site];
        let copies = draw(&mut dice, chance(panel, site, panel.coordinates_of(person)));
        let (a, b) = (char::from(of.reference), char::from(of.alternate));
        let genotype = if copies == 0.0 {
            [a, a]
        } else if copies == 1.0 {
            [a, b]
        } else {
            [b, b]
        };
        let chromosome = of.site37.chromosome().map_or("", |of| of.name());
        text.push_str(&format!("{}\t{chromosome}\t{}\t{}{}\n", of.id, of.site37.position(), genotype[0], genotype[1]));
    }
    text
}

/// Threads, the order of files and the order of lines change no bit.
#[test]
fn the_same_bits_for_any_threads_and_order() {
    let panel = core();
    let folder = drive::scratch("ancestry-order");
    let texts: Vec<String> = [(1, 0), (2, 700), (3, 2000)].map(|(seed, of)| consumer_file(&panel, seed, of, 4)).into();
    let write = |name: &str, text: &str| drive::write(&folder, name, text);
    let files: Vec<_> = texts.iter().zip(["a.txt", "b.txt", "c.txt"]).map(|(text, name)| write(name, text)).collect();
    let expected = ancestry(&files, &["--threads", "1"]);
    assert_eq!(samples(&expected).len(), 3);
    assert_eq!(ancestry(&files, &["--threads", "4"]), expected);
    let turned: Vec<_> = files.iter().rev().cloned().collect();
    let found = ancestry(&turned, &[]);
    assert!(samples(&found).iter().rev().eq(samples(&expected)));
    let (head, rows): (Vec<&str>, Vec<&str>) = texts[0].lines().partition(|line| line.starts_with('#'));
    let lines: Vec<&str> = head.into_iter().chain(rows.into_iter().rev()).collect();
    let found = ancestry(&[write("a.txt", &lines.join("\n"))], &[]);
    assert_eq!(samples(&found)[0]["pcs"], samples(&expected)[0]["pcs"]);
    assert_eq!(samples(&found)[0]["similarity"], samples(&expected)[0]["similarity"]);
}

/// The same person, on the other strand at every third site.
#[test]
fn the_other_strand_changes_nothing() {
    let panel = core();
    let folder = drive::scratch("ancestry-strand");
    let text = consumer_file(&panel, 4, 100, 6);
    let turn = |letter: char| match letter {
        'A' => 'T',
        'C' => 'G',
        'G' => 'C',
        'T' => 'A',
        other => other,
    };
    let turned: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(number, line)| match line.rsplit_once('\t') {
            Some((row, genotype)) if number % 3 == 0 && !line.starts_with('#') => {
                format!("{row}\t{}", genotype.chars().map(turn).collect::<String>())
            }
            _ => line.to_owned(),
        })
        .collect();
    let files = [drive::write(&folder, "a.txt", &text), drive::write(&folder, "b.txt", turned.join("\n"))];
    let report = ancestry(&files, &[]);
    let [plain, other] = [&samples(&report)[0], &samples(&report)[1]];
    assert_eq!((&plain["sites"], &plain["pcs"]), (&other["sites"], &other["pcs"]));
}

#[test]
fn a_pack_that_is_none_is_refused() {
    let folder = drive::scratch("ancestry-pack");
    let genotypes = drive::write(&folder, "a.txt", consumer_file(&core(), 4, 100, 20));
    let mut bytes = std::fs::read(super::core_pack()).expect("the pack is there");
    let named = drive::write(&folder, "same.tallele-panel", &bytes);
    let named = named.to_str().expect("UTF-8");
    let genotypes = [genotypes];
    assert_eq!(ancestry(&genotypes, &["--reference", named]), ancestry(&genotypes, &[]));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let broken = drive::write(&folder, "broken.tallele-panel", &bytes);
    let report = ancestry(&genotypes, &["--reference", broken.to_str().expect("UTF-8")]);
    assert_eq!(report["error"]["code"], "panel-corrupt");
    assert_eq!(report["error"]["place"]["role"], "reference");
}
