//! Makes people to train sample scores on, with traits whose causes are known: families of one group of an ancestry panel, and
//! people of its other groups on whom scores are tested and by whom they are calibrated.
//!
//! They stand at sites of the panel that the sample person's file has, drawn as the other made-up people are; children follow
//! their parents' chromosomes. Families stay together: no relative of whom a score is fitted to is in a test.

use super::backgrounds::Backgrounds;
use super::meiosis::Gamete;
use super::reference_set::{BED_START, bed_column};
use super::sample_family::BASES_PER_MORGAN;
use super::sample_shelf::SampleFile;
use super::trained_trait::{DISEASE, QUANTITY, TraitOfPeople};
use crate::error::Result;
use crate::genome::Chromosome;
use crate::stats::Random;
use std::fmt::Write as _;

/// Streams of the seed: points are the first, genotypes the second and gametes the fourth; others are the traits'.
const STREAM: u64 = 5_000;
/// The group of the families.
const HOME: &str = "EUR";
/// Families that the score is fitted to, those that choose lambda, and those that test it; two children each.
const FAMILIES: [usize; 3] = [250, 30, 60];
/// People of each other group: enough for their accuracy to be told.
const OTHERS: usize = 60;
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

/// The people's PLINK files, lists of the folds, groups, siblings of the test, and of each trait its table and its causes as a
/// scoring file, all in this folder. `sites`: the panel's sites that are used, in order.
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
    let mut traits = [&QUANTITY, &DISEASE].map(|of| TraitOfPeople::new(of, sites.len(), people.len(), seed));
    let (mut alleles_random, mut gametes_random) = (random(1), random(3));
    let (mut bed, mut bim) = (BED_START.to_vec(), String::new());
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
        let row = format!("{}\t{name}\t{place}\t{first}\t{second}", site.id);
        let p = panel.frequencies.get(at).copied().unwrap_or(0.5);
        traits.iter_mut().for_each(|of| of.add_site(nth, &row, p, &copies));
    }
    // Genetic values are scaled among the families' parents.
    let counted: Vec<(&str, bool)> =
        (people.iter()).map(|person| (person.id.as_str(), person.group == home && person.parents.is_none())).collect();
    let of_traits = traits.into_iter().flat_map(|of| of.files(&counted)).map(|(name, text)| (name.to_owned(), text));
    let texts = [("people.bim".to_owned(), bim)].into_iter().chain(of_traits).chain(tables(&people, &panel.groups));
    let file = |(name, bytes): (String, Vec<u8>)| SampleFile { name: format!("{folder}{name}"), bytes };
    let files = texts.map(|(name, text)| (name, text.into_bytes()));
    Ok([("people.bed".to_owned(), bed)].into_iter().chain(files).map(file).collect())
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

/// Everything about the people but their genotypes and traits.
fn tables(people: &[Person], groups: &[String]) -> Vec<(String, String)> {
    let mut fam = String::new();
    let (mut labels, mut siblings) = ("IID\tgroup\n".to_owned(), "IID\tfamily\n".to_owned());
    let mut folds = FOLDS.map(|_| String::new());
    for person in people {
        let Person { id, family, .. } = person;
        let parent = |of: usize| {
            let parent = person.parents.and_then(|parents| people.get(*parents.get(of)?));
            parent.map_or("0", |parent| parent.id.as_str())
        };
        // PLINK lists the father first.
        let _ = writeln!(fam, "{family}\t{id}\t{}\t{}\t0\t-9", parent(1), parent(0));
        let _ = writeln!(labels, "{id}\t{}", groups.get(person.group).map_or("", String::as_str));
        if person.parents.is_some() && person.fold + 1 == FOLDS.len() {
            let _ = writeln!(siblings, "{id}\t{family}");
        }
        if let Some(list) = folds.get_mut(person.fold) {
            list.push_str(&format!("{id}\n"));
        }
    }
    let named = [("people.fam", fam), ("labels.tsv", labels), ("siblings.tsv", siblings)];
    let lists = FOLDS.iter().map(|fold| format!("{fold}.txt")).zip(folds);
    named.into_iter().map(|(name, text)| (name.to_owned(), text)).chain(lists).collect()
}
