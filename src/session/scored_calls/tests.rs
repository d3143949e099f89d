//! Parts of kept records score as the whole does, bit for bit.

use super::*;
use crate::formats::records::Keeping;
use crate::genome::{Build, Chromosome, RsId, Sample, Sex};
use crate::matching::{Duplicates, Palindromes, Positions, RuleSet, Rules};
use crate::scoring::{Absent, Bearer, CohortCounts, CohortScore};
use crate::stats::Random;
use crate::weights::{EffectModel, NewRow, ScoreTable};

const BASES: [&[u8]; 4] = [b"A", b"C", b"G", b"T"];

/// Records in order: several at a site now and then, indels, and blocks that reach over some that follow.
fn records(dice: &mut Random) -> Vec<(Record, Calls)> {
    let mut records = Vec::new();
    for chromosome in [1, 2, 7, Chromosome::X.index()] {
        let mut position = 1_000;
        for _ in 0..150 {
            position += [0, 1, 7, 40][dice.below(4) as usize];
            let mut record = Record::default();
            record.begin(Site::new(Chromosome::from_index(chromosome).expect("one of them"), position), RsId::NONE);
            let reference = dice.below(4) as usize;
            record.push_allele(BASES[reference]);
            record.is_reference_block = dice.chance(0.1);
            record.end = position + if record.is_reference_block { dice.below(120) } else { 0 };
            record.push_allele(match (record.is_reference_block, dice.chance(0.2)) {
                (true, _) => b"<NON_REF>",
                (_, true) => b"ACC",
                _ => BASES[(reference + 1 + dice.below(3) as usize) % 4],
            });
            record.passes = dice.chance(0.9);
            let alts = if record.is_reference_block { 1 } else { 2 };
            let call = if dice.chance(0.05) { [Calls::MISSING; 2] } else { [0, 1].map(|_| dice.below(alts) as u8) };
            let calls = Calls { width: 2, alleles: call.to_vec(), ..Calls::default() };
            records.push((record, calls));
        }
    }
    records
}

/// Rows on most sites, and between them, where a block may reach.
fn table(dice: &mut Random, records: &[(Record, Calls)]) -> Arc<ScoreTable> {
    let mut table = ScoreTable::default();
    for (record, _) in records {
        for shift in [0, 0, 3] {
            if dice.chance(0.4) {
                continue;
            }
            let effect = dice.below(2) as usize;
            let [one, other] = [record.allele(0), if record.is_sequence(1) { record.allele(1) } else { b"T" }];
            assert!(table.push(&NewRow {
                author_site: record.site.shifted(shift),
                harmonised_site: Site::NONE,
                id: RsId::NONE,
                name: b"",
                effect: [one, other][effect],
                other: [other, one][effect],
                weight: libm::scalbn(dice.uniform() - 0.5, -(dice.below(12) as i32)),
                weight_text: b"w",
                frequency: dice.chance(0.8).then(|| dice.uniform()),
                model: EffectModel::Additive,
                unsupported: None,
            }));
        }
    }
    Arc::new(table)
}

fn shown((scores, counts): (Vec<CohortScore>, CohortCounts)) -> Vec<String> {
    let told = |score: &CohortScore| format!("{:?} {} {}", score.tallies, score.agreeing, score.differing);
    scores.iter().map(told).chain([format!("{counts:?}")]).collect()
}

#[test]
fn parts_score_as_the_whole_does() {
    let mut matched = 0;
    for seed in 0..60 {
        let mut dice = Random::new(seed);
        let records = records(&mut dice);
        let tables = [table(&mut dice, &records), table(&mut dice, &records)];
        let mut keeping = Keeping::new(&[Sample::default()], Reading::default(), None, 1_000, usize::MAX);
        assert!(records.iter().all(|(record, calls)| keeping.push(record, calls)));
        let kept = Arc::new(keeping.finish());
        let rules = Rules {
            palindromes: [Palindromes::Exclude, Palindromes::Keep][seed as usize % 2],
            duplicates: [Duplicates::Sum, Duplicates::First, Duplicates::Exclude][seed as usize % 3],
            ..Rules::of([RuleSet::Tallele, RuleSet::PgscCalc2][seed as usize / 6 % 2])
        };
        let absent = [Absent::Missing, Absent::HomRef][seed as usize / 3 % 2];
        let bearer = Bearer { sex: Sex::Male, build: Build::Grch37, male_x: 2 };
        let scorer = || {
            let scores = tables.iter().map(|table| (table.clone(), Positions::Author)).collect();
            CohortScorer::new(scores, vec![bearer], rules, absent)
        };
        let calls = ScoredCalls::new(seed % 5 == 0, None);
        let places = scorer().wanted_sites().expect("every row has a place");
        let mut whole = scorer();
        for (record, of_record) in &records {
            if whole.wants(record) {
                let mut of_record = of_record.clone();
                if calls.pass_only && !record.passes {
                    of_record.alleles.fill(Calls::MISSING);
                }
                whole.take(record, &of_record);
            }
        }
        let expected = whole.finish();
        matched += expected.0.iter().map(|score| score.tallies[0].matched).sum::<u64>();
        let expected = shown(expected);
        for count in [2, 3, 7, 50] {
            let mut in_parts = scorer();
            assert!(calls.hand_on_parts(&kept, Reading::default(), &places, count, &mut in_parts).expect("kept"));
            assert_eq!(shown(in_parts.finish()), expected, "{count} parts, seed {seed}");
        }
    }
    assert!(matched > 20_000, "{matched}");
}

#[test]
fn nothing_is_given_where_parts_cannot_be() {
    let mut dice = Random::new(9);
    let mut records = records(&mut dice);
    let table = table(&mut dice, &records);
    let places: Vec<Site> = records.iter().map(|(record, _)| record.site).collect();
    let bearer = Bearer { sex: Sex::Male, build: Build::Grch37, male_x: 2 };
    let scorer = || {
        let rules = Rules::of(RuleSet::Tallele);
        CohortScorer::new(vec![(table.clone(), Positions::Author)], vec![bearer], rules, Absent::Missing)
    };
    let kept = |records: &[(Record, Calls)]| {
        let mut keeping = Keeping::new(&[Sample::default()], Reading::default(), None, 1_000, usize::MAX);
        assert!(records.iter().all(|(record, calls)| keeping.push(record, calls)));
        Arc::new(keeping.finish())
    };
    let hand_on = |kept: &Arc<KeptRecords>, reading: Reading, mut scorer: CohortScorer| {
        ScoredCalls::default().hand_on_parts(kept, reading, &places, 2, &mut scorer).expect("kept")
    };
    let in_order = kept(&records);
    assert!(hand_on(&in_order, Reading::default(), scorer()));
    let mut followed = scorer();
    followed.trace();
    assert!(!hand_on(&in_order, Reading::default(), followed));
    assert!(!hand_on(&in_order, Reading { least_depth: Some(3), ..Reading::default() }, scorer()));
    records.swap(0, 599);
    assert!(!hand_on(&kept(&records), Reading::default(), scorer()));
}
