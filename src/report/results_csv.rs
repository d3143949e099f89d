//! Writes the report's results as a CSV table: a row for every score of every person.

use super::csv::Table;
use super::model::Report;
use super::score_result::ScoreResult;
use super::standing::{AbsoluteRisk, Percentile};
use crate::genome::Sex;
use crate::matching::RuleSet;

/// Columns of [`write_results`]; `www/exports/report-csv.ts` repeats them. New ones are added at the end.
const COLUMNS: [&str; 46] = [
    "sample",
    "sex",
    "score",
    "name",
    "trait",
    "rows",
    "matched",
    "excluded",
    "unmatched",
    "no_call",
    "observed_sum",
    "filled_sum",
    "coverage_rows",
    "coverage_variance",
    "coverage_weight",
    "positions",
    "rules",
    "license",
    "citation",
    "percentile",
    "percentile_low",
    "percentile_high",
    "percentile_level",
    "percentile_basis",
    "percentile_group",
    "percentile_share",
    "percentile_covered",
    "percentile_withheld",
    "z_norm2",
    "risk",
    "risk_low",
    "risk_high",
    "risk_level",
    "risk_average",
    "risk_from_years",
    "risk_to_years",
    "risk_r2",
    "risk_citation",
    "risk_withheld",
    "accuracy_r2",
    "accuracy_kept",
    "auc",
    "auc_low",
    "auc_high",
    "auc_people",
    "auc_cases",
];

/// Writes one CSV row for every score of every person. Percentiles are from 0 to 100, risks from 0 to 1; a number that is withheld
/// leaves its cells empty and its code in `…_withheld`, and where nobody compared the code is empty too. R² in people like the
/// person, and the AUC of the score's own test, stand beside the percentile that they speak of.
pub fn write_results(report: &Report<'_>) -> Vec<u8> {
    let mut table = Table::new(&COLUMNS);
    let rules = match report.options.rules {
        RuleSet::Tallele => "tallele",
        RuleSet::PgscCalc2 => "pgsc_calc_2",
    };
    for sample in &report.samples {
        for score in &sample.scores {
            table.field(&sample.id);
            table.field(match sample.sex {
                Sex::Female => "female",
                Sex::Male => "male",
                Sex::Unknown => "unknown",
            });
            write_sum(&mut table, score, rules);
            write_percentile(&mut table, score.percentile.as_ref());
            table.optional(score.z_norm2.flatten());
            write_risk(&mut table, score.absolute_risk.as_ref());
            write_accuracy(&mut table, score.percentile.as_ref());
            table.end_row();
        }
    }
    table.into_bytes()
}

fn write_sum(table: &mut Table, score: &ScoreResult, rules: &str) {
    table.field(&score.id);
    table.optional(score.name.as_deref());
    table.optional(score.trait_reported.as_deref());
    table.field(&score.rows.to_string());
    table.field(&score.matched.to_string());
    table.field(&score.excluded.values().sum::<u64>().to_string());
    table.field(&score.unmatched.to_string());
    table.field(&score.no_call.to_string());
    table.field(&score.observed_sum.to_string());
    table.optional(score.filled_sum);
    table.field(&score.coverage.rows.to_string());
    table.optional(score.coverage.variance);
    table.field(&score.coverage.weight.to_string());
    table.field(score.positions.name());
    table.field(rules);
    table.optional(score.license.as_deref());
    table.optional(score.citation.as_deref());
}

fn write_percentile(table: &mut Table, percentile: Option<&Percentile>) {
    match percentile {
        Some(Percentile::Told { value, low, high, level, basis, group, share, covered, .. }) => {
            [value, low, high, level].into_iter().for_each(|number| table.field(&number.to_string()));
            [*basis, group].into_iter().for_each(|text| table.field(text));
            [share, covered].into_iter().for_each(|number| table.field(&number.to_string()));
            table.field("");
        }
        other => {
            (0..8).for_each(|_| table.field(""));
            table.optional(match other {
                Some(Percentile::Withheld { withheld }) => Some(withheld.code),
                _ => None,
            });
        }
    }
}

fn write_risk(table: &mut Table, risk: Option<&AbsoluteRisk>) {
    match risk {
        Some(AbsoluteRisk::Told { value, low, high, level, average, from_years, to_years, citation, r2, .. }) => {
            [value, low, high, level, average].into_iter().for_each(|number| table.field(&number.to_string()));
            [from_years, to_years].into_iter().for_each(|years| table.optional(*years));
            table.field(&r2.to_string());
            table.field(citation);
            table.field("");
        }
        other => {
            (0..9).for_each(|_| table.field(""));
            table.optional(match other {
                Some(AbsoluteRisk::Withheld { withheld }) => Some(withheld.code),
                _ => None,
            });
        }
    }
}

