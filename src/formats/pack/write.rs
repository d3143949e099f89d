//! Writes a score as a pack.

use super::MAGIC;
use super::about::{About, MadeOf};
use super::columns::{put_allele, put_alleles, put_differences, put_model, put_rows};
use super::linkage::linkage_bytes;
use super::numbers::{put_numbers, take_numbers};
use super::sections::put_section;
use super::varint::{Varints, put, put_column};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::FindingSaved;
use crate::formats::score_file::ScoreFile;
use crate::weights::{EffectModel, ScoreTable, Unsupported};
use std::borrow::Cow;
use std::io::Write;

/// Writes a score. The same score gives the same bytes.
///
/// Errors: `unwritable`.
pub fn write_pack(out: &mut impl Write, file: &ScoreFile, made_of: MadeOf) -> Result<()> {
    let table = &file.table;
    let about = About {
        tallele: env!("CARGO_PKG_VERSION").to_owned(),
        made_of,
        rows: table.len() as u64,
        header: table.header.clone(),
        findings: file.findings.iter().map(FindingSaved::from).collect(),
        alleles: table.longer_alleles().map(|allele| String::from_utf8_lossy(allele).into_owned()).collect(),
        populations: table.frequency_columns().map(str::to_owned).collect(),
    };
    let not_written = |error| Error::new(ErrorKind::Internal { what: "a pack can be written" }).with_source(error);
    let about = serde_json::to_vec(&about).map_err(not_written)?;
    let unwritable = |error: std::io::Error| Error::new(ErrorKind::Unwritable).with_source(error);
    out.write_all(MAGIC).map_err(unwritable)?;
    put_section(out, "about", &about).map_err(unwritable)?;
    for (name, bytes) in columns(table).into_iter().chain(lists(table)) {
        if let Some(bytes) = bytes {
            put_section(out, name, &bytes).map_err(unwritable)?;
        }
    }
    if let Some(calibration) = &file.calibration {
        let about = serde_json::to_vec(calibration).map_err(not_written)?;
        let frequencies: Vec<u8> =
            calibration.frequencies.iter().flat_map(|frequency| frequency.bits().to_le_bytes()).collect();
        put_section(out, "calib", &about).map_err(unwritable)?;
        if calibration.published_sums.is_none() {
            put_section(out, "calfreqs", &frequencies).map_err(unwritable)?;
        }
        if !calibration.linkage.pairs().is_empty() {
            put_section(out, "callinks", &linkage_bytes(&calibration.linkage)).map_err(unwritable)?;
        }
    }
    if let Some(validation) = &file.validation {
        put_section(out, "valid", &serde_json::to_vec(validation).map_err(not_written)?).map_err(unwritable)?;
    }
    put_section(out, "end", &[]).map_err(unwritable)
}

type Section = (&'static str, Option<Vec<u8>>);

/// Columns that every row is in.
fn columns(table: &ScoreTable) -> Vec<Section> {
    let rows = 0..table.len();
    let filled = |fill: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = Vec::new();
        fill(&mut bytes);
        bytes
    };
    let sites = filled(&|out| put_differences(out, rows.clone().map(|row| table.author_site(row).key())));
    let harmonised = table
        .has_harmonised_sites()
        .then(|| filled(&|out| put_differences(out, rows.clone().map(|row| table.harmonised_site(row).key()))));
    let rsids =
        filled(&|out| put_column(out, &rows.clone().map(|row| u64::from(table.id(row).number())).collect::<Vec<_>>()));
    let (mut alleles, mut longer) = (Vec::new(), Vec::new());
    let pairs = rows.clone().map(|row| table.row(row)).map(|row| (row.effect, row.other));
    put_alleles(&mut alleles, &mut longer, pairs);
    let written = filled(&|out| put_numbers(out, rows.clone().map(|row| Some(table.weight_text(row)))));
    let is_as_written = take_numbers(&mut Varints::new(&written), table.len()).is_ok_and(|(values, _)| {
        rows.clone().zip(&values).all(|(row, value)| value.to_bits() == table.weight(row).to_bits())
    });
    let weights = (!is_as_written).then(|| rows.clone().flat_map(|row| table.weight(row).to_le_bytes()).collect());
    let shown = |value: Option<f64>| value.map(|value| Cow::Owned(format!("{value}")));
    let frequencies = table
        .has_frequencies()
        .then(|| filled(&|out| put_numbers(out, rows.clone().map(|row| shown(table.frequency(row))))));
    let mut populations = Vec::new();
    for name in table.frequency_columns() {
        put_numbers(&mut populations, rows.clone().map(|row| shown(table.frequency_in(name, row))));
    }
    vec![
        ("sites", Some(sites)),
        ("hm_sites", harmonised),
        ("rsids", Some(rsids)),
        ("alleles", Some(alleles)),
        ("alleles2", Some(longer)),
        ("written", Some(written)),
        ("weights", weights),
        ("freqs", frequencies),
        ("popfreqs", Some(populations).filter(|bytes| !bytes.is_empty())),
    ]
}

/// Lists of some rows.
fn lists(table: &ScoreTable) -> Vec<Section> {
    fn list<T>(rows: Vec<(usize, T)>, write: impl FnMut(&mut Vec<u8>, &T)) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        put_rows(&mut bytes, &rows, write);
        (!rows.is_empty()).then_some(bytes)
    }
    let rows = 0..table.len();
    let models = rows.clone().map(|row| (row, table.row(row).model));
    let models = models.filter(|(_, model)| *model != EffectModel::Additive).collect();
    let unsupported = rows.clone().filter_map(|row| Some((row, table.unsupported(row)?))).collect();
    let inferred = rows.clone().map(|row| (row, table.inferred_others(row)));
    let inferred = inferred.filter(|(_, alleles)| !alleles.is_empty()).collect();
    let names = rows.map(|row| (row, table.given_name(row))).filter(|(_, name)| !name.is_empty()).collect();
    let place = |reason: &Unsupported| Unsupported::ALL.iter().position(|one| one == reason).unwrap_or_default();
    vec![
        ("models", list(models, put_model)),
        ("unscored", list(unsupported, |out, reason| put(out, place(reason) as u64))),
        (
            "inferred",
            list(inferred, |out, alleles| {
                put(out, alleles.len() as u64);
                alleles.iter().for_each(|allele| put_allele(out, *allele));
            }),
        ),
        (
            "names",
            list(names, |out, name| {
                put(out, name.len() as u64);
                out.extend_from_slice(name);
            }),
        ),
    ]
}
