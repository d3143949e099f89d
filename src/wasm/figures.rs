//! Converts the table of a report, and what is stated of relatives: bulk numbers are typed arrays.

use super::convert::whole;
use crate::report::model::StatedRelative;
use crate::report::overview::Figures;
use crate::session::compare::Relative;
use js_sys::{Float64Array, Object, Reflect, Uint32Array};
use wasm_bindgen::JsValue;

/// Columns of numbers as typed arrays.
pub fn figures_to_js(figures: &Figures) -> Result<Object, JsValue> {
    let columns = Object::new();
    for (name, values) in [
        ("observed_sum", &figures.observed_sum),
        ("filled_sum", &figures.filled_sum),
        ("percentile", &figures.percentile),
        ("percentile_low", &figures.percentile_low),
        ("percentile_high", &figures.percentile_high),
    ] {
        Reflect::set(&columns, &name.into(), &Float64Array::from(values.as_slice()))?;
    }
    for (name, values) in [
        ("matched", &figures.matched),
        ("excluded", &figures.excluded),
        ("unmatched", &figures.unmatched),
        ("no_call", &figures.no_call),
        ("fixes", &figures.fixes),
        ("notes", &figures.notes),
        ("withheld", &figures.withheld),
    ] {
        Reflect::set(&columns, &name.into(), &Uint32Array::from(values.as_slice()))?;
    }
    Ok(columns)
}

/// What is stated of relatives: the places of sample and score, and 1 for an affected relative, of each.
pub fn relatives_from_js(written: &[f64]) -> Vec<StatedRelative> {
    let stated = written.as_chunks::<3>().0.iter().map(|&[sample, score, affected]| StatedRelative {
        sample: usize::try_from(whole(sample)).unwrap_or(usize::MAX),
        score: usize::try_from(whole(score)).unwrap_or(usize::MAX),
        relative: if affected == 1.0 { Relative::Affected } else { Relative::Unaffected },
    });
    stated.collect()
}
