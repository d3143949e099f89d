//! Looks at what the header says of the score, and at what its column names give away.

use super::rule::{self, Rule};
use super::spots::{lint_of_file, lint_of_numbers};
use crate::finding::Lint;
use crate::formats::score_file::header_key::{HeaderKeys, canonical};
use crate::formats::score_file::layout::Layout;
use crate::formats::score_file::tool;

/// What the header lacks, or says wrongly, above a table of `rows` rows.
pub fn lints(keys: &HeaderKeys, layout: &Layout, rows: u64) -> Vec<Lint> {
    let mut lints = Vec::new();
    let value = |key: &str| {
        let found = keys.header.keys.iter().find(|(name, _)| canonical(name) == key);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty() && !value.eq_ignore_ascii_case("NR"))
    };
    let wanted: [(&'static Rule, &[&str]); 5] = [
        (&rule::PGS_ID_MISSING, &["pgs_id", "omicspred_id", "pgs_name"]),
        (&rule::WEIGHT_TYPE_MISSING, &["weight_type"]),
        (&rule::TRAIT_MISSING, &["trait_reported", "trait_mapped"]),
        (&rule::CITATION_MISSING, &["citation"]),
        (&rule::LICENSE_MISSING, &["license"]),
    ];
    for (rule, names) in wanted {
        if names.iter().all(|name| value(name).is_none()) {
            lints.push(lint_of_file(rule, ""));
        }
    }
    if value("genome_build").is_some() && keys.header.genome_build.is_none() {
        lints.push(lint_of_file(&rule::GENOME_BUILD_UNKNOWN, ""));
    }
    if value("license").is_some_and(is_non_commercial) {
        lints.push(lint_of_file(&rule::LICENSE_NON_COMMERCIAL, ""));
    }
    if let Some(claimed) = keys.header.variants_number.filter(|claimed| *claimed != rows) {
        let seen = format!("{claimed} and the table has {rows} rows");
        lints.push(lint_of_numbers(&rule::VARIANTS_NUMBER_DIFFERS, claimed.abs_diff(rows), &seen));
    }
    let names = &layout.columns;
    if let Some([p_value, error]) = tool::gwas_columns(names) {
        let seen = format!("{} and {}", names.name(p_value), names.name(error));
        lints.push(lint_of_file(&rule::LOOKS_LIKE_GWAS, &seen));
    } else if let Some(p_value) = tool::p_value_column(names) {
        lints.push(lint_of_file(&rule::HAS_P_VALUES, names.name(p_value)));
    }
    lints
}

/// Words that forbid commerce. The page knows the same: `www/shared/is-non-commercial.ts`.
const NON_COMMERCIAL: [&str; 11] = [
    "non-commercial",
    "non commercial",
    "non- commercial",
    "not for commercial",
    "no commercial",
    "academic use",
    "academic purposes only",
    "research use only",
    "research purposes only",
    "only for academic",
    "only for research",
];

/// Whether terms of use forbid commerce: the NC of Creative Commons, or words to that effect.
fn is_non_commercial(license: &str) -> bool {
    let license = license.to_lowercase();
    let mut words = license.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| matches!(word, "nc" | "noncommercial"))
        || NON_COMMERCIAL.iter().any(|phrase| license.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licenses() {
        for license in [
            "CC BY-NC-ND 4.0",
            "cc-by-nc",
            "Free for non-commercial use",
            "Research use only",
            "NonCommercial",
            "Not for commercial use",
            "For research purposes only",
            "Only for academic research",
        ] {
            assert!(is_non_commercial(license), "{license}");
        }
        for license in ["CC BY 4.0", "CC0", "Terms of the PGS Catalog", "MIT", "France only"] {
            assert!(!is_non_commercial(license), "{license}");
        }
    }
}
