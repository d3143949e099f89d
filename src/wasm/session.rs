//! Offers the session to the page's worker: opening, scoring, comparing, saving.

use super::blob_source::{BlobSource, sources};
use super::convert::{from_js, thrown, to_js, whole};
use super::figures::{figures_to_js, relatives_from_js};
use super::pieces::Pieces;
use crate::bytes::HashingSource;
use crate::error::Error;
use crate::session::compare::Reference;
use crate::session::{OptionsWritten, Session as Engine, sort_files};
use js_sys::{Array, Float64Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// People and scores in the worker's memory. Every method throws `{ code, place, text }` when it cannot do its work.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session(Engine);

#[wasm_bindgen]
impl Session {
    /// A session with nothing open.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks and sets options.
    #[wasm_bindgen(js_name = setOptions)]
    pub fn set_options(&mut self, written: JsValue) -> Result<JsValue, JsValue> {
        let written: OptionsWritten = from_js(written)?;
        let checked = self.0.set_options(&written).map_err(|error| thrown(&error))?;
        to_js(&checked.used())
    }

    /// Begins to open a genotype file. `stored` is null, or an object of what the worker has already: `bytes`,
    /// the whole file, and `sha256`, as soon as they are there.
    #[wasm_bindgen(js_name = beginOpen)]
    pub fn begin_open(&mut self, blob: Blob, name: String, stored: JsValue) -> Result<(), JsValue> {
        let source = BlobSource::hashed(blob, name, stored)?;
        self.0.begin_open(source).map_err(|error| thrown(&error))
    }

    /// Begins to open a file with those that belong to it: an array of objects with `name` and `blob`.
    #[wasm_bindgen(js_name = beginOpenSet)]
    pub fn begin_open_set(&mut self, files: Vec<JsValue>) -> Result<(), JsValue> {
        self.0
            .begin_open_set(sources(files)?.into_iter().map(HashingSource::shared).collect())
            .map_err(|error| thrown(&error))
    }

    /// Sorts files that were chosen together, given as for [`Self::begin_open_set`]: which are opened as one, and which are
    /// chain files. Touches nothing that is open.
    #[wasm_bindgen(js_name = sortFiles)]
    pub fn sort_files(&self, files: Vec<JsValue>) -> Result<JsValue, JsValue> {
        to_js(&sort_files(&sources(files)?))
    }

    /// Reads a chain file, which carries positions from one build to another.
    #[wasm_bindgen(js_name = addChain)]
    pub fn add_chain(&mut self, blob: Blob, name: String) -> Result<JsValue, JsValue> {
        let source = BlobSource::shared(blob, name, JsValue::NULL)?;
        to_js(self.0.add_chain(source).map_err(|error| thrown(&error))?)
    }

    /// Merges opened files of one person into the first of them; the others are closed. Answers with what the file doctor
    /// shows of it.
    #[wasm_bindgen(js_name = mergeFiles)]
    pub fn merge_files(&mut self, genotype_files: Vec<usize>) -> Result<JsValue, JsValue> {
        self.0.merge_files(&genotype_files).map_err(|error| thrown(&error))?;
        let first = genotype_files.into_iter().min().and_then(|first| self.0.files().nth(first));
        to_js(&first)
    }

    /// Begins to read a scoring file; `stored` as for [`Self::begin_open`].
    #[wasm_bindgen(js_name = beginAddScore)]
    pub fn begin_add_score(&mut self, blob: Blob, name: String, stored: JsValue) -> Result<(), JsValue> {
        let source = BlobSource::hashed(blob, name, stored)?;
        self.0.begin_add_score(source).map_err(|error| thrown(&error))
    }

    /// Begins to score.
    #[wasm_bindgen(js_name = beginScore)]
    pub fn begin_score(&mut self) -> Result<(), JsValue> {
        self.0.begin_score().map_err(|error| thrown(&error))
    }

    /// Works on about `budget` bytes of the running task.
    pub fn step(&mut self, budget: f64) -> Result<JsValue, JsValue> {
        let progress = self.0.step(whole(budget)).map_err(|error| thrown(&error))?;
        to_js(&progress)
    }

    /// Drops the running task.
    pub fn cancel(&mut self) {
        self.0.cancel();
    }

    /// What the file doctor shows of the file opened last.
    #[wasm_bindgen(js_name = takeOpened)]
    pub fn take_opened(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.opened())
    }

    /// The scores of the file added last.
    #[wasm_bindgen(js_name = takeAdded)]
    pub fn take_added(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.added())
    }

    /// What a table of the report shows; its `figures` are typed arrays, sample by sample, and `files` is what the file doctor
    /// shows after scoring, which may have told a build.
    #[wasm_bindgen(js_name = takeOverview)]
    pub fn take_overview(&self) -> Result<JsValue, JsValue> {
        let report = self.0.report().map_err(|error| thrown(&error))?;
        let (overview, figures) = report.overview();
        let shown = to_js(&overview)?;
        let files: Vec<_> = self.0.files().collect();
        Reflect::set(&shown, &"files".into(), &to_js(&files)?)?;
        Reflect::set(&shown, &"figures".into(), &figures_to_js(&figures)?.into())?;
        Ok(shown)
    }

    /// One score's entry of the report.
    pub fn result(&self, sample: usize, score: usize) -> Result<JsValue, JsValue> {
        to_js(self.0.result(sample, score).map_err(|error| thrown(&error))?)
    }

    /// Says what rows that a file of variants alone has no record of count as: `missing`, `hom-ref`, or nothing.
    #[wasm_bindgen(js_name = setAbsent)]
    pub fn set_absent(&mut self, genotype_file: usize, written: Option<String>) -> Result<JsValue, JsValue> {
        to_js(self.0.set_absent(genotype_file, written.as_deref()).map_err(|error| thrown(&error))?)
    }

    /// Closes a genotype file; later ones move up.
    pub fn close(&mut self, genotype_file: usize) -> Result<(), JsValue> {
        self.0.close(genotype_file).map_err(|error| thrown(&error))
    }

    /// Removes a score; later ones move up.
    #[wasm_bindgen(js_name = removeScore)]
    pub fn remove_score(&mut self, score: usize) -> Result<(), JsValue> {
        self.0.remove_score(score).map_err(|error| thrown(&error))
    }

    /// The audit of one score for one person as CSV.
    pub fn audit(&self, sample: usize, score: usize) -> Result<Uint8Array, JsValue> {
        bytes(self.0.audit(sample, score))
    }

    /// The report as a file, `json` or `csv`, in blobs to be put together: all of it may not fit into the engine's memory.
    pub fn save(&self, format: &str) -> Result<Array, JsValue> {
        let mut pieces = Pieces::default();
        let written = match format {
            "csv" => self.0.report_csv().and_then(|csv| pieces.take(&csv)),
            _ => self.0.write_report_json(&mut pieces),
        };
        written.map_err(|error| thrown(&error))?;
        Ok(pieces.finish())
    }

    /// Begins to say where everybody stands among the people of a reference pack, and who is related to whom; the report then
    /// carries where they stand with every score. Risks count from an age in years; `relatives` has three numbers for each statement: the
    /// places of sample and score, and 1 for an affected relative, 0 for another.
    #[wasm_bindgen(js_name = beginComparison)]
    pub fn begin_comparison(
        &mut self,
        pack: Blob,
        name: String,
        age_years: f64,
        relatives: &[f64],
    ) -> Result<(), JsValue> {
        let relatives = relatives_from_js(relatives);
        self.0.check_relatives(&relatives).map_err(|error| thrown(&error))?;
        let source = BlobSource::shared(pack, name, JsValue::NULL)?;
        let reference = Reference::read(&source).map_err(|error| thrown(&error))?;
        let age_years = usize::try_from(whole(age_years)).unwrap_or(usize::MAX);
        self.0.begin_comparison(Reference { age_years, relatives, ..reference }).map_err(|error| thrown(&error))
    }

    /// What the comparison that ended last found; null where none did.
    #[wasm_bindgen(js_name = takeComparison)]
    pub fn take_comparison(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.0.take_comparison())
    }

    /// Dosage and contribution of every row.
    pub fn contributions(&self, sample: usize, score: usize) -> Result<Object, JsValue> {
        let (dosage, contribution) = self.0.contributions(sample, score).map_err(|error| thrown(&error))?;
        let columns = Object::new();
        Reflect::set(&columns, &"dosage".into(), &Float64Array::from(dosage.as_slice()))?;
        Reflect::set(&columns, &"contribution".into(), &Float64Array::from(contribution.as_slice()))?;
        Ok(columns)
    }
}

fn bytes(result: Result<Vec<u8>, Error>) -> Result<Uint8Array, JsValue> {
    result.map(|bytes| Uint8Array::from(bytes.as_slice())).map_err(|error| thrown(&error))
}
