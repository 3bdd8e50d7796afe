//! What is said of other people's files.

use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

use super::{js_value, thrown};
use crate::import::{ImportError, Preview};
use crate::plain::Value;
use crate::wasm::js::{Object, Uint8Array};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ImportChoices")]
    pub type JsImportChoices;
    #[wasm_bindgen(typescript_type = "ImportPreview")]
    pub type JsImportPreview;
}

/// As a `LabFailure`: the file is a parameter, what is wrong with it the reason.
pub fn file_failure(error: &ImportError) -> JsValue {
    let mut params = error.fault.params();
    params.push(("file", error.file.as_str().into()));
    thrown(&format!("{error}"), "bad_file", "", error.code(), &params)
}

pub fn preview(preview: &Preview) -> JsImportPreview {
    let facts: Value = preview.to_plain();
    let out: Object = js_value(&facts).unchecked_into();
    out.set("mean", &Uint8Array::new_from_slice(&preview.mean));
    out.unchecked_into()
}
