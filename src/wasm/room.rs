//! Room in this instance's memory, asked for before something is handed in.

use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Js, failure};
use crate::lab;

/// So many bytes, such as a file's, can be handed in; else it throws `no_memory`, while an allocation that fails on the way
/// would be the end of this instance.
#[wasm_bindgen(js_name = makeRoom)]
pub fn make_room(bytes: f64) -> Js<()> {
    lab::make_room(bytes as usize).map_err(failure)
}
