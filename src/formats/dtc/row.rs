//! Reads one row of a consumer file: a fast way for the plain layouts, and a patient way that names what is wrong.

use super::genotype::{self, Genotype};
use super::layout::{Columns, Layout};
use crate::error::{Error, ErrorKind, Result};
use crate::genome::{Call, Chromosome, RsId, SeenAllele, Site, build};

/// A row that was read.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Marker {
    /// Where it lies; none for markers that the vendor could not place.
    pub site: Site,
    /// Its rsID, if it has one.
    pub id: RsId,
    /// What was called.
    pub call: Call,
    /// What else is to be counted.
    pub note: Note,
}

/// What is counted beside the call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Note {
    /// Nothing.
    None,
    /// Chromosome or position 0: not placed by the vendor.
    Unplaced,
    /// An alternative contig.
    OtherContig,
    /// One allele called and one not.
    HalfCall,
    /// Alleles longer than one letter.
    Sequence,
    /// An id of the vendor's own.
    InternalId,
}

/// Reads `rs123<tab>1<tab>456<tab>AG` and the line's end at the start of `text` without looking at anything twice, and says
/// what follows. `None` when anything is unusual or the line does not end: the patient way decides what it is.
#[inline]
pub fn read_plain_tab_row(text: &[u8], split_alleles: bool) -> Option<(Marker, &[u8])> {
    let rest = text.strip_prefix(b"rs")?;
    let (id, rest) = read_number(rest)?;
    let (chromosome, rest) = match *rest.strip_prefix(b"\t")? {
        [a @ b'1'..=b'9', b'\t', ref rest @ ..] => (Chromosome::autosome(a - b'0')?, rest),
        [a @ b'1'..=b'2', b @ b'0'..=b'9', b'\t', ref rest @ ..] => {
            (Chromosome::autosome((a - b'0') * 10 + (b - b'0'))?, rest)
        }
        [b'X', b'\t', ref rest @ ..] => (Chromosome::X, rest),
        [b'Y', b'\t', ref rest @ ..] => (Chromosome::Y, rest),
        [b'M', b'T', b'\t', ref rest @ ..] => (Chromosome::MT, rest),
        _ => return None,
    };
    let (position, rest) = read_number(rest)?;
    if position == 0 || position > build::longest_end(chromosome) {
        return None;
    }
    let (call, rest) = match (rest.strip_prefix(b"\t")?, split_alleles) {
        ([a, b'\n' | b'\r', ..], false) => (Call::haploid(SeenAllele::parse(*a)?), rest.get(2..)?),
        ([a, b, ..], false) => (genotype_pair(*a, *b)?, rest.get(3..)?),
        ([a, b'\t', b, ..], true) => (genotype_pair(*a, *b)?, rest.get(4..)?),
        _ => return None,
    };
    let after = match rest {
        [b'\n', after @ ..] | [b'\r', b'\n', after @ ..] => after,
        _ => return None,
    };
    let marker = Marker { site: Site::new(chromosome, position), id: RsId::from_number(id), call, note: Note::None };
    Some((marker, after))
}

#[inline]
fn genotype_pair(a: u8, b: u8) -> Option<Call> {
    match (SeenAllele::parse(a), SeenAllele::parse(b)) {
        (Some(a), Some(b)) => Some(Call::diploid(a, b)),
        _ if (a, b) == (b'-', b'-') || (a, b) == (b'0', b'0') => Some(Call::NONE),
        _ => None,
    }
}

/// The whole number at the start of `text`, at most nine digits or up to 2³²−1, and what follows it.
#[inline]
fn read_number(text: &[u8]) -> Option<(u32, &[u8])> {
    let mut value: u64 = 0;
    let mut digits = 0;
    for &byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + u64::from(digit);
        digits += 1;
        if digits > 10 {
            return None;
        }
    }
    if digits == 0 {
        return None;
    }
    Some((u32::try_from(value).ok()?, text.get(digits..)?))
}

/// Splits a row into its fields: quotes and blanks around each are taken off, however many there are.
pub fn split_fields(line: &[u8], delimiter: u8) -> impl Iterator<Item = &[u8]> {
    let is_blank_split = delimiter == b' ';
    let line = if is_blank_split { line.trim_ascii() } else { line };
    line.split(move |&byte| if is_blank_split { byte == b' ' || byte == b'\t' } else { byte == delimiter })
        .filter(move |field| !is_blank_split || !field.is_empty())
        .map(trim_quotes)
}

