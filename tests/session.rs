//! Drives the session as the page's worker does: files of a few rows, in orders that a person may choose.

use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::error::Result;
use tallele::report::ScoreResult;
use tallele::session::{OptionsWritten, Session};

const GENOTYPES: &str = "# build 37\n# rsid\tchromosome\tposition\tgenotype\nrs10\t1\t1000\tAG\nrs20\t2\t2000\tCC\n";
const OTHER_PERSON: &str = "# build 37\n# rsid\tchromosome\tposition\tgenotype\nrs10\t1\t1000\tAA\nrs20\t2\t2000\tCT\n";
const COLUMNS: &str = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n";

fn source(name: &str, text: &str) -> SharedSource {
    Rc::new(MemorySource::new(name, text.as_bytes()))
}

fn finish(session: &mut Session) -> Result<()> {
    while !session.step(1 << 20)?.finished {}
    Ok(())
}

fn open(session: &mut Session, name: &str, text: &str) {
    session.begin_open(source(name, text)).expect("genotypes");
    finish(session).expect("genotypes");
}

fn add(session: &mut Session, name: &str, text: &str) {
    session.begin_add_score(source(name, text)).expect("scores");
    finish(session).expect("scores");
}

fn score(session: &mut Session) {
    session.begin_score().expect("a person is open");
    finish(session).expect("scored");
}

fn on_build(build: u8) -> String {
    format!("#pgs_id=B{build}\n#genome_build=GRCh{build}\n{COLUMNS}1\t1000\tA\tG\t0.5\n2\t2000\tC\tT\t2\n")
}

fn codes(result: &ScoreResult) -> Vec<&str> {
    result.findings.iter().map(|finding| finding.code).collect()
}

/// Case 42: one score that does not fit is no reason for the others to stop.
#[test]
fn a_score_on_another_build_does_not_stop_the_others() {
    let mut session = Session::new();
    open(&mut session, "a.txt", GENOTYPES);
    add(&mut session, "b38.txt", &on_build(38));
    add(&mut session, "b37.txt", &on_build(37));
    score(&mut session);
    let report = session.report().expect("scored");
    let [other, same] = report.samples[0].scores.as_slice() else { panic!("two scores") };
    assert_eq!((other.matched, other.unmatched, other.observed_sum), (0, 2, 0.0));
    assert!(codes(other).contains(&"build-mismatch"));
    assert_eq!((same.matched, same.observed_sum), (2, 4.5));
    assert!(!codes(same).contains(&"build-mismatch"));
}

#[test]
fn scores_that_are_all_on_another_build_are_an_error() {
    let mut session = Session::new();
    open(&mut session, "a.txt", GENOTYPES);
    add(&mut session, "b38.txt", &on_build(38));
    session.begin_score().expect("a person is open");
    let error = finish(&mut session).expect_err("nothing to report");
    assert_eq!((error.code(), error.place().input.as_deref()), ("build-mismatch", Some("B38")));
    add(&mut session, "b37.txt", &on_build(37));
    score(&mut session);
    assert_eq!(session.report().expect("scored").samples[0].scores[1].matched, 2);
}

/// A share of what is missing was 349 %: the whole left the rows out that cannot be scored.
#[test]
fn rows_that_cannot_be_scored_are_part_of_the_variance() {
    let text = "#pgs_id=HLA\n#genome_build=GRCh37\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\n\
                rs10\t1\t1000\tA\tG\t0.5\t0.5\n\t\t\tHLA-B*57:01\t\t-1\t0.5\n";
    let mut session = Session::new();
    open(&mut session, "a.txt", GENOTYPES);
    add(&mut session, "hla.txt", text);
    score(&mut session);
    let report = session.report().expect("scored");
    let result = report.samples[0].scores[0];
    assert_eq!(result.coverage.variance, Some(0.2));
    assert_eq!((result.missing[0].variant.as_str(), result.missing[0].share), ("HLA-B*57:01", 0.8));
}

