//! `bindgen IN.wasm OUT_DIR OUT_NAME`: writes `OUT_NAME.js` and `OUT_NAME_bg.wasm`, a module for the web, into
//! `OUT_DIR`.
//!
//! The command-line tool of wasm-bindgen must have exactly the version of the library that the frontend was compiled
//! with. Building on the tool's own library, tied to that version by the lock file, spares everybody the install.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::Path;
use wasm_bindgen_cli_support::{Bindgen, Output};

/// Prefix of the names of functions that no page calls: they hydrate lazily loaded pages. Leptos keeps their addresses
/// with every type-erased view, so the compiler cannot remove them. Where the compiler merges equal functions, either
/// name may remain; functions with this prefix create and poll futures of their own, and equal only each other.
const NEVER_CALLED: &str = "<T as tachys::view::any_view::IntoAny>::into_any::hydrate_async";

fn main() -> Result<()> {
    let Ok([input, out_dir, out_name]) = <[String; 3]>::try_from(env::args().skip(1).collect::<Vec<_>>()) else {
        bail!("usage: bindgen IN.wasm OUT_DIR OUT_NAME");
    };
    write_bindings(Path::new(&input), Path::new(&out_dir), &out_name)
}

fn write_bindings(input: &Path, out_dir: &Path, out_name: &str) -> Result<()> {
    let mut output = Bindgen::new()
        .input_path(input)
        .web(true)?
        .typescript(false)
        .remove_producers_section(true)
        .out_name(out_name)
        .generate_output()
        .with_context(|| format!("no bindings could be made for {}", input.display()))?;
    empty_never_called(&mut output)?;
    output.emit(out_dir).with_context(|| format!("the bindings could not be written into {}", out_dir.display()))
}

/// Replaces the bodies of those functions by a trap.
fn empty_never_called(output: &mut Output) -> Result<()> {
    let mut emptied = 0;
    let functions = output.wasm_mut().funcs.iter_mut();
    for function in functions.filter(|one| one.name.as_ref().is_some_and(|name| name.starts_with(NEVER_CALLED))) {
        let mut body = function.kind.unwrap_local_mut().builder_mut().func_body();
        body.instrs_mut().clear();
        body.unreachable();
        emptied += 1;
    }
    if emptied == 0 {
        bail!("the module has no function {NEVER_CALLED}…: was it built with the names of functions?");
    }
    Ok(())
}
