//! Scores genotype files in parts and adds the parts up: the report is that of one process over the same files, byte for byte.

mod drive;
#[path = "partial/made_up.rs"]
mod made_up;
#[path = "partial/refused.rs"]
mod refused;

use drive::Dice;
use made_up::MadeUp;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::error::Result;
use tallele::formats::records::group;
use tallele::session::{Opening, OptionsWritten, Session, group_by_samples, merge_partials};

/// A file's name and content.
pub type File = (String, Vec<u8>);

fn sources(files: &[File]) -> Vec<SharedSource> {
    files.iter().map(|(name, bytes)| -> SharedSource { Rc::new(MemorySource::new(name, bytes.clone())) }).collect()
}

fn run(session: &mut Session) -> Result<()> {
    while !session.step(1 << 16)?.finished {}
    Ok(())
}

fn open(files: &[File], scores: &[File], options: &OptionsWritten, samples: Option<&[&str]>) -> Result<Session> {
    let mut session = Session::new();
    session.set_options(options)?;
    session.set_samples(samples.map(|names| names.iter().map(|name| (*name).to_owned()).collect()));
    for opening in group_by_samples(group(sources(files))?)? {
        match opening {
            Opening::Person(source) => session.begin_open(source)?,
            Opening::Records(sets) => session.begin_open_records(sets)?,
        }
        run(&mut session)?;
    }
    for score in sources(scores) {
        session.begin_add_score(score)?;
        run(&mut session)?;
    }
    Ok(session)
}

/// The report of one process.
pub fn whole(files: &[File], scores: &[File], options: &OptionsWritten) -> Result<Vec<u8>> {
    let mut session = open(files, scores, options, None)?;
    session.begin_score()?;
    run(&mut session)?;
    session.report_json()
}

/// What some of the files add to the scores.
pub fn part(files: &[File], scores: &[File], options: &OptionsWritten) -> Result<Vec<u8>> {
    part_of(files, scores, options, None)
}

/// The same of some samples.
pub fn part_of(files: &[File], scores: &[File], options: &OptionsWritten, samples: Option<&[&str]>) -> Result<Vec<u8>> {
    let mut session = open(files, scores, options, samples)?;
    session.begin_partial()?;
    run(&mut session)?;
    let mut bytes = Vec::new();
    session.write_partial(&mut bytes, true)?;
    Ok(bytes)
}

/// The report of parts that are added up.
pub fn merged(parts: &[Vec<u8>]) -> Result<Vec<u8>> {
    let named: Vec<File> =
        parts.iter().enumerate().map(|(number, bytes)| (format!("part{number}"), bytes.clone())).collect();
    merge_partials(&sources(&named), &[])?.report_json()
}

/// Options on GRCh37.
pub fn options(pairs: &[(&str, &str)]) -> OptionsWritten {
    let mut written = OptionsWritten { build: Some("37".to_owned()), ..OptionsWritten::default() };
    for (name, value) in pairs {
        let value = Some((*value).to_owned());
        match *name {
            "rules" => written.rules = value,
            "absent" => written.absent = value,
            "dosage" => written.dosage = value,
            "male_x" => written.male_x = value,
            "palindromes" => written.palindromes = value,
            _ => panic!("{name}"),
        }
    }
    written
}

fn scores_of(report: &[u8]) -> Vec<Value> {
    let report: Value = serde_json::from_slice(report).expect("JSON");
    report["samples"].as_array().expect("samples").iter().map(|sample| sample["scores"].clone()).collect()
}

/// Splits a made-up cohort into files, gives these to parts in any way, and compares.
fn split_and_compare(made: &MadeUp, dice: &mut Dice, options: &OptionsWritten, name: &str) {
    let files = made.split(dice);
    let mut parts: Vec<Vec<File>> = Vec::new();
    for file in &files {
        if parts.is_empty() || dice.below(3) > 0 {
            parts.push(Vec::new());
        }
        parts.last_mut().expect("one").push(file.clone());
    }
    let expected = whole(&files, &made.scores, options).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    let written: Vec<Vec<u8>> = parts
        .iter()
        .map(|files| part(files, &made.scores, options).unwrap_or_else(|error| panic!("{name}: {error:?}")))
        .collect();
    let found = merged(&written).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    assert!(found == expected, "{name}, {} parts: {}", parts.len(), first_difference(&text(&expected), &text(&found)));
    let unsplit = whole(&[made.whole()], &made.scores, options).expect("scores");
    assert_eq!(scores_of(&unsplit), scores_of(&found), "{name}: the same as of one file");
    let counted: u64 = scores_of(&found)
        .iter()
        .flat_map(|of| of.as_array().cloned().unwrap_or_default())
        .fold(0, |sum, score| sum + score["matched"].as_u64().expect("a count"));
    assert!(counted > 0, "{name}: something counts");
}

