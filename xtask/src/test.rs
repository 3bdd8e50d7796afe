//! `cargo xtask test` — every check of the project, in the order in which a mistake shows soonest.
//!
//! The first step that fails ends the run; nothing is skipped unless `--skip` or `--only` says so.

use crate::tools::cargo::cargo;
use crate::tools::server::free_port;
use crate::tools::variant::{IMPORT, STRICT, VIEWER};
use crate::tools::{args, browser, cargo as cargo_tools, npm, process};
use crate::{bench, build, build_wasm, pkg_test, size, wasm_tests};
use anyhow::{Result, bail};
use pico_args::Arguments;
use std::env;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Names a folder with MNIST's four files, for the tests that need them.
const MNIST_VARIABLE: &str = "VAE_LAB_MNIST";

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: [Step; 14] = [
    Step { name: "format", about: "rustfmt has nothing to change", run: rust_format },
    Step { name: "lint", about: "clippy has nothing to say, natively and for wasm32", run: lint },
    Step { name: "docs", about: "the reference builds and its links lead somewhere", run: docs },
    Step { name: "native", about: "Rust tests of the core, the command line and this front door", run: native },
    Step { name: "wasm", about: "Rust tests of the core as WebAssembly, in a browser", run: wasm_tests::run },
    Step { name: "build-wasm", about: "the core with its bindings, as the page ships it", run: build_wasm::build_all },
    Step { name: "packages", about: "the page's packages, as its lock file says", run: npm::install },
    Step { name: "types", about: "prettier, svelte-check and tsc have nothing to say", run: page_types },
    Step { name: "unit", about: "unit tests of the page", run: page_units },
    Step { name: "build", about: "the static site", run: build::page },
    Step { name: "e2e", about: "the built site in a browser, as a visitor uses it", run: end_to_end },
    Step {
        name: "pkg",
        about: "the npm package, packed and installed: in Node, in pages, by bundlers, training there",
        run: pkg_test::run,
    },
    Step { name: "size", about: "wasm and page below their ceilings", run: size::report },
    Step { name: "bench", about: "the bench runs, and all that it times trains alike", run: bench::check },
];

/// What became of a step that was started.
struct Outcome {
    step: &'static str,
    took: Duration,
    error: Option<anyhow::Error>,
}

