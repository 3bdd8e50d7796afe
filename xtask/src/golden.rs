//! `cargo xtask golden` — computes the tests' golden values again, with the scripts that lie beside them.
//!
//! Python with the packages of `tests/golden/requirements.txt` is used where it is found (`PYTHON` names one), else a
//! virtual environment is made below the target folder.

use crate::tools::{args, paths, process, python};
use anyhow::{Context, Result, bail};
use pico_args::Arguments;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn command(args: Arguments) -> Result<()> {
    args::nothing(args)?;
    let folder = paths::root().join("tests/golden");
    let scripts = scripts(&folder)?;
    if scripts.is_empty() {
        bail!("there is no script in {}", folder.display());
    }
    let python = python(&folder.join("requirements.txt"))?;
    for script in scripts {
        process::run(Command::new(&python).arg(script).current_dir(&folder))?;
    }
    Ok(())
}

/// Every `*.py` of the folder, in the order of their names.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    let mut scripts: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    scripts.sort();
    Ok(scripts)
}

fn python(requirements: &Path) -> Result<PathBuf> {
    if let Some(python) = python::with_modules(&["numpy", "PIL", "safetensors", "sklearn", "torch"]) {
        return Ok(python.into());
    }
    let environment = paths::scratch("python");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !python.is_file() {
        let mut command = Command::new(python::named());
        process::run(command.args(["-m", "venv"]).arg(&environment)).context("golden values need Python 3")?;
    }
    process::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements))?;
    Ok(python)
}
