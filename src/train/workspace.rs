//! Scratch memory of a training step, sized once for a model and a batch.

use crate::model::{Autoencoder, Workspace};
use crate::nn::Dense;
use crate::num::{Real, Rows, Shared};

/// A forward pass's activations and their gradients. A step allocates nothing.
pub struct TrainWorkspace<T> {
    pub forward: Workspace<T>,
    /// Gradients of the encoder's layer outputs before their activation.
    pub d_encoded: Vec<Rows<T>>,
    /// The same of the decoder.
    pub d_decoded: Vec<Rows<T>>,
    /// Gradient of z, (B, Z).
    pub dz: Rows<T>,
    /// Reconstruction term of each image, nats.
    pub recon: Shared<T>,
    /// KL of each image, nats.
    pub kl: Shared<T>,
}

impl<T: Real> TrainWorkspace<T> {
    pub fn new(model: &Autoencoder, capacity: usize) -> Self {
        let terms = || Shared::new(vec![T::zero(); capacity]);
        TrainWorkspace {
            forward: Workspace::new(model, capacity),
            d_encoded: model.encoder.buffers(capacity),
            d_decoded: model.decoder.buffers(capacity),
            dz: Rows::zeros(capacity, model.spec().latent),
            recon: terms(),
            kl: terms(),
        }
    }

    /// Each layer with its input x and the gradient dy of its output, encoder first: what its parameter gradient
    /// is made of.
    pub fn layers<'a>(&'a self, model: &'a Autoencoder) -> impl Iterator<Item = (&'a Dense, &'a Rows<T>, &'a Rows<T>)> {
        let f = &self.forward;
        let inputs = |first: &'a Rows<T>, outputs: &'a [Rows<T>]| std::iter::once(first).chain(outputs);
        let encoder = model.encoder.layers().iter().zip(inputs(&f.x, &f.encoded)).zip(&self.d_encoded);
        let decoder = model.decoder.layers().iter().zip(inputs(&f.z, &f.decoded)).zip(&self.d_decoded);
        encoder.chain(decoder).map(|((layer, x), dy)| (layer, x, dy))
    }
}
