//! `ModelSpec`: what a person may write; `CheckedSpec`: what the core builds from.

use super::body::bound;
use super::{Body, Family, Init, Likelihood};
use crate::error::Result;
use crate::nn::Activation;
use crate::plain::{self, FromPlain, Problem, Value, field};

pub const MAX_LATENT: usize = 32;
pub const MIN_SIDE: usize = 2;
pub const MAX_SIDE: usize = 64;

/// A model as a person describes it: family, body and likelihood are choices of their own. [`ModelSpec::check`] before
/// use.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSpec {
    pub family: Family,
    /// Image height in pixels.
    pub height: usize,
    /// Image width in pixels.
    pub width: usize,
    pub body: Body,
    /// Latent dimensions, Z.
    pub latent: usize,
    pub likelihood: Likelihood,
    /// How its weights start.
    pub init: Init,
}

impl ModelSpec {
    /// The dense VAE that the lab opens on 8×8 digits: 64-128-64-2 and its mirror.
    pub fn digits8x8() -> Self {
        ModelSpec {
            family: Family::Vae,
            height: 8,
            width: 8,
            body: Body::Dense { hidden: vec![128, 64], activation: Activation::Relu },
            latent: 2,
            likelihood: Likelihood::Bernoulli,
            init: Init::Pytorch,
        }
    }

    /// What [`FromPlain`] reads.
    pub fn to_plain(&self) -> Value {
        Value::object([
            ("family", self.family.name().into()),
            ("height", self.height.into()),
            ("width", self.width.into()),
            ("body", self.body.to_plain()),
            ("latent", self.latent.into()),
            ("likelihood", self.likelihood.to_plain()),
            // Left out where it is what older builds take for granted.
            ("init", if self.init == Init::Pytorch { Value::Null } else { self.init.name().into() }),
        ])
        .without_nulls()
    }

    /// # Errors
    /// `BadSpec` naming the first field out of bounds, and the bound.
    pub fn check(self) -> Result<CheckedSpec> {
        bound("Image height", "height", self.height, MIN_SIDE, MAX_SIDE)?;
        bound("Image width", "width", self.width, MIN_SIDE, MAX_SIDE)?;
        bound("Latent dimensions", "latent", self.latent, 1, MAX_LATENT)?;
        self.body.check([self.height, self.width])?;
        self.likelihood.check()?;
        Ok(CheckedSpec(self))
    }
}

impl FromPlain for ModelSpec {
    fn from_plain(spec: &Value) -> std::result::Result<ModelSpec, Problem> {
        plain::only(spec, &["family", "height", "width", "body", "latent", "likelihood", "init"])?;
        Ok(ModelSpec {
            family: field(spec, "family")?,
            height: field(spec, "height")?,
            width: field(spec, "width")?,
            body: field(spec, "body")?,
            latent: field(spec, "latent")?,
            likelihood: field(spec, "likelihood")?,
            init: field::<Option<_>>(spec, "init")?.unwrap_or_default(),
        })
    }
}

/// A description whose bounds hold; nothing after this checks again.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedSpec(ModelSpec);

impl CheckedSpec {
    /// Pixels of an image, I.
    pub fn pixels(&self) -> usize {
        self.0.height * self.0.width
    }

    /// Outputs of the encoder: μ and log σ² of a VAE, z of an autoencoder.
    pub fn encoder_outputs(&self) -> usize {
        match self.0.family {
            Family::Vae => 2 * self.0.latent,
            Family::Ae => self.0.latent,
        }
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
        let refusal = |spec: ModelSpec| {
            let error = spec.check().unwrap_err();
            (error.to_string(), error.field().to_owned(), error.reason())
        };
        assert_eq!(
            refusal(ModelSpec { latent: 33, ..good.clone() }),
            ("Latent dimensions must be between 1 and 32, not 33.".into(), "latent".into(), "range")
        );
        let starts = |spec: ModelSpec, begin: &str| assert!(refusal(spec).0.starts_with(begin));
        starts(ModelSpec { latent: 0, ..good.clone() }, "Latent dimensions");
        starts(ModelSpec { height: 1, ..good.clone() }, "Image height");
        starts(ModelSpec { width: 65, ..good.clone() }, "Image width");
        let hidden = |hidden: Vec<usize>| ModelSpec {
            body: Body::Dense { hidden, activation: Activation::Relu },
            ..good.clone()
        };
        starts(hidden(vec![8; 5]), "Hidden layers");
        starts(hidden(vec![]), "Hidden layers");
        starts(hidden(vec![0]), "Hidden layer width");
        starts(hidden(vec![2049]), "Hidden layer width");
        let conv = |channels: Vec<usize>| ModelSpec { body: Body::Conv { channels }, ..good.clone() };
        starts(conv(vec![8; 5]), "Convolutions");
        starts(conv(vec![]), "Convolutions");
        starts(conv(vec![0]), "Channels");
        starts(conv(vec![16, 65]), "Channels");
        starts(ModelSpec { height: 7, ..conv(vec![16]) }, "Height of a convolved image");
        starts(ModelSpec { width: 7, ..conv(vec![16]) }, "Width of a convolved image");
        assert!(conv(vec![64; 4]).check().is_ok());
        let large = |channels| ModelSpec { height: 64, width: 64, ..conv(channels) };
        starts(large(vec![17]), "Pixels times channels behind a convolution must be between 1 and 16384, not 17408");
        assert!(large(vec![16, 64]).check().is_ok());
        assert!(ModelSpec { body: Body::Linear, ..good }.check().is_ok());
    }

    #[test]
    fn every_description_is_read_as_it_was_written() {
        let good = ModelSpec::digits8x8();
        let conv = Body::Conv { channels: vec![16, 32] };
        for spec in [
            good.clone(),
            ModelSpec { family: Family::Ae, body: Body::Linear, ..good.clone() },
            ModelSpec { body: conv, init: Init::He, ..good },
        ] {
            assert_eq!(ModelSpec::from_plain(&spec.to_plain()), Ok(spec));
        }
    }
}
