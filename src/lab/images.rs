//! The images of a session: a data set, shared, with its split and the orders in which it is gone through.

use std::sync::{Arc, OnceLock};

use crate::data::{Dataset, Labels, Pixels, Split, stratified};
use crate::error::{LabError, Result};
use crate::model::CheckedSpec;
use crate::num::Real;
use crate::num::rng::Stream;
use crate::weights::digest_hex;

/// The fewest images that can be trained on.
pub const MIN_IMAGES: usize = 12;

/// Which images of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Those that no step trains on.
    HeldOut,
    /// A fixed sample of the training images, as many as are held out, for a curve beside theirs.
    TrainingSample,
}

pub(super) struct Images {
    pub data: Arc<Dataset>,
    pub split: Split,
    pub pixels: Pixels,
    pub seed: u32,
    values: [f32; 256],
    train_sample: Vec<u32>,
    /// Places of the held-out images, class by class in turn, so that the first few are of every class.
    show: Vec<usize>,
    train_sha256: OnceLock<String>,
}

/// How many of `images` a session holds out: about a sixth, so that the training images are whole hundreds where there
/// are enough (of the 1,797 bundled digits, 297).
pub fn held_out_count(images: usize) -> usize {
    let train = images - images / 6;
    if train < 300 { images - train } else { images - (train + 50) / 100 * 100 }
}

impl Images {
    pub fn new(
        data: Arc<Dataset>,
        split: Option<Split>,
        spec: &CheckedSpec,
        pixels: Pixels,
        seed: u32,
    ) -> Result<Self> {
        if (data.height(), data.width()) != (spec.height, spec.width) {
            let (h, w) = (data.height(), data.width());
            let problem = format!("its images are {h}×{w}; the model takes {}×{}", spec.height, spec.width);
            return Err(LabError::BadData(problem));
        }
        let split = split.unwrap_or_else(|| default_split(&data, seed));
        if !split.train.is_empty() && data.len() < MIN_IMAGES {
            let problem = format!("it holds {} images; training takes at least {MIN_IMAGES}", data.len());
            return Err(LabError::BadData(problem));
        }
        // Evenly spaced, so that a set sorted by class gives every class.
        let count = split.held_out.len().max(1).min(split.train.len());
        let mut train_sample = Vec::with_capacity(count);
        for i in 0..count {
            train_sample.push(split.train[i * split.train.len() / count]);
        }
        let show = class_by_class(data.labels(), &split);
        let (values, train_sha256) = (data.values(), OnceLock::new());
        Ok(Images { split, pixels, seed, values, train_sample, show, train_sha256, data })
    }

    pub fn of(&self, set: Set) -> &[u32] {
        match set {
            Set::HeldOut => &self.split.held_out,
            Set::TrainingSample => &self.train_sample,
        }
    }

    /// Places of the first `count` of the held-out images, in the order to show them.
    pub fn to_show(&self, count: usize) -> &[usize] {
        &self.show[..count.min(self.show.len())]
    }

    /// The image at a place: the training images come first, then the held-out ones.
    pub fn in_order(&self, place: usize) -> u32 {
        let train = self.split.train.len();
        if place < train { self.split.train[place] } else { self.split.held_out[place - train] }
    }

    /// Images in the order of [`Self::in_order`].
    pub fn len(&self) -> usize {
        self.split.train.len() + self.split.held_out.len()
    }

    /// Image `index` as inputs in [0, 1], as it is trained on at `step` in row `row`.
    pub fn fill<T: Real>(&self, index: u32, step: u64, row: usize, x: &mut [T]) {
        for (x, &level) in x.iter_mut().zip(self.data.levels(index as usize)) {
            *x = T::from_f32(self.values[usize::from(level)]);
        }
        let pixels = x.len();
        self.pixels.apply(x, || Stream::Pixels.at_row(self.seed, step, row, 2 * pixels));
    }

    /// Image `index` as it is looked at: always the same.
    pub fn fill_to_look_at<T: Real>(&self, index: u32, x: &mut [T]) {
        self.fill(index, 0, index as usize, x);
    }

    /// SHA-256 of the training images as grey levels, row-major. Computed once: it reads every image.
    pub fn train_sha256(&self) -> &str {
        self.train_sha256
            .get_or_init(|| digest_hex(|sha| self.split.train.iter().for_each(|&i| sha(self.data.levels(i as usize)))))
    }
}

fn default_split(data: &Dataset, seed: u32) -> Split {
    if let Some(start) = data.held_out_start() {
        let (start, end) = (start as u32, data.len() as u32);
        return Split { train: (0..start).collect(), held_out: (start..end).collect() };
    }
    stratified(data, held_out_count(data.len()), seed)
}

/// Places of the held-out images, the first of every class before the second of any.
fn class_by_class(labels: &Labels, split: &Split) -> Vec<usize> {
    let mut classes = vec![Vec::new(); labels.names().len() + 1];
    let last = classes.len() - 1;
    for (i, &image) in split.held_out.iter().enumerate() {
        classes[usize::from(labels.ids()[image as usize]).min(last)].push(split.train.len() + i);
    }
    let mut shown = Vec::with_capacity(split.held_out.len());
    for round in 0..split.held_out.len() {
        for class in &classes {
            if let Some(&place) = class.get(round) {
                shown.push(place);
            }
        }
    }
    shown
}
