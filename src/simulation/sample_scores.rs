//! Writes a sample score as a scoring file, and works out its answer from what was simulated.
//!
//! Nothing here matches or reads: the answer is known from the simulation alone and added in whole decimal units, so that
//! it can test the readers, the matcher and the sums.

use super::decimal::write_fixed;
use super::sample_row::{Fate, RowModel, SampleRow, write_weight};
use serde::Serialize;
use std::collections::BTreeMap;

/// A sample score: what it is called, how its file is written, and its rows.
pub struct SampleScore {
    /// `pgs_id`.
    pub id: &'static str,
    /// `pgs_name`.
    pub title: &'static str,
    /// `trait_reported`.
    pub trait_reported: &'static str,
    /// One sentence for the shelf.
    pub summary: &'static str,
    /// Decimal places of a weight's unit.
    pub places: u32,
    /// Weights as `1.25e-05`.
    pub scientific: bool,
    /// Whether `allelefrequency_effect` is written.
    pub frequencies: bool,
    /// Whether the columns of effect models and unusual rows are written.
    pub models: bool,
    /// Whether figures of made-up reference people go with it.
    pub has_figures: bool,
    /// The rows in the file's order.
    pub rows: Vec<SampleRow>,
}

/// What the sample person's result must be, by the rules of `tallele`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The score.
    pub id: &'static str,
    /// Rows of the file: the sum of `matched`, `excluded`, `unmatched` and `no_call`.
    pub rows: usize,
    /// Rows counted in the sum.
    pub matched: usize,
    /// Rows left out, by reason.
    pub excluded: BTreeMap<&'static str, usize>,
    /// Rows whose marker the file does not have.
    pub unmatched: usize,
    /// Rows whose marker the file has without a call.
    pub no_call: usize,
    /// Counted rows that are written on the other strand.
    pub flipped: usize,
    /// Counted rows that only their rsID finds.
    pub by_rsid: usize,
    /// The sum, correctly rounded.
    pub observed_sum: f64,
    /// The same sum in all its decimals.
    pub observed_sum_exact: String,
    /// The sum with Σ copies·p·w of the rows that were not counted, correctly rounded; none where the file writes no
    /// frequencies.
    pub filled_sum: Option<f64>,
    /// The filled sum in all its decimals.
    pub filled_sum_exact: Option<String>,
}

/// The licence of everything made here, as `license` writes it.
pub const LICENCE: &str = "CC0-1.0";
/// Decimal places of a frequency.
const FREQUENCY_PLACES: u32 = 4;

impl SampleScore {
    /// Name of the scoring file.
    pub fn file(&self) -> String {
        format!("{}.txt.gz", self.id)
    }

