//! Counts what a scoring file's rows give cause to say, and says it as findings.

use crate::finding::{Finding, Severity};
use crate::weights::{Header, Unsupported};
use std::collections::BTreeMap;

/// Counts over the rows of one file.
#[derive(Debug, Default)]
pub struct Notes {
    /// Frequencies outside 0–1 or in percent.
    pub frequencies_ignored: u64,
    /// Rows whose effect allele is neither of the row's two alleles, or both.
    pub alleles_disagree: u64,
    /// Rows of a harmonised file without a harmonised place.
    pub not_harmonised: u64,
    /// Rows whose harmonised place is on an alternative contig.
    pub harmonised_contig: u64,
    /// Weights of which the logarithm was taken.
    pub logarithms: u64,
    /// Rows that cannot be scored, by reason.
    pub unsupported: BTreeMap<Unsupported, u64>,
}

impl Notes {
    /// Everything worth saying, on a file of `rows` rows that gave `scores` scores.
    pub fn findings(&self, header: &Header, rows: u64, scores: usize, cut_keys: u64, input: &str) -> Vec<Finding> {
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
            format!("{n} allele frequencies are not between 0 and 1 and were left out."),
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
        if scores > 1 {
            let n = u64::try_from(scores).unwrap_or(u64::MAX);
            say("score-several", Severity::Info, n, format!("The file has {n} columns of weights, each a score."));
        }
        findings
    }
}