fn first_difference(expected: &str, found: &str) -> String {
    let lines = expected.lines().zip(found.lines()).enumerate();
    let differs = lines.into_iter().find(|(_, (a, b))| a != b);
    differs.map_or("one is longer".to_owned(), |(line, (a, b))| format!("line {}: {a} and not {b}", line + 1))
}

#[test]
fn any_split_of_a_cohort() {
    let mut dice = Dice::new(11);
    let sets = [
        options(&[]),
        options(&[("rules", "pgsc_calc_2")]),
        options(&[("dosage", "ds"), ("palindromes", "keep"), ("male_x", "2")]),
    ];
    for round in 0..12 {
        let samples = 1 + dice.below(6);
        let made = MadeUp::cohort(&mut dice, samples);
        split_and_compare(&made, &mut dice, &sets[round % sets.len()], &format!("round {round}, {samples} samples"));
    }
}

#[test]
fn any_split_of_a_gvcf() {
    let mut dice = Dice::new(12);
    for round in 0..6 {
        let made = MadeUp::gvcf(&mut dice);
        split_and_compare(&made, &mut dice, &options(&[]), &format!("gVCF {round}"));
    }
}

#[test]
fn any_split_of_a_variants_only_genome() {
    let mut dice = Dice::new(13);
    for round in 0..6 {
        let made = MadeUp::variants_only(&mut dice);
        for absent in ["missing", "hom-ref"] {
            split_and_compare(
                &made,
                &mut dice,
                &options(&[("absent", absent)]),
                &format!("variants only {round} {absent}"),
            );
        }
    }
}

/// Lots of samples and pieces of chromosomes: the report is that of one process over the samples of all lots.
#[test]
fn lots_of_samples() {
    let mut dice = Dice::new(16);
    let made = MadeUp::cohort(&mut dice, 6);
    let files = made.split(&mut dice);
    let (front, back) = files.split_at(files.len() / 2);
    let lots: [&[&str]; 3] = [&["person5", "person0"], &["person2"], &["person4", "person1"]];
    let plain = options(&[]);
    let parts: Vec<Vec<u8>> = lots
        .iter()
        .flat_map(|lot| [front, back].map(|files| part_of(files, &made.scores, &plain, Some(lot)).expect("a part")))
        .collect();
    let mut session = open(&files, &made.scores, &plain, Some(&lots.concat())).expect("opens");
    session.begin_score().and_then(|()| run(&mut session)).expect("scores");
    let expected = session.report_json().expect("a report");
    assert!(merged(&parts).expect("adds up") == expected);
    let ids: Value = serde_json::from_slice(&expected).expect("JSON");
    let ids: Vec<&str> =
        ids["samples"].as_array().expect("samples").iter().filter_map(|of| of["id"].as_str()).collect();
    assert_eq!(ids, ["person0", "person1", "person2", "person4", "person5"]);
    let both = part_of(&files, &made.scores, &plain, Some(&["person2", "person3"])).expect("a part");
    let of_one = part_of(&files, &made.scores, &plain, Some(&["person2"])).expect("a part");
    assert_eq!(merged(&[both, of_one]).expect_err("person2 twice").code(), "partials-overlap");
}

/// Files of other samples are a cohort of their own, as in one process.
#[test]
fn parts_of_different_people() {
    let mut dice = Dice::new(14);
    let (first, mut second) = (MadeUp::cohort(&mut dice, 3), MadeUp::cohort(&mut dice, 2));
    second.samples = vec!["other1".to_owned(), "other2".to_owned()];
    let files = [first.split(&mut dice), second.split(&mut dice)].concat();
    let scores = &first.scores;
    let expected = whole(&files, scores, &options(&[])).expect("scores");
    let parts: Vec<Vec<u8>> =
        files.iter().map(|file| part(std::slice::from_ref(file), scores, &options(&[])).expect("a part")).collect();
    assert!(merged(&parts).expect("adds up") == expected);
    assert_eq!(scores_of(&expected).len(), 5);
}

