//! What several tests share: small models, fixed batches, IDX files.

use vae_lab::model::{Body, Family, Init, Likelihood, ModelSpec};
use vae_lab::nn::Activation;
use vae_lab::num::Real;
use vae_lab::num::gemm::MatrixMut;
use vae_lab::train::{CheckedOptions, Feed, TrainOptions};

/// Dense layers of these widths.
pub fn dense(hidden: &[usize], activation: Activation) -> Body {
    Body::Dense { hidden: hidden.to_vec(), activation }
}

/// Convolutions of these channels.
pub fn conv(channels: &[usize]) -> Body {
    Body::Conv { channels: channels.to_vec() }
}

/// A model of 4×4 images with odd widths, so that every panel has a tail.
pub fn spec(family: Family, body: Body, likelihood: Likelihood) -> ModelSpec {
    ModelSpec { family, height: 4, width: 4, body, latent: 2, likelihood, init: Init::Pytorch }
}

pub fn options(learning_rate: f64, beta: f64, batch_size: usize) -> CheckedOptions {
    TrainOptions { learning_rate, beta, batch_size, ..TrainOptions::default() }.check().unwrap()
}

/// A file of MNIST's family: a type (8 is unsigned bytes), the shape, the values.
pub fn idx(kind: u8, shape: &[u32], body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 0, kind, shape.len() as u8];
    shape.iter().for_each(|n| bytes.extend(n.to_be_bytes()));
    bytes.extend(body);
    bytes
}

/// Batches written down beforehand, given in a round.
pub struct FixedFeed<T> {
    /// (steps, B, I)
    pub x: Vec<T>,
    /// (steps, B·K, Z)
    pub epsilon: Vec<T>,
    pub batch: usize,
    pub next: usize,
}

impl<T> FixedFeed<T> {
    pub fn new(x: Vec<T>, epsilon: Vec<T>, batch: usize) -> Self {
        FixedFeed { x, epsilon, batch, next: 0 }
    }
}

impl<T: Real> Feed<T> for FixedFeed<T> {
    fn advance(&mut self, _size: usize) -> usize {
        self.next += 1;
        self.batch
    }

    fn give_back(&mut self) {
        self.next -= 1;
    }

    fn fill(&self, first: usize, mut x: MatrixMut<T>, mut epsilon: MatrixMut<T>) {
        let row = |r: usize, width: usize, len: usize, samples: usize| {
            let rows = len / width;
            let at = (((self.next - 1) * self.batch + first) * samples + r) % rows;
            at * width..(at + 1) * width
        };
        let (pixels, latent, samples) = (x.cols, epsilon.cols, epsilon.rows / x.rows.max(1));
        for (r, out) in x.rows_mut().enumerate() {
            out.copy_from_slice(&self.x[row(r, pixels, self.x.len(), 1)]);
        }
        for (r, out) in epsilon.rows_mut().enumerate() {
            out.copy_from_slice(&self.epsilon[row(r, latent, self.epsilon.len(), samples)]);
        }
    }
}
