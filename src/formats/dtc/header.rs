//! Recognises a consumer file by its content: comments, column names, and whether the first rows read.

use super::layout::{Columns, Layout, Vendor};
use super::row::{read_row, split_fields};
use crate::genome::Build;

/// Rows that are tried where no header names the columns.
const ROWS_TRIED: usize = 50;

/// Recognises the layout from the first part of the text (some tens of kilobytes). `None` when it is no consumer file.
pub fn recognise_layout(prefix: &[u8]) -> Option<Layout> {
    let prefix = prefix.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(prefix);
    // The last line of a prefix may be cut; it counts only where it is all there is.
    let complete = prefix.iter().rposition(|&byte| byte == b'\n').map_or(prefix.len(), |end| end + 1);
    let text = prefix.get(..complete).unwrap_or(prefix);
    let lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n' || byte == b'\r').filter(|line| !is_blank(line)).collect();
    let comments: Vec<&[u8]> = lines.iter().copied().take_while(|line| is_comment(line)).collect();
    let data = lines.get(comments.len()..).unwrap_or(&[]);
    let first = data.first().copied();
    let words =
        comments.iter().map(|line| String::from_utf8_lossy(line).to_ascii_lowercase()).collect::<Vec<_>>().join("\n");

    let commented = comments.last().and_then(|line| names_in(line.trim_ascii_start().strip_prefix(b"#")?));
    let named = first.and_then(names_in);
    let mut reasons = Vec::new();
    let (delimiter, columns) = match (named, commented) {
        (Some(found), _) => {
            reasons.push("the first row names the columns".to_owned());
            found
        }
        (None, Some((delimiter, columns))) => {
            reasons.push("the last comment line names the columns".to_owned());
            // Comments are sometimes written with blanks where the rows have tabs.
            (first.map_or(delimiter, |row| delimiter_of(row, columns.count).unwrap_or(delimiter)), columns)
        }
        (None, None) => {
            let found = columns_by_rows(data)?;
            reasons.push("the rows read as marker, chromosome, position and genotype".to_owned());
            found
        }
    };
    let vendor = vendor_of(&words, delimiter, columns, first, !comments.is_empty(), commented.is_some(), &mut reasons);
    Some(Layout { vendor, delimiter, columns, header_build: build_in(&words), reasons })
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// Whether a line is a comment: `#` first, blanks and quotes before it allowed.
pub fn is_comment(line: &[u8]) -> bool {
    line.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'"')) == Some(&b'#')
}

/// The delimiter and columns of a header row. A `#` before it is allowed, and so are tabs, commas, semicolons or blanks.
pub fn names_in(line: &[u8]) -> Option<(u8, Columns)> {
    // Every name of the chromosome column has these letters; most rows that come here have not.
    if !line.windows(3).any(|letters| letters.eq_ignore_ascii_case(b"chr")) {
        return None;
    }
    [b'\t', b',', b';', b' '].into_iter().find_map(|delimiter| {
        let columns = Columns::from_names(split_fields(line, delimiter))?;
        Some((delimiter, columns))
    })
}

fn delimiter_of(row: &[u8], count: usize) -> Option<u8> {
    [b'\t', b',', b';', b' '].into_iter().find(|&delimiter| split_fields(row, delimiter).count() >= count)
}

/// Columns where no header names them: the usual orders, kept if nearly all of the first rows read.
fn columns_by_rows(data: &[&[u8]]) -> Option<(u8, Columns)> {
    let rows: Vec<&[u8]> = data.iter().copied().take(ROWS_TRIED).collect();
    if rows.is_empty() {
        return None;
    }
    [b'\t', b',', b';', b' ']
        .into_iter()
        .flat_map(|delimiter| [(delimiter, Columns::JOINED), (delimiter, Columns::SPLIT)])
        .map(|(delimiter, columns)| {
            let layout =
                Layout { vendor: Vendor::Generic, delimiter, columns, header_build: None, reasons: Vec::new() };
            let read =
                rows.iter().filter(|row| read_row(row, &layout).is_ok_and(|marker| marker.site.is_some())).count();
            (read, (delimiter, columns))
        })
        .filter(|(read, _)| read * 10 >= rows.len() * 8)
        // Of equals the first, which is the stricter separator.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, found)| found)
}

