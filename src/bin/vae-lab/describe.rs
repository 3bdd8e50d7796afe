//! What a person writes of a model on the command line.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use vae_lab::data::{Dataset, Pixels};
use vae_lab::model::{Body, Family, Init, Likelihood, ModelSpec, Sd};
use vae_lab::nn::Activation;

use crate::failure::{Failure, Outcome};

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Variational: a prior over z, and the bound
    Vae,
    /// Plain: reconstruction alone
    Ae,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Layers {
    /// One affine map each way
    Linear,
    /// Fully connected, with hidden layers
    Dense,
    /// Convolutions down to the code, transposed ones up from it
    Conv,
}

#[derive(Clone, Copy, ValueEnum)]
enum Hidden {
    Relu,
    /// A hundredth of the input below 0
    LeakyRelu,
    /// By tanh, as PyTorch's GELU(approximate="tanh")
    Gelu,
    Tanh,
    Sigmoid,
}

#[derive(Clone, Copy, ValueEnum)]
enum Start {
    /// PyTorch's default: weights and biases within 1/√inputs
    Pytorch,
    /// For ReLU: weights within √(6/inputs), biases 0
    He,
    /// Weights within √(6/(inputs + outputs)), biases 0
    Glorot,
}

#[derive(Clone, Copy, ValueEnum)]
enum Inputs {
    /// Grey values as they are
    Grey,
    /// Ink from one half on
    Threshold,
    /// Ink with the grey value as its probability, drawn anew each time
    Drawn,
}

/// `bernoulli`, `gaussian` (learned s) or `gaussian:S`.
#[derive(Clone, Copy)]
struct PixelLikelihood(Likelihood);

impl FromStr for PixelLikelihood {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let gaussian = |sd| Ok(PixelLikelihood(Likelihood::Gaussian { sd }));
        match text.split_once(':') {
            None if text == "bernoulli" => Ok(PixelLikelihood(Likelihood::Bernoulli)),
            None if text == "gaussian" => gaussian(Sd::Learned),
            Some(("gaussian", sd)) => match sd.parse() {
                Ok(sd) => gaussian(Sd::Fixed(sd)),
                Err(_) => Err(format!("{sd:?} is no standard deviation")),
            },
            _ => Err("it is bernoulli, gaussian (one learned standard deviation) or gaussian:S".into()),
        }
    }
}

const HIDDEN: &str = "128,64";
const CHANNELS: &str = "16,32";

#[derive(Args)]
pub struct Describe {
    /// VAE or plain autoencoder
    #[arg(long, value_enum, default_value = "vae")]
    kind: Kind,
    /// What encoder and decoder are made of
    #[arg(long, value_enum, default_value = "dense")]
    model: Layers,
    /// Widths of the encoder's hidden layers, separated by commas; the decoder mirrors them [default: 128,64]
    #[arg(long)]
    hidden: Option<String>,
    /// Channels of the encoder's convolutions, separated by commas; the decoder mirrors them [default: 16,32]
    #[arg(long)]
    channels: Option<String>,
    /// Latent dimensions
    #[arg(long, default_value_t = 2, value_parser = whole::<usize>)]
    latent: usize,
    /// Activation of the hidden layers [default: relu]
    #[arg(long, value_enum)]
    activation: Option<Hidden>,
    /// What the decoder's output means: bernoulli, gaussian (learned standard deviation) or gaussian:S
    #[arg(long, default_value = "bernoulli")]
    likelihood: PixelLikelihood,
    /// How the weights start
    #[arg(long, value_enum, default_value = "pytorch")]
    init: Start,
    /// How grey levels become inputs
    #[arg(long, value_enum, default_value = "grey")]
    pixels: Inputs,
}

impl Describe {
    /// The model for images of this size.
    pub fn spec(&self, data: &Dataset) -> Outcome<ModelSpec> {
        Ok(ModelSpec {
            family: match self.kind {
                Kind::Vae => Family::Vae,
                Kind::Ae => Family::Ae,
            },
            height: data.height(),
            width: data.width(),
            body: self.body()?,
            latent: self.latent,
            likelihood: self.likelihood.0,
            init: match self.init {
                Start::Pytorch => Init::Pytorch,
                Start::He => Init::He,
                Start::Glorot => Init::Glorot,
            },
        })
    }

    pub fn pixels(&self) -> Pixels {
        match self.pixels {
            Inputs::Grey => Pixels::Grey,
            Inputs::Threshold => Pixels::Threshold,
            Inputs::Drawn => Pixels::Drawn,
        }
    }

    fn body(&self) -> Outcome<Body> {
        match self.model {
            Layers::Linear | Layers::Dense if self.channels.is_some() => {
                Err(Failure::Usage("only convolutions have channels: leave out --channels, or take --model conv".into()))
            }
            Layers::Conv if self.hidden.is_some() || self.activation.is_some() => Err(Failure::Usage(
                "a convolutional model has channels, and ReLU behind each: leave out --hidden and --activation, or take \
                 --model dense"
                    .into(),
            )),
            Layers::Conv => Ok(Body::Conv { channels: numbers("--channels", self.channels.as_deref().unwrap_or(CHANNELS))? }),
            Layers::Linear if self.hidden.is_some() || self.activation.is_some() => Err(Failure::Usage(
                "a linear model has no hidden layers: leave out --hidden and --activation, or take --model dense"
                    .into(),
            )),
            Layers::Linear => Ok(Body::Linear),
            Layers::Dense => Ok(Body::Dense {
                hidden: numbers("--hidden", self.hidden.as_deref().unwrap_or(HIDDEN))?,
                activation: match self.activation {
                    None | Some(Hidden::Relu) => Activation::Relu,
                    Some(Hidden::LeakyRelu) => Activation::LeakyRelu,
                    Some(Hidden::Gelu) => Activation::Gelu,
                    Some(Hidden::Tanh) => Activation::Tanh,
                    Some(Hidden::Sigmoid) => Activation::Sigmoid,
                },
            }),
        }
    }
}

/// A whole number, refused with a sentence.
pub fn whole<N: FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| "it is not a whole number from 0 up, or too large".into())
}

/// Numbers of an option's layers.
fn numbers(option: &str, text: &str) -> Outcome<Vec<usize>> {
    let bad = |part: &str| Failure::Usage(format!("{option}: {part:?} is no number of a layer's"));
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| bad(part))).collect()
}
