//! Scratch memory of a pass through a model, sized once for a batch.

use super::Autoencoder;
use crate::num::{Real, Rows};

/// Activations of up to `capacity` images. A forward pass allocates nothing.
pub struct Workspace<T> {
    pub capacity: usize,
    /// Images, (B, I), values in [0, 1].
    pub x: Rows<T>,
    /// Outputs of the encoder's layers; the last is the head.
    pub encoded: Vec<Rows<T>>,
    /// ε of the reparametrisation, (B, Z).
    pub epsilon: Rows<T>,
    /// σ of q(z|x), (B, Z).
    pub sigma: Rows<T>,
    /// Latent codes, (B, Z).
    pub z: Rows<T>,
    /// Outputs of the decoder's layers; the last are the logits.
    pub decoded: Vec<Rows<T>>,
}

impl<T: Real> Workspace<T> {
    pub fn new(model: &Autoencoder, capacity: usize) -> Self {
        let latent = || Rows::zeros(capacity, model.spec().latent);
        Workspace {
            capacity,
            x: Rows::zeros(capacity, model.spec().pixels()),
            encoded: model.encoder.buffers(capacity),
            epsilon: latent(),
            sigma: latent(),
            z: latent(),
            decoded: model.decoder.buffers(capacity),
        }
    }

    /// The encoder's output, (B, 2Z) or (B, Z).
    pub fn head(&self) -> &Rows<T> {
        self.encoded.last().expect("a stack has a layer")
    }

    /// The decoder's output, (B, I).
    pub fn logits(&self) -> &Rows<T> {
        self.decoded.last().expect("a stack has a layer")
    }
}
