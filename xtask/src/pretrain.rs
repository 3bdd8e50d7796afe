//! `cargo xtask pretrain [DIR]` — trains the 28×28 model that the page opens with and writes it to www/public/weights.
//!
//! DIR holds the four IDX files of MNIST (gzip or not). Everything that has to do with the model is the command line's.

use crate::tools::{args, cargo, mnist, paths, process};
use anyhow::Result;
use pico_args::Arguments;

pub fn command(args: Arguments) -> Result<()> {
    let data = mnist::folder(args::optional_word(args)?, "pretrain")?;
    let weights = paths::www().join("public/weights");
    process::run(cargo::command_line("pretrain").arg("--data").arg(data).arg("--out").arg(weights))
}
