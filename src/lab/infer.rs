//! Passes through a model without training it, a piece at a time in a workspace of their own, so that they can run
//! between two training steps and disturb nothing.

use std::ops::Range;

use ndarray::Array2;

use super::feed::fill_epsilon;
use super::images::{Images, Set};
use super::tiles::ink;
use crate::model::{Autoencoder, Model, Workspace};
use crate::num::gemm::{Matrix, MatrixMut};
use crate::num::rng::Stream;
use crate::train::{TermSums, Terms, evaluate, evaluate_bound};

/// Images a piece.
pub(super) const PIECE: usize = 64;

pub(super) struct Inference {
    ws: Workspace<f32>,
    /// One image of outputs.
    output: Vec<f32>,
}

/// Posterior parameters of some images.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded {
    /// μ of q(z|x), or the code, (N, Z).
    pub mu: Array2<f32>,
    /// log σ² of q(z|x), (N, Z); none where a code has no spread.
    pub logvar: Option<Array2<f32>>,
}

/// The same in rows of numbers, (N·Z) each.
pub(crate) struct Codes {
    pub mu: Vec<f32>,
    pub logvar: Option<Vec<f32>>,
}

impl Codes {
    pub fn shaped(self, latent: usize) -> Encoded {
        Encoded { mu: matrix(self.mu, latent), logvar: self.logvar.map(|logvar| matrix(logvar, latent)) }
    }
}

/// Numbers in a row as a matrix of `columns`.
pub(super) fn matrix(values: Vec<f32>, columns: usize) -> Array2<f32> {
    Array2::from_shape_vec((values.len() / columns, columns), values).expect("whole rows")
}

impl Inference {
    pub fn new(wiring: &Autoencoder) -> Self {
        Inference { ws: Workspace::forward(wiring, PIECE), output: vec![0.0; wiring.spec().pixels()] }
    }

    /// Codes z (N·Z) → the decoder's outputs, an image at a time to `take`.
    fn decode_each(&mut self, model: &Model<f32>, z: &[f32], take: &mut dyn FnMut(&mut [f32])) {
        let latent = model.spec().latent;
        let z = Matrix::new(z, z.len() / latent, latent, latent);
        let mut start = 0;
        while start < z.rows {
            let rows = PIECE.min(z.rows - start);
            // SAFETY: the workspace is borrowed exclusively.
            unsafe { model.wiring.decode(model.params(), z.part(start..start + rows), &self.ws, 0..rows) };
            for r in 0..rows {
                self.output.copy_from_slice(self.ws.output().row(r));
                take(&mut self.output);
            }
            start += rows;
        }
    }

    /// Codes z (N·Z) → ink (N·H·W).
    pub fn decode(&mut self, model: &Model<f32>, z: &[f32]) -> Vec<u8> {
        let mut out = Vec::new();
        self.decode_each(model, z, &mut |output| {
            model.spec().likelihood.mean(output);
            let start = out.len();
            out.resize(start + output.len(), 0);
            ink(output, &mut out[start..]);
        });
        out
    }

    /// Codes z (N·Z) → outputs (N·H·W): logits of a Bernoulli likelihood, means of a Gaussian one.
    pub fn decode_outputs(&mut self, model: &Model<f32>, z: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        self.decode_each(model, z, &mut |output| out.extend_from_slice(output));
        out
    }

    /// `count` images, each filled by `fill(i, x)` with values in [0, 1] → posterior parameters.
    pub fn encode(&mut self, model: &Model<f32>, count: usize, fill: &mut dyn FnMut(usize, &mut [f32])) -> Codes {
        let latent = model.spec().latent;
        let (mut mu, mut logvar) = (Vec::with_capacity(count * latent), Vec::new());
        let mut start = 0;
        while start < count {
            let rows = PIECE.min(count - start);
            // SAFETY: the workspace is borrowed exclusively.
            unsafe {
                (0..rows).for_each(|r| fill(start + r, self.ws.x.row_mut(r)));
                model.wiring.encode(model.params(), self.ws.x.matrix(0..rows), &self.ws, 0..rows);
            }
            for r in 0..rows {
                let (mean, spread) = self.ws.head().row(r).split_at(latent);
                mu.extend_from_slice(mean);
                logvar.extend_from_slice(spread);
            }
            start += rows;
        }
        Codes { mu, logvar: model.spec().family.has_spread().then_some(logvar) }
    }

    /// Terms of images `range` of a set, added up, with one ε an image from the stream `sample`: the same at every call
    /// and however a set is cut.
    pub fn terms(&mut self, model: &Model<f32>, images: &Images, set: Set, range: Range<usize>) -> TermSums {
        let mut sums = TermSums::default();
        let mut start = range.start;
        while start < range.end {
            let indices = &images.of(set)[start..range.end.min(start + PIECE)];
            sums += self.piece(model, images, indices, start);
            start += indices.len();
        }
        sums
    }

    /// Minus the bound of `samples` samples of a set, nats added up: the first sample's ε are those of [`Self::terms`].
    pub fn bound(&mut self, model: &Model<f32>, images: &Images, set: Set, samples: usize) -> f64 {
        let mut sum = 0.0;
        for (piece, indices) in images.of(set).chunks(PIECE).enumerate() {
            // SAFETY: the workspace is borrowed exclusively.
            unsafe {
                indices.iter().enumerate().for_each(|(r, &i)| images.fill_to_look_at(i, self.ws.x.row_mut(r)));
            }
            let mut fill = |sample: usize, epsilon: MatrixMut<f32>| {
                fill_epsilon(images.seed, Stream::Sample, sample as u64, piece * PIECE, epsilon);
            };
            sum += evaluate_bound(model, &mut self.ws, indices.len(), samples, &mut fill);
        }
        sum
    }

    /// Terms of the image at a place: of a held-out one, what it adds to those of its set.
    pub fn terms_of(&mut self, model: &Model<f32>, images: &Images, place: usize) -> Terms {
        let train = images.split.train.len();
        let row = if place < train { place } else { place - train };
        self.piece(model, images, &[images.in_order(place)], row).sums
    }

    /// Terms of a few images, whose ε are those of rows `start` on.
    fn piece(&mut self, model: &Model<f32>, images: &Images, indices: &[u32], start: usize) -> TermSums {
        // SAFETY: the workspace is borrowed exclusively.
        unsafe {
            indices.iter().enumerate().for_each(|(r, &i)| images.fill_to_look_at(i, self.ws.x.row_mut(r)));
            fill_epsilon(images.seed, Stream::Sample, 0, start, self.ws.epsilon.matrix_mut(0..indices.len()));
        }
        evaluate(model, &mut self.ws, indices.len())
    }
}
