//! The data strip: a few images with what the model makes of them.

use super::infer::Inference;
use super::tiles::pixels_from_levels;
use crate::data::{Dataset, NO_LABEL, Split};
use crate::model::Autoencoder;
use crate::num::rng::{Stream, fill_normal};

/// Where a strip's images come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripSource {
    /// Held-out images of the data set.
    HeldOut,
    /// Draws from the prior, decoded: for a model that came without images.
    Prior,
}

/// N images and what the model makes of them. Pixels are 0..=255.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    pub source: StripSource,
    /// (N, I)
    pub inputs: Vec<u8>,
    /// The decoder at the encoder's μ (or z), (N, I).
    pub reconstructions: Vec<u8>,
    /// (N); [`NO_LABEL`] where unknown.
    pub labels: Vec<u8>,
    /// (N, Z)
    pub mu: Vec<f32>,
    /// (N, Z); empty for a plain autoencoder.
    pub logvar: Vec<f32>,
    /// What the inputs were made of, (N, Z), for [`StripSource::Prior`]; else the same as `mu`.
    pub z: Vec<f32>,
}

/// The first `count` held-out images, class by class in turn, so that every class is there.
fn choose(data: &Dataset, split: &Split, count: usize) -> Vec<u32> {
    let mut rounds: Vec<(usize, u8, u32)> = Vec::with_capacity(split.held_out.len());
    let mut seen = [0; 256];
    for &i in &split.held_out {
        let label = data.labels()[i as usize];
        rounds.push((seen[usize::from(label)], label, i));
        seen[usize::from(label)] += 1;
    }
    rounds.sort_unstable();
    rounds.into_iter().take(count).map(|(_, _, i)| i).collect()
}

pub(super) fn held_out(
    inference: &mut Inference,
    model: &Autoencoder,
    params: &[f32],
    data: &Dataset,
    split: &Split,
    count: usize,
) -> Strip {
    let chosen = choose(data, split, count);
    let inputs: Vec<u8> =
        chosen.iter().flat_map(|&i| pixels_from_levels(data.levels(i as usize), data.max_level())).collect();
    let values = data.values();
    let encoded =
        inference.encode(model, params, chosen.len(), |i, x| super::feed::fill_image(data, &values, chosen[i], x));
    Strip {
        source: StripSource::HeldOut,
        inputs,
        reconstructions: inference.decode(model, params, &encoded.mu),
        labels: chosen.iter().map(|&i| data.labels()[i as usize]).collect(),
        z: encoded.mu.clone(),
        mu: encoded.mu,
        logvar: encoded.logvar,
    }
}

pub(super) fn prior(inference: &mut Inference, model: &Autoencoder, params: &[f32], seed: u32, count: usize) -> Strip {
    let mut z = vec![0.0; count * model.spec().latent];
    fill_normal(&mut Stream::Sample.at(seed, 1), &mut z);
    let inputs = inference.decode(model, params, &z);
    let pixels = model.spec().pixels();
    let encoded = inference.encode(model, params, count, |i, x| {
        for (x, &pixel) in x.iter_mut().zip(&inputs[i * pixels..]) {
            *x = f32::from(pixel) / 255.0;
        }
    });
    Strip {
        source: StripSource::Prior,
        reconstructions: inference.decode(model, params, &encoded.mu),
        inputs,
        labels: vec![NO_LABEL; count],
        z,
        mu: encoded.mu,
        logvar: encoded.logvar,
    }
}
