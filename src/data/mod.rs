//! Floor 2: images in, batches out.

mod batch;
mod dataset;
mod digits8x8;
mod idx;
mod packed;
mod split;

pub use batch::BatchPlan;
pub use dataset::{Dataset, NO_LABEL};
#[cfg(not(target_arch = "wasm32"))]
pub use digits8x8::{DIGITS8X8, digits8x8};
pub use idx::{read_images, read_labels};
pub use packed::{pack, unpack};
pub use split::{Split, stratified};