fn vendor_of(
    words: &str,
    delimiter: u8,
    columns: Columns,
    first: Option<&[u8]>,
    has_comments: bool,
    names_commented: bool,
    reasons: &mut Vec<String>,
) -> Vendor {
    let named: [(&[&str], Vendor); 5] = [
        (&["ancestrydna"], Vendor::AncestryDna),
        (&["myheritage"], Vendor::MyHeritage),
        (&["living dna", "livingdna"], Vendor::LivingDna),
        (&["family tree dna", "familytreedna", "ftdna", "famfinder"], Vendor::FamilyTreeDna),
        (&["23andme"], Vendor::TwentyThreeAndMe),
    ];
    for (needles, vendor) in named {
        if needles.iter().any(|needle| words.contains(needle)) {
            reasons.push(format!("the comments name {}", vendor.name()));
            return vendor;
        }
    }
    let is_standard = columns == Columns::JOINED || columns == Columns::SPLIT;
    let upper_case = first.is_some_and(|row| split_fields(row, delimiter).any(|name| name == b"RESULT"));
    let vendor = match (delimiter, columns.second_allele) {
        (b'\t', None) if names_commented && is_standard => Vendor::TwentyThreeAndMe,
        (b'\t', Some(_)) if columns == Columns::SPLIT => Vendor::AncestryDna,
        (b',', None) if upper_case && has_comments => Vendor::MyHeritage,
        (b',', None) if upper_case => Vendor::FamilyTreeDna,
        (b',', Some(_)) if columns == Columns::SPLIT && first.is_some_and(|row| row.starts_with(b"name,")) => {
            Vendor::FamilyTreeDna
        }
        _ => Vendor::Generic,
    };
    if vendor != Vendor::Generic {
        reasons.push(format!("columns and separators are those of {}", vendor.name()));
    }
    vendor
}

/// The build that comments speak of, where they speak of one only.
fn build_in(words: &str) -> Option<Build> {
    let spoken = |needles: &[&str]| needles.iter().any(|needle| words.contains(needle));
    let found = [
        (Build::Grch36, spoken(&["build 36", "ncbi36", "ncbi 36", "hg18", "grch36", "build36"])),
        (Build::Grch37, spoken(&["build 37", "grch37", "hg19", "build37", "b37"])),
        (Build::Grch38, spoken(&["build 38", "grch38", "hg38", "build38", "b38"])),
    ];
    let mut builds = found.iter().filter(|(_, is_spoken)| *is_spoken).map(|(build, _)| *build);
    match (builds.next(), builds.next()) {
        (Some(build), None) => Some(build),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_by_content() {
        let rows: &[(&str, Vendor, u8, Option<Build>)] = &[
            (
                "# This data file generated by 23andMe at: now\r\n# build 37\r\n# rsid\tchromosome\tposition\tgenotype\r\nrs1\t1\t5\tAA\r\n",
                Vendor::TwentyThreeAndMe,
                b'\t',
                Some(Build::Grch37),
            ),
            (
                "#AncestryDNA raw data download\n#reference build 37.1 coordinates\nrsid\tchromosome\tposition\tallele1\tallele2\nrs1\t1\t5\tA\tA\n",
                Vendor::AncestryDna,
                b'\t',
                Some(Build::Grch37),
            ),
            (
                "# MyHeritage DNA raw data.\nRSID,CHROMOSOME,POSITION,RESULT\n\"rs1\",\"1\",\"5\",\"AA\"\n",
                Vendor::MyHeritage,
                b',',
                None,
            ),
            ("RSID,CHROMOSOME,POSITION,RESULT\n\"rs1\",\"1\",\"5\",\"AA\"\n", Vendor::FamilyTreeDna, b',', None),
            ("name,chromosome,position,allele1,allele2\nrs1,1,5,A,A\n", Vendor::FamilyTreeDna, b',', None),
            (
                "# Living DNA customer genotype data download file version: 1.0.1\n# rsid chromosome position genotype\nrs1\t1\t5\tAA\n",
                Vendor::LivingDna,
                b'\t',
                None,
            ),
            ("rsid,chrom,pos,genotype\nrs1,1,5,AA\n", Vendor::Generic, b',', None),
            ("rs1 1 5 AA\nrs2 1 6 AG\n", Vendor::Generic, b' ', None),
            ("\u{feff}rs1\t1\t5\tA\tA\nrs2\t1\t6\tA\tG\n", Vendor::AncestryDna, b'\t', None),
        ];
        for (text, vendor, delimiter, build) in rows {
            let layout = recognise_layout(text.as_bytes()).expect(text);
            assert_eq!((layout.vendor, layout.delimiter, layout.header_build), (*vendor, *delimiter, *build), "{text}");
            assert!(!layout.reasons.is_empty());
        }
    }

    #[test]
    fn other_tables_are_not_genotype_files() {
        for text in [
            "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\nrs1\t1\t5\tA\tG\t0.1\n",
            "Name,Value\nDYS393,13\nDYS390,24\n",
            "hello\nworld\n",
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n1\t5\trs1\tA\tG\t.\t.\t.\tGT\t0/1\n",
            "",
        ] {
            assert_eq!(recognise_layout(text.as_bytes()), None, "{text}");
        }
    }
}
