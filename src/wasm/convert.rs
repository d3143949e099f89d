//! Converts between Rust and JavaScript: plain objects, `null` for nothing, numbers for `u64` that fit.

use crate::error::{Error, ErrorKind, Place, Role};
use crate::report::model::StatedRelative;
use crate::report::overview::Figures;
use crate::session::compare::Relative;
use js_sys::{Float64Array, Object, Reflect, Uint32Array};
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

#[derive(Serialize)]
struct Thrown<'a> {
    code: &'a str,
    place: &'a Place,
    text: String,
}

/// A value as JSON would have it.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

/// Options from a plain object; thrown as `bad-option` where it is not one of texts.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|_| {
        let kind = ErrorKind::BadOption { option: "options".to_owned(), allowed: "texts" };
        thrown(&Error::new(kind).in_input(Role::Options, "options"))
    })
}

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

/// What an error is thrown as.
pub fn thrown(error: &Error) -> JsValue {
    let thrown = Thrown { code: error.code(), place: error.place(), text: error.to_string() };
    to_js(&thrown).unwrap_or_else(|fault| fault)
}

/// A whole number from a JavaScript one: not a number and negatives are 0.
pub fn whole(number: f64) -> u64 {
    number as u64
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
