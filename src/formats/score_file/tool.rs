//! Recognises the program that wrote a table by the names of its columns, and what they mean in its hands.

use super::columns::{self, ABSENT, Columns};

/// A program whose files are known by their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// LDpred 1: `chrom pos sid nt1 nt2 raw_beta ldpred_beta`, `raw_beta` and the weight both for `nt1`.
    ///
    /// Source: github.com/bvilhjal/ldpred, ldpred/LDpred_gibbs.py and LDpred_inf.py; on the sign, its issues 11 and 81.
    Ldpred,
    /// LDpred2 of bigsnpr: `chr pos a0 a1 beta …`, weights for `a1`.
    ///
    /// Source: github.com/privefl/bigsnpr, `snp_match` and issue 367: "the effect alleles should be all `a1`".
    Ldpred2,
    /// lassosum: its `sumstats` with the weights beside them, `chr pos snp A1 A2 cor best.beta`, weights for `A1`.
    ///
    /// Source: github.com/tshmak/lassosum, R/lassosum.pipeline.R, "A1 Alternative allele (effect allele)".
    Lassosum,
    /// lassosum2 of bigsnpr: the columns of LDpred2.
    ///
    /// Source: github.com/privefl/paper-lassosum2.
    Lassosum2,
    /// PRS-CS and PRS-CSx: no header, `CHR SNP BP A1 A2 BETA`, weights for `A1`.
    ///
    /// Source: github.com/getian107/PRScs, mcmc_gtb.py; github.com/getian107/PRScsx, README.
    PrsCs,
    /// SBayesR and the other models of GCTB, `.snpRes`: `Id Name Chrom Position A1 A2 A1Frq A1Effect SE PIP`; `Id` counts
    /// rows, `Name` is the variant.
    ///
    /// Source: github.com/jianzeng/GCTB, data.cpp, `Data::outputSnpResults`.
    SbayesR,
    /// SBayesRC in R: `SNP A1 BETA PIP BETAlast`.
    ///
    /// Source: github.com/zhilizheng/SBayesRC, README, "SNP weights (PREFIX.txt)".
    SbayesRc,
    /// MegaPRS and the other models of LDAK: `Predictor A1 A2 Centre Effect…`, weights for `A1` times count − centre.
    ///
    /// Source: dougspeed.com/profile-scores, "Allele 1 (test allele), Allele 2 (reference allele)".
    Ldak,
    /// GenoBoost, `.wgt`: `iteration kind var model … score0 score1 score2 chrom pos a1 a2`, a weight for each count of
    /// `a1`, or `alpha` in its additive form. A variant may stand in many rows, and they add up.
    ///
    /// Source: github.com/rickyota/genoboost, projects_rust/boosting/src/wgt_boost/io.rs, `wgt_columns`.
    GenoBoost,
    /// A GWAS's summary statistics of any program: an effect with its p-value and standard error.
    Gwas,
}

impl Tool {
    /// The program whose names these are.
    pub fn of(names: &Columns) -> Option<Self> {
        let has = |name: &str| names.has(&[name]);
        let all = |wanted: &[&str]| wanted.iter().all(|name| has(name));
        if has("a1") && (has("iteration") || has("kind")) && (boosted_weights(names).is_some() || has("alpha")) {
            Some(Self::GenoBoost)
        } else if all(&["a1effect", "name"]) {
            Some(Self::SbayesR)
        } else if all(&["snp", "a1", "beta", "pip", "betalast"]) {
            Some(Self::SbayesRc)
        } else if all(&["sid", "nt1", "nt2"]) {
            Some(Self::Ldpred)
        } else if all(&["a1", "cor"]) && (has("beta") || !names.adjusted().is_empty()) {
            Some(Self::Lassosum)
        } else if all(&["predictor", "a1", "a2"]) && (has("centre") || has("center")) {
            Some(Self::Ldak)
        } else if gwas_columns(names).is_some() {
            Some(Self::Gwas)
        } else if all(&["a0", "a1"]) && names.has(columns::CHROMOSOME) && names.has(columns::POSITION) {
            let is_lassosum = |at: &usize| names.name(*at).to_ascii_lowercase().contains("lassosum");
            Some(if names.adjusted().iter().any(is_lassosum) { Self::Lassosum2 } else { Self::Ldpred2 })
        } else {
            None
        }
    }

    /// The stable code of the format.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ldpred => "ldpred",
            Self::Ldpred2 => "ldpred2",
            Self::Lassosum => "lassosum",
            Self::Lassosum2 => "lassosum2",
            Self::PrsCs => "prs-cs",
            Self::SbayesR => "sbayesr",
            Self::SbayesRc => "sbayesrc",
            Self::Ldak => "ldak",
            Self::GenoBoost => "genoboost",
            Self::Gwas => "gwas",
        }
    }
}

/// GenoBoost's weights for no, one and two copies of `a1`.
pub fn boosted_weights(names: &Columns) -> Option<[usize; 3]> {
    let weights = ["score0", "score1", "score2"].map(|name| names.find(&[name]));
    (weights.iter().all(|at| *at != ABSENT) && names.has(&["iteration", "kind"])).then_some(weights)
}

/// The columns of p-values and of standard errors beside an effect that no method has adjusted.
pub fn gwas_columns(names: &Columns) -> Option<[usize; 2]> {
    let columns = [P_VALUE, STANDARD_ERROR].map(|aliases| names.find(aliases));
    (columns.iter().all(|at| *at != ABSENT) && has_raw_effects(names)).then_some(columns)
}

