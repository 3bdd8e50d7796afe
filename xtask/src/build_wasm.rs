//! `cargo xtask build-wasm [VARIANT…]` — the core as WebAssembly with its bindings, for the page's worker.

use crate::tools::variant::{VARIANTS, Variant};
use crate::tools::{args, bindgen, cargo, paths};
use anyhow::{Context, Result};
use pico_args::Arguments;

pub fn command(args: Arguments) -> Result<()> {
    let names = args::words(args)?;
    if names.is_empty() {
        return build_shipped();
    }
    let variants: Vec<Variant> = names.iter().map(|name| Variant::named(name)).collect::<Result<_>>()?;
    variants.iter().try_for_each(build)
}

/// Every variant that the page ships with.
pub fn build_shipped() -> Result<()> {
    VARIANTS.iter().filter(|variant| variant.shipped).try_for_each(build)
}

pub fn build(variant: &Variant) -> Result<()> {
    cargo::ensure_wasm_target()?;
    let mut command = variant.cargo("build");
    command.args(["--package", "vae-lab", "--lib", "--release"]);
    let files = cargo::artifacts(&mut command, "vae_lab")?;
    let wasm = files.iter().find(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    let wasm = wasm.context("cargo built the core without a .wasm file")?;
    bindgen::for_page(wasm, &paths::wasm_output(variant.name))
}
