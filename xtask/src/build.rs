//! `cargo xtask build` — the static site, in www/dist: any static host serves it.

use crate::build_wasm;
use crate::tools::{args, npm, paths, process};
use anyhow::Result;
use pico_args::Arguments;

pub fn command(args: Arguments) -> Result<()> {
    args::nothing(args)?;
    everything()?;
    println!("The site is in {}", paths::site().display());
    Ok(())
}

/// From a fresh clone to the built site.
pub fn everything() -> Result<()> {
    npm::check_node()?;
    build_wasm::build_all()?;
    npm::install()?;
    page()
}

/// The page alone; its wasm and packages must be there.
pub fn page() -> Result<()> {
    process::run(&mut npm::script("build")?)
}
