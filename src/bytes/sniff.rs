//! Tells from its first bytes what a file is: text, compressed, or one of the other kinds people choose by mistake.

use crate::error::{Error, ErrorKind};

/// What a file's first bytes say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text of some layout.
    Text,
    /// Gzip, BGZF included.
    Gzip,
    /// Zip.
    Zip,
    /// Zstandard.
    Zstd,
    /// A known kind that is none of ours, named with its article.
    Other(&'static str),
    /// Text of two bytes per character.
    Utf16,
    /// Neither text nor anything known; `byte` is the first that no text has.
    Binary {
        /// Offset from the start.
        byte: u64,
    },
    /// No bytes, or blanks only.
    Empty,
}

/// Bytes from the start that [`sniff`] wants to see, where the file has them.
pub const SNIFF_BYTES: usize = 4096;

/// Magic bytes at an offset, and what has them.
const MAGIC: [(usize, &[u8], Kind); 32] = [
    (0, b"\x1f\x8b", Kind::Gzip),
    (0, b"PK\x03\x04", Kind::Zip),
    (0, b"PK\x05\x06", Kind::Zip),
    (0, b"PK\x07\x08", Kind::Zip),
    (0, b"%PDF-", Kind::Other("a PDF document")),
    (0, b"\x89PNG\r\n", Kind::Other("a picture")),
    (0, b"\xff\xd8\xff", Kind::Other("a picture")),
    (0, b"GIF8", Kind::Other("a picture")),
    (8, b"WEBP", Kind::Other("a picture")),
    (4, b"ftypheic", Kind::Other("a picture")),
    (4, b"ftyp", Kind::Other("a video or picture")),
    (0, b"II*\0", Kind::Other("a picture")),
    (0, b"MM\0*", Kind::Other("a picture")),
    (0, b"{\\rtf", Kind::Other("an RTF document")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Other("a document of an older office program")),
    (0, b"7z\xbc\xaf\x27\x1c", Kind::Other("a 7z archive")),
    (0, b"Rar!\x1a\x07", Kind::Other("a RAR archive")),
    (0, b"\xfd7zXZ\0", Kind::Other("an xz archive")),
    (0, b"\x28\xb5\x2f\xfd", Kind::Zstd),
    // A skippable frame, as pzstd begins with (RFC 8878, 3.1.2).
    (0, b"\x50\x2a\x4d\x18", Kind::Zstd),
    (4, b"1AY&SY", Kind::Other("a bzip2 archive")),
    (257, b"ustar", Kind::Other("a tar archive")),
    (0, b"BAM\x01", Kind::Other("a BAM file of sequencing reads")),
    (0, b"CRAM", Kind::Other("a CRAM file of sequencing reads")),
    (0, b"BCF\x02", Kind::Other("a BCF file")),
    (0, b"\x6c\x1b", Kind::Other("a PLINK file of genotypes")),
    (0, b"SQLite format 3\0", Kind::Other("an SQLite database")),
    // A thrift field follows; a list of variants may begin with the contig PAR1.
    (0, b"PAR1\x15", Kind::Other("a Parquet table")),
    (0, b"\x89HDF\r\n", Kind::Other("an HDF5 file")),
    (0, b"\x7fELF", Kind::Other("a program")),
    (0, b"\xcf\xfa\xed\xfe", Kind::Other("a program")),
    (0, b"\0asm", Kind::Other("a program")),
];

const WEB_PAGE: Kind = Kind::Other("a web page saved as a file");

/// How texts of other kinds begin, in lower case.
const TEXT_STARTS: [(&[u8], Kind); 7] = [
    (b"<!doctype html", WEB_PAGE),
    (b"<html", WEB_PAGE),
    (b"<head", WEB_PAGE),
    (b"<body", WEB_PAGE),
    (b"<?xml", Kind::Other("an XML document")),
    (b"<!doctype", Kind::Other("an XML document")),
    (b"0 head", Kind::Other("a GEDCOM family tree")),
];

