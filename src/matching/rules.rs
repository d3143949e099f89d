//! Names the choices on which tools differ, as two rule sets and four options.

use serde::Serialize;

/// A named set of matching rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub enum RuleSet {
    /// Ours.
    #[default]
    #[serde(rename = "tallele")]
    Tallele,
    /// Those of pgscatalog-match 0.4 in pgsc_calc 2.
    #[serde(rename = "pgsc_calc_2")]
    PgscCalc2,
}

/// What becomes of A/T and C/G rows, which read the same on both strands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Palindromes {
    /// Left out.
    #[default]
    Exclude,
    /// Compared as written, never flipped.
    Keep,
    /// Kept where both sides bring a frequency, it is further than 0.1 from one half, and they agree.
    Frequency,
}

/// What becomes of sites with more than one alternate allele. Consumer files list none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MultiAllelic {
    /// Every alternate allele is a candidate.
    Include,
    /// Left out.
    Exclude,
}

/// What becomes of a second row on the same marker.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duplicates {
    /// The first counts.
    First,
    /// None counts.
    Exclude,
    /// All count.
    Sum,
}

/// The rules of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// The set the rest belongs to.
    pub set: RuleSet,
    /// A/T and C/G rows.
    pub palindromes: Palindromes,
    /// Sites with several alternate alleles.
    pub multiallelic: MultiAllelic,
    /// Rows on the same marker.
    pub duplicates: Duplicates,
    /// Copies that the one X allele of a male counts as, 1 or 2.
    pub male_x: u8,
}

impl Rules {
    /// The defaults of a rule set.
    pub fn of(set: RuleSet) -> Self {
        match set {
            RuleSet::Tallele => Self {
                set,
                palindromes: Palindromes::Exclude,
                multiallelic: MultiAllelic::Include,
                duplicates: Duplicates::First,
                male_x: 1,
            },
            RuleSet::PgscCalc2 => Self {
                set,
                palindromes: Palindromes::Exclude,
                multiallelic: MultiAllelic::Exclude,
                duplicates: Duplicates::Exclude,
                male_x: 2,
            },
        }
    }
}