fn tallele(arguments: &[&str]) -> (bool, Vec<u8>) {
    let output = Command::new(env!("CARGO_BIN_EXE_tallele")).args(arguments).output().expect("the binary starts");
    (output.status.success(), output.stdout)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// `score --partial` to a file, to standard output, with and without the scoring files; `merge`; a folder of files.
#[test]
fn on_the_command_line() {
    let mut dice = Dice::new(15);
    let made = MadeUp::cohort(&mut dice, 4);
    let folder = drive::scratch("partial-cli");
    let genotypes = folder.join("genotypes");
    std::fs::create_dir_all(genotypes.join("inner")).expect("a folder");
    let files: Vec<_> =
        made.split(&mut dice).iter().map(|(name, bytes)| drive::write(&genotypes, name, bytes)).collect();
    drive::write(&genotypes, "notes.txt", "Nothing of use.\n");
    drive::write(&genotypes, ".hidden", "rsid\n");
    drive::write(&genotypes.join("inner"), "more.vcf", &made.whole().1);
    let score = drive::write(&folder, "score.txt", &made.scores[0].1);
    let common = ["--scores", text(&score), "--build", "37"];
    let one_by_one: Vec<&str> = files.iter().map(|file| text(file)).collect();
    let (_, expected) = tallele(&[&["score", "--json", "--genotypes"], &one_by_one[..], &common].concat());
    let (is_fine, of_folder) = tallele(&[&["score", "--json", "--genotypes", text(&genotypes)], &common[..]].concat());
    assert!(is_fine && of_folder == expected, "a folder stands for its files: {}", String::from_utf8_lossy(&of_folder));
    let mut parts = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let out = folder.join(format!("{number}.partial"));
        let mut arguments = vec!["score", "--genotypes", text(file)];
        arguments.extend(common);
        if number % 2 == 0 {
            arguments.extend(["--partial", text(&out)]);
            assert!(tallele(&arguments).0, "{number}");
        } else {
            arguments.extend(["--without-scores", "--partial"]);
            let (is_fine, bytes) = tallele(&arguments);
            assert!(is_fine && !bytes.is_empty(), "{number}");
            std::fs::write(&out, bytes).expect("written");
        }
        parts.push(out);
    }
    let parts: Vec<&str> = parts.iter().map(|part| text(part)).collect();
    let (is_fine, found) = tallele(&[&["merge", "--json"], &parts[..], &["--scores", text(&score)]].concat());
    assert!(is_fine && found == expected, "{}", String::from_utf8_lossy(&found));
    let bare: Vec<&str> = parts.iter().skip(1).step_by(2).copied().collect();
    let (is_fine, error) = tallele(&[&["merge"], &bare[..]].concat());
    let error: Value = serde_json::from_slice(&error).expect("JSON");
    assert_eq!((is_fine, error["error"]["code"].as_str()), (false, Some("partial-needs-scores")));
    assert_eq!(error["error"]["place"]["input"], "score.txt");
}

/// The sixty people of HapMap, a file for each of two chromosomes.
#[test]
fn hapmap_by_chromosome() {
    const NAME: &str = "partial::hapmap_by_chromosome";
    let Some(data) = drive::data() else { return drive::skip(NAME, "no ../shared/data (or TALLELE_DATA)") };
    let files: Vec<File> = ["chr1", "chr20"]
        .map(|chromosome| format!("hapmap_r22.{chromosome}.CEU.hg19.recode.bcf"))
        .map(|name| (name.clone(), std::fs::read(data.join("genotypes/imputationserver2").join(&name)).expect("there")))
        .to_vec();
    let folder = data.join("scores");
    let scores: Vec<File> = [
        "PGScatalog_pygscatalog/PGS000001_hmPOS_GRCh37.txt.gz",
        "lorenasandoval88_diseasome/PGS000004_hmPOS_GRCh37.txt",
    ]
    .map(|name| (name.rsplit('/').next().unwrap_or(name).to_owned(), std::fs::read(folder.join(name)).expect("there")))
    .to_vec();
    let none = OptionsWritten::default();
    let expected = whole(&files, &scores, &none).expect("scores");
    let parts: Vec<Vec<u8>> =
        files.iter().map(|file| part(std::slice::from_ref(file), &scores, &none).expect("a part")).collect();
    assert!(merged(&parts).expect("adds up") == expected);
    assert_eq!(scores_of(&expected).len(), 60);
}
