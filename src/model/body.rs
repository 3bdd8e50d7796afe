//! What encoder and decoder are made of.

use crate::error::{LabError, Result};
use crate::nn::Activation;
use crate::plain::{self, FromPlain, Problem, Reason, Value, field};

pub const MAX_HIDDEN_LAYERS: usize = 4;
pub const MAX_WIDTH: usize = 2048;

/// The encoder's layers; the decoder mirrors them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// One affine map each way. With a Gaussian likelihood the plain autoencoder's optimum is PCA; with a Bernoulli one a
    /// sigmoid follows, which is the lecture's first autoencoder.
    Linear,
    /// Fully connected layers with an activation between.
    Dense {
        /// Widths of the encoder's hidden layers, from image to latent; one at least.
        hidden: Vec<usize>,
        activation: Activation,
    },
}

impl Body {
    pub fn name(&self) -> &'static str {
        match self {
            Body::Linear => "linear",
            Body::Dense { .. } => "dense",
        }
    }

    /// Widths of the encoder's hidden layers, and what follows each.
    pub(super) fn hidden(&self) -> (&[usize], Option<Activation>) {
        match self {
            Body::Linear => (&[], None),
            Body::Dense { hidden, activation } => (hidden, Some(*activation)),
        }
    }

    /// # Errors
    /// `BadSpec` naming the first field out of bounds, and the bound.
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Body::Linear => Ok(()),
            Body::Dense { hidden, .. } => {
                bound("Hidden layers", "hidden", hidden.len(), 1, MAX_HIDDEN_LAYERS)?;
                hidden.iter().try_for_each(|&width| bound("Hidden layer width", "hidden", width, 1, MAX_WIDTH))
            }
        }
    }

    /// What [`FromPlain`] reads.
    pub fn to_plain(&self) -> Value {
        let kind = ("kind", self.name().into());
        match self {
            Body::Linear => Value::object([kind]),
            Body::Dense { hidden, activation } => {
                Value::object([kind, ("hidden", hidden.as_slice().into()), ("activation", activation.name().into())])
            }
        }
    }
}

impl FromPlain for Body {
    fn from_plain(value: &Value) -> std::result::Result<Body, Problem> {
        let dense: bool = plain::choice_field(value, "kind", &[("linear", false), ("dense", true)])?;
        if !dense {
            plain::only(value, &["kind"])?;
            return Ok(Body::Linear);
        }
        plain::only(value, &["kind", "hidden", "activation"])?;
        Ok(Body::Dense { hidden: field(value, "hidden")?, activation: field(value, "activation")? })
    }
}

pub(super) fn bound(subject: &'static str, field: &str, value: usize, min: usize, max: usize) -> Result<()> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let reason = Reason::Range { min: min as f64, max: max as f64, value: value as f64 };
    Err(LabError::BadSpec { subject, problem: Problem::of(field, reason) })
}
