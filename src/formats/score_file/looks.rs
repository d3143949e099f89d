//! Tells a scoring file by the beginning of its text, with the reasons.

use super::bare_layout::is_number;
use super::columns::Columns;
use super::header_key;
use super::layout::Layout;
use super::opening::header_behind_hash;
use super::split::{self, Delimiter};
use memchr::memchr;
use std::borrow::Cow;

/// Why a text that begins so is a scoring file; `None` if it is not one. The last line may be cut.
pub fn looks_like_scores(prefix: &[u8]) -> Option<Vec<String>> {
    let prefix = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(prefix);
    let mut reasons = Vec::new();
    let mut lines = prefix.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut hash_header = None;
    let first = loop {
        let Some(line) = lines.next() else { break None };
        if line.trim_ascii().is_empty() {
            continue;
        }
        if !line.trim_ascii_start().starts_with(b"#") {
            break Some(line);
        }
        if let Some((key, _)) = header_key::key_and_value(line) {
            if header_key::is_of_a_score(&key) {
                reasons.push(format!("header key {key}"));
            } else if key == "fileformat" {
                return None;
            }
        } else if let Some(columns) = header_columns(line).filter(|_| memchr(b'=', line).is_none()) {
            reasons.push(columns);
        } else if header_behind_hash(line).is_some() {
            hash_header = Some(line);
        }
    };
    if let Some(line) = first {
        reasons.extend(hash_header.and_then(|header| open_columns(header, Some(line))));
        let second = lines.find(|line| !line.trim_ascii().is_empty());
        if let Some(columns) = header_columns(line) {
            reasons.push(columns);
        } else if let Some(reason) = open_columns(line, second).or_else(|| bare_rows(line, second)) {
            reasons.push(reason);
        }
    }
    reasons.truncate(4);
    Some(reasons).filter(|reasons| !reasons.is_empty())
}

fn layout_of(line: &[u8]) -> Option<Layout> {
    let delimiter = Delimiter::of_header(line);
    let fields = split::quoted(line, delimiter);
    Layout::from_header(Columns::new(fields.iter().map(Cow::as_ref)), delimiter).ok()
}

/// The columns that make a line a score's header, where their names say so.
fn header_columns(line: &[u8]) -> Option<String> {
    let layout = layout_of(line)?;
    let weight = layout.weights.first()?;
    let weight = layout.dosages.map_or(weight.column, |[zero, ..]| zero);
    Some(format!("columns {} and {}", layout.columns.name(layout.effect), layout.columns.name(weight)))
}

/// A header with an effect allele above a row with numbers in columns of unknown names.
fn open_columns(header: &[u8], row: Option<&[u8]>) -> Option<String> {
    let mut layout = layout_of(header)?;
    let fields = split::quoted(row?, layout.delimiter);
    let fields: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
    layout.settle_weights(|at| is_number(&fields, at)).ok()?;
    Some(format!("column {} and a column of numbers", layout.columns.name(layout.effect)))
}

/// Rows `ID allele number`, from the first line or the second.
fn bare_rows(first: &[u8], second: Option<&[u8]>) -> Option<String> {
    let is_bare = |line: &[u8]| {
        let delimiter = Delimiter::of_bare_row(line);
        let fields = split::quoted(line, delimiter);
        let fields: Vec<&[u8]> = fields.iter().map(Cow::as_ref).collect();
        Layout::from_bare_row(&fields, delimiter, None).is_some()
    };
    (is_bare(first) || second.is_some_and(is_bare)).then(|| "rows of an id, an allele and a number".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores() {
        let rows = [
            ("#pgs_id=PGS1\n", "header key pgs_id"),
            ("# PGS ID = PGS1\r\n", "header key PGS ID"),
            ("\u{feff}rsID\teffect_allele\teffect_weight\nrs1", "columns effect_allele and effect_weight"),
            ("#CHROM\tPOS\tA1\tBETA\n", "columns A1 and BETA"),
            (
                "chr_name\tchr_position\teffect_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\n",
                "columns effect_allele and dosage_0_weight",
            ),
            ("ID\teffect_allele\tPGS1\n1:2:A:G\tA\t0.5\n", "column effect_allele and a column of numbers"),
            ("#CHROM POS ID A1 HEIGHT BMI\n1 5 rs1 A 0.5 1\n", "column A1 and a column of numbers"),
            ("22\trs1\t17000000\tA\tG\t1.5e-5\n", "rows of an id, an allele and a number"),
            ("chrom    pos    sid    nt1    nt2    raw_beta    ldpred_beta\n", "columns nt1 and ldpred_beta"),
            ("  Id  Name  Chrom  Position  A1  A2  A1Frq  A1Effect  SE  PIP\n", "columns A1 and A1Effect"),
            ("Predictor A1 A2 Centre Effect\nrs1 A G 0.5 0.1\n", "column A1 and a column of numbers"),
            ("iteration\tkind\tvar\tscore0\tscore1\tscore2\tchrom\tpos\ta1\ta2\n", "columns a1 and score0"),
            ("rs1 A 0.5\nrs2 C -1e-3\n", "rows of an id, an allele and a number"),
            ("marker letter strength\nrs2 C -1e-3\n", "rows of an id, an allele and a number"),
        ];
        for (text, reason) in rows {
            assert_eq!(looks_like_scores(text.as_bytes()), Some(vec![reason.to_owned()]), "{text}");
        }
    }

    #[test]
    fn genotypes_and_others() {
        let texts = [
            "",
            "# rsid\tchromosome\tposition\tgenotype\nrs4477212\t1\t82154\tAA\n",
            "rsid\tchromosome\tposition\tallele1\tallele2\nrs1\t1\t82154\tA\tA\n",
            "RSID,CHROMOSOME,POSITION,RESULT\n\"rs1\",\"1\",\"82154\",\"AA\"\n",
            "rsid,chrom,pos,genotype\nrs1,1,5,AA\n",
            "rs1\t1\t82154\tAA\nrs2\t1\t82155\tAC\n",
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t5\t.\tA\tC\t1\t.\t.\n",
            "#CHROM\tPOS\tID\tREF\tALT\n11\t69331418\t11:69331418:T:C\tT\tC,G\n",
            "1\trs1\t0\t82154\tA\tG\n",
            "FAM1 1 0 0 1 2 A A\n",
            "sample,score_a,score_b\ns1,1,2\n",
            "{\n  \"effect_allele\": \"A1\"\n}\n",
            "<!DOCTYPE html>\n<html>\n",
            "0 HEAD\n1 SOUR MyHeritage\n",
        ];
        for text in texts {
            assert_eq!(looks_like_scores(text.as_bytes()), None, "{text}");
        }
    }
}
