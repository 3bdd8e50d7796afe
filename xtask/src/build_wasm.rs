//! `cargo xtask build-wasm [VARIANT…]` — the core as WebAssembly with its bindings, for the page's worker.

use crate::tools::variant::{Threads, VARIANTS, Variant};
use crate::tools::{args, bindgen, cargo, paths};
use anyhow::Result;
use pico_args::Arguments;

pub fn command(args: Arguments) -> Result<()> {
    let names = args::words(args)?;
    if names.is_empty() {
        return build_all();
    }
    let variants: Vec<Variant> = names.iter().map(|name| Variant::named(name)).collect::<Result<_>>()?;
    variants.iter().try_for_each(build)
}

/// Every variant: the page takes the one that suits the browser.
pub fn build_all() -> Result<()> {
    VARIANTS.iter().try_for_each(build)
}

pub fn build(variant: &Variant) -> Result<()> {
    cargo::ensure_wasm_target()?;
    if variant.threads == Threads::Many {
        cargo::ensure_std_sources()?;
    }
    let mut command = variant.cargo("build");
    command.args(["--package", "vae-lab", "--lib", "--release"]);
    let wasm = cargo::wasm_artifact(&mut command, "vae_lab")?;
    bindgen::for_page(&wasm, &paths::wasm_output(variant.name))
}