/// What a file is that begins with `start`.
pub fn sniff(start: &[u8]) -> Kind {
    for (offset, magic, kind) in MAGIC {
        if start.get(offset..).is_some_and(|rest| rest.starts_with(magic)) {
            return kind;
        }
    }
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") || is_wide(start) {
        return Kind::Utf16;
    }
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    if text.is_empty() {
        return Kind::Empty;
    }
    for (begin, kind) in TEXT_STARTS {
        if starts_with_any_case(text, begin) {
            let is_page = kind == WEB_PAGE || memchr::memmem::find(&text.to_ascii_lowercase(), b"<html").is_some();
            return if is_page { WEB_PAGE } else { kind };
        }
    }
    match first_binary(start) {
        Some(byte) if start.starts_with(b"MZ") && start.contains(&0) => {
            debug_assert!(byte < start.len() as u64);
            Kind::Other("a program")
        }
        Some(byte) => Kind::Binary { byte },
        None => Kind::Text,
    }
}

impl Kind {
    /// Why a file of this kind cannot be read as text; none for text itself.
    pub fn refusal(self) -> Option<Error> {
        match self {
            Self::Text => None,
            Self::Gzip | Self::Zstd => {
                Some(ErrorKind::OtherKind { what: "a file compressed too many times over" }.into())
            }
            Self::Zip => Some(ErrorKind::OtherKind { what: "a zip inside another compressed file" }.into()),
            Self::Other(what) => Some(ErrorKind::OtherKind { what }.into()),
            Self::Utf16 => Some(Error::new(ErrorKind::NulByte).at_byte(0).at_line(1)),
            Self::Binary { byte } => Some(Error::new(ErrorKind::Binary).at_byte(byte)),
            Self::Empty => Some(ErrorKind::Empty.into()),
        }
    }
}

fn starts_with_any_case(text: &[u8], begin: &[u8]) -> bool {
    text.get(..begin.len()).is_some_and(|start| start.eq_ignore_ascii_case(begin))
}

/// Whether every second byte is NUL, as in UTF-16 without a mark.
fn is_wide(start: &[u8]) -> bool {
    let seen = start.get(..start.len().min(64)).unwrap_or_default();
    let wide = |nul_first: bool| {
        seen.chunks_exact(2).all(|pair| matches!(pair, [a, b] if (*a == 0) == nul_first && (*b == 0) != nul_first))
    };
    seen.len() >= 4 && (wide(true) || wide(false))
}

