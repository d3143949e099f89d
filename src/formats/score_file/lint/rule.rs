//! Names everything a scoring file can be wrong about: code, severity, what is said, and what to do.

use crate::finding::Severity;

/// A thing to look for. In its text `{rows}` stands for how many rows, `{n}` for how many, `{x}` for what was seen.
#[derive(Debug)]
pub struct Rule {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// How much it asks of the author.
    pub severity: Severity,
    pub(super) text: &'static str,
    /// What to do next.
    pub next: &'static str,
}

macro_rules! rules {
    ($($name:ident $severity:ident $code:literal, $text:literal, $next:literal;)*) => {
        $(pub static $name: Rule = Rule { code: $code, severity: Severity::$severity, text: $text, next: $next };)*
        /// Every rule, in the order in which they are reported within a severity.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // The text
    NOT_UTF8 Note "not-utf-8", "{n} lines are not UTF-8.", "Save the file as UTF-8; names and traits are garbled otherwise.";
    BYTE_ORDER_MARK Info "byte-order-mark", "The file begins with a byte-order mark.", "Save it as UTF-8 without one; some programs take it for a part of the first name.";
    CARRIAGE_RETURNS Info "carriage-returns", "{n} lines end as Windows ends them.", "Save it with line feeds alone; some programs keep the carriage return in the last column.";
    MIXED_DELIMITERS Fix "mixed-delimiters", "{rows} are split by another character than the header.", "Write the whole table with tabs.";
    FIELD_COUNT Fix "field-count", "{rows} have too few or too many fields to be read.", "Correct these rows; nothing is scored until they can be read.";
    TRAILING_COLUMNS Fix "trailing-columns", "{rows} have more fields than the header has names.", "Name every column, or remove what has no name.";
    TRAILING_DELIMITERS Info "trailing-delimiters", "{rows} end in delimiters with nothing behind them.", "Remove them.";
    SHORT_ROWS Note "short-rows", "{rows} stop before the last column.", "Write every column in every row, empty where there is nothing.";
    COMMENTS_AMONG_ROWS Info "comments-among-rows", "{n} lines among the rows begin with # and are skipped.", "Put all header lines before the table.";

    // The header
    PGS_ID_MISSING Note "pgs-id-missing", "The header gives no pgs_id or name.", "Add #pgs_id= with the id of the PGS Catalog, or a name of your own.";
    GENOME_BUILD_MISSING Fix "genome-build-missing", "The table has positions and the file does not say of which build.{x}", "Add #genome_build=GRCh37 or GRCh38; without it rows can be joined by rsID only.";
    GENOME_BUILD_UNKNOWN Fix "genome-build-unknown", "genome_build names no build that is known here.", "Write GRCh36, GRCh37 or GRCh38.";
    WEIGHT_TYPE_MISSING Note "weight-type-missing", "The header does not report weight_type.", "Add #weight_type=beta, log(OR) or log(HR), so that nobody need guess the scale.";
    TRAIT_MISSING Note "trait-missing", "The header does not report a trait.", "Add #trait_reported= with what the score predicts.";
    CITATION_MISSING Note "citation-missing", "The header gives no citation.", "Add #citation= with the publication.";
    LICENSE_MISSING Note "license-missing", "The header gives no license, so nobody knows whether they may use the score.", "Add #license= with the terms, such as CC BY 4.0.";
    LICENSE_NON_COMMERCIAL Note "license-non-commercial", "The license seems to allow non-commercial or research use only.", "Say so where you publish the score: clinics and companies may not use it.";
    VARIANTS_NUMBER_DIFFERS Fix "variants-number-differs", "variants_number says {x}.", "Correct the number, or find the rows that are missing.";
    LOOKS_LIKE_GWAS Fix "looks-like-gwas", "The columns {x} are those of GWAS summary statistics: effects of one variant at a time.", "Make weights of them first, with a method such as LDpred2, PRS-CS or clumping.";
    HAS_P_VALUES Note "has-p-values", "The column {x} has p-values: these may be effects of a GWAS.", "As weights they are right only if linked variants were left out before.";

    // Alleles
    EFFECT_ALLELE_MISSING Fix "effect-allele-missing", "{rows} have no effect allele.", "Fill it in; such rows cannot be scored.";
    OTHER_ALLELE_MISSING Note "other-allele-missing", "{rows} have no other allele.", "Add it: without it neither the strand nor a palindrome can be told.";
    OTHER_ALLELE_LIST Note "other-allele-list", "{rows} list several other alleles.", "Name the one that the weight was estimated against.";
    ALLELE_LOWER_CASE Note "allele-lower-case", "{rows} have alleles in lower case.", "Write A, C, G and T in capitals; some programs compare letter by letter.";
    ALLELE_AMBIGUITY_CODE Fix "allele-ambiguity-code", "{rows} have an allele with a letter for several bases (R, Y, N, …).", "Write the one base that was tested.";
    ALLELE_DASH Fix "allele-dash", "{rows} write an insertion or deletion as -, D or I.", "Write both alleles in full, with the base before them, as VCF does.";
    ALLELE_SYMBOLIC Fix "allele-symbolic", "{rows} have a symbolic allele (<DEL>, *, …).", "Write the alleles as bases, or leave the rows out; they cannot be scored.";
    ALLELE_UNREADABLE Fix "allele-unreadable", "{rows} have an allele that is not made of A, C, G and T.", "Correct the rows; they cannot be scored.";
    ALLELES_THE_SAME Fix "alleles-the-same", "{rows} have the same effect allele and other allele.", "Correct one of the two.";
    EFFECT_NOT_IN_PAIR Fix "effect-allele-not-in-pair", "{rows} have an effect allele that is neither of the row's two alleles.", "Correct the alleles, or bring all three to the same strand.";
    ROWS_NOT_SCORABLE Note "rows-not-scorable", "{rows} are HLA alleles, haplotypes or interactions, which are no single place in the genome.", "Say so in the publication: most programs leave them out.";
    PALINDROMIC Info "palindromic", "{rows} are A/T or C/G ({x}), whose strand alleles cannot tell.", "Add allelefrequency_effect, so that they can be told by frequency.";

    // Places
    NO_PLACE Fix "no-place", "{rows} have neither a position nor an rsID.", "Add one of the two; such rows cannot be scored.";
    POSITION_MISSING Note "position-missing", "{rows} have an rsID and no position.", "Add chr_name and chr_position: rsIDs are merged and withdrawn.";
    POSITION_UNREADABLE Fix "position-unreadable", "{rows} have a position that is not a whole number.", "Correct them; nothing is scored until they can be read.";
    POSITION_BEYOND_CHROMOSOME Fix "position-beyond-chromosome", "{rows} lie beyond their chromosome's end in every build.", "Correct chromosome and position; nothing is scored until they can be read.";
    POSITION_BEYOND_BUILD Fix "position-beyond-build", "{rows} lie beyond their chromosome's end in {x}.", "Check which build the positions are of.";
    BUILD_CONTRADICTED Fix "build-contradicted", "{x}", "Correct the build that the file states, or the positions.";
    RSID_ELSEWHERE Fix "rsid-elsewhere", "{rows} have a well-known rsID that lies elsewhere in every build.", "Check whether ids and positions were shifted against each other.";
    OTHER_CONTIG Note "other-contig", "{rows} are on an alternative contig or an unknown chromosome.", "Place them on 1–22, X, Y or MT.";
    NOT_HARMONISED Note "not-harmonised", "{rows} have no harmonised position.", "Look at hm_code for why, or leave them out.";
    ON_X Info "rows-on-x", "{rows} are on X, where men have one copy.", "Say whether a man's copy counts once or twice.";
    ON_Y Note "rows-on-y", "{rows} are on Y, which most files and programs leave out.", "Consider leaving them out.";
    ON_MT Note "rows-on-mt", "{rows} are in the mitochondrial genome, which most files and programs leave out.", "Consider leaving them out.";
    UNSORTED Info "unsorted", "{rows} come after a row that lies further on.", "Sort by chromosome and position; indexes need it.";

    // Repeats
    DUPLICATE_ROWS Fix "duplicate-rows", "{rows} repeat another row's variant and effect allele.", "Keep one row for each, with the weight that is meant.";
    DUPLICATE_STRANDS Fix "duplicate-on-other-strand", "{rows} are another row's variant on the other strand.", "Keep one row for each; on most people both would count.";
    BOTH_ALLELES Note "both-alleles-weighted", "{rows} weigh the other allele of another row's variant.", "Legal, but two rows for one variant are easily misread: w for one allele is −w for the other.";

    // Weights
    WEIGHT_MISSING Fix "weight-missing", "{rows} have no weight.", "Fill it in or leave the rows out.";
    WEIGHT_UNREADABLE Fix "weight-unreadable", "{rows} have a weight that is not a number.", "Use a decimal point and no thousands separator; nothing is scored until they can be read.";
    WEIGHT_NOT_FINITE Fix "weight-not-finite", "{rows} have a weight that is NaN, infinite or absurdly large.", "Correct the weights; nothing is scored until they can be read.";
    WEIGHT_ZERO Info "weight-zero", "{rows} have a weight of 0 ({x}).", "Leave them out: they add nothing and lower the coverage.";
    ALL_WEIGHTS_ZERO Fix "all-weights-zero", "Every weight is 0.", "Check the column.";
    RATIOS_AS_WEIGHTS Fix "ratios-as-weights", "All {n} weights are positive and lie around 1 (median {x}), as odds or hazard ratios do; they are summed as they stand.", "If they are ratios, write their logarithms, or name the column OR or HR.";
    WEIGHTS_AS_RATIOS Fix "weights-as-ratios", "The {n} values of the ratio column lie far below 1 (median {x}), as logarithms do; their logarithms are summed.", "If they are logarithms, name the column effect_weight.";
    RATIO_NOT_POSITIVE Fix "ratio-not-positive", "{rows} have an odds or hazard ratio that is not positive.", "If they are logarithms, name the column effect_weight; nothing is scored until then.";
    WEIGHT_TYPE_CONTRADICTED Fix "weight-type-contradicted", "{x}", "Correct weight_type or the column's name.";
    WEIGHT_OUTLIER Note "weight-outlier", "{rows} weigh ten times as much as any other, or as much as all others together.", "Check for a slipped decimal point or another scale.";
    SIGNS_CONTRADICT Fix "signs-contradict", "{rows} have a weight of the other sign than raw_beta.", "Some versions of LDpred 1 wrote weights for nt2 (its issues 11 and 81): check one variant you know.";
    FREQUENCY_OUT_OF_RANGE Note "frequency-out-of-range", "{rows} have an allele frequency that is not between 0 and 1.", "Correct them; they are left out.";
    MODEL_CONFLICT Fix "model-conflict", "{rows} are said to be both dominant and recessive.", "Choose one; such rows cannot be scored.";
    DOSAGE_WEIGHTS_INCOMPLETE Fix "dosage-weights-incomplete", "{rows} have some of the three weights by dosage and not all.", "Fill in dosage_0_weight, dosage_1_weight and dosage_2_weight.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_kebab_case_and_differ() {
        let codes: BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), ALL.len());
        for rule in ALL {
            let is_kebab = rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'8');
            assert!(is_kebab && !rule.text.is_empty() && rule.next.ends_with('.'), "{}", rule.code);
        }
    }
}
