//! Recognises rows that have no header: PLINK's `ID allele weight …`, and PRS-CS's `CHR SNP BP A1 A2 BETA`.

use super::allele::{self, Allele};
use super::columns::{ABSENT, Columns};
use super::layout::Layout;
use super::number;
use super::split::Delimiter;
use super::tool::Tool;
use crate::genome::Chromosome;

impl Layout {
    /// The layout of rows `ID allele weight …` without a header, or under one whose names say nothing; `None` where this
    /// row is not such a row.
    pub fn from_bare_row(row: &[&[u8]], delimiter: Delimiter, names: Option<Columns>) -> Option<Self> {
        if let Some(layout) = Self::from_prs_cs_row(row, delimiter) {
            return Some(layout);
        }
        let [id, effect, weight, ..] = row else { return None };
        let is_allele = matches!(allele::read(effect), Allele::Sequence(_));
        if !is_allele || number::finite(weight).is_none() || id.is_empty() || id.starts_with(b"#") {
            return None;
        }
        let names = names.filter(|names| names.written.len() == row.len()).unwrap_or_else(|| {
            let names = ["ID", "effect_allele"].into_iter().map(str::to_owned);
            let scores = (1..=row.len().saturating_sub(2)).map(|score| format!("SCORE{score}"));
            let names: Vec<String> = names.chain(scores).collect();
            Columns::new(names.iter().map(String::as_bytes))
        });
        let mut layout = Self { delimiter, ..Self::bare(names) };
        layout.take_numbers(2..row.len(), |at| is_number(row, at));
        Some(layout)
    }

    fn bare(columns: Columns) -> Self {
        Self {
            delimiter: Delimiter::Blanks,
            columns,
            id: 0,
            hm_id: ABSENT,
            chromosome: ABSENT,
            position: ABSENT,
            hm_chromosome: ABSENT,
            hm_position: ABSENT,
            effect: 1,
            other: ABSENT,
            pair: None,
            weights: Vec::new(),
            dosages: None,
            dominant: ABSENT,
            recessive: ABSENT,
            haplotype: ABSENT,
            diplotype: ABSENT,
            interaction: ABSENT,
            frequency: ABSENT,
            populations: Vec::new(),
            inferred: ABSENT,
            variant_type: ABSENT,
            build: None,
            hm_build: None,
            is_plink: true,
            tool: None,
            kind: ABSENT,
            raw_effect: ABSENT,
        }
    }

    /// The layout of PRS-CS and PRS-CSx. With `--write_pst` there is a column of weights for each sample of the posterior.
    /// Tables of genotypes (`.gen`, `.haps`) begin alike, but no program writes those in scientific notation.
    fn from_prs_cs_row(row: &[&[u8]], delimiter: Delimiter) -> Option<Self> {
        let [chromosome, _, position, effect, other, weights @ ..] = row else { return None };
        let is_allele = |text: &[u8]| matches!(allele::read(text), Allele::Sequence(_));
        let is_scientific = |text: &&[u8]| number::finite(text).is_some() && text.contains(&b'e');
        let is_such = Chromosome::parse(chromosome).is_some()
            && number::position(position).flatten().is_some()
            && is_allele(effect)
            && is_allele(other)
            && match weights {
                [only] => number::finite(only).is_some(),
                several => !several.is_empty() && several.iter().all(is_scientific),
            };
        if !is_such {
            return None;
        }
        let names = ["CHR", "SNP", "BP", "A1", "A2"].into_iter().map(str::to_owned);
        let scores = (1..=weights.len()).map(|score| format!("SCORE{score}"));
        let names: Vec<String> = names.chain(scores).collect();
        let mut layout = Self::from_header(Columns::new(names.iter().map(String::as_bytes)), delimiter).ok()?;
        layout.take_numbers(5..row.len(), |at| is_number(row, at));
        layout.tool = Some(Tool::PrsCs);
        Some(layout)
    }
}

/// Whether a row has a number in this column.
pub(super) fn is_number(row: &[&[u8]], column: usize) -> bool {
    row.get(column).is_some_and(|text| number::finite(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_header() {
        let row = |text: &'static str| text.split(' ').map(str::as_bytes).collect::<Vec<_>>();
        let layout = Layout::from_bare_row(&row("rs1 A 0.5 x 1e-3"), Delimiter::Blanks, None).unwrap();
        assert_eq!(layout.weights.iter().map(|weight| weight.column).collect::<Vec<_>>(), [2, 4]);
        for text in ["rs1 1 123 AA", "rs1 AA", "1 rs1 0 123 A G", "rs1 A B", "# A 1"] {
            assert!(Layout::from_bare_row(&row(text), Delimiter::Blanks, None).is_none(), "{text}");
        }
    }

    #[test]
    fn prs_cs() {
        let row = |text: &'static str| text.split('\t').map(str::as_bytes).collect::<Vec<_>>();
        let layout = |text| Layout::from_bare_row(&row(text), Delimiter::Blanks, None);
        let one = layout("22\trs1\t17000000\tA\tG\t-1.234567e-05").unwrap();
        assert_eq!((one.effect, one.other, one.id, one.chromosome, one.position), (3, 4, 1, 0, 2));
        assert_eq!((one.tool, one.weights.len()), (Some(Tool::PrsCs), 1));
        assert_eq!(layout("22\trs1\t17000000\tA\tG\t-1e-05\t2e-06").unwrap().weights.len(), 2);
        for text in ["1\trs1\t0\t82154\tA\tG", "1\trs1\t82154\tA\tG\t0\t0\t1", "1\trs1\t82154\tA\tG"] {
            assert!(layout(text).is_none(), "{text}");
        }
    }
}
