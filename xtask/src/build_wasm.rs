//! `cargo xtask build-wasm [VARIANT…]` — the core as WebAssembly with its bindings, for the page's worker.

use crate::tools::variant::{Exports, Variant, of_the_page};
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

/// Every variant: the page opens with the viewer, trains with the one that suits the browser, and has one that reads files.
pub fn build_all() -> Result<()> {
    of_the_page().try_for_each(|variant| build(&variant))
}

pub fn build(variant: &Variant) -> Result<()> {
    let (wasm, out) = (variant.build(&[])?, paths::wasm_output(variant.name));
    match variant.exports {
        Exports::Looking | Exports::Reading => bindgen::for_some_time(&wasm, &out, variant.name),
        Exports::All => bindgen::for_page(&wasm, &out),
    }
}
