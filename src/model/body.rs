//! What encoder and decoder are made of.

use super::spec::MAX_SIDE;
use crate::error::{LabError, Result};
use crate::nn::Activation;
use crate::num::conv::Window;
use crate::plain::{self, FromPlain, Problem, Reason, Value, field};

pub const MAX_HIDDEN_LAYERS: usize = 4;
pub const MAX_WIDTH: usize = 2048;
pub const MAX_CONVOLUTIONS: usize = 4;
pub const MAX_CHANNELS: usize = 64;
/// Pixels times channels behind a convolution: with the largest batch they fit into a page's memory.
pub const MAX_CONVOLVED: usize = 16_384;
/// Of an image that is convolved.
pub const MIN_CONVOLVED_SIDE: usize = 8;

/// Three taps, half the side; back up to any side that is halved to the same.
pub(super) const WINDOW: Window = Window { side: 3, stride: 2, padding: 1 };

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
    /// Convolutions, each halving the image, with a ReLU behind it, and a dense layer to the code.
    Conv {
        /// Channels of the encoder's convolutions, from image to latent; one at least.
        channels: Vec<usize>,
    },
}

impl Body {
    pub fn name(&self) -> &'static str {
        match self {
            Body::Linear => "linear",
            Body::Dense { .. } => "dense",
            Body::Conv { .. } => "conv",
        }
    }

    /// # Errors
    /// `BadSpec` naming the first field out of bounds, and the bound.
    pub(super) fn check(&self, [height, width]: [usize; 2]) -> Result<()> {
        match self {
            Body::Linear => Ok(()),
            Body::Dense { hidden, .. } => {
                bound("Hidden layers", "hidden", hidden.len(), 1, MAX_HIDDEN_LAYERS)?;
                hidden.iter().try_for_each(|&width| bound("Hidden layer width", "hidden", width, 1, MAX_WIDTH))
            }
            Body::Conv { channels } => {
                bound("Height of a convolved image", "height", height, MIN_CONVOLVED_SIDE, MAX_SIDE)?;
                bound("Width of a convolved image", "width", width, MIN_CONVOLVED_SIDE, MAX_SIDE)?;
                bound("Convolutions", "channels", channels.len(), 1, MAX_CONVOLUTIONS)?;
                let mut image = [height, width];
                for &count in channels {
                    image = WINDOW.coarse_image(image);
                    bound("Channels", "channels", count, 1, MAX_CHANNELS)?;
                    let numbers = image[0] * image[1] * count;
                    bound("Pixels times channels behind a convolution", "channels", numbers, 1, MAX_CONVOLVED)?;
                }
                Ok(())
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
            Body::Conv { channels } => Value::object([kind, ("channels", channels.as_slice().into())]),
        }
    }
}

impl FromPlain for Body {
    fn from_plain(value: &Value) -> std::result::Result<Body, Problem> {
        match plain::choice_field(value, "kind", &[("linear", 0), ("dense", 1), ("conv", 2)])? {
            0 => {
                plain::only(value, &["kind"])?;
                Ok(Body::Linear)
            }
            1 => {
                plain::only(value, &["kind", "hidden", "activation"])?;
                Ok(Body::Dense { hidden: field(value, "hidden")?, activation: field(value, "activation")? })
            }
            _ => {
                plain::only(value, &["kind", "channels"])?;
                Ok(Body::Conv { channels: field(value, "channels")? })
            }
        }
    }
}

pub(super) fn bound(subject: &'static str, field: &str, value: usize, min: usize, max: usize) -> Result<()> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let reason = Reason::Range { min: min as f64, max: max as f64, value: value as f64 };
    Err(LabError::BadSpec { subject, problem: Problem::of(field, reason) })
}
