//! The images of a session: a data set with its split and its order.

use crate::data::{BatchPlan, Dataset, Split, stratified};
use crate::error::{LabError, Result};
use crate::model::CheckedSpec;

pub(super) struct Images {
    pub data: Dataset,
    pub split: Split,
    pub plan: BatchPlan,
    pub values: [f32; 256],
    /// A fixed sample of the training images, as many as are held out, for a curve beside the held-out one.
    pub train_sample: Vec<u32>,
}

/// How many of `images` a session holds out: about a sixth, so that the training images are whole hundreds where there
/// are enough (of the 1,797 bundled digits, 297).
pub fn held_out_count(images: usize) -> usize {
    let train = images - images / 6;
    if train < 300 { images - train } else { images - (train + 50) / 100 * 100 }
}

impl Images {
    pub fn new(data: Dataset, split: Option<Split>, spec: &CheckedSpec, seed: u32) -> Result<Self> {
        if (data.height(), data.width()) != (spec.height, spec.width) {
            let (h, w) = (data.height(), data.width());
            let problem = format!("its images are {h}×{w}; the model takes {}×{}", spec.height, spec.width);
            return Err(LabError::BadData(problem));
        }
        if data.len() < 12 {
            return Err(LabError::BadData(format!("it holds {} images; training takes at least 12", data.len())));
        }
        let split = split.unwrap_or_else(|| stratified(&data, held_out_count(data.len()), seed));
        // Evenly spaced, so that a set sorted by class gives every class.
        let count = split.held_out.len().clamp(1, split.train.len());
        let train_sample = (0..count).map(|i| split.train[i * split.train.len() / count]).collect();
        Ok(Images { plan: BatchPlan::new(&split.train, seed), values: data.values(), train_sample, data, split })
    }
}
