//! Times opening and scoring of files of records natively, without starting a program and without the hash of the files.
//!
//! `record-phases THREADS RUNS SCORE FILE…` prints the median milliseconds of unpacking the files and nothing else, of opening,
//! of reading the score, of scoring with every row counted, and of scoring again without palindromes.

use std::io::Write;
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;
use tallele::bytes::open::open_unpacked;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::formats::records::group;
use tallele::session::{Opening, OptionsWritten, Session, group_by_samples};

const STEP_BYTES: u64 = 8 << 20;

fn source(path: &String) -> SharedSource {
    let bytes = std::fs::read(path).expect("a file to measure");
    let name = Path::new(path).file_name().expect("a name").to_string_lossy().into_owned();
    Rc::new(MemorySource::new(&name, bytes))
}

/// Milliseconds of unpacking.
fn unpack(files: &[SharedSource]) -> f64 {
    let began = Instant::now();
    let mut piece = vec![0; 256 << 10];
    for file in files {
        let mut stream = open_unpacked(file.clone()).expect("a file to unpack");
        while stream.read(&mut piece).expect("sound files") > 0 {}
    }
    began.elapsed().as_secs_f64() * 1e3
}

/// Milliseconds of the running task, all but hashing.
fn run(session: &mut Session) -> f64 {
    let mut work = 0.0;
    loop {
        let began = Instant::now();
        let progress = session.step(STEP_BYTES).expect("sound files");
        if progress.phase != "hashing" {
            work += began.elapsed().as_secs_f64() * 1e3;
        }
        if progress.finished {
            return work;
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [threads, runs, score, files @ ..] = arguments.as_slice() else { panic!("THREADS RUNS SCORE FILE…") };
    let threads = threads.parse().expect("a number of threads");
    rayon::ThreadPoolBuilder::new().num_threads(threads).use_current_thread().build_global().expect("one pool");
    let (score, files): (SharedSource, Vec<SharedSource>) = (source(score), files.iter().map(source).collect());
    let names = ["inflate", "open", "add_score", "score", "again"];
    let mut times = names.map(|name| (name, Vec::new()));
    for _ in 0..runs.parse().expect("a number of runs") {
        let mut session = Session::new();
        let [inflate, open, add, scoring, again] = &mut times;
        inflate.1.push(unpack(&files));
        let mut opening = 0.0;
        for one in group_by_samples(group(files.clone()).expect("known files")).expect("sets") {
            match one {
                Opening::Records(sets) => session.begin_open_records(sets).expect("a set"),
                Opening::Person(source) => session.begin_open(source).expect("a person"),
            }
            opening += run(&mut session);
        }
        open.1.push(opening);
        session.begin_add_score(score.clone()).expect("a scoring file");
        add.1.push(run(&mut session));
        // All rows first, then as the rules have it.
        for (palindromes, times) in [("keep", scoring), ("exclude", again)] {
            let written = OptionsWritten { palindromes: Some(palindromes.to_owned()), ..OptionsWritten::default() };
            session.set_options(&written).expect("known options");
            session.begin_score().expect("all is there");
            times.1.push(run(&mut session));
        }
    }
    let mut out = std::io::stdout().lock();
    for (name, mut of) in times {
        of.sort_by(f64::total_cmp);
        writeln!(out, "{name} {:.2}", of[of.len() / 2]).expect("a place to print");
    }
}