/// Positions of no stated build are all there is where the genotype file has no rsIDs.
#[test]
fn a_file_without_rsids_is_joined_by_positions_of_no_stated_build() {
    let text = format!("rsID\t{COLUMNS}rs10\t1\t1000\tA\tG\t0.5\nrs20\t2\t2000\tC\tT\t2\n");
    let mut session = Session::new();
    open(&mut session, "a.txt", &GENOTYPES.replace("rs", "i").replace("# iid", "# rsid"));
    add(&mut session, "score.txt", &text);
    score(&mut session);
    let report = session.report().expect("scored");
    let result = report.samples[0].scores[0];
    assert_eq!((result.matched, result.observed_sum), (2, 4.5));
    assert!(codes(result).contains(&"score-build-by-fit"));
}

/// What a person does while a run goes on: nothing panics, and the run ends with what is open then.
#[test]
fn changes_while_scoring_begin_the_run_anew() {
    let begun = || {
        let mut session = Session::new();
        open(&mut session, "a.txt", GENOTYPES);
        open(&mut session, "b.txt", OTHER_PERSON);
        add(&mut session, "b37.txt", &on_build(37));
        add(&mut session, "again.txt", &on_build(37));
        session.begin_score().expect("people are open");
        session.step(1).expect("one pair");
        session
    };
    let sums = |session: &Session| -> Vec<Vec<f64>> {
        let report = session.report().expect("scored");
        report.samples.iter().map(|sample| sample.scores.iter().map(|score| score.observed_sum).collect()).collect()
    };
    let mut closed = begun();
    closed.close(0).expect("open");
    finish(&mut closed).expect("scored");
    assert_eq!(sums(&closed), [[3.0, 3.0]]);

    let mut emptied = begun();
    emptied.close(1).expect("open");
    emptied.close(0).expect("open");
    assert_eq!(emptied.step(1).expect_err("nothing to score").code(), "out-of-order");

    let mut removed = begun();
    removed.remove_score(0).expect("there");
    finish(&mut removed).expect("scored");
    assert_eq!(sums(&removed), [[4.5], [3.0]]);

    let mut changed = begun();
    let options = OptionsWritten { rules: Some("pgsc_calc_2".to_owned()), ..OptionsWritten::default() };
    changed.set_options(&options).expect("allowed");
    finish(&mut changed).expect("scored");
    assert_eq!(sums(&changed), [[4.5, 4.5], [3.0, 3.0]]);
}

/// A file of several scores stays among the inputs when the first of them is removed, and stands there once.
#[test]
fn inputs_name_each_scoring_file_once() {
    let text = "rsID effect_allele SCORE1 SCORE2\nrs10 A 1 2\nrs20 C 1 2\n";
    let mut session = Session::new();
    open(&mut session, "a.txt", GENOTYPES);
    add(&mut session, "several.txt", text);
    add(&mut session, "b37.txt", &on_build(37));
    score(&mut session);
    let names = |session: &Session| -> Vec<String> {
        session.report().expect("scored").inputs.iter().map(|input| input.name.clone()).collect()
    };
    assert_eq!(names(&session), ["a.txt", "several.txt", "b37.txt"]);
    session.remove_score(0).expect("there");
    score(&mut session);
    assert_eq!(names(&session), ["a.txt", "several.txt", "b37.txt"]);
}

#[test]
fn the_rules_say_what_they_would_need_or_refuse() {
    let text = "#pgs_id=P\n#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n\
                1\t1000\tA\tT\t0.5\n2\t2000\tC\tT\t2\n";
    let rows: [(OptionsWritten, [bool; 2]); 3] = [
        (OptionsWritten::default(), [false, false]),
        (OptionsWritten { rules: Some("pgsc_calc_2".to_owned()), ..OptionsWritten::default() }, [true, false]),
        (OptionsWritten { palindromes: Some("frequency".to_owned()), ..OptionsWritten::default() }, [false, true]),
    ];
    for (options, expected) in rows {
        let mut session = Session::new();
        session.set_options(&options).expect("allowed");
        open(&mut session, "a.txt", GENOTYPES);
        add(&mut session, "score.txt", text);
        score(&mut session);
        let report = session.report().expect("scored");
        let said = codes(report.samples[0].scores[0]);
        let wanted = ["below-min-overlap", "palindromes-without-frequency"];
        assert_eq!(wanted.map(|code| said.contains(&code)), expected, "{options:?}");
    }
}

