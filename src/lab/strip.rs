//! The data strip: a few images, and what the model makes of them.

use ndarray::{Array2, Array3};

use super::images::Images;
use super::infer::{Codes, Encoded, Inference};
use super::slice::Slice;
use super::tiles::push_ink_of_levels;
use crate::data::NO_LABEL;
use crate::model::Model;
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
    /// (N): places in the order of [`super::Session::codes`]; none of draws.
    pub places: Vec<u32>,
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

/// The same in rows: ink (N·H·W).
pub(crate) struct StripRows {
    pub source: StripSource,
    pub inputs: Vec<u8>,
    pub labels: Vec<u16>,
    pub places: Vec<u32>,
}

/// The same in rows: ink (N·H·W), codes (N·Z), points (N·2).
pub(crate) struct PictureRows {
    pub reconstructions: Vec<u8>,
    pub encoded: Codes,
    pub points: Vec<f32>,
}

/// The images at some places.
pub(super) fn of_images(images: &Images, places: &[usize]) -> StripRows {
    let mut strip =
        StripRows { source: StripSource::HeldOut, inputs: Vec::new(), labels: Vec::new(), places: Vec::new() };
    for &place in places {
        let image = images.in_order(place) as usize;
        push_ink_of_levels(images.data.levels(image), images.data.max_level(), &mut strip.inputs);
        strip.labels.push(images.data.labels().ids()[image]);
        strip.places.push(place as u32);
    }
    strip
}

/// What the model makes of them.
pub(super) fn picture_of_images(
    inference: &mut Inference,
    model: &Model<f32>,
    slice: &Slice,
    images: &Images,
    places: &[usize],
) -> PictureRows {
    let mut fill = |i: usize, x: &mut [f32]| images.fill_to_look_at(images.in_order(places[i]), x);
    picture(inference, model, slice, places.len(), &mut fill)
}

pub(super) fn prior(inference: &mut Inference, model: &Model<f32>, seed: u32, count: usize) -> StripRows {
    let mut z = vec![0.0; count * model.spec().latent];
    fill_normal(&mut Stream::Sample.at(seed, 1), &mut z);
    let inputs = inference.decode(model, &z);
    StripRows { source: StripSource::Prior, inputs, labels: vec![NO_LABEL; count], places: Vec::new() }
}

/// `count` images, each filled by `fill(i, x)`, encoded and decoded.
pub(super) fn picture(
    inference: &mut Inference,
    model: &Model<f32>,
    slice: &Slice,
    count: usize,
    fill: &mut dyn FnMut(usize, &mut [f32]),
) -> PictureRows {
    let encoded = inference.encode(model, count, fill);
    let reconstructions = inference.decode(model, &encoded.mu);
    let points = slice.project_rows(&encoded.mu);
    PictureRows { reconstructions, encoded, points }
}
