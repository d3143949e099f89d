//! Looks at the weights: missing, no numbers, ratios called weights, one that outweighs the rest.

use super::Row;
use super::rule;
use super::spots::{Spots, lint_of_file, lint_of_numbers, share};
use crate::finding::Lint;
use crate::formats::score_file::columns::ABSENT;
use crate::formats::score_file::layout::{Layout, WeightColumn};
use crate::formats::score_file::number;
use crate::weights::WeightType;

/// Beyond this no weight is meant; the reader refuses it too.
const MAX_WEIGHT: f64 = 1e100;

/// Weights from which on their spread says something.
const ENOUGH: usize = 20;

/// A weight this many times as large as the next smaller one stands alone.
const OUTWEIGHS_NEXT: f64 = 10.0;

/// A weight as large as this share of all together outweighs the rest.
const OUTWEIGHS_SHARE: f64 = 0.5;

/// Ratios have their median between these, and betas hardly ever do.
const RATIO_MEDIANS: std::ops::RangeInclusive<f64> = 0.7..=2.0;

/// Ratios that have a lower median are hardly ratios.
const LOWEST_RATIO_MEDIAN: f64 = 0.5;

/// Fewer weights than this are not judged by their median.
const ENOUGH_FOR_RATIOS: usize = 3;

/// What was seen of the weights.
pub struct Weights {
    columns: Vec<Column>,
    /// The line of each weight, the same for every column.
    lines: Vec<u64>,
    frequency: Spots,
    model_conflict: Spots,
    dosages_incomplete: Spots,
    other_sign: Spots,
    same_sign: u64,
}

#[derive(Default)]
struct Column {
    /// NaN where there is none.
    values: Vec<f64>,
    missing: Spots,
    unreadable: Spots,
    not_finite: Spots,
    not_positive: Spots,
    zero: Spots,
}

impl Weights {
    /// For files with so many columns of weights.
    pub fn new(columns: usize) -> Self {
        Self {
            columns: (0..columns).map(|_| Column::default()).collect(),
            lines: Vec::new(),
            frequency: Spots::default(),
            model_conflict: Spots::default(),
            dosages_incomplete: Spots::default(),
            other_sign: Spots::default(),
            same_sign: 0,
        }
    }

    /// Takes one row.
    pub fn look_at(&mut self, row: &Row<'_, '_>, layout: &Layout) {
        self.lines.push(row.line);
        let dosages: Vec<Option<f64>> =
            layout.dosages.into_iter().flatten().map(|column| number::finite(row.at(column))).collect();
        let has_dosages = !dosages.is_empty() && dosages.iter().all(Option::is_some);
        if !has_dosages && dosages.iter().any(Option::is_some) {
            self.dosages_incomplete.add(row.line);
        }
        for (weight, column) in layout.weights.iter().zip(&mut self.columns) {
            let text = if weight.column == ABSENT { b"".as_slice() } else { row.at(weight.column) };
            column.look_at(text, weight.ratio, has_dosages, row.line);
        }
        let frequencies = [layout.frequency].into_iter().chain(layout.populations.iter().copied());
        let is_wrong = |column: usize| {
            column != ABSENT
                && !number::is_missing(row.at(column))
                && !row.at(column).eq_ignore_ascii_case(b"nan")
                && number::finite(row.at(column)).is_none_or(|frequency| !(0.0..=1.0).contains(&frequency))
        };
        if frequencies.into_iter().any(is_wrong) {
            self.frequency.add(row.line);
        }
        if layout.dominant != ABSENT
            && layout.recessive != ABSENT
            && row.fields.is_true(layout.dominant)
            && row.fields.is_true(layout.recessive)
        {
            self.model_conflict.add(row.line);
        }
        if layout.raw_effect != ABSENT {
            let raw = number::finite(row.at(layout.raw_effect)).unwrap_or(0.0);
            let weight = self.columns.first().and_then(|column| column.values.last()).copied().unwrap_or(0.0);
            if raw * weight < 0.0 {
                self.other_sign.add(row.line);
            } else if raw * weight > 0.0 {
                self.same_sign += 1;
            }
        }
    }

    /// What is the same for every score of the file.
    pub fn shared_lints(&self) -> Vec<Lint> {
        let mut lints = super::plain_lints([
            (&rule::FREQUENCY_OUT_OF_RANGE, &self.frequency),
            (&rule::MODEL_CONFLICT, &self.model_conflict),
            (&rule::DOSAGE_WEIGHTS_INCOMPLETE, &self.dosages_incomplete),
        ]);
        if self.other_sign.count > self.same_sign && self.other_sign.count + self.same_sign >= 10 {
            lints.extend(self.other_sign.lint(&rule::SIGNS_CONTRADICT, ""));
        }
        lints
    }

