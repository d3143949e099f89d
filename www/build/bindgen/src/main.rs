//! Writes the JavaScript glue for a wasm file: `bindgen IN.wasm OUT_DIR NAME`.
//!
//! A small program over the library instead of the `wasm-bindgen` command, so that the generator's version comes from the
//! same `Cargo.lock` as the crate's and the two cannot drift apart.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_dir, name] = args.as_slice() else {
        eprintln!("usage: bindgen IN.wasm OUT_DIR NAME");
        return ExitCode::from(2);
    };
    // `omit_default_module_path` is on in the library and off in the command; without the path `init()` needs an argument.
    let result = Bindgen::new()
        .input_path(input)
        .out_name(name)
        .typescript(true)
        .omit_default_module_path(false)
        .web(true)
        .and_then(|bindgen| bindgen.generate(out_dir));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}
