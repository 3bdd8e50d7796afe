//! Where the package is loaded: by no bundler at all, by each bundler and development server that its README names, by a
//! test runner. Every host gets a project of its own with the package from its archive and no configuration; its page, or its
//! test, has to train. The tools' versions are those of a lock file.

use crate::pkg_test::{LIMIT, project};
use crate::tools::browser::{self, Browser};
use crate::tools::server::free_port;
use crate::tools::{npm, page_run, paths, process};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Tools with their lock file.
struct Tools {
    name: &'static str,
    manifest: &'static str,
    lock: &'static str,
}

const QUICK_TOOLS: Tools = Tools {
    name: "quick",
    manifest: include_str!("../assets/pkg-hosts/quick/package.json"),
    lock: include_str!("../assets/pkg-hosts/quick/package-lock.json"),
};
const MATRIX_TOOLS: Tools = Tools {
    name: "matrix",
    manifest: include_str!("../assets/pkg-hosts/matrix/package.json"),
    lock: include_str!("../assets/pkg-hosts/matrix/package-lock.json"),
};

/// What a host does to the project.
enum Way {
    /// Nothing: the project is served as it lies, with the package's file named by an import map.
    Served,
    /// Builds into `dist`, which is served; where the tool copies no page, the page is put beside it.
    Builds { arguments: &'static [&'static str], copies_page: bool },
    /// Builds, where there are arguments for it, and serves by itself, on the port that is put behind the arguments.
    Serves { build: &'static [&'static str], arguments: &'static [&'static str] },
    /// Runs a test and ends.
    Tests { arguments: &'static [&'static str] },
}

struct Host {
    name: &'static str,
    /// The tool's script below `node_modules`.
    tool: &'static str,
    /// What the project imports.
    entry: &'static str,
    way: Way,
}

const URL_FORM: &str = "vae-lab";
const INLINE: &str = "vae-lab/inline";

const BUILD: Way = Way::Builds { arguments: &["build"], copies_page: true };
const DEVELOP: Way = Way::Serves { build: &[], arguments: &["--host", "127.0.0.1", "--strictPort", "--port"] };

const QUICK: [Host; 3] = [
    Host { name: "no bundler", tool: "", entry: URL_FORM, way: Way::Served },
    Host {
        name: "esbuild",
        tool: "esbuild/bin/esbuild",
        entry: INLINE,
        way: Way::Builds {
            arguments: &["main.js", "--bundle", "--format=esm", "--log-level=warning", "--outfile=dist/main.js"],
            copies_page: false,
        },
    },
    Host {
        name: "Rollup",
        tool: "rollup/dist/bin/rollup",
        entry: INLINE,
        way: Way::Builds {
            arguments: &["main.js", "--silent", "--plugin", "node-resolve", "--format", "es", "--file", "dist/main.js"],
            copies_page: false,
        },
    },
];

const MATRIX: [Host; 13] = [
    Host { name: "Vite 5, build", tool: "vite5/bin/vite.js", entry: URL_FORM, way: BUILD },
    Host { name: "Vite 5, development", tool: "vite5/bin/vite.js", entry: URL_FORM, way: DEVELOP },
    Host { name: "Vite 6, build", tool: "vite6/bin/vite.js", entry: URL_FORM, way: BUILD },
    Host { name: "Vite 6, development", tool: "vite6/bin/vite.js", entry: URL_FORM, way: DEVELOP },
    Host { name: "Vite 7, build", tool: "vite7/bin/vite.js", entry: URL_FORM, way: BUILD },
    Host { name: "Vite 7, development", tool: "vite7/bin/vite.js", entry: URL_FORM, way: DEVELOP },
    Host { name: "Vite 8, build", tool: "vite8/bin/vite.js", entry: URL_FORM, way: BUILD },
    Host { name: "Vite 8, development", tool: "vite8/bin/vite.js", entry: URL_FORM, way: DEVELOP },
    Host {
        name: "webpack, production",
        tool: "webpack-cli/bin/cli.js",
        entry: URL_FORM,
        way: Way::Builds { arguments: &["--mode=production", "--entry=./main.js"], copies_page: false },
    },
    Host {
        name: "webpack, development",
        tool: "webpack-cli/bin/cli.js",
        entry: URL_FORM,
        way: Way::Builds { arguments: &["--mode=development", "--entry=./main.js"], copies_page: false },
    },
    Host {
        name: "Parcel",
        tool: "parcel/lib/bin.js",
        entry: URL_FORM,
        way: Way::Builds {
            arguments: &["build", "index.html", "--cache-dir=.cache", "--public-url=./"],
            copies_page: true,
        },
    },
    Host { name: "Vitest", tool: "vitest/vitest.mjs", entry: URL_FORM, way: Way::Tests { arguments: &["run"] } },
    Host {
        name: "Next.js, production",
        tool: "next/dist/bin/next",
        entry: URL_FORM,
        way: Way::Serves { build: &["build"], arguments: &["start", "--hostname", "127.0.0.1", "--port"] },
    },
];

/// Those that take a second or two each.
pub fn quick(archive: &Path) -> Result<()> {
    try_all(&QUICK, &QUICK_TOOLS, archive)
}

/// All others.
pub fn matrix(archive: &Path) -> Result<()> {
    try_all(&MATRIX, &MATRIX_TOOLS, archive)
}

