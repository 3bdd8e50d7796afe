//! The step `pkg` of `cargo xtask test`: the package as a stranger meets it. It is packed, the archive is installed in a
//! Node project, whose tests ask for its refusals and its bounds; in a plain Vite page with no configuration, type-checked
//! and built there, which trains in a headless browser under a strict content security policy; and in the projects of `pkg_hosts`.

use crate::tools::browser::{self, Browser};
use crate::tools::{npm, page_run, paths, process};
use crate::{pkg, pkg_hosts};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub const LIMIT: Duration = Duration::from_secs(60);

const PAGE: [(&str, &str); 4] = [
    ("package.json", include_str!("../assets/pkg-page/package.json")),
    ("tsconfig.json", include_str!("../assets/pkg-page/tsconfig.json")),
    ("index.html", include_str!("../assets/pkg-page/index.html")),
    ("main.ts", include_str!("../assets/pkg-page/main.ts")),
];

/// What the package's own tests need: questions that Node answers, with the built core.
const NODE: [(&str, &str); 4] = [
    ("package.json", include_str!("../assets/pkg-node/package.json")),
    ("checks.test.mjs", include_str!("../assets/pkg-node/checks.test.mjs")),
    ("bounds.test.mjs", include_str!("../assets/pkg-node/bounds.test.mjs")),
    ("entries.test.mjs", include_str!("../assets/pkg-node/entries.test.mjs")),
];

pub fn run() -> Result<()> {
    let (dir, archive) = packed()?;
    in_node(&dir.join("node"), &archive)?;
    in_a_page(&dir.join("page"), &archive)?;
    pkg_hosts::quick(&archive)
}

/// All bundlers, development servers and test runners beside those of `run`.
pub fn matrix() -> Result<()> {
    let (_, archive) = packed()?;
    pkg_hosts::matrix(&archive)
}

/// A fresh folder to try the package in, and the archive that `npm pack` makes of it.
fn packed() -> Result<(PathBuf, PathBuf)> {
    npm::install()?;
    let dir = paths::scratch("pkg-test");
    fs::remove_dir_all(&dir).ok();
    let package = dir.join("package");
    pkg::fill(&package)?;
    process::run(npm::npm(&package)?.args(["pack", "--silent", "--pack-destination"]).arg(&dir))?;
    let archive = archive_in(&dir)?;
    Ok((dir, archive))
}

/// Writes a project's files and installs the package there, as a stranger does.
pub fn project(dir: &Path, files: &[(&str, &str)], archive: &Path) -> Result<()> {
    for (name, text) in files {
        let file = dir.join(name);
        fs::create_dir_all(file.parent().expect("a file lies in a folder"))?;
        fs::write(file, text)?;
    }
    process::run(
        npm::npm(dir)?.args(["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]).arg(archive),
    )
}

fn in_node(dir: &Path, archive: &Path) -> Result<()> {
    project(dir, &NODE, archive)?;
    process::run(Command::new("node").args(["--test", "--test-reporter=dot"]).current_dir(dir))
}

fn in_a_page(page: &Path, archive: &Path) -> Result<()> {
    project(page, &PAGE, archive)?;
    process::run(npm::page_tool("typescript/bin/tsc", page).args(["--project", "."]))?;
    process::run(npm::page_tool("vite/bin/vite.js", page).arg("build"))?;

    let report = page_run::first_strict_report(&Browser::Chromium(browser::chromium()?), &page.join("dist"), LIMIT)?;
    println!("{report}");
    judge(&serde_json::from_str(&report).context("the page posted something that is not JSON")?)
}

fn archive_in(dir: &Path) -> Result<PathBuf> {
    let files: Vec<PathBuf> = fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let is_archive = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "tgz");
    files.into_iter().find(is_archive).context("`npm pack` made no archive")
}

/// What the page found, against what a working package gives.
fn judge(report: &Value) -> Result<()> {
    ensure!(report["error"].is_null(), "the page failed: {}", report["error"]);
    let number = |name: &str| report[name].as_f64().with_context(|| format!("the page reported no `{name}`"));
    let (before, after) = (number("before")?, number("after")?);
    ensure!(after < 0.8 * before, "held-out −ELBO went from {before} to {after} nats an image: that is not learning");
    ensure!(number("tileBytes")? == 64.0, "a decoded digit must have 8×8 bytes");
    ensure!(report["reopenedTheSame"] == true, "saved weights decode to another image when opened again");
    ensure!(report["picturesStay"] == true, "a picture is not the ink that was decoded, or changed afterwards");
    ensure!(
        report["picturesComeBack"] == true,
        "a picture that was drawn is other ink when it is read, or its bytes pass"
    );
    ensure!(report["ownImagesTrained"] == true, "images of one's own did not train");
    ensure!(report["refusal"] == "bad_option", "a learning rate of 9 must be refused with `bad_option`");
    ensure!(number("done")? == 300.0, "300 steps were asked for, {} were done", report["done"]);
    // Slices at most double, from one step on: 1 + 2 + 4 + … needs nine of them for 300.
    ensure!(number("slices")? >= 9.0, "the page was let breathe only {} times in 300 steps", report["slices"]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_page_that_learned_passes() {
        let good = json!({
            "before": 45.0, "after": 28.0, "tileBytes": 64, "reopenedTheSame": true, "picturesStay": true,
            "picturesComeBack": true, "ownImagesTrained": true,
            "refusal": "bad_option", "done": 300, "slices": 12,
        });
        judge(&good).unwrap();
        let with = |name: &str, value: Value| {
            let mut bent = good.clone();
            bent[name] = value;
            judge(&bent)
        };
        for (name, value) in [
            ("after", json!(44.0)),
            ("tileBytes", json!(63)),
            ("reopenedTheSame", json!(false)),
            ("picturesStay", json!(false)),
            ("picturesComeBack", json!(false)),
            ("ownImagesTrained", json!(false)),
            ("refusal", json!("none")),
            ("done", json!(299)),
            ("slices", json!(1)),
            ("error", json!("no wasm")),
        ] {
            assert!(with(name, value).is_err(), "{name}");
        }
        for name in good.as_object().unwrap().keys() {
            assert!(with(name, Value::Null).is_err(), "no {name}");
        }
    }
}
