//! Converts between Rust and JavaScript: plain objects, `null` for nothing, numbers for `u64` that fit.

use crate::error::{Error, ErrorKind, Place, Role};
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

/// What an error is thrown as.
pub fn thrown(error: &Error) -> JsValue {
    let thrown = Thrown { code: error.code(), place: error.place(), text: error.to_string() };
    to_js(&thrown).unwrap_or_else(|fault| fault)
}

/// A whole number from a JavaScript one: not a number and negatives are 0.
pub fn whole(number: f64) -> u64 {
    number as u64
}
