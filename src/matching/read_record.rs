//! Compares one row's alleles with a record that lists REF and ALT, and says which of the record's alleles the row counts.

use super::outcome::MatchKind;
use super::rules::{MultiAllelic, Palindromes, RuleSet, Rules};
use crate::genome::Record;
use crate::weights::ScoreTable;
use std::borrow::Cow;

/// What a row makes of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowReading {
    /// It counts copies of the allele with this index.
    Counts(MatchKind, u8),
    /// The record lists REF and no ALT of its own: a sample that is called REF throughout has none but REF.
    ReferenceOnly {
        /// Whether the row counts REF; else it counts an allele that such a sample has not. None where the record does not tell,
        /// as both alleles begin with its base, or the row is written on the other strand or without its other allele.
        effect_is_reference: Option<bool>,
    },
    /// Both strands read the same.
    Palindromic,
    /// More than one ALT, and the rules leave such sites out.
    MultiAllelic,
    /// Other alleles.
    Differs,
}

impl RowReading {
    /// Lower is better: which of several records at a site a row means.
    pub fn rank(self) -> u8 {
        match self {
            Self::Counts(kind, _) => kind as u8,
            Self::Palindromic => 20,
            Self::MultiAllelic => 21,
            Self::ReferenceOnly { effect_is_reference: Some(_) } => 22,
            Self::ReferenceOnly { effect_is_reference: None } => 23,
            Self::Differs => 24,
        }
    }
}

/// A row's alleles as text; several readings of the other allele where it is only inferred, none where it is not known.
#[derive(Clone, Debug)]
pub struct RowText<'a> {
    /// The effect allele.
    pub effect: &'a [u8],
    /// What the other allele may be.
    pub others: Others<'a>,
}

