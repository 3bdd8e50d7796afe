//! Floor 2: models. Wires layers into encoders and decoders; knows no data set.

mod autoencoder;
mod init;
mod kl;
mod reparam;
mod spec;
mod workspace;

pub use autoencoder::Autoencoder;
pub use init::{Init, initialise};
pub use kl::{kl_gradient, kl_nats};
pub use reparam::{latent_gradient, sample};
pub use spec::{CheckedSpec, MAX_HIDDEN_LAYERS, MAX_LATENT, MAX_SIDE, MAX_WIDTH, MIN_SIDE, ModelKind, ModelSpec};
pub use workspace::Workspace;
