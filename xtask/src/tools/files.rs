//! Copies of folders.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

/// The files of a folder, not of the folders in it.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    copy_where(from, to, |_| true).map(|_| ())
}

/// The files of a folder with one extension; that there are none is an error.
pub fn copy_matching(from: &Path, to: &Path, extension: &str) -> Result<()> {
    let copied = copy_where(from, to, |file| file.extension().is_some_and(|found| found == extension))?;
    ensure!(copied > 0, "{} holds no .{extension} file", from.display());
    Ok(())
}

fn copy_where(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result<usize> {
    fs::create_dir_all(to)?;
    let mut copied = 0;
    for entry in fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let file = entry?.path();
        if file.is_file() && wanted(&file) {
            let name = file.file_name().context("a file has a name")?;
            fs::copy(&file, to.join(name)).with_context(|| format!("could not copy {}", file.display()))?;
            copied += 1;
        }
    }
    Ok(copied)
}