/// Tries every host, also behind one that failed, and says what became of each.
fn try_all(hosts: &[Host], tools: &Tools, archive: &Path) -> Result<()> {
    let tools = installed(tools)?;
    // Below the tools, whose own packages (React, Vitest) a project imports too.
    let dir = tools.join("projects");
    fs::remove_dir_all(&dir).ok();
    let mut failed = Vec::new();
    for (place, host) in hosts.iter().enumerate() {
        match host.load(&tools, &dir.join(place.to_string()), archive) {
            Ok(()) => println!("{:<22} loads and trains", host.name),
            Err(error) => {
                println!("{:<22} FAILED: {error:#}", host.name);
                failed.push(host.name);
            }
        }
    }
    ensure!(failed.is_empty(), "the package does not load in {}", failed.join(", "));
    Ok(())
}

/// The folder of the tools' `node_modules`; they stay for the next time.
fn installed(tools: &Tools) -> Result<PathBuf> {
    let dir = paths::scratch("pkg-tools").join(tools.name);
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("package.json"), tools.manifest)?;
    fs::write(dir.join("package-lock.json"), tools.lock)?;
    npm::install_in(&dir)?;
    Ok(dir)
}

impl Host {
    fn load(&self, tools: &Path, dir: &Path, archive: &Path) -> Result<()> {
        let experiment = include_str!("../assets/pkg-hosts/experiment.js").replace("vae-lab", self.entry);
        let files = [
            ("package.json", include_str!("../assets/pkg-hosts/package.json")),
            ("index.html", include_str!("../assets/pkg-hosts/index.html")),
            ("vae-lab.test.js", include_str!("../assets/pkg-hosts/vae-lab.test.js")),
            ("main.js", include_str!("../assets/pkg-hosts/main.js")),
            ("experiment.js", &experiment),
            ("app/layout.jsx", include_str!("../assets/pkg-hosts/app/layout.jsx")),
            ("app/page.jsx", include_str!("../assets/pkg-hosts/app/page.jsx")),
        ];
        project(dir, &files, archive)?;
        let chromium = Browser::Chromium(browser::chromium()?);
        let report = match self.way {
            Way::Served => {
                fs::write(dir.join("index.html"), include_str!("../assets/pkg-hosts/import-map.html"))?;
                page_run::first_report(&chromium, dir, LIMIT)?
            }
            Way::Builds { arguments, copies_page } => {
                process::run(self.tool(tools, dir).args(arguments))?;
                if !copies_page {
                    fs::copy(dir.join("index.html"), dir.join("dist/index.html"))?;
                }
                page_run::first_report(&chromium, &dir.join("dist"), LIMIT)?
            }
            Way::Serves { build, arguments } => {
                if !build.is_empty() {
                    process::run(self.tool(tools, dir).args(build))?;
                }
                let port = free_port()?;
                let _server = Running::start(self.tool(tools, dir).args(arguments).arg(port.to_string()), port)?;
                page_run::report_of(&chromium, &format!("http://127.0.0.1:{port}/"), LIMIT)?
            }
            Way::Tests { arguments } => return process::run(self.tool(tools, dir).args(arguments)),
        };
        judge(&report)
    }

    /// Node, or a binary that npm put there itself, as esbuild's installation does.
    fn tool(&self, tools: &Path, dir: &Path) -> Command {
        let script = tools.join("node_modules").join(self.tool);
        let is_binary = fs::read(&script).is_ok_and(|bytes| !bytes.starts_with(b"#!"));
        let mut command = if is_binary { Command::new(&script) } else { Command::new("node") };
        if !is_binary {
            command.arg(&script);
        }
        command.current_dir(dir).env("NEXT_TELEMETRY_DISABLED", "1");
        command
    }
}

/// A page that trained says so, whoever bundled it.
fn judge(report: &str) -> Result<()> {
    let report: Value = serde_json::from_str(report).context("the page posted something that is not JSON")?;
    ensure!(report["error"].is_null(), "the page failed: {}", report["error"]);
    let number = |name: &str| report[name].as_f64().with_context(|| format!("the page reported no `{name}`"));
    let (before, after) = (number("before")?, number("after")?);
    ensure!(after < 0.9 * before, "held-out −ELBO went from {before} to {after} nats an image: that is not learning");
    Ok(())
}

/// A tool's server; it ends with this value.
struct Running(Child);

impl Running {
    /// Returns when it answers on its port.
    fn start(command: &mut Command, port: u16) -> Result<Self> {
        eprintln!("$ {}", process::shown(command));
        let mut server = Running(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?);
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = server.0.try_wait()? {
                bail!("the server ended ({status})");
            }
            ensure!(start.elapsed() < LIMIT, "the server did not answer within {} s", LIMIT.as_secs());
            thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_that_learned_is_loaded() {
        assert!(judge(r#"{ "before": 45, "after": 30 }"#).is_ok());
        for bad in [r#"{ "before": 45, "after": 44 }"#, r#"{ "error": "no wasm" }"#, r#"{ "before": 45 }"#, "<html>"] {
            assert!(judge(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_packages_readme_names_every_host_that_is_tried() {
        let readme = fs::read_to_string(paths::root().join("pkg-template/README.md")).unwrap();
        for host in QUICK.iter().chain(&MATRIX).filter(|host| !matches!(host.way, Way::Served)) {
            let tool = host.name.split(',').next().unwrap();
            assert!(readme.contains(tool), "{tool}");
        }
    }
}
