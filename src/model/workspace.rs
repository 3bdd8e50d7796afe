//! Scratch memory of a pass through a model, sized once for a batch.

use super::Autoencoder;
use crate::nn::Tape;
use crate::num::{Real, Rows};

/// Activations of up to `capacity` images, with one sample of z each or several, one behind the other. A pass allocates
/// nothing.
pub struct Workspace<T> {
    pub capacity: usize,
    /// Samples of z an image, K.
    pub samples: usize,
    /// Samples of all images together that have room.
    pub rows: usize,
    /// Images, (B, I), values in [0, 1].
    pub x: Rows<T>,
    /// The encoder's pass; its output is the head.
    pub encoder: Tape<T>,
    /// ε of the reparametrisation, (B·K, Z).
    pub epsilon: Rows<T>,
    /// σ of q(z|x), (B, Z).
    pub sigma: Rows<T>,
    /// Latent codes, (B·K, Z).
    pub z: Rows<T>,
    /// The decoder's pass.
    pub decoder: Tape<T>,
}

impl<T: Real> Workspace<T> {
    /// For forward passes.
    pub fn forward(model: &Autoencoder, capacity: usize) -> Self {
        Self::with_tapes(model, capacity, 1, model.encoder.forward_tape(capacity), model.decoder.forward_tape(capacity))
    }

    /// For forward and backward passes.
    pub fn training(model: &Autoencoder, capacity: usize, samples: usize) -> Self {
        let (encoder, decoder) = (model.encoder.tape(capacity), model.decoder.tape(capacity * samples));
        Self::with_tapes(model, capacity, samples, encoder, decoder)
    }

    fn with_tapes(model: &Autoencoder, capacity: usize, samples: usize, encoder: Tape<T>, decoder: Tape<T>) -> Self {
        let rows = capacity * samples;
        let latent = |rows| Rows::zeros(rows, model.spec().latent);
        Workspace {
            capacity,
            samples,
            rows,
            x: Rows::zeros(capacity, model.spec().pixels()),
            encoder,
            epsilon: latent(rows),
            sigma: latent(capacity),
            z: latent(rows),
            decoder,
        }
    }

    /// The encoder's output, (B, 2Z) or (B, Z).
    pub fn head(&self) -> &Rows<T> {
        self.encoder.output()
    }

    /// The decoder's output, (B·K, I).
    pub fn output(&self) -> &Rows<T> {
        self.decoder.output()
    }
}
