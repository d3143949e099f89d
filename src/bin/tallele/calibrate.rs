//! `tallele calibrate`: adjusts sums of many people to a reference, as pgscatalog-ancestry-adjust does.

use crate::file_source::open_file;
use crate::printed::{print_json, unwritable_at};
use clap::Args;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tallele::bytes::SharedSource;
use tallele::calibration::adjust::{Adjusted, Tables, adjust};
use tallele::calibration::tables::{
    COMPONENTS_MAX, Components, count_components, read_components, read_ids, read_labels, read_sums,
};
use tallele::error::{Error, ErrorKind, Result, Role};
use tallele::finding::Finding;

/// Adjust sums of many people to a reference by its principal components.
#[derive(Args, Debug)]
pub struct CalibrateArgs {
    /// Sums of reference and target people: a table with sampleset, IID, PGS and SUM
    #[arg(long, value_name = "FILE")]
    sums: PathBuf,
    /// The reference people's components: a table with IID, PC1, PC2 …
    #[arg(long, value_name = "FILE")]
    reference_pcs: PathBuf,
    /// The target people's components
    #[arg(long, value_name = "FILE")]
    target_pcs: PathBuf,
    /// The reference people's groups: a table with IID and SuperPop, as in a psam. Target people without a label are compared
    /// with the group nearest by Mahalanobis distance
    #[arg(long, value_name = "FILE")]
    labels: PathBuf,
    /// Ids of reference people, one a line, who are related to others and not to be fitted to
    #[arg(long, value_name = "FILE")]
    related: Option<PathBuf>,
    /// Components that the adjustment uses
    #[arg(long, value_name = "N", default_value_t = 4)]
    pcs: usize,
    /// Components that likeness to a group uses; 5, or as many as both tables have
    #[arg(long, value_name = "N")]
    similarity_pcs: Option<usize>,
    /// The reference's sampleset in the sums
    #[arg(long, value_name = "NAME", default_value = "reference")]
    reference: String,
    /// Where to write the table
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What is printed when the table is written.
#[derive(Serialize)]
struct Done<'a> {
    rows: usize,
    reference_people: usize,
    target_people: usize,
    pcs: usize,
    similarity_pcs: usize,
    findings: &'a [Finding],
}

/// Reads the tables, adjusts and writes.
pub fn run(args: &CalibrateArgs) -> Result<()> {
    let check = |number: usize, option: &str| {
        let bad = ErrorKind::BadOption { option: option.to_owned(), allowed: "a number from 1 to 20" };
        if (1..=COMPONENTS_MAX).contains(&number) { Ok(number) } else { Err(Error::from(bad)) }
    };
    let adjusting = check(args.pcs, "--pcs")?;
    let (reference, target) = (open(&args.reference_pcs)?, open(&args.target_pcs)?);
    let comparing = match args.similarity_pcs {
        Some(number) => check(number, "--similarity-pcs")?,
        None => there(&reference, count_components)?.min(there(&target, count_components)?).clamp(1, 5),
    };
    let width = adjusting.max(comparing);
    let components =
        |source: &SharedSource| -> Result<Components> { there(source, |file| read_components(file, width)) };
    let (reference, target) = (components(&reference)?, components(&target)?);
    let sums = there(&open(&args.sums)?, read_sums)?;
    let labels = there(&open(&args.labels)?, read_labels)?;
    let related = match &args.related {
        Some(path) => there(&open(path)?, read_ids)?,
        None => HashSet::new(),
    };
    let tables = Tables {
        sums: &sums,
        reference: &reference,
        target: &target,
        labels: &labels,
        related: &related,
        reference_set: &args.reference,
        adjusting,
        comparing,
    };
    let (adjusted, findings) = adjust(&tables)?;
    std::fs::write(&args.out, table(&adjusted)).map_err(|error| unwritable_at(&args.out, error))?;
    let done = Done {
        rows: adjusted.len(),
        reference_people: reference.ids.len(),
        target_people: target.ids.len(),
        pcs: adjusting,
        similarity_pcs: comparing,
        findings: &findings,
    };
    print_json(&done)
}

fn open(path: &Path) -> Result<SharedSource> {
    open_file(path, Role::Options)
}

/// What `read` makes of a table, its name being added to an error.
fn there<T>(source: &SharedSource, read: impl FnOnce(&SharedSource) -> Result<T>) -> Result<T> {
    read(source).map_err(|error| error.in_input(Role::Options, source.name()))
}

/// The table as text: pgsc_calc's columns, then the group and whether the person is hardly like it.
fn table(rows: &[Adjusted<'_>]) -> String {
    let mut text = String::from(
        "sampleset\tIID\tPGS\tSUM\tZ_MostSimilarPop\tZ_norm1\tZ_norm2\tpercentile_MostSimilarPop\tMostSimilarPop\tMostSimilarPop_LowConfidence\n",
    );
    for row in rows {
        let _ = write!(text, "{}\t{}\t{}\t{}", row.row.sampleset, row.row.id, row.row.score, row.row.sum);
        for value in [row.z_most_similar, row.z_norm1, row.z_norm2, row.percentile] {
            let _ = match value {
                Some(value) => write!(text, "\t{value}"),
                None => write!(text, "\tNA"),
            };
        }
        let _ = writeln!(text, "\t{}\t{}", row.group, if row.is_low_confidence { "True" } else { "False" });
    }
    text
}
