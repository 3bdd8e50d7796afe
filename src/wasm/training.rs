//! What `Lab` can do beyond looking at a model (feature `training`): train it on images, measure it, keep it.

use std::sync::Arc;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::convert::{self, *};
use super::images::Images;
use super::js::{Float32Array, ImageData, Uint16Array};
use super::lab::Lab;
use crate::lab::{RunConfig, Session, SliceParts, sheet_row};
use crate::weights::Precision;

#[wasm_bindgen]
impl Lab {
    /// A fresh model on images, which stay shared.
    pub fn open(config: JsRunConfig, images: &Images) -> Js<Lab> {
        Session::open(from_js(config.into(), "The run")?, Arc::clone(&images.0), None).map(Lab).map_err(failure)
    }

    /// Goes on exactly where `checkpoint` was taken, on the same images.
    pub fn restore(bytes: &[u8], images: &Images) -> Js<Lab> {
        Session::restore(bytes, Arc::clone(&images.0)).map(Lab).map_err(failure)
    }

    /// From now on the model trains on these images, with fresh Adam moments.
    pub fn attach(&mut self, images: &Images) -> Js<()> {
        self.0.attach(Arc::clone(&images.0), None).map_err(failure)
    }

    /// Everything that `restore` goes on from, but for the images.
    pub fn checkpoint(&self) -> Js<Vec<u8>> {
        self.0.checkpoint().map_err(failure)
    }

    /// Trains that many steps. When it throws `diverged`, the lab is as it was before the step that it names.
    pub fn train(&mut self, steps: u32) -> Js<JsTrainStats> {
        self.0.train(steps.into()).map(|stats| convert::train_stats(self.0.terms(), &stats)).map_err(failure)
    }

    /// Takes effect with the next step; when it throws, nothing has changed.
    #[wasm_bindgen(js_name = setOptions)]
    pub fn set_options(&mut self, options: JsTrainOptions) -> Js<()> {
        self.0.set_options(from_js(options.into(), "The options")?).map_err(failure)
    }

    /// Trains on this worker and the first `threads − 1` of those that run `helpTraining`, from the next step on; the
    /// numbers do not depend on it. Returns how many that makes: 1 where the build has no threads.
    #[wasm_bindgen(js_name = setThreads)]
    pub fn set_threads(&mut self, threads: u32) -> u32 {
        self.0.set_team(super::threads::team(threads));
        self.0.threads() as u32
    }

    /// Terms of images `start`..`end` of a set, added up, one fixed ε an image; ranges add up to the whole.
    pub fn evaluate(&mut self, set: JsSet, start: usize, end: usize) -> Js<JsTermSums> {
        let sums = self.0.evaluate_range(from_js(set.into(), "The set")?, start..end);
        sums.map(|sums| convert::term_sums(self.0.terms(), &sums)).map_err(failure)
    }

    /// What the held-out images cost when the decoder says the same of all.
    pub fn baselines(&self) -> Js<JsBaselines> {
        self.0.baselines().map(|baselines| convert::baselines(&baselines)).map_err(failure)
    }

    /// Codes (n·Z) → the decoder's outputs (n·H·W): logits of a Bernoulli likelihood, means of a Gaussian one.
    #[wasm_bindgen(js_name = decodeOutputs)]
    pub fn decode_outputs(&mut self, z: &[f32]) -> Js<Float32Array> {
        self.0.decode_outputs_rows(z).map(|out| Float32Array::new_from_slice(&out)).map_err(failure)
    }

    #[wasm_bindgen(js_name = setSlice)]
    pub fn set_slice(&mut self, slice: JsSlice) -> Js<()> {
        let parts: SliceParts = from_js(slice.into(), "The plane's slice")?;
        parts.check(self.0.spec().latent).and_then(|slice| self.0.set_slice(slice)).map_err(failure)
    }

    /// Points on the plane (n·2) of images `start`..`end`: training images first, then held-out ones.
    pub fn points(&mut self, start: usize, end: usize) -> Js<Float32Array> {
        self.0.points_rows(start..end).map(|points| Float32Array::new_from_slice(&points)).map_err(failure)
    }

    /// Codes (n·Z) of the same images: μ, or z.
    pub fn codes(&mut self, start: usize, end: usize) -> Js<Float32Array> {
        self.0.codes_rows(start..end).map(|z| Float32Array::new_from_slice(&z)).map_err(failure)
    }

    /// Classes of all images in the order of `points`: places in the list of classes, 65535 where unknown.
    pub fn labels(&self) -> Uint16Array {
        Uint16Array::new_from_slice(&self.0.labels())
    }

    /// The image at a place in the order of `points`, and what the model makes of it now.
    pub fn look(&mut self, place: usize) -> Js<JsLook> {
        let seen = self.0.look_at_rows(place);
        seen.map(|seen| convert::look(self.0.terms(), &seen)).map_err(failure)
    }

    /// Ink (n·H·W), 0..255 → posterior parameters.
    pub fn encode(&mut self, pixels: &[u8]) -> Js<JsEncoded> {
        if !pixels.len().is_multiple_of(self.0.spec().height * self.0.spec().width) {
            // What is left over makes a row of another length, which the session refuses.
            self.0.check_size(1, pixels.len()).map_err(failure)?;
        }
        Ok(convert::encoded(&self.0.encode_rows(pixels)))
    }

    /// The weights as safetensors, f32.
    #[wasm_bindgen(js_name = saveWeights)]
    pub fn save_weights(&self) -> Vec<u8> {
        self.0.save_weights(&self.0.card(), Precision::F32)
    }

    /// The weights alone as they are now, for `at`; in half precision where `half`.
    pub fn snapshot(&self, half: bool) -> Vec<u8> {
        self.0.snapshot(if half { Precision::F16 } else { Precision::F32 })
    }

    /// The model as it was at a snapshot, to look at on the same images.
    pub fn at(&self, snapshot: &[u8]) -> Js<Lab> {
        self.0.at(snapshot).map(Lab).map_err(failure)
    }

    /// 8 hex digits; equal hashes mean equal bits.
    #[wasm_bindgen(js_name = weightsHash)]
    pub fn weights_hash(&self) -> String {
        self.0.weights_hash()
    }

    /// One decoded code, ink on paper, ready for `putImageData`.
    #[wasm_bindgen(js_name = imageData)]
    pub fn image_data(&mut self, z: &[f32]) -> Js<ImageData> {
        convert::image_data(&self.0.decode_rows(z).map_err(failure)?, self.0.spec().width)
    }

    /// The decoded grid of a window of the plane as one picture.
    #[wasm_bindgen(js_name = manifoldImageData)]
    pub fn manifold_image_data(&mut self, window: JsPlaneWindow, columns: usize, rows: usize) -> Js<ImageData> {
        let window = from_js(window.into(), "The plane's window")?;
        let tiles = self.0.manifold_rows(window, columns, rows).map_err(failure)?;
        let (height, width) = (self.0.spec().height, self.0.spec().width);
        convert::image_data(&sheet_row(&tiles, columns, height, width), columns * width)
    }
}

/// What the lab opens with on the bundled digits: every default once.
#[wasm_bindgen]
pub fn defaults() -> JsRunConfig {
    js_value(&RunConfig::default().to_plain()).into()
}

/// A seed from the system's own randomness.
#[wasm_bindgen(js_name = surpriseSeed)]
pub fn surprise_seed() -> Js<u32> {
    getrandom::u32().map_err(|error| JsValue::from_str(&format!("{error}")))
}
