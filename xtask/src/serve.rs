//! `cargo xtask serve` — from a fresh clone to the page, on this machine's own address.
//!
//! What is served is the built site, so what is seen is what a host will show; `--dev` is for working on the page.

use crate::build;
use crate::build_wasm;
use crate::tools::server::Server;
use crate::tools::{args, npm, paths, process};
use anyhow::Result;
use pico_args::Arguments;

const FIRST_PORT: u16 = 4173;
const PORTS_TRIED: u16 = 20;

pub fn command(mut args: Arguments) -> Result<()> {
    let dev = args.contains("--dev");
    let port: Option<u16> = args.opt_value_from_str("--port")?;
    args::nothing(args)?;
    if dev {
        return development(port);
    }
    build::everything()?;
    let ports = port.map_or(FIRST_PORT..=FIRST_PORT + PORTS_TRIED, |port| port..=port);
    let server = Server::bind(&paths::site(), ports)?.with_strict_policy();
    println!("\n  VAE Lab: {}/\n  (Ctrl-C ends it)", server.url()?);
    server.run()
}

/// Vite's own server: the page's sources, replaced in place as they change. Rust is built once, at the start.
fn development(port: Option<u16>) -> Result<()> {
    npm::check_node()?;
    build_wasm::build_all()?;
    npm::install()?;
    let mut vite = npm::script("dev")?;
    if let Some(port) = port {
        vite.args(["--", "--strictPort", "--port", &port.to_string()]);
    }
    process::run(&mut vite)
}