/// The first byte that no text has, where there are too many of them for a text with a few damaged places.
///
/// A text may have a NUL here and there; the line reader says in which line.
fn first_binary(start: &[u8]) -> Option<u64> {
    let is_control = |byte: u8| matches!(byte, 0..=8 | 14..=25 | 28..=31 | 127);
    let strange = |chunk: std::str::Utf8Chunk<'_>| {
        chunk.valid().bytes().filter(|byte| is_control(*byte)).count() + chunk.invalid().len()
    };
    let controls = start.iter().filter(|byte| is_control(**byte)).count();
    let strange: usize = start.utf8_chunks().map(strange).sum();
    // A twentieth in control characters, or a fifth with bytes that are not UTF-8: Latin-1 prose stays below.
    if controls * 20 <= start.len() && strange * 5 <= start.len() {
        return None;
    }
    let first = start.iter().position(|byte| is_control(*byte) || !byte.is_ascii())?;
    Some(first as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        let web = Kind::Other("a web page saved as a file");
        let latin = b"# g\xe9notype de Zo\xeb\nrsid,chromosome,position,result\n";
        let tar = [&[b'a'; 257][..], b"ustar\x0000"].concat();
        let rows: [(&str, &[u8], Kind); 38] = [
            ("no bytes", b"", Kind::Empty),
            ("blanks", b" \r\n\t\n", Kind::Empty),
            ("a byte order mark only", b"\xef\xbb\xbf", Kind::Empty),
            ("23andMe", b"# rsid\tchromosome\tposition\tgenotype\n", Kind::Text),
            ("after a byte order mark", b"\xef\xbb\xbfrsid,chromosome\r\n", Kind::Text),
            ("VCF", b"##fileformat=VCFv4.2\n", Kind::Text),
            ("Latin-1", latin, Kind::Text),
            ("other scripts", "# имя и фамилия\nrs1\t1\t1\tAA\n".as_bytes(), Kind::Text),
            ("one NUL in a text", b"rs1\t1\t100\tAA\nrs2\t1\t200\t\0A\nrs3\t1\t300\tAA\n", Kind::Text),
            ("gzip", b"\x1f\x8b\x08\0", Kind::Gzip),
            ("zip", b"PK\x03\x04\x14\0", Kind::Zip),
            ("variants of PAR1", b"PAR1\trs1\t0\t60425\tA\tC\n", Kind::Text),
            ("Parquet", b"PAR1\x15\x04\x15", Kind::Other("a Parquet table")),
            ("Zstandard", b"\x28\xb5\x2f\xfd\x04", Kind::Zstd),
            ("Zstandard of pzstd", b"\x50\x2a\x4d\x18\x04", Kind::Zstd),
            ("empty zip", b"PK\x05\x06\0\0", Kind::Zip),
            ("text that begins with PK", b"PK\tchrom\n", Kind::Text),
            ("PDF", b"%PDF-1.7\n", Kind::Other("a PDF document")),
            ("PNG", b"\x89PNG\r\n\x1a\n", Kind::Other("a picture")),
            ("JPEG", b"\xff\xd8\xff\xe0", Kind::Other("a picture")),
            ("page", b"<!DOCTYPE html><html>", web),
            ("page after blanks", b"\xef\xbb\xbf\r\n  <HTML lang=en>", web),
            ("page as XML", b"<?xml version='1.0'?><!DOCTYPE html><html>", web),
            ("XML", b"<?xml version='1.0'?><Error><Code>AccessDenied", Kind::Other("an XML document")),
            ("GEDCOM", b"\xef\xbb\xbf0 HEAD\r\n1 SOUR", Kind::Other("a GEDCOM family tree")),
            ("RTF", b"{\\rtf1", Kind::Other("an RTF document")),
            ("bzip2", b"BZh91AY&SY", Kind::Other("a bzip2 archive")),
            ("tar", &tar, Kind::Other("a tar archive")),
            ("BAM", b"BAM\x01\0\0", Kind::Other("a BAM file of sequencing reads")),
            ("SQLite", b"SQLite format 3\0", Kind::Other("an SQLite database")),
            ("program", b"MZ\x90\0\x03\0\0\0", Kind::Other("a program")),
            ("text that begins with MZ", b"MZ\tchrom\n", Kind::Text),
            ("UTF-16 with mark", b"\xff\xfer\0s\0", Kind::Utf16),
            ("UTF-16, the other order", b"\xfe\xff\0r\0s", Kind::Utf16),
            ("UTF-16 without mark", b"r\0s\0i\0d\0", Kind::Utf16),
            ("NUL bytes", &[0; 100], Kind::Binary { byte: 0 }),
            ("noise", b"abc\xc3\x01\x99\xf0\xff\x80\x05\x07", Kind::Binary { byte: 3 }),
            ("bytes that are not UTF-8", b"ab\xc3\xc3\x99\xf0\xff\x80\xfd", Kind::Binary { byte: 2 }),
        ];
        for (name, start, kind) in rows {
            assert_eq!(sniff(start), kind, "{name}");
        }
    }

    #[test]
    fn every_kind_but_text_is_refused_with_its_code() {
        let rows = [
            (Kind::Text, None),
            (Kind::Gzip, Some("other-kind")),
            (Kind::Zstd, Some("other-kind")),
            (Kind::Zip, Some("other-kind")),
            (Kind::Other("a picture"), Some("other-kind")),
            (Kind::Utf16, Some("nul-byte")),
            (Kind::Binary { byte: 9 }, Some("binary")),
            (Kind::Empty, Some("empty")),
        ];
        for (kind, code) in rows {
            assert_eq!(kind.refusal().map(|error| error.code()), code, "{kind:?}");
        }
    }
}
