//! Gives the native binary files that are broken, cut short, of another kind or hostile, and checks the code and the place.
//!
//! Small texts lie under `tests/broken`, one folder each with `case.toml`; what is large or binary is made here.

mod drive;

use serde_json::Value;
use std::path::{Path, PathBuf};

/// What one broken input must give.
struct Broken {
    name: String,
    /// "genotypes" or "scores".
    role: &'static str,
    path: PathBuf,
    code: String,
    line: Option<u64>,
    byte: Option<u64>,
    field: Option<String>,
    /// A word that the text must hold.
    says: Option<String>,
}

const GENOTYPES: &str = "# rsid\tchromosome\tposition\tgenotype\nrs4000000001\t1\t1000001\tAG\nrs4000000002\t1\t2000001\tGG\nrs4000000003\t2\t1000001\tTT\n";
const SCORE: &str = "#pgs_id=robin\n#genome_build=GRCh37\nrsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\nrs4000000001\t1\t1000001\tA\tG\t1\nrs4000000002\t1\t2000001\tG\tA\t3\n";

#[test]
fn the_sound_pair_scores() {
    let folder = drive::scratch("broken-sound");
    let outcome =
        drive::score(&[drive::write(&folder, "g.txt", GENOTYPES)], &[drive::write(&folder, "s.txt", SCORE)], &[]);
    assert_eq!(outcome.scores()[0]["observed_sum"], 7.0);
}

/// As `tallele score … | head` does: whoever reads stops before the end.
#[test]
fn an_output_that_nobody_reads_is_no_crash() {
    let folder = drive::scratch("broken-pipe");
    let (genotypes, score) = (drive::write(&folder, "g.txt", GENOTYPES), drive::write(&folder, "s.txt", SCORE));
    let (reader, writer) = std::io::pipe().expect("a pipe");
    // Before the program starts: what other tests start meanwhile holds a reader for a moment, too, and who writes then is read.
    drop(reader);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tallele"))
        .args(["score", "--json", "--genotypes"])
        .arg(&genotypes)
        .arg("--scores")
        .arg(&score)
        .stdout(writer)
        .stderr(std::process::Stdio::piped())
        .output()
        .expect("the binary starts");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn broken_texts() {
    let root = drive::project().join("tests/broken");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&root).expect("tests/broken").map(|entry| entry.expect("lists").path()).collect();
    folders.sort();
    let cases: Vec<Broken> =
        folders.iter().filter(|folder| folder.join("case.toml").is_file()).map(|folder| read_case(folder)).collect();
    assert!(cases.len() > 30, "only {} cases found", cases.len());
    check(cases);
}

fn read_case(folder: &Path) -> Broken {
    let table: toml::Table =
        std::fs::read_to_string(folder.join("case.toml")).expect("case.toml").parse().expect("TOML");
    let word = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let number =
        |key: &str| table.get(key).and_then(toml::Value::as_integer).and_then(|number| u64::try_from(number).ok());
    let mut files = std::fs::read_dir(folder).expect("lists").map(|entry| entry.expect("lists").path());
    Broken {
        name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
        role: if word("role").as_deref() == Some("scores") { "scores" } else { "genotypes" },
        path: files.find(|path| path.extension().is_some_and(|ending| ending != "toml")).expect("an input"),
        code: word("code").expect("code"),
        line: number("line"),
        byte: number("byte"),
        field: word("field"),
        says: word("says"),
    }
}

