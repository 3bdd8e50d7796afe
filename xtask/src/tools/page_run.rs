//! A page in a headless browser that runs by itself and posts what it found: how the wasm tests and the package's test
//! run, with no driver between.

use super::browser::Browser;
use super::paths;
use super::server::{REPORT_PATH, Server};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(100);

/// Serves `dir`, opens its index.html in a browser and returns the first report it posts.
pub fn first_report(browser: &Browser, dir: &Path, limit: Duration) -> Result<String> {
    report_to(browser, Server::bind(dir, [])?, limit)
}

/// As [`first_report`], under the strict content security policy.
pub fn first_strict_report(browser: &Browser, dir: &Path, limit: Duration) -> Result<String> {
    report_to(browser, Server::bind(dir, [])?.with_strict_policy(), limit)
}

fn report_to(browser: &Browser, server: Server, limit: Duration) -> Result<String> {
    let (sender, reports) = mpsc::channel();
    let server = server.with_reports(sender);
    let url = format!("{}/", server.url()?);
    server.run_in_background();
    Headless::open(browser, &url)?.wait(&reports, limit)
}

/// Opens a page that another server serves and returns what it posts to the address in its query's `report`.
pub fn report_of(browser: &Browser, page: &str, limit: Duration) -> Result<String> {
    let (sender, reports) = mpsc::channel();
    let server = Server::bind(&paths::scratch("no-files"), [])?.with_reports(sender);
    let url = format!("{page}?report={}{REPORT_PATH}", server.url()?);
    server.run_in_background();
    Headless::open(browser, &url)?.wait(&reports, limit)
}

/// A running browser; it ends, and its profile goes, with this value.
struct Headless {
    child: Child,
    profile: PathBuf,
}

impl Headless {
    fn open(browser: &Browser, url: &str) -> Result<Self> {
        let profile = paths::scratch(&format!("profile-{}", process::id()));
        fs::remove_dir_all(&profile).ok();
        fs::create_dir_all(&profile)?;
        let log = fs::File::create(profile.join("stderr.log"))?;
        let mut command = browser.headless(&profile, url)?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let child = command.spawn().with_context(|| format!("could not start {}", browser.name()))?;
        Ok(Self { child, profile })
    }

    fn wait(&mut self, reports: &Receiver<String>, limit: Duration) -> Result<String> {
        let start = Instant::now();
        loop {
            match reports.recv_timeout(POLL) {
                Ok(report) => return Ok(report),
                Err(RecvTimeoutError::Disconnected) => bail!("the page's server ended"),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the browser ended ({status}) before the page reported\n{}", self.log());
            }
            if start.elapsed() > limit {
                bail!("the page reported nothing within {} s\n{}", limit.as_secs(), self.log());
            }
        }
    }

    /// What the browser said on its error stream; the last lines are the ones that matter.
    fn log(&self) -> String {
        let log = fs::read_to_string(self.profile.join("stderr.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Headless {
    fn drop(&mut self) {
        // Killing the browser's first process ends its children, which notice the closed channel.
        self.child.kill().ok();
        self.child.wait().ok();
        fs::remove_dir_all(&self.profile).ok();
    }
}
