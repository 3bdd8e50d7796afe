//! JavaScript's own types, by `js-sys` and `web-sys`; and objects whose fields are set without a JavaScript value made for
//! each number, text or truth first, which `js-sys` has no way for: a fifth of what these conversions are in code.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

pub use js_sys::{Array, Error, Float32Array, Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array};
pub use web_sys::ImageData;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    pub type Object;
    #[wasm_bindgen(constructor)]
    pub fn new() -> Object;
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set(this: &Object, name: &str, value: &JsValue);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set_number(this: &Object, name: &str, value: f64);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set_text(this: &Object, name: &str, value: &str);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set_truth(this: &Object, name: &str, value: bool);
}
