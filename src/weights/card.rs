//! The card of a weights file: what made it.

use serde::{Deserialize, Serialize};

use crate::model::ModelSpec;

/// What a reader wants to know about weights. It travels inside the file, as JSON under the metadata key `vae_lab`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    pub model: ModelSpec,
    pub seed: u32,
    /// Steps trained.
    pub steps: u64,
    /// Epochs trained.
    pub epochs: f64,
    /// Name of the data set, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// SHA-256 of the training images as grey levels, row-major, without header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_sha256: Option<String>,
    /// −ELBO on images that were held out, nats per image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_out_neg_elbo_nats: Option<f64>,
}

impl Card {
    /// The card of weights that nothing has trained yet.
    pub fn untrained(model: ModelSpec, seed: u32) -> Self {
        Card { model, seed, steps: 0, epochs: 0.0, data: None, data_sha256: None, held_out_neg_elbo_nats: None }
    }
}

/// A figure with the four decimals that a card keeps: short enough for any JSON reader to give back exactly, so that a
/// file saved again is the same file.
pub fn card_figure(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
