//! Packed calls score as the same calls do one by one, bit for bit.

use super::{Absent, CohortScore, CohortScorer};
use crate::genome::{Build, Calls, Chromosome, PackedCalls, Record, RsId, Sex, Site};
use crate::matching::{Palindromes, Positions, RuleSet, Rules};
use crate::scoring::Bearer;
use crate::scoring::no_calls::NoCallsInUnits;
use crate::stats::Random;
use crate::weights::{EffectModel, NewRow, ScoreTable};
use std::sync::Arc;

const BASES: [&[u8]; 4] = [b"A", b"C", b"G", b"T"];

/// Records of some chromosomes: several at one site now and then, X with its pseudo-autosomal ends, Y, and an indel.
fn records(dice: &mut Random, samples: usize) -> Vec<(Record, PackedCalls)> {
    let mut records = Vec::new();
    for chromosome in [1, 2, Chromosome::X.index(), Chromosome::Y.index()] {
        let mut position = 9_000;
        for _ in 0..40 {
            // X's first pseudo-autosomal region ends at 2.7 million.
            position += [0, 1, 50_000, 150_000][dice.below(4) as usize];
            let mut record = Record::default();
            let site = Site::new(Chromosome::from_index(chromosome).expect("one of them"), position);
            record.begin(site, RsId::NONE);
            let reference = dice.below(4) as usize;
            record.push_allele(BASES[reference]);
            record.push_allele(if dice.chance(0.1) {
                b"ACC"
            } else {
                BASES[(reference + 1 + dice.below(3) as usize) % 4]
            });
            let share = dice.uniform();
            let missing = if dice.chance(0.3) { 0.0 } else { 0.1 * dice.uniform() };
            let code = |dice: &mut Random| match dice.chance(missing) {
                true => PackedCalls::MISSING,
                false => u8::from(dice.chance(share)) + u8::from(dice.chance(share)),
            };
            let codes: Vec<u8> = (0..samples).map(|_| code(dice)).collect();
            let mut packed = PackedCalls::default();
            let four = |four: &[u8]| four.iter().rev().fold(0, |byte, code| byte << 2 | code);
            packed.set(samples, &codes.chunks(4).map(four).collect::<Vec<u8>>());
            records.push((record, packed));
        }
    }
    records
}

/// A score with rows on nine of ten records, some twice, with weights of any size and now and then a model or a frequency.
fn table(dice: &mut Random, records: &[(Record, PackedCalls)]) -> Arc<ScoreTable> {
    let mut table = ScoreTable::default();
    let brings_frequencies = dice.chance(0.5);
    for (record, _) in records {
        for _ in 0..[0, 1, 1, 1, 1, 1, 1, 1, 1, 2][dice.below(10) as usize] {
            let effect = dice.below(2) as usize;
            let exponent = if dice.chance(0.05) { dice.below(400) as i32 - 200 } else { -(dice.below(12) as i32) };
            let weight = libm::scalbn(dice.uniform() - 0.5, exponent);
            let model = match dice.below(12) {
                0 => EffectModel::Dominant,
                1 => EffectModel::Recessive,
                2 => EffectModel::ByDosage([0.25, weight, -weight]),
                _ => EffectModel::Additive,
            };
            assert!(table.push(&NewRow {
                author_site: record.site,
                harmonised_site: Site::NONE,
                id: RsId::NONE,
                name: b"",
                effect: record.allele(effect),
                other: record.allele(1 - effect),
                weight,
                weight_text: b"w",
                frequency: (brings_frequencies && dice.chance(0.8)).then(|| dice.uniform()),
                model,
                unsupported: None,
            }));
        }
    }
    Arc::new(table)
}

fn shown(scores: &[CohortScore]) -> Vec<String> {
    scores.iter().flat_map(|score| &score.tallies).map(|tally| format!("{tally:?}")).collect()
}

