//! Floor 2: models. Wires layers into encoders and decoders, and says what their outputs mean; knows no data set.
//!
//! Family ([`Family`]), layers ([`Body`]) and likelihood ([`Likelihood`]) are choices of their own.

mod autoencoder;
mod body;
mod family;
mod init;
mod kl;
mod likelihood;
#[expect(clippy::module_inception, reason = "the model is what this floor is named after")]
mod model;
mod reparam;
mod spec;
mod workspace;

pub use autoencoder::Autoencoder;
pub use body::{Body, MAX_CHANNELS, MAX_CONVOLUTIONS, MAX_CONVOLVED, MAX_HIDDEN_LAYERS, MAX_WIDTH, MIN_CONVOLVED_SIDE};
pub use family::Family;
pub use init::{Init, initialise};
pub use kl::{kl_gradient, kl_nats};
pub use likelihood::{Likelihood, MAX_SD, MIN_SD, Score, Scored, Sd};
pub use model::Model;
pub use reparam::{latent_gradient, sample};
pub use spec::{CheckedSpec, MAX_LATENT, MAX_SIDE, MIN_SIDE, ModelSpec};
pub use workspace::Workspace;