/// The column of p-values beside an effect that no method has adjusted.
pub fn p_value_column(names: &Columns) -> Option<usize> {
    Some(names.find(P_VALUE)).filter(|at| *at != ABSENT && has_raw_effects(names))
}

fn has_raw_effects(names: &Columns) -> bool {
    let effects = [columns::WEIGHT, columns::ODDS_RATIO, columns::HAZARD_RATIO];
    !names.has(&["effect_weight", "weight", "pip", "pep"])
        && names.adjusted().is_empty()
        && effects.iter().any(|aliases| names.has(aliases))
}

/// Names of p-values, plain or as logarithms: PLINK, METAL, SAIGE, REGENIE, BOLT-LMM, the GWAS Catalog.
const P_VALUE: &[&str] = &[
    "p",
    "p_value",
    "pvalue",
    "pval",
    "p_val",
    "log10p",
    "log10_p",
    "neg_log10_p",
    "neg_log_pvalue",
    "neg_log_10_p_value",
    "mlogp",
    "p_bolt_lmm",
    "p_bolt_lmm_inf",
    "p_lrt",
    "p_wald",
];

/// Names of standard errors.
const STANDARD_ERROR: &[&str] =
    &["se", "standard_error", "stderr", "std_err", "beta_se", "se_beta", "sebeta", "log(or)_se", "std_error"];

/// Whether the second allele is the effect allele though it is not named so: SAIGE gives its frequency.
///
/// Source: saigegit.github.io, SAIGE output: "Allele2: allele 2 (effect allele)".
pub fn counts_second(names: &Columns) -> bool {
    names.has(&["af_allele2", "ac_allele2"]) && names.has(&["allele2"]) && !names.has(columns::EFFECT)
}

/// What a table is that many people take for a scoring file though it holds no weights; with its article.
///
/// Source: choishingwan.github.io/PRSice, "Output of Results"; cog-genomics.org/plink/1.9/formats and plink/2.0/formats.
pub fn without_weights(names: &Columns) -> Option<&'static str> {
    let all = |wanted: &[&str]| wanted.iter().all(|name| names.has(&[name]));
    if all(&["snp", "p", "total", "nsig"]) || all(&["id", "p", "total", "nonsig"]) || all(&["id", "p", "sp2"]) {
        Some("PLINK's list of clumps")
    } else if all(&["chr", "snp", "bp", "p", "base"]) {
        Some("PRSice's list of the variants it used")
    } else if all(&["set", "threshold", "r2", "coefficient"]) || all(&["phenotype", "set", "threshold", "prs_r2"]) {
        Some("PRSice's summary of its fits")
    } else if names.has(&["iid", "#iid"]) {
        Some("a table of people and their sums")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_columns() {
        let rows = [
            ("chrom pos sid nt1 nt2 raw_beta ldpred_beta", Some("ldpred")),
            ("chr pos rsid a0 a1 beta_auto", Some("ldpred2")),
            ("chr pos a0 a1 beta beta_lassosum2", Some("lassosum2")),
            ("chr pos A1 A2 cor v$best.beta", Some("lassosum")),
            ("Id Name Chrom Position A1 A2 A1Frq A1Effect SE PIP LastSampleEff", Some("sbayesr")),
            ("SNP A1 BETA PIP BETAlast", Some("sbayesrc")),
            ("Predictor A1 A2 Centre Effect", Some("ldak")),
            ("iteration kind var model eps eff_eps alpha const chrom pos a1 a2", Some("genoboost")),
            ("iteration kind var score0 score1 score2 chrom pos a1 a2", Some("genoboost")),
            ("CHR BP SNP A1 A2 N SE P OR INFO", Some("gwas")),
            ("CHROM GENPOS ID ALLELE0 ALLELE1 A1FREQ INFO N TEST BETA SE CHISQ LOG10P EXTRA", Some("gwas")),
            ("rsID effect_allele effect_weight se p", None),
            ("ID A1 score0 score1 score2", None),
            ("rsID effect_allele effect_weight", None),
        ];
        for (header, tool) in rows {
            let names = Columns::new(header.split(' ').map(str::as_bytes));
            assert_eq!(Tool::of(&names).map(Tool::code), tool, "{header}");
        }
    }

    #[test]
    fn tables_of_no_weights() {
        let rows = [
            ("CHR F SNP BP P TOTAL NSIG S05 S01 S001 S0001 SP2", "PLINK's list of clumps"),
            ("#CHROM POS ID P TOTAL NONSIG S0.05 S0.01 SP2", "PLINK's list of clumps"),
            ("CHR SNP BP P Base", "PRSice's list of the variants it used"),
            ("Pheno Set Threshold R2 P Coefficient Standard.Error Num_SNP", "PRSice's summary of its fits"),
            ("Phenotype Set Threshold PRS.R2 Full.R2", "PRSice's summary of its fits"),
            ("FID IID In_Regression PRS", "a table of people and their sums"),
            ("#FID IID ALLELE_CT NAMED_ALLELE_DOSAGE_SUM SCORE1_AVG", "a table of people and their sums"),
        ];
        for (header, what) in rows {
            let names = Columns::new(header.split(' ').map(str::as_bytes));
            assert_eq!(without_weights(&names), Some(what), "{header}");
        }
    }
}
