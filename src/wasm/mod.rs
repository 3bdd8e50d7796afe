//! Floor 5: the boundary to JavaScript. Conversions only; nothing is computed here.

#[cfg(feature = "bench")]
mod bench;
mod convert;
mod images;
mod js;
mod lab;
mod threads;

use wasm_bindgen::prelude::wasm_bindgen;

/// A panic says where it came from before it poisons the instance.
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}
