//! `Lab`: the session as a JavaScript class, as far as a model is looked at; the rest stands in `training.rs`. Every method
//! is one expression: convert, ask the session, convert.

use wasm_bindgen::prelude::{JsCast, wasm_bindgen};

use super::convert::{self, *};
use super::js::{Float32Array, Uint8Array};
use crate::lab::Session;
use crate::weights;

/// A model, perhaps with its training. Every method throws a `LabFailure`.
#[wasm_bindgen]
pub struct Lab(pub(super) Session);

#[wasm_bindgen]
impl Lab {
    /// A model from safetensors, to look at; `attach` images to train it.
    #[wasm_bindgen(js_name = fromWeights)]
    pub fn from_weights(bytes: &[u8]) -> Js<Lab> {
        Session::from_weights(bytes).map(Lab).map_err(failure)
    }

    pub fn info(&self) -> JsLabInfo {
        convert::info(&self.0)
    }

    /// Names of the tensors that the model's file held beside the model's own.
    #[wasm_bindgen(js_name = leftOut)]
    pub fn left_out(&self) -> JsNames {
        convert::names(self.0.left_out()).unchecked_into()
    }

    /// Codes (n·Z) → ink (n·H·W), 0..255.
    pub fn decode(&mut self, z: &[f32]) -> Js<Uint8Array> {
        self.0.decode_rows(z).map(|ink| Uint8Array::new_from_slice(&ink)).map_err(failure)
    }

    /// The decoded grid of a window of the plane, row-major from the top left (largest z₂).
    pub fn manifold(&mut self, window: JsPlaneWindow, columns: usize, rows: usize) -> Js<Uint8Array> {
        let window = from_js(window.into(), "The plane's window")?;
        self.0.manifold_rows(window, columns, rows).map(|tiles| Uint8Array::new_from_slice(&tiles)).map_err(failure)
    }

    /// The slice of the latent space that is the plane: at first its first two axes through 0.
    pub fn slice(&self) -> JsSlice {
        js_value(&self.0.slice().to_plain()).into()
    }

    /// Points of the plane (n·2) → codes (n·Z).
    #[wasm_bindgen(js_name = zFromPlane)]
    pub fn z_from_plane(&self, points: &[f32]) -> Js<Float32Array> {
        self.0.z_from_plane_rows(points).map(|z| Float32Array::new_from_slice(&z)).map_err(failure)
    }

    /// Codes (n·Z) → the nearest points of the plane (n·2).
    #[wasm_bindgen(js_name = planeFromZ)]
    pub fn plane_from_z(&self, z: &[f32]) -> Js<Float32Array> {
        self.0.plane_from_z_rows(z).map(|points| Float32Array::new_from_slice(&points)).map_err(failure)
    }

    /// A few held-out images, or draws from the prior where there are no images. They stay the same while it trains.
    pub fn strip(&mut self, count: usize) -> JsStrip {
        convert::strip(&self.0.strip_rows(count))
    }

    /// What the model makes of the strip's images now.
    #[wasm_bindgen(js_name = stripPicture)]
    pub fn strip_picture(&mut self, count: usize) -> JsStripPicture {
        convert::strip_picture(&self.0.strip_picture_rows(count))
    }

    /// Codes from a file beside the weights of a model that ships without images.
    #[wasm_bindgen(js_name = readCodes)]
    pub fn read_codes(bytes: &[u8]) -> Js<JsCodes> {
        weights::read_codes_rows(bytes).map(|codes| convert::codes(&codes)).map_err(failure)
    }
}