pub fn command(mut args: Arguments) -> Result<ExitCode> {
    if args.contains("--list") {
        for step in &STEPS {
            println!("{:<11} {}", step.name, step.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let only: Vec<String> = args.values_from_str("--only")?;
    let skip: Vec<String> = args.values_from_str("--skip")?;
    args::nothing(args)?;
    let chosen = chosen_steps(&only, &skip)?;

    let mut outcomes = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        println!("\n== {}/{} {}: {}", index + 1, chosen.len(), step.name, step.about);
        let start = Instant::now();
        let error = (step.run)().err();
        outcomes.push(Outcome { step: step.name, took: start.elapsed(), error });
        if outcomes.last().is_some_and(|outcome| outcome.error.is_some()) {
            break;
        }
    }
    print!("\n{}", summary(&outcomes, &chosen));
    let failed = outcomes.iter().any(|outcome| outcome.error.is_some());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn chosen_steps(only: &[String], skip: &[String]) -> Result<Vec<&'static Step>> {
    for name in only.iter().chain(skip) {
        if STEPS.iter().all(|step| step.name != name) {
            bail!("there is no step `{name}`; the steps are {}", STEPS.each_ref().map(|step| step.name).join(", "));
        }
    }
    let listed = |names: &[String], step: &Step| names.iter().any(|name| name == step.name);
    let chosen = STEPS.iter().filter(|step| (only.is_empty() || listed(only, step)) && !listed(skip, step));
    Ok(chosen.collect())
}

/// A line a step and a plain closing line.
fn summary(outcomes: &[Outcome], chosen: &[&Step]) -> String {
    let mut text = String::new();
    for step in chosen {
        let line = match outcomes.iter().find(|outcome| outcome.step == step.name) {
            None => format!("{:<11} not run\n", step.name),
            Some(Outcome { took, error: None, .. }) => format!("{:<11} ok {:>8.1} s\n", step.name, took.as_secs_f64()),
            Some(Outcome { error: Some(error), .. }) => format!("{:<11} FAILED: {error:#}\n", step.name),
        };
        text.push_str(&line);
    }
    let failed = outcomes.iter().filter(|outcome| outcome.error.is_some()).count();
    text + &format!("{} passed, {failed} failed\n", outcomes.len() - failed)
}

fn rust_format() -> Result<()> {
    process::run(cargo().args(["fmt", "--all", "--check"]))
}

fn lint() -> Result<()> {
    cargo_tools::ensure_wasm_target()?;
    let deny = ["--", "--deny", "warnings"];
    process::run(cargo().args(["clippy", "--workspace", "--all-targets", "--all-features"]).args(deny))?;
    process::run(STRICT.cargo("clippy").args(["--package", "vae-lab", "--lib", "--test", "wasm"]).args(deny))?;
    for part in [VIEWER, IMPORT] {
        let mut clippy = part.cargo("clippy");
        process::run(clippy.args(["--package", "vae-lab", "--lib"]).args(part.features(&[])).args(deny))?;
    }
    Ok(())
}

fn docs() -> Result<()> {
    let mut command = cargo();
    command.args(["doc", "--workspace", "--no-deps", "--all-features"]).env("RUSTDOCFLAGS", "--deny warnings");
    process::run(&mut command)
}

fn native() -> Result<()> {
    process::run(cargo().args(["test", "--workspace", "--all-features"]))?;
    if env::var_os(MNIST_VARIABLE).is_none() {
        println!("What needs MNIST itself was not run: {MNIST_VARIABLE} names no folder with its four files.");
        return Ok(());
    }
    let mnist = ["test", "--package", "vae-lab", "--all-features", "--test", "native", "mnist::"];
    process::run(cargo().args(mnist).args(["--", "--ignored"]))
}

fn page_types() -> Result<()> {
    process::run(&mut npm::script("format:check")?)?;
    process::run(&mut npm::script("check")?)
}

fn page_units() -> Result<()> {
    process::run(&mut npm::script("test")?)
}

/// The page's Playwright suite against the built site, which it serves on a port that is free now.
fn end_to_end() -> Result<()> {
    let mut suite = npm::script("e2e")?;
    suite.env(browser::CHROMIUM_VARIABLE, browser::chromium()?).env("VAE_LAB_PORT", free_port()?.to_string());
    if let Some(firefox) = browser::firefox() {
        suite.env(browser::FIREFOX_VARIABLE, firefox);
    }
    process::run(&mut suite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    fn names(steps: &[&Step]) -> Vec<&'static str> {
        steps.iter().map(|step| step.name).collect()
    }

    #[test]
    fn only_and_skip_choose_steps_in_their_own_order() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&chosen_steps(&words(&["e2e", "lint"]), &[]).unwrap()), ["lint", "e2e"]);
        let rest = chosen_steps(&[], &words(&["e2e"])).unwrap();
        let all_others: Vec<_> = STEPS.iter().map(|step| step.name).filter(|name| *name != "e2e").collect();
        assert_eq!(names(&rest), all_others);
        assert!(chosen_steps(&words(&["e2"]), &[]).is_err());
    }

    #[test]
    fn the_summary_names_what_failed_and_what_did_not_run() {
        let steps: Vec<&Step> = STEPS.iter().take(3).collect();
        let outcome = |step, error| Outcome { step, took: Duration::from_millis(1500), error };
        let outcomes = [outcome("format", None), outcome("lint", Some(anyhow!("clippy spoke")))];
        let text = summary(&outcomes, &steps);
        assert!(text.contains("lint        FAILED: clippy spoke"), "{text}");
        assert!(text.contains("docs        not run"), "{text}");
        assert!(text.ends_with("\n1 passed, 1 failed\n"), "{text}");
    }
}
