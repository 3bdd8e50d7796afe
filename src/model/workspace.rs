//! Scratch memory of a pass through a model, sized once for a batch.

use super::Autoencoder;
use crate::nn::Tape;
use crate::num::{Real, Rows};

/// Activations of up to `capacity` images. A pass allocates nothing.
pub struct Workspace<T> {
    pub capacity: usize,
    /// Images, (B, I), values in [0, 1].
    pub x: Rows<T>,
    /// The encoder's pass; its output is the head.
    pub encoder: Tape<T>,
    /// ε of the reparametrisation, (B, Z).
    pub epsilon: Rows<T>,
    /// σ of q(z|x), (B, Z).
    pub sigma: Rows<T>,
    /// Latent codes, (B, Z).
    pub z: Rows<T>,
    /// The decoder's pass.
    pub decoder: Tape<T>,
}

impl<T: Real> Workspace<T> {
    /// For forward passes.
    pub fn forward(model: &Autoencoder, capacity: usize) -> Self {
        Self::with_tapes(model, capacity, model.encoder.forward_tape(capacity), model.decoder.forward_tape(capacity))
    }

    /// For forward and backward passes.
    pub fn training(model: &Autoencoder, capacity: usize) -> Self {
        Self::with_tapes(model, capacity, model.encoder.tape(capacity), model.decoder.tape(capacity))
    }

    fn with_tapes(model: &Autoencoder, capacity: usize, encoder: Tape<T>, decoder: Tape<T>) -> Self {
        let latent = || Rows::zeros(capacity, model.spec().latent);
        Workspace {
            capacity,
            x: Rows::zeros(capacity, model.spec().pixels()),
            encoder,
            epsilon: latent(),
            sigma: latent(),
            z: latent(),
            decoder,
        }
    }

    /// The encoder's output, (B, 2Z) or (B, Z).
    pub fn head(&self) -> &Rows<T> {
        self.encoder.output()
    }

    /// The decoder's output, (B, I).
    pub fn output(&self) -> &Rows<T> {
        self.decoder.output()
    }
}