fn write_accuracy(table: &mut Table, percentile: Option<&Percentile>) {
    let (accuracy, tested) = match percentile {
        Some(Percentile::Told { accuracy, discrimination, .. }) => (accuracy.as_ref(), discrimination.as_deref()),
        _ => (None, None),
    };
    [accuracy.map(|of| of.r2), accuracy.map(|of| of.kept)].into_iter().for_each(|number| table.optional(number));
    [tested.map(|of| of.auc), tested.map(|of| of.low), tested.map(|of| of.high)]
        .into_iter()
        .for_each(|number| table.optional(number));
    [tested.map(|of| of.people), tested.map(|of| of.cases)].into_iter().for_each(|number| table.optional(number));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::gates::WithheldText;
    use crate::report::standing::{AccuracyShown, DiscriminationShown};

    fn row(percentile: Option<&Percentile>, risk: Option<&AbsoluteRisk>) -> String {
        let mut table = Table::new(&[]);
        write_percentile(&mut table, percentile);
        write_risk(&mut table, risk);
        write_accuracy(&mut table, percentile);
        String::from_utf8(table.into_bytes()).expect("UTF-8").trim_start().to_owned()
    }

    fn withheld(code: &'static str) -> WithheldText {
        WithheldText { code, why: "Why.".to_owned(), help: "Help." }
    }

    #[test]
    fn a_number_stands_with_its_interval_and_basis_or_with_its_reason() {
        let told_with =
            |accuracy: Option<AccuracyShown>, discrimination: Option<DiscriminationShown>| Percentile::Told {
                value: 71.5,
                low: 63.25,
                high: 78.0,
                level: 0.9,
                basis: "components",
                group: "EUR".to_owned(),
                share: 0.97,
                covered: 1e-7,
                accuracy,
                discrimination: discrimination.map(Box::new),
            };
        let citation = "A, B 2019".to_owned();
        let percentile = told_with(None, None);
        let accurate = told_with(
            Some(AccuracyShown {
                r2: 0.3,
                kept: 0.75,
                is_measured: true,
                citation: citation.clone(),
                heritability: None,
                genetic_low: None,
                genetic_high: None,
            }),
            Some(DiscriminationShown {
                auc: 0.861,
                low: 0.807,
                high: 0.907,
                people: 240,
                cases: 61,
                group: None,
                citation,
            }),
        );
        let risk = |ages: Option<(usize, usize)>| AbsoluteRisk::Told {
            value: 0.143,
            low: 0.112,
            high: 0.181,
            level: 0.9,
            average: 0.117,
            from_years: ages.map(|ages| ages.0),
            to_years: ages.map(|ages| ages.1),
            citation: "A, B 2019".to_owned(),
            r2: 0.1,
            accuracy_kept: 1.0,
            curve: Vec::new(),
            family_history: None,
        };
        let told = "71.5,63.25,78,0.9,components,EUR,0.97,0.0000001,";
        for (name, percentile, risk, expected) in [
            ("nobody compared", None, None, ",".repeat(18 + 7)),
            (
                "both told",
                Some(&percentile),
                Some(&risk(Some((40, 80)))),
                format!("{told},0.143,0.112,0.181,0.9,0.117,40,80,0.1,\"A, B 2019\",,,,,,,,"),
            ),
            (
                "a lifetime's risk",
                Some(&percentile),
                Some(&risk(None)),
                format!("{told},0.143,0.112,0.181,0.9,0.117,,,0.1,\"A, B 2019\",,,,,,,,"),
            ),
            (
                "both withheld",
                Some(&Percentile::Withheld { withheld: withheld("low-coverage") }),
                Some(&AbsoluteRisk::Withheld { withheld: withheld("no-percentile") }),
                ",,,,,,,,low-coverage,,,,,,,,,,no-percentile,,,,,,,".to_owned(),
            ),
            (
                "how accurate it is",
                Some(&accurate),
                None,
                format!("{told}{}0.3,0.75,0.861,0.807,0.907,240,61", ",".repeat(11)),
            ),
        ] {
            assert_eq!(row(percentile, risk), expected, "{name}");
        }
        assert_eq!(COLUMNS.len(), 2 + 17 + 9 + 1 + 10 + 7);
    }
}
