//! Scratch memory of a training step, sized once for a model and a batch.

use super::Group;
use crate::model::{Autoencoder, Workspace};
use crate::nn::Op;
use crate::num::{Real, Rows, Shared};

/// A pass's activations and their gradients. A step allocates nothing.
pub struct TrainWorkspace<T> {
    /// Passes forward and backward.
    pub forward: Workspace<T>,
    /// Gradient of z, (B·K, Z).
    pub dz: Rows<T>,
    /// Gradient of a learned log s, sample by sample, (B·K, 1).
    pub dlog_sd: Rows<T>,
    /// What each sample counts for in its image's bound, (B·K, 1); of one sample, nobody asks.
    pub weights: Rows<T>,
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
    /// Rows that an image has in them.
    pub samples: usize,
}

impl<T> Part<'_, T> {
    /// As [`Op::unit_cost`], of all rows of an image.
    pub fn unit_cost(&self) -> usize {
        self.op.unit_cost() * self.samples
    }
}

impl<T: Real> TrainWorkspace<T> {
    pub fn new(wiring: &Autoencoder, capacity: usize, samples: usize) -> Self {
        let rows = capacity * samples;
        let terms = || Shared::new(vec![T::zero(); capacity]);
        TrainWorkspace {
            forward: Workspace::training(wiring, capacity, samples),
            dz: Rows::zeros(rows, wiring.spec().latent),
            dlog_sd: Rows::zeros(rows, 1),
            weights: Rows::zeros(rows, 1),
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
        let nets = [(&wiring.encoder, &f.x, &f.encoder, 1), (&wiring.decoder, &f.z, &f.decoder, f.samples)];
        for (net, first, tape, samples) in nets {
            for (i, op) in net.ops().iter().enumerate() {
                let x = if i == 0 { first } else { &tape.y[i - 1] };
                take(Part { op, x, dv: &tape.dv[i], samples });
            }
        }
        if let Some(op) = wiring.scale() {
            // A constant has no input.
            take(Part { op, x: &self.dlog_sd, dv: &self.dlog_sd, samples: f.samples });
        }
    }
}
