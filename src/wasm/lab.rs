//! `Lab`: the session as a JavaScript class. Every method is one expression: convert, ask the session, convert.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::convert::{self, failure, from_js};
use crate::data::unpack;
use crate::lab::Session;
use crate::weights::{self, Precision};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "RunConfig")]
    pub type JsRunConfig;
    #[wasm_bindgen(typescript_type = "TrainOptions")]
    pub type JsTrainOptions;
    #[wasm_bindgen(typescript_type = "PlaneWindow")]
    pub type JsPlaneWindow;
    #[wasm_bindgen(typescript_type = "LabInfo")]
    pub type JsLabInfo;
    #[wasm_bindgen(typescript_type = "TrainStats")]
    pub type JsTrainStats;
    #[wasm_bindgen(typescript_type = "Terms")]
    pub type JsTerms;
    #[wasm_bindgen(typescript_type = "Strip")]
    pub type JsStrip;
    #[wasm_bindgen(typescript_type = "Codes")]
    pub type JsCodes;
    #[wasm_bindgen(typescript_type = "Encoded")]
    pub type JsEncoded;
}

type Js<T> = Result<T, JsValue>;

/// A model with its training. Every method throws a `LabFailure`.
#[wasm_bindgen]
pub struct Lab(Session);

#[wasm_bindgen]
impl Lab {
    /// A fresh model on a packed data set (the format of `digits8x8.bin`).
    pub fn trainable(config: JsRunConfig, dataset: &[u8]) -> Js<Lab> {
        unpack(dataset)
            .map_err(failure)
            .and_then(|data| Session::open(from_js(config.into(), "The run")?, data, None).map_err(failure))
            .map(Lab)
    }

    /// A model from safetensors; with a packed data set it can go on training.
    #[wasm_bindgen(js_name = fromWeights)]
    pub fn from_weights(bytes: &[u8], dataset: Option<Box<[u8]>>) -> Js<Lab> {
        dataset
            .map(|bytes| unpack(&bytes).map(|data| (data, None)))
            .transpose()
            .and_then(|data| Session::from_weights(bytes, data))
            .map(Lab)
            .map_err(failure)
    }

    pub fn info(&self) -> JsLabInfo {
        convert::info(&self.0)
    }

    /// Trains that many steps. After `diverged` the weights are of no use.
    pub fn train(&mut self, steps: u32) -> Js<JsTrainStats> {
        self.0.train(steps.into()).map(convert::train_stats).map_err(failure)
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

    /// Mean terms over the held-out images, one fixed ε an image.
    pub fn evaluate(&mut self) -> Js<JsTerms> {
        self.0.evaluate().map(convert::terms).map_err(failure)
    }

    /// The same over a fixed sample of the training images.
    #[wasm_bindgen(js_name = evaluateTrain)]
    pub fn evaluate_train(&mut self) -> Js<JsTerms> {
        self.0.evaluate_train().map(convert::terms).map_err(failure)
    }

    /// Codes (n·Z) → pixels (n·H·W), 0..255.
    pub fn decode(&mut self, z: &[f32]) -> Js<Vec<u8>> {
        self.0.decode(z).map_err(failure)
    }

    /// The decoded grid of a window, row-major from the top left (largest z₂).
    pub fn manifold(&mut self, window: JsPlaneWindow, columns: u32, rows: u32) -> Js<Vec<u8>> {
        self.0.manifold(from_js(window.into(), "The plane's window")?, columns as usize, rows as usize).map_err(failure)
    }

    /// A few held-out images, or draws from the prior where there is no data.
    pub fn strip(&mut self, count: u32) -> JsStrip {
        convert::strip(&self.0.strip(count as usize))
    }

    /// Codes of the whole data set.
    pub fn codes(&mut self) -> Js<JsCodes> {
        let train_count = self.0.image_counts().map_or(0, |(train, _)| train);
        self.0.codes().map(|codes| convert::codes(&codes, train_count)).map_err(failure)
    }

    /// Codes from a file beside the weights of a model that ships without images.
    #[wasm_bindgen(js_name = readCodes)]
    pub fn read_codes(bytes: &[u8]) -> Js<JsCodes> {
        weights::read_codes(bytes).map(|codes| convert::codes(&codes, codes.labels.len())).map_err(failure)
    }

    /// Pixels (n·H·W), 0..255 → posterior parameters.
    pub fn encode(&mut self, pixels: &[u8]) -> Js<JsEncoded> {
        self.0.encode(pixels).map(|encoded| convert::encoded(&encoded)).map_err(failure)
    }

    /// The weights as safetensors, f32.
    #[wasm_bindgen(js_name = saveWeights)]
    pub fn save_weights(&self) -> Vec<u8> {
        self.0.save_weights(&self.0.card(None), Precision::F32)
    }

    /// 8 hex digits; equal hashes mean equal bits.
    #[wasm_bindgen(js_name = weightsHash)]
    pub fn weights_hash(&self) -> String {
        self.0.weights_hash()
    }
}
