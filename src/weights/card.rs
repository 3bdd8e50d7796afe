//! The card of a weights file: what made it.

use crate::data::Pixels;
use crate::model::{Body, Family, Init, Likelihood, ModelSpec};
use crate::nn::Activation;
use crate::plain::{self, FromPlain, Problem, Value, field};

/// Of the newest cards that this build writes. A card says it, so that no build takes a newer file for what it is not.
pub const CARD_VERSION: u32 = 4;

/// The first version whose readers know what the model is made of: older builds go on reading what they can.
pub(crate) fn version_of(model: &ModelSpec) -> u32 {
    let body = match model.body {
        Body::Dense { activation: Activation::LeakyRelu | Activation::Gelu, .. } => 4,
        Body::Linear | Body::Dense { .. } => 2,
        Body::Conv { .. } => 3,
    };
    let start = match model.init {
        Init::Pytorch => 2,
        Init::He | Init::Glorot => 4,
    };
    body.max(start)
}

/// What a reader wants to know about weights. It travels inside the file, as JSON under the metadata key `vae_lab`.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub model: ModelSpec,
    pub pixels: Pixels,
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

const FIELDS: [&str; 9] =
    ["version", "model", "pixels", "seed", "steps", "epochs", "data", "dataSha256", "heldOutNegElboNats"];

impl Card {
    /// The card of weights that nothing has trained yet.
    pub fn untrained(model: ModelSpec, pixels: Pixels, seed: u32) -> Self {
        Card { model, pixels, seed, steps: 0, epochs: 0.0, data: None, data_sha256: None, held_out_neg_elbo_nats: None }
    }

    /// What [`FromPlain`] reads; what is not known is left out.
    pub fn to_plain(&self) -> Value {
        let known = [
            Some(f64::from(version_of(&self.model)).into()),
            Some(self.model.to_plain()),
            Some(self.pixels.name().into()),
            Some(f64::from(self.seed).into()),
            Some((self.steps as f64).into()),
            Some(self.epochs.into()),
            self.data.as_deref().map(Value::from),
            self.data_sha256.as_deref().map(Value::from),
            // One that is not finite is not known: no reader would take it.
            self.held_out_neg_elbo_nats.filter(|nats| nats.is_finite()).map(Value::from),
        ];
        let mut fields = Vec::new();
        for (name, value) in FIELDS.into_iter().zip(known) {
            if let Some(value) = value {
                fields.push((name.to_owned(), value));
            }
        }
        Value::Object(fields)
    }
}

impl FromPlain for Card {
    fn from_plain(card: &Value) -> Result<Card, Problem> {
        let version: Option<u32> = field(card, "version")?;
        let (model, pixels) = match version.unwrap_or(1) {
            1 => (field::<FirstSpec>(card, "model")?.0, Pixels::Grey),
            2..=CARD_VERSION => (field(card, "model")?, field(card, "pixels")?),
            newer => {
                let problem = format!("is of version {newer}; this build reads up to {CARD_VERSION}. Use a newer one");
                return Err(problem.into());
            }
        };
        plain::only(card, &FIELDS)?;
        Ok(Card {
            model,
            pixels,
            seed: field(card, "seed")?,
            steps: field(card, "steps")?,
            epochs: field(card, "epochs")?,
            data: field(card, "data")?,
            data_sha256: field(card, "dataSha256")?,
            held_out_neg_elbo_nats: field(card, "heldOutNegElboNats")?,
        })
    }
}

/// A model as cards without a version describe it: dense layers (none: linear) and a Bernoulli likelihood.
struct FirstSpec(ModelSpec);

impl FromPlain for FirstSpec {
    fn from_plain(spec: &Value) -> Result<FirstSpec, Problem> {
        plain::only(spec, &["kind", "height", "width", "hidden", "latent", "activation"])?;
        let family: Family = field(spec, "kind")?;
        let hidden: Vec<usize> = field(spec, "hidden")?;
        let activation = field(spec, "activation")?;
        let body = if hidden.is_empty() { Body::Linear } else { Body::Dense { hidden, activation } };
        Ok(FirstSpec(ModelSpec {
            family,
            height: field(spec, "height")?,
            width: field(spec, "width")?,
            body,
            latent: field(spec, "latent")?,
            likelihood: Likelihood::Bernoulli,
            init: Init::Pytorch,
        }))
    }
}

/// A figure with the four decimals that a card keeps: short enough for any JSON reader to give back exactly, so that a
/// file saved again is the same file.
pub fn card_figure(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
