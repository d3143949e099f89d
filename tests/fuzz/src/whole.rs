//! The bodies that take any bytes as a genotype file, as a scoring file, and as both scored together.

use super::{Told, stored, tell};
use tallele::bytes::{LineReader, PlainStream};
use tallele::error::{Error, Result};
use tallele::finding::Finding;
use tallele::formats::score_file::{Linter, ScoreFile, ScoreFileReader};
use tallele::report::{Report, ScoreResult};
use tallele::session::{OptionsWritten, Session};
use tallele::variants::build_check::known_places;

/// Between the two files in an input of [`session`].
pub const SEPARATOR: &[u8] = b"\n=====\n";

/// Steps the running task to its end.
fn finish(session: &mut Session, budget: u64) -> Result<()> {
    let mut last = None;
    loop {
        let progress = session.step(budget)?;
        assert!(progress.done <= progress.total, "{progress:?}");
        // Files are hashed one after the other, each from its own start.
        if let Some((phase, done)) = last.filter(|_| progress.phase != "hashing") {
            assert!(phase != progress.phase || done <= progress.done, "progress goes back: {progress:?}");
        }
        last = Some((progress.phase, progress.done));
        if progress.finished {
            return Ok(());
        }
    }
}

fn open(session: &mut Session, data: &[u8], budget: u64) -> Result<()> {
    session.begin_open(stored(data))?;
    finish(session, budget)
}

fn add_score(session: &mut Session, data: &[u8], budget: u64) -> Result<()> {
    session.begin_add_score(stored(data))?;
    finish(session, budget)
}

fn told(error: &Error) -> Told {
    assert_eq!(error.place().input.as_deref().map(|name| name.starts_with("fuzz")), Some(true), "{error:?}");
    tell(error)
}

fn check_findings(findings: &[Finding]) {
    for finding in findings {
        assert!(finding.count > 0 && !finding.text.is_empty() && finding.input.is_some(), "{finding:?}");
    }
}

/// No number of a saved report may be missing because it is none: JSON writes NaN and infinities as `null`.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("it can be written")
}

/// Any bytes as a genotype file: the same person or error for every budget, and counts that add up.
pub fn genotypes(data: &[u8]) {
    let read = |budget: u64| -> std::result::Result<String, Told> {
        let mut session = Session::new();
        open(&mut session, data, budget).map_err(|error| told(&error))?;
        let file = session.opened().expect("what was read is open");
        let called = file.called.expect("one sample's calls are counted");
        assert_eq!(Some(file.markers - called), file.no_calls);
        assert!(file.call_rate.is_some_and(|rate| (0.0..=1.0).contains(&rate)));
        assert!(file.heterozygous.is_some_and(|count| count <= called) && file.indels <= called);
        let placed: u64 = file.chromosomes.iter().map(|of| of.markers).sum();
        assert!(placed <= file.markers && file.pseudo_autosomal <= placed);
        assert!(!file.reasons.is_empty() && file.first_line > 0);
        check_findings(&file.findings);
        Ok(json(file))
    };
    let whole = read(u64::MAX);
    assert_eq!(read(1), whole);
}

/// Any bytes as a scoring file: the same scores or error for every budget and every cut into blocks.
pub fn scores(data: &[u8]) {
    let read = |budget: u64| -> std::result::Result<String, Told> {
        let mut session = Session::new();
        add_score(&mut session, data, budget).map_err(|error| told(&error))?;
        assert!(!session.added().is_empty());
        for score in session.added() {
            assert!(score.rows > 0);
            check_findings(&score.findings);
        }
        Ok(json(&session.added()))
    };
    let whole = read(u64::MAX);
    assert_eq!(read(1), whole);
    assert_eq!(tables(data, 1 << 18), tables(data, 61));
    // The linter reads by the same header: it finds a score wherever the reader does.
    let linted = lints(data, 1 << 18);
    assert_eq!(linted, lints(data, 61));
    assert!(whole.is_err() || linted.is_ok(), "{linted:?}");
}

/// What the linter says of a text in blocks of about `chunk` bytes.
fn lints(data: &[u8], chunk: usize) -> std::result::Result<String, Told> {
    let mut lines = LineReader::with_chunk(Box::new(PlainStream::new(stored(data))), chunk);
    let mut linter = Linter::new("fuzz", known_places().collect());
    let mut read = || -> Result<()> {
        while let Some(block) = lines.next_block()? {
            linter.push_block(block.bytes, block.first_line)?;
        }
        Ok(())
    };
    read().map_err(|error| tell(&error))?;
    linter.finish().map(|lints| json(&lints)).map_err(|error| tell(&error))
}

/// What the reader makes of a text in blocks of about `chunk` bytes: every field of every row.
fn tables(data: &[u8], chunk: usize) -> std::result::Result<String, Told> {
    let mut lines = LineReader::with_chunk(Box::new(PlainStream::new(stored(data))), chunk);
    let mut reader = ScoreFileReader::new("fuzz");
    let mut read = || -> Result<()> {
        while let Some(block) = lines.next_block()? {
            reader.push_block(block.bytes, block.first_line)?;
        }
        Ok(())
    };
    read().and_then(|()| reader.finish()).map(|files| files.iter().map(rows).collect()).map_err(|error| tell(&error))
}

