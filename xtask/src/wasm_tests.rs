//! The step `wasm` of `cargo xtask test`: `tests/wasm.rs` in a headless browser.
//!
//! wasm-bindgen-test keeps its runner inside the test binary. What is left for the outside stands in
//! `assets/wasm-tests`: a page that hands the runner the tests it finds among the exports, and posts what it wrote.

use crate::tools::browser::{self, Browser};
use crate::tools::variant::{STRICT, Variant};
use crate::tools::{bindgen, cargo, page_run, paths};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(180);

pub fn run() -> Result<()> {
    cargo::ensure_wasm_target()?;
    let wasm = test_binary(&STRICT)?;
    let dir = paths::scratch("wasm-tests");
    bindgen::for_tests(&wasm, &dir)?;
    fs::write(dir.join("index.html"), include_str!("../assets/wasm-tests/index.html"))?;
    fs::write(dir.join("run.js"), include_str!("../assets/wasm-tests/run.js"))?;

    run_in(&Browser::Chromium(browser::chromium()?), &dir)?;
    match browser::firefox() {
        Some(firefox) => run_in(&Browser::Firefox(firefox), &dir),
        None => {
            println!("No Firefox is installed: these tests ran in Chromium alone.");
            Ok(())
        }
    }
}

fn run_in(browser: &Browser, dir: &Path) -> Result<()> {
    println!("\nin {}", browser.name());
    let report = page_run::first_report(browser, dir, LIMIT)?;
    judge(&serde_json::from_str(&report).context("the test page posted something that is not JSON")?)
}

fn test_binary(variant: &Variant) -> Result<PathBuf> {
    let mut command = variant.cargo("test");
    command.args(["--package", "vae-lab", "--test", "wasm", "--no-run"]);
    cargo::wasm_artifact(&mut command, "wasm")
}

/// The page's report is `{passed, tests, output}`; no test at all is a failure too.
fn judge(report: &Value) -> Result<()> {
    println!("{}", report["output"].as_str().unwrap_or_default().trim_end());
    let tests = report["tests"].as_u64().unwrap_or(0);
    match report["passed"].as_bool() {
        _ if tests == 0 => bail!("the wasm test binary holds no test"),
        Some(true) => Ok(()),
        _ => bail!("wasm tests failed in the browser"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_binary_without_tests_does_not_pass() {
        assert!(judge(&json!({ "passed": true, "tests": 0, "output": "" })).is_err());
        assert!(judge(&json!({ "passed": false, "tests": 2, "output": "" })).is_err());
        assert!(judge(&json!({ "tests": 2 })).is_err());
        assert!(judge(&json!({ "passed": true, "tests": 2, "output": "" })).is_ok());
    }
}
