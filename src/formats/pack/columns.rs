//! Writes and reads a pack's columns of places, ids and alleles, and its lists of some rows.

use super::varint::{Varints, folded, put, put_column, unfolded};
use crate::error::Result;
use crate::weights::{AlleleId, EffectModel, SparseColumn, Texts, Unsupported};

/// No other allele, in the byte of a row's alleles.
const WITHOUT_OTHER: u8 = 16;
/// Alleles that the byte does not say.
const LONGER: u8 = 255;

/// Writes numbers as their differences.
pub(super) fn put_differences(out: &mut Vec<u8>, numbers: impl Iterator<Item = u64>) {
    let mut before = 0_u64;
    let difference = |number: u64| folded(number.wrapping_sub(std::mem::replace(&mut before, number)).cast_signed());
    put_column(out, &numbers.map(difference).collect::<Vec<_>>());
}

/// Reads numbers of their differences.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_differences<T>(section: &[u8], rows: usize, of: impl Fn(u64) -> Option<T>) -> Result<Vec<T>> {
    let mut section = Varints::new(section);
    let mut column = Vec::with_capacity(rows);
    let mut before = 0_u64;
    section.column(rows, &mut |differences| {
        for &difference in differences {
            before = before.wrapping_add(unfolded(difference).cast_unsigned());
            column.push(of(before)?);
        }
        Some(())
    })?;
    section.end()?;
    Ok(column)
}

/// Reads numbers.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_column<T>(section: &[u8], rows: usize, of: impl Fn(u64) -> Option<T>) -> Result<Vec<T>> {
    let mut section = Varints::new(section);
    let mut column = Vec::with_capacity(rows);
    section.column(rows, &mut |numbers| {
        for &number in numbers {
            column.push(of(number)?);
        }
        Some(())
    })?;
    section.end()?;
    Ok(column)
}

/// Writes both alleles of each row: the bytes, and the alleles that they do not say.
pub(super) fn put_alleles(bytes: &mut Vec<u8>, longer: &mut Vec<u8>, rows: impl Iterator<Item = (AlleleId, AlleleId)>) {
    for (effect, other) in rows {
        match (effect.base(), other.base()) {
            (Some(effect), Some(other)) => bytes.push(effect + 4 * other),
            (Some(effect), None) if !other.is_some() => bytes.push(WITHOUT_OTHER + effect),
            _ => {
                bytes.push(LONGER);
                put_allele(longer, effect);
                put_allele(longer, other);
            }
        }
    }
}

/// Reads both alleles of each row.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_alleles(bytes: &[u8], longer: &[u8], rows: usize) -> Result<(Vec<AlleleId>, Vec<AlleleId>)> {
    let mut section = Varints::new(bytes);
    let bytes = section.take(rows)?;
    section.end()?;
    let mut longer = Varints::new(longer);
    let (mut effects, mut others) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for &byte in bytes {
        let (effect, other) = match byte {
            0..WITHOUT_OTHER => {
                (AlleleId::from_number(u32::from(byte % 4)), AlleleId::from_number(u32::from(byte / 4)))
            }
            WITHOUT_OTHER..20 => (AlleleId::from_number(u32::from(byte - WITHOUT_OTHER)), AlleleId::NONE),
            LONGER => (take_allele(&mut longer)?, take_allele(&mut longer)?),
            _ => return Err(section.corrupt()),
        };
        effects.push(effect);
        others.push(other);
    }
    longer.end()?;
    Ok((effects, others))
}

/// Writes an allele: 0 for none.
pub(super) fn put_allele(out: &mut Vec<u8>, allele: AlleleId) {
    put(out, if allele.is_some() { u64::from(allele.number()) + 1 } else { 0 });
}

fn take_allele(section: &mut Varints<'_>) -> Result<AlleleId> {
    let number = u32::try_from(section.next()?).map_err(|_| section.corrupt())?;
    Ok(number.checked_sub(1).map_or(AlleleId::NONE, AlleleId::from_number))
}

/// Writes a list of some rows: how many, and for each the rows since the one before, and what `write` adds.
pub(super) fn put_rows<T>(out: &mut Vec<u8>, rows: &[(usize, T)], mut write: impl FnMut(&mut Vec<u8>, &T)) {
    put(out, rows.len() as u64);
    let mut before = 0;
    for (row, value) in rows {
        put(out, (row - before) as u64);
        before = *row;
        write(out, value);
    }
}

/// Reads such a list; `take` reads what belongs to a row.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_rows<'a>(
    section: Option<&'a [u8]>,
    rows: usize,
    mut take: impl FnMut(&mut Varints<'a>, u32) -> Result<()>,
) -> Result<()> {
    let Some(section) = section else { return Ok(()) };
    let mut section = Varints::new(section);
    let count = section.next_below(rows + 1)?;
    let mut row = 0_usize;
    for _ in 0..count {
        row = row.saturating_add(section.next_below(rows.max(1))?);
        if row >= rows {
            return Err(section.corrupt());
        }
        let row = u32::try_from(row).map_err(|_| section.corrupt())?;
        take(&mut section, row)?;
    }
    section.end()
}

/// Writes an effect model.
pub(super) fn put_model(out: &mut Vec<u8>, model: &EffectModel) {
    match model {
        EffectModel::Additive => out.push(0),
        EffectModel::Dominant => out.push(1),
        EffectModel::Recessive => out.push(2),
        EffectModel::ByDosage(weights) => {
            out.push(3);
            weights.iter().for_each(|weight| out.extend_from_slice(&weight.to_le_bytes()));
        }
    }
}

/// Reads the rows that are not additive.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_models(section: Option<&[u8]>, rows: usize) -> Result<SparseColumn<EffectModel>> {
    let mut models = SparseColumn::default();
    take_rows(section, rows, |section, row| {
        let model = match section.take(1)? {
            [1] => EffectModel::Dominant,
            [2] => EffectModel::Recessive,
            [3] => EffectModel::ByDosage([section.next_f64()?, section.next_f64()?, section.next_f64()?]),
            _ => return Err(section.corrupt()),
        };
        models.push(row, model);
        Ok(())
    })?;
    Ok(models)
}

/// Reads the rows that cannot be scored.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_unsupported(section: Option<&[u8]>, rows: usize) -> Result<SparseColumn<Unsupported>> {
    let mut unsupported = SparseColumn::default();
    take_rows(section, rows, |section, row| {
        let at = section.next_below(Unsupported::ALL.len())?;
        let reason = Unsupported::ALL.get(at).ok_or_else(|| section.corrupt())?;
        unsupported.push(row, *reason);
        Ok(())
    })?;
    Ok(unsupported)
}

/// Reads possible other alleles.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_inferred(section: Option<&[u8]>, rows: usize) -> Result<Vec<(u32, Vec<AlleleId>)>> {
    let mut inferred = Vec::new();
    take_rows(section, rows, |section, row| {
        let count = section.next_below(usize::from(u16::MAX))?;
        inferred.push((row, (0..count).map(|_| take_allele(section)).collect::<Result<_>>()?));
        Ok(())
    })?;
    Ok(inferred)
}

/// Reads the names of rows without rsIDs.
///
/// Errors: `record-corrupt` with the byte of the section.
pub(super) fn take_names(section: Option<&[u8]>, rows: usize) -> Result<Texts> {
    let mut names = Texts::default();
    take_rows(section, rows, |section, row| {
        let length = section.next_below(usize::MAX)?;
        let name = section.take(length)?;
        names.pad_to(row as usize);
        if names.push(name) { Ok(()) } else { Err(section.corrupt()) }
    })?;
    Ok(names)
}