/// Files of records and consumer files in one session: places count in the order of opening, in the list and in the report.
#[test]
fn places_are_those_of_opening() {
    let vcf = "##fileformat=VCFv4.2\n##contig=<ID=1,length=249250621>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tKim\tRobin\n1\t1000001\t.\tG\tA\t.\tPASS\t.\tGT\t0/1\t1/1\n";
    let person = "# rsid\tchromosome\tposition\tgenotype\nrs4000000001\t1\t1000001\tAG\n";
    let score = "#genome_build=GRCh37\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n1\t1000001\tA\tG\t3\n";
    let source = |name: &str, text: &str| -> SharedSource { Rc::new(MemorySource::new(name, text.as_bytes())) };
    let finish = |session: &mut Session| while !session.step(1 << 20).expect("sound").finished {};
    let mut session = Session::new();
    session.begin_open(source("two.vcf", vcf)).expect("a VCF");
    finish(&mut session);
    session.begin_open(source("one.txt", person)).expect("a person");
    finish(&mut session);
    session.begin_add_score(source("score.txt", score)).expect("a score");
    finish(&mut session);
    let sums = |session: &mut Session| -> Vec<(String, f64)> {
        session.begin_score().expect("all is there");
        finish(session);
        let report = session.report().expect("scored");
        report.samples.iter().map(|sample| (sample.id.clone(), sample.scores[0].observed_sum)).collect()
    };
    let own = |rows: &[(&str, f64)]| rows.iter().map(|(id, sum)| ((*id).to_owned(), *sum)).collect::<Vec<_>>();
    assert_eq!(sums(&mut session), own(&[("Kim", 3.0), ("Robin", 6.0), ("one", 3.0)]));
    for (place, sum) in [3.0, 6.0, 3.0].into_iter().enumerate() {
        assert_eq!(session.contributions(place, 0).expect("there").1, [sum]);
        assert!(session.audit(place, 0).expect("there").len() > 100);
    }
    assert!(session.audit(3, 0).is_err());
    session.close(0).expect("the VCF");
    assert_eq!(session.files().map(|file| file.name.clone()).collect::<Vec<_>>(), ["one.txt"]);
    assert_eq!(sums(&mut session), own(&[("one", 3.0)]));
    assert!(session.close(1).is_err());
}

/// A score of `rows` A/G rows on as many markers, every `flip`-th of them written on the other strand, and one A/T row.
fn strand_case(rows: usize, flip: usize, palindromes: &str) -> ScoreResult {
    let mut genotypes = String::from("# build 37\n# rsid\tchromosome\tposition\tgenotype\n");
    let mut scores = format!("#genome_build=GRCh37\n{COLUMNS}");
    for row in 0..rows {
        let position = 1000 + row;
        genotypes.push_str(&format!("rs{position}\t1\t{position}\tAG\n"));
        let (effect, other) = if (row + 1) % flip == 0 { ("T", "C") } else { ("A", "G") };
        scores.push_str(&format!("1\t{position}\t{effect}\t{other}\t1\n"));
    }
    genotypes.push_str("rs9\t2\t50\tAT\n");
    scores.push_str("2\t50\tA\tT\t1\n");
    let mut session = Session::new();
    let options = OptionsWritten { palindromes: Some(palindromes.to_owned()), ..OptionsWritten::default() };
    session.set_options(&options).expect("options");
    open(&mut session, "a.txt", &genotypes);
    add(&mut session, "b.txt", &scores);
    score(&mut session);
    session.report().expect("scored").samples[0].scores[0].clone()
}

/// The rows that tell the strand decide whether those that do not may be kept.
#[test]
fn a_proven_strand_lets_palindromes_be_kept() {
    let rows = [
        (120, 1000, "exclude", true, false),
        (120, 1000, "keep", true, false),
        (99, 1000, "keep", false, true),
        (400, 200, "keep", true, false),
        (400, 100, "keep", false, true),
        (400, 100, "exclude", false, false),
    ];
    for (count, flip, palindromes, proven, is_remarked) in rows {
        let result = strand_case(count, flip, palindromes);
        let name = format!("{count} rows, every {flip}th flipped, {palindromes}");
        assert_eq!(result.strand.proven, proven, "{name}");
        assert_eq!(codes(&result).contains(&"palindromes-unproven"), is_remarked, "{name}");
        assert_eq!(result.matched, count as u64 + u64::from(palindromes == "keep"), "{name}");
        let excluded = result.findings.iter().find(|finding| finding.code == "palindromic-excluded");
        assert_eq!(
            excluded.map(|finding| finding.text.contains("can be kept")),
            (palindromes == "exclude").then_some(proven)
        );
    }
}

