//! Knows the names that scoring files give their columns.

use crate::genome::Build;
use std::collections::HashSet;

/// A header's column names, as written and in the form that names are compared in.
#[derive(Debug, Clone)]
pub struct Columns {
    /// As written, without quotes and blanks at the ends.
    pub written: Vec<String>,
    plain: Vec<String>,
}

/// An index that no column has.
pub const ABSENT: usize = usize::MAX;

/// Names of the row's own name.
pub const ID: &[&str] = &[
    "rsid",
    "rs_id",
    "snp",
    "snpid",
    "snp_id",
    "variant_id",
    "id",
    "markername",
    "marker",
    "variant",
    "markerid",
    "rs",
    "rs_number",
    "varid",
    "uid",
    "sid",
    "predictor",
    "var",
    "vid",
    "name",
];
/// Names of the chromosome.
pub const CHROMOSOME: &[&str] = &["chr_name", "chr", "chrom", "chromosome", "chr_id"];
/// Names of the position; [`Columns::positions`] also finds those with a build behind them.
pub const POSITION: &[&str] = &[
    "chr_position",
    "pos",
    "bp",
    "position",
    "chr_pos",
    "base_pair_location",
    "base_pair_position",
    "bp_position",
    "genpos",
];
/// Names of the effect allele that leave no doubt.
pub const EFFECT: &[&str] = &[
    "effect_allele",
    "effectallele",
    "allele_effect",
    "ea",
    "risk_allele",
    "coded_allele",
    "tested_allele",
    "counted_allele",
    "effect_all",
];
/// Names of the allele that is not counted.
pub const OTHER: &[&str] = &[
    "other_allele",
    "otherallele",
    "allele_other",
    "oa",
    "nea",
    "non_effect_allele",
    "noneffect_allele",
    "other_all",
    "reference_allele",
    "noncoded_allele",
    "non_coded_allele",
];
/// Names of the first of two alleles, which is the effect allele where nothing else is named so (PLINK, METAL).
pub const FIRST: &[&str] = &["a1", "allele1", "allele_1", "allele", "nt1"];
/// Names of the second of two alleles.
pub const SECOND: &[&str] = &["a2", "allele2", "allele_2", "a0", "allele0", "allele_0", "ax", "nt2"];
/// Names of the alternative allele.
pub const ALT: &[&str] = &["alt", "alt_allele", "alternate_allele"];
/// Names of the reference allele.
pub const REF: &[&str] = &["ref", "ref_allele"];
/// Names of the weight, the plainest first.
pub const WEIGHT: &[&str] = &[
    "effect_weight",
    "weight",
    "beta",
    "score",
    "effect_size",
    "effectsize",
    "effect",
    "log_or",
    "logor",
    "ln_or",
    "prs",
];
/// Names, or how they begin, of weights that a method made of the GWAS's effects; these are summed, and not the effects
/// that stand beside them. Which method calls them so: [`super::tool`].
pub const ADJUSTED: &[&str] = &[
    "a1effect",
    "ldpred_beta",
    "ldpred_inf_beta",
    "updated_pval_beta",
    "upd_pval_beta",
    "annopred_beta",
    "final_beta_auto",
    "beta_auto",
    "beta_inf",
    "beta_grid",
    "best_beta_grid",
    "best_grid",
    "beta_ldpred2",
    "beta_ldpred",
    "beta_lassosum2",
    "beta_lassosum",
    "best_lassosum2",
    "best_beta",
    "beta_prscs",
    "beta_sbayesr",
    "beta_sbayesrc",
    "weight_prscs",
    "posterior_beta",
    "post_beta",
];
/// Names of columns of odds ratios.
pub const ODDS_RATIO: &[&str] = &["or", "odds_ratio", "oddsratio"];
/// Names of columns of hazard ratios.
pub const HAZARD_RATIO: &[&str] = &["hr", "hazard_ratio", "hazardratio"];
/// Names of the effect allele's frequency.
pub const FREQUENCY: &[&str] = &[
    "allelefrequency_effect",
    "eaf",
    "effect_allele_frequency",
    "effect_allele_freq",
    "freq_effect_allele",
    "a1freq",
    "a1_freq",
    "a1frq",
    "a1_frq",
    "freq1",
];
/// Names that only a person's genotypes have.
pub const GENOTYPE: &[&str] = &["genotype", "result", "sample_id", "format", "gs_genotype"];

