//! The folder with MNIST's four IDX files.

use super::paths;
use anyhow::{Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// Looked into when no folder is named; relative to the folder beside the project's.
const USUAL_FOLDERS: [&str; 2] = ["../shared/data/mnist", "../data/mnist"];

/// The folder named, as seen from the caller, or one of the usual ones. `command` is who asks.
pub fn folder(named: Option<String>, command: &str) -> Result<PathBuf> {
    let folder = match named {
        Some(named) => env::current_dir()?.join(named),
        None => match USUAL_FOLDERS.iter().map(|usual| paths::root().join(usual)).find(|folder| holds_images(folder)) {
            Some(folder) => folder,
            None => bail!("name the folder that holds MNIST's IDX files: cargo xtask {command} DIR"),
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
