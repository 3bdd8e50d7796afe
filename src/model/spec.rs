//! `ModelSpec`: what a person may write; `CheckedSpec`: what the core builds from.

use crate::error::{LabError, Result};
use crate::nn::Activation;
use crate::plain::{self, FromPlain, Problem, Value, field};

pub const MAX_HIDDEN_LAYERS: usize = 4;
pub const MAX_WIDTH: usize = 2048;
pub const MAX_LATENT: usize = 32;
pub const MIN_SIDE: usize = 2;
pub const MAX_SIDE: usize = 64;

/// Which of the lecture's two families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// Variational: the encoder gives μ and log σ², z is sampled, the loss is −ELBO.
    Vae,
    /// Plain: the encoder gives z, the loss is the reconstruction alone.
    Ae,
}

impl ModelKind {
    const ALL: [ModelKind; 2] = [ModelKind::Vae, ModelKind::Ae];

    pub fn name(self) -> &'static str {
        match self {
            ModelKind::Vae => "vae",
            ModelKind::Ae => "ae",
        }
    }
}

impl FromPlain for ModelKind {
    fn from_plain(value: &Value) -> std::result::Result<ModelKind, Problem> {
        plain::choice(value, &Self::ALL.map(|kind| (kind.name(), kind)))
    }
}

/// A model as a person describes it. [`ModelSpec::check`] before use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelSpec {
    pub kind: ModelKind,
    /// Image height in pixels.
    pub height: usize,
    /// Image width in pixels.
    pub width: usize,
    /// Widths of the encoder's hidden layers, from image to latent; the decoder mirrors them. Empty: one linear
    /// layer each way.
    pub hidden: Vec<usize>,
    /// Latent dimensions, Z.
    pub latent: usize,
    /// Activation of the hidden layers.
    pub activation: Activation,
}

impl ModelSpec {
    /// The dense VAE that the lab opens on 8×8 digits: 64-128-64-2 and its mirror.
    pub fn digits8x8() -> Self {
        ModelSpec {
            kind: ModelKind::Vae,
            height: 8,
            width: 8,
            hidden: vec![128, 64],
            latent: 2,
            activation: Activation::Relu,
        }
    }

    /// What [`FromPlain`] reads.
    pub fn to_plain(&self) -> Value {
        Value::object([
            ("kind", self.kind.name().into()),
            ("height", self.height.into()),
            ("width", self.width.into()),
            ("hidden", self.hidden.as_slice().into()),
            ("latent", self.latent.into()),
            ("activation", self.activation.name().into()),
        ])
    }

    /// # Errors
    /// `BadSpec` naming the first field out of bounds, and the bound.
    pub fn check(self) -> Result<CheckedSpec> {
        bound("Image height", self.height, MIN_SIDE, MAX_SIDE)?;
        bound("Image width", self.width, MIN_SIDE, MAX_SIDE)?;
        bound("Latent dimensions", self.latent, 1, MAX_LATENT)?;
        if self.hidden.len() > MAX_HIDDEN_LAYERS {
            let problem = format!("must be at most {MAX_HIDDEN_LAYERS}, not {}", self.hidden.len());
            return Err(LabError::BadSpec { field: "Hidden layers", problem });
        }
        for &width in &self.hidden {
            bound("Hidden layer width", width, 1, MAX_WIDTH)?;
        }
        Ok(CheckedSpec(self))
    }
}

impl FromPlain for ModelSpec {
    fn from_plain(spec: &Value) -> std::result::Result<ModelSpec, Problem> {
        Ok(ModelSpec {
            kind: field(spec, "kind")?,
            height: field(spec, "height")?,
            width: field(spec, "width")?,
            hidden: field(spec, "hidden")?,
            latent: field(spec, "latent")?,
            activation: field(spec, "activation")?,
        })
    }
}

fn bound(field: &'static str, value: usize, min: usize, max: usize) -> Result<()> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(LabError::BadSpec { field, problem: format!("must be between {min} and {max}, not {value}") })
}

/// A description whose bounds hold; nothing after this checks again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedSpec(ModelSpec);

impl CheckedSpec {
    /// Pixels of an image, I.
    pub fn pixels(&self) -> usize {
        self.0.height * self.0.width
    }

    /// Outputs of the encoder: μ and log σ² of a VAE, z of an autoencoder.
    pub fn encoder_outputs(&self) -> usize {
        match self.0.kind {
            ModelKind::Vae => 2 * self.0.latent,
            ModelKind::Ae => self.0.latent,
        }
    }

    pub fn is_vae(&self) -> bool {
        self.0.kind == ModelKind::Vae
    }
}

impl std::ops::Deref for CheckedSpec {
    type Target = ModelSpec;
    fn deref(&self) -> &ModelSpec {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bound_names_its_field() {
        let good = ModelSpec::digits8x8();
        assert!(good.clone().check().is_ok());
        let message = |spec: ModelSpec| spec.check().unwrap_err().to_string();
        assert_eq!(
            message(ModelSpec { latent: 33, ..good.clone() }),
            "Latent dimensions must be between 1 and 32, not 33."
        );
        assert!(message(ModelSpec { latent: 0, ..good.clone() }).starts_with("Latent"));
        assert!(message(ModelSpec { height: 1, ..good.clone() }).starts_with("Image height"));
        assert!(message(ModelSpec { width: 65, ..good.clone() }).starts_with("Image width"));
        assert!(message(ModelSpec { hidden: vec![8; 5], ..good.clone() }).starts_with("Hidden layers"));
        assert!(message(ModelSpec { hidden: vec![0], ..good.clone() }).starts_with("Hidden layer width"));
        assert!(message(ModelSpec { hidden: vec![2049], ..good }).starts_with("Hidden layer width"));
    }
}
