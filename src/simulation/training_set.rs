//! Makes people to train a sample score on, with a trait whose causes are known: families of one group of an ancestry panel, and
//! people of its other groups on whom the score is tested and by whom it is calibrated.
//!
//! They stand at sites of the panel that the sample person's file has, drawn as the other made-up people are; children follow
//! their parents' chromosomes. Families stay together: no relative of whom a score is fitted to is in a test.

use super::backgrounds::Backgrounds;
use super::meiosis::Gamete;
use super::reference_set::{BED_START, bed_column};
use super::sample_family::BASES_PER_MORGAN;
use super::sample_shelf::SampleFile;
use crate::error::Result;
use crate::genome::Chromosome;
use crate::stats::Random;
use std::fmt::Write as _;

/// Streams of the seed: points, genotypes, causes, environment, and one for each of the other groups.
const STREAM: u64 = 5_000;
/// The group of the families.
const HOME: &str = "EUR";
/// Families that the score is fitted to, those that choose lambda, and those that test it; two children each.
const FAMILIES: [usize; 3] = [250, 30, 60];
/// People of each other group: enough for their accuracy to be told.
const OTHERS: usize = 60;
/// Variants that cause the trait: about 33 of the people fitted to are there for each of them, where a LASSO finds nearly all.
const CAUSES: u32 = 30;
/// Share of the trait's variance in the families' parents that these explain.
pub const HERITABILITY: f64 = 0.5;
/// The trait, and the column of its table.
pub const TRAIT: &str = "Sample trait H (made up)";

/// The folds, by the names of their lists.
const FOLDS: [&str; 3] = ["train", "validation", "test"];

struct Person {
    id: String,
    family: String,
    group: usize,
    parents: Option<[usize; 2]>,
    /// Place among [`FOLDS`].
    fold: usize,
}

/// The people's PLINK files, the trait's table, lists of the folds, groups, siblings of the test, and the causes as a scoring
/// file, all in this folder. `sites`: the panel's sites that are used, in order.
///
/// Errors: `internal` where the panel lacks the families' group.
pub fn training_set(
    backgrounds: &Backgrounds<'_>,
    sites: &[usize],
    seed: u64,
    folder: &str,
) -> Result<Vec<SampleFile>> {
    let panel = backgrounds.panel();
    let home = backgrounds.group(HOME)?;
    let random = |part: u64| Random::stream(seed, STREAM + part);
    let people = list_people(&panel.groups, home);
    let mut points_random = random(0);
    let point = |person: &Person| match person.parents {
        None => backgrounds.point_near(person.group, &mut points_random),
        Some(_) => Vec::new(),
    };
    let points: Vec<Vec<f64>> = people.iter().map(point).collect();
    let causes = random(2).choose(CAUSES, sites.len() as u32);
    let (mut alleles_random, mut gametes_random, mut effects_random) = (random(1), random(3), random(4));
    let (mut bed, mut bim, mut truth) = (BED_START.to_vec(), String::new(), Vec::new());
    let mut genetic = vec![0.0; people.len()];
    let mut alleles = vec![[false; 2]; people.len()];
    let (mut chromosome, mut gametes) = (None, Vec::new());
    for (nth, &at) in sites.iter().enumerate() {
        let Some(site) = panel.sites.get(at) else { continue };
        if chromosome != site.site37.chromosome() {
            chromosome = site.site37.chromosome();
            let start = |_: &Person| [Gamete::start(&mut gametes_random), Gamete::start(&mut gametes_random)];
            gametes = people.iter().filter(|person| person.parents.is_some()).map(start).collect();
        }
        let morgans = f64::from(site.site37.position()) / BASES_PER_MORGAN;
        let mut following = gametes.iter_mut();
        for (place, (person, point)) in people.iter().zip(&points).enumerate() {
            let drawn = match person.parents {
                None => {
                    let chance = backgrounds.chance(at, point);
                    [alleles_random.chance(chance), alleles_random.chance(chance)]
                }
                Some(parents) => {
                    let handed = |(gamete, parent): (&mut Gamete, usize)| {
                        let [first, second] = alleles.get(parent).copied().unwrap_or_default();
                        if gamete.is_second_at(morgans, &mut gametes_random) { second } else { first }
                    };
                    let mut both = following.next().into_iter().flatten().zip(parents).map(handed);
                    [both.next().unwrap_or(false), both.next().unwrap_or(false)]
                }
            };
            if let Some(slot) = alleles.get_mut(place) {
                *slot = drawn;
            }
        }
        let copies: Vec<u8> = alleles.iter().map(|of| of.iter().map(|is| u8::from(*is)).sum()).collect();
        bed.extend(bed_column(&copies));
        let name = site.site37.chromosome().map_or("0", Chromosome::name);
        let (first, second, place) = (char::from(site.alternate), char::from(site.reference), site.site37.position());
        // Writing to a string cannot fail.
        let _ = writeln!(bim, "{name}\t{}\t0\t{place}\t{first}\t{second}", site.id);
        if u32::try_from(nth).is_ok_and(|nth| causes.binary_search(&nth).is_ok()) {
            let p = panel.frequencies.get(at).copied().unwrap_or(0.5);
            let effect = effects_random.normal() / (2.0 * p * (1.0 - p)).sqrt();
            genetic.iter_mut().zip(&copies).for_each(|(value, copies)| *value += effect * f64::from(*copies));
            truth.push((format!("{}\t{name}\t{place}\t{first}\t{second}", site.id), effect));
        }
    }
    let scale = scale(&people, &mut genetic, home);
    let mut text = format!(
        "##The variants that cause a made-up trait of made-up people (tallele sample, seed {seed})\n#pgs_id=SAMPLE08-truth\n\
         #trait_reported={TRAIT}\n#genome_build=GRCh37\n#license=CC0-1.0\n\
         rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n"
    );
    truth.iter().for_each(|(row, effect)| text.push_str(&format!("{row}\t{}\n", effect * scale)));
    let file = |(name, bytes): (String, Vec<u8>)| SampleFile { name: format!("{folder}{name}"), bytes };
    let mut files: Vec<(String, Vec<u8>)> =
        vec![("people.bed".to_owned(), bed), ("people.bim".to_owned(), bim.into_bytes())];
    files.push(("truth.txt".to_owned(), text.into_bytes()));
    files.extend(tables(&people, &genetic, &panel.groups, &mut random(5)));
    Ok(files.into_iter().map(file).collect())
}