    /// The scoring file's text, in the layout of PGS Catalog scoring files 2.0.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(1_000 + self.rows.len() * 56);
        text.push_str(&format!(
            "###SYNTHETIC SAMPLE SCORE made by Tallele, in the layout of PGS Catalog scoring files 2.0; of no real trait\n\
             #format_version=2.0\n\
             ##POLYGENIC SCORE (PGS) INFORMATION\n\
             #pgs_id={}\n#pgs_name={}\n#trait_reported={}\n#trait_mapped=\n#trait_efo=\n#genome_build=GRCh37\n\
             #variants_number={}\n#weight_type=beta\n\
             ##SOURCE INFORMATION\n\
             #pgp_id=\n#citation=Tallele, sample scores (synthetic)\n#license={LICENCE}\n",
            self.id,
            self.title,
            self.trait_reported,
            self.rows.len(),
        ));
        text.push_str("rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight");
        if self.frequencies {
            text.push_str("\tallelefrequency_effect");
        }
        if self.models {
            text.push_str("\tis_dominant\tis_recessive\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight");
            text.push_str("\tis_interaction\tvariant_type");
        }
        text.push('\n');
        for row in &self.rows {
            self.push_row(&mut text, row);
        }
        text
    }

    fn push_row(&self, text: &mut String, row: &SampleRow) {
        let weight = |units| write_weight(units, self.places, self.scientific);
        let id = if row.id.is_some() { row.id.to_string() } else { String::new() };
        let (chromosome, position) = row.place();
        let by_dosage = match row.model {
            RowModel::ByDosage(weights) => weights.map(weight),
            _ => Default::default(),
        };
        let single = match row.model {
            RowModel::Additive(units) | RowModel::Dominant(units) | RowModel::Recessive(units) => weight(units),
            RowModel::ByDosage(_) => String::new(),
        };
        text.push_str(&format!("{id}\t{chromosome}\t{position}\t{}\t{}\t{single}", row.effect, row.other));
        if self.frequencies {
            text.push_str(&format!("\t{}", write_fixed(row.frequency.into(), FREQUENCY_PLACES)));
        }
        if self.models {
            let truth = |holds: bool| if holds { "True" } else { "False" };
            let [zero, one, two] = &by_dosage;
            let kind = match row.fate {
                Fate::Unsupported("hla-allele") => "HLA_allele",
                Fate::Unsupported(_) => "interaction",
                _ => "SNP",
            };
            text.push_str(&format!(
                "\t{}\t{}\t{zero}\t{one}\t{two}\t{}\t{kind}",
                truth(matches!(row.model, RowModel::Dominant(_))),
                truth(matches!(row.model, RowModel::Recessive(_))),
                truth(row.fate == Fate::Unsupported("interaction")),
            ));
        }
        text.push('\n');
    }

    /// What the sample person's result must be.
    pub fn answer(&self) -> Answer {
        let (mut sum, mut fill) = (0_i128, 0_i128);
        let mut answer = Answer {
            id: self.id,
            rows: self.rows.len(),
            matched: 0,
            excluded: BTreeMap::new(),
            unmatched: 0,
            no_call: 0,
            flipped: 0,
            by_rsid: 0,
            observed_sum: 0.0,
            observed_sum_exact: String::new(),
            filled_sum: None,
            filled_sum_exact: None,
        };
        for row in &self.rows {
            match row.fate {
                Fate::Matched(copies) => {
                    answer.matched += 1;
                    answer.flipped += usize::from(row.flipped);
                    answer.by_rsid += usize::from(!row.site.is_some());
                    sum += row.model.contribution(copies);
                    continue;
                }
                Fate::NoCall => answer.no_call += 1,
                Fate::Unmatched => answer.unmatched += 1,
                Fate::Palindromic => *answer.excluded.entry("palindromic").or_default() += 1,
                Fate::Unsupported(reason) => *answer.excluded.entry(reason).or_default() += 1,
            }
            if let RowModel::Additive(weight) = row.model {
                fill += i128::from(weight) * i128::from(row.frequency) * i128::from(row.copies);
            }
        }
        answer.observed_sum_exact = write_fixed(sum, self.places);
        // Reading the decimal text rounds once and correctly.
        answer.observed_sum = answer.observed_sum_exact.parse().unwrap_or(f64::NAN);
        if self.frequencies {
            let filled = sum * 10_i128.pow(FREQUENCY_PLACES) + fill;
            let exact = write_fixed(filled, self.places + FREQUENCY_PLACES);
            (answer.filled_sum, answer.filled_sum_exact) = (exact.parse().ok(), Some(exact));
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::{Chromosome, RsId, Site};

    /// By hand: 0.25·2 = 0.5 is counted; 0.1·(2·0.4) and −0.3·(1·0.5) fill.
    #[test]
    fn an_answer_adds_up_by_hand() {
        let row = |weight, frequency, copies, fate| SampleRow {
            id: RsId::NONE,
            site: Site::new(Chromosome::X, 5),
            effect: "A",
            other: "G",
            model: RowModel::Additive(weight),
            frequency,
            copies,
            flipped: false,
            fate,
        };
        let score = SampleScore {
            id: "S",
            title: "",
            trait_reported: "",
            summary: "",
            places: 2,
            scientific: false,
            frequencies: true,
            models: false,
            has_figures: false,
            rows: vec![
                row(25, 9_000, 2, Fate::Matched(2)),
                row(10, 4_000, 2, Fate::Unmatched),
                row(-30, 5_000, 1, Fate::NoCall),
            ],
        };
        let answer = score.answer();
        assert_eq!((answer.observed_sum_exact.as_str(), answer.filled_sum_exact.as_deref()), ("0.5", Some("0.43")));
        assert_eq!((answer.rows, answer.matched, answer.unmatched, answer.no_call), (3, 1, 1, 1));
        assert!(score.text().ends_with("\tX\t5\tA\tG\t-0.3\t0.5\n"));
    }
}
