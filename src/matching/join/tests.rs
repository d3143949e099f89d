//! Rows against markers, as tables with named rows.

use super::*;
use crate::genome::{Call, RsId};
use crate::matching::outcome::MatchKind;
use crate::weights::{Header, NewRow};

fn site(position: u32) -> Site {
    Site::new(Chromosome::autosome(1).expect("known"), position)
}

fn call(letters: &str) -> Call {
    match crate::formats::dtc::genotype::parse_joined(letters.as_bytes()) {
        Some(crate::formats::dtc::genotype::Genotype::Call(call)) => call,
        other => panic!("{letters}: {other:?}"),
    }
}

fn genome(markers: &[(Site, u32, &str)]) -> Genome {
    let mut markers = markers.to_vec();
    markers.sort();
    Genome::from_sorted(
        markers.iter().map(|(site, ..)| *site).collect(),
        markers.iter().map(|(_, id, _)| RsId::from_number(*id)).collect(),
        markers.iter().map(|(.., letters)| call(letters)).collect(),
        Some(Build::Grch37),
        Sex::Male,
    )
}

fn table(rows: &[(Site, u32, &'static str, &'static str)]) -> ScoreTable {
    let mut table = ScoreTable::new(Header::default());
    for (site, id, effect, other) in rows {
        assert!(table.push(&NewRow {
            author_site: *site,
            harmonised_site: Site::NONE,
            id: RsId::from_number(*id),
            name: b"",
            effect: effect.as_bytes(),
            other: other.as_bytes(),
            weight: 1.0,
            weight_text: b"1",
            frequency: None,
            model: EffectModel::Additive,
            unsupported: None,
        }));
    }
    table
}

fn outcomes(table: &ScoreTable, genome: &Genome, rules: &Rules) -> Vec<(Outcome, f64)> {
    match_rows(table, genome, Positions::Author, Build::Grch37, rules)
        .iter()
        .map(|found| (found.outcome, found.dosage))
        .collect()
}

const MATCHED: Outcome = Outcome::Matched(MatchKind::RefAlt);
const DUPLICATE: Outcome = Outcome::Excluded(Excluded::Duplicate);

#[test]
fn each_kind_of_row_has_its_outcome() {
    let genome = genome(&[
        (site(10), 1, "AG"),
        (site(20), 2, "--"),
        (site(30), 3, "AT"),
        (site(40), 4, "DI"),
        (site(50), 5, "CC"),
        (site(61), 6, "II"),
        (Site::NONE, 7, "GG"),
        (Site::new(Chromosome::X, 5_000_000), 8, "A"),
    ]);
    let rows: &[(&str, (Site, u32, &'static str, &'static str), Outcome, f64)] = &[
        ("match", (site(10), 0, "G", "A"), MATCHED, 1.0),
        ("flip", (site(50), 0, "G", "A"), Outcome::Matched(MatchKind::RefAltFlip), 2.0),
        ("no call", (site(20), 0, "G", "A"), Outcome::NoCall, 0.0),
        ("palindromic", (site(30), 0, "A", "T"), Outcome::Excluded(Excluded::Palindromic), 0.0),
        ("palindromic and not called", (site(20), 0, "A", "T"), Outcome::Excluded(Excluded::Palindromic), 0.0),
        ("palindromic and absent", (site(31), 0, "A", "T"), Outcome::Unmatched(Unmatched::Absent), 0.0),
        ("indel", (site(40), 0, "CTT", "C"), MATCHED, 1.0),
        ("indel beside", (site(60), 0, "CTT", "C"), MATCHED, 2.0),
        ("letters are not beside", (site(11), 0, "CTT", "C"), Outcome::Unmatched(Unmatched::Absent), 0.0),
        ("other alleles", (site(10), 0, "C", "A"), Outcome::Unmatched(Unmatched::Alleles), 0.0),
        ("unplaced marker by rsID", (site(70), 7, "G", "A"), MATCHED, 2.0),
        ("row without a place", (Site::NONE, 1, "G", "A"), MATCHED, 1.0),
        ("a place outranks the rsID", (site(71), 1, "G", "A"), Outcome::Unmatched(Unmatched::Absent), 0.0),
        ("male X", (Site::new(Chromosome::X, 5_000_000), 0, "A", "G"), MATCHED, 1.0),
    ];
    let rules = Rules::of(RuleSet::Tallele);
    for (name, row, outcome, dosage) in rows {
        assert_eq!(outcomes(&table(&[*row]), &genome, &rules), [(*outcome, *dosage)], "{name}");
    }
    let twice = Rules { male_x: 2, ..rules };
    let male_x = table(&[(Site::new(Chromosome::X, 5_000_000), 0, "A", "G")]);
    assert_eq!(outcomes(&male_x, &genome, &twice), [(MATCHED, 2.0)]);
}

#[test]
fn rows_on_one_marker() {
    let genome = genome(&[(site(10), 1, "AG"), (site(20), 2, "AA")]);
    let same =
        table(&[(site(10), 0, "A", "G"), (site(20), 0, "A", "G"), (site(10), 0, "A", "G"), (site(10), 0, "T", "C")]);
    let both_alleles = table(&[(site(10), 0, "A", "G"), (site(10), 0, "G", "A")]);
    let of = |set, duplicates| Rules { duplicates, ..Rules::of(set) };
    let states = |table, rules: Rules| {
        outcomes(table, &genome, &rules).iter().map(|(outcome, _)| outcome.rule()).collect::<Vec<_>>()
    };
    let (first, exclude, sum) = (Duplicates::First, Duplicates::Exclude, Duplicates::Sum);
    assert_eq!(states(&same, of(RuleSet::Tallele, first)), ["matched", "matched", "duplicate", "duplicate"]);
    assert_eq!(states(&same, of(RuleSet::Tallele, exclude)), ["duplicate", "matched", "duplicate", "duplicate"]);
    assert_eq!(states(&same, of(RuleSet::Tallele, sum)), ["matched"; 4]);
    assert_eq!(states(&both_alleles, of(RuleSet::Tallele, first)), ["matched"; 2]);
    assert_eq!(states(&both_alleles, of(RuleSet::Tallele, exclude)), ["matched"; 2]);
    assert_eq!(states(&both_alleles, of(RuleSet::PgscCalc2, first)), ["matched", "duplicate"]);
    assert_eq!(states(&both_alleles, of(RuleSet::PgscCalc2, exclude)), ["duplicate"; 2]);
    assert_eq!(outcomes(&same, &genome, &of(RuleSet::Tallele, first))[2], (DUPLICATE, 0.0));
}

#[test]
fn inferred_other_alleles_are_any_of() {
    let genome = genome(&[(site(10), 1, "AG"), (site(20), 2, "AT"), (site(30), 3, "TC")]);
    let rules = Rules::of(RuleSet::Tallele);
    for (position, expected) in
        [(10, MATCHED), (20, Outcome::Excluded(Excluded::Palindromic)), (30, Outcome::Unmatched(Unmatched::Alleles))]
    {
        let mut table = table(&[(site(position), 0, "A", "")]);
        table.infer_others([b"G".as_slice(), b"T"].into_iter());
        assert_eq!(outcomes(&table, &genome, &rules)[0].0, expected, "{position}");
    }
}