/// Names of columns that are about a weight or a variant, and never a weight.
const NEVER_WEIGHTS: &[&str] = &[
    "p",
    "pval",
    "p_value",
    "pvalue",
    "p_val",
    "se",
    "std_err",
    "stderr",
    "standard_error",
    "n",
    "n_eff",
    "neff",
    "info",
    "maf",
    "af",
    "freq",
    "frq",
    "z",
    "zscore",
    "stat",
    "t_stat",
    "chisq",
    "l95",
    "u95",
    "ci_lower",
    "ci_upper",
    "qual",
    "filter",
    "cm",
    "rank",
    "index",
    "count",
    "dosage",
    "year",
    "hetisq",
    "hetpval",
    "variant_description",
    "locus_name",
    "locus_start",
    "locus_end",
    "imputation_method",
    "variant_type",
    "weight_type",
    "inclusion_criteria",
    "pip",
    "pep",
    "betalast",
    "lastsampleeff",
    "varexplained",
    "window",
    "centre",
    "center",
    "raw_beta",
    "raw_pval_beta",
    "upd_beta",
    "updated_beta",
    "row_name",
    "_num_id_",
    "_num_id__ss",
    "rsid_ss",
    "order",
    "cor",
    "beta_se",
    "log10p",
    "log10_p",
    "neg_log10_p",
    "neg_log_pvalue",
    "mlogp",
    "test",
    "extra",
    "errcode",
    "obs_ct",
    "n_case",
    "n_ctrl",
    "n_cases",
    "n_controls",
    "f_miss",
    "iteration",
    "kind",
    "model",
    "eps",
    "eff_eps",
    "threshold",
    "const",
    "scorem",
];

/// Whether a name is this stem with a number or a word behind it that may still name a weight.
fn continues(name: &str, stem: &str) -> bool {
    name.strip_prefix(stem).is_some_and(|rest| {
        rest.starts_with(|c: char| c == '_' || c.is_ascii_digit())
            && !rest.split('_').any(|word| NEVER_WEIGHTS.contains(&word) || word == "sd" || word == "std")
    })
}

fn plain_form(name: &str) -> String {
    // R names a column of `cbind(x, fit$best.beta)` by the expression.
    let name = name.rsplit('$').next().unwrap_or(name);
    name.trim_start_matches('#').trim().to_ascii_lowercase().replace([' ', '.', '-'], "_")
}

