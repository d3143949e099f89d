//! Holds what a table of results is made of to the report itself, and the answer for rows a file does not list to its file.

use std::fmt::Write;
use std::process::Command;
use std::rc::Rc;
use tallele::bytes::MemorySource;
use tallele::error::Error;
use tallele::session::{OptionsWritten, Session};

const SITES: u32 = 30;
const NOT_LISTED: u32 = 10;

/// A file of variants alone: one sample, or several, with REF at none of the places for the first.
fn vcf(samples: &[&str]) -> String {
    let mut text = "##fileformat=VCFv4.2\n##contig=<ID=1,assembly=GRCh37>\n##reference=GRCh37\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT".to_owned();
    samples.iter().for_each(|sample| write!(text, "\t{sample}").expect("text"));
    for site in 1..=SITES {
        write!(text, "\n1\t{}\t.\tA\tC\t.\t{}\t.\tGT", site * 1000, if site == 1 { "q10" } else { "PASS" })
            .expect("text");
        for sample in 0..samples.len() as u32 {
            let call = ["0/1", "1/1", "0/0"][((site + sample) % if samples.len() == 1 { 2 } else { 3 }) as usize];
            write!(text, "\t{call}").expect("text");
        }
    }
    text.push('\n');
    text
}

/// Every row counts copies of REF: 1 each.
fn score(id: &str, weight: &str) -> String {
    let mut text = format!(
        "#pgs_id={id}\n#genome_build=GRCh37\n#weight_type=NR\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n"
    );
    for site in 1..=SITES + NOT_LISTED {
        writeln!(text, "1\t{}\tA\tC\t{weight}", site * 1000).expect("text");
    }
    text
}

fn finish(session: &mut Session) {
    while !session.step(1 << 20).expect("a step").finished {}
}

fn open(session: &mut Session, name: &str, text: &str) {
    session.begin_open(Rc::new(MemorySource::new(name, text.as_bytes()))).expect("opens");
    finish(session);
}

fn add(session: &mut Session, name: &str, text: &str) {
    session.begin_add_score(Rc::new(MemorySource::new(name, text.as_bytes()))).expect("opens");
    finish(session);
}

fn scored(session: &mut Session) -> Vec<(f64, u64)> {
    session.begin_score().expect("something is open");
    finish(session);
    let report = session.report().expect("scored");
    report.samples.iter().map(|sample| (sample.scores[0].observed_sum, sample.scores[0].matched)).collect()
}

fn codes(session: &Session, file: usize) -> Vec<&'static str> {
    let findings = &session.files().nth(file).expect("a file").findings;
    findings
        .iter()
        .map(|finding| finding.code)
        .filter(|code| code.starts_with("absent") || *code == "variants-only")
        .collect()
}

fn refused(answer: Result<&tallele::report::GenotypeFile, Error>) -> (&'static str, Option<String>) {
    let error = answer.expect_err("refused");
    (error.code(), error.place().field.clone())
}

#[test]
fn an_answer_holds_for_its_file_alone() {
    let mut session = Session::new();
    open(&mut session, "a.vcf", &vcf(&["a"]));
    open(&mut session, "b.vcf", &vcf(&["b"]));
    open(&mut session, "many.vcf", &vcf(&["m", "n"]));
    open(&mut session, "chip.txt", "# build 37\n# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t1000\tAC\n");
    add(&mut session, "s.txt", &score("S", "1"));
    let listed = (15.0, 30);
    let missing = scored(&mut session);
    assert_eq!(missing[..2], [listed, listed]);
    assert_eq!(
        session.files().map(|file| file.variants_only).collect::<Vec<_>>(),
        [Some(true), Some(true), None, None]
    );
    assert_eq!((codes(&session, 0), codes(&session, 1)), (vec!["variants-only"], vec!["variants-only"]));

    let file = session.set_absent(1, Some("hom-ref")).expect("of variants alone");
    assert_eq!((file.name.as_str(), file.filtered), ("b.vcf", 1));
    assert!(session.report().is_err(), "what was scored before does not hold");
    let assumed = scored(&mut session);
    assert_eq!(assumed[..2], [listed, (15.0 + 2.0 * f64::from(NOT_LISTED), 40)]);
    assert_eq!(assumed[2..], missing[2..]);
    assert_eq!((codes(&session, 0), codes(&session, 1)), (vec!["variants-only"], vec!["absent-hom-ref"]));
    let said: Vec<bool> =
        session.report().expect("scored").samples.iter().map(|sample| sample.absent.is_some()).collect();
    assert_eq!(said, [false, true, false, false, false]);

    // The option holds for the file that nothing was said of, and what was said holds before it.
    let options = OptionsWritten { absent: Some("hom-ref".to_owned()), ..OptionsWritten::default() };
    session.set_options(&options).expect("options");
    session.set_absent(1, Some("missing")).expect("of variants alone");
    let turned = scored(&mut session);
    assert_eq!(turned[..2], [assumed[1], listed]);
    assert_eq!((codes(&session, 0), codes(&session, 1)), (vec!["absent-hom-ref"], vec!["absent-missing"]));
    session.set_absent(1, None).expect("of variants alone");
    assert_eq!(scored(&mut session)[..2], [assumed[1], assumed[1]]);

    for file in [2, 3] {
        assert_eq!(refused(session.set_absent(file, Some("hom-ref"))), ("bad-option", Some("absent".to_owned())));
    }
    assert_eq!(refused(session.set_absent(0, Some("reference"))), ("bad-option", Some("absent".to_owned())));
    assert_eq!(refused(session.set_absent(9, None)).0, "out-of-order");
}

