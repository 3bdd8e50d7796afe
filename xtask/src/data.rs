//! `cargo xtask data [DIR]` — makes the two parts of MNIST that the page fetches again, bit for bit, in www/public/data.
//!
//! DIR holds the four IDX files of MNIST (gzip or not). What is chosen and how it is packed is the command line's
//! `bundle`. It prints the files' SHA-256 and writes them beside them.

use crate::tools::{args, cargo, mnist, paths, process};
use anyhow::Result;
use pico_args::Arguments;

pub fn command(args: Arguments) -> Result<()> {
    let mnist = mnist::folder(args::optional_word(args)?, "data")?;
    let out = paths::www().join("public/data");
    process::run(cargo::command_line("bundle").arg("--data").arg(mnist).arg("--out").arg(out))
}