#[test]
fn broken_bytes() {
    let folder = drive::scratch("broken-bytes");
    let many: String =
        (0..20_000).map(|n| format!("rs{}\t1\t{}\tAG\n", 4_000_000_000_u32 + n, 1_000_001 + n)).collect();
    let long = format!("{GENOTYPES}{many}");
    let gz = drive::gzip(long.as_bytes());
    let with_byte = |mut bytes: Vec<u8>, at: usize, change: u8| {
        bytes[at] ^= change;
        bytes
    };
    let mut random = drive::Dice::new(5);
    let noise: Vec<u8> = (0..5000).map(|_| random.below(256) as u8).collect();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(GENOTYPES.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let nul = GENOTYPES.replace("rs4000000003\t2", "rs4000000003\0\t2");
    let score_gz = drive::gzip(SCORE.repeat(50).as_bytes());
    let plain_zip = drive::zip(&[("genome.txt", long.as_bytes())]);
    let damaged_zip = with_byte(plain_zip.clone(), plain_zip.len() / 3, 0xFF);
    let wrong_checksum_zip = checksum_changed(plain_zip.clone());
    let pictures = drive::zip(&[("photo.jpg", &noise), ("report.pdf", b"%PDF-1.7 not a genotype file")]);

    let rows: Vec<(&str, &'static str, Vec<u8>, &str, Option<u64>, Option<u64>)> = vec![
        ("empty", "genotypes", Vec::new(), "empty", None, None),
        ("empty-score", "scores", Vec::new(), "empty", None, None),
        ("empty-gzip", "genotypes", drive::gzip(b""), "empty", None, None),
        ("noise", "genotypes", [&[0xEE_u8, 0x01, 0x00], noise.as_slice()].concat(), "binary", None, None),
        ("noise-score", "scores", [&[0xEE_u8, 0x01, 0x00], noise.as_slice()].concat(), "binary", None, None),
        (
            "picture",
            "genotypes",
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &noise].concat(),
            "other-kind",
            None,
            None,
        ),
        ("gzip-cut", "genotypes", gz[..gz.len() / 2].to_vec(), "gzip-truncated", None, None),
        ("gzip-cut-in-trailer", "genotypes", gz[..gz.len() - 3].to_vec(), "gzip-truncated", None, None),
        ("gzip-wrong-checksum", "genotypes", with_byte(gz.clone(), gz.len() - 7, 0x10), "gzip-corrupt", None, None),
        ("gzip-wrong-length", "genotypes", with_byte(gz.clone(), gz.len() - 2, 0x10), "gzip-corrupt", None, None),
        ("gzip-cut-score", "scores", score_gz[..score_gz.len() / 2].to_vec(), "gzip-truncated", None, None),
        (
            "gzip-wrong-checksum-score",
            "scores",
            with_byte(score_gz.clone(), score_gz.len() - 7, 0x10),
            "gzip-corrupt",
            None,
            None,
        ),
        // Damaged data may unpack to damaged lines before its checksum is reached.
        (
            "zip-damaged-member",
            "genotypes",
            damaged_zip,
            "zip-corrupt|field-count|bad-genotype|bad-position|bad-chromosome",
            None,
            None,
        ),
        ("zip-wrong-checksum", "genotypes", wrong_checksum_zip, "zip-corrupt", None, None),
        ("zip-cut", "genotypes", plain_zip[..plain_zip.len() / 2].to_vec(), "zip-corrupt", None, None),
        ("zip-without-genotypes", "genotypes", pictures, "zip-no-member", None, None),
        ("zip-empty", "genotypes", drive::zip(&[]), "zip-no-member", None, None),
        (
            "zip-encrypted",
            "genotypes",
            encrypted(drive::zip(&[("genome.txt", long.as_bytes())])),
            "zip-encrypted",
            None,
            None,
        ),
        ("nul-byte", "genotypes", nul.into_bytes(), "nul-byte", Some(4), None),
        ("utf-16", "genotypes", utf16, "nul-byte", None, None),
    ];
    let cases = rows.into_iter().map(|(name, role, bytes, code, line, byte)| Broken {
        name: name.to_owned(),
        role,
        path: drive::write(&folder, &format!("{name}.bin"), bytes),
        code: code.to_owned(),
        line,
        byte,
        field: None,
        says: None,
    });
    check(cases.collect());
}

