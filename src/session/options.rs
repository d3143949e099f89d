//! Checks the options that a person wrote.

use crate::error::{Error, ErrorKind, Result, Role};
use crate::genome::{Build, Dosage, Reading};
use crate::matching::{Duplicates, MultiAllelic, Palindromes, RuleSet, Rules};
use crate::report::model::OptionsUsed;
use crate::scoring::Absent;
use serde::Deserialize;

/// Options as written; what is left out takes the rule set's default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OptionsWritten {
    /// `tallele` or `pgsc_calc_2`.
    pub rules: Option<String>,
    /// `36`, `37`, `38` or the name of a build.
    pub build: Option<String>,
    /// `exclude`, `keep` or `frequency`.
    pub palindromes: Option<String>,
    /// `include` or `exclude`.
    pub multiallelic: Option<String>,
    /// `first`, `exclude` or `sum`.
    pub duplicates: Option<String>,
    /// `1` or `2`.
    pub male_x: Option<String>,
    /// `gt`, `ds` or `gp`.
    pub dosage: Option<String>,
    /// `missing` or `hom-ref`.
    pub absent: Option<String>,
    /// A whole number: calls of a lower genotype quality are no-calls.
    pub min_gq: Option<String>,
    /// A whole number: calls on fewer reads are no-calls.
    pub min_dp: Option<String>,
    /// `true` or `false`: records that a filter caught have no calls.
    pub pass_only: Option<String>,
}

/// Options that can be run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OptionsChecked {
    /// Matching rules.
    pub rules: Rules,
    /// Build of the genotype files as stated.
    pub build: Option<Build>,
    /// What is taken from files of records.
    pub reading: Reading,
    /// Records that a filter caught have no calls.
    pub pass_only: bool,
    /// Rows that a file of variants alone has no record of; `None` where nobody has said.
    pub absent: Option<Absent>,
}

impl Default for OptionsChecked {
    fn default() -> Self {
        Self {
            rules: Rules::of(RuleSet::Tallele),
            build: None,
            reading: Reading::default(),
            pass_only: false,
            absent: None,
        }
    }
}

fn choose<T: Copy>(
    name: &str,
    written: Option<&str>,
    default: T,
    allowed: &'static str,
    values: &[(&str, T)],
) -> Result<T> {
    let Some(written) = written.map(str::trim).filter(|written| !written.is_empty()) else { return Ok(default) };
    values.iter().find(|(value, _)| *value == written).map(|(_, value)| *value).ok_or_else(|| {
        Error::new(ErrorKind::BadOption { option: name.to_owned(), allowed })
            .in_input(Role::Options, "options")
            .at_field(name)
    })
}

/// A whole number, where one is written.
fn whole(name: &str, written: Option<&str>) -> Result<Option<u32>> {
    let Some(written) = written.map(str::trim).filter(|written| !written.is_empty()) else { return Ok(None) };
    written.parse().map(Some).map_err(|_| {
        Error::new(ErrorKind::BadOption { option: name.to_owned(), allowed: "a whole number" })
            .in_input(Role::Options, "options")
            .at_field(name)
    })
}

/// What rows that a file of variants alone has no record of count as: `missing`, `hom-ref`, or nothing where nobody says.
///
/// Errors: `bad-option`.
pub fn read_absent(written: Option<&str>) -> Result<Option<Absent>> {
    choose(
        "absent",
        written,
        None,
        "missing, hom-ref",
        &[("missing", Some(Absent::Missing)), ("hom-ref", Some(Absent::HomRef))],
    )
}

impl OptionsWritten {
    /// Checks every option.
    ///
    /// Errors: `bad-option` with the option's name as field.
    pub fn check(&self) -> Result<OptionsChecked> {
        let set = choose(
            "rules",
            self.rules.as_deref(),
            RuleSet::Tallele,
            "tallele, pgsc_calc_2",
            &[("tallele", RuleSet::Tallele), ("pgsc_calc_2", RuleSet::PgscCalc2)],
        )?;
        let rules = Rules::of(set);
        let rules = Rules {
            palindromes: choose(
                "palindromes",
                self.palindromes.as_deref(),
                rules.palindromes,
                "exclude, keep, frequency",
                &[
                    ("exclude", Palindromes::Exclude),
                    ("keep", Palindromes::Keep),
                    ("frequency", Palindromes::Frequency),
                ],
            )?,
            multiallelic: choose(
                "multiallelic",
                self.multiallelic.as_deref(),
                rules.multiallelic,
                "include, exclude",
                &[("include", MultiAllelic::Include), ("exclude", MultiAllelic::Exclude)],
            )?,
            duplicates: choose(
                "duplicates",
                self.duplicates.as_deref(),
                rules.duplicates,
                "first, exclude, sum",
                &[("first", Duplicates::First), ("exclude", Duplicates::Exclude), ("sum", Duplicates::Sum)],
            )?,
            male_x: choose("male_x", self.male_x.as_deref(), rules.male_x, "1, 2", &[("1", 1), ("2", 2)])?,
            ..rules
        };
        let build = match self.build.as_deref().map(str::trim).filter(|build| !build.is_empty()) {
            None => None,
            Some(written) => Some(Build::parse(written).ok_or_else(|| {
                let kind = ErrorKind::BadOption { option: "build".to_owned(), allowed: "36, 37, 38" };
                Error::new(kind).in_input(Role::Options, "options").at_field("build")
            })?),
        };
        let reading = Reading {
            dosage: choose(
                "dosage",
                self.dosage.as_deref(),
                Dosage::Hard,
                "gt, ds, gp",
                &[("gt", Dosage::Hard), ("ds", Dosage::Expected), ("gp", Dosage::Probabilities)],
            )?,
            least_quality: whole("min_gq", self.min_gq.as_deref())?,
            least_depth: whole("min_dp", self.min_dp.as_deref())?,
        };
        let pass_only =
            choose("pass_only", self.pass_only.as_deref(), false, "true, false", &[("true", true), ("false", false)])?;
        let absent = read_absent(self.absent.as_deref())?;
        Ok(OptionsChecked { rules, build, reading, pass_only, absent })
    }
}

impl OptionsChecked {
    /// The options as the report states them.
    pub fn used(&self) -> OptionsUsed {
        OptionsUsed {
            rules: self.rules.set,
            build: self.build,
            palindromes: self.rules.palindromes,
            multiallelic: self.rules.multiallelic,
            duplicates: self.rules.duplicates,
            male_x: self.rules.male_x,
            dosage: self.reading.dosage,
            min_gq: self.reading.least_quality,
            min_dp: self.reading.least_depth,
            pass_only: self.pass_only,
            absent: self.absent,
            merge: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_set_gives_the_defaults() {
        let written = |rules: &str| OptionsWritten { rules: Some(rules.to_owned()), ..Default::default() };
        assert_eq!(OptionsWritten::default().check().expect("ok"), OptionsChecked::default());
        let checked = written("pgsc_calc_2").check().expect("ok");
        assert_eq!((checked.rules.duplicates, checked.rules.male_x), (Duplicates::Exclude, 2));
        let error = written("plink").check().expect_err("unknown");
        assert_eq!((error.code(), error.place().field.as_deref()), ("bad-option", Some("rules")));
        let build = OptionsWritten { build: Some("hg19".to_owned()), ..Default::default() };
        assert_eq!(build.check().expect("ok").build, Some(Build::Grch37));
    }
}