fn trim_quotes(mut field: &[u8]) -> &[u8] {
    while let [b'"' | b'\'' | b' ' | b'\t' | b'\r', rest @ ..] = field {
        field = rest;
    }
    while let [rest @ .., b'"' | b'\'' | b' ' | b'\t' | b'\r'] = field {
        field = rest;
    }
    field
}

/// Reads any row of the layout.
///
/// Errors: `field-count`, `bad-chromosome`, `bad-position`, `bad-genotype`, each with its field; the caller adds the line.
pub fn read_row(line: &[u8], layout: &Layout) -> Result<Marker> {
    const FIELDS_MAX: usize = 16;
    let columns: Columns = layout.columns;
    let mut fields: [&[u8]; FIELDS_MAX] = [b""; FIELDS_MAX];
    let mut found = 0;
    for field in split_fields(line, layout.delimiter) {
        if let Some(slot) = fields.get_mut(found) {
            *slot = field;
        }
        found += 1;
    }
    // Empty fields at the end of a line are a spreadsheet's doing, not a fault.
    let written = fields.iter().take(found).rposition(|field| !field.is_empty()).map_or(0, |last| last + 1);
    // A blank-separated genotype may be written as two letters with a blank between.
    let spread = columns.second_allele.is_none() && layout.delimiter == b' ' && found == columns.count + 1;
    if found < columns.count || (written > columns.count && !spread) {
        return Err(Error::new(ErrorKind::FieldCount { expected: columns.count, found }));
    }
    let field = |index: usize| fields.get(index).copied().unwrap_or(b"");
    let id_text = columns.id.map_or(b"".as_slice(), field);
    let id = RsId::parse(id_text);
    let genotype = match columns.second_allele {
        Some(second) => genotype::parse_split(field(columns.genotype), field(second)),
        None if spread => genotype::parse_split(field(columns.genotype), field(columns.genotype + 1)),
        None => genotype::parse_joined(field(columns.genotype)),
    };
    let genotype = genotype.ok_or_else(|| Error::new(ErrorKind::BadGenotype).at_field("genotype"))?;
    let (site, mut note) = read_site(field(columns.chromosome), field(columns.position))?;
    let call = match genotype {
        Genotype::Call(call) => call,
        Genotype::HalfCall => {
            note = Note::HalfCall;
            Call::NONE
        }
        Genotype::Sequence => {
            note = Note::Sequence;
            Call::NONE
        }
    };
    if note == Note::None && !id.is_some() && !id_text.is_empty() && id_text != b"." {
        note = Note::InternalId;
    }
    Ok(Marker { site, id, call, note })
}

fn read_site(chromosome: &[u8], position: &[u8]) -> Result<(Site, Note)> {
    let bad_position = || Error::new(ErrorKind::BadPosition).at_field("position");
    let number = match read_number(position) {
        Some((number, b"")) => number,
        _ if position.is_empty() || position == b"." => 0,
        _ => return Err(bad_position()),
    };
    match Chromosome::parse(chromosome) {
        Some(_) if number == 0 => Ok((Site::NONE, Note::Unplaced)),
        Some(chromosome) if number <= build::longest_end(chromosome) => Ok((Site::new(chromosome, number), Note::None)),
        Some(_) => Err(bad_position()),
        None if matches!(chromosome, b"0" | b"" | b".") => Ok((Site::NONE, Note::Unplaced)),
        None if is_other_contig(chromosome) => Ok((Site::NONE, Note::OtherContig)),
        None => Err(Error::new(ErrorKind::BadChromosome).at_field("chromosome")),
    }
}