/// Rows that are never flipped agree by chance where they agree, so they prove nothing.
#[test]
fn rows_without_another_allele_and_indels_do_not_prove_the_strand() {
    for (effect, other, calls) in [("A", "", ["AA", "GG"]), ("AT", "A", ["ID", "DD"])] {
        let mut genotypes = String::from("# build 37\n# rsid\tchromosome\tposition\tgenotype\n");
        let mut scores = format!("#genome_build=GRCh37\n{COLUMNS}");
        for row in 0..240_usize {
            let position = 1000 + row;
            genotypes.push_str(&format!("rs{position}\t1\t{position}\t{}\n", calls[row % 2]));
            scores.push_str(&format!("1\t{position}\t{effect}\t{other}\t1\n"));
        }
        let mut session = Session::new();
        open(&mut session, "a.txt", &genotypes);
        add(&mut session, "b.txt", &scores);
        score(&mut session);
        let result = session.report().expect("scored").samples[0].scores[0].clone();
        assert!(result.strand.direct >= 120 && !result.strand.proven, "{effect}/{other}");
    }
}

/// pgscatalog-match takes chromosomes 1–22, X and Y only, in files of records as in consumer files.
#[test]
fn mitochondrial_rows_are_out_under_the_rules_of_pgsc_calc() {
    let header = "##fileformat=VCFv4.2\n##contig=<ID=1,length=249250621>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n";
    let row = |chromosome: &str, call: &str| format!("{chromosome}\t1000\t.\tA\tG\t.\t.\t.\tGT\t{call}\n");
    let scores = format!("#genome_build=GRCh37\n{COLUMNS}1\t1000\tG\tA\t1\nMT\t1000\tG\tA\t100\n");
    for (rules, sum) in [("tallele", 101.0), ("pgsc_calc_2", 1.0)] {
        let mut session = Session::new();
        let options = OptionsWritten { rules: Some(rules.to_owned()), ..OptionsWritten::default() };
        session.set_options(&options).expect("options");
        open(&mut session, "a.vcf", &format!("{header}{}{}", row("1", "0/1"), row("MT", "1")));
        add(&mut session, "b.txt", &scores);
        score(&mut session);
        assert_eq!(session.report().expect("scored").samples[0].scores[0].observed_sum, sum, "{rules}");
    }
}

/// A score that states no build has none to name where its places cannot be used.
#[test]
fn a_score_without_a_build_is_told_so() {
    let genotypes: String = (1..40).map(|row| format!("rs{row}\t1\t{row}000\tAG\n")).collect();
    let mut session = Session::new();
    open(&mut session, "a.txt", &format!("# build 37\n# rsid\tchromosome\tposition\tgenotype\n{genotypes}"));
    let columns = "rsID\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\n";
    add(&mut session, "b.txt", &format!("#genome_build=NR\n{columns}\tA\tG\t0.1\t1\t1500\n\tA\tG\t0.2\t1\t2500\n"));
    session.begin_score().expect("a person is open");
    let text = finish(&mut session).expect_err("no build").to_string();
    assert!(text.contains("does not state") && !text.contains("on ."), "{text}");
}

/// Calls of several samples are not counted when a file is opened: then there is no count, and never a false 0.
#[test]
fn what_was_not_counted_is_not_there() {
    let header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS";
    for (more, calls, called) in [("", "0/1", Some(1)), ("\tT", "0/1\t1/1", None)] {
        let mut session = Session::new();
        open(&mut session, "a.vcf", &format!("{header}{more}\n1\t1000\t.\tA\tG\t.\t.\t.\tGT\t{calls}\n"));
        let file = serde_json::to_value(session.opened().expect("open")).expect("JSON");
        assert_eq!(file.get("called").and_then(serde_json::Value::as_u64), called);
        for key in ["no_calls", "call_rate", "heterozygous"] {
            assert_eq!(file.get(key).is_some(), called.is_some(), "{key}");
        }
    }
}
