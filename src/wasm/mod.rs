//! Floor 5: the boundary to JavaScript. Conversions only; nothing is computed here.
//!
//! With the feature `looking` alone it is a viewer's: a model from a file, its plane, its pictures. With `import` alone it
//! reads other people's files. What no export reaches, the linker leaves out.

#[cfg(feature = "bench")]
mod bench;
mod convert;
#[cfg(feature = "training")]
mod images;
mod js;
#[cfg(feature = "looking")]
mod lab;
#[cfg(feature = "import")]
mod reader;
mod room;
#[cfg(feature = "training")]
mod threads;
#[cfg(feature = "training")]
mod training;

use std::panic::{PanicHookInfo, set_hook};
use std::sync::Once;

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs in every worker that joins this memory; the hook is one for all.
#[wasm_bindgen(start)]
fn start() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| set_hook(Box::new(release_and_report)));
}

/// A panic traps, and its thread is gone: first those that would wait for it, then where it came from.
fn release_and_report(panic: &PanicHookInfo) {
    #[cfg(feature = "training")]
    threads::abandon_training();
    console_error_panic_hook::hook(panic);
}
