//! Gathers the sample person and family, the sample scores, their reference people, the answer key and the shelf's list into
//! files.

use super::backgrounds::Backgrounds;
use super::figured_scores::figured_scores;
use super::reference_set::reference_set;
use super::sample_family::{Role, sample_family};
use super::sample_person::{SamplePerson, SampleSite};
use super::sample_scores::{Answer, LICENCE, SampleScore};
use super::score_designs;
use super::training_set::training_set;
use crate::error::{Error, ErrorKind, Result};
use crate::genome::{Build, RsId, Sex, Site};
use crate::reference::Panel;
use crate::stats::Random;
use flate2::{Compression, GzBuilder};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::io::Write;

/// The seed of the sample person that is shipped: the year of Mendel's paper.
pub const DEFAULT_SEED: u64 = 1866;

/// One file, whole.
pub struct SampleFile {
    /// Name, after a folder and `/` where it lies in one.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

#[derive(Serialize)]
struct Shelf {
    schema: u32,
    person: PersonEntry,
    families: Vec<FamilyEntry>,
    scores: Vec<ScoreEntry>,
}

#[derive(Serialize)]
struct PersonEntry {
    file: String,
    name: &'static str,
    bytes: usize,
    sha256: String,
    answer_key: &'static str,
}

#[derive(Serialize)]
struct FamilyEntry {
    name: &'static str,
    summary: &'static str,
    licence: &'static str,
    people: Vec<MemberEntry>,
}

#[derive(Serialize)]
struct MemberEntry {
    role: &'static str,
    sex: Sex,
    file: String,
    bytes: usize,
    sha256: String,
}

#[derive(Serialize)]
struct ScoreEntry {
    id: &'static str,
    file: String,
    title: &'static str,
    #[serde(rename = "trait")]
    trait_reported: &'static str,
    rows: usize,
    bytes: usize,
    sha256: String,
    licence: &'static str,
    summary: &'static str,
    /// Whether figures of made-up reference people go with it: to be packed with `reference/`.
    has_figures: bool,
}

#[derive(Serialize)]
struct AnswerKey {
    schema: u32,
    seed: u64,
    rules: &'static str,
    person: PersonAnswer,
    scores: Vec<Answer>,
}

#[derive(Serialize)]
struct PersonAnswer {
    markers: usize,
    no_calls: usize,
    heterozygous: usize,
    sex: Sex,
    build: Build,
}

const PERSON: &str = "sample-person.txt";
const ANSWER_KEY: &str = "answer-key.json";
/// The group that the person is drawn near, and those of the family's mother and father.
const PERSON_GROUP: &str = "EUR";
const FAMILY_GROUPS: [&str; 2] = ["EAS", "EUR"];
/// Streams of the seed that the person's point and genotypes at the panel's sites are drawn from.
const STREAM: u64 = 2_000;
/// Of the person's other markers the family's files have every so many, besides those of the smaller scores.
const FAMILY_MARKERS: usize = 40;
/// Reference people of each group.
const REFERENCE_PEOPLE: usize = 200;
/// Of the panel's other sites the reference people have every so many, besides those of the scores: enough to be placed by.
const REFERENCE_SITES: usize = 8;
/// Of the panel's sites that the person's file has people to train on have every so many: about 2,000, enough to be placed by.
const TRAINING_SITES: usize = 8;

/// All files for this seed, `shelf.json` last; with the 1.1-million-row score where `dense`. `panel`: the ancestry panel at
/// whose sites people have a background.
///
/// Errors: `internal`, when packing or writing JSON in memory fails, or the panel lacks a group that people are drawn near.
pub fn sample_files(seed: u64, dense: bool, panel: &Panel) -> Result<Vec<SampleFile>> {
    let backgrounds = Backgrounds::new(panel);
    let Simulated { person, scores, figured } = simulate(seed, dense, &backgrounds)?;
    let trained_at = training_sites(&backgrounds, &person);
    let text = person_text(&person, seed);
    let packed = gzip(&text)?;
    let mut shelf = Shelf {
        schema: 1,
        person: PersonEntry {
            file: format!("{PERSON}.gz"),
            name: "Sample person (synthetic)",
            bytes: packed.len(),
            sha256: sha256_hex(&packed),
            answer_key: ANSWER_KEY,
        },
        families: Vec::new(),
        scores: Vec::new(),
    };
    let mut files = vec![
        SampleFile { name: PERSON.to_owned(), bytes: text },
        SampleFile { name: format!("{PERSON}.gz"), bytes: packed },
    ];
    let mut people = Vec::new();
    for (role, text) in family_texts(seed, &backgrounds, &person, &scores)? {
        let file = SampleFile { name: format!("sample-{}.txt.gz", role.name()), bytes: gzip(&text)? };
        people.push(MemberEntry {
            role: role.name(),
            sex: role.sex(),
            file: file.name.clone(),
            bytes: file.bytes.len(),
            sha256: sha256_hex(&file.bytes),
        });
        files.push(file);
    }
    shelf.families.push(FamilyEntry {
        name: "Sample family (synthetic)",
        summary: "A mother and a father of different made-up backgrounds, their daughter and their son.",
        licence: LICENCE,
        people,
    });
    let mut answers = Vec::new();
    for score in scores {
        let bytes = gzip(score.text().as_bytes())?;
        answers.push(score.answer());
        shelf.scores.push(ScoreEntry {
            id: score.id,
            file: score.file(),
            title: score.title,
            trait_reported: score.trait_reported,
            rows: score.rows.len(),
            bytes: bytes.len(),
            sha256: sha256_hex(&bytes),
            licence: LICENCE,
            summary: score.summary,
            has_figures: score.has_figures,
        });
        files.push(SampleFile { name: score.file(), bytes });
    }
    files.extend(reference_files(&backgrounds, &figured, seed));
    files.extend(training_set(&backgrounds, &trained_at, seed, "training/")?);
    let key = answer_key(seed, &person, answers);
    files.push(SampleFile { name: ANSWER_KEY.to_owned(), bytes: json(&key)? });
    files.push(SampleFile { name: "shelf.json".to_owned(), bytes: json(&shelf)? });
    Ok(files)
}

struct Simulated {
    person: SamplePerson,
    scores: Vec<SampleScore>,
    /// The panel's sites that scores with figures take, in order.
    figured: Vec<usize>,
}

/// The person and the scores. Each of the first four scores knows what the file has of it without the panel's sites, so these
/// leave its places alone.
fn simulate(seed: u64, dense: bool, backgrounds: &Backgrounds<'_>) -> Result<Simulated> {
    let person = SamplePerson::simulate(seed);
    let mut scores = vec![
        score_designs::teaching(&person, seed),
        score_designs::sparse(&person, seed),
        score_designs::genome_wide(&person, seed),
        score_designs::effect_models(&person, seed),
    ];
    let mut random = Random::stream(seed, STREAM);
    let point = backgrounds.point_near(backgrounds.group(PERSON_GROUP)?, &mut random);
    let markers = backgrounds.markers(&point, &mut random);
    let named = places_of(&scores);
    let is_taken: Vec<bool> =
        markers.iter().map(|marker| person.has(marker.site) || named.contains(&marker.site)).collect();
    let figured = figured_scores(&markers, &is_taken, seed);
    let added = markers.into_iter().zip(&figured.lacking).filter(|(_, lacks)| !**lacks);
    let person = person.with(added.map(|(marker, _)| marker));
    scores.extend(dense.then(|| score_designs::dense(&person, seed)));
    scores.extend(figured.scores);
    Ok(Simulated { person, scores, figured: figured.sites })
}

fn places_of(scores: &[SampleScore]) -> HashSet<Site> {
    scores.iter().flat_map(|score| &score.rows).map(|row| row.site).collect()
}

/// The family's files, at the panel's sites, those of the smaller scores, and some others of every chromosome.
fn family_texts(
    seed: u64,
    backgrounds: &Backgrounds<'_>,
    person: &SamplePerson,
    scores: &[SampleScore],
) -> Result<Vec<(Role, Vec<u8>)>> {
    let [mother, father] = FAMILY_GROUPS;
    let groups = [backgrounds.group(mother)?, backgrounds.group(father)?];
    let small: HashSet<RsId> = (scores.iter().filter(|score| score.rows.len() <= 2_000))
        .flat_map(|score| &score.rows)
        .map(|row| row.id)
        .filter(|id| id.is_some())
        .collect();
    let mut nth = 0;
    let is_in = |marker: &&SampleSite| {
        nth += 1;
        nth % FAMILY_MARKERS == 0 || small.contains(&marker.id) || marker.is_known()
    };
    let markers: Vec<SampleSite> = person.sites.iter().filter(is_in).copied().collect();
    let family = sample_family(backgrounds, &markers, groups, seed);
    let text = |(role, member): (Role, SamplePerson)| {
        let background = match role {
            Role::Mother => format!("drawn near the group {mother}"),
            Role::Father => format!("drawn near the group {father}"),
            Role::Daughter | Role::Son => "a child of the sample mother and the sample father".to_owned(),
        };
        let who = format!("The {} of a made-up family, {background}.", role.name());
        (role, member.text(&who, seed))
    };
    Ok(family.into_iter().map(text).collect())
}

fn reference_files(backgrounds: &Backgrounds<'_>, figured: &[usize], seed: u64) -> [SampleFile; 4] {
    let is_in = |at: &usize| at.is_multiple_of(REFERENCE_SITES) || figured.binary_search(at).is_ok();
    let sites: Vec<usize> = (0..backgrounds.panel().sites.len()).filter(is_in).collect();
    reference_set(backgrounds, &sites, seed, REFERENCE_PEOPLE).files("reference/")
}

/// Every so many of the panel's sites that the person's file has, with a call and alleles that no strand confuses.
fn training_sites(backgrounds: &Backgrounds<'_>, person: &SamplePerson) -> Vec<usize> {
    let called: HashSet<Site> = (person.sites.iter())
        .filter(|marker| marker.is_known() && marker.called && !marker.is_palindromic())
        .map(|marker| marker.site)
        .collect();
    let sites = backgrounds.panel().sites.iter().enumerate();
    sites.filter(|(_, site)| called.contains(&site.site37)).map(|(at, _)| at).step_by(TRAINING_SITES).collect()
}

fn person_text(person: &SamplePerson, seed: u64) -> Vec<u8> {
    person.text(&format!("A made-up person, drawn near the group {PERSON_GROUP}."), seed)
}

fn answer_key(seed: u64, person: &SamplePerson, scores: Vec<Answer>) -> AnswerKey {
    let person = PersonAnswer {
        markers: person.sites.len(),
        no_calls: person.no_calls(),
        heterozygous: person.heterozygous(),
        sex: person.sex,
        build: Build::Grch37,
    };
    AnswerKey { schema: 1, seed, rules: "tallele", person, scores }
}

/// One gzip member without time or name, so that the same text gives the same bytes.
fn gzip(text: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    let packed = encoder.write_all(text).and_then(|()| encoder.finish());
    packed.map_err(|error| Error::new(ErrorKind::Internal { what: "packing in memory works" }).with_source(error))
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|error| {
        Error::new(ErrorKind::Internal { what: "the shelf can be written as JSON" }).with_source(error)
    })?;
    Ok((text + "\n").into_bytes())
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::panel::read_panel_bytes;

