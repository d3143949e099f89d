//! Looks at a row's alleles: letters, which is missing, both the same, palindromes.

use super::Row;
use super::rule;
use super::spots::{Spots, share};
use crate::finding::Lint;
use crate::formats::score_file::allele::{self, Allele};
use crate::formats::score_file::layout::Layout;
use crate::genome::allele::{is_sequence, reverse_complement};

/// What was seen of the alleles.
#[derive(Default)]
pub struct Alleles {
    /// Rows that are no single place in the genome.
    pub not_scorable: Spots,
    effect_missing: Spots,
    other_missing: Spots,
    other_list: Spots,
    lower_case: Spots,
    ambiguity_code: Spots,
    dash: Spots,
    symbolic: Spots,
    unreadable: Spots,
    the_same: Spots,
    not_in_pair: Spots,
    palindromic: Spots,
}

/// A row's alleles in upper case; the other is empty where there is none.
pub struct Pair {
    /// Effect allele.
    pub effect: Vec<u8>,
    /// Other allele.
    pub other: Vec<u8>,
}

/// How an allele is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Written {
    Missing,
    Well,
    LowerCase,
    AmbiguityCode,
    Dash,
    Symbolic,
    List,
    Unreadable,
}

impl Alleles {
    /// Takes one row; `named_other` is the other allele as the variant's name gives it. Gives the alleles where the effect
    /// allele can be read.
    pub fn look_at(&mut self, row: &Row<'_, '_>, layout: &Layout, named_other: Option<&[u8]>) -> Option<Pair> {
        let effect = row.at(layout.effect);
        let others: Vec<&[u8]> = match layout.pair {
            Some(pair) => pair.map(|column| row.at(column)).to_vec(),
            None => vec![row.at(layout.other)],
        };
        let of_effect = written(effect);
        // A row is counted once for each kind of mistake, not for each allele.
        let mut kinds = vec![of_effect];
        for kind in others.iter().map(|other| written(other)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        for kind in kinds {
            let spots = match kind {
                Written::LowerCase => &mut self.lower_case,
                Written::AmbiguityCode => &mut self.ambiguity_code,
                Written::Dash => &mut self.dash,
                Written::Symbolic => &mut self.symbolic,
                Written::Unreadable => &mut self.unreadable,
                Written::Missing | Written::Well | Written::List => continue,
            };
            spots.add(row.line);
        }
        if of_effect == Written::Missing {
            self.effect_missing.add(row.line);
        } else if of_effect == Written::List {
            self.unreadable.add(row.line);
        }
        let effect = effect.to_ascii_uppercase();
        let other = self.other(row, &effect, &others, named_other, row.at(layout.inferred));
        if !is_sequence(&effect) {
            return None;
        }
        if !other.is_empty() && reverse_complement(&effect).is_some_and(|flipped| flipped == other) {
            self.palindromic.add(row.line);
        }
        Some(Pair { effect, other })
    }

    /// The one other allele, in upper case; empty where there is none.
    fn other(
        &mut self,
        row: &Row<'_, '_>,
        effect: &[u8],
        written_others: &[&[u8]],
        named: Option<&[u8]>,
        inferred: &[u8],
    ) -> Vec<u8> {
        match written_others {
            [first, second] => {
                let [first, second] = [first, second].map(|allele| allele.to_ascii_uppercase());
                if first == second && is_sequence(&first) {
                    self.the_same.add(row.line);
                    return Vec::new();
                }
                match (first == effect, second == effect) {
                    (true, _) => second,
                    (_, true) => first,
                    _ => {
                        self.not_in_pair.add(row.line);
                        Vec::new()
                    }
                }
            }
            [other] => match written(other) {
                Written::Missing => {
                    if written(inferred) == Written::List || is_sequence(inferred) {
                        self.other_list.add(row.line);
                    } else if named.is_none() {
                        self.other_missing.add(row.line);
                    }
                    named.unwrap_or(b"").to_vec()
                }
                Written::List => {
                    self.other_list.add(row.line);
                    Vec::new()
                }
                _ => {
                    let other = other.to_ascii_uppercase();
                    if other == effect {
                        self.the_same.add(row.line);
                        return Vec::new();
                    }
                    if is_sequence(&other) { other } else { Vec::new() }
                }
            },
            _ => Vec::new(),
        }
    }

    /// What was found among `rows` rows.
    pub fn lints(&self, rows: u64) -> Vec<Lint> {
        let mut lints = super::plain_lints([
            (&rule::EFFECT_ALLELE_MISSING, &self.effect_missing),
            (&rule::OTHER_ALLELE_MISSING, &self.other_missing),
            (&rule::OTHER_ALLELE_LIST, &self.other_list),
            (&rule::ALLELE_LOWER_CASE, &self.lower_case),
            (&rule::ALLELE_AMBIGUITY_CODE, &self.ambiguity_code),
            (&rule::ALLELE_DASH, &self.dash),
            (&rule::ALLELE_SYMBOLIC, &self.symbolic),
            (&rule::ALLELE_UNREADABLE, &self.unreadable),
            (&rule::ALLELES_THE_SAME, &self.the_same),
            (&rule::EFFECT_NOT_IN_PAIR, &self.not_in_pair),
            (&rule::ROWS_NOT_SCORABLE, &self.not_scorable),
        ]);
        lints.extend(self.palindromic.lint(&rule::PALINDROMIC, &share(self.palindromic.count, rows)));
        lints
    }
}

fn written(text: &[u8]) -> Written {
    if text == b"-" || text.eq_ignore_ascii_case(b"D") || text.eq_ignore_ascii_case(b"I") {
        return Written::Dash;
    }
    match allele::read(text) {
        Allele::Missing => Written::Missing,
        Allele::Sequence(_) if is_sequence(text) => Written::Well,
        Allele::Sequence(_) => Written::LowerCase,
        Allele::Other(b"*") => Written::Symbolic,
        Allele::Other(text) if text.starts_with(b"<") => Written::Symbolic,
        Allele::Other(text) if text.len() > 1 && allele::list(text).is_some() => Written::List,
        Allele::Other(text) if text.iter().all(|letter| b"ACGTRYSWKMBDHVN".contains(&letter.to_ascii_uppercase())) => {
            Written::AmbiguityCode
        }
        Allele::Other(_) => Written::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_alleles_are_written() {
        let rows: [(&str, Written); 16] = [
            ("A", Written::Well),
            ("ACGT", Written::Well),
            ("a", Written::LowerCase),
            ("aC", Written::LowerCase),
            ("", Written::Missing),
            (".", Written::Missing),
            ("0", Written::Missing),
            ("-", Written::Dash),
            ("D", Written::Dash),
            ("i", Written::Dash),
            ("R", Written::AmbiguityCode),
            ("ACN", Written::AmbiguityCode),
            ("<DEL>", Written::Symbolic),
            ("*", Written::Symbolic),
            ("G/C", Written::List),
            ("e4", Written::Unreadable),
        ];
        for (text, expected) in rows {
            assert_eq!(written(text.as_bytes()), expected, "{text}");
        }
    }
}
