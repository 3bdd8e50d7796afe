//! Passes through a model without training it, a piece at a time in a workspace of their own, so that they can run
//! between two training steps and disturb nothing.

use crate::data::Dataset;
use crate::lab::feed::{fill_epsilon, fill_image};
use crate::lab::tiles::pixels_from_logits;
use crate::model::{Autoencoder, Workspace};
use crate::num::rng::Stream;
use crate::train::{Terms, evaluate};

/// Images a piece.
const PIECE: usize = 64;

pub(super) struct Inference {
    ws: Workspace<f32>,
    logits: Vec<f32>,
}

/// Posterior parameters of some images: μ (N, Z), and log σ² (N, Z) or nothing for a plain autoencoder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoded {
    pub mu: Vec<f32>,
    pub logvar: Vec<f32>,
}

impl Inference {
    pub fn new(model: &Autoencoder) -> Self {
        Inference { ws: Workspace::new(model, PIECE), logits: vec![0.0; model.spec().pixels()] }
    }

    /// Codes z (N, Z) → pixels (N, I).
    pub fn decode(&mut self, model: &Autoencoder, params: &[f32], z: &[f32]) -> Vec<u8> {
        let (latent, pixels) = (model.spec().latent, model.spec().pixels());
        let mut out = vec![0; z.len() / latent * pixels];
        for (z, out) in z.chunks(PIECE * latent).zip(out.chunks_mut(PIECE * pixels)) {
            let rows = z.len() / latent;
            // SAFETY: the workspace is borrowed exclusively.
            unsafe {
                for (r, z) in z.chunks_exact(latent).enumerate() {
                    self.ws.z.row_mut(r).copy_from_slice(z);
                }
                model.decode(params, &self.ws, 0..rows);
            }
            for (r, out) in out.chunks_exact_mut(pixels).enumerate() {
                self.logits.copy_from_slice(self.ws.logits().row(r));
                pixels_from_logits(&mut self.logits, out);
            }
        }
        out
    }

    /// `count` images, each filled by `fill(i, x)` with values in [0, 1] → posterior parameters.
    pub fn encode(
        &mut self,
        model: &Autoencoder,
        params: &[f32],
        count: usize,
        mut fill: impl FnMut(usize, &mut [f32]),
    ) -> Encoded {
        let mut encoded = Encoded::default();
        for start in (0..count).step_by(PIECE) {
            let rows = PIECE.min(count - start);
            // SAFETY: the workspace is borrowed exclusively.
            unsafe {
                (0..rows).for_each(|r| fill(start + r, self.ws.x.row_mut(r)));
                model.encode(params, &self.ws, 0..rows);
            }
            for r in 0..rows {
                let (mu, logvar) = self.ws.head().row(r).split_at(model.spec().latent);
                encoded.mu.extend_from_slice(mu);
                encoded.logvar.extend_from_slice(logvar);
            }
        }
        encoded
    }

    /// Mean terms of images `indices`, with one ε an image from the stream `sample`: the same at every call.
    pub fn terms(
        &mut self,
        model: &Autoencoder,
        params: &[f32],
        data: &Dataset,
        values: &[f32; 256],
        indices: &[u32],
        seed: u32,
    ) -> Terms {
        let mut sum = Terms::default();
        for (piece, indices) in indices.chunks(PIECE).enumerate() {
            // SAFETY: the workspace is borrowed exclusively.
            unsafe {
                indices.iter().enumerate().for_each(|(r, &i)| fill_image(data, values, i, self.ws.x.row_mut(r)));
                fill_epsilon(seed, Stream::Sample, 0, piece * PIECE, self.ws.epsilon.matrix_mut(0..indices.len()));
            }
            sum += evaluate(model, params, &mut self.ws, indices.len());
        }
        Terms::mean_of(sum, indices.len())
    }
}