    /// Of the texts, not of the packed bytes: those may change with the compressor.
    #[test]
    fn the_default_seed_gives_these_bytes() {
        let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/packs/ancestry-core.tallele-panel"));
        let panel = read_panel_bytes(&bytes.expect("the pack is there")).expect("sound");
        let backgrounds = Backgrounds::new(&panel);
        let Simulated { person, scores, figured } = simulate(DEFAULT_SEED, true, &backgrounds).expect("simulated");
        let mut found = vec![(PERSON.to_owned(), sha256_hex(&person_text(&person, DEFAULT_SEED)))];
        for (role, text) in family_texts(DEFAULT_SEED, &backgrounds, &person, &scores).expect("a family") {
            found.push((role.name().to_owned(), sha256_hex(&text)));
        }
        let trained_at = training_sites(&backgrounds, &person);
        let training = training_set(&backgrounds, &trained_at, DEFAULT_SEED, "training/").expect("made in memory");
        for file in reference_files(&backgrounds, &figured, DEFAULT_SEED).iter().chain(&training) {
            found.push((file.name.clone(), sha256_hex(&file.bytes)));
        }
        found.extend(scores.iter().map(|score| (score.id.to_owned(), sha256_hex(score.text().as_bytes()))));
        let key = answer_key(DEFAULT_SEED, &person, scores.iter().map(SampleScore::answer).collect());
        found.push((ANSWER_KEY.to_owned(), sha256_hex(&json(&key).expect("JSON"))));
        let expected = [
            ("sample-person.txt", "b3417e02ec447e41bc5a104a8311671d304fd0a33cb0a5000d7b09d69b993bdd"),
            ("mother", "182580c0984da01c76ef4fa628356d7413a9260c0662bab365854711b717d3b0"),
            ("father", "782e9cf8f0ad0863b2bbb09cbde5a50588d7a39a1e80695353c50ead50d8989d"),
            ("daughter", "8970262529adfa966ca07dff5de30d3a5c1299756c1505f4c7d492d097220f2d"),
            ("son", "8557b3426c9a4fd9510395182cdb665ba0511db790abc101e03e0d23596ca3a3"),
            ("reference/people.bed", "a628e23db423ca5b178812b0a767ff9a5e2e9bf26ad49748ab5038e3fc855678"),
            ("reference/people.bim", "1b9b346c1bc0a75a4cc601582dc2962890d8361de57bc27ded19250be6a5d8a8"),
            ("reference/people.fam", "925d66c06f95499beb0b2f0d0120c2f9bf722e0ab0d9e432b8872178c1c77fe8"),
            ("reference/labels.tsv", "b45fbfbb9bc28c33d46087d74f02b829225ad8da9ff01b61923827196e062855"),
            ("training/people.bed", "d3d03fdf3e09fa4380d980627b59b63652a361987330d2f85b65ba9ad5553e7d"),
            ("training/people.bim", "14577df770626fe879ee53e2fe774e5f8638c949125661432ed07ed7893c33b1"),
            ("training/truth.txt", "a3203550f95176dfdc31f4dd34a6c993b0f4b628e67297ccf91f05873fb4a71f"),
            ("training/phenotype.tsv", "9034dd6eb6ced229967eb4b5a37a5b539ba07a73d81cdb3b6c8e3e366012f94c"),
            ("training/disease-truth.txt", "946a0427af4f3e70f30c7fa18e048bb4cf1279ef4064a0c1bb02c87bfd3faa7d"),
            ("training/disease.tsv", "b0cc6bf96a55c9dfed7c001978f79494ebdb33287f8e63574d158cb806568c40"),
            ("training/people.fam", "3820f0a02818ca471af5d9204e596a809e81d11d6e4ea60d9433c43bbbdfbf25"),
            ("training/labels.tsv", "f1e338eb3a654c343edd9b46a54fa168d2e2c34948c18a98b0cd1af804629a2b"),
            ("training/siblings.tsv", "362d9bc2f4e8d4e9234a65192597934a74866db83f4ce444e4ede594139a7d54"),
            ("training/train.txt", "6bf029c3ed1cb2113d4790eabb9df81bbd2fdd6613c87ac8d47d7bf8dd310c23"),
            ("training/validation.txt", "5b7048aeb4b615d0f5f5b922bb1f528b0f1fee460434beca575ff8f058e9e9e4"),
            ("training/test.txt", "1749b0a2f453a9e4aa66c7e271b5df3a07a7a445ccd77dcf6c35be84b5045ae3"),
            ("SAMPLE01", "45959d32115f24663720050fa4e498929174fea315f29831886e2af2667c61d6"),
            ("SAMPLE02", "4872d6199385da94d82c5b5b99caeabd4c3f337634c390ffae98bde23a614792"),
            ("SAMPLE03", "8305474ed2b2476c10d39ed3667e70f5adaf64b2bb61182b4e947e242552f784"),
            ("SAMPLE04", "fd48fc17b044a9cc2864d416d4b40bc72d902fabd29d6f7e865ed236185b43d1"),
            ("SAMPLE05", "7e7953670c32047e7a32e5aa2e504196070c8027671e0f8fabd25cb3f7e5d70c"),
            ("SAMPLE06", "1d270e67498d32d5e3c9c34960eb5e133737cee13754e585c632117d3e6bf4c2"),
            ("SAMPLE07", "39a12c8b3577d63c8388632f0575b499282005f33056eda9056bd064572a6cfc"),
            ("answer-key.json", "d4a092bbd43587fbeb711fad1ac6bb31ea51d947d20893fc65659a1695547769"),
        ];
        assert_eq!(found, expected.map(|(name, hash)| (name.to_owned(), hash.to_owned())));
    }

    #[test]
    fn packing_is_the_same_every_time_and_names_no_time() {
        let packed = gzip(b"the same text").expect("in memory");
        assert_eq!(packed, gzip(b"the same text").expect("in memory"));
        // RFC 1952, 2.3: no flags, MTIME 0, slowest, system unknown.
        assert_eq!(packed.get(..10), Some([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255].as_slice()));
    }
}
