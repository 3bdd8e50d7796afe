//! Floor 2: images in, batches out.

mod batch;
mod dataset;
mod digits8x8;
mod idx;
mod labels;
mod packed;
mod pixels;
mod split;

pub use batch::{BatchPlan, PlanState};
pub use dataset::Dataset;
#[cfg(not(target_arch = "wasm32"))]
pub use digits8x8::{DIGITS8X8, digits8x8};
#[cfg(target_arch = "wasm32")]
pub(crate) use idx::read_idx;
pub use idx::{read_images, read_labels, read_unlabelled};
pub use labels::{Labels, MAX_CLASSES, NO_LABEL};
pub use packed::{pack, unpack};
pub use pixels::Pixels;
pub use split::{Split, stratified};
