//! Merges files of one person, as two tests of the same family member give them, and refuses those of two people.

mod drive;

use std::path::{Path, PathBuf};

const COLUMNS: &str = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n";

/// A person's markers as 23andMe writes them: `rs<position>` on chromosome 1 with these calls.
fn file(folder: &Path, name: &str, rows: &[(usize, &str)]) -> PathBuf {
    let mut text = String::from("# rsid\tchromosome\tposition\tgenotype\n");
    rows.iter().for_each(|(position, call)| text.push_str(&format!("rs{position}\t1\t{position}\t{call}\n")));
    drive::write(folder, name, text)
}

const CALLS: [&str; 3] = ["AA", "AG", "GG"];

/// One test has the even markers and every ninth, the other the odd ones and every ninth; one in 500 contradicts.
fn two_tests(folder: &Path) -> (PathBuf, PathBuf) {
    let call = |position: usize| CALLS[position * 7 % 3];
    let here = |which: usize| (1000..5000).filter(move |position| position % 2 == which || position % 9 == 0);
    let first: Vec<(usize, &str)> = here(0).map(|at| (at, if at % 50 == 0 { "--" } else { call(at) })).collect();
    let second: Vec<(usize, &str)> =
        here(1).map(|at| (at, if at % 450 == 9 { CALLS[(at * 7 + 1) % 3] } else { call(at) })).collect();
    (file(folder, "first.txt", &first), file(folder, "second.txt", &second))
}

fn score_of_all(folder: &Path) -> PathBuf {
    let mut text = format!("#genome_build=GRCh37\n{COLUMNS}");
    (1000..5000).for_each(|position| text.push_str(&format!("1\t{position}\tA\tG\t1\n")));
    drive::write(folder, "score.txt", text)
}

#[test]
fn two_tests_of_one_person() {
    let folder = drive::scratch("merge");
    let (first, second) = two_tests(&folder);
    let score_of_all = score_of_all(&folder);
    let outcome = drive::score(&[&first, &second], &[&score_of_all], &["--merge", "--build", "37"]);
    let samples = outcome.json["samples"].as_array().expect("samples");
    assert_eq!(samples.len(), 1);
    let score = &samples[0]["scores"][0];
    // Of 4,000 markers nothing is called where the tests contradict each other, or where only the first has the marker and
    // did not call it.
    let conflicts = (1000..5000).filter(|at| at % 450 == 9).count() as u64;
    let uncalled = (1000..5000).filter(|at| at % 50 == 0 && at % 9 != 0).count() as u64;
    assert!(conflicts > 0 && uncalled > 0);
    assert_eq!(score["no_call"].as_u64(), Some(conflicts + uncalled));
    assert_eq!(score["matched"].as_u64(), Some(4000 - conflicts - uncalled));
    let finding = outcome.json["findings"].as_array().expect("findings").iter();
    let finding = finding.clone().find(|finding| finding["code"] == "merge-conflicts").expect("said");
    assert_eq!(finding["count"].as_u64(), Some(conflicts));
    let inputs: Vec<&str> =
        outcome.json["inputs"].as_array().expect("inputs").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(inputs, ["first.txt", "second.txt", "score.txt"]);
    assert_eq!(samples[0]["input"], "first.txt + second.txt");
    // The other way round the same calls come out.
    let turned = drive::score(&[&second, &first], &[&score_of_all], &["--merge", "--build", "37"]);
    assert_eq!(turned.json["samples"][0]["scores"][0]["observed_sum"], score["observed_sum"]);
}

#[test]
fn files_of_two_people_are_not_merged() {
    let rows = |shift: usize| (1000..2000).map(|at| (at, CALLS[(at * 7 + shift * (at % 2)) % 3])).collect::<Vec<_>>();
    let folder = drive::scratch("merge-two-people");
    let score_of_all = score_of_all(&folder);
    let (one, two) = (file(&folder, "one.txt", &rows(0)), file(&folder, "two.txt", &rows(1)));
    let outcome = drive::score(&[&one, &two], &[&score_of_all], &["--merge"]);
    assert_eq!(outcome.error_code(), "people-differ");
    let apart = drive::score(&[&one, &two], &[&score_of_all], &[]);
    assert_eq!(apart.json["samples"].as_array().map(Vec::len), Some(2));
}

/// Too few shared calls prove nothing, which is said.
#[test]
fn few_shared_calls_are_said() {
    let rows = |from: usize| (from..from + 60).map(|at| (at, CALLS[at % 3])).collect::<Vec<_>>();
    let folder = drive::scratch("merge-few");
    let score_of_all = score_of_all(&folder);
    let (one, two) = (file(&folder, "one.txt", &rows(1000)), file(&folder, "two.txt", &rows(1030)));
    let outcome = drive::score(&[&one, &two], &[&score_of_all], &["--merge"]);
    let findings = outcome.json["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|finding| finding["code"] == "merge-unproven"));
    assert_eq!(outcome.json["samples"][0]["scores"][0]["matched"].as_u64(), Some(90));
}

/// Where one of three files contradicts the others nothing is called, whichever comes last.
#[test]
fn a_contradiction_stays_in_every_order() {
    let folder = drive::scratch("merge-three");
    let rows = |call: &'static str| (1000..1300).map(move |at| (at, if at == 1007 { call } else { CALLS[at % 3] }));
    let named = |name: &str, call| file(&folder, name, &rows(call).collect::<Vec<_>>());
    let (one, two, three) = (named("one.txt", "AG"), named("two.txt", "GG"), named("three.txt", "AG"));
    let score = format!("#genome_build=GRCh37\n{COLUMNS}1\t1007\tG\tA\t1\n");
    let score = drive::write(&folder, "score.txt", score);
    for files in [[&one, &two, &three], [&one, &three, &two], [&two, &one, &three]] {
        let outcome = drive::score(&files.map(|file| file.as_path()), &[&score], &["--merge"]);
        assert_eq!(outcome.json["samples"][0]["scores"][0]["no_call"].as_u64(), Some(1), "{files:?}");
        let findings = outcome.json["findings"].as_array().expect("findings").iter();
        let conflicts = findings.filter(|finding| finding["code"] == "merge-conflicts");
        assert_eq!(conflicts.map(|finding| finding["count"].as_u64()).collect::<Vec<_>>(), [Some(1)], "{files:?}");
    }
}
