//! `cargo xtask build-wasm [VARIANT…]` — the core as WebAssembly with its bindings, for the page's worker.

use crate::tools::variant::{VARIANTS, Variant};
use crate::tools::{args, bindgen, paths};
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
    bindgen::for_page(&variant.build(&[])?, &paths::wasm_output(variant.name))
}
