//! Opens every kind of wrapping, and kinds that are refused.
use super::*;
use crate::bytes::stream::tests::{drain, stored};
use ::zip::{ZipWriter, write::SimpleFileOptions};
use flate2::{Compression, write::GzEncoder};
use std::io::{Cursor, Write};

const TEXT: &[u8] = b"# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t100\tAA\n";
const PDF: &[u8] =
    b"%PDF-1.7 and so on and on and on, for longer than the text is, to be the largest member of the zip.";

fn gz(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn texts_in_any_wrapping() {
    use Wrapping::{Gzip, Zip};
    let rows: [(&str, Vec<u8>, &[Wrapping], Option<&str>); 7] = [
        ("plain", TEXT.to_vec(), &[], None),
        ("gzip", gz(TEXT), &[Gzip], None),
        ("gzip twice", gz(&gz(TEXT)), &[Gzip, Gzip], None),
        ("zip", zipped(&[("a.txt", TEXT)]), &[Zip], Some("a.txt")),
        ("gzip in a zip", zipped(&[("a.txt.gz", &gz(TEXT))]), &[Zip, Gzip], Some("a.txt.gz")),
        ("a zip with a PDF", zipped(&[("read.pdf", PDF), ("a.txt", TEXT)]), &[Zip], Some("a.txt")),
        ("the larger text", zipped(&[("note.txt", b"Hello"), ("a.txt", TEXT)]), &[Zip], Some("a.txt")),
    ];
    for (name, bytes, wrapping, member) in rows {
        let mut opened = open_text(stored(&bytes)).unwrap();
        assert_eq!((&opened.wrapping[..], opened.member.as_deref()), (wrapping, member), "{name}");
        let (text, end) = drain(&mut *opened.stream, 7);
        assert!(end.is_ok() && text == TEXT, "{name}");
    }
}

#[test]
fn a_zip_with_several_texts_is_chosen_from_by_content() {
    let bytes = zipped(&[("note.txt", b"Hello"), ("read.pdf", PDF), ("a.txt", TEXT), ("b.csv.gz", &gz(TEXT))]);
    let found = open_candidates(stored(&bytes)).unwrap();
    let names: Vec<_> = found.texts.iter().map(Candidate::input_name).collect();
    assert_eq!(names, ["file:b.csv.gz", "file:a.txt", "file:note.txt"]);
    assert_eq!((found.refused[0].member.as_str(), found.refused[0].error.code()), ("read.pdf", "other-kind"));
    assert_eq!(found.members, 4);
    let prefixes: Vec<_> = found.texts.iter().map(Candidate::prefix).collect();
    assert_eq!(prefixes, [TEXT, TEXT, b"Hello"]);
    for _ in 0..2 {
        assert_eq!(drain(&mut *found.texts[1].open().unwrap(), 100).0, TEXT, "opened again from the start");
    }
    assert_eq!(open_text(stored(&bytes)).unwrap().other_members, ["a.txt", "note.txt"]);
}

#[test]
fn files_without_a_text() {
    let truncated = gz(TEXT)[..40].to_vec();
    let deep = (0..4).fold(TEXT.to_vec(), |bytes, _| gz(&bytes));
    let rows: [(&str, Vec<u8>, &str, Option<u64>); 16] = [
        ("no bytes", vec![], "empty", None),
        ("gzip of nothing", gz(b""), "empty", None),
        ("zip of an empty file", zipped(&[("a.txt", b"")]), "empty", None),
        ("PDF", PDF.to_vec(), "other-kind", None),
        ("PDF in gzip", gz(PDF), "other-kind", None),
        ("PDF in zip", zipped(&[("read.pdf", PDF)]), "other-kind", None),
        ("noise", b"abc\x01\x02\x03".to_vec(), "binary", Some(3)),
        ("UTF-16", b"\xff\xfer\0s\0".to_vec(), "nul-byte", Some(0)),
        ("gzip four times", deep, "other-kind", None),
        ("a zip in gzip", gz(&zipped(&[("a.txt", TEXT)])), "other-kind", None),
        ("a zip without files", zipped(&[]), "zip-no-member", None),
        ("a zip of other kinds", zipped(&[("a.pdf", PDF), ("b.pdf", PDF)]), "zip-no-member", None),
        ("a workbook", zipped(&[("[Content_Types].xml", b"<?xml"), ("a.xml", TEXT)]), "other-kind", None),
        ("gzip cut short", truncated.clone(), "gzip-truncated", Some(40)),
        ("only gzip cut short in a zip", zipped(&[("a.gz", &truncated), ("b.pdf", PDF)]), "gzip-truncated", None),
        ("zip cut short", zipped(&[("a.txt", TEXT)])[..60].to_vec(), "zip-corrupt", Some(60)),
    ];
    for (name, bytes, code, byte) in rows {
        let error = open_text(stored(&bytes)).err().unwrap_or_else(|| panic!("{name} opened"));
        assert_eq!(error.code(), code, "{name}");
        assert!(byte.is_none() || error.place().byte == byte, "{name}: {:?}", error.place());
    }
}

#[test]
fn what_is_said_when_no_text_is_of_the_wanted_kind() {
    let encrypted = {
        let mut bytes = zipped(&[("note.txt", b"Hello"), ("a.txt", TEXT)]);
        let last = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
        bytes[last + 8] |= 1;
        bytes
    };
    let rows: [(&str, Vec<u8>, &str); 4] = [
        ("a plain text", TEXT.to_vec(), "genotypes-unrecognised"),
        ("a zip with one text", zipped(&[("a.txt", TEXT)]), "genotypes-unrecognised"),
        ("a zip with several", zipped(&[("a.txt", TEXT), ("b.txt", TEXT)]), "zip-no-member"),
        ("a note beside a file with a password", encrypted, "zip-encrypted"),
    ];
    for (name, bytes, code) in rows {
        let found = open_candidates(stored(&bytes)).unwrap();
        assert_eq!(found.none_fits(ErrorKind::GenotypesUnrecognised).code(), code, "{name}");
    }
}

#[test]
fn no_more_than_the_largest_members_are_looked_into() {
    let texts: Vec<(String, Vec<u8>)> = (0..100).map(|i| (format!("{i}.txt"), vec![b'a'; i + 1])).collect();
    let members: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), &text[..])).collect();
    let found = open_candidates(stored(&zipped(&members))).unwrap();
    assert_eq!((found.texts.len(), found.members), (ZIP_CANDIDATES_MAX, 100));
    assert_eq!(found.texts[0].member(), Some("99.txt"));
}

/// 40 MB of one letter: a bomb to readers that keep what they read, and nothing to those that do not.
#[test]
fn records_may_unpack_to_any_size() {
    let bytes = gz(&vec![b'A'; 40 << 20]);
    let opened = open_text(stored(&bytes)).unwrap();
    let mut stream = opened.stream;
    assert_eq!(drain(&mut *stream, 1 << 20).1.unwrap_err().code(), "unpack-limit");
    let (text, end) = drain(&mut *open_unpacked(stored(&bytes)).unwrap(), 1 << 20);
    assert!(end.is_ok() && text.len() == 40 << 20);
}
