//! As much of JavaScript's own types as the boundary needs. Not by `js-sys`: what the bindings generator leaves of it in
//! the module is code that nothing can reach (see `docs/decisions/wasm-size.md`).

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    pub type Object;
    #[wasm_bindgen(constructor)]
    pub fn new() -> Object;
    /// `[name, value]` of each field.
    #[wasm_bindgen(static_method_of = Object)]
    pub fn entries(object: &JsValue) -> Array;
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set(this: &Object, name: &str, value: &JsValue);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set_number(this: &Object, name: &str, value: f64);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set_text(this: &Object, name: &str, value: &str);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub fn set_truth(this: &Object, name: &str, value: bool);

    #[wasm_bindgen(extends = Object)]
    pub type Error;
    #[wasm_bindgen(constructor)]
    pub fn new(message: &str) -> Error;

    #[wasm_bindgen(extends = Object, typescript_type = "Array<any>")]
    pub type Array;
    #[wasm_bindgen(constructor)]
    pub fn new() -> Array;
    #[wasm_bindgen(static_method_of = Array, js_name = isArray)]
    pub fn is_array(value: &JsValue) -> bool;
    #[wasm_bindgen(method, getter)]
    pub fn length(this: &Array) -> u32;
    #[wasm_bindgen(method, structural, indexing_getter)]
    pub fn get(this: &Array, index: u32) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn push(this: &Array, value: &JsValue) -> u32;

    #[wasm_bindgen(extends = Object, typescript_type = "Uint8Array")]
    pub type Uint8Array;
    /// A copy.
    #[wasm_bindgen(constructor)]
    pub fn new(values: &[u8]) -> Uint8Array;

    #[wasm_bindgen(extends = Object, typescript_type = "Uint16Array")]
    pub type Uint16Array;
    /// A copy.
    #[wasm_bindgen(constructor)]
    pub fn new(values: &[u16]) -> Uint16Array;

    #[wasm_bindgen(extends = Object, typescript_type = "Float32Array")]
    pub type Float32Array;
    /// A copy.
    #[wasm_bindgen(constructor)]
    pub fn new(values: &[f32]) -> Float32Array;

    #[wasm_bindgen(extends = Object)]
    pub type Uint8ClampedArray;
    /// A copy.
    #[wasm_bindgen(constructor)]
    pub fn new(values: &[u8]) -> Uint8ClampedArray;

    #[wasm_bindgen(extends = Object, typescript_type = "ImageData")]
    pub type ImageData;
    /// Keeps `pixels` itself: what is in this memory has to be copied before.
    #[wasm_bindgen(constructor, catch)]
    pub fn new(pixels: &Uint8ClampedArray, width: u32) -> Result<ImageData, JsValue>;
}
