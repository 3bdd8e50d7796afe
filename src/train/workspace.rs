//! Scratch memory of a training step, sized once for a model and a batch.

use crate::model::{Autoencoder, Workspace};
use crate::nn::Op;
use crate::num::{Real, Rows, Shared};

/// A pass's activations and their gradients. A step allocates nothing.
pub struct TrainWorkspace<T> {
    /// Passes forward and backward.
    pub forward: Workspace<T>,
    /// Gradient of z, (B, Z).
    pub dz: Rows<T>,
    /// Gradient of a learned log s, image by image, (B, 1).
    pub dlog_sd: Rows<T>,
    /// Reconstruction term of each image, nats.
    pub recon: Shared<T>,
    /// KL of each image, nats.
    pub kl: Shared<T>,
}

/// An op with its input x and the gradient dv of its output: what its parameter gradient is made of.
pub struct Part<'a, T> {
    pub op: &'a Op,
    pub x: &'a Rows<T>,
    pub dv: &'a Rows<T>,
}

impl<T: Real> TrainWorkspace<T> {
    pub fn new(wiring: &Autoencoder, capacity: usize) -> Self {
        let terms = || Shared::new(vec![T::zero(); capacity]);
        TrainWorkspace {
            forward: Workspace::training(wiring, capacity),
            dz: Rows::zeros(capacity, wiring.spec().latent),
            dlog_sd: Rows::zeros(capacity, 1),
            recon: terms(),
            kl: terms(),
        }
    }

    /// Everything that has parameters, in the order of [`Autoencoder::ops`].
    pub fn parts<'a>(&'a self, wiring: &'a Autoencoder) -> impl Iterator<Item = Part<'a, T>> {
        let f = &self.forward;
        let inputs = |first: &'a Rows<T>, outputs: &'a [Rows<T>]| std::iter::once(first).chain(outputs);
        let encoder = wiring.encoder.ops().iter().zip(inputs(&f.x, &f.encoder.y)).zip(&f.encoder.dv);
        let decoder = wiring.decoder.ops().iter().zip(inputs(&f.z, &f.decoder.y)).zip(&f.decoder.dv);
        // A constant has no input.
        let scale = wiring.scale().map(|op| ((op, &self.dlog_sd), &self.dlog_sd));
        encoder.chain(decoder).chain(scale).map(|((op, x), dv)| Part { op, x, dv })
    }
}
