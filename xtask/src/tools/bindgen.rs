//! wasm-bindgen as a library: bindings for the web platform (an ES module with a default `init`).

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// Bindings for the page: small, without names or debug information.
pub fn for_page(wasm: &Path, out: &Path) -> Result<()> {
    generate(small(wasm)?, wasm, out)
}

/// The same under a name of their own, with a way to let the instance go: a module of JavaScript lasts as long as its page,
/// and what it holds with it.
pub fn for_some_time(wasm: &Path, out: &Path, name: &str) -> Result<()> {
    let mut bindgen = small(wasm)?;
    bindgen.out_name(name).reset_state_function(true);
    generate(bindgen, wasm, out)
}

fn small(wasm: &Path) -> Result<Bindgen> {
    let mut bindgen = for_web(wasm)?;
    bindgen.typescript(true).remove_name_section(true).remove_producers_section(true);
    Ok(bindgen)
}

/// Bindings for a test binary: `init` returns the raw exports, checks and names stay in, nothing starts by itself.
pub fn for_tests(wasm: &Path, out: &Path) -> Result<()> {
    let mut bindgen = for_web(wasm)?;
    bindgen.out_name("tests").debug(true).export_wasm(true).emit_start(false);
    generate(bindgen, wasm, out)
}

fn for_web(wasm: &Path) -> Result<Bindgen> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?;
    Ok(bindgen)
}

fn generate(mut bindgen: Bindgen, wasm: &Path, out: &Path) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out).with_context(|| format!("could not empty {}", out.display()))?;
    }
    bindgen.generate(out).with_context(|| format!("could not write bindings of {}", wasm.display()))
}
