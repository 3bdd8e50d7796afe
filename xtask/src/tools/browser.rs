//! Browsers for the tests. A Chromium must be had: an installed one, else Playwright's own download, else Debian's
//! package. A Firefox is welcome where one is installed.

use super::{npm, paths, process};
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names a browser for the tests before any other is looked for.
pub const CHROMIUM_VARIABLE: &str = "VAE_LAB_CHROMIUM";

/// Tells the page's suite where a Firefox is.
pub const FIREFOX_VARIABLE: &str = "VAE_LAB_FIREFOX";

const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const APPLICATIONS: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// Quiet, headless, and silent towards the network; the pages are this machine's own.
const CHROMIUM_ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-gpu",
];

/// The path of a Chromium or Chrome, installing one when that is possible.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os(CHROMIUM_VARIABLE) {
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!("{CHROMIUM_VARIABLE} names {}, which is not there", named.display());
        }
        return Ok(named);
    }
    if let Some(browser) = installed().or_else(playwrights) {
        return Ok(browser);
    }
    eprintln!("No Chromium or Chrome is installed: fetching one.");
    if download().inspect_err(|error| eprintln!("Playwright's download did not work: {error:#}")).is_ok()
        && let Some(browser) = playwrights()
    {
        return Ok(browser);
    }
    if process::is_root() && process::find_program("apt-get").is_some() {
        debian_package()?;
        return installed().context("Debian's chromium was installed, but no program of that name is in PATH");
    }
    bail!("the browser tests need Chromium or Chrome: install one, or name it in {CHROMIUM_VARIABLE}");
}

/// A Firefox, when one is installed.
pub fn firefox() -> Option<PathBuf> {
    ["firefox", "firefox-esr"].into_iter().find_map(process::find_program)
}

fn installed() -> Option<PathBuf> {
    let application = || APPLICATIONS.into_iter().map(PathBuf::from).find(|path| path.is_file());
    PROGRAMS.into_iter().find_map(process::find_program).or_else(application)
}

/// Where Playwright keeps its Chromium, when the page's packages are installed and the browser was downloaded.
fn playwrights() -> Option<PathBuf> {
    let node = process::find_program("node")?;
    let ask = "process.stdout.write(require('playwright-core').chromium.executablePath())";
    let answer = Command::new(node).args(["-e", ask]).current_dir(paths::www()).output().ok()?;
    let browser = PathBuf::from(String::from_utf8(answer.stdout).ok()?);
    (answer.status.success() && browser.is_file()).then_some(browser)
}

fn download() -> Result<()> {
    npm::install()?;
    process::run(npm::npm(&paths::www())?.args(["exec", "--", "playwright", "install", "chromium"]))
}

fn debian_package() -> Result<()> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    process::run(apt().args(["update", "--quiet"]))?;
    process::run(apt().args(["install", "--yes", "--quiet", "--no-install-recommends", "chromium", "fonts-liberation"]))
}

/// Firefox asks the network for nothing and shows no first-run page.
const FIREFOX_PREFERENCES: &str = r#"
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("extensions.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.safebrowsing.provider.mozilla.updateURL", "");
user_pref("services.settings.server", "");
"#;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Browser {
    Chromium(PathBuf),
    Firefox(PathBuf),
}

impl Browser {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Chromium(_) => "Chromium",
            Self::Firefox(_) => "Firefox",
        }
    }

    /// The browser without a window, on one address, with `profile` (an empty folder) as its own.
    pub fn headless(&self, profile: &Path, url: &str) -> Result<Command> {
        Ok(match self {
            Self::Chromium(program) => {
                let mut command = Command::new(program);
                command.args(CHROMIUM_ARGUMENTS).arg(format!("--user-data-dir={}", profile.display())).arg(url);
                command
            }
            Self::Firefox(program) => {
                fs::write(profile.join("user.js"), FIREFOX_PREFERENCES)?;
                let mut command = Command::new(program);
                command.args(["--headless", "--no-remote", "--profile"]).arg(profile).arg(url);
                command
            }
        })
    }
}
