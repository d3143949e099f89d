//! Counts what a scoring file's rows give cause to say, and says it as findings.

use super::layout::Layout;
use super::tool::{self, Tool};
use crate::finding::{Finding, Severity};
use crate::weights::{Header, Unsupported};
use std::collections::BTreeMap;

/// Counts over the rows of one file.
#[derive(Debug, Default)]
pub struct Notes {
    /// Frequencies outside 0–1, in percent, or no numbers.
    pub frequencies_ignored: u64,
    /// Rows whose effect allele is neither of the row's two alleles, or both.
    pub alleles_disagree: u64,
    /// Rows of a harmonised file without a harmonised place.
    pub not_harmonised: u64,
    /// Rows whose harmonised place is on an alternative contig.
    pub harmonised_contig: u64,
    /// Weights of which the logarithm was taken.
    pub logarithms: u64,
    /// Rows of GenoBoost that are about a covariate.
    pub not_variants: u64,
    /// Rows of GenoBoost that were added to another of the same variant.
    pub added_up: u64,
    /// LDpred's weights of the same sign as the GWAS's effect.
    same_sign: u64,
    /// LDpred's weights of the other sign.
    other_sign: u64,
    /// Rows that cannot be scored, by reason.
    pub unsupported: BTreeMap<Unsupported, u64>,
}

impl Notes {
    /// Takes one weight and the effect it was made of.
    pub fn compare_signs(&mut self, raw: Option<f64>, weight: Option<f64>) {
        if let (Some(raw), Some(weight)) = (raw, weight)
            && raw != 0.0
            && weight != 0.0
        {
            let is_same = (raw < 0.0) == (weight < 0.0);
            *(if is_same { &mut self.same_sign } else { &mut self.other_sign }) += 1;
        }
    }

    /// Everything worth saying, on a file of `rows` rows that gave `scores` scores.
    pub fn findings(
        &self,
        header: &Header,
        layout: &Layout,
        rows: u64,
        scores: usize,
        cut_keys: u64,
        input: &str,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |code, severity, count: u64, text: String| {
            if count > 0 {
                findings.push(Finding::new(code, severity, count, text).of_input(input));
            }
        };
        if let Some(claimed) = header.variants_number.filter(|claimed| *claimed != rows) {
            say(
                "score-rows-differ",
                Severity::Note,
                claimed.abs_diff(rows),
                format!("The header claims {claimed} variants and the file has {rows} rows."),
            );
        }
        let n = self.unsupported.values().sum();
        let reasons: Vec<String> =
            self.unsupported.iter().map(|(reason, count)| format!("{} ({count})", reason.words())).collect();
        say(
            "score-rows-unsupported",
            Severity::Note,
            n,
            format!("{n} rows cannot be scored from a genotype file and do not count: {}.", reasons.join(", ")),
        );
        let n = self.not_harmonised;
        say(
            "score-rows-not-harmonised",
            Severity::Note,
            n,
            format!("{n} rows have no harmonised position; they are looked for by rsID where they have one."),
        );
        let n = self.harmonised_contig;
        say(
            "score-rows-on-contigs",
            Severity::Note,
            n,
            format!("{n} rows were harmonised to an alternative contig, whose positions no genotype file uses."),
        );
        let n = self.alleles_disagree;
        say(
            "score-alleles-disagree",
            Severity::Note,
            n,
            format!("In {n} rows the effect allele is not one of two different alleles; only it is matched there."),
        );
        let n = self.frequencies_ignored;
        say(
            "score-frequency-ignored",
            Severity::Note,
            n,
            format!("{n} allele frequencies are not numbers between 0 and 1 and were left out."),
        );
        let n = self.logarithms;
        say("score-weights-from-ratios", Severity::Info, n, format!("The logarithm of {n} ratios is summed."));
        say(
            "score-weights-may-be-ratios",
            Severity::Fix,
            u64::from(header.weight_type.is_ratio() && n == 0),
            "The file says that its weights are odds or hazard ratios, and the column is named effect_weight: they are summed as they stand. If they are ratios, their logarithms should be in the file.".to_owned(),
        );
        if header.get("weight_type").is_some_and(|value| value.eq_ignore_ascii_case("NR")) {
            say(
                "score-weight-type-not-reported",
                Severity::Info,
                1,
                "The file does not report the scale of its weights; they are summed as they stand.".to_owned(),
            );
        }
        say(
            "score-header-cut",
            Severity::Info,
            cut_keys,
            format!("The header is very long; {cut_keys} of its keys were left out."),
        );
        self.say_of_tool(layout, &mut say);
        if scores > 1 {
            let n = u64::try_from(scores).unwrap_or(u64::MAX);
            say("score-several", Severity::Info, n, format!("The file has {n} columns of weights, each a score."));
        }
        findings
    }

    /// What only the program's own columns show.
    fn say_of_tool(&self, layout: &Layout, say: &mut impl FnMut(&'static str, Severity, u64, String)) {
        let names = &layout.columns;
        if let Some([p_value, error]) = tool::gwas_columns(names) {
            let (p_value, error) = (names.name(p_value), names.name(error));
            say(
                "score-looks-like-gwas",
                Severity::Fix,
                1,
                format!(
                    "The columns {p_value} and {error} are those of GWAS summary statistics: effects of one variant at a time, which count linked variants again and again. Weights come from a method such as LDpred2, PRS-CS or clumping."
                ),
            );
        } else if let Some(p_value) = tool::p_value_column(names) {
            let p_value = names.name(p_value);
            say(
                "score-looks-like-gwas",
                Severity::Note,
                1,
                format!(
                    "The column {p_value} has p-values: these may be effects of a GWAS. As weights they are right only if linked variants were left out before."
                ),
            );
        }
        say(
            "score-centred",
            Severity::Info,
            u64::from(layout.tool == Some(Tool::Ldak)),
            "LDAK takes the column Centre from each count before it weighs it; sums here differ from LDAK's by one number that is the same for everyone.".to_owned(),
        );
        say(
            "score-rows-not-variants",
            Severity::Info,
            self.not_variants,
            format!("{} rows are about covariates, not variants, and do not count.", self.not_variants),
        );
        say(
            "score-rows-added-up",
            Severity::Info,
            self.added_up,
            format!(
                "GenoBoost chose some variants several times; {} rows were added to others of the same variant.",
                self.added_up
            ),
        );
        // A weight shrinks its effect and seldom turns it round: one row in five or so does.
        const ENOUGH: u64 = 10;
        let compared = self.same_sign + self.other_sign;
        let is_turned = compared >= ENOUGH && self.other_sign > self.same_sign;
        say(
            "score-signs-contradict",
            Severity::Fix,
            if is_turned { self.other_sign } else { 0 },
            format!(
                "{} of {compared} weights have the opposite sign of raw_beta. Some versions of LDpred 1 wrote weights for nt2 (its issues 11 and 81): then the whole score is upside down. Weights are read as those of nt1.",
                self.other_sign
            ),
        );
    }
}