/// Whether a name is one of the assemblies' further sequences: unplaced, alternative, decoy, HLA.
fn is_other_contig(name: &[u8]) -> bool {
    let name = name.strip_prefix(b"chr").unwrap_or(name);
    let starts =
        [b"GL".as_slice(), b"KI", b"KQ", b"Un", b"HLA", b"NC_", b"NW_", b"NT_", b"hs37", b"EBV", b"HSCHR", b"HG"];
    starts.iter().any(|start| name.starts_with(start))
        || (name.contains(&b'_') && name.first().is_some_and(u8::is_ascii_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::dtc::layout::Vendor;
    use crate::genome::SeenAllele;

    fn layout(delimiter: u8, columns: Columns) -> Layout {
        Layout { vendor: Vendor::Generic, delimiter, columns, header_build: None, reasons: Vec::new() }
    }

    fn marker(chromosome: &[u8], position: u32, id: u32, call: Call, note: Note) -> Marker {
        let site = Chromosome::parse(chromosome).map_or(Site::NONE, |chromosome| Site::new(chromosome, position));
        Marker { site, id: RsId::from_number(id), call, note }
    }

    #[test]
    fn both_ways_agree_on_plain_rows() {
        let ag = Call::diploid(SeenAllele::A, SeenAllele::G);
        let rows: &[(&str, Marker)] = &[
            ("rs1\t1\t752566\tAG", marker(b"1", 752_566, 1, ag, Note::None)),
            ("rs4294967295\t22\t1\tGA", marker(b"22", 1, u32::MAX, ag, Note::None)),
            ("rs5\tX\t3000000\tA", marker(b"X", 3_000_000, 5, Call::haploid(SeenAllele::A), Note::None)),
            ("rs6\tMT\t16000\t--", marker(b"MT", 16_000, 6, Call::NONE, Note::None)),
        ];
        for (line, expected) in rows {
            for end in ["\n", "\r\n", "\nrs7\t"] {
                let text = format!("{line}{end}");
                let after = text.get(text.find('\n').expect("ends") + 1..).expect("ends").as_bytes();
                assert_eq!(read_plain_tab_row(text.as_bytes(), false), Some((*expected, after)), "{line}");
            }
            for unusual in ["", "\r", "A\n", "\t\n", " \n"] {
                let text = format!("{line}{unusual}");
                let read = read_plain_tab_row(text.as_bytes(), false);
                let is_longer_call = line.ends_with("\tA") && unusual == "A\n";
                assert_eq!(read.is_some(), is_longer_call, "{text:?}");
            }
            assert_eq!(read_row(line.as_bytes(), &layout(b'\t', Columns::JOINED)).expect("reads"), *expected, "{line}");
        }
        let split = "rs1\t1\t752566\tA\tG";
        let expected = marker(b"1", 752_566, 1, ag, Note::None);
        assert_eq!(read_plain_tab_row(format!("{split}\n").as_bytes(), true), Some((expected, b"".as_slice())));
        assert_eq!(read_plain_tab_row(format!("{split}\n").as_bytes(), false), None);
        assert_eq!(read_row(split.as_bytes(), &layout(b'\t', Columns::SPLIT)).expect("reads"), expected);
    }

    #[test]
    fn patient_rows() {
        let ag = Call::diploid(SeenAllele::A, SeenAllele::G);
        let rows: &[(&str, u8, Marker)] = &[
            ("\"rs1\",\"1\",\"5\",\"AG\"", b',', marker(b"1", 5, 1, ag, Note::None)),
            ("\"\"\"rs1\"\"\",\"\"\"1\"\"\",\"\"\"5\"\"\",\"\"\"AG\"\"\"", b',', marker(b"1", 5, 1, ag, Note::None)),
            ("\"rs1,\"\"1\"\",\"\"5\"\",\"\"AG\"\"\"", b',', marker(b"1", 5, 1, ag, Note::None)),
            ("i3000001\t23\t5\tAG", b'\t', marker(b"X", 5, 0, ag, Note::InternalId)),
            ("rs1\t0\t0\tAG", b'\t', marker(b"-", 0, 1, ag, Note::Unplaced)),
            ("rs1\tchr6_apd_hap1\t5\tAG", b'\t', marker(b"-", 0, 1, ag, Note::OtherContig)),
            ("rs1 1 5 A G", b' ', marker(b"1", 5, 1, ag, Note::None)),
            ("rs1\t1\t5\tA-", b'\t', marker(b"1", 5, 1, Call::NONE, Note::HalfCall)),
            ("rs1\t1\t5\tAG\t\t", b'\t', marker(b"1", 5, 1, ag, Note::None)),
        ];
        for (line, delimiter, expected) in rows {
            assert_eq!(
                read_row(line.as_bytes(), &layout(*delimiter, Columns::JOINED)).expect(line),
                *expected,
                "{line}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let rows = [
            ("rs1\t1\t5", "field-count", None),
            ("rs1\t1\t5\tAG\tmore", "field-count", None),
            ("rs1\tbanana\t5\tAG", "bad-chromosome", Some("chromosome")),
            ("rs1\t1\t-5\tAG", "bad-position", Some("position")),
            ("rs1\t1\t999999999\tAG", "bad-position", Some("position")),
            ("rs1\t1\t99999999999\tAG", "bad-position", Some("position")),
            ("rs1\t1\t5\tXQ", "bad-genotype", Some("genotype")),
        ];
        for (line, code, field) in rows {
            let error = read_row(line.as_bytes(), &layout(b'\t', Columns::JOINED)).expect_err(line);
            assert_eq!((error.code(), error.place().field.as_deref()), (code, field), "{line}");
        }
    }
}
