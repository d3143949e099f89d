//! Gathers the sample person, the sample scores, the answer key and the shelf's list into files.

use super::sample_person::SamplePerson;
use super::sample_scores::{Answer, LICENCE, SampleScore};
use super::score_designs;
use crate::error::{Error, ErrorKind, Result};
use crate::genome::{Build, Sex};
use flate2::{Compression, GzBuilder};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::Write;

/// The seed of the sample person that is shipped: the year of Mendel's paper.
pub const DEFAULT_SEED: u64 = 1866;

/// One file, whole.
pub struct SampleFile {
    /// Name without folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

#[derive(Serialize)]
struct Shelf {
    schema: u32,
    person: PersonEntry,
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

/// All files for this seed, `shelf.json` last; with the 1.1-million-row score where `dense`.
///
/// Errors: `internal`, when packing or writing JSON in memory fails.
pub fn sample_files(seed: u64, dense: bool) -> Result<Vec<SampleFile>> {
    let (person, scores) = simulate(seed, dense);
    let text = person.text(seed);
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
        scores: Vec::new(),
    };
    let mut files = vec![
        SampleFile { name: PERSON.to_owned(), bytes: text },
        SampleFile { name: format!("{PERSON}.gz"), bytes: packed },
    ];
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
        });
        files.push(SampleFile { name: score.file(), bytes });
    }
    let key = answer_key(seed, &person, answers);
    files.push(SampleFile { name: ANSWER_KEY.to_owned(), bytes: json(&key)? });
    files.push(SampleFile { name: "shelf.json".to_owned(), bytes: json(&shelf)? });
    Ok(files)
}

fn simulate(seed: u64, dense: bool) -> (SamplePerson, Vec<SampleScore>) {
    let person = SamplePerson::simulate(seed);
    let mut scores = vec![
        score_designs::teaching(&person, seed),
        score_designs::sparse(&person, seed),
        score_designs::genome_wide(&person, seed),
        score_designs::effect_models(&person, seed),
    ];
    scores.extend(dense.then(|| score_designs::dense(&person, seed)));
    (person, scores)
}

fn answer_key(seed: u64, person: &SamplePerson, scores: Vec<Answer>) -> AnswerKey {
    let person = PersonAnswer {
        markers: person.sites.len(),
        no_calls: person.no_calls(),
        heterozygous: person.heterozygous(),
        sex: person.sex(),
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

    /// Of the texts, not of the packed bytes: those may change with the compressor.
    #[test]
    fn the_default_seed_gives_these_bytes() {
        let (person, scores) = simulate(DEFAULT_SEED, true);
        let mut found = vec![(PERSON.to_owned(), sha256_hex(&person.text(DEFAULT_SEED)))];
        found.extend(scores.iter().map(|score| (score.id.to_owned(), sha256_hex(score.text().as_bytes()))));
        let key = answer_key(DEFAULT_SEED, &person, scores.iter().map(SampleScore::answer).collect());
        found.push((ANSWER_KEY.to_owned(), sha256_hex(&json(&key).expect("JSON"))));
        let expected = [
            ("sample-person.txt", "b718588a8815efed0354f9a6a7bef5fab37524ce191f73ad71dde0659e3c70bf"),
            ("SAMPLE01", "45959d32115f24663720050fa4e498929174fea315f29831886e2af2667c61d6"),
            ("SAMPLE02", "4872d6199385da94d82c5b5b99caeabd4c3f337634c390ffae98bde23a614792"),
            ("SAMPLE03", "8305474ed2b2476c10d39ed3667e70f5adaf64b2bb61182b4e947e242552f784"),
            ("SAMPLE04", "fd48fc17b044a9cc2864d416d4b40bc72d902fabd29d6f7e865ed236185b43d1"),
            ("SAMPLE05", "b27f03fce4a981e8b4b9f7f46cdd7b93f51b6242af237f448b2153e965b8abbf"),
            ("answer-key.json", "414370a0697d5b000352c164bea1f566fbab7d40b0929a92d96708398add4621"),
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
