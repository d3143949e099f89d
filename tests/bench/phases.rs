//! Times each phase natively, on one thread and from memory: the same phases that the bench page times in Chromium.

use std::io::Write;
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::session::{OptionsWritten, Session};

const STEP_BYTES: u64 = 1 << 20;

fn source(path: &str) -> SharedSource {
    let bytes = std::fs::read(path).expect("a file to measure");
    let name = Path::new(path).file_name().expect("a name").to_string_lossy().into_owned();
    Rc::new(MemorySource::new(&name, bytes))
}

/// Milliseconds of the running task, all but hashing and hashing.
fn run(session: &mut Session) -> (f64, f64) {
    let (mut work, mut hashing) = (0.0, 0.0);
    loop {
        let began = Instant::now();
        let progress = session.step(STEP_BYTES).expect("sound files");
        let took = began.elapsed().as_secs_f64() * 1e3;
        if progress.phase == "hashing" {
            hashing += took;
        } else {
            work += took;
        }
        if progress.finished {
            return (work, hashing);
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [person, person_gz, score, score_gz, score_pack, runs] = arguments.as_slice() else {
        panic!("phases PERSON.txt PERSON.txt.gz SCORE.txt SCORE.txt.gz SCORE.tpack RUNS");
    };
    let runs: usize = runs.parse().expect("a number of runs");
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("one pool");
    let [person, person_gz, score, score_gz, score_pack] =
        [person, person_gz, score, score_gz, score_pack].map(|path| source(path));
    let names = ["person_gz", "person", "score_gz", "score", "hash", "again", "score_plain", "score_pack"];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for _ in 0..runs {
        let mut session = Session::new();
        let mut add = |at: usize, time: f64| times[at].push(time);
        session.begin_open(person_gz.clone()).expect("a genotype file");
        add(0, run(&mut session).0);
        session.close(0).expect("one is open");
        session.begin_open(person.clone()).expect("a genotype file");
        add(1, run(&mut session).0);
        session.begin_add_score(score_gz.clone()).expect("a scoring file");
        add(2, run(&mut session).0);
        session.begin_score().expect("all is there");
        let (scoring, hashing) = run(&mut session);
        add(3, scoring);
        add(4, hashing);
        let keep = OptionsWritten { palindromes: Some("keep".to_owned()), ..OptionsWritten::default() };
        session.set_options(&keep).expect("known options");
        session.begin_score().expect("all is there");
        add(5, run(&mut session).0);
        session.remove_score(0).expect("one is there");
        session.begin_add_score(score.clone()).expect("a scoring file");
        add(6, run(&mut session).0);
        session.remove_score(0).expect("one is there");
        session.begin_add_score(score_pack.clone()).expect("a pack");
        add(7, run(&mut session).0);
    }
    let mut out = std::io::stdout().lock();
    for (name, mut of) in names.into_iter().zip(times) {
        of.sort_by(f64::total_cmp);
        writeln!(out, "{name} {:.2} {:.2}", of[of.len() / 2], of[0]).expect("a place to print");
    }
}