#[test]
fn packed_calls_score_as_calls_do() {
    let mut taken_packed = 0;
    for seed in 0..40 {
        let mut dice = Random::new(seed);
        let samples = [16, 17, 63, 64, 131, 2118][seed as usize % 6];
        let records = records(&mut dice, samples);
        let tables = [table(&mut dice, &records), table(&mut dice, &records)];
        let set = [RuleSet::Tallele, RuleSet::PgscCalc2][seed as usize / 5 % 2];
        let palindromes = [Palindromes::Exclude, Palindromes::Keep, Palindromes::Frequency][seed as usize % 3];
        let rules = Rules { palindromes, male_x: 1 + (seed % 2) as u8, ..Rules::of(set) };
        let sexes = [&[Sex::Female, Sex::Male, Sex::Unknown][..], &[Sex::Female]][usize::from(seed % 7 == 0)];
        let bearer = |_| Bearer {
            sex: sexes[dice.below(sexes.len() as u32) as usize],
            build: Build::Grch38,
            male_x: rules.male_x,
        };
        let bearers: Vec<Bearer> = (0..samples).map(bearer).collect();
        let scorer = || {
            let scores = tables.iter().map(|table| (table.clone(), Positions::Author)).collect();
            CohortScorer::new(scores, bearers.clone(), rules, Absent::Missing)
        };
        let (mut one_by_one, mut packed_too, mut parts) = (scorer(), scorer(), [scorer(), scorer()]);
        for (at, (record, packed)) in records.iter().enumerate() {
            let mut calls = Calls::default();
            packed.expand(&mut calls);
            if !one_by_one.wants(record) {
                continue;
            }
            one_by_one.take(record, &calls);
            // Cut between chromosomes.
            let part = &mut parts[at / 80];
            for (scorer, is_left_out) in [(&mut packed_too, dice.chance(0.05)), (part, false)] {
                if scorer.takes_packed(record) && !is_left_out {
                    scorer.take_packed(record, &mut packed.clone());
                    taken_packed += 1;
                } else {
                    scorer.take(record, &calls);
                }
            }
        }
        let [first, second] = parts.map(CohortScorer::into_states);
        let mut whole = scorer();
        whole.absorb(first.0, first.1).expect("a part");
        whole.absorb(second.0, second.1).expect("another part");
        let (expected, counts) = one_by_one.finish();
        for (name, scorer) in [("packed", packed_too), ("in parts", whole)] {
            let (found, found_counts) = scorer.finish();
            assert_eq!(found_counts, counts, "{name}, seed {seed}");
            assert_eq!(shown(&found), shown(&expected), "{name}, seed {seed}");
        }
    }
    assert!(taken_packed > 5_000, "{taken_packed}");
}

#[test]
fn no_calls_beyond_what_is_counted_in_units() {
    let mut dice = Random::new(1);
    let samples = 16;
    let mut table = ScoreTable::default();
    let mut records = Vec::new();
    for at in 0..NoCallsInUnits::ROWS_MAX as u32 + 5_000 {
        let mut record = Record::default();
        let chromosome = Chromosome::from_index(1 + (at / 40_000) as u8).expect("one of them");
        record.begin(Site::new(chromosome, 10_000 + at % 40_000), RsId::NONE);
        record.push_allele(b"A");
        record.push_allele(b"C");
        let weight = dice.uniform() - 0.5;
        assert!(table.push(&NewRow {
            author_site: record.site,
            harmonised_site: Site::NONE,
            id: RsId::NONE,
            name: b"",
            effect: b"C",
            other: b"A",
            weight,
            weight_text: b"w",
            frequency: None,
            model: EffectModel::Additive,
            unsupported: None,
        }));
        // The first sample has no call at all, the second now and then.
        let codes = [3 | [0, 3][usize::from(dice.chance(0.1))] << 2 | 1 << 4, 0, 2, 0xFF];
        let mut packed = PackedCalls::default();
        packed.set(samples, &codes);
        records.push((record, packed));
    }
    let bearer = Bearer { sex: Sex::Female, build: Build::Grch38, male_x: 2 };
    let table = Arc::new(table);
    let scorer = || {
        let scores = vec![(table.clone(), Positions::Author)];
        CohortScorer::new(scores, vec![bearer; samples], Rules::of(RuleSet::Tallele), Absent::Missing)
    };
    let (mut one_by_one, mut packed_too) = (scorer(), scorer());
    for (record, packed) in &mut records {
        let mut calls = Calls::default();
        packed.expand(&mut calls);
        assert!(one_by_one.wants(record) && packed_too.takes_packed(record));
        one_by_one.take(record, &calls);
        packed_too.take_packed(record, packed);
    }
    let (expected, counts) = one_by_one.finish();
    let (found, found_counts) = packed_too.finish();
    assert_eq!((found_counts, shown(&found)), (counts, shown(&expected)));
    assert!(shown(&found)[0].contains("70535"), "the first sample has no call of any row");
}
