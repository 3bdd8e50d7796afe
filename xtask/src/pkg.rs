//! `cargo xtask pkg [DIR]` — the npm package: the template, the built wasm, the bundled digits, the licences.

use crate::tools::variant::STRICT;
use crate::tools::{args, base64, cargo, paths, process};
use crate::{build_wasm, pkg_test};
use anyhow::{Context, Result, ensure};
use pico_args::Arguments;
use serde_json::Value;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

const WASM_FILES: [&str; 3] = ["vae_lab.js", "vae_lab.d.ts", "vae_lab_bg.wasm"];
const LEGAL_FILES: [&str; 3] = ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"];
const DIGITS: &str = "src/data/digits8x8.bin";
/// Filled in, not copied.
const MANIFEST: &str = "package.json";

pub fn command(mut args: Arguments) -> Result<()> {
    let matrix = args.contains("--matrix");
    let named = args::optional_word(args)?;
    let out = match named {
        Some(dir) => env::current_dir()?.join(dir),
        None => paths::root().join("pkg"),
    };
    build_wasm::build(&STRICT)?;
    fill(&out)?;
    println!("The package is in {}: `npm pack` there makes the archive", out.display());
    if matrix { pkg_test::matrix() } else { Ok(()) }
}

/// What is copied: from where, and to which place in the package.
fn contents() -> Result<Vec<(PathBuf, PathBuf)>> {
    let (root, template) = (paths::root(), paths::root().join("pkg-template"));
    let wasm = paths::wasm_output(STRICT.name);
    let mut contents = Vec::new();
    for entry in fs::read_dir(&template).with_context(|| format!("could not list {}", template.display()))? {
        let name = entry?.file_name();
        if name != MANIFEST {
            contents.push((template.join(&name), name.into()));
        }
    }
    contents.extend(WASM_FILES.map(|name| (wasm.join(name), Path::new("wasm").join(name))));
    contents.extend(LEGAL_FILES.map(|name| (root.join(name), name.into())));
    contents.push((root.join(DIGITS), "data/digits8x8.bin".into()));
    Ok(contents)
}

/// Writes the package; expects the built wasm.
pub fn fill(out: &Path) -> Result<()> {
    for (from, place) in contents()? {
        let copied = copy(&from, &out.join(&place));
        if place.starts_with("wasm") { copied.context("run `cargo xtask build-wasm` first")? } else { copied? }
    }
    fs::write(out.join("wasm/inline.js"), inline(&out.join("wasm/vae_lab_bg.wasm"), &paths::root().join(DIGITS))?)?;
    let manifest = fs::read_to_string(paths::root().join("pkg-template").join(MANIFEST))
        .context("could not read the package's template")?;
    fs::write(out.join(MANIFEST), with_version(&manifest, &crate_version()?)?)?;
    Ok(())
}

/// The module and the digits as a script, for whoever cannot have them as files.
fn inline(wasm: &Path, digits: &Path) -> Result<String> {
    let text = |path: &Path| Ok::<_, std::io::Error>(base64::encode(&fs::read(path)?));
    Ok(format!("export const wasm = '{}';\nexport const digits = '{}';\n", text(wasm)?, text(digits)?))
}

fn copy(from: &PathBuf, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().expect("a file lies in a folder"))?;
    fs::copy(from, to).with_context(|| format!("could not copy {}", from.display()))?;
    Ok(())
}

/// The package has the crate's version.
fn crate_version() -> Result<String> {
    let metadata = process::output(cargo::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let package = packages.iter().find(|package| package["name"] == "vae-lab").context("no package vae-lab")?;
    Ok(package["version"].as_str().context("the package has no version")?.to_owned())
}

fn with_version(manifest: &str, version: &str) -> Result<String> {
    const PLACEHOLDER: &str = r#""version": "0.0.0""#;
    ensure!(manifest.matches(PLACEHOLDER).count() == 1, "the package's template must hold {PLACEHOLDER} once");
    Ok(manifest.replace(PLACEHOLDER, &format!(r#""version": "{version}""#)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_filled_in_where_the_template_says() {
        let filled = with_version(r#"{ "name": "x", "version": "0.0.0" }"#, "1.2.3").unwrap();
        assert_eq!(filled, r#"{ "name": "x", "version": "1.2.3" }"#);
        assert!(with_version(r#"{ "name": "x" }"#, "1.2.3").is_err());
    }

    #[test]
    fn every_file_of_the_package_is_listed_for_npm() {
        let manifest = fs::read_to_string(paths::root().join("pkg-template/package.json")).unwrap();
        let manifest: Value = serde_json::from_str(&manifest).unwrap();
        let listed: Vec<&str> = manifest["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let takes = |pattern: &&str, name: &str| match pattern.strip_prefix('*') {
            Some(ending) => name.ends_with(ending),
            None => *pattern == name,
        };
        let contents = contents().unwrap();
        let names: Vec<String> = contents
            .iter()
            .map(|(_, place)| place.components().next().unwrap().as_os_str().to_string_lossy().into_owned())
            .collect();
        for name in &names {
            let npm_takes_it_by_itself = name.starts_with("README") || name.starts_with("LICENSE");
            assert!(
                npm_takes_it_by_itself || listed.iter().any(|pattern| takes(pattern, name)),
                "{name} is not in files"
            );
        }
        for pattern in listed {
            assert!(names.iter().any(|name| takes(&pattern, name)), "{pattern} names nothing");
        }
    }
}
