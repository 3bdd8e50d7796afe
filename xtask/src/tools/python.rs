//! A Python that has what a script needs: the one `PYTHON` names, or `python3`.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Stdio};

pub fn named() -> OsString {
    env::var_os("PYTHON").unwrap_or_else(|| "python3".into())
}

/// That Python, when it can import all of `modules`.
pub fn with_modules(modules: &[&str]) -> Option<OsString> {
    let python = named();
    let mut command = Command::new(&python);
    command.arg("-c").arg(format!("import {}", modules.join(", ")));
    let imported = command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    imported.then_some(python)
}
