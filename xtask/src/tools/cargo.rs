//! Calls of cargo itself, in the workspace, with the toolchain that runs this program.

use super::{paths, process};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::env;
use std::path::PathBuf;
use std::process::Command;

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// `cargo` of the pinned toolchain, without what the outer `cargo run` left in the environment for this crate alone
/// (build scripts that watch it would run again).
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command.current_dir(paths::root());
    command
}

/// `vae-lab COMMAND`, built for speed; its options are to be added.
pub fn command_line(command: &str) -> Command {
    let mut cargo = cargo();
    cargo.args(["run", "--release", "--features", "cli", "--bin", "vae-lab", "--", command]);
    cargo
}

/// Adds the wasm target to the pinned toolchain when it is missing.
pub fn ensure_wasm_target() -> Result<()> {
    let installed = rustlib()?.join(WASM_TARGET).join("lib").is_dir();
    if installed { Ok(()) } else { rustup("target", WASM_TARGET) }
}

/// Adds the standard library's sources to the pinned toolchain when they are missing.
pub fn ensure_std_sources() -> Result<()> {
    let installed = rustlib()?.join("src/rust/library").is_dir();
    if installed { Ok(()) } else { rustup("component", "rust-src") }
}

/// Where the toolchain keeps what it has for each target.
fn rustlib() -> Result<PathBuf> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(paths::root()))?;
    Ok(PathBuf::from(sysroot.trim()).join("lib/rustlib"))
}

fn rustup(kind: &str, name: &str) -> Result<()> {
    if process::find_program("rustup").is_none() {
        bail!("the Rust {kind} {name} is missing and there is no rustup to add it: install it with your toolchain");
    }
    process::run(Command::new("rustup").args([kind, "add", name]).current_dir(paths::root()))
}

/// Runs a build and returns the wasm module it made for one target of the package.
pub fn wasm_artifact(command: &mut Command, target_name: &str) -> Result<PathBuf> {
    command.arg("--message-format=json-render-diagnostics");
    eprintln!("$ {}", process::shown(command));
    let files = artifact_files(&process::output(command)?, target_name)?;
    let wasm = files.into_iter().find(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    wasm.with_context(|| format!("`{}` made no {target_name}.wasm", process::shown(command)))
}

fn artifact_files(messages: &str, target_name: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for line in messages.lines().filter(|line| line.starts_with('{')) {
        let message: Value = serde_json::from_str(line).context("cargo printed a message that is not JSON")?;
        if message["reason"] != "compiler-artifact" || message["target"]["name"] != target_name {
            continue;
        }
        let names = message["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        files.extend(names.map(PathBuf::from));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_of_the_named_target_are_taken() {
        let messages = r#"
{"reason":"compiler-artifact","target":{"name":"ndarray"},"filenames":["/t/libndarray.rlib"]}
{"reason":"build-script-executed"}
running 3 tests
{"reason":"compiler-artifact","target":{"name":"vae_lab"},"filenames":["/t/vae_lab.wasm","/t/libvae_lab.rlib"]}
{"reason":"build-finished","success":true}
"#;
        let files = artifact_files(messages, "vae_lab").unwrap();
        assert_eq!(files, [PathBuf::from("/t/vae_lab.wasm"), PathBuf::from("/t/libvae_lab.rlib")]);
    }
}
