//! Scratch memory of a training step, sized once for a model and a batch.

use super::Group;
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

    /// Hands out what a group of parameters is made of, in the order of [`Autoencoder::ops`].
    pub fn each_part<'a>(&'a self, wiring: &'a Autoencoder, group: Group, take: &mut dyn FnMut(Part<'a, T>)) {
        match group {
            Group::All => self.every_part(wiring, take),
        }
    }

    fn every_part<'a>(&'a self, wiring: &'a Autoencoder, take: &mut dyn FnMut(Part<'a, T>)) {
        let f = &self.forward;
        for (net, first, tape) in [(&wiring.encoder, &f.x, &f.encoder), (&wiring.decoder, &f.z, &f.decoder)] {
            for (i, op) in net.ops().iter().enumerate() {
                let x = if i == 0 { first } else { &tape.y[i - 1] };
                take(Part { op, x, dv: &tape.dv[i] });
            }
        }
        if let Some(op) = wiring.scale() {
            // A constant has no input.
            take(Part { op, x: &self.dlog_sd, dv: &self.dlog_sd });
        }
    }
}
