//! `cargo xtask bench [--quick] [--json FILE]` — how fast this machine trains, in browsers, natively, and with the tools
//! that people would use instead. One command, interleaved inside each program, medians. Nothing here is a timed test:
//! what fails is a program that does not run, or training that does not agree with the others.

mod agreement;
mod plan;
mod strokes;
mod table;

use crate::tools::browser::{self, Browser};
use crate::tools::variant::{Threads, VARIANTS};
use crate::tools::{args, bindgen, cargo, files, npm, page_run, paths, process, python};
use anyhow::{Context, Result, ensure};
use pico_args::Arguments;
use plan::Plan;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const PAGE_LIMIT: Duration = Duration::from_secs(900);

pub fn command(mut args: Arguments) -> Result<()> {
    let plan = if args.contains("--quick") { Plan::quick() } else { Plan::thorough() };
    let json_file: Option<PathBuf> = args.opt_value_from_str("--json")?;
    args::nothing(args)?;
    run(&plan, json_file)
}

/// Whether everything runs and trains alike.
pub fn check() -> Result<()> {
    run(&Plan::quick(), None)
}

fn run(plan: &Plan, json_file: Option<PathBuf>) -> Result<()> {
    let dir = paths::scratch("bench");
    let served = dir.join("public");
    fs::create_dir_all(&served)?;
    plan.write(&served)?;
    build_page(&dir)?;

    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let firefox = browser::firefox().map(Browser::Firefox);
    for browser in [Browser::Chromium(browser::chromium()?)].into_iter().chain(firefox) {
        println!("\nin {}: some minutes of silence", browser.name());
        let report = page_run::first_report(&browser, &dir.join("dist"), PAGE_LIMIT)?;
        let report: Value =
            serde_json::from_str(&report).context("the bench page posted something that is not JSON")?;
        ensure!(report["error"].is_null(), "the bench failed in {}: {}", browser.name(), report["error"]);
        rows.extend(rows_of(&report["rows"], &browser.name().to_lowercase())?);
        let found = report["problems"].as_array().into_iter().flatten();
        problems.extend(found.map(|problem| format!("{}: {}", browser.name(), problem.as_str().unwrap_or_default())));
    }
    rows.extend(native_rows(&served)?);
    rows.extend(pytorch_rows(&served, &plan.threads)?);

    print!("{}", table::of(&rows));
    if let Some(file) = json_file {
        fs::write(&file, serde_json::to_string_pretty(&rows)? + "\n")
            .with_context(|| format!("could not write {}", file.display()))?;
    }
    problems.extend(agreement::problems(&rows));
    ensure!(problems.is_empty(), "the same training gave different results:\n{}", problems.join("\n"));
    Ok(())
}

/// The bench page with every variant beside it, built as a visitor would get it.
fn build_page(dir: &Path) -> Result<()> {
    npm::install()?; // Vite
    files::copy_folder(&paths::root().join("benches/web"), dir)?;
    npm::install_in(dir)?;
    files::copy_matching(
        &dir.join("node_modules/@tensorflow/tfjs-backend-wasm/dist"),
        &dir.join("public/tfjs"),
        "wasm",
    )?;
    for variant in VARIANTS {
        bindgen::for_page(&variant.build(&["bench"])?, &dir.join("public/wasm").join(variant.name))?;
    }
    process::run(npm::page_tool("vite/bin/vite.js", dir).arg("build"))
}

/// The page does not know which browser it runs in.
fn rows_of(rows: &Value, host: &str) -> Result<Vec<Value>> {
    let rows = rows.as_array().context("the bench page posted no rows")?.iter().cloned();
    Ok(rows
        .map(|mut row| {
            let place = if row["host"].is_null() { "host" } else { "browser" };
            row[place] = json!(host);
            row
        })
        .collect())
}

/// The same core natively: with this processor's fused multiply-add, and rounded after each operation; and, once, the
/// plain path in `f64`, whose losses are the reference.
fn native_rows(served: &Path) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    let builds = [("native-relaxed", "-Ctarget-cpu=native", Some("reference")), ("native-strict", "", None)];
    for (folder, flags, reference) in builds {
        let mut command = cargo::cargo();
        command.args(["run", "--quiet", "--release", "--example", "speed", "--target-dir"]);
        command.arg(paths::target().join(folder)).env("RUSTFLAGS", flags).env_remove("CARGO_ENCODED_RUSTFLAGS");
        rows.extend(lines_of_json(&process::output(command.arg("--").arg(served.join("plan.json")).args(reference))?)?);
    }
    Ok(rows)
}

fn pytorch_rows(served: &Path, threads: &[usize]) -> Result<Vec<Value>> {
    let Some(python) = python::with_modules(&["torch", "numpy"]) else {
        println!("\nNo PyTorch is installed (`python3 -c 'import torch'` fails): its rows are left out.");
        return Ok(Vec::new());
    };
    let script = paths::root().join("benches/pytorch.py");
    let mut rows = Vec::new();
    for threads in threads {
        let mut command = Command::new(&python);
        command.arg(&script).arg(served.join("plan.json")).arg(threads.to_string());
        rows.extend(lines_of_json(&process::output(&mut command)?)?);
    }
    Ok(rows)
}

fn lines_of_json(lines: &str) -> Result<Vec<Value>> {
    lines.lines().map(|line| serde_json::from_str(line).with_context(|| format!("not a row: {line}"))).collect()
}

/// (variant, threads) of every contender in a browser.
fn builds(most_threads: usize) -> Vec<Value> {
    let threads = |variant: Threads| if variant == Threads::Many { most_threads } else { 1 };
    let shown = VARIANTS.iter().filter(|variant| variant.threads == Threads::One || most_threads > 1);
    shown.map(|variant| json!({ "variant": variant.name, "threads": threads(variant.threads) })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_where_it_ran() {
        let rows = json!([{ "name": "step" }, { "name": "step", "host": "tfjs" }]);
        let rows = rows_of(&rows, "firefox").unwrap();
        assert_eq!(rows[0]["host"], "firefox");
        assert_eq!((&rows[1]["host"], &rows[1]["browser"]), (&json!("tfjs"), &json!("firefox")));
        assert!(rows_of(&Value::Null, "firefox").is_err());
    }

    #[test]
    fn one_core_races_no_threads() {
        assert_eq!(builds(1).len(), 2);
        assert!(builds(4).iter().any(|build| build["variant"] == "relaxed-threads" && build["threads"] == 4));
    }
}