impl Columns {
    /// The columns of a split header line.
    pub fn new<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let written: Vec<String> = names
            .map(|name| String::from_utf8_lossy(name).trim().trim_matches(['"', '\'']).trim().to_owned())
            .collect();
        let plain = written.iter().map(|name| plain_form(name)).collect();
        Self { written, plain }
    }

    /// The first column of the first of these names that the header has, [`ABSENT`] if it has none.
    pub fn find(&self, names: &[&str]) -> usize {
        names.iter().find_map(|name| self.plain.iter().position(|column| column == name)).unwrap_or(ABSENT)
    }

    /// Whether the header has a column of one of these names.
    pub fn has(&self, names: &[&str]) -> bool {
        self.find(names) != ABSENT
    }

    /// Whether a column has one of these names.
    pub fn is_named(&self, column: usize, names: &[&str]) -> bool {
        self.plain.get(column).is_some_and(|plain| names.contains(&plain.as_str()))
    }

    /// The name of a column as written.
    pub fn name(&self, column: usize) -> &str {
        self.written.get(column).map_or("", String::as_str)
    }

    /// A column name that the header has twice, in any case.
    pub fn repeated(&self) -> Option<&str> {
        let mut seen = HashSet::new();
        let mut names = self.written.iter().filter(|name| !name.is_empty());
        names.find(|name| !seen.insert(name.trim_start_matches('#').trim().to_ascii_lowercase())).map(String::as_str)
    }

    /// The position columns, plainest first, with the build that a name such as `position_hg19` ends in.
    pub fn positions(&self) -> Vec<(usize, Option<Build>)> {
        let plain = self.find(POSITION);
        let mut found: Vec<(usize, Option<Build>)> = Vec::new();
        if plain != ABSENT {
            found.push((plain, None));
        }
        for (column, name) in self.plain.iter().enumerate() {
            let build = POSITION
                .iter()
                .filter_map(|stem| name.strip_prefix(stem))
                .find_map(|rest| Build::parse(rest.trim_start_matches('_')));
            if build.is_some() {
                found.push((column, build));
            }
        }
        found
    }

    /// The columns `allelefrequency_effect_European` and their like.
    pub fn population_frequencies(&self) -> Vec<usize> {
        let stem = "allelefrequency_effect_";
        (0..).zip(&self.plain).filter(|(_, name)| name.starts_with(stem)).map(|(column, _)| column).collect()
    }

    /// The columns whose names continue that of a weight column: `beta_2`, `score3`.
    pub fn continuing(&self, weight: usize) -> Vec<usize> {
        let Some(stem) = self.plain.get(weight) else { return Vec::new() };
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
        let continues = |(at, name): &(usize, &String)| *at != weight && continues(name, stem);
        (0..).zip(&self.plain).filter(continues).map(|(at, _)| at).collect()
    }

    /// The columns of weights that a method made of the GWAS's effects.
    pub fn adjusted(&self) -> Vec<usize> {
        let is_adjusted =
            |name: &String| ADJUSTED.iter().any(|stem| name == stem || continues(name, stem.trim_end_matches('_')));
        (0..).zip(&self.plain).filter(|(_, name)| is_adjusted(name)).map(|(at, _)| at).collect()
    }

    /// The columns that could hold weights because nothing else is known of them.
    pub fn unknown(&self) -> Vec<usize> {
        let known = [ID, CHROMOSOME, POSITION, EFFECT, OTHER, FIRST, SECOND, ALT, REF, FREQUENCY, GENOTYPE];
        let prefixes = ["hm_", "is_", "allelefrequency_", "dosage_"];
        let is_unknown = |name: &String| {
            !name.is_empty()
                && !known.iter().any(|names| names.contains(&name.as_str()))
                && !NEVER_WEIGHTS.contains(&name.as_str())
                && !prefixes.iter().any(|prefix| name.starts_with(prefix))
        };
        let positions = self.positions();
        (0..)
            .zip(&self.plain)
            .filter(|(at, name)| is_unknown(name) && !positions.iter().any(|(position, _)| position == at))
            .map(|(at, _)| at)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &str) -> Columns {
        Columns::new(header.split('\t').map(str::as_bytes))
    }

    #[test]
    fn names_in_any_spelling() {
        let header = columns("#CHROM\tBP\tMarker Name\t\"A1\"\tBETA\tbeta_se\tBeta_2\tP");
        assert_eq!((header.find(CHROMOSOME), header.find(POSITION), header.find(FIRST)), (0, 1, 3));
        assert_eq!((header.find(WEIGHT), header.continuing(4)), (4, vec![6]));
        assert_eq!(header.find(OTHER), ABSENT);
        assert_eq!(columns("rsID\tbeta\tRSid").repeated(), Some("RSid"));
        assert_eq!(columns("rsID\thm_rsID\t\t").repeated(), None);
    }

    #[test]
    fn builds_in_names() {
        assert_eq!(columns("chr\tposition_hg19").positions(), [(1, Some(Build::Grch37))]);
        assert_eq!(
            columns("pos\tpos38\tbp_b37").positions(),
            [(0, None), (1, Some(Build::Grch38)), (2, Some(Build::Grch37))]
        );
        assert_eq!(columns("chr\tposition_2").positions(), []);
    }

    #[test]
    fn columns_nothing_is_known_of() {
        assert_eq!(columns("ID\teffect_allele\tPGS1\tP\thm_x\tsecond").unknown(), [2, 5]);
    }
}