#[test]
fn an_overview_says_what_the_report_says() {
    let mut session = Session::new();
    open(&mut session, "chip.txt", "# build 37\n# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t1000\tAC\n");
    open(&mut session, "many.vcf", &vcf(&["m", "n", "o"]));
    add(&mut session, "s.txt", &score("S", "0.1"));
    add(&mut session, "t.txt", &score("T", "-3"));
    scored(&mut session);
    let report = session.report().expect("scored");
    let (overview, figures) = report.overview();
    assert_eq!(overview.samples.iter().map(|sample| sample.id.as_str()).collect::<Vec<_>>(), ["chip", "m", "n", "o"]);
    assert_eq!(overview.scores.iter().map(|score| score.id.as_str()).collect::<Vec<_>>(), ["S", "T"]);
    assert_eq!(figures.observed_sum.len(), 8);
    for (at, (sample, score)) in (0..4).flat_map(|sample| [(sample, 0), (sample, 1)]).enumerate() {
        let expected = report.samples[sample].scores[score];
        assert_eq!(figures.observed_sum[at].to_bits(), expected.observed_sum.to_bits());
        assert!(figures.filled_sum[at].is_nan() && expected.filled_sum.is_none());
        let counted = figures.matched[at] + figures.excluded[at] + figures.unmatched[at] + figures.no_call[at];
        assert_eq!((u64::from(figures.matched[at]), u64::from(counted)), (expected.matched, expected.rows));
        let one = session.result(sample, score).expect("scored");
        assert_eq!(serde_json::to_value(one).expect("JSON"), serde_json::to_value(expected).expect("JSON"));
    }
    assert_eq!(session.result(4, 0).expect_err("no such sample").code(), "out-of-order");
    assert_eq!(session.result(0, 2).expect_err("no such score").code(), "out-of-order");
    // Told once for everybody who has it.
    let told: Vec<_> =
        overview.findings.iter().map(|told| (told.finding.code, told.finding.input.as_deref())).collect();
    assert!(overview.findings.iter().any(|told| told.samples == 4), "{:?}", overview.findings);
    assert!(overview.findings.iter().any(|told| told.samples == 1), "{:?}", overview.findings);
    for one in &told {
        assert_eq!(told.iter().filter(|other| *other == one).count(), 1, "{one:?}");
    }
    let mut pieces = Vec::new();
    session.write_report_json(&mut pieces).expect("written");
    assert_eq!(pieces, session.report_json().expect("written"));
}

/// A report that was saved on the page, where each file has its own answer, is verified with those answers.
#[test]
fn verify_repeats_the_answers_of_a_saved_report() {
    let folder = std::env::temp_dir().join(format!("tallele-overview-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let [a, b, s, saved] = ["a.vcf", "b.vcf", "s.txt", "report.json"].map(|name| folder.join(name));
    std::fs::write(&a, vcf(&["a"])).expect("written");
    std::fs::write(&b, vcf(&["b"])).expect("written");
    std::fs::write(&s, score("S", "1")).expect("written");
    let mut session = Session::new();
    for path in [&a, &b] {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        open(&mut session, &name, &std::fs::read_to_string(path).expect("readable"));
    }
    add(&mut session, "s.txt", &score("S", "1"));
    session.set_absent(1, Some("hom-ref")).expect("of variants alone");
    scored(&mut session);
    let verify = |report: Vec<u8>| {
        std::fs::write(&saved, report).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallele"));
        command.arg("verify").arg("--report").arg(&saved).arg("--genotypes").args([&a, &b]).arg("--scores").arg(&s);
        command.output().expect("the binary starts")
    };
    let output = verify(session.report_json().expect("written"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    session.set_absent(1, None).expect("of variants alone");
    session.set_absent(0, Some("hom-ref")).expect("of variants alone");
    scored(&mut session);
    let text = String::from_utf8(session.report_json().expect("written")).expect("UTF-8");
    // Somebody changed what was answered.
    let output = verify(text.replacen("\"absent\": \"hom-ref\"", "\"absent\": \"missing\"", 1).into_bytes());
    assert!(!output.status.success(), "the sums rest on another answer");
    std::fs::remove_dir_all(&folder).expect("removed");
}
