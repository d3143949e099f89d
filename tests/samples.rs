//! Scores the sample person with every sample score and compares with the answer key, which owes nothing to the matcher.

use serde_json::Value;
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::error::Result;
use tallele::formats::panel::read_panel_bytes;
use tallele::session::Session;
use tallele::simulation::{DEFAULT_SEED, SampleFile, sample_files};

fn run(session: &mut Session) -> Result<()> {
    while !session.step(1 << 20)?.finished {}
    Ok(())
}

fn report_on(files: &[SampleFile], person: &str) -> (Value, Value) {
    let source = |name: &str| {
        let file = files.iter().find(|file| file.name == name).expect("made");
        Rc::new(MemorySource::new(name, file.bytes.clone()))
    };
    let mut session = Session::new();
    session.begin_open(source(person)).and_then(|()| run(&mut session)).expect("the person opens");
    let opened = serde_json::to_value(session.opened()).expect("JSON");
    for file in files.iter().filter(|file| file.name.starts_with("SAMPLE")) {
        session.begin_add_score(source(&file.name)).and_then(|()| run(&mut session)).expect("the score is read");
    }
    session.begin_score().and_then(|()| run(&mut session)).expect("the person is scored");
    let report = serde_json::from_slice(&session.report_json().expect("a report")).expect("JSON");
    (opened, report)
}

/// Within four units in the last place of the larger: the key rounds exact decimals once, the sum adds rounded weights.
fn agree(key: &Value, found: &Value) -> bool {
    match (key.as_f64(), found.as_f64()) {
        (Some(key), Some(found)) => (key - found).abs() <= 1e-12 * key.abs(),
        (None, None) => true,
        _ => false,
    }
}

#[test]
fn the_engine_finds_what_was_simulated() {
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/www/packs/ancestry-core.tallele-panel");
    let panel = read_panel_bytes(&std::fs::read(pack).expect("the pack is there")).expect("sound");
    let files = sample_files(DEFAULT_SEED, false, &panel).expect("made in memory");
    let key = files.iter().find(|file| file.name == "answer-key.json").expect("made");
    let key: Value = serde_json::from_slice(&key.bytes).expect("JSON");
    let (opened, report) = report_on(&files, "sample-person.txt.gz");
    for of_person in ["markers", "no_calls", "heterozygous", "sex", "build"] {
        assert_eq!(opened[of_person], key["person"][of_person], "{of_person}");
    }
    assert_eq!(opened["format"], "23andme");
    assert_eq!(opened["duplicates"]["agreeing"], 0);

    let keys = key["scores"].as_array().expect("a list");
    let scores = report["samples"][0]["scores"].as_array().expect("a list");
    assert_eq!(scores.len(), keys.len());
    for (key, score) in keys.iter().zip(scores) {
        let id = &key["id"];
        for of_score in ["id", "rows", "matched", "excluded", "unmatched", "no_call"] {
            assert_eq!(score[of_score], key[of_score], "{id} {of_score}");
        }
        assert_eq!(score["strand"]["flipped"], key["flipped"], "{id} flipped");
        assert_eq!(score["joined"]["rsid"], key["by_rsid"], "{id} by rsID");
        for sum in ["observed_sum", "filled_sum"] {
            assert!(agree(&key[sum], &score[sum]), "{id} {sum}: {} for {}", score[sum], key[sum]);
        }
    }

    let (_, plain) = report_on(&files, "sample-person.txt");
    assert_eq!(plain["samples"][0]["scores"], report["samples"][0]["scores"]);
}