    /// What was found of one score's weights among `rows` rows.
    pub fn lints_of(
        &self,
        score: usize,
        weight: WeightColumn,
        weight_type: WeightType,
        layout: &Layout,
        rows: u64,
    ) -> Vec<Lint> {
        let Some(column) = self.columns.get(score) else { return Vec::new() };
        let mut lints = super::plain_lints([
            (&rule::WEIGHT_MISSING, &column.missing),
            (&rule::WEIGHT_UNREADABLE, &column.unreadable),
            (&rule::WEIGHT_NOT_FINITE, &column.not_finite),
            (&rule::RATIO_NOT_POSITIVE, &column.not_positive),
        ]);
        let values = || column.values.iter().copied().filter(|value| !value.is_nan());
        if values().count() > 0 && values().all(|value| value == 0.0) {
            lints.push(lint_of_file(&rule::ALL_WEIGHTS_ZERO, ""));
        } else {
            lints.extend(column.zero.lint(&rule::WEIGHT_ZERO, &share(column.zero.count, rows)));
        }
        if weight.column == ABSENT {
            return lints;
        }
        let mut sorted: Vec<f64> = values().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        lints.extend(contradicted(weight, weight_type, &sorted, layout));
        lints.extend(ratios(weight, &sorted));
        lints.extend(self.outliers(column, weight));
        lints
    }

    /// Weights that stand alone above the rest, or are as large as all others together.
    fn outliers(&self, column: &Column, weight: WeightColumn) -> Option<Lint> {
        let size = |value: f64| if weight.ratio { libm::log(value).abs() } else { value.abs() };
        let mut sizes: Vec<f64> =
            column.values.iter().map(|value| size(*value)).filter(|size| size.is_finite() && *size > 0.0).collect();
        if sizes.len() < ENOUGH {
            return None;
        }
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let total: f64 = sizes.iter().sum();
        // Only the largest hundredth can be outliers: a jump further down is the score's own shape.
        let gap = sizes.windows(2).take((sizes.len() / 100).max(1)).find_map(|pair| match pair {
            [larger, next] if *larger >= OUTWEIGHS_NEXT * next => Some(*larger),
            _ => None,
        });
        let lowest = gap.unwrap_or(f64::INFINITY).min(OUTWEIGHS_SHARE * total);
        let mut spots = Spots::default();
        for (value, line) in column.values.iter().zip(&self.lines) {
            if size(*value) >= lowest {
                spots.add(*line);
            }
        }
        spots.lint(&rule::WEIGHT_OUTLIER, "")
    }
}

impl Column {
    fn look_at(&mut self, text: &[u8], is_ratio: bool, has_dosages: bool, line: u64) {
        let mut value = f64::NAN;
        if number::is_missing(text) {
            if !has_dosages {
                self.missing.add(line);
            }
        } else {
            match number::finite(text) {
                Some(found) if found.abs() > MAX_WEIGHT => self.not_finite.add(line),
                Some(found) => value = found,
                None if is_word_for_no_number(text) => self.not_finite.add(line),
                None => self.unreadable.add(line),
            }
        }
        if is_ratio && value <= 0.0 {
            self.not_positive.add(line);
        } else if value == 0.0 {
            self.zero.add(line);
        }
        self.values.push(value);
    }
}

/// `NaN`, `inf` and their like, and numbers such as `1e999` that no computer holds.
fn is_word_for_no_number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
    let is_word = ["nan", "inf", "infinity"].iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()));
    let is_huge = || {
        let number = str::from_utf8(text).ok().and_then(|text| text.parse::<f64>().ok());
        text.first().is_some_and(u8::is_ascii_digit) && number.is_some_and(f64::is_infinite)
    };
    is_word || is_huge()
}

fn median(sorted: &[f64]) -> Option<f64> {
    sorted.get(sorted.len() / 2).copied().filter(|_| sorted.len() >= ENOUGH_FOR_RATIOS)
}

/// Where the header's scale and the column cannot both be right; `sorted` are the column's numbers.
fn contradicted(weight: WeightColumn, weight_type: WeightType, sorted: &[f64], layout: &Layout) -> Option<Lint> {
    let name = layout.columns.name(weight.column);
    let are_logarithms = sorted.first().is_some_and(|lowest| *lowest <= 0.0)
        || median(sorted).is_some_and(|median| median < LOWEST_RATIO_MEDIAN);
    let seen = match weight_type {
        _ if weight_type.is_ratio() && !weight.ratio && are_logarithms => {
            format!("weight_type says ratios, and the numbers of the column {name} are too low for that.")
        }
        WeightType::Beta | WeightType::LogOddsRatio | WeightType::LogHazardRatio if weight.ratio => {
            format!("weight_type says that weights are added as they stand, and the column {name} is one of ratios.")
        }
        _ => return None,
    };
    Some(lint_of_file(&rule::WEIGHT_TYPE_CONTRADICTED, &seen))
}

/// Weights that look like ratios though the column is not named so, and ratios that look like weights.
fn ratios(weight: WeightColumn, sorted: &[f64]) -> Option<Lint> {
    let median = median(sorted)?;
    if sorted.first().is_some_and(|lowest| *lowest <= 0.0) {
        return None;
    }
    // An unweighted score counts alleles.
    let are_counts = sorted.iter().all(|value| value.fract() == 0.0);
    let rule = match weight.ratio {
        false if RATIO_MEDIANS.contains(&median) && !are_counts => &rule::RATIOS_AS_WEIGHTS,
        true if median < LOWEST_RATIO_MEDIAN => &rule::WEIGHTS_AS_RATIOS,
        _ => return None,
    };
    let count = u64::try_from(sorted.len()).unwrap_or(u64::MAX);
    Some(lint_of_numbers(rule, count, &format!("{median:.2}")))
}
