//! Offers what the page's workers ask for: it converts, it does not decide.
//!
//! Two modules for the browser are built from it: the engine (`wasm`, and `threads`), which has the session, and that of the
//! labs (`labs`), which the page loads only when a lab is opened.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod blob_source;
mod convert;
#[cfg(feature = "wasm")]
mod figures;
#[cfg(feature = "labs")]
mod labs;
#[cfg(feature = "measure")]
mod measure;
#[cfg(feature = "wasm")]
mod pieces;
#[cfg(feature = "wasm")]
mod session;

use wasm_bindgen::prelude::*;

#[cfg(feature = "threads")]
pub use wasm_bindgen_rayon::init_thread_pool;

/// The program's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Sends panics to the console with their place: a trap alone says only "unreachable".
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        // The message of a panic could quote data; its place in our code cannot.
        let place = info.location().map_or_else(String::new, |place| format!("{}:{}", place.file(), place.line()));
        web_sys::console::error_1(&format!("the engine stopped at {place}").into());
    }));
}
