//! `cargo xtask build-wasm [VARIANT…]` — the core as WebAssembly with its bindings, for the page's worker.

use crate::tools::variant::{Exports, Variant, of_the_page};
use crate::tools::{args, bindgen, cargo, paths};
use anyhow::Result;
use pico_args::Arguments;
use std::sync::{Mutex, PoisonError};
use std::thread;

pub fn command(args: Arguments) -> Result<()> {
    let names = args::words(args)?;
    if names.is_empty() {
        return build_all();
    }
    build_each(names.iter().map(|name| Variant::named(name)).collect::<Result<_>>()?)
}

/// Every variant: the page opens with the viewer, trains with the one that suits the browser, and has one that reads files.
pub fn build_all() -> Result<()> {
    build_each(of_the_page().collect())
}

/// Two at a time: the longest part of a build, the whole program at once, takes one core.
fn build_each(variants: Vec<Variant>) -> Result<()> {
    // Not by two at once.
    cargo::ensure_wasm_target()?;
    cargo::ensure_std_sources()?;
    let left = Mutex::new(variants.into_iter());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let build_on = || {
        while let Some(variant) = next() {
            build(&variant)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let other = scope.spawn(build_on);
        let mine = build_on();
        let others = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        mine.and(others)
    })
}

pub fn build(variant: &Variant) -> Result<()> {
    let (wasm, out) = (variant.build(&[])?, paths::wasm_output(variant.name));
    match variant.exports {
        Exports::Looking | Exports::Reading => bindgen::for_some_time(&wasm, &out, variant.name),
        Exports::All => bindgen::for_page(&wasm, &out),
    }
}