fn rows(file: &ScoreFile) -> String {
    let table = &file.table;
    let mut text = format!("{:?}{:?}", table.header, file.findings);
    for row in 0..table.len() {
        let alleles = table.row(row);
        assert!(alleles.weight.is_finite());
        assert!(table.frequency(row).is_none_or(|frequency| (0.0..=1.0).contains(&frequency)));
        let sites = [table.author_site(row), table.harmonised_site(row)];
        let others = [table.allele_text(alleles.effect), table.allele_text(alleles.other)];
        text.push_str(&format!("{row}{}{sites:?}{others:?}{alleles:?}", table.name(row)));
        text.push_str(&format!("{}{:?}{:?}", table.weight_text(row), table.unsupported(row), table.frequency(row)));
    }
    text
}

/// Options drawn from bytes; now and then one that is not allowed.
fn options(draw: &[u8]) -> OptionsWritten {
    let pick = |at: usize, values: &[&str]| {
        let at = usize::from(draw.get(at).copied().unwrap_or(0));
        values.get(at % (values.len() + 1)).map(|value| (*value).to_owned())
    };
    OptionsWritten {
        rules: pick(0, &["tallele", "pgsc_calc_2"]),
        build: pick(1, &["36", "37", "38"]),
        palindromes: pick(2, &["exclude", "keep", "frequency"]),
        multiallelic: pick(3, &["include", "exclude"]),
        duplicates: pick(4, &["first", "exclude", "sum"]),
        male_x: pick(5, &["1", "2"]),
        ..OptionsWritten::default()
    }
}

/// Options, a genotype file and a scoring file in one input: six bytes, then the files with [`SEPARATOR`] between.
/// Every row is accounted for, no number is NaN, and scoring again gives the same report.
pub fn session(data: &[u8]) {
    let Some((draw, files)) = data.split_at_checked(6) else { return };
    let cut = files.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
    let Some(cut) = cut else { return };
    let (genotypes, scores) = (&files[..cut], &files[cut + SEPARATOR.len()..]);
    let run = |budget: u64| -> Option<Vec<u8>> {
        let mut session = Session::new();
        session.set_options(&options(draw)).expect("options that are allowed");
        open(&mut session, genotypes, budget).ok()?;
        add_score(&mut session, scores, budget).ok()?;
        // The same person again, so that a report of several is looked at too.
        open(&mut session, genotypes, budget).expect("what was read once is read again");
        session.begin_score().expect("a person is open");
        if let Err(error) = finish(&mut session, budget) {
            tell(&error);
            return None;
        }
        let report = session.report().expect("scored");
        check_report(&report);
        for (person, sample) in report.samples.iter().enumerate() {
            for (index, score) in sample.scores.iter().enumerate() {
                check_score(score);
                let audit = session.audit(person, index).expect("an audit");
                assert_eq!(records(&audit), score.rows + 1, "one audit row for each row, and the header");
                let (dosages, contributions) = session.contributions(person, index).expect("contributions");
                assert_eq!((dosages.len() as u64, contributions.len() as u64), (score.rows, score.rows));
                assert!(dosages.iter().all(|dosage| (0.0..=2.0).contains(dosage)));
                assert!(contributions.iter().all(|value| value.is_finite()));
            }
        }
        let samples: Vec<String> = report.samples.iter().map(|sample| json(&sample.scores)).collect();
        assert_eq!(samples[0], samples[1], "the same person twice");
        Some(session.report_json().expect("scored"))
    };
    let whole = run(u64::MAX);
    assert!(run(64) == whole, "another report in small steps");
}

fn check_report(report: &Report<'_>) {
    assert_eq!(report.samples.len(), 2);
    assert_eq!(report.inputs.len(), 3);
    assert!(report.inputs.iter().all(|input| input.sha256.as_ref().is_some_and(|hash| hash.len() == 64)));
    check_findings(&report.findings);
}

fn check_score(score: &ScoreResult) {
    let excluded: u64 = score.excluded.values().sum();
    assert_eq!(score.rows, score.matched + excluded + score.unmatched + score.no_call, "{}", json(score));
    assert_eq!(score.kinds.values().sum::<u64>(), score.matched);
    assert_eq!(score.joined.position + score.joined.rsid, score.matched);
    assert_eq!(score.strand.direct + score.strand.flipped, score.matched);
    assert_eq!(score.chromosomes.iter().map(|of| of.rows).sum::<u64>(), score.rows);
    assert_eq!(score.chromosomes.iter().map(|of| of.matched).sum::<u64>(), score.matched);
    assert!(score.chromosomes.iter().all(|of| of.sum.is_finite()));
    assert!(score.observed_sum.is_finite() && score.filled_sum.is_none_or(f64::is_finite), "{}", json(score));
    let unit = 0.0..=1.0 + 1e-9;
    let coverage = score.coverage;
    for share in [Some(coverage.rows), coverage.variance, Some(coverage.weight)].into_iter().flatten() {
        assert!(unit.contains(&share), "{}", json(score));
    }
    assert!(score.missing.iter().all(|missing| unit.contains(&missing.share)), "{}", json(score));
    assert!(score.unsupported.iter().all(|rows| rows.rows > 0 && unit.contains(&rows.share_of_weight)));
    assert!(score.largest.iter().all(|row| row.contribution.is_finite() && (0.0..=2.0).contains(&row.dosage)));
    check_findings(&score.findings);
}

/// Records of a CSV: lines that end outside quotes.
fn records(csv: &[u8]) -> u64 {
    let mut is_quoted = false;
    let mut records = 0;
    for byte in csv {
        is_quoted ^= *byte == b'"';
        records += u64::from(*byte == b'\n' && !is_quoted);
    }
    assert!(!is_quoted && csv.ends_with(b"\r\n"));
    records
}