/// Everybody: of each family the mother, the father and their two children, then the other groups.
fn list_people(groups: &[String], home: usize) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let folds = FAMILIES.iter().enumerate().flat_map(|(fold, count)| std::iter::repeat_n(fold, *count));
    for (nth, fold) in folds.enumerate() {
        let (family, first) = (format!("family-{:03}", nth + 1), people.len());
        let of = |role: &str, parents| Person {
            id: format!("{family}-{role}"),
            family: family.clone(),
            group: home,
            parents,
            fold,
        };
        let (mother, father) = (of("mother", None), of("father", None));
        let children = ["first", "second"].map(|role| of(role, Some([first, first + 1])));
        people.extend([mother, father].into_iter().chain(children));
    }
    let tested = FOLDS.len() - 1;
    for (group, name) in groups.iter().enumerate().filter(|(group, _)| *group != home) {
        let id = |nth: usize| format!("{name}-{nth:03}");
        let person = |nth| Person { id: id(nth), family: id(nth), group, parents: None, fold: tested };
        people.extend((1..=OTHERS).map(person));
    }
    people
}

/// Scales genetic values so that they have the heritability as their variance among the families' parents, and 0 as their mean.
fn scale(people: &[Person], genetic: &mut [f64], home: usize) -> f64 {
    let of_parents: Vec<f64> = (people.iter().zip(&*genetic))
        .filter(|(person, _)| person.group == home && person.parents.is_none())
        .map(|(_, value)| *value)
        .collect();
    let count = of_parents.len().max(1) as f64;
    let mean = of_parents.iter().sum::<f64>() / count;
    let variance = of_parents.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    let scale = if variance > 0.0 { (HERITABILITY / variance).sqrt() } else { 0.0 };
    genetic.iter_mut().for_each(|value| *value = (*value - mean) * scale);
    scale
}

/// Everything about the people but their genotypes.
fn tables(people: &[Person], genetic: &[f64], groups: &[String], random: &mut Random) -> Vec<(String, Vec<u8>)> {
    let mut fam = String::new();
    let mut phenotype = format!("IID\t{TRAIT}\tgenetic value\n");
    let (mut labels, mut siblings) = ("IID\tgroup\n".to_owned(), "IID\tfamily\n".to_owned());
    let mut folds = FOLDS.map(|_| String::new());
    let spread = (1.0 - HERITABILITY).sqrt();
    for (person, genetic) in people.iter().zip(genetic) {
        let Person { id, family, .. } = person;
        let parent = |of: usize| {
            let parent = person.parents.and_then(|parents| people.get(*parents.get(of)?));
            parent.map_or("0", |parent| parent.id.as_str())
        };
        // PLINK lists the father first.
        let _ = writeln!(fam, "{family}\t{id}\t{}\t{}\t0\t-9", parent(1), parent(0));
        let _ = writeln!(phenotype, "{id}\t{}\t{genetic}", genetic + spread * random.normal());
        let _ = writeln!(labels, "{id}\t{}", groups.get(person.group).map_or("", String::as_str));
        if person.parents.is_some() && person.fold + 1 == FOLDS.len() {
            let _ = writeln!(siblings, "{id}\t{family}");
        }
        if let Some(list) = folds.get_mut(person.fold) {
            list.push_str(&format!("{id}\n"));
        }
    }
    let named = [("people.fam", fam), ("phenotype.tsv", phenotype), ("labels.tsv", labels), ("siblings.tsv", siblings)];
    let lists = FOLDS.iter().map(|fold| format!("{fold}.txt")).zip(folds);
    named
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text))
        .chain(lists)
        .map(|(name, text)| (name, text.into_bytes()))
        .collect()
}
