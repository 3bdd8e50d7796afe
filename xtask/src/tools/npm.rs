//! Node and npm: present, new enough, and the page's packages installed as its lock file says.

use super::{paths, process};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What Vite runs on.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// `npm` in a folder, ready for arguments.
pub fn npm(dir: &Path) -> Result<Command> {
    let npm = process::find_program(if cfg!(windows) { "npm.cmd" } else { "npm" })
        .context("npm was not found: install Node.js 20.19 or newer (nodejs.org), which brings npm")?;
    let mut command = Command::new(npm);
    command.current_dir(dir);
    Ok(command)
}

/// `npm run SCRIPT` in www.
pub fn script(name: &str) -> Result<Command> {
    let mut command = npm(&paths::www())?;
    command.args(["run", "--silent", name]);
    Ok(command)
}

/// A tool among the page's packages, by its script below node_modules, run in another folder.
pub fn page_tool(script: &str, dir: &Path) -> Command {
    let mut command = Command::new("node");
    command.arg(paths::www().join("node_modules").join(script)).current_dir(dir);
    command
}

/// Fails with one clear sentence when Node is missing or too old.
pub fn check_node() -> Result<()> {
    let wanted = format!("{}.{} or newer", OLDEST_NODE.0, OLDEST_NODE.1);
    let Some(node) = process::find_program("node") else {
        bail!("Node.js was not found: install version {wanted} (nodejs.org)");
    };
    let printed = process::output(Command::new(node).arg("--version"))?;
    let version = node_version(&printed).with_context(|| format!("`node --version` printed {printed:?}"))?;
    if version < OLDEST_NODE {
        bail!("Node.js {} is too old: the page needs {wanted} (nodejs.org)", printed.trim());
    }
    Ok(())
}

/// `v20.19.3` → (20, 19)
fn node_version(printed: &str) -> Option<(u32, u32)> {
    let mut numbers = printed.trim().strip_prefix('v')?.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

/// `npm ci` in www, unless what is installed is what the lock file says.
pub fn install() -> Result<()> {
    install_in(&paths::www())
}

/// The same in another folder with a lock file.
pub fn install_in(dir: &Path) -> Result<()> {
    check_node()?;
    let lock = dir.join("package-lock.json");
    let lock = fs::read_to_string(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    // npm's own note of what it installed; it goes when the folder goes.
    let installed = fs::read_to_string(dir.join("node_modules/.package-lock.json")).unwrap_or_default();
    if is_installed(&serde_json::from_str(&lock)?, &serde_json::from_str(&installed).unwrap_or_default()) {
        return Ok(());
    }
    process::run(npm(dir)?.args(["ci", "--no-audit", "--no-fund"]))
}

/// Both are npm lock files: `packages` maps a folder to what is there. Packages for other platforms are optional, and absent.
fn is_installed(lock: &Value, installed: &Value) -> bool {
    let (Some(wanted), Some(found)) = (lock["packages"].as_object(), installed["packages"].as_object()) else {
        return false;
    };
    let same = |a: &Value, b: &Value| a["version"] == b["version"] && a["integrity"] == b["integrity"];
    let nothing_missing = wanted
        .iter()
        .filter(|(folder, _)| !folder.is_empty())
        .all(|(folder, package)| found.get(folder).map_or(package["optional"] == true, |there| same(there, package)));
    nothing_missing && found.keys().all(|folder| wanted.contains_key(folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_node_version_is_compared_as_numbers() {
        assert_eq!(node_version("v20.19.3\n"), Some((20, 19)));
        assert!(node_version("v9.9.0") < Some(OLDEST_NODE));
        assert!(node_version("v22.2.0") > Some(OLDEST_NODE));
        assert_eq!(node_version("node 20"), None);
    }
    #[test]
    fn only_what_the_lock_file_says_counts_as_installed() {
        let lock = json!({ "packages": {
            "": { "name": "page" },
            "node_modules/a": { "version": "1.0.0", "integrity": "x" },
            "node_modules/other-platform": { "version": "1.0.0", "optional": true },
        }});
        let installed = |packages: Value| is_installed(&lock, &json!({ "packages": packages }));
        assert!(installed(json!({ "node_modules/a": { "version": "1.0.0", "integrity": "x" } })));
        assert!(!installed(json!({ "node_modules/a": { "version": "1.0.1", "integrity": "y" } })));
        assert!(!installed(json!({})));
        assert!(!installed(
            json!({ "node_modules/a": { "version": "1.0.0", "integrity": "x" }, "node_modules/b": {} })
        ));
        assert!(!is_installed(&lock, &Value::Null));
    }
}
