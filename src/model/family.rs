//! Which family of models, and what its members can do. Whoever wants to know asks here, and never compares families:
//! every match is exhaustive, so that a new family does not compile until each place has an answer.

use crate::plain::{self, FromPlain, Problem, Value};

/// Which of the lecture's families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Variational: the encoder gives μ and log σ², z is sampled, the loss is −ELBO.
    Vae,
    /// Plain: the encoder gives z, the loss is the reconstruction alone.
    Ae,
}

impl Family {
    pub const ALL: [Family; 2] = [Family::Vae, Family::Ae];

    pub fn name(self) -> &'static str {
        match self {
            Family::Vae => "vae",
            Family::Ae => "ae",
        }
    }

    /// Whether z has a prior, so that a random z means something.
    pub fn has_prior(self) -> bool {
        match self {
            Family::Vae => true,
            Family::Ae => false,
        }
    }

    /// Whether an image has a code.
    pub fn has_encoder(self) -> bool {
        match self {
            Family::Vae | Family::Ae => true,
        }
    }

    /// Whether an image's code has a spread: q(z|x) with a variance, not a point.
    pub fn has_spread(self) -> bool {
        match self {
            Family::Vae => true,
            Family::Ae => false,
        }
    }
}

impl FromPlain for Family {
    fn from_plain(value: &Value) -> Result<Family, Problem> {
        plain::choice(value, &Self::ALL.map(|family| (family.name(), family)))
    }
}
