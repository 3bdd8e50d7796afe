//! The front door: `cargo xtask COMMAND`. One file a command; what several commands need stands in `tools/`.
//!
//! Nothing is installed globally: the bindings generator is a library of this crate, the page's tools come from its own
//! lock file, and a browser is looked for before one is fetched.

mod bench;
mod build;
mod build_wasm;
mod data;
mod golden;
mod pkg;
mod pkg_hosts;
mod pkg_test;
mod pretrain;
mod serve;
mod size;
mod test;
mod tools;
mod wasm_tests;

use anyhow::{Result, bail};
use pico_args::Arguments;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N] [--dev]     build everything and serve the page on this machine (--dev: Vite's development server)
  build                        the static site, in www/dist
  build-wasm [VARIANT…]        the core as WebAssembly, in www/src/wasm/VARIANT (all)
  test [--only STEP]… [--skip STEP]…   every check; `test --list` names the steps
  pkg [--matrix] [DIR]         the npm package, in pkg/ (or DIR); pack it there with `npm pack`. --matrix: try it in
                               every bundler and development server that its README names
  pretrain [DIR]               train the page's 28×28 model on the IDX files in DIR, write www/public/weights
  data [DIR]                   make the parts of MNIST that the page fetches, of the IDX files in DIR, in www/public/data
  golden                       compute the golden values of the tests again, with PyTorch
  bench [--quick] [--json FILE]   training speed in browsers, natively, and of TensorFlow.js and PyTorch
  size                         bytes of the wasm and of the page, against their goals and ceilings
";

fn main() -> ExitCode {
    match dispatch(Arguments::from_env()) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(mut args: Arguments) -> Result<ExitCode> {
    let command = args.subcommand()?;
    if args.contains(["-h", "--help"]) {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let done = match command.as_deref() {
        Some("serve") => serve::command(args),
        Some("build") => build::command(args),
        Some("build-wasm") => build_wasm::command(args),
        Some("test") => return test::command(args),
        Some("pkg") => pkg::command(args),
        Some("pretrain") => pretrain::command(args),
        Some("data") => data::command(args),
        Some("golden") => golden::command(args),
        Some("bench") => bench::command(args),
        Some("size") => size::command(args),
        Some(other) => bail!("there is no command `{other}`\n\n{HELP}"),
        None => {
            print!("{HELP}");
            Ok(())
        }
    };
    done.map(|()| ExitCode::SUCCESS)
}
