//! Recognises a file of records by its content, and where that does not tell, by its name.

use super::Member;
use crate::bytes::SharedSource;
use crate::bytes::open::{is_bgzf, open_unpacked};
use crate::error::Result;
use crate::formats::bgen;

/// Text looked at to recognise a file.
const HEAD_BYTES: usize = 64 << 10;

/// What a file is; `None` where it is none of records.
///
/// Errors: `unreadable`, and `gzip-corrupt` or `gzip-truncated` where the first block of BGZF is damaged.
pub fn recognise(source: &SharedSource) -> Result<Option<Member>> {
    let mut raw = vec![0; HEAD_BYTES];
    let count = source.read_at(0, &mut raw)?;
    raw.truncate(count);
    if let Some(member) = by_magic(&raw) {
        return Ok(Some(member));
    }
    let mut head = raw;
    if head.starts_with(b"\x1f\x8b") || head.starts_with(b"\x28\xb5\x2f\xfd") {
        head = match unpacked_head(source) {
            Ok(text) => text,
            // The other readers would take a damaged first block for gzip with a meaning of its own.
            Err(error) if is_bgzf(source)? => return Err(error),
            // Its reader says what is wrong with a member of a set.
            Err(_) => return Ok(by_name(source.name())),
        };
        if let Some(member) = by_magic(&head) {
            return Ok(Some(member));
        }
    }
    let told = by_text(&head);
    let named = by_name(source.name());
    Ok(match (told, named) {
        // A list of people without sex or parents reads as a list of variants, too; PLINK 2 reads its lists without a header as
        // those of PLINK 1.
        (Some(Member::Bim | Member::Fam), Some(Member::Bim | Member::Fam | Member::Pvar | Member::Psam)) => named,
        // A list of variants may begin as a VCF without samples does, and its header may go on behind the head.
        (Some(Member::Vcf), Some(Member::Pvar)) if names_samples(&head) != Some(true) => named,
        (Some(Member::Pvar), None) if is_named_vcf(source.name()) => Some(Member::Vcf),
        (None, _) => named,
        _ => told,
    })
}

/// What the name of a file says that is not recognised by content: a member of a set with something wrong in it, which its
/// reader will say with the place.
pub(super) fn by_name(name: &str) -> Option<Member> {
    const ENDINGS: [(&str, Member); 8] = [
        (".bed", Member::Bed),
        (".bim", Member::Bim),
        (".fam", Member::Fam),
        (".pgen", Member::Pgen),
        (".pvar", Member::Pvar),
        (".psam", Member::Psam),
        (".bgen", Member::Bgen),
        (".sample", Member::BgenSamples),
    ];
    let name = name.to_ascii_lowercase();
    let inner = without_packing(&name);
    let (_, member) = ENDINGS.into_iter().find(|(ending, _)| inner.ends_with(ending))?;
    // Only lists are packed as a whole.
    let is_list = matches!(member, Member::Bim | Member::Fam | Member::Pvar | Member::Psam);
    (is_list || inner.len() == name.len()).then_some(member)
}

fn is_named_vcf(name: &str) -> bool {
    without_packing(&name.to_ascii_lowercase()).ends_with(".vcf")
}

/// A name without the ending of its compression.
pub(super) fn without_packing(name: &str) -> &str {
    [".gz", ".bgz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// The start of a compressed file's content, up to any damage.
///
/// Errors: damage at its very beginning.
fn unpacked_head(source: &SharedSource) -> Result<Vec<u8>> {
    let mut stream = open_unpacked(source.clone())?;
    let mut head = vec![0; HEAD_BYTES];
    let mut filled = 0;
    while filled < head.len() {
        match stream.read(head.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if filled == 0 => return Err(error),
            Err(_) => break,
        }
    }
    head.truncate(filled);
    Ok(head)
}

fn by_magic(head: &[u8]) -> Option<Member> {
    match head {
        [b'l', 0x1b, 0 | 1, ..] => Some(Member::Bed),
        // Source: PLINK 2 file format specification, the storage modes that a .pgen may begin with.
        [b'l', 0x1b, 2..=4 | 0x10 | 0x11 | 0x20 | 0x21, ..] => Some(Member::Pgen),
        [b'B', b'C', b'F', 2, ..] => Some(Member::Bcf),
        [b'T' | b'C', b'B' | b'S', b'I', 1, ..] => Some(Member::Index),
        _ if head.starts_with(b"SQLite format 3\0") => Some(Member::BgenIndex),
        _ if head.get(16..20) == Some(b"bgen") => Some(Member::Bgen),
        _ => None,
    }
}

fn by_text(head: &[u8]) -> Option<Member> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if head.starts_with(b"##fileformat=VCF") {
        return Some(Member::Vcf);
    }
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = lines.clone().find(|line| !line.starts_with(b"##"))?;
    if first.starts_with(b"#CHROM\t") {
        return Some(if names_samples(head) == Some(true) { Member::Vcf } else { Member::Pvar });
    }
    if first.starts_with(b"#FID") || first.starts_with(b"#IID") {
        return Some(Member::Psam);
    }
    if bgen::names_columns(first) {
        return Some(Member::BgenSamples);
    }
    let rows: Vec<Vec<&[u8]>> = lines
        .by_ref()
        .take(3)
        .filter(|line| !line.is_empty())
        .map(|line| line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty()).collect())
        .collect();
    let all = |holds: fn(&[&[u8]]) -> bool| !rows.is_empty() && rows.iter().all(|row| row.len() == 6 && holds(row));
    if all(is_bim_row) {
        return Some(Member::Bim);
    }
    all(is_fam_row).then_some(Member::Fam)
}

/// Whether the `#CHROM` line goes on to FORMAT and samples; `None` where it is not in the head.
fn names_samples(head: &[u8]) -> Option<bool> {
    let line = head.split(|byte| *byte == b'\n').find(|line| line.starts_with(b"#CHROM\t"))?;
    Some(line.split(|byte| *byte == b'\t').any(|name| name.trim_ascii_end() == b"FORMAT"))
}

fn is_bim_row(row: &[&[u8]]) -> bool {
    let number = |field: &[u8]| std::str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok());
    let allele = |field: &[u8]| field.iter().all(|byte| byte.is_ascii_alphabetic() || b"0.*<>-".contains(byte));
    matches!(row, [_, _, cm, position, a, b] if number(cm) && number(position) && allele(a) && allele(b))
}

fn is_fam_row(row: &[&[u8]]) -> bool {
    matches!(row, [_, _, _, _, sex, _] if matches!(*sex, b"0" | b"1" | b"2" | b"-9"))
}
