//! The card of a weights file: what made it.

use crate::model::ModelSpec;
use crate::plain::{FromPlain, Problem, Value, field};

/// What a reader wants to know about weights. It travels inside the file, as JSON under the metadata key `vae_lab`.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub model: ModelSpec,
    pub seed: u32,
    /// Steps trained.
    pub steps: u64,
    /// Epochs trained.
    pub epochs: f64,
    /// Name of the data set, where known.
    pub data: Option<String>,
    /// SHA-256 of the training images as grey levels, row-major, without header.
    pub data_sha256: Option<String>,
    /// −ELBO on images that were held out, nats per image.
    pub held_out_neg_elbo_nats: Option<f64>,
}

impl Card {
    /// The card of weights that nothing has trained yet.
    pub fn untrained(model: ModelSpec, seed: u32) -> Self {
        Card { model, seed, steps: 0, epochs: 0.0, data: None, data_sha256: None, held_out_neg_elbo_nats: None }
    }

    /// What [`FromPlain`] reads; what is not known is left out.
    pub fn to_plain(&self) -> Value {
        let known = [
            ("model", Some(self.model.to_plain())),
            ("seed", Some(f64::from(self.seed).into())),
            ("steps", Some((self.steps as f64).into())),
            ("epochs", Some(self.epochs.into())),
            ("data", self.data.as_deref().map(Value::from)),
            ("dataSha256", self.data_sha256.as_deref().map(Value::from)),
            ("heldOutNegElboNats", self.held_out_neg_elbo_nats.map(Value::from)),
        ];
        let fields = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(fields.collect())
    }
}

impl FromPlain for Card {
    fn from_plain(card: &Value) -> Result<Card, Problem> {
        Ok(Card {
            model: field(card, "model")?,
            seed: field(card, "seed")?,
            steps: field(card, "steps")?,
            epochs: field(card, "epochs")?,
            data: field(card, "data")?,
            data_sha256: field(card, "dataSha256")?,
            held_out_neg_elbo_nats: field(card, "heldOutNegElboNats")?,
        })
    }
}

/// A figure with the four decimals that a card keeps: short enough for any JSON reader to give back exactly, so that a
/// file saved again is the same file.
pub fn card_figure(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
