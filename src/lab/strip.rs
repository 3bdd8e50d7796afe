//! The data strip: a few images, and what the model makes of them.

use ndarray::{Array2, Array3};

use super::images::Images;
use super::infer::{Encoded, Inference};
use super::slice::Slice;
use super::tiles::ink_of_levels;
use crate::data::NO_LABEL;
use crate::model::{CheckedSpec, Model};
use crate::num::rng::{Stream, fill_normal};

/// Where a strip's images come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripSource {
    /// Held-out images of the data set.
    HeldOut,
    /// Draws from the prior, decoded: for a model that came without images.
    Prior,
}

/// N images, which stay the same while a model trains.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    pub source: StripSource,
    /// Ink (N, H, W).
    pub inputs: Array3<u8>,
    /// (N): places in the list of classes; [`NO_LABEL`] where unknown.
    pub labels: Vec<u16>,
}

/// What the model makes of them.
#[derive(Clone, Debug, PartialEq)]
pub struct StripPicture {
    /// The decoder at the encoder's μ (or z), ink (N, H, W).
    pub reconstructions: Array3<u8>,
    pub encoded: Encoded,
    /// μ on the plane, (N, 2).
    pub points: Array2<f32>,
}

pub(super) fn held_out(images: &Images, spec: &CheckedSpec, count: usize) -> Strip {
    let (chosen, data) = (images.to_show(count), &images.data);
    let ink = chosen.iter().flat_map(|&i| ink_of_levels(data.levels(i as usize), data.max_level()));
    let inputs = Array3::from_shape_vec((chosen.len(), spec.height, spec.width), ink.collect());
    Strip {
        source: StripSource::HeldOut,
        inputs: inputs.expect("images of the model's size"),
        labels: chosen.iter().map(|&i| data.labels().ids()[i as usize]).collect(),
    }
}

pub(super) fn prior(inference: &mut Inference, model: &Model<f32>, seed: u32, count: usize) -> Strip {
    let mut z = Array2::zeros((count, model.spec().latent));
    fill_normal(&mut Stream::Sample.at(seed, 1), z.as_slice_mut().expect("row-major"));
    let inputs = inference.decode(model, z.view());
    Strip { source: StripSource::Prior, inputs, labels: vec![NO_LABEL; count] }
}

/// `count` images, each filled by `fill(i, x)`, encoded and decoded.
pub(super) fn picture(
    inference: &mut Inference,
    model: &Model<f32>,
    slice: &Slice,
    count: usize,
    fill: impl FnMut(usize, &mut [f32]),
) -> StripPicture {
    let encoded = inference.encode(model, count, fill);
    let reconstructions = inference.decode(model, encoded.mu.view());
    let points = slice.project(encoded.mu.view());
    StripPicture { reconstructions, encoded, points }
}
