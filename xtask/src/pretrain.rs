//! `cargo xtask pretrain [DIR]` — trains the 28×28 model that the page opens with and writes it to www/public/weights.
//!
//! DIR holds the four IDX files of MNIST (gzip or not). Everything that has to do with the model is the command line's.

use crate::tools::{args, cargo, paths, process};
use anyhow::{Result, bail};
use pico_args::Arguments;
use std::env;
use std::path::{Path, PathBuf};

/// Looked into when no folder is named; relative to the folder beside the project's.
const USUAL_FOLDERS: [&str; 2] = ["../shared/data/mnist", "../data/mnist"];

pub fn command(args: Arguments) -> Result<()> {
    let data = data_folder(args::optional_word(args)?)?;
    let weights = paths::www().join("public/weights");
    let mut command = cargo::cargo();
    command.args(["run", "--release", "--features", "cli", "--bin", "vae-lab", "--", "pretrain", "--data"]);
    process::run(command.arg(data).arg("--out").arg(weights))
}

/// The folder named, as seen from the caller, or one of the usual ones.
fn data_folder(named: Option<String>) -> Result<PathBuf> {
    let folder = match named {
        Some(named) => env::current_dir()?.join(named),
        None => match USUAL_FOLDERS.iter().map(|usual| paths::root().join(usual)).find(|folder| holds_images(folder)) {
            Some(folder) => folder,
            None => bail!("name the folder that holds MNIST's IDX files: cargo xtask pretrain DIR"),
        },
    };
    if !holds_images(&folder) {
        bail!("{} holds no train-images-idx3-ubyte, with or without .gz", folder.display());
    }
    Ok(folder)
}

fn holds_images(folder: &Path) -> bool {
    ["train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"].iter().any(|name| folder.join(name).is_file())
}
