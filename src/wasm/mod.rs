//! Floor 5: the boundary to JavaScript. Conversions only; nothing is computed here.

#[cfg(feature = "bench")]
mod bench;
mod convert;
mod images;
mod js;
mod lab;
mod threads;

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
    threads::abandon_training();
    console_error_panic_hook::hook(panic);
}
