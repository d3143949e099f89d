//! Offers the labs to a worker of their own.

use super::blob_source::sources;
use super::convert::{from_js, thrown, to_js, whole};
use crate::error::Role;
use crate::labs::data_curves::DataCurves;
use crate::labs::edits::EditCurves;
use crate::labs::flip_curves::FlipCurves;
use crate::labs::phase_curves::PhaseCurves;
use crate::labs::phase_design::PhaseDesign;
use crate::labs::phase_transition::{PhaseNow, PhasePoint, PhaseRun};
use crate::labs::pleiotropy::pleiotropy;
use crate::labs::predictors::Predictors;
use crate::labs::sharing::sharing;
use crate::session::score_task::read_again;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// The settings of the phase transition, by the names that its address has.
#[derive(Deserialize)]
struct PhaseSettings {
    h2: f64,
    p: f64,
    s: f64,
    seed: f64,
}

/// How far a run is.
#[derive(Serialize)]
struct PhaseStep<'a> {
    finished: bool,
    share: f64,
    points: &'a [PhasePoint],
    now: Option<PhaseNow>,
    fingerprint: String,
}

/// A run of the phase transition. Every method throws `{ code, place, text }` when it cannot do its work.
#[wasm_bindgen]
pub struct PhaseLab(PhaseRun);

#[wasm_bindgen]
impl PhaseLab {
    /// Draws everybody.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<Self, JsValue> {
        design(settings).and_then(|design| PhaseRun::new(design).map(Self).map_err(|error| thrown(&error)))
    }

    /// Fits the next few λ.
    pub fn step(&mut self) -> Result<JsValue, JsValue> {
        let goes_on = self.0.step().map_err(|error| thrown(&error))?;
        let (finished, share) = (!goes_on, self.0.progress());
        let (points, now, fingerprint) = (self.0.points(), self.0.now(), self.0.fingerprint());
        to_js(&PhaseStep { finished, share, points, now, fingerprint })
    }
}

/// The points that a run will have, and what theory expects: at once.
#[wasm_bindgen(js_name = phaseCurves)]
pub fn phase_curves(settings: JsValue) -> Result<JsValue, JsValue> {
    to_js(&PhaseCurves::of(&design(settings)?))
}

fn design(settings: JsValue) -> Result<PhaseDesign, JsValue> {
    let PhaseSettings { h2, p, s, seed } = from_js(settings)?;
    let [variants, causal] = [p, s].map(|count| usize::try_from(whole(count)).unwrap_or(usize::MAX));
    PhaseDesign::curve(h2, variants, causal, whole(seed)).map_err(|error| thrown(&error))
}

/// "How much data?": curves and answers, at once.
#[wasm_bindgen(js_name = dataCurves)]
pub fn data_curves(settings: JsValue) -> Result<JsValue, JsValue> {
    to_js(&DataCurves::of(from_js(settings)?).map_err(|error| thrown(&error))?)
}

/// "Polygenicity and flips": curves and answers, at once.
#[wasm_bindgen(js_name = flipCurves)]
pub fn flip_curves(settings: JsValue) -> Result<JsValue, JsValue> {
    to_js(&FlipCurves::of(from_js(settings)?).map_err(|error| thrown(&error))?)
}

/// Edits of a made-up person, hypothetical: curves and answers, at once.
#[wasm_bindgen(js_name = editCurves)]
pub fn edit_curves(settings: JsValue) -> Result<JsValue, JsValue> {
    to_js(&EditCurves::of(from_js(settings)?).map_err(|error| thrown(&error))?)
}

/// The predictors that the person has loaded. Every method throws `{ code, place, text }` when it cannot do its work.
#[wasm_bindgen]
#[derive(Default)]
pub struct SharingLab(Predictors);

#[wasm_bindgen]
impl SharingLab {
    /// None so far.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a scoring file or a pack, an object with `name` and `blob`; a file may hold several scores.
    pub fn add(&mut self, file: JsValue) -> Result<(), JsValue> {
        for source in sources(vec![file])? {
            for score in read_again(&source).map_err(|error| thrown(&error))? {
                let added = self.0.add(&score.table);
                added.map_err(|error| thrown(&error.in_input(Role::Scores, source.name())))?;
            }
        }
        Ok(())
    }

    /// What any two of them have in common.
    pub fn compare(&self) -> Result<JsValue, JsValue> {
        to_js(&sharing(&self.0))
    }

    /// What else moves when one of them is moved; null where its file does not tell.
    #[wasm_bindgen(js_name = moveOne)]
    pub fn move_one(&self, target: usize) -> Result<JsValue, JsValue> {
        to_js(&pleiotropy(&self.0, target))
    }
}