/// Readings of a row's other allele; nearly every row has one, which takes no memory of its own.
#[derive(Clone, Debug)]
pub enum Others<'a> {
    /// Which is written or inferred.
    One(&'a [u8]),
    /// Of which it is one, or none.
    Several(Vec<&'a [u8]>),
}

impl<'a> Others<'a> {
    fn as_slice(&self) -> &[&'a [u8]] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

impl<'a> RowText<'a> {
    /// The alleles of a row, with the other allele as the rule set reads it.
    pub fn of(table: &'a ScoreTable, row: usize, set: RuleSet) -> Self {
        let alleles = table.row(row);
        let effect = table.allele_text(alleles.effect);
        let inferred = table.inferred_others(row);
        let others = match (alleles.other.is_some(), inferred) {
            (true, _) => Others::One(table.allele_text(alleles.other)),
            (false, [only]) => Others::One(table.allele_text(*only)),
            (false, several) if set == RuleSet::Tallele => {
                Others::Several(several.iter().map(|id| table.allele_text(*id)).collect())
            }
            _ => Others::Several(Vec::new()),
        };
        Self { effect, others }
    }

    /// Whether the other strand of one allele is the other allele, whichever of the readings that is.
    pub fn is_palindrome(&self, set: RuleSet) -> bool {
        let others = self.others.as_slice();
        !others.is_empty() && others.iter().all(|other| is_palindrome(self.effect, other, set == RuleSet::PgscCalc2))
    }
}

/// Reads `row` against `record`.
pub fn read_record(row: &RowText<'_>, record: &Record, rules: &Rules) -> RowReading {
    let is_pgsc = rules.set == RuleSet::PgscCalc2;
    let own_alts = (1..record.alleles()).filter(|&alt| is_own(record.allele(alt))).count();
    let found = match row.others.as_slice() {
        [] => read_effect_only(row.effect, record, is_pgsc),
        others => others
            .iter()
            .map(|other| read_pair(row.effect, other, record, is_pgsc))
            .min_by_key(|reading| reading.rank())
            .unwrap_or(RowReading::Differs),
    };
    let RowReading::Counts(kind, allele) = found else {
        return if found == RowReading::Differs && own_alts == 0 { read_reference(row, record, rules) } else { found };
    };
    if own_alts > 1 && rules.multiallelic == MultiAllelic::Exclude {
        return RowReading::MultiAllelic;
    }
    // The pair that was met: REF and the ALT that the row names, either way round.
    let alt = if allele == 0 { met_alt(row, record, kind, is_pgsc) } else { usize::from(allele) };
    if rules.palindromes != Palindromes::Keep && is_palindrome(record.allele(0), record.allele(alt), is_pgsc) {
        return RowReading::Palindromic;
    }
    RowReading::Counts(kind, allele)
}

/// Whether an ALT is an allele that was seen: not `.`, `<NON_REF>` or `<*>`, which stand for all that was not.
fn is_own(allele: &[u8]) -> bool {
    !matches!(allele, b"." | b"<NON_REF>" | b"<*>" | b"")
}

fn read_pair(effect: &[u8], other: &[u8], record: &Record, is_pgsc: bool) -> RowReading {
    let alts = || (1..record.alleles()).filter(|&alt| is_own(record.allele(alt)));
    let meets = |effect: &[u8], other: &[u8], kinds: [MatchKind; 2]| {
        let reference = record.allele(0);
        if same(effect, reference) {
            return alts().find(|&alt| same(other, record.allele(alt))).map(|_| RowReading::Counts(kinds[0], 0));
        }
        let alt = alts().find(|&alt| same(effect, record.allele(alt)))?;
        same(other, reference).then(|| RowReading::Counts(kinds[1], alt as u8))
    };
    if let Some(direct) = meets(effect, other, [MatchKind::RefAlt, MatchKind::AltRef]) {
        return direct;
    }
    if let Some(by_length) = read_lengths(effect, other, record) {
        return by_length;
    }
    let (Some(effect), Some(other)) = (other_strand(effect, is_pgsc), other_strand(other, is_pgsc)) else {
        return RowReading::Differs;
    };
    meets(&effect, &other, [MatchKind::RefAltFlip, MatchKind::AltRefFlip]).unwrap_or(RowReading::Differs)
}

/// Array files write indels as I and D; the longer allele of the row is the insertion.
fn read_lengths(effect: &[u8], other: &[u8], record: &Record) -> Option<RowReading> {
    if record.alleles() != 2 || effect.len() == other.len() {
        return None;
    }
    let letter: &[u8] = if effect.len() > other.len() { b"I" } else { b"D" };
    match (record.allele(0), record.allele(1)) {
        (b"I", b"D") | (b"D", b"I") if record.allele(0) == letter => Some(RowReading::Counts(MatchKind::RefAlt, 0)),
        (b"I", b"D") | (b"D", b"I") => Some(RowReading::Counts(MatchKind::AltRef, 1)),
        _ => None,
    }
}

/// Without the other allele flips are forbidden, but under pgsc_calc_2.
fn read_effect_only(effect: &[u8], record: &Record, is_pgsc: bool) -> RowReading {
    let find = |effect: &[u8], kinds: [MatchKind; 2]| {
        let index =
            (0..record.alleles()).find(|&index| is_own(record.allele(index)) && same(effect, record.allele(index)))?;
        // REF alone tells nothing of what the row's other allele is, unless there is one ALT at least.
        (record.alleles() > 1).then(|| RowReading::Counts(kinds[usize::from(index > 0)], index as u8))
    };
    let direct = find(effect, [MatchKind::NoOaRef, MatchKind::NoOaAlt]);
    let flipped = || {
        let effect = other_strand(effect, is_pgsc).filter(|_| is_pgsc)?;
        find(&effect, [MatchKind::NoOaRefFlip, MatchKind::NoOaAltFlip])
    };
    direct.or_else(flipped).unwrap_or(RowReading::Differs)
}

/// A record without ALT, or a reference block at its first base: such a block lists one base, whichever allele REF is.
fn read_reference(row: &RowText<'_>, record: &Record, rules: &Rules) -> RowReading {
    let reference = record.allele(0);
    let others = row.others.as_slice();
    let is_other = others.iter().any(|other| same(other, reference));
    if rules.palindromes != Palindromes::Keep
        && row.is_palindrome(rules.set)
        && (is_other || same(row.effect, reference))
    {
        return RowReading::Palindromic;
    }
    let other_is_longer = || others.iter().any(|other| begins_with(other, reference));
    let effect_is_reference = match (same(row.effect, reference), is_other) {
        (true, _) if !other_is_longer() => Some(true),
        (false, true) if !begins_with(row.effect, reference) => Some(false),
        (false, false) => {
            let is_flipped = |allele: &[u8]| reverse_complement(allele).is_some_and(|other| same(&other, reference));
            // Every base is some allele where the other allele is not known.
            let may_be = others.is_empty() || is_flipped(row.effect) || others.iter().any(|other| is_flipped(other));
            let is_base = row.effect.len() == 1 && reference.len() == 1;
            let go_on = begins_with(row.effect, reference) && other_is_longer();
            if !(may_be && is_base || go_on) {
                return RowReading::Differs;
            }
            None
        }
        _ => None,
    };
    RowReading::ReferenceOnly { effect_is_reference }
}

/// Whether an allele goes on behind the record's base.
fn begins_with(allele: &[u8], reference: &[u8]) -> bool {
    allele.len() > reference.len() && allele.get(..reference.len()).is_some_and(|start| same(start, reference))
}

fn met_alt(row: &RowText<'_>, record: &Record, kind: MatchKind, is_pgsc: bool) -> usize {
    let alts = || (1..record.alleles()).filter(|&alt| is_own(record.allele(alt)));
    let is_met = |alt: &usize| {
        row.others.as_slice().iter().any(|other| match kind.is_flip() {
            true => other_strand(other, is_pgsc).is_some_and(|other| same(&other, record.allele(*alt))),
            false => same(other, record.allele(*alt)),
        })
    };
    alts().find(is_met).or_else(|| alts().next()).unwrap_or(1)
}

fn same(a: &[u8], b: &[u8]) -> bool {
    !a.is_empty() && a.eq_ignore_ascii_case(b)
}

/// An allele on the other strand: its reverse complement; pgscatalog-match takes the complement alone.
fn other_strand(allele: &[u8], is_pgsc: bool) -> Option<Cow<'static, [u8]>> {
    let mut text = reverse_complement(allele)?;
    if is_pgsc {
        text.reverse();
    }
    Some(text.into())
}

fn reverse_complement(allele: &[u8]) -> Option<Vec<u8>> {
    allele.iter().rev().map(complement).collect()
}

fn complement(base: &u8) -> Option<u8> {
    match base.to_ascii_uppercase() {
        b'A' => Some(b'T'),
        b'C' => Some(b'G'),
        b'G' => Some(b'C'),
        b'T' => Some(b'A'),
        _ => None,
    }
}

/// Whether the other strand of one allele is the other allele; pgscatalog-match takes the complement alone.
fn is_palindrome(a: &[u8], b: &[u8], is_pgsc: bool) -> bool {
    let is_pair = |(a, b): (&u8, &u8)| complement(a).is_some_and(|flipped| flipped.eq_ignore_ascii_case(b));
    !a.is_empty()
        && a.len() == b.len()
        && if is_pgsc { a.iter().zip(b).all(is_pair) } else { a.iter().rev().zip(b).all(is_pair) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::{Chromosome, RsId, Site};

    fn record(alleles: &[&str]) -> Record {
        let mut record = Record::default();
        record.begin(Site::new(Chromosome::X, 1000), RsId::NONE);
        alleles.iter().for_each(|allele| record.push_allele(allele.as_bytes()));
        record
    }

    fn read(effect: &str, others: &[&str], alleles: &[&str], set: RuleSet) -> RowReading {
        let others = Others::Several(others.iter().map(|other| other.as_bytes()).collect());
        read_record(&RowText { effect: effect.as_bytes(), others }, &record(alleles), &Rules::of(set))
    }

    #[test]
    fn kinds_of_match() {
        use MatchKind::*;
        let counts = RowReading::Counts;
        let unknown = RowReading::ReferenceOnly { effect_is_reference: None };
        let rows: &[(&str, &[&str], &[&str], RowReading, RowReading)] = &[
            ("A", &["G"], &["A", "G"], counts(RefAlt, 0), counts(RefAlt, 0)),
            ("A", &["G"], &["G", "A"], counts(AltRef, 1), counts(AltRef, 1)),
            ("A", &["G"], &["T", "C"], counts(RefAltFlip, 0), counts(RefAltFlip, 0)),
            ("A", &["G"], &["C", "T"], counts(AltRefFlip, 1), counts(AltRefFlip, 1)),
            ("A", &["T"], &["A", "T"], RowReading::Palindromic, RowReading::Palindromic),
            ("A", &["G"], &["A", "C"], RowReading::Differs, RowReading::Differs),
            ("A", &["G"], &["G", "C", "A"], counts(AltRef, 2), RowReading::MultiAllelic),
            ("G", &["A"], &["G", "C", "A"], counts(RefAlt, 0), RowReading::MultiAllelic),
            // Every ALT is a candidate: the pair met is G and A, no palindrome, though G and C would be one.
            ("G", &["C"], &["G", "C", "A"], RowReading::Palindromic, RowReading::MultiAllelic),
            ("A", &[], &["G", "A"], counts(NoOaAlt, 1), counts(NoOaAlt, 1)),
            ("G", &[], &["G", "A"], counts(NoOaRef, 0), counts(NoOaRef, 0)),
            ("T", &[], &["G", "A"], RowReading::Differs, counts(NoOaAltFlip, 1)),
            ("A", &[], &["A", "T"], RowReading::Palindromic, RowReading::Palindromic),
            ("AC", &["A"], &["A", "AC"], counts(AltRef, 1), counts(AltRef, 1)),
            ("AC", &["A"], &["T", "GT"], counts(AltRefFlip, 1), RowReading::Differs),
            ("AC", &["A"], &["T", "TG"], RowReading::Differs, counts(AltRefFlip, 1)),
            ("AC", &["GT"], &["AC", "GT"], RowReading::Palindromic, counts(RefAlt, 0)),
            ("AC", &["TG"], &["AC", "TG"], counts(RefAlt, 0), RowReading::Palindromic),
            ("AC", &["A"], &["D", "I"], counts(AltRef, 1), counts(AltRef, 1)),
            ("A", &["AC"], &["D", "I"], counts(RefAlt, 0), counts(RefAlt, 0)),
            ("A", &["C", "G"], &["G", "A"], counts(AltRef, 1), counts(AltRef, 1)),
            (
                "A",
                &["G"],
                &["A", "."],
                RowReading::ReferenceOnly { effect_is_reference: Some(true) },
                RowReading::ReferenceOnly { effect_is_reference: Some(true) },
            ),
            (
                "G",
                &["A"],
                &["A", "<NON_REF>"],
                RowReading::ReferenceOnly { effect_is_reference: Some(false) },
                RowReading::ReferenceOnly { effect_is_reference: Some(false) },
            ),
            // What a record of REF alone does not tell: whether REF goes on, the strand, the other allele.
            ("A", &["AT"], &["A", "<NON_REF>"], unknown, unknown),
            ("AT", &["A"], &["A", "."], unknown, unknown),
            ("ATT", &["AT"], &["A", "<NON_REF>"], unknown, unknown),
            ("C", &["T"], &["A", "."], unknown, unknown),
            ("C", &[], &["A", "."], unknown, unknown),
            (
                "A",
                &["AT"],
                &["AT", "."],
                RowReading::ReferenceOnly { effect_is_reference: Some(false) },
                RowReading::ReferenceOnly { effect_is_reference: Some(false) },
            ),
            ("A", &["T"], &["A", "."], RowReading::Palindromic, RowReading::Palindromic),
            ("C", &["G"], &["A", "."], RowReading::Differs, RowReading::Differs),
            ("G", &["A"], &["A", "G", "<NON_REF>"], counts(AltRef, 1), counts(AltRef, 1)),
            ("G", &["A"], &["A", "*", "G"], counts(AltRef, 2), RowReading::MultiAllelic),
        ];
        for (effect, others, alleles, tallele, pgsc) in rows {
            assert_eq!(read(effect, others, alleles, RuleSet::Tallele), *tallele, "{effect}/{others:?} on {alleles:?}");
            assert_eq!(
                read(effect, others, alleles, RuleSet::PgscCalc2),
                *pgsc,
                "pgsc {effect}/{others:?} on {alleles:?}"
            );
        }
    }

    #[test]
    fn palindromes_can_be_kept() {
        let rules = Rules { palindromes: Palindromes::Keep, ..Rules::of(RuleSet::Tallele) };
        let row = RowText { effect: b"T", others: Others::One(b"A") };
        assert_eq!(read_record(&row, &record(&["A", "T"]), &rules), RowReading::Counts(MatchKind::AltRef, 1));
    }
}
