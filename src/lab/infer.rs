//! Passes through a model without training it, a piece at a time in a workspace of their own, so that they can run
//! between two training steps and disturb nothing.

use std::ops::Range;

use ndarray::{Array2, Array3, ArrayView2};

use super::feed::fill_epsilon;
use super::images::{Images, Set};
use super::tiles::ink;
use crate::model::{Autoencoder, Model, Workspace};
use crate::num::gemm::Matrix;
use crate::num::rng::Stream;
use crate::train::{TermSums, evaluate};

/// Images a piece.
const PIECE: usize = 64;

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

impl Inference {
    pub fn new(wiring: &Autoencoder) -> Self {
        Inference { ws: Workspace::forward(wiring, PIECE), output: vec![0.0; wiring.spec().pixels()] }
    }

    /// Codes z (N, Z) → the decoder's outputs, an image at a time to `take`.
    fn decode_each(&mut self, model: &Model<f32>, z: ArrayView2<f32>, mut take: impl FnMut(usize, &mut [f32])) {
        let z = z.as_standard_layout();
        let z = Matrix::of(z.view()).expect("row-major");
        for start in (0..z.rows).step_by(PIECE) {
            let rows = PIECE.min(z.rows - start);
            // SAFETY: the workspace is borrowed exclusively.
            unsafe { model.wiring.decode(model.params(), z.part(start..start + rows), &self.ws, 0..rows) };
            for r in 0..rows {
                self.output.copy_from_slice(self.ws.output().row(r));
                take(start + r, &mut self.output);
            }
        }
    }

    /// Codes z (N, Z) → ink (N, H, W).
    pub fn decode(&mut self, model: &Model<f32>, z: ArrayView2<f32>) -> Array3<u8> {
        let (spec, pixels) = (model.spec(), model.spec().pixels());
        let mut out = vec![0; z.nrows() * pixels];
        self.decode_each(model, z, |i, output| {
            spec.likelihood.mean(output);
            ink(output, &mut out[i * pixels..][..pixels]);
        });
        images(z.nrows(), model, out)
    }

    /// Codes z (N, Z) → outputs (N, H, W): logits of a Bernoulli likelihood, means of a Gaussian one.
    pub fn decode_outputs(&mut self, model: &Model<f32>, z: ArrayView2<f32>) -> Array3<f32> {
        let mut out = Vec::with_capacity(z.nrows() * model.spec().pixels());
        self.decode_each(model, z, |_, output| out.extend_from_slice(output));
        images(z.nrows(), model, out)
    }

    /// `count` images, each filled by `fill(i, x)` with values in [0, 1] → posterior parameters.
    pub fn encode(&mut self, model: &Model<f32>, count: usize, mut fill: impl FnMut(usize, &mut [f32])) -> Encoded {
        let latent = model.spec().latent;
        let (mut mu, mut logvar) = (Vec::with_capacity(count * latent), Vec::new());
        for start in (0..count).step_by(PIECE) {
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
        }
        let matrix = |values| Array2::from_shape_vec((count, latent), values).expect("a row an image");
        Encoded { mu: matrix(mu), logvar: model.spec().family.has_spread().then(|| matrix(logvar)) }
    }

    /// Terms of images `range` of a set, added up, with one ε an image from the stream `sample`: the same at every call
    /// and however a set is cut.
    pub fn terms(&mut self, model: &Model<f32>, images: &Images, set: Set, range: Range<usize>) -> TermSums {
        let mut sums = TermSums::default();
        for start in range.clone().step_by(PIECE) {
            let indices = &images.of(set)[start..range.end.min(start + PIECE)];
            let rows = 0..indices.len();
            // SAFETY: the workspace is borrowed exclusively.
            unsafe {
                indices.iter().enumerate().for_each(|(r, &i)| images.fill_to_look_at(i, self.ws.x.row_mut(r)));
                fill_epsilon(images.seed, Stream::Sample, 0, start, self.ws.epsilon.matrix_mut(rows));
            }
            sums += evaluate(model, &mut self.ws, indices.len());
        }
        sums
    }
}

fn images<T>(count: usize, model: &Model<f32>, values: Vec<T>) -> Array3<T> {
    let shape = (count, model.spec().height, model.spec().width);
    Array3::from_shape_vec(shape, values).expect("an image a code")
}
