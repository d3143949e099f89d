//! Packs real and made-up scoring files and opens them again: every row, weight and finding is as in the text.

mod drive;

use std::path::{Path, PathBuf};
use std::rc::Rc;
use tallele::bytes::{MemorySource, SharedSource};
use tallele::error::Result;
use tallele::finding::FindingSaved;
use tallele::formats::pack::{MadeOf, read_pack, write_pack};
use tallele::formats::score_file::ScoreFile;
use tallele::session::Session;
use tallele::session::score_task::read_again;

fn source(name: &str, bytes: Vec<u8>) -> SharedSource {
    Rc::new(MemorySource::new(name, bytes))
}

fn packed(file: &ScoreFile) -> Vec<u8> {
    let made_of = MadeOf { name: "a".into(), bytes: 1, sha256: "0".into(), format: "text".into() };
    let mut bytes = Vec::new();
    write_pack(&mut bytes, file, made_of).expect("written");
    bytes
}

/// Everything a row is, as text.
fn rows(file: &ScoreFile) -> Vec<String> {
    let table = &file.table;
    let row = |row: usize| {
        let of = table.row(row);
        let letters = |id| String::from_utf8_lossy(table.allele_text(id)).into_owned();
        let inferred: Vec<String> = table.inferred_others(row).iter().map(|id| letters(*id)).collect();
        let populations: Vec<_> =
            table.frequency_columns().map(|name| table.frequency_in(name, row).map(f64::to_bits)).collect();
        format!(
            "{} {} {:?} {} {} {} {:x} {:?} {:?} {:?} {:?} {populations:?} {inferred:?} {:?}",
            table.author_site(row),
            table.harmonised_site(row),
            table.id(row),
            letters(of.effect),
            letters(of.other),
            table.weight_text(row),
            of.weight.to_bits(),
            of.model,
            table.frequency(row).map(f64::to_bits),
            table.unsupported(row),
            table.name(row),
            table.bases(row),
        )
    };
    (0..table.len()).map(row).collect()
}

fn compare(name: &str, file: &ScoreFile) {
    let bytes = packed(file);
    let (again, about) = read_pack(&source("a.tpack", bytes.clone())).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(again.table.header, file.table.header, "{name}");
    assert_eq!(about.rows as usize, file.table.len(), "{name}");
    let (expected, found) = (rows(file), rows(&again));
    assert_eq!(expected.len(), found.len(), "{name}");
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(expected, found, "{name}");
    }
    let saved = |findings: &[tallele::finding::Finding]| {
        serde_json::to_string(&findings.iter().map(FindingSaved::from).collect::<Vec<_>>()).expect("JSON")
    };
    assert_eq!(saved(&again.findings), saved(&file.findings), "{name}");
    assert_eq!(packed(&again).len(), bytes.len(), "{name}: a pack of a pack");
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every scoring file of a folder that our reader reads.
fn read_all(folder: &Path) -> Vec<(String, ScoreFile)> {
    let mut paths = Vec::new();
    files_below(folder, &mut paths);
    let read = |path: PathBuf| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let files = read_again(&source(&name, std::fs::read(&path).expect("readable"))).ok()?;
        Some(files.into_iter().map(move |file| (name.clone(), file)))
    };
    paths.into_iter().filter_map(read).flatten().collect()
}

#[test]
fn made_up_scores_come_back() {
    let files = read_all(&drive::project().join("tests/golden"));
    assert!(files.len() > 50, "{}", files.len());
    files.iter().for_each(|(name, file)| compare(name, file));
}

#[test]
fn real_scores_come_back() {
    let Some(data) = drive::data() else {
        drive::skip("pack::real_scores_come_back", "no ../shared/data (or TALLELE_DATA)");
        return;
    };
    let files = read_all(&data.join("scores"));
    assert!(files.len() > 15, "{}", files.len());
    files.iter().for_each(|(name, file)| compare(name, file));
}

const SCORE: &str = "#pgs_id=P\n#genome_build=GRCh37\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\tis_dominant\n\
    rs1\t1\t1000\tA\tG\t0.0500\t0.25\tFalse\n\t1\t2000\tACC\tA\t-1.5e-30\t\tTrue\nrs7\t2\t5\tT\t\t.5\t1e-4\tFalse\n\tX\t9\tC\tT\t0.1\t0.5\tFalse\n";

fn scored(score: SharedSource) -> Result<String> {
    let mut session = Session::new();
    let text = "# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t1000\tAG\nrs7\t2\t5\tTT\nrs9\tX\t9\tCT\n";
    let finish = |session: &mut Session| -> Result<()> {
        while !session.step(1 << 20)?.finished {}
        Ok(())
    };
    session.begin_open(source("person.txt", text.into()))?;
    finish(&mut session)?;
    session.begin_add_score(score)?;
    finish(&mut session)?;
    session.begin_score()?;
    finish(&mut session)?;
    let report: serde_json::Value = serde_json::from_slice(&session.report_json()?).expect("JSON");
    Ok(report["samples"].to_string())
}

#[test]
fn a_report_by_a_pack_is_that_by_the_text() {
    let text = source("P.txt", SCORE.into());
    let file = read_again(&text).expect("read").remove(0);
    let by_pack = scored(source("P.tpack", packed(&file))).expect("scored");
    assert_eq!(by_pack, scored(text).expect("scored"));
    assert!(by_pack.contains("\"matched\":3"), "{by_pack}");
}

/// Cut anywhere, any bit turned, anything behind it: an error with a code, never another score.
#[test]
fn broken_packs() {
    let file = read_again(&source("P.txt", SCORE.into())).expect("read").remove(0);
    let bytes = packed(&file);
    let code = |bytes: Vec<u8>| read_pack(&source("P.tpack", bytes)).err().map(|error| error.code());
    for length in 0..bytes.len() {
        assert!(matches!(
            code(bytes[..length].to_vec()),
            Some("file-truncated" | "other-kind" | "storage-unsupported")
        ));
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            assert!(code(flipped).is_some(), "byte {at} bit {bit}");
        }
    }
    assert_eq!(code([&bytes[..], b"\n"].concat()), Some("header-corrupt"));
    let later = [b"TALLELE PACK 2".as_slice(), &bytes[14..]].concat();
    assert_eq!(code(later), Some("storage-unsupported"));
}
