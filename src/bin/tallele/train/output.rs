//! Writes a path, its coefficients and the score, each file whole or not at all.

use super::baselines::family_metrics;
use super::genotypes::Variant;
use super::measured::Measured;
use crate::printed::unwritable_at;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use tallele::error::Result;
use tallele::genome::Build;
use tallele::training::metrics::Metrics;
use tallele::training::{Coefficients, Family, Moments};

/// How the intercept is called among variants and covariates.
pub const INTERCEPT: &str = "(intercept)";

/// Writes a file beside its place and puts it there when it is whole.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_added_extension("tmp");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        // Only what is whole stays; an error here would hide the first.
        let _ = std::fs::remove_file(&beside);
    })
}

/// The same for results.
///
/// Errors: `unwritable`.
pub fn write_result(path: &Path, bytes: &[u8]) -> Result<()> {
    write_whole(path, bytes).map_err(|error| unwritable_at(path, error))
}

/// `path.tsv`: a line for each λ, from the largest on, with what was measured in each fold.
pub fn path_table(family: Family, path: &[Measured]) -> String {
    let names = family_metrics(family);
    let mut text = "lambda_index\tlambda\tnonzero".to_owned();
    for fold in ["train", "validation", "test"] {
        names.iter().for_each(|name| text.push_str(&format!("\t{fold}_{name}")));
    }
    text.push('\n');
    let shown = |value: Option<f64>| value.map_or_else(|| "NA".to_owned(), |value| value.to_string());
    for (index, of) in path.iter().enumerate() {
        let _ = write!(text, "{index}\t{}\t{}", of.lambda, of.nonzero);
        for metrics in [of.train, of.validation, of.test] {
            let _ = write!(text, "\t{}", shown(metrics.and_then(|metrics: Metrics| metrics.accuracy)));
            let _ = write!(text, "\t{}", shown(metrics.map(|metrics| metrics.loss)));
        }
        text.push('\n');
    }
    text
}

/// Lines of `coefficients.tsv` for one λ: intercept, covariates by their names, and variants that are not 0.
pub fn coefficient_lines(index: usize, of: &Coefficients, names: &[String], variants: &[Variant]) -> String {
    let mut text = format!("{index}\t{INTERCEPT}\t\t{}\n", of.intercept);
    for (name, coefficient) in names.iter().zip(&of.covariates) {
        let _ = writeln!(text, "{index}\t{name}\t\t{coefficient}");
    }
    for (column, coefficient) in &of.columns {
        let variant = &variants[*column as usize];
        let _ = writeln!(text, "{index}\t{}\t{}\t{coefficient}", variant.name, variant.effect);
    }
    text
}

/// The first line of `coefficients.tsv`.
pub const COEFFICIENTS_HEADER: &str = "lambda_index\tvariant\teffect_allele\tcoefficient\n";

/// What a score's header says.
pub struct ScoreAbout<'a> {
    /// The score's id.
    pub id: &'a str,
    /// The phenotype.
    pub trait_name: &'a str,
    /// The build of its positions.
    pub build: Option<Build>,
    /// What the phenotype is.
    pub family: Family,
    /// Under what terms it may be used.
    pub licence: &'a str,
    /// How it was made.
    pub method: String,
}

/// A scoring file in the PGS Catalog's format.
///
/// Source: PGS Catalog, scoring file format, version 2.0.
pub fn score_text(about: &ScoreAbout<'_>, of: &Coefficients, variants: &[Variant], moments: &[Moments]) -> String {
    let line = |text: &str| text.replace(['\n', '\r', '\t'], " ");
    let weights = match about.family {
        Family::Gaussian => "beta",
        Family::Binomial => "log(OR)",
    };
    let mut text = format!(
        "###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org/downloads/#dl_ftp_scoring for additional information\n\
         #format_version=2.0\n##POLYGENIC SCORE (PGS) INFORMATION\n#pgs_id={5}\n#pgs_name={0}\n#trait_reported={0}\n\
         #genome_build={1}\n#variants_number={2}\n#weight_type={weights}\n##SOURCE INFORMATION\n#method={3}\n#license={4}\n",
        line(about.trait_name),
        about.build.map_or("NR", Build::name),
        of.columns.len(),
        line(&about.method),
        line(about.licence),
        line(about.id),
    );
    text.push_str("rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\n");
    for (column, coefficient) in &of.columns {
        let variant = &variants[*column as usize];
        let rsid = variant.rsid.map_or_else(String::new, |number| format!("rs{number}"));
        let chromosome = variant.site.chromosome().map_or("", |chromosome| chromosome.name());
        let frequency = moments[*column as usize].frequency().unwrap_or(0.0);
        let _ = writeln!(
            text,
            "{rsid}\t{chromosome}\t{}\t{}\t{}\t{coefficient}\t{frequency}",
            variant.site.position(),
            variant.effect,
            variant.other
        );
    }
    text
}
