//! Where things lie. Every path starts at the workspace root, so the working directory does not matter.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // `cargo run` says where this crate lies; what was compiled in may be another checkout's with the same target folder.
        let crate_dir = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&crate_dir).parent().expect("xtask lies inside the workspace").to_owned()
    })
}

pub fn www() -> PathBuf {
    root().join("www")
}

/// The built site.
pub fn site() -> PathBuf {
    www().join("dist")
}

/// The bindings of one wasm variant, imported by the page's worker.
pub fn wasm_output(variant: &str) -> PathBuf {
    www().join("src/wasm").join(variant)
}

/// Cargo's target folder, as the environment or the default has it.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A folder for this crate's own intermediate files.
pub fn scratch(name: &str) -> PathBuf {
    target().join("xtask").join(name)
}