/// A gigabyte of one letter in a megabyte of gzip, and a line of 100 MB: refused by a named limit, in bounded memory.
#[test]
fn bombs_and_endless_lines() {
    let folder = drive::scratch("broken-bombs");
    let bomb = gzip_of(GENOTYPES, 1 << 30, b"A");
    assert!(bomb.len() < 2 << 20);
    let lines = gzip_of(GENOTYPES, 1 << 30, b"#\n");
    let mut endless = GENOTYPES.as_bytes().to_vec();
    endless.resize(endless.len() + 100_000_000, b'A');
    let mut endless_score = SCORE.as_bytes().to_vec();
    endless_score.resize(endless_score.len() + 100_000_000, b'1');
    let zipped = drive::zip(&[("genome.txt", &endless)]);
    let one = |name: &str, role, bytes: Vec<u8>, code: &str, line| Broken {
        name: name.to_owned(),
        role,
        path: drive::write(&folder, name, bytes),
        code: code.to_owned(),
        line,
        byte: None,
        field: None,
        says: None,
    };
    check(vec![
        one("bomb-of-one-line", "genotypes", bomb, "unpack-limit|line-too-long", None),
        one(
            "bomb-of-nothing-known",
            "genotypes",
            gzip_of("", 1 << 30, b"A"),
            "unpack-limit|line-too-long|genotypes-unrecognised",
            None,
        ),
        one("bomb-of-comments", "genotypes", lines, "unpack-limit", None),
        one("endless-line", "genotypes", endless, "line-too-long", Some(5)),
        one("endless-line-zipped", "genotypes", zipped, "line-too-long|unpack-limit", None),
        one("endless-line-score", "scores", endless_score, "line-too-long", Some(6)),
    ]);
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn options_and_missing_files() {
    let folder = drive::scratch("broken-options");
    let (genotypes, scores) = (drive::write(&folder, "g.txt", GENOTYPES), drive::write(&folder, "s.txt", SCORE));
    for arguments in [
        ["--rules", "plink"],
        ["--palindromes", "maybe"],
        ["--build", "19"],
        ["--male-x", "3"],
        ["--duplicates", "all"],
        ["--multiallelic", "yes"],
    ] {
        let outcome = drive::score(&[&genotypes], &[&scores], &arguments);
        assert!(!outcome.success && outcome.error_code() == "bad-option", "{arguments:?}: {}", outcome.json);
    }
    let missing = folder.join("nowhere.txt");
    for (genotypes, scores) in [(&missing, &scores), (&genotypes, &missing)] {
        let outcome = drive::score(&[&genotypes], &[&scores], &[]);
        assert!(!outcome.success && outcome.error_code() == "unreadable", "{}", outcome.json);
    }
}

/// A broken score among sound ones: the error names the file.
#[test]
fn the_error_names_its_file() {
    let folder = drive::scratch("broken-names");
    let genotypes = drive::write(&folder, "g.txt", GENOTYPES);
    let (sound, broken) = (
        drive::write(&folder, "sound.txt", SCORE),
        drive::write(&folder, "broken.txt", SCORE.replace("\t3\n", "\tabc\n")),
    );
    let outcome = drive::score(&[genotypes], &[sound, broken], &[]);
    let place = &outcome.json["error"]["place"];
    assert_eq!(
        (outcome.error_code(), place["input"].as_str(), place["role"].as_str()),
        ("bad-number", Some("broken.txt"), Some("scores")),
        "{}",
        outcome.json
    );
}

fn check(cases: Vec<Broken>) {
    let folder = drive::scratch("broken-partners");
    let (genotypes, scores) = (drive::write(&folder, "g.txt", GENOTYPES), drive::write(&folder, "s.txt", SCORE));
    let mut failures = Vec::new();
    for case in cases {
        let outcome = match case.role {
            "scores" => drive::score(&[&genotypes], &[&case.path], &[]),
            _ => drive::score(&[&case.path], &[&scores], &[]),
        };
        let error = &outcome.json["error"];
        let place = &error["place"];
        let mut complain = |what: String| failures.push(format!("{}: {what}: {}", case.name, outcome.json));
        if outcome.success {
            complain("did not fail".to_owned());
            continue;
        }
        if !case.code.split('|').any(|code| error["code"] == code) {
            complain(format!("code is not {}", case.code));
            continue;
        }
        if case.line.is_some() && place["line"].as_u64() != case.line {
            complain(format!("line is not {:?}", case.line));
        }
        if case.byte.is_some() && place["byte"].as_u64() != case.byte {
            complain(format!("byte is not {:?}", case.byte));
        }
        if case.field.is_some() && place["field"].as_str() != case.field.as_deref() {
            complain(format!("field is not {:?}", case.field));
        }
        if place["role"] != case.role {
            complain("role".to_owned());
        }
        if place["input"].as_str().map(|name| name.split(':').next().unwrap_or("").to_owned())
            != case.path.file_name().map(|name| name.to_string_lossy().into_owned())
        {
            complain("input".to_owned());
        }
        let text = error["text"].as_str().unwrap_or("");
        if text.len() < 20 || case.says.as_ref().is_some_and(|word| !text.contains(word.as_str())) {
            complain(format!("the text does not say {:?}", case.says));
        }
        if case.role == "genotypes"
            && let Some(leak) = leaked(&case.path, error)
        {
            complain(format!("genotype content in the error: {leak}"));
        }
    }
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}

/// A field of the input's rows (marker, position, genotype) that the error's texts repeat. Place counts are no texts.
fn leaked(path: &Path, error: &Value) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(1 << 16))?).into_owned();
    let texts = [error["text"].as_str().unwrap_or(""), error["place"]["field"].as_str().unwrap_or("")].join(" ");
    let words: Vec<&str> = texts.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_row = |line: &&str| line.starts_with("rs") && line.as_bytes().get(2).is_some_and(u8::is_ascii_digit);
    let mut fields = start.lines().filter(is_row).flat_map(|line| line.split(['\t', ',', ' '])).map(str::trim);
    fields.find(|field| field.len() >= 2 && words.contains(field)).map(str::to_owned)
}

/// The same zip with the flag that says a password is needed, in the member's header and in the directory.
fn encrypted(mut zip: Vec<u8>) -> Vec<u8> {
    for (mark, flag_at) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = zip.windows(4).position(|window| window == mark).expect("a header");
        zip[at + flag_at] |= 1;
    }
    zip
}

/// The same zip with another checksum for its member, in the member's header and in the directory.
fn checksum_changed(mut zip: Vec<u8>) -> Vec<u8> {
    for (mark, checksum_at) in [(b"PK\x03\x04", 14), (b"PK\x01\x02", 16)] {
        let at = zip.windows(4).position(|window| window == mark).expect("a header");
        zip[at + checksum_at] ^= 0x55;
    }
    zip
}

/// gzip of `start` and then `length` bytes of a repeated pattern, written in pieces.
fn gzip_of(start: &str, length: usize, pattern: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let piece = pattern.repeat((1 << 20) / pattern.len());
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(start.as_bytes()).expect("memory takes it");
    for _ in 0..length / piece.len() {
        encoder.write_all(&piece).expect("memory takes it");
    }
    encoder.finish().expect("memory takes it")
}
