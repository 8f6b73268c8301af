//! `bindgen IN.wasm OUT_DIR OUT_NAME`: writes `OUT_NAME.js` and `OUT_NAME_bg.wasm`, a module for the web, into
//! `OUT_DIR`.
//!
//! The command-line tool of wasm-bindgen must have exactly the version of the library that the frontend was compiled
//! with. Building on the tool's own library, tied to that version by the lock file, spares everybody the install.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let Ok([input, out_dir, out_name]) = <[String; 3]>::try_from(env::args().skip(1).collect::<Vec<_>>()) else {
        bail!("usage: bindgen IN.wasm OUT_DIR OUT_NAME");
    };
    write_bindings(Path::new(&input), Path::new(&out_dir), &out_name)
}

fn write_bindings(input: &Path, out_dir: &Path, out_name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(input)
        .web(true)?
        .typescript(false)
        .remove_producers_section(true)
        .out_name(out_name)
        .generate(out_dir)
        .with_context(|| format!("no bindings could be written for {} into {}", input.display(), out_dir.display()))
}
